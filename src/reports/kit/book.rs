//! A workbook that came from outside, opened with care: what it may take in memory is bounded before it is unpacked.
//!
//! A few kilobytes can unpack to gigabytes, claim millions of strings, or spread two cells over a sheet of seventeen
//! thousand million. So every part is unpacked once to be counted, the counts it claims are looked at, and cells are read one
//! by one.

use super::KIT_BYTES;
use super::bounds::{Bounds, screen};
use super::value::Cell;
use crate::domain::kit::KitRefusal;
use calamine::{Data, Reader, Xlsx};
use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

/// Many times what a kit of fifty assignments takes.
const BOUNDS: Bounds = Bounds { parts: 300, unpacked: 64 * 1024 * 1024, strings: 200_000 };
/// Cells of a sheet that are read at most.
const CELLS: usize = 50_000;

/// The cells of a sheet, by row and column.
pub(super) type Cells = BTreeMap<(u32, u32), Cell>;

/// The sheets of a workbook, in its order.
pub(super) struct Book {
    pub(super) sheets: Vec<(String, Cells)>,
}

impl Book {
    /// Opens an .xlsx file.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, KitRefusal> {
        if bytes.len() > KIT_BYTES {
            return Err(KitRefusal::TooLarge { max: KIT_BYTES });
        }
        screen(bytes, &BOUNDS).ok_or(KitRefusal::NotAWorkbook)?;
        let unreadable = |_| KitRefusal::NotAWorkbook;
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
        let names = book.sheet_names();
        let sheets = names.into_iter().map(|name| Ok((name.clone(), cells(&mut book, &name)?)));
        Ok(Self { sheets: sheets.collect::<Result<_, calamine::XlsxError>>().map_err(unreadable)? })
    }

    pub(super) fn sheet(&self, name: &str) -> Option<&Cells> {
        self.sheets.iter().find(|(known, _)| known == name).map(|(_, cells)| cells)
    }
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Cells, calamine::XlsxError> {
    let formulas = formulas(book, name)?;
    let from_1904 = book.has_1904_epoch();
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut found = Cells::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (at, value) = (cell.get_position(), Data::from(cell.get_value().clone()));
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        let percent = format.is_some_and(|format| format.format_code.contains('%'));
        let formula = formulas.contains(&at);
        if value == Data::Empty && !formula {
            continue;
        }
        if found.len() >= CELLS {
            return Err(calamine::XlsxError::Unexpected("too many cells"));
        }
        found.insert(at, Cell { value, percent, formula, from_1904 });
    }
    Ok(found)
}

fn formulas(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<HashSet<(u32, u32)>, calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let mut found = HashSet::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() {
            found.insert(cell.pos);
        }
        if found.len() > CELLS {
            return Err(calamine::XlsxError::Unexpected("too many formulas"));
        }
    }
    Ok(found)
}

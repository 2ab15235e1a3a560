//! A workbook (.xlsx): the first of its sheets that has the titles.

use super::{COLUMNS, Gatherer};
use crate::domain::sheet::{ROWS_MAX, Sheet, SheetCell, SheetRefusal, SheetRow};
use crate::reports::kit::bounds::{Bounds, screen};
use crate::reports::kit::serial_day;
use calamine::{Data, Reader, Xlsx, XlsxError};
use std::io::Cursor;

/// Room for [`ROWS_MAX`] rows whose texts are all different.
const BOUNDS: Bounds = Bounds { parts: 300, unpacked: 256 * 1024 * 1024, strings: 1_500_000 };
/// Cells read of a sheet at most.
const CELLS: usize = ROWS_MAX * 60;
/// Sheets looked at for the titles.
const SHEETS: usize = 20;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn read(bytes: &[u8], is_title: &dyn Fn(&str) -> bool) -> Result<Sheet, SheetRefusal> {
    screen(bytes, &BOUNDS).ok_or(SheetRefusal::NotASheet)?;
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).map_err(|_| SheetRefusal::NotASheet)?;
    for name in book.sheet_names().into_iter().take(SHEETS) {
        if let Some(sheet) = read_sheet(&mut book, &name, is_title)? {
            return Ok(sheet);
        }
    }
    Err(SheetRefusal::NoTitles)
}

fn read_sheet(book: &mut Book<'_>, name: &str, is_title: &dyn Fn(&str) -> bool) -> Result<Option<Sheet>, SheetRefusal> {
    let broken = |_: XlsxError| SheetRefusal::NotASheet;
    let from_1904 = book.has_1904_epoch();
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut gatherer = Gatherer::new(is_title);
    let mut row = SheetRow { no: 1, cells: Vec::new() };
    let mut seen = 0;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
        let (no, column) = (cell.pos.0.saturating_add(1), cell.pos.1 as usize);
        seen += 1;
        if seen > CELLS {
            return Err(SheetRefusal::TooManyRows);
        }
        if no < row.no {
            return Err(SheetRefusal::NotASheet);
        }
        if no > row.no {
            let next = SheetRow { no, cells: Vec::with_capacity(row.cells.len()) };
            if !gatherer.take(std::mem::replace(&mut row, next))? {
                return Ok(None);
            }
        }
        if column < COLUMNS {
            let formula = cell.formula.is_some();
            let value = if formula { SheetCell::Formula } else { said(Data::from(cell.value), from_1904) };
            row.cells.resize(row.cells.len().max(column + 1), SheetCell::Text(String::new()));
            row.cells[column] = value;
        }
    }
    gatherer.take(row)?;
    gatherer.done()
}

fn said(value: Data, from_1904: bool) -> SheetCell {
    SheetCell::Text(match value {
        Data::Error(_) => return SheetCell::Error,
        Data::Empty => String::new(),
        Data::String(text) => text,
        Data::DateTime(at) => serial_day(at.as_f64(), from_1904),
        Data::DateTimeIso(at) => at.split('T').next().unwrap_or_default().to_owned(),
        Data::Float(number) => plain_number(number),
        other => other.to_string(),
    })
}

/// A number as one would type it: what a sum of fractions adds at the sixteenth place is no part of it.
fn plain_number(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    if (rounded - rounded.round()).abs() < f64::EPSILON { format!("{rounded:.0}") } else { rounded.to_string() }
}

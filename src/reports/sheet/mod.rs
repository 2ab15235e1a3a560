//! Reading spreadsheets that people bring: a workbook (.xlsx) or a text table (.csv), found out by looking into the file.
//!
//! What a file may take in memory is bounded before it is unpacked. The titles are the first row among the first
//! [`TITLES_WITHIN`] that holds enough of those looked for, so that a heading may stand above them.

mod text;
mod workbook;

use crate::domain::sheet::{ROWS_MAX, SHEET_BYTES, Sheet, SheetCell, SheetRefusal, SheetRow, fold};

/// Above which row the titles are looked for.
const TITLES_WITHIN: usize = 20;
/// Columns beyond these are not looked at.
const COLUMNS: usize = 200;

/// Reads the sheet of a file that has the titles which `is_title` knows (folded).
///
/// # Errors
/// Why the file cannot be read at all.
pub fn read(bytes: &[u8], is_title: &dyn Fn(&str) -> bool) -> Result<Sheet, SheetRefusal> {
    if bytes.len() > SHEET_BYTES {
        return Err(SheetRefusal::TooLarge);
    }
    if bytes.starts_with(b"PK") { workbook::read(bytes, is_title) } else { text::read(bytes, is_title) }
}

/// A sheet being put together, row by row.
struct Gatherer<'a> {
    is_title: &'a dyn Fn(&str) -> bool,
    /// Rows seen while there are no titles.
    before: usize,
    sheet: Option<Sheet>,
}

impl<'a> Gatherer<'a> {
    fn new(is_title: &'a dyn Fn(&str) -> bool) -> Self {
        Self { is_title, before: 0, sheet: None }
    }

    /// Takes a row; `false`: there will be no titles.
    fn take(&mut self, row: SheetRow) -> Result<bool, SheetRefusal> {
        let Some(sheet) = &mut self.sheet else {
            self.sheet = self.titles(&row)?;
            self.before += 1;
            return Ok(self.sheet.is_some() || self.before < TITLES_WITHIN);
        };
        if row.is_empty() {
            return Ok(true);
        }
        if sheet.rows.len() >= ROWS_MAX {
            return Err(SheetRefusal::TooManyRows);
        }
        sheet.rows.push(row);
        Ok(true)
    }

    fn titles(&self, row: &SheetRow) -> Result<Option<Sheet>, SheetRefusal> {
        let title = |cell: &SheetCell| match cell {
            SheetCell::Text(text) => text.trim().to_owned(),
            SheetCell::Formula | SheetCell::Error => String::new(),
        };
        let titles: Vec<String> = row.cells.iter().map(title).collect();
        let mut known: Vec<String> =
            titles.iter().map(|title| fold(title)).filter(|title| (self.is_title)(title)).collect();
        if known.len() < 2 {
            return Ok(None);
        }
        let all = known.len();
        known.sort_unstable();
        known.dedup();
        if known.len() < all {
            return Err(SheetRefusal::TitleTwice);
        }
        Ok(Some(Sheet { titles, rows: Vec::new() }))
    }

    /// The sheet, if its titles were found.
    fn done(self) -> Result<Option<Sheet>, SheetRefusal> {
        match self.sheet {
            Some(sheet) if sheet.rows.is_empty() => Err(SheetRefusal::Empty),
            sheet => Ok(sheet),
        }
    }
}

#[cfg(test)]
mod tests;

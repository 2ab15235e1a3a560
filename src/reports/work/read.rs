//! The table read back: cells as the form would have them typed.

use super::{COLUMNS, is_of_step};
use crate::domain::kit::CellFaultKind;
use crate::domain::sheet::{Sheet, SheetCell, SheetRefusal, SheetRow, fold, letters};
use crate::reports::kit::read_typed;
use crate::reports::sheet;

/// A cell to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCell {
    pub key: &'static str,
    /// As it stands.
    pub typed: String,
    /// As the form would have it.
    pub value: Result<String, CellFaultKind>,
}

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRow {
    pub no: u32,
    pub task: String,
    pub institution: String,
    pub step: String,
    pub cells: Vec<WorkCell>,
}

/// What a file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtWork {
    /// Keys and letters of the columns there are.
    pub columns: Vec<(String, String)>,
    pub unknown: Vec<String>,
    pub rows: Vec<WorkRow>,
}

/// Reads a file.
///
/// # Errors
/// Why it cannot be read at all.
pub fn read(bytes: &[u8]) -> Result<BroughtWork, SheetRefusal> {
    let sheet = sheet::read(bytes, &|title| key_of(title).is_some())?;
    let columns: Vec<(usize, &'static str)> =
        sheet.titles.iter().enumerate().filter_map(|(at, title)| Some((at, key_of(&fold(title))?))).collect();
    // Without the number of the task, no row says what it is about.
    if columns.iter().all(|(_, key)| *key != "task") {
        return Err(SheetRefusal::NoTitles);
    }
    Ok(brought(&sheet, &columns))
}

fn brought(sheet: &Sheet, columns: &[(usize, &'static str)]) -> BroughtWork {
    let is_aside = |title: &String| fold(title).is_empty() || key_of(&fold(title)).is_some() || title == "비고";
    BroughtWork {
        columns: columns.iter().map(|(at, key)| ((*key).to_owned(), letters(*at))).collect(),
        unknown: sheet.titles.iter().filter(|title| !is_aside(title)).cloned().collect(),
        rows: sheet.rows.iter().map(|row| read_row(row, columns)).collect(),
    }
}

fn key_of(folded: &str) -> Option<&'static str> {
    COLUMNS.iter().find(|(key, title)| fold(title) == folded || *key == folded).map(|(key, _)| *key)
}

fn read_row(row: &SheetRow, columns: &[(usize, &'static str)]) -> WorkRow {
    let empty = SheetCell::Text(String::new());
    let cell = |at: usize| row.cells.get(at).unwrap_or(&empty);
    let plain = |key: &str| {
        let at = columns.iter().find(|(_, own)| *own == key).map(|(at, _)| *at);
        match at.map(cell) {
            Some(SheetCell::Text(text)) => text.trim().to_owned(),
            _ => String::new(),
        }
    };
    let filled = columns.iter().filter(|(_, key)| !["task", "institution", "title", "step"].contains(key));
    WorkRow {
        no: row.no,
        task: plain("task"),
        institution: plain("institution"),
        step: plain("step"),
        cells: filled.map(|(at, key)| read_cell(key, cell(*at))).collect(),
    }
}

fn read_cell(key: &'static str, cell: &SheetCell) -> WorkCell {
    // The kit names the fields of a step with its milestone.
    let field = if is_of_step(key) { format!("{key}_0") } else { key.to_owned() };
    let (typed, value) = match cell {
        SheetCell::Text(text) => (text.clone(), read_typed(&field, text)),
        SheetCell::Formula => (String::new(), Err(CellFaultKind::Formula)),
        SheetCell::Error => (String::new(), Err(CellFaultKind::Error)),
    };
    WorkCell { key, typed, value }
}

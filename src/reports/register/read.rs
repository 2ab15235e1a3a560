//! A spreadsheet as rows of the register: columns by their titles, Korean words as codes.

use super::columns::{COLUMNS, column_of, is_aside};
use super::lines;
use super::words::code_of;
use crate::domain::sheet::{Sheet, SheetCell, SheetRefusal, SheetRow, fold, letters};
use crate::domain::systems::fields::{Fault, FieldFault, Fields, equipment_field};
use crate::domain::systems::import::{Brought, BroughtColumn, BroughtRow};
use crate::reports::sheet;

/// Reads a file.
///
/// # Errors
/// Why it cannot be read at all.
pub fn read(bytes: &[u8]) -> Result<Brought, SheetRefusal> {
    Ok(read_rows(&sheet::read(bytes, &|title| column_of(title).is_some())?))
}

/// The rows of a sheet.
#[must_use]
pub fn read_rows(sheet: &Sheet) -> Brought {
    let mut columns = Vec::new();
    let mut unknown = Vec::new();
    for (at, title) in sheet.titles.iter().enumerate() {
        let folded = fold(title);
        match column_of(&folded) {
            Some(column) => columns.push((at, column.field)),
            None if is_aside(&folded) => {}
            None => unknown.push(title.clone()),
        }
    }
    let is_there = |field: &str| columns.iter().any(|(_, own)| *own == field);
    let missing = COLUMNS.iter().map(|one| one.field).filter(|field| !is_there(field)).map(str::to_owned).collect();
    let rows = sheet.rows.iter().map(|row| read_row(row, &columns)).collect();
    let columns = columns.iter().map(|(at, field)| BroughtColumn { field: (*field).to_owned(), letters: letters(*at) });
    Brought { columns: columns.collect(), unknown, missing, rows }
}

fn read_row(row: &SheetRow, columns: &[(usize, &'static str)]) -> BroughtRow {
    let (mut fields, mut faults) = (Fields::new(), Vec::<Fault>::new());
    for (at, field) in columns {
        let empty = SheetCell::Text(String::new());
        match row.cells.get(*at).unwrap_or(&empty) {
            SheetCell::Text(text) if *field == "equipment" => {
                let (lines, crowded) = lines::read(text);
                fields.extend(lines);
                let crowded = crowded.into_iter().map(|n| (equipment_field(n, "kind"), FieldFault::Crowded));
                faults.extend(crowded);
            }
            SheetCell::Text(text) => fields.push(((*field).to_owned(), code_of(field, text))),
            SheetCell::Formula => faults.push(((*field).to_owned(), FieldFault::Formula)),
            SheetCell::Error => faults.push(((*field).to_owned(), FieldFault::Broken)),
        }
    }
    BroughtRow { no: row.no, fields, faults }
}

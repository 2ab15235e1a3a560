//! A kit that came back: checked against its token, then read cell by cell. Nothing is taken unless everything can be.

use super::book::Book;
use super::layout::{INPUT, frame_hash, place};
use super::value::{self, Cell};
use super::{TOKEN_MARK, TOKEN_SHEET};
use crate::domain::ids::Slug;
use crate::domain::kit::{
    CellFault, CellFaultKind, Filled, FilledCell, FilledEntry, IssuedCell, IssuedEntry, KitKey, KitRefusal, KitToken,
    NO_CHANGE, TOKEN_VERSION, fingerprint,
};
use crate::domain::round::RoundSlug;
use calamine::Data;
use std::collections::{BTreeMap, BTreeSet};

/// Where a file is handed in.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    pub plan: &'a Slug,
    pub round: &'a RoundSlug,
    pub institution: &'a Slug,
}

/// Reads a kit that is handed in at `address`.
///
/// # Errors
/// The first reason why it is not a kit for that place; else every cell that cannot be taken.
pub fn read(bytes: &[u8], key: &KitKey, address: &Address<'_>) -> Result<Filled, KitRefusal> {
    let book = Book::open(bytes)?;
    let token = token(&book, key)?;
    if token.round != *address.round || token.plan != *address.plan {
        return Err(KitRefusal::OtherRound(token.round));
    }
    if token.institution != *address.institution {
        return Err(KitRefusal::OtherInstitution(token.institution));
    }
    check_sheets(&book, &token)?;
    let form = token.sheets.last().map_or("", |sheet| sheet.name.as_str()).to_owned();
    check_frames(&book, &token, &form)?;
    let cells = book.sheet(&form).into_iter().flatten().map(|(at, cell)| (address_of(*at), cell)).collect();
    let sheet = Sheet { name: &form, cells };
    let mut faults = Vec::new();
    let entries = token.entries.iter().map(|entry| sheet.read_entry(entry, &mut faults)).collect();
    if faults.is_empty() {
        Ok(Filled { issued_at: token.issued_at, sheet: form, entries })
    } else {
        Err(KitRefusal::Cells(faults))
    }
}

/// What the file says of itself, once its seal fits.
fn token(book: &Book, key: &KitKey) -> Result<KitToken, KitRefusal> {
    let cells = book.sheet(TOKEN_SHEET).ok_or(KitRefusal::NotAKit)?;
    let text = |row: u32, column: u32| match cells.get(&(row, column)).map(|cell| &cell.value) {
        Some(Data::String(text)) => Some(text.as_str()),
        _ => None,
    };
    if text(0, 0) != Some(TOKEN_MARK) {
        return Err(KitRefusal::NotAKit);
    }
    let whole: String = (1..).map_while(|row| text(row, 0)).collect();
    let token: KitToken = serde_json::from_str(&whole).map_err(|_| KitRefusal::Forged)?;
    if token.system != key.system() {
        return Err(KitRefusal::OtherSystem);
    }
    let fits = key.fits(&whole, text(0, 1).unwrap_or_default()) && token.version == TOKEN_VERSION;
    if fits { Ok(token) } else { Err(KitRefusal::Forged) }
}

fn check_sheets(book: &Book, token: &KitToken) -> Result<(), KitRefusal> {
    let issued: BTreeSet<&str> = token.sheets.iter().map(|sheet| sheet.name.as_str()).chain([TOKEN_SHEET]).collect();
    let found: BTreeSet<&str> = book.sheets.iter().map(|(name, _)| name.as_str()).collect();
    if issued == found {
        return Ok(());
    }
    let without =
        |one: &BTreeSet<&str>, other: &BTreeSet<&str>| one.difference(other).map(ToString::to_string).collect();
    Err(KitRefusal::Sheets { added: without(&found, &issued), missing: without(&issued, &found) })
}

/// The fixed cells of each sheet are those that were issued.
fn check_frames(book: &Book, token: &KitToken, form: &str) -> Result<(), KitRefusal> {
    let open: BTreeSet<&str> =
        token.entries.iter().flat_map(|entry| &entry.cells).map(|cell| cell.at.as_str()).collect();
    for issued in &token.sheets {
        let cells = book.sheet(&issued.name).into_iter().flatten();
        let fixed = cells.filter(|(at, _)| issued.name != form || !open.contains(address_of(**at).as_str()));
        let fixed = fixed.map(|(at, cell)| (*at, told(cell))).collect();
        if frame_hash(fixed) != issued.frame {
            return Err(KitRefusal::Frame { sheet: issued.name.clone() });
        }
    }
    Ok(())
}

/// A fixed cell as it was written: text. A formula in its place is none of ours.
fn told(cell: &Cell) -> String {
    if cell.formula { format!("={}", cell.value) } else { cell.value.to_string() }
}

/// `C14`; beyond the columns of a kit, a place of its own.
fn address_of((row, column): (u32, u32)) -> String {
    match u16::try_from(column) {
        Ok(INPUT) => place(row, INPUT),
        _ => format!("{column}:{row}"),
    }
}

/// The sheet that was filled in.
struct Sheet<'a> {
    name: &'a str,
    cells: BTreeMap<String, &'a Cell>,
}

impl Sheet<'_> {
    fn read_entry(&self, issued: &IssuedEntry, faults: &mut Vec<CellFault>) -> FilledEntry {
        let cells = issued.cells.iter().map(|cell| self.read_cell(issued, cell, faults)).collect();
        let entry = FilledEntry { assignment: issued.assignment, revision: issued.revision, cells };
        let ticked = issued.cells.iter().find(|cell| cell.field == NO_CHANGE);
        let ticked = ticked.filter(|_| entry.no_change().is_some_and(|cell| cell.value == "on"));
        if let Some(cell) = ticked.filter(|_| entry.changed_fields().next().is_some()) {
            faults.push(self.fault(issued, cell, CellFaultKind::NoChangeWithChanges));
        }
        entry
    }

    fn read_cell(&self, of: &IssuedEntry, cell: &IssuedCell, faults: &mut Vec<CellFault>) -> FilledCell {
        let read = value::read(&cell.field, self.cells.get(&cell.at).copied());
        let value = read.unwrap_or_else(|(kind, as_it_stands)| {
            // What nobody touched is no fault of the file, however it was typed before.
            let untouched = as_it_stands.as_ref().is_some_and(|value| fingerprint(&cell.field, value) == cell.base);
            if !untouched {
                faults.push(self.fault(of, cell, kind));
            }
            as_it_stands.unwrap_or_default()
        });
        FilledCell { field: cell.field.clone(), at: cell.at.clone(), base: cell.base.clone(), value }
    }

    fn fault(&self, of: &IssuedEntry, cell: &IssuedCell, kind: CellFaultKind) -> CellFault {
        let (sheet, at, field) = (self.name.to_owned(), cell.at.clone(), cell.field.clone());
        CellFault { sheet, at, task: of.task, field, kind }
    }
}

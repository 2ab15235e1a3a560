mod refused;
mod taken;

use super::*;
use crate::domain::calendar::start_of;
use crate::domain::entry::Entry;
use crate::domain::ids::{AssignmentId, QueryId, ReportId, ReturnId, RoundId, Slug, UserId};
use crate::domain::kit::{CellFaultKind, Filled, KitKey, KitRefusal, NO_CHANGE};
use crate::domain::narrative::ReportText;
use crate::domain::query::Query;
use crate::domain::report::value;
use crate::domain::returns::{Return, ReturnEvent, ReturnEventKind};
use crate::domain::round::{Round, RoundEvent, RoundEventKind, RoundSettings, RoundSlug};
use crate::reports::fixture::{day, ledger, slug, standing, texts};
use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read, Write};

fn at(on: &str) -> DateTime<Utc> {
    start_of(day(on)) + TimeDelta::hours(10)
}

fn key() -> KitKey {
    KitKey::new([7; 32])
}

fn round(name: &str) -> Round {
    let settings = RoundSettings {
        base_date: day("2024-03-15"),
        window_from: day("2024-03-11"),
        due: day("2024-03-22"),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let event = |kind| RoundEvent {
        kind,
        settings: settings.clone(),
        reason: String::new(),
        by: None,
        by_name: String::new(),
        recorded_at: at("2024-03-11"),
    };
    let events = vec![event(RoundEventKind::Planned), event(RoundEventKind::Opened)];
    Round::of(RoundId(1), RoundSlug::parse(name).unwrap(), 2, events).unwrap()
}

fn one(institution: &str) -> Return {
    let event = ReturnEvent {
        kind: ReturnEventKind::Opened,
        reason: String::new(),
        way: None,
        nil: false,
        by: None,
        by_name: String::new(),
        on_behalf_of: None,
        recorded_at: at("2024-03-11"),
    };
    Return::of(ReturnId(1), RoundId(1), slug(institution), vec![event]).unwrap()
}

fn asked(fields: Option<&[(&str, &str)]>) -> Entry {
    let fields = fields.map(|pairs| pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
    Entry { asked: true, fields, revision: 3, ..Entry::default() }
}

/// 기획재정부 with its two assignments, one of which (2-2 open, 2-1 done) it leads.
fn kit_of(entries: BTreeMap<AssignmentId, Entry>, queries: &[Query]) -> Kit {
    let (ledger, standing, texts, round, one) =
        (ledger(), standing(day("2024-03-20")), texts(), round("2024-Q1"), one("moef"));
    Kit::of(&KitSource {
        ledger: &ledger,
        standing: &standing,
        round: &round,
        one: &one,
        entries: &entries,
        texts: &texts,
        queries,
        issued_at: at("2024-03-18"),
        issued_to: "김하나",
        demonstration: true,
    })
}

fn plain() -> Kit {
    kit_of(BTreeMap::from([(AssignmentId(3), asked(None)), (AssignmentId(5), asked(None))]), &[])
}

fn address<'a>(plan: &'a Slug, round: &'a RoundSlug, institution: &'a Slug) -> Address<'a> {
    Address { plan, round, institution }
}

fn read_as(bytes: &[u8], key: &KitKey, round: &str, institution: &str) -> Result<Filled, KitRefusal> {
    let (plan, round, institution) = (slug("trust-2024"), RoundSlug::parse(round).unwrap(), slug(institution));
    read(bytes, key, &address(&plan, &round, &institution))
}

fn read_back(bytes: &[u8]) -> Result<Filled, KitRefusal> {
    read_as(bytes, &key(), "2024-Q1", "moef")
}

/// The place of a field's cell: `C14`.
fn place_of(kit: &Kit, assignment: i64, field: &str) -> String {
    let (_, issued, _) = layout::form(kit);
    let entry = issued.into_iter().find(|entry| entry.assignment == AssignmentId(assignment)).unwrap();
    entry.cells.into_iter().find(|cell| cell.field == field).unwrap().at
}

/// The workbook with cells of the form typed anew, as a spreadsheet would keep them.
fn typed(kit: &Kit, changes: &[(i64, &str, &str)]) -> Vec<u8> {
    let edits: Vec<(String, String)> =
        changes.iter().map(|(assignment, field, xml)| (place_of(kit, *assignment, field), (*xml).to_owned())).collect();
    edited(&write(kit, &key()).unwrap(), "xl/worksheets/sheet2.xml", |sheet| {
        edits.iter().fold(sheet, |sheet, (at, xml)| with_cell(&sheet, at, xml))
    })
}

/// A sheet in which the cell at `at` holds `xml` (with its style kept).
fn with_cell(sheet: &str, at: &str, xml: &str) -> String {
    let from = sheet.find(&format!("<c r=\"{at}\"")).unwrap();
    let end = sheet[from..].find('>').unwrap() + from;
    let closes_itself = sheet[..=end].ends_with("/>");
    let until = if closes_itself { end + 1 } else { sheet[from..].find("</c>").unwrap() + from + 4 };
    let style = sheet[from..end].split("s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0");
    format!("{}<c r=\"{at}\" s=\"{style}\" {xml}</c>{}", &sheet[..from], &sheet[until..])
}

fn edited(book: &[u8], part: &str, edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut text = Vec::new();
        file.read_to_end(&mut text).unwrap();
        let name = file.name().unwrap().into_owned();
        if name == part {
            text = edit(String::from_utf8(text).unwrap()).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&text).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn text(words: &str) -> String {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    format!("t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is>")
}

fn filled_value(filled: &Filled, assignment: i64, field: &str) -> (String, bool) {
    let entry = filled.entries.iter().find(|entry| entry.assignment == AssignmentId(assignment)).unwrap();
    let cell = entry.cells.iter().find(|cell| cell.field == field).unwrap();
    (cell.value.clone(), cell.is_changed())
}

fn faults(bytes: &[u8]) -> Vec<(String, CellFaultKind)> {
    match read_back(bytes) {
        Err(KitRefusal::Cells(faults)) => faults.into_iter().map(|fault| (fault.field, fault.kind)).collect(),
        other => panic!("{other:?}"),
    }
}

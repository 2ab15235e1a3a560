//! Systems as a table, a workbook and a text table.

use super::columns::{ASIDE, COLUMNS};
use super::lines;
use super::words::{plan_state, word_of};
use crate::domain::report::value;
use crate::domain::systems::InformationSystem;
use crate::domain::systems::fields::{NAMES, write};
use crate::domain::systems::words::PlanState;
use crate::reports::labels::DEMO_TAG;
use crate::reports::tables::{Cell, Column as Filled, Table, table as table_of};
use crate::reports::xlsx::{Cover, workbook};
use crate::reports::{ExportError, csv};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A system of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub system: InformationSystem,
    pub institution: String,
    pub plan: Option<PlanState>,
}

/// What stands in the columns of a system, by field: the words that a spreadsheet shows.
#[must_use]
pub fn cells(system: &InformationSystem, institution: &str) -> Vec<(&'static str, String)> {
    let fields = write(system);
    let shown = |field: &'static str| match field {
        "institution" => institution.to_owned(),
        "equipment" => lines::write(&fields),
        field => word_of(field, value(&fields, field)).to_owned(),
    };
    NAMES.iter().map(|field| (*field, shown(field))).collect()
}

/// The workbook: the list, and how its columns are filled in.
///
/// # Errors
/// Where a value does not fit a workbook.
pub fn xlsx(
    listed: &[Listed],
    day: NaiveDate,
    made_at: DateTime<FixedOffset>,
    demonstration: bool,
) -> Result<Vec<u8>, ExportError> {
    let title = "정보시스템 대장".to_owned();
    let cover = Cover { heading: title.clone(), title, marks: vec![], base_date: day, made_at, demonstration };
    workbook(&cover, &[table(listed), guide()])
}

/// The text table; each line of a demonstration says so.
///
/// # Errors
/// Where writing to memory fails.
pub fn csv(listed: &[Listed], day: NaiveDate, demonstration: bool) -> Result<Vec<u8>, ExportError> {
    let note = if demonstration { DEMO_TAG } else { "" };
    csv::write(&table(listed), &[(ASIDE[1], day.to_string())], note)
}

fn table(listed: &[Listed]) -> Table {
    let titles = COLUMNS.iter().map(|column| column.title).chain([ASIDE[0]]).collect();
    Table { name: "정보시스템", titles, rows: listed.iter().map(row).collect() }
}

fn row(one: &Listed) -> Vec<Cell> {
    let cells = cells(&one.system, &one.institution);
    let of = |field: &str| cells.iter().find(|(own, _)| *own == field).map_or("", |(_, text)| text.as_str());
    let columns = COLUMNS.iter().map(|column| cell(column.field, of(column.field)));
    columns.chain([Cell::Label(plan_state(one.plan))]).collect()
}

fn cell(field: &str, text: &str) -> Cell {
    let number = || text.parse().map_or_else(|_| Cell::text(text), Cell::Number);
    match field {
        "users" | "red_year" | "red_cost" => number(),
        "graded_on" | "dr_drilled_on" | "retired_on" => text.parse().map_or_else(|_| Cell::text(text), Cell::Day),
        _ => Cell::text(text),
    }
}

fn guide() -> Table {
    let row = |(title, guide): (&str, &str)| vec![Cell::text(title), Cell::text(guide)];
    let columns = COLUMNS.iter().map(|column| (column.title, column.guide));
    let aside = [(ASIDE[0], "읽지 않습니다. 연속성 계획은 시스템 화면에서 고칩니다.")];
    Table { name: "작성 안내", titles: vec!["열", "적는 법"], rows: columns.chain(aside).map(row).collect() }
}

/// A cell that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultLine {
    /// `C14`
    pub at: String,
    pub row: i64,
    /// The title, and in the cell of the equipment the line and value.
    pub column: String,
    pub code: String,
    pub name: String,
    pub typed: String,
    pub why: String,
}

const FAULTS: &[Filled<FaultLine>] = &[
    ("칸", |line| Cell::text(&line.at)),
    ("줄", |line| Cell::Number(line.row)),
    ("열", |line| Cell::text(&line.column)),
    ("관리번호", |line| Cell::text(&line.code)),
    ("정보시스템명", |line| Cell::text(&line.name)),
    ("적힌 값", |line| Cell::text(&line.typed)),
    ("까닭", |line| Cell::text(&line.why)),
];

/// The cells to be corrected, as a workbook.
///
/// # Errors
/// Where a value does not fit a workbook.
pub fn faults_xlsx(
    lines: &[FaultLine],
    day: NaiveDate,
    made_at: DateTime<FixedOffset>,
    demonstration: bool,
) -> Result<Vec<u8>, ExportError> {
    let title = "정보시스템 올리기".to_owned();
    let cover = Cover { heading: title.clone(), title, marks: vec![], base_date: day, made_at, demonstration };
    workbook(&cover, &[table_of("고칠 칸", FAULTS, lines)])
}

/// The cells to be corrected, as a text table.
///
/// # Errors
/// Where writing to memory fails.
pub fn faults_csv(lines: &[FaultLine], demonstration: bool) -> Result<Vec<u8>, ExportError> {
    let note = if demonstration { DEMO_TAG } else { "" };
    csv::write(&table_of("고칠 칸", FAULTS, lines), &[], note)
}

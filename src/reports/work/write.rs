//! What is owed, as a table.

use super::{COLUMNS, is_of_step};
use crate::domain::ids::{MilestoneId, TaskNo};
use crate::domain::report::value;
use crate::reports::kit::shown;
use crate::reports::labels::DEMO_TAG;
use crate::reports::tables::{Cell, Table};
use crate::reports::xlsx::{Cover, workbook};
use crate::reports::{ExportError, csv as text};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// An assignment as its form stands.
#[derive(Clone, Debug)]
pub struct Owed {
    pub task: TaskNo,
    pub institution: String,
    pub title: String,
    /// The open steps: `4-1 등급 재산정`.
    pub steps: Vec<(MilestoneId, String)>,
    pub fields: Vec<(String, String)>,
}

/// The workbook: what is owed, and how it is filled in.
///
/// # Errors
/// Where a value does not fit a workbook.
pub fn xlsx(
    owed: &[Owed],
    day: NaiveDate,
    made_at: DateTime<FixedOffset>,
    demonstration: bool,
) -> Result<Vec<u8>, ExportError> {
    let title = "실적보고".to_owned();
    let cover = Cover { heading: title.clone(), title, marks: vec![], base_date: day, made_at, demonstration };
    workbook(&cover, &[table(owed), guide()])
}

/// The text table.
///
/// # Errors
/// Where writing to memory fails.
pub fn csv(owed: &[Owed], demonstration: bool) -> Result<Vec<u8>, ExportError> {
    text::write(&table(owed), &[], if demonstration { DEMO_TAG } else { "" })
}

fn table(owed: &[Owed]) -> Table {
    let titles = COLUMNS.iter().map(|(_, title)| *title).collect();
    Table { name: "실적보고", titles, rows: owed.iter().flat_map(rows).collect() }
}

/// A row a step; one without steps has a row all the same.
fn rows(one: &Owed) -> Vec<Vec<Cell>> {
    (0..one.steps.len().max(1)).map(|at| row(one, at)).collect()
}

fn row(one: &Owed, at: usize) -> Vec<Cell> {
    let step = one.steps.get(at);
    let cell = |key: &str| match key {
        "task" => Cell::Number(one.task.0),
        "institution" => Cell::text(&one.institution),
        "title" => Cell::text(&one.title),
        "step" => Cell::maybe(step, |(_, label)| Cell::text(label)),
        key if is_of_step(key) => Cell::maybe(step, |(id, _)| typed(one, &format!("{key}_{id}"))),
        key if at == 0 => typed(one, key),
        _ => Cell::Empty,
    };
    COLUMNS.iter().map(|(key, _)| cell(key)).collect()
}

fn typed(one: &Owed, field: &str) -> Cell {
    let text = shown(field, value(&one.fields, field));
    match field {
        "progress" => text.parse().map_or_else(|_| Cell::text(&text), Cell::Number),
        day if day.starts_with("forecast_") => text.parse().map_or_else(|_| Cell::text(&text), Cell::Day),
        _ => Cell::text(&text),
    }
}

fn guide() -> Table {
    let guide = |key: &str| match key {
        "task" | "institution" | "step" => "어느 과제의 어느 단계인지 나타냅니다. 바꾸지 않습니다.",
        "title" => "읽지 않습니다.",
        "self_rating" => "정상추진, 관심필요, 재검토필요, 완료 보고 가운데 하나. 과제의 첫 줄에 적습니다.",
        "rating_reason" => "관심필요·재검토필요일 때 적습니다.",
        "progress" => "0에서 100까지의 정수. 모르면 비워 둡니다.",
        "done" => "반드시 적습니다. 줄바꿈은 Alt+Enter. 4,000자까지.",
        "next" | "obstacle" | "request" => "있으면 적습니다. 4,000자까지.",
        "forecast" => "2024-03-29처럼 적습니다. 승인 기한은 바뀌지 않습니다.",
        "cause" => {
            "예상완료일을 늦출 때 적습니다: 예산, 계약·업체, 타 부처 대기, 앞 단계 지연, 기준 해석, 인력·담당자 교체."
        }
        "cause_reason" => "늦어지는 까닭을 한 줄로 적습니다. 200자까지.",
        _ => "끝낸 단계에 완료라고 적습니다. 증빙은 보고 양식에서 붙입니다.",
    };
    let row = |(key, title): &(&str, &str)| vec![Cell::text(title), Cell::text(guide(key))];
    Table { name: "작성 안내", titles: vec!["열", "적는 법"], rows: COLUMNS.iter().map(row).collect() }
}

//! Where everything stands in a kit: the one description that is drawn, sealed and read by.

use super::model::{Kit, KitEntry, KitStep};
use super::value::{echoed, shown};
use super::words;
use crate::domain::kit::{IssuedCell, IssuedEntry, NO_CHANGE, SheetFrame, canonical, fingerprint};
use crate::domain::report::value;
use crate::reports::labels;
use sha2::{Digest, Sha256};

/// The sheet that says what the file is.
pub(super) const COVER: &str = "표지";
/// The sheet to be filled in.
pub(super) const FORM: &str = "작성";

/// The columns of the form.
pub(super) const LABEL: u16 = 0;
pub(super) const APPROVED: u16 = 1;
pub(super) const INPUT: u16 = 2;
pub(super) const GUIDE: u16 = 3;
/// The row of the column titles.
pub(super) const TITLES: u32 = 2;

/// Excel takes 32,767 characters; a form may hold more, and then keeps what it holds.
const CELL_MAX: usize = 32_000;

/// How a cell looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Title,
    Note,
    /// The title of a column.
    Column,
    /// The heading of an assignment.
    Heading,
    Label,
    /// What was approved before.
    Approved,
    Guide,
    /// What the PMO asks.
    Query,
    Text,
    /// The number of a line.
    Number,
    /// A link to another cell.
    Link,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(String, Look),
    /// Words that lead to a row of the form.
    Link(String, u32),
    /// A cell to be filled in, by its field, with what stands in it.
    Input {
        field: String,
        shown: String,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) content: Content,
}

/// A sheet laid out.
#[derive(Clone, Debug, Default)]
pub(super) struct Laid {
    pub(super) cells: Vec<Placed>,
    /// Rows whose first cell runs over all columns.
    pub(super) merged: Vec<u32>,
}

impl Laid {
    fn text(&mut self, row: u32, column: u16, text: impl Into<String>, look: Look) {
        self.cells.push(Placed { row, column, content: Content::Text(clipped(&text.into()), look) });
    }

    fn across(&mut self, row: u32, text: impl Into<String>, look: Look) {
        self.text(row, 0, text, look);
        self.merged.push(row);
    }

    /// The sheet with the hash of its fixed cells.
    pub(super) fn frame(&self, name: &str) -> SheetFrame {
        let fixed = self.cells.iter().filter_map(|cell| match &cell.content {
            Content::Text(text, _) | Content::Link(text, _) => Some(((cell.row, u32::from(cell.column)), text.clone())),
            Content::Input { .. } => None,
        });
        SheetFrame { name: name.to_owned(), frame: frame_hash(fixed.collect()) }
    }
}

/// The hash of the fixed cells of a sheet: where each stands and what it says; empty ones do not count.
pub(super) fn frame_hash(mut cells: Vec<((u32, u32), String)>) -> String {
    cells.sort();
    let mut hash = Sha256::new();
    for ((row, column), text) in cells {
        let text = canonical("", &text);
        if !text.is_empty() {
            hash.update(format!("{row},{column},{}:{text}", text.len()));
        }
    }
    hex::encode(hash.finalize())
}

/// `C14`
pub(super) fn place(row: u32, column: u16) -> String {
    format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap_or(25).min(25)), row + 1)
}

/// The sheet to be filled in, with what was issued for each entry, and the row at which each begins.
pub(super) fn form(kit: &Kit) -> (Laid, Vec<IssuedEntry>, Vec<u32>) {
    let mut laid = Laid::default();
    let round = labels::round(&kit.round.slug, kit.round.ordinal);
    laid.across(0, format!("{round} 실적 작성 · {}", kit.institution_name), Look::Title);
    let note = "노란 칸만 고칠 수 있습니다. 달라진 칸만 고치고, 달라진 것이 없는 과제는 ‘변경 없음’을 고릅니다.";
    laid.across(1, demo(kit, note), Look::Note);
    let titles = ["칸", "마지막으로 승인된 값", "이번 제출 값", "적는 법과 총괄 질의"];
    for (column, title) in (0..).zip(titles) {
        laid.text(TITLES, column, title, Look::Column);
    }
    let (mut row, mut issued, mut starts) = (TITLES + 1, Vec::new(), Vec::new());
    for entry in &kit.entries {
        starts.push(row);
        issued.push(block(&mut laid, &mut row, entry));
        row += 1;
    }
    (laid, issued, starts)
}

fn demo(kit: &Kit, words: &str) -> String {
    if kit.demonstration { format!("시연 자료 · {words}") } else { words.to_owned() }
}

/// One assignment, from its heading to its last step.
fn block(laid: &mut Laid, row: &mut u32, entry: &KitEntry) -> IssuedEntry {
    laid.across(*row, entry.heading.clone(), Look::Heading);
    *row += 1;
    let mut cells = Vec::new();
    match entry.no_change_refused {
        Some(refusal) => {
            laid.text(*row, LABEL, words::label(NO_CHANGE), Look::Label);
            laid.text(*row, APPROVED, "", Look::Approved);
            laid.text(*row, INPUT, words::refusal(refusal), Look::Guide);
            laid.text(*row, GUIDE, "", Look::Guide);
            *row += 1;
        }
        None => cells.push(line(laid, row, entry, Line::of(NO_CHANGE))),
    }
    let plain = ["self_rating", "rating_reason", "progress", "done", "next", "obstacle", "request"];
    cells.extend(plain.map(|field| line(laid, row, entry, Line::of(field))));
    for step in &entry.steps {
        cells.extend(step_lines(step).map(|one| line(laid, row, entry, one)));
    }
    IssuedEntry { assignment: entry.assignment, task: entry.task, revision: entry.revision, cells }
}

/// One row of an assignment.
struct Line {
    field: String,
    label: String,
    guide: String,
    /// The name under which the PMO asks about it.
    asked_as: &'static str,
}

impl Line {
    fn of(field: &'static str) -> Self {
        let (label, guide) = (words::label(field).to_owned(), words::guide(field).to_owned());
        Self { field: field.to_owned(), label, guide, asked_as: field }
    }
}

fn step_lines(step: &KitStep) -> [Line; 4] {
    let line = |name: &str, asked_as: &'static str| {
        let field = format!("{name}_{}", step.milestone);
        let label = format!("{}: {}", words::label(&field), step.title);
        let guide = if name == "forecast" { words::forecast_guide(step.due) } else { words::guide(&field).to_owned() };
        Line { field, label, guide, asked_as }
    };
    [line("forecast", "forecast"), line("cause", ""), line("cause_reason", ""), line("claim", "evidence")]
}

fn line(laid: &mut Laid, row: &mut u32, entry: &KitEntry, one: Line) -> IssuedCell {
    let stands = if one.field == NO_CHANGE { ticked(entry) } else { value(&entry.fields, &one.field) };
    let stands = clipped(&shown(&one.field, stands));
    let base = fingerprint(&one.field, &echoed(&one.field, &stands));
    laid.text(*row, LABEL, one.label, Look::Label);
    laid.text(*row, APPROVED, shown(&one.field, value(&entry.approved, &one.field)), Look::Approved);
    laid.cells.push(Placed {
        row: *row,
        column: INPUT,
        content: Content::Input { field: one.field.clone(), shown: stands },
    });
    let asked = entry.queries.iter().filter(|(field, _)| *field == one.asked_as).map(|(_, words)| words.as_str());
    let asked: Vec<&str> = asked.collect();
    let (guide, look) = if asked.is_empty() {
        (one.guide, Look::Guide)
    } else {
        (format!("{}\n{}", asked.join("\n"), one.guide), Look::Query)
    };
    laid.text(*row, GUIDE, guide, look);
    let cell = IssuedCell { field: one.field, at: place(*row, INPUT), base };
    *row += 1;
    cell
}

fn ticked(entry: &KitEntry) -> &'static str {
    if entry.no_change { "on" } else { "" }
}

fn clipped(text: &str) -> String {
    text.chars().take(CELL_MAX).collect()
}

/// The sheet that says what the file is, for whom, by when, and how it is filled in.
pub(super) fn cover(kit: &Kit, starts: &[u32]) -> Laid {
    let mut laid = Laid::default();
    laid.across(0, "점검 제출본 오프라인 작성 파일", Look::Title);
    laid.across(1, demo(kit, &kit.plan_title), Look::Note);
    let mut row = 3;
    for (label, text) in facts(kit) {
        laid.text(row, 0, label, Look::Label);
        laid.text(row, 1, text, Look::Text);
        row += 1;
    }
    row += 1;
    laid.across(row, "작성 방법", Look::Heading);
    for (no, text) in (1..).zip(HOW) {
        row += 1;
        laid.text(row, 0, format!("{no}"), Look::Number);
        laid.text(row, 1, text, Look::Text);
    }
    row += 2;
    laid.across(row, format!("작성할 과제 {}개", kit.entries.len()), Look::Heading);
    for (entry, start) in kit.entries.iter().zip(starts) {
        row += 1;
        laid.text(row, 0, format!("{}", entry.task), Look::Number);
        laid.cells.push(Placed { row, column: 1, content: Content::Link(entry.heading.clone(), *start) });
    }
    if !kit.not_asked.is_empty() {
        row += 2;
        laid.across(row, "제출에서 뺀 과제(회차를 열 때 이미 끝남)", Look::Heading);
        for words in &kit.not_asked {
            row += 1;
            laid.text(row, 1, words.clone(), Look::Text);
        }
    }
    laid
}

fn facts(kit: &Kit) -> [(&'static str, String); 8] {
    let issued = kit.issued_at.with_timezone(&crate::domain::calendar::KST);
    [
        ("점검회차", labels::round(&kit.round.slug, kit.round.ordinal)),
        ("기관", kit.institution_name.clone()),
        ("기준일", words::day(kit.round.base_date())),
        ("제출 기한", format!("{} 24:00", words::day(kit.round.due()))),
        ("발급", format!("{} {}", words::day(issued.date_naive()), issued.format("%H:%M"))),
        ("발급받은 사람", kit.issued_to.clone()),
        ("문의", kit.contact.clone()),
        ("올리는 곳", format!("이행 > 분기 점검 > {} > 오프라인 작성 파일", kit.round.slug)),
    ]
}

const HOW: [&str; 6] = [
    "‘작성’ 시트의 노란 칸만 고칩니다. 앞서 승인된 값은 회색으로 왼쪽에 있고, 노란 칸에는 지금까지 적은 값이 채워져 있습니다.",
    "달라진 칸만 고칩니다. 달라진 것이 없는 과제는 ‘변경 없음’을 고릅니다.",
    "행, 열, 시트를 더하거나 지우지 마십시오. 틀이 달라진 파일과 다른 회차·기관의 파일은 받지 않습니다.",
    "수식 대신 값을 적습니다. 줄을 바꾸려면 Alt+Enter를 누릅니다. 다른 파일에서 옮길 때는 ‘값만 붙여넣기’를 합니다.",
    "문서보안(DRM)이나 암호를 풀고 xlsx 형식 그대로 저장한 뒤, 올리는 곳에서 올립니다. 무엇이 바뀌는지 먼저 보여 주고, 확인해야 반영됩니다.",
    "올린 값은 제출본의 임시저장이 됩니다. 증빙과 질의 답변은 시스템에서 적고, 제출은 책임관이 시스템에서 합니다.",
];

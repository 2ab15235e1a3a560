//! The report as tables: titles and typed cells, from which [`crate::reports::xlsx`] and [`crate::reports::csv`] write.
//!
//! To add a column, add its line to the table's list: the title and how a row fills it.

mod summary;

pub use summary::summary;

use crate::domain::progress::MeanProgress;
use crate::reports::labels;
use crate::reports::state::{
    DateChangeRow, InstitutionRow, MoveRow, ReportRow, StateReport, StepRow, SubtaskRow, TaskRow,
};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Serialize, Serializer};

/// What stands in a cell. Unknown is [`Cell::Empty`], never 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// What people typed: never to be read as a formula.
    Text(String),
    /// A word of ours.
    Label(&'static str),
    /// A word of ours that has a code word, which is what JSON says.
    Coded {
        code: &'static str,
        label: &'static str,
    },
    Number(i64),
    /// Tenths, shown with one decimal.
    Tenths(i64),
    Day(NaiveDate),
    /// To the minute, Korean time.
    Moment(DateTime<FixedOffset>),
}

impl Cell {
    /// What people typed; nothing where they typed nothing.
    #[must_use]
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A cell where there is a value.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    /// A tick, or nothing.
    #[must_use]
    pub fn tick(ticked: bool) -> Self {
        if ticked { Self::Label("○") } else { Self::Empty }
    }

    fn mean(mean: MeanProgress) -> Self {
        Self::maybe(mean.tenths, Self::Tenths)
    }

    /// The cell as a document prints it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Label(label) | Self::Coded { label, .. } => (*label).to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Tenths(tenths) => format!("{}.{}", tenths / 10, (tenths % 10).abs()),
            Self::Day(day) => labels::day(*day),
            Self::Moment(at) => format!("{} {}", labels::day(at.date_naive()), at.format("%H:%M")),
        }
    }
}

/// As JSON says it: numbers are numbers, tenths stay tenths, days are ISO 8601, nothing is `null`.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => to.serialize_none(),
            Self::Text(text) => to.serialize_str(text),
            Self::Label(label) => to.serialize_str(label),
            Self::Coded { code, .. } => to.serialize_str(code),
            Self::Number(number) | Self::Tenths(number) => to.serialize_i64(*number),
            Self::Day(day) => day.serialize(to),
            Self::Moment(at) => at.serialize(to),
        }
    }
}

/// A table with its name and titles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub titles: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

/// A title, and how a row fills the column.
pub(crate) type Column<R> = (&'static str, fn(&R) -> Cell);

pub(crate) fn table<R>(name: &'static str, columns: &[Column<R>], rows: &[R]) -> Table {
    let fill = |row: &R| columns.iter().map(|(_, cell)| cell(row)).collect();
    Table { name, titles: columns.iter().map(|(title, _)| *title).collect(), rows: rows.iter().map(fill).collect() }
}

fn of_step(step: Option<&StepRow>, cell: impl FnOnce(&StepRow) -> Cell) -> Cell {
    Cell::maybe(step, cell)
}

const TASKS: &[Column<TaskRow>] = &[
    ("과제 번호", |row| Cell::Number(row.no.0)),
    ("전략", |row| Cell::text(&row.strategy)),
    ("과제명", |row| Cell::text(&row.title)),
    ("주관기관", |row| Cell::text(&row.lead.name)),
    ("주관 근거", |row| Cell::Label(labels::basis(row.lead_basis))),
    ("일정 신호", |row| Cell::Label(labels::light(row.light))),
    ("남은 일수", |row| of_step(row.next_step.as_ref(), |step| Cell::maybe(step.days_left, Cell::Number))),
    ("자체평가", |row| Cell::maybe(row.self_rating, |rating| Cell::Label(labels::self_rating(rating)))),
    ("총괄 판정", |row| Cell::maybe(row.verdict, |verdict| Cell::Label(labels::verdict(verdict)))),
    ("판정 사유", |row| Cell::text(&row.verdict_reason)),
    ("진척률(%)", |row| Cell::mean(row.progress)),
    ("진척률 미상(곳)", |row| Cell::Number(row.progress.unknown)),
    ("계획 진척률(%, 가정)", |row| Cell::maybe(row.planned_progress, Cell::Number)),
    ("다음 마일스톤", |row| of_step(row.next_step.as_ref(), |step| Cell::text(&step.title))),
    ("최초 기한", |row| of_step(row.next_step.as_ref(), |step| Cell::Text(labels::due(step.first_due)))),
    ("승인 기한", |row| of_step(row.next_step.as_ref(), |step| Cell::Text(labels::due(step.approved_due)))),
    ("승인 기한 말일", |row| of_step(row.next_step.as_ref(), |step| Cell::Day(step.last_day))),
    ("예상완료일", |row| of_step(row.next_step.as_ref(), |step| Cell::maybe(step.forecast, Cell::Day))),
    ("최초 기한 대비(일)", |row| {
        of_step(row.next_step.as_ref(), |step| Cell::maybe(step.slip_days, Cell::Number))
    }),
    ("기한 근거", |row| of_step(row.next_step.as_ref(), |step| Cell::Label(labels::basis(step.basis)))),
    ("소관 지연", |row| Cell::Number(row.assignment_lights.late)),
    ("소관 임박", |row| Cell::Number(row.assignment_lights.due_soon)),
    ("소관 정상", |row| Cell::Number(row.assignment_lights.on_time)),
    ("소관 예정", |row| Cell::Number(row.assignment_lights.planned)),
    ("소관 완료", |row| Cell::Number(row.assignment_lights.done)),
    ("소관 중단·대체", |row| Cell::Number(row.assignment_lights.ended)),
];

const SUBTASKS: &[Column<SubtaskRow>] = &[
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("번호", |row| Cell::Number(row.no)),
    ("세부과제", |row| Cell::text(&row.title)),
    ("주관기관", |row| row.lead.as_ref().map_or(Cell::Label("과제의 주관"), |lead| Cell::text(&lead.name))),
    ("마일스톤 번호", |row| {
        Cell::text(&row.milestones.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    }),
    ("근거", |row| Cell::Label(labels::basis(row.basis))),
    ("출처", |row| Cell::text(&row.source)),
];

const INSTITUTIONS: &[Column<InstitutionRow>] = &[
    ("기관", |row| Cell::text(&row.name)),
    ("구분", |row| Cell::Label(labels::kind(row.kind))),
    ("지연", |row| Cell::Number(row.lights.late)),
    ("임박", |row| Cell::Number(row.lights.due_soon)),
    ("정상", |row| Cell::Number(row.lights.on_time)),
    ("예정", |row| Cell::Number(row.lights.planned)),
    ("완료", |row| Cell::Number(row.lights.done)),
    ("중단·대체", |row| Cell::Number(row.lights.ended)),
    ("평균 진척률(%)", |row| Cell::mean(row.progress)),
    ("진척률 미상(건)", |row| Cell::Number(row.progress.unknown)),
    ("45일 넘게 실적 없음", |row| Cell::Number(row.stale)),
    ("최근 보고(KST)", |row| Cell::maybe(row.last_report_at, Cell::Moment)),
];

const REPORTS: &[Column<ReportRow>] = &[
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("과제명", |row| Cell::text(&row.task_title)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("역할", |row| Cell::Label(labels::role(row.role))),
    ("일정 신호", |row| Cell::Label(labels::light(row.light))),
    ("자체평가", |row| Cell::maybe(row.self_rating, |rating| Cell::Label(labels::self_rating(rating)))),
    ("자체평가 사유", |row| Cell::text(&row.text.rating_reason)),
    ("진척률(%)", |row| Cell::maybe(row.progress, Cell::Number)),
    ("추진실적", |row| Cell::text(&row.text.done)),
    ("향후계획", |row| Cell::text(&row.text.next)),
    ("애로사항", |row| Cell::text(&row.text.obstacle)),
    ("협조요청", |row| Cell::text(&row.text.request)),
    ("다음 마일스톤", |row| of_step(row.next_step.as_ref(), |step| Cell::text(&step.title))),
    ("최초 기한", |row| of_step(row.next_step.as_ref(), |step| Cell::Text(labels::due(step.first_due)))),
    ("승인 기한", |row| of_step(row.next_step.as_ref(), |step| Cell::Text(labels::due(step.approved_due)))),
    ("승인 기한 말일", |row| of_step(row.next_step.as_ref(), |step| Cell::Day(step.last_day))),
    ("기한 근거", |row| of_step(row.next_step.as_ref(), |step| Cell::Label(labels::basis(step.basis)))),
    ("예상완료일", |row| of_step(row.next_step.as_ref(), |step| Cell::maybe(step.forecast, Cell::Day))),
    ("최초 기한 대비(일)", |row| {
        of_step(row.next_step.as_ref(), |step| Cell::maybe(step.slip_days, Cell::Number))
    }),
    ("확인 대기", |row| of_step(row.next_step.as_ref(), |step| Cell::tick(step.waiting))),
    ("보고 시각(KST)", |row| Cell::maybe(row.reported_at, Cell::Moment)),
    ("보고자", |row| Cell::maybe(row.reported_by.as_deref(), Cell::text)),
    ("증빙 수", |row| Cell::Number(row.evidence_count)),
    ("총괄 판정", |row| Cell::maybe(row.verdict, |verdict| Cell::Label(labels::verdict(verdict)))),
    ("판정 사유", |row| Cell::text(&row.verdict_reason)),
    ("판정 변경 조건", |row| Cell::text(&row.verdict_condition)),
    ("보고 없는 일수", |row| Cell::Number(row.silent_days)),
    ("실적 없음", |row| Cell::tick(row.stale)),
];

const MOVES: &[Column<MoveRow>] = &[
    ("기록일", |row| Cell::Day(row.recorded_on)),
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("마일스톤", |row| Cell::text(&row.milestone)),
    ("이동 전", |row| Cell::Day(row.from)),
    ("이동 후", |row| Cell::Day(row.to)),
    ("이동(일)", |row| Cell::Number(row.days)),
    ("최초 기한 대비(일)", |row| Cell::Number(row.against_first_due)),
    ("사유 구분", |row| Cell::maybe(row.cause, |cause| Cell::Label(labels::cause(cause)))),
    ("사유", |row| Cell::text(&row.reason)),
    ("보고자", |row| Cell::text(&row.reported_by)),
    ("요청한 일정변경", |row| Cell::maybe(row.requested, |asked| Cell::Text(labels::due(asked.to)))),
    ("일정변경 결정", |row| {
        Cell::maybe(row.requested, |asked| Cell::Label(labels::date_change_state(asked.state)))
    }),
];

const DATE_CHANGES: &[Column<DateChangeRow>] = &[
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("마일스톤", |row| Cell::text(&row.milestone)),
    ("변경 전", |row| Cell::Text(labels::due(row.from))),
    ("변경 전 말일", |row| Cell::Day(row.from.last_day)),
    ("변경 후", |row| Cell::Text(labels::due(row.to))),
    ("변경 후 말일", |row| Cell::Day(row.to.last_day)),
    ("변경(일)", |row| Cell::Number(row.days)),
    ("조기/연기", |row| Cell::Label(labels::direction(row.days))),
    ("사유", |row| Cell::text(&row.reason)),
    ("제안자", |row| Cell::text(&row.proposed_by)),
    ("제안일", |row| Cell::Day(row.proposed_on)),
    ("결정", |row| Cell::Label(labels::date_change_state(row.state))),
    ("결정자", |row| Cell::maybe(row.decided_by.as_deref(), Cell::text)),
    ("결정일", |row| Cell::maybe(row.decided_on, Cell::Day)),
    ("결정 사유", |row| Cell::text(&row.decision_reason)),
];

/// The name of the sheet of [`reports`].
pub(crate) const REPORTS_SHEET: &str = "실적";

/// 실적: one row an assignment.
#[must_use]
pub fn reports(report: &StateReport) -> Table {
    table(REPORTS_SHEET, REPORTS, &report.reports)
}

/// Every table, in the order in which a reader wants them; that of subtasks where the plan has any.
#[must_use]
pub fn all(report: &StateReport) -> Vec<Table> {
    let mut all = vec![summary(report), table("과제별", TASKS, &report.tasks)];
    if !report.subtasks.is_empty() {
        all.push(table("세부과제", SUBTASKS, &report.subtasks));
    }
    all.extend([
        table("기관별", INSTITUTIONS, &report.institutions),
        reports(report),
        table("일정이동", MOVES, &report.moves),
        table("일정변경", DATE_CHANGES, &report.date_changes),
    ]);
    all
}

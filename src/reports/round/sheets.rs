//! The report as tables: the sheets of the workbook, and the one table of the csv.
//!
//! The sheets of the state come first, as in the export of a plan's state; to add a column, add its line here or there.

use super::{
    ComparisonRow, EvidenceLine, ExceptionRow, Extra, ExtraTable, MeasuredRow, QueryRow, ReturnCounts, ReturnRow,
    RoundReport, VerdictRow, VoiceRow,
};
use crate::reports::systems::words;
use crate::reports::tables::{self, Cell, Column, Table, table};
use crate::reports::xlsx::Cover;
use crate::reports::{ExportError, csv, labels};
use std::collections::HashMap;

/// What the workbook says of itself.
pub(super) fn cover(report: &RoundReport) -> Cover {
    let summary = &report.state.summary;
    let scope = summary.scope.iter().map(|party| party.name.clone());
    Cover {
        title: format!("{} {}", summary.plan_title, report.name()),
        heading: report.name(),
        marks: scope.chain([status(report)]).collect(),
        base_date: summary.base_date,
        made_at: summary.made_at,
        demonstration: report.state.demonstration,
    }
}

/// 초안, or the seal.
fn status(report: &RoundReport) -> String {
    report.seal.as_ref().map_or_else(|| labels::DRAFT.to_owned(), |seal| format!("봉인 {}", seal.short))
}

/// All sheets, in the order in which a reader wants them.
pub(super) fn all(report: &RoundReport) -> Vec<Table> {
    let mut sheets = vec![round(report)];
    sheets.extend(tables::all(&report.state));
    for sheet in sheets.iter_mut().filter(|sheet| sheet.name == tables::REPORTS_SHEET) {
        measured(sheet, report);
    }
    sheets.extend([
        table("제출", RETURNS, &report.returns),
        table("질의", QUERIES, &report.queries),
        table("판정", VERDICTS, &report.verdicts),
        table("결정 필요", EXCEPTIONS, &report.exceptions),
        table("지난 점검 비교", COMPARISON, &report.comparison),
        table("애로사항", VOICES, &report.difficulties),
        table("협조요청", VOICES, &report.requests),
        table("증빙", EVIDENCE, &report.evidence),
    ]);
    sheets.extend(report.sections.iter().flat_map(|section: &Extra| &section.tables).map(ExtraTable::sheet));
    sheets
}

/// 실적 as one table, with round, base date and 초안 or seal on every line.
pub(super) fn csv(report: &RoundReport) -> Result<Vec<u8>, ExportError> {
    let state = &report.state;
    let note = if state.demonstration { labels::DEMO_TAG } else { "" };
    let before = [
        ("점검회차", report.round.slug.to_string()),
        ("기준일", state.summary.base_date.to_string()),
        ("상태", status(report)),
    ];
    let mut table = tables::reports(state);
    measured(&mut table, report);
    csv::write(&table, &before, note)
}

/// Adds to 실적 what the register counts, where the task is measured over systems and the institution has any.
fn measured(table: &mut Table, report: &RoundReport) {
    if report.measured.is_empty() {
        return;
    }
    let known: HashMap<_, _> = report.measured.iter().map(|row| ((row.task_no, &row.institution), row)).collect();
    table.titles.extend(["대상 시스템", "기준 이행 시스템", "기준 이행률(%)", "항목별 기준 이행"]);
    for (row, of) in table.rows.iter_mut().zip(&report.state.reports) {
        let counted = known.get(&(of.task_no, &of.institution.slug)).copied();
        let first = counted.and_then(|row| row.items.first());
        row.extend([
            Cell::maybe(first, |item| Cell::Number(item.systems)),
            Cell::maybe(first, |item| Cell::Number(item.met)),
            Cell::maybe(first.and_then(|item| item.share_tenths), Cell::Tenths),
            Cell::maybe(counted, |row| Cell::Text(item_words(row))),
        ]);
    }
}

/// `계획 승인 3/5, 훈련 완료 1/5`
fn item_words(row: &MeasuredRow) -> String {
    let words = row.items.iter().map(|one| format!("{} {}/{}", words::item(one.item), one.met, one.systems));
    words.collect::<Vec<_>>().join(", ")
}

/// 점검: what the round is, and how many returns are in each state.
fn round(report: &RoundReport) -> Table {
    let (round, counts) = (&report.round, report.return_counts);
    let line = |item, value| vec![Cell::Label("점검회차"), Cell::Label(item), value];
    let mut rows = vec![
        line("회차", Cell::Text(round.slug.to_string())),
        line("차수", Cell::Number(round.ordinal)),
        line("상태", Cell::Label(labels::round_state(round.state))),
        line("기준일", Cell::Day(round.base_date)),
        line("접수 시작", Cell::Day(round.window_from)),
        line("제출 기한", Cell::Day(round.due)),
        line("점검회의", Cell::maybe(round.meeting_on, Cell::Day)),
        line("봉인", report.seal.as_ref().map_or(Cell::Label(labels::DRAFT), |seal| Cell::text(&seal.hash))),
    ];
    rows.extend(counted(counts));
    Table { name: "점검", titles: vec!["구분", "항목", "값"], rows }
}

fn counted(counts: ReturnCounts) -> Vec<Vec<Cell>> {
    let ReturnCounts { total, not_started, draft, submitted, returned, approved, nil, late } = counts;
    let counts = [
        ("전체", total),
        ("미착수", not_started),
        ("작성중", draft),
        ("제출", submitted),
        ("보완요청", returned),
        ("승인", approved),
        ("변경 없음 제출", nil),
        ("기한 뒤 제출", late),
    ];
    counts
        .into_iter()
        .map(|(item, value)| vec![Cell::Label("제출본"), Cell::Label(item), Cell::Number(value)])
        .collect()
}

const RETURNS: &[Column<ReturnRow>] = &[
    ("기관", |row| Cell::text(&row.institution.name)),
    ("상태", |row| Cell::Label(labels::return_state(row.state))),
    ("변경 없음", |row| Cell::tick(row.nil)),
    ("첫 제출일", |row| Cell::maybe(row.first_submitted_on, Cell::Day)),
    ("늦은 근무일", |row| Cell::Number(row.working_days_late)),
    ("제출 시각(KST)", |row| Cell::maybe(row.submitted_at, Cell::Moment)),
    ("제출자", |row| Cell::maybe(row.submitted_by.as_deref(), Cell::text)),
    ("대신한 사람", |row| Cell::maybe(row.on_behalf_of.as_deref(), Cell::text)),
    ("받은 방법", |row| Cell::maybe(row.way, |way| Cell::Label(labels::received_way(way)))),
    ("1차 확인", |row| Cell::maybe(row.checked_by.as_deref(), Cell::text)),
    ("승인 시각(KST)", |row| Cell::maybe(row.approved_at, Cell::Moment)),
    ("승인자", |row| Cell::maybe(row.approved_by.as_deref(), Cell::text)),
    ("보완요청 횟수", |row| Cell::Number(row.sent_back)),
    ("질의", |row| Cell::Number(row.queries)),
    ("답변 없는 질의", |row| Cell::Number(row.open_queries)),
];

const QUERIES: &[Column<QueryRow>] = &[
    ("번호", |row| Cell::text(&row.label)),
    ("상태", |row| Cell::Label(labels::query_state(row.state))),
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("항목", |row| Cell::Label(labels::query_field(&row.field))),
    ("질의", |row| Cell::text(&row.question)),
    ("답변 기한", |row| Cell::Day(row.due)),
    ("질의자", |row| Cell::text(&row.asked_by)),
    ("질의 시각(KST)", |row| Cell::Moment(row.asked_at)),
    ("답변", |row| Cell::text(&row.answer)),
    ("답변자", |row| Cell::maybe(row.answered_by.as_deref(), Cell::text)),
    ("답변 시각(KST)", |row| Cell::maybe(row.answered_at, Cell::Moment)),
    ("종결자", |row| Cell::maybe(row.closed_by.as_deref(), Cell::text)),
    ("종결 시각(KST)", |row| Cell::maybe(row.closed_at, Cell::Moment)),
];

const VERDICTS: &[Column<VerdictRow>] = &[
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("과제명", |row| Cell::text(&row.task_title)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("역할", |row| Cell::Label(labels::role(row.role))),
    ("자체평가", |row| Cell::maybe(row.self_rating, |rating| Cell::Label(labels::self_rating(rating)))),
    ("총괄 판정", |row| Cell::Label(labels::verdict(row.verdict))),
    ("자체와 다름", |row| Cell::tick(row.disputed)),
    ("판정 사유", |row| Cell::text(&row.reason)),
    ("판정 변경 조건", |row| Cell::text(&row.condition)),
    ("판정자", |row| Cell::text(&row.by)),
    ("판정일", |row| Cell::Day(row.recorded_on)),
];

const EXCEPTIONS: &[Column<ExceptionRow>] = &[
    ("사유", |row| Cell::Label(labels::exception(row.kind))),
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("과제명", |row| Cell::text(&row.task_title)),
    ("기관", |row| Cell::maybe(row.institution.as_ref(), |party| Cell::text(&party.name))),
    ("기관 수", |row| Cell::Number(row.institutions)),
    ("마일스톤", |row| Cell::text(&row.milestone)),
    ("일수", |row| Cell::Number(row.days)),
    ("일수의 뜻", |row| Cell::Label(labels::exception_days(row.kind))),
];

const COMPARISON: &[Column<ComparisonRow>] = &[
    ("변화", |row| Cell::Label(labels::turn(row.turn))),
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("과제명", |row| Cell::text(&row.task_title)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("지난 일정 신호", |row| Cell::Label(labels::light(row.light_before))),
    ("일정 신호", |row| Cell::Label(labels::light(row.light))),
    ("지난 자체평가", |row| {
        Cell::maybe(row.self_rating_before, |rating| Cell::Label(labels::self_rating(rating)))
    }),
    ("자체평가", |row| Cell::maybe(row.self_rating, |rating| Cell::Label(labels::self_rating(rating)))),
    ("지난 총괄 판정", |row| Cell::maybe(row.verdict_before, |verdict| Cell::Label(labels::verdict(verdict)))),
    ("총괄 판정", |row| Cell::maybe(row.verdict, |verdict| Cell::Label(labels::verdict(verdict)))),
    ("지난 진척률(%)", |row| Cell::maybe(row.progress_before, Cell::Number)),
    ("진척률(%)", |row| Cell::maybe(row.progress, Cell::Number)),
    ("예상완료일 밀림(일)", |row| Cell::Number(row.slip_days)),
];

const VOICES: &[Column<VoiceRow>] = &[
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("과제명", |row| Cell::text(&row.task_title)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("내용", |row| Cell::text(&row.text)),
];

const EVIDENCE: &[Column<EvidenceLine>] = &[
    ("과제 번호", |row| Cell::Number(row.task_no.0)),
    ("기관", |row| Cell::text(&row.institution.name)),
    ("이름", |row| Cell::text(&row.name)),
    ("주소", |row| Cell::maybe(row.link.as_deref(), Cell::text)),
    ("크기(바이트)", |row| if row.link.is_some() { Cell::Empty } else { Cell::Number(row.bytes) }),
    ("SHA-256", |row| Cell::text(&row.sha256)),
];

//! The annexes (붙임): what the parts are made of, row by row.

use super::parts::progress;
use crate::reports::labels;
use crate::reports::official::{Block, Cell, Column, Level, Row, Table, marks};
use crate::reports::round::RoundReport;
use crate::reports::state::ReportRow;

pub fn reports(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::mark("과제", 3),
        Column::words("기관", 8),
        Column::mark("역할", 3),
        Column::mark("일정 신호", 5),
        Column::mark("진척률\n(계획)", 5),
        Column::words("추진실적", 19),
        Column::words("향후계획", 15),
        Column::words("애로사항·협조요청", 14),
        Column::words("자체평가", 9),
        Column::words("총괄 판정", 12),
    ];
    let (mut rows, mut task) = (Vec::new(), None);
    for row in &report.state.reports {
        if task.replace(row.task_no) != Some(row.task_no) {
            rows.push(Row::Group(format!("과제 {}. {}", row.task_no.0, row.task_title)));
        }
        rows.push(Row::Cells(report_cells(row)));
    }
    vec![Block::Table(Table::list("소관과제별 실적", columns, rows))]
}

fn report_cells(row: &ReportRow) -> Vec<Cell> {
    vec![
        row.task_no.0.to_string().into(),
        Cell::head(row.institution.name.as_str()),
        labels::role(row.role).into(),
        marks::light(row.light).into(),
        progress(row.progress, row.planned_progress).into(),
        row.text.done.trim().into(),
        row.text.next.trim().into(),
        both(&row.text.obstacle, &row.text.request).into(),
        with_reason(marks::self_rating(row.self_rating), &row.text.rating_reason, "").into(),
        with_reason(marks::verdict(row.verdict), &row.verdict_reason, &row.verdict_condition).into(),
    ]
}

/// [애로] …, [협조] …
fn both(obstacle: &str, request: &str) -> String {
    let named = [("애로", obstacle.trim()), ("협조", request.trim())];
    let told: Vec<_> =
        named.iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("[{name}] {text}")).collect();
    told.join("\n")
}

fn with_reason(mark: String, reason: &str, condition: &str) -> String {
    let mut told = mark;
    if !reason.trim().is_empty() {
        told.push('\n');
        told.push_str(reason.trim());
    }
    if !condition.trim().is_empty() {
        told.push_str("\n[바뀔 조건] ");
        told.push_str(condition.trim());
    }
    told
}

pub fn queries(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::mark("번호", 6),
        Column::words("기관·과제", 8),
        Column::mark("항목", 5),
        Column::words("질의", 20),
        Column::words("답변", 22),
        Column::mark("상태\n(기한)", 7),
    ];
    let rows = report.queries.iter().map(|row| {
        let answered = row.answered_by.as_ref().map_or_else(String::new, |by| format!("\n({by})"));
        Row::Cells(vec![
            row.label.as_str().into(),
            format!("{}\n과제 {}", row.institution.name, row.task_no.0).into(),
            labels::query_field(&row.field).into(),
            format!("{}\n({})", row.question.trim(), row.asked_by).into(),
            format!("{}{answered}", row.answer.trim()).into(),
            format!("{}\n({})", labels::query_state(row.state), labels::day(row.due)).into(),
        ])
    });
    let mut blocks = vec![Block::Table(Table::list("질의와 답변", columns, rows.collect()))];
    if report.queries_left_out > 0 {
        let words = format!("읽을 권한이 없는 다른 기관의 질의 {}건은 싣지 않음", report.queries_left_out);
        blocks.push(Block::line(Level::Note, words));
    }
    blocks
}

pub fn verdicts(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::mark("과제", 3),
        Column::words("기관", 9),
        Column::mark("역할", 3),
        Column::mark("자체평가", 7),
        Column::mark("총괄 판정", 7),
        Column::words("사유", 20),
        Column::words("판정이 바뀔 조건", 16),
        Column::mark("판정자", 7),
    ];
    let rows = report.verdicts.iter().map(|row| {
        let differs = if row.disputed { "\n(자체와 다름)" } else { "" };
        Row::Cells(vec![
            row.task_no.0.to_string().into(),
            Cell::head(row.institution.name.as_str()),
            labels::role(row.role).into(),
            marks::self_rating(row.self_rating).into(),
            format!("{}{differs}", marks::verdict(Some(row.verdict))).into(),
            row.reason.as_str().into(),
            row.condition.as_str().into(),
            format!("{}\n{}", row.by, labels::day(row.recorded_on)).into(),
        ])
    });
    vec![Block::Table(Table::list("총괄 판정", columns, rows.collect()))]
}

pub fn evidence(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::mark("과제", 3),
        Column::words("기관", 9),
        Column::words("이름", 16),
        Column::number("크기(바이트)", 6),
        Column::words("지문(SHA-256) 또는 주소", 30),
    ];
    let rows = report.evidence.iter().map(|row| {
        let (size, mark) = match &row.link {
            Some(link) => (String::new(), link.clone()),
            None => (row.bytes.to_string(), row.sha256.clone()),
        };
        Row::Cells(vec![
            row.task_no.0.to_string().into(),
            row.institution.name.as_str().into(),
            row.name.as_str().into(),
            size.into(),
            mark.into(),
        ])
    });
    vec![Block::Table(Table::list("증빙 목록", columns, rows.collect()))]
}

/// How each figure is made.
pub fn rules(report: &RoundReport) -> Vec<Block> {
    let rules = report.state.summary.rules.iter().filter(|rule| !rule.rule.is_empty());
    let rows = rules.map(|rule| Row::Cells(vec![Cell::head(labels::figure(rule.figure)), rule.rule.into()]));
    let columns = vec![Column::words("수치", 8), Column::words("산출 기준", 30)];
    vec![Block::Table(Table::list("산출 기준", columns, rows.collect()))]
}

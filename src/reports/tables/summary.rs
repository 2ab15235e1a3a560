//! The summary as a table: a figure a line, its rule beside it.

use super::{Cell, Table};
use crate::reports::labels::{self, rule};
use crate::reports::state::{Figures, LightTally, StateReport, Summary, VerdictTally};

type Row = Vec<Cell>;

/// 요약: what the report is about, then its figures.
#[must_use]
pub fn summary(report: &StateReport) -> Table {
    let figures = &report.summary.figures;
    let mut rows = heading(&report.summary, report.demonstration);
    rows.extend(lights("과제(일정 신호)", figures.task_lights, rule("task_lights")));
    rows.extend(verdicts("과제(총괄 판정)", figures.task_verdicts, rule("task_verdicts")));
    rows.extend(lights("소관과제(일정 신호)", figures.assignment_lights, rule("assignment_lights")));
    rows.extend(verdicts("소관과제(총괄 판정)", figures.assignment_verdicts, rule("assignment_verdicts")));
    rows.extend(progress(figures));
    rows.extend(others(figures));
    Table { name: "요약", titles: vec!["구분", "항목", "값", "산출 기준"], rows }
}

fn line(group: &'static str, item: &'static str, value: Cell, rule: &'static str) -> Row {
    let rule = if rule.is_empty() { Cell::Empty } else { Cell::Label(rule) };
    vec![Cell::Label(group), Cell::Label(item), value, rule]
}

fn heading(summary: &Summary, demonstration: bool) -> Vec<Row> {
    let scope = summary.scope.as_ref().map_or(Cell::Label("전체 기관"), |party| Cell::text(&party.name));
    let mut rows = vec![
        line("자료", "대책", Cell::text(&summary.plan_title), ""),
        line("자료", "기준일", Cell::Day(summary.base_date), "그날 24:00(KST)까지 기록된 것"),
        line("자료", "작성 시각", Cell::Moment(summary.made_at), "한국 표준시(KST)"),
        line("자료", "범위", scope, ""),
    ];
    if let Some(at) = summary.last_recorded_at {
        rows.push(line("자료", "마지막 기록", Cell::Moment(at), "한국 표준시(KST)"));
    }
    if demonstration {
        rows.push(line("자료", "비고", Cell::Label(labels::DEMO_NOTE), ""));
    }
    rows
}

fn lights(group: &'static str, tally: LightTally, rule: &'static str) -> Vec<Row> {
    let LightTally { late, due_soon, on_time, planned, done, ended } = tally;
    [("지연", late), ("임박", due_soon), ("정상", on_time), ("예정", planned), ("완료", done), ("중단·대체", ended)]
        .into_iter()
        .map(|(item, value)| line(group, item, Cell::Number(value), rule))
        .collect()
}

fn verdicts(group: &'static str, tally: VerdictTally, rule: &'static str) -> Vec<Row> {
    let VerdictTally { at_risk, watch, on_track, verified, none } = tally;
    [("재검토필요", at_risk), ("관심필요", watch), ("정상추진", on_track), ("완료확인", verified), ("판정 전", none)]
        .into_iter()
        .map(|(item, value)| line(group, item, Cell::Number(value), rule))
        .collect()
}

fn progress(figures: &Figures) -> Vec<Row> {
    let planned = Cell::maybe(figures.planned_progress_tenths, Cell::Tenths);
    vec![
        line("진척률", "평균(%)", Cell::mean(figures.progress), rule("progress")),
        line("진척률", "미상", Cell::Number(figures.progress.unknown), rule("progress")),
        line("진척률", "계획(%, 가정)", planned, rule("planned_progress_tenths")),
    ]
}

fn others(figures: &Figures) -> Vec<Row> {
    let figure = |group, item, value, code| line(group, item, Cell::Number(value), rule(code));
    vec![
        figure("마일스톤", "완료", figures.milestones_done, "milestones"),
        figure("마일스톤", "전체", figures.milestones_total, "milestones"),
        figure("기관", "기관 수", figures.institutions, "institutions"),
        figure("소관과제", "지연", figures.late_assignments, "late_assignments"),
        figure("소관과제", "기한 초과 예상", figures.will_miss_due, "will_miss_due"),
        figure("소관과제", "45일 넘게 실적 없음", figures.stale_assignments, "stale_assignments"),
        figure("일정변경", "승인", figures.date_changes_approved, "date_changes_approved"),
        figure("일정변경", "대기", figures.date_changes_pending, "date_changes_pending"),
        figure("일정변경", "불승인", figures.date_changes_refused, "date_changes_refused"),
        figure("일정변경", "조기 추진", figures.earlier_moves, "earlier_moves"),
    ]
}

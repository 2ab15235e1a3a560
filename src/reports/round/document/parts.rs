//! The parts of the report.

use crate::reports::labels;
use crate::reports::official::marks::{self, per_cent, tenths};
use crate::reports::official::{Block, Cell, Column, Level, Row, Table};
use crate::reports::round::{RoundReport, VoiceRow};
use crate::reports::state::{DateChangeRow, InstitutionRow, MoveRow, StepRow, TaskRow};
use std::collections::HashMap;

/// The tasks under their strategies.
pub fn tasks(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::mark("번호", 4),
        Column::words("추진과제", 12),
        Column::mark("주관", 7),
        Column::mark("일정 신호", 5),
        Column::mark("자체평가", 7),
        Column::mark("총괄 판정", 7),
        Column::mark("진척률\n(계획)", 5),
        Column::words("다음 마일스톤", 10),
        Column::mark("승인 기한\n(예상)", 12),
    ];
    let (mut rows, mut strategy) = (Vec::new(), None);
    for task in &report.state.tasks {
        if strategy.replace(task.strategy_no) != Some(task.strategy_no) {
            rows.push(Row::Group(format!("전략 {}. {}", task.strategy_no, task.strategy)));
        }
        rows.push(Row::Cells(task_cells(task)));
    }
    vec![
        Block::Table(Table::list("전략·과제별 추진상황", columns, rows)),
        Block::line(
            Level::Note,
            "과제의 일정 신호·자체평가·판정은 주관기관의 것임. 계획 진척률과 근거 없는 기한은 가정임",
        ),
    ]
}

fn task_cells(task: &TaskRow) -> Vec<Cell> {
    let step = task.next_step.as_ref();
    let planned = task.planned_progress.map_or_else(String::new, |planned| format!("\n({planned}%)"));
    vec![
        task.no.0.to_string().into(),
        task.title.as_str().into(),
        task.lead.name.as_str().into(),
        marks::light(task.light).into(),
        marks::self_rating(task.self_rating).into(),
        marks::verdict(task.verdict).into(),
        format!("{}{planned}", tenths(task.progress.tenths)).into(),
        step.map_or_else(String::new, |step| step.title.clone()).into(),
        step.map_or_else(String::new, dues).into(),
    ]
}

/// The approved due, 가정 where it is one, and the forecast where there is one.
fn dues(step: &StepRow) -> String {
    let basis = match step.basis {
        crate::domain::plan::Basis::Published => "",
        crate::domain::plan::Basis::Assumed => " 가정",
    };
    let forecast = step.forecast.map_or_else(String::new, |day| format!("\n({})", labels::day(day)));
    format!("{}{basis}{forecast}", labels::due(step.approved_due))
}

pub fn institutions(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::words("기관", 11),
        Column::number("지연", 3),
        Column::number("임박", 3),
        Column::number("정상", 3),
        Column::number("예정", 3),
        Column::number("완료", 3),
        Column::number("진척률", 5),
        Column::mark("제출", 6),
        Column::mark("첫 제출일", 7),
        Column::number("늦은\n근무일", 4),
        Column::number("질의\n(대기)", 5),
    ];
    let returns: HashMap<_, _> = report.returns.iter().map(|row| (&row.institution.slug, row)).collect();
    let row = |one: &InstitutionRow| {
        let handed_in = returns.get(&one.slug);
        let mut cells = counts(one);
        cells.push(handed_in.map_or("해당 없음", |row| labels::return_state(row.state)).into());
        cells.push(handed_in.and_then(|row| row.first_submitted_on).map_or_else(String::new, labels::day).into());
        cells.push(handed_in.map_or_else(String::new, |row| some(row.working_days_late)).into());
        cells.push(handed_in.map_or_else(String::new, |row| asked(row.queries, row.open_queries)).into());
        Row::Cells(cells)
    };
    let rows = report.state.institutions.iter().map(row).collect();
    vec![Block::Table(Table::list("기관별 추진상황", columns, rows).in_units("(단위: 건, 진척률은 소관과제 평균)"))]
}

fn counts(one: &InstitutionRow) -> Vec<Cell> {
    let lights = one.lights;
    let numbers = [lights.late, lights.due_soon, lights.on_time, lights.planned, lights.done];
    let mut cells: Vec<Cell> = vec![Cell::head(one.name.as_str())];
    cells.extend(numbers.map(|count| some(count).into()));
    cells.push(tenths(one.progress.tenths).into());
    cells
}

/// A number, or a dash for 0: a page of zeros hides what is not.
fn some(count: i64) -> String {
    if count == 0 { "-".into() } else { count.to_string() }
}

fn asked(all: i64, open: i64) -> String {
    if all == 0 { "-".into() } else { format!("{all} ({open})") }
}

pub fn exceptions(report: &RoundReport) -> Vec<Block> {
    let columns = vec![
        Column::mark("연번", 3),
        Column::words("사유", 8),
        Column::words("과제", 13),
        Column::words("기관", 8),
        Column::words("마일스톤", 10),
        Column::words("일수", 8),
    ];
    let rows = (1..).zip(&report.exceptions).map(|(number, row)| {
        let who =
            row.institution.as_ref().map_or_else(|| format!("{}개 기관", row.institutions), |one| one.name.clone());
        Row::Cells(vec![
            i64::to_string(&number).into(),
            labels::exception(row.kind).into(),
            format!("{}. {}", row.task_no.0, row.task_title).into(),
            who.into(),
            row.milestone.as_str().into(),
            format!("{}: {}일", labels::exception_days(row.kind), row.days).into(),
        ])
    });
    vec![
        Block::Table(Table::list("결정이 필요한 사항", columns, rows.collect())),
        Block::line(
            Level::Note,
            "규칙으로 고른 것임: 주관기관의 지연, 결정을 기다리는 일정변경, 확인을 기다리는 완료 보고, 재검토필요 판정, \
             승인 기한을 넘는 예상완료일, 45일 넘게 보고 없는 주관기관의 차례",
        ),
    ]
}

pub fn voices(report: &RoundReport) -> Vec<Block> {
    vec![
        Block::Table(voice_table("애로사항", &report.difficulties)),
        Block::Table(voice_table("협조요청", &report.requests)),
    ]
}

fn voice_table(name: &str, told: &[VoiceRow]) -> Table {
    let columns = vec![Column::words("기관", 9), Column::words("내용", 36)];
    let (mut rows, mut task) = (Vec::new(), None);
    for row in told {
        if task.replace(row.task_no) != Some(row.task_no) {
            rows.push(Row::Group(format!("과제 {}. {}", row.task_no.0, row.task_title)));
        }
        rows.push(Row::Cells(vec![Cell::head(row.institution.name.as_str()), row.text.trim().into()]));
    }
    Table::list(name, columns, rows)
}

pub fn changes(report: &RoundReport) -> Vec<Block> {
    vec![
        Block::Table(date_changes(&report.state.date_changes)),
        Block::Table(moves(&report.state.moves)),
        Block::line(Level::Note, "밀린 날수는 늘 최초 승인 기한에 견줌. 조기 추진은 따로 셈"),
    ]
}

fn date_changes(rows: &[DateChangeRow]) -> Table {
    let columns = vec![
        Column::words("과제·기관", 10),
        Column::words("마일스톤", 10),
        Column::mark("변경", 10),
        Column::number("일수", 3),
        Column::words("사유", 12),
        Column::words("결정", 9),
    ];
    let rows = rows.iter().map(|row| {
        let decided = match (&row.decided_by, row.decided_on) {
            (Some(by), Some(on)) => format!("\n{} {by}\n{}", labels::day(on), row.decision_reason),
            _ => String::new(),
        };
        Row::Cells(vec![
            format!("과제 {}\n{}", row.task_no.0, row.institution.name).into(),
            row.milestone.as_str().into(),
            format!("{}\n→ {}", labels::due(row.from), labels::due(row.to)).into(),
            format!("{:+}", row.days).into(),
            row.reason.as_str().into(),
            format!("{} {}{decided}", labels::date_change_state(row.state), labels::direction(row.days)).into(),
        ])
    });
    Table::list("일정변경", columns, rows.collect())
}

fn moves(rows: &[MoveRow]) -> Table {
    let columns = vec![
        Column::mark("기록일", 7),
        Column::words("과제·기관", 10),
        Column::words("마일스톤", 10),
        Column::mark("예상완료일 이동", 10),
        Column::number("이동\n(최초 대비)", 6),
        Column::words("사유", 14),
    ];
    let rows = rows.iter().map(|row| {
        let cause = row.cause.map_or_else(String::new, |cause| format!("[{}] ", labels::cause(cause)));
        Row::Cells(vec![
            labels::day(row.recorded_on).into(),
            format!("과제 {}\n{}", row.task_no.0, row.institution.name).into(),
            row.milestone.as_str().into(),
            format!("{}\n→ {}", labels::day(row.from), labels::day(row.to)).into(),
            format!("{:+}\n({:+})", row.days, row.against_first_due).into(),
            format!("{cause}{}", row.reason).into(),
        ])
    });
    Table::list("일정 이동 대장", columns, rows.collect())
}

/// Progress of one assignment, with what was planned.
pub fn progress(known: Option<i64>, planned: Option<i64>) -> String {
    planned.map_or_else(|| per_cent(known), |planned| format!("{}\n({planned}%)", per_cent(known)))
}

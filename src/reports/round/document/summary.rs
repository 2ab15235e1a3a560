//! The first page: what was reviewed, how it stands, what needs a decision, what the institutions ask.

use super::comparison;
use crate::reports::labels;
use crate::reports::official::marks::tenths;
use crate::reports::official::{Block, Level, Text};
use crate::reports::round::{ExceptionRow, RoundReport};
use crate::reports::state::{LightTally, VerdictTally};

/// How many of the exceptions and of what is said stand on the first page.
const SHOWN: usize = 5;

pub fn summary(report: &RoundReport) -> Vec<Block> {
    let mut blocks = vec![Block::line(Level::Square, "점검 개요")];
    blocks.extend(overview(report));
    blocks.push(Block::line(Level::Square, "추진 현황"));
    blocks.extend(figures(report));
    if report.compared_with.is_some() {
        blocks.push(item("지난 점검 대비", format!("소관과제 {}", comparison::counts(report))));
    }
    blocks.push(Block::line(Level::Square, format!("결정이 필요한 사항 ({}건)", report.exceptions.len())));
    blocks.extend(decisions(report));
    blocks.push(Block::line(Level::Square, "기관의 의견"));
    blocks.push(item("애로사항", format!("{}건", report.difficulties.len())));
    blocks.push(item("협조요청", format!("{}건", report.requests.len())));
    let told = report.sections.iter().filter(|section| !section.summary.is_empty());
    blocks.extend(told.map(|section| item(section.title, section.summary.clone())));
    blocks.push(Block::line(
        Level::Note,
        "일정 신호는 날짜로만 정하며 잘되고 있다는 평가가 아님. 자체평가와 총괄 판정은 따로 셈(산출 기준은 붙임)",
    ));
    blocks
}

/// ○ (이름) 내용
fn item(name: &str, words: impl AsRef<str>) -> Block {
    Block::line(Level::Circle, Text::strong(format!("({name})")).and(format!(" {}", words.as_ref())))
}

fn overview(report: &RoundReport) -> Vec<Block> {
    let state = &report.state;
    let tasks = state.tasks.len();
    let assignments = state.reports.len();
    let mut blocks = Vec::new();
    match &state.summary.scope {
        Some(party) => {
            blocks.push(item("대상", format!("{} 소관과제 {assignments}건(추진과제 {tasks}개)", party.name)));
            blocks.extend(report.returns.first().map(|row| {
                let day = row.first_submitted_on.map_or_else(|| "제출 전".into(), labels::day);
                item("제출", format!("{} · 제출일 {day}", labels::return_state(row.state)))
            }));
        }
        None => {
            let institutions = state.summary.figures.institutions;
            blocks.push(item("대상", format!("{institutions}개 기관, 추진과제 {tasks}개, 소관과제 {assignments}건")));
            blocks.push(item("제출", handed_in(report)));
        }
    }
    let open: i64 = report.returns.iter().map(|row| row.open_queries).sum();
    let asked: i64 = report.returns.iter().map(|row| row.queries).sum();
    if asked > 0 {
        blocks.push(item("질의", format!("{asked}건 가운데 답변 대기 {open}건")));
    }
    blocks
}

fn handed_in(report: &RoundReport) -> String {
    let counts = report.return_counts;
    let owed = counts.total - counts.handed_in();
    format!(
        "{}개 기관 가운데 {}곳 제출(승인 {}곳, 보완요청 {}곳), 미제출 {owed}곳, 기한 뒤 제출 {}곳",
        counts.total,
        counts.handed_in(),
        counts.approved,
        counts.returned,
        counts.late,
    )
}

fn figures(report: &RoundReport) -> Vec<Block> {
    let figures = &report.state.summary.figures;
    let planned = figures
        .planned_progress_tenths
        .map_or_else(String::new, |planned| format!(", 계획 {}(가정)", tenths(Some(planned))));
    let unknown = match figures.progress.unknown {
        0 => String::new(),
        count => format!(", 미상 {count}건"),
    };
    let disputed = report.verdicts.iter().filter(|row| row.disputed).count();
    vec![
        item("추진과제", lights(figures.task_lights)),
        item("소관과제", lights(figures.assignment_lights)),
        item(
            "총괄 판정",
            format!("과제 기준 {} / 자체평가와 다른 소관과제 {disputed}건", verdicts(figures.task_verdicts)),
        ),
        item("진척률", format!("평균 {}{planned}{unknown}", tenths(figures.progress.tenths))),
        item("마일스톤", format!("{}개 가운데 완료확인 {}개", figures.milestones_total, figures.milestones_done)),
        item(
            "일정변경",
            format!(
                "승인 {}건, 결정 대기 {}건, 조기 추진 {}건 / 기한 초과 예상 소관과제 {}건",
                figures.date_changes_approved,
                figures.date_changes_pending,
                figures.earlier_moves,
                figures.will_miss_due,
            ),
        ),
    ]
}

/// 지연 1 · 임박 2 · …, those that there are.
fn lights(tally: LightTally) -> String {
    let LightTally { late, due_soon, on_time, planned, done, ended } = tally;
    some_of(&[
        ("지연", late),
        ("임박", due_soon),
        ("정상", on_time),
        ("예정", planned),
        ("완료", done),
        ("중단·대체", ended),
    ])
}

fn verdicts(tally: VerdictTally) -> String {
    let VerdictTally { at_risk, watch, on_track, verified, none } = tally;
    some_of(&[
        ("재검토필요", at_risk),
        ("관심필요", watch),
        ("정상추진", on_track),
        ("완료확인", verified),
        ("판정 전", none),
    ])
}

fn some_of(counts: &[(&str, i64)]) -> String {
    let told: Vec<_> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word} {count}")).collect();
    if told.is_empty() { "없음".into() } else { told.join(" · ") }
}

fn decisions(report: &RoundReport) -> Vec<Block> {
    let shown = report.exceptions.iter().take(SHOWN);
    let mut blocks: Vec<_> = shown.map(|row| Block::line(Level::Circle, decision(row))).collect();
    if blocks.is_empty() {
        blocks.push(Block::line(Level::Circle, "해당 없음"));
    }
    if report.exceptions.len() > SHOWN {
        blocks.push(Block::line(Level::Note, format!("그 밖의 {}건은 본문 참조", report.exceptions.len() - SHOWN)));
    }
    blocks
}

/// (과제 3) 행정안전부: 승인 기한을 넘김(9일)
fn decision(row: &ExceptionRow) -> Text {
    let who = row.institution.as_ref().map_or_else(|| format!("{}개 기관", row.institutions), |one| one.name.clone());
    Text::strong(format!("(과제 {})", row.task_no.0)).and(format!(
        " {who}: {}({}일)",
        labels::exception(row.kind),
        row.days
    ))
}

//! The official report of a round (이행점검 결과 보고): one page that says it all, then the parts, then the annexes.

mod annexes;
mod comparison;
mod parts;
mod summary;

use super::RoundReport;
use crate::reports::labels::{self, DEMO_NOTE};
use crate::reports::official::{Document, Part};

/// The report as an official document.
#[must_use]
pub fn document(report: &RoundReport) -> Document {
    let state = &report.state;
    let whose = state.summary.scope.as_ref();
    Document {
        title: match whose {
            Some(party) => format!("{} {} 실적", party.name, report.name()),
            None => format!("{} 결과", report.name()),
        },
        kind: format!("「{}」", state.summary.plan_title),
        institution: state.summary.author.clone(),
        made_at: state.summary.made_at,
        base_date: Some(state.summary.base_date),
        number: Some(report.round.slug.to_string()),
        seal: report.seal.as_ref().map(|seal| seal.short.clone()),
        draft: report.draft,
        demonstration: state.demonstration.then_some(DEMO_NOTE),
        about: about(report),
        summary: summary::summary(report),
        parts: parts(report),
    }
}

fn about(report: &RoundReport) -> Vec<(&'static str, String)> {
    let round = &report.round;
    let window = format!("{} ~ {}", labels::day(round.window_from), labels::day(round.due));
    let mut lines = vec![("접수 기간", window)];
    if let Some(day) = round.meeting_on {
        let place = &round.meeting_place;
        let at = if place.is_empty() { String::new() } else { format!(" {place}") };
        lines.push(("점검회의", format!("{}{at}", labels::day(day))));
    }
    if !round.tasks.is_empty() {
        let numbers: Vec<_> = round.tasks.iter().map(|no| no.0.to_string()).collect();
        lines.push(("대상 과제", numbers.join(", ")));
    }
    lines
}

fn parts(report: &RoundReport) -> Vec<Part> {
    let mut parts = vec![
        Part::section("전략·과제별 추진상황", parts::tasks(report)),
        Part::section("기관별 추진상황", parts::institutions(report)),
        Part::section("결정이 필요한 사항", parts::exceptions(report)),
        Part::section("애로사항·협조요청", parts::voices(report)),
        Part::section("일정변경과 예상완료일 이동", parts::changes(report)),
    ];
    if report.compared_with.is_some() {
        parts.insert(2, Part::section("지난 점검과 비교", comparison::comparison(report)));
    }
    parts.extend(report.sections.iter().map(|section| Part::section(section.title, section.blocks())));
    parts.extend([
        Part::annex("소관과제별 실적", annexes::reports(report)),
        Part::annex("질의와 답변", annexes::queries(report)),
        Part::annex("총괄 판정", annexes::verdicts(report)),
        Part::annex("증빙 목록", annexes::evidence(report)),
        Part { wide: false, ..Part::annex("산출 기준", annexes::rules(report)) },
    ]);
    parts
}

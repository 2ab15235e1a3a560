//! The words of a kit. It is Korean, as all files are.

use crate::domain::due::Due;
use crate::domain::kit::NO_CHANGE;
use crate::domain::ledger::Cause;
use crate::domain::rating::SelfRating;
use crate::domain::report::NoChangeRefusal;
use crate::reports::labels;
use chrono::{Datelike, NaiveDate};

/// What marks a step as completed.
pub const CLAIMED: &str = "완료";
/// What says 변경 없음.
pub const UNCHANGED: &str = "변경 없음";

/// The name of a field as the form has it, without the step it is about.
#[must_use]
pub fn label(field: &str) -> &'static str {
    match field {
        NO_CHANGE => "변경 없음",
        "self_rating" => "자체평가",
        "rating_reason" => "관심·재검토 사유",
        "progress" => "진척률(%)",
        "done" => "추진실적",
        "next" => "향후계획",
        "obstacle" => "애로사항",
        "request" => "협조요청",
        step if step.starts_with("forecast_") => "예상완료일",
        step if step.starts_with("cause_reason_") => "까닭 설명",
        step if step.starts_with("cause_") => "늦어지는 까닭",
        step if step.starts_with("claim_") => "끝냈음을 보고합니다",
        _ => "",
    }
}

/// How a field is filled in.
pub(super) fn guide(field: &str) -> &'static str {
    match field {
        NO_CHANGE => {
            "달라진 것이 없으면 고릅니다. 고르면 이 과제의 다른 칸은 고치지 않습니다. 책임관의 제출로 확정됩니다."
        }
        "self_rating" => "목록에서 고릅니다. 완료 보고는 끝낸 단계에 표시하고 증빙을 붙여야 합니다.",
        "rating_reason" => "관심필요·재검토필요일 때 반드시 적습니다.",
        "progress" => "0에서 100까지의 정수. 모르면 비워 둡니다. 비우면 미상이며 0이 아닙니다.",
        "done" => "반드시 적습니다. 한 줄에 하나씩 “-”로 시작합니다. 줄바꿈은 Alt+Enter. 4,000자까지.",
        "next" | "obstacle" | "request" => "있으면 적습니다. 줄바꿈은 Alt+Enter. 4,000자까지.",
        step if step.starts_with("cause_reason_") => "늦어지는 까닭을 한 줄로 적습니다. 200자까지.",
        step if step.starts_with("cause_") => "예상완료일을 늦출 때만 고릅니다.",
        step if step.starts_with("claim_") => {
            "끝냈으면 ‘완료’를 고릅니다. 증빙은 올린 뒤 시스템에서 붙이고, 총괄이 확인해야 완료가 됩니다."
        }
        _ => "",
    }
}

/// The guide to a forecast: the due that does not move.
pub(super) fn forecast_guide(due: Due) -> String {
    format!("날짜로 적습니다(예: 2024-03-29). 승인 기한 {}. 이 날은 바뀌지 않고 예상만 움직입니다.", labels::due(due))
}

/// The words to choose from.
pub(super) fn ratings() -> [&'static str; 4] {
    SelfRating::ALL.map(labels::self_rating)
}

pub(super) fn causes() -> [&'static str; 6] {
    Cause::ALL.map(labels::cause)
}

/// Why 변경 없음 cannot be chosen.
pub(super) const fn refusal(refusal: NoChangeRefusal) -> &'static str {
    match refusal {
        NoChangeRefusal::NothingBefore => "앞선 보고가 없어 변경 없음으로 보고할 수 없습니다.",
        NoChangeRefusal::Late => "기한이 지나 변경 없음으로 보고할 수 없습니다. 무엇을 하고 있는지 적어 주십시오.",
        NoChangeRefusal::QueryOpen => "답하지 않은 질의가 있어 변경 없음으로 보고할 수 없습니다.",
        NoChangeRefusal::Closed => "끝난 과제라 보고할 것이 없습니다.",
    }
}

/// `2024. 3. 22.(금)`
pub(super) fn day(day: NaiveDate) -> String {
    let weekday = ["월", "화", "수", "목", "금", "토", "일"][day.weekday().num_days_from_monday() as usize];
    format!("{}. {}. {}.({weekday})", day.year(), day.month(), day.day())
}

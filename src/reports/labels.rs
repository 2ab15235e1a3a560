//! The Korean words of exports. Files are Korean whatever the language of the page they were asked from.

use crate::domain::comparison::Turn;
use crate::domain::due::{Due, Precision};
use crate::domain::exceptions::ExceptionKind;
use crate::domain::institution::Kind;
use crate::domain::ledger::Cause;
use crate::domain::plan::{Basis, TaskRole};
use crate::domain::query::QueryState;
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::returns::{ReceivedWay, ReturnState};
use crate::domain::round::{RoundSlug, RoundState};
use crate::domain::schedule::Light;
use crate::reports::state::DateChangeState;
use chrono::{Datelike, NaiveDate};

/// What a demonstration's files say of themselves.
pub const DEMO_NOTE: &str = "시연 자료 · 기관별 수치는 지어낸 것입니다";

/// The short form, for a cell of every row.
pub const DEMO_TAG: &str = "시연 자료";

/// What an unsealed round's files say of themselves.
pub const DRAFT: &str = "초안(봉인 전)";

/// How each figure of the summary is made, by its code word.
pub const RULES: [(&str, &str); 15] = [
    ("task_lights", "과제의 일정 신호는 주관기관 소관과제의 신호임"),
    (
        "assignment_lights",
        "일정 신호는 날짜로만 정함: 승인 기한이 지나면 지연, 14일 이내면 임박, 보고가 없으면 예정, 총괄이 확인하면 완료. \
         여러 단계 가운데 가장 급한 것을 따름. 잘되고 있다는 평가가 아님",
    ),
    ("task_verdicts", "과제의 총괄 판정은 주관기관 소관과제의 판정임"),
    ("assignment_verdicts", "기준일까지 내려진 가장 최근의 총괄 판정. 자체평가와 따로 셈"),
    ("progress", "과제 진척률의 단순평균. 과제 진척률은 이행기관(없으면 주관기관)의 단순평균이며 미상은 빼고 따로 셈"),
    ("planned_progress_tenths", "발표일부터 마지막 승인 기한까지 지난 날의 비율. 공표된 중간 목표가 없어 쓰는 가정임"),
    ("milestones", "주관기관 이행단계 가운데 총괄이 완료를 확인한 것. 기관별 자료에서는 그 기관의 이행단계를 셈"),
    ("institutions", "기준일에 소관과제가 있는 기관의 수"),
    ("late_assignments", "일정 신호가 지연인 소관과제의 수"),
    ("will_miss_due", "끝나지 않은 단계의 예상완료일이 승인 기한보다 늦은 소관과제의 수"),
    ("stale_assignments", "끝나지 않았고 45일 넘게 실적보고가 없는 소관과제의 수"),
    ("date_changes_approved", "승인된 일정변경 가운데 앞당기지 않은 것. 지연 일수는 늘 최초 승인 기한에 견줌"),
    ("date_changes_pending", "기준일까지 결정되지 않은 일정변경 제안"),
    ("date_changes_refused", "승인되지 않은 일정변경 제안"),
    ("earlier_moves", "승인된 일정변경 가운데 앞당긴 것(조기 추진). 미룬 것과 따로 셈"),
];

/// The name of a figure, by its code word.
#[must_use]
pub fn figure(code: &str) -> &'static str {
    match code {
        "task_lights" => "과제의 일정 신호",
        "assignment_lights" => "소관과제의 일정 신호",
        "task_verdicts" => "과제의 총괄 판정",
        "assignment_verdicts" => "소관과제의 총괄 판정",
        "progress" => "진척률",
        "planned_progress_tenths" => "계획 진척률(가정)",
        "milestones" => "마일스톤 완료",
        "institutions" => "기관 수",
        "late_assignments" => "지연 소관과제",
        "will_miss_due" => "기한 초과 예상",
        "stale_assignments" => "실적 없음",
        "date_changes_approved" => "승인된 일정변경",
        "date_changes_pending" => "결정 대기 일정변경",
        "date_changes_refused" => "불승인 일정변경",
        "earlier_moves" => "조기 추진",
        _ => "그 밖의 수치",
    }
}

/// The rule of a figure; empty where the figure speaks for itself.
#[must_use]
pub fn rule(figure: &str) -> &'static str {
    RULES.iter().find(|(code, _)| *code == figure).map_or("", |(_, rule)| rule)
}

#[must_use]
pub const fn light(light: Light) -> &'static str {
    match light {
        Light::Planned => "예정",
        Light::OnTime => "정상",
        Light::DueSoon => "임박",
        Light::Late => "지연",
        Light::Done => "완료",
        Light::Dropped => "중단",
        Light::Superseded => "대체",
    }
}

#[must_use]
pub const fn self_rating(rating: SelfRating) -> &'static str {
    match rating {
        SelfRating::OnTrack => "정상추진",
        SelfRating::Watch => "관심필요",
        SelfRating::AtRisk => "재검토필요",
        SelfRating::Claimed => "완료 보고",
    }
}

#[must_use]
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::OnTrack => "정상추진",
        Verdict::Watch => "관심필요",
        Verdict::AtRisk => "재검토필요",
        Verdict::Verified => "완료확인",
    }
}

#[must_use]
pub const fn role(role: TaskRole) -> &'static str {
    match role {
        TaskRole::Lead => "주관",
        TaskRole::Cooperating => "협조",
        TaskRole::Implementing => "이행",
    }
}

#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Ministry => "부",
        Kind::MinistryOffice => "처",
        Kind::Agency => "청",
        Kind::Commission => "위원회",
        Kind::Office => "실",
        Kind::Province => "시·도",
        Kind::Affiliate => "소속기관",
    }
}

#[must_use]
pub const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Budget => "예산",
        Cause::Contract => "계약·업체",
        Cause::OtherInstitution => "타 부처 대기",
        Cause::PreviousStep => "앞 단계 지연",
        Cause::Interpretation => "기준 해석",
        Cause::Staffing => "인력·담당자 교체",
    }
}

#[must_use]
pub const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Published => "공표",
        Basis::Assumed => "가정",
    }
}

#[must_use]
pub const fn date_change_state(state: DateChangeState) -> &'static str {
    match state {
        DateChangeState::Pending => "대기",
        DateChangeState::Approved => "승인",
        DateChangeState::Refused => "불승인",
    }
}

/// 2024년 1분기 이행점검(제2차), or 2024년 1차 수시점검(제1차).
#[must_use]
pub fn round(slug: &RoundSlug, ordinal: i64) -> String {
    let (year, number) = (slug.year(), slug.number());
    if slug.is_quarterly() {
        format!("{year}년 {number}분기 이행점검(제{ordinal}차)")
    } else {
        format!("{year}년 {number}차 수시점검(제{ordinal}차)")
    }
}

#[must_use]
pub const fn round_state(state: RoundState) -> &'static str {
    match state {
        RoundState::Planned => "예정",
        RoundState::Open => "접수 중",
        RoundState::Closed => "마감",
        RoundState::Sealed => "봉인",
    }
}

#[must_use]
pub const fn return_state(state: ReturnState) -> &'static str {
    match state {
        ReturnState::NotStarted => "미착수",
        ReturnState::Draft => "작성중",
        ReturnState::Submitted => "제출",
        ReturnState::Returned => "보완요청",
        ReturnState::Approved => "승인",
    }
}

#[must_use]
pub const fn received_way(way: ReceivedWay) -> &'static str {
    match way {
        ReceivedWay::OfficialLetter => "공문",
        ReceivedWay::Mail => "전자우편",
        ReceivedWay::Phone => "전화",
        ReceivedWay::Visit => "방문·대면",
        ReceivedWay::Kit => "오프라인 작성 파일",
    }
}

#[must_use]
pub const fn query_state(state: QueryState) -> &'static str {
    match state {
        QueryState::Open => "답변 대기",
        QueryState::Answered => "답변 도착",
        QueryState::Closed => "종결",
    }
}

/// The field of a report that a query is about, by its code word.
#[must_use]
pub fn query_field(code: &str) -> &'static str {
    match code {
        "self_rating" => "자체평가",
        "rating_reason" => "자체평가 사유",
        "progress" => "진척률",
        "done" => "추진실적",
        "next" => "향후계획",
        "obstacle" => "애로사항",
        "request" => "협조요청",
        "forecast" => "예상완료일",
        "evidence" => "증빙",
        _ => "전체",
    }
}

#[must_use]
pub const fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Done => "완료",
        Turn::Worse => "악화",
        Turn::Slipped => "밀림",
        Turn::Better => "호전",
    }
}

#[must_use]
pub const fn exception(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::LeadLate => "승인 기한을 넘김",
        ExceptionKind::DateChangeWaiting => "일정변경 결정 대기",
        ExceptionKind::ClaimWaiting => "완료 보고 확인 대기",
        ExceptionKind::AtRisk => "재검토필요 판정",
        ExceptionKind::ForecastBeyondDue => "기한 초과 예상",
        ExceptionKind::LeadSilent => "주관기관 실적 없음",
        ExceptionKind::CoverageBelow => "보고가 정보시스템 대장보다 많음",
    }
}

/// What the days of an exception count.
#[must_use]
pub const fn exception_days(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::LeadLate => "승인 기한이 지난 날수",
        ExceptionKind::DateChangeWaiting | ExceptionKind::ClaimWaiting => "결정을 기다린 날수",
        ExceptionKind::AtRisk => "판정 뒤 날수",
        ExceptionKind::ForecastBeyondDue => "예상완료일이 승인 기한을 넘는 날수",
        ExceptionKind::LeadSilent => "보고 없는 날수",
        ExceptionKind::CoverageBelow => "보고와 대장의 차이(%p)",
    }
}

/// A day as documents print it: 2024. 3. 5.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    format!("{}. {}. {}.", day.year(), day.month(), day.day())
}

/// Which way an approved due goes; the same last day at another precision is neither.
#[must_use]
pub const fn direction(days: i64) -> &'static str {
    if days < 0 {
        "조기"
    } else if days > 0 {
        "연기"
    } else {
        "조정"
    }
}

/// A due in the precision it was promised with: `2024-03-31`, `2024년 3월`, `2024년 1분기`, `2024년 상반기`, `2024년`.
#[must_use]
pub fn due(due: Due) -> String {
    let (year, month) = (due.last_day.year(), due.last_day.month());
    match due.precision {
        Precision::Day => due.last_day.to_string(),
        Precision::Month => format!("{year}년 {month}월"),
        Precision::Quarter => format!("{year}년 {}분기", month.div_ceil(3)),
        Precision::Half if month <= 6 => format!("{year}년 상반기"),
        Precision::Half => format!("{year}년 하반기"),
        Precision::Year => format!("{year}년"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_is_told_in_the_precision_it_was_promised_with() {
        for (written, told) in [
            ("2024-03-31", "2024-03-31"),
            ("2024-03", "2024년 3월"),
            ("2024-Q1", "2024년 1분기"),
            ("2024-H1", "2024년 상반기"),
            ("2024-H2", "2024년 하반기"),
            ("2024", "2024년"),
        ] {
            assert_eq!(due(Due::parse(written).unwrap()), told);
        }
    }

    #[test]
    fn each_rule_is_told_once() {
        let mut codes: Vec<_> = RULES.iter().map(|(code, _)| code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), RULES.len());
        assert!(codes.iter().all(|code| figure(code) != "그 밖의 수치"));
    }
}

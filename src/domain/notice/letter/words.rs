//! The names of rounds, places, fields and days in letters.

use crate::domain::ids::Slug;
use crate::domain::returns::ReceivedWay;
use crate::domain::round::{Round, RoundSettings, RoundSlug};
use chrono::{Datelike, NaiveDate};

/// A round as its letters name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundWords {
    /// `2024년 1분기 점검(제2차)`
    pub label: String,
    pub base_date: NaiveDate,
    pub due: NaiveDate,
    pub meeting_on: Option<NaiveDate>,
}

impl RoundWords {
    #[must_use]
    pub fn new(slug: &RoundSlug, ordinal: i64, settings: &RoundSettings) -> Self {
        let (year, number) = (slug.year(), slug.number());
        let name = if slug.is_quarterly() {
            format!("{year}년 {number}분기 점검")
        } else {
            format!("{year}년 수시 {number}차 점검")
        };
        let (base_date, due, meeting_on) = (settings.base_date, settings.due, settings.meeting_on);
        Self { label: format!("{name}(제{ordinal}차)"), base_date, due, meeting_on }
    }

    #[must_use]
    pub fn of(round: &Round) -> Self {
        Self::new(&round.slug, round.ordinal, &round.settings)
    }
}

/// Where the pages of a round are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    round: String,
    plan: String,
}

impl Place {
    /// `plan`: where it is not the first one.
    #[must_use]
    pub fn new(plan: Option<&str>, round: &RoundSlug) -> Self {
        let plan = plan.map_or_else(String::new, |slug| format!("?plan={slug}"));
        Self { round: format!("/reviews/{round}"), plan }
    }

    /// The page of the round.
    #[must_use]
    pub fn of_round(&self) -> String {
        format!("{}{}", self.round, self.plan)
    }

    /// The page of an institution's return, where it writes and the PMO reviews.
    #[must_use]
    pub fn of_return(&self, institution: &Slug) -> String {
        format!("{}/returns/{institution}{}", self.round, self.plan)
    }
}

/// `과제 4 정보시스템 등급 재산정`
#[must_use]
pub fn task_words(no: i64, title: &str) -> String {
    format!("과제 {no} {title}")
}

/// A field of a report that queries ask about, as [`crate::domain::query::QUERY_FIELDS`] names it.
#[must_use]
pub fn field_word(field: &str) -> &'static str {
    match field {
        "self_rating" => "자체평가",
        "rating_reason" => "자체평가 사유",
        "progress" => "진척률",
        "done" => "추진실적",
        "next" => "향후계획",
        "obstacle" => "애로사항",
        "request" => "협조요청",
        "forecast" => "예상완료일",
        _ => "증빙",
    }
}

/// How a return reached the PMO.
#[must_use]
pub const fn way_word(way: ReceivedWay) -> &'static str {
    match way {
        ReceivedWay::OfficialLetter => "공문",
        ReceivedWay::Mail => "전자우편",
        ReceivedWay::Phone => "전화",
        ReceivedWay::Visit => "방문·대면",
        ReceivedWay::Kit => "오프라인 작성 파일",
    }
}

/// `2024. 3. 22.(금)`
#[must_use]
pub fn day_words(day: NaiveDate) -> String {
    const WEEKDAYS: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
    let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
    format!("{}. {}. {}.({weekday})", day.year(), day.month(), day.day())
}

/// `D-2`, `D-day`, `D+3`
#[must_use]
pub fn d_day(due: NaiveDate, today: NaiveDate) -> String {
    match (due - today).num_days() {
        0 => "D-day".to_owned(),
        left if left > 0 => format!("D-{left}"),
        over => format!("D+{}", -over),
    }
}

//! Support (지원) to an institution that struggles: a record of its own.

use crate::domain::ids::{Slug, TaskNo};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// 기술
    Technical,
    /// 인력
    Staffing,
    /// 예산 협의
    Budget,
    /// 현장 방문
    Visit,
}

impl SupportKind {
    pub const ALL: [Self; 4] = [Self::Technical, Self::Staffing, Self::Budget, Self::Visit];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Staffing => "staffing",
            Self::Budget => "budget",
            Self::Visit => "visit",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What was given, to whom, by whom, and what it led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Who is helped.
    pub institution: Slug,
    pub task: Option<TaskNo>,
    pub kind: SupportKind,
    pub text: String,
    /// Who helps.
    pub by: Slug,
    /// The unit or people that help.
    #[serde(default)]
    pub by_whom: String,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// 결과; empty while it goes on.
    #[serde(default)]
    pub outcome: String,
}

impl Support {
    /// Whether it has begun and not ended.
    #[must_use]
    pub fn goes_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{day, slug};

    #[test]
    fn a_support_goes_on_until_its_last_day() {
        let support = Support {
            institution: slug("kfs"),
            task: Some(TaskNo(7)),
            kind: SupportKind::Technical,
            text: "표준안 적용 방법 설명".into(),
            by: slug("mois"),
            by_whom: String::new(),
            from: day("2024-03-04"),
            until: Some(day("2024-03-08")),
            outcome: String::new(),
        };
        let on = |date: &str| support.goes_on(day(date));
        assert!(!on("2024-03-03") && on("2024-03-04") && on("2024-03-08") && !on("2024-03-09"));
    }
}

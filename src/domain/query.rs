//! A question of the PMO about one field of one assignment (질의): open until the institution answers, closed by the PMO.

use crate::domain::calendar::day_of;
use crate::domain::ids::{AssignmentId, QueryId, ReturnId, UserId};
use crate::domain::round::RoundSlug;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The fields of a report that a query may be about; forecasts, claims and evidence are asked about as one.
pub const QUERY_FIELDS: [&str; 9] =
    ["self_rating", "rating_reason", "progress", "done", "next", "obstacle", "request", "forecast", "evidence"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryState {
    /// 답변 기다림: blocks approval.
    Open,
    /// 답변 도착
    Answered,
    /// 종결
    Closed,
}

impl QueryState {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

/// What somebody said about a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub id: QueryId,
    pub return_id: ReturnId,
    pub assignment: AssignmentId,
    /// Counted through its round, from 1.
    pub no: i64,
    /// One of [`QUERY_FIELDS`].
    pub field: String,
    pub question: String,
    /// The day by which an answer is asked.
    pub due: NaiveDate,
    pub asked_by: UserId,
    pub asked_by_name: String,
    pub asked_at: DateTime<Utc>,
    pub answer: Option<Answer>,
    /// By whom and when it was closed.
    pub closed: Option<(String, DateTime<Utc>)>,
}

impl Query {
    #[must_use]
    pub fn state(&self) -> QueryState {
        match (&self.closed, &self.answer) {
            (Some(_), _) => QueryState::Closed,
            (None, Some(_)) => QueryState::Answered,
            (None, None) => QueryState::Open,
        }
    }

    /// The query as it stood just before `cutoff`.
    #[must_use]
    pub fn before(&self, cutoff: DateTime<Utc>) -> Option<Self> {
        (self.asked_at < cutoff).then(|| Self {
            answer: self.answer.clone().filter(|answer| answer.at < cutoff),
            closed: self.closed.clone().filter(|(_, at)| *at < cutoff),
            ..self.clone()
        })
    }

    /// Its number as it is quoted: `2024-Q1-017`.
    #[must_use]
    pub fn label(&self, round: &RoundSlug) -> String {
        format!("{round}-{:03}", self.no)
    }

    /// Days by which an answer is overdue; `None` in time or once answered.
    #[must_use]
    pub fn days_overdue(&self, today: NaiveDate) -> Option<i64> {
        let days = (today - self.due).num_days();
        (self.state() == QueryState::Open && days > 0).then_some(days)
    }

    /// The day on which it was answered.
    #[must_use]
    pub fn answered_on(&self) -> Option<NaiveDate> {
        self.answer.as_ref().map(|answer| day_of(answer.at))
    }
}

/// Queries that block: those without an answer.
#[must_use]
pub fn open_queries<'a>(queries: impl IntoIterator<Item = &'a Query>) -> i64 {
    i64::try_from(queries.into_iter().filter(|query| query.state() == QueryState::Open).count()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query() -> Query {
        Query {
            id: QueryId(1),
            return_id: ReturnId(1),
            assignment: AssignmentId(1),
            no: 17,
            field: "progress".into(),
            question: "수치 근거를 알려 주십시오.".into(),
            due: "2024-03-21".parse().unwrap(),
            asked_by: UserId(3),
            asked_by_name: "이서연".into(),
            asked_at: "2024-03-18T01:00:00Z".parse().unwrap(),
            answer: None,
            closed: None,
        }
    }

    #[test]
    fn a_query_is_open_until_it_is_answered() {
        let asked = query();
        assert_eq!((asked.state(), open_queries([&asked])), (QueryState::Open, 1));
        let at = "2024-03-19T01:00:00Z".parse().unwrap();
        let answered =
            Query { answer: Some(Answer { text: "붙임".into(), by_name: "김하나".into(), at }), ..asked };
        assert_eq!((answered.state(), open_queries([&answered])), (QueryState::Answered, 0));
        assert_eq!(answered.before(at).unwrap().state(), QueryState::Open);
    }

    #[test]
    fn an_answer_is_overdue_from_the_day_after_its_due() {
        assert_eq!(query().days_overdue("2024-03-21".parse().unwrap()), None);
        assert_eq!(query().days_overdue("2024-03-23".parse().unwrap()), Some(2));
    }

    #[test]
    fn a_query_is_quoted_by_round_and_number() {
        assert_eq!(query().label(&RoundSlug::parse("2024-Q1").unwrap()), "2024-Q1-017");
    }
}

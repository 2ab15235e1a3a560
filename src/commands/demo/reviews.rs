//! The two rounds of the demonstration: an ad hoc one on the first strategy, finished, and the first quarter's, in the middle
//! of its window. [`courses`] decides what becomes of each institution's return and when, before the stories are told;
//! [`acts`] tells it afterwards, from the reports that the stories handed in.

pub mod acts;
pub mod contacts;
pub mod courses;

use super::timetable::day;
use crate::domain::calendar::start_of;
use crate::domain::chase::{Level, Way};
use crate::domain::ids::{AssignmentId, Slug, TaskNo, UserId};
use crate::domain::ledger::Ledger;
use crate::domain::returns::ReceivedWay;
use crate::domain::round::RoundSettings;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// A round and when it was planned, opened and closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoRound {
    pub slug: &'static str,
    pub ordinal: i64,
    pub settings: RoundSettings,
    pub planned_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// Something done to a return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoReturnAct {
    /// The index of its round.
    pub round: usize,
    pub institution: Slug,
    pub by: UserId,
    pub at: DateTime<Utc>,
    pub act: ReturnAct,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReturnAct {
    /// Some of its entries were written; none: only begun.
    Drafted(Vec<DraftedEntry>),
    /// Handed in with the reports of that round, institution and instant; `on_behalf`: by the PMO, and how it came.
    Submitted {
        on_behalf: Option<ReceivedWay>,
    },
    ReviewStarted,
    SentBack {
        reason: &'static str,
        queries: Vec<DemoQuery>,
    },
    /// The first queries were answered, so many.
    Answered(Vec<&'static str>),
    /// Approved, with its queries closed.
    Approved,
}

/// An entry as somebody left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftedEntry {
    pub assignment: AssignmentId,
    /// The form as typed; `None`: 변경 없음 is ticked.
    pub fields: Option<Vec<(String, String)>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoQuery {
    pub assignment: AssignmentId,
    pub field: &'static str,
    pub question: &'static str,
    pub due: NaiveDate,
}

/// A contact with those who have not handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoContact {
    pub round: usize,
    pub institution: Slug,
    /// `None`: the program itself.
    pub by: Option<UserId>,
    pub at: DateTime<Utc>,
    pub level: Level,
    pub way: Way,
    pub note: &'static str,
    pub promised_on: Option<NaiveDate>,
}

/// The index of the finished round and of the open one.
pub const FIRST: usize = 0;
pub const SECOND: usize = 1;

fn at(on: NaiveDate, hour: i64, minute: i64) -> DateTime<Utc> {
    start_of(on) + TimeDelta::minutes(hour * 60 + minute)
}

/// Both rounds.
#[must_use]
pub fn rounds(ledger: &Ledger) -> [DemoRound; 2] {
    let settings = |base_date, window_from, due| RoundSettings {
        base_date,
        window_from,
        due,
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let first_strategy: Vec<TaskNo> =
        ledger.tasks.iter().filter(|task| task.strategy_no == 1).map(|task| task.no).collect();
    let quarter = settings(day(3, 15), day(3, 11), day(3, 22));
    [
        DemoRound {
            slug: "2024-A1",
            ordinal: 1,
            settings: RoundSettings { tasks: first_strategy, ..settings(day(2, 29), day(2, 26), day(3, 5)) },
            planned_at: at(day(2, 21), 10, 20),
            opened_at: Some(at(day(2, 26), 9, 10)),
            closed_at: Some(at(day(3, 7), 17, 50)),
        },
        DemoRound {
            slug: "2024-Q1",
            ordinal: 2,
            settings: RoundSettings {
                meeting_on: Some(day(3, 27)),
                meeting_place: "정부세종청사 중앙동 영상회의실".into(),
                ..quarter
            },
            planned_at: at(day(3, 4), 14, 5),
            opened_at: Some(at(day(3, 11), 9, 10)),
            closed_at: None,
        },
    ]
}

//! Reminding those who have not handed in (독려): the log of contacts, and the ladder 담당자 → 책임관 → 기관장.
//!
//! The rule, as it is printed on the board: the officer from three working days before the due day; the head from the first
//! working day after it; the minister from the third. Two contacts on one rung without a return lead to the next. A promised
//! day is waited for. Nothing is proposed once the return is in.

use crate::domain::calendar::{Calendar, day_of};
use crate::domain::ids::Slug;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Working days before the due day from which the officer is contacted.
pub const OFFICER_BEFORE: i64 = 3;
/// Working days after the due day from which the head is contacted.
pub const HEAD_AFTER: i64 = 1;
/// Working days after the due day from which the minister is contacted.
pub const MINISTER_AFTER: i64 = 3;
/// Contacts on one rung after which the next is taken.
pub const CONTACTS_A_RUNG: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 담당자
    Officer,
    /// 책임관
    Head,
    /// 기관장
    Minister,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Officer, Self::Head, Self::Minister];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Minister => "minister",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The next rung; the last has none.
    const fn next(self) -> Self {
        match self {
            Self::Officer => Self::Head,
            Self::Head | Self::Minister => Self::Minister,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 전화
    Phone,
    /// 메신저
    Messenger,
    /// 전자우편
    Mail,
    /// 방문
    Visit,
    /// 자동 알림
    System,
}

impl Way {
    pub const ALL: [Self; 5] = [Self::Phone, Self::Messenger, Self::Mail, Self::Visit, Self::System];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Messenger => "messenger",
            Self::Mail => "mail",
            Self::Visit => "visit",
            Self::System => "system",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chase {
    pub institution: Slug,
    pub level: Level,
    pub way: Way,
    pub note: String,
    /// The day for which the return was promised.
    pub promised_on: Option<NaiveDate>,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

/// What is proposed next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextStep {
    pub level: Level,
    /// The day to do it; a working day, today or later.
    pub on: NaiveDate,
    /// Whether it waits for a promised day.
    pub promised: bool,
}

/// The next contact with an institution that still owes its return; `chases` are its contacts, oldest first.
#[must_use]
pub fn next_step(due: NaiveDate, today: NaiveDate, chases: &[Chase], calendar: &Calendar) -> NextStep {
    let made_by_people: Vec<&Chase> = chases.iter().filter(|chase| chase.way != Way::System).collect();
    let promised = made_by_people.last().and_then(|chase| chase.promised_on).filter(|on| *on >= today);
    if let Some(on) = promised {
        let day = calendar.next_working_day(on);
        return NextStep { level: level_on(due, day, &made_by_people, calendar), on: day, promised: true };
    }
    let contacted_today = made_by_people.last().is_some_and(|chase| day_of(chase.recorded_at) == today);
    let from = if contacted_today { today + Days::new(1) } else { today.max(first_day(due, calendar)) };
    let on = calendar.on_or_after(from);
    NextStep { level: level_on(due, on, &made_by_people, calendar), on, promised: false }
}

/// The first day on which the officer is contacted.
fn first_day(due: NaiveDate, calendar: &Calendar) -> NaiveDate {
    let mut day = calendar.last_working_day(due);
    for _ in 0..OFFICER_BEFORE {
        day = calendar.last_working_day(day - Days::new(1));
    }
    day
}

fn level_on(due: NaiveDate, day: NaiveDate, chases: &[&Chase], calendar: &Calendar) -> Level {
    let late = calendar.working_days_after(due, day);
    let by_date = match late {
        MINISTER_AFTER.. => Level::Minister,
        HEAD_AFTER.. => Level::Head,
        _ => Level::Officer,
    };
    let reached = chases.iter().map(|chase| chase.level).max().unwrap_or(Level::Officer);
    let on_rung = chases.iter().filter(|chase| chase.level == reached).count();
    let by_contacts = if on_rung >= CONTACTS_A_RUNG { reached.next() } else { reached };
    by_date.max(by_contacts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::start_of;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn chase(on: &str, level: Level, promised_on: Option<&str>) -> Chase {
        Chase {
            institution: Slug::parse("mofa").unwrap(),
            level,
            way: Way::Phone,
            note: String::new(),
            promised_on: promised_on.map(day),
            by_name: "이서연".into(),
            recorded_at: start_of(day(on)) + chrono::TimeDelta::hours(10),
        }
    }

    fn next(today: &str, chases: &[Chase]) -> (Level, String, bool) {
        // Due on Friday, 22 March 2024.
        let step = next_step(day("2024-03-22"), day(today), chases, &Calendar::new([]));
        (step.level, step.on.to_string(), step.promised)
    }

    #[test]
    fn the_officer_is_contacted_from_three_working_days_before_the_due_day() {
        assert_eq!(next("2024-03-11", &[]), (Level::Officer, "2024-03-19".into(), false));
        assert_eq!(next("2024-03-20", &[]), (Level::Officer, "2024-03-20".into(), false));
    }

    #[test]
    fn the_ladder_follows_the_working_days_after_the_due_day() {
        assert_eq!(next("2024-03-25", &[]), (Level::Head, "2024-03-25".into(), false));
        assert_eq!(next("2024-03-27", &[]), (Level::Minister, "2024-03-27".into(), false));
        assert_eq!(next("2024-03-23", &[]), (Level::Head, "2024-03-25".into(), false));
    }

    #[test]
    fn two_contacts_on_a_rung_lead_to_the_next() {
        let once = [chase("2024-03-19", Level::Officer, None)];
        assert_eq!(next("2024-03-20", &once).0, Level::Officer);
        let twice = [chase("2024-03-19", Level::Officer, None), chase("2024-03-20", Level::Officer, None)];
        assert_eq!(next("2024-03-21", &twice).0, Level::Head);
    }

    #[test]
    fn a_promise_is_waited_for_and_one_contact_a_day_is_enough() {
        let promised = [chase("2024-03-20", Level::Officer, Some("2024-03-22"))];
        assert_eq!(next("2024-03-21", &promised), (Level::Head, "2024-03-25".into(), true));
        assert_eq!(next("2024-03-20", &[chase("2024-03-20", Level::Officer, None)]).1, "2024-03-21");
    }

    #[test]
    fn an_automatic_notice_neither_breaks_a_promise_nor_counts_on_a_rung() {
        let notice = |on: &str| Chase { way: Way::System, ..chase(on, Level::Officer, None) };
        let promised = [chase("2024-03-19", Level::Officer, Some("2024-03-22")), notice("2024-03-20")];
        assert_eq!(next("2024-03-20", &promised), (Level::Head, "2024-03-25".into(), true));
        let told = [notice("2024-03-11"), notice("2024-03-19"), notice("2024-03-20")];
        assert_eq!(next("2024-03-20", &told), (Level::Officer, "2024-03-20".into(), false));
    }

    proptest! {
        #[test]
        fn what_is_proposed_is_a_working_day_not_in_the_past(offset in 0u64..40, contacts in 0usize..6) {
            let today = day("2024-03-04") + Days::new(offset);
            let chases: Vec<_> = (0..contacts).map(|_| chase("2024-03-18", Level::Officer, None)).collect();
            let calendar = Calendar::new([(day("2024-04-10"), "선거일".to_owned())]);
            let step = next_step(day("2024-03-22"), today, &chases, &calendar);
            prop_assert!(step.on >= today && calendar.is_working_day(step.on));
        }

        #[test]
        fn time_never_leads_down_the_ladder(offset in 0u64..30, later in 0u64..10) {
            let calendar = Calendar::new([]);
            let due = day("2024-03-22");
            let today = day("2024-03-04") + Days::new(offset);
            let before = next_step(due, today, &[], &calendar).level;
            let after = next_step(due, today + Days::new(later), &[], &calendar).level;
            prop_assert!(after >= before);
        }
    }
}

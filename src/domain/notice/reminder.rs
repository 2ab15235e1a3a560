//! On which day an institution whose return is not in is reminded (working days, DESIGN of the review).
//!
//! Three and one working days before the due day, on its last working day, and then on the first, third, fifth and every
//! fifth working day after it. Only the last of these that has come counts: a server that was down for two days sends one
//! reminder, not three.

use crate::domain::calendar::Calendar;
use chrono::{Days, NaiveDate};
use std::fmt;

/// The hour, in Korean time, from which reminders of a day are made.
pub const HOUR: i64 = 7;

/// How far from the due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// So many working days before it; 0: its last working day.
    Before(i64),
    /// So many working days after it.
    After(i64),
}

impl Stage {
    /// The latest stage on or before `today` whose day comes after `since`, the day the due was set: nobody is reminded on
    /// the day on which they were first told.
    #[must_use]
    pub fn reached(calendar: &Calendar, since: NaiveDate, due: NaiveDate, today: NaiveDate) -> Option<Self> {
        let stage = if today > due { after(calendar, due, today) } else { before(calendar, due, today) }?;
        (stage.day(calendar, due) > since).then_some(stage)
    }

    /// The day of this stage.
    #[must_use]
    pub fn day(self, calendar: &Calendar, due: NaiveDate) -> NaiveDate {
        match self {
            Self::Before(days) => {
                (0..days).fold(calendar.last_working_day(due), |day, _| calendar.last_working_day(day - Days::new(1)))
            }
            Self::After(days) => (0..days).fold(due, |day, _| calendar.next_working_day(day)),
        }
    }
}

/// The word under which a stage is remembered.
impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(days) => write!(f, "before {days}"),
            Self::After(days) => write!(f, "after {days}"),
        }
    }
}

fn before(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> Option<Stage> {
    [0, 1, 3].map(Stage::Before).into_iter().find(|stage| stage.day(calendar, due) <= today)
}

fn after(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> Option<Stage> {
    let days = calendar.working_days_after(due, today);
    match days {
        0 => before(calendar, due, today),
        1 | 2 => Some(Stage::After(1)),
        3 | 4 => Some(Stage::After(3)),
        _ => Some(Stage::After(days - days % 5)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::new([(day("2024-04-10"), "국회의원 선거일".to_owned())])
    }

    fn on(today: &str) -> Option<Stage> {
        Stage::reached(&calendar(), day("2024-03-11"), day("2024-03-22"), day(today))
    }

    #[test]
    fn reminders_come_three_and_one_working_days_before_and_on_the_day() {
        let days = ["2024-03-18", "2024-03-19", "2024-03-20", "2024-03-21", "2024-03-22"].map(on);
        let before = |n| Some(Stage::Before(n));
        assert_eq!(days, [None, before(3), before(3), before(1), before(0)]);
    }

    #[test]
    fn late_notices_thin_out() {
        let days =
            ["2024-03-24", "2024-03-25", "2024-03-26", "2024-03-27", "2024-03-29", "2024-04-04", "2024-04-05"].map(on);
        let after = |n| Some(Stage::After(n));
        assert_eq!(days, [Some(Stage::Before(0)), after(1), after(1), after(3), after(5), after(5), after(10)]);
    }

    #[test]
    fn a_due_day_on_a_sunday_is_recalled_on_the_friday_before() {
        let reached = |today| Stage::reached(&calendar(), day("2024-03-11"), day("2024-03-31"), day(today));
        assert_eq!(reached("2024-03-28"), Some(Stage::Before(1)));
        assert_eq!(reached("2024-03-29"), Some(Stage::Before(0)));
        assert_eq!(reached("2024-03-31"), Some(Stage::Before(0)));
        assert_eq!(reached("2024-04-01"), Some(Stage::After(1)));
    }

    #[test]
    fn nobody_is_reminded_on_the_day_the_due_was_set() {
        let reached = |since| Stage::reached(&calendar(), day(since), day("2024-03-22"), day("2024-03-20"));
        assert_eq!(reached("2024-03-20"), None);
        assert_eq!(reached("2024-03-18"), Some(Stage::Before(3)));
    }

    proptest! {
        #[test]
        fn a_stage_is_never_ahead_of_its_day(due in 0u64..400, today in 0u64..430) {
            let (start, calendar) = (day("2024-01-01"), calendar());
            let (due, today) = (start + Days::new(due), start + Days::new(today));
            if let Some(stage) = Stage::reached(&calendar, day("2023-01-01"), due, today) {
                prop_assert!(stage.day(&calendar, due) <= today);
                prop_assert!(calendar.is_working_day(stage.day(&calendar, due)));
            }
        }
    }
}

//! When things are recorded: working days from 2024-02-05 to 2024-03-19, 09:00 to 18:00 Korean time, not over lunch.

use super::random::Random;
use crate::domain::calendar::{Calendar, day_of, start_of};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::ops::RangeInclusive;

/// The days on which reports usually come, in four turns.
const TURNS: [((u32, u32), (u32, u32)); 4] =
    [((2, 5), (2, 16)), ((2, 19), (2, 29)), ((3, 4), (3, 8)), ((3, 11), (3, 19))];

/// A day of 2024.
#[must_use]
pub fn day(month: u32, dom: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, dom).unwrap_or(NaiveDate::MIN)
}

/// The working days of the demonstration.
#[derive(Clone, Debug)]
pub struct Timetable {
    days: Vec<NaiveDate>,
}

impl Timetable {
    #[must_use]
    pub fn new(calendar: &Calendar) -> Self {
        let all = day(2, 5).iter_days().take_while(|one| *one <= day(3, 19));
        Self { days: all.filter(|one| calendar.is_working_day(*one)).collect() }
    }

    /// An instant on one of the working days of a range; `None` where there is none.
    pub fn within(&self, range: RangeInclusive<NaiveDate>, random: &mut Random) -> Option<DateTime<Utc>> {
        let days: Vec<_> = self.days.iter().filter(|one| range.contains(one)).collect();
        days.get(random.below(days.len())).map(|one| at_work(**one, random))
    }

    /// An instant in the turn with that number, from 0.
    pub fn turn(&self, number: usize, random: &mut Random) -> Option<DateTime<Utc>> {
        let (first, last) = TURNS.get(number)?;
        self.within(day(first.0, first.1)..=day(last.0, last.1), random)
    }

    /// An instant so many working days later; `None` where the timetable ends before.
    pub fn later(&self, than: DateTime<Utc>, working_days: usize, random: &mut Random) -> Option<DateTime<Utc>> {
        let after = self.days.iter().filter(|one| **one > day_of(than));
        after.skip(working_days.saturating_sub(1)).map(|one| at_work(*one, random)).next()
    }

    /// The first working day after `day`, as far as the timetable goes.
    #[must_use]
    pub fn day_after(&self, day: NaiveDate) -> NaiveDate {
        self.days.iter().find(|one| **one > day).copied().unwrap_or(day)
    }

    /// The last working day before `day`, as far as the timetable goes.
    #[must_use]
    pub fn day_before(&self, day: NaiveDate) -> NaiveDate {
        self.days.iter().rev().find(|one| **one < day).copied().unwrap_or(day)
    }
}

fn at_work(day: NaiveDate, random: &mut Random) -> DateTime<Utc> {
    let worked = random.below(480);
    let minutes = 9 * 60 + worked + if worked >= 180 { 60 } else { 0 };
    let seconds = minutes * 60 + random.below(60);
    start_of(day) + TimeDelta::seconds(i64::try_from(seconds).unwrap_or_default())
}

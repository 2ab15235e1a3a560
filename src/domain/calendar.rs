//! Korean days: the zone, the holidays, the working days.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use std::collections::BTreeMap;

/// Korea Standard Time has no summer time, so a fixed offset says all.
pub const KST: FixedOffset = match FixedOffset::east_opt(9 * 3600) {
    Some(offset) => offset,
    None => panic!("+09:00 is an offset"),
};

/// The Korean day on which an instant falls.
#[must_use]
pub fn day_of(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&KST).date_naive()
}

/// The first instant of a Korean day.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // A fixed offset maps each local time to exactly one instant.
    KST.from_local_datetime(&midnight).single().map_or(DateTime::<Utc>::MIN_UTC, |t| t.with_timezone(&Utc))
}

/// The first instant after a Korean day: what was recorded before it was recorded "by the end of that day".
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    start_of(day + Days::new(1))
}

/// Public holidays, substitutes and one-off days. The table is data: one-off days are decreed late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    holidays: BTreeMap<NaiveDate, String>,
}

impl Calendar {
    #[must_use]
    pub fn new(holidays: impl IntoIterator<Item = (NaiveDate, String)>) -> Self {
        Self { holidays: holidays.into_iter().collect() }
    }

    /// The name of the holiday on that day, if it is one.
    #[must_use]
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains_key(&day)
    }

    /// The last working day on or before `day`. A plan date is never rolled off a holiday; this stands beside it.
    #[must_use]
    pub fn last_working_day(&self, day: NaiveDate) -> NaiveDate {
        let mut candidate = day;
        while !self.is_working_day(candidate) {
            candidate = candidate - Days::new(1);
        }
        candidate
    }

    /// The first working day on or after `day`.
    #[must_use]
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        let mut candidate = day;
        while !self.is_working_day(candidate) {
            candidate = candidate + Days::new(1);
        }
        candidate
    }

    /// The first working day after `day`.
    #[must_use]
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.on_or_after(day + Days::new(1))
    }

    /// The day `count` working days after `day`.
    #[must_use]
    pub fn after_working_days(&self, day: NaiveDate, count: u8) -> NaiveDate {
        (0..count).fold(day, |day, _| self.next_working_day(day))
    }

    /// Working days after `from`, up to and including `to`; 0 where `to` is not later.
    #[must_use]
    pub fn working_days_after(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| self.is_working_day(*day));
        i64::try_from(days.count()).unwrap_or(i64::MAX)
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

    #[test]
    fn the_last_working_day_of_march_2024_was_friday_the_29th() {
        assert_eq!(calendar().last_working_day(day("2024-03-31")), day("2024-03-29"));
    }

    #[test]
    fn seven_working_days_were_left_on_20_march_2024() {
        assert_eq!(calendar().working_days_after(day("2024-03-20"), day("2024-03-31")), 7);
        assert_eq!(calendar().working_days_after(day("2024-03-31"), day("2024-03-20")), 0);
    }

    #[test]
    fn working_days_are_counted_over_weekends_and_holidays() {
        assert_eq!(calendar().on_or_after(day("2024-03-23")), day("2024-03-25"));
        assert_eq!(calendar().next_working_day(day("2024-04-09")), day("2024-04-11"));
        assert_eq!(calendar().after_working_days(day("2024-04-08"), 2), day("2024-04-11"));
    }

    #[test]
    fn a_holiday_is_no_working_day() {
        assert!(!calendar().is_working_day(day("2024-04-10")));
        assert_eq!(calendar().holiday(day("2024-04-10")), Some("국회의원 선거일"));
    }

    #[test]
    fn a_due_day_ends_at_24_00_korean_time() {
        assert_eq!(end_of(day("2024-03-31")).to_rfc3339(), "2024-03-31T15:00:00+00:00");
        assert_eq!(day_of("2024-03-31T14:59:59Z".parse().unwrap()), day("2024-03-31"));
        assert_eq!(day_of("2024-03-31T15:00:00Z".parse().unwrap()), day("2024-04-01"));
    }

    proptest! {
        #[test]
        fn an_instant_lies_within_its_day(seconds in 1_600_000_000i64..1_900_000_000) {
            let instant = DateTime::from_timestamp(seconds, 0).unwrap();
            let on = day_of(instant);
            prop_assert!(start_of(on) <= instant && instant < end_of(on));
        }

        #[test]
        fn the_last_working_day_is_a_working_day_and_not_later(offset in 0u64..4000) {
            let on = day("2024-01-01") + Days::new(offset);
            let last = calendar().last_working_day(on);
            prop_assert!(last <= on && calendar().is_working_day(last));
        }
    }
}

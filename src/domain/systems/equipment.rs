//! Equipment lines (장비): how old they are, until when they serve, when they are replaced and for how much.

use super::words::EquipmentKind;
use crate::domain::due::Due;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The longest service life anybody gives, in years.
pub const LIFE_MAX: i64 = 40;

/// One line of equipment: so many of a kind, made at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipment {
    pub kind: EquipmentKind,
    pub name: String,
    pub count: i64,
    /// Made (or brought in) on a day, in a month or in a year: as exactly as it is known.
    pub made: Due,
    /// Service life (내용연수) in years, by the Public Procurement Service's notice or what takes its place.
    pub life_years: i64,
    /// When it will be replaced.
    pub replaced_by: Option<Due>,
    pub budget_year: Option<i64>,
    /// What replacing it costs, in millions of won.
    pub cost: Option<i64>,
}

impl Equipment {
    /// The last day of its service life.
    #[must_use]
    pub fn serves_until(&self) -> NaiveDate {
        let months = u32::try_from(self.life_years.clamp(0, LIFE_MAX) * 12).unwrap_or(0);
        let end = self.made.last_day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        // Made on 1 March 2017 with seven years, it serves up to 29 February 2024; a month or year ends with its last day.
        match self.made.precision {
            crate::domain::due::Precision::Day => end.checked_sub_days(Days::new(1)).unwrap_or(end),
            _ => month_end(end),
        }
    }

    /// Its age on a day in whole years; 0 before it was made.
    #[must_use]
    pub fn age(&self, on: NaiveDate) -> i64 {
        i64::from(on.years_since(self.made.last_day).unwrap_or(0))
    }
}

fn month_end(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}

/// The first day on which some equipment is past its service life, less one; `None` where no equipment is known.
#[must_use]
pub fn all_serve_until(equipment: &[Equipment]) -> Option<NaiveDate> {
    equipment.iter().map(Equipment::serves_until).min()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn line(made: &str, life_years: i64) -> Equipment {
        Equipment {
            kind: EquipmentKind::Server,
            name: "웹서버".into(),
            count: 2,
            made: Due::parse(made).unwrap(),
            life_years,
            replaced_by: None,
            budget_year: None,
            cost: None,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_serves_to_the_day_before_the_anniversary_or_to_the_end_of_the_period() {
        assert_eq!(line("2017-03-01", 7).serves_until(), day("2024-02-29"));
        assert_eq!(line("2017-02", 7).serves_until(), day("2024-02-29"));
        assert_eq!(line("2017", 7).serves_until(), day("2024-12-31"));
    }

    #[test]
    fn the_oldest_decides_and_none_known_decides_nothing() {
        assert_eq!(all_serve_until(&[line("2020", 6), line("2015", 7)]), Some(day("2022-12-31")));
        assert_eq!(all_serve_until(&[]), None);
    }

    #[test]
    fn age_is_counted_in_whole_years() {
        assert_eq!(line("2017-03-20", 7).age(day("2024-03-19")), 6);
        assert_eq!(line("2017-03-20", 7).age(day("2024-03-20")), 7);
        assert_eq!(line("2025", 7).age(day("2024-03-20")), 0);
    }
}

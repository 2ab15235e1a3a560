//! A due date keeps the precision it was promised with. A month, quarter, half or year means its last day; the day ends
//! at 24:00 Korean time.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How exactly a due was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Day,
    Month,
    Quarter,
    Half,
    Year,
}

/// A promised day, written `2024-03-31`, `2024-03`, `2024-Q1`, `2024-H1` or `2024`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Due {
    /// The last day on which the promise is kept.
    pub last_day: NaiveDate,
    pub precision: Precision,
}

impl Due {
    /// A due promised to the day.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self { last_day: day, precision: Precision::Day }
    }

    /// Reads the written form; `None` for anything else, or a day that no calendar has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return (text.len() == 10).then(|| Self::on(day));
        }
        let (year, rest) = text.split_once('-').map_or((text, None), |(y, r)| (y, Some(r)));
        let year: i32 = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
        let (last_month, precision) = match rest {
            None => (12, Precision::Year),
            Some("H1") => (6, Precision::Half),
            Some("H2") => (12, Precision::Half),
            Some("Q1") => (3, Precision::Quarter),
            Some("Q2") => (6, Precision::Quarter),
            Some("Q3") => (9, Precision::Quarter),
            Some("Q4") => (12, Precision::Quarter),
            Some(month) if month.len() == 2 => (month.parse().ok()?, Precision::Month),
            Some(_) => return None,
        };
        let first = NaiveDate::from_ymd_opt(year, last_month, 1)?;
        let last_day = first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))?;
        Some(Self { last_day, precision })
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.last_day.year(), self.last_day.month());
        match self.precision {
            Precision::Day => write!(f, "{}", self.last_day),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Quarter => write!(f, "{year:04}-Q{}", month.div_ceil(3)),
            Precision::Half => write!(f, "{year:04}-H{}", month.div_ceil(6)),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for Due {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a due date")))
    }
}

/// Reads a day as people type it: `2024-03-29`, `20240329`, `2024. 3. 29.`, `2024/3/29`, with or without the weekday.
#[must_use]
pub fn parse_typed_day(text: &str) -> Option<NaiveDate> {
    let text = text.split('(').next().unwrap_or_default().trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let [year, month, day] = parts[..] else { return None };
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_coarse_due_means_its_last_day() {
        for (written, last) in [
            ("2024-03-31", "2024-03-31"),
            ("2024-02", "2024-02-29"),
            ("2023-02", "2023-02-28"),
            ("2024-Q1", "2024-03-31"),
            ("2024-H1", "2024-06-30"),
            ("2024-Q4", "2024-12-31"),
            ("2024", "2024-12-31"),
        ] {
            assert_eq!(Due::parse(written).unwrap().last_day, day(last), "{written}");
        }
    }

    #[test]
    fn nonsense_is_no_due() {
        for bad in
            ["", "2024-13", "2024-02-30", "2024-3", "2024-Q5", "24-03", "soon", "2024-03-31x", "2024-H3", "2024-3-1"]
        {
            assert_eq!(Due::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_typed_day_is_read_in_the_forms_officers_use() {
        for typed in ["2024-03-29", "20240329", "2024. 3. 29.", "2024. 3. 29.(금)", "2024/3/29", " 2024-3-29 "] {
            assert_eq!(parse_typed_day(typed), Some(day("2024-03-29")), "{typed}");
        }
        for bad in ["2024-02-30", "3. 29.", "내일", "", "2024033", "24-03-29"] {
            assert_eq!(parse_typed_day(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_due_reads_back_as_written(year in 2000i32..2100, month in 1u32..=12, dom in 1u32..=28, which in 0..5) {
            let written = match which {
                0 => format!("{year}-{month:02}-{dom:02}"),
                1 => format!("{year}-{month:02}"),
                2 => format!("{year}-Q{}", month.div_ceil(3)),
                3 => format!("{year}-H{}", month.div_ceil(6)),
                _ => format!("{year}"),
            };
            let due = Due::parse(&written).unwrap();
            prop_assert_eq!(due.to_string(), written);
        }

        #[test]
        fn a_coarser_due_is_never_earlier(year in 2000i32..2100, month in 1u32..=12) {
            let of = |text: String| Due::parse(&text).unwrap().last_day;
            let by_month = of(format!("{year}-{month:02}"));
            let by_quarter = of(format!("{year}-Q{}", month.div_ceil(3)));
            let by_half = of(format!("{year}-H{}", month.div_ceil(6)));
            prop_assert!(by_month <= by_quarter && by_quarter <= by_half && by_half <= of(year.to_string()));
        }
    }
}

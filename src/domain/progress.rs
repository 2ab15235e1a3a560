//! Progress figures. Unknown is not 0: it is left out of a mean and counted.

use chrono::NaiveDate;
use serde::Serialize;

/// A plain mean of the known values, with how many were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MeanProgress {
    /// Tenths of a per cent, rounded half up; `None` where nothing is known.
    pub tenths: Option<i64>,
    /// How many values the mean is made of.
    pub known: i64,
    /// How many were unknown.
    pub unknown: i64,
}

/// The mean of the known ones among `values` (each 0 to 100 per cent).
#[must_use]
pub fn mean_progress(values: impl IntoIterator<Item = Option<i64>>) -> MeanProgress {
    let (mut sum, mut known, mut unknown) = (0, 0, 0);
    for value in values {
        match value {
            Some(percent) => {
                sum += percent;
                known += 1;
            }
            None => unknown += 1,
        }
    }
    let tenths = (known > 0).then(|| (sum * 20 + known) / (known * 2));
    MeanProgress { tenths, known, unknown }
}

/// Planned progress in per cent: the share of days elapsed between announcement and approved due. An assumption of ours
/// (가정), for want of published interim targets.
#[must_use]
pub fn planned_progress(announced_on: NaiveDate, due: NaiveDate, today: NaiveDate) -> i64 {
    let whole = (due - announced_on).num_days();
    let elapsed = (today - announced_on).num_days();
    if whole <= 0 {
        return if elapsed >= 0 { 100 } else { 0 };
    }
    (elapsed * 100 / whole).clamp(0, 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unknown_is_left_out_and_counted() {
        let mean = mean_progress([Some(30), None, Some(35), None]);
        assert_eq!(mean, MeanProgress { tenths: Some(325), known: 2, unknown: 2 });
        assert_eq!(mean_progress([None]).tenths, None);
        assert_eq!(mean_progress([Some(0)]).tenths, Some(0));
    }

    #[test]
    fn a_mean_is_rounded_half_up_to_a_tenth() {
        assert_eq!(mean_progress([Some(1), Some(0), Some(0)]).tenths, Some(3));
        assert_eq!(mean_progress([Some(2), Some(0), Some(0)]).tenths, Some(7));
        assert_eq!(mean_progress((0..20).map(|i| Some(i64::from(i == 0)))).tenths, Some(1));
    }

    #[test]
    fn planned_progress_runs_from_announcement_to_due() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let planned = |today| planned_progress(day("2024-01-31"), day("2024-03-31"), day(today));
        assert_eq!(planned("2024-01-31"), 0);
        assert_eq!(planned("2024-03-01"), 50);
        assert_eq!(planned("2024-03-31"), 100);
        assert_eq!(planned("2024-12-31"), 100);
        assert_eq!(planned("2023-12-31"), 0);
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_the_extremes(values in prop::collection::vec(0i64..=100, 1..50)) {
            let mean = mean_progress(values.iter().copied().map(Some)).tenths.unwrap();
            prop_assert!(mean >= values.iter().min().unwrap() * 10 && mean <= values.iter().max().unwrap() * 10);
        }
    }
}

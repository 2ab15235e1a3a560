//! Planning a round: what is proposed for the next one, and whom a round asks for what when it is opened.

use super::{Round, RoundSettings, RoundSlug};
use crate::domain::calendar::{Calendar, end_of};
use crate::domain::ids::{AssignmentId, Slug};
use crate::domain::ledger::Ledger;
use crate::domain::standing::Standing;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::HashMap;

/// Working days that an ad hoc round takes returns.
const AD_HOC_DAYS: u8 = 5;

/// The next quarterly round: the quarter after the last one, or today's where there was none.
#[must_use]
pub fn next_quarter(rounds: &[Round], today: NaiveDate) -> Option<RoundSlug> {
    let quarter = |round: &Round| -> Option<(i32, u32)> {
        let slug = Some(&round.slug).filter(|slug| slug.is_quarterly())?;
        Some((slug.year().parse().ok()?, slug.number().parse().ok()?))
    };
    let (year, quarter) = match rounds.iter().filter_map(quarter).max() {
        Some((year, 4)) => (year + 1, 1),
        Some((year, quarter)) => (year, quarter + 1),
        None => (today.year(), today.month().div_ceil(3)),
    };
    RoundSlug::parse(&format!("{year}-Q{quarter}"))
}

/// The next ad hoc round of today's year.
#[must_use]
pub fn next_ad_hoc(rounds: &[Round], today: NaiveDate) -> Option<RoundSlug> {
    let year = today.year().to_string();
    let same_year = rounds.iter().filter(|round| !round.slug.is_quarterly() && round.slug.year() == year);
    let last = same_year.filter_map(|round| round.slug.number().parse::<u32>().ok()).max().unwrap_or(0);
    RoundSlug::parse(&format!("{year}-A{}", last + 1))
}

/// 제N차 of the next round.
#[must_use]
pub fn next_ordinal(rounds: &[Round]) -> i64 {
    rounds.iter().map(|round| round.ordinal).max().unwrap_or(0) + 1
}

/// The settings proposed for a round. Quarterly: in the week of the 15th of the quarter's last month the window opens, its
/// Friday is the base date; returns are due on the Friday after, and the meeting is on the Wednesday after that. Ad hoc: as
/// of today, five working days.
#[must_use]
pub fn proposed_settings(slug: &RoundSlug, today: NaiveDate, calendar: &Calendar) -> RoundSettings {
    let (base_date, window_from, due, meeting_on) = quarter_days(slug, calendar).unwrap_or_else(|| {
        let due = calendar.after_working_days(today, AD_HOC_DAYS);
        (today, today, due, None)
    });
    RoundSettings {
        base_date,
        window_from,
        due,
        meeting_on,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    }
}

type QuarterDays = (NaiveDate, NaiveDate, NaiveDate, Option<NaiveDate>);

fn quarter_days(slug: &RoundSlug, calendar: &Calendar) -> Option<QuarterDays> {
    if !slug.is_quarterly() {
        return None;
    }
    let (year, quarter): (i32, u32) = (slug.year().parse().ok()?, slug.number().parse().ok()?);
    let middle = NaiveDate::from_ymd_opt(year, quarter * 3, 15)?;
    let monday = middle - Days::new(u64::from(middle.weekday().num_days_from_monday()));
    let later = |days: u64| monday + Days::new(days);
    let meeting = calendar.on_or_after(later(16));
    Some((later(4), calendar.on_or_after(monday), calendar.last_working_day(later(11)), Some(meeting)))
}

/// What one institution is asked: its assignments, and whether each asks for a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub institution: Slug,
    pub assignments: Vec<(AssignmentId, bool)>,
}

impl Asked {
    /// How many of its assignments ask for a report.
    #[must_use]
    pub fn count(&self) -> usize {
        self.assignments.iter().filter(|(_, asked)| *asked).count()
    }
}

/// Whom a round asks for what, when it is opened on the day of `now`: every institution that has an assignment of the
/// tasks covered on the base date, in the register's order. What is done, dropped or superseded is listed and asks
/// nothing. An affiliate has no return: it reports through its parent. Where the holder of the base date has ended
/// meanwhile, its successor is asked.
#[must_use]
pub fn asked(ledger: &Ledger, now: &Standing, settings: &RoundSettings) -> Vec<Asked> {
    let cutoff = end_of(settings.base_date);
    let mut of: HashMap<&Slug, Vec<(AssignmentId, bool)>> = HashMap::new();
    let covered = ledger.assignments.iter().filter(|one| settings.covers(one.task_no) && one.stands_before(cutoff));
    for assignment in covered {
        let (Some(holder), Some(standing)) = (assignment.holder_before(cutoff), now.by_id(assignment.id)) else {
            continue;
        };
        let stands = ledger.institution(holder).is_some_and(|one| one.is_valid_on(now.day));
        let holder = if stands { holder } else { &standing.institution };
        of.entry(holder).or_default().push((assignment.id, standing.light.is_open()));
    }
    let central = ledger.institutions.iter().filter(|one| one.parent.is_none());
    let asked = central.filter_map(|one| {
        let assignments = of.remove(&one.slug)?;
        Some(Asked { institution: one.slug.clone(), assignments })
    });
    asked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::{ledger, report};
    use crate::domain::ids::{RoundId, TaskNo};
    use crate::domain::ledger::{Fact, VerificationFact};
    use crate::domain::round::{RoundEvent, RoundEventKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn round(slug: &str, ordinal: i64) -> Round {
        let slug = RoundSlug::parse(slug).unwrap();
        let settings = proposed_settings(&slug, day("2024-03-20"), &Calendar::new([]));
        let event = RoundEvent {
            kind: RoundEventKind::Planned,
            settings,
            reason: String::new(),
            by: None,
            by_name: String::new(),
            recorded_at: end_of(day("2024-03-01")),
        };
        Round::of(RoundId(ordinal), slug, ordinal, vec![event]).unwrap()
    }

    #[test]
    fn the_next_round_follows_the_last() {
        let rounds = [round("2024-A1", 1), round("2024-Q1", 2), round("2023-Q4", 3)];
        let today = day("2024-03-20");
        assert_eq!(next_quarter(&rounds, today).unwrap().as_str(), "2024-Q2");
        assert_eq!(next_quarter(&[round("2024-Q4", 1)], today).unwrap().as_str(), "2025-Q1");
        assert_eq!(next_quarter(&[], today).unwrap().as_str(), "2024-Q1");
        assert_eq!(next_ad_hoc(&rounds, today).unwrap().as_str(), "2024-A2");
        assert_eq!(next_ad_hoc(&rounds, day("2025-01-02")).unwrap().as_str(), "2025-A1");
        assert_eq!((next_ordinal(&rounds), next_ordinal(&[])), (4, 1));
    }

    #[test]
    fn a_quarter_is_proposed_around_the_middle_of_its_last_month() {
        let calendar = Calendar::new([]);
        let settings = |slug: &str| proposed_settings(&RoundSlug::parse(slug).unwrap(), day("2024-03-20"), &calendar);
        let first = settings("2024-Q1");
        assert_eq!(
            [first.window_from, first.base_date, first.due].map(|on| on.to_string()),
            ["2024-03-11", "2024-03-15", "2024-03-22"]
        );
        assert_eq!(first.meeting_on, Some(day("2024-03-27")));
        let ad_hoc = settings("2024-A2");
        assert_eq!((ad_hoc.base_date, ad_hoc.due, ad_hoc.meeting_on), (day("2024-03-20"), day("2024-03-27"), None));
        for year in 2024..2040 {
            for quarter in 1..=4 {
                let proposed = settings(&format!("{year}-Q{quarter}"));
                assert!(Round::check_days(&proposed).is_ok(), "{proposed:?}");
            }
        }
    }

    #[test]
    fn everybody_with_an_assignment_is_asked_and_what_is_done_asks_nothing() {
        let verified = VerificationFact {
            assignment: AssignmentId(2),
            milestone: crate::domain::ids::MilestoneId(1),
            verified: true,
            reason: String::new(),
            by_name: String::new(),
            recorded_at: end_of(day("2024-03-10")),
        };
        let ledger = ledger().with([Fact::Report(report(2, "2024-03-09", None, true)), Fact::Verification(verified)]);
        let now = Standing::derive(&ledger, day("2024-03-15"));
        let settings = round("2024-Q1", 1).settings;
        let all = asked(&ledger, &now, &settings);
        let told: Vec<_> = all.iter().map(|one| (one.institution.as_str(), one.count())).collect();
        assert_eq!(told, [("moef", 0), ("mois", 1), ("kostat", 1)]);
        let other = RoundSettings { tasks: vec![TaskNo(9)], ..settings };
        assert!(asked(&ledger, &now, &other).is_empty());
    }
}

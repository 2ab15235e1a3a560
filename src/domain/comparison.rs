//! Two standings of a plan compared (지난 점검과 비교): what was done, got worse, slipped or got better in between.

use crate::domain::ids::AssignmentId;
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, Standing};
use serde::Serialize;

/// Which way an assignment went; the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// 완료
    Done,
    /// 악화: it became late, or is judged worse: by the PMO where both times it was, else by the institution itself.
    Worse,
    /// 밀림: a forecast moved later.
    Slipped,
    /// 호전: it is no longer late, or is judged better.
    Better,
}

impl Turn {
    pub const ALL: [Self; 4] = [Self::Done, Self::Worse, Self::Slipped, Self::Better];
}

/// An assignment that went somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned {
    pub assignment: AssignmentId,
    pub turn: Turn,
    /// Days by which the forecast that slipped most moved later; 0 where none did.
    pub slip_days: i64,
}

/// The assignments of both standings that went somewhere, in the order of the later one.
#[must_use]
pub fn compare(before: &Standing, after: &Standing) -> Vec<Turned> {
    let known = after.assignments.iter().filter_map(|now| Some((before.by_id(now.id)?, now)));
    known
        .filter_map(|(then, now)| {
            let slip_days = slip_days(then, now);
            Some(Turned { assignment: now.id, turn: turn(then, now, slip_days)?, slip_days })
        })
        .collect()
}

fn turn(then: &AssignmentStanding, now: &AssignmentStanding, slip_days: i64) -> Option<Turn> {
    let (was_late, is_late) = (then.light == Light::Late, now.light == Light::Late);
    let judged = judged(then, now);
    if now.light == Light::Done {
        (then.light != Light::Done).then_some(Turn::Done)
    } else if (is_late && !was_late) || judged > 0 {
        Some(Turn::Worse)
    } else if slip_days > 0 {
        Some(Turn::Slipped)
    } else if (was_late && !is_late) || judged < 0 {
        Some(Turn::Better)
    } else {
        None
    }
}

/// How much worse it is judged: by the verdicts where there is one on both sides, by the self ratings where the PMO has
/// said nothing. A first judgement has nothing to compare with.
fn judged(then: &AssignmentStanding, now: &AssignmentStanding) -> i64 {
    match (&then.verdict, &now.verdict) {
        (Some(before), Some(after)) => of_verdict(after.verdict) - of_verdict(before.verdict),
        (None, None) => match (then.self_rating(), now.self_rating()) {
            (Some(before), Some(after)) => of_rating(after) - of_rating(before),
            _ => 0,
        },
        _ => 0,
    }
}

const fn of_verdict(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::AtRisk => 2,
        Verdict::Watch => 1,
        Verdict::OnTrack | Verdict::Verified => 0,
    }
}

const fn of_rating(rating: SelfRating) -> i64 {
    match rating {
        SelfRating::AtRisk => 2,
        SelfRating::Watch => 1,
        SelfRating::OnTrack | SelfRating::Claimed => 0,
    }
}

/// Until a forecast is given it is the first approved due.
fn slip_days(then: &AssignmentStanding, now: &AssignmentStanding) -> i64 {
    let moves = now.steps.iter().filter(|step| step.light.is_open()).filter_map(|step| {
        let earlier = then.steps.iter().find(|one| one.milestone == step.milestone)?;
        let from = earlier.forecast.unwrap_or(earlier.first_due.last_day);
        Some((step.forecast.unwrap_or(step.first_due.last_day) - from).num_days())
    });
    moves.max().unwrap_or(0).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::{ledger, report, verdict};
    use crate::domain::ledger::{Fact, Ledger};

    fn turns(ledger: &Ledger, from: &str, until: &str) -> Vec<(i64, Turn, i64)> {
        let at = |day: &str| Standing::derive(ledger, day.parse().unwrap());
        let turned = compare(&at(from), &at(until));
        turned.into_iter().map(|one| (one.assignment.0, one.turn, one.slip_days)).collect()
    }

    #[test]
    fn nothing_goes_anywhere_on_one_day() {
        let ledger = ledger().with([Fact::Report(report(1, "2024-03-01", Some("2024-04-20"), false))]);
        assert_eq!(turns(&ledger, "2024-03-20", "2024-03-20"), []);
    }

    #[test]
    fn a_forecast_moved_later_has_slipped() {
        let moved = report(1, "2024-03-10", Some("2024-04-20"), false);
        let ledger = ledger().with([Fact::Report(moved)]);
        let told = turns(&ledger, "2024-03-01", "2024-03-11");
        assert_eq!(told.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(), [(1, Turn::Slipped)]);
        assert!(told[0].2 > 0);
    }

    #[test]
    fn a_worse_verdict_counts_before_a_slip_and_a_better_one_after() {
        let told = report(1, "2024-03-01", None, false);
        let judged = |on, what| Fact::Verdict(verdict(on, what));
        let facts = [
            Fact::Report(told),
            judged("2024-03-02", Verdict::Watch),
            judged("2024-03-10", Verdict::AtRisk),
            judged("2024-03-14", Verdict::OnTrack),
        ];
        let ledger = ledger().with(facts);
        assert_eq!(turns(&ledger, "2024-03-05", "2024-03-11"), [(1, Turn::Worse, 0)]);
        assert_eq!(turns(&ledger, "2024-03-11", "2024-03-15"), [(1, Turn::Better, 0)]);
        assert_eq!(turns(&ledger, "2024-03-01", "2024-03-05"), [], "a first verdict has nothing to compare with");
    }

    #[test]
    fn an_assignment_that_became_late_is_worse() {
        let told = turns(&ledger(), "2024-03-20", "2024-12-31");
        assert!(!told.is_empty() && told.iter().all(|one| one.1 == Turn::Worse), "{told:?}");
    }
}

//! A standing that follows its ledger fact by fact says what one derived afresh says.

use super::*;
use crate::domain::due::Due;
use crate::domain::exceptions::tests::{change, ledger, report, verdict};
use crate::domain::ids::{DateChangeId, ReportId};
use crate::domain::ledger::{EndingFact, Fact, StepDueFact, VerificationFact};
use crate::domain::rating::Verdict;
use crate::domain::schedule::Ending;
use chrono::Days;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// All that a page can read of a standing.
fn told(standing: &Standing) -> String {
    let assignments: Vec<_> = standing.assignments.iter().collect();
    let Standing { day, tasks, institutions, date_changes, last_recorded_at, .. } = standing;
    format!("{day} {assignments:#?} {tasks:#?} {institutions:#?} {date_changes:#?} {last_recorded_at:?}")
}

/// A fact of the given kind about one of the three assignments, recorded on the `on`-th day of 2024.
fn fact(kind: u8, of: i64, id: i64, on: u64, yes: bool) -> Fact {
    let on = (day("2024-01-31") + Days::new(on)).to_string();
    let one = report(of, &on, yes.then_some("2024-04-12"), !yes);
    let (assignment, milestone, at) = (one.assignment, MilestoneId(1), one.recorded_at);
    let (reason, by_name) = (String::new(), String::new());
    match kind {
        0 => Fact::Report(ReportFact { id: ReportId(id), ..one }),
        1 => Fact::Verdict(VerdictFact {
            assignment,
            ..verdict(&on, if yes { Verdict::Watch } else { Verdict::OnTrack })
        }),
        2 => Fact::Verification(VerificationFact {
            assignment,
            milestone,
            verified: yes,
            reason,
            by_name,
            recorded_at: at,
        }),
        3 => {
            let (ending, decider) = (Ending::Dropped, String::new());
            Fact::Ending(EndingFact { assignment, milestone, ending, reason, decider, by_name, recorded_at: at })
        }
        4 => Fact::StepDue(StepDueFact {
            assignment,
            milestone,
            due: Due::on(day("2024-03-08")),
            reason,
            recorded_at: at,
        }),
        5 => Fact::DateChange(DateChangeFact { id: DateChangeId(id), assignment, ..change(&on, yes.then_some(&on)) }),
        _ => waiting(of, Some("2024-03-10")),
    }
}

/// A proposal of early February about one of the assignments, and what was decided on it.
fn waiting(of: i64, decided: Option<&str>) -> Fact {
    let (id, assignment) = (DateChangeId(1000 + of), AssignmentId(of));
    Fact::DateChange(DateChangeFact { id, assignment, ..change("2024-02-05", decided) })
}

proptest! {
    #[test]
    fn following_facts_says_what_deriving_afresh_says(
        facts in prop::collection::vec((0u8..7, 1i64..4, 0u64..60, any::<bool>()), 1..24),
        split in 0usize..24,
    ) {
        let facts: Vec<_> = (1..).zip(facts).map(|(id, (kind, of, on, yes))| fact(kind, of, id, on, yes)).collect();
        let (first, rest) = facts.split_at(split.min(facts.len()));
        let before = ledger().with((1..4).map(|of| waiting(of, None))).with(first.to_vec());
        let after = before.clone().with(rest.to_vec());
        let touched: BTreeSet<_> = rest.iter().map(Fact::assignment).collect();
        for on in ["2024-02-20", "2024-03-20", "2024-04-20"] {
            let followed = Standing::derive(&before, day(on)).after(&after, &touched);
            prop_assert_eq!(told(&followed), told(&Standing::derive(&after, day(on))));
        }
    }
}

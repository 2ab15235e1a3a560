//! Who waits for whom: an assignment that cannot go on before another institution's milestone or directive is done. The
//! days are counted against the one waited for.

use crate::domain::calendar::day_of;
use crate::domain::council::outcome::NoteKind;
use crate::domain::council::view::{Council, Entry};
use crate::domain::ids::{MilestoneId, RecordId, Slug, TaskNo};
use crate::domain::standing::Standing;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// A step of another institution.
    Step { task: TaskNo, milestone: MilestoneId, institution: Slug },
    /// A directive or request that another institution owns.
    Outcome { outcome: RecordId, institution: Slug },
}

impl Awaited {
    /// The institution against which the days are counted.
    #[must_use]
    pub const fn institution(&self) -> &Slug {
        match self {
            Self::Step { institution, .. } | Self::Outcome { institution, .. } => institution,
        }
    }
}

/// B waits for A.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingOn {
    /// The assignment that waits.
    pub task: TaskNo,
    pub institution: Slug,
    pub awaited: Awaited,
    pub reason: String,
    pub since: NaiveDate,
    /// The day on which the waiting was called off.
    #[serde(default)]
    pub ended_on: Option<NaiveDate>,
}

/// A waiting as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Wait<'a> {
    pub entry: &'a Entry<WaitingOn>,
    /// Days waited, the first day not counted.
    pub days: i64,
    /// The day on which it ended: what was waited for is done, or it was called off.
    pub over_on: Option<NaiveDate>,
}

impl Council {
    /// Every waiting, the open ones first, then the longest.
    #[must_use]
    pub fn waitings_on(&self, standing: &Standing) -> Vec<Wait<'_>> {
        let mut all: Vec<_> = self.waitings.iter().map(|entry| self.wait(entry, standing)).collect();
        all.sort_by_key(|one| (one.over_on.is_some(), std::cmp::Reverse(one.days), one.entry.id));
        all
    }

    fn wait<'a>(&'a self, entry: &'a Entry<WaitingOn>, standing: &Standing) -> Wait<'a> {
        let done_on = match &entry.body.awaited {
            Awaited::Step { task, milestone, institution } => done_step(standing, *task, *milestone, institution),
            Awaited::Outcome { outcome, .. } => self.closed_on(*outcome),
        };
        let over_on = [entry.body.ended_on, done_on].into_iter().flatten().min().filter(|day| *day <= self.day);
        let until = over_on.unwrap_or(self.day);
        Wait { entry, days: (until - entry.body.since).num_days().max(0), over_on }
    }

    fn closed_on(&self, outcome: RecordId) -> Option<NaiveDate> {
        let follow_up = self.follow_up(self.outcome(outcome)?)?;
        let closing = |kind| matches!(kind, NoteKind::Closed | NoteKind::Dropped);
        let note = follow_up.notes.iter().rev().find(|note| closing(note.body.kind))?;
        (!follow_up.is_open()).then(|| day_of(note.at))
    }
}

fn done_step(standing: &Standing, task: TaskNo, milestone: MilestoneId, institution: &Slug) -> Option<NaiveDate> {
    let of_task = standing.assignments.iter().filter(|one| one.task_no == task && one.institution == *institution);
    of_task.flat_map(|one| &one.steps).find(|step| step.milestone == milestone)?.verified_on()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, day, slug};
    use crate::domain::exceptions::tests::ledger;
    use crate::domain::ledger::{Fact, VerificationFact};
    use crate::domain::plan_file::MeetingKind;

    fn step() -> Awaited {
        Awaited::Step { task: TaskNo(1), milestone: MilestoneId(1), institution: slug("mois") }
    }

    #[test]
    fn the_days_run_against_the_other_until_its_step_is_verified() {
        let mut story = Story::default();
        story.waiting("2024-03-01", "kostat", step());
        let mut ledger = ledger();
        let days = |ledger: &_, date: &str| {
            let council = story.council(date);
            let waits = council.waitings_on(&Standing::derive(ledger, day(date)));
            (waits[0].days, waits[0].over_on)
        };
        assert_eq!(days(&ledger, "2024-03-11"), (10, None));
        ledger.add(Fact::Verification(VerificationFact {
            assignment: crate::domain::ids::AssignmentId(1),
            milestone: MilestoneId(1),
            verified: true,
            reason: "확인".into(),
            by_name: "이총괄".into(),
            recorded_at: crate::domain::calendar::start_of(day("2024-03-08")),
        }));
        assert_eq!(days(&ledger, "2024-03-11"), (7, Some(day("2024-03-08"))));
        assert_eq!(days(&ledger, "2024-03-05"), (4, None));
    }

    #[test]
    fn a_directive_waited_for_ends_the_wait_when_the_pmo_closes_it() {
        let mut story = Story::default();
        let meeting = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        let outcome = story.directive(meeting, "2024-03-15", &["mois"]);
        story.waiting("2024-03-01", "kostat", Awaited::Outcome { outcome, institution: slug("mois") });
        let ledger = ledger();
        let over = |story: &Story, date: &str| {
            let council = story.council(date);
            council.waitings_on(&Standing::derive(&ledger, day(date)))[0].over_on
        };
        assert_eq!(over(&story, "2024-03-20"), None);
        story.note(outcome, "2024-03-18", NoteKind::Closed, None);
        assert_eq!(over(&story, "2024-03-20"), Some(day("2024-03-18")));
        story.note(outcome, "2024-03-19", NoteKind::Reopened, None);
        assert_eq!(over(&story, "2024-03-20"), None);
    }
}

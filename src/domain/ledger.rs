//! All that has been recorded about a plan, without the long texts: the one source of every figure.
//!
//! A ledger is its [`Registry`] (what is edited: plan, tasks, institutions, who carries what) and a [`Record`] for each
//! assignment (facts, only ever added, each with the time it was recorded). "As of" is a matter of leaving out what came
//! later ([`crate::domain::standing`]). Copies share what they have in common, so that the ledger in memory grows by what
//! is new whatever its size.

mod facts;
mod records;
mod reviews;

pub use facts::{
    Cause, DateChangeFact, Decision, EndingFact, Fact, ReportFact, ReportKind, StepDueFact, StepStatement, VerdictFact,
    VerificationFact,
};
pub use records::{Record, Records};
pub use reviews::{ReturnFact, ReviewTail, Reviews};

use crate::domain::ids::{AssignmentId, MilestoneId, Slug};
use crate::domain::institution::Institution;
use crate::domain::plan::{Assignment, Milestone, Plan, Source, Strategy, Task};
use crate::domain::subtask::Subtask;
use crate::domain::wording::PastWording;
use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

/// The part of a ledger that is edited.
#[derive(Clone, Debug)]
pub struct Registry {
    pub plan: Plan,
    pub sources: Vec<Source>,
    pub strategies: Vec<Strategy>,
    /// By number.
    pub tasks: Vec<Task>,
    /// By task and number.
    pub milestones: Vec<Milestone>,
    /// In the order of the register (부, 처, 청, 위원회, …).
    pub institutions: Vec<Institution>,
    pub assignments: Vec<Assignment>,
    /// 세부과제, every version, by task, number and time.
    pub subtasks: Vec<Subtask>,
    /// In the order in which they were superseded.
    pub past_wordings: Vec<PastWording>,
}

/// Everything recorded about one plan; reads as its registry.
#[derive(Clone, Debug)]
pub struct Ledger {
    registry: Arc<Registry>,
    index: Arc<Index>,
    records: Records,
    /// The rounds and what was handed in for them.
    pub reviews: Reviews,
}

/// Where the entries of the registry's long lists stand.
#[derive(Debug)]
struct Index {
    institutions: FxHashMap<Slug, usize>,
    milestones: FxHashMap<MilestoneId, usize>,
    assignments: FxHashMap<AssignmentId, usize>,
    /// The assignments that an institution ever held.
    held: FxHashMap<Slug, Vec<usize>>,
}

impl Index {
    fn of(registry: &Registry) -> Self {
        let mut held: FxHashMap<Slug, Vec<usize>> = FxHashMap::default();
        for (at, one) in registry.assignments.iter().enumerate() {
            let holders: BTreeSet<&Slug> = one.holders.iter().map(|(_, holder)| holder).collect();
            for holder in holders {
                held.entry(holder.clone()).or_default().push(at);
            }
        }
        let institutions = registry.institutions.iter().enumerate();
        let milestones = registry.milestones.iter().enumerate();
        let assignments = registry.assignments.iter().enumerate();
        Self {
            institutions: institutions.map(|(at, one)| (one.slug.clone(), at)).collect(),
            milestones: milestones.map(|(at, one)| (one.id, at)).collect(),
            assignments: assignments.map(|(at, one)| (one.id, at)).collect(),
            held,
        }
    }
}

impl Deref for Ledger {
    type Target = Registry;

    fn deref(&self) -> &Registry {
        &self.registry
    }
}

impl Ledger {
    /// A ledger in which nothing has been recorded yet.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        Self {
            index: Arc::new(Index::of(&registry)),
            registry: Arc::new(registry),
            records: Records::default(),
            reviews: Reviews::default(),
        }
    }

    /// The same facts under an edited registry.
    #[must_use]
    pub fn with_registry(&self, registry: Registry) -> Self {
        Self { records: self.records.clone(), reviews: self.reviews.clone(), ..Self::new(registry) }
    }

    /// The same facts, worded as the plan was just before `cutoff`; itself where nothing was reworded since.
    #[must_use]
    pub fn as_worded_before(&self, cutoff: DateTime<Utc>) -> Self {
        if self.was_worded_otherwise(cutoff) { self.with_registry(self.worded_before(cutoff)) } else { self.clone() }
    }

    /// The ledger with these facts added.
    #[must_use]
    pub fn with(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        facts.into_iter().for_each(|fact| self.add(fact));
        self
    }

    /// Adds a fact; of a date change that is there already, its decision.
    pub fn add(&mut self, fact: Fact) {
        self.records.add(fact);
    }

    /// Adds what is new about rounds and returns.
    pub fn add_reviews(&mut self, tail: ReviewTail) {
        self.reviews.add(tail);
    }

    /// What has been recorded about an assignment.
    #[must_use]
    pub fn record(&self, assignment: AssignmentId) -> &Record {
        self.records.of(assignment)
    }

    /// The records of all assignments about which something was recorded, by their ids.
    pub fn records(&self) -> impl Iterator<Item = (AssignmentId, &Record)> {
        self.records.iter()
    }

    #[must_use]
    pub fn institution(&self, slug: &Slug) -> Option<&Institution> {
        self.index.institutions.get(slug).map(|at| &self.institutions[*at])
    }

    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> Option<&Milestone> {
        self.index.milestones.get(&id).map(|at| &self.milestones[*at])
    }

    #[must_use]
    pub fn assignment(&self, id: AssignmentId) -> Option<&Assignment> {
        self.index.assignments.get(&id).map(|at| &self.assignments[*at])
    }

    /// The assignments that an institution holds or once held.
    pub fn held_by(&self, institution: &Slug) -> impl Iterator<Item = &Assignment> {
        let places = self.index.held.get(institution).into_iter().flatten();
        places.map(|at| &self.assignments[*at])
    }

    /// The newest `recorded_at` of anything: the plan clock may never stand before it.
    #[must_use]
    pub fn last_recorded_at(&self) -> Option<DateTime<Utc>> {
        self.records().filter_map(|(_, record)| record.last_before(DateTime::<Utc>::MAX_UTC)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::{change, ledger, report};
    use crate::domain::ids::ReportId;

    #[test]
    fn a_copy_keeps_what_it_knew() {
        let before = ledger().with([Fact::Report(report(1, "2024-03-01", None, false))]);
        let mut after = before.clone();
        after.add(Fact::Report(ReportFact { id: ReportId(9), ..report(1, "2024-03-18", None, true) }));
        let count = |ledger: &Ledger| ledger.record(AssignmentId(1)).reports.len();
        assert_eq!((count(&before), count(&after)), (1, 2));
    }

    #[test]
    fn a_decision_takes_the_place_of_its_proposal() {
        let proposed = ledger().with([Fact::DateChange(change("2024-03-10", None))]);
        let decided = proposed.clone().with([Fact::DateChange(change("2024-03-10", Some("2024-03-19")))]);
        let changes = &decided.record(AssignmentId(1)).date_changes;
        assert_eq!(changes.len(), 1);
        assert!(changes[0].decision.is_some());
        assert!(proposed.record(AssignmentId(1)).date_changes[0].decision.is_none());
    }

    #[test]
    fn an_edited_registry_keeps_the_facts() {
        let told = ledger().with([Fact::Report(report(1, "2024-03-01", None, false))]);
        let mut registry = Registry::clone(&told);
        registry.institutions[0].name_ko = "새 이름".into();
        let edited = told.with_registry(registry);
        assert_eq!(edited.record(AssignmentId(1)).reports.len(), 1);
        let slug = edited.institutions[0].slug.clone();
        assert_eq!(edited.institution(&slug).unwrap().name_ko, "새 이름");
    }
}

//! Facts by assignment, shared between copies of a ledger.

use super::facts::{
    DateChangeFact, EndingFact, Fact, ReportFact, ReportKind, StepDueFact, VerdictFact, VerificationFact,
};
use crate::domain::ids::AssignmentId;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Assignments in a block: adding a fact copies as many pointers.
const BLOCK: i64 = 64;

/// All that has been recorded about one assignment, each kind in the order in which it was recorded.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub reports: Vec<Arc<ReportFact>>,
    pub verdicts: Vec<Arc<VerdictFact>>,
    pub verifications: Vec<Arc<VerificationFact>>,
    pub endings: Vec<Arc<EndingFact>>,
    pub step_dues: Vec<Arc<StepDueFact>>,
    pub date_changes: Vec<Arc<DateChangeFact>>,
}

impl Record {
    fn add(&mut self, fact: Fact) {
        match fact {
            Fact::Report(fact) => self.reports.push(Arc::new(fact)),
            Fact::Verdict(fact) => self.verdicts.push(Arc::new(fact)),
            Fact::Verification(fact) => self.verifications.push(Arc::new(fact)),
            Fact::Ending(fact) => self.endings.push(Arc::new(fact)),
            Fact::StepDue(fact) => self.step_dues.push(Arc::new(fact)),
            Fact::DateChange(fact) => match self.date_changes.iter_mut().find(|known| known.id == fact.id) {
                Some(known) => *known = Arc::new(fact),
                None => self.date_changes.push(Arc::new(fact)),
            },
        }
    }

    /// The reports that count before `cutoff`, oldest first: a withdrawal takes the withdrawn report with it.
    #[must_use]
    pub fn counting_reports(&self, cutoff: DateTime<Utc>) -> Vec<&Arc<ReportFact>> {
        let mut counting: Vec<&Arc<ReportFact>> = Vec::with_capacity(self.reports.len());
        for report in self.reports.iter().filter(|report| report.recorded_at < cutoff) {
            match report.kind {
                ReportKind::Statement | ReportKind::NoChange => counting.push(report),
                ReportKind::Withdrawal => counting.retain(|earlier| Some(earlier.id) != report.previous),
            }
        }
        // They almost always come in their order.
        let order = |report: &&Arc<ReportFact>| (report.recorded_at, report.id);
        if !counting.is_sorted_by_key(order) {
            counting.sort_by_key(order);
        }
        counting
    }

    /// When the last thing known before `cutoff` was recorded.
    #[must_use]
    pub fn last_before(&self, cutoff: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let reports = self.reports.iter().map(|fact| fact.recorded_at);
        let verdicts = self.verdicts.iter().map(|fact| fact.recorded_at);
        let verifications = self.verifications.iter().map(|fact| fact.recorded_at);
        let endings = self.endings.iter().map(|fact| fact.recorded_at);
        let dues = self.step_dues.iter().map(|fact| fact.recorded_at);
        let proposed = self.date_changes.iter().map(|fact| fact.recorded_at);
        let decided = self.date_changes.iter().filter_map(|fact| fact.decision.as_ref().map(|decision| decision.at));
        let all = reports.chain(verdicts).chain(verifications).chain(endings).chain(dues);
        all.chain(proposed).chain(decided).filter(|at| *at < cutoff).max()
    }
}

/// The records of all assignments.
#[derive(Clone, Debug, Default)]
pub struct Records {
    blocks: BTreeMap<i64, Arc<BTreeMap<AssignmentId, Arc<Record>>>>,
}

impl Records {
    pub(super) fn add(&mut self, fact: Fact) {
        let assignment = fact.assignment();
        let block = Arc::make_mut(self.blocks.entry(assignment.0.div_euclid(BLOCK)).or_default());
        Arc::make_mut(block.entry(assignment).or_default()).add(fact);
    }

    pub(super) fn of(&self, assignment: AssignmentId) -> &Record {
        const NOTHING: &Record = &Record {
            reports: Vec::new(),
            verdicts: Vec::new(),
            verifications: Vec::new(),
            endings: Vec::new(),
            step_dues: Vec::new(),
            date_changes: Vec::new(),
        };
        let block = self.blocks.get(&assignment.0.div_euclid(BLOCK));
        block.and_then(|block| block.get(&assignment)).map_or(NOTHING, AsRef::as_ref)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (AssignmentId, &Record)> {
        self.blocks.values().flat_map(|block| block.iter().map(|(id, record)| (*id, record.as_ref())))
    }
}

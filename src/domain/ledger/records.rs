//! Facts by assignment, shared between copies of a ledger.

use super::facts::{
    DateChangeFact, EndingFact, Fact, ReportFact, ReportKind, StepDueFact, VerdictFact, VerificationFact,
};
use crate::domain::ids::{AssignmentId, ReportId};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Assignments in a block: adding a fact copies as many pointers.
const BLOCK: i64 = 64;

/// All that has been recorded about one assignment, each kind in the order in which it was recorded; reports by instant.
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
            Fact::Report(fact) => {
                let order = |one: &ReportFact| (one.recorded_at, one.id);
                let place = self.reports.iter().rposition(|known| order(known) < order(&fact)).map_or(0, |at| at + 1);
                self.reports.insert(place, Arc::new(fact));
            }
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

    /// The reports that count before `cutoff`, newest first: a withdrawal takes the withdrawn report with it.
    pub fn latest_reports(&self, cutoff: DateTime<Utc>) -> impl Iterator<Item = &Arc<ReportFact>> {
        let mut withdrawn: Vec<ReportId> = Vec::new();
        self.reports.iter().rev().filter(move |report| report.recorded_at < cutoff).filter(move |report| {
            if report.kind == ReportKind::Withdrawal {
                withdrawn.extend(report.previous);
                return false;
            }
            !withdrawn.contains(&report.id)
        })
    }

    /// The same, oldest first.
    #[must_use]
    pub fn counting_reports(&self, cutoff: DateTime<Utc>) -> Vec<&Arc<ReportFact>> {
        let mut counting: Vec<_> = self.latest_reports(cutoff).collect();
        counting.reverse();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::report;
    use proptest::prelude::*;

    fn known(facts: &[(i64, &str, Option<i64>)]) -> Record {
        let mut record = Record::default();
        for (id, on, withdrawn) in facts {
            let kind = if withdrawn.is_some() { ReportKind::Withdrawal } else { ReportKind::Statement };
            let previous = withdrawn.map(ReportId);
            let fact = ReportFact { id: ReportId(*id), kind, previous, ..report(1, on, None, false) };
            record.add(Fact::Report(fact));
        }
        record
    }

    fn ids(record: &Record, before: &str) -> Vec<i64> {
        let cutoff = crate::domain::calendar::start_of(before.parse().unwrap());
        record.counting_reports(cutoff).iter().map(|report| report.id.0).collect()
    }

    #[test]
    fn a_withdrawal_takes_the_withdrawn_report_with_it_from_its_day_on() {
        let record = known(&[(1, "2024-03-01", None), (2, "2024-03-05", None), (3, "2024-03-07", Some(2))]);
        assert_eq!(ids(&record, "2024-03-06"), [1, 2]);
        assert_eq!(ids(&record, "2024-03-08"), [1]);
    }

    proptest! {
        #[test]
        fn reports_count_in_their_order_however_they_come(days in prop::collection::vec(1_u32..29, 0..12)) {
            let written: Vec<String> = days.iter().map(|day| format!("2024-02-{day:02}")).collect();
            let facts: Vec<_> = (1..).zip(&written).map(|(id, on)| (id, on.as_str(), None)).collect();
            let mut expected: Vec<(u32, i64)> = days.iter().copied().zip(1..).collect();
            expected.sort_unstable();
            let expected: Vec<i64> = expected.into_iter().map(|(_, id)| id).collect();
            prop_assert_eq!(ids(&known(&facts), "2024-03-01"), expected);
        }
    }
}

//! What came in with a return, in numbers: what a reviewer looks at first.

use crate::domain::ids::TaskNo;
use crate::domain::ledger::{Ledger, ReportKind};
use crate::domain::returns::Return;
use chrono::{DateTime, Utc};

/// Points of progress gained at once that are worth a look.
pub const LEAP: i64 = 40;

/// What was handed in with a return, as it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// 고침: assignments with a statement of their own.
    pub edited: i64,
    /// 변경 없음
    pub unchanged: i64,
    /// Assignments that claim a completion.
    pub claims: i64,
    pub evidence: i64,
    /// Progress that rose by [`LEAP`] points or more at once: task, from, to.
    pub leaps: Vec<(TaskNo, i64, i64)>,
}

impl HandedIn {
    /// What came in with `one` before `cutoff`.
    #[must_use]
    pub fn of(ledger: &Ledger, one: &Return, cutoff: DateTime<Utc>) -> Self {
        let mut sum = Self::default();
        for assignment in ledger.held_by(&one.institution) {
            let reports = ledger.record(assignment.id).counting_reports(cutoff);
            let own = |report: &&&std::sync::Arc<crate::domain::ledger::ReportFact>| report.return_id == Some(one.id);
            let Some(last) = reports.iter().rfind(own) else { continue };
            let before = reports.iter().rev().find(|report| report.return_id != Some(one.id));
            sum.evidence += reports.iter().filter(own).map(|report| report.evidence_count).sum::<i64>();
            if reports.iter().filter(own).all(|report| report.kind == ReportKind::NoChange) {
                sum.unchanged += 1;
                continue;
            }
            sum.edited += 1;
            sum.claims += i64::from(last.steps.iter().any(|step| step.claimed));
            let leap = before.and_then(|before| before.progress).zip(last.progress);
            sum.leaps
                .extend(leap.filter(|(from, to)| to - from >= LEAP).map(|(from, to)| (assignment.task_no, from, to)));
        }
        sum.leaps.sort();
        sum
    }

    /// All of it says 변경 없음.
    #[must_use]
    pub const fn is_nil(&self) -> bool {
        self.edited == 0 && self.unchanged > 0
    }
}

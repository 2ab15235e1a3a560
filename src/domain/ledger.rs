//! All that has been recorded about a plan, without the long texts: the one source of every figure.
//!
//! Facts are only ever added, each with the time it was recorded, so that "as of" is a matter of leaving out what came
//! later ([`crate::domain::standing`]). The store keeps one ledger per plan in memory and appends what is new.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, ReportId, Slug, UserId};
use crate::domain::institution::Institution;
use crate::domain::plan::{Assignment, Milestone, Plan, Source, Strategy, Task};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Ending;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Why a forecast moved later (사유 구분).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Budget,
    Contract,
    OtherInstitution,
    PreviousStep,
    Interpretation,
    Staffing,
}

impl Cause {
    pub const ALL: [Self; 6] = [
        Self::Budget,
        Self::Contract,
        Self::OtherInstitution,
        Self::PreviousStep,
        Self::Interpretation,
        Self::Staffing,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Contract => "contract",
            Self::OtherInstitution => "other_institution",
            Self::PreviousStep => "previous_step",
            Self::Interpretation => "interpretation",
            Self::Staffing => "staffing",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    Statement,
    /// 변경 없음: repeats the previous report's values.
    NoChange,
    /// A call-back: the report before the withdrawn one counts again.
    Withdrawal,
}

impl ReportKind {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::NoChange => "no_change",
            Self::Withdrawal => "withdrawal",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Statement, Self::NoChange, Self::Withdrawal].into_iter().find(|kind| kind.code() == code)
    }
}

/// What a report says of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepStatement {
    pub milestone: MilestoneId,
    pub forecast: Option<NaiveDate>,
    pub cause: Option<Cause>,
    pub cause_reason: String,
    pub claimed: bool,
}

/// A report without its narratives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFact {
    pub id: ReportId,
    pub assignment: AssignmentId,
    pub kind: ReportKind,
    pub self_rating: SelfRating,
    pub progress: Option<i64>,
    pub recorded_at: DateTime<Utc>,
    pub by: UserId,
    pub by_name: String,
    pub has_obstacle: bool,
    pub has_request: bool,
    pub evidence_count: i64,
    pub previous: Option<ReportId>,
    pub steps: Vec<StepStatement>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictFact {
    pub report: ReportId,
    pub assignment: AssignmentId,
    pub verdict: Verdict,
    pub reason: String,
    pub condition: String,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

/// The PMO's decision on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationFact {
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub verified: bool,
    pub reason: String,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

/// A step dropped or superseded by decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndingFact {
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub ending: Ending,
    pub reason: String,
    pub decider: String,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

/// An earlier due that the PMO set for one institution (basis assumed).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDueFact {
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub due: Due,
    pub reason: String,
    pub recorded_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub approved: bool,
    pub reason: String,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

/// A proposal to move an approved due (일정변경), with its decision if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateChangeFact {
    pub id: DateChangeId,
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub from: Due,
    pub to: Due,
    pub reason: String,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
    pub decision: Option<Decision>,
}

impl DateChangeFact {
    /// 조기 추진: it goes earlier, and is counted apart from slips.
    #[must_use]
    pub fn is_earlier(&self) -> bool {
        self.to.last_day < self.from.last_day
    }
}

/// A review round, as far as figures compare with its base date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundFact {
    pub slug: String,
    pub ordinal: i64,
    pub base_date: NaiveDate,
}

/// Everything recorded about one plan.
#[derive(Clone, Debug)]
pub struct Ledger {
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
    /// By `recorded_at`, then id.
    pub reports: Vec<ReportFact>,
    pub verdicts: Vec<VerdictFact>,
    pub verifications: Vec<VerificationFact>,
    pub endings: Vec<EndingFact>,
    pub step_dues: Vec<StepDueFact>,
    pub date_changes: Vec<DateChangeFact>,
    /// By base date.
    pub rounds: Vec<RoundFact>,
}

impl Ledger {
    #[must_use]
    pub fn institution(&self, slug: &Slug) -> Option<&Institution> {
        self.institutions.iter().find(|institution| institution.slug == *slug)
    }

    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }

    /// The newest `recorded_at` of anything: the plan clock may never stand before it.
    #[must_use]
    pub fn last_recorded_at(&self) -> Option<DateTime<Utc>> {
        let reports = self.reports.iter().map(|fact| fact.recorded_at);
        let verdicts = self.verdicts.iter().map(|fact| fact.recorded_at);
        let verifications = self.verifications.iter().map(|fact| fact.recorded_at);
        let proposed = self.date_changes.iter().map(|fact| fact.recorded_at);
        let decided = self.date_changes.iter().filter_map(|fact| fact.decision.as_ref().map(|d| d.at));
        reports.chain(verdicts).chain(verifications).chain(proposed).chain(decided).max()
    }
}

/// The reports that count before `cutoff`, by assignment, oldest first: withdrawals take the withdrawn report with them.
#[must_use]
pub fn counting_reports(reports: &[ReportFact], cutoff: DateTime<Utc>) -> HashMap<AssignmentId, Vec<&ReportFact>> {
    let mut by_assignment: HashMap<AssignmentId, Vec<&ReportFact>> = HashMap::new();
    for report in reports.iter().filter(|report| report.recorded_at < cutoff) {
        let stream = by_assignment.entry(report.assignment).or_default();
        match report.kind {
            ReportKind::Statement | ReportKind::NoChange => stream.push(report),
            ReportKind::Withdrawal => stream.retain(|earlier| Some(earlier.id) != report.previous),
        }
    }
    for stream in by_assignment.values_mut() {
        stream.sort_by_key(|report| (report.recorded_at, report.id));
    }
    by_assignment
}

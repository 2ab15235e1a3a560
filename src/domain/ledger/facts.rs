//! What can be recorded about an assignment. To add a kind: its type here, a variant of [`Fact`], its list in
//! [`super::Record`], its rows in `store::ledgers`.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, ReportId, ReturnId, UserId};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Ending;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    /// The return it was handed in with; `None` outside a round.
    pub return_id: Option<ReturnId>,
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

/// One thing recorded about an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Report(ReportFact),
    Verdict(VerdictFact),
    Verification(VerificationFact),
    Ending(EndingFact),
    StepDue(StepDueFact),
    /// A proposal, and once more when it has been decided on.
    DateChange(DateChangeFact),
}

impl Fact {
    #[must_use]
    pub fn assignment(&self) -> AssignmentId {
        match self {
            Self::Report(fact) => fact.assignment,
            Self::Verdict(fact) => fact.assignment,
            Self::Verification(fact) => fact.assignment,
            Self::Ending(fact) => fact.assignment,
            Self::StepDue(fact) => fact.assignment,
            Self::DateChange(fact) => fact.assignment,
        }
    }

    /// The earliest instant from which the fact changes what is known.
    #[must_use]
    pub fn known_at(&self) -> DateTime<Utc> {
        match self {
            Self::Report(fact) => fact.recorded_at,
            Self::Verdict(fact) => fact.recorded_at,
            Self::Verification(fact) => fact.recorded_at,
            Self::Ending(fact) => fact.recorded_at,
            Self::StepDue(fact) => fact.recorded_at,
            Self::DateChange(fact) => fact.recorded_at,
        }
    }
}

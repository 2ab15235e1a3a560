//! Rows of facts, as their types.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, ReportId, ReturnId, UserId};
use crate::domain::ledger::{
    Cause, DateChangeFact, Decision, EndingFact, ReportFact, ReportKind, StepDueFact, StepStatement, VerdictFact,
    VerificationFact,
};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Ending;
use crate::store::{StoreResult, instant, word};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A step statement as a report's `steps` column holds it.
#[derive(Serialize, Deserialize)]
pub(crate) struct StepColumn {
    pub milestone: i64,
    pub forecast: Option<NaiveDate>,
    pub cause: Option<Cause>,
    #[serde(default)]
    pub cause_reason: String,
    #[serde(default)]
    pub claimed: bool,
}

#[derive(sqlx::FromRow)]
pub(super) struct ReportRow {
    pub id: i64,
    assignment_id: i64,
    kind: String,
    self_rating: String,
    progress: Option<i64>,
    recorded_at: i64,
    by_id: i64,
    by_name: String,
    has_obstacle: i64,
    has_request: i64,
    evidence_count: i64,
    previous_id: Option<i64>,
    return_id: Option<i64>,
    steps: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct VerdictRow {
    pub id: i64,
    report_id: i64,
    assignment_id: i64,
    verdict: String,
    reason: String,
    condition: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct VerificationRow {
    pub id: i64,
    assignment_id: i64,
    milestone_id: i64,
    verified: i64,
    reason: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct EndingRow {
    pub id: i64,
    assignment_id: i64,
    milestone_id: i64,
    ending: String,
    reason: String,
    decider: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct StepDueRow {
    pub id: i64,
    assignment_id: i64,
    milestone_id: i64,
    due: String,
    reason: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct DateChangeRow {
    pub id: i64,
    assignment_id: i64,
    milestone_id: i64,
    from_due: String,
    to_due: String,
    reason: String,
    by_name: String,
    recorded_at: i64,
    approved: Option<i64>,
    decision_reason: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
}

pub(super) fn report(row: ReportRow) -> StoreResult<ReportFact> {
    let steps: Vec<StepColumn> = word(&row.steps, |text| serde_json::from_str(text).ok())?;
    let statement = |step: StepColumn| StepStatement {
        milestone: MilestoneId(step.milestone),
        forecast: step.forecast,
        cause: step.cause,
        cause_reason: step.cause_reason,
        claimed: step.claimed,
    };
    Ok(ReportFact {
        id: ReportId(row.id),
        assignment: AssignmentId(row.assignment_id),
        kind: word(&row.kind, ReportKind::parse)?,
        self_rating: word(&row.self_rating, SelfRating::parse)?,
        progress: row.progress,
        recorded_at: instant(row.recorded_at),
        by: UserId(row.by_id),
        by_name: row.by_name,
        has_obstacle: row.has_obstacle == 1,
        has_request: row.has_request == 1,
        evidence_count: row.evidence_count,
        previous: row.previous_id.map(ReportId),
        return_id: row.return_id.map(ReturnId),
        steps: steps.into_iter().map(statement).collect(),
    })
}

pub(super) fn verdict(row: VerdictRow) -> StoreResult<VerdictFact> {
    Ok(VerdictFact {
        report: ReportId(row.report_id),
        assignment: AssignmentId(row.assignment_id),
        verdict: word(&row.verdict, Verdict::parse)?,
        reason: row.reason,
        condition: row.condition,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    })
}

pub(super) fn verification(row: VerificationRow) -> VerificationFact {
    VerificationFact {
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        verified: row.verified == 1,
        reason: row.reason,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    }
}

pub(super) fn ending(row: EndingRow) -> StoreResult<EndingFact> {
    let parse = |code: &str| match code {
        "dropped" => Some(Ending::Dropped),
        "superseded" => Some(Ending::Superseded),
        _ => None,
    };
    Ok(EndingFact {
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        ending: word(&row.ending, parse)?,
        reason: row.reason,
        decider: row.decider,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    })
}

pub(super) fn date_change(row: DateChangeRow) -> StoreResult<DateChangeFact> {
    let decision = match (row.approved, row.decided_at) {
        (Some(approved), Some(at)) => Some(Decision {
            approved: approved == 1,
            reason: row.decision_reason.unwrap_or_default(),
            by_name: row.decided_by_name.unwrap_or_default(),
            at: instant(at),
        }),
        _ => None,
    };
    Ok(DateChangeFact {
        id: DateChangeId(row.id),
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        from: word(&row.from_due, Due::parse)?,
        to: word(&row.to_due, Due::parse)?,
        reason: row.reason,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
        decision,
    })
}

pub(super) fn step_due(row: StepDueRow) -> StoreResult<StepDueFact> {
    Ok(StepDueFact {
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        due: word(&row.due, Due::parse)?,
        reason: row.reason,
        recorded_at: instant(row.recorded_at),
    })
}

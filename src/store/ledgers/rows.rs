//! Rows of facts, as their types.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, ReportId, UserId};
use crate::domain::ledger::{
    Cause, DateChangeFact, Decision, EndingFact, ReportFact, ReportKind, StepStatement, VerdictFact, VerificationFact,
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
    pub assignment_id: i64,
    pub kind: String,
    pub self_rating: String,
    pub progress: Option<i64>,
    pub recorded_at: i64,
    pub by_id: i64,
    pub by_name: String,
    pub has_obstacle: i64,
    pub has_request: i64,
    pub evidence_count: i64,
    pub previous_id: Option<i64>,
    pub steps: String,
}

#[derive(sqlx::FromRow)]
pub(super) struct VerdictRow {
    pub id: i64,
    pub report_id: i64,
    pub assignment_id: i64,
    pub verdict: String,
    pub reason: String,
    pub condition: String,
    pub by_name: String,
    pub recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct VerificationRow {
    pub id: i64,
    pub assignment_id: i64,
    pub milestone_id: i64,
    pub verified: i64,
    pub reason: String,
    pub by_name: String,
    pub recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct EndingRow {
    pub assignment_id: i64,
    pub milestone_id: i64,
    pub ending: String,
    pub reason: String,
    pub decider: String,
    pub by_name: String,
    pub recorded_at: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct DateChangeRow {
    pub id: i64,
    pub assignment_id: i64,
    pub milestone_id: i64,
    pub from_due: String,
    pub to_due: String,
    pub reason: String,
    pub by_name: String,
    pub recorded_at: i64,
    pub approved: Option<i64>,
    pub decision_reason: Option<String>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<i64>,
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

//! What was reported, judged and decided.

use super::row::{At, Flag, Json};
use super::{Rows, Scope};
use crate::store::{StoreResult, in_tx};
use serde::Serialize;

#[derive(Serialize, sqlx::FromRow)]
pub struct ReportRow {
    id: i64,
    assignment: i64,
    kind: String,
    self_rating: String,
    rating_reason: String,
    progress: Option<i64>,
    done: String,
    next: String,
    obstacle: String,
    request: String,
    base_date: String,
    previous: Option<i64>,
    #[serde(rename = "return")]
    return_id: Option<i64>,
    by: i64,
    by_name: String,
    on_behalf_of: Option<String>,
    evidence_count: i64,
    steps: Json,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct EvidenceRow {
    id: i64,
    report: i64,
    institution: String,
    name: String,
    link: Option<String>,
    bytes: i64,
    sha256: String,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct VerdictRow {
    id: i64,
    report: i64,
    assignment: i64,
    verdict: String,
    reason: String,
    condition: String,
    by: i64,
    by_name: String,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct VerificationRow {
    id: i64,
    assignment: i64,
    milestone: i64,
    verified: Flag,
    reason: String,
    by: i64,
    by_name: String,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct DateChangeRow {
    id: i64,
    assignment: i64,
    milestone: i64,
    from: String,
    to: String,
    reason: String,
    by: Option<i64>,
    by_name: String,
    recorded_at: At,
    approved: Option<Flag>,
    decision_reason: Option<String>,
    decided_by: Option<i64>,
    decided_by_name: Option<String>,
    decided_at: Option<At>,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct StepDueRow {
    id: i64,
    assignment: i64,
    milestone: i64,
    due: String,
    reason: String,
    by: Option<i64>,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct EndingRow {
    id: i64,
    assignment: i64,
    milestone: i64,
    ending: String,
    reason: String,
    decider: String,
    by: i64,
    by_name: String,
    recorded_at: At,
}

impl Rows<'_> {
    pub(super) async fn reports(&mut self, scope: &Scope) -> StoreResult<Vec<ReportRow>> {
        let cover = scope.cover("reports");
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, assignment_id as assignment, kind, self_rating, rating_reason, progress, done, next, obstacle, request, \
             base_date, previous_id as previous, return_id, by_id as \"by\", by_name, on_behalf_of, evidence_count, steps, \
             recorded_at from report where plan_id = $1 and ($2 = 0 or id > $2) and id <= $3 order by id")
            .bind(scope.plan).bind(cover.after).bind(cover.until).fetch_all(db).await)?)
    }

    /// Files and links of the reports above: the file's own fingerprint is sealed, not the file.
    pub(super) async fn evidence(&mut self, scope: &Scope) -> StoreResult<Vec<EvidenceRow>> {
        let cover = scope.cover("reports");
        Ok(in_tx!(self, db => sqlx::query_as(
            "select e.id, e.report_id as report, e.institution, e.name, e.link, e.bytes, e.sha256, e.recorded_at from evidence e \
             join report r on r.id = e.report_id where r.plan_id = $1 and ($2 = 0 or r.id > $2) and r.id <= $3 order by e.id")
            .bind(scope.plan).bind(cover.after).bind(cover.until).fetch_all(db).await)?)
    }

    pub(super) async fn verdicts(&mut self, scope: &Scope) -> StoreResult<Vec<VerdictRow>> {
        let cover = scope.cover("verdicts");
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, report_id as report, assignment_id as assignment, verdict, reason, condition, by_id as \"by\", by_name, \
             recorded_at from verdict where plan_id = $1 and ($2 = 0 or id > $2) and id <= $3 order by id")
            .bind(scope.plan).bind(cover.after).bind(cover.until).fetch_all(db).await)?)
    }

    pub(super) async fn verifications(&mut self, scope: &Scope) -> StoreResult<Vec<VerificationRow>> {
        let cover = scope.cover("verifications");
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, assignment_id as assignment, milestone_id as milestone, verified, reason, by_id as \"by\", by_name, \
             recorded_at from verification where plan_id = $1 and ($2 = 0 or id > $2) and id <= $3 order by id")
            .bind(scope.plan).bind(cover.after).bind(cover.until).fetch_all(db).await)?)
    }

    /// All so far: few, and a later decision belongs to a later seal.
    pub(super) async fn date_changes(&mut self, scope: &Scope) -> StoreResult<Vec<DateChangeRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, assignment_id as assignment, milestone_id as milestone, from_due as \"from\", to_due as \"to\", reason, \
             by_id as \"by\", by_name, recorded_at, \
             case when decided_at <= $2 then approved end as approved, \
             case when decided_at <= $2 then decision_reason end as decision_reason, \
             case when decided_at <= $2 then decided_by_id end as decided_by, \
             case when decided_at <= $2 then decided_by_name end as decided_by_name, \
             case when decided_at <= $2 then decided_at end as decided_at \
             from date_change where plan_id = $1 and recorded_at <= $2 order by id")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?)
    }

    pub(super) async fn step_dues(&mut self, scope: &Scope) -> StoreResult<Vec<StepDueRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select s.id, s.assignment_id as assignment, s.milestone_id as milestone, s.due, s.reason, s.by_id as \"by\", \
             s.recorded_at from step_due s join assignment a on a.id = s.assignment_id \
             where a.plan_id = $1 and s.recorded_at <= $2 order by s.id")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?)
    }

    pub(super) async fn endings(&mut self, scope: &Scope) -> StoreResult<Vec<EndingRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, assignment_id as assignment, milestone_id as milestone, ending, reason, decider, by_id as \"by\", by_name, \
             recorded_at from ending where plan_id = $1 and recorded_at <= $2 order by id")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?)
    }
}

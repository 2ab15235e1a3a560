//! Reports: append-only statements about an assignment.

use crate::domain::ids::{AssignmentId, EvidenceId, PlanId, ReportId, ReturnId, Slug};
use crate::domain::ledger::{ReportKind, StepStatement};
use crate::domain::narrative::ReportText;
use crate::domain::rating::SelfRating;
use crate::store::ledgers::StepColumn;
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, micros, on_db};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::HashMap;

/// A report to be recorded.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub plan: PlanId,
    pub assignment: AssignmentId,
    pub institution: Slug,
    pub kind: ReportKind,
    pub self_rating: SelfRating,
    pub progress: Option<i64>,
    pub text: ReportText,
    pub base_date: NaiveDate,
    /// The report that was last when the author began; the write is refused where another came between.
    pub previous: Option<ReportId>,
    pub steps: Vec<StepStatement>,
    /// Evidence already stored with the draft or the return's entry.
    pub evidence: Vec<EvidenceId>,
    /// The return it is handed in with.
    pub return_id: Option<ReturnId>,
}

/// A report's id and texts, as both engines put them into one JSON value.
type TextRow = (i64, String, String, String, String, String);

impl Store {
    /// The texts of the reports with these ids. They come as one value: an export asks for hundreds, and handing them over
    /// row by row takes several times as long.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn report_texts(&self, ids: &[ReportId]) -> StoreResult<HashMap<ReportId, ReportText>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        let list = serde_json::to_string(ids).map_err(corrupt)?;
        // The two engines fold and unfold JSON differently.
        let told: String = match self {
            Self::Sqlite { readers, .. } => {
                const SQL: &str = "select json_group_array(json_array(id, rating_reason, done, next, obstacle, request)) \
                    from report where id in (select value from json_each($1))";
                sqlx::query_scalar(SQL).bind(list).fetch_one(readers).await?
            }
            Self::Postgres(pool) => {
                const SQL: &str = "select coalesce(json_agg(json_build_array(id, rating_reason, done, next, obstacle, request)), \
                    '[]'::json)::text from report where id in (select value::bigint from json_array_elements_text($1::json))";
                sqlx::query_scalar(SQL).bind(list).fetch_one(pool).await?
            }
        };
        let rows: Vec<TextRow> = serde_json::from_str(&told).map_err(corrupt)?;
        Ok(rows.into_iter().map(text).collect())
    }

    /// How many reports stand recorded for an assignment, and the last one's id.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn last_report(&self, assignment: AssignmentId) -> StoreResult<Option<ReportId>> {
        let id: Option<i64> = on_db!(self, db => sqlx::query_scalar("select max(id) from report where assignment_id = $1")
            .bind(assignment.0).fetch_one(db).await)?;
        Ok(id.map(ReportId))
    }
}

fn text((id, rating_reason, done, next, obstacle, request): TextRow) -> (ReportId, ReportText) {
    (ReportId(id), ReportText { rating_reason, done, next, obstacle, request })
}

impl Tx {
    /// Records a report and gives it its evidence.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody else reported since `previous`; else where the database fails.
    pub async fn add_report(&mut self, report: &NewReport) -> StoreResult<ReportId> {
        if self.last_counting(report.assignment).await? != report.previous {
            return Err(StoreError::Conflict);
        }
        let id = self.insert_report(report).await?;
        self.hand_over_evidence(&report.evidence, id).await?;
        in_tx!(self, db => sqlx::query("delete from draft where assignment_id = $1 and person_id = $2")
            .bind(report.assignment.0).bind(self.actor.id.0).execute(db).await.map(drop))?;
        self.touch_facts();
        let new = json!({
            "report": id, "kind": report.kind, "self_rating": report.self_rating, "progress": report.progress,
            "text": report.text, "steps": steps(&report.steps), "evidence": report.evidence, "base_date": report.base_date,
            "return": report.return_id,
        });
        let subject = format!("assignment {}", report.assignment);
        self.audit("report.add", subject, Some(&report.institution), &json!({ "report": report.previous }), &new)
            .await?;
        Ok(id)
    }

    /// The last report of an assignment that was not withdrawn.
    ///
    /// # Errors
    /// Where the database fails.
    pub(super) async fn last_counting(&mut self, assignment: AssignmentId) -> StoreResult<Option<ReportId>> {
        let id: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "select max(r.id) from report r where r.assignment_id = $1 and r.kind <> 'withdrawal' and not exists \
             (select 1 from report w where w.assignment_id = $1 and w.kind = 'withdrawal' and w.previous_id = r.id)")
            .bind(assignment.0).fetch_one(db).await)?;
        Ok(id.map(ReportId))
    }

    async fn insert_report(&mut self, report: &NewReport) -> StoreResult<ReportId> {
        let steps =
            serde_json::to_string(&steps(&report.steps)).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let evidence_count = i64::try_from(report.evidence.len()).unwrap_or(i64::MAX);
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into report (plan_id, assignment_id, kind, self_rating, rating_reason, progress, done, next, obstacle, \
             request, base_date, previous_id, by_id, by_name, on_behalf_of, evidence_count, steps, return_id, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) returning id")
            .bind(report.plan.0).bind(report.assignment.0).bind(report.kind.code()).bind(report.self_rating.code())
            .bind(&report.text.rating_reason).bind(report.progress).bind(&report.text.done).bind(&report.text.next)
            .bind(&report.text.obstacle).bind(&report.text.request).bind(report.base_date.to_string())
            .bind(report.previous.map(|id| id.0)).bind(actor.id.0).bind(&actor.name).bind(&actor.on_behalf_of)
            .bind(evidence_count).bind(&steps).bind(report.return_id.map(|id| id.0)).bind(at).fetch_one(db).await)?;
        Ok(ReportId(id))
    }
}

fn steps(statements: &[StepStatement]) -> Vec<StepColumn> {
    let column = |step: &StepStatement| StepColumn {
        milestone: step.milestone.0,
        forecast: step.forecast,
        cause: step.cause,
        cause_reason: step.cause_reason.clone(),
        claimed: step.claimed,
    };
    statements.iter().map(column).collect()
}

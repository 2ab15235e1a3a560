//! Subtasks (세부과제), a row a version: nothing said of one is overwritten.

use crate::domain::ids::{PlanId, Slug, TaskNo};
use crate::domain::plan::{Basis, Plan};
use crate::domain::subtask::{Subtask, SubtaskText};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

#[derive(sqlx::FromRow)]
struct SubtaskRow {
    task_no: i64,
    no: i64,
    title: String,
    title_en: String,
    lead: Option<String>,
    milestones: String,
    basis: String,
    source: Option<String>,
    retired: Option<String>,
    by_name: String,
    recorded_at: i64,
    superseded_at: Option<i64>,
}

impl Store {
    /// All versions of the subtasks of a plan, by task, number and time.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn subtasks(&self, plan: PlanId) -> StoreResult<Vec<Subtask>> {
        let rows: Vec<SubtaskRow> = on_db!(self, db => sqlx::query_as(
            "select task_no, no, title, title_en, lead, milestones, basis, source, retired, by_name, recorded_at, superseded_at \
             from subtask where plan_id = $1 order by task_no, no, id").bind(plan.0).fetch_all(db).await)?;
        rows.into_iter().map(subtask).collect()
    }
}

fn subtask(row: SubtaskRow) -> StoreResult<Subtask> {
    let text = SubtaskText {
        title: row.title,
        title_en: row.title_en,
        lead: row.lead.as_deref().map(|slug| word(slug, Slug::parse)).transpose()?,
        milestones: word(&row.milestones, |text| serde_json::from_str(text).ok())?,
        basis: word(&row.basis, Basis::parse)?,
        source: row.source,
    };
    Ok(Subtask {
        task_no: TaskNo(row.task_no),
        no: row.no,
        text,
        retired: row.retired,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
        superseded_at: row.superseded_at.map(instant),
    })
}

/// What is written of a subtask.
#[derive(Clone, Debug)]
pub struct NewSubtask {
    pub plan: PlanId,
    pub task: TaskNo,
    pub no: i64,
    pub text: SubtaskText,
    /// Why it is given up.
    pub retired: Option<String>,
}

impl Tx {
    /// Writes a version of a subtask and its audit entry: the first, another wording, or that it was given up. `old` is
    /// the version that the editor saw.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where another version came between; where the database fails.
    pub async fn edit_subtask(
        &mut self,
        plan: &Plan,
        new: &NewSubtask,
        old: Option<&Subtask>,
        reason: &str,
    ) -> StoreResult<()> {
        let before = self.put_subtask(new, self.at).await?;
        if before != old.map(|old| micros(old.recorded_at)) {
            return Err(StoreError::Conflict);
        }
        let action = match (old, &new.retired) {
            (_, Some(_)) => "subtask.retire",
            (Some(_), None) => "subtask.edit",
            (None, None) => "subtask.add",
        };
        let from = old.map(|old| value(&old.text));
        let to = match &new.retired {
            Some(reason) => json!({ "reason": reason }),
            None => json!({ "subtask": value(&new.text), "reason": reason }),
        };
        self.audit(action, format!("plan {} task {} subtask {}", plan.slug, new.task, new.no), None, &from, &to)
            .await?;
        self.touch_registry();
        Ok(())
    }

    /// Writes a version that is known from `known_at`; the one before ends then. The answer is since when that was known.
    pub(super) async fn put_subtask(&mut self, new: &NewSubtask, known_at: DateTime<Utc>) -> StoreResult<Option<i64>> {
        let before: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "update subtask set superseded_at = $4 where plan_id = $1 and task_no = $2 and no = $3 and superseded_at is null \
             returning recorded_at")
            .bind(new.plan.0).bind(new.task.0).bind(new.no).bind(micros(known_at)).fetch_optional(db).await)?;
        let text = &new.text;
        in_tx!(self, db => sqlx::query(
            "insert into subtask (plan_id, task_no, no, title, title_en, lead, milestones, basis, source, retired, by_name, \
             recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
            .bind(new.plan.0).bind(new.task.0).bind(new.no).bind(&text.title).bind(&text.title_en)
            .bind(text.lead.as_ref().map(Slug::as_str)).bind(json!(text.milestones).to_string()).bind(text.basis.code())
            .bind(&text.source).bind(&new.retired).bind(&self.actor.name).bind(micros(known_at))
            .execute(db).await.map(drop))?;
        Ok(before)
    }
}

fn value(text: &SubtaskText) -> Value {
    json!({
        "title": text.title, "title_en": text.title_en, "lead": text.lead, "milestones": text.milestones,
        "basis": text.basis.code(), "source": text.source,
    })
}

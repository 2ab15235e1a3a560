//! Wordings of a plan that were superseded, and rewording by the PMO.

use crate::domain::ids::{PlanId, TaskNo};
use crate::domain::plan::Plan;
use crate::domain::wording::{PastWording, Place, Rewording, Wording};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use serde_json::json;

impl Store {
    /// The superseded wordings of a plan, in the order in which they ended.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn past_wordings(&self, plan: PlanId) -> StoreResult<Vec<PastWording>> {
        let rows: Vec<(String, String, String, i64)> = on_db!(self, db => sqlx::query_as(
            "select place, title, other, superseded_at from wording where plan_id = $1 order by superseded_at, id")
            .bind(plan.0).fetch_all(db).await)?;
        let past = |(place, title, other, at): (String, String, String, i64)| {
            let wording = Wording { title, other };
            Ok(PastWording { place: word(&place, Place::parse)?, wording, superseded_at: instant(at) })
        };
        rows.into_iter().map(past).collect()
    }
}

impl Tx {
    /// Keeps a wording that ends with this write.
    pub(super) async fn supersede_wording(&mut self, plan: PlanId, place: &Place, old: &Wording) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query(
            "insert into wording (plan_id, place, title, other, superseded_at) values ($1, $2, $3, $4, $5)")
            .bind(plan.0).bind(place.code()).bind(&old.title).bind(&old.other).bind(micros(self.at))
            .execute(db).await.map(drop))?;
        Ok(())
    }

    /// Words a task and its milestones anew; the old wordings stay with their days.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a part is worded otherwise than the editor saw it; where the database fails.
    pub async fn reword(&mut self, plan: &Plan, task: TaskNo, changes: &[Rewording], reason: &str) -> StoreResult<()> {
        for change in changes {
            if self.put_wording(plan.id, change).await? != 1 {
                return Err(StoreError::Conflict);
            }
            self.supersede_wording(plan.id, &change.place, &change.from).await?;
            let (from, to) = (value(&change.from), value(&change.to));
            let new = json!({ "place": change.place.code(), "wording": to, "reason": reason });
            self.audit("wording.edit", format!("plan {} task {task}", plan.slug), None, &from, &new).await?;
        }
        self.touch_registry();
        Ok(())
    }

    async fn put_wording(&mut self, plan: PlanId, change: &Rewording) -> StoreResult<u64> {
        let (from, to) = (&change.from, &change.to);
        let done = match &change.place {
            Place::Task(no) => in_tx!(self, db => sqlx::query(
                "update task set title = $3, title_en = $4 where plan_id = $1 and no = $2 and title = $5 and title_en = $6")
                .bind(plan.0).bind(no.0).bind(&to.title).bind(&to.other).bind(&from.title).bind(&from.other)
                .execute(db).await.map(|done| done.rows_affected()))?,
            Place::Milestone(task, no) => in_tx!(self, db => sqlx::query(
                "update milestone set title = $4 where plan_id = $1 and task_no = $2 and no = $3 and title = $5")
                .bind(plan.0).bind(task.0).bind(no).bind(&to.title).bind(&from.title)
                .execute(db).await.map(|done| done.rows_affected()))?,
            // The rest of a plan is worded by its file alone.
            Place::Plan | Place::Strategy(_) | Place::Source(_) => 0,
        };
        Ok(done)
    }
}

fn value(wording: &Wording) -> serde_json::Value {
    if wording.other.is_empty() {
        json!({ "title": wording.title })
    } else {
        json!({ "title": wording.title, "title_en": wording.other })
    }
}

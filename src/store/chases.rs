//! The log of contacts with those who have not handed in (독려).

use crate::domain::chase::{Chase, Level, Way};
use crate::domain::ids::{PlanId, RoundId, Slug};
use crate::store::{Store, StoreResult, Tx, day, in_tx, instant, micros, on_db, word};
use chrono::NaiveDate;
use serde_json::json;

/// A contact to be logged.
#[derive(Clone, Debug)]
pub struct NewChase {
    pub plan: PlanId,
    pub round: RoundId,
    pub institution: Slug,
    pub level: Level,
    pub way: Way,
    pub note: String,
    pub promised_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ChaseRow {
    institution: String,
    level: String,
    way: String,
    note: String,
    promised_on: Option<String>,
    by_name: String,
    recorded_at: i64,
}

impl Store {
    /// The contacts of a round, oldest first.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn chases(&self, round: RoundId) -> StoreResult<Vec<Chase>> {
        let rows: Vec<ChaseRow> = on_db!(self, db => sqlx::query_as(
            "select institution, level, way, note, promised_on, by_name, recorded_at from chase where round_id = $1 order by id")
            .bind(round.0).fetch_all(db).await)?;
        let chase = |row: ChaseRow| {
            Ok(Chase {
                institution: word(&row.institution, Slug::parse)?,
                level: word(&row.level, Level::parse)?,
                way: word(&row.way, Way::parse)?,
                note: row.note,
                promised_on: row.promised_on.as_deref().map(day).transpose()?,
                by_name: row.by_name,
                recorded_at: instant(row.recorded_at),
            })
        };
        rows.into_iter().map(chase).collect()
    }
}

impl Tx {
    /// Logs a contact.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_chase(&mut self, new: &NewChase) -> StoreResult<()> {
        let (by, by_name, at) = (self.actor_id(), self.actor.name.clone(), micros(self.at));
        let promised_on = new.promised_on.map(|on| on.to_string());
        in_tx!(self, db => sqlx::query(
            "insert into chase (plan_id, round_id, institution, level, way, note, promised_on, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(new.plan.0).bind(new.round.0).bind(new.institution.as_str()).bind(new.level.code()).bind(new.way.code())
            .bind(&new.note).bind(&promised_on).bind(by).bind(&by_name).bind(at).execute(db).await.map(drop))?;
        self.touch_facts();
        let value = json!({ "level": new.level, "way": new.way, "note": new.note, "promised_on": new.promised_on });
        self.audit("chase.add", format!("round {}", new.round), Some(&new.institution), &(), &value).await
    }
}

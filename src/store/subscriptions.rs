//! The secret address of a person's calendar: of its secret the database knows a hash alone.

use crate::domain::ids::UserId;
use crate::store::{Store, StoreResult, Tx, in_tx, instant, micros, on_db};
use chrono::{DateTime, Utc};

impl Store {
    /// Since when a person has an address; `None` without one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn calendar_address_since(&self, person: UserId) -> StoreResult<Option<DateTime<Utc>>> {
        let at: Option<i64> = on_db!(self, db => sqlx::query_scalar(
            "select max(recorded_at) from calendar_address where person_id = $1 and superseded_at is null")
            .bind(person.0).fetch_one(db).await)?;
        Ok(at.map(instant))
    }

    /// The person whose address has a secret of this hash and is still in force.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn calendar_address(&self, secret_hash: &str) -> StoreResult<Option<UserId>> {
        let person: Option<i64> = on_db!(self, db => sqlx::query_scalar(
            "select person_id from calendar_address where secret_hash = $1 and superseded_at is null")
            .bind(secret_hash).fetch_optional(db).await)?;
        Ok(person.map(UserId))
    }
}

impl Tx {
    /// Gives the acting person a new address; the one before, if any, ends.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn make_calendar_address(&mut self, secret_hash: &str) -> StoreResult<()> {
        let action = if self.end_calendar_address().await? { "calendar.renew" } else { "calendar.make" };
        in_tx!(self, db => sqlx::query(
            "insert into calendar_address (person_id, secret_hash, recorded_at) values ($1, $2, $3)")
            .bind(self.actor.id.0).bind(secret_hash).bind(micros(self.at)).execute(db).await.map(drop))?;
        self.audit(action, format!("person {}", self.actor.login), None, &(), &()).await
    }

    /// Withdraws the acting person's address; `false` where there is none.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn withdraw_calendar_address(&mut self) -> StoreResult<bool> {
        if !self.end_calendar_address().await? {
            return Ok(false);
        }
        self.audit("calendar.withdraw", format!("person {}", self.actor.login), None, &(), &()).await?;
        Ok(true)
    }

    async fn end_calendar_address(&mut self) -> StoreResult<bool> {
        let ended = in_tx!(self, db => sqlx::query(
            "update calendar_address set superseded_at = $2 where person_id = $1 and superseded_at is null")
            .bind(self.actor.id.0).bind(micros(self.at)).execute(db).await.map(|done| done.rows_affected()))?;
        Ok(ended > 0)
    }
}

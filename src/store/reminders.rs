//! The reminders that were made: one a stage, so that a job may run twice.

use crate::domain::ids::{ReturnId, RoundId, Slug};
use crate::domain::returns::ReturnState;
use crate::store::{StoreResult, Tx, in_tx, micros, word};
use chrono::NaiveDate;

impl Tx {
    /// Notes that an institution is reminded at a stage before or after a due day; `false` where it was already.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn note_reminder(
        &mut self,
        round: RoundId,
        institution: &Slug,
        due: NaiveDate,
        stage: &str,
    ) -> StoreResult<bool> {
        let at = micros(self.at);
        let first: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "insert into reminder (round_id, institution, due, stage, recorded_at) values ($1, $2, $3, $4, $5) \
             on conflict do nothing returning recorded_at")
            .bind(round.0).bind(institution.as_str()).bind(due.to_string()).bind(stage).bind(at).fetch_optional(db).await)?;
        Ok(first.is_some())
    }

    /// The state a return was last left in, as the database has it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn return_state(&mut self, id: ReturnId) -> StoreResult<ReturnState> {
        let code: String = in_tx!(self, db => sqlx::query_scalar("select state from return_ where id = $1")
            .bind(id.0).fetch_one(db).await)?;
        word(&code, ReturnState::parse)
    }
}

//! The agendas of rounds' meetings: each save is a row with the whole list, and the last one counts.

use crate::domain::exceptions::agenda::{AgendaEntry, RoundAgenda};
use crate::domain::ids::{PlanId, RoundId};
use crate::domain::round::{Round, RoundState};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, Utc};
use serde_json::json;

#[derive(sqlx::FromRow)]
struct AgendaRow {
    revision: i64,
    entries: String,
    by_name: String,
    recorded_at: i64,
}

fn agenda(row: AgendaRow) -> StoreResult<RoundAgenda> {
    Ok(RoundAgenda {
        revision: row.revision,
        entries: word(&row.entries, |text| serde_json::from_str(text).ok())?,
        saved_by: row.by_name,
        saved_at: Some(instant(row.recorded_at)),
    })
}

impl Store {
    /// The agenda of a round as it was saved before `cutoff`; empty where it was not.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn round_agenda(&self, round: RoundId, cutoff: DateTime<Utc>) -> StoreResult<RoundAgenda> {
        let row: Option<AgendaRow> = on_db!(self, db => sqlx::query_as(
            "select revision, entries, by_name, recorded_at from round_agenda where round_id = $1 and recorded_at < $2 \
             order by revision desc limit 1")
            .bind(round.0).bind(micros(cutoff)).fetch_optional(db).await)?;
        row.map(agenda).transpose().map(Option::unwrap_or_default)
    }
}

impl Tx {
    /// Saves the agenda of a round, edited on revision `seen`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody saved it meanwhile or the round is sealed; else where the database fails.
    pub async fn keep_round_agenda(
        &mut self,
        plan: PlanId,
        round: &Round,
        seen: i64,
        entries: &[AgendaEntry],
    ) -> StoreResult<()> {
        if self.round_state(round.id).await? == RoundState::Sealed {
            return Err(StoreError::Conflict);
        }
        let last: Option<AgendaRow> = in_tx!(self, db => sqlx::query_as(
            "select revision, entries, by_name, recorded_at from round_agenda where round_id = $1 order by revision desc limit 1")
            .bind(round.id.0).fetch_optional(db).await)?;
        let last = last.map(agenda).transpose()?.unwrap_or_default();
        if last.revision != seen {
            return Err(StoreError::Conflict);
        }
        let text = serde_json::to_string(entries).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let (by, by_name, at) = (self.actor_id(), self.actor.name.clone(), micros(self.at));
        in_tx!(self, db => sqlx::query(
            "insert into round_agenda (plan_id, round_id, revision, entries, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(plan.0).bind(round.id.0).bind(seen + 1).bind(&text).bind(by).bind(&by_name).bind(at)
            .execute(db).await.map(drop))?;
        self.touch_facts();
        let (old, new) = (told(&last.entries), told(entries));
        self.audit("agenda.save", format!("round {}", round.slug), None, &old, &new).await
    }
}

/// An agenda as the audit log tells it: what is taken up in which order, and what is to be decided.
fn told(entries: &[AgendaEntry]) -> serde_json::Value {
    let kept = entries.iter().filter(|one| !one.removed);
    json!(kept.map(|one| json!({ "item": one.key(), "wanted": one.wanted })).collect::<Vec<_>>())
}

//! Spreadsheets that were brought to be imported: what became of each.

use crate::domain::ids::UserId;
use crate::store::{Store, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// Where an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Read and shown; nothing is written.
    Previewed,
    /// Its rows are being written.
    Writing,
    /// Written, or found to change nothing.
    Done,
    /// Refused or failed: nothing was written.
    Failed,
    /// Thrown away by who brought it.
    Dropped,
}

impl ImportState {
    const ALL: [Self; 5] = [Self::Previewed, Self::Writing, Self::Done, Self::Failed, Self::Dropped];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Previewed => "previewed",
            Self::Writing => "writing",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// An import as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    pub id: i64,
    pub file_name: String,
    pub bytes: i64,
    pub sha256: String,
    /// Where the file is kept.
    pub object: String,
    pub state: ImportState,
    pub only_good: bool,
    /// What came of it, as JSON.
    pub outcome: String,
    pub by: UserId,
    pub by_name: String,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    file_name: String,
    bytes: i64,
    sha256: String,
    object: String,
    state: String,
    only_good: i64,
    outcome: String,
    by_id: i64,
    by_name: String,
    started_at: i64,
    ended_at: Option<i64>,
}

fn import(row: Row) -> StoreResult<ImportRow> {
    Ok(ImportRow {
        id: row.id,
        file_name: row.file_name,
        bytes: row.bytes,
        sha256: row.sha256,
        object: row.object,
        state: word(&row.state, ImportState::parse)?,
        only_good: row.only_good == 1,
        outcome: row.outcome,
        by: UserId(row.by_id),
        by_name: row.by_name,
        started_at: instant(row.started_at),
        ended_at: row.ended_at.map(instant),
    })
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn system_import(&self, id: i64) -> StoreResult<Option<ImportRow>> {
        let row: Option<Row> = on_db!(self, db => sqlx::query_as(
            "select id, file_name, bytes, sha256, object, state, only_good, outcome, by_id, by_name, started_at, ended_at \
             from system_import where id = $1").bind(id).fetch_optional(db).await)?;
        row.map(import).transpose()
    }

    /// A person's imports, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn system_imports(&self, by: UserId, limit: i64) -> StoreResult<Vec<ImportRow>> {
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            "select id, file_name, bytes, sha256, object, state, only_good, outcome, by_id, by_name, started_at, ended_at \
             from system_import where by_id = $1 order by id desc limit $2").bind(by.0).bind(limit).fetch_all(db).await)?;
        rows.into_iter().map(import).collect()
    }
}

impl Tx {
    /// Notes a file that was brought; answers its number.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_import(&mut self, file_name: &str, bytes: i64, sha256: &str, object: &str) -> StoreResult<i64> {
        let (by, at) = (self.actor.clone(), micros(self.at));
        Ok(in_tx!(self, db => sqlx::query_scalar(
            "insert into system_import (id, file_name, bytes, sha256, object, state, only_good, outcome, by_id, by_name, started_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4, 'previewed', 0, '', $5, $6, $7 from system_import returning id")
            .bind(file_name).bind(bytes).bind(sha256).bind(object).bind(by.id.0).bind(&by.name).bind(at).fetch_one(db).await)?)
    }

    /// Moves an import on from a state; whether it was still there.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn move_import(
        &mut self,
        id: i64,
        (from, to): (ImportState, ImportState),
        only_good: bool,
        outcome: &str,
    ) -> StoreResult<bool> {
        let ended =
            matches!(to, ImportState::Done | ImportState::Failed | ImportState::Dropped).then(|| micros(self.at));
        let moved = in_tx!(self, db => sqlx::query(
            "update system_import set state = $3, only_good = $4, outcome = $5, ended_at = $6 where id = $1 and state = $2")
            .bind(id).bind(from.code()).bind(to.code()).bind(i64::from(only_good)).bind(outcome).bind(ended)
            .execute(db).await.map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }

    /// The one audit entry of a file's many rows.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn note_import(
        &mut self,
        id: Option<i64>,
        institution: Option<&crate::domain::ids::Slug>,
        outcome: &Value,
    ) -> StoreResult<()> {
        let subject = id.map_or_else(|| "systems".to_owned(), |id| format!("system_import {id}"));
        self.audit("systems.import", subject, institution, &(), outcome).await
    }
}

//! Spreadsheets that were brought to be imported: what became of each. The file itself is not kept, only its hash; what
//! its rows would do stands in [`super::lines`] until it is confirmed.

use crate::domain::ids::{Slug, UserId};
use crate::store::{Store, StoreResult, Tx, in_tx, instant, micros, on_db, on_writer, word};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// What waits is forgotten after this time.
pub(super) const KEPT: TimeDelta = TimeDelta::days(1);

/// What a spreadsheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// The register of systems.
    Systems,
    /// Reports on assignments.
    Reports,
}

impl ImportKind {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Systems => "systems",
            Self::Reports => "reports",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        [Self::Systems, Self::Reports].into_iter().find(|kind| kind.code() == code)
    }
}

/// Where an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Being read and held against what is recorded.
    Reading,
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
    const ALL: [Self; 6] = [Self::Reading, Self::Previewed, Self::Writing, Self::Done, Self::Failed, Self::Dropped];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reading => "reading",
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

    const fn is_end(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Dropped)
    }
}

/// A file that is brought.
#[derive(Clone, Debug)]
pub struct NewImport<'a> {
    pub kind: ImportKind,
    pub file_name: &'a str,
    pub bytes: i64,
    pub sha256: &'a str,
    /// By the system's clock.
    pub now: DateTime<Utc>,
}

/// An import as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    pub id: i64,
    pub kind: ImportKind,
    pub file_name: String,
    pub bytes: i64,
    pub sha256: String,
    pub state: ImportState,
    pub only_good: bool,
    /// What came of it, as JSON.
    pub outcome: String,
    /// How many rows are through with what is being done, and how many there are.
    pub progress: (i64, i64),
    pub by: UserId,
    pub by_name: String,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The last sign of life, by the system's clock.
    pub touched_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    file_name: String,
    bytes: i64,
    sha256: String,
    state: String,
    only_good: i64,
    outcome: String,
    rows_read: i64,
    rows_all: i64,
    by_id: i64,
    by_name: String,
    started_at: i64,
    ended_at: Option<i64>,
    touched_at: i64,
}

/// The columns of an import.
macro_rules! imports {
    ($rest:literal) => {
        concat!(
            "select id, kind, file_name, bytes, sha256, state, only_good, outcome, rows_read, rows_all, by_id, by_name, \
             started_at, ended_at, touched_at from system_import ",
            $rest
        )
    };
}

fn import(row: Row) -> StoreResult<ImportRow> {
    Ok(ImportRow {
        id: row.id,
        kind: word(&row.kind, ImportKind::parse)?,
        file_name: row.file_name,
        bytes: row.bytes,
        sha256: row.sha256,
        state: word(&row.state, ImportState::parse)?,
        only_good: row.only_good == 1,
        outcome: row.outcome,
        progress: (row.rows_read, row.rows_all),
        by: UserId(row.by_id),
        by_name: row.by_name,
        started_at: instant(row.started_at),
        ended_at: row.ended_at.map(instant),
        touched_at: instant(row.touched_at),
    })
}

impl ImportRow {
    /// Whether its rows were forgotten at `now` (the system's clock).
    #[must_use]
    pub fn is_forgotten(&self, now: DateTime<Utc>) -> bool {
        self.touched_at <= now - KEPT
    }
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn system_import(&self, id: i64) -> StoreResult<Option<ImportRow>> {
        let row: Option<Row> =
            on_db!(self, db => sqlx::query_as(imports!("where id = $1")).bind(id).fetch_optional(db).await)?;
        row.map(import).transpose()
    }

    /// A person's imports of a kind, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn system_imports(&self, kind: ImportKind, by: UserId, limit: i64) -> StoreResult<Vec<ImportRow>> {
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            imports!("where by_id = $1 and kind = $2 order by id desc limit $3"))
            .bind(by.0).bind(kind.code()).bind(limit).fetch_all(db).await)?;
        rows.into_iter().map(import).collect()
    }

    /// Notes how far an import is: a sign of life, no fact.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn note_progress(&self, id: i64, (done, all): (i64, i64), now: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query(
            "update system_import set rows_read = $2, rows_all = $3, touched_at = $4 where id = $1")
            .bind(id).bind(done).bind(all).bind(micros(now)).execute(db).await.map(drop))?;
        Ok(())
    }
}

impl Tx {
    /// Notes a file that was brought and is about to be read; answers its number. The lines of files that are a day old go.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_import(&mut self, new: &NewImport<'_>) -> StoreResult<i64> {
        in_tx!(self, db => sqlx::query(
            "delete from import_line where import_id in (select id from system_import where touched_at <= $1)")
            .bind(micros(new.now - KEPT)).execute(db).await.map(drop))?;
        let (by, at) = (self.actor.clone(), micros(self.at));
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into system_import (id, kind, file_name, bytes, sha256, object, state, only_good, outcome, by_id, by_name, \
             started_at, touched_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4, '', 'reading', 0, '', $5, $6, $7, $8 from system_import returning id")
            .bind(new.kind.code()).bind(new.file_name).bind(new.bytes).bind(new.sha256).bind(by.id.0).bind(&by.name).bind(at)
            .bind(micros(new.now)).fetch_one(db).await)?;
        let value = json!({ "file": new.file_name, "bytes": new.bytes, "sha256": new.sha256 });
        self.audit(&format!("{}.upload", new.kind.code()), format!("system_import {id}"), None, &(), &value).await?;
        Ok(id)
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
        let ended = to.is_end().then(|| micros(self.at));
        let moved = in_tx!(self, db => sqlx::query(
            "update system_import set state = $3, only_good = $4, outcome = $5, ended_at = $6 where id = $1 and state = $2")
            .bind(id).bind(from.code()).bind(to.code()).bind(i64::from(only_good)).bind(outcome).bind(ended)
            .execute(db).await.map(|done| done.rows_affected()))?;
        Ok(moved == 1)
    }

    /// What became of a file of reports: how many forms it filled in, and whether they were recorded.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn note_reports(&mut self, id: i64, assignments: usize, recorded: bool) -> StoreResult<()> {
        let value = json!({ "assignments": assignments, "recorded": recorded });
        self.audit("reports.import", format!("system_import {id}"), None, &(), &value).await
    }

    /// The one audit entry of a file's many rows.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn note_import(
        &mut self,
        id: Option<i64>,
        institution: Option<&Slug>,
        outcome: &Value,
    ) -> StoreResult<()> {
        let subject = id.map_or_else(|| "systems".to_owned(), |id| format!("system_import {id}"));
        self.audit("systems.import", subject, institution, &(), outcome).await
    }
}

//! All SQL. One literal runs on both engines through [`on_db!`] (reads) and [`in_tx!`] (writes); a query that must differ
//! is an open `match`. Placeholders are `$1`, every list has a total `order by`, several writes share one [`Tx`].
//!
//! To add an aggregate: a file here with `impl Store` for its reads and `impl Tx` for its writes, its table in both
//! folders of `migrations/`, its tests in `tests/store.rs`, where each runs once per engine.

mod audit;
mod chases;
mod council;
mod decisions;
mod drafts;
mod entries;
mod evidence;
mod institutions;
mod kits;
mod leases;
mod ledgers;
mod minutes;
mod notices;
mod outbox;
mod people;
mod plans;
mod preferences;
mod queries;
mod reminders;
mod reports;
mod returns;
mod round_agendas;
mod rounds;
mod schema;
mod seal_keys;
mod sealed_files;
mod sealing;
mod seals;
mod search;
mod sessions;
mod settings;
mod subscriptions;
mod subtasks;
mod systems;
mod telling;
mod tx;
mod wordings;

pub use audit::{AuditFilter, AuditRow};
pub use chases::NewChase;
pub use council::Put;
pub use decisions::{NewDateChange, NewEnding, NewVerdict, NewVerification};
pub use drafts::{Draft, DraftConflict, NewDraft};
pub use entries::KeptEntry;
pub use evidence::{EvidenceFile, NewEvidence};
pub use kits::KitUpload;
pub use leases::{LEASE, Lead};
pub use ledgers::{Arrival, Cursor, DataVersion};
pub use minutes::{MinutesCheck, MinutesFault, MinutesFinding};
pub use notices::{NewNotice, Notice, NoticeFilter};
pub use outbox::{DueMail, MailTrouble, OutboxCount};
pub use people::{DeputyEntry, NewPerson, Person};
pub use plans::{PlanChange, plan_changes};
pub use queries::NewQuery;
pub use reports::NewReport;
pub use returns::{NewReturnEvent, Submission};
pub use rounds::{NewRound, Opening};
pub use sealed_files::{FileKey, KeptFile, KeptFileLine};
pub use sealing::{Finding, SealCheck};
pub use seals::NewSeal;
pub use search::Candidate;
pub use sessions::SessionRow;
pub use subtasks::NewSubtask;
pub use systems::{
    ContinuityAct, ContinuityRow, Ended, FindingRow, ImportKind, ImportLine, ImportRow, ImportState, LineOutcome,
    NewContinuity, NewImport, NewSample, RegisterTail, SampleRow, SampledSystem, SystemChange, SystemRecord,
    VersionLine,
};
pub use tx::{Actor, Tx};

use chrono::{DateTime, Utc};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::str::FromStr;
use std::time::Duration;

/// Runs one query on whichever engine the store has; reads only.
macro_rules! on_db {
    ($store:expr, $db:ident => $query:expr) => {
        match $store {
            $crate::store::Store::Sqlite { readers: $db, .. } => $query,
            $crate::store::Store::Postgres($db) => $query,
        }
    };
}

/// Runs one query inside a transaction on whichever engine it is.
macro_rules! in_tx {
    ($tx:expr, $db:ident => $query:expr) => {
        match &mut $tx.connection {
            $crate::store::tx::Connection::Sqlite(connection) => {
                let $db = &mut **connection;
                $query
            }
            $crate::store::tx::Connection::Postgres(connection) => {
                let $db = &mut **connection;
                $query
            }
        }
    };
}

/// The rows whose id is in a list, in one query: `$1` is the list, which the two engines unfold differently.
macro_rules! rows_in {
    ($store:expr, $ids:expr, $before:literal, $after:literal) => {{
        let list =
            serde_json::to_string($ids).map_err(|error| $crate::store::StoreError::Corrupt(error.to_string()))?;
        match $store {
            $crate::store::Store::Sqlite { readers, .. } => {
                const SQL: &str = concat!($before, " in (select value from json_each($1)) ", $after);
                sqlx::query_as(SQL).bind(list).fetch_all(readers).await?
            }
            $crate::store::Store::Postgres(pool) => {
                const SQL: &str =
                    concat!($before, " in (select value::bigint from json_array_elements_text($1::json)) ", $after);
                sqlx::query_as(SQL).bind(list).fetch_all(pool).await?
            }
        }
    }};
}

/// Runs one statement on the writing side, outside any transaction of facts: sessions, drafts, the outbox.
macro_rules! on_writer {
    ($store:expr, $db:ident => $query:expr) => {
        match $store {
            $crate::store::Store::Sqlite { writer: $db, .. } => $query,
            $crate::store::Store::Postgres($db) => $query,
        }
    };
}

pub(crate) use {in_tx, on_db, on_writer, rows_in};

/// What can go wrong between the program and its database. The detail is for the log, never for a reader.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was first; ask again with what is there now.
    #[error("the record was changed meanwhile")]
    Conflict,
    #[error("the database is not usable: {0}")]
    Unusable(String),
    #[error("the database failed: {0}")]
    Failed(#[from] sqlx::Error),
    /// A stored value that no version of the program writes.
    #[error("the database holds a value that makes no sense: {0}")]
    Corrupt(String),
}

pub type StoreResult<T> = Result<T, StoreError>;

/// The database: SQLite in a file by default, PostgreSQL where several nodes share the work.
#[derive(Clone, Debug)]
pub enum Store {
    /// One connection writes; the others read and never wait for it.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with a reason where it cannot be opened or has a newer schema.
    pub async fn open(url: &str) -> StoreResult<Self> {
        let store = match url.strip_prefix("sqlite:") {
            Some(path) => Self::open_sqlite(path.trim_start_matches("//")).await?,
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Self::open_postgres(url).await?
            }
            None => return Err(StoreError::Unusable(format!("`{url}` is neither sqlite:PATH nor postgres://…"))),
        };
        store.migrate().await?;
        Ok(store)
    }

    async fn open_sqlite(path: &str) -> StoreResult<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let unusable = |error: sqlx::Error| StoreError::Unusable(format!("{path}: {error}"));
        let writer =
            SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.map_err(unusable)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await
            .map_err(unusable)?;
        Ok(Self::Sqlite { writer, readers })
    }

    async fn open_postgres(url: &str) -> StoreResult<Self> {
        let unusable = |error: sqlx::Error| StoreError::Unusable(format!("PostgreSQL: {error}"));
        let options = PgConnectOptions::from_str(url).map_err(unusable)?;
        let pool = PgPoolOptions::new()
            .max_connections(12)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(unusable)?;
        let ctype: String = sqlx::query_scalar("select datctype from pg_database where datname = current_database()")
            .fetch_one(&pool)
            .await?;
        if ctype == "C" || ctype == "POSIX" {
            let hint = "create it with --locale=C.UTF-8 or ko_KR.UTF-8: Korean text cannot be searched under ctype C";
            return Err(StoreError::Unusable(format!("PostgreSQL: {hint}")));
        }
        Ok(Self::Postgres(pool))
    }

    /// Closes every connection; a SQLite file is then whole without its side files.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// An instant as it is stored.
pub(crate) fn micros(instant: DateTime<Utc>) -> i64 {
    instant.timestamp_micros()
}

/// A stored instant.
pub(crate) fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// A stored code word, as its type.
pub(crate) fn word<T>(code: &str, parse: impl FnOnce(&str) -> Option<T>) -> StoreResult<T> {
    parse(code).ok_or_else(|| StoreError::Corrupt(format!("`{code}` as {}", std::any::type_name::<T>())))
}

/// A stored day.
pub(crate) fn day(text: &str) -> StoreResult<chrono::NaiveDate> {
    word(text, |text| text.parse().ok())
}

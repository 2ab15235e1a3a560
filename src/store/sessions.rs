//! Sessions and the count of wrong guesses. Only a hash of a session's id is stored. These are driven by the system
//! clock and leave no audit entry of their own beyond log-in and log-out.

use crate::domain::ids::UserId;
use crate::store::{Store, StoreResult, Tx, in_tx, instant, micros, on_db, on_writer};
use chrono::{DateTime, Utc};

/// A session as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub person: UserId,
    pub created_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub ended: bool,
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn session(&self, id_hash: &str) -> StoreResult<Option<SessionRow>> {
        let row: Option<(i64, i64, i64, Option<i64>)> = on_db!(self, db => sqlx::query_as(
            "select person_id, created_at, seen_at, ended_at from session where id_hash = $1").bind(id_hash).fetch_optional(db).await)?;
        Ok(row.map(|(person, created, seen, ended)| SessionRow {
            person: UserId(person),
            created_at: instant(created),
            seen_at: instant(seen),
            ended: ended.is_some(),
        }))
    }

    /// # Errors
    /// Where the database fails.
    pub async fn open_session(&self, id_hash: &str, person: UserId, now: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("insert into session (id_hash, person_id, created_at, seen_at) values ($1, $2, $3, $3)")
            .bind(id_hash).bind(person.0).bind(micros(now)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn see_session(&self, id_hash: &str, now: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("update session set seen_at = $2 where id_hash = $1")
            .bind(id_hash).bind(micros(now)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Forgets sessions last seen before `before`.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn forget_sessions(&self, before: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("delete from session where seen_at < $1").bind(micros(before)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Wrong guesses in a row at an account, and when the last was.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn guesses(&self, account: &str) -> StoreResult<(i64, DateTime<Utc>)> {
        let row: Option<(i64, i64)> = on_db!(self, db => sqlx::query_as(
            "select failures, last_failure from guess where account = $1").bind(account).fetch_optional(db).await)?;
        Ok(row.map_or((0, DateTime::<Utc>::MIN_UTC), |(failures, last)| (failures, instant(last))))
    }

    /// # Errors
    /// Where the database fails.
    pub async fn note_wrong_guess(&self, account: &str, now: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query(
            "insert into guess (account, failures, last_failure) values ($1, 1, $2) \
             on conflict (account) do update set failures = guess.failures + 1, last_failure = excluded.last_failure")
            .bind(account).bind(micros(now)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// # Errors
    /// Where the database fails.
    pub async fn forget_guesses(&self, account: &str) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("delete from guess where account = $1").bind(account).execute(db).await.map(drop))?;
        Ok(())
    }
}

impl Tx {
    /// Ends one session; its row stays for a while so that a form posted after it can still be told whose it was.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_session(&mut self, id_hash: &str, now: DateTime<Utc>) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("update session set ended_at = $2 where id_hash = $1 and ended_at is null")
            .bind(id_hash).bind(micros(now)).execute(db).await.map(drop))?;
        self.touch_people();
        Ok(())
    }

    /// Ends every session of a person except, where given, one.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_sessions_of(&mut self, person: UserId, but: &str, now: DateTime<Utc>) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("update session set ended_at = $3 where person_id = $1 and id_hash <> $2 and ended_at is null")
            .bind(person.0).bind(but).bind(micros(now)).execute(db).await.map(drop))?;
        self.touch_people();
        Ok(())
    }
}

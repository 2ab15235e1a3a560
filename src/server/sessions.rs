//! The sessions of late, remembered: most requests ask for what the last one asked.
//!
//! What is remembered holds for one value of the database's `people` counter, which every log-out, role, deputyship and
//! password bumps: such a change is seen by the next request, on every node. Idle and absolute expiry are judged anew each
//! time, and nobody is turned away on what is remembered alone.

use crate::domain::account::session_stands;
use crate::domain::permission::Reader;
use crate::store::{SessionRow, Store, StoreResult};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// So many sessions are remembered; then all are forgotten and asked for again.
const KEPT: usize = 10_000;
/// A session's last use is noted once in this time, which is enough for an idle limit of hours.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A session that stands, and the person behind it as of a day.
#[derive(Clone, Debug)]
pub struct Known {
    pub session: SessionRow,
    pub reader: Reader,
    pub must_change: bool,
    people: i64,
    day: NaiveDate,
}

/// What a session's hash stands for.
pub enum Found {
    Nobody,
    Stands(Known),
    Ended(SessionRow),
}

#[derive(Default)]
pub struct Sessions {
    kept: Mutex<HashMap<String, Known>>,
}

impl Sessions {
    /// The session of this hash, at the counter `people` on the plan's day `today`.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn find(
        &self,
        store: &Store,
        hash: &str,
        people: i64,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> StoreResult<Found> {
        let holds = |known: &Known| {
            known.people == people
                && known.day == today
                && session_stands(known.session.created_at, known.session.seen_at, now)
        };
        let known = match self.remembered(hash).filter(holds) {
            Some(known) if now - known.session.seen_at <= NOTED_EVERY => return Ok(Found::Stands(known)),
            Some(known) => known,
            None => match read(store, hash, people, (now, today)).await? {
                Found::Stands(known) => known,
                other => return Ok(other),
            },
        };
        let known = self.noted(store, hash, known, now).await?;
        Ok(Found::Stands(known))
    }

    fn remembered(&self, hash: &str) -> Option<Known> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned()
    }

    /// Notes the use in the database where the last note is old, and remembers the session.
    async fn noted(&self, store: &Store, hash: &str, mut known: Known, now: DateTime<Utc>) -> StoreResult<Known> {
        if now - known.session.seen_at > NOTED_EVERY {
            store.see_session(hash, now).await?;
            known.session.seen_at = now;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(hash.to_owned(), known.clone());
        Ok(known)
    }
}

async fn read(store: &Store, hash: &str, people: i64, (now, today): (DateTime<Utc>, NaiveDate)) -> StoreResult<Found> {
    let Some(session) = store.session(hash).await? else { return Ok(Found::Nobody) };
    if session.ended || !session_stands(session.created_at, session.seen_at, now) {
        return Ok(Found::Ended(session));
    }
    let reader = store.reader(session.person, today).await?;
    Ok(reader.map_or(Found::Nobody, |(reader, must_change)| {
        Found::Stands(Known { session, reader, must_change, people, day: today })
    }))
}

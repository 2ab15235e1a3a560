//! A write: one transaction, its facts, its audit entries and the new data version, all or nothing.
//!
//! Writers queue at the first statement (SQLite by `begin immediate`, PostgreSQL by the lock on `audit_head`), so that
//! row ids are handed out in the order of the commits and a reader of "everything after id N" misses nothing.

use crate::domain::audit::Entry;
use crate::domain::ids::{Slug, UserId};
use crate::store::{DataVersion, Store, StoreResult, in_tx, micros};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{Postgres, Sqlite, Transaction};

pub(crate) enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Who acts, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: UserId,
    pub login: String,
    pub name: String,
    /// The log-in name of the head whom a deputy stands for.
    pub on_behalf_of: Option<String>,
}

impl Actor {
    /// The program itself: start-up, the command line.
    #[must_use]
    pub fn system() -> Self {
        Self { id: UserId(0), login: "system".into(), name: "시스템".into(), on_behalf_of: None }
    }
}

/// An open write. Dropped without [`Tx::commit`], nothing of it remains.
pub struct Tx {
    pub(crate) connection: Connection,
    pub(crate) actor: Actor,
    /// The plan clock's time of this write.
    pub(crate) at: DateTime<Utc>,
    head_no: i64,
    head_hash: String,
    facts: bool,
    registry: bool,
    people: bool,
}

impl Store {
    /// Opens a write by `actor` at the plan clock's `at`.
    ///
    /// # Errors
    /// Where the database fails or stays busy.
    pub async fn write(&self, actor: &Actor, at: DateTime<Utc>) -> StoreResult<Tx> {
        const HEAD: &str = "select no, hash from audit_head where id = 1";
        let (connection, (head_no, head_hash)) = match self {
            Self::Sqlite { writer, .. } => {
                let mut transaction = writer.begin_with("begin immediate").await?;
                let head: (i64, String) = sqlx::query_as(HEAD).fetch_one(&mut *transaction).await?;
                (Connection::Sqlite(transaction), head)
            }
            Self::Postgres(pool) => {
                let mut transaction = pool.begin().await?;
                let locked = "select no, hash from audit_head where id = 1 for update";
                let head: (i64, String) = sqlx::query_as(locked).fetch_one(&mut *transaction).await?;
                (Connection::Postgres(transaction), head)
            }
        };
        Ok(Tx {
            connection,
            actor: actor.clone(),
            at,
            head_no,
            head_hash,
            facts: false,
            registry: false,
            people: false,
        })
    }
}

impl Tx {
    /// The data version as this write sees it: nobody else's can come between it and the commit.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn data_version(&mut self) -> StoreResult<DataVersion> {
        Ok(
            in_tx!(self, db => sqlx::query_as("select facts, registry from data_version where id = 1").fetch_one(db).await)?,
        )
    }

    /// The acting person's row; the program itself has none.
    pub(crate) fn actor_id(&self) -> Option<i64> {
        (self.actor.id.0 != 0).then_some(self.actor.id.0)
    }

    /// What follows is by another person, at another time: for histories that are loaded at once.
    pub fn go_on(&mut self, actor: &Actor, at: DateTime<Utc>) {
        self.actor = actor.clone();
        self.at = at;
    }

    /// Number and hash of the last audit entry, this write's own included.
    pub(crate) fn audit_head(&self) -> (i64, String) {
        (self.head_no, self.head_hash.clone())
    }

    /// Notes that figures may have changed.
    pub(crate) fn touch_facts(&mut self) {
        self.facts = true;
    }

    /// Notes that plan, institutions, holidays or assignments changed.
    pub(crate) fn touch_registry(&mut self) {
        self.registry = true;
    }

    /// Notes that what a person may do, or whether a session stands, may have changed.
    pub(crate) fn touch_people(&mut self) {
        self.people = true;
    }

    /// Adds an entry to the audit chain.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit(
        &mut self,
        action: &str,
        subject: impl Into<String>,
        institution: Option<&Slug>,
        old_value: &impl Serialize,
        new_value: &impl Serialize,
    ) -> StoreResult<()> {
        let entry = Entry {
            no: self.head_no + 1,
            at: self.at,
            actor: self.actor.login.clone(),
            on_behalf_of: self.actor.on_behalf_of.clone(),
            action: action.to_owned(),
            subject: subject.into(),
            institution: institution.map(ToString::to_string),
            old_value: json(old_value),
            new_value: json(new_value),
        };
        let hash = entry.hash(&self.head_hash);
        in_tx!(self, db => sqlx::query(
            "insert into audit (no, at, actor, on_behalf_of, action, subject, institution, old_value, new_value, hash) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(entry.no).bind(micros(entry.at)).bind(&entry.actor).bind(&entry.on_behalf_of).bind(&entry.action)
            .bind(&entry.subject).bind(&entry.institution).bind(&entry.old_value).bind(&entry.new_value).bind(&hash)
            .execute(db).await.map(drop))?;
        self.head_no = entry.no;
        self.head_hash = hash;
        Ok(())
    }

    /// Makes the write durable.
    ///
    /// # Errors
    /// Where the database fails; then nothing of the write remains.
    pub async fn commit(mut self) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("update audit_head set no = $1, hash = $2 where id = 1")
            .bind(self.head_no).bind(&self.head_hash).execute(db).await.map(drop))?;
        if self.facts || self.registry || self.people {
            in_tx!(self, db => sqlx::query(
                "update data_version set facts = facts + $1, registry = registry + $2, people = people + $3 where id = 1")
                .bind(i64::from(self.facts || self.registry)).bind(i64::from(self.registry)).bind(i64::from(self.people))
                .execute(db).await.map(drop))?;
        }
        match self.connection {
            Connection::Sqlite(transaction) => transaction.commit().await?,
            Connection::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}

/// A value as the audit keeps it; `()` is kept as nothing.
fn json(value: &impl Serialize) -> String {
    match serde_json::to_string(value) {
        Ok(text) if text == "null" => String::new(),
        Ok(text) => text,
        Err(error) => format!("\"unprintable: {error}\""),
    }
}

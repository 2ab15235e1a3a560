//! Reading the audit chain: a page of it, or all of it to check.

use crate::domain::audit::{ChainCheck, ChainFault, Entry};
use crate::store::{Store, StoreResult, instant, micros, on_db};
use chrono::{DateTime, Utc};

/// What the audit page asks for; empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub actor: String,
    pub action: String,
    pub institution: String,
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
    /// Only entries before this number (for paging); 0: the newest.
    pub before: i64,
}

/// An entry with its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub entry: Entry,
    pub hash: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    no: i64,
    at: i64,
    actor: String,
    on_behalf_of: Option<String>,
    action: String,
    subject: String,
    institution: Option<String>,
    old_value: String,
    new_value: String,
    hash: String,
}

impl From<Row> for AuditRow {
    fn from(row: Row) -> Self {
        let entry = Entry {
            no: row.no,
            at: instant(row.at),
            actor: row.actor,
            on_behalf_of: row.on_behalf_of,
            action: row.action,
            subject: row.subject,
            institution: row.institution,
            old_value: row.old_value,
            new_value: row.new_value,
        };
        Self { entry, hash: row.hash }
    }
}

impl Store {
    /// Up to `limit` entries, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_page(&self, filter: &AuditFilter, limit: i64) -> StoreResult<Vec<AuditRow>> {
        let before = if filter.before > 0 { filter.before } else { i64::MAX };
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            "select no, at, actor, on_behalf_of, action, subject, institution, old_value, new_value, hash from audit \
             where no < $1 and ($2 = '' or actor = $2) and ($3 = '' or action = $3) and ($4 = '' or institution = $4) \
             and at >= $5 and at < $6 order by no desc limit $7")
            .bind(before).bind(&filter.actor).bind(&filter.action).bind(&filter.institution)
            .bind(filter.from.map_or(i64::MIN, micros)).bind(filter.until.map_or(i64::MAX, micros)).bind(limit)
            .fetch_all(db).await)?;
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    /// The kinds of action that occur, for the filter.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_actions(&self) -> StoreResult<Vec<String>> {
        Ok(
            on_db!(self, db => sqlx::query_scalar("select distinct action from audit order by action").fetch_all(db).await)?,
        )
    }

    /// Walks the whole chain.
    ///
    /// # Errors
    /// Where the database fails; a fault in the chain is the inner result.
    pub async fn verify_audit(&self) -> StoreResult<Result<i64, ChainFault>> {
        const PAGE: i64 = 2_000;
        let mut check = ChainCheck::default();
        let mut last = 0;
        loop {
            let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
                "select no, at, actor, on_behalf_of, action, subject, institution, old_value, new_value, hash \
                 from audit where no > $1 order by no limit $2").bind(last).bind(PAGE).fetch_all(db).await)?;
            let Some(end) = rows.last().map(|row| row.no) else { break };
            for row in rows.into_iter().map(AuditRow::from) {
                if let Err(fault) = check.step(&row.entry, &row.hash) {
                    return Ok(Err(fault));
                }
            }
            last = end;
        }
        let (no, hash): (i64, String) =
            on_db!(self, db => sqlx::query_as("select no, hash from audit_head where id = 1").fetch_one(db).await)?;
        Ok(check.finish(no, &hash))
    }
}

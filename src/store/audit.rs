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

/// A page of entries, found along the index named by the first condition: with one wording for all filters neither engine
/// would use any, and an entry of long ago would be looked for through all that came after it.
macro_rules! page {
    ($store:expr, $filter:expr, $limit:expr, $first:literal, $order:literal) => {{
        const SQL: &str = concat!(
            "select no, at, actor, on_behalf_of, action, subject, institution, old_value, new_value, hash from audit where ",
            $first,
            " and no < $1 and ($2 = '' or actor = $2) and ($3 = '' or action = $3) and ($4 = '' or institution = $4) \
             and at >= $5 and at < $6 order by ",
            $order,
            " limit $7"
        );
        let filter = $filter;
        let before = if filter.before > 0 { filter.before } else { i64::MAX };
        let rows: Vec<Row> = on_db!($store, db => sqlx::query_as(SQL)
            .bind(before).bind(&filter.actor).bind(&filter.action).bind(&filter.institution)
            .bind(filter.from.map_or(i64::MIN, micros)).bind(filter.until.map_or(i64::MAX, micros)).bind($limit)
            .fetch_all(db).await)?;
        rows
    }};
}

impl Store {
    /// Up to `limit` entries, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_page(&self, filter: &AuditFilter, limit: i64) -> StoreResult<Vec<AuditRow>> {
        // From the filter that leaves the fewest entries to the one that leaves the most.
        let rows = if !filter.institution.is_empty() {
            page!(self, filter, limit, "institution = $4", "no desc")
        } else if !filter.actor.is_empty() {
            page!(self, filter, limit, "actor = $2", "no desc")
        } else if filter.from.is_some() || filter.until.is_some() {
            page!(self, filter, limit, "at >= $5", "at desc, no desc")
        } else if !filter.action.is_empty() {
            page!(self, filter, limit, "action = $3", "no desc")
        } else {
            page!(self, filter, limit, "no > 0", "no desc")
        };
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    /// The kinds of action that occur, for the filter. Each is found by one step along the index, not by reading it whole.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_actions(&self) -> StoreResult<Vec<String>> {
        Ok(on_db!(self, db => sqlx::query_scalar(
            "with recursive kind (action) as (select min(action) from audit union all \
             select (select min(a.action) from audit a where a.action > kind.action) from kind where kind.action is not null) \
             select action from kind where action is not null order by action").fetch_all(db).await)?)
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

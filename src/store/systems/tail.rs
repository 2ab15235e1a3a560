//! What was recorded about systems since the register in memory was last read.

use super::hash_of;
use super::rows::{Row, record, system_versions};
use crate::domain::systems::register::{Added, PlanFact};
use crate::domain::systems::words::PlanState;
use crate::store::{Store, StoreResult, day, instant, on_db, word};

/// Rows read at once, so that a first reading of many thousands needs little memory.
const PAGE: i64 = 2_000;

/// What is new.
#[derive(Clone, Debug, Default)]
pub struct RegisterTail {
    pub added: Vec<Added>,
    /// The ids up to which it reads: of systems' versions, of acts on plans.
    pub last: (i64, i64),
}

#[derive(sqlx::FromRow)]
struct PlanColumns {
    id: i64,
    system_id: i64,
    version: i64,
    state: String,
    standard: i64,
    next_review: Option<String>,
    hash: String,
    recorded_at: i64,
}

impl Store {
    /// Up to some thousand of the facts recorded after those with these ids, oldest first; nothing: there are no more.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn register_tail(&self, after: (i64, i64)) -> StoreResult<RegisterTail> {
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            concat!(system_versions!(), "where v.id > $1 order by v.id limit $2"))
            .bind(after.0).bind(PAGE).fetch_all(db).await)?;
        let mut last = (rows.last().map_or(after.0, |row| row.id), after.1);
        let mut added = Vec::with_capacity(rows.len());
        for row in rows {
            let record = record(row)?;
            let fact = record.fact();
            added.push(Added::Version { system: record.system_id, code: record.system.code, fact });
        }
        // A plan may be about a system that a later page brings: plans are read once all systems are.
        if added.is_empty() {
            let plans: Vec<PlanColumns> = on_db!(self, db => sqlx::query_as(
                "select id, system_id, version, state, standard, next_review, hash, recorded_at from continuity_plan \
                 where id > $1 order by id limit $2").bind(after.1).bind(PAGE).fetch_all(db).await)?;
            last.1 = plans.last().map_or(after.1, |row| row.id);
            for row in plans {
                added.push(plan(row)?);
            }
        }
        Ok(RegisterTail { added, last })
    }
}

fn plan(row: PlanColumns) -> StoreResult<Added> {
    let fact = PlanFact {
        id: row.id,
        recorded_at: instant(row.recorded_at),
        version: row.version,
        state: word(&row.state, PlanState::parse)?,
        standard: row.standard,
        next_review: row.next_review.as_deref().map(day).transpose()?,
        hash: hash_of(&row.hash)?,
    };
    Ok(Added::Plan { system: row.system_id, fact })
}

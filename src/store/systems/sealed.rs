//! The register as a seal covers it: read within one view of the database, every hash worked out anew from the contents, so
//! that a row touched by hand does not pass for what was sealed.

use super::continuity::{PLANS, Row as PlanRow, row as plan_row};
use super::rows::{Row, record, system_versions};
use crate::domain::systems::register::{Added, PlanFact, Register, SystemFact};
use crate::store::tx::Connection;
use crate::store::{StoreResult, in_tx};
use std::sync::Arc;

/// Rows read at once.
const PAGE: i64 = 2_000;

/// Names the connection for [`in_tx`].
struct View<'a> {
    connection: &'a mut Connection,
}

/// All that was recorded about systems before `cutoff` (in microseconds).
///
/// # Errors
/// Where the database fails or holds what no program wrote.
pub(in crate::store) async fn register_before(connection: &mut Connection, cutoff: i64) -> StoreResult<Arc<Register>> {
    let (mut view, mut register) = (View { connection }, Register::default());
    let mut last = 0;
    loop {
        let rows: Vec<Row> = in_tx!(view, db => sqlx::query_as(
            concat!(system_versions!(), "where v.id > $1 and v.recorded_at < $2 order by v.id limit $3"))
            .bind(last).bind(cutoff).bind(PAGE).fetch_all(db).await)?;
        let Some(until) = rows.last().map(|row| row.id) else { break };
        last = until;
        register.extend(rows.into_iter().map(version).collect::<StoreResult<Vec<_>>>()?);
    }
    last = 0;
    loop {
        let rows: Vec<PlanRow> = in_tx!(view, db => sqlx::query_as(PLANS)
            .bind(last).bind(cutoff).bind(PAGE).fetch_all(db).await)?;
        let Some(until) = rows.last().map(|row| row.id) else { break };
        last = until;
        register.extend(rows.into_iter().map(plan).collect::<StoreResult<Vec<_>>>()?);
    }
    Ok(Arc::new(register))
}

fn version(row: Row) -> StoreResult<Added> {
    let record = record(row)?;
    let fact = SystemFact::of(record.id, record.recorded_at, &record.system, record.system.hash());
    Ok(Added::Version { system: record.system_id, code: record.system.code, fact })
}

fn plan(row: PlanRow) -> StoreResult<Added> {
    let system = row.system_id;
    let row = plan_row(row)?;
    let fact = PlanFact {
        id: row.id,
        recorded_at: row.recorded_at,
        version: row.plan.version,
        state: row.plan.state,
        standard: row.plan.standard,
        next_review: row.plan.next_review,
        hash: row.plan.hash(),
    };
    Ok(Added::Plan { system, fact })
}

//! What a seal covers, collected from the database: section by section, row by row, as it stood when the round was sealed.
//!
//! The same collection runs twice: inside the write that seals, and whenever somebody asks whether the database still says
//! what the seal says ([`check`]). So every query here must find the same rows later on: by the [`Cover`] of ids that the
//! seal's head names, or by leaving out what came after [`Scope::at`].
//!
//! To add a section: a file here with a row that is `FromRow` and `Serialize` and has an `id`
//! of its own in that section, its function of [`Rows`] and [`Scope`], and one line in [`collect`]. A table that only grows
//! and is long gets a line in [`GROWING`] too, and its rows are sealed once each. A private text goes in as
//! `domain::seal::remark::salted`. Seals made before the section existed go on holding: they are compared section by
//! section with what they have.

mod check;
mod council;
mod facts;
mod keys;
mod plan;
mod returns;
mod row;
mod systems;

pub use check::{Finding, SealCheck};

use crate::domain::seal::{Cover, Sections};
use crate::store::tx::Connection;
use crate::store::{StoreError, StoreResult, in_tx};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Tables that only grow: their rows stand in the first seal after they were recorded, and in no other.
const GROWING: [Growing; 3] = [
    Growing {
        section: "reports",
        last: "select coalesce(max(id), 0) from report where plan_id = $1",
        backdated: "select id from report where plan_id = $1 and id > $2 and recorded_at < $3 order by id",
    },
    Growing {
        section: "verdicts",
        last: "select coalesce(max(id), 0) from verdict where plan_id = $1",
        backdated: "select id from verdict where plan_id = $1 and id > $2 and recorded_at < $3 order by id",
    },
    Growing {
        section: "verifications",
        last: "select coalesce(max(id), 0) from verification where plan_id = $1",
        backdated: "select id from verification where plan_id = $1 and id > $2 and recorded_at < $3 order by id",
    },
];

/// A table that only grows.
struct Growing {
    section: &'static str,
    /// The last row of a plan.
    last: &'static str,
    /// Rows that came after those covered, under a time before the seal: put in by hand, to look as if they had been there.
    backdated: &'static str,
}

/// What is collected: which round of which plan, as of when.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub plan: i64,
    pub round: i64,
    /// The moment of sealing; what was recorded or decided later is left out.
    pub at: i64,
    pub covers: BTreeMap<String, Cover>,
}

impl Scope {
    /// Which rows of a growing table; none where the seal knew no such table.
    fn cover(&self, section: &str) -> Cover {
        self.covers.get(section).copied().unwrap_or_default()
    }
}

/// One view of the database: that of a write, or a reader's snapshot.
pub(super) struct Rows<'a> {
    pub connection: &'a mut Connection,
}

/// All sections of a seal.
///
/// # Errors
/// Where the database fails.
pub(super) async fn collect(rows: &mut Rows<'_>, scope: &Scope) -> StoreResult<Sections> {
    let (state, counts) = rows.systems(scope).await?;
    Ok(Sections::from([
        section("plan", &rows.plan(scope).await?)?,
        section("sources", &rows.sources(scope).await?)?,
        section("strategies", &rows.strategies(scope).await?)?,
        section("tasks", &rows.tasks(scope).await?)?,
        section("milestones", &rows.milestones(scope).await?)?,
        section("subtasks", &rows.subtasks(scope).await?)?,
        section("institutions", &rows.institutions(scope).await?)?,
        section("assignments", &rows.assignments(scope).await?)?,
        section("round", &rows.round_events(scope).await?)?,
        section("returns", &rows.returns(scope).await?)?,
        section("return_events", &rows.return_events(scope).await?)?,
        section("entries", &rows.entries(scope).await?)?,
        section("queries", &rows.queries(scope).await?)?,
        section("reports", &rows.reports(scope).await?)?,
        section("evidence", &rows.evidence(scope).await?)?,
        section("verdicts", &rows.verdicts(scope).await?)?,
        section("verifications", &rows.verifications(scope).await?)?,
        section("date_changes", &rows.date_changes(scope).await?)?,
        section("step_dues", &rows.step_dues(scope).await?)?,
        section("endings", &rows.endings(scope).await?)?,
        section("meetings", &rows.meetings(scope).await?)?,
        section("council", &rows.council(scope).await?)?,
        section("systems", &state)?,
        section("coverage", &counts)?,
        section("addenda", &rows.addenda(scope).await?)?,
        section("keys", &rows.keys(scope).await?)?,
    ]))
}

fn section(name: &str, rows: &impl Serialize) -> StoreResult<(String, Value)> {
    let rows = serde_json::to_value(rows).map_err(|error| StoreError::Corrupt(format!("{name}: {error}")))?;
    Ok((name.to_owned(), rows))
}

/// Which rows of the growing tables a new seal covers, after those of the seal before.
///
/// # Errors
/// Where the database fails.
pub(super) async fn covers(
    rows: &mut Rows<'_>,
    plan: i64,
    before: &BTreeMap<String, Cover>,
) -> StoreResult<BTreeMap<String, Cover>> {
    let mut covers = BTreeMap::new();
    for Growing { section: name, last, .. } in GROWING {
        let until: i64 = in_tx!(rows, db => sqlx::query_scalar(last).bind(plan).fetch_one(db).await)?;
        let after = before.get(name).map_or(0, |cover| cover.until);
        covers.insert(name.to_owned(), Cover { after, until });
    }
    Ok(covers)
}

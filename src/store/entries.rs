//! What an institution writes in a return before it is handed in: shared by all its people, one revision an entry.

use crate::domain::entry::Entry;
use crate::domain::ids::{AssignmentId, ReturnId, Slug};
use crate::domain::narrative::EvidenceRow;
use crate::domain::returns::ReturnState;
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// One sitting: savings by the same person within this time leave one audit entry.
const SITTING: TimeDelta = TimeDelta::minutes(60);

/// An entry to be kept.
#[derive(Clone, Debug)]
pub struct KeptEntry {
    pub assignment: AssignmentId,
    /// `None` leaves the fields as they are.
    pub fields: Option<Vec<(String, String)>>,
    pub no_change: bool,
    /// The revision the writer saw.
    pub seen: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    assignment_id: i64,
    asked: i64,
    fields: Option<String>,
    no_change: i64,
    revision: i64,
    saved_at: Option<i64>,
    saved_by: String,
}

#[derive(sqlx::FromRow)]
struct EvidenceColumns {
    id: i64,
    assignment_id: i64,
    name: String,
    link: Option<String>,
    bytes: i64,
    sha256: String,
}

impl Store {
    /// The entries of a return.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn entries(&self, id: ReturnId) -> StoreResult<BTreeMap<AssignmentId, Entry>> {
        let rows: Vec<EntryRow> = on_db!(self, db => sqlx::query_as(
            "select assignment_id, asked, fields, no_change, revision, saved_at, saved_by from return_entry \
             where return_id = $1 order by assignment_id").bind(id.0).fetch_all(db).await)?;
        rows.into_iter().map(|row| Ok((AssignmentId(row.assignment_id), entry(row)?))).collect()
    }

    /// How many entries of each return are asked, and how many of those somebody has written in.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn entry_counts(&self, round: i64) -> StoreResult<HashMap<ReturnId, (i64, i64)>> {
        let rows: Vec<(i64, i64, i64)> = on_db!(self, db => sqlx::query_as(
            "select e.return_id, cast(sum(e.asked) as bigint), \
             cast(sum(case when e.asked = 1 and (e.no_change = 1 or e.fields is not null) then 1 else 0 end) as bigint) \
             from return_entry e join return_ r on r.id = e.return_id where r.round_id = $1 group by e.return_id order by e.return_id")
            .bind(round).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|(id, asked, written)| (ReturnId(id), (asked, written))).collect())
    }

    /// The files and links that stand with the entries of a return.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn entry_evidence(&self, id: ReturnId) -> StoreResult<HashMap<AssignmentId, Vec<EvidenceRow>>> {
        let rows: Vec<EvidenceColumns> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, name, link, bytes, sha256 from evidence \
             where return_id = $1 and report_id is null and removed_at is null order by id").bind(id.0).fetch_all(db).await)?;
        let mut found: HashMap<AssignmentId, Vec<EvidenceRow>> = HashMap::new();
        for row in rows {
            let (name, link, sha256) = (row.name, row.link, row.sha256);
            let one = EvidenceRow { id: row.id, name, link, bytes: row.bytes, sha256 };
            found.entry(AssignmentId(row.assignment_id)).or_default().push(one);
        }
        Ok(found)
    }
}

fn entry(row: EntryRow) -> StoreResult<Entry> {
    let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
    Ok(Entry {
        asked: row.asked == 1,
        fields: row.fields.map(|text| serde_json::from_str(&text).map_err(corrupt)).transpose()?,
        no_change: row.no_change == 1,
        revision: row.revision,
        saved_at: row.saved_at.map(instant),
        saved_by: row.saved_by,
    })
}

impl Tx {
    /// Keeps entries whose revision is still the one their writer saw; answers those that somebody else saved meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the return was handed in meanwhile; else where the database fails.
    pub async fn keep_entries(
        &mut self,
        id: ReturnId,
        institution: &Slug,
        kept: &[KeptEntry],
    ) -> StoreResult<Vec<AssignmentId>> {
        // Handed in a moment ago: nothing is written into it any more.
        let state: String = in_tx!(self, db => sqlx::query_scalar("select state from return_ where id = $1")
            .bind(id.0).fetch_one(db).await)?;
        if !ReturnState::parse(&state).is_some_and(ReturnState::is_owed) {
            return Err(StoreError::Conflict);
        }
        let mut stale = Vec::new();
        let mut sitting = Vec::new();
        for entry in kept {
            let before: Option<(Option<i64>, String)> = in_tx!(self, db => sqlx::query_as(
                "select saved_at, saved_by from return_entry where return_id = $1 and assignment_id = $2 and asked = 1 and revision = $3")
                .bind(id.0).bind(entry.assignment.0).bind(entry.seen).fetch_optional(db).await)?;
            let Some((saved_at, saved_by)) = before else {
                stale.push(entry.assignment);
                continue;
            };
            let same_sitting =
                saved_by == self.actor.name && saved_at.is_some_and(|at| self.at - instant(at) < SITTING);
            if !same_sitting {
                sitting.push(entry.assignment);
            }
            self.keep_entry(id, entry).await?;
        }
        if !sitting.is_empty() {
            let value = json!({ "return": id, "assignments": sitting });
            self.audit("entry.keep", format!("return {id}"), Some(institution), &(), &value).await?;
        }
        Ok(stale)
    }

    async fn keep_entry(&mut self, id: ReturnId, entry: &KeptEntry) -> StoreResult<()> {
        let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        let fields = entry.fields.as_ref().map(serde_json::to_string).transpose().map_err(corrupt)?;
        let (name, at) = (self.actor.name.clone(), micros(self.at));
        in_tx!(self, db => sqlx::query(
            "update return_entry set fields = coalesce($3, fields), no_change = $4, revision = revision + 1, saved_at = $5, \
             saved_by = $6 where return_id = $1 and assignment_id = $2")
            .bind(id.0).bind(entry.assignment.0).bind(&fields).bind(i64::from(entry.no_change)).bind(at).bind(&name)
            .execute(db).await.map(drop))
        .map_err(StoreError::from)
    }
}

//! Systems of institutions that have ended pass to the heir: each gets a version that says so, and keeps the number it has.

use super::rows::{Row, record, system_versions};
use crate::domain::ids::Slug;
use crate::domain::systems::InformationSystem;
use crate::store::{Store, StoreResult, SystemChange, Tx, in_tx, on_db, word};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::HashSet;

/// An institution that has ended, and who follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    pub slug: Slug,
    pub short_ko: String,
    pub heir: Slug,
}

impl Store {
    /// The institutions that have ended by a day, still have systems, and have one heir: their only successor, or the one
    /// that took over their assignments.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn ended_with_systems(&self, today: NaiveDate) -> StoreResult<Vec<Ended>> {
        let rows: Vec<(String, String, String)> = on_db!(self, db => sqlx::query_as(
            "select i.slug, i.short_ko, s.successor from institution i join successor s on s.slug = i.slug \
             where i.valid_until <= $1 \
             and not exists (select 1 from institution e where e.slug = s.successor and e.valid_until <= $1) \
             and ((select count(*) from successor o where o.slug = i.slug) = 1 \
             or s.successor in (select h.institution from holder h join holder old on old.assignment_id = h.assignment_id \
             and old.institution = i.slug and old.since < h.since)) \
             and exists (select 1 from system_version v where v.institution = i.slug and v.superseded_at is null \
             and v.retired_on is null) order by i.slug, s.successor").bind(today.to_string()).fetch_all(db).await)?;
        let ended = |(slug, short_ko, heir): (String, String, String)| {
            Ok(Ended { slug: word(&slug, Slug::parse)?, short_ko, heir: word(&heir, Slug::parse)? })
        };
        let all: Vec<Ended> = rows.into_iter().map(ended).collect::<StoreResult<_>>()?;
        let alone = all.chunk_by(|a, b| a.slug == b.slug).filter(|of| of.len() == 1);
        Ok(alone.flatten().cloned().collect())
    }
}

impl Tx {
    /// Hands the systems of an institution that has ended to its heir, with one audit entry; answers how many. A name that the
    /// heir has already is told apart by the old institution's.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn hand_over_systems(&mut self, ended: &Ended) -> StoreResult<usize> {
        let rows: Vec<Row> = in_tx!(self, db => sqlx::query_as(
            concat!(system_versions!(), "where v.institution = $1 and v.superseded_at is null and v.retired_on is null order by v.id"))
            .bind(ended.slug.as_str()).fetch_all(db).await)?;
        let names: Vec<String> = in_tx!(self, db => sqlx::query_scalar(
            "select name from system_version where institution = $1 and superseded_at is null and retired_on is null order by id")
            .bind(ended.heir.as_str()).fetch_all(db).await)?;
        let mut taken: HashSet<String> = names.into_iter().collect();
        let mut changes = Vec::with_capacity(rows.len());
        for row in rows {
            let record = record(row)?;
            let name = free_name(&record.system.name, &ended.short_ko, &taken);
            taken.insert(name.clone());
            let system = InformationSystem { institution: ended.heir.clone(), name, ..record.system };
            changes.push(SystemChange { seen: Some((record.system_id, record.id)), system });
        }
        if changes.is_empty() {
            return Ok(0);
        }
        self.put_systems(&changes, None).await?;
        let codes: Vec<&str> = changes.iter().map(|change| change.system.code.as_str()).collect();
        let (old, new) = (json!({ "institution": ended.slug }), json!({ "institution": ended.heir, "systems": codes }));
        let subject = format!("institution {}", ended.slug);
        self.audit("system.hand_over", subject, Some(&ended.heir), &old, &new).await?;
        Ok(changes.len())
    }
}

/// The name, with the old institution's behind it (and a number) where it is taken.
fn free_name(name: &str, old: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(name) {
        return name.to_owned();
    }
    let numbered = (2..).map(|n| format!("{name} ({old} {n})"));
    let mut free = std::iter::once(format!("{name} ({old})")).chain(numbered);
    free.find(|name| !taken.contains(name)).unwrap_or_else(|| name.to_owned())
}

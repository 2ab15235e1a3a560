//! Reading systems whole: one, all of a list, or the versions of one.

use super::{from_column, hash_of, to_column};
use crate::domain::ids::Slug;
use crate::domain::systems::register::SystemFact;
use crate::domain::systems::system::{Grading, InformationSystem, Runner, SystemCode};
use crate::domain::systems::words::{Grade, RunnerKind, Site};
use crate::store::{Store, StoreResult, day, instant, micros, on_db, word};
use chrono::{DateTime, Utc};

/// The columns of a system's versions; what follows says which.
macro_rules! system_versions {
    () => {
        "select v.id, v.system_id, s.code, v.name, v.institution, v.runner_kind, v.runner, v.purpose, v.grade, v.graded_on, \
         v.grade_basis, v.users, v.needs, v.site, v.site_note, v.redundancy, v.recovery, v.equipment, v.contact, \
         v.retired_on, v.hash, v.by_name, v.recorded_at from system_version v \
         join information_system s on s.id = v.system_id "
    };
}

pub(super) use system_versions;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: i64,
    pub system_id: i64,
    pub code: String,
    name: String,
    institution: String,
    runner_kind: String,
    runner: String,
    purpose: String,
    grade: Option<String>,
    graded_on: Option<String>,
    grade_basis: String,
    users: Option<i64>,
    needs: String,
    site: Option<String>,
    site_note: String,
    redundancy: String,
    recovery: String,
    equipment: String,
    contact: String,
    retired_on: Option<String>,
    hash: String,
    by_name: String,
    pub recorded_at: i64,
}

/// A version of a system as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemRecord {
    /// The version's row: what an edit must have seen.
    pub id: i64,
    pub system_id: i64,
    pub system: InformationSystem,
    pub hash: [u8; 32],
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

impl SystemRecord {
    /// What figures need of it.
    #[must_use]
    pub fn fact(&self) -> SystemFact {
        SystemFact::of(self.id, self.recorded_at, &self.system, self.hash)
    }
}

/// One line of a system's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    pub id: i64,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
    /// Whether it came with a spreadsheet.
    pub imported: bool,
}

pub(super) fn record(row: Row) -> StoreResult<SystemRecord> {
    let grading = match row.grade {
        Some(grade) => Some(Grading {
            grade: word(&grade, Grade::parse)?,
            on: row.graded_on.as_deref().map(day).transpose()?,
            basis: row.grade_basis,
        }),
        None => None,
    };
    let system = InformationSystem {
        code: word(&row.code, SystemCode::parse)?,
        name: row.name,
        institution: word(&row.institution, Slug::parse)?,
        runner: Runner { kind: word(&row.runner_kind, RunnerKind::parse)?, name: row.runner },
        purpose: row.purpose,
        grading,
        users: row.users,
        needs: from_column(&row.needs)?,
        site: row.site.as_deref().map(|code| word(code, Site::parse)).transpose()?,
        site_note: row.site_note,
        redundancy: from_column(&row.redundancy)?,
        recovery: from_column(&row.recovery)?,
        equipment: from_column(&row.equipment)?,
        contact: row.contact,
        retired_on: row.retired_on.as_deref().map(day).transpose()?,
    };
    let (hash, recorded_at) = (hash_of(&row.hash)?, instant(row.recorded_at));
    Ok(SystemRecord { id: row.id, system_id: row.system_id, system, hash, by_name: row.by_name, recorded_at })
}

impl Store {
    /// A system as it was recorded last before `cutoff`.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn system(&self, code: &SystemCode, cutoff: DateTime<Utc>) -> StoreResult<Option<SystemRecord>> {
        let row: Option<Row> = on_db!(self, db => sqlx::query_as(
            concat!(system_versions!(), "where s.code = $1 and v.recorded_at < $2 order by v.id desc limit 1"))
            .bind(code.as_str()).bind(micros(cutoff)).fetch_optional(db).await)?;
        row.map(record).transpose()
    }

    /// The versions with these ids, by id.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn systems(&self, versions: &[i64]) -> StoreResult<Vec<SystemRecord>> {
        let list = to_column(&versions)?;
        // The two engines unfold a JSON list differently.
        let rows: Vec<Row> = match self {
            Self::Sqlite { readers, .. } => {
                const SQL: &str =
                    concat!(system_versions!(), "where v.id in (select value from json_each($1)) order by v.id");
                sqlx::query_as(SQL).bind(list).fetch_all(readers).await?
            }
            Self::Postgres(pool) => {
                const SQL: &str = concat!(
                    system_versions!(),
                    "where v.id in (select value::bigint from json_array_elements_text($1::json)) order by v.id"
                );
                sqlx::query_as(SQL).bind(list).fetch_all(pool).await?
            }
        };
        rows.into_iter().map(record).collect()
    }

    /// Who recorded a system when, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn system_history(&self, system: i64, cutoff: DateTime<Utc>) -> StoreResult<Vec<VersionLine>> {
        let rows: Vec<(i64, String, i64, Option<i64>)> = on_db!(self, db => sqlx::query_as(
            "select id, by_name, recorded_at, import_id from system_version where system_id = $1 and recorded_at < $2 \
             order by id desc limit 50").bind(system).bind(micros(cutoff)).fetch_all(db).await)?;
        let line = |(id, by_name, at, import): (i64, String, i64, Option<i64>)| VersionLine {
            id,
            by_name,
            recorded_at: instant(at),
            imported: import.is_some(),
        };
        Ok(rows.into_iter().map(line).collect())
    }
}

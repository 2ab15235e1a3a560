//! Recording systems, one or many at once.

use super::to_column;
use crate::domain::systems::InformationSystem;
use crate::store::{StoreError, StoreResult, Tx, in_tx, micros};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Rows put in with one statement.
const CHUNK: usize = 500;

/// A system as it shall be from now on.
#[derive(Clone, Debug)]
pub struct SystemChange {
    /// The system and the version that the writer has seen; `None`: it is new.
    pub seen: Option<(i64, i64)>,
    pub system: InformationSystem,
}

/// A version's row as the engines unfold it from JSON; the names are those of the columns.
#[derive(Serialize)]
struct NewVersion<'a> {
    id: i64,
    system_id: i64,
    name: &'a str,
    institution: &'a str,
    runner_kind: &'a str,
    runner: &'a str,
    purpose: &'a str,
    grade: Option<&'a str>,
    graded_on: Option<String>,
    grade_basis: &'a str,
    users: Option<i64>,
    needs: String,
    site: Option<&'a str>,
    site_note: &'a str,
    redundancy: String,
    recovery: String,
    equipment: String,
    contact: &'a str,
    retired_on: Option<String>,
    hash: String,
}

impl Tx {
    /// Records one system, with an audit entry of what differs; answers the system's id.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody changed it since, or number or name are taken; else where the database fails.
    pub async fn put_system(&mut self, change: SystemChange, old: Option<&InformationSystem>) -> StoreResult<i64> {
        let (action, subject) = match old {
            Some(_) => ("system.edit", format!("system {}", change.system.code)),
            None => ("system.add", format!("system {}", change.system.code)),
        };
        let (before, after) = differences(old, &change.system)?;
        let institution = change.system.institution.clone();
        let ids = self.put_systems(&[change], None).await?;
        self.audit(action, subject, Some(&institution), &before, &after).await?;
        ids.first().copied().ok_or(StoreError::Conflict)
    }

    /// Records many systems at once, without an audit entry of each: the caller leaves one for all. Answers their ids.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where one was changed since it was seen, or a number or name is taken.
    pub async fn put_systems(&mut self, changes: &[SystemChange], import: Option<i64>) -> StoreResult<Vec<i64>> {
        // All of them first: two systems may exchange their names.
        let seen: Vec<(i64, i64)> = changes.iter().filter_map(|change| change.seen).collect();
        for chunk in seen.chunks(CHUNK) {
            self.supersede(chunk).await?;
        }
        let mut next_system = self.last_id_of_systems().await?;
        let mut next_version = self.last_id_of_versions().await?;
        let mut ids = Vec::with_capacity(changes.len());
        for chunk in changes.chunks(CHUNK) {
            let mut rows = Vec::with_capacity(chunk.len());
            let mut added = Vec::new();
            for change in chunk {
                next_version += 1;
                let id = change.seen.map_or(next_system + 1, |(system, _)| system);
                if change.seen.is_none() {
                    next_system = id;
                    added.push(json!({ "id": id, "code": change.system.code }));
                }
                ids.push(id);
                rows.push(new_version(next_version, id, &change.system)?);
            }
            self.add_numbers(&added).await?;
            self.add_versions(&rows, import).await?;
        }
        self.touch_facts();
        Ok(ids)
    }

    async fn last_id_of_systems(&mut self) -> StoreResult<i64> {
        Ok(
            in_tx!(self, db => sqlx::query_scalar("select coalesce(max(id), 0) from information_system").fetch_one(db).await)?,
        )
    }

    async fn last_id_of_versions(&mut self) -> StoreResult<i64> {
        Ok(
            in_tx!(self, db => sqlx::query_scalar("select coalesce(max(id), 0) from system_version").fetch_one(db).await)?,
        )
    }

    async fn add_numbers(&mut self, added: &[Value]) -> StoreResult<()> {
        if added.is_empty() {
            return Ok(());
        }
        let (list, at) = (to_column(&added)?, micros(self.at));
        let done = match &mut self.connection {
            crate::store::tx::Connection::Sqlite(db) => {
                const SQL: &str = "insert into information_system (id, code, recorded_at) \
                     select json_extract(value, '$.id'), json_extract(value, '$.code'), $2 from json_each($1)";
                sqlx::query(SQL).bind(list).bind(at).execute(&mut **db).await.map(drop)
            }
            crate::store::tx::Connection::Postgres(db) => {
                const SQL: &str = "insert into information_system (id, code, recorded_at) \
                     select id, code, $2 from json_to_recordset($1::json) as r (id bigint, code text)";
                sqlx::query(SQL).bind(list).bind(at).execute(&mut **db).await.map(drop)
            }
        };
        done.map_err(taken)
    }

    /// Marks the versions that were seen as superseded; each must still be the present one.
    async fn supersede(&mut self, seen: &[(i64, i64)]) -> StoreResult<()> {
        if seen.is_empty() {
            return Ok(());
        }
        let versions: Vec<i64> = seen.iter().map(|(_, version)| *version).collect();
        let (list, at) = (to_column(&versions)?, micros(self.at));
        let done = match &mut self.connection {
            crate::store::tx::Connection::Sqlite(db) => {
                const SQL: &str = "update system_version set superseded_at = $2 where superseded_at is null \
                     and id in (select value from json_each($1))";
                sqlx::query(SQL).bind(list).bind(at).execute(&mut **db).await?.rows_affected()
            }
            crate::store::tx::Connection::Postgres(db) => {
                const SQL: &str = "update system_version set superseded_at = $2 where superseded_at is null \
                     and id in (select value::bigint from json_array_elements_text($1::json))";
                sqlx::query(SQL).bind(list).bind(at).execute(&mut **db).await?.rows_affected()
            }
        };
        if done == versions.len() as u64 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    async fn add_versions(&mut self, rows: &[NewVersion<'_>], import: Option<i64>) -> StoreResult<()> {
        let (list, at, by) = (to_column(&rows)?, micros(self.at), self.actor.clone());
        let done = match &mut self.connection {
            crate::store::tx::Connection::Sqlite(db) => {
                const SQL: &str = "insert into system_version (id, system_id, name, institution, runner_kind, runner, purpose, \
                     grade, graded_on, grade_basis, users, needs, site, site_note, redundancy, recovery, equipment, contact, \
                     retired_on, hash, import_id, by_id, by_name, recorded_at) \
                     select value ->> 'id', value ->> 'system_id', value ->> 'name', value ->> 'institution', \
                     value ->> 'runner_kind', value ->> 'runner', value ->> 'purpose', value ->> 'grade', \
                     value ->> 'graded_on', value ->> 'grade_basis', value ->> 'users', value ->> 'needs', value ->> 'site', \
                     value ->> 'site_note', value ->> 'redundancy', value ->> 'recovery', value ->> 'equipment', \
                     value ->> 'contact', value ->> 'retired_on', value ->> 'hash', $2, $3, $4, $5 from json_each($1)";
                let query = sqlx::query(SQL).bind(list).bind(import).bind(by.id.0).bind(&by.name).bind(at);
                query.execute(&mut **db).await.map(drop)
            }
            crate::store::tx::Connection::Postgres(db) => {
                const SQL: &str = "insert into system_version (id, system_id, name, institution, runner_kind, runner, purpose, \
                     grade, graded_on, grade_basis, users, needs, site, site_note, redundancy, recovery, equipment, contact, \
                     retired_on, hash, import_id, by_id, by_name, recorded_at) \
                     select id, system_id, name, institution, runner_kind, runner, purpose, grade, graded_on, grade_basis, \
                     users, needs, site, site_note, redundancy, recovery, equipment, contact, retired_on, hash, $2, $3, $4, $5 \
                     from json_to_recordset($1::json) as r (id bigint, system_id bigint, name text, institution text, \
                     runner_kind text, runner text, purpose text, grade text, graded_on text, grade_basis text, users bigint, \
                     needs text, site text, site_note text, redundancy text, recovery text, equipment text, contact text, \
                     retired_on text, hash text)";
                let query = sqlx::query(SQL).bind(list).bind(import).bind(by.id.0).bind(&by.name).bind(at);
                query.execute(&mut **db).await.map(drop)
            }
        };
        done.map_err(taken)
    }
}

/// A number or a name that another system has.
fn taken(error: sqlx::Error) -> StoreError {
    let is_taken = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    if is_taken { StoreError::Conflict } else { error.into() }
}

fn new_version(id: i64, system_id: i64, system: &InformationSystem) -> StoreResult<NewVersion<'_>> {
    let grading = system.grading.as_ref();
    Ok(NewVersion {
        id,
        system_id,
        name: &system.name,
        institution: system.institution.as_str(),
        runner_kind: system.runner.kind.code(),
        runner: &system.runner.name,
        purpose: &system.purpose,
        grade: grading.map(|grading| grading.grade.code()),
        graded_on: grading.and_then(|grading| grading.on).map(|day| day.to_string()),
        grade_basis: grading.map_or("", |grading| &grading.basis),
        users: system.users,
        needs: to_column(&system.needs)?,
        site: system.site.map(|site| site.code()),
        site_note: &system.site_note,
        redundancy: to_column(&system.redundancy)?,
        recovery: to_column(&system.recovery)?,
        equipment: to_column(&system.equipment)?,
        contact: &system.contact,
        retired_on: system.retired_on.map(|day| day.to_string()),
        hash: hex::encode(system.hash()),
    })
}

/// The fields that differ, as they were and as they are; all of a new system's.
fn differences(old: Option<&InformationSystem>, new: &InformationSystem) -> StoreResult<(Value, Value)> {
    let fields = |system: &InformationSystem| match serde_json::to_value(system) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(StoreError::Corrupt(error.to_string())),
    };
    let new = fields(new)?;
    let Some(old) = old else { return Ok((Value::Null, Value::Object(new))) };
    let old = fields(old)?;
    let changed = |own: &Map<String, Value>, other: &Map<String, Value>| {
        let differing = own.iter().filter(|(name, value)| other.get(*name) != Some(value));
        Value::Object(differing.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    Ok((changed(&old, &new), changed(&new, &old)))
}

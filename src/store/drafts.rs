//! Reports being written. A draft belongs to one person and one assignment and holds the form's fields as typed.

use crate::domain::ids::{AssignmentId, ReportId, UserId};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// A form as it was last kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Names and values, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// The last report when the draft was begun.
    pub based_on: Option<ReportId>,
    /// Counts the savings; a second tab that saves an older one is told so.
    pub revision: i64,
    pub saved_at: DateTime<Utc>,
}

/// What stands in the draft where a newer saving than the one presented was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftConflict {
    pub current: i64,
}

/// A form to be kept with others, in one write.
#[derive(Clone, Debug)]
pub struct NewDraft {
    pub assignment: AssignmentId,
    pub fields: Vec<(String, String)>,
    pub based_on: Option<ReportId>,
    /// The revision that was seen; 0: none yet.
    pub seen: i64,
}

impl Tx {
    /// Keeps a form of the acting person.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where a newer saving is there; else where the database fails.
    pub async fn keep_draft(&mut self, new: &NewDraft) -> StoreResult<()> {
        let text = serde_json::to_string(&new.fields).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let (person, at) = (self.actor.id.0, micros(self.at));
        let kept: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "insert into draft (person_id, assignment_id, fields, based_on, revision, saved_at) \
             values ($1, $2, $3, $4, 1, $6) on conflict (person_id, assignment_id) do update set fields = excluded.fields, \
             based_on = excluded.based_on, revision = draft.revision + 1, saved_at = excluded.saved_at \
             where draft.revision = $5 returning revision")
            .bind(person).bind(new.assignment.0).bind(&text).bind(new.based_on.map(|id| id.0)).bind(new.seen).bind(at)
            .fetch_optional(db).await)?;
        kept.map(drop).ok_or(StoreError::Conflict)
    }
}

fn draft((fields, based_on, revision, saved): (String, Option<i64>, i64, i64)) -> StoreResult<Draft> {
    let fields = serde_json::from_str(&fields).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Draft { fields, based_on: based_on.map(ReportId), revision, saved_at: instant(saved) })
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn draft(&self, person: UserId, assignment: AssignmentId) -> StoreResult<Option<Draft>> {
        let row: Option<(String, Option<i64>, i64, i64)> = on_db!(self, db => sqlx::query_as(
            "select fields, based_on, revision, saved_at from draft where person_id = $1 and assignment_id = $2")
            .bind(person.0).bind(assignment.0).fetch_optional(db).await)?;
        row.map(draft).transpose()
    }

    /// All drafts of a person.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn drafts(&self, person: UserId) -> StoreResult<HashMap<AssignmentId, Draft>> {
        let rows: Vec<(i64, String, Option<i64>, i64, i64)> = on_db!(self, db => sqlx::query_as(
            "select assignment_id, fields, based_on, revision, saved_at from draft where person_id = $1")
            .bind(person.0).fetch_all(db).await)?;
        let one = |(id, fields, based_on, revision, saved)| {
            Ok((AssignmentId(id), draft((fields, based_on, revision, saved))?))
        };
        rows.into_iter().map(one).collect()
    }

    /// The assignments for which a person has a draft, with the time it was kept.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn drafts_of(&self, person: UserId) -> StoreResult<Vec<(AssignmentId, DateTime<Utc>)>> {
        let rows: Vec<(i64, i64)> = on_db!(self, db => sqlx::query_as(
            "select assignment_id, saved_at from draft where person_id = $1 order by assignment_id").bind(person.0).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|(id, at)| (AssignmentId(id), instant(at))).collect())
    }

    /// Keeps a form, if `seen` is still the newest saving (0: none yet); answers the new revision.
    ///
    /// # Errors
    /// Where the database fails; a newer saving is the inner result.
    pub async fn keep_draft(
        &self,
        person: UserId,
        assignment: AssignmentId,
        fields: &[(String, String)],
        based_on: Option<ReportId>,
        seen: i64,
        now: DateTime<Utc>,
    ) -> StoreResult<Result<i64, DraftConflict>> {
        const SAVE: &str = "insert into draft (person_id, assignment_id, fields, based_on, revision, saved_at) \
             values ($1, $2, $3, $4, 1, $6) on conflict (person_id, assignment_id) do update set fields = excluded.fields, \
             based_on = excluded.based_on, revision = draft.revision + 1, saved_at = excluded.saved_at \
             where draft.revision = $5 returning revision";
        let text = serde_json::to_string(fields).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let based_on = based_on.map(|id| id.0);
        let saved: Option<i64> = match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query_scalar(SAVE)
                    .bind(person.0)
                    .bind(assignment.0)
                    .bind(&text)
                    .bind(based_on)
                    .bind(seen)
                    .bind(micros(now))
                    .fetch_optional(writer)
                    .await?
            }
            Self::Postgres(pool) => {
                sqlx::query_scalar(SAVE)
                    .bind(person.0)
                    .bind(assignment.0)
                    .bind(&text)
                    .bind(based_on)
                    .bind(seen)
                    .bind(micros(now))
                    .fetch_optional(pool)
                    .await?
            }
        };
        match saved {
            Some(revision) => Ok(Ok(revision)),
            None => Ok(Err(DraftConflict {
                current: self.draft(person, assignment).await?.map_or(0, |draft| draft.revision),
            })),
        }
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn drop_draft(&self, person: UserId, assignment: AssignmentId) -> StoreResult<()> {
        const DROP: &str = "delete from draft where person_id = $1 and assignment_id = $2";
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query(DROP).bind(person.0).bind(assignment.0).execute(writer).await.map(drop)?
            }
            Self::Postgres(pool) => {
                sqlx::query(DROP).bind(person.0).bind(assignment.0).execute(pool).await.map(drop)?
            }
        }
        Ok(())
    }
}

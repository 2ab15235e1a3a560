//! Evidence: files in the object store under random names, and links. With a draft first, with its report afterwards.

use crate::domain::ids::{AssignmentId, EvidenceId, ReportId, ReturnId, Slug, UserId};
use crate::domain::narrative::EvidenceRow;
use crate::store::{Store, StoreResult, Tx, in_tx, micros, on_db, rows_in};
use serde_json::json;
use std::collections::HashMap;

/// A file or link to be kept with a draft.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    pub institution: Slug,
    pub assignment: AssignmentId,
    pub name: String,
    pub link: Option<String>,
    pub media_type: String,
    pub bytes: i64,
    pub sha256: String,
    /// Its name in the object store; `None` for a link.
    pub object: Option<String>,
    /// The return with whose entry it stands; `None`: with the acting person's own draft.
    pub return_id: Option<ReturnId>,
}

/// All that serving a file needs.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EvidenceFile {
    pub institution: String,
    pub report_id: Option<i64>,
    pub name: String,
    pub link: Option<String>,
    pub media_type: String,
    pub bytes: i64,
    pub sha256: String,
    pub object: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: i64,
    report_id: Option<i64>,
    name: String,
    link: Option<String>,
    bytes: i64,
    sha256: String,
}

fn listed(row: ListRow) -> EvidenceRow {
    EvidenceRow { id: row.id, name: row.name, link: row.link, bytes: row.bytes, sha256: row.sha256 }
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn evidence_file(&self, id: EvidenceId) -> StoreResult<Option<EvidenceFile>> {
        Ok(on_db!(self, db => sqlx::query_as(
            "select institution, report_id, name, link, media_type, bytes, sha256, object from evidence \
             where id = $1 and removed_at is null").bind(id.0).fetch_optional(db).await)?)
    }

    /// What a person has put with a draft, oldest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn draft_evidence(&self, person: UserId, assignment: AssignmentId) -> StoreResult<Vec<EvidenceRow>> {
        let rows: Vec<ListRow> = on_db!(self, db => sqlx::query_as(
            "select id, report_id, name, link, bytes, sha256 from evidence \
             where assignment_id = $1 and draft_of = $2 and removed_at is null order by id")
            .bind(assignment.0).bind(person.0).fetch_all(db).await)?;
        Ok(rows.into_iter().map(listed).collect())
    }

    /// The ids of the evidence that waits with a person's drafts, by assignment.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn evidence_of_drafts(&self, person: UserId) -> StoreResult<HashMap<AssignmentId, Vec<i64>>> {
        let rows: Vec<(i64, i64)> = on_db!(self, db => sqlx::query_as(
            "select assignment_id, id from evidence where draft_of = $1 and removed_at is null order by id")
            .bind(person.0).fetch_all(db).await)?;
        let mut found: HashMap<AssignmentId, Vec<i64>> = HashMap::new();
        for (assignment, id) in rows {
            found.entry(AssignmentId(assignment)).or_default().push(id);
        }
        Ok(found)
    }

    /// The evidence of the reports with these ids.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn report_evidence(&self, ids: &[ReportId]) -> StoreResult<HashMap<ReportId, Vec<EvidenceRow>>> {
        let mut found: HashMap<ReportId, Vec<EvidenceRow>> = HashMap::new();
        if ids.is_empty() {
            return Ok(found);
        }
        let rows: Vec<ListRow> = rows_in!(
            self,
            ids,
            "select id, report_id, name, link, bytes, sha256 from evidence where report_id",
            "order by id"
        );
        for row in rows {
            if let Some(report) = row.report_id {
                found.entry(ReportId(report)).or_default().push(listed(row));
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Keeps a file or link with the acting person's draft.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_evidence(&mut self, new: &NewEvidence) -> StoreResult<EvidenceId> {
        let (person, at) = (self.actor.id.0, micros(self.at));
        let (draft_of, return_id) = (new.return_id.is_none().then_some(person), new.return_id.map(|id| id.0));
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into evidence (institution, assignment_id, draft_of, name, link, media_type, bytes, sha256, object, by_id, \
             recorded_at, return_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id")
            .bind(new.institution.as_str()).bind(new.assignment.0).bind(draft_of).bind(&new.name).bind(&new.link)
            .bind(&new.media_type).bind(new.bytes).bind(&new.sha256).bind(&new.object).bind(person).bind(at)
            .bind(return_id).fetch_one(db).await)?;
        let value =
            json!({ "evidence": id, "name": new.name, "link": new.link, "sha256": new.sha256, "bytes": new.bytes });
        let subject = format!("assignment {}", new.assignment);
        self.audit("evidence.add", subject, Some(&new.institution), &(), &value).await?;
        Ok(EvidenceId(id))
    }

    /// Gives the evidence of a draft or an entry to the report that was written from it.
    ///
    /// # Errors
    /// Where the database fails.
    pub(super) async fn hand_over_evidence(&mut self, ids: &[EvidenceId], report: ReportId) -> StoreResult<()> {
        for id in ids {
            in_tx!(self, db => sqlx::query("update evidence set report_id = $2, draft_of = null where id = $1")
                .bind(id.0).bind(report.0).execute(db).await.map(drop))?;
        }
        Ok(())
    }

    /// Takes a file or link off the acting person's draft or off a return's entry; the file itself stays in the store.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn remove_evidence(
        &mut self,
        id: EvidenceId,
        assignment: AssignmentId,
        institution: &Slug,
    ) -> StoreResult<bool> {
        let (person, at) = (self.actor.id.0, micros(self.at));
        let name: Option<String> = in_tx!(self, db => sqlx::query_scalar(
            "update evidence set removed_at = $4 where id = $1 and assignment_id = $2 and removed_at is null and report_id is null \
             and (draft_of = $3 or (draft_of is null and institution = $5)) returning name")
            .bind(id.0).bind(assignment.0).bind(person).bind(at).bind(institution.as_str()).fetch_optional(db).await)?;
        let Some(name) = name else { return Ok(false) };
        let old = json!({ "evidence": id, "name": name });
        self.audit("evidence.remove", format!("assignment {assignment}"), Some(institution), &old, &()).await?;
        Ok(true)
    }
}

//! The councils' register: records in versions, one write for all kinds.
//!
//! A change is a verb of the domain applied to what stands in the database, inside the write: nobody's edit is lost, and
//! minutes that were closed meanwhile refuse it.

use crate::domain::calendar::{day_of, start_of};
use crate::domain::council::agenda::Paper;
use crate::domain::council::meeting::{ClosedMinutes, Meeting, MeetingState, Refusal};
use crate::domain::council::minutes::CorrectionDecision;
use crate::domain::council::{Body, Council, Register, Sight, Version};
use crate::domain::ids::{PlanId, RecordId, UserId};
use crate::domain::plan_file::{MeetingEntry, PlanFile};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, Datelike, Utc};
use serde_json::json;

/// A version as the database has it.
#[derive(sqlx::FromRow)]
pub(super) struct VersionRow {
    id: i64,
    record_id: i64,
    body: String,
    by_id: Option<i64>,
    by_name: String,
    on_behalf_of: Option<String>,
    recorded_at: i64,
}

pub(super) fn version(row: VersionRow) -> StoreResult<Version> {
    Ok(Version {
        no: row.id,
        record: RecordId(row.record_id),
        body: body(&row.body)?,
        recorded_at: instant(row.recorded_at),
        by: UserId(row.by_id.unwrap_or(0)),
        by_name: row.by_name,
        on_behalf_of: row.on_behalf_of,
    })
}

fn body(text: &str) -> StoreResult<Body> {
    word(text, |text| serde_json::from_str(text).ok())
}

fn text(body: &Body) -> StoreResult<String> {
    serde_json::to_string(body).map_err(|error| StoreError::Corrupt(error.to_string()))
}

impl Store {
    /// The versions written after the one with the number `after`, in the order of the writes.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn council_tail(&self, plan: PlanId, after: i64) -> StoreResult<Vec<Version>> {
        let rows: Vec<VersionRow> = on_db!(self, db => sqlx::query_as(
            "select id, record_id, body, by_id, by_name, on_behalf_of, recorded_at from council_version \
             where plan_id = $1 and id > $2 order by id").bind(plan.0).bind(after).fetch_all(db).await)?;
        rows.into_iter().map(version).collect()
    }

    /// How many meetings of a plan file an import would put down.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn new_meetings(&self, plan: PlanId, file: &PlanFile) -> StoreResult<usize> {
        let mut register = Register::default();
        register.append(self.council_tail(plan, 0).await?);
        let known = Council::before(&register, DateTime::<Utc>::MAX_UTC, file.announced_on, Sight::Full);
        Ok(unknown(file, &known).len())
    }

    /// A file or link of the register, whoever may see it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn paper(&self, plan: PlanId, id: RecordId) -> StoreResult<Option<Paper>> {
        let text: Option<String> = on_db!(self, db => sqlx::query_scalar(
            "select body from council_version where plan_id = $1 and record_id = $2 order by id desc limit 1")
            .bind(plan.0).bind(id.0).fetch_optional(db).await)?;
        match text.as_deref().map(body).transpose()? {
            Some(Body::Paper(paper)) => Ok(Some(paper)),
            _ => Ok(None),
        }
    }
}

/// What became of a write: done, or refused by the state of its meeting.
pub type Put<T> = Result<T, Refusal>;

impl Tx {
    /// Adds a record. A `client_key` that was seen before names the record that it made: a form sent twice is one record.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_record(
        &mut self,
        plan: PlanId,
        body: Body,
        client_key: Option<&str>,
    ) -> StoreResult<Put<RecordId>> {
        if let Some(key) = client_key {
            let known: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
                "select id from council_record where plan_id = $1 and client_key = $2")
                .bind(plan.0).bind(key).fetch_optional(db).await)?;
            if let Some(id) = known {
                return Ok(Ok(RecordId(id)));
            }
        }
        if let Err(refusal) = self.check_lock(&body, None).await? {
            return Ok(Err(refusal));
        }
        let at = self.at;
        self.insert_record(plan, body, client_key, at).await.map(Ok)
    }

    /// Changes a record by a verb of the domain, which sees it as it stands now.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where there is no such record in the plan; else where the database fails.
    pub async fn change_record<E>(
        &mut self,
        plan: PlanId,
        id: RecordId,
        verb: impl FnOnce(Body) -> Result<Body, E>,
    ) -> StoreResult<Put<Result<(), E>>> {
        let old = self.record(plan, id).await?;
        if let Err(refusal) = self.check_lock(&old, Some(&old)).await? {
            return Ok(Err(refusal));
        }
        match verb(old.clone()) {
            Ok(new) => {
                // What a difficulty is bound to depends on what is changed of it.
                if matches!(new, Body::Difficulty(_))
                    && let Err(refusal) = self.check_lock(&new, Some(&old)).await?
                {
                    return Ok(Err(refusal));
                }
                self.put_version(plan, id, &old, new).await?;
                Ok(Ok(Ok(())))
            }
            Err(refusal) => Ok(Ok(Err(refusal))),
        }
    }

    /// Accepts or refuses a request for correction; an accepted one puts the remark as it was asked for.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it is no such request or was decided already; else where the database fails.
    pub async fn decide_correction(
        &mut self,
        plan: PlanId,
        id: RecordId,
        decision: CorrectionDecision,
    ) -> StoreResult<Put<()>> {
        let old = self.record(plan, id).await?;
        let Body::Correction(mut correction) = old.clone() else { return Err(StoreError::Conflict) };
        if let Err(refusal) = self.check_lock(&old, Some(&old)).await? {
            return Ok(Err(refusal));
        }
        if correction.decision.is_some() {
            return Err(StoreError::Conflict);
        }
        if decision.accepted {
            let said = self.record(plan, correction.remark).await?;
            let Body::Remark(mut remark) = said.clone() else { return Err(StoreError::Conflict) };
            remark.text.clone_from(&correction.proposed);
            self.put_version(plan, correction.remark, &said, Body::Remark(remark)).await?;
        }
        correction.decision = Some(decision);
        self.put_version(plan, id, &old, Body::Correction(correction)).await?;
        Ok(Ok(()))
    }

    /// Closes minutes: checks them as they stand, numbers them and puts their fingerprint into the audit chain.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it is no meeting; else where the database fails.
    pub async fn close_minutes(&mut self, plan: PlanId, id: RecordId) -> StoreResult<Put<ClosedMinutes>> {
        let old = self.record(plan, id).await?;
        let Body::Meeting(meeting) = old.clone() else { return Err(StoreError::Conflict) };
        let council = self.council(plan).await?;
        let Some(minutes) = council.minutes(id) else { return Err(StoreError::Conflict) };
        let year = meeting.held_on.year();
        let closed = council
            .meetings
            .iter()
            .filter(|one| one.body.state == MeetingState::Closed && one.body.held_on.year() == year);
        let told = ClosedMinutes {
            number: format!("{year}-{}", closed.count() + 1),
            sha256: minutes.sha256().map_err(|error| StoreError::Corrupt(error.to_string()))?,
            closed_on: day_of(self.at),
        };
        match meeting.close(minutes.missing(), minutes.open_corrections(), told.clone()) {
            Ok(closed) => {
                self.put_version(plan, id, &old, Body::Meeting(closed)).await?;
                Ok(Ok(told))
            }
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Puts down the meetings that a plan file publishes and that are not there yet, each as known from its day on.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn put_meetings(&mut self, plan: PlanId, file: &PlanFile) -> StoreResult<usize> {
        if file.meetings.is_empty() {
            return Ok(0);
        }
        let known = self.council(plan).await?;
        let new = unknown(file, &known);
        for entry in &new {
            let body = Body::Meeting(Meeting::published(entry));
            self.insert_record(plan, body, None, start_of(entry.held_on)).await?;
        }
        Ok(new.len())
    }

    /// The whole register of a plan as this write sees it, the future included.
    async fn council(&mut self, plan: PlanId) -> StoreResult<Council> {
        let rows: Vec<VersionRow> = in_tx!(self, db => sqlx::query_as(
            "select id, record_id, body, by_id, by_name, on_behalf_of, recorded_at from council_version \
             where plan_id = $1 order by id").bind(plan.0).fetch_all(db).await)?;
        let mut register = Register::default();
        register.append(rows.into_iter().map(version).collect::<StoreResult<Vec<_>>>()?);
        Ok(Council::before(&register, DateTime::<Utc>::MAX_UTC, day_of(self.at), Sight::Full))
    }

    async fn record(&mut self, plan: PlanId, id: RecordId) -> StoreResult<Body> {
        let text: Option<String> = in_tx!(self, db => sqlx::query_scalar(
            "select body from council_version where plan_id = $1 and record_id = $2 order by id desc limit 1")
            .bind(plan.0).bind(id.0).fetch_optional(db).await)?;
        body(&text.ok_or(StoreError::Conflict)?)
    }

    /// Whether the meeting that a record belongs to lets it be written now in the place of `old`. A paper is bound by its
    /// agenda item.
    async fn check_lock(&mut self, new: &Body, old: Option<&Body>) -> StoreResult<Put<()>> {
        let subject;
        let bound = match new {
            Body::Paper(paper) => {
                subject = self.any_record(paper.subject).await?;
                &subject
            }
            other => other,
        };
        let Some(meeting) = bound.bound_to(old) else { return Ok(Ok(())) };
        match self.any_record(meeting).await? {
            Body::Meeting(meeting) => Ok(bound.check_lock(&meeting)),
            _ => Err(StoreError::Conflict),
        }
    }

    async fn any_record(&mut self, id: RecordId) -> StoreResult<Body> {
        let text: Option<String> = in_tx!(self, db => sqlx::query_scalar(
            "select body from council_version where record_id = $1 order by id desc limit 1")
            .bind(id.0).fetch_optional(db).await)?;
        body(&text.ok_or(StoreError::Conflict)?)
    }

    async fn insert_record(
        &mut self,
        plan: PlanId,
        body: Body,
        client_key: Option<&str>,
        at: DateTime<Utc>,
    ) -> StoreResult<RecordId> {
        let body = self.numbered(plan, body).await?;
        let meeting = body.minutes_of().map(|id| id.0);
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into council_record (plan_id, kind, meeting_id, no, client_key, recorded_at) \
             values ($1, $2, $3, $4, $5, $6) returning id")
            .bind(plan.0).bind(body.kind()).bind(meeting).bind(number(&body)).bind(client_key).bind(micros(at))
            .fetch_one(db).await)?;
        self.insert_version(plan, RecordId(id), &body, at).await?;
        let subject = format!("{} {id}", body.kind());
        let institution = body.institution().cloned();
        self.audit(&format!("{}.add", body.kind()), subject, institution.as_ref(), &(), &body).await?;
        Ok(RecordId(id))
    }

    async fn put_version(&mut self, plan: PlanId, id: RecordId, old: &Body, new: Body) -> StoreResult<()> {
        if *old == new {
            return Ok(());
        }
        let new = self.numbered(plan, new).await?;
        if let Some(no) = number(&new).filter(|_| number(old).is_none()) {
            in_tx!(self, db => sqlx::query("update council_record set no = $2 where id = $1").bind(id.0).bind(no)
                .execute(db).await.map(drop))?;
        }
        let at = self.at;
        in_tx!(self, db => sqlx::query("update council_version set superseded_at = $2 where record_id = $1 and superseded_at is null")
            .bind(id.0).bind(micros(at)).execute(db).await.map(drop))?;
        self.insert_version(plan, id, &new, at).await?;
        let institution = new.institution().cloned();
        self.audit(&format!("{}.edit", new.kind()), format!("{} {id}", new.kind()), institution.as_ref(), old, &new)
            .await
    }

    async fn insert_version(&mut self, plan: PlanId, id: RecordId, body: &Body, at: DateTime<Utc>) -> StoreResult<()> {
        let actor = self.actor.clone();
        let by = (actor.id.0 != 0).then_some(actor.id.0);
        in_tx!(self, db => sqlx::query(
            "insert into council_version (record_id, plan_id, body, by_id, by_name, on_behalf_of, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(id.0).bind(plan.0).bind(text(body)?).bind(by).bind(&actor.name).bind(&actor.on_behalf_of).bind(micros(at))
            .execute(db).await.map(drop))?;
        self.touch_facts();
        Ok(())
    }

    /// Gives a directive, a request or a difficulty its number, where it has none yet.
    async fn numbered(&mut self, plan: PlanId, mut body: Body) -> StoreResult<Body> {
        let meeting = body.minutes_of().map_or(0, |id| id.0);
        let kind = body.kind();
        let no = match &mut body {
            Body::Outcome(one) if one.kind.is_followed_up() && one.no == 0 => &mut one.no,
            Body::Difficulty(one) if one.no == 0 => &mut one.no,
            _ => return Ok(body),
        };
        let last: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "select max(no) from council_record where plan_id = $1 and kind = $2 and coalesce(meeting_id, 0) = $3")
            .bind(plan.0).bind(kind).bind(meeting).fetch_one(db).await)?;
        *no = last.unwrap_or(0) + 1;
        Ok(body)
    }

    /// Notes that the full minutes, private remarks and all, were taken out.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn audit_full_minutes(&mut self, meeting: RecordId, format: &str) -> StoreResult<()> {
        self.audit("meeting.export_full", format!("meeting {meeting}"), None, &(), &json!({ "format": format })).await
    }
}

/// The meetings of a file that the register does not have.
fn unknown<'a>(file: &'a PlanFile, known: &Council) -> Vec<&'a MeetingEntry> {
    let is_there = |entry: &MeetingEntry| {
        let same = |one: &Meeting| one.kind == entry.kind && one.held_on == entry.held_on && one.published.is_some();
        known.meetings.iter().any(|one| same(&one.body))
    };
    file.meetings.iter().filter(|entry| !is_there(entry)).collect()
}

fn number(body: &Body) -> Option<i64> {
    match body {
        Body::Outcome(one) => (one.no > 0).then_some(one.no),
        Body::Difficulty(one) => (one.no > 0).then_some(one.no),
        _ => None,
    }
}

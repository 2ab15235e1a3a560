//! Returns: their events, and the reports that handing one in writes.

use crate::domain::ids::{AssignmentId, PlanId, ReportId, ReturnId, RoundId, Slug, UserId};
use crate::domain::ledger::ReturnFact;
use crate::domain::returns::{ReceivedWay, Return, ReturnEvent, ReturnEventKind};
use crate::domain::round::{Round, RoundState};
use crate::store::{NewReport, Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use serde_json::json;

/// What happens to a return.
#[derive(Clone, Debug, Default)]
pub struct NewReturnEvent {
    pub reason: String,
    pub way: Option<ReceivedWay>,
    pub nil: bool,
    /// For whom the PMO submitted; a deputy's head is taken from the actor.
    pub on_behalf_of: Option<String>,
}

/// A return being handed in: the reports it writes.
#[derive(Clone, Debug)]
pub struct Submission {
    pub event: NewReturnEvent,
    pub reports: Vec<NewReport>,
    /// The sum of the entries' revisions as they were read; another saving between is a conflict.
    pub revisions: i64,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    return_id: i64,
    round_id: i64,
    institution: String,
    kind: String,
    reason: String,
    way: String,
    nil: i64,
    by_id: Option<i64>,
    by_name: String,
    on_behalf_of: Option<String>,
    recorded_at: i64,
}

impl Store {
    /// The events of a plan's returns after the one with id `after`, and the last id read.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub(super) async fn return_events(&self, plan: PlanId, after: i64) -> StoreResult<(Vec<ReturnFact>, i64)> {
        let rows: Vec<EventRow> = on_db!(self, db => sqlx::query_as(
            "select e.id, e.return_id, r.round_id, r.institution, e.kind, e.reason, e.way, e.nil, e.by_id, e.by_name, \
             e.on_behalf_of, e.recorded_at from return_event e join return_ r on r.id = e.return_id \
             where e.plan_id = $1 and e.id > $2 order by e.id").bind(plan.0).bind(after).fetch_all(db).await)?;
        let last = rows.last().map_or(after, |row| row.id);
        Ok((rows.into_iter().map(event).collect::<StoreResult<_>>()?, last))
    }
}

fn event(row: EventRow) -> StoreResult<ReturnFact> {
    let event = ReturnEvent {
        kind: word(&row.kind, ReturnEventKind::parse)?,
        reason: row.reason,
        way: ReceivedWay::parse(&row.way),
        nil: row.nil == 1,
        by: row.by_id.map(UserId),
        by_name: row.by_name,
        on_behalf_of: row.on_behalf_of,
        recorded_at: instant(row.recorded_at),
    };
    let institution = word(&row.institution, Slug::parse)?;
    Ok(ReturnFact { id: ReturnId(row.return_id), round: RoundId(row.round_id), institution, event })
}

impl Tx {
    /// Records what happened to a return, if nothing else happened to it or its round meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where something did; else where the database fails.
    pub async fn add_return_event(
        &mut self,
        plan: PlanId,
        round: &Round,
        one: &Return,
        kind: ReturnEventKind,
        new: &NewReturnEvent,
    ) -> StoreResult<()> {
        self.expect_unchanged(round.state, one).await?;
        self.insert_return_event(one.id.0, plan, kind, new).await?;
        self.touch_facts();
        let (old, to) = (one.state, kind.leads_to().unwrap_or(one.state));
        let value =
            json!({ "state": to, "reason": new.reason, "way": new.way, "nil": new.nil, "for": new.on_behalf_of });
        let subject = format!("return {}/{}", round.slug, one.institution);
        let action = format!("return.{}", kind.code());
        self.audit(&action, subject, Some(&one.institution), &json!({ "state": old }), &value).await?;
        self.tell_return(plan, round, one, kind, new).await
    }

    /// # Errors
    /// [`StoreError::Conflict`] where something happened to a return or its round since they were read.
    pub(super) async fn expect_unchanged(&mut self, round: RoundState, one: &Return) -> StoreResult<()> {
        let known = i64::try_from(one.events.len()).unwrap_or(i64::MAX);
        let events: i64 = in_tx!(self, db => sqlx::query_scalar("select count(*) from return_event where return_id = $1")
            .bind(one.id.0).fetch_one(db).await)?;
        if events != known || self.round_state(one.round).await? != round {
            return Err(StoreError::Conflict);
        }
        Ok(())
    }

    pub(super) async fn insert_return_event(
        &mut self,
        id: i64,
        plan: PlanId,
        kind: ReturnEventKind,
        new: &NewReturnEvent,
    ) -> StoreResult<()> {
        let (by, by_name, at) = (self.actor_id(), self.actor.name.clone(), micros(self.at));
        let on_behalf_of = new.on_behalf_of.clone().or_else(|| self.actor.on_behalf_of.clone());
        in_tx!(self, db => sqlx::query(
            "insert into return_event (return_id, plan_id, kind, reason, way, nil, by_id, by_name, on_behalf_of, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(id).bind(plan.0).bind(kind.code()).bind(&new.reason).bind(new.way.map_or("", ReceivedWay::code))
            .bind(i64::from(new.nil)).bind(by).bind(&by_name).bind(&on_behalf_of).bind(at).execute(db).await.map(drop))?;
        if let Some(state) = kind.leads_to() {
            in_tx!(self, db => sqlx::query("update return_ set state = $2 where id = $1")
                .bind(id).bind(state.code()).execute(db).await.map(drop))?;
        }
        Ok(())
    }

    /// Hands a return in: one report for each assignment that says something new.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the return, an entry or the last report of an assignment changed meanwhile.
    pub async fn submit_return(
        &mut self,
        plan: PlanId,
        round: &Round,
        one: &Return,
        submission: &Submission,
    ) -> StoreResult<Vec<ReportId>> {
        let revisions: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "select cast(sum(revision) as bigint) from return_entry where return_id = $1").bind(one.id.0).fetch_one(db).await)?;
        if revisions.unwrap_or(0) != submission.revisions {
            return Err(StoreError::Conflict);
        }
        self.add_return_event(plan, round, one, ReturnEventKind::Submitted, &submission.event).await?;
        let mut written = Vec::with_capacity(submission.reports.len());
        for report in &submission.reports {
            written.push(self.add_report(report).await?);
        }
        Ok(written)
    }

    /// Takes a handed-in return back: each report it wrote is withdrawn, and its evidence stands with the entry again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where something happened to it meanwhile; else where the database fails.
    pub async fn call_back_return(&mut self, plan: PlanId, round: &Round, one: &Return) -> StoreResult<()> {
        self.add_return_event(plan, round, one, ReturnEventKind::CalledBack, &NewReturnEvent::default()).await?;
        let since = one.submission().map_or(0, |event| micros(event.recorded_at));
        let reports: Vec<(i64, i64)> = in_tx!(self, db => sqlx::query_as(
            "select r.id, r.assignment_id from report r where r.return_id = $1 and r.kind <> 'withdrawal' \
             and r.recorded_at >= $2 and not exists \
             (select 1 from report w where w.kind = 'withdrawal' and w.previous_id = r.id) order by r.id")
            .bind(one.id.0).bind(since).fetch_all(db).await)?;
        for (report, assignment) in reports {
            self.withdraw_report(plan, one, ReportId(report), AssignmentId(assignment)).await?;
        }
        Ok(())
    }

    async fn withdraw_report(
        &mut self,
        plan: PlanId,
        one: &Return,
        report: ReportId,
        assignment: AssignmentId,
    ) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        in_tx!(self, db => sqlx::query(
            "insert into report (plan_id, assignment_id, kind, self_rating, rating_reason, progress, done, next, obstacle, \
             request, base_date, previous_id, by_id, by_name, on_behalf_of, evidence_count, steps, return_id, recorded_at) \
             select plan_id, assignment_id, 'withdrawal', self_rating, '', progress, '', '', '', '', base_date, id, $2, $3, $4, \
             0, '[]', return_id, $5 from report where id = $1")
            .bind(report.0).bind(actor.id.0).bind(&actor.name).bind(&actor.on_behalf_of).bind(at)
            .execute(db).await.map(drop))?;
        in_tx!(self, db => sqlx::query(
            "insert into evidence (institution, assignment_id, draft_of, name, link, media_type, bytes, sha256, object, by_id, \
             recorded_at, return_id) select institution, assignment_id, null, name, link, media_type, bytes, sha256, object, \
             by_id, recorded_at, return_id from evidence where report_id = $1 and removed_at is null order by id")
            .bind(report.0).execute(db).await.map(drop))?;
        self.touch_facts();
        let subject = format!("assignment {assignment}");
        let value = json!({ "report": report, "plan": plan });
        self.audit("report.withdraw", subject, Some(&one.institution), &value, &()).await
    }
}

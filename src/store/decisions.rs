//! What is decided about reports and dates: verdicts, verifications, endings, date changes, institutional dues, duties.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, PlanId, ReportId, Slug, UserId};
use crate::domain::plan::Duty;
use crate::domain::rating::Verdict;
use crate::domain::schedule::Ending;
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, micros, on_db};
use serde_json::json;

/// The PMO's verdict on a report.
#[derive(Clone, Debug)]
pub struct NewVerdict {
    pub plan: PlanId,
    pub report: ReportId,
    pub assignment: AssignmentId,
    pub institution: Slug,
    pub verdict: Verdict,
    pub reason: String,
    pub condition: String,
}

/// The PMO's decision on a claim of completion.
#[derive(Clone, Debug)]
pub struct NewVerification {
    pub plan: PlanId,
    pub assignment: AssignmentId,
    pub institution: Slug,
    pub milestone: MilestoneId,
    pub verified: bool,
    pub reason: String,
}

/// A step dropped or superseded.
#[derive(Clone, Debug)]
pub struct NewEnding {
    pub plan: PlanId,
    pub assignment: AssignmentId,
    pub institution: Slug,
    pub milestone: MilestoneId,
    pub ending: Ending,
    pub reason: String,
    pub decider: String,
}

/// A proposal to move an approved due.
#[derive(Clone, Debug)]
pub struct NewDateChange {
    pub plan: PlanId,
    pub assignment: AssignmentId,
    pub institution: Slug,
    pub milestone: MilestoneId,
    pub from: Due,
    pub to: Due,
    pub reason: String,
}

impl Store {
    /// Who answers for an assignment now.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn duty(&self, assignment: AssignmentId) -> StoreResult<Duty> {
        type Row = (Option<i64>, Option<String>, Option<i64>, Option<String>, String);
        let row: Option<Row> = on_db!(self, db => sqlx::query_as(
            "select d.owner_id, o.name as owner_name, d.reviewer_id, r.name as reviewer_name, d.contact from duty d \
             left join person o on o.id = d.owner_id left join person r on r.id = d.reviewer_id \
             where d.assignment_id = $1 and d.superseded_at is null order by d.id desc limit 1")
            .bind(assignment.0).fetch_optional(db).await)?;
        let duty = |(owner, owner_name, reviewer, reviewer_name, contact): Row| Duty {
            owner: owner.map(UserId).zip(owner_name),
            reviewer: reviewer.map(UserId).zip(reviewer_name),
            contact,
        };
        Ok(row.map(duty).unwrap_or_default())
    }

    /// Who proposed a date change and who recorded the last report, for the rule that nobody decides on their own.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn proposer_of(&self, change: DateChangeId) -> StoreResult<Option<UserId>> {
        let id: Option<Option<i64>> = on_db!(self, db => sqlx::query_scalar("select by_id from date_change where id = $1")
            .bind(change.0).fetch_optional(db).await)?;
        Ok(id.flatten().map(UserId))
    }
}

impl Tx {
    /// # Errors
    /// [`StoreError::Conflict`] where the report is no longer the assignment's last; else where the database fails.
    pub async fn add_verdict(&mut self, new: &NewVerdict) -> StoreResult<()> {
        if self.last_counting(new.assignment).await? != Some(new.report) {
            return Err(StoreError::Conflict);
        }
        self.insert_verdict(new).await
    }

    /// Records a verdict on whichever report it names: for histories that are loaded at once.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn insert_verdict(&mut self, new: &NewVerdict) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        in_tx!(self, db => sqlx::query(
            "insert into verdict (plan_id, report_id, assignment_id, verdict, reason, condition, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(new.plan.0).bind(new.report.0).bind(new.assignment.0).bind(new.verdict.code()).bind(&new.reason)
            .bind(&new.condition).bind(actor.id.0).bind(&actor.name).bind(at).execute(db).await.map(drop))?;
        self.touch_facts();
        let value =
            json!({ "report": new.report, "verdict": new.verdict, "reason": new.reason, "condition": new.condition });
        self.audit("verdict.add", format!("assignment {}", new.assignment), Some(&new.institution), &(), &value).await
    }

    /// # Errors
    /// Where the database fails.
    pub async fn add_verification(&mut self, new: &NewVerification) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        in_tx!(self, db => sqlx::query(
            "insert into verification (plan_id, assignment_id, milestone_id, verified, reason, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(new.plan.0).bind(new.assignment.0).bind(new.milestone.0).bind(i64::from(new.verified)).bind(&new.reason)
            .bind(actor.id.0).bind(&actor.name).bind(at).execute(db).await.map(drop))?;
        self.touch_facts();
        let value = json!({ "milestone": new.milestone, "verified": new.verified, "reason": new.reason });
        self.audit("verification.add", format!("assignment {}", new.assignment), Some(&new.institution), &(), &value)
            .await
    }

    /// # Errors
    /// Where the database fails.
    pub async fn add_ending(&mut self, new: &NewEnding) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let code = match new.ending {
            Ending::Dropped => "dropped",
            Ending::Superseded => "superseded",
        };
        in_tx!(self, db => sqlx::query(
            "insert into ending (plan_id, assignment_id, milestone_id, ending, reason, decider, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(new.plan.0).bind(new.assignment.0).bind(new.milestone.0).bind(code).bind(&new.reason).bind(&new.decider)
            .bind(actor.id.0).bind(&actor.name).bind(at).execute(db).await.map(drop))?;
        self.touch_facts();
        let value =
            json!({ "milestone": new.milestone, "ending": new.ending, "reason": new.reason, "decider": new.decider });
        self.audit("ending.add", format!("assignment {}", new.assignment), Some(&new.institution), &(), &value).await
    }

    /// # Errors
    /// [`StoreError::Conflict`] where one for the same step waits already; else where the database fails.
    pub async fn propose_date_change(&mut self, new: &NewDateChange) -> StoreResult<DateChangeId> {
        let open: i64 = in_tx!(self, db => sqlx::query_scalar(
            "select count(*) from date_change where assignment_id = $1 and milestone_id = $2 and approved is null")
            .bind(new.assignment.0).bind(new.milestone.0).fetch_one(db).await)?;
        if open > 0 {
            return Err(StoreError::Conflict);
        }
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let by = (actor.id.0 != 0).then_some(actor.id.0);
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into date_change (plan_id, assignment_id, milestone_id, from_due, to_due, reason, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id")
            .bind(new.plan.0).bind(new.assignment.0).bind(new.milestone.0).bind(new.from.to_string()).bind(new.to.to_string())
            .bind(&new.reason).bind(by).bind(&actor.name).bind(at).fetch_one(db).await)?;
        self.touch_facts();
        let value = json!({ "date_change": id, "milestone": new.milestone, "to": new.to, "reason": new.reason });
        let old = json!({ "due": new.from });
        self.audit(
            "date_change.propose",
            format!("assignment {}", new.assignment),
            Some(&new.institution),
            &old,
            &value,
        )
        .await?;
        Ok(DateChangeId(id))
    }

    /// # Errors
    /// [`StoreError::Conflict`] where it was decided already; else where the database fails.
    pub async fn decide_date_change(
        &mut self,
        id: DateChangeId,
        institution: &Slug,
        approved: bool,
        reason: &str,
    ) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let decided = in_tx!(self, db => sqlx::query(
            "update date_change set approved = $2, decision_reason = $3, decided_by_id = $4, decided_by_name = $5, decided_at = $6 \
             where id = $1 and approved is null")
            .bind(id.0).bind(i64::from(approved)).bind(reason).bind(actor.id.0).bind(&actor.name).bind(at)
            .execute(db).await.map(|done| done.rows_affected()))?;
        if decided == 0 {
            return Err(StoreError::Conflict);
        }
        self.touch_facts();
        let value = json!({ "approved": approved, "reason": reason });
        self.audit("date_change.decide", format!("date_change {id}"), Some(institution), &(), &value).await
    }

    /// Sets an earlier due for one institution (basis: assumed).
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn set_step_due(
        &mut self,
        assignment: AssignmentId,
        institution: &Slug,
        milestone: MilestoneId,
        due: Due,
        reason: &str,
    ) -> StoreResult<()> {
        let by = (self.actor.id.0 != 0).then_some(self.actor.id.0);
        in_tx!(self, db => sqlx::query(
            "insert into step_due (assignment_id, milestone_id, due, reason, by_id, recorded_at) values ($1, $2, $3, $4, $5, $6)")
            .bind(assignment.0).bind(milestone.0).bind(due.to_string()).bind(reason).bind(by).bind(micros(self.at))
            .execute(db).await.map(drop))?;
        self.touch_facts();
        let value = json!({ "milestone": milestone, "due": due, "reason": reason });
        self.audit("step_due.set", format!("assignment {assignment}"), Some(institution), &(), &value).await
    }

    /// Names who answers for an assignment; the earlier naming stays as history.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn set_duty(
        &mut self,
        assignment: AssignmentId,
        institution: &Slug,
        owner: Option<UserId>,
        reviewer: Option<UserId>,
        contact: &str,
    ) -> StoreResult<()> {
        let at = micros(self.at);
        in_tx!(self, db => sqlx::query("update duty set superseded_at = $2 where assignment_id = $1 and superseded_at is null")
            .bind(assignment.0).bind(at).execute(db).await.map(drop))?;
        in_tx!(self, db => sqlx::query(
            "insert into duty (assignment_id, owner_id, reviewer_id, contact, recorded_at) values ($1, $2, $3, $4, $5)")
            .bind(assignment.0).bind(owner.map(|id| id.0)).bind(reviewer.map(|id| id.0)).bind(contact).bind(at)
            .execute(db).await.map(drop))?;
        self.touch_facts();
        let value = json!({ "owner": owner, "reviewer": reviewer, "contact": contact });
        self.audit("duty.set", format!("assignment {assignment}"), Some(institution), &(), &value).await
    }
}

//! Continuity plans and the standard form they follow.

use super::{from_column, hash_of, to_column};
use crate::domain::ids::{Slug, UserId};
use crate::domain::systems::continuity::ContinuityPlan;
use crate::domain::systems::standard::Standard;
use crate::domain::systems::system::SystemCode;
use crate::domain::systems::words::PlanState;
use crate::store::{Store, StoreError, StoreResult, Tx, day, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, Utc};
use serde_json::json;

/// What was done to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContinuityAct {
    Begin,
    Write,
    Submit,
    SendBack,
    Approve,
    Drill,
    Revise,
}

impl ContinuityAct {
    pub const ALL: [Self; 7] =
        [Self::Begin, Self::Write, Self::Submit, Self::SendBack, Self::Approve, Self::Drill, Self::Revise];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Write => "write",
            Self::Submit => "submit",
            Self::SendBack => "send_back",
            Self::Approve => "approve",
            Self::Drill => "drill",
            Self::Revise => "revise",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// A plan as it shall be from now on.
#[derive(Clone, Debug)]
pub struct NewContinuity {
    pub system_id: i64,
    pub institution: Slug,
    /// The row that the writer has seen of this version; `None`: the version is new.
    pub seen: Option<i64>,
    pub plan: ContinuityPlan,
    pub act: ContinuityAct,
    /// Why it was sent back; empty otherwise.
    pub reason: String,
}

/// A plan as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContinuityRow {
    pub id: i64,
    pub plan: ContinuityPlan,
    pub act: ContinuityAct,
    pub reason: String,
    pub by_name: String,
    pub on_behalf_of: Option<String>,
    pub recorded_at: DateTime<Utc>,
}

/// The acts on plans after an id, recorded before a moment.
pub(super) const PLANS: &str = "select p.id, p.system_id, s.code, p.version, p.state, p.standard, p.content, p.submitted_by, \
     p.next_review, p.drill, p.hash, p.act, p.reason, p.by_name, p.on_behalf_of, p.recorded_at from continuity_plan p \
     join information_system s on s.id = p.system_id where p.id > $1 and p.recorded_at < $2 order by p.id limit $3";

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub id: i64,
    pub system_id: i64,
    code: String,
    version: i64,
    state: String,
    standard: i64,
    content: String,
    submitted_by: Option<i64>,
    next_review: Option<String>,
    drill: Option<String>,
    hash: String,
    act: String,
    reason: String,
    by_name: String,
    on_behalf_of: Option<String>,
    recorded_at: i64,
}

impl Store {
    /// Everything recorded about a system's plan before `cutoff`, oldest first.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn continuity_plans(&self, system: i64, cutoff: DateTime<Utc>) -> StoreResult<Vec<ContinuityRow>> {
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            "select p.id, p.system_id, s.code, p.version, p.state, p.standard, p.content, p.submitted_by, p.next_review, p.drill, p.hash, \
             p.act, p.reason, p.by_name, p.on_behalf_of, p.recorded_at from continuity_plan p \
             join information_system s on s.id = p.system_id where p.system_id = $1 and p.recorded_at < $2 order by p.id")
            .bind(system).bind(micros(cutoff)).fetch_all(db).await)?;
        rows.into_iter().map(row).collect()
    }

    /// The versions of the standard form, newest first; where none was recorded, the one the program brings along.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn standards(&self) -> StoreResult<Vec<(Standard, String, DateTime<Utc>)>> {
        let rows: Vec<(String, String, i64)> = on_db!(self, db => sqlx::query_as(
            "select content, by_name, recorded_at from continuity_standard order by version desc").fetch_all(db).await)?;
        let standard = |(content, by, at): (String, String, i64)| Ok((from_column(&content)?, by, instant(at)));
        let mut all = rows.into_iter().map(standard).collect::<StoreResult<Vec<_>>>()?;
        all.push((Standard::built_in(), String::new(), DateTime::UNIX_EPOCH));
        Ok(all)
    }

    /// The standard form as it is now.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn standard(&self) -> StoreResult<Standard> {
        Ok(self.standards().await?.into_iter().next().map_or_else(Standard::built_in, |(standard, ..)| standard))
    }
}

pub(super) fn row(row: Row) -> StoreResult<ContinuityRow> {
    // The hash is read by the register; here it only must be one.
    hash_of(&row.hash)?;
    let plan = ContinuityPlan {
        system: word(&row.code, SystemCode::parse)?,
        version: row.version,
        standard: row.standard,
        content: from_column(&row.content)?,
        state: word(&row.state, PlanState::parse)?,
        submitted_by: row.submitted_by.map(UserId),
        next_review: row.next_review.as_deref().map(day).transpose()?,
        drill: row.drill.as_deref().map(from_column).transpose()?,
    };
    Ok(ContinuityRow {
        id: row.id,
        plan,
        act: word(&row.act, ContinuityAct::parse)?,
        reason: row.reason,
        by_name: row.by_name,
        on_behalf_of: row.on_behalf_of,
        recorded_at: instant(row.recorded_at),
    })
}

impl Tx {
    /// Records what was done to a plan, with its audit entry.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody else was first; else where the database fails.
    pub async fn put_continuity(&mut self, new: &NewContinuity) -> StoreResult<()> {
        self.put_continuity_quietly(new).await?;
        let plan = &new.plan;
        let value = json!({
            "version": plan.version, "state": plan.state, "standard": plan.standard, "services": plan.content.services.len(),
            "next_review": plan.next_review, "drill": plan.drill, "reason": new.reason, "sha256": hex::encode(plan.hash()),
        });
        let action = format!("continuity_plan.{}", new.act.code());
        self.audit(&action, format!("system {}", plan.system), Some(&new.institution), &(), &value).await
    }

    /// Records it without an audit entry of its own, where the caller leaves one for many.
    ///
    /// # Errors
    /// As [`Tx::put_continuity`].
    pub async fn put_continuity_quietly(&mut self, new: &NewContinuity) -> StoreResult<()> {
        let (plan, at, by) = (&new.plan, micros(self.at), self.actor.clone());
        let superseded = in_tx!(self, db => sqlx::query(
            "update continuity_plan set superseded_at = $3 where system_id = $1 and version = $2 and superseded_at is null and id = $4")
            .bind(new.system_id).bind(plan.version).bind(at).bind(new.seen.unwrap_or(0))
            .execute(db).await.map(|done| done.rows_affected()))?;
        if superseded != u64::from(new.seen.is_some()) {
            return Err(StoreError::Conflict);
        }
        let drill = plan.drill.as_ref().map(to_column).transpose()?;
        let (content, hash) = (to_column(&plan.content)?, hex::encode(plan.hash()));
        let added = in_tx!(self, db => sqlx::query(
            "insert into continuity_plan (id, system_id, version, state, standard, content, submitted_by, next_review, drill, hash, \
             act, reason, by_id, by_name, on_behalf_of, recorded_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 from continuity_plan")
            .bind(new.system_id).bind(plan.version).bind(plan.state.code()).bind(plan.standard).bind(content)
            .bind(plan.submitted_by.map(|id| id.0)).bind(plan.next_review.map(|day| day.to_string())).bind(drill).bind(hash)
            .bind(new.act.code()).bind(&new.reason).bind(by.id.0).bind(&by.name).bind(&by.on_behalf_of).bind(at)
            .execute(db).await.map(drop));
        added.map_err(|error| {
            let is_taken = error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
            if is_taken { StoreError::Conflict } else { error.into() }
        })?;
        self.touch_facts();
        Ok(())
    }

    /// Records the next version of the standard form.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody else recorded that version; else where the database fails.
    pub async fn put_standard(&mut self, standard: &Standard) -> StoreResult<()> {
        let (content, by, at) = (to_column(standard)?, self.actor.clone(), micros(self.at));
        let added = in_tx!(self, db => sqlx::query(
            "insert into continuity_standard (version, content, by_id, by_name, recorded_at) values ($1, $2, $3, $4, $5) \
             on conflict (version) do nothing")
            .bind(standard.version).bind(content).bind(by.id.0).bind(&by.name).bind(at)
            .execute(db).await.map(|done| done.rows_affected()))?;
        if added == 0 {
            return Err(StoreError::Conflict);
        }
        self.touch_facts();
        let subject = format!("continuity_standard {}", standard.version);
        self.audit("continuity_standard.put", subject, None, &(), standard).await
    }
}

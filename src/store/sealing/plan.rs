//! What was promised, and by whom: plan, tasks, milestones, institutions, assignments.

use super::row::At;
use super::{Rows, Scope};
use crate::store::{StoreResult, in_tx};
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize, sqlx::FromRow)]
pub struct PlanRow {
    id: String,
    title: String,
    title_en: String,
    announced_on: String,
    lead: String,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct SourceRow {
    id: String,
    title: String,
    location: String,
    published_on: String,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct StrategyRow {
    id: i64,
    title: String,
    title_en: String,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct TaskRow {
    id: i64,
    strategy: i64,
    title: String,
    title_en: String,
    scope: String,
    lead: String,
    lead_basis: String,
    lead_source: Option<String>,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct MilestoneRow {
    id: i64,
    task: i64,
    no: i64,
    title: String,
    due: String,
    basis: String,
    source: Option<String>,
    known_from: String,
    reported_done_by: Option<String>,
    reported_in: Option<String>,
}

/// A version of a subtask (세부과제).
#[derive(Serialize, sqlx::FromRow)]
pub struct SubtaskRow {
    id: i64,
    task: i64,
    no: i64,
    title: String,
    title_en: String,
    lead: Option<String>,
    milestones: String,
    basis: String,
    source: Option<String>,
    retired: Option<String>,
    by_name: String,
    recorded_at: At,
    superseded_at: Option<At>,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct InstitutionRow {
    id: String,
    name_ko: String,
    name_en: String,
    kind: String,
    parent: Option<String>,
}

#[derive(sqlx::FromRow)]
struct AssignmentColumns {
    id: i64,
    task: i64,
    role: String,
    basis: String,
    recorded_at: At,
    ended_at: Option<At>,
}

/// An assignment with whoever held it up to the seal.
#[derive(Serialize)]
pub struct AssignmentRow {
    id: i64,
    task: i64,
    role: String,
    basis: String,
    recorded_at: At,
    ended_at: Option<At>,
    holders: Vec<Holder>,
}

#[derive(Serialize)]
struct Holder {
    institution: String,
    since: At,
}

impl Rows<'_> {
    pub(super) async fn plan(&mut self, scope: &Scope) -> StoreResult<Vec<PlanRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select slug as id, title, title_en, announced_on, lead from plan where id = $1 order by id")
            .bind(scope.plan).fetch_all(db).await)?)
    }

    pub(super) async fn sources(&mut self, scope: &Scope) -> StoreResult<Vec<SourceRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select key as id, title, location, published_on from source where plan_id = $1 order by key")
            .bind(scope.plan).fetch_all(db).await)?)
    }

    pub(super) async fn strategies(&mut self, scope: &Scope) -> StoreResult<Vec<StrategyRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select no as id, title, title_en from strategy where plan_id = $1 order by no")
            .bind(scope.plan).fetch_all(db).await)?)
    }

    pub(super) async fn tasks(&mut self, scope: &Scope) -> StoreResult<Vec<TaskRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select no as id, strategy_no as strategy, title, title_en, scope, lead, lead_basis, lead_source \
             from task where plan_id = $1 order by no").bind(scope.plan).fetch_all(db).await)?)
    }

    pub(super) async fn milestones(&mut self, scope: &Scope) -> StoreResult<Vec<MilestoneRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, task_no as task, no, title, due, basis, source, known_from, reported_done_by, reported_in \
             from milestone where plan_id = $1 order by task_no, no").bind(scope.plan).fetch_all(db).await)?)
    }

    pub(super) async fn subtasks(&mut self, scope: &Scope) -> StoreResult<Vec<SubtaskRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, task_no as task, no, title, title_en, lead, milestones, basis, source, retired, by_name, recorded_at, \
             case when superseded_at <= $2 then superseded_at end as superseded_at \
             from subtask where plan_id = $1 and recorded_at <= $2 order by id")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?)
    }

    /// Those that hold or held an assignment of the plan.
    pub(super) async fn institutions(&mut self, scope: &Scope) -> StoreResult<Vec<InstitutionRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select slug as id, name_ko, name_en, kind, parent from institution where slug in \
             (select h.institution from holder h join assignment a on a.id = h.assignment_id \
             where a.plan_id = $1 and a.recorded_at <= $2 and h.since <= $2) order by slug")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?)
    }

    pub(super) async fn assignments(&mut self, scope: &Scope) -> StoreResult<Vec<AssignmentRow>> {
        let rows: Vec<AssignmentColumns> = in_tx!(self, db => sqlx::query_as(
            "select id, task_no as task, role, basis, recorded_at, case when ended_at <= $2 then ended_at end as ended_at \
             from assignment where plan_id = $1 and recorded_at <= $2 order by id")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?;
        let held: Vec<(i64, String, At)> = in_tx!(self, db => sqlx::query_as(
            "select h.assignment_id, h.institution, h.since from holder h join assignment a on a.id = h.assignment_id \
             where a.plan_id = $1 and h.since <= $2 order by h.assignment_id, h.since")
            .bind(scope.plan).bind(scope.at).fetch_all(db).await)?;
        let mut holders: HashMap<i64, Vec<Holder>> = HashMap::new();
        for (assignment, institution, since) in held {
            holders.entry(assignment).or_default().push(Holder { institution, since });
        }
        let row = |one: AssignmentColumns| AssignmentRow {
            holders: holders.remove(&one.id).unwrap_or_default(),
            id: one.id,
            task: one.task,
            role: one.role,
            basis: one.basis,
            recorded_at: one.recorded_at,
            ended_at: one.ended_at,
        };
        Ok(rows.into_iter().map(row).collect())
    }
}

//! The part of a ledger that is edited: plan, tasks, milestones, institutions' assignments.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, PlanId, Slug, TaskNo};
use crate::domain::ledger::Registry;
use crate::domain::plan::{Assignment, Basis, Milestone, Plan, Scope, Source, Strategy, Task, TaskRole};
use crate::store::{Store, StoreResult, day, instant, on_db, word};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct PlanRow {
    id: i64,
    slug: String,
    title: String,
    title_en: String,
    announced_on: String,
    lead: String,
    contact_unit: String,
    contact_phone: String,
}

#[derive(sqlx::FromRow)]
struct TaskRow {
    no: i64,
    strategy_no: i64,
    title: String,
    title_en: String,
    scope: String,
    lead: String,
    lead_basis: String,
    lead_source: Option<String>,
    coverage: Option<String>,
}

#[derive(sqlx::FromRow)]
struct MilestoneRow {
    id: i64,
    task_no: i64,
    no: i64,
    title: String,
    due: String,
    basis: String,
    source: Option<String>,
    known_from: String,
    reported_done_by: Option<String>,
    reported_in: Option<String>,
}

#[derive(sqlx::FromRow)]
struct AssignmentRow {
    id: i64,
    task_no: i64,
    role: String,
    basis: String,
    recorded_at: i64,
    ended_at: Option<i64>,
}

impl Store {
    /// The plans, first imported first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn plan_list(&self) -> StoreResult<Vec<Plan>> {
        let rows: Vec<PlanRow> = on_db!(self, db => sqlx::query_as(
            "select id, slug, title, title_en, announced_on, lead, contact_unit, contact_phone from plan order by id")
            .fetch_all(db).await)?;
        rows.into_iter().map(plan).collect()
    }

    /// The part of a plan's ledger that is edited; facts come from [`Store::tail`].
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn registry(&self, plan: Plan) -> StoreResult<Registry> {
        let id = plan.id;
        Ok(Registry {
            plan,
            sources: self.sources(id).await?,
            strategies: self.strategies(id).await?,
            tasks: self.tasks(id).await?,
            milestones: self.milestones(id).await?,
            institutions: self.institutions().await?,
            assignments: self.assignments(id).await?,
            subtasks: self.subtasks(id).await?,
            past_wordings: self.past_wordings(id).await?,
        })
    }

    async fn sources(&self, plan: PlanId) -> StoreResult<Vec<Source>> {
        let rows: Vec<(String, String, String, String)> = on_db!(self, db => sqlx::query_as(
            "select key, title, location, published_on from source where plan_id = $1 order by key").bind(plan.0).fetch_all(db).await)?;
        let source = |(key, title, location, published): (String, String, String, String)| {
            Ok(Source { key, title, location, published_on: day(&published)? })
        };
        rows.into_iter().map(source).collect()
    }

    async fn strategies(&self, plan: PlanId) -> StoreResult<Vec<Strategy>> {
        let rows: Vec<(i64, String, String)> = on_db!(self, db => sqlx::query_as(
            "select no, title, title_en from strategy where plan_id = $1 order by no").bind(plan.0).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|(no, title, title_en)| Strategy { no, title, title_en }).collect())
    }

    async fn tasks(&self, plan: PlanId) -> StoreResult<Vec<Task>> {
        let rows: Vec<TaskRow> = on_db!(self, db => sqlx::query_as(
            "select no, strategy_no, title, title_en, scope, lead, lead_basis, lead_source, coverage \
             from task where plan_id = $1 order by no").bind(plan.0).fetch_all(db).await)?;
        rows.into_iter().map(task).collect()
    }

    async fn milestones(&self, plan: PlanId) -> StoreResult<Vec<Milestone>> {
        let rows: Vec<MilestoneRow> = on_db!(self, db => sqlx::query_as(
            "select id, task_no, no, title, due, basis, source, known_from, reported_done_by, reported_in \
             from milestone where plan_id = $1 order by task_no, no").bind(plan.0).fetch_all(db).await)?;
        rows.into_iter().map(milestone).collect()
    }

    async fn assignments(&self, plan: PlanId) -> StoreResult<Vec<Assignment>> {
        let rows: Vec<AssignmentRow> = on_db!(self, db => sqlx::query_as(
            "select id, task_no, role, basis, recorded_at, ended_at from assignment where plan_id = $1 order by task_no, id")
            .bind(plan.0).fetch_all(db).await)?;
        let held: Vec<(i64, String, i64)> = on_db!(self, db => sqlx::query_as(
            "select h.assignment_id, h.institution, h.since from holder h join assignment a on a.id = h.assignment_id \
             where a.plan_id = $1 order by h.assignment_id, h.since").bind(plan.0).fetch_all(db).await)?;
        let mut holders: HashMap<i64, Vec<_>> = HashMap::new();
        for (assignment, institution, since) in held {
            holders.entry(assignment).or_default().push((instant(since), word(&institution, Slug::parse)?));
        }
        let assignment = |row: AssignmentRow| {
            Ok(Assignment {
                id: AssignmentId(row.id),
                task_no: TaskNo(row.task_no),
                role: word(&row.role, TaskRole::parse)?,
                basis: word(&row.basis, Basis::parse)?,
                recorded_at: instant(row.recorded_at),
                ended_at: row.ended_at.map(instant),
                holders: holders.remove(&row.id).unwrap_or_default(),
            })
        };
        rows.into_iter().map(assignment).collect()
    }
}

fn plan(row: PlanRow) -> StoreResult<Plan> {
    Ok(Plan {
        id: PlanId(row.id),
        slug: word(&row.slug, Slug::parse)?,
        title: row.title,
        title_en: row.title_en,
        announced_on: day(&row.announced_on)?,
        lead: word(&row.lead, Slug::parse)?,
        contact_unit: row.contact_unit,
        contact_phone: row.contact_phone,
    })
}

fn task(row: TaskRow) -> StoreResult<Task> {
    Ok(Task {
        no: TaskNo(row.no),
        strategy_no: row.strategy_no,
        title: row.title,
        title_en: row.title_en,
        scope: word(&row.scope, Scope::parse)?,
        lead: word(&row.lead, Slug::parse)?,
        lead_basis: word(&row.lead_basis, Basis::parse)?,
        lead_source: row.lead_source,
        coverage: row.coverage,
    })
}

fn milestone(row: MilestoneRow) -> StoreResult<Milestone> {
    Ok(Milestone {
        id: MilestoneId(row.id),
        task_no: TaskNo(row.task_no),
        no: row.no,
        title: row.title,
        due: word(&row.due, Due::parse)?,
        basis: word(&row.basis, Basis::parse)?,
        source: row.source,
        known_from: day(&row.known_from)?,
        reported_done: match (row.reported_done_by, row.reported_in) {
            (Some(by), Some(source)) => Some((day(&by)?, source)),
            _ => None,
        },
    })
}

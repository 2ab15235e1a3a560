//! Reading a plan's ledger: whole once, then only what was added since.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, PlanId, ReportId, Slug, TaskNo, UserId};
use crate::domain::ledger::{
    Cause, DateChangeFact, Decision, EndingFact, Ledger, ReportFact, ReportKind, RoundFact, StepDueFact, StepStatement,
    VerdictFact, VerificationFact,
};
use crate::domain::plan::{Assignment, Basis, Milestone, Plan, Scope, Source, Strategy, Task, TaskRole};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Ending;
use crate::store::{Store, StoreResult, day, instant, on_db, word};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Counters that tell whether a ledger in memory is still whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, sqlx::FromRow)]
pub struct DataVersion {
    /// Bumped by every recorded fact.
    pub facts: i64,
    /// Bumped by every edit of plan, institutions, holidays or assignments.
    pub registry: i64,
}

/// What was added to a ledger since it was last read.
#[derive(Clone, Debug, Default)]
pub struct LedgerTail {
    pub reports: Vec<ReportFact>,
    pub verdicts: Vec<VerdictFact>,
    pub verifications: Vec<VerificationFact>,
    /// All of them: few, and a decision changes an earlier row.
    pub date_changes: Vec<DateChangeFact>,
    pub endings: Vec<EndingFact>,
    pub step_dues: Vec<StepDueFact>,
    last: (i64, i64, i64),
}

/// A step statement as a report's `steps` column holds it.
#[derive(Serialize, Deserialize)]
pub(super) struct StepColumn {
    pub milestone: i64,
    pub forecast: Option<NaiveDate>,
    pub cause: Option<Cause>,
    #[serde(default)]
    pub cause_reason: String,
    #[serde(default)]
    pub claimed: bool,
}

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

#[derive(sqlx::FromRow)]
struct ReportRow {
    id: i64,
    assignment_id: i64,
    kind: String,
    self_rating: String,
    progress: Option<i64>,
    recorded_at: i64,
    by_id: i64,
    by_name: String,
    has_obstacle: i64,
    has_request: i64,
    evidence_count: i64,
    previous_id: Option<i64>,
    steps: String,
}

#[derive(sqlx::FromRow)]
struct VerdictRow {
    id: i64,
    report_id: i64,
    assignment_id: i64,
    verdict: String,
    reason: String,
    condition: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
struct VerificationRow {
    id: i64,
    assignment_id: i64,
    milestone_id: i64,
    verified: i64,
    reason: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
struct EndingRow {
    assignment_id: i64,
    milestone_id: i64,
    ending: String,
    reason: String,
    decider: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
struct DateChangeRow {
    id: i64,
    assignment_id: i64,
    milestone_id: i64,
    from_due: String,
    to_due: String,
    reason: String,
    by_name: String,
    recorded_at: i64,
    approved: Option<i64>,
    decision_reason: Option<String>,
    decided_by_name: Option<String>,
    decided_at: Option<i64>,
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn data_version(&self) -> StoreResult<DataVersion> {
        Ok(
            on_db!(self, db => sqlx::query_as("select facts, registry from data_version where id = 1").fetch_one(db).await)?,
        )
    }

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

    /// A plan's ledger without any facts yet: the registry part, to which [`Ledger`] tails are appended.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn registry(&self, plan: Plan) -> StoreResult<Ledger> {
        let id = plan.id;
        Ok(Ledger {
            plan,
            sources: self.sources(id).await?,
            strategies: self.strategies(id).await?,
            tasks: self.tasks(id).await?,
            milestones: self.milestones(id).await?,
            institutions: self.institutions().await?,
            assignments: self.assignments(id).await?,
            reports: vec![],
            verdicts: vec![],
            verifications: vec![],
            endings: vec![],
            step_dues: vec![],
            date_changes: vec![],
            rounds: self.rounds(id).await?,
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

    async fn rounds(&self, plan: PlanId) -> StoreResult<Vec<RoundFact>> {
        let rows: Vec<(String, i64, String)> = on_db!(self, db => sqlx::query_as(
            "select slug, ordinal, base_date from round where plan_id = $1 order by base_date, id").bind(plan.0).fetch_all(db).await)?;
        let round =
            |(slug, ordinal, base): (String, i64, String)| Ok(RoundFact { slug, ordinal, base_date: day(&base)? });
        rows.into_iter().map(round).collect()
    }

    /// The facts recorded after those that `ledger` holds.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn tail(&self, plan: PlanId, after: (i64, i64, i64)) -> StoreResult<LedgerTail> {
        let reports: Vec<ReportRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, kind, self_rating, progress, recorded_at, by_id, by_name, \
             cast(case when obstacle = '' then 0 else 1 end as bigint) as has_obstacle, \
             cast(case when request = '' then 0 else 1 end as bigint) as has_request, \
             evidence_count, previous_id, steps from report where plan_id = $1 and id > $2 order by id")
            .bind(plan.0).bind(after.0).fetch_all(db).await)?;
        let verdicts: Vec<VerdictRow> = on_db!(self, db => sqlx::query_as(
            "select id, report_id, assignment_id, verdict, reason, condition, by_name, recorded_at \
             from verdict where plan_id = $1 and id > $2 order by id").bind(plan.0).bind(after.1).fetch_all(db).await)?;
        let verifications: Vec<VerificationRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, milestone_id, verified, reason, by_name, recorded_at \
             from verification where plan_id = $1 and id > $2 order by id").bind(plan.0).bind(after.2).fetch_all(db).await)?;
        let last = (
            reports.last().map_or(after.0, |row| row.id),
            verdicts.last().map_or(after.1, |row| row.id),
            verifications.last().map_or(after.2, |row| row.id),
        );
        Ok(LedgerTail {
            reports: reports.into_iter().map(report).collect::<StoreResult<_>>()?,
            verdicts: verdicts.into_iter().map(verdict).collect::<StoreResult<_>>()?,
            verifications: verifications.into_iter().map(verification).collect(),
            date_changes: self.date_changes(plan).await?,
            endings: self.endings(plan).await?,
            step_dues: self.step_dues(plan).await?,
            last,
        })
    }

    async fn date_changes(&self, plan: PlanId) -> StoreResult<Vec<DateChangeFact>> {
        let rows: Vec<DateChangeRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, milestone_id, from_due, to_due, reason, by_name, recorded_at, approved, \
             decision_reason, decided_by_name, decided_at from date_change where plan_id = $1 order by id")
            .bind(plan.0).fetch_all(db).await)?;
        rows.into_iter().map(date_change).collect()
    }

    async fn endings(&self, plan: PlanId) -> StoreResult<Vec<EndingFact>> {
        let rows: Vec<EndingRow> = on_db!(self, db => sqlx::query_as(
            "select assignment_id, milestone_id, ending, reason, decider, by_name, recorded_at \
             from ending where plan_id = $1 order by id").bind(plan.0).fetch_all(db).await)?;
        rows.into_iter().map(ending).collect()
    }

    async fn step_dues(&self, plan: PlanId) -> StoreResult<Vec<StepDueFact>> {
        let rows: Vec<(i64, i64, String, String, i64)> = on_db!(self, db => sqlx::query_as(
            "select s.assignment_id, s.milestone_id, s.due, s.reason, s.recorded_at from step_due s \
             join assignment a on a.id = s.assignment_id where a.plan_id = $1 order by s.id").bind(plan.0).fetch_all(db).await)?;
        let fact = |(assignment, milestone, due, reason, at): (i64, i64, String, String, i64)| {
            Ok(StepDueFact {
                assignment: AssignmentId(assignment),
                milestone: MilestoneId(milestone),
                due: word(&due, Due::parse)?,
                reason,
                recorded_at: instant(at),
            })
        };
        rows.into_iter().map(fact).collect()
    }
}

impl LedgerTail {
    /// The ids up to which this tail reads, to ask for the next one.
    #[must_use]
    pub fn last(&self) -> (i64, i64, i64) {
        self.last
    }

    /// Adds what is new to a ledger.
    pub fn append_to(self, ledger: &mut Ledger) {
        ledger.reports.extend(self.reports);
        ledger.verdicts.extend(self.verdicts);
        ledger.verifications.extend(self.verifications);
        ledger.date_changes = self.date_changes;
        ledger.endings = self.endings;
        ledger.step_dues = self.step_dues;
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

fn report(row: ReportRow) -> StoreResult<ReportFact> {
    let steps: Vec<StepColumn> = word(&row.steps, |text| serde_json::from_str(text).ok())?;
    let statement = |step: StepColumn| StepStatement {
        milestone: MilestoneId(step.milestone),
        forecast: step.forecast,
        cause: step.cause,
        cause_reason: step.cause_reason,
        claimed: step.claimed,
    };
    Ok(ReportFact {
        id: ReportId(row.id),
        assignment: AssignmentId(row.assignment_id),
        kind: word(&row.kind, ReportKind::parse)?,
        self_rating: word(&row.self_rating, SelfRating::parse)?,
        progress: row.progress,
        recorded_at: instant(row.recorded_at),
        by: UserId(row.by_id),
        by_name: row.by_name,
        has_obstacle: row.has_obstacle == 1,
        has_request: row.has_request == 1,
        evidence_count: row.evidence_count,
        previous: row.previous_id.map(ReportId),
        steps: steps.into_iter().map(statement).collect(),
    })
}

fn verdict(row: VerdictRow) -> StoreResult<VerdictFact> {
    Ok(VerdictFact {
        report: ReportId(row.report_id),
        assignment: AssignmentId(row.assignment_id),
        verdict: word(&row.verdict, Verdict::parse)?,
        reason: row.reason,
        condition: row.condition,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    })
}

fn verification(row: VerificationRow) -> VerificationFact {
    VerificationFact {
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        verified: row.verified == 1,
        reason: row.reason,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    }
}

fn ending(row: EndingRow) -> StoreResult<EndingFact> {
    let parse = |code: &str| match code {
        "dropped" => Some(Ending::Dropped),
        "superseded" => Some(Ending::Superseded),
        _ => None,
    };
    Ok(EndingFact {
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        ending: word(&row.ending, parse)?,
        reason: row.reason,
        decider: row.decider,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    })
}

fn date_change(row: DateChangeRow) -> StoreResult<DateChangeFact> {
    let decision = match (row.approved, row.decided_at) {
        (Some(approved), Some(at)) => Some(Decision {
            approved: approved == 1,
            reason: row.decision_reason.unwrap_or_default(),
            by_name: row.decided_by_name.unwrap_or_default(),
            at: instant(at),
        }),
        _ => None,
    };
    Ok(DateChangeFact {
        id: DateChangeId(row.id),
        assignment: AssignmentId(row.assignment_id),
        milestone: MilestoneId(row.milestone_id),
        from: word(&row.from_due, Due::parse)?,
        to: word(&row.to_due, Due::parse)?,
        reason: row.reason,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
        decision,
    })
}

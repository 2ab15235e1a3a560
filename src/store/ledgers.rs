//! Reading a plan's ledger: whole once, then only what was added since.

mod registry;
mod rows;

use self::rows::{
    DateChangeRow, EndingRow, ReportRow, VerdictRow, VerificationRow, date_change, ending, report, verdict,
    verification,
};
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, PlanId};
use crate::domain::ledger::{
    DateChangeFact, EndingFact, Ledger, ReportFact, StepDueFact, VerdictFact, VerificationFact,
};
use crate::store::{Store, StoreResult, instant, on_db, word};

pub(super) use self::rows::StepColumn;

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

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn data_version(&self) -> StoreResult<DataVersion> {
        Ok(
            on_db!(self, db => sqlx::query_as("select facts, registry from data_version where id = 1").fetch_one(db).await)?,
        )
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

//! Reading a plan's ledger: whole once, then only what was added since.

mod registry;
mod rows;

use self::rows::{DateChangeRow, EndingRow, ReportRow, StepDueRow, VerdictRow, VerificationRow};
use crate::domain::ids::{DateChangeId, PlanId};
use crate::domain::ledger::{Fact, Ledger, ReviewTail};
use crate::domain::plan::Plan;
use crate::store::{Store, StoreResult, on_db, rows_in};
use std::collections::BTreeSet;

pub(super) use self::rows::StepColumn;

/// Counters that tell whether a ledger in memory is still whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, sqlx::FromRow)]
pub struct DataVersion {
    /// Bumped by every recorded fact.
    pub facts: i64,
    /// Bumped by every edit of plan, institutions, holidays or assignments.
    pub registry: i64,
}

/// What a request finds when it arrives with a session, read in one query: all that it compares before it trusts what is in
/// memory, and what is in no memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Arrival {
    #[sqlx(flatten)]
    pub data: DataVersion,
    /// Bumped by whatever changes what a person may do, or ends a session.
    pub people: i64,
    /// How many notices the session's person has not read, counted up to 100: the masthead says 99+ then.
    pub unread: i64,
}

/// Up to where the facts of a plan have been read: the greatest id of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    reports: i64,
    verdicts: i64,
    verifications: i64,
    endings: i64,
    step_dues: i64,
    date_changes: i64,
    return_events: i64,
    /// Date changes read before they were decided on: the only rows that are completed later.
    undecided: BTreeSet<DateChangeId>,
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn data_version(&self) -> StoreResult<DataVersion> {
        Ok(
            on_db!(self, db => sqlx::query_as("select facts, registry from data_version where id = 1").fetch_one(db).await)?,
        )
    }

    /// # Errors
    /// Where the database fails.
    pub async fn arrival(&self, id_hash: &str) -> StoreResult<Arrival> {
        Ok(on_db!(self, db => sqlx::query_as(
            "select facts, registry, people, (select count(*) from (select 1 from session s join notice n \
             on n.person_id = s.person_id and n.read_at is null where s.id_hash = $1 limit 100) listed) as unread \
             from data_version where id = 1")
            .bind(id_hash).fetch_one(db).await)?)
    }

    /// A plan's ledger as it stands in the database.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn ledger(&self, plan: Plan) -> StoreResult<Ledger> {
        let id = plan.id;
        let ledger = Ledger::new(self.registry(plan).await?);
        let mut cursor = Cursor::default();
        let mut ledger = ledger.with(self.tail(id, &mut cursor).await?);
        ledger.add_reviews(self.review_tail(id, &mut cursor).await?);
        Ok(ledger)
    }

    /// What happened to rounds, returns and seals since `cursor`, which moves on.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote; then `cursor` is of no more use.
    pub async fn review_tail(&self, plan: PlanId, cursor: &mut Cursor) -> StoreResult<ReviewTail> {
        let (returns, last) = self.return_events(plan, cursor.return_events).await?;
        cursor.return_events = last;
        Ok(ReviewTail { rounds: self.rounds(plan).await?, returns, seals: self.seals(plan).await? })
    }

    /// The facts recorded since `cursor`, which moves on. Those of one kind come in the order in which they were recorded.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote; then `cursor` is of no more use.
    pub async fn tail(&self, plan: PlanId, cursor: &mut Cursor) -> StoreResult<Vec<Fact>> {
        let mut facts = Vec::new();
        self.new_reports(plan, cursor, &mut facts).await?;
        self.new_verdicts(plan, cursor, &mut facts).await?;
        self.new_verifications(plan, cursor, &mut facts).await?;
        self.new_endings(plan, cursor, &mut facts).await?;
        self.new_step_dues(plan, cursor, &mut facts).await?;
        self.new_date_changes(plan, cursor, &mut facts).await?;
        Ok(facts)
    }

    async fn new_reports(&self, plan: PlanId, cursor: &mut Cursor, facts: &mut Vec<Fact>) -> StoreResult<()> {
        let rows: Vec<ReportRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, kind, self_rating, progress, recorded_at, by_id, by_name, \
             cast(case when obstacle = '' then 0 else 1 end as bigint) as has_obstacle, \
             cast(case when request = '' then 0 else 1 end as bigint) as has_request, \
             evidence_count, previous_id, return_id, steps from report where plan_id = $1 and id > $2 order by id")
            .bind(plan.0).bind(cursor.reports).fetch_all(db).await)?;
        cursor.reports = rows.last().map_or(cursor.reports, |row| row.id);
        for row in rows {
            facts.push(Fact::Report(rows::report(row)?));
        }
        Ok(())
    }

    async fn new_verdicts(&self, plan: PlanId, cursor: &mut Cursor, facts: &mut Vec<Fact>) -> StoreResult<()> {
        let rows: Vec<VerdictRow> = on_db!(self, db => sqlx::query_as(
            "select id, report_id, assignment_id, verdict, reason, condition, by_name, recorded_at \
             from verdict where plan_id = $1 and id > $2 order by id").bind(plan.0).bind(cursor.verdicts).fetch_all(db).await)?;
        cursor.verdicts = rows.last().map_or(cursor.verdicts, |row| row.id);
        for row in rows {
            facts.push(Fact::Verdict(rows::verdict(row)?));
        }
        Ok(())
    }

    async fn new_verifications(&self, plan: PlanId, cursor: &mut Cursor, facts: &mut Vec<Fact>) -> StoreResult<()> {
        let rows: Vec<VerificationRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, milestone_id, verified, reason, by_name, recorded_at \
             from verification where plan_id = $1 and id > $2 order by id")
            .bind(plan.0).bind(cursor.verifications).fetch_all(db).await)?;
        cursor.verifications = rows.last().map_or(cursor.verifications, |row| row.id);
        facts.extend(rows.into_iter().map(|row| Fact::Verification(rows::verification(row))));
        Ok(())
    }

    async fn new_endings(&self, plan: PlanId, cursor: &mut Cursor, facts: &mut Vec<Fact>) -> StoreResult<()> {
        let rows: Vec<EndingRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, milestone_id, ending, reason, decider, by_name, recorded_at \
             from ending where plan_id = $1 and id > $2 order by id").bind(plan.0).bind(cursor.endings).fetch_all(db).await)?;
        cursor.endings = rows.last().map_or(cursor.endings, |row| row.id);
        for row in rows {
            facts.push(Fact::Ending(rows::ending(row)?));
        }
        Ok(())
    }

    async fn new_step_dues(&self, plan: PlanId, cursor: &mut Cursor, facts: &mut Vec<Fact>) -> StoreResult<()> {
        let rows: Vec<StepDueRow> = on_db!(self, db => sqlx::query_as(
            "select s.id, s.assignment_id, s.milestone_id, s.due, s.reason, s.recorded_at from step_due s \
             join assignment a on a.id = s.assignment_id where a.plan_id = $1 and s.id > $2 order by s.id")
            .bind(plan.0).bind(cursor.step_dues).fetch_all(db).await)?;
        cursor.step_dues = rows.last().map_or(cursor.step_dues, |row| row.id);
        for row in rows {
            facts.push(Fact::StepDue(rows::step_due(row)?));
        }
        Ok(())
    }

    /// New proposals, and those known as undecided that have been decided on since.
    async fn new_date_changes(&self, plan: PlanId, cursor: &mut Cursor, facts: &mut Vec<Fact>) -> StoreResult<()> {
        let mut rows: Vec<DateChangeRow> = on_db!(self, db => sqlx::query_as(
            "select id, assignment_id, milestone_id, from_due, to_due, reason, by_name, recorded_at, approved, \
             decision_reason, decided_by_name, decided_at from date_change where plan_id = $1 and id > $2 order by id")
            .bind(plan.0).bind(cursor.date_changes).fetch_all(db).await)?;
        cursor.date_changes = rows.last().map_or(cursor.date_changes, |row| row.id);
        if !cursor.undecided.is_empty() {
            let decided: Vec<DateChangeRow> = rows_in!(
                self,
                &cursor.undecided,
                "select id, assignment_id, milestone_id, from_due, to_due, reason, by_name, recorded_at, approved, \
                 decision_reason, decided_by_name, decided_at from date_change where approved is not null and id",
                "order by id"
            );
            rows.extend(decided);
        }
        for row in rows {
            let fact = rows::date_change(row)?;
            match fact.decision {
                Some(_) => drop(cursor.undecided.remove(&fact.id)),
                None => drop(cursor.undecided.insert(fact.id)),
            }
            facts.push(Fact::DateChange(fact));
        }
        Ok(())
    }
}

//! Queries (질의), numbered within their round.

use crate::domain::ids::{AssignmentId, PlanId, QueryId, ReturnId, RoundId, UserId};
use crate::domain::query::{Answer, Query};
use crate::domain::returns::Return;
use crate::domain::round::RoundState;
use crate::store::{Store, StoreError, StoreResult, Tx, day, in_tx, instant, micros, on_db};
use chrono::NaiveDate;
use serde_json::json;

/// A query to be asked.
#[derive(Clone, Debug)]
pub struct NewQuery {
    pub plan: PlanId,
    pub assignment: AssignmentId,
    pub field: String,
    pub question: String,
    pub due: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct QueryRow {
    id: i64,
    return_id: i64,
    assignment_id: i64,
    no: i64,
    field: String,
    question: String,
    due: String,
    asked_by_id: i64,
    asked_by: String,
    asked_at: i64,
    answer: String,
    answered_by: String,
    answered_at: Option<i64>,
    closed_by: String,
    closed_at: Option<i64>,
}

impl Store {
    /// The queries of a round, by number.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn queries(&self, round: RoundId) -> StoreResult<Vec<Query>> {
        let rows: Vec<QueryRow> = on_db!(self, db => sqlx::query_as(
            "select id, return_id, assignment_id, no, field, question, due, asked_by_id, asked_by, asked_at, answer, answered_by, \
             answered_at, closed_by, closed_at from query_ where round_id = $1 order by no").bind(round.0).fetch_all(db).await)?;
        rows.into_iter().map(query).collect()
    }
}

fn query(row: QueryRow) -> StoreResult<Query> {
    let answer = row.answered_at.map(|at| Answer { text: row.answer, by_name: row.answered_by, at: instant(at) });
    Ok(Query {
        id: QueryId(row.id),
        return_id: ReturnId(row.return_id),
        assignment: AssignmentId(row.assignment_id),
        no: row.no,
        field: row.field,
        question: row.question,
        due: day(&row.due)?,
        asked_by: UserId(row.asked_by_id),
        asked_by_name: row.asked_by,
        asked_at: instant(row.asked_at),
        answer,
        closed: row.closed_at.map(|at| (row.closed_by, instant(at))),
    })
}

impl Tx {
    /// Asks about a field; the number is the next of the round.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the round was sealed meanwhile; else where the database fails.
    pub async fn ask_query(&mut self, one: &Return, new: &NewQuery) -> StoreResult<QueryId> {
        self.expect_unsealed(one).await?;
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let (id, no): (i64, i64) = in_tx!(self, db => sqlx::query_as(
            "insert into query_ (plan_id, round_id, return_id, assignment_id, no, field, question, due, asked_by_id, asked_by, \
             asked_at, answer, answered_by, closed_by) \
             select $1, $2, $3, $4, coalesce(max(no), 0) + 1, $5, $6, $7, $8, $9, $10, '', '', '' from query_ where round_id = $2 \
             returning id, no")
            .bind(new.plan.0).bind(one.round.0).bind(one.id.0).bind(new.assignment.0).bind(&new.field).bind(&new.question)
            .bind(new.due.to_string()).bind(actor.id.0).bind(&actor.name).bind(at).fetch_one(db).await)?;
        self.touch_facts();
        let value = json!({ "query": id, "no": no, "field": new.field, "question": new.question, "due": new.due });
        let subject = format!("assignment {}", new.assignment);
        self.audit("query.ask", subject, Some(&one.institution), &(), &value).await?;
        self.tell_asked(one, new, no).await?;
        Ok(QueryId(id))
    }

    /// Answers a query that is not closed; a later answer replaces the earlier one, which stays in the audit log.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it was closed or the round sealed meanwhile; else where the database fails.
    pub async fn answer_query(&mut self, one: &Return, query: &Query, text: &str) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let done = in_tx!(self, db => sqlx::query(
            "update query_ set answer = $2, answered_by_id = $3, answered_by = $4, answered_at = $5 where id = $1 and closed_at is null")
            .bind(query.id.0).bind(text).bind(actor.id.0).bind(&actor.name).bind(at).execute(db).await.map(|done| done.rows_affected()))?;
        self.queried(one, query, done, "query.answer", text).await?;
        self.tell_answered(one, query, text).await
    }

    /// Closes a query.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it was closed or the round sealed meanwhile; else where the database fails.
    pub async fn close_query(&mut self, one: &Return, query: &Query) -> StoreResult<()> {
        let (actor, at) = (self.actor.clone(), micros(self.at));
        let done = in_tx!(self, db => sqlx::query(
            "update query_ set closed_by = $2, closed_at = $3 where id = $1 and closed_at is null")
            .bind(query.id.0).bind(&actor.name).bind(at).execute(db).await.map(|done| done.rows_affected()))?;
        self.queried(one, query, done, "query.close", "").await
    }

    /// What a seal covers stays as it was sealed.
    async fn expect_unsealed(&mut self, one: &Return) -> StoreResult<()> {
        if self.round_state(one.round).await? == RoundState::Sealed { Err(StoreError::Conflict) } else { Ok(()) }
    }

    async fn queried(&mut self, one: &Return, query: &Query, done: u64, action: &str, text: &str) -> StoreResult<()> {
        self.expect_unsealed(one).await?;
        if done == 0 {
            return Err(StoreError::Conflict);
        }
        self.touch_facts();
        let old = json!({ "answer": query.answer.as_ref().map(|answer| &answer.text) });
        let value = json!({ "query": query.id, "no": query.no, "text": text });
        self.audit(action, format!("assignment {}", query.assignment), Some(&one.institution), &old, &value).await
    }
}

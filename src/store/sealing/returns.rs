//! The round: what it asked, what came back and how it went from hand to hand, what was asked and answered.

use super::row::{At, Flag, Json};
use super::{Rows, Scope};
use crate::store::{StoreResult, in_tx};
use serde::Serialize;

#[derive(Serialize, sqlx::FromRow)]
pub struct RoundEventRow {
    id: i64,
    kind: String,
    settings: Json,
    reason: String,
    by: Option<i64>,
    by_name: String,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct ReturnRow {
    id: i64,
    institution: String,
    state: String,
    recorded_at: At,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct ReturnEventRow {
    id: i64,
    #[serde(rename = "return")]
    return_id: i64,
    kind: String,
    reason: String,
    way: String,
    nil: Flag,
    by: Option<i64>,
    by_name: String,
    on_behalf_of: Option<String>,
    recorded_at: At,
}

/// What a return asked about one assignment. Texts that were never handed in stay out.
#[derive(Serialize, sqlx::FromRow)]
pub struct EntryRow {
    id: String,
    asked: Flag,
    no_change: Flag,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct QueryRow {
    id: i64,
    no: i64,
    #[serde(rename = "return")]
    return_id: i64,
    assignment: i64,
    field: String,
    question: String,
    due: String,
    asked_by: i64,
    asked_by_name: String,
    asked_at: At,
    answer: Option<String>,
    answered_by: Option<i64>,
    answered_by_name: Option<String>,
    answered_at: Option<At>,
    closed_by_name: Option<String>,
    closed_at: Option<At>,
}

impl Rows<'_> {
    pub(super) async fn round_events(&mut self, scope: &Scope) -> StoreResult<Vec<RoundEventRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, kind, settings, reason, by_id as \"by\", by_name, recorded_at from round_event where round_id = $1 order by id")
            .bind(scope.round).fetch_all(db).await)?)
    }

    pub(super) async fn returns(&mut self, scope: &Scope) -> StoreResult<Vec<ReturnRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, institution, state, recorded_at from return_ where round_id = $1 order by id")
            .bind(scope.round).fetch_all(db).await)?)
    }

    pub(super) async fn return_events(&mut self, scope: &Scope) -> StoreResult<Vec<ReturnEventRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select e.id, e.return_id, e.kind, e.reason, e.way, e.nil, e.by_id as \"by\", e.by_name, e.on_behalf_of, e.recorded_at \
             from return_event e join return_ r on r.id = e.return_id where r.round_id = $1 order by e.id")
            .bind(scope.round).fetch_all(db).await)?)
    }

    pub(super) async fn entries(&mut self, scope: &Scope) -> StoreResult<Vec<EntryRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select cast(e.return_id as text) || '-' || cast(e.assignment_id as text) as id, e.asked, e.no_change \
             from return_entry e join return_ r on r.id = e.return_id where r.round_id = $1 \
             order by e.return_id, e.assignment_id").bind(scope.round).fetch_all(db).await)?)
    }

    pub(super) async fn queries(&mut self, scope: &Scope) -> StoreResult<Vec<QueryRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select id, no, return_id, assignment_id as assignment, field, question, due, asked_by_id as asked_by, \
             asked_by as asked_by_name, asked_at, \
             case when answered_at <= $2 then answer end as answer, \
             case when answered_at <= $2 then answered_by_id end as answered_by, \
             case when answered_at <= $2 then answered_by end as answered_by_name, \
             case when answered_at <= $2 then answered_at end as answered_at, \
             case when closed_at <= $2 then closed_by end as closed_by_name, \
             case when closed_at <= $2 then closed_at end as closed_at \
             from query_ where round_id = $1 and asked_at <= $2 order by no").bind(scope.round).bind(scope.at).fetch_all(db).await)?)
    }
}

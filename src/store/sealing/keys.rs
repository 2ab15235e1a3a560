//! The keys up to the one that signs, and what was added to earlier seals.

use super::row::At;
use super::{Rows, Scope};
use crate::store::{StoreResult, in_tx};
use serde::Serialize;

/// As [`crate::domain::seal::EndorsedKey`] reads it.
#[derive(Serialize, sqlx::FromRow)]
pub struct KeyRow {
    id: String,
    public_key: String,
    since: At,
    endorsed_by: Option<String>,
    endorsement: Option<String>,
}

#[derive(Serialize, sqlx::FromRow)]
pub struct AddendumRow {
    id: i64,
    seal: i64,
    no: i64,
    hash: String,
    text: String,
    by: i64,
    by_name: String,
    recorded_at: At,
}

impl Rows<'_> {
    pub(super) async fn keys(&mut self, scope: &Scope) -> StoreResult<Vec<KeyRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select key_id as id, public_key, recorded_at as since, endorsed_by, endorsement from seal_key k \
             where k.recorded_at <= $1 order by k.id").bind(scope.at).fetch_all(db).await)?)
    }

    /// Addenda to earlier seals of the plan: with them the chain of seals covers every addendum too.
    pub(super) async fn addenda(&mut self, scope: &Scope) -> StoreResult<Vec<AddendumRow>> {
        Ok(in_tx!(self, db => sqlx::query_as(
            "select a.id, s.no as seal, a.no, a.hash, a.text, a.by_id as \"by\", a.by_name, a.recorded_at from addendum a \
             join seal s on s.id = a.seal_id where s.plan_id = $1 and a.recorded_at <= $2 and s.round_id <> $3 order by a.id")
            .bind(scope.plan).bind(scope.at).bind(scope.round).fetch_all(db).await)?)
    }
}

//! What meetings came to: minutes closed since the seal before, and the registers beside them.
//!
//! Each stands in one seal: the first after it was closed or recorded. Minutes that are still written or circulated stay out,
//! and so does every word of a private remark, for which its salted hash stands.

use super::row::At;
use super::{Rows, Scope};
use crate::domain::calendar::day_of;
use crate::domain::council::meeting::ClosedMinutes;
use crate::domain::council::{Body, Council, Register, Sight, Version};
use crate::store::council::{VersionRow, version};
use crate::store::{StoreResult, in_tx, instant};
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub struct MinutesRow {
    id: i64,
    number: String,
    sha256: String,
    closed_on: chrono::NaiveDate,
    minutes: Value,
}

#[derive(Serialize)]
pub struct RecordRow {
    /// The version.
    id: i64,
    record: i64,
    kind: &'static str,
    body: Body,
    by: i64,
    by_name: String,
    on_behalf_of: Option<String>,
    recorded_at: At,
}

impl Rows<'_> {
    /// The moment of the seal before; 0 without one.
    async fn sealed_before(&mut self, scope: &Scope) -> StoreResult<i64> {
        Ok(in_tx!(self, db => sqlx::query_scalar(
            "select coalesce(max(recorded_at), 0) from seal where plan_id = $1 and recorded_at < $2")
            .bind(scope.plan).bind(scope.at).fetch_one(db).await)?)
    }

    async fn register(&mut self, scope: &Scope) -> StoreResult<Vec<Version>> {
        let rows: Vec<VersionRow> = in_tx!(self, db => sqlx::query_as(
            "select id, record_id, body, by_id, by_name, on_behalf_of, recorded_at from council_version \
             where plan_id = $1 and recorded_at <= $2 order by id").bind(scope.plan).bind(scope.at).fetch_all(db).await)?;
        rows.into_iter().map(version).collect()
    }

    pub(super) async fn meetings(&mut self, scope: &Scope) -> StoreResult<Vec<MinutesRow>> {
        let (after, versions) = (self.sealed_before(scope).await?, self.register(scope).await?);
        let closed: Vec<_> =
            versions.iter().filter(|one| one.recorded_at > instant(after)).filter_map(closed).collect();
        let closed: Vec<_> = closed.into_iter().map(|(id, told)| (id, told.clone())).collect();
        let mut register = Register::default();
        register.append(versions);
        let at = instant(scope.at);
        let council = Council::before(&register, at + TimeDelta::microseconds(1), day_of(at), Sight::Full);
        let row = |(id, told): (crate::domain::ids::RecordId, ClosedMinutes)| {
            let minutes = council.minutes(id).map(|minutes| minutes.canonical()).unwrap_or_default();
            MinutesRow { id: id.0, number: told.number, sha256: told.sha256, closed_on: told.closed_on, minutes }
        };
        Ok(closed.into_iter().map(row).collect())
    }

    pub(super) async fn council(&mut self, scope: &Scope) -> StoreResult<Vec<RecordRow>> {
        let (after, versions) = (self.sealed_before(scope).await?, self.register(scope).await?);
        let sealed = versions.into_iter().filter(|one| one.recorded_at > instant(after) && stands_by_itself(&one.body));
        let row = |one: Version| RecordRow {
            id: one.no,
            record: one.record.0,
            kind: one.body.kind(),
            by: one.by.0,
            by_name: one.by_name,
            on_behalf_of: one.on_behalf_of,
            recorded_at: At(one.recorded_at.timestamp_micros()),
            body: one.body,
        };
        Ok(sealed.map(row).collect())
    }
}

/// The version by which a meeting's minutes were closed.
fn closed(version: &Version) -> Option<(crate::domain::ids::RecordId, &ClosedMinutes)> {
    match &version.body {
        Body::Meeting(meeting) => meeting.minutes.as_ref().map(|told| (version.record, told)),
        _ => None,
    }
}

/// Whether a record is no line of minutes: those are sealed with their meeting, once it is closed.
const fn stands_by_itself(body: &Body) -> bool {
    matches!(
        body,
        Body::Note(_)
            | Body::Addendum(_)
            | Body::Difficulty(_)
            | Body::SameHere(_)
            | Body::Support(_)
            | Body::Waiting(_)
            | Body::Cio(_)
    )
}

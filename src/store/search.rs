//! The index of the reports' texts by pairs of letters, for searching. What is not a report is searched in memory.
//!
//! Reports are not indexed as they are recorded, which would make recording slower, but by their tail: whoever searches
//! first takes in what is new. The engines differ here: SQLite keeps the pairs in an FTS5 table, PostgreSQL in a
//! `tsvector`; both only narrow the candidates down, and the domain decides what is found. A pair is written in hexadecimal
//! digits, so that no engine's idea of letters and words matters.

use crate::domain::ids::{AssignmentId, PlanId, ReportId};
use crate::domain::search::{Gram, grams};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, on_db};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many reports are taken in by one write.
pub const BATCH: i64 = 500;
/// Of so many a reader may be made to wait; it is about a second.
const BACKLOG: i64 = 2_000;

#[derive(sqlx::FromRow)]
struct TextsRow {
    id: i64,
    rating_reason: String,
    done: String,
    next: String,
    obstacle: String,
    request: String,
}

/// A report that may hold what is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub report: ReportId,
    pub assignment: AssignmentId,
    pub recorded_at: DateTime<Utc>,
}

/// A gram as the index holds it: five hexadecimal digits a letter.
fn written(letters: &str) -> String {
    let mut text = String::with_capacity(letters.len() * 3);
    for letter in letters.chars() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{:05x}", u32::from(letter));
    }
    text
}

fn grams_of(row: &TextsRow) -> Vec<String> {
    let texts = [&row.done, &row.next, &row.obstacle, &row.request, &row.rating_reason];
    let all: BTreeSet<String> = texts.into_iter().flat_map(|text| grams(text)).collect();
    all.iter().map(|gram| written(gram)).collect()
}

/// The query in the words of SQLite's FTS5.
fn fts5(grams: &BTreeSet<Gram>) -> String {
    let word = |gram: &Gram| match gram {
        Gram::Whole(pair) => format!("\"{}\"", written(pair)),
        Gram::Begins(letter) => format!("\"{}\" *", written(&letter.to_string())),
    };
    grams.iter().map(word).collect::<Vec<_>>().join(" AND ")
}

/// The query in the words of PostgreSQL's `tsquery`.
fn tsquery(grams: &BTreeSet<Gram>) -> String {
    let word = |gram: &Gram| match gram {
        Gram::Whole(pair) => format!("'{}'", written(pair)),
        Gram::Begins(letter) => format!("'{}':*", written(&letter.to_string())),
    };
    grams.iter().map(word).collect::<Vec<_>>().join(" & ")
}

impl Store {
    /// Takes a batch of reports into the index that are not in it yet; whether any are left.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn index_reports(&self, at: DateTime<Utc>) -> StoreResult<bool> {
        if self.not_indexed().await? == 0 {
            return Ok(false);
        }
        let mut tx = self.write(&crate::store::Actor::system(), at).await?;
        let taken = tx.index_batch().await?;
        tx.commit().await?;
        Ok(taken == BATCH)
    }

    /// Takes in what was recorded since the last search; more than a little is a backlog, and left to the job that works
    /// on it, which a reader must not wait for.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn index_newest_reports(&self, at: DateTime<Utc>) -> StoreResult<()> {
        if self.not_indexed().await? <= BACKLOG {
            while self.index_reports(at).await? {}
        }
        Ok(())
    }

    /// How many reports are not in the index, counted up to where a backlog begins.
    async fn not_indexed(&self) -> StoreResult<i64> {
        Ok(on_db!(self, db => sqlx::query_scalar(
            "select count(*) from (select 1 from report where id > (select report_id from report_indexed) limit $1) as waiting")
            .bind(BACKLOG + 1)
            .fetch_one(db).await)?)
    }

    /// Statements older than `before` whose texts have all these grams, the newest first, at most `limit`: candidates, to
    /// be read and decided on. What was called back is not among them.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn report_candidates(
        &self,
        plan: PlanId,
        grams: &BTreeSet<Gram>,
        before: Option<ReportId>,
        limit: i64,
    ) -> StoreResult<Vec<Candidate>> {
        let before = before.map_or(i64::MAX, |id| id.0);
        let rows: Vec<(i64, i64, i64)> = match self {
            // A cross join is what SQLite does not turn round: it would ask the index anew for each report of the plan.
            Self::Sqlite { readers, .. } => sqlx::query_as(
                "select r.id, r.assignment_id, r.recorded_at from report_gram g cross join report r on r.id = g.rowid \
                     where report_gram match $1 and r.plan_id = $2 and g.rowid < $3 and r.kind = 'statement' \
                     and not exists (select 1 from report w where w.assignment_id = r.assignment_id \
                     and w.previous_id = r.id and w.kind = 'withdrawal') order by g.rowid desc limit $4",
            )
            .bind(fts5(grams))
            .bind(plan.0)
            .bind(before)
            .bind(limit)
            .fetch_all(readers)
            .await?,
            Self::Postgres(pool) => sqlx::query_as(
                "select r.id, r.assignment_id, r.recorded_at from report_gram g join report r on r.id = g.report_id \
                     where g.grams @@ $1::tsquery and r.plan_id = $2 and r.id < $3 and r.kind = 'statement' \
                     and not exists (select 1 from report w where w.assignment_id = r.assignment_id \
                     and w.previous_id = r.id and w.kind = 'withdrawal') order by r.id desc limit $4",
            )
            .bind(tsquery(grams))
            .bind(plan.0)
            .bind(before)
            .bind(limit)
            .fetch_all(pool)
            .await?,
        };
        let candidate = |(report, assignment, at)| Candidate {
            report: ReportId(report),
            assignment: AssignmentId(assignment),
            recorded_at: instant(at),
        };
        Ok(rows.into_iter().map(candidate).collect())
    }
}

impl Tx {
    async fn index_batch(&mut self) -> StoreResult<i64> {
        let rows: Vec<TextsRow> = in_tx!(self, db => sqlx::query_as(
            "select id, rating_reason, done, next, obstacle, request from report \
             where id > (select report_id from report_indexed) order by id limit $1").bind(BATCH).fetch_all(db).await)?;
        for row in &rows {
            self.index_report(row.id, grams_of(row)).await?;
        }
        if let Some(last) = rows.last() {
            in_tx!(self, db => sqlx::query("update report_indexed set report_id = $1").bind(last.id).execute(db).await.map(drop))?;
        }
        Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
    }

    async fn index_report(&mut self, id: i64, grams: Vec<String>) -> StoreResult<()> {
        use crate::store::tx::Connection;
        match &mut self.connection {
            Connection::Sqlite(connection) => sqlx::query("insert into report_gram (rowid, grams) values ($1, $2)")
                .bind(id)
                .bind(grams.join(" "))
                .execute(&mut **connection)
                .await
                .map(drop),
            Connection::Postgres(connection) => {
                sqlx::query("insert into report_gram (report_id, grams) values ($1, array_to_tsvector($2))")
                    .bind(id)
                    .bind(grams)
                    .execute(&mut **connection)
                    .await
                    .map(drop)
            }
        }
        .map_err(StoreError::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::Query;

    #[test]
    fn a_query_is_written_in_digits_alone() {
        let grams = Query::parse("장애 x' OR").unwrap().grams();
        assert_eq!(fts5(&grams), "\"0006f00072\" AND \"0c7a50c560\" AND \"00078\" *");
        assert_eq!(tsquery(&grams), "'0006f00072' & '0c7a50c560' & '00078':*");
    }
}

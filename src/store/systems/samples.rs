//! Checks on the spot: the draw as it was recorded, and what was found.

use super::{from_column, to_column};
use crate::domain::systems::sample::Seen;
use crate::domain::systems::system::SystemCode;
use crate::store::{Store, StoreError, StoreResult, Tx, day, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

/// A draw to be recorded.
#[derive(Clone, Debug)]
pub struct NewSample {
    pub seed: i64,
    /// The day as of whose end the register was drawn from.
    pub day: NaiveDate,
    /// The code of the grade filter, or empty for all.
    pub grade: String,
    /// A slug, or empty for all.
    pub institution: String,
    pub asked: i64,
    pub frame_size: i64,
    pub frame_hash: String,
    pub note: String,
    /// In the order of the draw: the system, and what the register claimed of it.
    pub drawn: Vec<(i64, Vec<Seen>)>,
}

/// A draw as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRow {
    pub id: i64,
    pub seed: i64,
    pub day: NaiveDate,
    pub grade: String,
    pub institution: String,
    pub asked: i64,
    pub frame_size: i64,
    pub frame_hash: String,
    pub note: String,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
    pub drawn: i64,
    /// Systems of which something was found.
    pub checked: i64,
}

/// A system that was drawn, with what was claimed when it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledSystem {
    pub place: i64,
    pub system_id: i64,
    pub code: SystemCode,
    pub claimed: Vec<Seen>,
    pub finding: Option<FindingRow>,
}

/// What was found on the spot; claims and findings item by item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRow {
    pub id: i64,
    pub seen: Vec<Seen>,
    pub note: String,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    seed: i64,
    day: String,
    grade: String,
    institution: String,
    asked: i64,
    frame_size: i64,
    frame_hash: String,
    note: String,
    by_name: String,
    recorded_at: i64,
    drawn: i64,
    checked: i64,
}

#[derive(sqlx::FromRow)]
struct SampledColumns {
    place: i64,
    system_id: i64,
    code: String,
    claimed: String,
    finding_id: Option<i64>,
    found: Option<String>,
    note: Option<String>,
    by_name: Option<String>,
    recorded_at: Option<i64>,
}

impl Store {
    /// The draws, newest first; of one id, or all (0).
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn samples(&self, id: i64) -> StoreResult<Vec<SampleRow>> {
        let rows: Vec<Row> = on_db!(self, db => sqlx::query_as(
            "select s.id, s.seed, s.day, s.grade, s.institution, s.asked, s.frame_size, s.frame_hash, s.note, s.by_name, s.recorded_at, \
             (select count(*) from sampled_system d where d.sample_id = s.id) as drawn, \
             (select count(*) from sample_finding f where f.sample_id = s.id and f.superseded_at is null) as checked \
             from system_sample s where $1 = 0 or s.id = $1 order by s.id desc").bind(id).fetch_all(db).await)?;
        rows.into_iter().map(sample).collect()
    }

    /// The systems of a draw in its order.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn sampled_systems(&self, sample: i64) -> StoreResult<Vec<SampledSystem>> {
        let rows: Vec<SampledColumns> = on_db!(self, db => sqlx::query_as(
            "select d.place, d.system_id, s.code, d.claimed, f.id as finding_id, f.found, f.note, f.by_name, f.recorded_at \
             from sampled_system d join information_system s on s.id = d.system_id \
             left join sample_finding f on f.sample_id = d.sample_id and f.system_id = d.system_id and f.superseded_at is null \
             where d.sample_id = $1 order by d.place").bind(sample).fetch_all(db).await)?;
        rows.into_iter().map(sampled).collect()
    }
}

fn sample(row: Row) -> StoreResult<SampleRow> {
    Ok(SampleRow {
        id: row.id,
        seed: row.seed,
        day: day(&row.day)?,
        grade: row.grade,
        institution: row.institution,
        asked: row.asked,
        frame_size: row.frame_size,
        frame_hash: row.frame_hash,
        note: row.note,
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
        drawn: row.drawn,
        checked: row.checked,
    })
}

fn sampled(row: SampledColumns) -> StoreResult<SampledSystem> {
    let finding = match (row.finding_id, row.found) {
        (Some(id), Some(found)) => Some(FindingRow {
            id,
            seen: from_column(&found)?,
            note: row.note.unwrap_or_default(),
            by_name: row.by_name.unwrap_or_default(),
            recorded_at: instant(row.recorded_at.unwrap_or_default()),
        }),
        _ => None,
    };
    Ok(SampledSystem {
        place: row.place,
        system_id: row.system_id,
        code: word(&row.code, SystemCode::parse)?,
        claimed: from_column(&row.claimed)?,
        finding,
    })
}

impl Tx {
    /// Records a draw with its list; answers its id.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_sample(&mut self, new: &NewSample) -> StoreResult<i64> {
        let (by, at) = (self.actor.clone(), micros(self.at));
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into system_sample (id, seed, day, grade, institution, asked, frame_size, frame_hash, note, by_id, by_name, recorded_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 from system_sample returning id")
            .bind(new.seed).bind(new.day.to_string()).bind(&new.grade).bind(&new.institution).bind(new.asked).bind(new.frame_size)
            .bind(&new.frame_hash).bind(&new.note).bind(by.id.0).bind(&by.name).bind(at).fetch_one(db).await)?;
        for (place, (system, claimed)) in (1i64..).zip(&new.drawn) {
            let claimed = to_column(claimed)?;
            in_tx!(self, db => sqlx::query(
                "insert into sampled_system (sample_id, place, system_id, claimed) values ($1, $2, $3, $4)")
                .bind(id).bind(place).bind(system).bind(claimed).execute(db).await.map(drop))?;
        }
        let value = json!({
            "seed": new.seed, "day": new.day, "grade": new.grade, "institution": new.institution, "asked": new.asked,
            "frame_size": new.frame_size, "frame_sha256": new.frame_hash, "drawn": new.drawn.iter().map(|(id, _)| id).collect::<Vec<_>>(),
        });
        self.audit("system_sample.draw", format!("system_sample {id}"), None, &(), &value).await?;
        Ok(id)
    }

    /// Records what was found of a system; `seen_finding`: the finding that the writer has seen.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody else was first; else where the database fails.
    pub async fn put_finding(
        &mut self,
        sample: i64,
        (system, code): (i64, &SystemCode),
        seen_finding: Option<i64>,
        found: &[Seen],
        note: &str,
    ) -> StoreResult<()> {
        let (by, at, column) = (self.actor.clone(), micros(self.at), to_column(&found)?);
        let superseded = in_tx!(self, db => sqlx::query(
            "update sample_finding set superseded_at = $3 where sample_id = $1 and system_id = $2 and superseded_at is null and id = $4")
            .bind(sample).bind(system).bind(at).bind(seen_finding.unwrap_or(0))
            .execute(db).await.map(|done| done.rows_affected()))?;
        let others: i64 = in_tx!(self, db => sqlx::query_scalar(
            "select count(*) from sample_finding where sample_id = $1 and system_id = $2 and superseded_at is null")
            .bind(sample).bind(system).fetch_one(db).await)?;
        if superseded != u64::from(seen_finding.is_some()) || others > 0 {
            return Err(StoreError::Conflict);
        }
        in_tx!(self, db => sqlx::query(
            "insert into sample_finding (id, sample_id, system_id, found, note, by_id, by_name, recorded_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from sample_finding")
            .bind(sample).bind(system).bind(column).bind(note).bind(by.id.0).bind(&by.name).bind(at).execute(db).await.map(drop))?;
        let value = json!({ "sample": sample, "found": found, "note": note });
        self.audit("sample_finding.put", format!("system {code}"), None, &(), &value).await
    }
}

//! Checks on the spot: the draw as it was recorded, and what was found.

use super::{from_column, to_column};
use crate::domain::ids::Slug;
use crate::domain::systems::sample::Seen;
use crate::domain::systems::spot_check::Stratum;
use crate::domain::systems::system::SystemCode;
use crate::domain::systems::words::Grade;
use crate::store::{Store, StoreError, StoreResult, Tx, day, in_tx, instant, micros, on_db, word};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use std::collections::HashMap;

/// A draw to be recorded.
#[derive(Clone, Debug)]
pub struct NewSample {
    pub seed: i64,
    pub day: NaiveDate,
    /// The last version of a system that was drawn from.
    pub last_version: i64,
    /// `None`: of all institutions.
    pub institution: Option<Slug>,
    pub note: String,
    pub strata: Vec<Stratum>,
    /// In the order of the draw: the system, the grade it was drawn for, and what the register claimed of it.
    pub drawn: Vec<(i64, Option<Grade>, Vec<Seen>)>,
}

/// A draw as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRow {
    pub id: i64,
    pub seed: i64,
    pub day: NaiveDate,
    pub last_version: i64,
    pub institution: Option<Slug>,
    pub note: String,
    /// In the order of the grades.
    pub strata: Vec<Stratum>,
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
    /// The grade it was drawn for.
    pub grade: Option<Grade>,
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
    last_version: i64,
    institution: String,
    note: String,
    by_name: String,
    recorded_at: i64,
    drawn: i64,
    checked: i64,
}

#[derive(sqlx::FromRow)]
struct StratumColumns {
    sample_id: i64,
    grade: String,
    asked: i64,
    frame_size: i64,
    frame_hash: String,
}

#[derive(sqlx::FromRow)]
struct SampledColumns {
    place: i64,
    system_id: i64,
    code: String,
    grade: String,
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
            "select s.id, s.seed, s.day, s.last_version, s.institution, s.note, s.by_name, s.recorded_at, \
             (select count(*) from sampled_system d where d.sample_id = s.id) as drawn, \
             (select count(*) from sample_finding f where f.sample_id = s.id and f.superseded_at is null) as checked \
             from system_sample s where $1 = 0 or s.id = $1 order by s.id desc").bind(id).fetch_all(db).await)?;
        let strata: Vec<StratumColumns> = on_db!(self, db => sqlx::query_as(
            "select sample_id, grade, asked, frame_size, frame_hash from sample_stratum where $1 = 0 or sample_id = $1 \
             order by sample_id, case when grade = '' then '9' else grade end").bind(id).fetch_all(db).await)?;
        let mut of: HashMap<i64, Vec<Stratum>> = HashMap::new();
        for one in strata {
            of.entry(one.sample_id).or_default().push(stratum(one)?);
        }
        rows.into_iter().map(|row| sample(row, &mut of)).collect()
    }

    /// The systems of a draw in its order.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn sampled_systems(&self, sample: i64) -> StoreResult<Vec<SampledSystem>> {
        let rows: Vec<SampledColumns> = on_db!(self, db => sqlx::query_as(
            "select d.place, d.system_id, s.code, d.grade, d.claimed, f.id as finding_id, f.found, f.note, f.by_name, f.recorded_at \
             from sampled_system d join information_system s on s.id = d.system_id \
             left join sample_finding f on f.sample_id = d.sample_id and f.system_id = d.system_id and f.superseded_at is null \
             where d.sample_id = $1 order by d.place").bind(sample).fetch_all(db).await)?;
        rows.into_iter().map(sampled).collect()
    }
}

/// A grade's column: empty where there is none.
fn grade(text: &str) -> StoreResult<Option<Grade>> {
    if text.is_empty() { Ok(None) } else { word(text, Grade::parse).map(Some) }
}

fn stratum(row: StratumColumns) -> StoreResult<Stratum> {
    Ok(Stratum { grade: grade(&row.grade)?, asked: row.asked, frame_size: row.frame_size, frame_hash: row.frame_hash })
}

fn sample(row: Row, strata: &mut HashMap<i64, Vec<Stratum>>) -> StoreResult<SampleRow> {
    let institution = Some(row.institution.as_str()).filter(|slug| !slug.is_empty());
    Ok(SampleRow {
        id: row.id,
        seed: row.seed,
        day: day(&row.day)?,
        last_version: row.last_version,
        institution: institution.map(|slug| word(slug, Slug::parse)).transpose()?,
        strata: strata.remove(&row.id).unwrap_or_default(),
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
        grade: grade(&row.grade)?,
        claimed: from_column(&row.claimed)?,
        finding,
    })
}

fn code_of(grade: Option<Grade>) -> &'static str {
    grade.map_or("", Grade::code)
}

impl Tx {
    /// Records a draw with its list; answers its id.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_sample(&mut self, new: &NewSample) -> StoreResult<i64> {
        let (by, at) = (self.actor.clone(), micros(self.at));
        let whole = |of: fn(&Stratum) -> i64| new.strata.iter().map(of).sum::<i64>();
        let grades: Vec<&str> = new.strata.iter().map(|one| code_of(one.grade)).collect();
        let hashes: Vec<&str> = new.strata.iter().map(|one| one.frame_hash.as_str()).collect();
        let institution = new.institution.as_ref().map_or("", Slug::as_str);
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into system_sample (id, seed, day, last_version, grade, institution, asked, frame_size, frame_hash, note, by_id, \
             by_name, recorded_at) \
             select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from system_sample returning id")
            .bind(new.seed).bind(new.day.to_string()).bind(new.last_version).bind(grades.join(",")).bind(institution)
            .bind(whole(|one| one.asked)).bind(whole(|one| one.frame_size)).bind(hashes.join(",")).bind(&new.note)
            .bind(by.id.0).bind(&by.name).bind(at).fetch_one(db).await)?;
        for one in &new.strata {
            in_tx!(self, db => sqlx::query(
                "insert into sample_stratum (sample_id, grade, asked, frame_size, frame_hash) values ($1, $2, $3, $4, $5)")
                .bind(id).bind(code_of(one.grade)).bind(one.asked).bind(one.frame_size).bind(&one.frame_hash)
                .execute(db).await.map(drop))?;
        }
        for (place, (system, grade, claimed)) in (1i64..).zip(&new.drawn) {
            let claimed = to_column(claimed)?;
            in_tx!(self, db => sqlx::query(
                "insert into sampled_system (sample_id, place, system_id, grade, claimed) values ($1, $2, $3, $4, $5)")
                .bind(id).bind(place).bind(system).bind(code_of(*grade)).bind(claimed).execute(db).await.map(drop))?;
        }
        let stratum = |one: &Stratum| json!({ "grade": one.grade, "asked": one.asked, "frame_size": one.frame_size, "frame_sha256": one.frame_hash });
        let value = json!({
            "seed": new.seed, "day": new.day, "last_version": new.last_version, "institution": new.institution,
            "strata": new.strata.iter().map(stratum).collect::<Vec<_>>(),
            "drawn": new.drawn.iter().map(|(id, ..)| id).collect::<Vec<_>>(),
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

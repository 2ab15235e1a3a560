//! The register of institutions, and the holidays.

use crate::domain::calendar::Calendar;
use crate::domain::ids::{AssignmentId, Slug};
use crate::domain::institution::{Institution, Kind};
use crate::store::{Store, StoreResult, Tx, day, in_tx, micros, on_db, word};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
struct InstitutionRow {
    slug: String,
    name_ko: String,
    name_en: String,
    short_ko: String,
    kind: String,
    code: String,
    parent: Option<String>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    note: String,
}

impl Store {
    /// Every institution there was, is or is known to come, in the register's order.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn institutions(&self) -> StoreResult<Vec<Institution>> {
        let rows: Vec<InstitutionRow> = on_db!(self, db => sqlx::query_as(
            "select slug, name_ko, name_en, short_ko, kind, code, parent, valid_from, valid_until, note \
             from institution order by position, id").fetch_all(db).await)?;
        let pairs: Vec<(String, String)> = on_db!(self, db => sqlx::query_as(
            "select slug, successor from successor order by slug, successor").fetch_all(db).await)?;
        let mut successors: HashMap<String, Vec<Slug>> = HashMap::new();
        for (slug, successor) in pairs {
            successors.entry(slug).or_default().push(word(&successor, Slug::parse)?);
        }
        rows.into_iter().map(|row| institution(row, &mut successors)).collect()
    }

    /// # Errors
    /// Where the database fails.
    pub async fn calendar(&self) -> StoreResult<Calendar> {
        let rows: Vec<(String, String)> =
            on_db!(self, db => sqlx::query_as("select day, name_ko from holiday order by day").fetch_all(db).await)?;
        let holidays: Vec<(NaiveDate, String)> =
            rows.into_iter().map(|(on, name)| Ok((day(&on)?, name))).collect::<StoreResult<_>>()?;
        Ok(Calendar::new(holidays))
    }
}

fn institution(row: InstitutionRow, successors: &mut HashMap<String, Vec<Slug>>) -> StoreResult<Institution> {
    Ok(Institution {
        successors: successors.remove(&row.slug).unwrap_or_default(),
        slug: word(&row.slug, Slug::parse)?,
        name_ko: row.name_ko,
        name_en: row.name_en,
        short_ko: row.short_ko,
        kind: word(&row.kind, Kind::parse)?,
        code: row.code,
        parent: row.parent.as_deref().map(|slug| word(slug, Slug::parse)).transpose()?,
        valid_from: row.valid_from.as_deref().map(day).transpose()?,
        valid_until: row.valid_until.as_deref().map(day).transpose()?,
        note: row.note,
    })
}

impl Tx {
    /// Adds an institution or brings its row up to `institution`; the slug is permanent.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn put_institution(&mut self, institution: &Institution, position: i64) -> StoreResult<()> {
        let (from, until) =
            (institution.valid_from.map(|d| d.to_string()), institution.valid_until.map(|d| d.to_string()));
        in_tx!(self, db => sqlx::query(
            "insert into institution (slug, position, name_ko, name_en, short_ko, kind, code, parent, valid_from, valid_until, note, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (slug) do update set \
             name_ko = excluded.name_ko, name_en = excluded.name_en, short_ko = excluded.short_ko, kind = excluded.kind, \
             code = excluded.code, parent = excluded.parent, valid_from = excluded.valid_from, \
             valid_until = excluded.valid_until, note = excluded.note")
            .bind(institution.slug.as_str()).bind(position).bind(&institution.name_ko).bind(&institution.name_en)
            .bind(&institution.short_ko).bind(institution.kind.code()).bind(&institution.code)
            .bind(institution.parent.as_ref().map(Slug::as_str)).bind(from).bind(until).bind(&institution.note)
            .bind(micros(self.at)).execute(db).await.map(drop))?;
        for successor in &institution.successors {
            in_tx!(self, db => sqlx::query("insert into successor (slug, successor) values ($1, $2) on conflict do nothing")
                .bind(institution.slug.as_str()).bind(successor.as_str()).execute(db).await.map(drop))?;
        }
        self.touch_registry();
        Ok(())
    }

    /// # Errors
    /// Where the database fails.
    pub async fn put_holiday(&mut self, on: NaiveDate, name_ko: &str) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query(
            "insert into holiday (day, name_ko) values ($1, $2) on conflict (day) do update set name_ko = excluded.name_ko")
            .bind(on.to_string()).bind(name_ko).execute(db).await.map(drop))?;
        self.touch_registry();
        Ok(())
    }

    /// Ends an institution on `until` (its first day of no longer existing) in favour of `successors`, and hands its
    /// assignments to `heir` where one is named.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn end_institution(
        &mut self,
        old: &Institution,
        until: NaiveDate,
        successors: &[Slug],
        heir: Option<(&Slug, &[AssignmentId])>,
    ) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("update institution set valid_until = $2 where slug = $1")
            .bind(old.slug.as_str()).bind(until.to_string()).execute(db).await.map(drop))?;
        for successor in successors {
            in_tx!(self, db => sqlx::query("insert into successor (slug, successor) values ($1, $2) on conflict do nothing")
                .bind(old.slug.as_str()).bind(successor.as_str()).execute(db).await.map(drop))?;
        }
        let since = crate::domain::calendar::start_of(until).max(self.at);
        if let Some((heir, assignments)) = heir {
            for assignment in assignments {
                in_tx!(self, db => sqlx::query("insert into holder (assignment_id, institution, since) values ($1, $2, $3)")
                    .bind(assignment.0).bind(heir.as_str()).bind(micros(since)).execute(db).await.map(drop))?;
            }
        }
        self.touch_registry();
        let new = json!({ "valid_until": until, "successors": successors, "heir": heir.map(|(slug, _)| slug), "assignments": heir.map(|(_, all)| all) });
        let slug = old.slug.clone();
        self.audit(
            "institution.end",
            format!("institution {slug}"),
            Some(&slug),
            &json!({ "valid_until": old.valid_until }),
            &new,
        )
        .await
    }
}

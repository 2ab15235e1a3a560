//! People, their roles and deputies. Nobody is deleted: who leaves is deactivated and stays on what they signed.

use crate::domain::ids::{Slug, UserId};
use crate::domain::permission::{Deputyship, Grant, Reader, Role};
use crate::store::{Store, StoreResult, Tx, day, in_tx, micros, on_db, word};
use chrono::NaiveDate;
use serde_json::json;
use std::collections::HashMap;

/// A person as the administration sees one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub must_change: bool,
    pub active: bool,
    pub grants: Vec<Grant>,
}

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub login: String,
    pub name: String,
    pub password_hash: String,
    /// Whether the password must be changed at the first log-in.
    pub must_change: bool,
    pub grants: Vec<Grant>,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    login: String,
    name: String,
    must_change: i64,
    active: i64,
}

#[derive(sqlx::FromRow)]
struct DeputyRow {
    institution: String,
    head_id: i64,
    head_name: String,
    from_day: String,
    until_day: String,
}

/// A deputy as the head's page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeputyEntry {
    pub id: i64,
    pub deputy_name: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Store {
    /// Everybody, by log-in name.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn people(&self) -> StoreResult<Vec<Person>> {
        let rows: Vec<PersonRow> = on_db!(self, db => sqlx::query_as(
            "select id, login, name, must_change, active from person order by login, id").fetch_all(db).await)?;
        let granted: Vec<(i64, String, Option<String>)> = on_db!(self, db => sqlx::query_as(
            "select person_id, role, institution from grant_of_role where superseded_at is null order by person_id, id")
            .fetch_all(db).await)?;
        let mut grants: HashMap<i64, Vec<Grant>> = HashMap::new();
        for (person, role, institution) in granted {
            grants.entry(person).or_default().push(grant(&role, institution.as_deref())?);
        }
        let person = |row: PersonRow| Person {
            id: UserId(row.id),
            grants: grants.remove(&row.id).unwrap_or_default(),
            login: row.login,
            name: row.name,
            must_change: row.must_change == 1,
            active: row.active == 1,
        };
        Ok(rows.into_iter().map(person).collect())
    }

    /// The active people who hold a role for an institution, by name.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn people_of(&self, institution: &Slug) -> StoreResult<Vec<(UserId, String)>> {
        let rows: Vec<(i64, String)> = on_db!(self, db => sqlx::query_as(
            "select distinct p.id, p.name from person p join grant_of_role g on g.person_id = p.id \
             where g.institution = $1 and g.superseded_at is null and p.active = 1 order by p.name, p.id")
            .bind(institution.as_str()).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|(id, name)| (UserId(id), name)).collect())
    }

    /// A person's stored password hash, by log-in name, if they may log in.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn credentials(&self, login: &str) -> StoreResult<Option<(UserId, String)>> {
        let row: Option<(i64, String)> = on_db!(self, db => sqlx::query_as(
            "select id, password_hash from person where login = $1 and active = 1").bind(login).fetch_optional(db).await)?;
        Ok(row.map(|(id, hash)| (UserId(id), hash)))
    }

    /// The reader behind an account, with the roles of now and the deputyships in force on `today`; and whether the
    /// password must be changed first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn reader(&self, id: UserId, today: NaiveDate) -> StoreResult<Option<(Reader, bool)>> {
        let row: Option<PersonRow> = on_db!(self, db => sqlx::query_as(
            "select id, login, name, must_change, active from person where id = $1 and active = 1").bind(id.0).fetch_optional(db).await)?;
        let Some(row) = row else { return Ok(None) };
        let granted: Vec<(String, Option<String>)> = on_db!(self, db => sqlx::query_as(
            "select role, institution from grant_of_role where person_id = $1 and superseded_at is null order by id")
            .bind(id.0).fetch_all(db).await)?;
        let deputies: Vec<DeputyRow> = on_db!(self, db => sqlx::query_as(
            "select d.institution, d.head_id, h.name as head_name, d.from_day, d.until_day from deputy d \
             join person h on h.id = d.head_id and h.active = 1 \
             where d.deputy_id = $1 and d.superseded_at is null and d.from_day <= $2 and d.until_day >= $2 order by d.id")
            .bind(id.0).bind(today.to_string()).fetch_all(db).await)?;
        let grants = granted.iter().map(|(role, of)| grant(role, of.as_deref())).collect::<StoreResult<_>>()?;
        let deputyships = deputies.into_iter().map(deputyship).collect::<StoreResult<_>>()?;
        let reader = Reader { id, login: row.login, name: row.name, grants, deputyships };
        Ok(Some((reader, row.must_change == 1)))
    }

    /// The deputyships in force for an institution on a day: head, deputy, first and last day.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn deputies_in_force(
        &self,
        institution: &Slug,
        on: NaiveDate,
    ) -> StoreResult<Vec<(String, String, NaiveDate, NaiveDate)>> {
        let rows: Vec<(String, String, String, String)> = on_db!(self, db => sqlx::query_as(
            "select h.name as head_name, p.name as deputy_name, d.from_day, d.until_day from deputy d \
             join person h on h.id = d.head_id join person p on p.id = d.deputy_id \
             where d.institution = $1 and d.superseded_at is null and d.from_day <= $2 and d.until_day >= $2 order by d.id")
            .bind(institution.as_str()).bind(on.to_string()).fetch_all(db).await)?;
        let line = |(head, deputy, from, until): (String, String, String, String)| {
            Ok((head, deputy, day(&from)?, day(&until)?))
        };
        rows.into_iter().map(line).collect()
    }

    /// The deputies a head has appointed that have not been withdrawn, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn deputies_of(&self, head: UserId) -> StoreResult<Vec<DeputyEntry>> {
        let rows: Vec<(i64, String, String, String)> = on_db!(self, db => sqlx::query_as(
            "select d.id, p.name, d.from_day, d.until_day from deputy d join person p on p.id = d.deputy_id \
             where d.head_id = $1 and d.superseded_at is null order by d.from_day desc, d.id desc").bind(head.0).fetch_all(db).await)?;
        let entry = |(id, deputy_name, from, until): (i64, String, String, String)| {
            Ok(DeputyEntry { id, deputy_name, from: day(&from)?, until: day(&until)? })
        };
        rows.into_iter().map(entry).collect()
    }
}

fn grant(role: &str, institution: Option<&str>) -> StoreResult<Grant> {
    let institution = institution.map(|slug| word(slug, Slug::parse)).transpose()?;
    Ok(Grant { role: word(role, Role::parse)?, institution })
}

fn deputyship(row: DeputyRow) -> StoreResult<Deputyship> {
    Ok(Deputyship {
        institution: word(&row.institution, Slug::parse)?,
        head: UserId(row.head_id),
        head_name: row.head_name,
        from: day(&row.from_day)?,
        until: day(&row.until_day)?,
    })
}

impl Tx {
    /// Adds a person; `None` where the log-in name is taken.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add_person(&mut self, person: &NewPerson) -> StoreResult<Option<UserId>> {
        let id: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "insert into person (login, name, password_hash, must_change, active, recorded_at) values ($1, $2, $3, $4, 1, $5) \
             on conflict (login) do nothing returning id")
            .bind(&person.login).bind(&person.name).bind(&person.password_hash).bind(i64::from(person.must_change))
            .bind(micros(self.at)).fetch_optional(db).await)?;
        let Some(id) = id.map(UserId) else { return Ok(None) };
        self.insert_grants(id, &person.grants).await?;
        let new = json!({ "login": person.login, "name": person.name, "grants": person.grants });
        self.audit("person.add", format!("person {}", person.login), None, &(), &new).await?;
        Ok(Some(id))
    }

    async fn insert_grants(&mut self, id: UserId, grants: &[Grant]) -> StoreResult<()> {
        for grant in grants {
            in_tx!(self, db => sqlx::query("insert into grant_of_role (person_id, role, institution, recorded_at) values ($1, $2, $3, $4)")
                .bind(id.0).bind(grant.role.code()).bind(grant.institution.as_ref().map(Slug::as_str)).bind(micros(self.at))
                .execute(db).await.map(drop))?;
        }
        Ok(())
    }

    /// Replaces name, roles and state of a person; ends their sessions where they are deactivated.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn edit_person(&mut self, old: &Person, name: &str, active: bool, grants: &[Grant]) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("update person set name = $2, active = $3 where id = $1")
            .bind(old.id.0).bind(name).bind(i64::from(active)).execute(db).await.map(drop))?;
        if old.grants != grants {
            in_tx!(self, db => sqlx::query("update grant_of_role set superseded_at = $2 where person_id = $1 and superseded_at is null")
                .bind(old.id.0).bind(micros(self.at)).execute(db).await.map(drop))?;
            self.insert_grants(old.id, grants).await?;
        }
        self.touch_people();
        let before = json!({ "name": old.name, "active": old.active, "grants": old.grants });
        let after = json!({ "name": name, "active": active, "grants": grants });
        self.audit("person.edit", format!("person {}", old.login), None, &before, &after).await
    }

    /// Sets a password hash; the password itself is never stored or written to the audit.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn set_password(&mut self, id: UserId, login: &str, hash: &str, must_change: bool) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query("update person set password_hash = $2, must_change = $3 where id = $1")
            .bind(id.0).bind(hash).bind(i64::from(must_change)).execute(db).await.map(drop))?;
        self.touch_people();
        self.audit("person.password", format!("person {login}"), None, &(), &json!({ "must_change": must_change }))
            .await
    }

    /// Appoints a deputy from one day to another, both included.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn appoint_deputy(
        &mut self,
        institution: &Slug,
        deputy: UserId,
        from: NaiveDate,
        until: NaiveDate,
    ) -> StoreResult<()> {
        in_tx!(self, db => sqlx::query(
            "insert into deputy (institution, head_id, deputy_id, from_day, until_day, recorded_at) values ($1, $2, $3, $4, $5, $6)")
            .bind(institution.as_str()).bind(self.actor.id.0).bind(deputy.0).bind(from.to_string()).bind(until.to_string())
            .bind(micros(self.at)).execute(db).await.map(drop))?;
        self.touch_people();
        // The institution's page says who acts for its head.
        self.touch_facts();
        let new = json!({ "deputy": deputy, "from": from, "until": until });
        self.audit("deputy.appoint", format!("institution {institution}"), Some(institution), &(), &new).await?;
        self.tell_deputy(institution, deputy, (from, until), false).await
    }

    /// Withdraws a deputy that the acting head appointed; `false` where there is none such.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn withdraw_deputy(&mut self, id: i64) -> StoreResult<bool> {
        let row: Option<(String, i64, String, String)> = in_tx!(self, db => sqlx::query_as(
            "update deputy set superseded_at = $3 where id = $1 and head_id = $2 and superseded_at is null \
             returning institution, deputy_id, from_day, until_day")
            .bind(id).bind(self.actor.id.0).bind(micros(self.at)).fetch_optional(db).await)?;
        let Some((institution, deputy, from, until)) = row else { return Ok(false) };
        let slug = word(&institution, Slug::parse)?;
        self.touch_people();
        self.touch_facts();
        self.audit("deputy.withdraw", format!("institution {slug}"), Some(&slug), &json!({ "id": id }), &()).await?;
        self.tell_deputy(&slug, UserId(deputy), (day(&from)?, day(&until)?), true).await?;
        Ok(true)
    }
}

//! What people want to be told, and where their mail goes.

use crate::domain::ids::UserId;
use crate::domain::notice::{MailAddress, NoticeKind, Preferences, Reach, Rhythm};
use crate::store::{Store, StoreResult, Tx, in_tx, micros, on_db, word};
use serde_json::json;

impl Store {
    /// What a person wants to be told.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn preferences(&self, person: UserId) -> StoreResult<Preferences> {
        let said: Option<(i64, String)> = on_db!(self, db => sqlx::query_as(
            "select mail, rhythm from notice_preference where person_id = $1").bind(person.0).fetch_optional(db).await)?;
        let rows: Vec<(String, String)> = on_db!(self, db => sqlx::query_as(
            "select kind, reach from notice_reach where person_id = $1 order by kind").bind(person.0).fetch_all(db).await)?;
        let mut preferences = Preferences::default();
        if let Some((mail, rhythm)) = said {
            preferences.mail = mail == 1;
            preferences.rhythm = word(&rhythm, Rhythm::parse)?;
        }
        for (kind, reach) in rows {
            let kind = word(&kind, NoticeKind::parse)?;
            // A way that a kind no longer offers counts as if nothing had been said.
            preferences.reach.extend(Reach::parse(kind, &reach).map(|reach| (kind, reach)));
        }
        Ok(preferences)
    }

    /// Where a person's mail goes.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_address(&self, person: UserId) -> StoreResult<Option<MailAddress>> {
        let text: Option<String> = on_db!(self, db => sqlx::query_scalar(
            "select address from person_mail where person_id = $1").bind(person.0).fetch_optional(db).await)?;
        text.map(|text| word(&text, MailAddress::parse)).transpose()
    }
}

impl Tx {
    /// Replaces what a person wants to be told.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn set_preferences(
        &mut self,
        (person, login): (UserId, &str),
        old: &Preferences,
        new: &Preferences,
    ) -> StoreResult<()> {
        let at = micros(self.at);
        in_tx!(self, db => sqlx::query(
            "insert into notice_preference (person_id, mail, rhythm, recorded_at) values ($1, $2, $3, $4) on conflict (person_id) \
             do update set mail = excluded.mail, rhythm = excluded.rhythm, recorded_at = excluded.recorded_at")
            .bind(person.0).bind(i64::from(new.mail)).bind(new.rhythm.code()).bind(at).execute(db).await.map(drop))?;
        in_tx!(self, db => sqlx::query("delete from notice_reach where person_id = $1").bind(person.0).execute(db).await.map(drop))?;
        for (kind, reach) in new.reach.iter().filter(|(_, reach)| **reach != Reach::default()) {
            in_tx!(self, db => sqlx::query("insert into notice_reach (person_id, kind, reach) values ($1, $2, $3)")
                .bind(person.0).bind(kind.code()).bind(reach.code()).execute(db).await.map(drop))?;
        }
        self.audit("notice.preferences", format!("person {login}"), None, &said(old), &said(new)).await
    }

    /// Sets where a person's mail goes, or that none does.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn set_mail_address(
        &mut self,
        (person, login): (UserId, &str),
        old: Option<&MailAddress>,
        new: Option<&MailAddress>,
    ) -> StoreResult<()> {
        let at = micros(self.at);
        match new {
            Some(address) => in_tx!(self, db => sqlx::query(
                "insert into person_mail (person_id, address, recorded_at) values ($1, $2, $3) on conflict (person_id) \
                 do update set address = excluded.address, recorded_at = excluded.recorded_at")
                .bind(person.0).bind(address.as_str()).bind(at).execute(db).await.map(drop))?,
            None => in_tx!(self, db => sqlx::query("delete from person_mail where person_id = $1")
                .bind(person.0).execute(db).await.map(drop))?,
        }
        let value = |address: Option<&MailAddress>| address.map(|one| json!({ "address": one.as_str() }));
        self.audit("person.mail", format!("person {login}"), None, &value(old), &value(new)).await
    }
}

/// Preferences as the audit keeps them.
fn said(preferences: &Preferences) -> serde_json::Value {
    let reach = preferences.reach.iter().map(|(kind, reach)| (kind.code().to_owned(), json!(reach.code())));
    json!({ "mail": preferences.mail, "rhythm": preferences.rhythm.code(), "reach": serde_json::Map::from_iter(reach) })
}

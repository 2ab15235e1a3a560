//! Offline kits: the secret that seals them, and what an uploaded one says until it is confirmed.

use crate::domain::calendar::KST;
use crate::domain::ids::{PlanId, ReturnId, UserId};
use crate::domain::kit::{Filled, KitKey};
use crate::domain::returns::{Return, ReturnEventKind, ReturnState};
use crate::domain::round::Round;
use crate::store::{
    KeptEntry, NewReturnEvent, Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

/// Where the secret stands among the settings.
const KEY: &str = "kit_key";
/// What was uploaded is forgotten after this time.
const KEPT: TimeDelta = TimeDelta::days(1);

/// A filled-in kit, read and waiting to be confirmed by who uploaded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitUpload {
    /// 32 random hexadecimal digits.
    pub id: String,
    pub return_id: ReturnId,
    pub file_name: String,
    /// Of the file itself, which is not kept.
    pub sha256: String,
    pub filled: Filled,
    /// By the system's clock.
    pub uploaded_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct UploadRow {
    id: String,
    return_id: i64,
    file_name: String,
    sha256: String,
    filled: String,
    uploaded_at: i64,
}

fn upload(row: UploadRow) -> StoreResult<KitUpload> {
    let filled = serde_json::from_str(&row.filled).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(KitUpload {
        id: row.id,
        return_id: ReturnId(row.return_id),
        file_name: row.file_name,
        sha256: row.sha256,
        filled,
        uploaded_at: instant(row.uploaded_at),
    })
}

impl Store {
    /// The secret that seals kits; `None` before the first kit.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn kit_key(&self) -> StoreResult<Option<KitKey>> {
        self.setting(KEY).await?.map(|digits| word(&digits, KitKey::parse)).transpose()
    }

    /// What a person uploaded, if it is not a day old at `now` (the system's clock).
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn kit_upload(&self, id: &str, person: UserId, now: DateTime<Utc>) -> StoreResult<Option<KitUpload>> {
        let row: Option<UploadRow> = on_db!(self, db => sqlx::query_as(
            "select id, return_id, file_name, sha256, filled, uploaded_at from kit_upload \
             where id = $1 and person_id = $2 and uploaded_at > $3")
            .bind(id).bind(person.0).bind(micros(now - KEPT)).fetch_optional(db).await)?;
        row.map(upload).transpose()
    }
}

impl Tx {
    /// The secret that seals kits, made from `secret` where there is none yet: the first who asks makes it.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn make_kit_key(&mut self, secret: [u8; 32]) -> StoreResult<KitKey> {
        in_tx!(self, db => sqlx::query("insert into setting (key, value) values ($1, $2) on conflict (key) do nothing")
            .bind(KEY).bind(hex::encode(secret)).execute(db).await.map(drop))?;
        let digits: String = in_tx!(self, db => sqlx::query_scalar("select value from setting where key = $1")
            .bind(KEY).fetch_one(db).await)?;
        let key = word(&digits, KitKey::parse)?;
        if hex::encode(secret) == digits {
            self.audit("kit.key", "kit key", None, &(), &json!({ "system": key.system() })).await?;
        }
        Ok(key)
    }

    /// Keeps what an uploaded file says. What its person uploaded for the same return before, and what is a day old, goes.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_kit_upload(&mut self, round: &Round, one: &Return, new: &KitUpload) -> StoreResult<()> {
        let person = self.actor.id.0;
        in_tx!(self, db => sqlx::query("delete from kit_upload where uploaded_at <= $1 or (return_id = $2 and person_id = $3)")
            .bind(micros(new.uploaded_at - KEPT)).bind(new.return_id.0).bind(person).execute(db).await.map(drop))?;
        let filled = serde_json::to_string(&new.filled).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        in_tx!(self, db => sqlx::query(
            "insert into kit_upload (id, return_id, person_id, file_name, sha256, filled, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(&new.id).bind(new.return_id.0).bind(person).bind(&new.file_name).bind(&new.sha256).bind(&filled)
            .bind(micros(new.uploaded_at)).execute(db).await.map(drop))?;
        self.audit_kit("kit.upload", round, one, new, 0).await
    }

    /// Forgets what the acting person uploaded; answers whether it was there.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn drop_kit_upload(&mut self, id: &str) -> StoreResult<bool> {
        let person = self.actor.id.0;
        let gone: Option<String> = in_tx!(self, db => sqlx::query_scalar(
            "delete from kit_upload where id = $1 and person_id = $2 returning id").bind(id).bind(person).fetch_optional(db).await)?;
        Ok(gone.is_some())
    }

    /// Writes what an uploaded file says into the entries of its return: all of it, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it was confirmed already, something happened to the return or its round, or somebody
    /// saved one of the entries meanwhile; else where the database fails. The write must then not be committed.
    pub async fn apply_kit(
        &mut self,
        plan: PlanId,
        round: &Round,
        one: &Return,
        upload: &KitUpload,
        kept: &[KeptEntry],
    ) -> StoreResult<()> {
        if !self.drop_kit_upload(&upload.id).await? {
            return Err(StoreError::Conflict);
        }
        self.apply_entries(plan, round, one, kept).await?;
        self.audit_kit("kit.apply", round, one, upload, kept.len()).await
    }

    /// Writes entries of a return as a file has them: all of them, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where something happened to the return or its round, or somebody saved one of the entries
    /// meanwhile; else where the database fails. The write must then not be committed.
    pub async fn apply_entries(
        &mut self,
        plan: PlanId,
        round: &Round,
        one: &Return,
        kept: &[KeptEntry],
    ) -> StoreResult<()> {
        if one.state == ReturnState::NotStarted {
            self.add_return_event(plan, round, one, ReturnEventKind::Drafted, &NewReturnEvent::default()).await?;
        } else {
            self.expect_unchanged(round.state, one).await?;
        }
        let stale = self.keep_entries(one.id, &one.institution, kept).await?;
        if stale.is_empty() { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// What was done with a file, without its texts.
    async fn audit_kit(
        &mut self,
        action: &str,
        round: &Round,
        one: &Return,
        upload: &KitUpload,
        entries: usize,
    ) -> StoreResult<()> {
        let issued = upload.filled.issued_at.with_timezone(&KST).to_rfc3339();
        let value =
            json!({ "file": upload.file_name, "sha256": upload.sha256, "issued_at": issued, "entries": entries });
        let subject = format!("return {}/{}", round.slug, one.institution);
        self.audit(action, subject, Some(&one.institution), &(), &value).await
    }
}

//! The public keys that seals are checked with. The private key never comes here.

use crate::domain::seal::{EndorsedKey, KeyId};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use serde_json::json;

#[derive(sqlx::FromRow)]
pub(super) struct KeyRow {
    key_id: String,
    public_key: String,
    endorsed_by: Option<String>,
    endorsement: Option<String>,
    recorded_at: i64,
}

impl TryFrom<KeyRow> for EndorsedKey {
    type Error = StoreError;

    fn try_from(row: KeyRow) -> StoreResult<Self> {
        Ok(Self {
            id: word(&row.key_id, KeyId::parse)?,
            public_key: row.public_key,
            since: instant(row.recorded_at),
            endorsed_by: row.endorsed_by.as_deref().map(|id| word(id, KeyId::parse)).transpose()?,
            endorsement: row.endorsement,
        })
    }
}

impl Store {
    /// Every key there was, the first first; the last is the one that signs.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn seal_keys(&self) -> StoreResult<Vec<EndorsedKey>> {
        let rows: Vec<KeyRow> = on_db!(self, db => sqlx::query_as(
            "select key_id, public_key, endorsed_by, endorsement, recorded_at from seal_key order by id").fetch_all(db).await)?;
        rows.into_iter().map(EndorsedKey::try_from).collect()
    }
}

impl Tx {
    /// Every key there was, as this write sees them.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn seal_keys(&mut self) -> StoreResult<Vec<EndorsedKey>> {
        let rows: Vec<KeyRow> = in_tx!(self, db => sqlx::query_as(
            "select key_id, public_key, endorsed_by, endorsement, recorded_at from seal_key order by id").fetch_all(db).await)?;
        rows.into_iter().map(EndorsedKey::try_from).collect()
    }

    /// Registers a key as the one that signs from now on. `after` is the key that signs until now; `reason` says why no
    /// key vouches for the new one, where none does.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where another key signs than `after`; else where the database fails.
    pub async fn add_seal_key(&mut self, key: &EndorsedKey, after: Option<&KeyId>, reason: &str) -> StoreResult<()> {
        let last = self.seal_keys().await?.pop();
        if last.as_ref().map(|key| &key.id) != after {
            return Err(StoreError::Conflict);
        }
        in_tx!(self, db => sqlx::query(
            "insert into seal_key (key_id, public_key, endorsed_by, endorsement, reason, recorded_at) values ($1, $2, $3, $4, $5, $6)")
            .bind(key.id.as_str()).bind(&key.public_key).bind(key.endorsed_by.as_ref().map(KeyId::as_str))
            .bind(&key.endorsement).bind(reason).bind(micros(key.since)).execute(db).await.map(drop))?;
        let new =
            json!({ "key": key.id, "public_key": key.public_key, "endorsed_by": key.endorsed_by, "reason": reason });
        self.audit("seal_key.add", format!("seal_key {}", key.id), None, &json!({ "key": after }), &new).await
    }
}

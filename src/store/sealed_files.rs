//! The files of a seal, kept at their first making: whoever asks later, on whichever version of the program, gets these
//! bytes.

use crate::domain::seal::Digest;
use crate::store::{Store, StoreResult, Tx, in_tx, micros, on_db};
use serde_json::json;

/// Which file of a seal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileKey {
    pub seal: i64,
    /// `xlsx`, `csv`, `hwpx`, `pdf`, `json`
    pub format: String,
    /// Empty: the whole round.
    pub institution: String,
    /// Empty: all of its contents.
    pub scope: String,
}

/// A file as it was first made.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KeptFile {
    pub name: String,
    pub media_type: String,
    pub sha256: String,
    pub bytes: Vec<u8>,
}

impl KeptFile {
    #[must_use]
    pub fn new(name: impl Into<String>, media_type: impl Into<String>, bytes: Vec<u8>) -> Self {
        let sha256 = Digest::of(&bytes).to_string();
        Self { name: name.into(), media_type: media_type.into(), sha256, bytes }
    }
}

/// What a list says of a kept file.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KeptFileLine {
    pub format: String,
    pub institution: String,
    pub scope: String,
    pub name: String,
    pub sha256: String,
}

impl Store {
    /// # Errors
    /// Where the database fails.
    pub async fn sealed_file(&self, key: &FileKey) -> StoreResult<Option<KeptFile>> {
        Ok(on_db!(self, db => sqlx::query_as(
            "select name, media_type, sha256, bytes from sealed_file where seal_id = $1 and format = $2 and institution = $3 and scope = $4")
            .bind(key.seal).bind(&key.format).bind(&key.institution).bind(&key.scope).fetch_optional(db).await)?)
    }

    /// The files of a seal that were made so far, those of the whole round first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sealed_files(&self, seal: i64) -> StoreResult<Vec<KeptFileLine>> {
        Ok(on_db!(self, db => sqlx::query_as(
            "select format, institution, scope, name, sha256 from sealed_file where seal_id = $1 \
             order by institution, scope, format").bind(seal).fetch_all(db).await)?)
    }
}

impl Tx {
    /// Keeps a file, unless somebody was first: then theirs is the one that stays, and it is answered.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn keep_sealed_file(&mut self, key: &FileKey, file: KeptFile) -> StoreResult<KeptFile> {
        let at = micros(self.at);
        let kept = in_tx!(self, db => sqlx::query(
            "insert into sealed_file (seal_id, format, institution, scope, name, media_type, sha256, bytes, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (seal_id, format, institution, scope) do nothing")
            .bind(key.seal).bind(&key.format).bind(&key.institution).bind(&key.scope).bind(&file.name)
            .bind(&file.media_type).bind(&file.sha256).bind(&file.bytes).bind(at).execute(db).await
            .map(|done| done.rows_affected()))?;
        if kept == 0 {
            return Ok(in_tx!(self, db => sqlx::query_as(
                "select name, media_type, sha256, bytes from sealed_file where seal_id = $1 and format = $2 and institution = $3 and scope = $4")
                .bind(key.seal).bind(&key.format).bind(&key.institution).bind(&key.scope).fetch_one(db).await)?);
        }
        let value = json!({
            "format": key.format, "institution": key.institution, "scope": key.scope, "name": file.name,
            "sha256": file.sha256, "bytes": file.bytes.len(),
        });
        self.audit("sealed_file.keep", format!("seal {}", key.seal), None, &(), &value).await?;
        Ok(file)
    }
}

//! What is signed: a head that says which round, when, by whom and after which seal, and the sections it covers.

use crate::domain::ids::{Slug, UserId};
use crate::domain::seal::digest::{Digest, canonical};
use crate::domain::seal::key::{KeyId, SealKey};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The form of the document. A later form gets another number and is read beside this one for ever.
pub const FORMAT: &str = "ihaeng-seal/1";

/// Name and contents: a list of rows, each an object with an `id` of its own in that section.
pub type Sections = BTreeMap<String, Value>;

/// The seal before, in the chain of its plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub no: i64,
    pub round: String,
    pub hash: Digest,
}

/// Rows of a table that only grows: those with `after < id <= until`. The next seal goes on after `until`, so that every
/// row stands in exactly one seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub after: i64,
    pub until: i64,
}

/// The end of the audit chain at the moment of sealing: signed with the rest, so that the log cannot be rewritten either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    pub no: i64,
    pub hash: String,
}

/// Something that was still missing when the round was sealed all the same (see [`crate::domain::seal`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// A code word, such as `not_submitted`.
    pub what: String,
    /// Which ones: institutions, query numbers, task numbers; empty where it is one thing.
    pub items: Vec<String>,
}

/// What a seal says of itself, but for the key and the fingerprints of its sections, which signing adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealFacts {
    pub plan: Slug,
    pub plan_title: String,
    /// `2024-Q1`, `2024-A1`
    pub round: String,
    /// 제N차
    pub ordinal: i64,
    pub base_date: NaiveDate,
    /// Place in the chain of the plan's seals, from 1.
    pub no: i64,
    pub sealed_at: DateTime<Utc>,
    pub sealed_by: UserId,
    pub sealed_by_name: String,
    /// `None` for the first seal of a plan.
    pub previous: Option<Link>,
    /// What was missing, and why it was sealed in spite of it; both empty where nothing was.
    pub missing: Vec<Gap>,
    pub reason: String,
    /// By section: which rows of a table that only grows.
    pub covers: BTreeMap<String, Cover>,
    pub audit: AuditHead,
    /// Figures invented for a demonstration.
    pub demonstration: bool,
}

/// The head of a sealed document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealHead {
    pub format: String,
    #[serde(flatten)]
    pub facts: SealFacts,
    /// The key that signs.
    pub key: KeyId,
    /// SHA-256 of each section in canonical form.
    pub sections: BTreeMap<String, Digest>,
}

/// A sealed document: its bytes are what is kept, served and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub file: Vec<u8>,
    /// SHA-256 of the document in canonical form: what is printed, chained and signed.
    pub hash: Digest,
    pub key: KeyId,
}

impl Sealed {
    /// Seals a round.
    ///
    /// # Errors
    /// Where a section has no exact canonical form.
    pub fn make(facts: SealFacts, sections: &Sections, key: &SealKey) -> Result<Self, serde_json::Error> {
        let head =
            SealHead { format: FORMAT.to_owned(), facts, key: key.public().id(), sections: fingerprints(sections)? };
        Self::sign(&head, sections, key)
    }

    pub(super) fn sign(head: &impl Serialize, sections: &Sections, key: &SealKey) -> Result<Self, serde_json::Error> {
        let document = json!({ "head": serde_json::to_value(head)?, "sections": sections });
        let hash = Digest::of(&canonical(&document)?);
        let file = canonical(&json!({ "document": document, "hash": hash, "signature": key.sign(&hash) }))?;
        Ok(Self { file, hash, key: key.public().id() })
    }
}

/// SHA-256 of each section, by name.
pub(super) fn fingerprints(sections: &Sections) -> Result<BTreeMap<String, Digest>, serde_json::Error> {
    sections.iter().map(|(name, rows)| Ok((name.clone(), Digest::of(&canonical(rows)?)))).collect()
}

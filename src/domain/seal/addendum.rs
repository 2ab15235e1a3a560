//! What is added to a sealed round later: a signed text that names the seal it amends. The seal itself never changes.

use crate::domain::ids::{Slug, UserId};
use crate::domain::seal::digest::Digest;
use crate::domain::seal::document::{Sealed, Sections, fingerprints};
use crate::domain::seal::key::{KeyId, SealKey};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form of an addendum.
pub const FORMAT: &str = "ihaeng-addendum/1";

/// The seal that an addendum amends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amended {
    pub no: i64,
    pub hash: Digest,
}

/// What an addendum says, but for the key and the fingerprints, which signing adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddendumFacts {
    pub plan: Slug,
    pub round: String,
    pub amends: Amended,
    /// From 1 within its seal.
    pub no: i64,
    /// The addendum before, of the same seal.
    pub previous: Option<Digest>,
    pub text: String,
    pub added_at: DateTime<Utc>,
    pub added_by: UserId,
    pub added_by_name: String,
    pub demonstration: bool,
}

/// The head of an addendum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addendum {
    pub format: String,
    #[serde(flatten)]
    pub facts: AddendumFacts,
    pub key: KeyId,
    pub sections: BTreeMap<String, Digest>,
}

impl Addendum {
    /// Signs an addendum. `sections` holds the keys alone, so that it can be checked by whoever trusts an earlier key.
    ///
    /// # Errors
    /// Where it has no exact canonical form.
    pub fn make(facts: AddendumFacts, sections: &Sections, key: &SealKey) -> Result<Sealed, serde_json::Error> {
        let head = Self { format: FORMAT.to_owned(), facts, key: key.public().id(), sections: fingerprints(sections)? };
        Sealed::sign(&head, sections, key)
    }
}

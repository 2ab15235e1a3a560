//! A seal as pages know it: without its document.

use crate::domain::ids::RoundId;
use crate::domain::seal::digest::Digest;
use crate::domain::seal::document::Gap;
use crate::domain::seal::key::KeyId;
use chrono::{DateTime, Utc};

/// A sealed round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealFact {
    pub id: i64,
    pub round: RoundId,
    /// Place in the chain of the plan's seals, from 1.
    pub no: i64,
    pub hash: Digest,
    pub previous: Option<Digest>,
    pub key: KeyId,
    pub reason: String,
    pub missing: Vec<Gap>,
    pub by_name: String,
    pub sealed_at: DateTime<Utc>,
    /// Oldest first.
    pub addenda: Vec<AddendumFact>,
}

/// What was added to a sealed round later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddendumFact {
    /// From 1 within its seal.
    pub no: i64,
    pub hash: Digest,
    pub text: String,
    pub by_name: String,
    pub added_at: DateTime<Utc>,
}

impl SealFact {
    /// The seal as it stood just before `cutoff`; `None` where the round was not sealed yet.
    #[must_use]
    pub fn before(&self, cutoff: DateTime<Utc>) -> Option<Self> {
        let addenda = self.addenda.iter().filter(|one| one.added_at < cutoff).cloned().collect();
        (self.sealed_at < cutoff).then(|| Self { addenda, ..self.clone() })
    }
}

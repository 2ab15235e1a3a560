//! The register of information systems. What is known of a system and its continuity plan is versioned: rows are added, and
//! the register in memory ([`crate::domain::systems::register`]) grows by those after the last it has.
//!
//! Ids are given out by the writer, who alone is at work ([`crate::store::tx`]): so many rows can be put in at once.

mod continuity;
mod heirs;
mod imports;
mod lines;
mod rows;
mod samples;
mod sealed;
mod tail;
mod write;

pub use continuity::{ContinuityAct, ContinuityRow, NewContinuity};
pub use heirs::Ended;
pub use imports::{ImportKind, ImportRow, ImportState, NewImport};
pub use lines::{ImportLine, LineOutcome};
pub use rows::{SystemRecord, VersionLine};
pub use samples::{FindingRow, NewSample, SampleRow, SampledSystem};
pub(super) use sealed::register_before;
pub use tail::RegisterTail;
pub use write::SystemChange;

use crate::store::{StoreError, StoreResult};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value as its JSON column holds it.
fn to_column(value: &impl Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// A JSON column's value.
fn from_column<T: DeserializeOwned>(text: &str) -> StoreResult<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(format!("`{text}`: {error}")))
}

/// A stored hash.
fn hash_of(text: &str) -> StoreResult<[u8; 32]> {
    let bytes = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| StoreError::Corrupt(format!("`{text}` as a hash")))
}

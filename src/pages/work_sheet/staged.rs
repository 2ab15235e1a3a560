//! What a file would change, as it waits between the look and the confirmation. Its words are those of the person who
//! brought it; nobody else sees them.

use serde::{Deserialize, Serialize};

/// A field that the file changes, as the form has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkChange {
    pub field: String,
    pub old: String,
    pub new: String,
}

/// A cell that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkBad {
    /// `G4`
    pub at: String,
    pub column: String,
    pub typed: String,
    pub why: String,
}

/// An assignment with what the file says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StagedWork {
    pub assignment: i64,
    /// `과제 4 등급 재산정 · 행정안전부`
    pub heading: String,
    /// Whether it is the entry of a return that is edited.
    pub in_return: bool,
    /// The revision and the last report (0: none) that the file was held against.
    pub seen: i64,
    pub based_on: i64,
    /// The form as it shall be.
    pub fields: Vec<(String, String)>,
    pub changes: Vec<WorkChange>,
    pub bad: Vec<WorkBad>,
    /// What a report still lacks.
    pub left: Vec<String>,
}

/// A file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkSummary {
    pub changed: i64,
    pub same: i64,
    pub bad: i64,
    pub cells: i64,
    pub unknown: Vec<String>,
}

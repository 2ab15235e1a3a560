//! What waits between the look at a file and its confirmation: what each row would do, and the file as a whole.

use super::{BadCell, BroughtColumn};
use crate::domain::ids::Slug;
use crate::domain::sheet::SheetRefusal;
use crate::domain::systems::InformationSystem;
use serde::{Deserialize, Serialize};

/// A field that a row would change, in the words of the spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub field: String,
    pub old: String,
    pub new: String,
}

/// What a row would do, or why it cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// The system and the version that the row was held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<(i64, i64)>,
    /// As it shall be from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<InformationSystem>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<BadCell>,
}

/// Why nothing of a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportRefusal {
    Sheet(SheetRefusal),
    /// The register was changed after the file had been looked at.
    Moved,
    /// The program failed; the log knows why.
    Broken,
}

/// A file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    pub new: i64,
    pub changed: i64,
    pub same: i64,
    pub bad: i64,
    /// Bad cells; a row may have several.
    pub cells: i64,
    pub columns: Vec<BroughtColumn>,
    pub unknown: Vec<String>,
    pub missing: Vec<String>,
    /// The institutions whose systems would be written.
    pub institutions: Vec<Slug>,
    pub refusal: Option<ImportRefusal>,
}

impl Summary {
    /// Rows that would be written.
    #[must_use]
    pub const fn writes(&self) -> i64 {
        self.new + self.changed
    }

    #[must_use]
    pub const fn rows(&self) -> i64 {
        self.new + self.changed + self.same + self.bad
    }

    /// `C14`: the cell of a field in a row; of a field without a column, the row.
    #[must_use]
    pub fn cell(&self, field: &str, row: i64) -> String {
        let own = if field.starts_with("eq_") { "equipment" } else { field };
        let column = self.columns.iter().find(|column| column.field == own);
        column.map_or_else(|| row.to_string(), |column| format!("{}{row}", column.letters))
    }
}

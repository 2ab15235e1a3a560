//! The offline kit (오프라인 작성 파일): a return as a workbook, filled in without the system, and what becomes of it when it
//! comes back.
//!
//! A kit carries a [`KitToken`] that says for which round and institution it was issued, when, at which revision of each
//! entry, with which frame, and what stood in each cell to be filled in. The token is sealed with a [`KitKey`] that never
//! leaves the system. What the file says is then laid beside what the system holds ([`merge`]): a field that only the file
//! changed is a change, one that both changed is a choice.

mod merge;
mod token;

pub use merge::{FieldMerge, FilledCell, FilledEntry, NO_CHANGE, Taken, merge, take};
pub use token::{IssuedCell, IssuedEntry, KitKey, KitToken, SheetFrame, TOKEN_VERSION};

use crate::domain::due::parse_typed_day;
use crate::domain::entry::Entry;
use crate::domain::ids::{ReportId, Slug, TaskNo};
use crate::domain::narrative::ReportText;
use crate::domain::report::{NoChangeRefusal, prefilled};
use crate::domain::round::RoundSlug;
use crate::domain::standing::AssignmentStanding;
use crate::domain::text::optional_text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A file that came back and can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub issued_at: DateTime<Utc>,
    /// The sheet in which the cells stand.
    pub sheet: String,
    pub entries: Vec<FilledEntry>,
}

/// Why a file is not taken at all; nothing of it is read further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KitRefusal {
    /// Larger than it may be, in bytes.
    TooLarge {
        max: usize,
    },
    /// No workbook: another kind of file, one with a password, or one that a document guard encrypted.
    NotAWorkbook,
    /// A workbook, but none of ours.
    NotAKit,
    /// Issued by another system, such as a demonstration.
    OtherSystem,
    /// What it says of itself was altered.
    Forged,
    /// For another round, or another plan's.
    OtherRound(RoundSlug),
    OtherInstitution(Slug),
    /// Sheets were added or taken away.
    Sheets {
        added: Vec<String>,
        missing: Vec<String>,
    },
    /// The fixed cells of this sheet are not as they were issued: a label, a row, a column.
    Frame {
        sheet: String,
    },
    /// Values that cannot be taken, each with its cell.
    Cells(Vec<CellFault>),
}

/// A cell whose value cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    pub sheet: String,
    /// `C14`
    pub at: String,
    pub task: TaskNo,
    pub field: String,
    pub kind: CellFaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellFaultKind {
    /// A formula where a value is asked.
    Formula,
    /// `#NAME?` and its like.
    Error,
    /// None of the words to choose from.
    Choice,
    /// Not a whole number from 0 to 100.
    Progress,
    /// No calendar has such a day.
    Day,
    TooLong {
        max: usize,
        actual: usize,
    },
    /// 변경 없음 is chosen and another cell of the same assignment was changed.
    NoChangeWithChanges,
    /// 변경 없음 cannot be said.
    NoChange(NoChangeRefusal),
    /// The assignment or step is no longer asked.
    Closed,
}

/// The form of an entry as it stands: as typed, else as the last report fills it.
#[must_use]
pub fn form_of(
    entry: &Entry,
    assignment: &AssignmentStanding,
    texts: &HashMap<ReportId, ReportText>,
) -> Vec<(String, String)> {
    let last = assignment.last_report.as_ref().and_then(|report| texts.get(&report.id)).cloned();
    entry.fields.clone().unwrap_or_else(|| prefilled(assignment, &last.unwrap_or_default()))
}

/// A field's value in the one form in which values are compared: composed, trimmed, days as ISO text, a percentage as its
/// number. What makes no sense stays as it was typed.
#[must_use]
pub fn canonical(field: &str, text: &str) -> String {
    let text = optional_text(text, usize::MAX).ok().flatten().unwrap_or_default();
    if field.starts_with("forecast_") {
        return parse_typed_day(&text).map_or(text, |day| day.to_string());
    }
    if field == "progress" {
        let number = text.trim_end_matches('%').trim_end();
        return number.parse::<i64>().map_or(text.clone(), |number| number.to_string());
    }
    text
}

/// A short hash by which it is seen whether a value is still the one that was issued.
#[must_use]
pub fn fingerprint(field: &str, text: &str) -> String {
    hex::encode(&Sha256::digest(canonical(field, text))[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_say_the_same_are_the_same() {
        let same = |field: &str, one: &str, two: &str| fingerprint(field, one) == fingerprint(field, two);
        assert!(same("forecast_3", "2024-03-29", "2024. 3. 29.(금)"));
        assert!(same("progress", "84", " 84% "));
        assert!(same("done", "- 하나\r\n- 둘 ", "- 하나\n- 둘"));
        assert!(same("done", "\u{1112}\u{1161}\u{11ab}", "한"));
        assert!(!same("progress", "", "0"));
        assert!(!same("done", "하나", "둘"));
    }
}

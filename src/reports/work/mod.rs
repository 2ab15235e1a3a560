//! Reports by spreadsheet: what an institution owes as a table, and the table read back.
//!
//! A row is a step of an assignment; the fields of the report stand in the first row of each. The cells are read by the rules
//! of the offline kit ([`crate::reports::kit`]), so that a value is refused for the same reasons in either file.

mod read;
mod write;

pub use read::{BroughtWork, WorkCell, WorkRow, read};
pub use write::{Owed, csv, xlsx};

/// A column: its key, its title.
pub const COLUMNS: [(&str, &str); 15] = [
    ("task", "과제 번호"),
    ("institution", "기관"),
    ("title", "과제명"),
    ("step", "단계"),
    ("self_rating", "자체평가"),
    ("rating_reason", "관심·재검토 사유"),
    ("progress", "진척률(%)"),
    ("done", "추진실적"),
    ("next", "향후계획"),
    ("obstacle", "애로사항"),
    ("request", "협조요청"),
    ("forecast", "예상완료일"),
    ("cause", "늦어지는 까닭"),
    ("cause_reason", "까닭 설명"),
    ("claim", "끝냈음"),
];

/// Whether a column is about a step, and not about the report as a whole.
#[must_use]
pub fn is_of_step(key: &str) -> bool {
    ["forecast", "cause", "cause_reason", "claim"].contains(&key)
}

/// The title of a column.
#[must_use]
pub fn title_of(key: &str) -> &'static str {
    COLUMNS.iter().find(|(own, _)| *own == key).map_or("", |(_, title)| title)
}

#[cfg(test)]
mod tests;

//! A spreadsheet that came from outside, as text: titles, and rows that remember where they stood.
//!
//! Columns are known by their titles, not by their places: [`fold`] is how two titles are compared.

use unicode_normalization::UnicodeNormalization;

/// The most rows that one file may bring.
pub const ROWS_MAX: usize = 20_000;
/// The largest file that is read, in bytes.
pub const SHEET_BYTES: usize = 16 * 1024 * 1024;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetCell {
    /// A value as text: days as ISO text, whole numbers without a fraction; empty where nothing stands.
    Text(String),
    /// A formula, whose value nobody has seen.
    Formula,
    /// `#NAME?` and its like.
    Error,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// As the spreadsheet numbers it, from 1.
    pub no: u32,
    /// By column; those beyond the last are empty.
    pub cells: Vec<SheetCell>,
}

impl SheetRow {
    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| matches!(cell, SheetCell::Text(text) if text.trim().is_empty()))
    }
}

/// A sheet from its titles on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub titles: Vec<String>,
    pub rows: Vec<SheetRow>,
}

/// Why a file is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetRefusal {
    /// Larger than [`SHEET_BYTES`].
    TooLarge,
    /// Neither a workbook (.xlsx) nor a text table: another kind of file, or one with a password.
    NotASheet,
    /// Text in an encoding that is neither Unicode nor Korean.
    Encoding,
    /// No row has the titles that are looked for.
    NoTitles,
    /// A title stands twice.
    TitleTwice,
    /// More than [`ROWS_MAX`] rows.
    TooManyRows,
    /// Titles, and nothing below them.
    Empty,
}

/// A title in the form in which titles are compared: composed, small letters, without spaces and signs.
#[must_use]
pub fn fold(title: &str) -> String {
    title.nfc().filter(|c| c.is_alphanumeric() || *c == '_').flat_map(char::to_lowercase).collect()
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn letters(column: usize) -> String {
    let (before, own) = (column / 26, column % 26);
    let own = char::from(b'A' + u8::try_from(own).unwrap_or(0));
    if before == 0 { own.to_string() } else { format!("{}{own}", letters(before - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_the_same_however_they_are_spaced_and_composed() {
        assert_eq!(fold(" 목표복구시간 (RTO)"), fold("목표복구시간\n(rto)"));
        assert_eq!(fold("\u{1112}\u{1161}\u{11ab}"), fold("한"));
        assert_ne!(fold("이중화(서버)"), fold("이중화(전원)"));
        assert_eq!(fold("red_server"), "red_server");
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}

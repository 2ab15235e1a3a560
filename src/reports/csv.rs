//! One table for spreadsheets: a line an assignment, as on the sheet 실적, with the base date before and a note after.
//!
//! UTF-8 with a byte order mark and CRLF, which is what Excel in Korea opens unasked. What people typed never becomes a
//! formula: see [`neutral`].

use crate::reports::ExportError;
use crate::reports::labels::DEMO_TAG;
use crate::reports::state::StateReport;
use crate::reports::tables::{self, Cell, Table};
use std::borrow::Cow;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The table of assignments.
///
/// # Errors
/// [`ExportError::Csv`] where writing to memory fails.
pub fn csv(report: &StateReport) -> Result<Vec<u8>, ExportError> {
    let note = if report.demonstration { DEMO_TAG } else { "" };
    write(&tables::reports(report), &[("기준일", report.summary.base_date.to_string())], note)
}

/// A table with columns before it that say the same on every line, and a note after it.
pub(crate) fn write(table: &Table, before: &[(&str, String)], note: &str) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    let titles = before.iter().map(|(title, _)| title).chain(&table.titles);
    writer.write_record(titles.chain(&["비고"]))?;
    for row in &table.rows {
        for (_, value) in before {
            writer.write_field(value)?;
        }
        for cell in row {
            writer.write_field(written(cell).as_bytes())?;
        }
        writer.write_field(note)?;
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

fn written(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => neutral(text),
        Cell::Label(label) | Cell::Coded { label, .. } => Cow::Borrowed(label),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Tenths(tenths) => Cow::Owned(format!("{}.{}", tenths / 10, tenths % 10)),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Moment(at) => Cow::Owned(at.format("%Y-%m-%d %H:%M").to_string()),
    }
}

/// With these a spreadsheet begins a formula, or hides that it does.
const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A text that a spreadsheet would take for a formula gets an apostrophe before it. Numbers of ours stay numbers.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    // What has apostrophes already gets one more, so that [`plain`] finds each text as it was.
    let begins = text.trim_start_matches('\'').starts_with(DANGEROUS);
    if begins { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A text that [`neutral`] wrote, as it was.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(DANGEROUS) => Cow::Owned(rest.to_owned()),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::fixture::report;

    fn rows(bytes: &[u8]) -> Vec<csv::StringRecord> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
        reader.records().map(Result::unwrap).collect()
    }

    #[test]
    fn excel_in_korea_opens_it_unasked() {
        let bytes = csv(&report(None)).unwrap();
        assert!(bytes.starts_with(BYTE_ORDER_MARK) && bytes.ends_with(b"\r\n"));
        let rows = rows(&bytes);
        assert_eq!(rows[0].get(0), Some("기준일"));
        assert_eq!(rows.len(), 1 + report(None).reports.len());
        assert!(rows[1..].iter().all(|row| row.get(0) == Some("2024-03-20")));
    }

    #[test]
    fn each_line_of_a_demonstration_says_so() {
        let shown = report(None);
        let earnest = StateReport { demonstration: false, ..shown.clone() };
        let last = |report: &StateReport| {
            let rows = rows(&csv(report).unwrap());
            rows[1..].iter().map(|row| row.iter().next_back().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        assert!(last(&shown).iter().all(|note| note == DEMO_TAG));
        assert!(last(&earnest).iter().all(String::is_empty));
    }

    #[test]
    fn a_typed_formula_stays_text() {
        for typed in ["=1+1", "+82", "-", "@SUM(A1)", "\tx", "\rx", "＝1"] {
            assert_eq!(neutral(typed), format!("'{typed}"));
        }
        assert_eq!(neutral("3월 - 완료"), "3월 - 완료");
        for typed in ["=1+1", "'=1", "''-", "'인용'", "3월", "'"] {
            assert_eq!(plain(&neutral(typed)), typed);
        }
        let text = String::from_utf8(csv(&report(None)).unwrap()).unwrap();
        assert!(text.contains("'=HYPERLINK") && !text.contains(",=HYPERLINK") && !text.contains("\"=HYPERLINK"));
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        assert_eq!(written(&Cell::Number(-3)), "-3");
        assert_eq!(written(&Cell::Tenths(325)), "32.5");
    }
}

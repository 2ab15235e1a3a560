//! What leaves the product as a file: data in, bytes out, no database and no clock of its own.
//!
//! [`state::StateReport`] is the one model of "a plan on a day". It is built once, and every format writes the same
//! figures from it: [`xlsx`] and [`csv`] through the columns of [`tables`], [`json`] as it stands. [`ics`] is a calendar
//! and not a report, so it reads the ledger itself. The same input gives the same bytes. [`official`] is the form of
//! documents that are read on paper, with its writers for PDF and HWPX.
//!
//! To add a format: write a module with one function `fn name(report: &StateReport) -> Result<Vec<u8>, ExportError>`,
//! take Korean words from [`labels`], add a variant to [`ExportError`] if its writer may fail, and add it to the test
//! `every_format_tells_the_same_figures` below. To add a figure: put it into the model, give it a rule in
//! [`labels::RULES`], and it is in JSON; give it a column or a line in [`tables`], and it is in the others.

pub mod agenda;
pub mod continuity;
pub mod council;
pub mod csv;
pub mod ics;
pub mod json;
pub mod kit;
pub mod labels;
pub mod meeting_ics;
pub mod official;
pub mod register;
pub mod round;
pub mod sheet;
pub mod state;
pub mod systems;
pub mod tables;
pub mod work;
pub mod xlsx;

#[cfg(test)]
mod fixture;

/// Why a file could not be written. None of these is the reader's fault: it becomes a page with a reference number.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the workbook could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    #[error("the table could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    #[error("the document could not be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the HWPX package could not be put together: {0}")]
    Hwpx(#[from] zip::result::ZipError),
    #[error("the HWPX package could not be written: {0}")]
    HwpxWriting(#[from] std::io::Error),
    #[error("the PDF file could not be written: {0}")]
    Pdf(String),
}

#[cfg(test)]
mod tests {
    use super::fixture::{day, report, standing};
    use super::{csv, json, xlsx};
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    /// 진척률 of each assignment, as the workbook, the table and the document tell it.
    fn progress_in_each_format() -> [Vec<Option<i64>>; 3] {
        let report = report(None);
        let rows = sheet(&xlsx::xlsx(&report).unwrap(), "실적");
        let at = rows[1].iter().position(|cell| *cell == Data::String("진척률(%)".into())).unwrap();
        let in_book = rows[2..].iter().map(|row| row[at].to_string().parse().ok()).collect();
        let bytes = csv::csv(&report).unwrap();
        let mut reader = ::csv::Reader::from_reader(&bytes[3..]);
        let at = reader.headers().unwrap().iter().position(|title| title == "진척률(%)").unwrap();
        let in_table = reader.records().map(|row| row.unwrap()[at].parse().ok()).collect();
        let document: serde_json::Value = serde_json::from_slice(&json::json(&report).unwrap()).unwrap();
        let rows = document["reports"].as_array().unwrap();
        [in_book, in_table, rows.iter().map(|row| row["progress"].as_i64()).collect()]
    }

    #[test]
    fn every_format_tells_the_same_figures() {
        let [in_book, in_table, in_document] = progress_in_each_format();
        assert_eq!(in_book, in_table);
        assert_eq!(in_table, in_document);
        let mut known: Vec<_> = standing(day("2024-03-20")).assignments.iter().map(|one| one.progress()).collect();
        let mut told = in_document;
        known.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, known);
        assert!(told.contains(&None) && told.contains(&Some(0)), "the fixture has an unknown and a zero: {told:?}");
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        let (first, again) = (report(None), report(None));
        assert_eq!(xlsx::xlsx(&first).unwrap(), xlsx::xlsx(&again).unwrap());
        assert_eq!(csv::csv(&first).unwrap(), csv::csv(&again).unwrap());
        assert_eq!(json::json(&first).unwrap(), json::json(&again).unwrap());
    }
}

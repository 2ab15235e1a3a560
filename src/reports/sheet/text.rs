//! A text table: Unicode, or the Korean encoding of older spreadsheets (CP949); commas, semicolons or tabs between values.

use super::{COLUMNS, Gatherer};
use crate::domain::sheet::{Sheet, SheetCell, SheetRefusal, SheetRow};
use crate::reports::csv::plain;
use encoding_rs::{EUC_KR, Encoding, UTF_8};
use std::borrow::Cow;

pub(super) fn read(bytes: &[u8], is_title: &dyn Fn(&str) -> bool) -> Result<Sheet, SheetRefusal> {
    let text = decoded(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut gatherer = Gatherer::new(is_title);
    let mut record = csv::StringRecord::new();
    let (mut no, mut line) = (0, reader.position().line());
    while reader.read_record(&mut record).map_err(|_| SheetRefusal::NotASheet)? {
        no += rows_of(&record, reader.position().line() - line);
        line = reader.position().line();
        let cells = record.iter().take(COLUMNS).map(|value| SheetCell::Text(plain(value).into_owned())).collect();
        if !gatherer.take(SheetRow { no, cells })? {
            break;
        }
    }
    gatherer.done()?.ok_or(SheetRefusal::NoTitles)
}

/// How many rows of a spreadsheet a record is, that took so many lines: values may hold line ends, and empty lines, which are
/// not handed out, are rows.
fn rows_of(record: &csv::StringRecord, lines: u64) -> u32 {
    let inside = record.iter().map(|value| value.bytes().filter(|byte| *byte == b'\n').count()).sum::<usize>();
    u32::try_from(lines.saturating_sub(inside as u64)).unwrap_or(1).max(1)
}

/// The text of a file: by its mark, else as UTF-8, else as CP949, which is what Excel in Korea writes as CSV.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, SheetRefusal> {
    let (encoding, rest) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), &bytes[mark..]),
        None => (None, bytes),
    };
    let tried = match encoding {
        Some(encoding) => encoding.decode_without_bom_handling_and_without_replacement(rest),
        None => {
            [UTF_8, EUC_KR].into_iter().find_map(|one| one.decode_without_bom_handling_and_without_replacement(rest))
        }
    };
    let text = tried.ok_or(SheetRefusal::Encoding)?;
    // No table of text holds these: a picture, an old workbook, an archive.
    if text.contains('\0') { Err(SheetRefusal::NotASheet) } else { Ok(text) }
}

/// The sign that stands most often in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

//! The workbook: a sheet a table, ready to be filtered and to be printed on A4 landscape.
//!
//! What people typed is only ever written as a string, so nothing they type is a formula. The creation time is the
//! report's own, so that the same report gives the same bytes.

use crate::reports::ExportError;
use crate::reports::labels::DEMO_NOTE;
use crate::reports::state::StateReport;
use crate::reports::tables::{self, Cell, Table};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

const FONT: &str = "맑은 고딕";
const A4: u8 = 9;
/// The row of the titles; above it a line says what the sheet is.
const TITLES: u32 = 1;
/// Excel's limit for a cell is 32,767 characters; the longest narrative is far below.
const CELL_MAX: usize = 32_000;
/// Column widths, in half-width characters.
const NARROWEST: usize = 7;
const WIDEST: usize = 46;

/// The workbook of the report.
///
/// # Errors
/// [`ExportError::Xlsx`] where a value does not fit Excel, such as a day before 1900.
pub fn xlsx(report: &StateReport) -> Result<Vec<u8>, ExportError> {
    let summary = &report.summary;
    let cover = Cover {
        title: format!("{} 이행 현황", summary.plan_title),
        heading: summary.plan_title.clone(),
        marks: summary.scope.iter().map(|party| party.name.clone()).collect(),
        base_date: summary.base_date,
        made_at: summary.made_at,
        demonstration: report.demonstration,
    };
    workbook(&cover, &tables::all(report))
}

/// What a workbook says of itself, on every sheet.
pub(crate) struct Cover {
    pub title: String,
    /// Before the name of each sheet.
    pub heading: String,
    /// After it: whose it is, 초안, the seal.
    pub marks: Vec<String>,
    pub base_date: NaiveDate,
    pub made_at: DateTime<FixedOffset>,
    pub demonstration: bool,
}

impl Cover {
    fn properties(&self) -> Result<DocProperties, ExportError> {
        let made_at = ExcelDateTime::from_timestamp(self.made_at.timestamp())?;
        let properties = DocProperties::new()
            .set_title(&self.title)
            .set_subject(format!("기준일 {}", self.base_date))
            .set_author("이행(ihaeng)")
            .set_creation_datetime(&made_at);
        Ok(if self.demonstration { properties.set_comment(DEMO_NOTE) } else { properties })
    }

    /// What stands above the titles of a sheet.
    fn heading(&self, name: &str) -> String {
        let marks: String = self.marks.iter().map(|mark| format!(" · {mark}")).collect();
        let note = if self.demonstration { format!(" · {DEMO_NOTE}") } else { String::new() };
        format!("{} — {name}{marks} · 기준일 {}{note}", self.heading, self.base_date)
    }
}

/// A workbook of a sheet a table.
pub(crate) fn workbook(cover: &Cover, tables: &[Table]) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    book.set_properties(&cover.properties()?);
    let looks = Looks::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(table.name)?;
        write_table(sheet, table, &looks, &cover.heading(table.name))?;
        set_up_page(sheet, cover, table.name)?;
    }
    Ok(book.save_to_buffer()?)
}

struct Looks {
    heading: Format,
    title: Format,
    text: Format,
    number: Format,
    tenths: Format,
    day: Format,
    moment: Format,
}

impl Looks {
    fn new() -> Self {
        let base = Format::new().set_font_name(FONT).set_font_size(10);
        let cell = base.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00B1_B8BE));
        let text = cell.clone().set_align(FormatAlign::Top).set_text_wrap();
        let number = cell.clone().set_align(FormatAlign::Top).set_align(FormatAlign::Right);
        let title = cell.set_bold().set_background_color(Color::RGB(0x00EC_F2F8)).set_text_wrap();
        Self {
            heading: base.set_bold().set_font_size(12),
            title: title.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            tenths: number.clone().set_num_format("0.0"),
            day: number.clone().set_num_format("yyyy-mm-dd"),
            moment: number.clone().set_num_format("yyyy-mm-dd hh:mm"),
            number: number.set_num_format("0"),
            text,
        }
    }
}

fn write_table(sheet: &mut Worksheet, table: &Table, looks: &Looks, heading: &str) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, heading, &looks.heading)?;
    for (column, title) in (0u16..).zip(&table.titles) {
        sheet.write_string_with_format(TITLES, column, *title, &looks.title)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    for (row, cells) in (TITLES + 1..).zip(&table.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            write_cell(sheet, (row, column), cell, looks)?;
        }
    }
    let last_row = TITLES + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - TITLES);
    let last_column = u16::try_from(table.titles.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(TITLES, 0, last_row, last_column)?;
    sheet.set_freeze_panes(TITLES + 1, 0)?;
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, at: (u32, u16), cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    let (row, column) = at;
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &looks.text)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, clipped(text), &looks.text)?,
        Cell::Label(label) | Cell::Coded { label, .. } => {
            sheet.write_string_with_format(row, column, *label, &looks.text)?
        }
        Cell::Number(number) => sheet.write_number_with_format(row, column, *number as f64, &looks.number)?,
        Cell::Tenths(tenths) => sheet.write_number_with_format(row, column, *tenths as f64 / 10.0, &looks.tenths)?,
        Cell::Day(day) => sheet.write_datetime_with_format(row, column, &date(*day)?, &looks.day)?,
        Cell::Moment(at) => sheet.write_datetime_with_format(row, column, &moment(*at)?, &looks.moment)?,
    };
    Ok(())
}

fn clipped(text: &str) -> &str {
    text.char_indices().nth(CELL_MAX).map_or(text, |(end, _)| &text[..end])
}

fn date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    // A year that is no u16 becomes one that Excel refuses.
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, narrow(day.month()), narrow(day.day()))
}

fn moment(at: DateTime<FixedOffset>) -> Result<ExcelDateTime, XlsxError> {
    date(at.date_naive())?.and_hms(narrow(at.hour()).into(), narrow(at.minute()), 0)
}

/// Months, days, hours and minutes all fit.
fn narrow(part: u32) -> u8 {
    u8::try_from(part).unwrap_or(u8::MAX)
}

/// A column is as wide as its widest line, within bounds; what is longer wraps.
fn width(table: &Table, column: usize) -> f64 {
    let title = table.titles[column].split_whitespace().map(half_widths).max().unwrap_or(0) + 3;
    let widest = table.rows.iter().filter_map(|row| row.get(column)).map(cell_width).max().unwrap_or(0) + 1;
    title.max(widest).clamp(NARROWEST, WIDEST) as f64
}

fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.lines().map(half_widths).max().unwrap_or(0),
        Cell::Label(label) | Cell::Coded { label, .. } => half_widths(label),
        Cell::Number(_) | Cell::Tenths(_) => 6,
        Cell::Day(_) => 11,
        Cell::Moment(_) => 17,
    }
}

/// Hangul, Hanja and full-width signs are two wide.
pub(super) fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{ffdc}') { 2 } else { 1 }).sum()
}

fn set_up_page(sheet: &mut Worksheet, cover: &Cover, name: &str) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_repeat_rows(0, TITLES)?;
    if cover.demonstration {
        sheet.set_header(format!("&R{DEMO_NOTE}"));
    }
    sheet.set_footer(format!("&L기준일 {}&C&P / &N&R{name}", cover.base_date));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::fixture::{day, report, standing};
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn sheet(report: &StateReport, name: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx(report).unwrap())).unwrap();
        book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    fn figure(rows: &[Vec<Data>], group: &str, item: &str) -> Data {
        let fits = |row: &&Vec<Data>| row[0] == *group && row[1] == *item;
        rows.iter().find(fits).map(|row| row[2].clone()).unwrap()
    }

    fn column(rows: &[Vec<Data>], title: &str) -> Vec<Data> {
        let at = rows[1].iter().position(|cell| *cell == *title).unwrap();
        rows[2..].iter().map(|row| row[at].clone()).collect()
    }

    #[test]
    fn the_summary_tells_the_figures_of_the_standing() {
        let (rows, standing) = (sheet(&report(None), "요약"), standing(day("2024-03-20")));
        let late = standing.assignments.iter().filter(|one| one.light.code() == "late").count();
        assert_eq!(figure(&rows, "소관과제(일정 신호)", "지연"), Data::Float(late as f64));
        let mean = standing.mean_task_progress().tenths.unwrap() as f64 / 10.0;
        assert_eq!(figure(&rows, "진척률", "평균(%)"), Data::Float(mean));
        let done = standing.lead_steps().filter(|(_, step)| step.light.code() == "done").count();
        assert_eq!(figure(&rows, "마일스톤", "완료"), Data::Float(done as f64));
        assert_eq!(figure(&rows, "마일스톤", "전체"), Data::Float(standing.lead_steps().count() as f64));
    }

    #[test]
    fn lights_stand_by_institution_as_in_the_standing() {
        let (rows, standing) = (sheet(&report(None), "기관별"), standing(day("2024-03-20")));
        let late: Vec<_> = standing.institutions.iter().map(|one| Data::Float(one.lights.late as f64)).collect();
        assert_eq!(column(&rows, "지연"), late);
    }

    #[test]
    fn unknown_is_an_empty_cell_and_zero_a_zero() {
        let told = column(&sheet(&report(None), "실적"), "진척률(%)");
        assert!(told.contains(&Data::Empty) && told.contains(&Data::Float(0.0)), "{told:?}");
    }

    #[test]
    fn a_day_is_a_day_and_a_typed_formula_a_string() {
        let rows = sheet(&report(None), "실적");
        assert!(matches!(column(&rows, "승인 기한 말일")[0], Data::DateTime(on) if on.as_f64() == 45_382.0));
        assert!(rows.iter().flatten().any(|cell| matches!(cell, Data::String(text) if text.starts_with("=HYPERLINK"))));
    }

    #[test]
    fn a_sheet_of_one_institution_holds_its_assignments_alone() {
        let rows = sheet(&report(Some("moef")), "실적");
        let institutions = column(&rows, "기관");
        assert!(!institutions.is_empty() && institutions.iter().all(|cell| *cell == *"기획재정부"));
    }

    #[test]
    fn hangul_counts_as_two() {
        assert_eq!(half_widths("과제 12"), 7);
        assert_eq!(clipped(&"가".repeat(CELL_MAX + 1)).chars().count(), CELL_MAX);
    }
}

//! A kit as a workbook: the sheets drawn and locked, the token sealed in a hidden one.

use super::layout::{COVER, Content, FORM, Laid, Look, TITLES, cover, form};
use super::model::Kit;
use super::value::Kind;
use super::{TOKEN_MARK, TOKEN_SHEET, words};
use crate::domain::kit::{KitKey, KitToken, TOKEN_VERSION};
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::reports::{ExportError, labels};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, IgnoreError, ProtectionOptions, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

const FONT: &str = "맑은 고딕";
const A4: u8 = 9;
/// Characters of the token in a cell.
const PIECE: usize = 30_000;
/// The widths of the form's columns and of the cover's, in half-width characters.
const FORM_WIDTHS: [u16; 4] = [22, 40, 60, 40];
const COVER_WIDTHS: [u16; 2] = [16, 110];
/// Points a line of text takes, and Excel's limit for a row.
const LINE: f64 = 16.0;
const HIGHEST: f64 = 400.0;

/// The workbook of a kit, sealed with the system's key.
///
/// # Errors
/// [`ExportError::Xlsx`] where a value does not fit Excel; [`ExportError::Json`] where the token cannot be written.
pub fn write(kit: &Kit, key: &KitKey) -> Result<Vec<u8>, ExportError> {
    let (form, entries, starts) = form(kit);
    let cover = cover(kit, &starts);
    let token = KitToken {
        version: TOKEN_VERSION,
        system: key.system(),
        plan: kit.plan.clone(),
        round: kit.round.slug.clone(),
        institution: kit.institution.clone(),
        issued_at: kit.issued_at,
        sheets: vec![cover.frame(COVER), form.frame(FORM)],
        entries,
    };
    let mut book = Workbook::new();
    book.set_properties(&properties(kit)?);
    let looks = Looks::new();
    draw_cover(book.add_worksheet(), &cover, &looks)?;
    draw_form(book.add_worksheet(), (&form, &starts), &looks, kit)?;
    hide_token(book.add_worksheet(), &token, key)?;
    Ok(book.save_to_buffer()?)
}

fn properties(kit: &Kit) -> Result<DocProperties, ExportError> {
    let round = labels::round(&kit.round.slug, kit.round.ordinal);
    Ok(DocProperties::new()
        .set_title(format!("{round} 오프라인 작성 파일 · {}", kit.institution_name))
        .set_author("이행(ihaeng)")
        .set_creation_datetime(&ExcelDateTime::from_timestamp(kit.issued_at.timestamp())?))
}

struct Looks {
    by_look: Vec<(Look, Format)>,
    input: Format,
    day: Format,
}

impl Looks {
    fn new() -> Self {
        let base = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::Top).set_text_wrap();
        let cell = base
            .clone()
            .set_align(FormatAlign::Left)
            .set_indent(1)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00B1_B8BE));
        let grey = cell.clone().set_font_color(Color::RGB(0x0058_616A)).set_background_color(Color::RGB(0x00F4_F5F6));
        let small = grey.clone().set_font_size(9);
        let bold = cell.clone().set_bold();
        let heading = bold.clone().set_font_size(11).set_font_color(Color::RGB(0x0006_3A74));
        let plain = base.clone().set_align(FormatAlign::VerticalCenter);
        let input = cell.clone().set_unlocked().set_background_color(Color::RGB(0x00FF_FBE0));
        Self {
            by_look: vec![
                (Look::Title, plain.clone().set_bold().set_font_size(15)),
                (Look::Note, plain.set_font_color(Color::RGB(0x0046_4C53))),
                (Look::Column, bold.clone().set_background_color(Color::RGB(0x00EC_F2F8))),
                (
                    Look::Heading,
                    heading.set_background_color(Color::RGB(0x00EE_F2F7)).set_align(FormatAlign::VerticalCenter),
                ),
                (Look::Label, bold),
                (Look::Approved, grey),
                (Look::Guide, small.clone()),
                (Look::Query, small.set_font_color(Color::RGB(0x008A_4B00)).set_bold()),
                (Look::Text, cell.clone()),
                (Look::Number, cell.clone().set_indent(0).set_align(FormatAlign::Center)),
                (Look::Link, cell.set_font_color(Color::RGB(0x000B_50D0))),
            ],
            // Text, so that `- 하나` and `=…` stay what they are and `84%` is not made a fraction.
            input: input.clone().set_num_format("@"),
            day: input.set_num_format("yyyy\\-mm\\-dd").set_align(FormatAlign::Left),
        }
    }

    fn of(&self, look: Look) -> &Format {
        self.by_look.iter().find(|(known, _)| *known == look).map_or(&self.input, |(_, format)| format)
    }
}

fn draw_cover(sheet: &mut Worksheet, laid: &Laid, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(COVER)?;
    draw(sheet, laid, looks, &COVER_WIDTHS)?;
    set_up(sheet);
    lock(sheet);
    Ok(())
}

fn draw_form(
    sheet: &mut Worksheet,
    (laid, starts): (&Laid, &[u32]),
    looks: &Looks,
    kit: &Kit,
) -> Result<(), XlsxError> {
    sheet.set_name(FORM)?;
    draw(sheet, laid, looks, &FORM_WIDTHS)?;
    sheet.set_freeze_panes(TITLES + 1, 0)?.set_repeat_rows(TITLES, TITLES)?;
    // On paper each assignment begins a page; the first follows the titles.
    sheet.set_page_breaks(starts.get(1..).unwrap_or_default())?;
    set_up(sheet);
    let round = labels::round(&kit.round.slug, kit.round.ordinal).replace('&', "&&");
    let name = kit.institution_name.replace('&', "&&");
    sheet.set_footer(format!("&L{round}&C&P / &N&R{name}"));
    lock(sheet);
    Ok(())
}

fn set_up(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
}

/// Locked but for the cells to be filled in. Without a password: it keeps from slips, the seal from forgery. Rows and
/// columns may be made wider to read in comfort.
fn lock(sheet: &mut Worksheet) {
    let options = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() };
    sheet.protect_with_options(&options);
}

fn draw(sheet: &mut Worksheet, laid: &Laid, looks: &Looks, widths: &[u16]) -> Result<(), XlsxError> {
    let last = u16::try_from(widths.len()).unwrap_or(1).saturating_sub(1);
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, f64::from(*width))?;
    }
    let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
    for cell in &laid.cells {
        let (row, column) = (cell.row, cell.column);
        let merged = laid.merged.contains(&row);
        let text = match &cell.content {
            Content::Text(text, look) if merged => {
                sheet.merge_range(row, 0, row, last, text, looks.of(*look))?;
                text
            }
            Content::Text(text, look) => {
                sheet.write_string_with_format(row, column, text, looks.of(*look))?;
                text
            }
            Content::Link(text, to) => {
                let url = Url::new(format!("internal:'{FORM}'!A{}", to + 1)).set_text(text);
                sheet.write_url_with_format(row, column, url, looks.of(Look::Link))?;
                text
            }
            Content::Input { field, shown } => {
                draw_input(sheet, (row, column), field, shown, looks)?;
                shown
            }
        };
        let across: u16 =
            if merged { widths.iter().sum() } else { widths.get(usize::from(column)).copied().unwrap_or(10) };
        let least = if let Content::Input { field, .. } = &cell.content { least_lines(field) } else { 1 };
        let height = f64::from(lines(text, across).max(least)) * LINE + 6.0;
        let known = heights.entry(row).or_default();
        *known = known.max(height.min(HIGHEST));
    }
    for (row, height) in heights {
        sheet.set_row_height(row, height)?;
    }
    Ok(())
}

/// Room to write in, since a row of fixed height does not grow.
fn least_lines(field: &str) -> u32 {
    match field {
        "done" => 6,
        "next" => 4,
        "obstacle" | "request" | "rating_reason" => 3,
        _ => 1,
    }
}

/// The lines that a text takes in a column of so many half-width characters.
fn lines(text: &str, width: u16) -> u32 {
    let width = usize::from(width.max(4)) - 2;
    let of = |line: &str| crate::reports::xlsx::half_widths(line).div_ceil(width).max(1);
    u32::try_from(text.lines().map(of).sum::<usize>()).unwrap_or(u32::MAX)
}

fn draw_input(sheet: &mut Worksheet, at: (u32, u16), field: &str, shown: &str, looks: &Looks) -> Result<(), XlsxError> {
    let (row, column) = at;
    let kind = Kind::of(field);
    match (kind, shown.parse::<NaiveDate>().ok().and_then(excel_day)) {
        _ if shown.is_empty() => {
            let look = if kind == Some(Kind::Day) { &looks.day } else { &looks.input };
            sheet.write_blank(row, column, look)?;
        }
        (Some(Kind::Day), Some(day)) => {
            sheet.write_datetime_with_format(row, column, &day, &looks.day)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, shown, &looks.input)?;
        }
    }
    if kind == Some(Kind::Progress) {
        sheet.ignore_error(row, column, IgnoreError::NumberStoredAsText)?;
    }
    if let Some(rule) = kind.map(validation).transpose()?.flatten() {
        sheet.add_data_validation(row, column, row, column, &rule)?;
    }
    Ok(())
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let (year, month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?);
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day()).ok()?).ok()
}

/// What the spreadsheet itself offers and refuses; the reading decides.
fn validation(kind: Kind) -> Result<Option<DataValidation>, XlsxError> {
    let new = DataValidation::new;
    let list = |words: &[&str]| -> Result<DataValidation, XlsxError> {
        let told = format!("목록에서 골라 주십시오: {}", words.join(", "));
        new().allow_list_strings(words)?.set_error_title("목록에 없는 값입니다")?.set_error_message(told)
    };
    let length = |max: usize| -> Result<DataValidation, XlsxError> {
        let rule = DataValidationRule::LessThanOrEqualTo(u32::try_from(max).unwrap_or(u32::MAX));
        let told = format!("{max}자까지 적을 수 있습니다.");
        new().allow_text_length(rule).set_error_title("너무 깁니다")?.set_error_message(told)
    };
    let hint = |title: &str, text: &str| new().allow_any_value().set_input_title(title)?.set_input_message(text);
    Ok(match kind {
        Kind::NoChange => Some(list(&[words::UNCHANGED])?),
        Kind::Rating => Some(list(&words::ratings())?),
        Kind::Cause => Some(list(&words::causes())?),
        Kind::Claim => Some(list(&[words::CLAIMED])?),
        Kind::Text(LINE_MAX) => Some(length(LINE_MAX)?.set_error_style(DataValidationErrorStyle::Warning)),
        Kind::Text(_) => Some(length(NARRATIVE_MAX)?.set_error_style(DataValidationErrorStyle::Warning)),
        Kind::Progress => Some(hint("진척률", "0에서 100까지의 정수. 모르면 비워 둡니다.")?),
        Kind::Day => Some(hint("예상완료일", "날짜로 적습니다. 예: 2024-03-29")?),
    })
}

/// The token and its seal, in a sheet that spreadsheets do not show.
fn hide_token(sheet: &mut Worksheet, token: &KitToken, key: &KitKey) -> Result<(), ExportError> {
    let text = serde_json::to_string(token)?;
    sheet.set_name(TOKEN_SHEET)?.set_very_hidden(true).protect();
    sheet.write_string(0, 0, TOKEN_MARK)?.write_string(0, 1, key.seal(&text))?;
    let letters: Vec<char> = text.chars().collect();
    for (row, piece) in (1..).zip(letters.chunks(PIECE)) {
        sheet.write_string(row, 0, piece.iter().collect::<String>())?;
    }
    Ok(())
}

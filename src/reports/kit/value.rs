//! One cell: how a field's value is shown in it, and how what somebody typed is read.
//!
//! Spreadsheets have habits: a day may come as a serial number, as ISO text or as `2024. 3. 29.`, a percentage as 84, 0.84 or
//! `84%`, digits may be full width, lines end in one of three ways, Hangul may be decomposed.

use super::words;
use crate::domain::due::parse_typed_day;
use crate::domain::kit::{CellFaultKind, NO_CHANGE, canonical};
use crate::domain::ledger::Cause;
use crate::domain::rating::SelfRating;
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::reports::labels;
use calamine::Data;
use chrono::{Datelike, NaiveDate};

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// 변경 없음 or nothing.
    NoChange,
    /// One of the self ratings.
    Rating,
    /// 0 to 100, or nothing.
    Progress,
    /// Several lines, of so many characters at most.
    Text(usize),
    Day,
    /// One of the causes, or nothing.
    Cause,
    /// 완료 or nothing.
    Claim,
}

impl Kind {
    /// How a field of this name is typed; `None` for a name that no kit has.
    #[must_use]
    pub(super) fn of(field: &str) -> Option<Self> {
        Some(match field {
            NO_CHANGE => Self::NoChange,
            "self_rating" => Self::Rating,
            "progress" => Self::Progress,
            "rating_reason" | "done" | "next" | "obstacle" | "request" => Self::Text(NARRATIVE_MAX),
            step if step.starts_with("forecast_") => Self::Day,
            step if step.starts_with("cause_reason_") => Self::Text(LINE_MAX),
            step if step.starts_with("cause_") => Self::Cause,
            step if step.starts_with("claim_") => Self::Claim,
            _ => return None,
        })
    }
}

/// A cell as it stands in a file.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) value: Data,
    /// Whether its number is shown as a percentage.
    pub(super) percent: bool,
    pub(super) formula: bool,
    /// Whether the workbook counts its days from 1904.
    pub(super) from_1904: bool,
}

/// A form's value in the words of a kit; a day stays ISO text here.
pub(in crate::reports) fn shown(field: &str, value: &str) -> String {
    let value = canonical(field, value);
    match Kind::of(field) {
        Some(Kind::Rating) => SelfRating::parse(&value).map_or("", labels::self_rating).to_owned(),
        Some(Kind::Cause) => Cause::parse(&value).map_or("", labels::cause).to_owned(),
        Some(Kind::Claim) if !value.is_empty() => words::CLAIMED.to_owned(),
        Some(Kind::NoChange) if !value.is_empty() => words::UNCHANGED.to_owned(),
        _ => value,
    }
}

/// A form's value as it comes back from its cell if nobody touches it.
pub(super) fn echoed(field: &str, shown: &str) -> String {
    read_text(field, shown).unwrap_or_else(|_| canonical(field, shown))
}

/// What is wrong with a cell, and what it says as it stands; `None` where that cannot be told.
pub(super) type Unread = (CellFaultKind, Option<String>);

/// What a cell says, as the form would have it typed.
pub(super) fn read(field: &str, cell: Option<&Cell>) -> Result<String, Unread> {
    let Some(cell) = cell else { return Ok(String::new()) };
    if cell.formula {
        return Err((CellFaultKind::Formula, None));
    }
    let text = match (&cell.value, Kind::of(field)) {
        (Data::Error(_), _) => return Err((CellFaultKind::Error, None)),
        (Data::Float(number), Some(Kind::Progress)) => percentage(*number, cell.percent),
        (Data::Float(number), Some(Kind::Day)) => serial_day(*number, cell.from_1904),
        (Data::DateTimeIso(at), _) => at.split('T').next().unwrap_or_default().to_owned(),
        (Data::DateTime(at), _) => serial_day(at.as_f64(), cell.from_1904),
        (other, _) => other.to_string(),
    };
    read_text(field, &text).map_err(|fault| (fault, Some(canonical(field, &text))))
}

fn read_text(field: &str, text: &str) -> Result<String, CellFaultKind> {
    let value = canonical(field, text);
    match Kind::of(field) {
        Some(Kind::Text(max)) => read_narrative(value, max),
        _ if value.is_empty() => Ok(value),
        Some(Kind::Progress) => read_progress(&value),
        Some(Kind::Day) => read_day(&value),
        Some(Kind::Rating) => choose(&value, SelfRating::ALL.map(|one| (labels::self_rating(one), one.code()))),
        Some(Kind::Cause) => choose(&value, Cause::ALL.map(|one| (labels::cause(one), one.code()))),
        Some(Kind::Claim) => choose(&value, [(words::CLAIMED, "on")]),
        Some(Kind::NoChange) => choose(&value, [(words::UNCHANGED, "on")]),
        None => Ok(value),
    }
}

/// What a text says that stood in a table without kinds of numbers, as the form would have it typed.
pub(in crate::reports) fn read_typed(field: &str, text: &str) -> Result<String, CellFaultKind> {
    let share = text.trim().parse().ok().filter(|number: &f64| *number > 0.0 && *number < 1.0);
    match share.filter(|_| Kind::of(field) == Some(Kind::Progress)) {
        Some(share) => read_text(field, &percentage(share, false)),
        None => read_text(field, text),
    }
}

fn read_narrative(value: String, max: usize) -> Result<String, CellFaultKind> {
    let actual = value.chars().count();
    if actual > max { Err(CellFaultKind::TooLong { max, actual }) } else { Ok(value) }
}

/// The code of a word, however it is spaced.
fn choose<const N: usize>(value: &str, words: [(&str, &str); N]) -> Result<String, CellFaultKind> {
    let tight = |text: &str| narrowed(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let value = tight(value);
    let found = words.into_iter().find(|(word, _)| tight(word) == value);
    found.map(|(_, code)| code.to_owned()).ok_or(CellFaultKind::Choice)
}

fn read_progress(value: &str) -> Result<String, CellFaultKind> {
    let value = narrowed(value);
    let number = value.trim().trim_end_matches('%').trim_end();
    let number = number.strip_suffix(".0").unwrap_or(number);
    let percent = number.parse::<i64>().ok().filter(|percent| (0..=100).contains(percent));
    percent.map(|percent| percent.to_string()).ok_or(CellFaultKind::Progress)
}

/// A number as a percentage: 0.84 is 84 %, since progress has no fractions; 1 is 100 % where it is shown so.
fn percentage(number: f64, percent: bool) -> String {
    let is_share = percent || (number > 0.0 && number < 1.0);
    let number = if is_share { number * 100.0 } else { number };
    let whole = number.round();
    if (number - whole).abs() < 1e-9 { format!("{whole:.0}") } else { number.to_string() }
}

fn read_day(value: &str) -> Result<String, CellFaultKind> {
    let value = narrowed(value).replace(['년', '월'], ".").replace('일', "");
    parse_typed_day(&value).filter(is_likely).map(|day| day.to_string()).ok_or(CellFaultKind::Day)
}

/// Days of this century: others are a slip of the hand.
fn is_likely(day: &NaiveDate) -> bool {
    (2000..2100).contains(&day.year())
}

/// A number in a cell for a day: `20240329`, or Excel's count of days.
pub(in crate::reports) fn serial_day(number: f64, from_1904: bool) -> String {
    let days = number.floor();
    if (20_000_101.0..21_000_000.0).contains(&days) {
        return format!("{days:.0}");
    }
    // The count of 1900 has a 29 February that never was: from March 1900 on it is a day ahead.
    let zero = if from_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    let day = zero.filter(|_| (0.0..200_000.0).contains(&days));
    // A day of less than 200,000 fits every integer.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 200,000")]
    let day = day.and_then(|zero| zero.checked_add_days(chrono::Days::new(days as u64)));
    day.map_or_else(|| number.to_string(), |day| day.to_string())
}

/// Full-width signs as their narrow ones.
fn narrowed(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(value: Data) -> Cell {
        Cell { value, percent: false, formula: false, from_1904: false }
    }

    fn text(value: &str) -> Data {
        Data::String(value.to_owned())
    }

    fn told(field: &str, value: Data) -> Result<String, CellFaultKind> {
        read(field, Some(&cell(value))).map_err(|(fault, _)| fault)
    }

    #[test]
    fn a_percentage_is_read_however_excel_keeps_it() {
        for (value, percent) in [
            (Data::Float(84.0), "84"),
            (Data::Float(0.84), "84"),
            (Data::Float(0.07), "7"),
            (Data::Float(0.29), "29"),
            (Data::Float(0.0), "0"),
            (Data::Float(1.0), "1"),
            (Data::Float(100.0), "100"),
            (text("84%"), "84"),
            (text(" ８４ ％ "), "84"),
            (text("0"), "0"),
            (text(""), ""),
        ] {
            assert_eq!(told("progress", value.clone()), Ok(percent.to_owned()), "{value:?}");
        }
        let shown = |number: f64| read("progress", Some(&Cell { percent: true, ..cell(Data::Float(number)) })).unwrap();
        assert_eq!([shown(1.0), shown(0.84), shown(0.01), shown(0.0)], ["100", "84", "1", "0"]);
        for bad in [
            Data::Float(0.845),
            Data::Float(101.0),
            Data::Float(-1.0),
            Data::Float(84.5),
            text("반"),
            text("팔십"),
            text("120%"),
            Data::Bool(true),
        ] {
            assert_eq!(told("progress", bad.clone()), Err(CellFaultKind::Progress), "{bad:?}");
        }
    }

    #[test]
    fn a_day_is_read_however_excel_keeps_it() {
        let day = Ok("2024-03-29".to_owned());
        for value in [
            Data::Float(45_380.0),
            Data::Float(45_380.75),
            Data::Float(20_240_329.0),
            text("2024. 3. 29."),
            text("2024. 3. 29.(금)"),
            text("2024-03-29"),
            text("20240329"),
            text("2024/3/29"),
            text("2024년 3월 29일"),
            text("２０２４．３．２９"),
            Data::DateTimeIso("2024-03-29T00:00:00".into()),
        ] {
            assert_eq!(told("forecast_3", value.clone()), day, "{value:?}");
        }
        let from_1904 = Cell { from_1904: true, ..cell(Data::Float(43_918.0)) };
        assert_eq!(read("forecast_3", Some(&from_1904)), Ok("2024-03-29".to_owned()));
        for bad in [
            text("4월쯤"),
            text("2024. 2. 30."),
            text("3. 29."),
            Data::Float(29.0),
            Data::Float(-1.0),
            Data::Float(1e12),
            text("1924-03-29"),
        ] {
            assert_eq!(told("forecast_3", bad.clone()), Err(CellFaultKind::Day), "{bad:?}");
        }
        assert_eq!(told("forecast_3", Data::Empty), Ok(String::new()));
    }

    #[test]
    fn words_are_chosen_however_they_are_spaced() {
        assert_eq!(told("self_rating", text(" 정상 추진")), Ok("on_track".to_owned()));
        assert_eq!(told("self_rating", text("완료보고")), Ok("claimed".to_owned()));
        assert_eq!(told("cause_3", text("계약·업체")), Ok("contract".to_owned()));
        assert_eq!(told("claim_3", text("완료")), Ok("on".to_owned()));
        assert_eq!(told(NO_CHANGE, text("변경없음")), Ok("on".to_owned()));
        for (field, bad) in [
            ("self_rating", "좋음"),
            ("self_rating", "on_track"),
            ("cause_3", "기타"),
            ("claim_3", "예"),
            (NO_CHANGE, "변경"),
        ] {
            assert_eq!(told(field, text(bad)), Err(CellFaultKind::Choice), "{bad}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines_and_loses_its_edges() {
        assert_eq!(told("done", text(" - 하나\r\n- 둘\r- 셋 \n")), Ok("- 하나\n- 둘\n- 셋".to_owned()));
        assert_eq!(told("done", text("\u{1112}\u{1161}\u{11ab}")), Ok("한".to_owned()));
        assert_eq!(told("done", Data::Float(3.0)), Ok("3".to_owned()));
        assert_eq!(told("done", text(&"가".repeat(4001))), Err(CellFaultKind::TooLong { max: 4000, actual: 4001 }));
        assert_eq!(
            told("cause_reason_3", text(&"가".repeat(201))),
            Err(CellFaultKind::TooLong { max: 200, actual: 201 })
        );
        assert_eq!(told("done", text("=HYPERLINK(\"x\")")), Ok("=HYPERLINK(\"x\")".to_owned()));
    }

    #[test]
    fn a_formula_and_an_error_are_no_values() {
        let formula = Cell { formula: true, ..cell(Data::Float(84.0)) };
        assert_eq!(read("progress", Some(&formula)), Err((CellFaultKind::Formula, None)));
        assert_eq!(told("done", Data::Error(calamine::CellErrorType::Name)), Err(CellFaultKind::Error));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(rating in 0usize..4, cause in 0usize..6, percent in 0i64..=100, days in 0u64..36_000, words in "[가-힣a-z=+@'\" \n-]{0,60}") {
            let day = (NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(days)).to_string();
            let pairs = [("self_rating", SelfRating::ALL[rating].code().to_owned()), ("cause_3", Cause::ALL[cause].code().to_owned()),
                ("progress", percent.to_string()), ("forecast_3", day), ("claim_3", "on".to_owned()), (NO_CHANGE, "on".to_owned()), ("done", words)];
            for (field, value) in pairs {
                let back = read(field, Some(&cell(text(&shown(field, &value)))));
                prop_assert_eq!(back, Ok(canonical(field, &value)));
            }
        }
    }
}

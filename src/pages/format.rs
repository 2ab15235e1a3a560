//! How days, dues, differences and shares are written (VISUAL, section 6). Tables use the short forms, sentences the full.
//!
//! A day outside `year` carries its year; inside, it does not. What is missing is [`DASH`], never 0.

use crate::domain::calendar::KST;
use crate::domain::due::{Due, Precision};
use crate::pages::lang::Lang;
use crate::pages::texts;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

/// What stands where a value is missing.
pub const DASH: &str = "–";

const WEEKDAYS_KO: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn weekday(lang: Lang, day: NaiveDate) -> &'static str {
    let names = if lang == Lang::Ko { WEEKDAYS_KO } else { WEEKDAYS_EN };
    names[day.weekday().num_days_from_monday() as usize]
}

fn month_en(day: NaiveDate) -> &'static str {
    MONTHS_EN[day.month0() as usize]
}

/// `3월`, `March`
#[must_use]
pub fn month(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Ko => format!("{}월", day.month()),
        Lang::En => day.format("%B").to_string(),
    }
}

/// `2024. 3. 31.(일)`, `Sun 31 Mar 2024`
#[must_use]
pub fn full(lang: Lang, day: NaiveDate) -> String {
    let weekday = weekday(lang, day);
    match lang {
        Lang::Ko => format!("{}. {}. {}.({weekday})", day.year(), day.month(), day.day()),
        Lang::En => format!("{weekday} {} {} {}", day.day(), month_en(day), day.year()),
    }
}

/// `3. 31.(일)`, `Sun 31 Mar`; with the year where it is not `year`.
#[must_use]
pub fn in_year(lang: Lang, day: NaiveDate, year: i32) -> String {
    if day.year() != year {
        return full(lang, day);
    }
    let weekday = weekday(lang, day);
    match lang {
        Lang::Ko => format!("{}. {}.({weekday})", day.month(), day.day()),
        Lang::En => format!("{weekday} {} {}", day.day(), month_en(day)),
    }
}

/// `3. 31.`, `31 Mar`; with the year where it is not `year`.
#[must_use]
pub fn short(lang: Lang, day: NaiveDate, year: i32) -> String {
    match (lang, day.year() == year) {
        (Lang::Ko, true) => format!("{}. {}.", day.month(), day.day()),
        (Lang::Ko, false) => format!("{}. {}. {}.", day.year(), day.month(), day.day()),
        (Lang::En, true) => format!("{} {}", day.day(), month_en(day)),
        (Lang::En, false) => format!("{} {} {}", day.day(), month_en(day), day.year()),
    }
}

/// `2024. 3. 20.(수) 14:40`, Korean time.
#[must_use]
pub fn instant(lang: Lang, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&KST);
    format!("{} {:02}:{:02}", full(lang, local.date_naive()), local.hour(), local.minute())
}

/// `3. 20.(수) 14:40`; with the year where it is not `year`.
#[must_use]
pub fn instant_in_year(lang: Lang, at: DateTime<Utc>, year: i32) -> String {
    let local = at.with_timezone(&KST);
    format!("{} {:02}:{:02}", in_year(lang, local.date_naive(), year), local.hour(), local.minute())
}

/// `D-11`, `D-day`, `D+12`.
#[must_use]
pub fn d_day(days_left: i64) -> String {
    match days_left {
        0 => "D-day".to_owned(),
        left if left > 0 => format!("D-{left}"),
        over => format!("D+{}", -over),
    }
}

/// The class of a [`d_day`]: red once over, amber at 14 days or fewer, else quiet.
#[must_use]
pub const fn d_day_class(days_left: i64) -> &'static str {
    if days_left < 0 {
        "nw late-t"
    } else if days_left <= crate::domain::schedule::SOON_DAYS {
        "nw soon-t"
    } else {
        "nw mute"
    }
}

/// A due as precisely as it was promised: `2024. 3. 31.(일)`, `2024. 상반기(6. 30.까지)`, `2024년(12. 31.까지)`.
#[must_use]
pub fn due(lang: Lang, due: Due) -> String {
    let day = due.last_day;
    let last = short(lang, day, day.year());
    let period = match due.precision {
        Precision::Day => return full(lang, day),
        Precision::Month => match lang {
            Lang::Ko => format!("{}. {}월", day.year(), day.month()),
            Lang::En => format!("{} {}", month_en(day), day.year()),
        },
        Precision::Quarter => texts::format::quarter(lang, day.month().div_ceil(3), day.year()),
        Precision::Half if day.month() <= 6 => texts::format::first_half(lang, day.year()),
        Precision::Half => texts::format::second_half(lang, day.year()),
        Precision::Year => texts::format::year(lang, day.year()),
    };
    texts::format::until(lang, last, period)
}

/// A due in a dense table: the day alone, or the period without its last day.
#[must_use]
pub fn due_short(lang: Lang, due: Due, year: i32) -> String {
    let day = due.last_day;
    match due.precision {
        Precision::Day | Precision::Month => short(lang, day, year),
        Precision::Quarter => texts::format::quarter(lang, day.month().div_ceil(3), day.year()),
        Precision::Half if day.month() <= 6 => texts::format::first_half(lang, day.year()),
        Precision::Half => texts::format::second_half(lang, day.year()),
        Precision::Year => texts::format::year(lang, day.year()),
    }
}

/// `+12일`, `−1일`, `같음`.
#[must_use]
pub fn slip(lang: Lang, days: i64) -> String {
    match days {
        0 => texts::common::same(lang).to_owned(),
        later if later > 0 => texts::common::late_days(lang, later),
        earlier => texts::common::early_days(lang, -earlier),
    }
}

/// The class of a [`slip`]: red where later.
#[must_use]
pub const fn slip_class(days: i64) -> &'static str {
    if days > 0 { "nw late-t" } else { "nw mute" }
}

/// `+3`, `−4`, `0`.
#[must_use]
pub fn signed(number: i64) -> String {
    match number {
        0 => "0".to_owned(),
        more if more > 0 => format!("+{more}"),
        less => format!("−{}", -less),
    }
}

/// Tenths of a per cent: `34.8%`.
#[must_use]
pub fn tenths(value: Option<i64>) -> String {
    value.map_or_else(|| DASH.to_owned(), |value| format!("{}.{}%", value / 10, value % 10))
}

/// A difference of tenths of a per cent: `+25.3%p`.
#[must_use]
pub fn points(difference: i64) -> String {
    let sign = match difference {
        0 => "",
        more if more > 0 => "+",
        _ => "−",
    };
    let size = difference.abs();
    format!("{sign}{}.{}%p", size / 10, size % 10)
}

/// `32%`; missing: `–`.
#[must_use]
pub fn percent(value: Option<i64>) -> String {
    value.map_or_else(|| DASH.to_owned(), |value| format!("{value}%"))
}

/// Any value that may be missing.
#[must_use]
pub fn or_dash(value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(|| DASH.to_owned(), |value| value.to_string())
}

/// The day that a text is, where it is one as it is stored (`2024-03-31`).
#[must_use]
pub fn written_day(text: &str) -> Option<NaiveDate> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_written_in_three_lengths() {
        let sunday = day("2024-03-31");
        assert_eq!(full(Lang::Ko, sunday), "2024. 3. 31.(일)");
        assert_eq!(full(Lang::En, sunday), "Sun 31 Mar 2024");
        assert_eq!(in_year(Lang::Ko, sunday, 2024), "3. 31.(일)");
        assert_eq!(in_year(Lang::Ko, sunday, 2025), "2024. 3. 31.(일)");
        assert_eq!(short(Lang::Ko, sunday, 2024), "3. 31.");
        assert_eq!(short(Lang::Ko, sunday, 2025), "2024. 3. 31.");
        assert_eq!(short(Lang::En, sunday, 2024), "31 Mar");
    }

    #[test]
    fn an_instant_is_told_in_korean_time() {
        let at = "2024-03-20T15:05:09Z".parse().unwrap();
        assert_eq!(instant(Lang::Ko, at), "2024. 3. 21.(목) 00:05");
        assert_eq!(instant_in_year(Lang::Ko, at, 2024), "3. 21.(목) 00:05");
    }

    #[test]
    fn days_left_are_counted_down_and_then_up() {
        assert_eq!([11, 0, -12].map(d_day), ["D-11", "D-day", "D+12"]);
        assert_eq!([15, 14, -1].map(d_day_class), ["nw mute", "nw soon-t", "nw late-t"]);
    }

    #[test]
    fn a_due_says_how_exactly_it_was_promised() {
        let written = |text: &str| due(Lang::Ko, Due::parse(text).unwrap());
        assert_eq!(written("2024-03-31"), "2024. 3. 31.(일)");
        assert_eq!(written("2024-06"), "2024. 6월(6. 30.까지)");
        assert_eq!(written("2024-Q1"), "2024. 1분기(3. 31.까지)");
        assert_eq!(written("2024-H1"), "2024. 상반기(6. 30.까지)");
        assert_eq!(written("2024-H2"), "2024. 하반기(12. 31.까지)");
        assert_eq!(written("2024"), "2024년(12. 31.까지)");
        assert_eq!(due(Lang::En, Due::parse("2024-H1").unwrap()), "first half of 2024 (by 30 Jun)");
    }

    #[test]
    fn differences_carry_their_sign_and_zero_says_the_same() {
        assert_eq!([12, -1, 0].map(|days| slip(Lang::Ko, days)), ["+12일", "−1일", "같음"]);
        assert_eq!([3, -4, 0].map(signed), ["+3", "−4", "0"]);
        assert_eq!([253, -5, 0].map(points), ["+25.3%p", "−0.5%p", "0.0%p"]);
    }

    #[test]
    fn what_is_missing_is_a_dash_and_not_zero() {
        assert_eq!((tenths(Some(348)), tenths(Some(0)), tenths(None)), ("34.8%".into(), "0.0%".into(), "–".into()));
        assert_eq!((percent(Some(0)), percent(None)), ("0%".into(), "–".into()));
        assert_eq!(or_dash(None::<i64>), "–");
    }
}

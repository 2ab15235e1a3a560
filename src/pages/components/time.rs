//! Days and instants, always as `<time datetime>`.

use crate::pages::format;
use crate::pages::lang::Lang;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use leptos::prelude::*;

fn day(datetime: NaiveDate, text: String) -> AnyView {
    view! { <time datetime=datetime.to_string()>{text}</time> }.into_any()
}

/// `2024. 3. 31.(일)`
#[must_use]
pub fn full_day(lang: Lang, on: NaiveDate) -> AnyView {
    day(on, format::full(lang, on))
}

/// `3. 31.(일)`, for pages whose year is plain.
#[must_use]
pub fn day_in_year(lang: Lang, on: NaiveDate, year: i32) -> AnyView {
    day(on, format::in_year(lang, on, year))
}

/// `3. 31.`, for dense tables.
#[must_use]
pub fn short_day(lang: Lang, on: NaiveDate, year: i32) -> AnyView {
    day(on, format::short(lang, on, year))
}

/// `2024. 3. 20.(수) 14:40`
#[must_use]
pub fn instant(lang: Lang, at: DateTime<Utc>) -> AnyView {
    let datetime = at.with_timezone(&crate::domain::calendar::KST).to_rfc3339_opts(SecondsFormat::Secs, false);
    view! { <time datetime=datetime>{format::instant(lang, at)}</time> }.into_any()
}

/// `D-11`, amber from 14 days, red once over.
#[must_use]
pub fn days_left(days: i64) -> AnyView {
    view! { <span class=format::d_day_class(days)>{format::d_day(days)}</span> }.into_any()
}

/// `+12일`, red where later.
#[must_use]
pub fn slip(lang: Lang, days: i64) -> AnyView {
    view! { <span class=format::slip_class(days)>{format::slip(lang, days)}</span> }.into_any()
}

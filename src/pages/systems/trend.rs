//! Coverage month by month: a small chart of one item's share, and the table that says the same.

use super::words;
use crate::domain::systems::coverage::{Coverage, Item, Tally};
use crate::pages::components::Empty;
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::texts::systems as texts;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Days with the coverage on each.
pub type Points = [(NaiveDate, Coverage)];

/// The trend of some items; too few days are said so.
#[must_use]
pub fn trend(lang: Lang, points: &Points, items: &[Item]) -> AnyView {
    if points.len() < 2 {
        return Empty::new(texts::cov_trend_few(lang), texts::cov_trend_few_why(lang, points.len())).view();
    }
    let charts: Vec<AnyView> = items.iter().map(|item| chart(lang, points, *item)).collect();
    view! { <div class="spark">{charts}</div>{table(lang, points, items)} }.into_any()
}

const WIDTH: i64 = 300;
const HEIGHT: i64 = 90;

fn chart(lang: Lang, points: &Points, item: Item) -> AnyView {
    let last = i64::try_from(points.len() - 1).unwrap_or(1).max(1);
    let place = |(n, (_, coverage)): (i64, &(NaiveDate, Coverage))| {
        let tenths = coverage.of_all(item).tenths().unwrap_or(0);
        (20 + n * (WIDTH - 70) / last, HEIGHT - 20 - tenths * (HEIGHT - 34) / 1000, tenths)
    };
    let places: Vec<(i64, i64, i64)> = (0..).zip(points).map(place).collect();
    let path = places.iter().map(|(x, y, _)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    let dots: Vec<AnyView> = places
        .iter()
        .map(|(x, y, _)| view! { <circle class="pt" cx=x.to_string() cy=y.to_string() r="3"></circle> }.into_any())
        .collect();
    let (end_x, end_y, end) = places.last().copied().unwrap_or_default();
    let word = words::item(lang, item);
    let label =
        points.iter().map(|(day, coverage)| said(lang, *day, coverage.of_all(item))).collect::<Vec<_>>().join(", ");
    let base = (HEIGHT - 20).to_string();
    view! {
        <figure>
            <figcaption class="xs"><b>{word}</b></figcaption>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=format!("{word}: {label}")>
                <line class="ax0" x1="20" x2=(WIDTH - 50).to_string() y1=base.clone() y2=base></line>
                <polyline class="act" points=path></polyline>
                {dots}
                <text class="lab" x=(end_x + 8).to_string() y=(end_y + 4).to_string()>{format!("{}%", end / 10)}</text>
                <text x="20" y=(HEIGHT - 4).to_string()>{format::short(lang, points[0].0, 0)}</text>
            </svg>
        </figure>
    }
    .into_any()
}

fn said(lang: Lang, day: NaiveDate, tally: Tally) -> String {
    let percent = tally.tenths().map_or_else(|| format::DASH.to_owned(), |tenths| format!("{}%", tenths / 10));
    format!("{} {percent}", format::short(lang, day, 0))
}

fn table(lang: Lang, points: &Points, items: &[Item]) -> AnyView {
    let heads: Vec<AnyView> = items
        .iter()
        .map(|item| view! { <th scope="col" class="num">{words::item(lang, *item)}</th> }.into_any())
        .collect();
    let rows: Vec<AnyView> = points
        .iter()
        .rev()
        .map(|(day, coverage)| {
            let cells: Vec<AnyView> = items
                .iter()
                .map(|item| {
                    let tally = coverage.of_all(*item);
                    let share = tally.tenths().map(|tenths| format!(" ({}%)", tenths / 10)).unwrap_or_default();
                    let text = format!("{}/{}{share}", tally.yes, tally.all());
                    view! { <td class="num" data-l=words::item(lang, *item)>{text}</td> }.into_any()
                })
                .collect();
            view! { <tr><th scope="row"><time datetime=day.to_string()>{format::short(lang, *day, 0)}</time></th>{cells}</tr> }.into_any()
        })
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::cov_trend_caption(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::cov_trend_caption(lang)}</caption>
            <thead><tr><th scope="col">{texts::cov_day(lang)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

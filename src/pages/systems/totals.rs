//! A table of k of N by item and grade, with what is missing one click away.

use super::words;
use crate::domain::systems::coverage::{Coverage, GRADES, Item, Tally};
use crate::domain::systems::search::GradeFilter;
use crate::domain::systems::words::Grade;
use crate::pages::components::bar;
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::texts::systems as texts;
use leptos::prelude::*;

/// `12/34` with its bar and per cent, and how many are not known.
#[must_use]
pub fn share(lang: Lang, tally: Tally) -> AnyView {
    let Some(tenths) = tally.tenths() else {
        return view! { <span class="mute">{format::DASH}</span> }.into_any();
    };
    let unknown = (tally.unknown > 0)
        .then(|| view! { <br/><span class="mute xs">{texts::unknown_n(lang, tally.unknown)}</span> });
    let percent = format!("{}%", tenths / 10);
    view! {
        <span class="pg">{bar(tenths / 10, None)}<span><b>{tally.yes.to_string()}</b>{format!("/{}", tally.all())}" "<small>{percent}</small></span></span>
        {unknown}
    }
    .into_any()
}

/// The filter of a grade's column.
#[must_use]
pub fn filter_of(grade: Option<Grade>) -> GradeFilter {
    grade.map_or(GradeFilter::Missing, GradeFilter::Of)
}

/// The table; grades of which there are none are left out. `link`: where the systems that lack an item (of a grade) are,
/// if the reader may see them by name.
pub fn table(
    lang: Lang,
    coverage: &Coverage,
    items: &[Item],
    link: &dyn Fn(Item, Option<GradeFilter>) -> Option<String>,
) -> AnyView {
    let grades: Vec<Option<Grade>> = GRADES.into_iter().filter(|grade| coverage.systems_of(*grade) > 0).collect();
    let heads: Vec<AnyView> = grades
        .iter()
        .map(|grade| {
            let count = texts::systems_n(lang, coverage.systems_of(*grade));
            view! { <th scope="col">{words::grade(lang, *grade)}<br/><span class="mute">{count}</span></th> }.into_any()
        })
        .collect();
    let rows: Vec<AnyView> = items.iter().map(|item| row(lang, coverage, *item, &grades, link)).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::totals_caption(lang)>
        <table class="tbl tbl--tight flow cov">
            <caption class="sr-only">{texts::totals_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_item(lang)}</th>
                <th scope="col">{texts::col_all(lang)}<br/><span class="mute">{texts::systems_n(lang, coverage.systems())}</span></th>
                {heads}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(
    lang: Lang,
    coverage: &Coverage,
    item: Item,
    grades: &[Option<Grade>],
    link: &dyn Fn(Item, Option<GradeFilter>) -> Option<String>,
) -> AnyView {
    let cell = |tally: Tally, name: String, grade: Option<GradeFilter>| {
        let missing = (tally.missing() > 0).then(|| link(item, grade)).flatten().map(|href| {
            let word = texts::see_missing(lang, tally.missing());
            let whole = format!("{} · {name} · {word}", words::item(lang, item));
            view! { <br/><a class="xs" href=href aria-label=whole>{word}</a> }
        });
        view! { <td data-l=name.clone()>{share(lang, tally)}{missing}</td> }.into_any()
    };
    let all = cell(coverage.of_all(item), texts::col_all(lang).to_owned(), None);
    let by_grade: Vec<AnyView> = grades
        .iter()
        .map(|grade| cell(coverage.of_grade(item, *grade), words::grade(lang, *grade), Some(filter_of(*grade))))
        .collect();
    view! { <tr><th scope="row"><b>{words::item(lang, item)}</b></th>{all}{by_grade}</tr> }.into_any()
}

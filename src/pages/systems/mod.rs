//! The pages on information systems. Names and weaknesses are shown to the PMO and to the institution; everybody else sees
//! counts ([`coverage`]).
//!
//! The query of the list is [`query::SystemsQuery`]; the words of the register's choices are in [`words`].

pub mod budget;
pub mod checks;
pub mod continuity;
pub mod coverage;
pub mod detail;
pub mod form;
pub mod import;
pub mod list;
pub mod query;
pub mod standard;
pub mod totals;
pub mod trend;
pub mod words;

use crate::domain::permission::{Action, may};
use crate::pages::PageInfo;
use crate::pages::record::query::address;
use crate::pages::texts::{budget as budget_texts, checks as checks_texts, systems as texts};
use leptos::prelude::*;

/// Where the pages on systems are, as links: the page itself is not one. `own`: the reader may see some by name.
pub fn tabs(info: &PageInfo, current: &str) -> AnyView {
    let lang = info.lang;
    let reader = info.reader.as_ref();
    let pmo = reader.is_some_and(|reader| may(reader, Action::CheckSystems));
    let own = pmo || reader.is_some_and(|reader| !reader.institutions().is_empty());
    let all = [
        ("/systems", texts::title(lang), own),
        ("/systems/coverage", texts::coverage(lang), true),
        ("/systems/budget", budget_texts::title(lang), true),
        ("/systems/checks", checks_texts::title(lang), true),
        ("/systems/standard", texts::standard(lang), own),
    ];
    let links: Vec<AnyView> = all
        .into_iter()
        .filter(|(_, _, shown)| *shown)
        .map(|(path, word, _)| {
            let is_current = (path == current).then_some("page");
            view! { <a href=info.link(path) aria-current=is_current>{word}</a> }.into_any()
        })
        .collect();
    view! { <nav class="chips" aria-label=texts::pages_of(lang)>{links}</nav> }.into_any()
}

/// `/systems?…` with the filters that lead to what is missing.
#[must_use]
pub fn missing_path(item: &str, grade: Option<&str>, institution: Option<&str>) -> String {
    address(
        "/systems",
        &[
            ("institution", institution.map(str::to_owned)),
            ("grade", grade.map(str::to_owned)),
            ("missing", Some(item.to_owned())),
        ],
    )
}

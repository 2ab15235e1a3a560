//! Where a page stands.

use crate::pages::lang::Lang;
use crate::pages::texts::components as texts;
use leptos::prelude::*;

/// Words and addresses from the outside in; the page itself comes last, without an address.
#[must_use]
pub fn breadcrumb(lang: Lang, steps: &[(String, Option<String>)]) -> AnyView {
    let items: Vec<AnyView> = steps
        .iter()
        .map(|(word, href)| match href.clone() {
            Some(href) => view! { <li><a href=href>{word.clone()}</a></li> }.into_any(),
            None => view! { <li><span aria-current="page">{word.clone()}</span></li> }.into_any(),
        })
        .collect();
    view! { <nav class="crumb" aria-label=texts::breadcrumb(lang)><ol>{items}</ol></nav> }.into_any()
}

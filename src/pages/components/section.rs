//! The heading of a section: a thick rule, a title, a count, a note, one link.

use leptos::prelude::*;

/// `more`: the link's words and address.
#[must_use]
pub fn head(
    title: impl Into<String>,
    count: Option<usize>,
    note: Option<String>,
    more: Option<(&'static str, String)>,
) -> AnyView {
    let title: String = title.into();
    let count = count.map(|n| view! { " "<span class="n">{n.to_string()}</span> });
    let note = note.map(|note| view! { <span class="note">{note}</span> });
    let more = more.map(|(word, href)| view! { <a class="more" href=href>{word}</a> });
    view! { <div class="sec-h"><h2>{title}{count}</h2>{note}{more}</div> }.into_any()
}

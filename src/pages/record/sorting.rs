//! Column heads that sort a table by a link.

use crate::pages::components::icon;
use leptos::prelude::*;

/// A column head that is a link to the same list, sorted by that column.
pub struct SortLink {
    pub word: &'static str,
    /// The list sorted by this column, or the other way round if it already is.
    pub link: String,
    /// `None`: the list is sorted by another column.
    pub descending: Option<bool>,
    pub number: bool,
}

/// A `<th>` with `aria-sort` and its link.
#[must_use]
pub fn sort_head(column: &SortLink) -> AnyView {
    let order = column.descending.map(|descending| if descending { "descending" } else { "ascending" });
    let symbol = match column.descending {
        Some(true) => "dn",
        Some(false) => "up",
        None => "sort",
    };
    let class = column.number.then_some("num");
    view! {
        <th scope="col" class=class aria-sort=order>
            <a class="sort" href=column.link.clone()>{column.word}{icon(symbol)}</a>
        </th>
    }
    .into_any()
}

//! A row of links that filter a list, each with how many it leaves.

use leptos::prelude::*;

/// One filter.
pub struct Chip {
    pub word: String,
    pub count: usize,
    pub link: String,
    pub current: bool,
}

/// The row, under its name.
pub fn view(name: &'static str, chips: impl IntoIterator<Item = Chip>) -> AnyView {
    let links: Vec<AnyView> = chips
        .into_iter()
        .map(|chip| {
            let current = chip.current.then_some("true");
            view! { <a href=chip.link aria-current=current>{chip.word}" "<b>{chip.count}</b></a> }.into_any()
        })
        .collect();
    view! { <nav class="chips" aria-label=name>{links}</nav> }.into_any()
}

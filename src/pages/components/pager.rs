//! Turning the pages of a long list.

use crate::pages::PageInfo;
use crate::pages::texts::components as texts;
use leptos::prelude::*;

/// Links to the pages of a list from 1 to `pages`; nothing where one page holds all. `path` gives the address of a page
/// within the product, without plan and day.
pub fn pager(info: &PageInfo, page: i64, pages: i64, path: impl Fn(i64) -> String) -> AnyView {
    if pages <= 1 {
        return ().into_any();
    }
    let lang = info.lang;
    let link = |number: i64| info.link(&path(number));
    let numbers: Vec<AnyView> = shown(page, pages)
        .into_iter()
        .map(|number| match number {
            Some(number) => {
                let current = (number == page).then_some("page");
                view! { <li><a href=link(number) aria-current=current>{number.to_string()}</a></li> }.into_any()
            }
            None => view! { <li><span>"…"</span></li> }.into_any(),
        })
        .collect();
    let previous = (page > 1).then(|| view! { <a href=link(page - 1) rel="prev">{texts::previous(lang)}</a> });
    let next = (page < pages).then(|| view! { <a href=link(page + 1) rel="next">{texts::next(lang)}</a> });
    view! { <nav class="pager" aria-label=texts::pager(lang)>{previous}<ul>{numbers}</ul>{next}</nav> }.into_any()
}

/// The first, the last, and two on each side of the current page; `None` stands for a gap.
fn shown(page: i64, pages: i64) -> Vec<Option<i64>> {
    let mut numbers = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|n| *n == 1 || *n == pages || (n - page).abs() <= 2) {
        if number > last + 1 {
            numbers.push(None);
        }
        numbers.push(Some(number));
        last = number;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn far_pages_are_left_out() {
        let text = |page, pages| {
            let words = shown(page, pages).into_iter().map(|n| n.map_or("…".to_owned(), |n| n.to_string()));
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(text(1, 3), "1 2 3");
        assert_eq!(text(6, 12), "1 … 4 5 6 7 8 … 12");
        assert_eq!(text(12, 12), "1 … 10 11 12");
    }
}

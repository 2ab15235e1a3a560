//! Arrow keys in the matrix: one tab stop for 564 cells, Enter opens the cell.

use leptos::prelude::*;

/// Wraps a table whose cells carry `data-href` and `tabindex`: arrow keys move the focus, Enter and a click follow.
#[island]
pub fn GridKeys(children: Children) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            browser::listen(&root);
        }
    });
    view! { <div class="grid-keys" node_ref=root>{children()}</div> }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

    pub fn listen(root: &HtmlElement) {
        let within = root.clone();
        let on_key = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                on_key_down(&within, event);
            }
        });
        let on_click = Closure::<dyn Fn(Event)>::new(|event: Event| {
            if let Some(cell) = cell_of(&event) {
                follow(&cell);
            }
        });
        let added = root.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
        let added = added.and(root.add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref()));
        if added.is_ok() {
            // The page holds these listeners for as long as it lives.
            on_key.forget();
            on_click.forget();
        }
    }

    fn cell_of(event: &Event) -> Option<Element> {
        event.target()?.dyn_into::<Element>().ok()?.closest("td[data-href]").ok()?
    }

    fn follow(cell: &Element) {
        if let (Some(href), Some(window)) = (cell.get_attribute("data-href"), web_sys::window()) {
            // A refused navigation leaves the page as it is.
            drop(window.location().set_href(&href));
        }
    }

    fn on_key_down(root: &Element, event: &KeyboardEvent) {
        let Some(cell) = cell_of(event) else { return };
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            "Home" => (0, -10_000),
            "End" => (0, 10_000),
            "Enter" | " " => {
                event.prevent_default();
                follow(&cell);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(target) = neighbour(root, &cell, down, right) {
            drop(cell.set_attribute("tabindex", "-1"));
            drop(target.set_attribute("tabindex", "0"));
            if let Some(target) = target.dyn_ref::<HtmlElement>() {
                drop(target.focus());
            }
        }
    }

    fn neighbour(root: &Element, cell: &Element, down: i32, right: i32) -> Option<Element> {
        let row = cell.closest("tr").ok()??;
        let rows = elements(root, "tbody tr:has(td[data-href])");
        let at = rows.iter().position(|one| one.is_same_node(Some(&row)))?;
        let column = elements(&row, "td[data-href]").iter().position(|one| one.is_same_node(Some(cell)))?;
        let target = elements(rows.get(moved(at, down, rows.len()))?, "td[data-href]");
        let column = moved(column, right, target.len());
        target.into_iter().nth(column)
    }

    fn moved(at: usize, by: i32, length: usize) -> usize {
        let at = i32::try_from(at).unwrap_or(0).saturating_add(by);
        let last = i32::try_from(length).unwrap_or(1) - 1;
        usize::try_from(at.clamp(0, last.max(0))).unwrap_or(0)
    }

    fn elements(root: &Element, selector: &str) -> Vec<Element> {
        let Ok(list) = root.query_selector_all(selector) else { return Vec::new() };
        (0..list.length()).filter_map(|i| list.item(i)?.dyn_into::<Element>().ok()).collect()
    }
}

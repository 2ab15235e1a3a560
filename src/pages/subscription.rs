//! `/account/calendar`: the secret address at which a calendar program fetches deadlines.

use crate::pages::PageInfo;
use crate::pages::components::{Empty, breadcrumb, instant, section};
use crate::pages::lang::Lang;
use crate::pages::texts::{account, subscription as texts};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// One of the calendars behind an address that was made just now.
#[derive(Clone, Debug)]
pub struct AddressLine {
    pub words: String,
    pub address: String,
    /// Of one task; these are many and stand under a fold.
    pub of_task: bool,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct AddressModel {
    /// Since when there is an address.
    pub since: Option<DateTime<Utc>>,
    /// The address itself, only in the answer that made it.
    pub lines: Vec<AddressLine>,
}

/// One's own calendar address.
#[must_use]
pub fn page(info: &PageInfo, model: &AddressModel) -> AnyView {
    let lang = info.lang;
    let crumbs =
        [(account::title(lang).to_owned(), Some("/account".to_owned())), (texts::title(lang).to_owned(), None)];
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        {shown_once(lang, &model.lines)}
        <section class="sec">
            {section::head(texts::state(lang), None, None, None)}
            {state(lang, model)}
        </section>
        <section class="sec">
            {section::head(texts::how(lang), None, None, None)}
            <ul class="notes">
                <li>{texts::how_program(lang)}</li>
                <li>{texts::how_secret(lang)}</li>
                <li>{texts::how_end(lang)}</li>
            </ul>
        </section>
    }
    .into_any()
}

fn shown_once(lang: Lang, lines: &[AddressLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let shown =
        |of_task: bool| -> Vec<AnyView> { lines.iter().filter(|line| line.of_task == of_task).map(line).collect() };
    view! {
        <section class="sec">
            {section::head(texts::made(lang), None, None, None)}
            <p class="note-box">{texts::once(lang)}</p>
            {shown(false)}
            <details class="fold"><summary>{texts::by_task(lang)}</summary>{shown(true)}</details>
        </section>
    }
    .into_any()
}

fn line(line: &AddressLine) -> AnyView {
    view! { <div class="secret secret--long"><span>{line.words.clone()}</span><code>{line.address.clone()}</code></div> }.into_any()
}

fn state(lang: Lang, model: &AddressModel) -> AnyView {
    let Some(since) = model.since else {
        let make = button(texts::make(lang));
        return view! { {Empty::new(texts::none(lang), texts::none_why(lang)).view()}<div class="prow">{make}</div> }
            .into_any();
    };
    view! {
        <dl class="kv kv--w"><dt>{texts::since(lang)}</dt><dd>{instant(lang, since)}</dd></dl>
        <p class="form-hint">{texts::renew_hint(lang)}</p>
        <div class="prow">
            {button(texts::renew(lang))}
            <form action="/account/calendar/withdrawal" method="post">
                <button class="krds-btn danger" type="submit">{texts::withdraw(lang)}</button>
            </form>
        </div>
    }
    .into_any()
}

fn button(word: &'static str) -> AnyView {
    view! {
        <form action="/account/calendar" method="post"><button class="krds-btn primary" type="submit">{word}</button></form>
    }
    .into_any()
}

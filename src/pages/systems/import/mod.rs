//! Bringing a spreadsheet of systems: the page where it is brought, and the file's own page.

mod lines;
mod one;

pub use one::{one, why};

use crate::domain::systems::import::{Staged, Summary};
use crate::pages::PageInfo;
use crate::pages::components::form::fault_of;
use crate::pages::components::{breadcrumb, error_summary, icon, instant, section, submit};
use crate::pages::lang::Lang;
use crate::pages::texts::{sheets as t, systems as s};
use crate::store::{ImportLine, ImportRow, ImportState, LineOutcome};
use leptos::prelude::*;

/// Lines a page.
pub const PAGE: i64 = 50;

/// What the page is drawn from where a file is brought.
#[derive(Clone, Debug)]
pub struct UploadModel {
    /// Whether every institution's systems may be written.
    pub all: bool,
    pub faults: Vec<(&'static str, String)>,
    /// Newest first.
    pub earlier: Vec<ImportRow>,
}

/// What a file's own page is drawn from.
#[derive(Clone, Debug)]
pub struct ImportModel {
    pub import: ImportRow,
    pub summary: Summary,
    pub shown: LineOutcome,
    pub page: i64,
    pub lines: Vec<(Staged, ImportLine)>,
    /// The work on it gives no sign of life.
    pub broken_off: bool,
    /// Its lines are gone.
    pub forgotten: bool,
    /// Why what was asked was not done.
    pub fault: Option<&'static str>,
}

fn head(info: &PageInfo, file: Option<&str>) -> AnyView {
    let lang = info.lang;
    let mut steps = vec![(s::title(lang).to_owned(), Some("/systems".to_owned()))];
    match file {
        Some(file) => {
            steps.push((t::title(lang).to_owned(), Some("/systems/import".to_owned())));
            steps.push((file.to_owned(), None));
        }
        None => steps.push((t::title(lang).to_owned(), None)),
    }
    view! { {breadcrumb(lang, &steps)}<div class="head"><div><h1>{t::title(lang)}</h1></div></div> }.into_any()
}

/// Where a file is brought.
#[must_use]
pub fn upload(info: &PageInfo, model: &UploadModel) -> AnyView {
    let lang = info.lang;
    let intro = if model.all { t::intro_all(lang) } else { t::intro_own(lang) };
    let faults: Vec<(&str, String)> = model.faults.clone();
    view! {
        {head(info, None)}
        {error_summary(t::faults(lang), &faults)}
        <p class="note-box">{intro}</p>
        <section class="sec">
            {section::head(t::get(lang), None, None, None)}
            <p class="kit-p">{t::get_why(lang)}</p>
            <p class="prow"><a class="krds-btn secondary" href="/systems/export.xlsx" download="">{s::as_xlsx(lang)}</a>
                <a class="krds-btn secondary" href="/systems/export.csv" download="">{s::as_csv(lang)}</a></p>
        </section>
        {form(lang, &faults)}
        {earlier(info, &model.earlier)}
    }
    .into_any()
}

fn form(lang: Lang, faults: &[(&str, String)]) -> AnyView {
    let fault = fault_of(faults, "file");
    let class = if fault.is_some() { "form-group is-error" } else { "form-group" };
    let described = if fault.is_some() { "f-file-e f-file-h" } else { "f-file-h" };
    let invalid = fault.is_some().then_some("true");
    let fault =
        fault.map(|words| view! { <p class="form-hint-invalid" id="f-file-e">{icon("err")}<span>{words}</span></p> });
    view! {
        <section class="sec">
            {section::head(t::put(lang), None, None, None)}
            <p class="kit-p">{t::rules(lang)}</p>
            <form method="post" action="/systems/import" enctype="multipart/form-data" novalidate=true>
                <div class=class>
                    <label class="form-tit" for="f-file">{t::file(lang)}</label>
                    {fault}
                    <input class="krds-input" r#type="file" id="f-file" name="file" required=true aria-invalid=invalid aria-describedby=described
                        accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>
                    <p class="form-hint" id="f-file-h">{t::file_hint(lang)}</p>
                </div>
                <p class="prow"><a class="krds-btn" href="/systems">{t::back(lang)}</a>{submit(t::read_file(lang))}</p>
            </form>
        </section>
    }
    .into_any()
}

fn earlier(info: &PageInfo, imports: &[ImportRow]) -> AnyView {
    if imports.is_empty() {
        return ().into_any();
    }
    let lang = info.lang;
    let row = |one: &ImportRow| {
        let href = format!("/systems/import/{}", one.id);
        view! {
            <tr><th scope="row"><a href=href>{one.file_name.clone()}</a></th>
                <td data-l=t::col_when(lang)>{instant(lang, one.started_at)}</td>
                <td data-l=t::col_state(lang)>{state(lang, one.state)}</td></tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = imports.iter().map(row).collect();
    view! {
        <section class="sec">
            {section::head(t::earlier(lang), None, None, None)}
            <table class="tbl flow"><caption class="sr-only">{t::earlier_caption(lang)}</caption>
                <thead><tr><th scope="col">{t::col_file(lang)}</th><th scope="col">{t::col_when(lang)}</th><th scope="col">{t::col_state(lang)}</th></tr></thead>
                <tbody>{rows}</tbody></table>
        </section>
    }
    .into_any()
}

const fn state(lang: Lang, state: ImportState) -> &'static str {
    match state {
        ImportState::Reading => t::state_reading(lang),
        ImportState::Previewed => t::state_previewed(lang),
        ImportState::Writing => t::state_writing(lang),
        ImportState::Done => t::state_done(lang),
        ImportState::Failed => t::state_failed(lang),
        ImportState::Dropped => t::state_dropped(lang),
    }
}

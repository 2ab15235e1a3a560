//! Reports by spreadsheet: the page where a file is brought, and what it would change.

mod preview;
mod staged;

pub use preview::{PreviewModel, preview};
pub use staged::{StagedWork, WorkBad, WorkChange, WorkSummary};

use crate::pages::PageInfo;
use crate::pages::components::{breadcrumb, error_summary, icon, section, submit};
use crate::pages::texts::{sheets, systems, work, work_sheet as t};
use leptos::prelude::*;

/// What the page is drawn from where a file is brought.
#[derive(Clone, Debug, Default)]
pub struct UploadModel {
    /// Why the file was not taken.
    pub fault: Option<String>,
}

fn head(info: &PageInfo, title: &'static str) -> AnyView {
    let lang = info.lang;
    let steps = vec![(work::title(lang).to_owned(), Some(info.link("/work"))), (title.to_owned(), None)];
    view! { {breadcrumb(lang, &steps)}<div class="head"><div><h1>{title}</h1></div></div> }.into_any()
}

/// Where a file is brought.
#[must_use]
pub fn upload(info: &PageInfo, model: &UploadModel) -> AnyView {
    let lang = info.lang;
    let faults: Vec<(&str, String)> = model.fault.iter().map(|words| ("file", words.clone())).collect();
    let class = if faults.is_empty() { "form-group" } else { "form-group is-error" };
    let described = if faults.is_empty() { "f-file-h" } else { "f-file-e f-file-h" };
    let invalid = (!faults.is_empty()).then_some("true");
    let fault = model.fault.clone();
    let fault =
        fault.map(|words| view! { <p class="form-hint-invalid" id="f-file-e">{icon("err")}<span>{words}</span></p> });
    view! {
        {head(info, t::title(lang))}
        {error_summary(sheets::faults(lang), &faults)}
        <p class="note-box">{t::intro(lang)}</p>
        <section class="sec">
            {section::head(t::get(lang), None, None, None)}
            <p class="kit-p">{t::get_why(lang)}</p>
            <p class="prow"><a class="krds-btn secondary" href=info.link("/work/export.xlsx") download="">{systems::as_xlsx(lang)}</a>
                <a class="krds-btn secondary" href=info.link("/work/export.csv") download="">{systems::as_csv(lang)}</a></p>
        </section>
        <section class="sec">
            {section::head(t::put(lang), None, None, None)}
            <p class="kit-p">{t::rules(lang)}</p>
            <form method="post" action=info.link("/work/import") enctype="multipart/form-data" novalidate=true>
                <div class=class>
                    <label class="form-tit" for="f-file">{sheets::file(lang)}</label>
                    {fault}
                    <input class="krds-input" r#type="file" id="f-file" name="file" required=true aria-invalid=invalid aria-describedby=described
                        accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>
                    <p class="form-hint" id="f-file-h">{sheets::file_hint(lang)}</p>
                </div>
                <p class="prow"><a class="krds-btn" href=info.link("/work")>{t::back(lang)}</a>{submit(sheets::read_file(lang))}</p>
            </form>
        </section>
    }
    .into_any()
}

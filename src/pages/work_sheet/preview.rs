//! What a file would change, before anything is written.

use super::head;
use super::staged::{StagedWork, WorkBad, WorkSummary};
use crate::pages::components::{hidden, icon};
use crate::pages::record::Scene;
use crate::pages::report::{field_label, shown};
use crate::pages::texts::{kit, sheets, work_sheet as t};
use leptos::prelude::*;

/// What the preview is drawn from.
#[derive(Clone, Debug)]
pub struct PreviewModel {
    pub id: i64,
    pub file_name: String,
    pub summary: WorkSummary,
    pub changed: Vec<StagedWork>,
    pub bad: Vec<StagedWork>,
    /// Whether it can still be confirmed.
    pub waits: bool,
    /// Why what was asked was not done.
    pub fault: Option<&'static str>,
}

/// The preview.
#[must_use]
pub fn preview(scene: &Scene, model: &PreviewModel) -> AnyView {
    let (info, lang) = (scene.info, scene.lang());
    let fault = model.fault.map(|words| view! { <div class="warn" role="alert"><p>{words}</p></div> });
    if !model.waits {
        return view! {
            {head(info, t::preview_title(lang))}{fault}
            <p class="kit-sum" role="status">{t::over(lang, &model.file_name)}</p>
            <p class="prow sec"><a class="krds-btn primary" href=info.link("/work/import")>{sheets::again(lang)}</a></p>
        }
        .into_any();
    }
    let summary = &model.summary;
    let unknown = (!summary.unknown.is_empty())
        .then(|| view! { <p class="note-box">{sheets::columns_unknown(lang, summary.unknown.join(", "))}</p> });
    let sections: Vec<AnyView> = model.changed.iter().map(|one| section(scene, one)).collect();
    view! {
        {head(info, t::preview_title(lang))}
        {fault}
        <p class="kit-sum" role="status">{t::say(lang, summary.bad, summary.changed, &model.file_name, summary.same)}</p>
        {unknown}
        {bad(scene, model)}
        {sections}
        {form(scene, model)}
    }
    .into_any()
}

fn bad(scene: &Scene, model: &PreviewModel) -> AnyView {
    let lang = scene.lang();
    if model.bad.is_empty() {
        return ().into_any();
    }
    let row = |one: &WorkBad| {
        let typed = if one.typed.is_empty() { sheets::empty(lang).to_owned() } else { one.typed.clone() };
        view! {
            <tr><th scope="row"><span class="nw">{one.at.clone()}</span></th><td data-l=sheets::col_column(lang)>{one.column.clone()}</td>
                <td data-l=sheets::col_typed(lang)>{typed}</td><td data-l=sheets::col_why(lang)>{one.why.clone()}</td></tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = model.bad.iter().flat_map(|one| one.bad.iter().map(row)).collect();
    view! {
        <div class="alert" role="alert" tabindex="-1" id="faults"><h2>{icon("err")}<span>{t::bad(lang, model.summary.cells)}</span></h2>
            <table class="tbl flow kit-t"><caption class="sr-only">{kit::cells_caption(lang)}</caption>
                <thead><tr><th scope="col">{sheets::col_cell(lang)}</th><th scope="col">{sheets::col_column(lang)}</th>
                    <th scope="col">{sheets::col_typed(lang)}</th><th scope="col">{sheets::col_why(lang)}</th></tr></thead>
                <tbody>{rows}</tbody></table></div>
    }
    .into_any()
}

fn section(scene: &Scene, one: &StagedWork) -> AnyView {
    let lang = scene.lang();
    let note = if one.in_return { t::in_return(lang) } else { t::in_draft(lang) };
    let row = |change: &super::WorkChange| {
        view! {
            <tr><th scope="row">{field_label(scene, &change.field)}</th>
                <td data-l=kit::col_ours_short(lang)><span class="pre mute">{shown(scene, &change.field, &change.old)}</span></td>
                <td data-l=kit::col_file_short(lang)><ins class="pre">{shown(scene, &change.field, &change.new)}</ins></td></tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = one.changes.iter().map(row).collect();
    let left: Vec<AnyView> = one.left.iter().map(|words| view! { <li>{words.clone()}</li> }.into_any()).collect();
    let left = (!left.is_empty())
        .then(|| view! { <div class="note-box kit-left"><b>{kit::left(lang)}</b><ul>{left}</ul></div> });
    view! {
        <section class="sec">
            {crate::pages::components::section::head(one.heading.clone(), None, Some(note.to_owned()), None)}
            <table class="tbl flow diff-t"><caption class="sr-only">{one.heading.clone()}</caption>
                <thead><tr><th scope="col">{kit::col_field(lang)}</th><th scope="col">{kit::col_ours(lang)}</th><th scope="col">{kit::col_file(lang)}</th></tr></thead>
                <tbody>{rows}</tbody></table>
            {left}
        </section>
    }
    .into_any()
}

fn form(scene: &Scene, model: &PreviewModel) -> AnyView {
    let (info, lang) = (scene.info, scene.lang());
    let some = model.summary.changed > 0;
    let good = (model.summary.bad > 0).then(|| hidden("only", "good"));
    let only = model.summary.bad > 0;
    let draft = some.then(|| {
        let word = if only { t::keep_good(lang, model.summary.changed) } else { t::keep(lang, model.summary.changed) };
        view! { <button class="krds-btn primary" type="submit" name="action" value="draft">{word}</button> }
    });
    let whole = model.changed.iter().all(|one| one.in_return || one.left.is_empty());
    let outside = model.changed.iter().any(|one| !one.in_return);
    let report = (some && whole && outside)
        .then(|| view! { <button class="krds-btn secondary" type="submit" name="action" value="report">{t::report(lang)}</button> });
    let note = report.is_some().then(|| view! { <p class="form-hint">{t::form_note(lang)}</p> });
    view! {
        <form class="sec" method="post" action=info.link(&format!("/work/import/{}", model.id))>
            {good}
            <p class="prow">{draft}{report}
                <a class="krds-btn" href=info.link("/work/import")>{sheets::again(lang)}</a>
                <button class="krds-btn text" type="submit" name="action" value="discard">{sheets::discard(lang)}</button></p>
            {note}
        </form>
    }
    .into_any()
}

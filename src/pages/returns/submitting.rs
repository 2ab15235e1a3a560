//! The last look before a return is handed in: what differs from what was said before, what is confirmed as unchanged.

use super::heading::heading;
use super::{Line, ReturnModel, round_name};
use crate::domain::entry::EntryState;
use crate::domain::returns::ReceivedWay;
use crate::pages::components::{Empty, Field, error_summary, hidden, icon, section};
use crate::pages::record::{Scene, task_title};
use crate::pages::report::{field_label, shown};
use crate::pages::returns::heading::way_word;
use crate::pages::texts::{report, returns as texts};
use leptos::prelude::*;

#[must_use]
pub fn page(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let title = texts::submit_title(lang, round_name(lang, &model.round.slug));
    let back = if model.rights.on_behalf { format!("{}?on_behalf=1", model.path()) } else { model.path() };
    let edited: Vec<&Line> = model
        .lines
        .iter()
        .filter(|line| matches!(line.state, EntryState::Edited { .. } | EntryState::HandedIn))
        .collect();
    let faults: Vec<(&str, String)> =
        model.typed_faults.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let summary = error_summary(texts::refused(lang, faults.len()), &faults);
    view! {
        {heading(scene, model, title, ().into_any())}
        {summary}
        <section class="sec">{section::head(texts::changed(lang), Some(edited.len()), Some(texts::changed_note(lang).to_owned()), None)}{tables(scene, &edited)}</section>
        <section class="sec">{unchanged(scene, model)}</section>
        {statement(scene, model, back)}
    }
    .into_any()
}

fn tables(scene: &Scene, edited: &[&Line]) -> AnyView {
    let lang = scene.lang();
    if edited.is_empty() {
        return Empty::new(texts::nothing_changed(lang), texts::nothing_changed_why(lang)).view();
    }
    edited.iter().map(|line| difference(scene, line)).collect::<Vec<_>>().into_any()
}

/// One assignment: each field that differs from what was said before this return.
pub fn difference(scene: &Scene, line: &Line) -> AnyView {
    let lang = scene.lang();
    let title = scene.task(line.no()).map_or("", |task| task_title(lang, task)).to_owned();
    let rows: Vec<AnyView> = line
        .changes()
        .iter()
        .map(|change| {
            let (before, after) =
                (shown(scene, &change.field, &change.before), shown(scene, &change.field, &change.after));
            view! {
                <tr><th scope="row">{field_label(scene, &change.field)}</th>
                    <td data-l=texts::col_base(lang)><span class="pre mute">{before}</span></td>
                    <td data-l=texts::col_now(lang)><ins class="pre">{after}</ins></td></tr>
            }
            .into_any()
        })
        .collect();
    let evidence: Vec<AnyView> = line
        .evidence
        .iter()
        .map(|one| view! { <li>{icon("clip")}<span>{one.name.clone()}</span></li> }.into_any())
        .collect();
    let evidence = (!evidence.is_empty()).then(|| {
        view! { <tr><th scope="row">{report::evidence_list(lang)}</th><td colspan="2"><ul class="evi">{evidence}</ul></td></tr> }
    });
    let caption = format!("{} {title}", line.no());
    view! {
        <table class="tbl flow diff-t">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">{report::col_field(lang)}</th><th scope="col">{texts::col_base(lang)}</th><th scope="col">{texts::col_now(lang)}</th></tr></thead>
            <tbody>{rows}{evidence}</tbody>
        </table>
    }
    .into_any()
}

fn unchanged(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let items: Vec<AnyView> = model
        .lines
        .iter()
        .filter(|line| line.state == EntryState::NoChange)
        .map(|line| {
            let title = scene.task(line.no()).map_or("", |task| task_title(lang, task)).to_owned();
            view! { <li>{line.no().to_string()}" "{title}</li> }.into_any()
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! { {section::head(texts::no_change(lang), Some(items.len()), Some(texts::no_change_note(lang).to_owned()), None)}<ul class="plain">{items}</ul> }
        .into_any()
}

/// The named statement, and the button.
fn statement(scene: &Scene, model: &ReturnModel, back: String) -> AnyView {
    let lang = scene.lang();
    let revisions: i64 = model.lines.iter().map(|line| line.entry.revision).sum();
    let action = scene.info.link(&format!("{}/submission", model.path()));
    let name = scene.info.reader.as_ref().map(|reader| reader.name.clone()).unwrap_or_default();
    let signed = if model.rights.on_behalf { texts::sign_on_behalf(lang, name) } else { texts::sign(lang, name) };
    view! {
        <form method="post" action=action class="sec" novalidate=true>
            {hidden("revisions", revisions.to_string())}
            {model.rights.on_behalf.then(|| on_behalf(scene, model))}
            <p class="note-box">{signed}</p>
            <p class="prow"><a class="krds-btn" href=scene.info.link(&back)>{report::back(lang)}</a>
                <button class="krds-btn primary" type="submit">{texts::hand_in(lang)}</button></p>
        </form>
    }
    .into_any()
}

/// For whom the PMO hands it in, and how it came.
fn on_behalf(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let ways = ReceivedWay::ALL.map(|way| (way.code().to_owned(), way_word(lang, way).to_owned()));
    view! {
        {hidden("on_behalf", "1")}
        {Field::new("officer", texts::officer(lang)).value(model.typed("officer")).error(model.typed_fault("officer")).hint(texts::officer_hint(lang)).required().text(lang)}
        {Field::new("way", texts::way(lang)).value(model.typed("way")).error(model.typed_fault("way")).required().select(lang, &ways)}
    }
    .into_any()
}

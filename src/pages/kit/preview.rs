//! What an uploaded file would change, before anything is written: each change, and each field to be chosen.

use super::refusal::label;
use super::{head, return_path, task_label};
use crate::domain::ids::TaskNo;
use crate::domain::kit::{FieldMerge, NO_CHANGE};
use crate::domain::report::value;
use crate::domain::returns::Return;
use crate::domain::round::Round;
use crate::pages::components::form::{fault_of, id_of};
use crate::pages::components::{Empty, error_summary, hidden, icon};
use crate::pages::record::{Scene, task_title};
use crate::pages::report::shown;
use crate::pages::texts::{kit as texts, record};
use leptos::prelude::*;

/// One assignment that the file changes.
#[derive(Clone, Debug)]
pub struct PreviewEntry {
    pub task: TaskNo,
    pub merges: Vec<FieldMerge>,
    /// Who saved when since the file was issued, in words.
    pub saved: Option<(String, String)>,
    /// What would still be missing before it can be handed in, in words.
    pub left: Vec<String>,
}

/// What an upload would change.
#[derive(Clone, Debug)]
pub struct Preview {
    pub round: Round,
    pub one: Return,
    pub id: String,
    pub file_name: String,
    pub issued: String,
    pub entries: Vec<PreviewEntry>,
    /// The revisions of the entries that the page was drawn from.
    pub seen: String,
    /// What was chosen, where the page answers a confirmation that was refused.
    pub chosen: Vec<(String, String)>,
    pub faults: Vec<(String, String)>,
    /// Somebody saved between looking and confirming.
    pub moved: bool,
}

impl Preview {
    fn path(&self) -> String {
        format!("{}/kit", return_path(&self.round, &self.one.institution))
    }

    fn count(&self, both: bool) -> usize {
        self.entries.iter().flat_map(|entry| &entry.merges).filter(|one| one.both == both).count()
    }
}

/// The name under which a field of a task is chosen.
#[must_use]
pub fn choice_name(task: TaskNo, field: &str) -> String {
    format!("t{task}.{field}")
}

#[must_use]
pub fn page(scene: &Scene, model: &Preview) -> AnyView {
    let lang = scene.lang();
    let again = scene.info.link(&model.path());
    let body = if model.entries.is_empty() {
        Empty::new(texts::preview_none(lang), texts::preview_none_why(lang))
            .link(texts::preview_again(lang), again)
            .view()
    } else {
        form(scene, model)
    };
    view! {
        {head(scene, &model.round, &model.one, texts::preview_title(lang))}
        {alerts(scene, model)}
        <p class="note-box">{texts::preview_sub(lang, &model.file_name, &model.issued)}" · "<b>{texts::preview_unwritten(lang)}</b></p>
        {body}
    }
    .into_any()
}

fn alerts(scene: &Scene, model: &Preview) -> AnyView {
    let lang = scene.lang();
    let moved = model.moved.then(|| view! { <div class="warn" role="alert">{texts::moved(lang)}</div> });
    let faults: Vec<(&str, String)> = model.faults.iter().map(|(name, words)| (name.as_str(), words.clone())).collect();
    view! { {moved}{error_summary(texts::not_confirmed(lang, faults.len()), &faults)} }.into_any()
}

fn form(scene: &Scene, model: &Preview) -> AnyView {
    let lang = scene.lang();
    let action = scene.info.link(&format!("{}/{}", model.path(), model.id));
    let sections: Vec<AnyView> = model.entries.iter().map(|entry| section(scene, model, entry)).collect();
    let both = model.count(true);
    let choose = (both > 0).then(|| view! { " "<b class="soon-t">{texts::preview_choose(lang, both)}</b> });
    view! {
        <p class="kit-sum">{texts::preview_count(lang, model.count(false) + both, model.entries.len())}{choose}</p>
        <form method="post" action=action novalidate=true>
            {hidden("seen", model.seen.clone())}
            // Enter in a field means the first button.
            <button class="sr-only" type="submit" name="action" value="confirm" tabindex="-1" aria-hidden="true"></button>
            {sections}
            <div class="sticky"><div class="wrap">
                <div class="st"><button class="krds-btn text" type="submit" name="action" value="discard">{texts::discard(lang)}</button></div>
                <a class="krds-btn" href=scene.info.link(&model.path())>{texts::preview_again(lang)}</a>
                <button class="krds-btn primary" type="submit" name="action" value="confirm">{texts::confirm(lang)}</button>
            </div></div>
        </form>
    }
    .into_any()
}

fn section(scene: &Scene, model: &Preview, entry: &PreviewEntry) -> AnyView {
    let lang = scene.lang();
    let title = scene.task(entry.task).map_or("", |task| task_title(lang, task)).to_owned();
    let heading = format!("{} {title}", task_label(scene, entry.task));
    let saved = entry
        .saved
        .as_ref()
        .map(|(at, name)| view! { <p class="xs mute">{texts::saved_meanwhile(lang, at, name)}</p> });
    let choices: Vec<AnyView> =
        entry.merges.iter().filter(|one| one.both).map(|one| choice(scene, model, entry.task, one)).collect();
    let left: Vec<AnyView> = entry.left.iter().map(|words| view! { <li>{words.clone()}</li> }.into_any()).collect();
    let left = (!left.is_empty())
        .then(|| view! { <div class="note-box kit-left"><b>{texts::left(lang)}</b><ul>{left}</ul></div> });
    view! {
        <section class="sec">
            {crate::pages::components::section::head(heading, None, None, None)}
            {saved}{choices}{table(scene, entry)}{left}
        </section>
    }
    .into_any()
}

fn table(scene: &Scene, entry: &PreviewEntry) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = entry
        .merges
        .iter()
        .filter(|one| !one.both)
        .map(|one| {
            view! {
                <tr><th scope="row">{label(scene, &one.field)}</th>
                    <td data-l=texts::col_ours_short(lang)><span class="pre mute">{said(scene, &one.field, &one.ours)}</span></td>
                    <td data-l=texts::col_file_short(lang)><ins class="pre">{said(scene, &one.field, &one.file)}</ins></td></tr>
            }
            .into_any()
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="tbl flow diff-t"><caption class="sr-only">{texts::caption(lang, entry.task)}</caption>
                <thead><tr><th scope="col">{texts::col_field(lang)}</th><th scope="col">{texts::col_ours(lang)}</th><th scope="col">{texts::col_file(lang)}</th></tr></thead>
                <tbody>{rows}</tbody></table>
        }
    });
    table.into_any()
}

/// Both sides of a field, to choose from; neither is chosen beforehand.
fn choice(scene: &Scene, model: &Preview, task: TaskNo, one: &FieldMerge) -> AnyView {
    let lang = scene.lang();
    let name = choice_name(task, &one.field);
    let faults: Vec<(&str, String)> = model.faults.iter().map(|(name, words)| (name.as_str(), words.clone())).collect();
    let fault = fault_of(&faults, &name);
    let (id, chosen) = (id_of(&name), value(&model.chosen, &name).to_owned());
    let class = if fault.is_some() { "form-group is-error kit-two" } else { "form-group kit-two" };
    let described = fault.is_some().then(|| format!("{id}-e"));
    let fault = fault
        .map(|words| view! { <p class="form-hint-invalid" id=format!("{id}-e")>{icon("err")}<span>{words}</span></p> });
    let side = |which: &'static str, words: &'static str, text: &str| {
        // The first carries the field's id, so that the error summary leads to it.
        let own = if which == "ours" { id.clone() } else { format!("{id}-{which}") };
        let (told, text) = (format!("{id}-{which}-t"), said(scene, &one.field, text));
        let (name, checked) = (name.clone(), chosen == which);
        view! {
            <div><label class="ckb" for=own.clone()><input type="radio" id=own.clone() name=name value=which checked=checked required=true aria-describedby=told.clone()/>
                <span>{words}</span></label><p class="pre" id=told>{text}</p></div>
        }
        .into_any()
    };
    view! {
        <fieldset class=class aria-describedby=described>
            <legend class="form-tit">{texts::both(lang, label(scene, &one.field))}</legend>
            {fault}
            <div class="kit-sides">{side("ours", texts::choose_ours(lang), &one.ours)}{side("file", texts::choose_file(lang), &one.file)}</div>
        </fieldset>
    }
    .into_any()
}

fn said(scene: &Scene, field: &str, value: &str) -> String {
    if field == NO_CHANGE && !value.is_empty() {
        return record::no_change(scene.lang()).to_owned();
    }
    shown(scene, field, value)
}

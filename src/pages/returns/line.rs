//! One assignment of the form: a closed row that says how it stands, and the fields in it.

use super::query::{Around, Mode, view as query_view};
use super::{Line, ReturnModel};
use crate::domain::entry::EntryState;
use crate::domain::report::{NoChangeRefusal, may_repeat, value};
use crate::pages::components::{Field, icon, light_cell};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, task_title};
use crate::pages::report::{Asked, ReportForm, field_label, fields, shown};
use crate::pages::texts::{report, returns as texts};
use leptos::prelude::*;
use std::sync::Arc;

/// The words of a line's state, and the class that colours them in the index.
#[must_use]
pub fn state_words(lang: Lang, line: &Line) -> (String, &'static str) {
    match &line.state {
        EntryState::NotAsked => (texts::not_asked(lang).to_owned(), ""),
        EntryState::Faulty { faults, .. } => (texts::faulty(lang, faults.len()), "err"),
        EntryState::NoChangeRefused(_) => (texts::faulty(lang, 1), "err"),
        _ if line.open_queries() > 0 => (texts::queried(lang, line.open_queries()), "q"),
        EntryState::Unconfirmed => (texts::unconfirmed(lang).to_owned(), "q"),
        EntryState::NoChange => (texts::no_change(lang).to_owned(), ""),
        EntryState::Edited { changes, .. } => (texts::edited(lang, *changes), "edit"),
        EntryState::HandedIn => (texts::handed_in(lang).to_owned(), ""),
    }
}

#[must_use]
pub const fn refusal_words(lang: Lang, refusal: NoChangeRefusal) -> &'static str {
    match refusal {
        NoChangeRefusal::NothingBefore => report::no_change_nothing(lang),
        NoChangeRefusal::Late => report::no_change_late(lang),
        NoChangeRefusal::QueryOpen => report::no_change_query(lang),
        NoChangeRefusal::Closed => report::no_change_closed(lang),
    }
}

/// Whether the row stands open: there is something to do in it.
fn is_open(line: &Line) -> bool {
    let faulty = matches!(line.state, EntryState::Faulty { .. } | EntryState::NoChangeRefused(_));
    faulty || line.open_queries() > 0 || line.theirs.is_some()
}

#[must_use]
pub fn section(scene: &Scene, model: &ReturnModel, line: &Line) -> AnyView {
    let lang = scene.lang();
    let repeats = may_repeat(&line.assignment, line.open_queries());
    let ticked = line.entry.no_change || repeats.is_ok();
    let class = if ticked { "sm nochg" } else { "sm" };
    let (words, tone) = state_words(lang, line);
    let tag = if tone == "edit" { "tag tag--edit" } else { "tag" };
    let waiting = line.assignment.waiting_steps().next().is_some();
    let saved = line.entry.saved_at.map(|at| {
        let at = format::instant(lang, at);
        view! { <span class="mute xs">{texts::saved_by(lang, at, &line.entry.saved_by)}</span> }
    });
    view! {
        <section class="asg" id=format!("a-{}", line.no())>
            <details open=is_open(line)>
                <summary class=class>{icon("go")}<h2>{heading(scene, line)}</h2>
                    <span class="r">{saved}<span class=tag>{words}</span>{light_cell(lang, line.assignment.light, waiting)}</span></summary>
                <div class="asg-b">{theirs(scene, line)}{fields(scene, &line.assignment, &form(scene, model, line))}</div>
            </details>
            {ticked.then(|| no_change(lang, line))}
        </section>
    }
    .into_any()
}

/// `4 등급제 기반의 효율 관리`
pub fn heading(scene: &Scene, line: &Line) -> AnyView {
    let title = scene.task(line.no()).map_or("", |task| task_title(scene.lang(), task)).to_owned();
    view! { <span class="mute">{line.no().to_string()}</span>" "{title} }.into_any()
}

/// Outside the summary, so that it can be ticked without opening the row.
fn no_change(lang: Lang, line: &Line) -> AnyView {
    let name = format!("{}no_change", line.prefix());
    let error = match line.state {
        EntryState::NoChangeRefused(refusal) => Some(refusal_words(lang, refusal).to_owned()),
        _ => None,
    };
    let id = crate::pages::components::form::id_of(&name);
    let (label_for, error_id) = (id.clone(), format!("{id}-e"));
    let described = error.as_ref().map(|_| error_id.clone());
    let error = error.map(|text| view! { <small class="bad" id=error_id>{text}</small> });
    view! {
        <label class="ckb" for=label_for><input type="checkbox" id=id name=name value="on" checked=line.entry.no_change aria-describedby=described/>
            <span>{texts::no_change(lang)}<span class="sr-only">{texts::of_task(lang, line.no())}</span>{error}</span></label>
    }
    .into_any()
}

fn form(scene: &Scene, model: &ReturnModel, line: &Line) -> ReportForm {
    let today = scene.info.today;
    let asked = line.queries.iter().cloned().map(|query| {
        let mode = if model.rights.answer { Mode::Answer } else { Mode::Read };
        let around = Around::of(scene.lang(), model, today, mode, &query);
        let draw: Asked = Arc::new({
            let query = query.clone();
            move || query_view(&query, &around)
        });
        (query.field, draw)
    });
    ReportForm {
        fields: line.fields.clone(),
        faults: line.faults.clone(),
        before: line.base.clone(),
        evidence: line.evidence.clone(),
        prefix: line.prefix(),
        asked: asked.collect(),
        registered: line.registered.clone(),
        raise: format!("raise:{}", line.no()),
        ..ReportForm::default()
    }
}

/// Somebody else saved this assignment meanwhile: theirs beside what was typed, field by field.
fn theirs(scene: &Scene, line: &Line) -> AnyView {
    let lang = scene.lang();
    let Some((fields, who)) = &line.theirs else { return ().into_any() };
    let differing = crate::domain::report::changes(fields, &line.fields);
    let rows: Vec<AnyView> = differing
        .iter()
        .map(|change| {
            let said = |value: &str| shown(scene, &change.field, value);
            let before = said(value(&line.base, &change.field));
            view! {
                <tr><th scope="row">{field_label(scene, &change.field)}</th>
                    <td data-l=texts::col_base(lang)><span class="pre mute">{before}</span></td>
                    <td data-l=texts::col_theirs(lang)><span class="pre">{said(&change.before)}</span></td>
                    <td data-l=texts::col_mine(lang)><ins class="pre">{said(&change.after)}</ins></td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="warn" role="alert"><b>{texts::theirs_title(lang, who)}</b><p>{texts::theirs_note(lang)}</p>
            <table class="tbl flow diff-t"><caption class="sr-only">{texts::theirs_title(lang, who)}</caption>
                <thead><tr><th scope="col">{texts::col_field(lang)}</th><th scope="col">{texts::col_base(lang)}</th><th scope="col">{texts::col_theirs(lang)}</th><th scope="col">{texts::col_mine(lang)}</th></tr></thead>
                <tbody>{rows}</tbody></table></div>
    }
    .into_any()
}

/// A reason that must be given.
#[must_use]
pub fn reason_field(model: &ReturnModel, lang: Lang, name: &str, label: &str, hint: &str) -> AnyView {
    Field::new(name, label)
        .value(model.typed(name))
        .error(model.typed_fault(name))
        .hint(hint)
        .required()
        .textarea(lang, 2)
}

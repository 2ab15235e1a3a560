//! The form of the whole return: what was said before on the left, this time on the right; only what changed is typed.

use super::heading::{heading, sent_back};
use super::line::{section, state_words};
use super::{ReturnModel, checklist, round_name};
use crate::domain::entry::EntryState;
use crate::islands::DraftKeeper;
use crate::pages::components::{Empty, hidden};
use crate::pages::particle::topic;
use crate::pages::record::{Scene, task_title};
use crate::pages::texts::{report, returns as texts};
use leptos::prelude::*;

#[must_use]
pub fn page(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let path = model.path();
    let title = texts::title(lang, round_name(lang, &model.round.slug));
    let action = posted_to(scene, model);
    let draft = scene.info.link(&format!("{path}/draft"));
    view! {
        {heading(scene, model, title, actions(scene, model))}
        {checklist::summary(scene, model)}
        {conflict(scene, model)}
        {sent_back(scene, model)}
        <form method="post" action=action enctype="multipart/form-data" data-draft=draft novalidate=true>
            {hidden("revision", revisions(model))}
            // Enter in a field means the first button: keep what was typed.
            <button class="sr-only" type="submit" name="action" value="draft" tabindex="-1" aria-hidden="true"></button>
            <div class="ret sec">{index(scene, model)}<div>{intro(scene, model)}{lines(scene, model)}{not_asked(scene, model)}</div></div>
            {bar(scene, model)}
        </form>
    }
    .into_any()
}

/// Where the form goes; the PMO's own way keeps its word.
fn posted_to(scene: &Scene, model: &ReturnModel) -> String {
    let path = scene.info.link(&model.path());
    if !model.rights.on_behalf {
        return path;
    }
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}on_behalf=1")
}

/// What the page was drawn from, so that an assignment that nobody touched here is never written back.
fn revisions(model: &ReturnModel) -> String {
    model.lines.iter().map(super::Line::mark).collect::<Vec<_>>().join(",")
}

fn actions(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let own = model.path();
    let view = if model.changed_only {
        view! { <a class="krds-btn small" href=scene.info.link(&own)>{texts::show_all(lang)}</a> }.into_any()
    } else {
        let changed = scene.info.link(&format!("{own}?view=changed"));
        view! { <a class="krds-btn small" href=changed>{texts::show_changed(lang)}</a> }.into_any()
    };
    let kit = scene.info.link(&format!("{own}/kit"));
    view! { <a class="krds-btn small" href=kit>{crate::pages::texts::kit::link(lang)}</a>{view} }.into_any()
}

fn conflict(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let told = model.conflict.clone();
    let told =
        told.map(|text| view! { <div class="warn" role="alert"><b>{report::conflict_title(lang)}</b>" "{text}</div> });
    let behalf = model.rights.on_behalf.then(|| view! { <p class="note-box">{texts::writing_on_behalf(lang)}</p> });
    view! { {told}{behalf} }.into_any()
}

fn index(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let asked = model.lines.iter().filter(|line| line.entry.asked).count();
    let ready = model.lines.iter().filter(|line| line.entry.asked && line.state.is_ready()).count();
    let rows: Vec<AnyView> = model
        .lines
        .iter()
        .map(|line| {
            let (words, tone) = state_words(lang, line);
            let title = scene.task(line.no()).map_or("", |task| task_title(lang, task)).to_owned();
            let cells = view! { <span class="no">{line.no().to_string()}</span><span>{title}</span><span class=format!("st {tone}")>{words}</span> };
            if line.entry.asked {
                view! { <li><a href=format!("#a-{}", line.no())>{cells}</a></li> }.into_any()
            } else {
                view! { <li><span class="row mute">{cells}</span></li> }.into_any()
            }
        })
        .collect();
    view! {
        <nav class="idx" aria-label=texts::index(lang)><div class="sec-h"><h2>{texts::asked(lang, asked)}</h2><span class="note">{texts::ready(lang, ready)}</span></div><ol>{rows}</ol></nav>
    }
    .into_any()
}

fn intro(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    view! { <p class="note-box">{texts::intro(lang)}</p>{checklist::folded(scene, model)} }.into_any()
}

fn lines(scene: &Scene, model: &ReturnModel) -> AnyView {
    let shown = |line: &&super::Line| {
        let changed = !matches!(line.state, EntryState::Unconfirmed | EntryState::NoChange | EntryState::HandedIn);
        line.entry.asked && (!model.changed_only || changed)
    };
    let sections: Vec<AnyView> = model.lines.iter().filter(shown).map(|line| section(scene, model, line)).collect();
    if sections.is_empty() {
        return Empty::new(texts::none_changed(scene.lang()), texts::none_changed_why(scene.lang())).view();
    }
    view! { {sections} }.into_any()
}

/// Done when the round opened: listed, and asked nothing.
fn not_asked(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let numbers: Vec<String> =
        model.lines.iter().filter(|line| !line.entry.asked).map(|line| line.no().to_string()).collect();
    let note = (!numbers.is_empty())
        .then(|| view! { <p class="xs mute">{texts::not_asked_note(lang, topic(lang, &numbers.join(" · ")))}</p> });
    note.into_any()
}

fn bar(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let count = |is: fn(&EntryState) -> bool| model.lines.iter().filter(|line| is(&line.state)).count();
    let edited = count(|state| matches!(state, EntryState::Edited { .. }));
    let unchanged = count(|state| matches!(state, EntryState::NoChange));
    let unconfirmed = count(|state| matches!(state, EntryState::Unconfirmed));
    let faulty = count(|state| matches!(state, EntryState::Faulty { .. } | EntryState::NoChangeRefused(_)));
    let repeatable = model.lines.iter().filter(|line| {
        matches!(line.state, EntryState::Unconfirmed)
            && crate::domain::report::may_repeat(&line.assignment, line.open_queries()).is_ok()
    });
    let repeatable = repeatable.count();
    let all = (repeatable > 0).then(|| {
        view! { <button class="krds-btn secondary" type="submit" name="action" value="no_change_all">{texts::no_change_all(lang, repeatable)}</button> }
    });
    let faulty = (faulty > 0)
        .then(|| view! { <span class="bad">{texts::count_faulty(lang)}" "<b>{faulty.to_string()}</b></span> });
    let hand_in = if model.rights.submit || model.rights.on_behalf { texts::hand_in(lang) } else { texts::check(lang) };
    view! {
        <div class="sticky"><div class="wrap">
            <div class="st">
                <span>{texts::count_edited(lang)}" "<b>{edited.to_string()}</b></span>
                <span>{texts::no_change(lang)}" "<b>{unchanged.to_string()}</b></span>
                <span>{texts::unconfirmed(lang)}" "<b>{unconfirmed.to_string()}</b></span>
                {faulty}
                <DraftKeeper saving=report::saving(lang).to_owned() saved=report::saved_at(lang, "{time}")
                    failed=report::save_failed(lang).to_owned() stale=report::stale(lang).to_owned()/>
            </div>
            <button class="krds-btn" type="submit" name="action" value="draft">{report::keep(lang)}</button>
            {all}
            <button class="krds-btn primary" type="submit" name="action" value="review">{hand_in}</button>
        </div></div>
    }
    .into_any()
}

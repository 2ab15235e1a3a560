//! A return that is handed in: what it says beside what was said before; for the PMO with the means to review it.

use super::heading::{heading, sent_back};
use super::line::{heading as line_heading, state_words};
use super::query::{Around, Mode, view as query_view};
use super::{Line, ReturnModel, review, round_name};
use crate::domain::returns::ReturnState;
use crate::pages::components::{Empty, full_day, icon, light_cell, rating_mark, verdict_mark};
use crate::pages::record::{Scene, is_coarse, korean};
use crate::pages::returns::submitting::difference;
use crate::pages::reviews::board::chasing::contact_words;
use crate::pages::texts::{kit as kit_texts, returns as texts, reviews};
use leptos::prelude::*;

#[must_use]
pub fn page(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let title = texts::reading_title(lang, round_name(lang, &model.round.slug));
    let unsaid = matches!(model.one.state, ReturnState::NotStarted | ReturnState::Draft);
    let body = if unsaid && !model.lines.iter().any(|line| line.base_from.is_some()) {
        Empty::new(texts::nothing_yet(lang), texts::nothing_yet_why(lang)).view()
    } else {
        model.lines.iter().map(|line| section(scene, model, line)).collect::<Vec<_>>().into_any()
    };
    view! {
        {heading(scene, model, title, actions(scene, model))}
        {review::alerts(scene, model)}
        {sent_back(scene, model)}
        {own_note(scene, model)}
        {review::at_top(scene, model)}
        {contact_note(scene, model)}
        <div class="sec">{body}</div>
        {answers_bar(scene, model)}
        {review::bar(scene, model)}
    }
    .into_any()
}

fn actions(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let offer = model.rights.offer_on_behalf.then(|| {
        let href = scene.info.link(&format!("{}?on_behalf=1", model.path()));
        view! { <a class="krds-btn small" href=href>{texts::write_on_behalf(lang)}</a> }
    });
    view! { {offer} }.into_any()
}

/// For the PMO, while nothing has come in: the last contact, and how the institution could write without the system.
fn contact_note(scene: &Scene, model: &ReturnModel) -> AnyView {
    if !model.rights.offer_on_behalf || !model.one.state.is_owed() {
        return ().into_any();
    }
    let lang = scene.lang();
    let last = match &model.contact {
        Some(one) => texts::last_contact(lang, contact_words(scene, one)),
        None => texts::no_contact(lang).to_owned(),
    };
    let said = model.contact.as_ref().filter(|one| !one.note.is_empty()).map(|one| {
        let note = one.note.clone();
        view! { " "<span class="mute" lang=korean(lang)>{note}</span> }
    });
    let log = scene.info.link(&format!("/reviews/{}/contacts/{}", model.round.slug, model.one.institution));
    let kit = scene.info.link(&format!("{}/kit", model.path()));
    view! {
        <div class="note-box"><p>{last}{said}</p>
            <p class="prow"><a class="krds-btn small" href=log>{reviews::log_contact(lang)}</a>
                <a class="krds-btn small" href=kit>{kit_texts::link(lang)}</a></p></div>
    }
    .into_any()
}

/// What the institution itself may do now.
fn own_note(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let call_back = model.rights.call_back.then(|| {
        let action = scene.info.link(&format!("{}/call-back", model.path()));
        view! {
            <form method="post" action=action class="note-box call"><p>{texts::call_back_note(lang)}</p>
                <button class="krds-btn" type="submit">{texts::call_back(lang)}</button></form>
        }
    });
    call_back.into_any()
}

fn section(scene: &Scene, model: &ReturnModel, line: &Line) -> AnyView {
    let lang = scene.lang();
    let changed = !line.changes().is_empty();
    let (words, _) = state_words(lang, line);
    let tag = if changed { texts::edited(lang, line.changes().len()) } else { words };
    let class = if changed { "tag tag--edit" } else { "tag" };
    let open = changed || line.open_queries() > 0;
    view! {
        <section class="asg" id=format!("a-{}", line.no())>
            <details open=open>
                <summary class="sm">{icon("go")}<h2>{line_heading(scene, line)}</h2><span class="r"><span class=class>{tag}</span></span></summary>
                <div class="asg-b">{signals(scene, line)}{queries(scene, model, line)}{difference_or_same(scene, line)}{review::of_line(scene, model, line)}</div>
            </details>
        </section>
    }
    .into_any()
}

/// The three signals side by side; they never mix.
fn signals(scene: &Scene, line: &Line) -> AnyView {
    let lang = scene.lang();
    let one = &line.assignment;
    let waiting = one.waiting_steps().next().is_some();
    let due = one.next_step().map(|step| {
        let coarse = is_coarse(step.due).then(|| texts::until(lang));
        view! { " "<span class="mute xs">{texts::approved_due(lang)}" "{full_day(lang, step.due.last_day)}{coarse}</span> }
    });
    let verdict = one.verdict.as_ref();
    let reason = verdict.map(|fact| view! { <p class="xs pre">{fact.reason.clone()}</p> });
    let differs = one.is_disputed().then(|| view! { " "<span class="tag tag--hold">{texts::differs(lang)}</span> });
    let href = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
    view! {
        <dl class="sig">
            <div><dt>{texts::signal_light(lang)}</dt><dd>{light_cell(lang, one.light, waiting)}{due}</dd></div>
            <div><dt>{texts::signal_self(lang)}</dt><dd>{rating_mark(lang, one.self_rating())}</dd></div>
            <div><dt>{texts::signal_verdict(lang)}</dt><dd>{verdict_mark(lang, verdict.map(|fact| fact.verdict))}{differs}{reason}</dd></div>
            <div><dt><span class="sr-only">{texts::more(lang)}</span></dt><dd><a href=href>{texts::more(lang)}</a></dd></div>
        </dl>
    }
    .into_any()
}

fn queries(scene: &Scene, model: &ReturnModel, line: &Line) -> AnyView {
    let mode = match (model.rights.review, model.rights.answer) {
        (true, _) => Mode::Close,
        (false, true) => Mode::Answer,
        (false, false) => Mode::Read,
    };
    let all: Vec<AnyView> = line
        .queries
        .iter()
        .map(|query| {
            let around = Around::of(scene.lang(), model, scene.info.today, mode, query);
            let drawn = query_view(query, &around);
            if mode != Mode::Answer {
                return drawn;
            }
            let action = scene.info.link(&model.path());
            view! { <form method="post" action=action>{drawn}</form> }.into_any()
        })
        .collect();
    all.into_any()
}

fn difference_or_same(scene: &Scene, line: &Line) -> AnyView {
    let lang = scene.lang();
    let from = line.base_from.clone().map(|from| view! { <p class="xs mute">{texts::compared_with(lang, from)}</p> });
    let evidence: Vec<AnyView> = line
        .handed_in
        .iter()
        .map(|one| {
            let href = one.link.clone().unwrap_or_else(|| format!("/evidence/{}", one.id));
            view! { <li>{icon("clip")}<a href=href>{one.name.clone()}</a></li> }.into_any()
        })
        .collect();
    let evidence = if evidence.is_empty() {
        view! { <p class="xs mute">{texts::no_evidence(lang)}</p> }.into_any()
    } else {
        view! { <ul class="evi" aria-label=texts::evidence(lang)>{evidence}</ul> }.into_any()
    };
    let body = if line.changes().is_empty() {
        view! { <p>{texts::same_as_before(lang)}</p>{said(scene, line)} }.into_any()
    } else {
        difference(scene, line)
    };
    let said = !crate::domain::report::value(&line.fields, "obstacle").is_empty();
    let registered = said.then(|| line.registered.link(lang, &crate::pages::texts::record::task_no(lang, line.no())));
    view! { {from}{body}{registered}{evidence} }.into_any()
}

/// What stands, where nothing changed.
fn said(scene: &Scene, line: &Line) -> AnyView {
    let rows: Vec<AnyView> = line
        .fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| {
            let (label, text) =
                (crate::pages::report::field_label(scene, name), crate::pages::report::shown(scene, name, value));
            view! { <div><dt>{label}</dt><dd class="pre">{text}</dd></div> }.into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <dl class="said">{rows}</dl> }).into_any()
}

/// Where queries may still be answered although nothing else may be written.
fn answers_bar(scene: &Scene, model: &ReturnModel) -> AnyView {
    let open: i64 = model.lines.iter().map(Line::open_queries).sum();
    let note = (model.rights.answer && open > 0)
        .then(|| view! { <p class="note-box">{texts::answers_wanted(scene.lang(), open)}</p> });
    note.into_any()
}

//! 지난 회의에서 넘어온 것: what a meeting finds on its table by itself.

use crate::domain::council::Entry;
use crate::domain::council::carry::exception_key;
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::follow::FollowUp;
use crate::domain::exceptions::Exception;
use crate::domain::ids::RecordId;
use crate::domain::schedule::Light;
use crate::pages::components::{Empty, day_in_year, days_left, section as section_head};
use crate::pages::council::meeting::MeetingModel;
use crate::pages::council::words;
use crate::pages::overview::lists::decision_title;
use crate::pages::record::korean;
use crate::pages::texts::{council as texts, difficulties};
use chrono::Datelike;
use leptos::prelude::*;

/// The section with directives, requests, difficulties and exceptions.
#[must_use]
pub fn section(model: &MeetingModel) -> AnyView {
    let (lang, carried) = (model.hall.lang(), model.carried);
    if model.minutes.meeting.body.state == crate::domain::council::meeting::MeetingState::Published {
        return ().into_any();
    }
    let body = if carried.proposed() + carried.not_yet_due.len() == 0 {
        Empty::new(texts::carried_none(lang), texts::carried_none_why(lang)).view()
    } else {
        contents(model)
    };
    let note = Some(texts::carried_note(lang).to_owned());
    view! {
        <section class="sec" id="carried">
            {section_head::head(texts::carried(lang), Some(carried.proposed()), note, None)}
            {body}
        </section>
    }
    .into_any()
}

fn contents(model: &MeetingModel) -> AnyView {
    let (lang, carried) = (model.hall.lang(), model.carried);
    let due: Vec<&FollowUp> = carried.directives.iter().chain(&carried.requests).collect();
    let later: Vec<&FollowUp> = carried.not_yet_due.iter().collect();
    let later = (!later.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>{texts::carried_later(lang, later.len())}</summary>
                {follow_table(model, &later, texts::carried_later_caption(lang))}
            </details>
        }
    });
    let due = (!due.is_empty()).then(|| follow_table(model, &due, texts::carried_caption(lang)));
    view! { {due}{later}{difficulty_table(model)}{exception_list(model)} }.into_any()
}

fn follow_table(model: &MeetingModel, all: &[&FollowUp], caption: &'static str) -> AnyView {
    let lang = model.hall.lang();
    let rows: Vec<AnyView> = all.iter().map(|one| follow_row(model, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <colgroup><col width="12%"/><col/><col width="17%"/><col width="17%"/><col width="26%"/></colgroup>
            <thead><tr>
                <th scope="col">{texts::col_no(lang)}</th><th scope="col">{texts::col_text(lang)}</th>
                <th scope="col">{texts::col_owner(lang)}</th><th scope="col">{texts::col_due(lang)}</th>
                <th scope="col">{texts::col_handling(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn follow_row(model: &MeetingModel, one: &FollowUp) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let class = if one.light == Light::Late { "nw rowlate" } else { "nw" };
    let href = hall.link(format!("/directives/{}", one.outcome.id));
    let age = (one.age > 0).then(|| view! { <br/><span class="xs mute">{texts::age(lang, one.age)}</span> });
    view! {
        <tr>
            <th scope="row" class=class><a href=href>{one.code()}</a><br/><span class="xs mute">{words::outcome_kind(lang, one.outcome.body.kind)}</span></th>
            <td data-l=texts::col_text(lang) lang=korean(lang)>{one.outcome.body.text.clone()}</td>
            <td data-l=texts::col_owner(lang)>{hall.names(&one.outcome.body.owners)}</td>
            <td data-l=texts::col_due(lang) class="nw">{day_in_year(lang, one.due(), hall.council.day.year())}" "{days_left(one.days_left)}{age}</td>
            <td data-l=texts::col_handling(lang)>{handling(model, one)}{raise(model, Some(one.outcome.id), None, &one.outcome.body.text)}</td>
        </tr>
    }
    .into_any()
}

/// What this meeting made of it, as far as it is written down by now.
fn handling(model: &MeetingModel, one: &FollowUp) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let now = hall.council.outcome(one.outcome.id).and_then(|outcome| hall.council.follow_up(outcome));
    let now = now.as_ref();
    let noted = now.and_then(|now| now.handling_at(model.minutes.meeting.id)).map(|note| note.body.text.clone());
    let closed = now.filter(|now| !now.is_open()).map(|now| crate::pages::components::light_mark(lang, now.light));
    let last = one.last_word().map(|note| note.body.text.clone());
    match (noted, closed, last) {
        (Some(text), closed, _) => view! { <span lang=korean(lang)>{text}</span>" "{closed} }.into_any(),
        (None, Some(mark), _) => mark,
        (None, None, Some(text)) => view! { <span class="mute" lang=korean(lang)>{text}</span> }.into_any(),
        (None, None, None) => view! { <span class="mute">{texts::unhandled(lang)}</span> }.into_any(),
    }
}

/// Puts it on the agenda, or says that it is there.
fn raise(model: &MeetingModel, record: Option<RecordId>, exception: Option<String>, what: &str) -> AnyView {
    let lang = model.hall.lang();
    let on_agenda = model.minutes.items.iter().any(|item| {
        record.is_some_and(|id| item.body.carries.contains(&id))
            || exception.is_some() && item.body.exception == exception
    });
    if on_agenda {
        return view! { <br/><span class="tag">{texts::on_agenda(lang)}</span> }.into_any();
    }
    if !model.may_write() {
        return ().into_any();
    }
    let record = record.map(|id| crate::pages::components::hidden("record", id.to_string()));
    let exception = exception.map(|key| crate::pages::components::hidden("exception", key));
    let label = texts::raise_what(lang, what);
    view! {
        <form action=model.path("/carried") method="post" class="no-print">
            {record}{exception}
            <button class="krds-btn xsmall" type="submit" aria-label=label>{texts::raise(lang)}</button>
        </form>
    }
    .into_any()
}

fn difficulty_table(model: &MeetingModel) -> AnyView {
    let (lang, all) = (model.hall.lang(), &model.carried.difficulties);
    if all.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = all.iter().map(|one| difficulty_row(model, one)).collect();
    view! {
        <h3 class="sub-h">{texts::carried_difficulties(lang, all.len())}</h3>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::carried_difficulties(lang, all.len())}</caption>
            <colgroup><col width="12%"/><col width="17%"/><col/><col width="17%"/><col width="20%"/></colgroup>
            <thead><tr>
                <th scope="col">{texts::col_no(lang)}</th><th scope="col">{difficulties::col_institution(lang)}</th>
                <th scope="col">{texts::col_text(lang)}</th><th scope="col">{difficulties::col_answerer(lang)}</th>
                <th scope="col">{texts::col_state(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn difficulty_row(model: &MeetingModel, one: &Entry<Difficulty>) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let href = hall.link(format!("/difficulties/{}", one.id));
    let days = hall.scene.calendar.working_days_after(crate::domain::calendar::day_of(one.first_at), hall.council.day);
    let now = hall.council.difficulty(one.id).map_or(one.body.stage, |now| now.body.stage);
    let state = if now.is_answered() {
        view! { <span class="tag">{words::stage(lang, now)}</span> }.into_any()
    } else {
        view! { <span class="tag tag--bad">{difficulties::unanswered(lang, days)}</span> }.into_any()
    };
    let answerer = one.body.asked.as_ref().map(|asked| hall.scene.institution(&asked.answerer));
    view! {
        <tr>
            <th scope="row" class="nw"><a href=href>{difficulties::no(lang, one.body.no)}</a></th>
            <td data-l=difficulties::col_institution(lang)>{hall.scene.institution(&one.body.institution)}</td>
            <td data-l=texts::col_text(lang) lang=korean(lang)>{one.body.title.clone()}</td>
            <td data-l=difficulties::col_answerer(lang)>{answerer}</td>
            <td data-l=texts::col_state(lang)>{state}{raise(model, Some(one.id), None, &one.body.title)}</td>
        </tr>
    }
    .into_any()
}

fn exception_list(model: &MeetingModel) -> AnyView {
    let (lang, all) = (model.hall.lang(), &model.carried.exceptions);
    if all.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = all.iter().map(|one| exception_row(model, one)).collect();
    view! {
        <details class="fold">
            <summary>{texts::carried_exceptions(lang, all.len())}</summary>
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::carried_exceptions(lang, all.len())}</caption>
                <thead><tr>
                    <th scope="col">{texts::col_matter(lang)}</th><th scope="col">{texts::col_owner(lang)}</th>
                    <th scope="col">{texts::col_handling(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

fn exception_row(model: &MeetingModel, one: &Exception) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let title = decision_title(&hall.scene, one);
    let place = match &one.institution {
        Some(slug) => format!("/tasks/{}/{slug}", one.task_no),
        None => format!("/tasks/{}", one.task_no),
    };
    let who = match &one.institution {
        Some(slug) => hall.scene.institution(slug),
        None => crate::pages::texts::overview::institutions(lang, one.institutions),
    };
    view! {
        <tr>
            <th scope="row"><a href=hall.link(place)>{title.clone()}</a></th>
            <td data-l=texts::col_owner(lang)>{who}</td>
            <td data-l=texts::col_handling(lang)>{raise(model, None, Some(exception_key(one)), &title)}</td>
        </tr>
    }
    .into_any()
}

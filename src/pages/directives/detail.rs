//! `/directives/{id}`: one directive or request: what was said about it since, and the forms of its owners and of the PMO.

use crate::domain::council::follow::FollowUp;
use crate::domain::council::outcome::{NoteKind, OutcomeKind};
use crate::domain::ids::Slug;
use crate::domain::permission::Action;
use crate::pages::components::{Empty, breadcrumb, days_left, full_day, hidden, instant, light_cell, section, submit};
use crate::pages::council::forms::Tried;
use crate::pages::council::{CouncilScene, agenda, words};
use crate::pages::record::{cells::lines, korean};
use crate::pages::texts::{council, directives as texts};
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn page(hall: &CouncilScene, one: &FollowUp, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let outcome = &one.outcome.body;
    let title = texts::one(lang, one.code(), words::outcome_kind(lang, outcome.kind));
    let crumbs = [(texts::title(lang).to_owned(), Some(hall.link("/directives"))), (title.clone(), None)];
    let meeting = hall.link(format!("/council/{}#line-{}", one.meeting.id, one.outcome.id));
    let left = one.is_open().then(|| view! { " "{days_left(one.days_left)} });
    let from = outcome.from.as_ref().map(|slug| {
        view! { <dt>{council::from(lang)}</dt><dd>{hall.scene.institution(slug)}</dd> }
    });
    let tasks = (!outcome.tasks.is_empty())
        .then(|| view! { <dt>{council::task(lang)}</dt><dd>{hall.tasks(&outcome.tasks)}</dd> });
    let owners: Vec<String> = outcome.owners.iter().map(|slug| hall.scene.institution(slug)).collect();
    let age = if one.age == 0 { texts::never_carried(lang).to_owned() } else { council::age(lang, one.age) };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{title}</h1></div></div>
        <blockquote class="quote" lang=korean(lang)>{outcome.text.clone()}</blockquote>
        {agenda::resembles(hall, one.outcome)}
        <div class="cols sec">
            <div class="c4">
                <dl class="kv">
                    <dt>{texts::col_light(lang)}</dt><dd>{light_cell(lang, one.light, one.waits && one.is_open())}</dd>
                    <dt>{council::col_due(lang)}</dt><dd>{full_day(lang, one.due())}{left}</dd>
                    <dt>{council::col_owner(lang)}</dt><dd>{owners.join(", ")}</dd>
                    {from}
                    {tasks}
                    <dt>{council::col_meeting(lang)}</dt><dd><a href=meeting>{words::title(lang, &one.meeting.body)}</a>" "{full_day(lang, one.meeting.body.held_on)}</dd>
                    <dt>{texts::carried(lang)}</dt><dd>{age}</dd>
                </dl>
            </div>
            <div class="c8 stack">{notes(hall, one)}{note_form(hall, one, tried)}{decision_form(hall, one, tried)}</div>
        </div>
    }
    .into_any()
}

fn notes(hall: &CouncilScene, one: &FollowUp) -> AnyView {
    let lang = hall.lang();
    let items: Vec<AnyView> = one
        .notes
        .iter()
        .rev()
        .map(|note| {
            let who = note.body.institution.as_ref().map(|slug| hall.scene.institution(slug));
            let who = who.unwrap_or_else(|| texts::pmo(lang).to_owned());
            let meeting = note.body.meeting.and_then(|id| hall.council.meeting(id)).map(|meeting| {
                let href = hall.link(format!("/council/{}", meeting.id));
                view! { <a href=href>{words::title(lang, &meeting.body)}</a> }
            });
            view! {
                <li>{instant(lang, note.first_at)}
                    <div>
                        <p class="who"><b>{words::note_kind(lang, note.body.kind)}</b><span>{who}" "{note.first_by_name.clone()}</span>{meeting}</p>
                        <p lang=korean(lang)>{lines(&note.body.text)}</p>
                        {agenda::papers(hall, hall.council.papers_of(note.id))}
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    let body = if items.is_empty() {
        Empty::new(texts::notes_none(lang), texts::notes_none_why(lang)).view()
    } else {
        view! { <ol class="feed">{items}</ol> }.into_any()
    };
    view! { <section class="sec" id="notes">{section::head(texts::notes(lang), Some(one.notes.len()), None, None)}{body}</section> }.into_any()
}

/// The owner's form: progress, a claim, or the answer to a request, with evidence.
fn note_form(hall: &CouncilScene, one: &FollowUp, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let may_write = |slug: &&Slug| hall.may(Action::ReportOnDirective(slug));
    let owners: Vec<&Slug> = one.outcome.body.owners.iter().filter(may_write).collect();
    if owners.is_empty() || !one.is_open() {
        return ().into_any();
    }
    let form = tried.form("note", &[("kind", NoteKind::Progress.code().to_owned())]);
    let is_request = one.outcome.body.kind == OutcomeKind::Request;
    let kinds = [NoteKind::Progress, NoteKind::Answer, NoteKind::Claim];
    let kinds = kinds.into_iter().filter(|kind| is_request || *kind != NoteKind::Answer);
    let kinds: Vec<_> = kinds
        .map(|kind| {
            let hint = if kind == NoteKind::Claim { texts::claim_hint(lang) } else { "" };
            (kind.code().to_owned(), words::note_kind(lang, kind).to_owned(), hint.to_owned())
        })
        .collect();
    let place = match owners.as_slice() {
        [only] => hidden("institution", only.to_string()),
        several => {
            let choices: Vec<_> = several.iter().map(|slug| (slug.to_string(), hall.scene.institution(slug))).collect();
            form.field("institution", council::institution(lang)).required().select(lang, &choices)
        }
    };
    view! {
        <section class="sec" id="report">
            {section::head(texts::report(lang), None, Some(texts::report_note(lang).to_owned()), None)}
            {form.summary(lang)}
            <form action=hall.link(format!("/directives/{}/notes", one.outcome.id)) method="post" enctype="multipart/form-data">
                {place}
                {form.field("kind", texts::kind(lang)).required().radios(lang, &kinds)}
                {form.field("text", texts::text(lang)).required().textarea(lang, 4)}
                <div class="form-group">
                    <label class="form-tit" for="f-note-file">{texts::file(lang)}</label>
                    <input class="krds-input" type="file" id="f-note-file" name="file" aria-describedby="f-note-file-h"/>
                    <p class="form-hint" id="f-note-file-h">{council::paper_file_hint(lang)}</p>
                </div>
                {form.field("link", council::paper_link(lang)).hint(council::paper_link_hint(lang)).text(lang)}
                <div class="prow">{submit(texts::report_do(lang))}</div>
            </form>
        </section>
    }
    .into_any()
}

/// The PMO's form: 이행 확인, 종결, 다시 열기.
fn decision_form(hall: &CouncilScene, one: &FollowUp, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    if !hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    let form = tried.form("decision", &[]);
    let kinds = if one.is_open() { vec![NoteKind::Closed, NoteKind::Dropped] } else { vec![NoteKind::Reopened] };
    let kinds: Vec<_> = kinds
        .into_iter()
        .map(|kind| (kind.code().to_owned(), words::note_kind(lang, kind).to_owned(), String::new()))
        .collect();
    view! {
        <section class="sec" id="decide">
            {section::head(texts::decide(lang), None, Some(texts::decide_note(lang).to_owned()), None)}
            {form.summary(lang)}
            <form action=hall.link(format!("/directives/{}/decision", one.outcome.id)) method="post">
                {form.field("kind", texts::kind(lang)).required().radios(lang, &kinds)}
                {form.field("text", texts::decide_text(lang)).required().textarea(lang, 3)}
                <div class="prow">{submit(texts::decide_do(lang))}</div>
            </form>
        </section>
    }
    .into_any()
}

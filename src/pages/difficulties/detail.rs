//! `/difficulties/{id}`: one difficulty: who has it, who is to answer, what was answered, and how it got there.

use crate::domain::council::difficulty::{ANSWER_WORKING_DAYS, Difficulty, Stage};
use crate::domain::council::register::{Body, Version};
use crate::domain::council::{Entry, difficulty};
use crate::domain::ids::Slug;
use crate::domain::permission::Action;
use crate::pages::components::{breadcrumb, days_left, full_day, hidden, instant, section, submit};
use crate::pages::council::forms::Tried;
use crate::pages::council::{CouncilScene, words};
use crate::pages::difficulties::{field, new, state};
use crate::pages::record::{cells::lines, korean};
use crate::pages::texts::{council, difficulties as texts};
use leptos::prelude::*;

/// The page; `history` are its versions, oldest first.
#[must_use]
pub fn page(hall: &CouncilScene, one: &Entry<Difficulty>, history: &[Version], tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let no = texts::no(lang, one.body.no);
    let crumbs = [(texts::title(lang).to_owned(), Some(hall.link("/difficulties"))), (no.clone(), None)];
    let merged = one.body.merged_into.and_then(|id| hall.council.difficulty(id)).map(|target| {
        let href = hall.link(format!("/difficulties/{}", target.id));
        view! { <p class="note-box">{texts::goes_on_in(lang)}" "<a href=href>{texts::no(lang, target.body.no)}" "{target.body.title.clone()}</a></p> }
    });
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{no}" "<span lang=korean(lang)>{one.body.title.clone()}</span></h1>
            <p class="sub">{hall.scene.institution(&one.body.institution)}" · "{instant(lang, one.first_at)}</p></div></div>
        {merged}
        <div class="cols sec">
            <div class="c8 stack">
                <section class="sec">
                    {section::head(texts::text_label(lang), None, None, None)}
                    <p lang=korean(lang)>{lines(&one.body.text)}</p>
                </section>
                {answer(hall, one)}
                {answer_form(hall, one, tried)}
                {timeline(hall, history)}
            </div>
            <div class="c4 stack">{facts(hall, one)}{sharing(hall, one, tried)}{ask_form(hall, one, tried)}{merge_form(hall, one, tried)}{reopen_form(hall, one)}</div>
        </div>
    }
    .into_any()
}

fn path(hall: &CouncilScene, one: &Entry<Difficulty>, below: &str) -> String {
    hall.link(format!("/difficulties/{}{below}", one.id))
}

fn facts(hall: &CouncilScene, one: &Entry<Difficulty>) -> AnyView {
    let lang = hall.lang();
    let asked = one.body.asked.as_ref().map(|asked| {
        let left = one.body.is_unanswered().then(|| days_left((asked.due - hall.council.day).num_days()));
        let until = one.body.answered_on.unwrap_or(hall.council.day);
        let days = hall.scene.calendar.working_days_after(asked.since, until);
        view! {
            <dt>{texts::col_answerer(lang)}</dt><dd>{hall.scene.institution(&asked.answerer)}</dd>
            <dt>{texts::col_answer_due(lang)}</dt><dd>{full_day(lang, asked.due)}" "{left}</dd>
            <dt>{texts::waited(lang)}</dt><dd>{texts::working_days(lang, days)}</dd>
        }
    });
    let tasks = (!one.body.tasks.is_empty())
        .then(|| view! { <dt>{council::task(lang)}</dt><dd>{hall.tasks(&one.body.tasks)}</dd> });
    let meeting = one.body.meeting.and_then(|id| hall.council.meeting(id)).map(|meeting| {
        let href = hall.link(format!("/council/{}", meeting.id));
        view! { <dt>{council::col_meeting(lang)}</dt><dd><a href=href>{words::title(lang, &meeting.body)}</a></dd> }
    });
    let source = one.body.source.as_ref().map(|source| {
        view! { <dt>{texts::col_source(lang)}</dt><dd>{field::origin(hall, &one.body.institution, source)}</dd> }
    });
    view! {
        <section class="sec">
            {section::head(council::col_state(lang), None, None, None)}
            <dl class="kv"><dt>{council::col_state(lang)}</dt><dd>{state(hall, one)}</dd>{asked}{tasks}{meeting}{source}</dl>
        </section>
    }
    .into_any()
}

fn answer(hall: &CouncilScene, one: &Entry<Difficulty>) -> AnyView {
    let lang = hall.lang();
    if one.body.answer.is_empty() {
        return ().into_any();
    }
    let title = if one.body.stage == Stage::Declined { texts::declined_reason(lang) } else { texts::answer(lang) };
    let on = one.body.answered_on.map(|day| crate::pages::format::full(lang, day));
    view! {
        <section class="sec" id="answer">
            {section::head(title, None, on, None)}
            <p lang=korean(lang)>{lines(&one.body.answer)}</p>
        </section>
    }
    .into_any()
}

fn answer_form(hall: &CouncilScene, one: &Entry<Difficulty>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let Some(asked) = &one.body.asked else { return ().into_any() };
    let going = one.body.merged_into.is_none() && !one.body.stage.is_over();
    if !going || !hall.may(Action::AnswerDifficulty(&asked.answerer)) {
        return ().into_any();
    }
    let form = tried.form("answer", &[("text", one.body.answer.clone())]);
    let stages: Vec<_> = [
        (Stage::Acting, texts::acting_hint(lang)),
        (Stage::Resolved, texts::resolved_hint(lang)),
        (Stage::Declined, texts::declined_hint(lang)),
    ]
    .iter()
    .map(|(stage, hint)| (stage.code().to_owned(), words::stage(lang, *stage).to_owned(), (*hint).to_owned()))
    .collect();
    view! {
        <section class="sec" id="answer-form">
            {section::head(texts::answer_title(lang), None, None, None)}
            {form.summary(lang)}
            <form action=path(hall, one, "/answer") method="post">
                {form.field("stage", texts::stage_label(lang)).required().radios(lang, &stages)}
                {form.field("text", texts::answer_text(lang)).required().textarea(lang, 5)}
                <div class="prow">{submit(texts::answer_do(lang))}</div>
            </form>
        </section>
    }
    .into_any()
}

/// Who has it, and "same here".
fn sharing(hall: &CouncilScene, one: &Entry<Difficulty>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let all = hall.council.sharing(one);
    let names: Vec<AnyView> = all
        .iter()
        .map(|slug| {
            let href = hall.link(format!("/ministries/{slug}"));
            view! { <li><a href=href>{hall.scene.institution(slug)}</a></li> }.into_any()
        })
        .collect();
    let may_say = |slug: &Slug| hall.may(Action::RaiseDifficulty(slug)) && hall.council.may_share(one, slug).is_ok();
    let own = hall.info().reader.as_ref().map(|reader| reader.institutions()).unwrap_or_default();
    let own: Vec<_> = own.into_iter().filter(|slug| may_say(slug)).collect();
    let form = tried.form("same", &[]);
    let say = (!own.is_empty()).then(|| {
        let place = match own.as_slice() {
            [only] => hidden("institution", only.to_string()),
            several => {
                let choices: Vec<_> =
                    several.iter().map(|slug| (slug.to_string(), hall.scene.institution(slug))).collect();
                form.field("institution", council::institution(lang)).required().select(lang, &choices)
            }
        };
        view! {
            {form.summary(lang)}
            <form action=path(hall, one, "/same-here") method="post" class="no-print">
                {place}
                {form.field("note", texts::same_note(lang)).optional().max_length(200).text(lang)}
                <div class="prow"><button class="krds-btn secondary" type="submit">{texts::same_do(lang)}</button></div>
            </form>
        }
    });
    let notes: Vec<AnyView> = hall
        .council
        .same_here
        .iter()
        .filter(|said| said.body.difficulty == one.id && !said.body.note.is_empty())
        .map(|said| view! { <p class="xs"><b>{hall.short(&said.body.institution)}</b>" "<span lang=korean(lang)>{said.body.note.clone()}</span></p> }.into_any())
        .collect();
    let merged: Vec<AnyView> = hall
        .council
        .merged_into(one.id)
        .iter()
        .map(|other| {
            let href = hall.link(format!("/difficulties/{}", other.id));
            view! { <li><a href=href>{texts::no(lang, other.body.no)}" "{other.body.title.clone()}</a></li> }.into_any()
        })
        .collect();
    let merged = (!merged.is_empty()).then(|| view! { <p class="xs mute">{texts::merged(lang)}</p><ul>{merged}</ul> });
    view! {
        <section class="sec" id="same-here">
            {section::head(texts::same_here(lang), Some(all.len()), None, None)}
            <ul class="names">{names}</ul>
            {notes}
            {merged}
            {say}
        </section>
    }
    .into_any()
}

fn ask_form(hall: &CouncilScene, one: &Entry<Difficulty>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let going = one.body.merged_into.is_none() && !one.body.stage.is_over();
    if !going || !hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    let asked = one.body.asked.as_ref();
    let begun = [
        ("answerer", asked.map(|asked| asked.answerer.to_string()).unwrap_or_default()),
        ("days", ANSWER_WORKING_DAYS.to_string()),
    ];
    let form = tried.form("ask", &begun);
    view! {
        <section class="sec no-print" id="asking">
            {section::head(texts::ask(lang), None, None, None)}
            {form.summary(lang)}
            <form action=path(hall, one, "/asking") method="post">
                {form.field("answerer", texts::col_answerer(lang)).required().select(lang, &hall.institution_choices())}
                {form.field("days", texts::days_label(lang)).required().hint(texts::days_hint(lang)).number(lang)}
                <div class="prow"><button class="krds-btn secondary" type="submit">{texts::ask_do(lang)}</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn merge_form(hall: &CouncilScene, one: &Entry<Difficulty>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let going = one.body.merged_into.is_none() && !one.body.stage.is_over();
    if !going || !hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    let near = new::near(hall, &format!("{} {}", one.body.title, one.body.text));
    let mut targets: Vec<_> = near.into_iter().filter(|other| other.id != one.id).collect();
    let rest = hall.council.difficulties.iter().filter(|other| {
        other.id != one.id && other.body.merged_into.is_none() && !targets.iter().any(|near| near.id == other.id)
    });
    let rest: Vec<_> = rest.collect();
    targets.extend(rest);
    if targets.is_empty() {
        return ().into_any();
    }
    let name = |other: &&Entry<Difficulty>| {
        (other.id.to_string(), format!("{} {}", texts::no(lang, other.body.no), other.body.title))
    };
    let choices: Vec<_> = targets.iter().map(name).collect();
    let form = tried.form("merge", &[]);
    view! {
        <section class="sec no-print" id="merge">
            {section::head(texts::merge(lang), None, None, None)}
            {form.summary(lang)}
            <form action=path(hall, one, "/merge") method="post">
                {form.field("target", texts::merge_target(lang)).required().hint(texts::merge_hint(lang)).select(lang, &choices)}
                <div class="prow"><button class="krds-btn" type="submit">{texts::merge_do(lang)}</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn reopen_form(hall: &CouncilScene, one: &Entry<Difficulty>) -> AnyView {
    let lang = hall.lang();
    if !one.body.stage.is_over() || one.body.merged_into.is_some() || !hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    view! {
        <form action=path(hall, one, "/reopening") method="post" class="no-print">
            <button class="krds-btn" type="submit">{texts::reopen(lang)}</button>
        </form>
    }
    .into_any()
}

/// Every step it took.
fn timeline(hall: &CouncilScene, history: &[Version]) -> AnyView {
    let lang = hall.lang();
    let mut before: Option<&Difficulty> = None;
    let mut items: Vec<AnyView> = Vec::new();
    for version in history {
        let Body::Difficulty(now) = &version.body else { continue };
        let told = step(hall, before, now);
        items.push(
            view! { <li>{instant(lang, version.recorded_at)}<span><b>{told}</b>" "<span class="mute">{version.by_name.clone()}</span></span></li> }
                .into_any(),
        );
        before = Some(now);
    }
    view! {
        <section class="sec" id="history">
            {section::head(texts::history(lang), Some(items.len()), None, None)}
            <ol class="log log--w">{items}</ol>
        </section>
    }
    .into_any()
}

/// What one version changed, in words.
fn step(hall: &CouncilScene, before: Option<&Difficulty>, now: &Difficulty) -> String {
    let lang = hall.lang();
    let Some(before) = before else { return words::stage(lang, difficulty::Stage::Received).to_owned() };
    if now.merged_into != before.merged_into {
        return texts::step_merged(lang).to_owned();
    }
    match &now.asked {
        Some(asked) if now.asked != before.asked => {
            let due = crate::pages::format::full(lang, asked.due);
            return texts::step_asked(lang, hall.scene.institution(&asked.answerer), due);
        }
        _ => {}
    }
    if now.answer != before.answer || now.stage != before.stage {
        return words::stage(lang, now.stage).to_owned();
    }
    texts::step_edited(lang).to_owned()
}

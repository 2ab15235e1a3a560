//! The agenda of a meeting, and under each item what was said and what came of it.

use crate::domain::council::Entry;
use crate::domain::council::agenda::{AgendaItem, Paper};
use crate::domain::council::meeting::MeetingState;
use crate::domain::council::minutes::{Minutes, Remark};
use crate::domain::council::outcome::{Outcome, OutcomeKind};
use crate::domain::ids::RecordId;
use crate::domain::permission::Action;
use crate::pages::components::{Empty, day_in_year, days_left, icon, section as section_head};
use crate::pages::council::meeting::MeetingModel;
use crate::pages::council::{CouncilScene, heard, item, words};
use crate::pages::record::{cells::lines, korean};
use crate::pages::texts::council as texts;
use chrono::Datelike;
use leptos::prelude::*;

/// 안건과 발언요지
#[must_use]
pub fn section(model: &MeetingModel) -> AnyView {
    let (lang, minutes) = (model.hall.lang(), model.minutes);
    if minutes.meeting.body.state == MeetingState::Published {
        return ().into_any();
    }
    let body = if minutes.items.is_empty() {
        Empty::new(texts::agenda_none(lang), texts::agenda_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> = (1..).zip(&minutes.items).map(|(no, one)| agenda_item(model, no, one)).collect();
        view! { <ol class="ag">{items}</ol> }.into_any()
    };
    let loose = lines_of(&model.hall, minutes, None);
    view! {
        <section class="sec" id="agenda">
            {section_head::head(texts::agenda(lang), Some(minutes.items.len()), None, None)}
            {body}
            {loose}
            {item::new_form(model)}
        </section>
    }
    .into_any()
}

fn agenda_item(model: &MeetingModel, no: usize, one: &Entry<AgendaItem>) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let edit = model.may_write().then(|| {
        let href = model.path(&format!("/items/{}", one.id));
        view! { " · "<a href=href>{texts::edit(lang)}<span class="sr-only">" "{one.body.title.clone()}</span></a> }
    });
    let summary = (!one.body.summary.is_empty())
        .then(|| view! { <p class="mute" lang=korean(lang)>{lines(&one.body.summary)}</p> });
    view! {
        <li id=format!("item-{}", one.id)>
            <span class="n">{no.to_string()}</span>
            <div>
                <h3 lang=korean(lang)>{one.body.title.clone()}</h3>
                <p class="by">{by_line(hall, &one.body)}{edit}</p>
                {summary}
                {papers(hall, hall.council.papers_of(one.id))}
                {lines_of(hall, model.minutes, Some(one.id))}
            </div>
        </li>
    }
    .into_any()
}

/// `보고 · 행정안전부 디지털정부기획과장 · 20분 · 과제 4`
#[must_use]
pub fn by_line(hall: &CouncilScene, one: &AgendaItem) -> AnyView {
    let lang = hall.lang();
    let institution = one.institution.as_ref().map(|slug| hall.scene.institution(slug)).unwrap_or_default();
    let who = format!("{institution} {}", one.presenter);
    let told = [
        Some(words::item_kind(lang, one.kind).to_owned()),
        Some(who.trim().to_owned()).filter(|who| !who.is_empty()),
        one.minutes.map(|minutes| texts::minutes_planned(lang, minutes)),
    ];
    let told = told.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let tasks = (!one.tasks.is_empty()).then(|| view! { " · "{hall.tasks(&one.tasks)} });
    view! { {told}{tasks} }.into_any()
}

/// Files and links of a record.
pub fn papers<'a>(hall: &CouncilScene, papers: impl Iterator<Item = &'a Entry<Paper>>) -> AnyView {
    let items: Vec<AnyView> = papers.map(|one| paper(hall, one)).collect();
    (!items.is_empty()).then(|| view! { <ul class="files">{items}</ul> }).into_any()
}

fn paper(hall: &CouncilScene, one: &Entry<Paper>) -> AnyView {
    let href = hall.link(format!("/papers/{}", one.id));
    let about = match &one.body.link {
        Some(link) => view! { <span>{link.clone()}</span> }.into_any(),
        None => {
            let size = crate::pages::record::cells::bytes(one.body.bytes);
            let short: String = one.body.sha256.chars().take(12).collect();
            view! { <span>{size}</span>" "<code>{short}</code> }.into_any()
        }
    };
    view! { <li>{icon("clip")}<a href=href>{one.body.name.clone()}</a>{about}</li> }.into_any()
}

/// What was said and what came of an item, or of none.
#[must_use]
pub fn lines_of(hall: &CouncilScene, minutes: &Minutes, item: Option<RecordId>) -> AnyView {
    let remarks: Vec<AnyView> = minutes.remarks_on(item).map(|one| remark(hall, minutes, one)).collect();
    let mut outcomes: Vec<AnyView> = minutes.outcomes_of(item).map(|one| outcome(hall, minutes, one)).collect();
    outcomes.extend(minutes.difficulties_under(item).map(|one| heard::line(hall, minutes, one)));
    let remarks = (!remarks.is_empty()).then(|| view! { <ul class="say-l">{remarks}</ul> });
    let outcomes = (!outcomes.is_empty()).then(|| view! { <ul class="out">{outcomes}</ul> });
    view! { {remarks}{outcomes} }.into_any()
}

/// `외교부 CIO`
#[must_use]
pub fn speaker(hall: &CouncilScene, one: &Remark) -> String {
    let institution = one.institution.as_ref().map(|slug| hall.short(slug)).unwrap_or_default();
    // A speaker who is named with the institution is not named twice.
    if one.speaker.starts_with(&institution) {
        one.speaker.clone()
    } else {
        format!("{institution} {}", one.speaker).trim().to_owned()
    }
}

fn remark(hall: &CouncilScene, minutes: &Minutes, one: &Entry<Remark>) -> AnyView {
    let lang = hall.lang();
    let private = one.body.private.then(|| view! { " "<span class="tag tag--hold">{texts::private(lang)}</span> });
    let waiting = minutes.corrections.iter().any(|asked| asked.body.remark == one.id && asked.body.decision.is_none());
    let waiting = waiting.then(|| view! { " "<span class="tag tag--hold">{texts::correction_waits(lang)}</span> });
    let edit = line_link(hall, minutes, one.id, one.body.institution.as_ref());
    view! {
        <li id=format!("line-{}", one.id)>
            <span class="s">{speaker(hall, &one.body)}</span>
            <span><span lang=korean(lang)>{lines(&one.body.text)}</span>{private}{waiting}{edit}</span>
        </li>
    }
    .into_any()
}

/// The way to the line's own page: to edit it, or to ask for a correction of one's own remark.
#[must_use]
pub fn line_link(
    hall: &CouncilScene,
    minutes: &Minutes,
    line: RecordId,
    institution: Option<&crate::domain::ids::Slug>,
) -> AnyView {
    let (lang, meeting) = (hall.lang(), &minutes.meeting);
    let word = if meeting.body.writable().is_ok() && hall.may(Action::RunMeetings) {
        texts::edit(lang)
    } else if meeting.body.circulated().is_ok() && institution.is_some_and(|slug| hall.may(Action::CorrectRemark(slug)))
    {
        texts::correct(lang)
    } else {
        return ().into_any();
    };
    let href = hall.link(format!("/council/{}/lines/{line}", meeting.id));
    view! { " "<a class="xs no-print" href=href>{word}</a> }.into_any()
}

fn outcome(hall: &CouncilScene, minutes: &Minutes, one: &Entry<Outcome>) -> AnyView {
    let (lang, body) = (hall.lang(), &one.body);
    let kind = words::outcome_kind(lang, body.kind);
    let follow_up = hall.council.follow_up(one);
    let code = follow_up.as_ref().map(|follow| {
        let href = hall.link(format!("/directives/{}", one.id));
        view! { <small><a href=href>{follow.code()}</a></small> }
    });
    let from = body.from.as_ref().map(|slug| format!("{} → ", hall.scene.institution(slug))).unwrap_or_default();
    let due = follow_up.as_ref().map(|follow| {
        let left = follow.is_open().then(|| days_left(follow.days_left));
        let light = (!follow.is_open()).then(|| crate::pages::components::light_mark(lang, follow.light));
        view! { {day_in_year(lang, follow.due(), hall.council.day.year())}" "{left}{light} }
    });
    let vote = body.vote.map(|vote| words::vote(lang, vote));
    let tasks = (!body.tasks.is_empty()).then(|| view! { " "<span class="xs">{hall.tasks(&body.tasks)}</span> });
    let edit = line_link(hall, minutes, one.id, None);
    view! {
        <li id=format!("line-{}", one.id)>
            <span class="ty">{kind}{code}</span>
            <span><span lang=korean(lang)>{body.text.clone()}</span>{tasks}{edit}{resembles(hall, one)}</span>
            <span>{from}{hall.names(&body.owners)}</span>
            <span>{due}{vote}</span>
        </li>
    }
    .into_any()
}

/// The earlier outcome that a new one resembles.
#[must_use]
pub fn resembles(hall: &CouncilScene, one: &Entry<Outcome>) -> AnyView {
    let lang = hall.lang();
    let Some(earlier) = hall.council.earlier_like(one) else { return ().into_any() };
    let Some(meeting) = hall.council.meeting(earlier.body.meeting) else { return ().into_any() };
    let href = match earlier.body.kind {
        OutcomeKind::Directive | OutcomeKind::Request => hall.link(format!("/directives/{}", earlier.id)),
        _ => hall.link(format!("/council/{}#line-{}", meeting.id, earlier.id)),
    };
    let when = crate::pages::format::full(lang, meeting.body.held_on);
    view! {
        <span class="near">{icon("info")}{texts::resembles(lang, words::kind_short(lang, meeting.body.kind), when)}" "
            <a href=href lang=korean(lang)>{earlier.body.text.clone()}</a></span>
    }
    .into_any()
}

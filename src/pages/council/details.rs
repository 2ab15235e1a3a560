//! `/council/{id}/details`: day, place and the rest of a meeting.

use crate::domain::council::Entry;
use crate::domain::council::meeting::{Meeting, Way};
use crate::domain::plan_file::MeetingKind;
use crate::pages::components::{breadcrumb, submit};
use crate::pages::council::forms::{FormView, Tried};
use crate::pages::council::{CouncilScene, words};
use crate::pages::lang::Lang;
use crate::pages::texts::council as texts;
use chrono::NaiveTime;
use leptos::prelude::*;

/// The fields of a meeting.
#[must_use]
pub fn meeting_fields(lang: Lang, form: &FormView) -> AnyView {
    let kinds: Vec<_> =
        MeetingKind::ALL.iter().map(|kind| (kind.code().to_owned(), words::kind(lang, *kind).to_owned())).collect();
    let ways: Vec<_> = Way::ALL.iter().map(|way| (way.code().to_owned(), words::way(lang, *way).to_owned())).collect();
    view! {
        <div class="cols">
            <div class="c6">
                {form.field("kind", texts::col_kind(lang)).required().select(lang, &kinds)}
                {form.field("ordinal", texts::ordinal(lang)).optional().hint(texts::ordinal_hint(lang)).number(lang)}
                {form.field("held_on", texts::held_on(lang)).required().date(lang)}
                {form.field("starts", texts::starts(lang)).hint(texts::time_hint(lang)).text(lang)}
                {form.field("ends", texts::ends(lang)).hint(texts::time_hint(lang)).text(lang)}
            </div>
            <div class="c6">
                {form.field("place", texts::place(lang)).max_length(200).text(lang)}
                {form.field("way", texts::way(lang)).select(lang, &ways)}
                {form.field("chair", texts::chair(lang)).max_length(200).text(lang)}
                {form.field("host", texts::host(lang)).max_length(200).text(lang)}
                {form.field("proceedings", texts::proceedings(lang)).hint(texts::proceedings_hint(lang)).textarea(lang, 4)}
            </div>
        </div>
    }
    .into_any()
}

/// What the form begins with.
#[must_use]
pub fn begun(meeting: &Meeting) -> Vec<(&'static str, String)> {
    let time = |time: Option<NaiveTime>| time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default();
    vec![
        ("kind", meeting.kind.code().to_owned()),
        ("ordinal", meeting.ordinal.map(|no| no.to_string()).unwrap_or_default()),
        ("held_on", meeting.held_on.to_string()),
        ("starts", time(meeting.starts)),
        ("ends", time(meeting.ends)),
        ("place", meeting.place.clone()),
        ("way", meeting.way.map_or("", Way::code).to_owned()),
        ("chair", meeting.chair.clone()),
        ("host", meeting.host.clone()),
        ("proceedings", meeting.proceedings.clone()),
    ]
}

/// The page.
#[must_use]
pub fn page(scene: &CouncilScene, one: &Entry<Meeting>, tried: &Tried) -> AnyView {
    let lang = scene.lang();
    let form = tried.form("meeting", &begun(&one.body));
    let here = format!("/council/{}", one.id);
    let crumbs = [
        (texts::list_title(lang).to_owned(), Some(scene.link("/council"))),
        (words::title(lang, &one.body), Some(scene.link(&here))),
        (texts::details_title(lang).to_owned(), None),
    ];
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::details_title(lang)}</h1><p class="sub">{words::title(lang, &one.body)}</p></div></div>
        {form.summary(lang)}
        <form action=scene.link(format!("{here}/details")) method="post">
            {meeting_fields(lang, &form)}
            <div class="prow">{submit(texts::save(lang))}<a class="krds-btn" href=scene.link(&here)>{texts::back(lang)}</a></div>
        </form>
    }
    .into_any()
}

//! `/council`: meetings of all kinds, the latest first.

use crate::domain::council::Entry;
use crate::domain::council::meeting::{Meeting, MeetingState};
use crate::domain::permission::Action;
use crate::domain::plan_file::MeetingKind;
use crate::pages::admin::filter_select;
use crate::pages::components::{Empty, days_left, full_day, section};
use crate::pages::council::details::meeting_fields;
use crate::pages::council::forms::Tried;
use crate::pages::council::{CouncilScene, Tab, tabs, words};
use crate::pages::texts::council as texts;
use chrono::Datelike;
use leptos::prelude::*;

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CouncilQuery {
    pub kind: Option<MeetingKind>,
    pub year: Option<i32>,
}

impl CouncilQuery {
    /// What is not understood is not there.
    #[must_use]
    pub fn parse(query: &[(String, String)]) -> Self {
        let value = |name: &str| crate::domain::report::value(query, name).to_owned();
        Self { kind: MeetingKind::parse(&value("kind")), year: value("year").parse().ok() }
    }

    fn fits(&self, meeting: &Meeting) -> bool {
        self.kind.is_none_or(|kind| kind == meeting.kind) && self.year.is_none_or(|year| year == meeting.held_on.year())
    }
}

/// The page; `tried` is the form for a new meeting as it was refused.
#[must_use]
pub fn page(scene: &CouncilScene, query: &CouncilQuery, tried: &Tried) -> AnyView {
    let lang = scene.lang();
    let mut shown: Vec<_> = scene.council.meetings.iter().filter(|one| query.fits(&one.body)).collect();
    shown.reverse();
    let body = if shown.is_empty() {
        Empty::new(texts::list_none(lang), texts::list_none_why(lang)).view()
    } else {
        table(scene, &shown)
    };
    view! {
        <div class="head"><div><h1>{texts::list_title(lang)}</h1><p class="sub">{texts::list_sub(lang)}</p></div></div>
        {tabs(scene, Tab::Meetings)}
        <section class="sec">
            {section::head(texts::tab_meetings(lang), Some(shown.len()), None, None)}
            {filters(scene, query)}
            {body}
        </section>
        {new_form(scene, tried)}
    }
    .into_any()
}

fn filters(scene: &CouncilScene, query: &CouncilQuery) -> AnyView {
    let lang = scene.lang();
    let kinds: Vec<_> =
        MeetingKind::ALL.iter().map(|kind| (kind.code().to_owned(), words::kind(lang, *kind).to_owned())).collect();
    let mut years: Vec<i32> = scene.council.meetings.iter().map(|one| one.body.held_on.year()).collect();
    years.dedup();
    let years: Vec<_> = years.iter().rev().map(|year| (year.to_string(), texts::year(lang, year))).collect();
    let kind = query.kind.map_or("", MeetingKind::code);
    let year = query.year.map(|year| year.to_string()).unwrap_or_default();
    view! {
        <form class="filters" method="get" action="/council">
            {kept(scene)}
            {filter_select("kind", texts::col_kind(lang), texts::any_kind(lang), kind, &kinds)}
            {filter_select("year", texts::col_year(lang), texts::any_year(lang), &year, &years)}
            <button class="krds-btn" type="submit">{texts::filter(lang)}</button>
        </form>
    }
    .into_any()
}

/// The plan and the day, carried along by a filter.
#[must_use]
pub fn kept(scene: &CouncilScene) -> AnyView {
    let info = scene.info();
    let kept = [("plan", info.plan_slug.clone()), ("asof", info.asof.map(|day| day.to_string()))];
    let kept = kept.into_iter().filter_map(|(name, value)| Some(crate::pages::components::hidden(name, value?)));
    kept.collect::<Vec<_>>().into_any()
}

fn table(scene: &CouncilScene, shown: &[&Entry<Meeting>]) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = shown.iter().map(|one| row(scene, one)).collect();
    view! {
        <table class="tbl flow">
            <caption class="sr-only">{texts::list_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_meeting(lang)}</th><th scope="col">{texts::col_held(lang)}</th>
                <th scope="col">{texts::col_place(lang)}</th><th scope="col">{texts::col_agenda(lang)}</th>
                <th scope="col">{texts::col_outcomes(lang)}</th><th scope="col">{texts::col_state(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(scene: &CouncilScene, one: &Entry<Meeting>) -> AnyView {
    let (lang, meeting) = (scene.lang(), &one.body);
    let href = scene.link(format!("/council/{}", one.id));
    let days = (meeting.held_on - scene.council.day).num_days();
    let coming = (days >= 0 && meeting.state == MeetingState::Preparing).then(|| view! { " "{days_left(days)} });
    let way = meeting.way.map(|way| words::way(lang, way));
    let place: Vec<&str> =
        [meeting.place.as_str(), way.unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
    let items = scene.council.items.iter().filter(|item| item.body.meeting == one.id).count();
    let items = if items == 0 { meeting.published.as_ref().map_or(0, |told| told.agenda.len()) } else { items };
    let outcomes = scene.council.outcomes.iter().filter(|outcome| outcome.body.meeting == one.id).count();
    let count = |number: usize| if number == 0 { texts::none(lang).to_owned() } else { texts::count(lang, number) };
    view! {
        <tr>
            <th scope="row" class="ttl"><a href=href>{words::title(lang, meeting)}</a></th>
            <td data-l=texts::col_held(lang)>{full_day(lang, meeting.held_on)}" "{words::hours(meeting.starts, meeting.ends)}{coming}</td>
            <td data-l=texts::col_place(lang)>{place.join(" · ")}</td>
            <td data-l=texts::col_agenda(lang)>{count(items)}</td>
            <td data-l=texts::col_outcomes(lang)>{count(outcomes)}</td>
            <td data-l=texts::col_state(lang)>{words::state_mark(lang, meeting.state)}</td>
        </tr>
    }
    .into_any()
}

fn new_form(scene: &CouncilScene, tried: &Tried) -> AnyView {
    if !scene.may(Action::RunMeetings) {
        return ().into_any();
    }
    let lang = scene.lang();
    let form = tried.form("meeting", &[]);
    view! {
        <section class="sec" id="new">
            {section::head(texts::new_meeting(lang), None, Some(texts::new_note(lang).to_owned()), None)}
            <details class="fold" open=form.is_faulty()>
                <summary>{texts::new_open(lang)}</summary>
                <form action=scene.link("/council") method="post">
                    {form.summary(lang)}
                    {meeting_fields(lang, &form)}
                    <div class="prow">{crate::pages::components::submit(texts::new_do(lang))}</div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_not_there() {
        let query = |name: &str, value: &str| CouncilQuery::parse(&[(name.to_owned(), value.to_owned())]);
        assert_eq!(query("kind", "party"), CouncilQuery::default());
        assert_eq!(query("year", "올해"), CouncilQuery::default());
        assert_eq!(query("kind", "cio_council").kind, Some(MeetingKind::CioCouncil));
    }
}

//! `/directives`: every directive and request across meetings, and the page of one.

pub mod detail;

use crate::domain::council::follow::FollowUp;
use crate::domain::council::outcome::OutcomeKind;
use crate::domain::ids::{RecordId, Slug, TaskNo};
use crate::domain::schedule::Light;
use crate::pages::admin::filter_select;
use crate::pages::components::{Empty, day_in_year, days_left, light_cell, section};
use crate::pages::council::list::kept;
use crate::pages::council::{CouncilScene, Tab, tabs, words};
use crate::pages::record::korean;
use crate::pages::texts::{council, directives as texts};
use chrono::Datelike;
use leptos::prelude::*;

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectivesQuery {
    pub institution: Option<Slug>,
    pub task: Option<TaskNo>,
    pub meeting: Option<RecordId>,
    pub kind: Option<OutcomeKind>,
    /// Closed ones too.
    pub all: bool,
}

impl DirectivesQuery {
    /// What is not understood is not there.
    #[must_use]
    pub fn parse(query: &[(String, String)]) -> Self {
        let value = |name: &str| crate::domain::report::value(query, name).to_owned();
        Self {
            institution: Slug::parse(&value("institution")),
            task: TaskNo::parse(&value("task")),
            meeting: value("meeting").parse().ok().map(RecordId),
            kind: OutcomeKind::parse(&value("kind")).filter(|kind| kind.is_followed_up()),
            all: value("all") == "1",
        }
    }

    fn fits(&self, one: &FollowUp) -> bool {
        let outcome = &one.outcome.body;
        let names = |slug: &Slug| outcome.owners.contains(slug) || outcome.from.as_ref() == Some(slug);
        self.institution.as_ref().is_none_or(names)
            && self.task.is_none_or(|task| outcome.tasks.contains(&task))
            && self.meeting.is_none_or(|meeting| outcome.meeting == meeting)
            && self.kind.is_none_or(|kind| outcome.kind == kind)
            && (self.all || one.is_open())
    }
}

/// The most urgent first: late, then by due; the closed at the end.
pub fn sort(all: &mut [FollowUp]) {
    all.sort_by_key(|one| (std::cmp::Reverse(one.light.urgency()), one.due(), one.outcome.id));
}

/// The page.
#[must_use]
pub fn page(hall: &CouncilScene, query: &DirectivesQuery) -> AnyView {
    let lang = hall.lang();
    let mut all = hall.council.follow_ups();
    let open = all.iter().filter(|one| one.is_open()).count();
    let late = all.iter().filter(|one| one.light == Light::Late).count();
    let oldest = all.iter().filter(|one| one.is_open()).map(|one| one.age).max().unwrap_or(0);
    all.retain(|one| query.fits(one));
    sort(&mut all);
    let shown: Vec<&FollowUp> = all.iter().collect();
    let body = if shown.is_empty() {
        Empty::new(texts::none(lang), texts::none_why(lang)).view()
    } else {
        table(hall, &shown, texts::caption(lang), true)
    };
    let say = match (open, oldest) {
        (0, _) => texts::say_none(lang).to_owned(),
        (_, 0) => texts::say_fresh(lang, late, open),
        _ => texts::say(lang, late, oldest, open),
    };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{say}</p></div></div>
        {tabs(hall, Tab::Directives)}
        <section class="sec">
            {section::head(texts::title(lang), Some(shown.len()), Some(texts::note(lang).to_owned()), None)}
            {filters(hall, query)}
            {body}
        </section>
    }
    .into_any()
}

fn filters(hall: &CouncilScene, query: &DirectivesQuery) -> AnyView {
    let lang = hall.lang();
    let kinds: Vec<_> = [OutcomeKind::Directive, OutcomeKind::Request]
        .iter()
        .map(|kind| (kind.code().to_owned(), words::outcome_kind(lang, *kind).to_owned()))
        .collect();
    let meetings: Vec<_> = hall
        .council
        .meetings
        .iter()
        .rev()
        .filter(|one| hall.council.outcomes.iter().any(|outcome| outcome.body.meeting == one.id))
        .map(|one| {
            let day = crate::pages::format::full(lang, one.body.held_on);
            (one.id.to_string(), format!("{day} {}", words::kind_short(lang, one.body.kind)))
        })
        .collect();
    let text = |value: Option<String>| value.unwrap_or_default();
    view! {
        <form class="filters" method="get" action="/directives">
            {kept(hall)}
            {filter_select("institution", council::institution(lang), texts::any_institution(lang), &text(query.institution.as_ref().map(ToString::to_string)), &hall.institution_choices())}
            {filter_select("task", council::task(lang), texts::any_task(lang), &text(query.task.map(|no| no.to_string())), &hall.task_choices())}
            {filter_select("meeting", council::col_meeting(lang), texts::any_meeting(lang), &text(query.meeting.map(|id| id.to_string())), &meetings)}
            {filter_select("kind", council::col_kind(lang), texts::any_kind(lang), query.kind.map_or("", OutcomeKind::code), &kinds)}
            <div><label class="ckb"><input type="checkbox" name="all" value="1" checked=query.all/>{texts::all(lang)}</label></div>
            <button class="krds-btn" type="submit">{council::filter(lang)}</button>
        </form>
    }
    .into_any()
}

/// A table of directives and requests. `full`: with the owner's last word.
#[must_use]
pub fn table(hall: &CouncilScene, shown: &[&FollowUp], caption: &'static str, full: bool) -> AnyView {
    let lang = hall.lang();
    let rows: Vec<AnyView> = shown.iter().map(|one| row(hall, one, full)).collect();
    let last = full.then(|| view! { <th scope="col">{texts::col_last(lang)}</th> });
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <thead><tr>
                <th scope="col">{council::col_no(lang)}</th><th scope="col">{council::col_text(lang)}</th>
                <th scope="col">{council::col_owner(lang)}</th><th scope="col">{council::col_due(lang)}</th>
                <th scope="col">{texts::col_light(lang)}</th>{last}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(hall: &CouncilScene, one: &FollowUp, full: bool) -> AnyView {
    let (lang, outcome) = (hall.lang(), &one.outcome.body);
    let class = if one.light == Light::Late { "nw rowlate" } else { "nw" };
    let href = hall.link(format!("/directives/{}", one.outcome.id));
    let left = one.is_open().then(|| view! { " "{days_left(one.days_left)} });
    let age = (one.age > 0).then(|| view! { <br/><span class="xs mute">{council::age(lang, one.age)}</span> });
    let from = outcome.from.as_ref().map(|slug| format!("{} → ", hall.short(slug))).unwrap_or_default();
    let tasks =
        (!outcome.tasks.is_empty()).then(|| view! { <br/><span class="xs">{hall.tasks(&outcome.tasks)}</span> });
    let last = full.then(|| {
        let said = one.last_word().map(|note| {
            let day = day_in_year(lang, crate::domain::calendar::day_of(note.at), hall.council.day.year());
            view! { <span class="xs mute">{day}" "{words::note_kind(lang, note.body.kind)}</span><br/><span lang=korean(lang)>{note.body.text.clone()}</span> }
        });
        let silent = said.is_none().then(|| view! { <span class="mute">{texts::silent(lang)}</span> });
        view! { <td data-l=texts::col_last(lang)>{said}{silent}</td> }
    });
    view! {
        <tr>
            <th scope="row" class=class><a href=href>{one.code()}</a><br/><span class="xs mute">{words::outcome_kind(lang, outcome.kind)}</span></th>
            <td data-l=council::col_text(lang)><span lang=korean(lang)>{outcome.text.clone()}</span>{tasks}</td>
            <td data-l=council::col_owner(lang)>{from}{hall.names(&outcome.owners)}</td>
            <td data-l=council::col_due(lang)><span class="dd">{day_in_year(lang, one.due(), hall.council.day.year())}{left}</span>{age}</td>
            <td data-l=texts::col_light(lang)>{light_cell(lang, one.light, one.waits && one.is_open())}</td>
            {last}
        </tr>
    }
    .into_any()
}

/// The directives and requests of an institution or a task, on its page; nothing where there are none.
#[must_use]
pub fn part(hall: &CouncilScene, query: &DirectivesQuery, title: &'static str) -> AnyView {
    let lang = hall.lang();
    let mut all = hall.council.follow_ups();
    all.retain(|one| query.fits(one));
    if all.is_empty() {
        return ().into_any();
    }
    sort(&mut all);
    let shown: Vec<&FollowUp> = all.iter().collect();
    let open = all.iter().filter(|one| one.is_open()).count();
    let filter = match (&query.institution, query.task) {
        (Some(slug), _) => format!("/directives?institution={slug}&all=1"),
        (None, Some(task)) => format!("/directives?task={task}&all=1"),
        (None, None) => "/directives".to_owned(),
    };
    view! {
        <section class="sec" id="directives">
            {section::head(title, Some(shown.len()), Some(texts::open_note(lang, open)), Some((texts::more(lang), hall.link(filter))))}
            {table(hall, &shown, title, false)}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_not_there() {
        let pairs = [("institution", "외교부"), ("task", "0"), ("meeting", "x"), ("kind", "decision"), ("all", "yes")];
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        assert_eq!(DirectivesQuery::parse(&pairs), DirectivesQuery::default());
    }
}

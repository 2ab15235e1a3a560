//! `/difficulties`: the register of 애로사항, with how long answers take.

pub mod detail;
pub mod field;
pub mod new;

use crate::domain::calendar::day_of;
use crate::domain::council::Entry;
use crate::domain::council::difficulty::{Difficulty, Stage};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::permission::Action;
use crate::pages::admin::filter_select;
use crate::pages::components::{Empty, day_in_year, days_left, rule, section};
use crate::pages::council::list::kept;
use crate::pages::council::{CouncilScene, Tab, tabs, words};
use crate::pages::record::korean;
use crate::pages::texts::{council, difficulties as texts};
use chrono::Datelike;
use leptos::prelude::*;

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DifficultiesQuery {
    pub institution: Option<Slug>,
    pub answerer: Option<Slug>,
    pub task: Option<TaskNo>,
    pub stage: Option<Stage>,
}

impl DifficultiesQuery {
    /// What is not understood is not there.
    #[must_use]
    pub fn parse(query: &[(String, String)]) -> Self {
        let value = |name: &str| crate::domain::report::value(query, name).to_owned();
        Self {
            institution: Slug::parse(&value("institution")),
            answerer: Slug::parse(&value("answerer")),
            task: TaskNo::parse(&value("task")),
            stage: Stage::parse(&value("stage")),
        }
    }

    fn fits(&self, hall: &CouncilScene, one: &Entry<Difficulty>) -> bool {
        let asked = one.body.asked.as_ref().map(|asked| &asked.answerer);
        self.institution.as_ref().is_none_or(|slug| hall.council.sharing(one).contains(slug))
            && self.answerer.as_ref().is_none_or(|slug| asked == Some(slug))
            && self.task.is_none_or(|task| one.body.tasks.contains(&task))
            && self.stage.is_none_or(|stage| one.body.stage == stage)
    }
}

/// Unanswered first, the longest waiting before others; then what is being done; then what is over.
#[must_use]
pub fn sorted<'a>(all: impl Iterator<Item = &'a Entry<Difficulty>>) -> Vec<&'a Entry<Difficulty>> {
    let mut all: Vec<_> = all.filter(|one| one.body.merged_into.is_none()).collect();
    all.sort_by_key(|one| (!one.body.is_unanswered(), one.body.stage.is_over(), one.first_at, one.id));
    all
}

/// The page.
#[must_use]
pub fn page(hall: &CouncilScene, query: &DifficultiesQuery) -> AnyView {
    let lang = hall.lang();
    let all = sorted(hall.council.difficulties.iter());
    let unanswered = all.iter().filter(|one| one.body.is_unanswered()).count();
    let over = all.iter().filter(|one| one.body.stage.is_over()).count();
    let say = texts::say(lang, all.len(), over, unanswered);
    let shown: Vec<_> = all.into_iter().filter(|one| query.fits(hall, one)).collect();
    let body = if shown.is_empty() {
        Empty::new(texts::none(lang), texts::none_why(lang)).view()
    } else {
        table(hall, &shown, texts::caption(lang))
    };
    let raise = may_raise(hall).then(|| {
        view! { <a class="krds-btn primary" href=hall.link("/difficulties/new")>{texts::raise(lang)}</a> }
    });
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{say}</p></div><div class="acts">{raise}</div></div>
        {tabs(hall, Tab::Difficulties)}
        <section class="sec">
            {section::head(texts::title(lang), Some(shown.len()), Some(texts::note(lang).to_owned()), None)}
            {filters(hall, query)}
            {body}
        </section>
        {waits(hall)}
    }
    .into_any()
}

/// Whether the reader may raise one for any institution.
#[must_use]
pub fn may_raise(hall: &CouncilScene) -> bool {
    let own = hall.info().reader.as_ref().map(|reader| reader.institutions()).unwrap_or_default();
    hall.may(Action::RunMeetings) || own.iter().any(|slug| hall.may(Action::RaiseDifficulty(slug)))
}

fn filters(hall: &CouncilScene, query: &DifficultiesQuery) -> AnyView {
    let lang = hall.lang();
    let stages: Vec<_> =
        Stage::ALL.iter().map(|stage| (stage.code().to_owned(), words::stage(lang, *stage).to_owned())).collect();
    let text = |value: Option<String>| value.unwrap_or_default();
    let institutions = hall.institution_choices();
    view! {
        <form class="filters" method="get" action="/difficulties">
            {kept(hall)}
            {filter_select("institution", texts::col_institution(lang), texts::any_institution(lang), &text(query.institution.as_ref().map(ToString::to_string)), &institutions)}
            {filter_select("answerer", texts::col_answerer(lang), texts::any_institution(lang), &text(query.answerer.as_ref().map(ToString::to_string)), &institutions)}
            {filter_select("task", council::task(lang), texts::any_task(lang), &text(query.task.map(|no| no.to_string())), &hall.task_choices())}
            {filter_select("stage", council::col_state(lang), texts::any_stage(lang), query.stage.map_or("", Stage::code), &stages)}
            <button class="krds-btn" type="submit">{council::filter(lang)}</button>
        </form>
    }
    .into_any()
}

/// A table of difficulties.
#[must_use]
pub fn table(hall: &CouncilScene, shown: &[&Entry<Difficulty>], caption: &'static str) -> AnyView {
    let lang = hall.lang();
    let rows: Vec<AnyView> = shown.iter().map(|one| row(hall, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <thead><tr>
                <th scope="col">{council::col_no(lang)}</th><th scope="col">{texts::col_institution(lang)}</th>
                <th scope="col">{council::col_text(lang)}</th><th scope="col">{texts::col_answerer(lang)}</th>
                <th scope="col">{texts::col_answer_due(lang)}</th><th scope="col">{council::col_state(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(hall: &CouncilScene, one: &Entry<Difficulty>) -> AnyView {
    let lang = hall.lang();
    let href = hall.link(format!("/difficulties/{}", one.id));
    let others = hall.council.sharing(one).len() - 1;
    let others = (others > 0).then(|| view! { <br/><span class="xs mute">{texts::same_count(lang, others)}</span> });
    let tasks =
        (!one.body.tasks.is_empty()).then(|| view! { <br/><span class="xs">{hall.tasks(&one.body.tasks)}</span> });
    let asked = one.body.asked.as_ref();
    let due = asked.map(|asked| {
        let left = one.body.is_unanswered().then(|| days_left((asked.due - hall.council.day).num_days()));
        view! { <span class="dd">{day_in_year(lang, asked.due, hall.council.day.year())}" "{left}</span> }
    });
    view! {
        <tr>
            <th scope="row" class="nw"><a href=href>{texts::no(lang, one.body.no)}</a></th>
            <td data-l=texts::col_institution(lang)>{hall.scene.institution(&one.body.institution)}{others}</td>
            <td data-l=council::col_text(lang)><span lang=korean(lang)>{one.body.title.clone()}</span>{tasks}</td>
            <td data-l=texts::col_answerer(lang)>{asked.map(|asked| hall.scene.institution(&asked.answerer))}</td>
            <td data-l=texts::col_answer_due(lang)>{due}</td>
            <td data-l=council::col_state(lang)>{state(hall, one)}</td>
        </tr>
    }
    .into_any()
}

/// The stage, or how long it has been waiting for an answer.
#[must_use]
pub fn state(hall: &CouncilScene, one: &Entry<Difficulty>) -> AnyView {
    let lang = hall.lang();
    let stage = words::stage(lang, one.body.stage);
    if !one.body.is_unanswered() {
        return view! { <span class="tag">{stage}</span> }.into_any();
    }
    let days = hall.scene.calendar.working_days_after(day_of(one.first_at), hall.council.day);
    view! { <span class="tag tag--bad">{stage}" · "{texts::unanswered(lang, days)}</span> }.into_any()
}

/// 답변 대기: how long each answerer takes.
fn waits(hall: &CouncilScene) -> AnyView {
    let lang = hall.lang();
    let all = hall.council.waits(hall.scene.calendar);
    if all.is_empty() {
        return ().into_any();
    }
    let days = |days: i64| texts::working_days(lang, days);
    let rows: Vec<AnyView> = all
        .iter()
        .map(|one| {
            let href = hall.link(format!("/difficulties?answerer={}", one.answerer));
            let overdue = if one.overdue > 0 {
                view! { <b class="late-t">{council::count(lang, one.overdue)}</b> }.into_any()
            } else {
                view! { <span class="mute">{council::none(lang)}</span> }.into_any()
            };
            let mean =
                one.mean_tenths().map(|tenths| texts::mean_days(lang, format!("{}.{}", tenths / 10, tenths % 10)));
            let longest = (one.open > 0).then(|| days(one.longest_open));
            view! {
                <tr>
                    <th scope="row"><a href=href>{hall.scene.institution(&one.answerer)}</a></th>
                    <td data-l=texts::wait_open(lang)>{council::count(lang, one.open)}</td>
                    <td data-l=texts::wait_overdue(lang)>{overdue}</td>
                    <td data-l=texts::wait_longest(lang)>{longest}</td>
                    <td data-l=texts::wait_answered(lang)>{council::count(lang, one.answered)}</td>
                    <td data-l=texts::wait_mean(lang)>{mean}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="sec" id="waits">
            {section::head(texts::waits(lang), Some(all.len()), Some(texts::waits_note(lang).to_owned()), None)}
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::waits(lang)}</caption>
                <thead><tr>
                    <th scope="col">{texts::col_answerer(lang)}</th><th scope="col">{texts::wait_open(lang)}</th>
                    <th scope="col">{texts::wait_overdue(lang)}</th><th scope="col">{texts::wait_longest(lang)}</th>
                    <th scope="col">{texts::wait_answered(lang)}</th><th scope="col">{texts::wait_mean(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {rule(lang, texts::waits_rule(lang))}
        </section>
    }
    .into_any()
}

/// The difficulties of an institution or a task, on its page; nothing where there are none.
#[must_use]
pub fn part(hall: &CouncilScene, query: &DifficultiesQuery) -> AnyView {
    let lang = hall.lang();
    let shown: Vec<_> =
        sorted(hall.council.difficulties.iter()).into_iter().filter(|one| query.fits(hall, one)).collect();
    let asked = query.institution.as_ref().map(|slug| {
        let to_answer = hall.council.difficulties.iter().filter(|one| {
            one.body.is_unanswered() && one.body.asked.as_ref().is_some_and(|asked| asked.answerer == *slug)
        });
        to_answer.count()
    });
    let asked = asked.filter(|count| *count > 0);
    if shown.is_empty() && asked.is_none() {
        return ().into_any();
    }
    let filter = match (&query.institution, query.task) {
        (Some(slug), _) => format!("/difficulties?institution={slug}"),
        (None, Some(task)) => format!("/difficulties?task={task}"),
        (None, None) => "/difficulties".to_owned(),
    };
    let asked = asked.zip(query.institution.as_ref()).map(|(count, slug)| {
        let href = hall.link(format!("/difficulties?answerer={slug}"));
        view! { <p><a href=href>{texts::to_answer(lang, count)}</a></p> }
    });
    let body = (!shown.is_empty()).then(|| table(hall, &shown, texts::title(lang)));
    view! {
        <section class="sec" id="difficulties">
            {section::head(texts::title(lang), Some(shown.len()), None, Some((texts::more(lang), hall.link(filter))))}
            {asked}
            {body}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_not_there() {
        let pairs = [("institution", "외교부"), ("task", "x"), ("stage", "soon")];
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        assert_eq!(DifficultiesQuery::parse(&pairs), DifficultiesQuery::default());
    }
}

//! `/supports`: support to institutions that struggle (지원).

use crate::domain::council::Entry;
use crate::domain::council::support::{Support, SupportKind};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::permission::Action;
use crate::pages::components::{Empty, breadcrumb, day_in_year, section, submit};
use crate::pages::council::forms::{FormView, Tried};
use crate::pages::council::{CouncilScene, Tab, tabs, words};
use crate::pages::record::korean;
use crate::pages::texts::{council, supports as texts};
use chrono::Datelike;
use leptos::prelude::*;

/// The page of all.
#[must_use]
pub fn page(hall: &CouncilScene, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let mut all: Vec<_> = hall.council.supports.iter().collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.body.goes_on(hall.council.day), one.body.from, one.id)));
    let going = all.iter().filter(|one| one.body.goes_on(hall.council.day)).count();
    let body = if all.is_empty() {
        Empty::new(texts::none(lang), texts::none_why(lang)).view()
    } else {
        table(hall, &all, texts::caption(lang))
    };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        {tabs(hall, Tab::Supports)}
        <section class="sec">
            {section::head(texts::title(lang), Some(all.len()), Some(texts::going(lang, going)), None)}
            {body}
        </section>
        {new_form(hall, tried)}
    }
    .into_any()
}

fn table(hall: &CouncilScene, all: &[&Entry<Support>], caption: &'static str) -> AnyView {
    let lang = hall.lang();
    let rows: Vec<AnyView> = all.iter().map(|one| row(hall, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <thead><tr>
                <th scope="col">{texts::col_institution(lang)}</th><th scope="col">{texts::col_kind(lang)}</th>
                <th scope="col">{texts::col_text(lang)}</th><th scope="col">{texts::col_by(lang)}</th>
                <th scope="col">{texts::col_term(lang)}</th><th scope="col">{texts::col_outcome(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(hall: &CouncilScene, one: &Entry<Support>) -> AnyView {
    let (lang, support, year) = (hall.lang(), &one.body, hall.council.day.year());
    let task: Vec<TaskNo> = support.task.into_iter().collect();
    let task = (!task.is_empty()).then(|| view! { <br/><span class="xs">{hall.tasks(&task)}</span> });
    let until = support.until.map(|day| day_in_year(lang, day, year));
    let outcome = if support.outcome.is_empty() {
        view! { <span class="tag tag--hold">{texts::goes_on(lang)}</span> }.into_any()
    } else {
        view! { <span lang=korean(lang)>{support.outcome.clone()}</span> }.into_any()
    };
    let name = hall.scene.institution(&support.institution);
    let name = if hall.may(Action::RunMeetings) {
        let href = hall.link(format!("/supports/{}", one.id));
        view! { <a href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    let by = format!("{} {}", hall.scene.institution(&support.by), support.by_whom);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-l=texts::col_kind(lang)>{words::support_kind(lang, support.kind)}</td>
            <td data-l=texts::col_text(lang)><span lang=korean(lang)>{support.text.clone()}</span>{task}</td>
            <td data-l=texts::col_by(lang)>{by.trim().to_owned()}</td>
            <td data-l=texts::col_term(lang)>{day_in_year(lang, support.from, year)}" – "{until}</td>
            <td data-l=texts::col_outcome(lang)>{outcome}</td>
        </tr>
    }
    .into_any()
}

fn fields(hall: &CouncilScene, form: &FormView) -> AnyView {
    let lang = hall.lang();
    let kinds: Vec<_> = SupportKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), words::support_kind(lang, *kind).to_owned()))
        .collect();
    let institutions = hall.institution_choices();
    view! {
        {form.field("institution", texts::col_institution(lang)).required().select(lang, &institutions)}
        {form.field("task", council::task(lang)).optional().select(lang, &hall.task_choices())}
        {form.field("kind", texts::col_kind(lang)).required().select(lang, &kinds)}
        {form.field("text", texts::col_text(lang)).required().textarea(lang, 3)}
        {form.field("by", texts::col_by(lang)).required().select(lang, &institutions)}
        {form.field("by_whom", texts::by_whom(lang)).optional().max_length(100).text(lang)}
        {form.field("from", texts::from(lang)).required().date(lang)}
        {form.field("until", texts::until(lang)).optional().date(lang)}
        {form.field("outcome", texts::col_outcome(lang)).optional().hint(texts::outcome_hint(lang)).textarea(lang, 3)}
    }
    .into_any()
}

fn new_form(hall: &CouncilScene, tried: &Tried) -> AnyView {
    if !hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    let lang = hall.lang();
    let form = tried.form("support", &[]);
    view! {
        <section class="sec" id="new">
            {section::head(texts::new(lang), None, None, None)}
            <details class="fold" open=form.is_faulty()>
                <summary>{texts::new_open(lang)}</summary>
                <form action=hall.link("/supports") method="post">
                    {form.summary(lang)}
                    {fields(hall, &form)}
                    <div class="prow">{submit(council::save(lang))}</div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// The page of one, with its form.
#[must_use]
pub fn detail(hall: &CouncilScene, one: &Entry<Support>, tried: &Tried) -> AnyView {
    let (lang, support) = (hall.lang(), &one.body);
    let name = hall.scene.institution(&support.institution);
    let crumbs = [(texts::title(lang).to_owned(), Some(hall.link("/supports"))), (name.clone(), None)];
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let begun = [
        ("institution", support.institution.to_string()),
        ("task", support.task.map(|no| no.to_string()).unwrap_or_default()),
        ("kind", support.kind.code().to_owned()),
        ("text", support.text.clone()),
        ("by", support.by.to_string()),
        ("by_whom", support.by_whom.clone()),
        ("from", support.from.to_string()),
        ("until", day(support.until)),
        ("outcome", support.outcome.clone()),
    ];
    let form = tried.form("support", &begun);
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::to(lang, name)}</h1></div></div>
        {form.summary(lang)}
        <div class="cols"><form class="c8" action=hall.link(format!("/supports/{}", one.id)) method="post">
            {fields(hall, &form)}
            <div class="prow">{submit(council::save(lang))}<a class="krds-btn" href=hall.link("/supports")>{council::back(lang)}</a></div>
        </form></div>
    }
    .into_any()
}

/// The supports of an institution or for a task, on its page; nothing where there are none.
#[must_use]
pub fn part(hall: &CouncilScene, institution: Option<&Slug>, task: Option<TaskNo>) -> AnyView {
    let lang = hall.lang();
    let fits = |one: &&Entry<Support>| {
        institution.is_none_or(|slug| one.body.institution == *slug || one.body.by == *slug)
            && task.is_none_or(|task| one.body.task == Some(task))
    };
    let shown: Vec<_> = hall.council.supports.iter().filter(fits).collect();
    if shown.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="sec" id="supports">
            {section::head(texts::title(lang), Some(shown.len()), None, Some((texts::more(lang), hall.link("/supports"))))}
            {table(hall, &shown, texts::title(lang))}
        </section>
    }
    .into_any()
}

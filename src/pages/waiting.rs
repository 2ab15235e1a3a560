//! `/waiting`: who waits for whom; the days are counted against the one waited for.

use crate::domain::council::waiting::{Awaited, Wait};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::permission::Action;
use crate::pages::components::{Empty, day_in_year, rule, section, submit};
use crate::pages::council::forms::Tried;
use crate::pages::council::{CouncilScene, Tab, tabs};
use crate::pages::record::korean;
use crate::pages::texts::{council, waiting as texts};
use chrono::Datelike;
use leptos::prelude::*;

/// The page of all.
#[must_use]
pub fn page(hall: &CouncilScene, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let all = hall.council.waitings_on(hall.scene.standing);
    let open = all.iter().filter(|one| one.over_on.is_none()).count();
    let body = if all.is_empty() {
        Empty::new(texts::none(lang), texts::none_why(lang)).view()
    } else {
        table(hall, &all, texts::caption(lang), true)
    };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        {tabs(hall, Tab::Waiting)}
        <section class="sec">
            {section::head(texts::title(lang), Some(all.len()), Some(texts::open(lang, open)), None)}
            {body}
            {rule(lang, texts::rule(lang))}
        </section>
        {new_form(hall, tried)}
    }
    .into_any()
}

/// `alone`: on the page of its own, where waitings can be called off.
fn table(hall: &CouncilScene, all: &[Wait], caption: &'static str, alone: bool) -> AnyView {
    let lang = hall.lang();
    let rows: Vec<AnyView> = all.iter().map(|one| row(hall, one, alone)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <thead><tr>
                <th scope="col">{texts::col_waits(lang)}</th><th scope="col">{texts::col_for(lang)}</th>
                <th scope="col">{texts::col_reason(lang)}</th><th scope="col">{texts::col_since(lang)}</th>
                <th scope="col">{texts::col_days(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// What is waited for, in words, and where it stands.
#[must_use]
pub fn awaited(hall: &CouncilScene, awaited: &Awaited) -> AnyView {
    let lang = hall.lang();
    match awaited {
        Awaited::Step { task, milestone, institution } => {
            let href = hall.link(format!("/tasks/{task}/{institution}"));
            view! { {hall.scene.institution(institution)}<br/><a class="xs" href=href lang=korean(lang)>{hall.scene.milestone(*milestone)}</a> }.into_any()
        }
        Awaited::Outcome { outcome, institution } => {
            let told = hall.council.outcome(*outcome).and_then(|one| hall.council.follow_up(one));
            let told = told.map(|one| {
                let href = hall.link(format!("/directives/{outcome}"));
                view! { <br/><a class="xs" href=href lang=korean(lang)>{one.code()}" "{one.outcome.body.text.clone()}</a> }
            });
            view! { {hall.scene.institution(institution)}{told} }.into_any()
        }
    }
}

fn row(hall: &CouncilScene, one: &Wait, alone: bool) -> AnyView {
    let (lang, waiting, year) = (hall.lang(), &one.entry.body, hall.council.day.year());
    let href = hall.link(format!("/tasks/{}/{}", waiting.task, waiting.institution));
    let days = match one.over_on {
        Some(day) => view! { {texts::days(lang, one.days)}<br/><span class="xs mute">{texts::ended(lang)}" "{day_in_year(lang, day, year)}</span> }.into_any(),
        None => {
            let end = (alone && hall.may(Action::WaitOn(&waiting.institution))).then(|| {
                let action = hall.link(format!("/waiting/{}/end", one.entry.id));
                let label = texts::end_what(lang, hall.scene.institution(&waiting.institution));
                view! { <form action=action method="post" class="no-print"><button class="krds-btn xsmall" type="submit" aria-label=label>{texts::end(lang)}</button></form> }
            });
            view! { <b class="late-t">{texts::days(lang, one.days)}</b>{end} }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{hall.scene.institution(&waiting.institution)}<br/><a class="xs" href=href>{crate::pages::texts::record::task_no(lang, waiting.task)}</a></th>
            <td data-l=texts::col_for(lang)>{awaited(hall, &waiting.awaited)}</td>
            <td data-l=texts::col_reason(lang) lang=korean(lang)>{waiting.reason.clone()}</td>
            <td data-l=texts::col_since(lang)>{day_in_year(lang, waiting.since, year)}</td>
            <td data-l=texts::col_days(lang)>{days}</td>
        </tr>
    }
    .into_any()
}

/// What can be waited for: open steps that lead a task, and open directives.
fn choices(hall: &CouncilScene) -> Vec<(String, String)> {
    let steps = hall.scene.standing.lead_steps().filter(|(_, step)| step.light.is_open()).map(|(lead, step)| {
        let value = format!("step:{}:{}:{}", lead.task_no, step.milestone, lead.institution);
        (value, format!("{} · {}", hall.scene.institution(&lead.institution), hall.scene.milestone(step.milestone)))
    });
    let outcomes = hall.council.follow_ups().into_iter().filter(|one| one.is_open()).filter_map(|one| {
        let owner = one.outcome.body.owners.first()?;
        let text: String = one.outcome.body.text.chars().take(40).collect();
        Some((
            format!("outcome:{}:{owner}", one.outcome.id),
            format!("{} · {} {text}", hall.scene.institution(owner), one.code()),
        ))
    });
    steps.chain(outcomes.collect::<Vec<_>>()).collect()
}

/// The assignments that the reader may let wait.
fn own(hall: &CouncilScene) -> Vec<(String, String)> {
    let mine = hall
        .scene
        .standing
        .assignments
        .iter()
        .filter(|one| one.light.is_open() && hall.may(Action::WaitOn(&one.institution)));
    let name = |one: &crate::domain::standing::AssignmentStanding| {
        let title =
            hall.scene.task(one.task_no).map(|task| crate::pages::record::task_title(hall.lang(), task).to_owned());
        (
            format!("{}:{}", one.task_no, one.institution),
            format!("{} · {} {}", hall.scene.institution(&one.institution), one.task_no, title.unwrap_or_default()),
        )
    };
    let mut all: Vec<_> = mine.map(name).collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    all.dedup();
    all
}

fn new_form(hall: &CouncilScene, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let own = own(hall);
    if own.is_empty() {
        return ().into_any();
    }
    let form = tried.form("waiting", &[("since", hall.info().today.to_string())]);
    view! {
        <section class="sec" id="new">
            {section::head(texts::new(lang), None, None, None)}
            <details class="fold" open=form.is_faulty()>
                <summary>{texts::new_open(lang)}</summary>
                <form action=hall.link("/waiting") method="post">
                    {form.summary(lang)}
                    {form.field("assignment", texts::col_waits(lang)).required().select(lang, &own)}
                    {form.field("awaited", texts::col_for(lang)).required().select(lang, &choices(hall))}
                    {form.field("reason", texts::col_reason(lang)).required().max_length(200).text(lang)}
                    {form.field("since", texts::since(lang)).required().date(lang)}
                    <div class="prow">{submit(council::save(lang))}</div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// Who waits for an institution and for whom it waits, or those of a task; nothing where there are none.
#[must_use]
pub fn part(hall: &CouncilScene, institution: Option<&Slug>, task: Option<TaskNo>) -> AnyView {
    let lang = hall.lang();
    let fits = |one: &Wait| {
        let waiting = &one.entry.body;
        let awaited_task = match &waiting.awaited {
            Awaited::Step { task, .. } => Some(*task),
            Awaited::Outcome { .. } => None,
        };
        institution.is_none_or(|slug| waiting.institution == *slug || waiting.awaited.institution() == slug)
            && task.is_none_or(|task| waiting.task == task || awaited_task == Some(task))
    };
    let all: Vec<Wait> = hall.council.waitings_on(hall.scene.standing).into_iter().filter(fits).collect();
    if all.is_empty() {
        return ().into_any();
    }
    let against = institution.map(|slug| {
        let open = all.iter().filter(|one| one.over_on.is_none() && one.entry.body.awaited.institution() == slug);
        open.map(|one| one.days).sum::<i64>()
    });
    let note = against.filter(|days| *days > 0).map(|days| texts::against(lang, days));
    view! {
        <section class="sec" id="waiting">
            {section::head(texts::title(lang), Some(all.len()), note, Some((texts::more(lang), hall.link("/waiting"))))}
            {table(hall, &all, texts::title(lang), false)}
        </section>
    }
    .into_any()
}

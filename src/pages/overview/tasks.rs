//! Every task in a row, by strategy.

use super::lists::waiting;
use super::year;
use crate::domain::plan::{Strategy, Task};
use crate::domain::rating::Verdict;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components::{days_left, light_mark, progress, section, short_day, slip, verdict_mark};
use crate::pages::format::{self, DASH};
use crate::pages::record::cells::rating_cell;
use crate::pages::record::{Scene, korean, strategy_title, task_title};
use crate::pages::texts::overview as texts;
use leptos::prelude::*;

/// The section with the table.
pub fn table(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let groups: Vec<AnyView> = scene.ledger.strategies.iter().map(|strategy| group(scene, strategy)).collect();
    let more = (texts::download(lang), scene.info.link("/export.xlsx"));
    let columns = [
        texts::col_task(lang),
        texts::col_lead(lang),
        texts::col_light(lang),
        texts::col_self(lang),
        texts::col_verdict(lang),
        texts::col_progress(lang),
        texts::col_next(lang),
        texts::col_due(lang),
        texts::col_forecast(lang),
    ];
    let columns = Vec::from(columns.map(|word| view! { <th scope="col">{word}</th> }));
    let caption = texts::tasks_caption(lang, scene.ledger.tasks.len());
    view! {
        <section class="sec brk">
            {section::head(texts::tasks(lang), None, Some(texts::tasks_note(lang).to_owned()), Some(more))}
            <div class="scroll" tabindex="0" role="region" aria-label=texts::tasks(lang)>
                <table class="tbl tbl--tight flow pack">
                    <caption class="sr-only">{caption}</caption>
                    <thead><tr>{columns}</tr></thead>
                    {groups}
                </table>
            </div>
            <p class="xs no-print">
                <a class="pad" href=scene.info.link("/export.csv")>"CSV"</a>" · "
                <a class="pad" href=scene.info.link("/export.json")>"JSON"</a>
            </p>
        </section>
    }
    .into_any()
}

fn verdict_of(lead: Option<&AssignmentStanding>) -> Option<Verdict> {
    lead.and_then(|lead| lead.verdict.as_ref()).map(|fact| fact.verdict)
}

fn lead_of<'a>(scene: &Scene<'a>, task: &Task) -> Option<&'a AssignmentStanding> {
    scene.standing.task(task.no).and_then(|standing| scene.standing.lead_of(standing))
}

fn group(scene: &Scene, strategy: &Strategy) -> AnyView {
    let lang = scene.lang();
    let tasks: Vec<&Task> = scene.ledger.tasks.iter().filter(|task| task.strategy_no == strategy.no).collect();
    if tasks.is_empty() {
        return ().into_any();
    }
    let count = |wanted: &[Verdict]| {
        tasks.iter().filter(|task| verdict_of(lead_of(scene, task)).is_some_and(|own| wanted.contains(&own))).count()
    };
    let counts = texts::group_counts(
        lang,
        count(&[Verdict::AtRisk]),
        count(&[Verdict::OnTrack, Verdict::Verified]),
        count(&[Verdict::Watch]),
    );
    let title = format!("{} {}", texts::strategy(lang, strategy.no), strategy_title(lang, strategy));
    let rows: Vec<AnyView> = tasks.iter().map(|task| row(scene, task)).collect();
    view! {
        <tbody><tr class="grp"><th colspan="9" scope="rowgroup">{title}<small>{counts}</small></th></tr>{rows}</tbody>
    }
    .into_any()
}

fn row(scene: &Scene, task: &Task) -> AnyView {
    let lang = scene.lang();
    let standing = scene.standing.task(task.no);
    let lead = lead_of(scene, task);
    let light = standing.map_or(Light::Planned, |standing| scene.standing.light_of(standing));
    let class = if light == Light::Late { "ttl rowlate" } else { "ttl" };
    let holder = lead.map_or(&task.lead, |lead| &lead.institution);
    let split = lead
        .filter(|lead| lead.is_disputed())
        .map(|_| view! { <br/><span class="split">{texts::differs(lang)}</span> });
    let tenths = standing.and_then(|standing| standing.progress.tenths);
    let planned = standing.and_then(|standing| standing.planned_progress);
    let next = lead.and_then(AssignmentStanding::next_step);
    view! {
        <tr>
            <th scope="row" class=class><a href=scene.info.link(&format!("/tasks/{}", task.no))><span class="no">{task.no.to_string()}</span>{task_title(lang, task).to_owned()}</a></th>
            <td class="h" data-l=texts::col_lead(lang)>{scene.institution(holder)}</td>
            <td class="q" data-l=texts::col_light(lang)>{light_mark(lang, light)}{waiting(scene, lead)}</td>
            <td class="h" data-l=texts::col_self(lang)>{rating_cell(scene, lead)}</td>
            <td class="q" data-l=texts::col_verdict(lang)>{verdict_mark(lang, verdict_of(lead))}{split}</td>
            <td class="full q" data-l=texts::col_progress(lang)>{progress(lang, tenths, planned)}</td>
            {next_cells(scene, next)}
        </tr>
    }
    .into_any()
}

/// The next milestone, its approved due and its forecast.
fn next_cells(scene: &Scene, next: Option<&StepStanding>) -> AnyView {
    let (lang, year) = (scene.lang(), year(scene));
    let Some(step) = next else {
        return view! {
            <td class="full mute" data-l=texts::col_next(lang)>{texts::no_steps(lang)}</td>
            <td data-l=texts::col_due(lang)>{DASH}</td><td data-l=texts::col_forecast(lang)>{DASH}</td>
        }
        .into_any();
    };
    let title = scene.ledger.milestone(step.milestone).map(|milestone| milestone.title.clone()).unwrap_or_default();
    let left = step.light.is_open().then(|| view! { " "{days_left(step.days_left)} });
    let due =
        view! { <time datetime=step.due.last_day.to_string()>{format::due_short(lang, step.due, year)}</time>{left} };
    view! {
        <td class="full" data-l=texts::col_next(lang) lang=korean(lang)>{title}</td>
        <td class="nw" data-l=texts::col_due(lang)>{due}</td>
        <td class="nw" data-l=texts::col_forecast(lang)>{expected(scene, step)}</td>
    }
    .into_any()
}

/// When it is expected, or was verified, and how far that is from the first approved due.
fn expected(scene: &Scene, step: &StepStanding) -> AnyView {
    let (lang, year) = (scene.lang(), year(scene));
    let Some(day) = step.verified_on().or(step.forecast) else {
        return view! { <span class="mute">{DASH}</span> }.into_any();
    };
    let days = (day - step.first_due.last_day).num_days();
    view! { {short_day(lang, day, year)}" "{slip(lang, days)} }.into_any()
}

//! `/deadlines`: every milestone by the month of its approved due, as its lead stands or as one institution does.

use crate::domain::ids::{MilestoneId, Slug, TaskNo};
use crate::domain::plan::Milestone;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, LightCounts, StepStanding};
use crate::pages::components::{Empty, light_word, section, share};
use crate::pages::record::cells::{
    basis_word, days_left, due_time, forecast_cell, last_working_day_note, light_of_step,
};
use crate::pages::record::query::{address, value};
use crate::pages::record::{Scene, institution_name, korean, milestone_label, task_title};
use crate::pages::texts;
use chrono::Datelike;
use leptos::prelude::*;
use rustc_hash::FxHashMap;

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeadlinesQuery {
    /// `None`: the milestones as their leads stand.
    pub institution: Option<Slug>,
    pub task: Option<TaskNo>,
    pub light: Option<Light>,
    pub open: bool,
}

impl DeadlinesQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        Self {
            institution: value(pairs, "institution").and_then(Slug::parse),
            task: value(pairs, "task").and_then(TaskNo::parse),
            light: value(pairs, "light").and_then(Light::parse),
            open: value(pairs, "open") == Some("1"),
        }
    }

    /// The same filters under another path: the page itself, or its calendar.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        address(
            path,
            &[
                ("institution", self.institution.as_ref().map(Slug::to_string)),
                ("task", self.task.map(|no| no.to_string())),
                ("light", self.light.map(|light| light.code().to_owned())),
                ("open", self.open.then(|| "1".to_owned())),
            ],
        )
    }
}

/// A milestone and the step that speaks for it.
#[derive(Clone, Copy)]
pub struct DeadlineRow<'a> {
    pub milestone: &'a Milestone,
    pub assignment: &'a AssignmentStanding,
    pub step: &'a StepStanding,
}

/// How the institutions asked stand at each milestone.
type Counts = FxHashMap<MilestoneId, LightCounts>;

fn counts(scene: &Scene) -> Counts {
    let mut counts = Counts::default();
    for step in scene.standing.assignments.iter().flat_map(|one| &one.steps) {
        counts.entry(step.milestone).or_default().add(step.light);
    }
    counts
}

/// The deadlines that `query` asks for, by approved due. The page and its calendar show the same.
#[must_use]
pub fn deadlines<'a>(scene: &Scene<'a>, query: &DeadlinesQuery) -> Vec<DeadlineRow<'a>> {
    let standing = scene.standing;
    let speaking: Vec<&'a AssignmentStanding> = match &query.institution {
        Some(slug) => standing.assignments.iter().filter(|one| one.institution == *slug).collect(),
        None => standing.tasks.iter().filter_map(|task| standing.lead_of(task)).collect(),
    };
    let ledger = scene.ledger;
    let steps = speaking.into_iter().flat_map(|one| one.steps.iter().map(move |step| (one, step)));
    let mut rows: Vec<DeadlineRow> = steps
        .filter(|(one, _)| query.task.is_none_or(|no| one.task_no == no))
        .filter(|(_, step)| query.light.is_none_or(|light| step.light == light))
        .filter(|(_, step)| !query.open || step.light.is_open())
        .filter_map(|(assignment, step)| {
            ledger.milestone(step.milestone).map(|milestone| DeadlineRow { milestone, assignment, step })
        })
        .collect();
    rows.sort_by_key(|row| (row.step.due.last_day, row.milestone.task_no, row.milestone.no));
    rows
}

/// The list of deadlines.
#[must_use]
pub fn page(scene: &Scene, query: &DeadlinesQuery) -> AnyView {
    let lang = scene.lang();
    let rows = deadlines(scene, query);
    let count = |light: Light| rows.iter().filter(|row| row.step.light == light).count();
    let say = texts::deadlines::say(lang, rows.len(), count(Light::Late), count(Light::DueSoon));
    let calendar = (texts::record::calendar(lang), scene.info.link(&query.address("/deadlines.ics")));
    let note = Some(texts::deadlines::note(lang).to_owned());
    let body = if rows.is_empty() {
        Empty::new(texts::deadlines::none(lang), texts::deadlines::none_why(lang))
            .link(texts::deadlines::show_all(lang), scene.info.link("/deadlines"))
            .view()
    } else {
        months(scene, &rows)
    };
    view! {
        <div class="head">
            <div><h1>{texts::deadlines::title(lang)}</h1><p class="sub">{say}</p></div>
            <div class="acts"><a class="krds-btn small" href="/account/calendar">{texts::subscription::title(lang)}</a></div>
        </div>
        {filters(scene, query)}
        <section class="sec">
            {section::head(texts::deadlines::list(lang), Some(rows.len()), note, Some(calendar))}
            {body}
        </section>
    }
    .into_any()
}

fn filters(scene: &Scene, query: &DeadlinesQuery) -> AnyView {
    let (info, lang) = (scene.info, scene.lang());
    let institutions = scene.standing.institutions.iter().filter_map(|one| scene.ledger.institution(&one.slug));
    let institutions: Vec<AnyView> = institutions
        .map(|one| {
            let name = institution_name(lang, one).to_owned();
            option(one.slug.to_string(), name, query.institution.as_ref() == Some(&one.slug))
        })
        .collect();
    let tasks: Vec<AnyView> = scene
        .ledger
        .tasks
        .iter()
        .map(|task| {
            let name = format!("{} {}", task.no, task_title(lang, task));
            option(task.no.to_string(), name, query.task == Some(task.no))
        })
        .collect();
    let lights: Vec<AnyView> = Light::ALL
        .into_iter()
        .map(|light| option(light.code().to_owned(), light_word(lang, light).to_owned(), query.light == Some(light)))
        .collect();
    let kept = [("plan", info.plan_slug.clone()), ("asof", info.asof.map(|day| day.to_string()))];
    let kept: Vec<AnyView> = kept
        .into_iter()
        .filter_map(|(name, value)| {
            value.map(|value| view! { <input type="hidden" name=name value=value/> }.into_any())
        })
        .collect();
    view! {
        <form class="filters" method="get" action="/deadlines">
            {kept}
            <div><label for="f-institution">{texts::deadlines::filter_institution(lang)}</label>
                <select class="krds-input" id="f-institution" name="institution">
                    <option value="">{texts::deadlines::all_institutions(lang)}</option>{institutions}</select></div>
            <div><label for="f-task">{texts::deadlines::filter_task(lang)}</label>
                <select class="krds-input" id="f-task" name="task">
                    <option value="">{texts::deadlines::all_tasks(lang)}</option>{tasks}</select></div>
            <div><label for="f-light">{texts::deadlines::filter_light(lang)}</label>
                <select class="krds-input" id="f-light" name="light">
                    <option value="">{texts::deadlines::any_light(lang)}</option>{lights}</select></div>
            <div><label class="ckb"><input type="checkbox" name="open" value="1" checked=query.open/>{texts::deadlines::filter_open(lang)}</label></div>
            <button class="krds-btn" type="submit">{texts::deadlines::filter_submit(lang)}</button>
        </form>
    }
    .into_any()
}

fn option(value: String, name: String, selected: bool) -> AnyView {
    view! { <option value=value selected=selected>{name}</option> }.into_any()
}

fn months(scene: &Scene, rows: &[DeadlineRow]) -> AnyView {
    let lang = scene.lang();
    let month_of = |row: &DeadlineRow| (row.step.due.last_day.year(), row.step.due.last_day.month());
    let groups = rows.chunk_by(|a, b| month_of(a) == month_of(b));
    let counts = counts(scene);
    let months: Vec<AnyView> = groups.map(|group| month(scene, &counts, group)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::deadlines::caption(lang)}</caption>
            <colgroup><col width="17%"/><col/><col width="12%"/><col width="20%"/><col width="16%"/></colgroup>
            <thead><tr>
                <th scope="col">{texts::deadlines::col_due(lang)}</th>
                <th scope="col">{texts::deadlines::col_milestone(lang)}</th>
                <th scope="col">{texts::record::col_light(lang)}</th>
                <th scope="col">{texts::deadlines::col_forecast(lang)}</th>
                <th scope="col">{texts::deadlines::col_done(lang)}</th>
            </tr></thead>
            {months}
        </table>
    }
    .into_any()
}

fn month(scene: &Scene, counts: &Counts, rows: &[DeadlineRow]) -> AnyView {
    let lang = scene.lang();
    let day = rows.first().map_or(scene.standing.day, |row| row.step.due.last_day);
    let name = texts::deadlines::month(lang, day.month(), day.year());
    let count = texts::deadlines::month_count(lang, rows.len());
    let body: Vec<AnyView> = rows.iter().map(|row| table_row(scene, counts, row)).collect();
    view! {
        <tbody><tr class="grp"><th colspan="5" scope="rowgroup">{name}<small>{count}</small></th></tr>{body}</tbody>
    }
    .into_any()
}

fn table_row(scene: &Scene, counts: &Counts, row: &DeadlineRow) -> AnyView {
    let lang = scene.lang();
    let link = scene.info.link(&format!("/tasks/{}/{}", row.milestone.task_no, row.assignment.institution));
    let task = scene.info.link(&format!("/tasks/{}", row.milestone.task_no));
    let title = scene.task(row.milestone.task_no).map(|task| task_title(lang, task).to_owned()).unwrap_or_default();
    let class = if row.step.light == Light::Late { "rowlate" } else { "" };
    let working_day =
        last_working_day_note(scene, row.step.due).map(|note| view! { <br/><span class="mute xs">{note}</span> });
    let who = scene.institution(&row.assignment.institution);
    view! {
        <tr>
            <td data-l=texts::deadlines::col_due(lang)>
                {due_time(scene, row.step.due)}" "{days_left(row.step)}{working_day}
            </td>
            <th scope="row" class=class>
                <b><a href=link lang=korean(lang)>{milestone_label(row.milestone)}</a></b>" "
                <span class="tag">{basis_word(lang, row.step.basis)}</span><br/>
                <span class="mute xs"><a href=task>{title}</a>" · "{who}</span>
            </th>
            <td data-l=texts::record::col_light(lang)>{light_of_step(lang, row.step)}</td>
            <td data-l=texts::deadlines::col_forecast(lang)>{forecast_cell(scene, row.step)}</td>
            <td data-l=texts::deadlines::col_done(lang)>{done(scene, counts.get(&row.milestone.id))}</td>
        </tr>
    }
    .into_any()
}

/// How many of the institutions asked have done it.
fn done(scene: &Scene, counts: Option<&LightCounts>) -> AnyView {
    let (lang, counts) = (scene.lang(), counts.copied().unwrap_or_default());
    let late =
        (counts.late > 0).then(|| view! { <b class="late-t xs">{texts::record::late_count(lang, counts.late)}</b> });
    view! { {share(counts.done, counts.total() - counts.ended, texts::common::light_done(lang))}{late} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[(&str, &str)]) -> DeadlinesQuery {
        let pairs: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        DeadlinesQuery::parse(&pairs)
    }

    #[test]
    fn what_is_not_understood_is_not_there() {
        let asked = parse(&[("institution", "행안부"), ("task", "0"), ("light", "green"), ("open", "yes")]);
        assert_eq!(asked, DeadlinesQuery::default());
    }

    #[test]
    fn the_calendar_has_the_filters_of_the_page() {
        let asked = parse(&[("institution", "mois"), ("task", "4"), ("light", "late"), ("open", "1")]);
        assert_eq!(asked.address("/deadlines.ics"), "/deadlines.ics?institution=mois&task=4&light=late&open=1");
    }
}

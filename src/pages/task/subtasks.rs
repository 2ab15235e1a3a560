//! The subtasks (세부과제) of a task as of the day: with their lead, their milestones, and what they rest on.

use super::TaskModel;
use crate::domain::calendar::day_of;
use crate::domain::ids::TaskNo;
use crate::domain::permission::{Action, may};
use crate::domain::plan::{Basis, Source};
use crate::domain::standing::StepStanding;
use crate::domain::subtask::Subtask;
use crate::pages::components::{assumed_tag, light_mark, section as section_head};
use crate::pages::lang::Lang;
use crate::pages::record::cells::{date, day_text, due_lines};
use crate::pages::record::{Scene, korean, milestone_label};
use crate::pages::texts::{common, plan_edit as texts};
use leptos::prelude::*;

/// The section on a task's page: nothing where there are none, but for those who may add some.
pub fn section(model: &TaskModel) -> AnyView {
    let (scene, task) = (&model.scene, model.task.no);
    let lang = scene.lang();
    let edits =
        scene.info.asof.is_none() && scene.info.reader.as_ref().is_some_and(|reader| may(reader, Action::EditPlan));
    let count = scene.ledger.subtasks_before(task, scene.standing.cutoff).count();
    let given_up = scene.ledger.retired_before(task, scene.standing.cutoff).count();
    if count + given_up == 0 && !edits {
        return ().into_any();
    }
    let more = edits.then(|| (texts::manage(lang), scene.info.link(&format!("/tasks/{task}/subtasks"))));
    let body = if count == 0 {
        view! { <p class="mute">{texts::none(lang)}</p> }.into_any()
    } else {
        table(scene, task, false)
    };
    view! {
        <section class="sec" id="subtasks">
            {section_head::head(texts::subtasks(lang), Some(count), Some(texts::subtasks_note(lang).to_owned()), more)}
            {body}
            {retired(scene, task)}
        </section>
    }
    .into_any()
}

/// The subtasks that stand; with links to edit them where `edits`.
pub fn table(scene: &Scene, task: TaskNo, edits: bool) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> =
        scene.ledger.subtasks_before(task, scene.standing.cutoff).map(|one| row(scene, one, edits)).collect();
    let last = edits.then(|| view! { <th scope="col">{texts::edit(lang)}</th> });
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::subtasks_caption(lang, task)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_no(lang)}</th><th scope="col">{texts::col_title(lang)}</th>
                <th scope="col">{texts::col_lead(lang)}</th><th scope="col">{texts::col_milestones(lang)}</th>
                <th scope="col">{texts::col_source(lang)}</th>{last}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(scene: &Scene, one: &Subtask, edits: bool) -> AnyView {
    let lang = scene.lang();
    let (title, language) = title_of(lang, one);
    let lead =
        one.text.lead.as_ref().map_or_else(|| texts::lead_of_task(lang).to_owned(), |lead| scene.institution(lead));
    let edit = edits.then(|| {
        let href = scene.info.link(&format!("/tasks/{}/subtasks/{}", one.task_no, one.no));
        let label = texts::edit_which(lang, one.no);
        view! { <td data-l=texts::edit(lang)><a class="krds-btn small" href=href aria-label=label>{texts::edit(lang)}</a></td> }
    });
    view! {
        <tr>
            <td data-l=texts::col_no(lang)>{one.no.to_string()}</td>
            <th scope="row"><b lang=language>{title}</b></th>
            <td data-l=texts::col_lead(lang)>{lead}</td>
            <td data-l=texts::col_milestones(lang)>{milestones(scene, one)}</td>
            <td data-l=texts::col_source(lang)>{source(scene, one)}</td>
            {edit}
        </tr>
    }
    .into_any()
}

/// The title in the reader's language where there is one, and the language it is in where it is another.
fn title_of(lang: Lang, one: &Subtask) -> (String, Option<&'static str>) {
    match lang {
        Lang::En if !one.text.title_en.is_empty() => (one.text.title_en.clone(), None),
        _ => (one.text.title.clone(), korean(lang)),
    }
}

/// Its milestones as the task's lead stands in them.
fn milestones(scene: &Scene, one: &Subtask) -> AnyView {
    let lang = scene.lang();
    let steps = scene.standing.task(one.task_no).and_then(|task| scene.standing.lead_of(task));
    let steps = steps.map(|lead| lead.steps.as_slice()).unwrap_or_default();
    let named = |step: &&StepStanding| {
        let milestone = scene.ledger.milestone(step.milestone);
        milestone.filter(|milestone| one.text.milestones.contains(&milestone.no))
    };
    let lines: Vec<AnyView> = steps
        .iter()
        .filter_map(|step| named(&step).map(|milestone| (step, milestone)))
        .map(|(step, milestone)| {
            view! {
                <li>{light_mark(lang, step.light)}" "<span lang=korean(lang)>{milestone_label(milestone)}</span>" "{due_lines(scene, step)}</li>
            }
            .into_any()
        })
        .collect();
    if lines.is_empty() {
        return view! { <span class="mute">{crate::pages::texts::record::dash(lang)}</span> }.into_any();
    }
    view! { <ul>{lines}</ul> }.into_any()
}

fn source(scene: &Scene, one: &Subtask) -> AnyView {
    let lang = scene.lang();
    let known = |source: &&Source| source.published_on <= scene.standing.day;
    let cited = one.text.source.as_ref().and_then(|key| scene.ledger.source(key)).filter(known);
    let cited = cited.map(|source| {
        view! { " "<span class="xs mute"><span lang=korean(lang)>{source.title.clone()}</span>", "{date(scene, source.published_on)}</span> }
    });
    match one.text.basis {
        Basis::Published => view! { <span class="tag">{common::published(lang)}</span>{cited} }.into_any(),
        Basis::Assumed => view! { {assumed_tag(lang)}{cited} }.into_any(),
    }
}

/// Those that were given up, with who and why.
pub fn retired(scene: &Scene, task: TaskNo) -> AnyView {
    let lang = scene.lang();
    let lines: Vec<AnyView> = scene
        .ledger
        .retired_before(task, scene.standing.cutoff)
        .map(|one| {
            let day = day_text(scene, day_of(one.recorded_at));
            let reason = one.retired.clone().unwrap_or_default();
            let line = texts::retired_line(lang, &one.by_name, day, one.no, reason, title_of(lang, one).0);
            view! { <li>{line}</li> }.into_any()
        })
        .collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <details class="fold"><summary>{texts::retired(lang, lines.len())}</summary><ul>{lines}</ul></details> }
        .into_any()
}

//! How the task stands in each institution: the late first, those that have finished under a fold.

use super::TaskModel;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, LightCounts};
use crate::pages::components::{Empty, progress, section as section_head, share};
use crate::pages::record::Scene;
use crate::pages::record::cells::{due_and_forecast_cell, light_of, rating_cell, role_word, verdict_cell};
use crate::pages::texts;
use leptos::prelude::*;

/// The section: a bar of k of N, the open ones, the finished ones.
pub fn section(model: &TaskModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let (mut open, finished): (Vec<_>, Vec<_>) = model.assignments().partition(|one| one.light.is_open());
    open.sort_by_key(|one| {
        let due = one.next_step().map_or(chrono::NaiveDate::MAX, |step| step.due.last_day);
        (std::cmp::Reverse(one.light.urgency()), due, one.role)
    });
    let counts = LightCounts::of(model.assignments().map(|one| one.light));
    let note = texts::task::ministries_note(lang, counts.done, counts.late, counts.due_soon);
    let note = (counts.total() > 0).then_some(note);
    let download = (counts.total() > 0).then(|| (texts::record::download(lang), scene.info.link("/export.xlsx")));
    let body = if counts.total() == 0 {
        Empty::new(texts::task::ministries_none(lang), texts::task::ministries_none_why(lang)).view()
    } else {
        view! { {bar(scene, counts)}{left(scene, &open)}{done(scene, &finished)} }.into_any()
    };
    view! {
        <section class="sec" id="institutions">
            {section_head::head(texts::task::ministries(lang), None, note, download)}
            {body}
        </section>
    }
    .into_any()
}

fn bar(scene: &Scene, counts: LightCounts) -> AnyView {
    let lang = scene.lang();
    let all = counts.total() - counts.ended;
    share(counts.done, all, texts::common::light_done(lang))
}

fn left(scene: &Scene, open: &[&AssignmentStanding]) -> AnyView {
    let lang = scene.lang();
    if open.is_empty() {
        return view! { <p class="mute">{texts::task::all_done(lang)}</p> }.into_any();
    }
    let rows: Vec<AnyView> = open.iter().map(|one| row(scene, one)).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::task::ministries(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::task::ministries_caption(lang)}</caption>
            <colgroup>
                <col width="22%"/><col width="12%"/><col width="14%"/><col width="14%"/><col width="22%"/><col width="16%"/>
            </colgroup>
            <thead><tr>
                <th scope="col">{texts::task::ministries_left(lang, open.len())}</th>
                <th scope="col">{texts::record::col_light(lang)}</th>
                <th scope="col">{texts::record::col_self(lang)}</th>
                <th scope="col">{texts::record::col_verdict(lang)}</th>
                <th scope="col">{texts::record::col_progress(lang)}</th>
                <th scope="col">{texts::record::col_due(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(scene: &Scene, one: &AssignmentStanding) -> AnyView {
    let lang = scene.lang();
    let link = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
    let class = if one.light == Light::Late { "rowlate" } else { "" };
    view! {
        <tr>
            <th scope="row" class=class>
                <b><a href=link>{scene.institution(&one.institution)}</a></b>" "
                <span class="mute xs">{role_word(lang, one.role)}</span>
            </th>
            <td data-l=texts::record::col_light(lang)>{light_of(scene, one)}</td>
            <td data-l=texts::record::col_self(lang)>{rating_cell(scene, Some(one))}</td>
            <td data-l=texts::record::col_verdict(lang)>{verdict_cell(scene, Some(one))}</td>
            <td data-l=texts::record::col_progress(lang)>
                {progress(lang, one.progress().map(|percent| percent * 10), None)}
            </td>
            <td class="nw" data-l=texts::record::col_due(lang)>{due_and_forecast_cell(scene, one.next_step())}</td>
        </tr>
    }
    .into_any()
}

fn done(scene: &Scene, finished: &[&AssignmentStanding]) -> Option<AnyView> {
    let lang = scene.lang();
    let names: Vec<AnyView> = finished
        .iter()
        .map(|one| {
            let link = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
            view! { <span><a href=link>{scene.institution(&one.institution)}</a></span> }.into_any()
        })
        .collect();
    (!names.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>{texts::task::ministries_done(lang, finished.len())}</summary>
                <div class="names">{names}</div>
            </details>
        }
        .into_any()
    })
}

//! The milestones of a task as its lead stands: a chart, and the same facts in a table with basis and source.

use super::{TaskModel, gantt};
use crate::domain::plan::{Basis, Milestone, Source};
use crate::domain::schedule::{ClaimState, Light};
use crate::domain::standing::{LightCounts, StepStanding};
use crate::pages::components::{Empty, section as section_head};
use crate::pages::record::cells::{date, day_text, due_lines, forecast_cell, light_of_step};
use crate::pages::record::{Scene, korean, milestone_label};
use crate::pages::texts;
use leptos::prelude::*;

/// A milestone and the lead's step in it.
#[derive(Clone, Copy)]
pub struct MilestoneRow<'a> {
    pub milestone: &'a Milestone,
    pub step: &'a StepStanding,
}

/// The section, with its chart and table.
pub fn section(model: &TaskModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let steps = model.lead().map(|lead| lead.steps.as_slice()).unwrap_or_default();
    let rows: Vec<MilestoneRow> = steps
        .iter()
        .filter_map(|step| scene.ledger.milestone(step.milestone).map(|milestone| MilestoneRow { milestone, step }))
        .collect();
    let body = if rows.is_empty() {
        Empty::new(texts::task::milestones_none(lang), texts::task::milestones_none_why(lang)).view()
    } else {
        view! { {gantt::chart(scene, &rows)}{table(model, &rows)} }.into_any()
    };
    let note = Some(texts::task::milestones_note(lang).to_owned());
    view! {
        <section class="sec" id="milestones">
            {section_head::head(texts::task::milestones(lang), Some(rows.len()), note, None)}
            {body}
        </section>
    }
    .into_any()
}

fn table(model: &TaskModel, rows: &[MilestoneRow]) -> AnyView {
    let lang = model.scene.lang();
    let body: Vec<AnyView> = rows.iter().map(|row| table_row(model, row)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::task::milestones_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::record::col_milestone(lang)}</th>
                <th scope="col">{texts::record::col_light(lang)}</th>
                <th scope="col">{texts::record::col_due(lang)}</th>
                <th scope="col">{texts::record::col_forecast(lang)}</th>
                <th scope="col">{texts::task::col_state(lang)}</th>
                <th scope="col">{texts::task::col_done(lang)}</th>
                <th scope="col">{texts::task::col_source(lang)}</th>
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(model: &TaskModel, row: &MilestoneRow) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let class = if row.step.light == Light::Late { "rowlate" } else { "" };
    view! {
        <tr>
            <th scope="row" class=class><b lang=korean(lang)>{milestone_label(row.milestone)}</b></th>
            <td data-l=texts::record::col_light(lang)>{light_of_step(lang, row.step)}</td>
            <td data-l=texts::record::col_due(lang)>{due_lines(scene, row.step)}</td>
            <td data-l=texts::record::col_forecast(lang)>{forecast_cell(scene, row.step)}</td>
            <td data-l=texts::task::col_state(lang)>{claim_words(scene, row.step)}{reported_done(scene, row.milestone)}</td>
            <td data-l=texts::task::col_done(lang)>{done_cell(model, row.milestone)}</td>
            <td data-l=texts::task::col_source(lang)>{source_cell(scene, row)}</td>
        </tr>
    }
    .into_any()
}

/// What is claimed and what the PMO made of it.
pub fn claim_words(scene: &Scene, step: &StepStanding) -> AnyView {
    let lang = scene.lang();
    let words = match step.claim {
        ClaimState::Unclaimed => return view! { <span class="mute">{texts::record::dash(lang)}</span> }.into_any(),
        ClaimState::Waiting(on) => {
            let waiting = texts::common::waiting(lang);
            return view! {
                {texts::record::claimed_on(lang, day_text(scene, on))}" "<span class="tag s-wait">{waiting}</span>
            }
            .into_any();
        }
        ClaimState::Verified { claimed_on, verified_on } => {
            let claimed = texts::record::claimed_on(lang, day_text(scene, claimed_on));
            format!("{claimed} · {}", texts::record::done_on(lang, day_text(scene, verified_on)))
        }
        ClaimState::Refused(on) => texts::record::refused_on(lang, day_text(scene, on)),
    };
    words.into_any()
}

/// "보도상 완료": a published note, shown once its source is out, and never more than a note.
fn reported_done(scene: &Scene, milestone: &Milestone) -> Option<AnyView> {
    let lang = scene.lang();
    let (day, key) = milestone.reported_done.as_ref()?;
    let source = scene.ledger.source(key).filter(|source| source.published_on <= scene.standing.day)?;
    let note = texts::task::reported_done(lang, day_text(scene, *day), &source.title);
    let why = texts::task::reported_done_why(lang);
    Some(view! { <p class="xs mute">{note}" "{why}</p> }.into_any())
}

/// How many institutions have done it, and how many are late.
fn done_cell(model: &TaskModel, milestone: &Milestone) -> AnyView {
    let lang = model.scene.lang();
    let steps = model.assignments().flat_map(|one| &one.steps).filter(|step| step.milestone == milestone.id);
    let counts = LightCounts::of(steps.map(|step| step.light));
    let all = texts::record::count_institutions(lang, counts.total() - counts.ended);
    let late =
        (counts.late > 0).then(|| view! { " "<b class="late-t">{texts::record::late_count(lang, counts.late)}</b> });
    view! { <span class="nw">{format!("{}/{all}", counts.done)}</span>{late} }.into_any()
}

fn source_cell(scene: &Scene, row: &MilestoneRow) -> AnyView {
    let lang = scene.lang();
    let word = match row.step.basis {
        Basis::Published => texts::common::published(lang),
        Basis::Assumed => texts::common::assumed(lang),
    };
    let known = |source: &&Source| source.published_on <= scene.standing.day;
    let source = row.milestone.source.as_ref().and_then(|key| scene.ledger.source(key)).filter(known);
    let cited = source.map(|source| {
        let title = format!("{} · {}", source.title, source.location);
        view! { <br/><span class="xs mute"><span lang=korean(lang)>{title}</span>", "{date(scene, source.published_on)}</span> }
    });
    let hint = (row.step.basis == Basis::Assumed && cited.is_none())
        .then(|| view! { " "<span class="xs mute">{texts::record::assumed_hint(lang)}</span> });
    view! { <span class="tag">{word}</span>{hint}{cited} }.into_any()
}

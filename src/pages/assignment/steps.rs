//! The steps of an assignment: the first due, the approved one, the forecast, the claim and what became of it.

use super::AssignmentModel;
use crate::domain::plan::Basis;
use crate::domain::schedule::Light;
use crate::domain::standing::StepStanding;
use crate::pages::components::{Empty, section as section_head};
use crate::pages::record::cells::{basis_word, due_lines, due_text, forecast_cell, light_of_step};
use crate::pages::record::korean;
use crate::pages::task::claim_words;
use crate::pages::texts;
use leptos::prelude::*;

/// The table with its heading.
pub fn section(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let steps = &model.assignment.steps;
    let rows: Vec<AnyView> = steps.iter().map(|step| row(model, step)).collect();
    let body = if rows.is_empty() {
        Empty::new(texts::task::milestones_none(lang), texts::task::milestones_none_why(lang)).view()
    } else {
        table(model, rows)
    };
    let note = Some(texts::assignment::steps_note(lang).to_owned());
    view! {
        <section class="sec" id="steps">
            {section_head::head(texts::assignment::steps(lang), Some(steps.len()), note, None)}
            {body}
        </section>
    }
    .into_any()
}

fn table(model: &AssignmentModel, rows: Vec<AnyView>) -> AnyView {
    let lang = model.scene.lang();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::assignment::steps(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::assignment::steps_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::assignment::col_step(lang)}</th>
                <th scope="col">{texts::record::col_light(lang)}</th>
                <th scope="col">{texts::assignment::col_first(lang)}</th>
                <th scope="col">{texts::record::col_due(lang)}</th>
                <th scope="col">{texts::record::col_forecast(lang)}</th>
                <th scope="col">{texts::assignment::col_claim(lang)}</th>
                <th scope="col">{texts::assignment::col_basis(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(model: &AssignmentModel, step: &StepStanding) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let class = if step.light == Light::Late { "rowlate" } else { "" };
    view! {
        <tr>
            <th scope="row" class=class><b lang=korean(lang)>{scene.milestone(step.milestone)}</b></th>
            <td data-l=texts::record::col_light(lang)>{light_of_step(lang, step)}</td>
            <td class="nw" data-l=texts::assignment::col_first(lang)>{due_text(scene, step.first_due)}</td>
            <td data-l=texts::record::col_due(lang)>{due_lines(scene, step)}</td>
            <td data-l=texts::record::col_forecast(lang)>{forecast_cell(scene, step)}</td>
            <td data-l=texts::assignment::col_claim(lang)>{claim_words(scene, step)}</td>
            <td data-l=texts::assignment::col_basis(lang)>
                <span class="tag">{basis_word(lang, step.basis)}</span>{earlier(model, step)}
            </td>
        </tr>
    }
    .into_any()
}

/// Why the PMO set this institution an earlier due.
fn earlier(model: &AssignmentModel, step: &StepStanding) -> Option<AnyView> {
    if step.basis != Basis::Assumed {
        return None;
    }
    let scene = &model.scene;
    let mut facts = scene.ledger.record(model.assignment.id).step_dues.iter().rev();
    let fact = facts.find(|fact| fact.milestone == step.milestone && fact.recorded_at < scene.standing.cutoff)?;
    let words = texts::assignment::earlier_due(scene.lang(), &fact.reason);
    Some(view! { " "<span class="xs mute">{words}</span> }.into_any())
}

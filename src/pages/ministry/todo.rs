//! What the institution has to do now: steps overdue or due within 14 days, overdue first.

use super::MinistryModel;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components::{Empty, section as section_head};
use crate::pages::record::cells::{days_left, due_text, last_working_day_note, light_of_step};
use crate::pages::record::korean;
use crate::pages::texts;
use leptos::prelude::*;

/// The list with its heading, and the calendar of all dues.
pub fn section(model: &MinistryModel, own: &[&AssignmentStanding]) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let mut urgent: Vec<(&AssignmentStanding, &StepStanding)> = own
        .iter()
        .flat_map(|one| one.steps.iter().map(move |step| (*one, step)))
        .filter(|(_, step)| matches!(step.light, Light::Late | Light::DueSoon))
        .collect();
    urgent.sort_by_key(|(one, step)| (step.due.last_day, one.task_no, step.milestone));
    let body = if urgent.is_empty() {
        Empty::new(texts::ministry::todo_none(lang), texts::ministry::todo_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> = urgent.iter().map(|(one, step)| item(model, one, step)).collect();
        view! { <ul class="due">{items}</ul> }.into_any()
    };
    let calendar = format!("/deadlines.ics?institution={}", model.institution.slug);
    let calendar = (texts::record::calendar(lang), scene.info.link(&calendar));
    let note = Some(texts::ministry::todo_note(lang).to_owned());
    view! {
        <section class="sec">
            {section_head::head(texts::ministry::todo(lang), Some(urgent.len()), note, Some(calendar))}
            {body}
        </section>
    }
    .into_any()
}

fn item(model: &MinistryModel, one: &AssignmentStanding, step: &StepStanding) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let link = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
    let note = last_working_day_note(scene, step.due).map(|note| format!(", {note}"));
    view! {
        <li>
            <div>
                <h3><a href=link lang=korean(lang)>{scene.milestone(step.milestone)}</a></h3>
                <p class="m">{texts::record::task_no(lang, one.task_no)}" · "{due_text(scene, step.due)}{note}</p>
            </div>
            <div class="r inl">{light_of_step(lang, step)}" "{days_left(step)}</div>
        </li>
    }
    .into_any()
}

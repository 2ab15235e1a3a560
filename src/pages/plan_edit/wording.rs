//! `/tasks/{no}/wording`: how a task and its milestones are called.

use super::{Typed, head};
use crate::domain::ids::TaskNo;
use crate::pages::components::{hidden, submit};
use crate::pages::record::Scene;
use crate::pages::texts::plan_edit as texts;
use leptos::prelude::*;

/// The form. `typed` holds the wordings in force, or what was typed.
#[must_use]
pub fn page(scene: &Scene, task: TaskNo, typed: &Typed) -> AnyView {
    let lang = scene.lang();
    let action = scene.info.link(&format!("/tasks/{task}/wording"));
    let milestones = scene.ledger.milestones.iter().filter(|one| one.task_no == task);
    let milestones: Vec<AnyView> = milestones
        .map(|one| {
            let label = texts::field_milestone(lang, one.no);
            typed.field(&format!("milestone-{}", one.no), label).required().text(lang)
        })
        .collect();
    view! {
        {head(scene, task, texts::wording_title(lang).to_owned(), texts::wording_sub(lang))}
        {typed.summary(scene)}
        <div class="cols"><form class="c8" action=action method="post">
            {hidden("seen", typed.get("seen").to_owned())}
            {typed.field("title", texts::field_title(lang)).required().text(lang)}
            {typed.field("title_en", texts::field_title_en(lang)).required().text(lang)}
            {milestones}
            {typed.field("reason", texts::field_reason(lang)).required().hint(texts::hint_reason(lang)).text(lang)}
            <div class="prow">{submit(texts::save(lang))}</div>
        </form></div>
    }
    .into_any()
}

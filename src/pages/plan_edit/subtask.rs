//! `/tasks/{no}/subtasks`: the list with the form that adds one; `/tasks/{no}/subtasks/{sub}`: one, to edit or give up.

use super::{Typed, head};
use crate::domain::ids::TaskNo;
use crate::domain::plan::Basis;
use crate::domain::subtask::Subtask;
use crate::pages::components::form::id_of;
use crate::pages::components::{Empty, hidden, section, submit};
use crate::pages::record::{Scene, milestone_label};
use crate::pages::task::subtasks;
use crate::pages::texts::plan_edit as texts;
use leptos::prelude::*;

/// The list, and the form that adds one.
#[must_use]
pub fn page(scene: &Scene, task: TaskNo, typed: &Typed) -> AnyView {
    let lang = scene.lang();
    let count = scene.ledger.subtasks_before(task, scene.standing.cutoff).count();
    let list = if count == 0 {
        Empty::new(texts::none(lang), texts::none_why(lang)).view()
    } else {
        subtasks::table(scene, task, true)
    };
    let action = scene.info.link(&format!("/tasks/{task}/subtasks"));
    view! {
        {head(scene, task, texts::manage(lang).to_owned(), texts::subtasks_sub(lang))}
        {typed.summary(scene)}
        <section class="sec">
            {section::head(texts::subtasks(lang), Some(count), None, None)}
            {list}
            {subtasks::retired(scene, task)}
        </section>
        <section class="sec" id="add">
            {section::head(texts::add(lang), None, None, None)}
            <div class="cols"><form class="c8" action=action method="post">
                {fields(scene, task, typed)}
                <div class="prow">{submit(texts::add_do(lang))}</div>
            </form></div>
        </section>
    }
    .into_any()
}

/// One subtask: the form that edits it, and the one that gives it up (`ending`).
#[must_use]
pub fn one(scene: &Scene, subtask: &Subtask, typed: &Typed, ending: &Typed) -> AnyView {
    let (lang, task) = (scene.lang(), subtask.task_no);
    let path = format!("/tasks/{task}/subtasks/{}", subtask.no);
    let (action, retire) = (scene.info.link(&path), scene.info.link(&format!("{path}/retirement")));
    let seen = subtask.recorded_at.timestamp_micros().to_string();
    view! {
        {head(scene, task, texts::edit_which(lang, subtask.no), texts::subtasks_sub(lang))}
        {typed.summary(scene)}
        {ending.summary(scene)}
        <section class="sec"><div class="cols"><form class="c8" action=action method="post">
            {hidden("seen", seen.clone())}
            {fields(scene, task, typed)}
            <div class="prow">{submit(texts::save(lang))}</div>
        </form></div></section>
        <section class="sec">
            {section::head(texts::retire(lang), None, None, None)}
            <p class="form-hint">{texts::retire_sub(lang)}</p>
            <div class="cols"><form class="c8" action=retire method="post">
                {hidden("seen", seen)}
                {ending.field("ending", texts::field_retire(lang)).required().text(lang)}
                <div class="prow"><button class="krds-btn danger" type="submit">{texts::retire(lang)}</button></div>
            </form></div>
        </section>
    }
    .into_any()
}

fn fields(scene: &Scene, task: TaskNo, typed: &Typed) -> AnyView {
    let lang = scene.lang();
    let day = scene.info.today;
    let institutions = scene.ledger.institutions.iter().filter(|one| one.is_valid_on(day));
    let institutions: Vec<(String, String)> =
        institutions.map(|one| (one.slug.to_string(), scene.institution(&one.slug))).collect();
    let sources = scene.ledger.sources.iter();
    let sources: Vec<(String, String)> = sources.map(|one| (one.key.clone(), one.title.clone())).collect();
    let basis = [
        (Basis::Published.code().to_owned(), texts::basis_published(lang).to_owned(), String::new()),
        (Basis::Assumed.code().to_owned(), texts::basis_assumed(lang).to_owned(), String::new()),
    ];
    view! {
        {typed.field("title", texts::field_subtask(lang)).required().text(lang)}
        {typed.field("title_en", texts::field_subtask_en(lang)).optional().text(lang)}
        {typed.field("lead", texts::field_lead(lang)).optional().hint(texts::hint_lead(lang)).select(lang, &institutions)}
        {milestones(scene, task, typed)}
        {typed.field("basis", texts::field_basis(lang)).required().radios(lang, &basis)}
        {typed.field("source", texts::field_source(lang)).optional().select(lang, &sources)}
        {typed.field("reason", texts::field_reason(lang)).required().hint(texts::hint_reason(lang)).text(lang)}
    }
    .into_any()
}

fn milestones(scene: &Scene, task: TaskNo, typed: &Typed) -> AnyView {
    let lang = scene.lang();
    let all = scene.ledger.milestones.iter().filter(|one| one.task_no == task);
    let boxes: Vec<AnyView> = all
        .map(|one| {
            let value = one.no.to_string();
            let ticked = typed.fields.iter().any(|(name, typed)| name == "milestone" && *typed == value);
            let id = id_of(&format!("milestone-{value}"));
            view! {
                <li><label class="ckb">
                    <input type="checkbox" id=id name="milestone" value=value checked=ticked/>
                    <span>{milestone_label(one)}</span>
                </label></li>
            }
            .into_any()
        })
        .collect();
    if boxes.is_empty() {
        return ().into_any();
    }
    view! {
        <fieldset class="form-group">
            <legend class="form-tit">{texts::field_milestones(lang)}</legend><ul class="ckbs">{boxes}</ul>
        </fieldset>
    }
    .into_any()
}

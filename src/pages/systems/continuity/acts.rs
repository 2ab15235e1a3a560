//! What may be done to a plan in its state, by whom it may be done.

use super::{ActForm, PlanModel, edit_path};
use crate::domain::report::value;
use crate::domain::systems::continuity::{ContinuityPlan, Refusal};
use crate::domain::systems::standard::Standard;
use crate::domain::systems::words::{DrillResult, PlanState};
use crate::domain::text::LINE_MAX;
use crate::pages::components::{Field, error_summary, hidden, section, submit};
use crate::pages::lang::Lang;
use crate::pages::particle::object;
use crate::pages::systems::words;
use crate::pages::texts::continuity as t;
use crate::store::ContinuityRow;
use leptos::prelude::*;

/// The forms; nothing where the reader may do nothing, or an old version is shown.
pub fn section(model: &PlanModel, row: &ContinuityRow, in_work: Option<&ContinuityRow>) -> AnyView {
    let lang = model.info.lang;
    let is_last = super::standing(model.rows).0.is_none_or(|force| force.id == row.id)
        || in_work.is_some_and(|work| work.id == row.id);
    let forms = match row.plan.state {
        _ if !is_last || model.info.asof.is_some() => vec![],
        PlanState::Drafting if model.permitted.write => vec![draft(model, row)],
        PlanState::Review if model.permitted.review => vec![approve(model, row), send_back(model, row)],
        PlanState::Approved | PlanState::Drilled if model.permitted.write => {
            vec![Some(drill(model, row)), in_work.is_none().then(|| revise(model, row))].into_iter().flatten().collect()
        }
        _ => vec![],
    };
    if forms.is_empty() {
        return ().into_any();
    }
    let title = if model.form.faults.is_empty() { "" } else { t::refused(lang) };
    view! {
        <section class="sec" id="f-state">
            {section::head(t::acts(lang), None, None, None)}
            {error_summary(title, &model.form.faults)}
            {forms}
        </section>
    }
    .into_any()
}

fn action(model: &PlanModel, noun: &str) -> String {
    format!("/systems/{}/continuity/{noun}", model.code)
}

fn seen(row: &ContinuityRow) -> AnyView {
    hidden("seen", row.id.to_string())
}

/// The form that was posted and came back, else an empty one.
fn form_of<'a>(model: &'a PlanModel, act: &str) -> Option<&'a ActForm> {
    Some(model.form).filter(|form| form.act == act)
}

fn field(model: &PlanModel, act: &str, name: &'static str, label: &'static str) -> Field {
    let form = form_of(model, act);
    let typed = form.map_or("", |form| value(&form.typed, name));
    let faults = form.map_or(&[][..], |form| &form.faults);
    Field::new(name, label).value(typed).faults(faults)
}

fn draft(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    view! {
        <p class="prow"><a class="krds-btn" href=edit_path(model)>{t::edit(lang)}</a></p>
        <form class="act" action=action(model, "submission") method="post">
            {seen(row)}<p class="form-hint">{t::submit_hint(lang)}</p>{submit(t::submit(lang))}
        </form>
    }
    .into_any()
}

fn approve(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    if !model.permitted.approve {
        return view! { <p class="note-box">{t::approve_own(lang)}</p> }.into_any();
    }
    let open = form_of(model, "approval").is_some();
    let review = field(model, "approval", "next_review", t::review_label(lang)).required().hint(t::review_hint(lang));
    view! {
        <details class="fold" open=open>
            <summary>{t::approve_fold(lang)}</summary>
            <form class="act" action=action(model, "approval") method="post">
                {seen(row)}<p class="form-hint">{t::approve_hint(lang)}</p>
                {review.date(lang)}
                <div class="prow">{submit(t::approve(lang))}</div>
            </form>
        </details>
    }
    .into_any()
}

fn send_back(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    let open = form_of(model, "rejection").is_some();
    let reason = field(model, "rejection", "reason", t::reason(lang)).required().max_length(1_000);
    view! {
        <details class="fold" open=open>
            <summary>{t::send_back_fold(lang)}</summary>
            <form class="act" action=action(model, "rejection") method="post">
                {seen(row)}{reason.textarea(lang, 3)}
                <div class="prow"><button class="krds-btn" type="submit">{t::send_back(lang)}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn drill(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    let open = form_of(model, "drill").is_some();
    let results = words::choices(DrillResult::ALL, DrillResult::code, |one| words::result(lang, one).to_owned());
    view! {
        <details class="fold" open=open>
            <summary>{t::drill_fold(lang)}</summary>
            <form class="act" action=action(model, "drill") method="post">
                {seen(row)}<p class="form-hint">{t::drill_hint(lang)}</p>
                {field(model, "drill", "on", t::drill_on(lang)).required().date(lang)}
                {field(model, "drill", "result", t::drill_result(lang)).required().select(lang, &results)}
                {field(model, "drill", "note", t::drill_note(lang)).optional().max_length(LINE_MAX).text(lang)}
                <div class="prow">{submit(t::drill_save(lang))}</div>
            </form>
        </details>
    }
    .into_any()
}

fn revise(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    view! {
        <form class="act" action=action(model, "revision") method="post">
            {seen(row)}<p class="form-hint">{t::revise_hint(lang)}</p>
            <button class="krds-btn" type="submit">{t::revise(lang)}</button>
        </form>
    }
    .into_any()
}

/// Why a step was refused, each with the field it is about.
#[must_use]
pub fn refusal_words(
    lang: Lang,
    refusal: &Refusal,
    plan: &ContinuityPlan,
    standard: &Standard,
) -> Vec<(&'static str, String)> {
    let plain = |field: &'static str, text: &'static str| vec![(field, text.to_owned())];
    match refusal {
        Refusal::NotDrafting | Refusal::NotInReview | Refusal::NotInForce => plain("state", t::refused_state(lang)),
        Refusal::OwnSubmission => plain("state", t::approve_own(lang)),
        Refusal::NoServices => plain("state", t::refused_services(lang)),
        Refusal::NoContacts => plain("state", t::refused_contacts(lang)),
        Refusal::ReviewNotLater => plain("next_review", t::refused_review(lang)),
        Refusal::DrillInFuture => plain("on", t::refused_drill(lang)),
        Refusal::Incomplete(missing) => missing
            .iter()
            .map(|(place, key)| {
                let service = plan.content.services.get(*place).map_or(String::new(), |service| service.name.clone());
                let question = standard.question(key).map_or(key.clone(), |question| question.title.clone());
                ("state", t::refused_answer(lang, object(lang, &question), service))
            })
            .collect(),
    }
}

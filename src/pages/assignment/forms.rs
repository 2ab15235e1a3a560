//! The forms of an assignment's page, each shown only to those who may use it, and none on a past day.

use super::changes::{decision_of, of_assignment};
use super::{AssignmentModel, TypedForm};
use crate::domain::ids::UserId;
use crate::domain::ledger::DateChangeFact;
use crate::domain::permission::Action;
use crate::domain::rating::Verdict;
use crate::domain::schedule::{ClaimState, Ending};
use crate::domain::standing::StepStanding;
use crate::pages::components::section as section_head;
use crate::pages::record::cells::{day_text, due_text, verdict_word};
use crate::pages::record::fields::{Choice, area, line, post, radios, select};
use crate::pages::texts;
use leptos::prelude::*;

/// All forms the reader may use.
pub fn section(model: &AssignmentModel) -> Option<AnyView> {
    let lang = model.scene.lang();
    if model.scene.info.asof.is_some() {
        let hidden = texts::assignment::asof_hidden(lang);
        return Some(view! { <p class="xs mute">{hidden}</p> }.into_any());
    }
    let slug = &model.assignment.institution;
    let mut all: Vec<AnyView> = Vec::new();
    if model.may_judge() {
        if model.assignment.last_report.is_some() {
            all.push(verdict(model));
        }
        all.extend(model.assignment.waiting_steps().map(|step| verification(model, step)));
    }
    if model.may(Action::DecideDates { proposed_by: None }) {
        let open = of_assignment(model).into_iter().filter(|change| decision_of(&model.scene, change).is_none());
        all.extend(open.map(|change| decision(model, change)));
        if has_open_step(model) {
            all.push(due(model));
            all.push(ending(model));
        }
    }
    if model.may(Action::Report(slug)) && has_open_step(model) {
        all.push(date_change(model));
    }
    if model.may(Action::AssignDuty(slug)) {
        all.push(duty(model));
    }
    (!all.is_empty()).then(|| {
        view! {
            <section class="sec no-print" id="acts">
                {section_head::head(texts::assignment::acts(lang), None, None, None)}
                {all}
            </section>
        }
        .into_any()
    })
}

fn has_open_step(model: &AssignmentModel) -> bool {
    model.assignment.steps.iter().any(|step| step.light.is_open())
}

/// A folded form, open where something was wrong with it.
fn folded(title: &str, form: &TypedForm, body: AnyView) -> AnyView {
    let title = title.to_owned();
    view! { <details class="fold" open=form.is_faulty()><summary>{title}</summary>{body}</details> }.into_any()
}

fn verdict(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let form = &model.forms.verdict;
    let choices = Verdict::ALL.map(|one| Choice::new(one.code(), verdict_word(lang, one)));
    let body = view! {
        {radios(lang, form, "v", "verdict", texts::assignment::field_verdict(lang), &choices)}
        {area(lang, form, "v", "reason", texts::assignment::field_reason(lang), Some(texts::assignment::hint_verdict_reason(lang)), true)}
        {area(lang, form, "v", "condition", texts::assignment::field_condition(lang), Some(texts::assignment::hint_condition(lang)), false)}
    };
    let action = model.action("verdicts");
    let body = post(form, "v", action, Vec::new(), texts::assignment::submit_verdict(lang), body.into_any());
    folded(texts::assignment::form_verdict(lang), form, body)
}

fn verification(model: &AssignmentModel, step: &StepStanding) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let blank = TypedForm::default();
    let typed = model.forms.verification.as_ref().filter(|(milestone, _)| *milestone == step.milestone);
    let form = typed.map_or(&blank, |(_, form)| form);
    let claimed = match step.claim {
        ClaimState::Waiting(on) => day_text(scene, on),
        _ => String::new(),
    };
    let name = texts::assignment::verify_step(lang, claimed, scene.milestone(step.milestone));
    let prefix = format!("c{}", step.milestone);
    let choices = [
        Choice::new("verified", texts::assignment::choose_verified(lang)).with(texts::assignment::choose_verified_note(lang)),
        Choice::new("refused", texts::assignment::choose_refused(lang)).with(texts::assignment::choose_refused_note(lang)),
    ];
    let body = view! {
        {radios(lang, form, &prefix, "decision", texts::assignment::field_decision(lang), &choices)}
        {area(lang, form, &prefix, "reason", texts::assignment::field_reason(lang), None, true)}
    };
    let hidden = vec![("milestone", step.milestone.to_string())];
    let submit = texts::assignment::submit_verify(lang);
    let body = post(form, &prefix, model.action("verifications"), hidden, submit, body.into_any());
    folded(&format!("{}: {name}", texts::assignment::form_verify(lang)), form, body)
}

fn decision(model: &AssignmentModel, change: &DateChangeFact) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let blank = TypedForm::default();
    let typed = model.forms.decision.as_ref().filter(|(id, _)| *id == change.id);
    let form = typed.map_or(&blank, |(_, form)| form);
    let prefix = format!("d{}", change.id);
    let choices = [
        Choice::new("approved", texts::assignment::choose_approve(lang)).with(texts::assignment::choose_approve_note(lang)),
        Choice::new("refused", texts::assignment::choose_refuse(lang)).with(texts::assignment::choose_refuse_note(lang)),
    ];
    let body = view! {
        {radios(lang, form, &prefix, "decision", texts::assignment::field_decision(lang), &choices)}
        {area(lang, form, &prefix, "reason", texts::assignment::field_reason(lang), None, true)}
    };
    let action = model.action(&format!("date-changes/{}/decision", change.id));
    let body = post(form, &prefix, action, Vec::new(), texts::assignment::submit_verify(lang), body.into_any());
    let milestone = scene.milestone(change.milestone);
    let (from, to) = (due_text(scene, change.from), due_text(scene, change.to));
    folded(&format!("{}: {milestone} {from} → {to}", texts::assignment::form_decide(lang)), form, body)
}

/// The open steps, for a select.
fn open_steps(model: &AssignmentModel) -> Vec<Choice> {
    let scene = &model.scene;
    let open = model.assignment.steps.iter().filter(|step| step.light.is_open());
    open.map(|step| {
        let name = format!("{} ({})", scene.milestone(step.milestone), due_text(scene, step.due));
        Choice::new(&step.milestone.to_string(), &name)
    })
    .collect()
}

fn due(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let form = &model.forms.due;
    let body = view! {
        {select(lang, form, "e", "milestone", texts::assignment::field_step(lang), &open_steps(model), None)}
        {line(lang, form, "e", "due", texts::assignment::field_due(lang), Some(texts::assignment::hint_due(lang)), true)}
        {area(lang, form, "e", "reason", texts::assignment::field_reason(lang), None, true)}
    };
    let body = post(form, "e", model.action("dues"), Vec::new(), texts::assignment::submit_due(lang), body.into_any());
    folded(texts::assignment::form_due(lang), form, body)
}

fn ending(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let form = &model.forms.ending;
    let choices = [Ending::Dropped, Ending::Superseded].map(|ending| match ending {
        Ending::Dropped => Choice::new("dropped", texts::assignment::choose_dropped(lang)),
        Ending::Superseded => Choice::new("superseded", texts::assignment::choose_superseded(lang)),
    });
    let body = view! {
        {select(lang, form, "x", "milestone", texts::assignment::field_step(lang), &open_steps(model), None)}
        {radios(lang, form, "x", "ending", texts::assignment::field_ending(lang), &choices)}
        {area(lang, form, "x", "reason", texts::assignment::field_reason(lang), None, true)}
        {line(lang, form, "x", "decider", texts::assignment::field_decider(lang), None, true)}
    };
    let submit = texts::assignment::submit_ending(lang);
    let body = post(form, "x", model.action("endings"), Vec::new(), submit, body.into_any());
    folded(texts::assignment::form_ending(lang), form, body)
}

fn date_change(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let form = &model.forms.date_change;
    let body = view! {
        {select(lang, form, "m", "milestone", texts::assignment::field_step(lang), &open_steps(model), None)}
        {line(lang, form, "m", "to", texts::assignment::field_to(lang), Some(texts::assignment::hint_to(lang)), true)}
        {area(lang, form, "m", "reason", texts::assignment::field_reason(lang), None, true)}
    };
    let submit = texts::assignment::submit_change(lang);
    let body = post(form, "m", model.action("date-changes"), Vec::new(), submit, body.into_any());
    folded(texts::assignment::form_change(lang), form, body)
}

/// Who answers for the assignment: filled with what stands until something else was typed.
fn duty(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let mut form = model.forms.duty.clone();
    let id = |person: &Option<(UserId, String)>| person.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
    let standing = [
        ("owner", id(&model.duty.owner)),
        ("reviewer", id(&model.duty.reviewer)),
        ("contact", model.duty.contact.clone()),
    ];
    for (field, value) in standing {
        form.typed.entry(field.to_owned()).or_insert(value);
    }
    let people: Vec<Choice> = model.people.iter().map(|(id, name)| Choice::new(&id.to_string(), name)).collect();
    let nobody = Some(texts::assignment::nobody(lang));
    let body = view! {
        {select(lang, &form, "o", "owner", texts::assignment::owner(lang), &people, nobody)}
        {select(lang, &form, "o", "reviewer", texts::assignment::reviewer(lang), &people, nobody)}
        {line(lang, &form, "o", "contact", texts::assignment::contact(lang), Some(texts::assignment::hint_contact(lang)), false)}
    };
    let body = post(&form, "o", model.action("duty"), Vec::new(), texts::assignment::submit_duty(lang), body.into_any());
    folded(texts::assignment::form_duty(lang), &model.forms.duty, body)
}

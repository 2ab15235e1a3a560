//! The forms of an assignment's page, each shown only to those who may use it, and none on a past day.

use super::changes::{decision_of, of_assignment};
use super::{AssignmentModel, TypedForm};
use crate::domain::ids::UserId;
use crate::domain::ledger::DateChangeFact;
use crate::domain::permission::Action;
use crate::domain::rating::Verdict;
use crate::domain::schedule::ClaimState;
use crate::domain::standing::StepStanding;
use crate::pages::components::{section as section_head, verdict_word};
use crate::pages::lang::Lang;
use crate::pages::record::cells::{day_text, due_text};
use crate::pages::record::fields::{Choice, Slot, post, summary};
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

/// A form of the page: how it is called in ids, and what was typed.
struct Sheet<'a> {
    lang: Lang,
    mark: &'a str,
    typed: &'a TypedForm,
}

impl<'a> Sheet<'a> {
    fn new(model: &AssignmentModel, mark: &'a str, typed: &'a TypedForm) -> Self {
        Self { lang: model.scene.lang(), mark, typed }
    }

    /// A field that must be given.
    fn slot(&self, name: &'static str, label: &'static str) -> Slot<'a> {
        Slot {
            form: self.mark,
            name,
            label,
            hint: None,
            required: true,
            value: self.typed.value(name).unwrap_or_default().to_owned(),
            fault: self.typed.fault(name).map(|fault| fault.words(self.lang)),
        }
    }

    fn reason(&self) -> AnyView {
        self.slot("reason", texts::assignment::field_reason(self.lang)).area(self.lang)
    }

    fn step(&self, steps: &[Choice]) -> AnyView {
        let slot = self.slot("milestone", texts::assignment::field_step(self.lang));
        slot.select(self.lang, steps, texts::components::choose(self.lang))
    }

    /// The form in a fold, open where something was wrong with it.
    fn folded(
        &self,
        title: String,
        action: String,
        carried: &[(&'static str, String)],
        fields: AnyView,
        submit: &'static str,
    ) -> AnyView {
        let words = |(field, fault): &(String, super::FormFault)| (field.clone(), fault.words(self.lang));
        let faults: Vec<(String, String)> = self.typed.faults.iter().map(words).collect();
        let above = summary(self.mark, texts::assignment::not_recorded(self.lang), &faults);
        let body = post(action, above, carried, fields, submit);
        view! { <details class="fold" open=!faults.is_empty()><summary>{title}</summary>{body}</details> }.into_any()
    }
}

fn verdict(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let sheet = Sheet::new(model, "v", &model.forms.verdict);
    let choices = Verdict::ALL.map(|one| Choice::new(one.code(), verdict_word(lang, Some(one))));
    let reason = Slot {
        hint: Some(texts::assignment::hint_verdict_reason(lang)),
        ..sheet.slot("reason", texts::assignment::field_reason(lang))
    };
    let condition = Slot {
        hint: Some(texts::assignment::hint_condition(lang)),
        required: false,
        ..sheet.slot("condition", texts::assignment::field_condition(lang))
    };
    let fields = view! {
        {sheet.slot("verdict", texts::assignment::field_verdict(lang)).radios(lang, &choices)}
        {reason.area(lang)}
        {condition.area(lang)}
    };
    let title = texts::assignment::form_verdict(lang).to_owned();
    let submit = texts::assignment::submit_verdict(lang);
    sheet.folded(title, model.action("verdicts"), &[], fields.into_any(), submit)
}

fn verification(model: &AssignmentModel, step: &StepStanding) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let blank = TypedForm::default();
    let typed = model.forms.verification.as_ref().filter(|(milestone, _)| *milestone == step.milestone);
    let mark = format!("c{}", step.milestone);
    let sheet = Sheet::new(model, &mark, typed.map_or(&blank, |(_, form)| form));
    let claimed = match step.claim {
        ClaimState::Waiting(on) => day_text(scene, on),
        _ => String::new(),
    };
    let choices = [
        Choice::new("verified", texts::assignment::choose_verified(lang))
            .with(texts::assignment::choose_verified_note(lang)),
        Choice::new("refused", texts::assignment::choose_refused(lang))
            .with(texts::assignment::choose_refused_note(lang)),
    ];
    let fields = view! {
        {sheet.slot("decision", texts::assignment::field_decision(lang)).radios(lang, &choices)}
        {sheet.reason()}
    };
    let name = texts::assignment::verify_step(lang, claimed, scene.milestone(step.milestone));
    let title = format!("{}: {name}", texts::assignment::form_verify(lang));
    let carried = [("milestone", step.milestone.to_string())];
    let submit = texts::assignment::submit_verify(lang);
    sheet.folded(title, model.action("verifications"), &carried, fields.into_any(), submit)
}

fn decision(model: &AssignmentModel, change: &DateChangeFact) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let blank = TypedForm::default();
    let typed = model.forms.decision.as_ref().filter(|(id, _)| *id == change.id);
    let mark = format!("d{}", change.id);
    let sheet = Sheet::new(model, &mark, typed.map_or(&blank, |(_, form)| form));
    let choices = [
        Choice::new("approved", texts::assignment::choose_approve(lang))
            .with(texts::assignment::choose_approve_note(lang)),
        Choice::new("refused", texts::assignment::choose_refuse(lang))
            .with(texts::assignment::choose_refuse_note(lang)),
    ];
    let fields = view! {
        {sheet.slot("decision", texts::assignment::field_decision(lang)).radios(lang, &choices)}
        {sheet.reason()}
    };
    let (from, to) = (due_text(scene, change.from), due_text(scene, change.to));
    let title =
        format!("{}: {} {from} → {to}", texts::assignment::form_decide(lang), scene.milestone(change.milestone));
    let action = model.action(&format!("date-changes/{}/decision", change.id));
    sheet.folded(title, action, &[], fields.into_any(), texts::assignment::submit_verify(lang))
}

/// The open steps, for a select.
fn open_steps(model: &AssignmentModel) -> Vec<Choice> {
    let scene = &model.scene;
    let name = |step: &StepStanding| format!("{} ({})", scene.milestone(step.milestone), due_text(scene, step.due));
    let open = model.assignment.steps.iter().filter(|step| step.light.is_open());
    open.map(|step| Choice::new(step.milestone.to_string(), name(step))).collect()
}

fn due(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let sheet = Sheet::new(model, "e", &model.forms.due);
    let day =
        Slot { hint: Some(texts::assignment::hint_due(lang)), ..sheet.slot("due", texts::assignment::field_due(lang)) };
    let fields = view! { {sheet.step(&open_steps(model))}{day.line(lang)}{sheet.reason()} };
    let title = texts::assignment::form_due(lang).to_owned();
    sheet.folded(title, model.action("dues"), &[], fields.into_any(), texts::assignment::submit_due(lang))
}

fn ending(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let sheet = Sheet::new(model, "x", &model.forms.ending);
    let choices = [
        Choice::new("dropped", texts::assignment::choose_dropped(lang)),
        Choice::new("superseded", texts::assignment::choose_superseded(lang)),
    ];
    let fields = view! {
        {sheet.step(&open_steps(model))}
        {sheet.slot("ending", texts::assignment::field_ending(lang)).radios(lang, &choices)}
        {sheet.reason()}
        {sheet.slot("decider", texts::assignment::field_decider(lang)).line(lang)}
    };
    let title = texts::assignment::form_ending(lang).to_owned();
    sheet.folded(title, model.action("endings"), &[], fields.into_any(), texts::assignment::submit_ending(lang))
}

fn date_change(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let sheet = Sheet::new(model, "m", &model.forms.date_change);
    let day =
        Slot { hint: Some(texts::assignment::hint_to(lang)), ..sheet.slot("to", texts::assignment::field_to(lang)) };
    let fields = view! { {sheet.step(&open_steps(model))}{day.line(lang)}{sheet.reason()} };
    let title = texts::assignment::form_change(lang).to_owned();
    let submit = texts::assignment::submit_change(lang);
    sheet.folded(title, model.action("date-changes"), &[], fields.into_any(), submit)
}

/// Who answers for the assignment: filled with what stands until something else was typed.
fn duty(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let sheet = Sheet::new(model, "o", &model.forms.duty);
    let id = |person: &Option<(UserId, String)>| person.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
    let slot = |name: &'static str, label: &'static str, stands: String| {
        let typed = model.forms.duty.value(name).map(str::to_owned);
        Slot { required: false, value: typed.unwrap_or(stands), ..sheet.slot(name, label) }
    };
    let people: Vec<Choice> = model.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let nobody = texts::assignment::nobody(lang);
    let contact = Slot {
        hint: Some(texts::assignment::hint_contact(lang)),
        ..slot("contact", texts::assignment::contact(lang), model.duty.contact.clone())
    };
    let fields = view! {
        {slot("owner", texts::assignment::owner(lang), id(&model.duty.owner)).select(lang, &people, nobody)}
        {slot("reviewer", texts::assignment::reviewer(lang), id(&model.duty.reviewer)).select(lang, &people, nobody)}
        {contact.line(lang)}
    };
    let title = texts::assignment::form_duty(lang).to_owned();
    sheet.folded(title, model.action("duty"), &[], fields.into_any(), texts::assignment::submit_duty(lang))
}

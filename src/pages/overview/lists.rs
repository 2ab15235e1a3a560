//! What needs a decision, and what is due this month.

use super::{done_of, steps_of_month, year};
use crate::domain::exceptions::{Exception, ExceptionKind};
use crate::domain::standing::{AssignmentStanding, LightCounts, StepStanding};
use crate::pages::components::{
    Empty, day_in_year, days_left, light_cell, rule, section, share, short_day, slip, waiting_tag,
};
use crate::pages::format;
use crate::pages::record::{Scene, korean, task_title};
use crate::pages::texts::overview as texts;
use leptos::prelude::*;

/// So many decisions stand open; the rest are folded.
const DECISIONS_SHOWN: usize = 5;

/// 결정이 필요한 사항
pub fn decisions(scene: &Scene, exceptions: &[Exception]) -> AnyView {
    let lang = scene.lang();
    let mut items: Vec<AnyView> = (1..).zip(exceptions).map(|(no, one)| decision(scene, no, one)).collect();
    let rest = items.split_off(items.len().min(DECISIONS_SHOWN));
    let body = if items.is_empty() {
        Empty::new(texts::decisions_none(lang), texts::decisions_none_why(lang)).view()
    } else {
        view! { <ol class="dec">{items}</ol> }.into_any()
    };
    let rest = (!rest.is_empty()).then(|| {
        let word = texts::decisions_more(lang, rest.len());
        view! { <details class="fold"><summary>{word}</summary><ol class="dec">{rest}</ol></details> }
    });
    let note = (!exceptions.is_empty()).then(|| texts::decisions_note(lang).to_owned());
    view! {
        <section class="sec c7">
            {section::head(texts::decisions(lang), Some(exceptions.len()), note, None)}
            {body}
            {rest}
            {rule(lang, texts::rule_decisions(lang))}
        </section>
    }
    .into_any()
}

/// `과제 4 승인 기한을 넘김`
#[must_use]
pub fn decision_title(scene: &Scene, one: &Exception) -> String {
    format!("{} {}", texts::task(scene.lang(), one.task_no), kind_title(scene, one.kind))
}

fn decision(scene: &Scene, no: usize, one: &Exception) -> AnyView {
    let lang = scene.lang();
    let path = match &one.institution {
        None if one.kind == ExceptionKind::CoverageBelow => "/systems/coverage#overstated".to_owned(),
        Some(slug) => format!("/tasks/{}/{slug}", one.task_no),
        None => format!("/tasks/{}", one.task_no),
    };
    let title = decision_title(scene, one);
    let what = one.milestone.map_or_else(
        || scene.task(one.task_no).map(|task| task_title(lang, task).to_owned()).unwrap_or_default(),
        |milestone| scene.milestone(milestone),
    );
    let who = match &one.institution {
        Some(slug) => scene.institution(slug),
        None => texts::institutions(lang, one.institutions),
    };
    view! {
        <li><span class="k">{no.to_string()}</span>
            <div><h3><a href=scene.info.link(&path)>{title}</a></h3><p lang=korean(lang)>{what}" · "{who}</p>{reason(scene, one)}</div>
            <div class="r">{days_word(scene, one.kind)}<br/><b class=days_class(one.kind)>{days_text(scene, one)}</b></div>
        </li>
    }
    .into_any()
}

fn kind_title(scene: &Scene, kind: ExceptionKind) -> &'static str {
    let lang = scene.lang();
    match kind {
        ExceptionKind::LeadLate => texts::dec_late(lang),
        ExceptionKind::DateChangeWaiting => texts::dec_change(lang),
        ExceptionKind::ClaimWaiting => texts::dec_claim(lang),
        ExceptionKind::AtRisk => texts::dec_at_risk(lang),
        ExceptionKind::ForecastBeyondDue => texts::dec_forecast(lang),
        ExceptionKind::LeadSilent => texts::dec_silent(lang),
        ExceptionKind::CoverageBelow => texts::dec_coverage(lang),
    }
}

fn days_word(scene: &Scene, kind: ExceptionKind) -> &'static str {
    let lang = scene.lang();
    match kind {
        ExceptionKind::LeadLate => texts::days_late(lang),
        ExceptionKind::DateChangeWaiting | ExceptionKind::ClaimWaiting => texts::days_waiting(lang),
        ExceptionKind::AtRisk => texts::days_judged(lang),
        ExceptionKind::ForecastBeyondDue => texts::days_beyond(lang),
        ExceptionKind::LeadSilent => texts::days_silent(lang),
        ExceptionKind::CoverageBelow => texts::days_coverage(lang),
    }
}

const fn days_class(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::LeadLate | ExceptionKind::ForecastBeyondDue | ExceptionKind::CoverageBelow => "late-t",
        _ => "",
    }
}

fn days_text(scene: &Scene, one: &Exception) -> String {
    let lang = scene.lang();
    match one.kind {
        ExceptionKind::LeadLate => format::d_day(-one.days),
        ExceptionKind::ForecastBeyondDue => format::slip(lang, one.days),
        ExceptionKind::CoverageBelow => format!("+{}%p", one.days),
        _ if one.days == 0 => texts::today(lang).to_owned(),
        _ => texts::days(lang, one.days),
    }
}

/// What the record says about it: the change asked for with its reason, or the verdict's.
fn reason(scene: &Scene, one: &Exception) -> AnyView {
    let lang = scene.lang();
    let text = match one.kind {
        ExceptionKind::DateChangeWaiting => {
            let mut known = scene.standing.date_changes.iter();
            let asked =
                known.find(|fact| Some(fact.assignment) == one.assignment && Some(fact.milestone) == one.milestone);
            asked.map(|fact| {
                let (from, to) =
                    (format::due_short(lang, fact.from, year(scene)), format::due_short(lang, fact.to, year(scene)));
                texts::change_asked(lang, from, fact.reason.clone(), to)
            })
        }
        ExceptionKind::AtRisk => {
            let verdict = one.assignment.and_then(|id| scene.standing.by_id(id)).and_then(|lead| lead.verdict.as_ref());
            verdict.map(|fact| texts::verdict_said(lang, fact.condition.clone(), fact.reason.clone()))
        }
        _ => None,
    };
    text.map(|text| view! { <p lang=korean(lang)>{text}</p> }).into_any()
}

/// This month's deadlines.
pub fn deadlines(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let steps = steps_of_month(scene);
    let counts = LightCounts::of(steps.iter().map(|(_, step)| step.light));
    let note = (!steps.is_empty()).then(|| texts::month_note(lang, counts.done, counts.late, counts.due_soon));
    let more = (texts::all_deadlines(lang), scene.info.link("/deadlines"));
    let title = texts::month_deadlines(lang, format::month(lang, scene.standing.day));
    let body = if steps.is_empty() {
        Empty::new(texts::month_none(lang), texts::month_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> = steps.iter().map(|(lead, step)| deadline(scene, lead, step)).collect();
        view! { <ul class="due">{items}</ul> }.into_any()
    };
    view! {
        <section class="sec c5">{section::head(title, Some(steps.len()), note, Some(more))}{body}</section>
    }
    .into_any()
}

fn deadline(scene: &Scene, lead: &AssignmentStanding, step: &StepStanding) -> AnyView {
    let lang = scene.lang();
    let href = scene.info.link(&format!("/tasks/{}", lead.task_no));
    let left = step.light.is_open().then(|| view! { " "{days_left(step.days_left)} });
    let (done, all) = done_of(scene, lead, step.milestone);
    let share = (all > 1).then(|| share(done, all, texts::institutions_word(lang)));
    let title = scene.ledger.milestone(step.milestone).map(|milestone| milestone.title.clone()).unwrap_or_default();
    view! {
        <li>
            <div><h3><a href=href lang=korean(lang)><span class="mute">{scene.milestone_no(step.milestone)}</span>" "{title}</a></h3>
                <p class="m">{when(scene, step)}</p></div>
            <div class="r inl">{light_cell(lang, step.light, step.is_waiting())}{left}</div>
            {share}
        </li>
    }
    .into_any()
}

/// The due with its last working day, and the forecast or the day it was verified.
fn when(scene: &Scene, step: &StepStanding) -> AnyView {
    let (lang, year) = (scene.lang(), year(scene));
    let due = step.due.last_day;
    let working = scene.calendar.last_working_day(due);
    let working = (step.light.is_open() && working != due)
        .then(|| view! { " · "{texts::last_working_day(lang)}" "{day_in_year(lang, working, year)} });
    let then = match (step.verified_on(), step.forecast) {
        (Some(day), _) => view! { " · "{texts::verified_on(lang, format::short(lang, day, year))} }.into_any(),
        (None, Some(day)) => {
            let days = (day - step.first_due.last_day).num_days();
            let difference = (days != 0).then(|| view! { " "{slip(lang, days)} });
            view! { " · "{texts::forecast(lang)}" "{short_day(lang, day, year)}{difference} }.into_any()
        }
        (None, None) => ().into_any(),
    };
    view! { {texts::due(lang)}" "{day_in_year(lang, due, year)}{working}{then} }.into_any()
}

/// 확인 대기, where a lead's claim waits.
pub fn waiting(scene: &Scene, lead: Option<&AssignmentStanding>) -> AnyView {
    let waits = lead.is_some_and(|lead| lead.waiting_steps().next().is_some());
    waits.then(|| view! { " "{waiting_tag(scene.lang())} }).into_any()
}

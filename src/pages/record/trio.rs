//! The three signals of an assignment, side by side and never mixed: the schedule light (computed), the self rating (the
//! institution's), the verdict (the PMO's).

use super::cells::{day_text, due_text, unreviewed_tag};
use super::{Narratives, Scene, korean};
use crate::domain::calendar::day_of;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components::{
    icon, light_symbol, light_word, rating_symbol, rating_word, verdict_symbol, verdict_word, waiting_tag,
};
use crate::pages::format;
use crate::pages::texts;
use leptos::prelude::*;

/// The three signals of `assignment`; `owner_tag` says whose self rating it is.
pub fn trio(scene: &Scene, assignment: &AssignmentStanding, told: &Narratives, owner_tag: &'static str) -> AnyView {
    view! {
        <div class="trio" role="group" aria-label=texts::record::trio(scene.lang())>
            {schedule(scene, assignment)}
            {own(scene, assignment, told, owner_tag)}
            {verdict(scene, assignment)}
        </div>
    }
    .into_any()
}

fn schedule(scene: &Scene, assignment: &AssignmentStanding) -> AnyView {
    let lang = scene.lang();
    let next = assignment.next_step().filter(|step| step.light.is_open());
    let waiting = assignment.waiting_steps().next().is_some();
    let next_line = match next {
        Some(step) => texts::record::next_due(lang, due_text(scene, step.due), scene.milestone(step.milestone)),
        None if assignment.steps.is_empty() => texts::record::no_steps(lang).to_owned(),
        None => texts::record::all_closed(lang).to_owned(),
    };
    let left = next.map(|step| format!(" {}", format::d_day(step.days_left)));
    view! {
        <div>
            <h2>{texts::record::col_light(lang)}" "<span class="tag">{texts::record::tag_computed(lang)}</span></h2>
            <div class="v">
                {signal(light_symbol(assignment.light), light_word(lang, assignment.light), left)}
                {waiting.then(|| waiting_tag(lang))}
            </div>
            <p>{next_line}</p>
            <p class="by">{texts::record::rule_label(lang, rule(scene, assignment.light))}</p>
        </div>
    }
    .into_any()
}

fn rule(scene: &Scene, light: Light) -> &'static str {
    let lang = scene.lang();
    match light {
        Light::Planned => texts::record::rule_planned(lang),
        Light::OnTime => texts::record::rule_on_time(lang),
        Light::DueSoon => texts::record::rule_due_soon(lang),
        Light::Late => texts::record::rule_late(lang),
        Light::Done => texts::record::rule_done(lang),
        Light::Dropped => texts::record::rule_dropped(lang),
        Light::Superseded => texts::record::rule_superseded(lang),
    }
}

fn own(scene: &Scene, assignment: &AssignmentStanding, told: &Narratives, owner_tag: &'static str) -> AnyView {
    let lang = scene.lang();
    let rating = assignment.self_rating();
    let quoted = assignment.last_report.as_ref().and_then(|report| told.texts.get(&report.id)).and_then(|text| {
        let said = if text.rating_reason.is_empty() { &text.done } else { &text.rating_reason };
        (!said.is_empty()).then(|| format!("“{said}”"))
    });
    let by = assignment.last_report.as_ref().map(|report| {
        let line = format!("{} {}", scene.institution(&assignment.institution), report.by_name);
        let line = texts::record::by_line(lang, day_text(scene, day_of(report.recorded_at)), line);
        format!("{line} · {}", texts::record::evidence_count(lang, report.evidence_count))
    });
    let none = assignment.last_report.is_none().then(|| view! { <p>{texts::record::self_none(lang)}</p> });
    let stale = assignment.is_stale().then(|| {
        view! { <span class="tag tag--hold">{texts::record::silent(lang, assignment.silent_days)}</span> }
    });
    view! {
        <div>
            <h2>{texts::record::col_self(lang)}" "<span class="tag">{owner_tag}</span></h2>
            <div class="v">{signal(rating_symbol(rating), rating_word(lang, rating), None)}{unreviewed_tag(lang, assignment)}{stale}</div>
            {none}
            {quoted.map(|quoted| view! { <p lang=korean(lang)>{quoted}</p> })}
            {by.map(|by| view! { <p class="by">{by}</p> })}
        </div>
    }
    .into_any()
}

fn verdict(scene: &Scene, assignment: &AssignmentStanding) -> AnyView {
    let lang = scene.lang();
    let fact = assignment.verdict.as_ref();
    let verdict = fact.map(|fact| fact.verdict);
    let differs = assignment.is_disputed().then(|| {
        view! { " "<span class="tag tag--hold">{texts::record::differs(lang)}</span> }
    });
    let said = fact.map(|fact| {
        let condition = (!fact.condition.is_empty()).then(|| texts::record::condition(lang, &fact.condition));
        let who = format!("{} {}", texts::record::pmo(lang), fact.by_name);
        let by = texts::record::by_line(lang, day_text(scene, day_of(fact.recorded_at)), who);
        let by = condition.map_or(by.clone(), |condition| format!("{by} · {condition}"));
        view! { <p lang=korean(lang)>{fact.reason.clone()}</p><p class="by">{by}</p> }
    });
    let none = fact.is_none().then(|| view! { <p>{texts::record::verdict_none_why(lang)}</p> });
    view! {
        <div>
            <h2>{texts::record::col_verdict(lang)}{differs}</h2>
            <div class="v">{signal(verdict_symbol(verdict), verdict_word(lang, verdict), None)}</div>
            {said}
            {none}
        </div>
    }
    .into_any()
}

/// A mark and its word in large; the class of a mark is its symbol.
fn signal(symbol: &'static str, word: &'static str, more: Option<String>) -> AnyView {
    view! { <span class=symbol>{icon(symbol)}</span><span class=symbol>{word}{more}</span> }.into_any()
}

/// The step that a row of a table speaks of, and its milestone's name.
#[must_use]
pub fn step_name(scene: &Scene, step: Option<&StepStanding>) -> String {
    let none = || texts::record::no_steps(scene.lang()).to_owned();
    step.map_or_else(none, |step| scene.milestone(step.milestone))
}

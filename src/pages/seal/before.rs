//! Before the seal: what is missing, and the form that goes on to the last question.

use super::{Obstacle, REASON, SealModel, amount, can_be_sealed, check_word, count, head, names};
use crate::domain::round::Round;
use crate::domain::seal::missing::{Check, CheckKind};
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::components::form::{Field, error_summary};
use crate::pages::components::icon;
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, korean};
use crate::pages::returns::round_name;
use crate::pages::texts::seal as texts;
use leptos::prelude::*;

/// How many names stand in a line before the rest is only counted.
const NAMED: usize = 12;

pub fn page(scene: &Scene, model: &SealModel) -> AnyView {
    let lang = scene.lang();
    let round = &model.round;
    let missing = model.checks.iter().filter(|check| check.missing).count();
    let say = match (can_be_sealed(round), missing) {
        (false, _) => texts::say_planned(lang).to_owned(),
        (true, 0) => texts::say_ready(lang).to_owned(),
        (true, count) => texts::say_missing(lang, count),
    };
    let to_round = scene.info.link(&format!("/reviews/{}", round.slug));
    view! {
        {head(scene, round, texts::title(lang, round_name(lang, &round.slug)))}
        {error_summary(texts::problem(lang), &model.faults)}
        <section class="seal" id="f-seal" aria-labelledby="checks">
            <h2 id="checks">{texts::checks(lang)}</h2>
            <p class="seal-say">{say}</p>
            {checklist(scene, round, &model.checks)}
            {form(scene, model, missing > 0)}
            <p class="xs mute">{texts::what(lang)}</p>
            <p class="sm"><a href=to_round>{texts::to_round(lang)}</a></p>
        </section>
    }
    .into_any()
}

/// The list of what is there and what is missing: here, and in small on the round's own page.
#[must_use]
pub fn checklist(scene: &Scene, round: &Round, checks: &[Check]) -> AnyView {
    let lines: Vec<AnyView> = checks.iter().map(|check| line(scene, round, check)).collect();
    view! { <ul class="chk">{lines}</ul> }.into_any()
}

fn line(scene: &Scene, round: &Round, check: &Check) -> AnyView {
    let lang = scene.lang();
    let (class, symbol, mark) =
        if check.missing { ("no", "err", texts::missing_mark(lang)) } else { ("yes", "s-done", texts::ok_mark(lang)) };
    let value = if check.missing { amount(lang, check.kind, &check.items) } else { in_place(lang, round, check) };
    let word = if check.missing { check_word(lang, check.kind) } else { kept_word(lang, check.kind) };
    let value_class = check.missing.then_some("late-t");
    let all = names(scene, check.kind, &check.items);
    let rest = all.len().saturating_sub(NAMED);
    let mut shown = all.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    if rest > 0 {
        shown = format!("{shown} {}", texts::and_more(lang, count(lang, check.kind, rest)));
    }
    let named = (!shown.is_empty()).then(|| view! { <small lang=korean(lang)>{shown}</small> });
    view! {
        <li><span class=class>{icon(symbol)}<span class="sr-only">{mark}</span></span>
            <span>{word}{named}</span><b class=value_class>{value}</b></li>
    }
    .into_any()
}

/// The word of a line where nothing is missing.
const fn kept_word(lang: Lang, kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::TakingReturns => texts::kept_taking_returns(lang),
        CheckKind::NotSubmitted => texts::kept_not_submitted(lang),
        CheckKind::NotApproved => texts::kept_not_approved(lang),
        CheckKind::QueriesOpen => texts::kept_queries_open(lang),
        CheckKind::VerdictMissing => texts::kept_verdict_missing(lang),
        CheckKind::VerdictWithoutReason => texts::kept_verdict_without_reason(lang),
        CheckKind::MeetingNotHeld => texts::check_meeting_not_held(lang),
    }
}

/// What a line says where nothing is missing.
fn in_place(lang: Lang, round: &Round, check: &Check) -> String {
    match check.kind {
        CheckKind::TakingReturns => texts::ok_taking_returns(lang).to_owned(),
        CheckKind::MeetingNotHeld if round.settings.meeting_on.is_none() => texts::ok_no_meeting(lang).to_owned(),
        CheckKind::MeetingNotHeld => texts::ok_meeting_not_held(lang).to_owned(),
        CheckKind::QueriesOpen => texts::none(lang).to_owned(),
        CheckKind::NotSubmitted
        | CheckKind::NotApproved
        | CheckKind::VerdictMissing
        | CheckKind::VerdictWithoutReason => {
            format!("{of}/{of}", of = check.of)
        }
    }
}

fn form(scene: &Scene, model: &SealModel, missing: bool) -> AnyView {
    let lang = scene.lang();
    if !can_be_sealed(&model.round) || scene.info.asof.is_some() {
        return ().into_any();
    }
    if !model.may_seal {
        return view! { <p class="note-box">{texts::pmo_only(lang)}</p> }.into_any();
    }
    if let Err(obstacle) = &model.key {
        return view! { <p class="note-box">{obstacle_words(lang, *obstacle)}</p> }.into_any();
    }
    let action = scene.info.link(&format!("/reviews/{}/seal", model.round.slug));
    let word = if missing { texts::next_missing(lang) } else { texts::next(lang) };
    let reason = missing.then(|| {
        Field::new(REASON, texts::reason(lang))
            .value(model.typed.clone())
            .hint(texts::reason_hint(lang))
            .faults(&model.faults)
            .max_length(NARRATIVE_MAX)
            .required()
            .textarea(lang, 3)
    });
    view! {
        <form method="post" action=action>
            {reason}
            <div class="prow"><button class="krds-btn primary" type="submit" name="action" value="review">{word}</button>
                <span class="xs mute">{texts::next_note(lang)}</span></div>
        </form>
    }
    .into_any()
}

pub(super) const fn obstacle_words(lang: Lang, obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::NoKey => texts::no_key(lang),
        Obstacle::BadKey => texts::bad_key(lang),
        Obstacle::OtherKey => texts::other_key(lang),
    }
}

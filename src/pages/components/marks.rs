//! The three vocabularies and their shapes: schedule is square and computed, judgement is circle, triangle, cross and a
//! person's. The word always stands with the mark.

use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::pages::lang::Lang;
use crate::pages::texts::common;
use leptos::prelude::*;

/// A symbol of the sprite; decoration, so that its meaning must stand beside it in words.
#[must_use]
pub fn icon(symbol: &'static str) -> AnyView {
    view! { <svg class="i" aria-hidden="true"><use href=format!("#{symbol}")></use></svg> }.into_any()
}

/// A mark and its word; the class of a mark is its symbol.
fn mark(symbol: &'static str, word: &'static str) -> AnyView {
    view! { <span class=format!("mk {symbol}")>{icon(symbol)}{word}</span> }.into_any()
}

/// The symbol, and class, of a light.
#[must_use]
pub const fn light_symbol(light: Light) -> &'static str {
    match light {
        Light::Planned => "s-plan",
        Light::OnTime => "s-ok",
        Light::DueSoon => "s-soon",
        Light::Late => "s-late",
        Light::Done => "s-done",
        Light::Dropped => "s-drop",
        Light::Superseded => "s-sup",
    }
}

#[must_use]
pub const fn light_word(lang: Lang, light: Light) -> &'static str {
    match light {
        Light::Planned => common::light_planned(lang),
        Light::OnTime => common::light_on_time(lang),
        Light::DueSoon => common::light_due_soon(lang),
        Light::Late => common::light_late(lang),
        Light::Done => common::light_done(lang),
        Light::Dropped => common::light_dropped(lang),
        Light::Superseded => common::light_superseded(lang),
    }
}

/// The symbol, and class, of a self rating.
#[must_use]
pub const fn rating_symbol(rating: Option<SelfRating>) -> &'static str {
    match rating {
        Some(SelfRating::OnTrack) => "r-good",
        Some(SelfRating::Watch) => "r-watch",
        Some(SelfRating::AtRisk) => "r-redo",
        Some(SelfRating::Claimed) => "r-claim",
        None => "r-none",
    }
}

#[must_use]
pub const fn rating_word(lang: Lang, rating: Option<SelfRating>) -> &'static str {
    match rating {
        Some(SelfRating::OnTrack) => common::rating_on_track(lang),
        Some(SelfRating::Watch) => common::rating_watch(lang),
        Some(SelfRating::AtRisk) => common::rating_at_risk(lang),
        Some(SelfRating::Claimed) => common::rating_claimed(lang),
        None => common::rating_none(lang),
    }
}

/// The symbol, and class, of a verdict.
#[must_use]
pub const fn verdict_symbol(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::OnTrack) => "r-good",
        Some(Verdict::Watch) => "r-watch",
        Some(Verdict::AtRisk) => "r-redo",
        Some(Verdict::Verified) => "r-conf",
        None => "r-none",
    }
}

#[must_use]
pub const fn verdict_word(lang: Lang, verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::OnTrack) => common::rating_on_track(lang),
        Some(Verdict::Watch) => common::rating_watch(lang),
        Some(Verdict::AtRisk) => common::rating_at_risk(lang),
        Some(Verdict::Verified) => common::verdict_verified(lang),
        None => common::verdict_none(lang),
    }
}

/// The schedule light.
#[must_use]
pub fn light_mark(lang: Lang, light: Light) -> AnyView {
    mark(light_symbol(light), light_word(lang, light))
}

/// The schedule light with 확인 대기 beside it where a claim waits for a decision.
#[must_use]
pub fn light_cell(lang: Lang, light: Light, waiting: bool) -> AnyView {
    let tag = waiting.then(|| view! { " "{waiting_tag(lang)} });
    view! { {light_mark(lang, light)}{tag} }.into_any()
}

/// What the ministry says (자체평가).
#[must_use]
pub fn rating_mark(lang: Lang, rating: Option<SelfRating>) -> AnyView {
    mark(rating_symbol(rating), rating_word(lang, rating))
}

/// What the PMO says (총괄 판정).
#[must_use]
pub fn verdict_mark(lang: Lang, verdict: Option<Verdict>) -> AnyView {
    mark(verdict_symbol(verdict), verdict_word(lang, verdict))
}

/// 확인 대기
#[must_use]
pub fn waiting_tag(lang: Lang) -> AnyView {
    view! { <span class="tag s-wait">{icon("s-wait")}{common::waiting(lang)}</span> }.into_any()
}

/// 가정: no source states it.
#[must_use]
pub fn assumed_tag(lang: Lang) -> AnyView {
    view! { <span class="tag">{common::assumed(lang)}</span> }.into_any()
}

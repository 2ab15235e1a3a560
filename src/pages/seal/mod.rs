//! `/reviews/{round}/seal`: what is missing before the seal, the last question, and afterwards the seal itself with what was
//! added to it. One address, three faces: [`before`], [`confirm`], [`sealed`]. The band above every page of a sealed round
//! is drawn by the shell from [`SealedBand`].

mod before;
mod confirm;
mod sealed;

pub use before::checklist;

use crate::domain::round::{Round, RoundState};
use crate::domain::seal::document::Gap;
use crate::domain::seal::fact::SealFact;
use crate::domain::seal::missing::{Check, CheckKind};
use crate::domain::seal::{KeyId, Link};
use crate::pages::components::breadcrumb;
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, institution_name};
use crate::pages::returns::round_name;
use crate::pages::texts::seal as texts;
use crate::store::KeptFileLine;
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// The name of the field for the reason.
pub const REASON: &str = "reason";
/// The name of the field for an addendum's text.
pub const TEXT: &str = "text";

/// What the band above the pages of a sealed round says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedBand {
    pub round: String,
    pub short: String,
    pub sealed_at: DateTime<Utc>,
    pub addenda: usize,
}

/// What keeps this server from signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It has no private key.
    NoKey,
    /// The key's file cannot be used.
    BadKey,
    /// Its key is not the one that signs by now.
    OtherKey,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct SealModel {
    pub round: Round,
    pub checks: Vec<Check>,
    /// Returns approved, and all.
    pub returns: (i64, i64),
    /// The key that would sign, or what keeps it from signing.
    pub key: Result<KeyId, Obstacle>,
    /// The seal before, in the chain.
    pub previous: Option<Link>,
    /// Whether the reader may seal and add.
    pub may_seal: bool,
    /// A form as typed, and what is wrong with it.
    pub typed: String,
    pub faults: Vec<(&'static str, String)>,
    /// The sealed round.
    pub seal: Option<SealFact>,
    pub files: Vec<KeptFileLine>,
}

/// The page before and after the seal.
#[must_use]
pub fn page(scene: &Scene, model: &SealModel) -> AnyView {
    match &model.seal {
        Some(seal) => sealed::page(scene, model, seal),
        None => before::page(scene, model),
    }
}

/// The last question before the seal.
#[must_use]
pub fn confirm_page(scene: &Scene, model: &SealModel) -> AnyView {
    confirm::page(scene, model)
}

/// What is wrong with the reason, in words; `None` where nothing is.
#[must_use]
pub fn reason_fault(lang: Lang, reason: &str, gaps: &[Gap], max: usize) -> Option<String> {
    if reason.chars().count() > max {
        return Some(texts::too_long(lang, max));
    }
    (!gaps.is_empty() && reason.trim().is_empty()).then(|| texts::reason_missing(lang).to_owned())
}

fn head(scene: &Scene, round: &Round, title: String) -> AnyView {
    let lang = scene.lang();
    let path = format!("/reviews/{}", round.slug);
    let steps = vec![
        (texts::reviews(lang).to_owned(), Some(scene.info.link("/reviews"))),
        (round_name(lang, &round.slug), Some(scene.info.link(&path))),
        (texts::crumb(lang).to_owned(), None),
    ];
    let day = format::full(lang, round.base_date());
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div><h1>{title}</h1><p class="sub">{texts::sub(lang, day, round.ordinal)}</p></div></div>
    }
    .into_any()
}

const fn check_word(lang: Lang, kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::TakingReturns => texts::check_taking_returns(lang),
        CheckKind::NotSubmitted => texts::check_not_submitted(lang),
        CheckKind::NotApproved => texts::check_not_approved(lang),
        CheckKind::QueriesOpen => texts::check_queries_open(lang),
        CheckKind::VerdictMissing => texts::check_verdict_missing(lang),
        CheckKind::VerdictWithoutReason => texts::check_verdict_without_reason(lang),
        CheckKind::MeetingNotHeld => texts::check_meeting_not_held(lang),
    }
}

/// How many are missing, or what is.
fn amount(lang: Lang, kind: CheckKind, items: &[String]) -> String {
    let day = items.first().and_then(|day| day.parse().ok()).map(|day| format::full(lang, day));
    match kind {
        CheckKind::TakingReturns => texts::is_taking(lang, day.unwrap_or_default()),
        CheckKind::MeetingNotHeld => {
            day.map_or_else(|| texts::is_unfixed(lang).to_owned(), |day| texts::is_before_meeting(lang, day))
        }
        _ => count(lang, kind, items.len()),
    }
}

/// So many, in the counting word of their kind.
fn count(lang: Lang, kind: CheckKind, items: usize) -> String {
    match kind {
        CheckKind::NotSubmitted => texts::places(lang, items),
        CheckKind::VerdictMissing | CheckKind::VerdictWithoutReason => texts::tasks(lang, items),
        _ => texts::items(lang, items),
    }
}

/// The items by name: institutions, tasks, numbers of queries.
fn names(scene: &Scene, kind: CheckKind, items: &[String]) -> Vec<String> {
    let lang = scene.lang();
    let name = |item: &String| match kind {
        CheckKind::NotSubmitted | CheckKind::NotApproved => {
            let known = scene.ledger.institutions.iter().find(|one| one.slug.as_str() == item);
            known.map_or_else(|| item.clone(), |one| institution_name(lang, one).to_owned())
        }
        CheckKind::VerdictMissing | CheckKind::VerdictWithoutReason => texts::task_no(lang, item),
        _ => item.clone(),
    };
    match kind {
        CheckKind::TakingReturns | CheckKind::MeetingNotHeld => Vec::new(),
        _ => items.iter().map(name).collect(),
    }
}

/// A seal's gap in one line: what, how many, which.
fn gap_line(scene: &Scene, gap: &Gap) -> String {
    let lang = scene.lang();
    let Some(kind) = CheckKind::parse(&gap.what) else { return gap.what.clone() };
    let names = names(scene, kind, &gap.items);
    let line = format!("{} {}", check_word(lang, kind), amount(lang, kind, &gap.items));
    if names.is_empty() { line } else { format!("{line}: {}", names.join(", ")) }
}

fn gap_list(scene: &Scene, gaps: &[Gap]) -> AnyView {
    if gaps.is_empty() {
        return texts::nothing_missing(scene.lang()).into_any();
    }
    let lines: Vec<AnyView> = gaps.iter().map(|gap| view! { <li>{gap_line(scene, gap)}</li> }.into_any()).collect();
    view! { <ul class="gaps">{lines}</ul> }.into_any()
}

fn link_words(lang: Lang, link: Option<&Link>) -> AnyView {
    match link {
        Some(link) => {
            let (no, short, hash) =
                (texts::sealed_no(lang, link.no), link.hash.short().to_owned(), link.hash.to_string());
            view! { {link.round.clone()}" "{no}" "<code title=hash>{short}</code> }.into_any()
        }
        None => texts::confirm_first(lang).into_any(),
    }
}

/// Whether the round is in a state in which it can be sealed.
fn can_be_sealed(round: &Round) -> bool {
    matches!(round.state, RoundState::Open | RoundState::Closed)
}

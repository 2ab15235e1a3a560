//! `/reviews`: the rounds, and the PMO's room of one of them: its acts ([`plan`], [`acts`]), its board ([`board`]).
//!
//! To add an act of a round: its verb in [`crate::domain::round`], its confirmation in [`acts`], its handler in
//! `server::reviews`.

pub mod acts;
pub mod agenda;
pub mod approvals;
pub mod board;
pub mod contacts;
mod list;
pub mod plan;
pub mod words;

pub use list::page as list_page;

use crate::domain::round::{Round, RoundState};
use crate::pages::PageInfo;
use crate::pages::components::breadcrumb;
use crate::pages::lang::Lang;
use crate::pages::returns::round_name;
use crate::pages::texts::{common, reviews as texts};
use leptos::prelude::*;

/// `2024년 1분기 점검(제2차)`
#[must_use]
pub fn round_full(lang: Lang, round: &Round) -> String {
    texts::round_full(lang, round.ordinal, round_name(lang, &round.slug))
}

/// `/reviews/2024-Q1`, with what follows.
#[must_use]
pub fn round_path(round: &Round, tail: &str) -> String {
    format!("/reviews/{}{tail}", round.slug)
}

#[must_use]
pub const fn round_state_word(lang: Lang, state: RoundState) -> &'static str {
    match state {
        RoundState::Planned => texts::state_planned(lang),
        RoundState::Open => texts::state_open(lang),
        RoundState::Closed => texts::state_closed(lang),
        RoundState::Sealed => texts::state_sealed(lang),
    }
}

/// From the list of rounds to a page below one of them; `last` is the page itself, or nothing on the round's own page.
fn crumbs(info: &PageInfo, round: &Round, last: Option<String>) -> AnyView {
    let lang = info.lang;
    let name = round_name(lang, &round.slug);
    let mut steps = vec![(common::nav_reviews(lang).to_owned(), Some(info.link("/reviews")))];
    match last {
        Some(last) => {
            steps.push((name, Some(info.link(&round_path(round, "")))));
            steps.push((last, None));
        }
        None => steps.push((name, None)),
    }
    breadcrumb(lang, &steps)
}

/// The numbers of tasks, as a list.
fn task_numbers(tasks: &[crate::domain::ids::TaskNo]) -> String {
    tasks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · ")
}

//! What is said when a return does not move, and when it does.

use crate::domain::returns::ReturnRefusal;
use crate::domain::round::RoundState;
use crate::pages::lang::Lang;
use crate::pages::returns::state_word;
use crate::pages::texts::returns as texts;
use crate::server::forms::noted;
use crate::server::state::App;
use axum::response::Response;

/// Why not, in a sentence.
#[must_use]
pub fn refusal(lang: Lang, refusal: ReturnRefusal) -> String {
    match refusal {
        ReturnRefusal::Round(RoundState::Planned) => texts::refusal_round_planned(lang).to_owned(),
        ReturnRefusal::Round(RoundState::Sealed) => texts::refusal_round_sealed(lang).to_owned(),
        ReturnRefusal::Round(_) => texts::refusal_round_closed(lang).to_owned(),
        ReturnRefusal::State(state) => texts::refusal_state(lang, state_word(lang, state)),
        ReturnRefusal::ReviewStarted => texts::refusal_review_started(lang).to_owned(),
        ReturnRefusal::OwnSubmission => texts::refusal_own(lang).to_owned(),
        ReturnRefusal::QueriesOpen(count) => texts::refusal_queries(lang, count),
        ReturnRefusal::NotChecked => texts::refusal_not_checked(lang).to_owned(),
        ReturnRefusal::OwnCheck => texts::refusal_own_check(lang).to_owned(),
        ReturnRefusal::Checked => texts::refusal_checked(lang).to_owned(),
        ReturnRefusal::ReasonMissing => texts::refusal_reason(lang).to_owned(),
        ReturnRefusal::Incomplete(count) => texts::refusal_incomplete(lang, count),
    }
}

pub fn note(app: &App, path: &str, key: &str) -> Response {
    noted(app, path, key)
}

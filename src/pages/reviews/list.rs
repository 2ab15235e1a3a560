//! All rounds, with how many returns are in each state.

use super::{round_path, round_state_word, task_numbers};
use crate::domain::permission::{Action, may};
use crate::domain::returns::{Return, ReturnState, count_states};
use crate::domain::round::{Round, RoundState};
use crate::pages::components::{Empty, full_day, section};
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::returns::{round_name, state_symbol, state_word};
use crate::pages::texts::reviews as texts;
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn page(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let cutoff = scene.standing.cutoff;
    let rounds: Vec<(Round, Vec<Return>)> = {
        let known = scene.ledger.reviews.rounds_before(cutoff).into_iter().rev();
        known.map(|round| (scene.ledger.reviews.returns_before(round.id, cutoff), round)).map(|(a, b)| (b, a)).collect()
    };
    let body = if rounds.is_empty() { nothing(scene) } else { table(scene, &rounds) };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{say(scene, &rounds)}</p></div>{plan(scene)}</div>
        <section class="sec">
            {section::head(texts::list(lang), Some(rounds.len()), Some(texts::list_note(lang).to_owned()), None)}
            {body}
        </section>
    }
    .into_any()
}

fn may_manage(scene: &Scene) -> bool {
    let reader = scene.info.reader.as_ref();
    scene.info.asof.is_none() && reader.is_some_and(|reader| may(reader, Action::ManageRounds))
}

fn plan(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let button = may_manage(scene).then(|| {
        let href = scene.info.link("/reviews/new");
        view! { <div class="acts"><a class="krds-btn primary" href=href>{texts::plan_new(lang)}</a></div> }
    });
    button.into_any()
}

/// Which round is open, and how many still owe something.
fn say(scene: &Scene, rounds: &[(Round, Vec<Return>)]) -> String {
    let lang = scene.lang();
    let Some((round, returns)) = rounds.iter().find(|(round, _)| round.state == RoundState::Open) else {
        let word = if rounds.is_empty() { texts::sub(lang) } else { texts::say_none_open(lang) };
        return word.to_owned();
    };
    let owed = returns.iter().filter(|one| one.first_submitted_on().is_none()).count();
    let rest = match owed {
        0 => texts::say_open_all(lang, returns.len()),
        owed => texts::say_open_owed(lang, returns.len(), owed),
    };
    format!("{}{rest}", texts::say_open(lang, round_name(lang, &round.slug)))
}

fn nothing(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    if scene.info.asof.is_some() {
        return Empty::new(texts::none_then(lang), texts::none_then_why(lang)).view();
    }
    let empty = Empty::new(texts::none(lang), texts::none_why(lang));
    let empty =
        if may_manage(scene) { empty.link(texts::plan_new(lang), scene.info.link("/reviews/new")) } else { empty };
    empty.view()
}

fn table(scene: &Scene, rounds: &[(Round, Vec<Return>)]) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = rounds.iter().map(|(round, returns)| row(scene, round, returns)).collect();
    view! {
        <table class="tbl flow">
            <caption class="sr-only">{texts::list_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_round(lang)}</th><th scope="col">{texts::col_state(lang)}</th>
                <th scope="col">{texts::col_base(lang)}</th><th scope="col">{texts::col_window(lang)}</th>
                <th scope="col">{texts::col_meeting(lang)}</th><th scope="col">{texts::col_returns(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(scene: &Scene, round: &Round, returns: &[Return]) -> AnyView {
    let lang = scene.lang();
    let settings = &round.settings;
    let tasks = (!settings.tasks.is_empty())
        .then(|| view! { <br/><span class="mute xs">{texts::limited(lang, task_numbers(&settings.tasks))}</span> });
    let (from, until) = (format::full(lang, settings.window_from), format::full(lang, settings.due));
    let meeting = settings.meeting_on.map_or_else(|| format::DASH.into_any(), |on| full_day(lang, on));
    let href = scene.info.link(&round_path(round, ""));
    view! {
        <tr>
            <th scope="row" class="ttl"><a href=href>{round_name(lang, &round.slug)}</a>" "
                <span class="mute xs">{texts::ordinal(lang, round.ordinal)}" · "{round.slug.to_string()}</span>{tasks}</th>
            <td data-l=texts::col_state(lang)><span class=state_class(round.state)>{round_state_word(lang, round.state)}</span></td>
            <td data-l=texts::col_base(lang)>{full_day(lang, settings.base_date)}</td>
            <td data-l=texts::col_window(lang)>{texts::days_span(lang, from, until)}</td>
            <td data-l=texts::col_meeting(lang)>{meeting}</td>
            <td data-l=texts::col_returns(lang)>{counts(scene, returns)}</td>
        </tr>
    }
    .into_any()
}

const fn state_class(state: RoundState) -> &'static str {
    match state {
        RoundState::Open => "tag tag--edit",
        _ => "tag",
    }
}

/// The states that occur, each with its mark, word and number.
fn counts(scene: &Scene, returns: &[Return]) -> AnyView {
    let lang = scene.lang();
    if returns.is_empty() {
        return view! { <span class="mute">{texts::not_opened(lang)}</span> }.into_any();
    }
    let counts = count_states(returns);
    let marks: Vec<AnyView> = ReturnState::ALL
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| {
            let symbol = state_symbol(state);
            view! { <li class=format!("mk {symbol}")>{crate::pages::components::icon(symbol)}{state_word(lang, state)}" "<b>{count}</b></li> }
                .into_any()
        })
        .collect();
    view! { <ul class="inl">{marks}</ul> }.into_any()
}

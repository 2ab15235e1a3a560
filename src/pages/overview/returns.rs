//! The rounds that are collecting: how many returns are in each state, by kind of institution, and how long there is.

use crate::domain::institution::Kind;
use crate::domain::returns::{Return, ReturnState, count_states};
use crate::domain::round::{Round, RoundState};
use crate::pages::components::{days_left, full_day, icon, section, share};
use crate::pages::record::Scene;
use crate::pages::record::cells::kind_word;
use crate::pages::returns::{round_name, state_symbol, state_word};
use crate::pages::texts::{agenda, overview as texts};
use leptos::prelude::*;

/// As on the page: what is finished stands first.
const ORDER: [ReturnState; 5] =
    [ReturnState::Approved, ReturnState::Submitted, ReturnState::Returned, ReturnState::Draft, ReturnState::NotStarted];

/// One box a round that takes returns on the day; nothing without any.
pub fn boxes(scene: &Scene) -> AnyView {
    let (reviews, cutoff) = (&scene.ledger.reviews, scene.standing.cutoff);
    let open = reviews.rounds_before(cutoff).into_iter().filter(|round| round.state == RoundState::Open);
    let boxes: Vec<AnyView> =
        open.map(|round| one_box(scene, &round, &reviews.returns_before(round.id, cutoff))).collect();
    boxes.into_any()
}

fn one_box(scene: &Scene, round: &Round, returns: &[Return]) -> AnyView {
    let lang = scene.lang();
    let name = round_name(lang, &round.slug);
    let board = scene.info.link(&format!("/reviews/{}", round.slug));
    let meeting = scene.info.link(&format!("/reviews/{}/agenda", round.slug));
    let left = (round.due() - scene.standing.day).num_days();
    let heads: Vec<AnyView> = ORDER
        .into_iter()
        .map(|state| {
            let symbol = state_symbol(state);
            view! { <th scope="col" class="num"><span class=format!("mk {symbol}")>{icon(symbol)}{state_word(lang, state)}</span></th> }
                .into_any()
        })
        .collect();
    view! {
        <section class="sec" id="returns">
            {section::head(texts::returns(lang, &name), Some(returns.len()), None, Some((texts::returns_more(lang), board)))}
            <p class="ret-due">{texts::returns_due(lang)}" "{full_day(lang, round.due())}" "{days_left(left)}" · "
                <a href=meeting>{agenda::title(lang)}</a></p>
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::returns_caption(lang, name)}</caption>
                <thead><tr><th scope="col">{texts::returns_kind(lang)}</th><th scope="col">{texts::returns_share(lang)}</th>{heads}</tr></thead>
                <tbody>{by_kind(scene, returns)}{row(scene, texts::returns_all(lang), returns.iter().collect())}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn by_kind(scene: &Scene, returns: &[Return]) -> Vec<AnyView> {
    let lang = scene.lang();
    let kind_of = |one: &Return| scene.ledger.institution(&one.institution).map(|known| known.kind);
    let of = |kind: Kind| -> Vec<&Return> { returns.iter().filter(|one| kind_of(one) == Some(kind)).collect() };
    let kinds = Kind::ALL.into_iter().map(|kind| (kind, of(kind))).filter(|(_, of)| !of.is_empty());
    kinds.map(|(kind, of)| row(scene, kind_word(lang, kind), of)).collect()
}

fn row(scene: &Scene, word: &'static str, returns: Vec<&Return>) -> AnyView {
    let lang = scene.lang();
    let all = i64::try_from(returns.len()).unwrap_or(i64::MAX);
    let counts = count_states(returns);
    let of = |state: ReturnState| {
        let place = ReturnState::ALL.iter().position(|known| *known == state);
        place.map_or(0, |place| counts[place])
    };
    let handed_in = of(ReturnState::Approved) + of(ReturnState::Submitted) + of(ReturnState::Returned);
    let cells: Vec<AnyView> = ORDER
        .into_iter()
        .map(|state| view! { <td class="num" data-l=state_word(lang, state)>{of(state)}</td> }.into_any())
        .collect();
    view! {
        <tr><th scope="row">{word}</th>
            <td data-l=texts::returns_share(lang)>{share(handed_in, all, texts::returns_in(lang))}</td>{cells}</tr>
    }
    .into_any()
}

//! How the institution's returns stand in the rounds that are not sealed.

use super::MinistryModel;
use crate::domain::permission::{Action, may};
use crate::domain::returns::{Return, ReturnState};
use crate::domain::round::{Round, RoundState};
use crate::pages::components::{days_left, full_day};
use crate::pages::returns::{round_name, state_mark};
use crate::pages::texts::ministry as texts;
use leptos::prelude::*;

/// A line a round; nothing where none is going on or the institution is asked nothing.
pub fn lines(model: &MinistryModel) -> AnyView {
    let (reviews, cutoff) = (&model.scene.ledger.reviews, model.scene.standing.cutoff);
    let going = |round: &Round| matches!(round.state, RoundState::Open | RoundState::Closed);
    let lines: Vec<AnyView> = reviews
        .rounds_before(cutoff)
        .into_iter()
        .filter(going)
        .filter_map(|round| {
            let one = reviews.return_of(round.id, &model.institution.slug)?.before(cutoff)?;
            Some(line(model, &round, &one))
        })
        .collect();
    lines.into_any()
}

fn line(model: &MinistryModel, round: &Round, one: &Return) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let reader = scene.info.reader.as_ref();
    let reads = one.state == ReturnState::Approved
        || reader.is_some_and(|reader| may(reader, Action::ReadReturn(&one.institution)));
    let path = if reads {
        format!("/reviews/{}/returns/{}", round.slug, one.institution)
    } else {
        format!("/reviews/{}", round.slug)
    };
    let left = one.state.is_owed().then(|| days_left((round.due() - scene.standing.day).num_days()));
    view! {
        <p class="sub"><a href=scene.info.link(&path)>{texts::round_return(lang, round_name(lang, &round.slug))}</a>" "
            {state_mark(lang, one.state)}" · "{texts::round_due(lang)}" "{full_day(lang, round.due())}" "{left}</p>
    }
    .into_any()
}

//! The five states with the institutions in them.

use super::{BoardModel, BoardRow, short_link};
use crate::domain::calendar::day_of;
use crate::domain::chase::Level;
use crate::domain::permission::{Action, may};
use crate::domain::returns::ReturnState;
use crate::pages::components::{icon, rule, section as heading, short_day};
use crate::pages::record::Scene;
use crate::pages::returns::{state_symbol, state_word};
use crate::pages::texts::reviews as texts;
use chrono::Datelike;
use leptos::prelude::*;

/// So many names in a column before it becomes two.
const ONE_COLUMN: usize = 7;

/// 제출률과 승인률, in tenths of a per cent.
pub fn note(scene: &Scene, model: &BoardModel) -> String {
    let all = model.rows.len();
    let handed_in = all - model.missing();
    let approved = model.count(ReturnState::Approved);
    let share = |part: usize| {
        let tenths = (part * 1000 + all / 2).checked_div(all).unwrap_or(0);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    texts::states_note(scene.lang(), all, share(approved), approved, handed_in, share(handed_in))
}

/// The board.
pub fn section(scene: &Scene, model: &BoardModel, managing: bool) -> AnyView {
    let lang = scene.lang();
    let more = (texts::as_table(lang), scene.info.same_page(&["view"], Some(("view", "table"))));
    let columns: Vec<AnyView> =
        ReturnState::ALL.into_iter().map(|state| column(scene, model, state, managing)).collect();
    view! {
        <section class="sec">
            {heading::head(texts::states(lang), None, Some(note(scene, model)), Some(more))}
            <div class="states">{columns}</div>
            {rule(lang, texts::rule_states(lang))}
        </section>
    }
    .into_any()
}

fn column(scene: &Scene, model: &BoardModel, state: ReturnState, managing: bool) -> AnyView {
    let lang = scene.lang();
    let mut rows: Vec<&BoardRow> = model.rows.iter().filter(|row| row.one.state == state).collect();
    if state == ReturnState::Submitted {
        // Newest first, as they come in.
        rows.sort_by_key(|row| std::cmp::Reverse(row.one.submission().map(|event| event.recorded_at)));
    }
    let symbol = state_symbol(state);
    let class = if rows.len() > ONE_COLUMN { "two" } else { "" };
    let names: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            view! { <li>{short_link(scene, &model.round, &row.one)}{notes(scene, row, managing)}</li> }.into_any()
        })
        .collect();
    let list = if names.is_empty() {
        view! { <p class="mute xs">{texts::state_none(lang)}</p> }.into_any()
    } else {
        view! { <ul class=class>{names}</ul> }.into_any()
    };
    view! {
        <section>
            <h3><span class=format!("mk {symbol}")>{icon(symbol)}</span>{state_word(lang, state)}<b>{rows.len()}</b></h3>
            {list}
        </section>
    }
    .into_any()
}

/// What stands beside a name: contacts, how much is written, when it came in, queries, lateness.
fn notes(scene: &Scene, row: &BoardRow, managing: bool) -> AnyView {
    let lang = scene.lang();
    let inside = managing
        || scene.info.reader.as_ref().is_some_and(|reader| may(reader, Action::ReadReturn(&row.one.institution)));
    let mut parts: Vec<AnyView> = Vec::new();
    match row.one.state {
        ReturnState::NotStarted if managing && row.contacted() > 0 => {
            let urgent = row.next.is_some_and(|next| next.level == Level::Minister);
            let class = if urgent { "late-t" } else { "" };
            parts.push(view! { <small class=class>{texts::chased(lang, row.contacted())}</small> }.into_any());
        }
        ReturnState::Draft => {
            let written = row.entries.filter(|_| inside);
            parts
                .extend(written.map(|(asked, written)| {
                    view! { <small>{texts::written(lang, asked, written)}</small> }.into_any()
                }));
        }
        ReturnState::Submitted => {
            let on = row.one.submission().map(|event| day_of(event.recorded_at));
            parts.extend(
                on.map(|on| view! { <small>{short_day(lang, on, scene.standing.day.year())}</small> }.into_any()),
            );
        }
        _ => {}
    }
    if inside && row.open_queries() > 0 {
        parts.push(view! { <small>{texts::queries_n(lang, row.open_queries())}</small> }.into_any());
    }
    if row.late > 0 {
        parts.push(view! { <small class="late-t">{texts::late_days(lang, row.late)}</small> }.into_any());
    }
    view! { <span class="r">{parts}</span> }.into_any()
}

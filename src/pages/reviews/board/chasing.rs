//! Those who still owe a return: the ladder, the last contact, what was promised, what is proposed next.

use super::{BoardModel, BoardRow, address};
use crate::domain::chase::{Chase, Level, NextStep, Way};
use crate::domain::round::RoundState;
use crate::pages::components::{Empty, rule, section as heading, short_day};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, korean};
use crate::pages::returns::state_mark;
use crate::pages::reviews::round_path;
use crate::pages::texts::reviews as texts;
use chrono::{Datelike, Days};
use leptos::prelude::*;
use std::cmp::Reverse;

/// So many stand open; the rest are folded.
const SHOWN: usize = 8;

#[must_use]
pub const fn level_word(lang: Lang, level: Level) -> &'static str {
    match level {
        Level::Officer => texts::level_officer(lang),
        Level::Head => texts::level_head(lang),
        Level::Minister => texts::level_minister(lang),
    }
}

#[must_use]
pub const fn way_word(lang: Lang, way: Way) -> &'static str {
    match way {
        Way::Phone => texts::way_phone(lang),
        Way::Messenger => texts::way_messenger(lang),
        Way::Mail => texts::way_mail(lang),
        Way::Visit => texts::way_visit(lang),
        Way::System => texts::way_system(lang),
    }
}

/// The list; nothing where the round takes nothing.
pub fn section(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    if model.round.state != RoundState::Open {
        return ().into_any();
    }
    let mut owing: Vec<(&BoardRow, NextStep)> = model.rows.iter().filter_map(|row| Some((row, row.next?))).collect();
    owing.sort_by_key(|(row, next)| (next.on, Reverse(next.level), row.one.state));
    let body = if owing.is_empty() {
        Empty::new(texts::chasing_none(lang), texts::chasing_none_why(lang)).view()
    } else {
        let (first, rest) = owing.split_at(owing.len().min(SHOWN));
        let rest = (!rest.is_empty()).then(|| {
            let word = texts::chasing_more(lang, rest.len());
            view! { <details class="fold"><summary>{word}</summary>{table(scene, model, rest)}</details> }
        });
        view! { {table(scene, model, first)}{rest} }.into_any()
    };
    let note = (!owing.is_empty()).then(|| note(scene, &owing));
    let live = scene.info.asof.is_none() && !owing.is_empty();
    let mails = live.then(|| (texts::chasing_mails(lang), scene.info.link(&round_path(&model.round, "/reminders"))));
    view! {
        <section class="sec" id="chasing">
            {heading::head(texts::chasing(lang), Some(owing.len()), note, mails)}
            {body}
            {rule(lang, texts::rule_chasing(lang))}
        </section>
    }
    .into_any()
}

fn note(scene: &Scene, owing: &[(&BoardRow, NextStep)]) -> String {
    let today = scene.standing.day;
    let tomorrow = scene.calendar.next_working_day(today);
    let count = |is: &dyn Fn(&NextStep) -> bool| owing.iter().filter(|(_, next)| is(next)).count();
    let promised = count(&|next| next.promised);
    let (now, soon) =
        (count(&|next| !next.promised && next.on <= today), count(&|next| !next.promised && next.on == tomorrow));
    texts::chasing_note(scene.lang(), promised, now, soon)
}

fn table(scene: &Scene, model: &BoardModel, rows: &[(&BoardRow, NextStep)]) -> AnyView {
    let lang = scene.lang();
    let body: Vec<AnyView> = rows.iter().map(|(row, next)| table_row(scene, model, row, *next)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::chasing_caption(lang)}</caption>
            <colgroup><col width="12%"/><col width="8%"/><col width="14%"/><col/><col width="9%"/><col width="14%"/><col width="8%"/><col width="9%"/></colgroup>
            <thead><tr>
                <th scope="col">{texts::col_institution(lang)}</th><th scope="col">{texts::col_state(lang)}</th>
                <th scope="col">{texts::col_rung(lang)}</th><th scope="col">{texts::col_last(lang)}</th>
                <th scope="col">{texts::col_promised(lang)}</th><th scope="col">{texts::col_next(lang)}</th>
                <th scope="col">{texts::col_when(lang)}</th><th scope="col">{texts::col_log(lang)}</th>
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(scene: &Scene, model: &BoardModel, row: &BoardRow, next: NextStep) -> AnyView {
    let lang = scene.lang();
    let today = scene.standing.day;
    let due_today = next.on <= today;
    let class = if due_today { "rowlate" } else { "" };
    let name = scene.institution(&row.one.institution);
    let kit = scene.info.link(&round_path(&model.round, &format!("/returns/{}/kit", row.one.institution)));
    let log = scene.info.link(&round_path(&model.round, &format!("/contacts/{}", row.one.institution)));
    let promised = match row.last_contact().and_then(|one| one.promised_on) {
        Some(on) => short_day(lang, on, today.year()),
        None => view! { <span class="mute">{texts::no_promise(lang)}</span> }.into_any(),
    };
    let step = if next.promised && !due_today {
        texts::next_wait(lang).to_owned()
    } else {
        texts::next_contact(lang, level_word(lang, next.level))
    };
    view! {
        <tr>
            <th scope="row" class=class><b><a href=address(scene, &model.round, &row.one)>{name.clone()}</a></b></th>
            <td data-l=texts::col_state(lang)>{state_mark(lang, row.one.state)}</td>
            <td data-l=texts::col_rung(lang)>{ladder(lang, next.level)}</td>
            <td data-l=texts::col_last(lang)>{last_contact(scene, row)}</td>
            <td class="nw" data-l=texts::col_promised(lang)>{promised}</td>
            <td data-l=texts::col_next(lang)>{step}</td>
            <td class="nw" data-l=texts::col_when(lang)>{when(scene, next)}</td>
            <td data-l=texts::col_log(lang)><a class="krds-btn xsmall" href=log>{texts::log_contact(lang)}<span class="sr-only">" "{name.clone()}</span></a><br/>
                <a class="krds-btn xsmall" href=kit>{texts::kit_of(lang)}<span class="sr-only">" "{name}</span></a></td>
        </tr>
    }
    .into_any()
}

/// Today, tomorrow, or the day.
fn when(scene: &Scene, next: NextStep) -> AnyView {
    let (lang, today) = (scene.lang(), scene.standing.day);
    if next.on <= today {
        return view! { <b>{texts::today(lang)}</b> }.into_any();
    }
    if next.on == today + Days::new(1) {
        return texts::tomorrow(lang).into_any();
    }
    short_day(lang, next.on, today.year())
}

/// 담당자 → 책임관 → 기관장: those passed, the one now, the rest.
#[must_use]
pub fn ladder(lang: Lang, now: Level) -> AnyView {
    let rungs: Vec<AnyView> = Level::ALL
        .into_iter()
        .map(|level| {
            let class = match level.cmp(&now) {
                std::cmp::Ordering::Less => "on",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            };
            let current = (level == now).then_some("step");
            view! { <li class=class aria-current=current>{level_word(lang, level)}</li> }.into_any()
        })
        .collect();
    view! { <ol class="ladder">{rungs}</ol> }.into_any()
}

fn last_contact(scene: &Scene, row: &BoardRow) -> AnyView {
    let lang = scene.lang();
    let Some(last) = row.last_contact() else {
        return view! { <span class="mute">{texts::never_contacted(lang)}</span> }.into_any();
    };
    let note = (!last.note.is_empty())
        .then(|| view! { <br/><span class="mute xs" lang=korean(lang)>{last.note.clone()}</span> });
    view! { {contact_words(scene, last)}{note} }.into_any()
}

/// `3. 19.(화) 10:20 · 책임관 · 전화`
#[must_use]
pub fn contact_words(scene: &Scene, one: &Chase) -> String {
    let lang = scene.lang();
    let at = format::instant_in_year(lang, one.recorded_at, scene.standing.day.year());
    format!("{at} · {} · {}", level_word(lang, one.level), way_word(lang, one.way))
}

//! The acts of a round, each confirmed on a page of its own: opening, moving the due day later, ending the taking of
//! returns.

use super::{crumbs, round_path};
use crate::domain::returns::{Return, ReturnState};
use crate::domain::round::planning::Asked;
use crate::domain::round::{Round, RoundState};
use crate::pages::PageInfo;
use crate::pages::admin::Filled;
use crate::pages::components::{error_summary, full_day, section, submit};
use crate::pages::record::Scene;
use crate::pages::returns::round_name;
use crate::pages::texts::reviews as texts;
use leptos::prelude::*;

/// What opening a round would do.
#[derive(Clone, Debug)]
pub struct OpeningModel {
    pub round: Round,
    pub asked: Vec<Asked>,
    /// Earlier rounds with returns that are not approved, and how many.
    pub out: Vec<(Round, usize)>,
}

/// Before a round is opened: who is asked, how much, and what is still out.
#[must_use]
pub fn opening(scene: &Scene, model: &OpeningModel) -> AnyView {
    let lang = scene.lang();
    let name = round_name(lang, &model.round.slug);
    let asked: usize = model.asked.iter().map(Asked::count).sum();
    let all: usize = model.asked.iter().map(|one| one.assignments.len()).sum();
    let done = (all > asked).then(|| format!(" {}", texts::open_done(lang, all - asked)));
    let out: Vec<AnyView> = model
        .out
        .iter()
        .map(|(round, count)| {
            let text = texts::open_out(lang, count, round_name(lang, &round.slug));
            view! { <p class="note-box">{text}</p> }.into_any()
        })
        .collect();
    let body = if model.asked.is_empty() {
        view! { <p class="warn" role="alert">{texts::open_nobody(lang)}</p> }.into_any()
    } else {
        view! {
            <p class="sec">{texts::open_say(lang, asked, model.asked.len())}{done}</p>
            {out}
            {confirm(scene.info, &model.round, "/opening", texts::open_do(lang))}
            {whom(scene, model)}
        }
        .into_any()
    };
    view! {
        {crumbs(scene.info, &model.round, Some(texts::open(lang).to_owned()))}
        <div class="head"><div><h1>{texts::open_title(lang, name)}</h1><p class="sub">{texts::open_sub(lang)}</p></div></div>
        {body}
    }
    .into_any()
}

fn whom(scene: &Scene, model: &OpeningModel) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = model
        .asked
        .iter()
        .map(|one| {
            let not_asked = one.assignments.len() - one.count();
            view! {
                <tr>
                    <th scope="row">{scene.institution(&one.institution)}</th>
                    <td class="num" data-l=texts::col_asked(lang)>{one.count()}</td>
                    <td class="num" data-l=texts::col_not_asked(lang)>{not_asked}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="sec">
            {section::head(texts::open_whom(lang), Some(model.asked.len()), None, None)}
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::open_caption(lang)}</caption>
                <thead><tr>
                    <th scope="col">{texts::col_institution(lang)}</th>
                    <th scope="col" class="num">{texts::col_asked(lang)}</th>
                    <th scope="col" class="num">{texts::col_not_asked(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The button that does it, and the way back.
pub(super) fn confirm(info: &PageInfo, round: &Round, tail: &str, word: &'static str) -> AnyView {
    let (action, back) = (info.link(&round_path(round, tail)), info.link(&round_path(round, "")));
    view! {
        <form class="sec" action=action method="post"><div class="prow">
            {submit(word)}<a class="krds-btn" href=back>{texts::cancel(info.lang)}</a>
        </div></form>
    }
    .into_any()
}

/// A later due day, with its reason.
#[must_use]
pub fn extension(info: &PageInfo, round: &Round, form: &Filled) -> AnyView {
    let lang = info.lang;
    let name = round_name(lang, &round.slug);
    let action = info.link(&round_path(round, "/extension"));
    let back = info.link(&round_path(round, ""));
    let closed =
        (round.state == RoundState::Closed).then(|| view! { <p class="note-box">{texts::extend_closed(lang)}</p> });
    view! {
        {crumbs(info, round, Some(texts::extend(lang).to_owned()))}
        <div class="head"><div><h1>{texts::extend_title(lang, name)}</h1><p class="sub">{texts::extend_sub(lang)}</p></div></div>
        {error_summary(texts::faults(lang), &form.faults)}
        {closed}
        <div class="cols sec"><form class="c6" action=action method="post">
            <p class="form-hint">{texts::due_now(lang)}" "<b>{full_day(lang, round.due())}</b></p>
            {form.field("due", texts::new_due(lang)).required().hint(texts::due_hint(lang)).date(lang)}
            {form.field("reason", texts::reason(lang)).required().textarea(lang, 3)}
            <div class="prow">{submit(texts::extend_do(lang))}<a class="krds-btn" href=back>{texts::cancel(lang)}</a></div>
        </form></div>
    }
    .into_any()
}

/// Before the taking of returns ends: who is still missing.
#[must_use]
pub fn closure(scene: &Scene, round: &Round, returns: &[Return]) -> AnyView {
    let lang = scene.lang();
    let name = round_name(lang, &round.slug);
    let of = |state: &[ReturnState]| -> Vec<String> {
        returns.iter().filter(|one| state.contains(&one.state)).map(|one| scene.institution(&one.institution)).collect()
    };
    let owed = of(&[ReturnState::NotStarted, ReturnState::Draft]);
    let back = of(&[ReturnState::Returned]);
    let told = |names: Vec<String>, text: String| {
        (!names.is_empty()).then(|| view! { <div class="warn"><b>{text}</b><p>{names.join(", ")}</p></div> })
    };
    let all = (owed.is_empty() && back.is_empty()).then(|| view! { <p class="note-box">{texts::close_all(lang)}</p> });
    let (owed_text, back_text) = (texts::close_owed(lang, owed.len()), texts::close_back(lang, back.len()));
    view! {
        {crumbs(scene.info, round, Some(texts::close(lang).to_owned()))}
        <div class="head"><div><h1>{texts::close_title(lang, name)}</h1><p class="sub">{texts::close_sub(lang)}</p></div></div>
        {told(owed, owed_text)}
        {told(back, back_text)}
        {all}
        {confirm(scene.info, round, "/closure", texts::close_do(lang))}
    }
    .into_any()
}

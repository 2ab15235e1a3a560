//! `/legend`: what lights, ratings, verdicts, progress and slips mean, and by which rules they come about.

use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::pages::PageInfo;
use crate::pages::components::{icon, light_mark, rating_mark, section, verdict_mark, waiting_tag};
use crate::pages::lang::Lang;
use crate::pages::texts::{common, legend as texts};
use leptos::prelude::*;

#[must_use]
pub fn page(info: &PageInfo) -> AnyView {
    let lang = info.lang;
    let block = |title: &'static str, note: &'static str, body: AnyView| {
        view! { <section class="sec">{section::head(title, None, Some(note.to_owned()), None)}{body}</section> }
    };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        {block(texts::lights(lang), texts::lights_note(lang), lights(lang))}
        {block(texts::ratings(lang), texts::ratings_note(lang), ratings(lang))}
        {block(texts::verdicts(lang), texts::verdicts_note(lang), verdicts(lang))}
        {block(texts::figures(lang), texts::figures_note(lang), figures(lang))}
    }
    .into_any()
}

/// A table of marks and their rules.
fn table(lang: Lang, caption: &'static str, rows: Vec<(AnyView, &'static str)>) -> AnyView {
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(mark, rule)| view! { <tr><th scope="row">{mark}</th><td>{rule}</td></tr> }.into_any())
        .collect();
    view! {
        <table class="tbl">
            <caption class="sr-only">{caption}</caption>
            <thead><tr><th scope="col">{texts::col_mark(lang)}</th><th scope="col">{texts::col_rule(lang)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn lights(lang: Lang) -> AnyView {
    let of = |light: Light, rule: &'static str| (light_mark(lang, light), rule);
    let none = view! { <span class="mk s-na">{icon("s-na")}{common::light_none(lang)}</span> }.into_any();
    let rows = vec![
        of(Light::Late, texts::light_late(lang)),
        of(Light::DueSoon, texts::light_due_soon(lang)),
        of(Light::OnTime, texts::light_on_time(lang)),
        (waiting_tag(lang), texts::light_waiting(lang)),
        of(Light::Planned, texts::light_planned(lang)),
        of(Light::Done, texts::light_done(lang)),
        of(Light::Dropped, texts::light_dropped(lang)),
        of(Light::Superseded, texts::light_superseded(lang)),
        (none, texts::light_none(lang)),
    ];
    view! { {table(lang, texts::lights(lang), rows)}<p class="xs mute">{texts::lights_more(lang)}</p> }.into_any()
}

fn ratings(lang: Lang) -> AnyView {
    let of = |rating: Option<SelfRating>, rule: &'static str| (rating_mark(lang, rating), rule);
    let rows = vec![
        of(Some(SelfRating::OnTrack), texts::rating_on_track(lang)),
        of(Some(SelfRating::Watch), texts::rating_watch(lang)),
        of(Some(SelfRating::AtRisk), texts::rating_at_risk(lang)),
        of(Some(SelfRating::Claimed), texts::rating_claimed(lang)),
        of(None, texts::rating_none(lang)),
    ];
    table(lang, texts::ratings(lang), rows)
}

fn verdicts(lang: Lang) -> AnyView {
    let of = |verdict: Option<Verdict>, rule: &'static str| (verdict_mark(lang, verdict), rule);
    let rows = vec![
        of(Some(Verdict::OnTrack), texts::verdict_on_track(lang)),
        of(Some(Verdict::Watch), texts::verdict_watch(lang)),
        of(Some(Verdict::AtRisk), texts::verdict_at_risk(lang)),
        of(Some(Verdict::Verified), texts::verdict_verified(lang)),
        of(None, texts::verdict_none(lang)),
    ];
    view! { {table(lang, texts::verdicts(lang), rows)}<p class="xs mute">{texts::verdicts_more(lang)}</p> }.into_any()
}

fn figures(lang: Lang) -> AnyView {
    let rows = [
        (texts::progress(lang), texts::progress_rule(lang)),
        (texts::planned(lang), texts::planned_rule(lang)),
        (texts::slip(lang), texts::slip_rule(lang)),
        (texts::change(lang), texts::change_rule(lang)),
        (texts::silent(lang), texts::silent_rule(lang)),
        (texts::due(lang), texts::due_rule(lang)),
        (texts::assumed(lang), texts::assumed_rule(lang)),
        (texts::asof(lang), texts::asof_rule(lang)),
    ];
    let rows = rows.map(|(word, rule)| view! { <dt>{word}</dt><dd>{rule}</dd> });
    view! { <dl class="kv kv--w">{Vec::from(rows)}</dl> }.into_any()
}

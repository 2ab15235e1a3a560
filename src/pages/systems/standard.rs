//! `/systems/standard`: the standard form of continuity plans, its versions, and the form with which the PMO edits it.

use super::continuity::part_word;
use super::tabs;
use crate::domain::report::value;
use crate::domain::systems::standard::{GUIDANCE_MAX, Part, Standard, StandardFault, keys};
use crate::domain::text::LINE_MAX;
use crate::pages::components::{Field, error_summary, hidden, instant, section, submit};
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::texts::continuity as t;
use crate::pages::{PageInfo, format};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::collections::HashMap;

/// What the page is drawn from.
#[derive(Clone, Debug)]
pub struct StandardModel {
    /// Newest first, with who recorded it and when; the last is the one the program brings along.
    pub versions: Vec<(Standard, String, DateTime<Utc>)>,
    /// The version shown.
    pub shown: i64,
    /// How many plans (in force, else in work) follow each version.
    pub followed: HashMap<i64, usize>,
    pub may_edit: bool,
    /// The form as typed; `None`: as the present version is.
    pub typed: Option<Vec<(String, String)>>,
    pub faults: Vec<(String, StandardFault)>,
    pub conflict: bool,
}

impl StandardModel {
    fn present(&self) -> Standard {
        self.versions.first().map_or_else(Standard::built_in, |(standard, ..)| standard.clone())
    }
}

/// The page.
#[must_use]
pub fn page(info: &PageInfo, model: &StandardModel) -> AnyView {
    let lang = info.lang;
    let shown = model.versions.iter().find(|(standard, ..)| standard.version == model.shown);
    let shown = shown.map(|(standard, by, at)| questions(lang, standard, by, *at));
    let edit = model.may_edit.then(|| edit(lang, model));
    view! {
        <div class="head"><div><h1>{t::std_title(lang)}</h1><p class="sub">{t::std_sub(lang)}</p></div></div>
        {tabs(info, "/systems/standard")}
        <div class="cols">
            <div class="c8">{shown}</div>
            <div class="c4">{versions(lang, model)}</div>
        </div>
        {edit}
    }
    .into_any()
}

fn name_of(lang: Lang, version: i64) -> String {
    if version == 0 { t::standard_built_in(lang).to_owned() } else { t::version(lang, version) }
}

fn questions(lang: Lang, standard: &Standard, by: &str, at: DateTime<Utc>) -> AnyView {
    let parts = standard.questions.chunk_by(|a, b| a.part == b.part);
    let bodies: Vec<AnyView> = parts
        .map(|questions| {
            let part = questions.first().map(|question| part_word(lang, question.part)).unwrap_or_default();
            let rows: Vec<AnyView> = questions
                .iter()
                .map(|question| {
                    let required = if question.required { t::std_required(lang) } else { t::std_optional(lang) };
                    view! {
                        <tr>
                            <th scope="row" lang=korean(lang)>{question.title.clone()}</th>
                            <td data-l=t::std_question_guide(lang) lang=korean(lang)>{question.guidance.clone()}</td>
                            <td data-l=t::std_required(lang)>{required}</td>
                        </tr>
                    }
                    .into_any()
                })
                .collect();
            view! { <tbody><tr class="grp"><th colspan="3" scope="rowgroup">{part}</th></tr>{rows}</tbody> }.into_any()
        })
        .collect();
    let recorded = (!by.is_empty()).then(|| {
        let note = standard.note.clone();
        view! { <p class="xs mute">{by.to_owned()}" · "{instant(lang, at)}" · "<span lang=korean(lang)>{note}</span></p> }
    });
    let title = format!("{} · {}", standard.title, name_of(lang, standard.version));
    let since = format!("{} {}", t::std_effective(lang), format::full(lang, standard.effective_on));
    view! {
        <section class="sec">
            {section::head(title, None, Some(since), None)}
            {recorded}
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{t::std_questions(lang)}</caption>
                <colgroup><col width="26%"/><col/><col width="10%"/></colgroup>
                <thead><tr>
                    <th scope="col">{t::std_question_title(lang)}</th><th scope="col">{t::std_question_guide(lang)}</th>
                    <th scope="col">{t::std_required(lang)}</th>
                </tr></thead>
                {bodies}
            </table>
        </section>
    }
    .into_any()
}

fn versions(lang: Lang, model: &StandardModel) -> AnyView {
    let lines: Vec<AnyView> = model
        .versions
        .iter()
        .map(|(standard, by, at)| {
            let href = format!("/systems/standard?version={}", standard.version);
            let current = (standard.version == model.shown).then_some("true");
            let followed = model.followed.get(&standard.version).copied().unwrap_or(0);
            let recorded = (!by.is_empty()).then(|| view! { {instant(lang, *at)}" · "{by.clone()}" · " });
            view! {
                <li><a href=href aria-current=current>{name_of(lang, standard.version)}</a>
                    <p class="xs mute">{recorded}{t::std_followed(lang, followed)}</p></li>
            }
            .into_any()
        })
        .collect();
    view! { <section class="sec">{section::head(t::std_versions(lang), None, None, None)}<ul class="list">{lines}</ul></section> }
        .into_any()
}

fn edit(lang: Lang, model: &StandardModel) -> AnyView {
    let present = model.present();
    let fields = model.typed.clone().unwrap_or_else(|| present.to_fields());
    let faults: Vec<(&str, String)> =
        model.faults.iter().map(|(name, fault)| (name.as_str(), fault_words(lang, *fault))).collect();
    let field = |name: &str, label: &'static str| Field::new(name, label).value(value(&fields, name)).faults(&faults);
    let questions: Vec<AnyView> = keys(&present)
        .into_iter()
        .map(|(key, part)| {
            let is_new = present.question(&key).is_none();
            let legend = if is_new { t::std_new(lang) } else { part_word(lang, part) };
            let title = field(&format!("t_{key}"), t::std_question_title(lang)).max_length(LINE_MAX);
            let title = if part == Part::Extra { title.optional() } else { title.required() };
            view! {
                <fieldset class="eqline eqline--q">
                    <legend class="form-tit">{legend}</legend>
                    {title.text(lang)}
                    {field(&format!("g_{key}"), t::std_question_guide(lang)).max_length(GUIDANCE_MAX).text(lang)}
                    {field(&format!("r_{key}"), t::std_question_required(lang)).checkbox(lang)}
                </fieldset>
            }
            .into_any()
        })
        .collect();
    let open = model.typed.is_some();
    let conflict =
        model.conflict.then(|| view! { <div class="warn" role="alert"><p>{t::std_conflict(lang)}</p></div> });
    view! {
        <section class="sec" id="edit">
            <details class="fold" open=open>
                <summary>{t::std_edit(lang)}</summary>
                {conflict}
                {error_summary(t::faults(lang), &faults)}
                <form class="act" action="/systems/standard" method="post">
                    {hidden("seen", present.version.to_string())}
                    <p class="form-hint">{t::std_edit_hint(lang)}</p>
                    <div class="cols"><div class="c6">
                        {field("title", t::std_form_title(lang)).required().max_length(LINE_MAX).text(lang)}
                        {field("effective_on", t::std_effective(lang)).required().date(lang)}
                        {field("note", t::std_note(lang)).required().max_length(GUIDANCE_MAX).text(lang)}
                    </div></div>
                    {questions}
                    <div class="prow">{submit(t::std_save(lang))}</div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

fn fault_words(lang: Lang, fault: StandardFault) -> String {
    match fault {
        StandardFault::Missing => t::fault_missing(lang).to_owned(),
        StandardFault::TooLong(max) => t::fault_too_long(lang, max),
        StandardFault::Day => t::fault_day(lang).to_owned(),
        StandardFault::Unchanged => t::fault_unchanged(lang).to_owned(),
    }
}

//! `/systems/{id}/continuity`: the continuity plan of a system, in force and in work, and what may be done to it.

mod acts;
mod content;
pub mod edit;

pub use acts::refusal_words;
pub use content::part_word;

use super::words;
use crate::domain::systems::SystemCode;
use crate::domain::systems::standard::Standard;
use crate::domain::systems::words::PlanState;
use crate::pages::components::{Empty, breadcrumb, instant, section};
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::texts::{continuity as t, systems};
use crate::pages::{PageInfo, format};
use crate::store::{ContinuityAct, ContinuityRow};
use leptos::prelude::*;

/// What may be done here by the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permitted {
    pub write: bool,
    /// Approve and send back; `approve` is refused to who handed it in.
    pub review: bool,
    pub approve: bool,
}

/// A form on the page as it was typed, with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct ActForm {
    /// `submission`, `approval`, `rejection`, `drill`, `revision`; empty: none was posted.
    pub act: &'static str,
    pub typed: Vec<(String, String)>,
    pub faults: Vec<(&'static str, String)>,
}

/// What the page is drawn from.
pub struct PlanModel<'a> {
    pub info: &'a PageInfo,
    pub code: &'a SystemCode,
    pub name: &'a str,
    pub institution: String,
    /// Everything recorded, oldest first.
    pub rows: &'a [ContinuityRow],
    /// The version to show; `None`: the one in force, else the one in work.
    pub version: Option<i64>,
    /// Newest first; the last is the one the program brings along.
    pub standards: &'a [Standard],
    pub permitted: Permitted,
    pub form: &'a ActForm,
}

/// The last that was recorded of a version.
fn last_of(rows: &[ContinuityRow], version: i64) -> Option<&ContinuityRow> {
    rows.iter().rev().find(|row| row.plan.version == version)
}

/// The row in force and the row in work, as the register sees them.
#[must_use]
pub fn standing(rows: &[ContinuityRow]) -> (Option<&ContinuityRow>, Option<&ContinuityRow>) {
    let in_force = rows.iter().rev().find(|row| row.plan.state.is_in_force());
    let newest = rows.iter().map(|row| row.plan.version).max().and_then(|version| last_of(rows, version));
    (in_force, newest.filter(|row| !row.plan.state.is_in_force()))
}

/// The standard form of a version; the one the program brings along where it is not known.
#[must_use]
pub fn standard_of(standards: &[Standard], version: i64) -> Standard {
    standards.iter().find(|one| one.version == version).cloned().unwrap_or_else(Standard::built_in)
}

/// The page.
#[must_use]
pub fn page(model: &PlanModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let path = format!("/systems/{}", model.code);
    let crumb = breadcrumb(
        lang,
        &[
            (systems::title(lang).to_owned(), Some(info.link("/systems"))),
            (model.name.to_owned(), Some(info.link(&path))),
            (t::title(lang).to_owned(), None),
        ],
    );
    let (in_force, in_work) = standing(model.rows);
    let shown = match model.version {
        Some(version) => last_of(model.rows, version),
        None => in_force.or(in_work),
    };
    let sub = t::sub(lang, &model.institution, model.name);
    let body = match shown {
        Some(row) => contents(model, row, in_work),
        None => nothing(model),
    };
    view! {
        {crumb}
        <div class="head">
            <div><h1>{t::title(lang)}</h1><p class="sub" lang=korean(lang)>{sub}</p></div>
            {shown.map(|row| downloads(model, row))}
        </div>
        {body}
    }
    .into_any()
}

fn downloads(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    let file = |format: &str| format!("/systems/{}/continuity.{format}?version={}", model.code, row.plan.version);
    view! {
        <div class="acts">
            <a class="krds-btn small" href=file("hwpx")>{t::hwpx(lang)}</a>
            <a class="krds-btn small" href=file("pdf")>{t::pdf(lang)}</a>
        </div>
    }
    .into_any()
}

fn nothing(model: &PlanModel) -> AnyView {
    let lang = model.info.lang;
    if !model.permitted.write {
        return Empty::new(t::none(lang), t::none_read(lang)).view();
    }
    Empty::new(t::none(lang), t::none_why(lang)).link(t::begin(lang), edit_path(model)).view()
}

fn edit_path(model: &PlanModel) -> String {
    format!("/systems/{}/continuity/edit", model.code)
}

fn contents(model: &PlanModel, row: &ContinuityRow, in_work: Option<&ContinuityRow>) -> AnyView {
    let standard = standard_of(model.standards, row.plan.standard);
    view! {
        {versions(model, row)}
        <div class="cols">
            <div class="c8">{content::services(model, row, &standard)}</div>
            <div class="c4 stack">
                {state(model, row)}
                {acts::section(model, row, in_work)}
                {content::contacts(model, row)}
            </div>
        </div>
        {history(model)}
    }
    .into_any()
}

/// The versions there are, as links.
fn versions(model: &PlanModel, shown: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    let mut all: Vec<i64> = model.rows.iter().map(|row| row.plan.version).collect();
    all.sort_unstable();
    all.dedup();
    let links: Vec<AnyView> = all
        .into_iter()
        .rev()
        .filter_map(|version| last_of(model.rows, version))
        .map(|row| {
            let current = (row.plan.version == shown.plan.version).then_some("true");
            let href = format!("/systems/{}/continuity?version={}", model.code, row.plan.version);
            let word = format!("{} · {}", t::version(lang, row.plan.version), words::state(lang, row.plan.state));
            view! { <a href=href aria-current=current>{word}</a> }.into_any()
        })
        .collect();
    view! { <nav class="chips" aria-label=t::versions(lang)>{links}</nav> }.into_any()
}

fn state(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let (lang, plan) = (model.info.lang, &row.plan);
    let newest = model.standards.first().map_or(0, |standard| standard.version);
    let standard =
        if plan.standard == 0 { t::standard_built_in(lang).to_owned() } else { t::standard_of(lang, plan.standard) };
    let old = (plan.standard != newest).then(|| {
        let words = if plan.state == PlanState::Drafting {
            t::standard_old_draft(lang, newest)
        } else {
            t::standard_old(lang, newest)
        };
        view! { <p class="xs mute">{words}</p> }
    });
    let review = plan.next_review.map(|on| {
        let over = (on < model.info.day()).then(|| view! { " "<b class="late-t">{t::review_over(lang)}</b> });
        view! { {format::full(lang, on)}{over} }.into_any()
    });
    let drill = plan.drill.as_ref().map_or_else(
        || view! { <span class="mute">{t::drill_none(lang)}</span> }.into_any(),
        |drill| {
            let line = format!("{} · {}", format::full(lang, drill.on), words::result(lang, drill.result));
            view! { {line}<br/><span class="xs mute" lang=korean(lang)>{drill.note.clone()}</span> }.into_any()
        },
    );
    view! {
        <section class="sec">
            {section::head(t::version(lang, plan.version), None, None, None)}
            <dl class="kv kv--w">
                <dt>{t::state(lang)}</dt><dd>{words::state_mark(lang, Some(plan.state))}</dd>
                <dt>{t::standard(lang)}</dt><dd>{standard}{old}</dd>
                <dt>{t::next_review(lang)}</dt><dd>{review.unwrap_or_else(|| format::DASH.into_any())}</dd>
                <dt>{t::drill(lang)}</dt><dd>{drill}</dd>
            </dl>
        </section>
    }
    .into_any()
}

const fn act_word(lang: Lang, act: ContinuityAct) -> &'static str {
    match act {
        ContinuityAct::Begin => t::act_begin(lang),
        ContinuityAct::Write => t::act_write(lang),
        ContinuityAct::Submit => t::act_submit(lang),
        ContinuityAct::SendBack => t::act_send_back(lang),
        ContinuityAct::Approve => t::act_approve(lang),
        ContinuityAct::Drill => t::act_drill(lang),
        ContinuityAct::Revise => t::act_revise(lang),
    }
}

fn history(model: &PlanModel) -> AnyView {
    let lang = model.info.lang;
    let lines: Vec<AnyView> = model
        .rows
        .iter()
        .rev()
        .map(|row| {
            let behalf = row.on_behalf_of.as_ref().map(|who| format!(" {}", t::on_behalf(lang, who)));
            let reason = (!row.reason.is_empty())
                .then(|| view! { <br/><span class="mute" lang=korean(lang)>{row.reason.clone()}</span> });
            let what = format!(
                "{}{} · {} {}",
                row.by_name,
                behalf.unwrap_or_default(),
                t::version(lang, row.plan.version),
                act_word(lang, row.act)
            );
            view! { <li>{instant(lang, row.recorded_at)}<span>{what}{reason}</span></li> }.into_any()
        })
        .collect();
    view! {
        <section class="sec">
            {section::head(t::history(lang), Some(model.rows.len()), None, None)}
            <ul class="log log--at">{lines}</ul>
        </section>
    }
    .into_any()
}

//! Planning a round, and changing its settings before it is opened.
//!
//! The fields: `slug` and `ordinal` of a new one; `base_date`, `window_from`, `due`, `meeting_on`, `meeting_place`,
//! `strategies` and `tasks` (several each), `two_steps`.

use super::{crumbs, round_path};
use crate::domain::ledger::Ledger;
use crate::domain::round::{Round, RoundSettings, RoundSlug};
use crate::pages::PageInfo;
use crate::pages::admin::Filled;
use crate::pages::components::{breadcrumb, error_summary, submit};
use crate::pages::lang::Lang;
use crate::pages::record::{strategy_title, task_title};
use crate::pages::returns::round_name;
use crate::pages::texts::{common, reviews as texts};
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PlanModel {
    /// `None`: a new one.
    pub round: Option<Round>,
    /// The names proposed for a new one: the next quarter, the next ad hoc.
    pub proposals: [Option<RoundSlug>; 2],
    pub form: Filled,
}

/// The fields as settings fill them.
#[must_use]
pub fn filled(settings: &RoundSettings) -> Vec<(String, String)> {
    let day = |on: Option<chrono::NaiveDate>| on.map_or_else(String::new, |on| on.to_string());
    let mut fields = vec![
        ("base_date".to_owned(), settings.base_date.to_string()),
        ("window_from".to_owned(), settings.window_from.to_string()),
        ("due".to_owned(), settings.due.to_string()),
        ("meeting_on".to_owned(), day(settings.meeting_on)),
        ("meeting_place".to_owned(), settings.meeting_place.clone()),
        ("two_steps".to_owned(), if settings.two_steps { "on" } else { "" }.to_owned()),
    ];
    fields.extend(settings.tasks.iter().map(|no| ("tasks".to_owned(), no.to_string())));
    fields
}

/// The form.
#[must_use]
pub fn page(info: &PageInfo, ledger: &Ledger, model: &PlanModel) -> AnyView {
    let lang = info.lang;
    let (crumb, title, action) = match &model.round {
        Some(round) => {
            let title = texts::edit_title(lang, round_name(lang, &round.slug));
            let crumb = crumbs(info, round, Some(texts::settings(lang).to_owned()));
            (crumb, title, info.link(&round_path(round, "/settings")))
        }
        None => {
            let steps = [
                (common::nav_reviews(lang).to_owned(), Some(info.link("/reviews"))),
                (texts::plan_title(lang).to_owned(), None),
            ];
            (breadcrumb(lang, &steps), texts::plan_title(lang).to_owned(), info.link("/reviews/new"))
        }
    };
    view! {
        {crumb}
        <div class="head"><div><h1>{title}</h1><p class="sub">{texts::plan_sub(lang)}</p></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        {proposals(info, model)}
        <div class="cols"><form class="c8" action=action method="post">
            {names(lang, model)}
            {days(lang, &model.form)}
            {scope(lang, ledger, &model.form)}
            {model.form.field("two_steps", texts::two_steps(lang)).checkbox(lang)}
            <div class="prow">{submit(texts::save_plan(lang))}</div>
        </form></div>
    }
    .into_any()
}

/// Links that fill the form for the next quarter, or for an ad hoc round.
fn proposals(info: &PageInfo, model: &PlanModel) -> AnyView {
    let lang = info.lang;
    if model.round.is_some() {
        return ().into_any();
    }
    let [quarter, ad_hoc] = &model.proposals;
    let current = |slug: &RoundSlug| (model.form.get("slug") == slug.as_str()).then_some("true");
    let quarter = quarter.clone().map(|slug| {
        let href = info.link("/reviews/new");
        view! { <a href=href aria-current=current(&slug)>{texts::propose_quarter(lang, &slug)}</a> }
    });
    let ad_hoc = ad_hoc.clone().map(|slug| {
        let href = info.link("/reviews/new?kind=ad_hoc");
        view! { <a href=href aria-current=current(&slug)>{texts::propose_ad_hoc(lang, &slug)}</a> }
    });
    view! { <nav class="chips" aria-label=texts::proposals(lang)>{quarter}{ad_hoc}</nav> }.into_any()
}

fn names(lang: Lang, model: &PlanModel) -> AnyView {
    if model.round.is_some() {
        return ().into_any();
    }
    let form = &model.form;
    view! {
        {form.field("slug", texts::slug(lang)).required().hint(texts::slug_hint(lang)).max_length(8).text(lang)}
        {form.field("ordinal", texts::ordinal_field(lang)).required().number(lang)}
    }
    .into_any()
}

fn days(lang: Lang, form: &Filled) -> AnyView {
    view! {
        {form.field("base_date", texts::base_date(lang)).required().hint(texts::base_date_hint(lang)).date(lang)}
        {form.field("window_from", texts::window_from(lang)).required().date(lang)}
        {form.field("due", texts::due(lang)).required().hint(texts::due_hint(lang)).date(lang)}
        {form.field("meeting_on", texts::meeting_on(lang)).optional().date(lang)}
        {form.field("meeting_place", texts::meeting_place(lang)).optional().text(lang)}
    }
    .into_any()
}

fn scope(lang: Lang, ledger: &Ledger, form: &Filled) -> AnyView {
    let strategies: Vec<(String, String)> = ledger
        .strategies
        .iter()
        .map(|one| (one.no.to_string(), format!("{} {}", one.no, strategy_title(lang, one))))
        .collect();
    let tasks: Vec<(String, String)> =
        ledger.tasks.iter().map(|one| (one.no.to_string(), format!("{} {}", one.no, task_title(lang, one)))).collect();
    view! {
        <p class="form-hint">{texts::scope_note(lang)}</p>
        <div class="cols">
            <div class="c6">{form.check_list(lang, "strategies", texts::strategies(lang), &strategies)}</div>
            <div class="c6">{form.check_list(lang, "tasks", texts::tasks(lang), &tasks)}</div>
        </div>
    }
    .into_any()
}

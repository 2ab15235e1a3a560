//! `/systems/{id}`: one system, to those who may see it by name.

use super::list::{life, thousands};
use super::{tabs, words};
use crate::domain::due::{Due, Precision};
use crate::domain::institution::Institution;
use crate::domain::systems::InformationSystem;
use crate::domain::systems::SystemCode;
use crate::domain::systems::coverage::Item;
use crate::domain::systems::equipment::Equipment;
use crate::domain::systems::fields::minutes_text;
use crate::domain::systems::register::{PlanFact, Row};
use crate::pages::components::{Empty, breadcrumb, instant, rule, section};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::{PageInfo, texts};
use crate::store::VersionLine;
use chrono::NaiveDate;
use leptos::prelude::*;
use texts::systems as t;

/// A system at the other end of a dependence, if the reader may see it by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub code: SystemCode,
    pub name: Option<String>,
    pub institution: String,
}

/// What the page is drawn from.
pub struct DetailModel<'a> {
    pub info: &'a PageInfo,
    pub institutions: &'a [Institution],
    pub system: &'a InformationSystem,
    /// As the register counts it; `None` once it is retired.
    pub row: Option<Row<'a>>,
    pub needs: &'a [Other],
    pub needed_by: &'a [Other],
    /// How many of each are other institutions' and not shown by name.
    pub hidden: (usize, usize),
    pub history: &'a [VersionLine],
    /// The standard form's present version.
    pub standard: i64,
    pub may_edit: bool,
    pub since: NaiveDate,
}

/// The page of one system.
#[must_use]
pub fn page(model: &DetailModel) -> AnyView {
    let (info, lang, system) = (model.info, model.info.lang, model.system);
    let crumb =
        breadcrumb(lang, &[(t::title(lang).to_owned(), Some(info.link("/systems"))), (system.name.clone(), None)]);
    let edit = (model.may_edit && info.asof.is_none()).then(|| {
        view! { <a class="krds-btn small" href=format!("/systems/{}/edit", system.code)>{t::edit(lang)}</a> }
    });
    let institution = words::institution(lang, model.institutions, &system.institution);
    let sub = format!("{institution} · {} · {}", system.code, words::grade(lang, system.grade()));
    let retired = system.retired_on.map(|on| {
        view! { <p class="note-box">{t::retired(lang, format::full(lang, on))}</p> }
    });
    view! {
        {crumb}
        <div class="head">
            <div><h1 lang=korean(lang)>{system.name.clone()}</h1><p class="sub">{sub}</p></div>
            <div class="acts">{edit}</div>
        </div>
        {tabs(info, "")}
        {retired}
        <div class="cols">
            <div class="c7 stack">{about(model)}{resilience(model)}</div>
            <div class="c5 stack">{items(model)}{plan(model)}{dependence(model)}</div>
        </div>
        {equipment(model)}
        {history(model)}
        <p class="xs mute sec">{t::sensitive(lang)}</p>
    }
    .into_any()
}

/// A line of a list of facts; a dash where nothing is known.
fn fact(name: &'static str, value: impl Into<String>) -> AnyView {
    let value: String = value.into();
    let value = if value.is_empty() { format::DASH.to_owned() } else { value };
    view! { <dt>{name}</dt><dd>{value}</dd> }.into_any()
}

fn about(model: &DetailModel) -> AnyView {
    let (lang, system) = (model.info.lang, model.system);
    let runner = match system.runner.name.as_str() {
        "" => words::runner(lang, system.runner.kind).to_owned(),
        name => format!("{} ({name})", words::runner(lang, system.runner.kind)),
    };
    let grading = system.grading.as_ref();
    let site = match (system.site, system.site_note.as_str()) {
        (None, note) => note.to_owned(),
        (Some(site), "") => words::site(lang, site).to_owned(),
        (Some(site), note) => format!("{} ({note})", words::site(lang, site)),
    };
    let graded_on = grading.and_then(|grading| grading.on).map(|on| format::full(lang, on));
    view! {
        <section class="sec">
            {section::head(t::about(lang), None, None, None)}
            <dl class="kv kv--w">
                {fact(t::institution(lang), words::institution(lang, model.institutions, &system.institution))}
                {fact(t::runner(lang), runner)}
                {fact(t::purpose(lang), system.purpose.clone())}
                {fact(t::grade_label(lang), words::grade(lang, system.grade()))}
                {fact(t::graded_on(lang), graded_on.unwrap_or_default())}
                {fact(t::grade_basis(lang), grading.map_or_else(String::new, |grading| grading.basis.clone()))}
                {fact(t::users_label(lang), system.users.map(|users| t::users(lang, thousands(users))).unwrap_or_default())}
                {fact(t::site_label(lang), site)}
                {fact(t::contact(lang), system.contact.clone())}
            </dl>
        </section>
    }
    .into_any()
}

fn resilience(model: &DetailModel) -> AnyView {
    let (lang, system) = (model.info.lang, model.system);
    let (redundancy, recovery) = (&system.redundancy, &system.recovery);
    let parts = [t::red_network(lang), t::red_server(lang), t::red_storage(lang), t::red_power(lang)];
    let parts: Vec<AnyView> =
        parts.into_iter().zip(redundancy.parts()).map(|(name, part)| fact(name, words::doubled(lang, part))).collect();
    let number = |value: Option<i64>| value.map(thousands).unwrap_or_default();
    let year = redundancy.budget_year.map(|year| year.to_string()).unwrap_or_default();
    let minutes = |value: Option<i64>| value.map(minutes_text).unwrap_or_default();
    let drilled = recovery.drilled_on.map(|on| format::full(lang, on)).unwrap_or_default();
    view! {
        <section class="sec">
            {section::head(t::redundancy(lang), None, None, None)}
            <dl class="kv kv--w">{parts}{fact(t::red_year(lang), year)}{fact(t::red_cost(lang), number(redundancy.cost))}</dl>
        </section>
        <section class="sec">
            {section::head(t::recovery(lang), None, None, None)}
            <dl class="kv kv--w">
                {fact(t::dr_way(lang), words::way(lang, recovery.way))}
                {fact(t::dr_rto(lang), minutes(recovery.rto_minutes))}
                {fact(t::dr_rpo(lang), minutes(recovery.rpo_minutes))}
                {fact(t::dr_drilled_on(lang), drilled)}
                {fact(t::dr_result(lang), recovery.drill_result.map_or("", |result| words::result(lang, result)))}
            </dl>
        </section>
    }
    .into_any()
}

fn items(model: &DetailModel) -> AnyView {
    let lang = model.info.lang;
    let Some(row) = model.row else { return ().into_any() };
    let lines: Vec<AnyView> = Item::ALL
        .iter()
        .map(|item| {
            let met = item.is_met(&row, model.info.day(), model.since);
            let value = match item {
                Item::WithinLife => life(lang, row.fact.serves_until, model.info.day()),
                _ => words::met(lang, met),
            };
            view! { <dt>{words::item(lang, *item)}</dt><dd>{value}</dd> }.into_any()
        })
        .collect();
    view! {
        <section class="sec">
            {section::head(t::items(lang), None, None, None)}
            <dl class="kv kv--w">{lines}</dl>
            {rule(lang, t::rule_items(lang, format::full(lang, model.since)))}
        </section>
    }
    .into_any()
}

fn plan(model: &DetailModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let link = (t::plan_link(lang), info.link(&format!("/systems/{}/continuity", model.system.code)));
    let (in_force, in_work) = model.row.map_or((None, None), |row| (row.in_force, row.in_work));
    let line = |fact: &PlanFact, title: String| plan_line(model, fact, title);
    let force = in_force.map(|fact| line(fact, t::plan_in_force(lang, fact.version)));
    let work = in_work.map(|fact| line(fact, t::plan_in_work(lang, fact.version)));
    let body = if force.is_none() && work.is_none() {
        Empty::new(t::plan_absent(lang), t::plan_absent_why(lang)).view()
    } else {
        view! { <ul class="list">{force}{work}</ul> }.into_any()
    };
    view! { <section class="sec">{section::head(t::plan_section(lang), None, None, Some(link))}{body}</section> }
        .into_any()
}

fn plan_line(model: &DetailModel, fact: &PlanFact, title: String) -> AnyView {
    let lang = model.info.lang;
    let follows = if fact.standard == model.standard {
        t::plan_follows(lang, fact.standard)
    } else {
        t::plan_follows_old(lang, model.standard, fact.standard)
    };
    let review = fact.next_review.map(|on| {
        let class = if on < model.info.day() { "late-t" } else { "" };
        view! { " · "<span class=class>{t::plan_review(lang, format::full(lang, on))}</span> }
    });
    view! {
        <li><b>{title}</b>" "{words::state_mark(lang, Some(fact.state))}
            <p class="xs mute">{follows}{review}</p></li>
    }
    .into_any()
}

fn dependence(model: &DetailModel) -> AnyView {
    let lang = model.info.lang;
    let note = Some(t::dependence_note(lang).to_owned());
    view! {
        <section class="sec">
            {section::head(t::dependence(lang), None, note, None)}
            <dl class="kv kv--w">
                <dt>{t::needs(lang)}</dt><dd>{others(model, model.needs, model.hidden.0)}</dd>
                <dt>{t::needed_by(lang)}</dt><dd>{others(model, model.needed_by, model.hidden.1)}</dd>
            </dl>
        </section>
    }
    .into_any()
}

/// So many are shown at once; the rest are folded.
const OTHERS_SHOWN: usize = 8;

fn others(model: &DetailModel, others: &[Other], hidden: usize) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    if others.is_empty() && hidden == 0 {
        return view! { <span class="mute">{t::needs_none(lang)}</span> }.into_any();
    }
    let mut lines: Vec<AnyView> = others.iter().map(|other| line_of(info, other)).collect();
    let folded = lines.split_off(lines.len().min(OTHERS_SHOWN));
    let folded = (!folded.is_empty()).then(|| {
        let word = t::needs_more(lang, folded.len());
        view! { <details class="fold"><summary>{word}</summary><ul>{folded}</ul></details> }
    });
    let rest = (hidden > 0).then(|| view! { <li class="mute">{t::needs_hidden(lang, hidden)}</li> });
    view! { <ul>{lines}{rest}</ul>{folded} }.into_any()
}

fn line_of(info: &PageInfo, other: &Other) -> AnyView {
    let lang = info.lang;
    let href = info.link(&format!("/systems/{}", other.code));
    match other.name.clone() {
        Some(name) => {
            let institution = view! { <span class="mute xs">{other.institution.clone()}</span> };
            view! { <li><a href=href lang=korean(lang)>{name}</a>" "{institution}</li> }.into_any()
        }
        None => {
            let gone = view! { <span class="mute xs">{t::needs_gone(lang)}</span> };
            view! { <li>{other.code.to_string()}" "{gone}</li> }.into_any()
        }
    }
}

fn equipment(model: &DetailModel) -> AnyView {
    let (lang, lines) = (model.info.lang, &model.system.equipment);
    let note = Some(t::equipment_note(lang).to_owned());
    let body = if lines.is_empty() {
        Empty::new(t::equipment_none(lang), t::equipment_none_why(lang)).view()
    } else {
        let rows: Vec<AnyView> = lines.iter().map(|line| equipment_row(lang, line, model.info.day())).collect();
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=t::equipment(lang)>
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{t::equipment(lang)}</caption>
                <thead><tr>
                    <th scope="col">{t::eq_name(lang)}</th><th scope="col">{t::eq_kind(lang)}</th>
                    <th scope="col" class="num">{t::eq_count(lang)}</th><th scope="col">{t::eq_made(lang)}</th>
                    <th scope="col" class="num">{t::eq_age(lang)}</th><th scope="col">{t::eq_until(lang)}</th>
                    <th scope="col">{t::eq_replaced_by(lang)}</th><th scope="col" class="num">{t::eq_budget_year(lang)}</th>
                    <th scope="col" class="num">{t::eq_cost(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
        }
        .into_any()
    };
    view! { <section class="sec">{section::head(t::equipment(lang), Some(lines.len()), note, None)}{body}</section> }
        .into_any()
}

fn equipment_row(lang: Lang, line: &Equipment, day: NaiveDate) -> AnyView {
    let dash = || format::DASH.to_owned();
    let name = if line.name.is_empty() { words::equipment(lang, line.kind).to_owned() } else { line.name.clone() };
    let until = format!("{} ({})", format::short(lang, line.serves_until(), 0), t::years(lang, line.life_years));
    let within = day <= line.serves_until();
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-l=t::eq_kind(lang)>{words::equipment(lang, line.kind)}</td>
            <td class="num" data-l=t::eq_count(lang)>{line.count}</td>
            <td data-l=t::eq_made(lang)>{period(lang, line.made)}</td>
            <td class="num" data-l=t::eq_age(lang)>{t::years(lang, line.age(day))}</td>
            <td data-l=t::eq_until(lang)>{words::met_as(Some(within), until)}</td>
            <td data-l=t::eq_replaced_by(lang)>{line.replaced_by.map_or_else(dash, |due| period(lang, due))}</td>
            <td class="num" data-l=t::eq_budget_year(lang)>{line.budget_year.map_or_else(dash, |year| year.to_string())}</td>
            <td class="num" data-l=t::eq_cost(lang)>{line.cost.map_or_else(dash, thousands)}</td>
        </tr>
    }
    .into_any()
}

/// A time as exactly as it is known: `2017. 5. 20.`, `2017. 5.`, `2025 상반기`, `2017`.
fn period(lang: Lang, due: Due) -> String {
    match due.precision {
        Precision::Day => format::short(lang, due.last_day, 0),
        Precision::Month => due.last_day.format("%Y. %-m.").to_string(),
        Precision::Half | Precision::Quarter => format::due(lang, due),
        Precision::Year => due.to_string(),
    }
}

fn history(model: &DetailModel) -> AnyView {
    let lang = model.info.lang;
    let last = model.history.len().saturating_sub(1);
    let lines: Vec<AnyView> = model
        .history
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let act = if place == last { t::history_first(lang) } else { t::history_edit(lang) };
            let way = line.imported.then(|| view! { " · "{t::history_import(lang)} });
            view! { <li>{instant(lang, line.recorded_at)}<span>{line.by_name.clone()}" · "{act}{way}</span></li> }
                .into_any()
        })
        .collect();
    view! {
        <section class="sec">
            {section::head(t::history(lang), Some(model.history.len()), None, None)}
            <ul class="log log--at">{lines}</ul>
        </section>
    }
    .into_any()
}

//! `/systems`: the systems that the reader may see by name: filters, totals that follow them, the list.

use super::query::SystemsQuery;
use super::{tabs, totals, words};
use crate::domain::institution::Institution;
use crate::domain::systems::coverage::{Coverage, Item};
use crate::domain::systems::register::Row;
use crate::domain::systems::search::{Found, GradeFilter, Order, PlanFilter};
use crate::domain::systems::words::{Grade, PlanState, RunnerKind, Site};
use crate::pages::admin::{filter_select, filter_text};
use crate::pages::components::{Empty, hidden, pager, rule, section, short_day};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::record::institution_name;
use crate::pages::record::sorting::{SortLink, sort_head};
use crate::pages::{PageInfo, texts};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use texts::systems as t;

/// What the list is drawn from.
pub struct ListModel<'a> {
    pub info: &'a PageInfo,
    /// In the order of the register.
    pub institutions: &'a [Institution],
    pub query: &'a SystemsQuery,
    pub found: &'a Found<'a>,
    /// Of all that fit the filter.
    pub totals: &'a Coverage,
    /// How many the reader may see by name, and of how many institutions.
    pub visible: (usize, usize),
    /// Whether the reader may see every institution's.
    pub all: bool,
    /// Whether the reader may register systems.
    pub may_add: bool,
    /// The plan's announcement.
    pub since: NaiveDate,
}

/// The list.
#[must_use]
pub fn page(model: &ListModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let (systems, institutions) = model.visible;
    let sub = if model.all { t::sub_all(lang, institutions, systems) } else { t::sub_own(lang, systems) };
    let body = if systems == 0 { nothing(model) } else { contents(model) };
    view! {
        <div class="head">
            <div><h1>{t::title(lang)}</h1><p class="sub">{sub}</p></div>
            {acts(model)}
        </div>
        {tabs(info, "/systems")}
        {body}
        <p class="xs mute sec">{t::sensitive(lang)}</p>
    }
    .into_any()
}

fn acts(model: &ListModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let writes = (model.may_add && info.asof.is_none()).then(|| {
        view! {
            <a class="krds-btn small primary" href="/systems/new">{t::add(lang)}</a>
        }
    });
    let brings = ((model.may_add || model.all) && info.asof.is_none())
        .then(|| view! { <a class="krds-btn small" href="/systems/import">{t::bring(lang)}</a> });
    let file = |kind: &str| info.link(&model.query.on_page(1).address(&format!("/systems/export.{kind}")));
    let files = (!model.found.all.is_empty()).then(|| {
        view! {
            <a class="krds-btn small" href=file("xlsx") download="">{t::as_xlsx(lang)}</a>
            <a class="krds-btn small" href=file("csv") download="">{t::as_csv(lang)}</a>
        }
    });
    view! { <div class="acts">{files}{brings}{writes}</div> }.into_any()
}

fn nothing(model: &ListModel) -> AnyView {
    let lang = model.info.lang;
    let why = if model.may_add { t::none_recorded_why(lang) } else { t::none_recorded_read(lang) };
    Empty::new(t::none_recorded(lang), why).view()
}

fn contents(model: &ListModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let link =
        |item: Item, grade: Option<GradeFilter>| Some(info.link(&model.query.lacking(item, grade).address("/systems")));
    let list = if model.found.all.is_empty() {
        Empty::new(t::none_found(lang), t::none_found_why(lang)).link(t::show_all(lang), info.link("/systems")).view()
    } else {
        table(model)
    };
    let note = (model.found.pages > 1).then(|| t::list_page(lang, model.found.number, model.found.pages));
    let path = |page: i64| model.query.on_page(usize::try_from(page).unwrap_or(1)).address("/systems");
    let (number, pages) = (narrow(model.found.number), narrow(model.found.pages));
    view! {
        {filters(model)}
        <section class="sec">
            {section::head(t::totals(lang), None, Some(t::totals_note(lang).to_owned()), None)}
            {totals::table(lang, model.totals, &Item::ALL, &link)}
            {rule(lang, t::rule_items(lang, format::full(lang, model.since)))}
        </section>
        <section class="sec">
            {section::head(t::list(lang), Some(model.found.all.len()), note, None)}
            {list}
            {pager(info, number, pages, path)}
        </section>
    }
    .into_any()
}

fn narrow(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn filters(model: &ListModel) -> AnyView {
    let (info, lang, filter) = (model.info, model.info.lang, &model.query.filter);
    let kept = [("plan", info.plan_slug.clone()), ("asof", info.asof.map(|day| day.to_string()))];
    let kept: Vec<AnyView> =
        kept.into_iter().filter_map(|(name, value)| value.map(|value| hidden(name, value))).collect();
    let institutions: Vec<(String, String)> =
        model.institutions.iter().map(|one| (one.slug.to_string(), institution_name(lang, one).to_owned())).collect();
    let institution = (institutions.len() > 1).then(|| {
        let chosen = filter.institution.as_ref().map_or("", |slug| slug.as_str());
        filter_select("institution", t::by_institution(lang), t::any(lang), chosen, &institutions)
    });
    let grades = [
        GradeFilter::High,
        GradeFilter::Of(Grade::One),
        GradeFilter::Of(Grade::Two),
        GradeFilter::Of(Grade::Three),
        GradeFilter::Of(Grade::Four),
        GradeFilter::Missing,
    ];
    let grades = words::choices(&grades, GradeFilter::code, |one| words::grade_filter(lang, one));
    let states = PlanState::ALL.iter().copied().map(PlanFilter::In);
    let plans: Vec<PlanFilter> = states.chain([PlanFilter::Missing, PlanFilter::ReviewDue]).collect();
    let plans = words::choices(&plans, PlanFilter::code, |one| words::plan_filter(lang, one).to_owned());
    let sites = words::choices(Site::ALL, Site::code, |one| words::site(lang, one).to_owned());
    let items = words::choices(&Item::ALL, Item::code, |one| words::item(lang, one).to_owned());
    let runners = words::choices(RunnerKind::ALL, RunnerKind::code, |one| words::runner(lang, one).to_owned());
    view! {
        <form class="filters" method="get" action="/systems">
            {kept}
            {filter_text("q", t::by_text(lang), "search", filter.text.clone())}
            {institution}
            {filter_select("grade", t::by_grade(lang), t::any(lang), filter.grade.map_or("", GradeFilter::code), &grades)}
            {filter_select("missing", t::by_missing(lang), t::any(lang), filter.missing.map_or("", Item::code), &items)}
            {filter_select("plan_state", t::by_plan(lang), t::any(lang), filter.plan.map_or("", PlanFilter::code), &plans)}
            {filter_select("site", t::by_site(lang), t::any(lang), filter.site.map_or("", Site::code), &sites)}
            {filter_select("runner", t::by_runner(lang), t::any(lang), filter.runner.map_or("", RunnerKind::code), &runners)}
            <button class="krds-btn" type="submit">{t::find(lang)}</button>
        </form>
    }
    .into_any()
}

fn table(model: &ListModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let head = |order: Order, word: &'static str, number: bool| {
        let link = info.link(&model.query.sorted(order).address("/systems"));
        let descending = (model.query.order == order).then_some(model.query.descending);
        sort_head(&SortLink { word, link, descending, number })
    };
    let institution = model.all.then(|| head(Order::Institution, t::col_institution(lang), false));
    let rows: Vec<AnyView> = model.found.page.iter().map(|one| row(model, one)).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t::list(lang)>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{t::caption(lang)}</caption>
            <thead><tr>
                {head(Order::Name, t::col_name(lang), false)}
                {institution}
                {head(Order::Grade, t::col_grade(lang), false)}
                {head(Order::Plan, t::col_plan(lang), false)}
                <th scope="col">{t::col_redundant(lang)}</th>
                <th scope="col">{t::col_recovery(lang)}</th>
                {head(Order::ServiceLife, t::col_life(lang), false)}
                {head(Order::Users, t::col_users(lang), true)}
                <th scope="col">{t::col_site(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(model: &ListModel, row: &Row) -> AnyView {
    let (info, lang, fact) = (model.info, model.info.lang, row.fact);
    let link = info.link(&format!("/systems/{}", row.code()));
    let institution = model.all.then(|| {
        let name = words::institution(lang, model.institutions, &fact.institution);
        view! { <td data-l=t::col_institution(lang)>{name}</td> }
    });
    let regraded = Item::Graded.is_met(row, info.day(), model.since) == Some(true);
    let graded = match (regraded, fact.graded_on) {
        (true, Some(on)) => t::regraded_on(lang, format::short(lang, on, info.day().year())),
        _ => t::not_regraded(lang).to_owned(),
    };
    let users = fact.users.map_or_else(|| format::DASH.to_owned(), |users| t::users(lang, thousands(users)));
    let site = fact.site.map_or(format::DASH, |site| words::site(lang, site));
    view! {
        <tr>
            <th scope="row"><span class="ttl"><a href=link lang=crate::pages::record::korean(lang)>{fact.name.to_string()}</a></span>
                <br/><span class="mute xs">{row.code().to_string()}</span></th>
            {institution}
            <td data-l=t::col_grade(lang)>{words::grade(lang, fact.grade)}<br/><span class="mute xs">{graded}</span></td>
            <td data-l=t::col_plan(lang)>{words::state_mark(lang, row.plan_state())}</td>
            <td data-l=t::col_redundant(lang)>{words::met(lang, fact.redundant)}</td>
            <td data-l=t::col_recovery(lang)>{words::met_as(fact.recovery.recovers(), words::way(lang, fact.recovery))}</td>
            <td data-l=t::col_life(lang)>{life(lang, fact.serves_until, info.day())}</td>
            <td class="num" data-l=t::col_users(lang)>{users}</td>
            <td data-l=t::col_site(lang)>{site}</td>
        </tr>
    }
    .into_any()
}

/// Until when the equipment serves.
#[must_use]
pub fn life(lang: Lang, until: Option<NaiveDate>, day: NaiveDate) -> AnyView {
    let Some(until) = until else { return words::met_as(None, t::life_unknown(lang)) };
    let within = day <= until;
    let text = format::short(lang, until, 0);
    let word = if within { t::life_until(lang, text) } else { t::life_over(lang, text) };
    view! { <span class="nw">{words::met_as(Some(within), word)}</span> }.into_any()
}

/// `1,200,000`
#[must_use]
pub fn thousands(number: i64) -> String {
    let digits = number.abs().to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", groups.join(","))
}

/// A day in a dense table, if there is one.
#[must_use]
pub fn day_or_dash(lang: Lang, day: Option<NaiveDate>) -> AnyView {
    day.map_or_else(|| format::DASH.into_any(), |day| short_day(lang, day, 0))
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([thousands(0), thousands(999), thousands(1_234_567)], ["0", "999", "1,234,567"]);
    }
}

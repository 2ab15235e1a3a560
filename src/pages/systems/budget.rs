//! `/systems/budget`: what must be replaced or doubled, by year. Lines are counted for everybody; costs and the systems
//! themselves are for the PMO and the institution.

use super::list::thousands;
use super::{tabs, words};
use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::systems::SystemCode;
use crate::domain::systems::budget::{Budget, Need, Purpose, Sum, When, YEARS_AHEAD};
use crate::domain::systems::coverage::GRADES;
use crate::domain::systems::search::GradeFilter;
use crate::domain::systems::words::Grade;
use crate::pages::admin::filter_select;
use crate::pages::components::{Empty, hidden, pager, rule, section};
use crate::pages::lang::Lang;
use crate::pages::record::query::{address, page_number, value};
use crate::pages::record::{institution_name, korean};
use crate::pages::texts::{budget as t, systems as texts};
use crate::pages::{PageInfo, format};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// Systems a page.
pub const PAGE: usize = 50;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BudgetQuery {
    pub institution: Option<Slug>,
    pub grade: Option<GradeFilter>,
    pub purpose: Option<Purpose>,
    pub page: usize,
}

impl BudgetQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        Self {
            institution: value(pairs, "institution").and_then(Slug::parse),
            grade: value(pairs, "grade").and_then(GradeFilter::parse),
            purpose: value(pairs, "purpose").and_then(Purpose::parse),
            page: usize::try_from(page_number(pairs)).unwrap_or(1),
        }
    }

    /// The same filters under a path; `page` from 2 on.
    #[must_use]
    pub fn address(&self, path: &str, page: i64) -> String {
        address(
            path,
            &[
                ("institution", self.institution.as_ref().map(Slug::to_string)),
                ("grade", self.grade.map(|grade| grade.code().to_owned())),
                ("purpose", self.purpose.map(|purpose| purpose.code().to_owned())),
                ("page", (page > 1).then(|| page.to_string())),
            ],
        )
    }

    /// Whether a grade is asked for.
    #[must_use]
    pub fn fits(&self, grade: Option<Grade>) -> bool {
        self.grade.is_none_or(|filter| filter.fits(grade))
    }
}

/// One thing that a system needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedLine {
    pub code: SystemCode,
    pub name: String,
    pub grade: Option<Grade>,
    pub need: Need,
}

/// What the page is drawn from.
pub struct BudgetModel<'a> {
    pub info: &'a PageInfo,
    /// Those that have systems, in the order of the register, and whether the reader may see what theirs cost.
    pub owners: &'a [(Institution, bool)],
    pub query: &'a BudgetQuery,
    pub budget: &'a Budget,
    /// Of the institution asked for, where the reader may see its systems by name: those of the page, and of how many.
    pub lines: &'a [NeedLine],
    pub all_lines: usize,
}

/// The page.
#[must_use]
pub fn page(model: &BudgetModel) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let file = |kind: &str| info.link(&model.query.address(&format!("/systems/budget/export.{kind}"), 1));
    let whole = model.sum(None, |_| true, model.query.purpose, None);
    let body = if whole.lines == 0 { Empty::new(t::none(lang), t::none_why(lang)).view() } else { contents(model) };
    view! {
        <div class="head">
            <div><h1>{t::title(lang)}</h1><p class="sub">{t::sub(lang, format::full(lang, info.day()))}</p></div>
            <div class="acts">
                <a class="krds-btn small" href=file("xlsx") download="">{t::xlsx(lang)}</a>
                <a class="krds-btn small" href=file("csv") download="">{t::csv(lang)}</a>
            </div>
        </div>
        {tabs(info, "/systems/budget")}
        {filters(model)}
        {body}
    }
    .into_any()
}

impl BudgetModel<'_> {
    /// A sum within the filters of institution and grade.
    fn sum(
        &self,
        institution: Option<&Slug>,
        grade: impl Fn(Option<Grade>) -> bool,
        purpose: Option<Purpose>,
        when: Option<When>,
    ) -> Sum {
        let institution = institution.or(self.query.institution.as_ref());
        self.budget.sum(institution, |own| self.query.fits(own) && grade(own), purpose, when)
    }

    /// Whether the costs of what is shown as a whole may be seen.
    fn priced(&self) -> bool {
        let shown =
            self.owners.iter().filter(|(one, _)| self.query.institution.as_ref().is_none_or(|slug| *slug == one.slug));
        shown.fold(true, |all, (_, priced)| all && *priced)
    }
}

fn filters(model: &BudgetModel) -> AnyView {
    let (info, lang, query) = (model.info, model.info.lang, model.query);
    let kept = [("plan", info.plan_slug.clone()), ("asof", info.asof.map(|day| day.to_string()))];
    let kept: Vec<AnyView> =
        kept.into_iter().filter_map(|(name, value)| value.map(|value| hidden(name, value))).collect();
    let institutions: Vec<(String, String)> =
        model.owners.iter().map(|(one, _)| (one.slug.to_string(), institution_name(lang, one).to_owned())).collect();
    let grades = [
        GradeFilter::High,
        GradeFilter::Of(Grade::One),
        GradeFilter::Of(Grade::Two),
        GradeFilter::Of(Grade::Three),
        GradeFilter::Of(Grade::Four),
        GradeFilter::Missing,
    ];
    let grades = words::choices(&grades, GradeFilter::code, |one| words::grade_filter(lang, one));
    let purposes = words::choices(&Purpose::ALL, Purpose::code, |one| purpose_word(lang, Some(one)).to_owned());
    let chosen = query.institution.as_ref().map_or("", |slug| slug.as_str());
    view! {
        <form class="filters" method="get" action="/systems/budget">
            {kept}
            {filter_select("institution", texts::by_institution(lang), texts::any(lang), chosen, &institutions)}
            {filter_select("grade", texts::by_grade(lang), texts::any(lang), query.grade.map_or("", GradeFilter::code), &grades)}
            {filter_select("purpose", t::by_purpose(lang), texts::any(lang), query.purpose.map_or("", Purpose::code), &purposes)}
            <button class="krds-btn" type="submit">{t::show(lang)}</button>
        </form>
    }
    .into_any()
}

const fn purpose_word(lang: Lang, purpose: Option<Purpose>) -> &'static str {
    match purpose {
        Some(Purpose::Replace) => t::replace(lang),
        Some(Purpose::Double) => t::double(lang),
        None => t::all(lang),
    }
}

/// The column of a year in words.
fn when_word(lang: Lang, when: When, day: NaiveDate) -> String {
    match when {
        When::Overdue => t::overdue(lang).to_owned(),
        When::Year(year) => year.to_string(),
        When::Later => t::later(lang, i64::from(day.year()) + YEARS_AHEAD + 1),
        When::Undecided => t::undecided(lang).to_owned(),
    }
}

fn contents(model: &BudgetModel) -> AnyView {
    let lang = model.info.lang;
    let asked = model.query.purpose;
    let purposes: Vec<Option<Purpose>> = match asked {
        Some(purpose) => vec![Some(purpose)],
        None => Purpose::ALL.into_iter().map(Some).chain([None]).collect(),
    };
    let priced = model.priced();
    let rows = purposes.into_iter().map(|purpose| {
        let sum = move |when| model.sum(None, |_| true, purpose, when);
        row(model, purpose_word(lang, purpose).into_any(), priced, &sum)
    });
    let note = if model.owners.iter().all(|(_, priced)| *priced) { t::note_priced(lang) } else { t::note_counts(lang) };
    view! {
        <section class="sec">
            {section::head(t::whole(lang), None, Some(note.to_owned()), None)}
            {table(model, t::whole_caption(lang), t::by_purpose(lang), rows.collect())}
            {rule(lang, t::rule(lang))}
        </section>
        {parts(model)}
        {systems(model)}
    }
    .into_any()
}

/// By institution, or by grade where one institution is asked for.
fn parts(model: &BudgetModel) -> AnyView {
    let lang = model.info.lang;
    let purpose = model.query.purpose;
    let (title, caption, head, rows): (_, _, _, Vec<AnyView>) = match &model.query.institution {
        None => {
            let rows = model.owners.iter().filter_map(|(one, priced)| {
                let sum = |when| model.sum(Some(&one.slug), |_| true, purpose, when);
                if sum(None).lines == 0 {
                    return None;
                }
                let query = BudgetQuery { institution: Some(one.slug.clone()), page: 1, ..model.query.clone() };
                let href = model.info.link(&query.address("/systems/budget", 1));
                let name = view! { <a href=href>{institution_name(lang, one).to_owned()}</a> };
                Some(row(model, name.into_any(), *priced, &sum))
            });
            (t::by_institution(lang), t::by_institution_caption(lang), texts::col_institution(lang), rows.collect())
        }
        Some(_) => {
            let rows = GRADES.into_iter().filter_map(|grade| {
                let sum = |when| model.sum(None, move |own| own == grade, purpose, when);
                (sum(None).lines > 0).then(|| row(model, words::grade(lang, grade).into_any(), model.priced(), &sum))
            });
            (t::by_grade(lang), t::by_grade_caption(lang), texts::col_grade(lang), rows.collect())
        }
    };
    view! {
        <section class="sec" id="parts">
            {section::head(title, Some(rows.len()), None, None)}
            {table(model, caption, head, rows)}
        </section>
    }
    .into_any()
}

fn table(model: &BudgetModel, caption: &'static str, head: &'static str, rows: Vec<AnyView>) -> AnyView {
    let (lang, day) = (model.info.lang, model.info.day());
    let heads: Vec<AnyView> = When::columns(day)
        .into_iter()
        .map(|when| view! { <th scope="col" class="num">{when_word(lang, when, day)}</th> }.into_any())
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=caption>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <thead><tr><th scope="col">{head}</th><th scope="col" class="num">{t::all(lang)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(model: &BudgetModel, name: AnyView, priced: bool, sum: &dyn Fn(Option<When>) -> Sum) -> AnyView {
    let (lang, day) = (model.info.lang, model.info.day());
    let whole = view! { <td class="num" data-l=t::all(lang)>{cell(lang, sum(None), priced)}</td> };
    let cells: Vec<AnyView> = When::columns(day)
        .into_iter()
        .map(|when| {
            view! { <td class="num" data-l=when_word(lang, when, day)>{cell(lang, sum(Some(when)), priced)}</td> }
                .into_any()
        })
        .collect();
    view! { <tr><th scope="row">{name}</th>{whole}{cells}</tr> }.into_any()
}

/// Lines, with cost and how many have none where they may be seen.
fn cell(lang: Lang, sum: Sum, priced: bool) -> AnyView {
    if sum.lines == 0 {
        return view! { <span class="mute">{format::DASH}</span> }.into_any();
    }
    let cost =
        (priced && sum.cost > 0).then(|| view! { <br/><span class="nw">{t::cost(lang, thousands(sum.cost))}</span> });
    let unpriced = (priced && sum.unpriced > 0)
        .then(|| view! { <br/><span class="mute xs nw">{t::unpriced(lang, thousands(sum.unpriced))}</span> });
    view! { <b class="nw">{t::lines(lang, thousands(sum.lines))}</b>{cost}{unpriced} }.into_any()
}

/// System by system, where the reader may see them by name.
fn systems(model: &BudgetModel) -> AnyView {
    if model.all_lines == 0 {
        return ().into_any();
    }
    let (info, lang) = (model.info, model.info.lang);
    let pages = model.all_lines.div_ceil(PAGE).max(1);
    let number = model.query.page.clamp(1, pages);
    let rows: Vec<AnyView> = model.lines.iter().map(|one| need_row(model, one)).collect();
    let note = (pages > 1).then(|| t::systems_page(lang, number, pages));
    let path = |page: i64| format!("{}#systems", model.query.address("/systems/budget", page));
    let narrow = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    view! {
        <section class="sec" id="systems">
            {section::head(t::systems(lang), Some(model.all_lines), note, None)}
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{t::systems_caption(lang)}</caption>
                <thead><tr>
                    <th scope="col">{t::col_system(lang)}</th>
                    <th scope="col">{texts::col_grade(lang)}</th>
                    <th scope="col">{t::by_purpose(lang)}</th>
                    <th scope="col" class="num">{t::col_year(lang)}</th>
                    <th scope="col">{t::col_basis(lang)}</th>
                    <th scope="col" class="num">{t::col_cost(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {pager(info, narrow(number), narrow(pages), path)}
        </section>
    }
    .into_any()
}

fn need_row(model: &BudgetModel, one: &NeedLine) -> AnyView {
    let (info, lang) = (model.info, model.info.lang);
    let href = info.link(&format!("/systems/{}", one.code));
    let basis = match (one.need.planned, one.need.year) {
        (true, _) => t::basis_planned(lang),
        (false, Some(_)) => t::basis_life(lang),
        (false, None) => format::DASH,
    };
    let year = one.need.year.map_or_else(|| t::undecided(lang).to_owned(), |year| year.to_string());
    let cost = one.need.cost.map_or_else(|| format::DASH.to_owned(), thousands);
    view! {
        <tr>
            <th scope="row"><span class="ttl"><a href=href lang=korean(lang)>{one.name.clone()}</a></span></th>
            <td data-l=texts::col_grade(lang)>{words::grade(lang, one.grade)}</td>
            <td data-l=t::by_purpose(lang)>{purpose_word(lang, Some(one.need.purpose))}</td>
            <td class="num" data-l=t::col_year(lang)>{year}</td>
            <td data-l=t::col_basis(lang)>{basis}</td>
            <td class="num" data-l=t::col_cost(lang)>{cost}</td>
        </tr>
    }
    .into_any()
}

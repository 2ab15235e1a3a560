//! `/systems/coverage`: how far the plan's standards reach, in numbers that everybody may see.

use super::totals::share;
use super::{missing_path, tabs, totals, trend, words};
use crate::domain::ids::Slug;
use crate::domain::systems::claims::Overstated;
use crate::domain::systems::coverage::{ByInstitution, Coverage, GRADES, Item, Tally, of_all};
use crate::domain::systems::search::GradeFilter;
use crate::domain::systems::words::Grade;
use crate::pages::components::{Empty, rule, section};
use crate::pages::format;
use crate::pages::record::chips;
use crate::pages::record::query::address;
use crate::pages::record::{Scene, task_title};
use crate::pages::texts;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;
use texts::systems as t;

/// What coverage pages and blocks are drawn from.
#[derive(Clone)]
pub struct CoverageView {
    /// On the day that is seen.
    pub parts: Arc<ByInstitution>,
    pub trend: Vec<(NaiveDate, Arc<ByInstitution>)>,
    pub overstated: Arc<Vec<Overstated>>,
}

impl CoverageView {
    /// Of all institutions, or of one.
    #[must_use]
    pub fn of(&self, institution: Option<&Slug>) -> Coverage {
        one(&self.parts, institution)
    }

    /// The trend of all institutions, or of one.
    #[must_use]
    pub fn points(&self, institution: Option<&Slug>) -> Vec<(NaiveDate, Coverage)> {
        self.trend.iter().map(|(day, parts)| (*day, one(parts, institution))).collect()
    }
}

fn one(parts: &ByInstitution, institution: Option<&Slug>) -> Coverage {
    match institution {
        Some(slug) => parts.get(slug).copied().unwrap_or_default(),
        None => of_all(parts),
    }
}

/// Where the reader may see the systems that lack something by name: at all institutions' or at one's.
pub fn missing_link(
    scene: &Scene,
    institution: Option<&Slug>,
) -> impl Fn(Item, Option<GradeFilter>) -> Option<String> + use<> {
    let permitted = may_name(scene, institution);
    let (info, institution) = (scene.info.clone(), institution.cloned());
    move |item, grade| {
        let slug = institution.as_ref().map(Slug::as_str);
        permitted.then(|| info.link(&missing_path(item.code(), grade.map(GradeFilter::code), slug)))
    }
}

fn may_name(scene: &Scene, institution: Option<&Slug>) -> bool {
    use crate::domain::permission::{Action, may};
    scene.info.reader.as_ref().is_some_and(|reader| match institution {
        Some(slug) => may(reader, Action::ReadSystems(slug)),
        None => may(reader, Action::CheckSystems),
    })
}

/// The page; `grade`: of which grade institutions are compared.
#[must_use]
pub fn page(scene: &Scene, view: &CoverageView, grade: Option<GradeFilter>) -> AnyView {
    let lang = scene.lang();
    let whole = view.of(None);
    let high = whole.systems_of(Some(Grade::One)) + whole.systems_of(Some(Grade::Two));
    let asof = t::cov_asof(lang, format::full(lang, scene.standing.day));
    let say = format!("{} ({asof})", t::cov_say(lang, high, whole.systems()));
    let body = if whole.systems() == 0 {
        Empty::new(t::cov_none(lang), t::cov_none_why(lang)).view()
    } else {
        contents(scene, view, &whole, grade)
    };
    view! {
        <div class="head"><div><h1>{t::cov_title(lang)}</h1><p class="sub">{say}</p></div></div>
        {tabs(scene.info, "/systems/coverage")}
        {body}
    }
    .into_any()
}

fn contents(scene: &Scene, view: &CoverageView, whole: &Coverage, grade: Option<GradeFilter>) -> AnyView {
    let lang = scene.lang();
    let since = format::full(lang, scene.ledger.plan.announced_on);
    view! {
        <section class="sec">
            {section::head(t::cov_items(lang), None, Some(t::totals_note(lang).to_owned()), None)}
            {totals::table(lang, whole, &Item::ALL, &missing_link(scene, None))}
            {rule(lang, t::rule_items(lang, since))}
        </section>
        {overstated(scene, view)}
        <section class="sec">
            {section::head(t::cov_trend(lang), None, Some(t::cov_trend_note(lang).to_owned()), None)}
            {trend::trend(lang, &view.points(None), &Item::ALL)}
        </section>
        {institutions(scene, view, grade)}
    }
    .into_any()
}

fn institutions(scene: &Scene, view: &CoverageView, grade: Option<GradeFilter>) -> AnyView {
    let lang = scene.lang();
    let known = scene.ledger.institutions.iter().filter_map(|one| Some((&one.slug, view.parts.get(&one.slug)?)));
    let rows: Vec<AnyView> = known.map(|(slug, coverage)| institution(scene, slug, coverage, grade)).collect();
    let heads: Vec<AnyView> =
        Item::ALL.iter().map(|item| view! { <th scope="col">{words::item(lang, *item)}</th> }.into_any()).collect();
    let note = Some(t::cov_by_institution_note(lang).to_owned());
    view! {
        <section class="sec" id="institutions">
            {section::head(t::cov_by_institution(lang), Some(rows.len()), note, None)}
            {grade_chips(scene, view, grade)}
            <div class="scroll" tabindex="0" role="region" aria-label=t::cov_by_institution(lang)>
            <table class="tbl tbl--tight flow cov">
                <caption class="sr-only">{t::cov_by_caption(lang)}</caption>
                <thead><tr>
                    <th scope="col">{t::col_institution(lang)}</th>
                    <th scope="col" class="num">{t::cov_systems(lang)}</th>
                    {heads}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            </div>
        </section>
    }
    .into_any()
}

/// The tally of the grades that a filter lets through.
fn of_filter(coverage: &Coverage, item: Item, grade: Option<GradeFilter>) -> Tally {
    let fits = GRADES.into_iter().filter(|own| grade.is_none_or(|filter| filter.fits(*own)));
    fits.fold(Tally::default(), |sum, own| sum.plus(coverage.of_grade(item, own)))
}

fn institution(scene: &Scene, slug: &Slug, coverage: &Coverage, grade: Option<GradeFilter>) -> AnyView {
    let lang = scene.lang();
    let href = scene.info.link(&format!("/ministries/{slug}#systems"));
    let cells: Vec<AnyView> = Item::ALL
        .iter()
        .map(|item| {
            let tally = of_filter(coverage, *item, grade);
            view! { <td data-l=words::item(lang, *item)>{share(lang, tally)}</td> }.into_any()
        })
        .collect();
    let systems = of_filter(coverage, Item::Graded, grade).all();
    view! {
        <tr>
            <th scope="row"><a href=href>{scene.institution(slug)}</a></th>
            <td class="num" data-l=t::cov_systems(lang)>{systems}</td>
            {cells}
        </tr>
    }
    .into_any()
}

fn grade_chips(scene: &Scene, view: &CoverageView, grade: Option<GradeFilter>) -> AnyView {
    let lang = scene.lang();
    let whole = view.of(None);
    let chip = |filter: Option<GradeFilter>| {
        let path = address("/systems/coverage", &[("grade", filter.map(|one| one.code().to_owned()))]);
        chips::Chip {
            word: filter.map_or_else(|| t::any(lang).to_owned(), |one| words::grade_filter(lang, one)),
            count: usize::try_from(of_filter(&whole, Item::Graded, filter).all()).unwrap_or(0),
            link: scene.info.link(&format!("{path}#institutions")),
            current: filter == grade,
        }
    };
    let grades = GRADES.into_iter().map(|grade| Some(totals::filter_of(grade)));
    let all = [None, Some(GradeFilter::High)].into_iter().chain(grades).map(chip);
    chips::view(t::by_grade(lang), all.filter(|chip| chip.count > 0 || chip.current))
}

/// So many institutions of a task are shown at once; the rest are folded.
const OVERSTATED_SHOWN: usize = 5;

/// Institutions that report more than is counted, task by task.
fn overstated(scene: &Scene, view: &CoverageView) -> AnyView {
    let lang = scene.lang();
    let of_task = |no| view.overstated.iter().filter(|one| one.task_no == no).collect::<Vec<_>>();
    let tasks = scene.ledger.tasks.iter().map(|task| (task, of_task(task.no))).filter(|(_, rows)| !rows.is_empty());
    let blocks: Vec<AnyView> = tasks
        .map(|(task, rows)| {
            let (first, rest) = rows.split_at(rows.len().min(OVERSTATED_SHOWN));
            let title = t::cov_of_task(lang, task.no, task_title(lang, task));
            let folded = (!rest.is_empty()).then(|| {
                let word = t::cov_more_rows(lang, rest.len());
                let caption = format!("{title} · {word}");
                view! { <details class="fold"><summary>{word}</summary>{overstated_table(scene, rest, caption)}</details> }
            });
            view! { <h3 class="sub-h">{title.clone()}</h3>{overstated_table(scene, first, title)}{folded} }.into_any()
        })
        .collect();
    let body = if blocks.is_empty() {
        Empty::new(t::cov_overstated_none(lang), t::cov_overstated_none_why(lang)).view()
    } else {
        blocks.into_any()
    };
    let note = Some(t::cov_overstated_note(lang).to_owned());
    view! {
        <section class="sec" id="overstated">
            {section::head(t::cov_overstated(lang), Some(view.overstated.len()), note, None)}
            {body}
            {rule(lang, t::rule_overstated(lang))}
        </section>
    }
    .into_any()
}

fn overstated_table(scene: &Scene, rows: &[&Overstated], caption: String) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = rows.iter().map(|one| overstated_row(scene, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{caption}</caption>
            <thead><tr>
                <th scope="col">{t::col_institution(lang)}</th>
                <th scope="col">{t::col_item(lang)}</th>
                <th scope="col" class="num">{t::cov_says(lang)}</th>
                <th scope="col" class="num">{t::cov_counts(lang)}</th>
                <th scope="col" class="num">{t::cov_difference(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn overstated_row(scene: &Scene, one: &Overstated) -> AnyView {
    let lang = scene.lang();
    let href = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
    let percent = |tenths: i64| format!("{}%", tenths / 10);
    view! {
        <tr>
            <th scope="row"><a href=href>{scene.institution(&one.institution)}</a></th>
            <td data-l=t::col_item(lang)>{words::item(lang, one.item)}</td>
            <td class="num" data-l=t::cov_says(lang)>{percent(one.says)}</td>
            <td class="num" data-l=t::cov_counts(lang)>{percent(one.counted)}</td>
            <td class="num" data-l=t::cov_difference(lang)><b class="late-t">{points(one.excess())}</b></td>
        </tr>
    }
    .into_any()
}

/// `+25%p`
#[must_use]
pub fn points(tenths: i64) -> String {
    format!("+{}%p", tenths / 10)
}

/// The block on the page of a task that is measured over systems.
#[must_use]
pub fn task_block(scene: &Scene, view: &CoverageView, coverage: &str) -> AnyView {
    block(scene, view, None, Item::of_task(coverage))
}

/// The block on the page of an institution that has systems.
#[must_use]
pub fn institution_block(scene: &Scene, view: &CoverageView, slug: &Slug) -> AnyView {
    if view.of(Some(slug)).systems() == 0 {
        return ().into_any();
    }
    block(scene, view, Some(slug), &Item::ALL)
}

fn block(scene: &Scene, view: &CoverageView, institution: Option<&Slug>, items: &[Item]) -> AnyView {
    let lang = scene.lang();
    let coverage = view.of(institution);
    let body = if coverage.systems() == 0 {
        Empty::new(t::cov_none(lang), t::cov_none_why(lang)).view()
    } else {
        let since = format::full(lang, scene.ledger.plan.announced_on);
        view! {
            {totals::table(lang, &coverage, items, &missing_link(scene, institution))}
            <details class="fold">
                <summary>{t::cov_trend(lang)}</summary>
                {trend::trend(lang, &view.points(institution), items)}
            </details>
            {rule(lang, t::rule_items(lang, since))}
        }
        .into_any()
    };
    let note = format!("{} · {}", t::cov_asof(lang, format::full(lang, scene.standing.day)), t::cov_task_note(lang));
    let more = (t::cov_more(lang), scene.info.link("/systems/coverage"));
    view! {
        <section class="sec" id="systems">
            {section::head(t::cov_task(lang), None, Some(note), Some(more))}
            {body}
        </section>
    }
    .into_any()
}

/// The block on the overview: the items by grade, and how that went month by month.
#[must_use]
pub fn overview_block(scene: &Scene, view: &CoverageView) -> AnyView {
    let lang = scene.lang();
    let coverage = view.of(None);
    if coverage.systems() == 0 {
        return ().into_any();
    }
    let note = format!("{} · {}", t::cov_asof(lang, format::full(lang, scene.standing.day)), t::totals_note(lang));
    let more = (t::cov_more(lang), scene.info.link("/systems/coverage"));
    let since = format::full(lang, scene.ledger.plan.announced_on);
    view! {
        <section class="sec" id="systems">
            {section::head(t::cov_title(lang), None, Some(note), Some(more))}
            {totals::table(lang, &coverage, &Item::ALL, &missing_link(scene, None))}
            <details class="fold">
                <summary>{t::cov_trend(lang)}</summary>
                {trend::trend(lang, &view.points(None), &Item::ALL)}
            </details>
            {rule(lang, t::rule_items(lang, since))}
        </section>
    }
    .into_any()
}

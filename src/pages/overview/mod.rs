//! `/`: the whole plan in thirty seconds. Verdict and countdown, six figures, the signal board, what needs a decision and
//! what is due this month, the tasks, the institutions, what changed.
//!
//! To add a block: a file here with a function from [`Scene`] to a view, its place in [`contents`].

mod board;
mod changes;
mod figures;
pub mod lists;
mod matrix;
mod moves;
mod optimism;
mod returns;
mod tasks;
mod verdict;

use crate::domain::exceptions::Exception;
use crate::domain::exceptions::round::Candidate;
use crate::domain::ids::MilestoneId;
use crate::domain::plan::TaskRole;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, Standing, StepStanding};
use crate::pages::components::Empty;
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::systems::coverage::{CoverageView, overview_block};
use crate::pages::texts::overview as texts;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// What the rules found for the page.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Of the standing's day.
    pub exceptions: &'a [Exception],
    /// What the check on optimism found in the rounds that are open.
    pub optimism: &'a [Candidate],
}

/// The page. `previous`: the plan as it stood on the previous round's base date.
#[must_use]
pub fn page(scene: &Scene, previous: Option<&Standing>, found: Found<'_>, coverage: Option<&CoverageView>) -> AnyView {
    if scene.standing.day < scene.ledger.plan.announced_on {
        return not_announced(scene);
    }
    contents(scene, previous, found, coverage)
}

fn contents(scene: &Scene, previous: Option<&Standing>, found: Found<'_>, coverage: Option<&CoverageView>) -> AnyView {
    let lang = scene.lang();
    let plan = &scene.ledger.plan;
    let contact = texts::contact(lang, plan.contact_phone.clone(), plan.contact_unit.clone());
    view! {
        {verdict::lead(scene)}
        {figures::strip(scene, previous)}
        {board::board(scene)}
        <div class="cols">
            {lists::decisions(scene, found.exceptions)}
            {lists::deadlines(scene)}
        </div>
        {optimism::part(scene, found.optimism)}
        {returns::boxes(scene)}
        {tasks::table(scene)}
        {matrix::section(scene)}
        {coverage.map(|view| overview_block(scene, view))}
        <div class="cols">
            {changes::section(scene)}
            <div class="c5 stack">{moves::summary(scene)}{moves::silent(scene)}</div>
        </div>
        <p class="xs mute sec">{contact}</p>
    }
    .into_any()
}

fn not_announced(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let why = texts::not_announced_why(lang, format::full(lang, scene.ledger.plan.announced_on));
    let empty = Empty::new(texts::not_announced(lang), why)
        .link(texts::see_today(lang), scene.info.same_page(&["asof"], None))
        .view();
    view! { <div class="head"><h1>{texts::title(lang)}</h1></div>{empty} }.into_any()
}

/// The year in which days go without theirs.
fn year(scene: &Scene) -> i32 {
    scene.standing.day.year()
}

/// The leads' steps whose approved due falls in the month of the day: overdue first, then by due, the closed last.
fn steps_of_month<'a>(scene: &Scene<'a>) -> Vec<(&'a AssignmentStanding, &'a StepStanding)> {
    let month = |day: NaiveDate| (day.year(), day.month());
    let this = month(scene.standing.day);
    let mut steps: Vec<_> = scene
        .standing
        .lead_steps()
        .filter(|(_, step)| {
            month(step.due.last_day) == this && !matches!(step.light, Light::Dropped | Light::Superseded)
        })
        .collect();
    steps.sort_by_key(|(lead, step)| (step.light == Light::Done, step.due.last_day, lead.task_no));
    steps
}

/// Whether a lead's open step is over its due, or expected to be.
fn misses(step: &StepStanding) -> bool {
    step.light == Light::Late || step.will_miss_due()
}

/// How many institutions that carry a milestone out have done it, and of how many; the lead's own where nobody else does.
fn done_of(scene: &Scene, lead: &AssignmentStanding, milestone: MilestoneId) -> (i64, i64) {
    let of_task = || scene.standing.of_task(lead.task_no);
    let implementing = of_task().any(|one| one.role == TaskRole::Implementing);
    let counted = of_task().filter(|one| !implementing || one.role == TaskRole::Implementing);
    let lights =
        counted.filter_map(|one| one.steps.iter().find(|step| step.milestone == milestone)).map(|step| step.light);
    let counts = crate::domain::standing::LightCounts::of(lights);
    (counts.done, counts.total() - counts.ended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::exceptions::exceptions;
    use crate::domain::exceptions::tests::{change, ledger, report, verdict};
    use crate::domain::ledger::Fact;
    use crate::domain::ledger::Ledger;
    use crate::domain::permission::Role;
    use crate::domain::rating::Verdict;
    use crate::pages::PageInfo;
    use crate::pages::lang::Lang;
    use crate::pages::shell::tests::info;

    fn full() -> Ledger {
        ledger().with([
            Fact::Report(report(1, "2024-03-18", Some("2024-04-12"), false)),
            Fact::Report(report(2, "2024-02-01", None, true)),
            Fact::Verdict(verdict("2024-03-19", Verdict::AtRisk)),
            Fact::DateChange(change("2024-03-19", None)),
        ])
    }

    fn drawn(ledger: &Ledger, info: &PageInfo) -> String {
        let standing = Standing::derive(ledger, info.day());
        let before = Standing::derive(ledger, "2024-02-15".parse().unwrap());
        let found = exceptions(&standing);
        let scene = Scene { info, ledger, standing: &standing, calendar: &Calendar::default() };
        Owner::new().with(|| page(&scene, Some(&before), Found { exceptions: &found, optimism: &[] }, None).to_html())
    }

    #[test]
    fn the_page_says_what_is_at_risk_and_what_will_slip() {
        let html = drawn(&full(), &info(Role::Viewer));
        for part in ["D-11", "재검토필요", "+12일", "data-href=\"/tasks/1/moef\"", "확인 대기", "40%"] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches("<h1").count(), 1);
        assert_eq!(html.matches("tabindex=\"0\" data-href").count(), 1);
        assert!(!html.contains("style=\""));
    }

    #[test]
    fn what_people_wrote_cannot_break_out_of_the_grid() {
        let html = drawn(&full(), &info(Role::Viewer));
        assert!(!html.contains("<개선>") && html.contains("&lt;개선&gt;"));
    }

    #[test]
    fn an_empty_plan_is_no_error() {
        let html = drawn(&ledger(), &PageInfo { lang: Lang::En, ..info(Role::Pmo) });
        assert!(html.contains("Planned"), "{html}");
    }

    #[test]
    fn before_its_announcement_a_plan_shows_nothing() {
        let early = PageInfo { asof: "2024-01-30".parse().ok(), ..info(Role::Viewer) };
        let html = drawn(&full(), &early);
        assert!(html.contains("2024. 1. 31.(수)") && !html.contains("<table"), "{html}");
    }

    #[test]
    fn links_keep_the_day_that_is_seen() {
        let seen =
            PageInfo { asof: "2024-03-20".parse().ok(), today: "2024-05-01".parse().unwrap(), ..info(Role::Viewer) };
        let html = drawn(&full(), &seen);
        assert!(html.contains("data-href=\"/tasks/1/moef?asof=2024-03-20\""), "{html}");
    }
}

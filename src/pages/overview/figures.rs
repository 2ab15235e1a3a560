//! Six figures, each with its change since the previous round and its rule one click away.

use super::misses;
use crate::domain::rating::Verdict;
use crate::domain::schedule::Light;
use crate::domain::standing::Standing;
use crate::pages::components::rule;
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::texts::overview as texts;
use chrono::NaiveDate;
use leptos::prelude::*;

/// How many tasks' leads have this verdict.
pub fn judged(standing: &Standing, verdict: Verdict) -> i64 {
    let leads = standing.tasks.iter().filter_map(|task| standing.lead_of(task));
    count(leads.filter(|lead| lead.verdict.as_ref().is_some_and(|fact| fact.verdict == verdict)))
}

/// How many tasks are 관심필요 or 재검토필요.
pub fn watched(standing: &Standing) -> i64 {
    judged(standing, Verdict::Watch) + judged(standing, Verdict::AtRisk)
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}

/// The figures of one day.
struct Figures {
    tasks: i64,
    watched: i64,
    milestones: i64,
    done: i64,
    /// Tenths of a per cent.
    progress: Option<i64>,
    planned: Option<i64>,
    unknown: i64,
    missing: i64,
    /// Days by which they miss their first approved dues, added up.
    missing_days: i64,
    assignments: i64,
    late: i64,
    silent: i64,
}

impl Figures {
    fn of(standing: &Standing) -> Self {
        let asked = |light: Light| !matches!(light, Light::Dropped | Light::Superseded);
        let progress = standing.mean_task_progress();
        let steps = || standing.lead_steps().map(|(_, step)| step);
        let missing_days = steps().filter(|step| misses(step)).map(|step| {
            let expected = step.forecast.map_or(standing.day, |forecast| forecast.max(standing.day));
            (expected - step.first_due.last_day).num_days().max(0)
        });
        Self {
            tasks: count(standing.tasks.iter()),
            watched: watched(standing),
            milestones: count(steps().filter(|step| asked(step.light))),
            done: count(steps().filter(|step| step.light == Light::Done)),
            progress: progress.tenths,
            planned: standing.mean_planned_progress(),
            unknown: progress.unknown,
            missing: count(steps().filter(|step| misses(step))),
            missing_days: missing_days.sum(),
            assignments: count(standing.assignments.iter().filter(|one| asked(one.light))),
            late: count(standing.assignments.iter().filter(|one| one.light == Light::Late)),
            silent: count(standing.assignments.iter().filter(|one| one.is_stale())),
        }
    }
}

/// One figure: its name, value, the small words after it, the change, the rule.
struct Cell {
    name: &'static str,
    value: String,
    of: String,
    change: Option<Change>,
    /// What else must be known about it.
    note: String,
    rule: &'static str,
}

/// From what to what, in the figure's own unit.
struct Change {
    since: NaiveDate,
    from: String,
    by: String,
    direction: i64,
}

fn counted(since: Option<NaiveDate>, from: Option<i64>, to: i64) -> Option<Change> {
    let (since, from) = (since?, from?);
    Some(Change { since, from: from.to_string(), by: format::signed(to - from), direction: to - from })
}

fn in_points(since: Option<NaiveDate>, from: Option<i64>, to: Option<i64>) -> Option<Change> {
    let (since, from, to) = (since?, from?, to?);
    Some(Change { since, from: format::tenths(Some(from)), by: format::points(to - from), direction: to - from })
}

/// The strip of figures.
pub fn strip(scene: &Scene, previous: Option<&Standing>) -> AnyView {
    let lang = scene.lang();
    let (now, before) = (Figures::of(scene.standing), previous.map(Figures::of));
    let since = previous.map(|standing| standing.day);
    let change = |of: fn(&Figures) -> i64| counted(since, before.as_ref().map(of), of(&now));
    let planned_note = match now.unknown {
        0 => texts::plan_assumed(lang).to_owned(),
        unknown => texts::plan_unknown(lang, unknown),
    };
    let cells = [
        Cell {
            name: texts::fig_watch(lang),
            value: now.watched.to_string(),
            of: texts::of_tasks(lang, now.tasks),
            change: change(|figures| figures.watched),
            note: String::new(),
            rule: texts::rule_watch(lang),
        },
        Cell {
            name: texts::fig_done(lang),
            value: now.done.to_string(),
            of: texts::of_items(lang, now.milestones),
            change: change(|figures| figures.done),
            note: String::new(),
            rule: texts::rule_done(lang),
        },
        Cell {
            name: texts::fig_progress(lang),
            value: format::tenths(now.progress),
            of: texts::plan(lang, format::tenths(now.planned)),
            change: in_points(since, before.as_ref().and_then(|figures| figures.progress), now.progress),
            note: planned_note,
            rule: texts::rule_progress(lang),
        },
        Cell {
            name: texts::fig_missing(lang),
            value: now.missing.to_string(),
            of: texts::missing_days(lang, now.missing_days),
            change: change(|figures| figures.missing),
            note: String::new(),
            rule: texts::rule_missing(lang),
        },
        Cell {
            name: texts::fig_late(lang),
            value: now.late.to_string(),
            of: texts::of_assignments(lang, now.assignments),
            change: change(|figures| figures.late),
            note: String::new(),
            rule: texts::rule_late(lang),
        },
        Cell {
            name: texts::fig_silent(lang),
            value: now.silent.to_string(),
            of: texts::of_assignments(lang, now.assignments),
            change: change(|figures| figures.silent),
            note: String::new(),
            rule: texts::rule_silent(lang),
        },
    ];
    let cells: Vec<AnyView> = cells.into_iter().map(|cell| draw(scene, cell)).collect();
    view! { <dl class="figs">{cells}</dl> }.into_any()
}

fn draw(scene: &Scene, cell: Cell) -> AnyView {
    let lang = scene.lang();
    let change = match cell.change {
        Some(change) => {
            let symbol = match change.direction {
                0 => "#eq",
                more if more > 0 => "#up",
                _ => "#dn",
            };
            let since = format::short(lang, change.since, super::year(scene));
            view! {
                <svg class="i" aria-hidden="true"><use href=symbol></use></svg>" "
                {texts::change_from(lang, change.from, since)}" "<b>{change.by}</b>
            }
            .into_any()
        }
        None => texts::change_none(lang).into_any(),
    };
    view! {
        <div><dt>{cell.name}</dt><dd class="v">{cell.value}" "<small>{cell.of}</small></dd>
            <dd class="ch">{change}{cell.note}{rule(lang, cell.rule)}</dd></div>
    }
    .into_any()
}

//! `/tasks/{no}`: one task: three signals, the published wording, milestones, slips, institutions, the stream.

mod gantt;
mod institutions;
mod milestones;
pub mod subtasks;

pub use milestones::claim_words;

use crate::domain::permission::{Action, may};
use crate::domain::plan::{Basis, Source, Task, TaskRole};
use crate::domain::standing::{AssignmentStanding, TaskStanding};
use crate::domain::stream::StreamPage;
use crate::pages::components::{breadcrumb, progress as progress_bar, rule, section};
use crate::pages::record::cells::day_text;
use crate::pages::record::feed::{Names, feed_section};
use crate::pages::record::slips::{moves, slip_section, slip_table};
use crate::pages::record::trio::trio;
use crate::pages::record::{Narratives, Scene, korean, strategy_title, task_title};
use crate::pages::systems::coverage::{self, CoverageView};
use crate::pages::texts;
use leptos::prelude::*;

/// What the page of a task is drawn from.
#[derive(Clone, Copy)]
pub struct TaskModel<'a> {
    pub scene: Scene<'a>,
    pub task: &'a Task,
    pub standing: &'a TaskStanding,
    /// The stream of all its assignments, on the page asked for.
    pub stream: &'a StreamPage<'a>,
    pub told: Narratives<'a>,
    pub coverage: &'a CoverageView,
}

impl<'a> TaskModel<'a> {
    fn lead(&self) -> Option<&'a AssignmentStanding> {
        self.scene.standing.lead_of(self.standing)
    }

    fn assignments(&self) -> impl Iterator<Item = &'a AssignmentStanding> {
        let all = &self.scene.standing.assignments;
        self.standing.assignments.iter().map(|index| &all[*index])
    }
}

/// The page of one task.
#[must_use]
pub fn page(model: &TaskModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let signals = model.lead().map(|lead| trio(scene, lead, &model.told, texts::record::tag_lead(lang)));
    let path = format!("/tasks/{}", model.task.no);
    let measured = model.task.coverage.as_deref().map(|word| coverage::task_block(scene, model.coverage, word));
    view! {
        {head(model)}
        {signals}
        <div class="cols sec">
            <div class="c8">{wording(model)}</div>
            <div class="c4">{progress(model)}</div>
        </div>
        {measured}
        {subtasks::section(model)}
        {milestones::section(model)}
        {slips(model)}
        <div class="cols">
            <div class="c7">{institutions::section(model)}</div>
            <div class="c5">{feed_section(scene, model.stream, &model.told, Names::Institutions, &path)}</div>
        </div>
    }
    .into_any()
}

fn head(model: &TaskModel) -> AnyView {
    let (scene, task) = (&model.scene, model.task);
    let lang = scene.lang();
    let strategy = scene.ledger.strategies.iter().find(|one| one.no == task.strategy_no);
    let strategy = strategy.map(|one| texts::tasks::strategy(lang, one.no, strategy_title(lang, one)));
    let count = |role| model.assignments().filter(|one| one.role == role).count();
    let assumed =
        if task.lead_basis == Basis::Assumed { format!(" ({})", texts::common::assumed(lang)) } else { String::new() };
    let lead = format!("{}{assumed}", texts::record::lead_of(lang, scene.institution(&task.lead)));
    let (implementing, cooperating) = (count(TaskRole::Implementing), count(TaskRole::Cooperating));
    let parts = [
        strategy.clone(),
        Some(lead),
        (cooperating > 0).then(|| texts::task::cooperating(lang, cooperating)),
        (implementing > 0).then(|| texts::task::institutions(lang, implementing)),
    ];
    let sub: Vec<String> = parts.into_iter().flatten().collect();
    let crumb = breadcrumb(
        lang,
        &[
            (texts::tasks::title(lang).to_owned(), Some(scene.info.link("/tasks"))),
            (strategy.unwrap_or_default(), Some(scene.info.link(&format!("/tasks?strategy={}", task.strategy_no)))),
            (texts::record::task_no(lang, task.no), None),
        ],
    );
    let calendar = scene.info.link(&format!("/deadlines.ics?task={}", task.no));
    let edits =
        scene.info.asof.is_none() && scene.info.reader.as_ref().is_some_and(|reader| may(reader, Action::EditPlan));
    let wording = edits.then(|| {
        let href = scene.info.link(&format!("/tasks/{}/wording", task.no));
        view! { <a class="krds-btn small" href=href>{texts::plan_edit::wording_title(lang)}</a> }
    });
    view! {
        {crumb}
        <div class="head">
            <div>
                <h1>{texts::task::title(lang, task.no, task_title(lang, task))}</h1>
                <p class="sub">{sub.join(" · ")}</p>
            </div>
            <div class="acts">{wording}<a class="krds-btn small" href=calendar>{texts::record::calendar(lang)}</a></div>
        </div>
    }
    .into_any()
}

/// The title as it was published, with its source, and the source of the lead.
fn wording(model: &TaskModel) -> AnyView {
    let (scene, task) = (&model.scene, model.task);
    let lang = scene.lang();
    let announced = scene.ledger.plan.announced_on;
    let known = |source: &&Source| source.published_on <= scene.standing.day;
    let source = scene.ledger.sources.iter().filter(known).find(|source| source.published_on == announced);
    let source = source.map_or_else(
        || texts::task::source_none(lang).to_owned(),
        |source| texts::task::source(lang, day_text(scene, source.published_on), &source.location, &source.title),
    );
    let lead_source = task.lead_source.as_ref().and_then(|key| scene.ledger.source(key)).filter(known);
    let lead = match (task.lead_basis, lead_source) {
        (Basis::Assumed, _) => Some(texts::task::lead_assumed(lang).to_owned()),
        (Basis::Published, Some(source)) => {
            Some(texts::task::lead_published(lang, day_text(scene, source.published_on), &source.title))
        }
        (Basis::Published, None) => None,
    };
    let note = Some(texts::task::wording_note(lang).to_owned());
    view! {
        <section class="sec">
            {section::head(texts::task::wording(lang), None, note, None)}
            <blockquote class="quote" lang=korean(lang)>{task.title.clone()}</blockquote>
            <p class="src">{source}</p>
            {lead.map(|lead| view! { <p class="xs mute">{lead}</p> })}
        </section>
    }
    .into_any()
}

fn progress(model: &TaskModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let progress = model.standing.progress;
    let unknown =
        (progress.unknown > 0).then(|| format!(" · {}", texts::task::progress_unknown(lang, progress.unknown)));
    let planned = model.standing.planned_progress;
    let figure = if progress.tenths.is_some() {
        view! {
            {progress_bar(lang, progress.tenths, planned)}
            <p class="xs mute">{texts::task::progress_of(lang, progress.known)}{unknown}</p>
        }
        .into_any()
    } else {
        view! { <p class="mute">{texts::task::progress_none(lang)}</p> }.into_any()
    };
    view! {
        <section class="sec">
            {section::head(texts::task::progress(lang), None, None, None)}
            {figure}
            {planned.map(|percent| view! { <p class="xs mute">{texts::task::plan_assumed(lang, percent)}</p> })}
            {rule(lang, texts::task::rule_progress(lang))}
        </section>
    }
    .into_any()
}

/// The lead's moves; everybody's under a fold.
fn slips(model: &TaskModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let own = moves(model.lead());
    let all = moves(model.assignments());
    let others = (all.len() > own.len()).then(|| {
        view! {
            <details class="fold">
                <summary>{texts::record::slips_all(lang, all.len())}</summary>
                {slip_table(scene, &all, true)}
            </details>
        }
        .into_any()
    });
    slip_section(scene, &own, false, texts::task::lead_slips_note(lang), others)
}

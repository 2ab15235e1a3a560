//! `/tasks/{no}/{slug}`: a task as one institution carries it, with everything that can be recorded about it.
//!
//! Each form posts to a path of its own beside the page; after a fault the server draws the page again with what was
//! typed ([`AssignmentForms`]). To add a form: a field there, a function in [`forms`], its path in the server's router.

mod changes;
mod forms;
mod steps;
mod typed;

pub use typed::{AssignmentForms, FormFault, TypedForm};

use crate::domain::ids::UserId;
use crate::domain::permission::{Action, may};
use crate::domain::plan::{Duty, Task};
use crate::domain::standing::AssignmentStanding;
use crate::domain::stream::StreamPage;
use crate::pages::components::{breadcrumb, section};
use crate::pages::record::cells::role_word;
use crate::pages::record::feed::{Names, feed_section};
use crate::pages::record::slips::{moves, slip_section};
use crate::pages::record::trio::trio;
use crate::pages::record::{Narratives, Scene, task_title};
use crate::pages::texts;
use leptos::prelude::*;

/// What the page of an assignment is drawn from.
#[derive(Clone, Copy)]
pub struct AssignmentModel<'a> {
    pub scene: Scene<'a>,
    pub task: &'a Task,
    pub assignment: &'a AssignmentStanding,
    pub duty: &'a Duty,
    /// Its stream, on the page asked for.
    pub stream: &'a StreamPage<'a>,
    pub told: Narratives<'a>,
    /// Who may be named as owner or reviewer.
    pub people: &'a [(UserId, String)],
    pub forms: &'a AssignmentForms,
}

impl AssignmentModel<'_> {
    /// The path of the page, under which its forms post.
    fn path(&self) -> String {
        format!("/tasks/{}/{}", self.task.no, self.assignment.institution)
    }

    /// Where a form posts to; it keeps the plan.
    fn action(&self, form: &str) -> String {
        self.scene.info.link(&format!("{}/{form}", self.path()))
    }

    fn may(&self, action: Action<'_>) -> bool {
        let live = self.scene.info.asof.is_none();
        live && self.scene.info.reader.as_ref().is_some_and(|reader| may(reader, action))
    }

    fn may_judge(&self) -> bool {
        self.may(Action::Judge { reported_by: self.assignment.last_report.as_ref().map(|report| report.by) })
    }
}

/// The page of one assignment.
#[must_use]
pub fn page(model: &AssignmentModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let moved = moves([model.assignment]);
    view! {
        {head(model)}
        {trio(scene, model.assignment, &model.told, texts::record::tag_own(lang))}
        <div class="cols"><div class="c12">{steps::section(model)}</div></div>
        <div class="cols">
            <div class="c8 stack">
                {slip_section(scene, &moved, false, texts::record::slips_note(lang), None)}
                {changes::section(model)}
                {feed_section(scene, model.stream, &model.told, Names::Neither, &model.path())}
            </div>
            <div class="c4 stack">
                {duty(model)}
                {forms::section(model)}
            </div>
        </div>
    }
    .into_any()
}

fn head(model: &AssignmentModel) -> AnyView {
    let (scene, task) = (&model.scene, model.task);
    let lang = scene.lang();
    let slug = &model.assignment.institution;
    let name = scene.institution(slug);
    let title = task_title(lang, task);
    let crumb = breadcrumb(
        lang,
        &[
            (texts::tasks::title(lang).to_owned(), Some(scene.info.link("/tasks"))),
            (texts::task::title(lang, task.no, title), Some(scene.info.link(&format!("/tasks/{}", task.no)))),
            (name.clone(), None),
        ],
    );
    let report = (model.may(Action::Report(slug)) && model.assignment.light.is_open()).then(|| {
        let link = scene.info.link(&format!("/work/{slug}/{}", task.no));
        view! { <a class="krds-btn small secondary" href=link>{texts::assignment::report(lang)}</a> }
    });
    let ministry = scene.info.link(&format!("/ministries/{slug}"));
    view! {
        {crumb}
        <div class="head">
            <div>
                <h1>{texts::assignment::title(lang, &name, task.no, title)}</h1>
                <p class="sub">{role_word(lang, model.assignment.role)}" · "<a href=ministry>{texts::ministry::parent_link(lang, name)}</a></p>
            </div>
            <div class="acts">{report}</div>
        </div>
    }
    .into_any()
}

fn duty(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let named = |person: &Option<(UserId, String)>| {
        person.as_ref().map_or_else(|| texts::assignment::nobody(lang).to_owned(), |(_, name)| name.clone())
    };
    let contact = if model.duty.contact.is_empty() {
        texts::assignment::nobody(lang).to_owned()
    } else {
        model.duty.contact.clone()
    };
    view! {
        <section class="sec">
            {section::head(texts::assignment::duty(lang), None, None, None)}
            <dl class="kv">
                <dt>{texts::assignment::owner(lang)}</dt><dd>{named(&model.duty.owner)}</dd>
                <dt>{texts::assignment::reviewer(lang)}</dt><dd>{named(&model.duty.reviewer)}</dd>
                <dt>{texts::assignment::contact(lang)}</dt><dd>{contact}</dd>
            </dl>
        </section>
    }
    .into_any()
}

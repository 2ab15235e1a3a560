//! `/ministries/{slug}`: one institution, before and after its end: what it owes, what it said, what was made of it.

mod assignments;
mod head;
mod round;
mod todo;

use crate::domain::institution::Institution;
use crate::domain::permission::{Action, may};
use crate::domain::standing::AssignmentStanding;
use crate::domain::stream::StreamPage;
use crate::pages::components::{Empty, breadcrumb};
use crate::pages::record::cells::kind_word;
use crate::pages::record::feed::{Names, feed_section};
use crate::pages::record::slips::{moves, slip_section};
use crate::pages::record::{Narratives, Scene, institution_name};
use crate::pages::systems::coverage::{self, CoverageView};
use crate::pages::texts;
use chrono::NaiveDate;
use leptos::prelude::*;

/// A deputyship to name on the page (직무대리).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeputyLine {
    pub head: String,
    pub deputy: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// What the page of an institution is drawn from.
#[derive(Clone, Copy)]
pub struct MinistryModel<'a> {
    pub scene: Scene<'a>,
    pub institution: &'a Institution,
    /// The stream of its assignments, on the page asked for.
    pub stream: &'a StreamPage<'a>,
    pub told: Narratives<'a>,
    /// The deputyships in force.
    pub deputies: &'a [DeputyLine],
    pub coverage: &'a CoverageView,
}

impl<'a> MinistryModel<'a> {
    fn assignments(&self) -> Vec<&'a AssignmentStanding> {
        self.scene.standing.of_institution(&self.institution.slug).collect()
    }

    fn may(&self, action: Action<'_>) -> bool {
        let live = self.scene.info.asof.is_none();
        live && self.scene.info.reader.as_ref().is_some_and(|reader| may(reader, action))
    }
}

/// The page of one institution.
#[must_use]
pub fn page(model: &MinistryModel) -> AnyView {
    let (scene, institution) = (&model.scene, model.institution);
    let lang = scene.lang();
    let own = model.assignments();
    let crumb = breadcrumb(
        lang,
        &[
            (texts::ministries::title(lang).to_owned(), Some(scene.info.link("/ministries"))),
            (
                kind_word(lang, institution.kind).to_owned(),
                Some(scene.info.link(&format!("/ministries?kind={}", institution.kind.code()))),
            ),
            (institution_name(lang, institution).to_owned(), None),
        ],
    );
    let body = if own.is_empty() { nothing(model) } else { contents(model, &own) };
    view! { {crumb}{head::head(model, &own)}{body} }.into_any()
}

fn contents(model: &MinistryModel, own: &[&AssignmentStanding]) -> AnyView {
    let scene = &model.scene;
    let path = format!("/ministries/{}", model.institution.slug);
    let moved = moves(own.iter().copied());
    let note = texts::record::slips_note(scene.lang());
    view! {
        {head::figures(model, own)}
        <div class="cols sec">
            <div class="c8">{assignments::section(model, own)}</div>
            <div class="c4 stack first-n">{todo::section(model, own)}</div>
        </div>
        {coverage::institution_block(scene, model.coverage, &model.institution.slug)}
        {slip_section(scene, &moved, false, note, None)}
        {feed_section(scene, model.stream, &model.told, Names::Tasks, &path)}
    }
    .into_any()
}

/// Why there is nothing: it ended, it reports through another, or the plan asks nothing of it.
fn nothing(model: &MinistryModel) -> AnyView {
    let scene = &model.scene;
    let (lang, institution) = (scene.lang(), model.institution);
    let link = |slug: &crate::domain::ids::Slug| scene.info.link(&format!("/ministries/{slug}"));
    let ended = !institution.successors.is_empty() && !institution.is_valid_on(scene.standing.day);
    let empty = match (&institution.parent, institution.successors.first()) {
        (Some(parent), _) => {
            let name = scene.institution(parent);
            let why = texts::ministry::empty_parent_why(lang, &name);
            Empty::new(texts::ministry::empty_parent(lang), why)
                .link(texts::ministry::parent_link(lang, &name), link(parent))
        }
        (None, Some(successor)) if ended => {
            let name = scene.institution(successor);
            Empty::new(texts::ministry::empty_ended(lang), texts::ministry::empty_ended_why(lang))
                .link(texts::ministry::parent_link(lang, name), link(successor))
        }
        _ => Empty::new(texts::ministry::empty_none(lang), texts::ministry::empty_none_why(lang)),
    };
    let body = empty.view();
    view! { <section class="sec">{body}</section> }.into_any()
}

//! What the pages of an institution and of a task show of the councils.

use crate::domain::council::{Council, Sight};
use crate::domain::ids::{Slug, TaskNo};
use crate::pages::council::CouncilScene;
use crate::pages::difficulties::DifficultiesQuery;
use crate::pages::directives::DirectivesQuery;
use crate::pages::record::Scene;
use crate::pages::texts::directives as texts;
use crate::pages::{difficulties, directives, supports, waiting};
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::session::Visitor;
use crate::server::state::App;
use leptos::prelude::*;
use std::sync::Arc;

/// The council of the day that a page shows, as its reader sees it.
///
/// # Errors
/// Where the database fails.
pub async fn council(app: &App, visitor: &Visitor, reading: &Reading) -> Result<Arc<Council>, PageError> {
    let plan = reading.plan.ledger.plan.id;
    let state = app.councils.state(&app.store, plan, reading.plan.version).await?;
    Ok(state.view(reading.info.day(), Sight::of(visitor.reader()?)))
}

/// Below the page of an institution.
#[must_use]
pub fn of_institution(scene: &Scene, council: &Council, slug: &Slug) -> AnyView {
    let hall = CouncilScene { scene: *scene, council };
    let institution = Some(slug.clone());
    let directives = DirectivesQuery { institution: institution.clone(), all: true, ..DirectivesQuery::default() };
    let difficulties = DifficultiesQuery { institution, ..DifficultiesQuery::default() };
    view! {
        {directives::part(&hall, &directives, texts::title(hall.lang()))}
        {difficulties::part(&hall, &difficulties)}
        {supports::part(&hall, Some(slug), None)}
        {waiting::part(&hall, Some(slug), None)}
    }
    .into_any()
}

/// Below the page of a task.
#[must_use]
pub fn of_task(scene: &Scene, council: &Council, task: TaskNo) -> AnyView {
    let hall = CouncilScene { scene: *scene, council };
    let directives = DirectivesQuery { task: Some(task), all: true, ..DirectivesQuery::default() };
    let difficulties = DifficultiesQuery { task: Some(task), ..DifficultiesQuery::default() };
    view! {
        {directives::part(&hall, &directives, texts::title(hall.lang()))}
        {difficulties::part(&hall, &difficulties)}
        {supports::part(&hall, None, Some(task))}
        {waiting::part(&hall, None, Some(task))}
    }
    .into_any()
}

//! The standard form of continuity plans.

use super::Desk;
use crate::domain::permission::{Action, may};
use crate::domain::systems::standard::{StandardFault, read_standard};
use crate::pages::PageInfo;
use crate::pages::record::query::value;
use crate::pages::systems::standard::StandardModel;
use crate::pages::texts::continuity as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::StoreError;
use axum::extract::{OriginalUri, State};
use axum::http::{StatusCode, Uri};
use std::collections::HashMap;
use std::sync::Arc;

/// What was typed into the form, and what became of it.
#[derive(Default)]
struct Typed {
    fields: Option<Vec<(String, String)>>,
    faults: Vec<(String, StandardFault)>,
    conflict: bool,
}

/// `GET /systems/standard`
///
/// # Errors
/// Not permitted, or no such version.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = open(&app, &visitor, &uri).await?;
    answer(&app, desk, Typed::default(), StatusCode::OK).await
}

async fn open(app: &App, visitor: &Visitor, uri: &Uri) -> Result<Desk, PageError> {
    let desk = Desk::open_form(app, visitor, uri).await?;
    if desk.names_any() { Ok(desk) } else { Err(PageError::Forbidden) }
}

async fn answer(app: &App, desk: Desk, typed: Typed, status: StatusCode) -> Answer {
    let versions = app.store.standards().await?;
    let newest = versions.first().map_or(0, |(standard, ..)| standard.version);
    let shown = match value(&desk.reading.query, "version") {
        Some(text) => text.parse().map_err(|_| PageError::NotFound)?,
        None => newest,
    };
    if versions.iter().all(|(standard, ..)| standard.version != shown) {
        return Err(PageError::NotFound);
    }
    let mut followed: HashMap<i64, usize> = HashMap::new();
    for plan in desk.snapshot.rows().filter_map(|row| row.in_force.or(row.in_work)) {
        *followed.entry(plan.standard).or_default() += 1;
    }
    let model = Arc::new(StandardModel {
        versions,
        shown,
        followed,
        may_edit: may(&desk.reader, Action::EditStandard),
        typed: typed.fields,
        faults: typed.faults,
        conflict: typed.conflict,
    });
    let info = desk.reading.info;
    let title = texts::std_title(info.lang).to_owned();
    let body = move |info: &PageInfo| crate::pages::systems::standard::page(info, &model);
    Ok(draw(status, Sheet { info, title, wide: false, body }).await)
}

/// `POST /systems/standard`
///
/// # Errors
/// Not the PMO, or the database fails.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let desk = open(&app, &visitor, &uri).await?;
    if !may(&desk.reader, Action::EditStandard) {
        return Err(PageError::Forbidden);
    }
    let fields = Some(posted.fields.clone());
    if posted.show_only {
        return answer(&app, desk, Typed { fields, ..Typed::default() }, StatusCode::OK).await;
    }
    let present = app.store.standard().await?;
    if posted.get("seen").parse() != Ok(present.version) {
        let typed = Typed { fields, conflict: true, ..Typed::default() };
        return answer(&app, desk, typed, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let next = match read_standard(&posted.fields, &present) {
        Ok(next) => next,
        Err(faults) => {
            let typed = Typed { fields, faults, conflict: false };
            return answer(&app, desk, typed, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    match tx.put_standard(&next).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            let typed = Typed { fields, conflict: true, ..Typed::default() };
            return answer(&app, desk, typed, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(noted(&app, "/systems/standard", "standard_saved"))
}

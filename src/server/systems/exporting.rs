//! The list of systems as a file: the filters of the page, and of the systems only those that the reader may see by name.

use super::{Desk, names_any};
use crate::domain::calendar::KST;
use crate::domain::systems::register::Row;
use crate::domain::systems::search::find;
use crate::pages::lang::Lang;
use crate::pages::systems::query::SystemsQuery;
use crate::pages::systems::words;
use crate::reports::register::{Listed, csv as as_csv, xlsx as as_xlsx};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, State};
use std::collections::HashMap;

/// Systems read from the database at once.
const PAGE: usize = 2_000;

/// `GET /systems/export.xlsx`
///
/// # Errors
/// Not permitted to see any system by name, or a day that makes no sense.
pub async fn xlsx(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    if !names_any(visitor.reader()?) {
        return Err(PageError::Forbidden);
    }
    let desk = Desk::open(&app, &visitor, &uri, true).await?;
    let (listed, day) = (listed(&app, &desk).await?, desk.reading.info.day());
    let (made_at, demo) = (app.clock.now().with_timezone(&KST), app.demo);
    let bytes = tokio::task::spawn_blocking(move || as_xlsx(&listed, day, made_at, demo)).await;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&format!("정보시스템_{day}.xlsx"), kind, bytes))
}

/// `GET /systems/export.csv`
///
/// # Errors
/// As [`xlsx`].
pub async fn csv(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    if !names_any(visitor.reader()?) {
        return Err(PageError::Forbidden);
    }
    let desk = Desk::open(&app, &visitor, &uri, true).await?;
    let (listed, day) = (listed(&app, &desk).await?, desk.reading.info.day());
    let demo = app.demo;
    let bytes = tokio::task::spawn_blocking(move || as_csv(&listed, day, demo)).await;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&format!("정보시스템_{day}.csv"), "text/csv; charset=utf-8", bytes))
}

/// The systems of the list, in the register's order. Nothing is told of those that the reader may not see by name: with a
/// system goes what it lacks.
async fn listed(app: &App, desk: &Desk) -> Result<Vec<Listed>, PageError> {
    let query = SystemsQuery::parse(&desk.reading.query);
    let asked = (query.order, query.descending);
    let rows = find(&desk.snapshot, &query.filter, desk.since(), |slug| desk.may_name(slug), asked, 1).all;
    let versions: Vec<i64> = rows.iter().map(|row| row.fact.id).collect();
    let mut records = HashMap::with_capacity(versions.len());
    for part in versions.chunks(PAGE) {
        records.extend(app.store.systems(part).await?.into_iter().map(|record| (record.id, record.system)));
    }
    let institutions = &desk.reading.plan.ledger.institutions;
    let mut one = |row: &Row<'_>| {
        let system = records.remove(&row.fact.id)?;
        let institution = words::institution(Lang::Ko, institutions, &system.institution);
        Some(Listed { system, institution, plan: row.plan_state() })
    };
    Ok(rows.iter().filter_map(&mut one).collect())
}

//! The cells that could not be taken, as a file to correct them by.

use super::confirming::own;
use super::open;
use super::record::staged;
use crate::domain::calendar::KST;
use crate::domain::systems::import::Summary;
use crate::pages::lang::Lang;
use crate::pages::systems::form::fault_words;
use crate::reports::ExportError;
use crate::reports::register::{FaultLine, columns, faults_csv, faults_xlsx};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{ImportLine, LineOutcome, StoreResult};
use axum::extract::{OriginalUri, Path, State};
use axum::http::Uri;
use axum::response::Response;

/// `GET /systems/import/{id}/faults.xlsx`
///
/// # Errors
/// No such file of one's own.
pub async fn xlsx(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let lines = lines(&app, &visitor, &uri, &id).await?;
    let (day, made_at, demo) = (app.clock.today(), app.clock.now().with_timezone(&KST), app.demo);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer(&id, "xlsx", kind, move || faults_xlsx(&lines, day, made_at, demo)).await
}

/// `GET /systems/import/{id}/faults.csv`
///
/// # Errors
/// No such file of one's own.
pub async fn csv(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let lines = lines(&app, &visitor, &uri, &id).await?;
    let demo = app.demo;
    answer(&id, "csv", "text/csv; charset=utf-8", move || faults_csv(&lines, demo)).await
}

async fn answer(
    id: &str,
    extension: &str,
    kind: &str,
    write: impl FnOnce() -> Result<Vec<u8>, ExportError> + Send + 'static,
) -> Result<Response, PageError> {
    let bytes = tokio::task::spawn_blocking(write).await.map_err(|error| PageError::Failed(error.to_string()))?;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&format!("고칠_칸_{id}.{extension}"), kind, bytes))
}

async fn lines(app: &App, visitor: &Visitor, uri: &Uri, id: &str) -> Result<Vec<FaultLine>, PageError> {
    let (desk, institutions) = open(app, visitor, uri).await?;
    let (import, summary) = own(app, &desk, id, &institutions).await?;
    let lines = app.store.import_lines(import.id, LineOutcome::Bad, (0, i64::MAX)).await?;
    let told = lines.iter().map(|line| faults(&summary, line)).collect::<StoreResult<Vec<_>>>()?;
    Ok(told.into_iter().flatten().collect())
}

/// The faults of a line, in Korean, as all files are.
///
/// # Errors
/// Where the line holds what no program wrote.
pub fn faults(summary: &Summary, line: &ImportLine) -> StoreResult<Vec<FaultLine>> {
    let told = staged(line)?.cells.into_iter().map(|cell| FaultLine {
        at: summary.cell(&cell.field, line.row_no),
        row: line.row_no,
        column: columns::place_of(&cell.field),
        code: line.code.clone(),
        name: line.name.clone(),
        why: fault_words(Lang::Ko, cell.fault),
        typed: cell.typed,
    });
    Ok(told.collect())
}

//! Reports by spreadsheet: what one's institutions owe as a table, and the table brought back.
//!
//! The file edits what the form edits: the draft of a report or, while a return takes the assignment, its entry there. It is
//! looked at first, under an address of its own, and confirmed in one write.

mod confirming;
mod desk;
mod look;

use self::desk::WorkDesk;
use crate::domain::calendar::KST;
use crate::domain::evidence::tidy_file_name;
use crate::domain::sheet::SHEET_BYTES;
use crate::pages::texts::{sheets, work_sheet as texts};
use crate::pages::work_sheet::UploadModel;
use crate::reports::ExportError;
use crate::reports::work::{csv as as_csv, read, xlsx as as_xlsx};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::posted::{Posted, PostedFile};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::spreadsheets::reading_aside;
use crate::server::state::Shared;
use crate::store::{ImportKind, ImportState, NewImport};
use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use sha2::{Digest, Sha256};

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/work/export.xlsx", get(xlsx))
        .route("/work/export.csv", get(csv))
        .route("/work/import", get(start).post(bring))
        .route("/work/import/{id}", get(confirming::show).post(confirming::confirm))
}

/// `GET /work/export.xlsx`
async fn xlsx(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = WorkDesk::open(&app, &visitor, &uri).await?;
    let (owed, day) = (desk.owed(), app.clock.today());
    let (made_at, demo) = (app.clock.now().with_timezone(&KST), app.demo);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    answer(&format!("실적보고_{day}.xlsx"), kind, move || as_xlsx(&owed, day, made_at, demo)).await
}

/// `GET /work/export.csv`
async fn csv(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = WorkDesk::open(&app, &visitor, &uri).await?;
    let (owed, day, demo) = (desk.owed(), app.clock.today(), app.demo);
    answer(&format!("실적보고_{day}.csv"), "text/csv; charset=utf-8", move || as_csv(&owed, demo)).await
}

async fn answer(
    name: &str,
    kind: &str,
    write: impl FnOnce() -> Result<Vec<u8>, ExportError> + Send + 'static,
) -> Result<Response, PageError> {
    let bytes = tokio::task::spawn_blocking(write).await.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(name, kind, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

/// `GET /work/import`
async fn start(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = WorkDesk::open(&app, &visitor, &uri).await?;
    Ok(desk.show_upload(StatusCode::OK, UploadModel::default()).await)
}

/// `POST /work/import`: 303 to what it would change, or 422 with why it is not taken.
async fn bring(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let desk = WorkDesk::open(&app, &visitor, &uri).await?;
    if posted.show_only {
        return Ok(desk.show_upload(StatusCode::OK, UploadModel::default()).await);
    }
    let lang = desk.reading.info.lang;
    let file = posted.files.into_iter().find(|file| file.field == "file" && !file.contents.is_empty());
    let fault = match &file {
        None => Some(sheets::fault_file(lang).to_owned()),
        Some(file) if file.contents.len() > SHEET_BYTES => Some(sheets::refusal_too_large(lang).to_owned()),
        Some(_) => None,
    };
    let (Some(file), None) = (file, &fault) else {
        let model = UploadModel { fault };
        return Ok(desk.show_upload(StatusCode::UNPROCESSABLE_ENTITY, model).await);
    };
    match take(&desk, file).await? {
        Ok(id) => Ok(see_other(&desk.reading.info.link(&format!("/work/import/{id}")))),
        Err(fault) => Ok(desk.show_upload(StatusCode::UNPROCESSABLE_ENTITY, UploadModel { fault: Some(fault) }).await),
    }
}

/// Reads a file and keeps what it would change; answers its number, or why it is not taken.
async fn take(desk: &WorkDesk, file: PostedFile) -> Result<Result<i64, String>, PageError> {
    let (app, lang) = (&desk.app, desk.reading.info.lang);
    let contents = file.contents.clone();
    let read = reading_aside(move || read(&contents)).await;
    let brought = match read.unwrap_or(Err(crate::domain::sheet::SheetRefusal::NotASheet)) {
        Ok(brought) => brought,
        Err(crate::domain::sheet::SheetRefusal::NoTitles) => return Ok(Err(texts::no_titles(lang).to_owned())),
        Err(refusal) => {
            let refusal = crate::domain::systems::import::ImportRefusal::Sheet(refusal);
            return Ok(Err(crate::pages::systems::import::why(lang, Some(refusal)).to_owned()));
        }
    };
    let (summary, lines) = look::look(desk, &brought);
    let new = NewImport {
        kind: ImportKind::Reports,
        file_name: &tidy_file_name(&file.name),
        bytes: i64::try_from(file.contents.len()).unwrap_or(i64::MAX),
        sha256: &hex::encode(Sha256::digest(&file.contents)),
        now: app.system.now(),
    };
    let told = serde_json::to_string(&summary).map_err(|error| PageError::Failed(error.to_string()))?;
    let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
    let id = tx.add_import(&new).await?;
    tx.keep_lines(id, &lines).await?;
    tx.move_import(id, (ImportState::Reading, ImportState::Previewed), false, &told).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

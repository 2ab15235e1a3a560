//! A spreadsheet of systems on its way into the register: brought, looked at, confirmed.
//!
//! Reading and writing run beside the request, because a file may hold twenty thousand rows: the request waits a moment,
//! then leads to the file's own page, which tells how far it is. What was looked at is what is written, or nothing.

mod confirming;
mod faults;
mod look;
mod record;

pub use confirming::{confirm, show};
pub use faults::{csv as faults_csv, faults, xlsx as faults_xlsx};
pub use look::{Looked, Pace, look};
pub use record::{staged, write_lines};

use super::Desk;
use crate::domain::evidence::tidy_file_name;
use crate::domain::ids::Slug;
use crate::domain::permission::{Action, may};
use crate::domain::sheet::SHEET_BYTES;
use crate::domain::systems::import::{ImportRefusal, Importer, Summary};
use crate::pages::PageInfo;
use crate::pages::systems::import::UploadModel;
use crate::pages::texts::sheets as texts;
use crate::server::errors::PageError;
use crate::server::posted::{Posted, PostedFile};
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{Actor, ImportKind, ImportState, NewImport, StoreResult};
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long a request waits before it leads on.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Imports of the past that are listed.
const EARLIER: i64 = 5;

/// Opens the desk for those who may bring a file.
async fn open(app: &App, visitor: &Visitor, uri: &Uri) -> Result<(Desk, Vec<Slug>), PageError> {
    let desk = Desk::open_form(app, visitor, uri).await?;
    let institutions = &desk.reading.plan.ledger.institutions;
    let own: Vec<Slug> = institutions
        .iter()
        .map(|one| one.slug.clone())
        .filter(|slug| may(&desk.reader, Action::ImportSystems(slug)))
        .collect();
    if own.is_empty() { Err(PageError::Forbidden) } else { Ok((desk, own)) }
}

/// `GET /systems/import`
///
/// # Errors
/// Neither the PMO nor of an institution.
pub async fn start(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let (desk, _) = open(&app, &visitor, &uri).await?;
    show_upload(&app, desk, vec![], StatusCode::OK).await
}

async fn show_upload(
    app: &App,
    desk: Desk,
    faults: Vec<(&'static str, String)>,
    status: StatusCode,
) -> Result<Response, PageError> {
    let earlier = app.store.system_imports(ImportKind::Systems, desk.reader.id, EARLIER).await?;
    let model = Arc::new(UploadModel { all: desk.names_all(), faults, earlier });
    let info = desk.reading.info;
    let title = texts::title(info.lang).to_owned();
    let body = move |info: &PageInfo| crate::pages::systems::import::upload(info, &model);
    Ok(draw(status, Sheet { info, title, wide: false, body }).await)
}

/// `POST /systems/import`: 303 to the file's own page, or 422 where there is none.
///
/// # Errors
/// Neither the PMO nor of an institution, or the database fails.
pub async fn bring(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let (desk, own) = open(&app, &visitor, &uri).await?;
    let lang = desk.reading.info.lang;
    if posted.show_only {
        return show_upload(&app, desk, vec![], StatusCode::OK).await;
    }
    let file = posted.files.into_iter().find(|file| file.field == "file" && !file.contents.is_empty());
    let fault = match &file {
        None => Some(texts::fault_file(lang)),
        Some(file) if file.contents.len() > SHEET_BYTES => Some(texts::refusal_too_large(lang)),
        Some(_) => None,
    };
    let (Some(file), None) = (file, fault) else {
        let faults = vec![("file", fault.unwrap_or_default().to_owned())];
        return show_upload(&app, desk, faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let actor = visitor.actor(None)?;
    let id = note(&app, &actor, &file).await?;
    let institutions = desk.reading.plan.ledger.institutions.clone();
    let importer = Importer { today: desk.reading.info.today, institutions, own: Some(own) };
    wait(tokio::spawn(read(Arc::clone(&app), actor, id, importer, file.contents))).await;
    Ok(see_other(&format!("/systems/import/{id}")))
}

async fn note(app: &App, actor: &Actor, file: &PostedFile) -> StoreResult<i64> {
    let new = NewImport {
        kind: ImportKind::Systems,
        file_name: &tidy_file_name(&file.name),
        bytes: i64::try_from(file.contents.len()).unwrap_or(i64::MAX),
        sha256: &hex::encode(Sha256::digest(&file.contents)),
        now: app.system.now(),
    };
    let mut tx = app.store.write(actor, app.clock.now()).await?;
    let id = tx.add_import(&new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Waits a moment for work that goes on by itself.
async fn wait(work: JoinHandle<()>) {
    if let Ok(Err(error)) = tokio::time::timeout(PATIENCE, work).await {
        tracing::error!(%error, "the work on a spreadsheet broke");
    }
}

/// Reads a file and keeps what its rows would do.
async fn read(app: Shared, actor: Actor, id: i64, importer: Importer, contents: Bytes) {
    let work = async {
        let version = app.store.data_version().await?;
        let register = app.systems.state(&app.store, version).await?;
        let pace = Pace { import: Some(id) };
        let looked = look(&app.store, Arc::clone(register.register()), importer, contents, &pace).await?;
        let (state, summary) = match looked {
            Ok(Looked { summary, lines }) => {
                record::keep(&app, &actor, id, &lines).await?;
                let changes_nothing = summary.writes() == 0 && summary.bad == 0;
                (if changes_nothing { ImportState::Done } else { ImportState::Previewed }, summary)
            }
            Err(refusal) => (ImportState::Failed, Summary { refusal: Some(refusal), ..Summary::default() }),
        };
        record::end(&app, &actor, id, (ImportState::Reading, state), false, &summary).await
    };
    if let Err(error) = work.await {
        tracing::error!(%error, import = id, "a spreadsheet could not be read");
        let broken = Summary { refusal: Some(ImportRefusal::Broken), ..Summary::default() };
        let end = record::end(&app, &actor, id, (ImportState::Reading, ImportState::Failed), false, &broken).await;
        drop(end.inspect_err(|error| tracing::error!(%error, import = id, "nor could that be noted")));
    }
}

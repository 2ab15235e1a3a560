//! The offline kit of a return: its download, its upload, the look at what it would change, its confirmation.
//!
//! An upload that can be taken is kept for a day (what was read of it, not the file) under an address of its own, so that it
//! is looked at and confirmed without being sent twice. Nothing reaches the return before the confirmation.

mod confirming;
mod desk;

use self::desk::KitDesk;
use crate::domain::evidence::tidy_file_name;
use crate::domain::ids::Slug;
use crate::domain::kit::{KitKey, KitRefusal};
use crate::domain::round::RoundSlug;
use crate::pages::texts::kit as texts;
use crate::reports::kit::{Address, Kit, KitSource, read, write};
use crate::server::errors::PageError;
use crate::server::files::download as as_download;
use crate::server::posted::{Posted, PostedFile};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{Actor, KitUpload};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use sha2::{Digest, Sha256};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    const KIT: &str = "/reviews/{round}/returns/{slug}/kit";
    Router::new()
        .route("/reviews/{round}/kit/{file}", get(download))
        .route(KIT, get(show).post(upload))
        .route(&format!("{KIT}/{{id}}"), get(confirming::show).post(confirming::confirm))
}

/// GET /reviews/{round}/kit/{slug}.xlsx
async fn download(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, file)): Path<(String, String)>,
) -> Answer {
    let slug = file.strip_suffix(".xlsx").ok_or(PageError::NotFound)?;
    let desk = KitDesk::open(&app, &visitor, &uri, &round, slug).await?;
    if desk.closed.is_some() {
        return Ok(desk.show(StatusCode::CONFLICT, desk.model()).await);
    }
    let key = key(&app).await?;
    let texts = app.store.report_texts(&desk.reports()).await?;
    let kit = Kit::of(&KitSource {
        ledger: &desk.reading.plan.ledger,
        standing: &desk.reading.standing,
        round: &desk.round,
        one: &desk.one,
        entries: &desk.entries,
        texts: &texts,
        queries: &desk.queries,
        issued_at: app.clock.now(),
        issued_to: &desk.actor.name,
        demonstration: app.demo,
    });
    let name = format!("{}_{}_{}_작성.xlsx", kit.round.slug, kit.institution, kit.institution_name);
    let bytes = tokio::task::spawn_blocking(move || write(&kit, &key)).await;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(as_download(&name, XLSX, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

/// The secret that seals kits, made when it is first needed.
async fn key(app: &App) -> Result<KitKey, PageError> {
    if let Some(key) = app.store.kit_key().await? {
        return Ok(key);
    }
    let mut tx = app.store.write(&Actor::system(), app.clock.now()).await?;
    let key = tx.make_kit_key(rand::random()).await?;
    tx.commit().await?;
    Ok(key)
}

/// GET /reviews/{round}/returns/{slug}/kit
async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Path<(String, String)>,
) -> Answer {
    let desk = KitDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    Ok(desk.show(StatusCode::OK, desk.model()).await)
}

/// POST /reviews/{round}/returns/{slug}/kit: 303 to what it would change, or 422 with why it is not taken.
async fn upload(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let desk = KitDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    if posted.show_only {
        return Ok(desk.show(StatusCode::OK, desk.model()).await);
    }
    if desk.closed.is_some() {
        return Ok(desk.show(StatusCode::CONFLICT, desk.model()).await);
    }
    let mut model = desk.model();
    let Some(file) = posted.files.into_iter().find(|file| file.field == "kit") else {
        model.faults = vec![("kit".to_owned(), texts::fault_file(visitor.lang).to_owned())];
        return Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY, model).await);
    };
    match take(&app, &desk, file).await? {
        Ok(upload) => {
            let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
            tx.keep_kit_upload(&desk.round, &desk.one, &upload).await?;
            tx.commit().await?;
            Ok(see_other(&desk.link(&format!("/kit/{}", upload.id))))
        }
        Err(refusal) => {
            model.refused = Some(refusal);
            Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY, model).await)
        }
    }
}

/// Reads a file, and looks at what it says with what the return asks today.
async fn take(app: &App, desk: &KitDesk, file: PostedFile) -> Result<Result<KitUpload, KitRefusal>, PageError> {
    let key = key(app).await?;
    let plan = desk.reading.plan.ledger.plan.slug.clone();
    let filled =
        read_aside(file.contents.clone(), key, plan, desk.round.slug.clone(), desk.one.institution.clone()).await;
    let filled = match filled {
        Ok(filled) => filled,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let faults = desk.faults(&filled);
    if !faults.is_empty() {
        return Ok(Err(KitRefusal::Cells(faults)));
    }
    Ok(Ok(KitUpload {
        id: hex::encode(rand::random::<[u8; 16]>()),
        return_id: desk.one.id,
        file_name: tidy_file_name(&file.name),
        sha256: hex::encode(Sha256::digest(&file.contents)),
        filled,
        uploaded_at: app.system.now(),
    }))
}

/// Away from the threads that answer; a file on which the reading breaks is none of ours.
async fn read_aside(
    contents: Bytes,
    key: KitKey,
    plan: Slug,
    round: RoundSlug,
    institution: Slug,
) -> Result<crate::domain::kit::Filled, KitRefusal> {
    let work = move || read(&contents, &key, &Address { plan: &plan, round: &round, institution: &institution });
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a kit broke its reading");
        Err(KitRefusal::NotAWorkbook)
    })
}

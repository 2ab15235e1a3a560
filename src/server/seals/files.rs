//! The files of a seal: the document itself, its addenda, and the exports as they were first made. Whoever wants an export
//! of a sealed round asks [`kept_file`]: it answers the bytes kept, or makes and keeps them.

use crate::domain::ids::Slug;
use crate::domain::seal::fact::SealFact;
use crate::reports::round::{Format, round_file};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::round_files::{Asked, round_report};
use crate::server::router::Answer;
use crate::server::seals::desk::Desk;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Actor, FileKey, KeptFile, Store};
use axum::extract::{OriginalUri, Path, State};
use chrono::{DateTime, Utc};

/// GET /reviews/{round}/seal.json
pub async fn document(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    let (desk, seal) = sealed(&app, &visitor, &uri, &round).await?;
    let file = app.store.seal_document(seal.id).await?.ok_or(PageError::NotFound)?;
    let name = format!("봉인_{}_{}_{}.json", desk.reading.plan.ledger.plan.slug, desk.round.slug, seal.hash.short());
    Ok(download(&name, "application/json", file))
}

/// GET /reviews/{round}/addenda/{no}.json
pub async fn addendum(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, file)): Path<(String, String)>,
) -> Answer {
    let no: i64 = file.strip_suffix(".json").and_then(|no| no.parse().ok()).ok_or(PageError::NotFound)?;
    let (desk, seal) = sealed(&app, &visitor, &uri, &round).await?;
    let known = seal.addenda.iter().find(|one| one.no == no).ok_or(PageError::NotFound)?;
    let file = app.store.addendum_document(seal.id, no).await?.ok_or(PageError::NotFound)?;
    let name =
        format!("추록_{}_{}_{no}_{}.json", desk.reading.plan.ledger.plan.slug, desk.round.slug, known.hash.short());
    Ok(download(&name, "application/json", file))
}

/// An export of a sealed round, kept at its first making. `None` where the round did not ask the institution.
///
/// # Errors
/// Where the database or the writer of the format fails.
pub async fn kept_file(
    store: &Store,
    asked: Asked<'_>,
    format: Format,
    now: DateTime<Utc>,
) -> Result<Option<KeptFile>, PageError> {
    let Some(seal) = asked.seal else { return Ok(None) };
    let key = FileKey {
        seal: seal.id,
        format: format.extension().to_owned(),
        institution: asked.scope.map_or_else(String::new, Slug::to_string),
        scope: String::new(),
    };
    if let Some(kept) = store.sealed_file(&key).await? {
        return Ok(Some(kept));
    }
    // A sealed round is open to every reader of dashboards.
    let Some(report) = round_report(store, asked, |_| true).await? else { return Ok(None) };
    let name = report.file_name(format);
    let work = move || round_file(&report, format);
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Failed(error.to_string()))?;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    let mut tx = store.write(&Actor::system(), now).await?;
    let kept = tx.keep_sealed_file(&key, KeptFile::new(name, format.media_type(), bytes)).await?;
    tx.commit().await?;
    Ok(Some(kept))
}

/// Makes the five files of the whole round. What fails is made when it is first asked for.
pub async fn keep_round_files(store: &Store, asked: &Asked<'_>, now: DateTime<Utc>) {
    for format in Format::ALL {
        if let Err(error) = kept_file(store, asked.clone(), format, now).await {
            tracing::error!(%error, format = format.extension(), "a file of a sealed round was not made");
        }
    }
}

async fn sealed(
    app: &Shared,
    visitor: &Visitor,
    uri: &axum::http::Uri,
    round: &str,
) -> Result<(Desk, SealFact), PageError> {
    let desk = Desk::open(app, visitor, uri, round).await?;
    let seal = desk.seal.clone().ok_or(PageError::NotFound)?;
    Ok((desk, seal))
}

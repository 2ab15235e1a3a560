//! The files of a seal: the document itself, its addenda, and the exports as they were first made.

use crate::domain::seal::fact::SealFact;
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::router::Answer;
use crate::server::seals::desk::Desk;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

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

//! The seal of a round: its page and the act ([`sealing`]), what is added later ([`addenda`]), its files ([`files`]); and
//! the public keys, for everybody.

mod addenda;
mod desk;
pub mod files;
mod sealing;

use crate::domain::seal::key::seal_pub;
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::router::Answer;
use crate::server::state::Shared;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/seal.pub", get(public_keys))
        .route("/reviews/{round}/seal", get(sealing::show).post(sealing::seal))
        .route("/reviews/{round}/seal.json", get(files::document))
        .route("/reviews/{round}/addenda", get(addenda::show).post(addenda::add))
        .route("/reviews/{round}/addenda/{file}", get(files::addendum))
}

/// GET /seal.pub: for everybody, since whoever checks a seal need not have an account.
async fn public_keys(State(app): State<Shared>) -> Answer {
    let keys = app.store.seal_keys().await?;
    if keys.is_empty() {
        return Err(PageError::NotFound);
    }
    let text = seal_pub(&keys).map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download("seal.pub", "application/x-pem-file", text.into_bytes()))
}

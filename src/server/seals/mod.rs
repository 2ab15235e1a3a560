//! The seal of a round: its page, the act, its files, what is added later; and the public keys.

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
    Router::new().route("/seal.pub", get(public_keys))
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

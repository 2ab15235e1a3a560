//! Notices: the inbox, what one wants of them, and the outbox as the administration sees it.

mod address;
mod chasing;
mod inbox;
mod outbox;
mod settings;

use crate::server::state::Shared;
use axum::Router;
use axum::routing::{get, post};

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/inbox", get(inbox::show))
        .route("/inbox/reading", post(inbox::read_all))
        .route("/inbox/{id}/reading", post(inbox::read))
        .route("/account/notices", get(settings::show).post(settings::save))
        .route("/reviews/{round}/reminders", get(chasing::show).post(chasing::send))
        .route("/admin/people/{login}/mail", post(address::set))
        .route("/admin/mail", get(outbox::show))
        .route("/admin/mail/attempts", post(outbox::again))
}

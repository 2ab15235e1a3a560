//! The PMO's room: the rounds and their boards, for everybody who reads dashboards; their acts, for the PMO.

mod acts;
mod agenda;
mod approvals;
mod board;
mod contacts;
mod desk;
mod planning;

use crate::pages::Section;
use crate::pages::record::Scene;
use crate::pages::reviews::list_page;
use crate::pages::texts::common;
use crate::server::reading::Reading;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::server::views::{Layout, answer};
use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::http::HeaderMap;
use axum::routing::get;

pub use board::optimism;

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/reviews", get(list))
        .route("/reviews/new", get(planning::show_new).post(planning::plan))
        .route("/reviews/{round}", get(board::show))
        .route("/reviews/{round}/settings", get(planning::show_settings).post(planning::replan))
        .route("/reviews/{round}/opening", get(acts::show_opening).post(acts::open))
        .route("/reviews/{round}/extension", get(acts::show_extension).post(acts::extend))
        .route("/reviews/{round}/closure", get(acts::show_closure).post(acts::close))
        .route("/reviews/{round}/contacts/{slug}", get(contacts::show).post(contacts::add))
        .route("/reviews/{round}/agenda", get(agenda::show).post(agenda::change))
        .route("/reviews/{round}/agenda/{no}", get(agenda::show_item))
        .route("/reviews/{round}/agenda.hwpx", get(agenda::hwpx))
        .route("/reviews/{round}/agenda.pdf", get(agenda::pdf))
        .route("/reviews/{round}/approvals", get(approvals::show).post(approvals::approve))
}

/// GET /reviews
async fn list(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Reviews, true).await?;
        let title = common::nav_reviews(visitor.lang).to_owned();
        Ok(Layout { reading, title, wide: false, body: |scene: &Scene| list_page(scene) })
    })
    .await
}

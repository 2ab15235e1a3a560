//! Every address of the product.

use crate::domain::evidence::MAX_BYTES;
use crate::domain::subscription::masked;
use crate::pages::components::error::{PageFault, error_page};
use crate::pages::{PageInfo, Section};
use crate::server::assets::asset;
use crate::server::errors::PageError;
use crate::server::forms::{
    account, admin, assignment, decisions, deputies, display, login, notices, plan, report, returns,
};
use crate::server::headers::harden;
use crate::server::reading::page_info;
use crate::server::render::{Sheet, draw};
use crate::server::session::{Visitor, visit};
use crate::server::state::Shared;
use crate::server::{
    council, exports, files, kits, reviews, round_files, seals, subscription, systems, views, work_sheets,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// The answer of a handler.
pub type Answer = Result<Response, PageError>;

/// The whole product behind one service.
pub fn router(app: Shared) -> Router {
    // Drawing spawns onto tokio; a second router in one process finds that said already.
    let _already = any_spawner::Executor::init_tokio();
    let pages = reading_routes()
        .merge(writing_routes())
        .merge(seals::routes())
        .merge(notices::routes())
        .merge(subscription::routes())
        .merge(plan::routes())
        .merge(round_files::routes())
        .merge(returns::routes())
        .merge(kits::routes())
        .merge(council::routes())
        .merge(systems::routes())
        .merge(work_sheets::routes())
        .merge(reviews::routes())
        .fallback(unknown);
    let router = pages
        .layer(DefaultBodyLimit::max(MAX_BYTES + 1024 * 1024))
        .layer(from_fn_with_state(Arc::clone(&app), login::carry))
        .layer(from_fn_with_state(Arc::clone(&app), draw_errors))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(Arc::clone(&app), visit))
        .route("/static/{*path}", get(asset))
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(60)))
        .layer(from_fn_with_state(Arc::clone(&app), harden))
        .with_state(Arc::clone(&app));
    // Set once: a second router for the same state would show forms through the first.
    let _first = app.router.set(router.clone());
    router
}

fn reading_routes() -> Router<Shared> {
    Router::new()
        .route("/", get(views::overview))
        .route("/export.xlsx", get(exports::xlsx))
        .route("/export.csv", get(exports::csv))
        .route("/export.json", get(exports::json))
        .route("/ministries", get(views::ministries))
        .route("/ministries/{slug}", get(views::ministry))
        .route("/tasks", get(views::tasks))
        .route("/tasks/{no}", get(views::task))
        .route("/deadlines", get(views::deadlines))
        .route("/deadlines.ics", get(exports::ics))
        .route("/legend", get(views::legend))
        .route("/audit", get(admin::audit))
        .route("/evidence/{id}", get(files::evidence))
}

fn writing_routes() -> Router<Shared> {
    Router::new()
        .route("/login", get(login::show).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/display", post(display::switch))
        .route("/account", get(account::show))
        .route("/account/password", get(account::show_password).post(account::change_password))
        .route("/account/deputies", get(deputies::show).post(deputies::appoint))
        .route("/account/deputies/{id}/withdrawal", post(deputies::withdraw))
        .route("/work", get(report::work))
        .route("/work/{slug}/{no}", get(report::show).post(report::submit))
        .route("/work/{slug}/{no}/draft", post(report::keep))
        .route("/tasks/{no}/{slug}", get(assignment::show))
        .route("/tasks/{no}/{slug}/verdicts", post(decisions::verdict))
        .route("/tasks/{no}/{slug}/verifications", post(decisions::verification))
        .route("/tasks/{no}/{slug}/date-changes", post(decisions::date_change))
        .route("/tasks/{no}/{slug}/date-changes/{id}/decision", post(decisions::date_decision))
        .route("/tasks/{no}/{slug}/dues", post(decisions::due))
        .route("/tasks/{no}/{slug}/endings", post(decisions::ending))
        .route("/tasks/{no}/{slug}/duty", post(decisions::duty))
        .route("/admin", get(admin::index))
        .route("/admin/people", get(admin::people).post(admin::add_person))
        .route("/admin/people/{login}", get(admin::person).post(admin::edit_person))
        .route("/admin/people/{login}/password", post(admin::reset_password))
        .route("/admin/institutions", get(admin::institutions).post(admin::add_institution))
        .route("/admin/institutions/{slug}", get(admin::institution).post(admin::end_institution))
}

async fn ready(State(app): State<Shared>) -> StatusCode {
    if app.store.data_version().await.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn unknown() -> PageError {
    PageError::NotFound
}

/// 303 to an address of this program.
#[must_use]
pub fn see_other(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

/// Middleware: draws the errors that handlers left undrawn, where the visitor is known.
async fn draw_errors(State(app): State<Shared>, visitor: Visitor, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    if visitor.must_change && !may_pass_unchanged(uri.path()) {
        return see_other("/account/password");
    }
    let response = next.run(request).await;
    match response.extensions().get::<Arc<PageError>>().cloned() {
        Some(error) => draw_error(&app, &visitor, &method, &uri, &error).await,
        None => response,
    }
}

fn may_pass_unchanged(path: &str) -> bool {
    ["/account/password", "/logout", "/display", "/login"].contains(&path)
}

async fn draw_error(app: &Shared, visitor: &Visitor, method: &Method, uri: &Uri, error: &PageError) -> Response {
    if matches!(error, PageError::LoginNeeded) && method == Method::GET {
        let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &uri.to_string()).finish();
        return see_other(&format!("/login?{next}"));
    }
    let reference = matches!(error, PageError::Failed(_)).then(|| hex::encode(rand::random::<[u8; 4]>()));
    if let Some(reference) = &reference {
        tracing::error!(%reference, %error, path = masked(uri.path()), "a page failed");
    }
    let info = page_info(app, visitor, uri, Section::None);
    let status = error.status();
    let fault = fault_of(error);
    let title = crate::pages::components::error::title(&info, fault).to_owned();
    let body = move |info: &PageInfo| error_page(info, fault, reference.as_deref());
    draw(status, Sheet { info, title, wide: false, body }).await
}

fn fault_of(error: &PageError) -> PageFault {
    match error {
        PageError::LoginNeeded => PageFault::LogInNeeded,
        PageError::Forbidden => PageFault::Forbidden,
        PageError::NotFound => PageFault::NotFound,
        PageError::Unprocessable(_) => PageFault::Unprocessable,
        PageError::Conflict => PageFault::Conflict,
        PageError::Failed(_) => PageFault::Failed,
    }
}

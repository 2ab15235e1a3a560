//! The calendar behind a person's secret address: what that person may see, without a log-in.
//!
//! A program that subscribes asks again and again, so an answer has a validator made before anything is laid out. An
//! address that is unknown, withdrawn or of somebody who may not read answers 404, as if it had never been.

mod address;

use crate::domain::ids::{Slug, TaskNo};
use crate::domain::permission::{Action, may};
use crate::domain::subscription::{FILE, FOLDER};
use crate::reports::ics::{CalendarScope, deadlines_ics};
use crate::server::assets::BUILD;
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::plans::PlanState;
use crate::server::posted::pairs;
use crate::server::reading::{first, open_plan};
use crate::server::router::Answer;
use crate::server::session::session_hash;
use crate::server::state::{App, Shared};
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sha2::{Digest, Sha256};

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route(address::PATH, get(address::show).post(address::make))
        .route("/account/calendar/withdrawal", post(address::withdraw))
        .route(&format!("{FOLDER}{{secret}}/{FILE}"), get(calendar))
}

/// GET /calendar/{secret}/deadlines.ics
async fn calendar(
    State(app): State<Shared>,
    OriginalUri(uri): OriginalUri,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let hash = session_hash(&secret);
    if !stands(&app, &hash).await? {
        return Err(PageError::NotFound);
    }
    let query = pairs(uri.query().unwrap_or_default().as_bytes());
    let plan = open_plan(&app, &query).await?;
    let (institution, task) = scope(&plan, &query)?;
    let today = app.clock.today();
    let tag = Sha256::digest(format!("{hash}|{query:?}|{:?}|{today}|{}", plan.version, *BUILD));
    let tag = format!("W/\"{}\"", &hex::encode(tag)[..24]);
    if headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(tag.as_str()) {
        return Ok(validated(StatusCode::NOT_MODIFIED.into_response(), &tag));
    }
    let base_url = app.mail.get().map(|mail| mail.base.as_str());
    let scope = CalendarScope { institution: institution.as_ref(), task, base_url, demo: app.demo };
    let text = deadlines_ics(&plan.ledger, &plan.standing(today), &scope);
    Ok(validated(download("기한.ics", "text/calendar; charset=utf-8", text.into_bytes()), &tag))
}

/// Whether the address is somebody's who may read deadlines today, and who is not waiting for a password of their own.
async fn stands(app: &App, hash: &str) -> Result<bool, PageError> {
    let Some(person) = app.store.calendar_address(hash).await? else { return Ok(false) };
    let reader = app.store.reader(person, app.clock.today()).await?;
    Ok(reader.is_some_and(|(reader, must_change)| !must_change && may(&reader, Action::ReadDashboards)))
}

/// The institution and the task asked for; what the plan does not know is not there.
fn scope(plan: &PlanState, query: &[(String, String)]) -> Result<(Option<Slug>, Option<TaskNo>), PageError> {
    let institution = match first(query, "institution") {
        Some(text) => {
            Some(Slug::parse(text).filter(|slug| plan.ledger.institution(slug).is_some()).ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let known = |no: &TaskNo| plan.ledger.tasks.iter().any(|task| task.no == *no);
    let task = match first(query, "task") {
        Some(text) => Some(TaskNo::parse(text).filter(known).ok_or(PageError::NotFound)?),
        None => None,
    };
    Ok((institution, task))
}

fn validated(mut response: Response, tag: &str) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

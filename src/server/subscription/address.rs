//! `/account/calendar`: making, renewing and withdrawing one's own address. It is shown once, when it is made: of the
//! secret in it a hash alone is kept.

use crate::domain::permission::{Action, Reader, may};
use crate::domain::subscription::path_of;
use crate::pages::subscription::{AddressLine, AddressModel, page};
use crate::pages::texts::{subscription as texts, task as task_texts};
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::{noted, sheet};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::{Answer, see_other};
use crate::server::session::{Visitor, session_hash};
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode, Uri};
use std::sync::Arc;

pub(super) const PATH: &str = "/account/calendar";

/// Who has deadlines to read.
fn gate(visitor: &Visitor) -> Result<&Reader, PageError> {
    let reader = visitor.reader()?;
    if may(reader, Action::ReadDashboards) { Ok(reader) } else { Err(PageError::Forbidden) }
}

/// `GET /account/calendar`
///
/// # Errors
/// Nobody who reads deadlines, or the database fails.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    answer(&app, &visitor, &uri, vec![]).await
}

async fn answer(app: &App, visitor: &Visitor, uri: &Uri, lines: Vec<AddressLine>) -> Answer {
    let since = app.store.calendar_address_since(gate(visitor)?.id).await?;
    let model = Arc::new(AddressModel { since, lines });
    let body = move |info: &PageInfo| page(info, &model);
    Ok(draw(StatusCode::OK, sheet(app, visitor, uri, Section::None, texts::title(visitor.lang), body)).await)
}

/// `POST /account/calendar`: a new address, shown this once; the one before stops working.
///
/// # Errors
/// Nobody who reads deadlines, or the database fails.
pub async fn make(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    gate(&visitor)?;
    if posted.show_only {
        return Ok(see_other(PATH));
    }
    let secret = hex::encode(rand::random::<[u8; 24]>());
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    tx.make_calendar_address(&session_hash(&secret)).await?;
    tx.commit().await?;
    let address = format!("{}{}", base(&app, &headers), path_of(&secret));
    let lines = lines(&app, &visitor, &address).await?;
    answer(&app, &visitor, &uri, lines).await
}

/// Where this service is, as its readers know it.
fn base(app: &App, headers: &HeaderMap) -> String {
    if let Some(mail) = app.mail.get() {
        return mail.base.clone();
    }
    let scheme = if app.demo { "http" } else { "https" };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("{scheme}://{host}")
}

/// Every calendar behind an address: of each plan the whole, the reader's own institutions, and task by task.
async fn lines(app: &App, visitor: &Visitor, address: &str) -> Result<Vec<AddressLine>, PageError> {
    let (lang, reader) = (visitor.lang, gate(visitor)?);
    let version = app.store.data_version().await?;
    let plans = app.plans.list(&app.store, version.registry).await?;
    let mut lines = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        let state = app.plans.state(&app.store, plan, version).await?;
        let query = |pair: Option<String>| {
            let plan = (at > 0).then(|| format!("plan={}", plan.slug));
            let pairs: Vec<String> = plan.into_iter().chain(pair).collect();
            if pairs.is_empty() { address.to_owned() } else { format!("{address}?{}", pairs.join("&")) }
        };
        let named = |words: String| if plans.len() > 1 { format!("{} – {words}", plan.title) } else { words };
        let mut add = |words: String, pair: Option<String>, of_task: bool| {
            lines.push(AddressLine { words: named(words), address: query(pair), of_task });
        };
        add(texts::all(lang).to_owned(), None, false);
        for slug in reader.institutions() {
            let Some(one) = state.ledger.institution(&slug) else { continue };
            add(
                crate::pages::record::institution_name(lang, one).to_owned(),
                Some(format!("institution={slug}")),
                false,
            );
        }
        for task in &state.ledger.tasks {
            let words = task_texts::title(lang, task.no, crate::pages::record::task_title(lang, task));
            add(words, Some(format!("task={}", task.no)), true);
        }
    }
    Ok(lines)
}

/// `POST /account/calendar/withdrawal`
///
/// # Errors
/// Nobody who reads deadlines, no address, or the database fails.
pub async fn withdraw(State(app): State<Shared>, visitor: Visitor, posted: Posted) -> Answer {
    gate(&visitor)?;
    if posted.show_only {
        return Ok(see_other(PATH));
    }
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    if !tx.withdraw_calendar_address().await? {
        return Ok(see_other(PATH));
    }
    tx.commit().await?;
    Ok(noted(&app, PATH, "calendar_withdrawn"))
}

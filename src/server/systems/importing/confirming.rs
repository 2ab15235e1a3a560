//! A file's own page: how far it is, what it would do, what came of it; and its confirmation.

use super::record::{end, staged, told, waiting, write_lines};
use super::{open, wait};
use crate::domain::ids::Slug;
use crate::domain::systems::import::{ImportRefusal, Summary};
use crate::pages::PageInfo;
use crate::pages::record::query::{page_number, value};
use crate::pages::systems::import::{ImportModel, PAGE};
use crate::pages::texts::sheets as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::server::systems::Desk;
use crate::store::{Actor, ImportKind, ImportRow, ImportState, LineOutcome, StoreError, StoreResult};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use chrono::TimeDelta;
use std::sync::Arc;

/// After how long without a sign of life work counts as broken off.
const SILENCE: TimeDelta = TimeDelta::minutes(2);
/// How often a page of work that goes on asks again, in seconds.
const EVERY: &str = "2";

/// A file that one brought oneself, for institutions whose systems one may still write.
pub(super) async fn own(
    app: &App,
    desk: &Desk,
    id: &str,
    institutions: &[Slug],
) -> Result<(ImportRow, Summary), PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let import = app.store.system_import(id).await?.ok_or(PageError::NotFound)?;
    if import.by != desk.reader.id || import.kind != ImportKind::Systems {
        return Err(PageError::NotFound);
    }
    let summary: Summary = serde_json::from_str(&import.outcome).unwrap_or_default();
    // Rights may have gone to others since it was brought.
    if !summary.institutions.iter().all(|one| institutions.contains(one)) {
        return Err(PageError::NotFound);
    }
    Ok((import, summary))
}

/// `GET /systems/import/{id}`
///
/// # Errors
/// No such file of one's own.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let (desk, institutions) = open(&app, &visitor, &uri).await?;
    let (import, summary) = own(&app, &desk, &id, &institutions).await?;
    show_import(&app, desk, import, summary, (StatusCode::OK, None)).await
}

async fn show_import(
    app: &App,
    desk: Desk,
    import: ImportRow,
    summary: Summary,
    (status, fault): (StatusCode, Option<&'static str>),
) -> Result<Response, PageError> {
    let now = app.system.now();
    let at_work = matches!(import.state, ImportState::Reading | ImportState::Writing);
    let broken_off = at_work && import.touched_at < now - SILENCE;
    let query = &desk.reading.query;
    let shown = value(query, "show").and_then(LineOutcome::parse).unwrap_or_else(|| first_shown(&summary));
    let page = page_number(query);
    let lines = app.store.import_lines(import.id, shown, ((page - 1) * PAGE, PAGE)).await?;
    let lines = lines.into_iter().map(|line| Ok((staged(&line)?, line))).collect::<StoreResult<Vec<_>>>()?;
    let forgotten = import.is_forgotten(now);
    let model = Arc::new(ImportModel { import, summary, shown, page, lines, broken_off, forgotten, fault });
    let info = desk.reading.info;
    let title = texts::title(info.lang).to_owned();
    let institutions = desk.reading.plan.ledger.institutions.clone();
    let body = move |info: &PageInfo| crate::pages::systems::import::one(info, &model, &institutions);
    let mut response = draw(status, Sheet { info, title, wide: true, body }).await;
    if at_work && !broken_off {
        response.headers_mut().insert("refresh", HeaderValue::from_static(EVERY));
    }
    Ok(response)
}

/// What wants to be looked at first.
fn first_shown(summary: &Summary) -> LineOutcome {
    match summary {
        Summary { bad: 1.., .. } => LineOutcome::Bad,
        Summary { changed: 1.., .. } => LineOutcome::Changed,
        Summary { new: 1.., .. } => LineOutcome::New,
        _ => LineOutcome::Same,
    }
}

/// `POST /systems/import/{id}`: `confirm` writes all rows, `good` those that can be taken, `discard` forgets them.
///
/// # Errors
/// No such file of one's own, or the database fails.
pub async fn confirm(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let (desk, institutions) = open(&app, &visitor, &uri).await?;
    let (import, summary) = own(&app, &desk, &id, &institutions).await?;
    if posted.show_only {
        return show_import(&app, desk, import, summary, (StatusCode::OK, None)).await;
    }
    let lang = desk.reading.info.lang;
    let actor = visitor.actor(match summary.institutions.as_slice() {
        [only] => Some(only),
        _ => None,
    })?;
    let only_good = posted.get("action") == "good";
    let fault = match posted.get("action") {
        _ if import.state != ImportState::Previewed => Some((StatusCode::CONFLICT, texts::fault_over(lang))),
        "discard" => return discard(&app, &actor, import.id, &summary).await,
        _ if import.is_forgotten(app.system.now()) => Some((StatusCode::GONE, texts::forgotten(lang))),
        "confirm" if summary.bad > 0 => Some((StatusCode::UNPROCESSABLE_ENTITY, texts::fault_bad(lang))),
        "confirm" | "good" if summary.writes() > 0 => None,
        _ => Some((StatusCode::UNPROCESSABLE_ENTITY, texts::fault_nothing(lang))),
    };
    if let Some((status, fault)) = fault {
        return show_import(&app, desk, import, summary, (status, Some(fault))).await;
    }
    if !end(&app, &actor, import.id, (ImportState::Previewed, ImportState::Writing), only_good, &summary).await? {
        return Err(PageError::Conflict);
    }
    wait(tokio::spawn(write(Arc::clone(&app), actor, import.id, only_good, summary))).await;
    Ok(see_other(&format!("/systems/import/{id}")))
}

async fn discard(app: &App, actor: &Actor, id: i64, summary: &Summary) -> Answer {
    end(app, actor, id, (ImportState::Previewed, ImportState::Dropped), false, summary).await?;
    Ok(noted(app, "/systems/import", "import_discarded"))
}

/// Writes what was looked at: all of it in one write, or nothing, and says why.
async fn write(app: Shared, actor: Actor, id: i64, only_good: bool, summary: Summary) {
    let refusal = match write_all(&app, &actor, id, only_good, &summary).await {
        Ok(()) => return,
        Err(StoreError::Conflict) => ImportRefusal::Moved,
        Err(error) => {
            tracing::error!(%error, import = id, "a spreadsheet could not be written");
            ImportRefusal::Broken
        }
    };
    let summary = Summary { refusal: Some(refusal), ..summary };
    let end = end(&app, &actor, id, (ImportState::Writing, ImportState::Failed), only_good, &summary).await;
    drop(end.inspect_err(|error| tracing::error!(%error, import = id, "nor could that be noted")));
}

async fn write_all(app: &App, actor: &Actor, id: i64, only_good: bool, summary: &Summary) -> StoreResult<()> {
    let lines = waiting(&app.store, id).await?;
    let mut tx = app.store.write(actor, app.clock.now()).await?;
    write_lines(&mut tx, id, summary, lines).await?;
    if !tx.move_import(id, (ImportState::Writing, ImportState::Done), only_good, &told(summary)?).await? {
        return Err(StoreError::Conflict);
    }
    tx.forget_lines(id, true).await?;
    tx.commit().await
}

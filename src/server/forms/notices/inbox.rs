//! `/inbox`: one's own notices, and that one has read them.

use crate::domain::ids::{NoticeId, UserId};
use crate::domain::notice::NoticeKind;
use crate::domain::permission::{Action, may};
use crate::pages::inbox::{InboxModel, InboxQuery, PER_PAGE};
use crate::pages::texts::inbox as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::display::back;
use crate::server::forms::sheet;
use crate::server::posted::{Posted, pairs};
use crate::server::render::draw;
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::NoticeFilter;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use std::sync::Arc;

/// The person whose inbox it is: the one who asks.
fn owner(visitor: &Visitor) -> Result<UserId, PageError> {
    let reader = visitor.reader()?;
    if may(reader, Action::ReadInbox { of: reader.id }) { Ok(reader.id) } else { Err(PageError::Forbidden) }
}

/// `GET /inbox`
///
/// # Errors
/// Not logged in, or the database fails.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let person = owner(&visitor)?;
    let mut query = InboxQuery::parse(&pairs(uri.query().unwrap_or_default().as_bytes()));
    // Asked first: what comes while the page is drawn is not on it, and stays unread.
    let last = app.store.last_notice(person).await?;
    let (total, _) = app.store.inbox_size(person, query.filter).await?;
    let (_, unread) = app.store.inbox_size(person, NoticeFilter::default()).await?;
    let pages = (total + PER_PAGE - 1) / PER_PAGE;
    query.page = query.page.clamp(1, pages.max(1));
    let notices = app.store.inbox(person, query.filter, PER_PAGE, (query.page - 1) * PER_PAGE).await?;
    let institutions = app.store.institutions().await?;
    let model = Arc::new(InboxModel { query, notices, total, pages, unread, last, institutions });
    let body = move |info: &PageInfo| crate::pages::inbox::page(info, &model);
    Ok(draw(StatusCode::OK, sheet(&app, &visitor, &uri, Section::None, texts::title(visitor.lang), body)).await)
}

/// `POST /inbox/{id}/reading`: to where the notice leads with `to=link`, else back to the list.
///
/// # Errors
/// Not logged in, no such notice of one's own, or the database fails.
pub async fn read(State(app): State<Shared>, visitor: Visitor, Path(id): Path<String>, posted: Posted) -> Answer {
    let person = owner(&visitor)?;
    if posted.show_only {
        return Ok(see_other("/inbox"));
    }
    let id = id.parse().map(NoticeId).map_err(|_| PageError::NotFound)?;
    let link = app.store.read_notice(person, id, app.clock.now()).await?.ok_or(PageError::NotFound)?;
    let place = if posted.get("to") == "link" { link } else { list(&posted) };
    Ok(see_other(&place))
}

/// `POST /inbox/reading`: all that had come when the page was drawn, of a kind where one was chosen.
///
/// # Errors
/// Not logged in, or the database fails.
pub async fn read_all(State(app): State<Shared>, visitor: Visitor, posted: Posted) -> Answer {
    let person = owner(&visitor)?;
    let last = posted.get("last").parse().map(NoticeId).map_err(|_| PageError::Unprocessable("no last notice"))?;
    if !posted.show_only {
        app.store.read_notices(person, NoticeKind::parse(posted.get("kind")), last, app.clock.now()).await?;
    }
    Ok(see_other(&list(&posted)))
}

/// The list that a form came from.
fn list(posted: &Posted) -> String {
    let asked = back(posted.get("back"));
    if asked == "/inbox" || asked.starts_with("/inbox?") { asked.to_owned() } else { "/inbox".to_owned() }
}

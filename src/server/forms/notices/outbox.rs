//! `/admin/mail`: whether mail goes out.

use crate::domain::ids::MailId;
use crate::pages::admin::mail::{MailModel, page};
use crate::pages::texts::inbox as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::admin::gate;
use crate::server::forms::{noted, sheet};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use std::sync::Arc;

/// How many mails in trouble are shown.
const SHOWN: i64 = 100;

/// `GET /admin/mail`
///
/// # Errors
/// Not an administrator, or the database fails.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    gate(&visitor)?;
    let server = app.mail.get().map(|mail| (mail.server(), mail.from.to_string(), mail.base.clone()));
    let (count, troubles) = (app.store.outbox_count().await?, app.store.mail_troubles(SHOWN).await?);
    let model = Arc::new(MailModel { server, count, troubles });
    let body = move |info: &PageInfo| page(info, &model);
    Ok(draw(StatusCode::OK, sheet(&app, &visitor, &uri, Section::Admin, texts::admin_title(visitor.lang), body)).await)
}

/// `POST /admin/mail/attempts`: a mail that was given up is tried again.
///
/// # Errors
/// Not an administrator, no such mail, or the database fails.
pub async fn again(State(app): State<Shared>, visitor: Visitor, posted: Posted) -> Answer {
    gate(&visitor)?;
    if posted.show_only {
        return Ok(see_other("/admin/mail"));
    }
    let id = posted.get("mail").parse().map(MailId).map_err(|_| PageError::Unprocessable("no mail"))?;
    if !app.store.retry_mail(id, app.clock.now()).await? {
        return Err(PageError::NotFound);
    }
    Ok(noted(&app, "/admin/mail", "mail_again"))
}

//! The audit log: newest first, filtered, fifty entries a page.

use crate::domain::calendar::{end_of, start_of};
use crate::domain::permission::{Action, may};
use crate::pages::audit::{AuditModel, AuditQuery};
use crate::pages::texts::audit as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::sheet;
use crate::server::posted::pairs;
use crate::server::render::draw;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{AuditFilter, AuditRow};
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use std::sync::Arc;

const PER_PAGE: usize = 50;

/// `GET /audit`
///
/// # Errors
/// Not permitted, or the database fails.
pub async fn audit(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let reader = visitor.reader()?;
    if !may(reader, Action::ReadAudit) {
        return Err(PageError::Forbidden);
    }
    let with_values = may(reader, Action::ReadAuditValues);
    let query = AuditQuery::parse(&pairs(uri.query().unwrap_or_default().as_bytes()));
    // One more than is shown tells whether there are older ones.
    let mut rows = app.store.audit_page(&filter(&query), 51).await?;
    let has_older = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    if !with_values {
        rows.iter_mut().for_each(forget_values);
    }
    let (actions, institutions) = (app.store.audit_actions().await?, app.store.institutions().await?);
    let model = Arc::new(AuditModel { query, rows, has_older, with_values, actions, institutions });
    let body = move |info: &PageInfo| crate::pages::audit::page(info, &model);
    let mut sheet = sheet(&app, &visitor, &uri, Section::Audit, texts::title(visitor.lang), body);
    sheet.wide = true;
    Ok(draw(StatusCode::OK, sheet).await)
}

fn filter(query: &AuditQuery) -> AuditFilter {
    AuditFilter {
        actor: query.actor.clone(),
        action: query.action.clone(),
        institution: query.institution.clone(),
        from: query.from.map(start_of),
        until: query.until.map(end_of),
        before: query.before,
    }
}

/// Contents never reach the page of one who may not read them.
fn forget_values(row: &mut AuditRow) {
    row.entry.old_value.clear();
    row.entry.new_value.clear();
}

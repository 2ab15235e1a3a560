//! Queries: asked by the PMO about one field, answered by the institution, closed by the PMO.

use super::Place;
use super::desk::{ReturnDesk, text_fault};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::TaskNo;
use crate::domain::query::{QUERY_FIELDS, Query};
use crate::domain::text::{NARRATIVE_MAX, required_text};
use crate::pages::particle::object;
use crate::pages::texts::returns as texts;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewQuery, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;

/// POST /reviews/{round}/returns/{slug}/queries
pub(super) async fn ask(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Place,
    posted: Posted,
) -> Answer {
    let mut desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    if !desk.model.rights.review {
        return Err(PageError::Forbidden);
    }
    let no = TaskNo::parse(posted.get("assignment")).ok_or(PageError::NotFound)?;
    let line = desk.model.lines.iter().find(|line| line.no() == no).ok_or(PageError::NotFound)?;
    let assignment = line.assignment.id;
    let mut faults = Vec::new();
    let lang = desk.reading.info.lang;
    let name = |field: &str| format!("ask{no}.{field}");
    let field = posted.get(&name("field")).to_owned();
    if !QUERY_FIELDS.contains(&field.as_str()) {
        faults.push((name("field"), texts::fault_missing(lang, object(lang, texts::ask_field(lang)))));
    }
    let question = required_text(posted.get(&name("question")), NARRATIVE_MAX)
        .map_err(|fault| faults.push((name("question"), text_fault(&desk, texts::question(lang), fault))));
    let due = parse_typed_day(posted.get(&name("due")));
    match due {
        None => faults.push((name("due"), texts::fault_day(lang).to_owned())),
        Some(day) if day < desk.reading.info.today => faults.push((name("due"), texts::fault_past(lang).to_owned())),
        Some(_) => {}
    }
    let (Ok(question), Some(due), true) = (question, due, faults.is_empty() && !posted.show_only) else {
        desk.model.typed = posted.fields.clone();
        let status = if posted.show_only { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        desk.model.typed_faults = if posted.show_only { vec![] } else { faults };
        return Ok(desk.show(status).await);
    };
    let new = NewQuery { plan: desk.reading.plan.ledger.plan.id, assignment, field, question, due };
    let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
    tx.ask_query(&desk.model.one, &new).await?;
    tx.commit().await?;
    Ok(desk.done("query_asked"))
}

fn numbered<'a>(desk: &'a ReturnDesk, no: &str) -> Result<&'a Query, PageError> {
    let no: i64 = no.parse().map_err(|_| PageError::NotFound)?;
    let all = desk.model.lines.iter().flat_map(|line| &line.queries);
    all.into_iter().find(|query| query.no == no).ok_or(PageError::NotFound)
}

/// The institution's answer, from the form or from the page on which the return is read.
pub(super) async fn answer(desk: &mut ReturnDesk, posted: &Posted, no: &str) -> Answer {
    if !desk.model.rights.answer {
        return Err(PageError::Forbidden);
    }
    let query = numbered(desk, no)?.clone();
    let name = format!("q{}.answer", query.no);
    let lang = desk.reading.info.lang;
    let text = match required_text(posted.get(&name), NARRATIVE_MAX) {
        Ok(text) if !posted.show_only => text,
        outcome => {
            desk.model.typed = posted.fields.clone();
            if let Err(fault) = outcome {
                desk.model.typed_faults = vec![(name, text_fault(desk, texts::answer(lang), fault))];
            }
            return Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY).await);
        }
    };
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    match tx.answer_query(&desk.model.one, &query, &text).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            desk.model.typed = posted.fields.clone();
            desk.model.conflict = Some(texts::conflict(lang).to_owned());
            return Ok(desk.show(StatusCode::CONFLICT).await);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(desk.done("query_answered"))
}

/// POST /reviews/{round}/returns/{slug}/queries/{no}/closure
pub(super) async fn close(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug, no)): Path<(String, String, String)>,
) -> Answer {
    let desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    if !desk.model.rights.review {
        return Err(PageError::Forbidden);
    }
    let query = numbered(&desk, &no)?;
    let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
    tx.close_query(&desk.model.one, query).await?;
    tx.commit().await?;
    Ok(desk.done("query_closed"))
}

//! What moves a return after it was handed in: called back, reviewed, checked, approved, sent back, reopened.

use super::Place;
use super::desk::{ReturnDesk, text_fault};
use super::words::refusal as refusal_words;
use crate::domain::permission::{Action, may};
use crate::domain::query::open_queries;
use crate::domain::returns::{ReturnEventKind, ReturnRefusal};
use crate::domain::text::{NARRATIVE_MAX, required_text};
use crate::pages::texts::returns as texts;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewReturnEvent, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};

/// POST …/call-back, by the head or a deputy.
pub(super) async fn call_back(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Place,
) -> Answer {
    let mut desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    if !may(visitor.reader()?, Action::SubmitReturn(&desk.model.one.institution)) {
        return Err(PageError::Forbidden);
    }
    if let Err(refusal) = desk.model.one.call_back(desk.model.round.state) {
        return refused(&mut desk, refusal).await;
    }
    let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
    let plan = desk.reading.plan.ledger.plan.id;
    match tx.call_back_return(plan, &desk.model.round, &desk.model.one).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => return overtaken(&mut desk).await,
        Err(error) => return Err(error.into()),
    }
    Ok(desk.done("return_called_back"))
}

/// POST …/review
pub(super) async fn start(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(place): Place,
) -> Answer {
    decide(&app, &visitor, &uri, place, "review_started", |desk| {
        desk.model.one.start_review(desk.actor.id, desk.model.round.state)
    })
    .await
}

/// POST …/check
pub(super) async fn check(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(place): Place,
) -> Answer {
    decide(&app, &visitor, &uri, place, "return_checked", |desk| {
        desk.model.one.check(desk.actor.id, desk.model.round.state, open(desk))
    })
    .await
}

/// POST …/approval
pub(super) async fn approve(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(place): Place,
) -> Answer {
    decide(&app, &visitor, &uri, place, "return_approved", |desk| {
        let round = &desk.model.round;
        desk.model.one.approve(desk.actor.id, round.state, open(desk), round.settings.two_steps)
    })
    .await
}

/// POST …/sending-back
pub(super) async fn send_back(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(place): Place,
    posted: Posted,
) -> Answer {
    with_reason(&app, &visitor, &uri, place, &posted, ("back_reason", "return_sent_back"), |desk, reason| {
        desk.model.one.send_back(desk.actor.id, desk.model.round.state, reason)
    })
    .await
}

/// POST …/reopening
pub(super) async fn reopen(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(place): Place,
    posted: Posted,
) -> Answer {
    with_reason(&app, &visitor, &uri, place, &posted, ("reopen_reason", "return_reopened"), |desk, reason| {
        desk.model.one.reopen(desk.actor.id, desk.model.round.state, reason)
    })
    .await
}

fn open(desk: &ReturnDesk) -> i64 {
    open_queries(desk.model.lines.iter().flat_map(|line| &line.queries))
}

type Verb = Result<ReturnEventKind, ReturnRefusal>;

async fn decide(
    app: &Shared,
    visitor: &Visitor,
    uri: &Uri,
    (round, slug): (String, String),
    note: &str,
    verb: impl FnOnce(&ReturnDesk) -> Verb + Send,
) -> Answer {
    let mut desk = reviewer(app, visitor, uri, (&round, &slug)).await?;
    match verb(&desk) {
        Ok(kind) => record(&mut desk, kind, NewReturnEvent::default(), note).await,
        Err(refusal) => refused(&mut desk, refusal).await,
    }
}

async fn with_reason(
    app: &Shared,
    visitor: &Visitor,
    uri: &Uri,
    (round, slug): (String, String),
    posted: &Posted,
    (field, note): (&str, &str),
    verb: impl FnOnce(&ReturnDesk, &str) -> Verb + Send,
) -> Answer {
    let mut desk = reviewer(app, visitor, uri, (&round, &slug)).await?;
    let lang = desk.reading.info.lang;
    desk.model.typed = posted.fields.clone();
    let reason = match required_text(posted.get(field), NARRATIVE_MAX) {
        _ if posted.show_only => return Ok(desk.show(StatusCode::OK).await),
        Ok(reason) => reason,
        Err(fault) => {
            let label = if field == "back_reason" { texts::back_reason(lang) } else { texts::reopen_reason(lang) };
            desk.model.typed_faults = vec![(field.to_owned(), text_fault(&desk, label, fault))];
            return Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY).await);
        }
    };
    match verb(&desk, &reason) {
        Ok(kind) => record(&mut desk, kind, NewReturnEvent { reason, ..NewReturnEvent::default() }, note).await,
        Err(refusal) => refused(&mut desk, refusal).await,
    }
}

/// The PMO alone; that nobody reviews their own is the return's own rule, which says so in words.
async fn reviewer(
    app: &Shared,
    visitor: &Visitor,
    uri: &Uri,
    (round, slug): (&str, &str),
) -> Result<ReturnDesk, PageError> {
    let desk = ReturnDesk::open(app, visitor, uri, round, slug).await?;
    if may(visitor.reader()?, Action::ReviewReturn { submitted_by: None }) {
        Ok(desk)
    } else {
        Err(PageError::Forbidden)
    }
}

async fn record(desk: &mut ReturnDesk, kind: ReturnEventKind, event: NewReturnEvent, note: &str) -> Answer {
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    let plan = desk.reading.plan.ledger.plan.id;
    match tx.add_return_event(plan, &desk.model.round, &desk.model.one, kind, &event).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => return overtaken(desk).await,
        Err(error) => return Err(error.into()),
    }
    Ok(desk.done(note))
}

/// A rule says no: the page again, with the rule in words.
pub(super) async fn refused(desk: &mut ReturnDesk, refusal: ReturnRefusal) -> Answer {
    desk.model.conflict = Some(refusal_words(desk.reading.info.lang, refusal));
    Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY).await)
}

/// Somebody else was first: one winner, and one clear sentence.
pub(super) async fn overtaken(desk: &mut ReturnDesk) -> Answer {
    desk.model.conflict = Some(texts::conflict(desk.reading.info.lang).to_owned());
    Ok(desk.show(StatusCode::CONFLICT).await)
}

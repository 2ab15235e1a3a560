//! The acts of a round: opened, extended, closed.

use super::desk::{Managed, RoundDesk};
use crate::domain::due::parse_typed_day;
use crate::domain::returns::ReturnState;
use crate::domain::round::planning::{Asked, asked};
use crate::domain::round::{Round, RoundRefusal, RoundState};
use crate::domain::text::{NARRATIVE_MAX, TextFault, required_text};
use crate::pages::admin::Filled;
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::reviews::acts::{OpeningModel, closure, extension, opening};
use crate::pages::reviews::round_path;
use crate::pages::texts::reviews as texts;
use crate::server::errors::PageError;
use crate::server::forms::status_of;
use crate::server::posted::Posted;
use crate::server::router::{Answer, see_other};
use crate::store::Opening;
use axum::http::StatusCode;
use std::sync::Arc;

/// Back to the round, where the act is not for its state.
fn back(desk: &RoundDesk) -> Answer {
    Ok(see_other(&desk.reading.info.link(&round_path(&desk.round, ""))))
}

fn whom(desk: &RoundDesk) -> Vec<Asked> {
    asked(&desk.reading.plan.ledger, &desk.reading.standing, &desk.round.settings)
}

/// GET /reviews/{round}/opening
pub(super) async fn show_opening(Managed(desk): Managed) -> Answer {
    if desk.round.state != RoundState::Planned {
        return back(&desk);
    }
    show_whom(&desk, StatusCode::OK).await
}

async fn show_whom(desk: &RoundDesk, status: StatusCode) -> Answer {
    let model = Arc::new(OpeningModel { round: desk.round.clone(), asked: whom(desk), out: still_out(desk) });
    let title = texts::open(desk.reading.info.lang).to_owned();
    Ok(desk.show(status, title, false, move |scene: &Scene| opening(scene, &model)).await)
}

/// Earlier rounds whose returns are not all approved.
fn still_out(desk: &RoundDesk) -> Vec<(Round, usize)> {
    let reviews = &desk.reading.plan.ledger.reviews;
    let earlier = reviews
        .rounds()
        .iter()
        .filter(|round| round.id != desk.round.id && matches!(round.state, RoundState::Open | RoundState::Closed));
    let out = earlier.map(|round| {
        let count = reviews.returns_of(round.id).filter(|one| one.state != ReturnState::Approved).count();
        (round.clone(), count)
    });
    out.filter(|(_, count)| *count > 0).collect()
}

/// POST /reviews/{round}/opening
pub(super) async fn open(Managed(desk): Managed, posted: Posted) -> Answer {
    if posted.show_only {
        return show_whom(&desk, StatusCode::OK).await;
    }
    let asked = whom(&desk);
    match desk.round.open(asked.len()) {
        Ok(_) => {}
        Err(RoundRefusal::NobodyAsked) => return show_whom(&desk, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(_) => return Err(PageError::Conflict),
    }
    let openings: Vec<Opening> =
        asked.into_iter().map(|one| Opening { institution: one.institution, assignments: one.assignments }).collect();
    let mut tx = desk.write().await?;
    tx.open_round(desk.reading.plan.ledger.plan.id, &desk.round, &openings).await?;
    tx.commit().await?;
    Ok(desk.done("", "round_opened"))
}

/// GET /reviews/{round}/extension
pub(super) async fn show_extension(Managed(desk): Managed) -> Answer {
    if !matches!(desk.round.state, RoundState::Open | RoundState::Closed) {
        return back(&desk);
    }
    show_form(&desk, Filled::default()).await
}

async fn show_form(desk: &RoundDesk, form: Filled) -> Answer {
    let (status, round) = (status_of(&form.faults), Arc::new((desk.round.clone(), form)));
    let title = texts::extend(desk.reading.info.lang).to_owned();
    Ok(desk.show(status, title, false, move |scene: &Scene| extension(scene.info, &round.0, &round.1)).await)
}

/// POST /reviews/{round}/extension
pub(super) async fn extend(Managed(desk): Managed, posted: Posted) -> Answer {
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return show_form(&desk, form).await;
    }
    let (lang, today) = (desk.visitor.lang, desk.reading.info.today);
    let due = parse_typed_day(form.get("due"));
    match due {
        None => form.faults.push(("due", texts::day_unreadable(lang).to_owned())),
        Some(due) if due < today => form.faults.push(("due", texts::due_past(lang).to_owned())),
        Some(_) => {}
    }
    let reason = required_text(form.get("reason"), NARRATIVE_MAX).unwrap_or_else(|fault| {
        let text = match fault {
            TextFault::Empty => texts::reason_missing(lang).to_owned(),
            TextFault::TooLong { max, .. } => texts::text_too_long(lang, max),
        };
        form.faults.push(("reason", text));
        String::new()
    });
    let extended = due.map(|due| desk.round.extend(due, if reason.is_empty() { "-" } else { &reason }));
    match extended {
        Some(Err(RoundRefusal::NotLater)) if form.faults.iter().all(|(field, _)| *field != "due") => {
            form.faults.insert(0, ("due", texts::due_not_later(lang, format::full(lang, desk.round.due()))));
        }
        Some(Err(RoundRefusal::State(_))) => return Err(PageError::Conflict),
        Some(Ok((kind, settings))) if form.faults.is_empty() => {
            let mut tx = desk.write().await?;
            tx.add_round_event(desk.reading.plan.ledger.plan.id, &desk.round, kind, &settings, &reason).await?;
            tx.commit().await?;
            return Ok(desk.done("", "round_extended"));
        }
        _ => {}
    }
    show_form(&desk, form).await
}

/// GET /reviews/{round}/closure
pub(super) async fn show_closure(Managed(desk): Managed) -> Answer {
    if desk.round.state != RoundState::Open {
        return back(&desk);
    }
    let model = Arc::new((desk.round.clone(), desk.returns()));
    let title = texts::close(desk.reading.info.lang).to_owned();
    Ok(desk.show(StatusCode::OK, title, false, move |scene: &Scene| closure(scene, &model.0, &model.1)).await)
}

/// POST /reviews/{round}/closure
pub(super) async fn close(Managed(desk): Managed, posted: Posted) -> Answer {
    if posted.show_only {
        return Ok(see_other(&desk.reading.info.link(&round_path(&desk.round, "/closure"))));
    }
    let kind = desk.round.close().map_err(|_| PageError::Conflict)?;
    let mut tx = desk.write().await?;
    let settings = desk.round.settings.clone();
    tx.add_round_event(desk.reading.plan.ledger.plan.id, &desk.round, kind, &settings, "").await?;
    tx.commit().await?;
    Ok(desk.done("", "round_closed"))
}

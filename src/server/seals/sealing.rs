//! The act: look at what is missing, answer the last question, seal.
//!
//! One address takes both buttons: `review` leads to the last question, `seal` answers it. What is confirmed is what is
//! sealed: where something else is missing by then, or the round was sealed by somebody else, nothing is written and the
//! page says so.

use crate::domain::seal::missing::{gaps, mark};
use crate::domain::text::{NARRATIVE_MAX, optional_text};
use crate::pages::format;
use crate::pages::seal::{REASON, reason_fault};
use crate::pages::texts::seal as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::round_files::Asked;
use crate::server::router::Answer;
use crate::server::seals::desk::{Desk, signing_key};
use crate::server::seals::files::keep_round_files;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewSeal, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};

/// GET /reviews/{round}/seal
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    Desk::open(&app, &visitor, &uri, &round).await?.show(StatusCode::OK, String::new(), vec![]).await
}

/// POST /reviews/{round}/seal
pub async fn seal(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &round).await?;
    if !desk.may_seal {
        return Err(PageError::Forbidden);
    }
    if desk.reading.info.asof.is_some() {
        return Err(PageError::Unprocessable("nothing is sealed in the past"));
    }
    let reason = posted.get(REASON).to_owned();
    if let Some(told) = already(&desk) {
        return desk.show(StatusCode::CONFLICT, String::new(), vec![("seal", told)]).await;
    }
    if posted.show_only {
        return desk.show(StatusCode::OK, reason, vec![]).await;
    }
    if desk.round.seal().is_err() {
        return desk.show(StatusCode::UNPROCESSABLE_ENTITY, reason, vec![]).await;
    }
    let lang = visitor.lang;
    let gaps = gaps(&desk.checks);
    if let Some(fault) = reason_fault(lang, &reason, &gaps, NARRATIVE_MAX) {
        return desk.show(StatusCode::UNPROCESSABLE_ENTITY, reason, vec![(REASON, fault)]).await;
    }
    if posted.get("action") != "seal" {
        return desk.ask(reason).await;
    }
    write(&app, &visitor, &uri, desk, &posted).await
}

/// The sentence about a seal that is there already.
fn already(desk: &Desk) -> Option<String> {
    let lang = desk.reading.info.lang;
    let seal = desk.seal.as_ref()?;
    Some(texts::already(lang, format::instant(lang, seal.sealed_at), &seal.by_name, seal.hash.short()))
}

/// Seals what was confirmed. What somebody records between reading and writing is read again, and the seal is refused
/// only where it is about something that was shown.
async fn write(app: &Shared, visitor: &Visitor, uri: &Uri, mut desk: Desk, posted: &Posted) -> Answer {
    const ATTEMPTS: usize = 4;
    let reason = posted.get(REASON).to_owned();
    for _ in 0..ATTEMPTS {
        if let Some(told) = already(&desk) {
            return desk.show(StatusCode::CONFLICT, String::new(), vec![("seal", told)]).await;
        }
        if posted.get("seen") != mark(&gaps(&desk.checks)) {
            break;
        }
        match attempt(app, visitor, &desk, &reason).await? {
            Attempt::Sealed => {
                keep_files(app, visitor, uri, desk.round.slug.as_str()).await?;
                let path = desk.reading.info.link(&format!("/reviews/{}/seal", desk.round.slug));
                return Ok(noted(app, &path, "round_sealed"));
            }
            // The page itself says what keeps this server from sealing.
            Attempt::Hindered => return desk.show(StatusCode::UNPROCESSABLE_ENTITY, reason, vec![]).await,
            Attempt::Moved => desk = Desk::open(app, visitor, uri, desk.round.slug.as_str()).await?,
        }
    }
    desk.show(StatusCode::CONFLICT, reason, vec![("seal", texts::changed(visitor.lang).to_owned())]).await
}

/// The five files of the whole round, from the round as it is now sealed.
async fn keep_files(app: &Shared, visitor: &Visitor, uri: &Uri, slug: &str) -> Result<(), PageError> {
    let desk = Desk::open(app, visitor, uri, slug).await?;
    let plan = &desk.reading.plan;
    let asked = Asked {
        ledger: &plan.ledger,
        calendar: &plan.calendar,
        round: &desk.round,
        cutoff: app.clock.now(),
        scope: None,
        seal: desk.seal.as_ref(),
        demo: app.demo,
        registers: &app.systems,
    };
    keep_round_files(&app.store, &asked, app.clock.now()).await;
    Ok(())
}

enum Attempt {
    Sealed,
    /// Something was recorded since the page was read.
    Moved,
    /// This server cannot sign.
    Hindered,
}

async fn attempt(app: &Shared, visitor: &Visitor, desk: &Desk, reason: &str) -> Result<Attempt, PageError> {
    let Ok(key) = signing_key(app).await? else { return Ok(Attempt::Hindered) };
    let missing = gaps(&desk.checks);
    let reason = if missing.is_empty() { None } else { optional_text(reason, NARRATIVE_MAX).ok().flatten() };
    let new = NewSeal {
        plan: &desk.reading.plan.ledger.plan,
        round: &desk.round,
        missing,
        reason: reason.unwrap_or_default(),
        demonstration: app.demo,
        key: &key,
    };
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    if tx.data_version().await? != desk.reading.plan.version {
        return Ok(Attempt::Moved);
    }
    match tx.seal_round(&new).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Attempt::Sealed)
        }
        Err(StoreError::Conflict) => Ok(Attempt::Moved),
        Err(error) => Err(error.into()),
    }
}

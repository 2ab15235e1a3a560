//! What is added to a sealed round.

use crate::domain::text::{NARRATIVE_MAX, TextFault, required_text};
use crate::pages::seal::TEXT;
use crate::pages::texts::seal as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::{Answer, see_other};
use crate::server::seals::desk::{Desk, signing_key};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::StoreError;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;

/// GET /reviews/{round}/addenda: they stand on the page of the seal.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &round).await?;
    Ok(see_other(&place(&desk)))
}

fn place(desk: &Desk) -> String {
    desk.reading.info.link(&format!("/reviews/{}/seal#addenda", desk.round.slug))
}

/// POST /reviews/{round}/addenda
pub async fn add(
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
        return Err(PageError::Unprocessable("nothing is added in the past"));
    }
    let Some(seal) = &desk.seal else { return Err(PageError::Unprocessable("the round is not sealed")) };
    let typed = posted.get(TEXT).to_owned();
    if posted.show_only {
        return desk.show(StatusCode::OK, typed, vec![]).await;
    }
    let lang = visitor.lang;
    let text = match required_text(&typed, NARRATIVE_MAX) {
        Ok(text) => text,
        Err(fault) => {
            let told = match fault {
                TextFault::Empty => texts::addendum_missing(lang).to_owned(),
                TextFault::TooLong { max, .. } => texts::too_long(lang, max),
            };
            return desk.show(StatusCode::UNPROCESSABLE_ENTITY, typed, vec![(TEXT, told)]).await;
        }
    };
    let Ok(key) = signing_key(&app).await? else {
        return desk.show(StatusCode::UNPROCESSABLE_ENTITY, typed, vec![]).await;
    };
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let plan = &desk.reading.plan.ledger.plan;
    match tx.add_addendum(plan, &desk.round, seal, &text, &key, app.demo).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(noted(&app, &place(&desk), "addendum_added"))
        }
        Err(StoreError::Conflict) => {
            drop(tx);
            let now = Desk::open(&app, &visitor, &uri, &round).await?;
            now.show(StatusCode::CONFLICT, typed, vec![(TEXT, texts::addendum_conflict(lang).to_owned())]).await
        }
        Err(error) => Err(error.into()),
    }
}

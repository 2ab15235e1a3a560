//! A round that somebody looks at or acts on.

use crate::domain::permission::{Action, may};
use crate::domain::returns::Return;
use crate::domain::round::{Round, RoundSlug};
use crate::pages::record::Scene;
use crate::pages::reviews::round_path;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Actor, Tx};
use axum::extract::{FromRequestParts, OriginalUri, Path};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use leptos::prelude::AnyView;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) struct RoundDesk {
    pub app: Shared,
    pub visitor: Visitor,
    pub reading: Reading,
    /// As it stood by the end of the day that is read.
    pub round: Round,
}

/// What most addresses of a round's acts begin with: the round they name, opened for the PMO alone.
pub(super) struct Managed(pub RoundDesk);

impl FromRequestParts<Shared> for Managed {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, PageError> {
        let Ok(visitor) = Visitor::from_request_parts(parts, app).await;
        let Ok(OriginalUri(uri)) = OriginalUri::from_request_parts(parts, app).await;
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let Path(named) = named.map_err(|_| PageError::NotFound)?;
        let round = named.get("round").ok_or(PageError::NotFound)?;
        RoundDesk::open_to_manage(app, &visitor, &uri, round).await.map(Self)
    }
}

impl RoundDesk {
    /// As it is now: for a form that found somebody else was first.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn again(&self, uri: &Uri) -> Result<Self, PageError> {
        Self::open_to_manage(&self.app, &self.visitor, uri, self.round.slug.as_str()).await
    }

    /// # Errors
    /// Not logged in, not permitted, no such round on the day, or a day where there is none to be read.
    pub async fn open(app: &Shared, visitor: &Visitor, uri: &Uri, round: &str, dated: bool) -> Result<Self, PageError> {
        let reading = Reading::open(app, visitor, uri, Section::Reviews, dated).await?;
        let slug = RoundSlug::parse(round).ok_or(PageError::NotFound)?;
        let round = reading.plan.ledger.reviews.round(&slug).and_then(|round| round.before(reading.standing.cutoff));
        let round = round.ok_or(PageError::NotFound)?;
        Ok(Self { app: Arc::clone(app), visitor: visitor.clone(), reading, round })
    }

    /// A page of the PMO's alone, which shows the present.
    ///
    /// # Errors
    /// As [`Self::open`], and for everybody but the PMO.
    pub async fn open_to_manage(app: &Shared, visitor: &Visitor, uri: &Uri, round: &str) -> Result<Self, PageError> {
        if !may(visitor.reader()?, Action::ManageRounds) {
            return Err(PageError::Forbidden);
        }
        Self::open(app, visitor, uri, round, false).await
    }

    pub fn into_reading(self) -> Reading {
        self.reading
    }

    pub fn returns(&self) -> Vec<Return> {
        self.reading.plan.ledger.reviews.returns_before(self.round.id, self.reading.standing.cutoff)
    }

    pub fn actor(&self) -> Result<Actor, PageError> {
        self.visitor.actor(None)
    }

    /// A write by the one who asks, now.
    pub async fn write(&self) -> Result<Tx, PageError> {
        Ok(self.app.store.write(&self.actor()?, self.app.clock.now()).await?)
    }

    /// 303 to a page of the round, where a sentence is said.
    pub fn done(&self, tail: &str, key: &str) -> Response {
        noted(&self.app, &self.reading.info.link(&round_path(&self.round, tail)), key)
    }

    /// Draws a page of the round that is never kept.
    pub async fn show<F>(&self, status: StatusCode, title: String, wide: bool, body: F) -> Response
    where
        F: Fn(&Scene) -> AnyView + Clone + Send + Sync + 'static,
    {
        let (plan, standing) = (Arc::clone(&self.reading.plan), Arc::clone(&self.reading.standing));
        let info = self.reading.info.clone();
        let body = move |info: &PageInfo| {
            body(&Scene { info, ledger: &plan.ledger, standing: &standing, calendar: &plan.calendar })
        };
        draw(status, Sheet { info, title, wide, body }).await
    }
}

//! A round opened for sealing, or sealed: what its page is drawn from.

use crate::domain::permission::{Action, may};
use crate::domain::returns::ReturnState;
use crate::domain::round::{Round, RoundSlug};
use crate::domain::seal::fact::SealFact;
use crate::domain::seal::missing::{Check, checks};
use crate::domain::seal::{Link, SealKey};
use crate::pages::record::Scene;
use crate::pages::returns::round_name;
use crate::pages::seal::{Obstacle, SealModel, confirm_page, page};
use crate::pages::texts::seal as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::seal_key::{KeyFileError, read_key};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

pub struct Desk {
    pub app: Shared,
    pub reading: Arc<Reading>,
    pub round: Round,
    /// The round's seal, as of the day that is read.
    pub seal: Option<SealFact>,
    pub checks: Vec<Check>,
    pub may_seal: bool,
}

impl Desk {
    /// Opens the page of a round's seal: for all readers once it is sealed, for the PMO before.
    ///
    /// # Errors
    /// No such round on that day, or not permitted.
    pub async fn open(app: &Shared, visitor: &Visitor, uri: &Uri, slug: &str) -> Result<Self, PageError> {
        let reading = Reading::open(app, visitor, uri, Section::Reviews, true).await?;
        let (ledger, cutoff) = (&reading.plan.ledger, reading.standing.cutoff);
        let slug = RoundSlug::parse(slug).ok_or(PageError::NotFound)?;
        let round = ledger.reviews.round(&slug).and_then(|round| round.before(cutoff)).ok_or(PageError::NotFound)?;
        let seal = ledger.reviews.seal_of(round.id).and_then(|seal| seal.before(cutoff));
        let may_seal = may(visitor.reader()?, Action::ManageRounds);
        if seal.is_none() && !may_seal {
            return Err(PageError::Forbidden);
        }
        let queries = if seal.is_none() { app.store.queries(round.id).await? } else { Vec::new() };
        let known: Vec<_> = queries.iter().filter_map(|query| query.before(cutoff)).collect();
        let checks = checks(ledger, &reading.standing, &round, &known);
        Ok(Self { app: Arc::clone(app), reading: Arc::new(reading), round, seal, checks, may_seal })
    }

    /// The page with a form as typed and what is wrong with it.
    pub async fn show(
        &self,
        status: StatusCode,
        typed: String,
        faults: Vec<(&'static str, String)>,
    ) -> Result<Response, PageError> {
        let model = self.model(typed, faults).await?;
        let lang = self.reading.info.lang;
        let title = texts::title(lang, round_name(lang, &self.round.slug));
        Ok(self.draw(status, title, move |scene: &Scene| page(scene, &model)).await)
    }

    /// The last question.
    pub async fn ask(&self, reason: String) -> Result<Response, PageError> {
        let model = self.model(reason, Vec::new()).await?;
        let lang = self.reading.info.lang;
        let title = texts::confirm_title(lang, round_name(lang, &self.round.slug));
        Ok(self.draw(StatusCode::OK, title, move |scene: &Scene| confirm_page(scene, &model)).await)
    }

    async fn model(&self, typed: String, faults: Vec<(&'static str, String)>) -> Result<SealModel, PageError> {
        let ledger = &self.reading.plan.ledger;
        let returns: Vec<_> = ledger.reviews.returns_of(self.round.id).collect();
        let approved = returns.iter().filter(|one| one.state == ReturnState::Approved).count();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let files = match &self.seal {
            Some(seal) => self.app.store.sealed_files(seal.id).await?,
            None => Vec::new(),
        };
        Ok(SealModel {
            round: self.round.clone(),
            checks: self.checks.clone(),
            returns: (count(approved), count(returns.len())),
            key: signing_key(&self.app).await?.map(|key| key.public().id()),
            previous: self.previous(),
            may_seal: self.may_seal,
            typed,
            faults,
            seal: self.seal.clone(),
            files,
        })
    }

    /// The seal before this round's, or before the one it would get.
    fn previous(&self) -> Option<Link> {
        let ledger = &self.reading.plan.ledger;
        let before = |seal: &&SealFact| self.seal.as_ref().is_none_or(|own| seal.no < own.no);
        let seal = ledger.reviews.seals().iter().rev().find(before)?;
        let round = ledger.reviews.round_by_id(seal.round).map_or_else(String::new, |round| round.slug.to_string());
        Some(Link { no: seal.no, round, hash: seal.hash.clone() })
    }

    async fn draw<F>(&self, status: StatusCode, title: String, body: F) -> Response
    where
        F: Fn(&Scene) -> leptos::prelude::AnyView + Clone + Send + Sync + 'static,
    {
        let reading = Arc::clone(&self.reading);
        let info = reading.info.clone();
        let body = move |info: &PageInfo| {
            let plan = &reading.plan;
            body(&Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar })
        };
        draw(status, Sheet { info, title, wide: false, body }).await
    }
}

/// The key that signs, read from its file now; or what keeps this server from signing.
///
/// # Errors
/// Where the database fails.
pub async fn signing_key(app: &App) -> Result<Result<SealKey, Obstacle>, PageError> {
    let Some(path) = app.seal_key.get() else { return Ok(Err(Obstacle::NoKey)) };
    let key = match read_key(path) {
        Ok(key) => key,
        Err(KeyFileError::Missing(_)) => return Ok(Err(Obstacle::NoKey)),
        Err(error) => {
            tracing::error!(%error, "the seal key cannot be used");
            return Ok(Err(Obstacle::BadKey));
        }
    };
    let registered = app.store.seal_keys().await?.pop();
    let is_current = registered.is_some_and(|registered| registered.id == key.public().id());
    Ok(if is_current { Ok(key) } else { Err(Obstacle::OtherKey) })
}

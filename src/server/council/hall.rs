//! A page of the councils about to be drawn or written from: the plan, the day, and the council as this reader sees it.

use crate::domain::council::meeting::Meeting;
use crate::domain::council::register::Body;
use crate::domain::council::{Council, Entry, Sight};
use crate::domain::ids::{PlanId, RecordId};
use crate::domain::permission::{Action, may};
use crate::pages::council::CouncilScene;
use crate::pages::council::forms::Tried;
use crate::pages::lang::Lang;
use crate::pages::record::Scene;
use crate::pages::{PageInfo, Section};
use crate::server::councils::CouncilState;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Put, StoreResult, Tx};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use leptos::prelude::AnyView;
use std::sync::Arc;

/// What a handler of the councils works with.
#[derive(Clone)]
pub struct Hall {
    pub app: Shared,
    pub visitor: Visitor,
    pub reading: Arc<Reading>,
    pub state: Arc<CouncilState>,
    pub council: Arc<Council>,
}

impl Hall {
    /// Opens a page that shows earlier days too.
    ///
    /// # Errors
    /// Not logged in, not permitted, no such plan or day.
    pub async fn open(app: &Shared, visitor: &Visitor, uri: &Uri) -> Result<Self, PageError> {
        Self::opened(app, visitor, uri, Section::Council, true).await
    }

    /// Opens a form, or takes what was posted: there is no past.
    ///
    /// # Errors
    /// As [`Self::open`], and where a day is asked for.
    pub async fn desk(app: &Shared, visitor: &Visitor, uri: &Uri) -> Result<Self, PageError> {
        Self::opened(app, visitor, uri, Section::CouncilDesk, false).await
    }

    /// A form that only the PMO uses.
    ///
    /// # Errors
    /// As [`Self::desk`], and where the reader is not of the PMO.
    pub async fn pmo(app: &Shared, visitor: &Visitor, uri: &Uri) -> Result<Self, PageError> {
        let hall = Self::desk(app, visitor, uri).await?;
        hall.ask(Action::RunMeetings)?;
        Ok(hall)
    }

    async fn opened(
        app: &Shared,
        visitor: &Visitor,
        uri: &Uri,
        section: Section,
        dated: bool,
    ) -> Result<Self, PageError> {
        let reading = Reading::open(app, visitor, uri, section, dated).await?;
        let plan = reading.plan.ledger.plan.id;
        let state = app.councils.state(&app.store, plan, reading.plan.version).await?;
        let council = state.view(reading.info.day(), Sight::of(visitor.reader()?));
        Ok(Self { app: Arc::clone(app), visitor: visitor.clone(), reading: Arc::new(reading), state, council })
    }

    #[must_use]
    pub fn plan(&self) -> PlanId {
        self.reading.plan.ledger.plan.id
    }

    #[must_use]
    pub fn lang(&self) -> Lang {
        self.reading.info.lang
    }

    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.reading.info.today
    }

    /// # Errors
    /// [`PageError::Forbidden`] where the reader may not.
    pub fn ask(&self, action: Action<'_>) -> Result<(), PageError> {
        if may(self.visitor.reader()?, action) { Ok(()) } else { Err(PageError::Forbidden) }
    }

    /// A meeting that this reader knows of.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where there is none.
    pub fn meeting(&self, id: &str) -> Result<&Entry<Meeting>, PageError> {
        record(id).and_then(|id| self.council.meeting(id)).ok_or(PageError::NotFound)
    }

    /// An address within the product that keeps the plan.
    #[must_use]
    pub fn path(&self, path: impl AsRef<str>) -> String {
        self.reading.info.link(path.as_ref())
    }

    /// 303, with a sentence said once.
    #[must_use]
    pub fn done(&self, path: impl AsRef<str>, note: &str) -> Response {
        noted(&self.app, &self.path(path), note)
    }

    /// Writes by the reader, for an institution where it is one's own business there.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn write(&self, institution: Option<&crate::domain::ids::Slug>) -> Result<Tx, PageError> {
        Ok(self.app.store.write(&self.visitor.actor(institution)?, self.app.clock.now()).await?)
    }

    /// Adds one record.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn add(&self, body: Body, client: Option<&str>) -> Result<Put<RecordId>, PageError> {
        let institution = body.institution().cloned();
        let mut tx = self.write(institution.as_ref()).await?;
        let put = tx.add_record(self.plan(), body, client).await?;
        if put.is_ok() {
            tx.commit().await?;
        }
        Ok(put)
    }

    /// Draws a page that is never kept.
    pub async fn draw<F>(&self, status: StatusCode, title: String, wide: bool, body: F) -> Response
    where
        F: Fn(&CouncilScene) -> AnyView + Clone + Send + Sync + 'static,
    {
        let (reading, council) = (Arc::clone(&self.reading), Arc::clone(&self.council));
        let info = reading.info.clone();
        let drawn = move |info: &PageInfo| {
            let plan = &reading.plan;
            let scene = Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar };
            body(&CouncilScene { scene, council: &council })
        };
        draw(status, Sheet { info, title, wide, body: drawn }).await
    }

    /// 422 with the page of a form that was refused, 200 where it is only shown again.
    ///
    /// # Errors
    /// None of its own.
    pub async fn tried<F>(&self, title: String, tried: Tried, body: F) -> Answer
    where
        F: Fn(&CouncilScene, &Tried) -> AnyView + Clone + Send + Sync + 'static,
    {
        let status = crate::server::forms::status_of(&tried.faults);
        Ok(self.draw(status, title, false, move |hall| body(hall, &tried)).await)
    }
}

/// A record's number as it stands in an address.
#[must_use]
pub fn record(text: &str) -> Option<RecordId> {
    text.parse().ok().filter(|id| *id > 0).map(RecordId)
}

/// The record that an address names, among those that this reader sees.
///
/// # Errors
/// [`PageError::NotFound`] where there is none.
pub fn entry_of<'a, T>(all: &'a [Entry<T>], id: &str) -> Result<&'a Entry<T>, PageError> {
    record(id).and_then(|id| all.iter().find(|one| one.id == id)).ok_or(PageError::NotFound)
}

/// Runs a change and commits it where it was not refused.
///
/// # Errors
/// Where the database fails.
pub async fn commit<T, E>(tx: Tx, put: StoreResult<Result<T, E>>) -> Result<Result<T, E>, PageError> {
    let put = put?;
    if put.is_ok() {
        tx.commit().await?;
    }
    Ok(put)
}

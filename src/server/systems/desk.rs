//! What the pages on systems read: the plan, the day, the register on that day, and who may see which names.

use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::permission::{Action, Reader, may};
use crate::domain::systems::claims::overstated;
use crate::domain::systems::register::{Row, Snapshot};
use crate::domain::systems::system::SystemCode;
use crate::pages::Section;
use crate::pages::record::Scene;
use crate::pages::systems::coverage::CoverageView;
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::registers::RegisterState;
use crate::server::session::Visitor;
use crate::server::state::App;
use axum::http::Uri;
use chrono::NaiveDate;
use std::sync::Arc;

/// A request about systems, understood.
pub struct Desk {
    pub reading: Reading,
    pub register: Arc<RegisterState>,
    pub snapshot: Arc<Snapshot>,
    pub reader: Reader,
}

impl Desk {
    /// Opens a page on systems; `dated`: whether it shows earlier days.
    ///
    /// # Errors
    /// As [`Reading::open`], or the reader may not even count.
    pub async fn open(app: &App, visitor: &Visitor, uri: &Uri, dated: bool) -> Result<Self, PageError> {
        let section = if dated { Section::Systems } else { Section::SystemsDesk };
        let reading = Reading::open(app, visitor, uri, section, dated).await?;
        let reader = visitor.reader()?.clone();
        if !may(&reader, Action::CountSystems) {
            return Err(PageError::Forbidden);
        }
        let register = app.systems.state(&app.store, reading.plan.version).await?;
        let snapshot = register.snapshot(reading.info.day());
        Ok(Self { reading, register, snapshot, reader })
    }

    /// Opens a form: today only.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub async fn open_form(app: &App, visitor: &Visitor, uri: &Uri) -> Result<Self, PageError> {
        Self::open(app, visitor, uri, false).await
    }

    /// The plan's announcement: since when a grade counts as given anew.
    #[must_use]
    pub fn since(&self) -> NaiveDate {
        self.reading.plan.ledger.plan.announced_on
    }

    /// Whether the reader may see an institution's systems by name.
    #[must_use]
    pub fn may_name(&self, institution: &Slug) -> bool {
        may(&self.reader, Action::ReadSystems(institution))
    }

    /// Whether the reader may see every institution's.
    #[must_use]
    pub fn names_all(&self) -> bool {
        may(&self.reader, Action::CheckSystems)
    }

    /// Whether the reader may see any by name.
    #[must_use]
    pub fn names_any(&self) -> bool {
        names_any(&self.reader)
    }

    /// The institutions whose systems the reader may edit, in the register's order.
    #[must_use]
    pub fn editable(&self) -> Vec<Institution> {
        let mine = |one: &&Institution| may(&self.reader, Action::EditSystems(&one.slug));
        self.reading.plan.ledger.institutions.iter().filter(mine).cloned().collect()
    }

    /// A system that the reader may see by name.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where there is none, or (so that nothing is given away) where it is another's.
    pub fn named(&self, code: &str) -> Result<(SystemCode, Option<Row<'_>>), PageError> {
        let code = SystemCode::parse(code).ok_or(PageError::NotFound)?;
        let history = self.register.register().system(&code).ok_or(PageError::NotFound)?;
        // A past day is shown to whom the system belongs now.
        let owner = history.versions.last().map(|fact| &fact.institution).ok_or(PageError::NotFound)?;
        if !self.may_name(owner) {
            return Err(PageError::NotFound);
        }
        Ok((code.clone(), self.snapshot.system(&code)))
    }

    #[must_use]
    pub fn scene(&self) -> Scene<'_> {
        let plan = &self.reading.plan;
        Scene {
            info: &self.reading.info,
            ledger: &plan.ledger,
            standing: &self.reading.standing,
            calendar: &plan.calendar,
        }
    }

    /// Coverage on the day seen.
    #[must_use]
    pub fn coverage(&self) -> CoverageView {
        coverage_view(&self.scene(), &self.register)
    }
}

/// Whether a reader may see any system by name.
#[must_use]
pub fn names_any(reader: &Reader) -> bool {
    may(reader, Action::CheckSystems) || !reader.institutions().is_empty()
}

/// Coverage as pages show it, on the day of a scene.
#[must_use]
pub fn coverage_view(scene: &Scene, register: &RegisterState) -> CoverageView {
    let (day, since) = (scene.standing.day, scene.ledger.plan.announced_on);
    let parts = register.coverage(day, since);
    let overstated = Arc::new(overstated(scene.ledger, scene.standing, &parts));
    CoverageView { trend: register.trend(day, since), parts, overstated }
}

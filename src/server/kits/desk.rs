//! The desk at which a kit is issued and taken back: the return with all it needs, and whether it may be written in.

use crate::domain::entry::Entry;
use crate::domain::ids::{AssignmentId, MilestoneId, ReportId, Slug};
use crate::domain::kit::{CellFault, CellFaultKind, Filled, FilledCell, FilledEntry, NO_CHANGE};
use crate::domain::permission::{Action, may};
use crate::domain::query::{Query, open_queries};
use crate::domain::report::may_repeat;
use crate::domain::returns::Return;
use crate::domain::round::{Round, RoundSlug};
use crate::domain::standing::AssignmentStanding;
use crate::pages::kit::{Closed, KitModel, page, return_path};
use crate::pages::record::Scene;
use crate::pages::texts::kit as texts;
use crate::pages::{PageInfo, Section, format};
use crate::reports::kit::reports;
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::Actor;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) struct KitDesk {
    pub(super) app: Shared,
    pub(super) reading: Arc<Reading>,
    pub(super) actor: Actor,
    pub(super) round: Round,
    pub(super) one: Return,
    pub(super) entries: BTreeMap<AssignmentId, Entry>,
    /// Of this return alone.
    pub(super) queries: Vec<Query>,
    /// Why nothing may be written now.
    pub(super) closed: Option<Closed>,
    /// The PMO, who writes for the institution.
    pub(super) on_behalf: bool,
}

impl KitDesk {
    /// # Errors
    /// Not logged in, not of that institution nor the PMO, no such round or return.
    pub(super) async fn open(
        app: &Shared,
        visitor: &Visitor,
        uri: &Uri,
        round: &str,
        slug: &str,
    ) -> Result<Self, PageError> {
        let reading = Reading::open(app, visitor, uri, Section::Reviews, true).await?;
        let slug = Slug::parse(slug).ok_or(PageError::NotFound)?;
        let reader = visitor.reader()?;
        let own = may(reader, Action::DraftReturn(&slug));
        if !own && !may(reader, Action::ManageRounds) {
            return Err(PageError::Forbidden);
        }
        let reviews = &reading.plan.ledger.reviews;
        let round = RoundSlug::parse(round).and_then(|round| reviews.round(&round)).ok_or(PageError::NotFound)?.clone();
        let one = reviews.return_of(round.id, &slug).ok_or(PageError::NotFound)?.clone();
        let queries =
            app.store.queries(round.id).await?.into_iter().filter(|query| query.return_id == one.id).collect();
        let past = reading.info.asof.map(|_| Closed::Past);
        Ok(Self {
            app: Arc::clone(app),
            actor: visitor.actor(Some(&slug))?,
            entries: app.store.entries(one.id).await?,
            closed: past.or_else(|| one.edit(round.state).err().map(Closed::Return)),
            reading: Arc::new(reading),
            on_behalf: !own,
            queries,
            round,
            one,
        })
    }

    /// The reports whose texts the return needs.
    pub(super) fn reports(&self) -> Vec<ReportId> {
        reports(&self.reading.plan.ledger, &self.reading.standing, &self.entries)
    }

    /// An entry that is asked today, with its assignment.
    pub(super) fn asked(&self, id: AssignmentId) -> Option<(&AssignmentStanding, &Entry)> {
        let entry = self.entries.get(&id).filter(|entry| entry.asked)?;
        Some((self.reading.standing.by_id(id)?, entry))
    }

    pub(super) fn open_queries(&self, id: AssignmentId) -> i64 {
        open_queries(self.queries.iter().filter(|query| query.assignment == id))
    }

    /// What a file says that the return does not ask today, or cannot take.
    pub(super) fn faults(&self, filled: &Filled) -> Vec<CellFault> {
        let of = |entry: &FilledEntry| {
            let changed: Vec<&FilledCell> = entry.cells.iter().filter(|cell| cell.is_changed()).collect();
            let task = self.reading.plan.ledger.assignment(entry.assignment).map(|one| one.task_no);
            let fault = |cell: &FilledCell, kind: CellFaultKind| {
                let (sheet, at, field) = (filled.sheet.clone(), cell.at.clone(), cell.field.clone());
                Some(CellFault { sheet, at, task: task?, field, kind })
            };
            let told = changed.into_iter().filter_map(|cell| fault(cell, self.fault(entry.assignment, cell)?));
            told.collect::<Vec<_>>()
        };
        filled.entries.iter().flat_map(of).collect()
    }

    fn fault(&self, id: AssignmentId, cell: &FilledCell) -> Option<CellFaultKind> {
        let Some((assignment, _)) = self.asked(id) else { return Some(CellFaultKind::Closed) };
        if cell.field == NO_CHANGE {
            let refusal = may_repeat(assignment, self.open_queries(id)).err()?;
            return (cell.value == "on").then_some(CellFaultKind::NoChange(refusal));
        }
        let step = cell.field.rsplit_once('_').and_then(|(_, id)| id.parse().ok()).map(MilestoneId);
        let is_open = |id| assignment.steps.iter().any(|step| step.milestone == id && step.light.is_open());
        step.filter(|id| !is_open(*id)).map(|_| CellFaultKind::Closed)
    }

    pub(super) fn model(&self) -> KitModel {
        let lang = self.reading.info.lang;
        let last = self.entries.values().filter_map(|entry| Some((entry.saved_at?, &entry.saved_by))).max();
        KitModel {
            round: self.round.clone(),
            one: self.one.clone(),
            saved: last.map(|(at, name)| texts::saved_last(lang, format::instant(lang, at), name)),
            closed: self.closed,
            refused: None,
            gone: false,
            faults: vec![],
            on_behalf: self.on_behalf,
        }
    }

    /// An address below the return's.
    pub(super) fn link(&self, tail: &str) -> String {
        self.reading.info.link(&format!("{}{tail}", return_path(&self.round, &self.one.institution)))
    }

    pub(super) async fn show(&self, status: StatusCode, model: KitModel) -> Response {
        self.draw(status, texts::title(self.reading.info.lang), move |scene| page(scene, &model)).await
    }

    pub(super) async fn draw<F>(&self, status: StatusCode, title: &'static str, body: F) -> Response
    where
        F: Fn(&Scene) -> leptos::prelude::AnyView + Send + Sync + 'static,
    {
        let (reading, info, body) = (Arc::clone(&self.reading), self.reading.info.clone(), Arc::new(body));
        let title = format!("{title} · {}", self.scene().institution(&self.one.institution));
        let body = move |info: &PageInfo| {
            let plan = &reading.plan;
            body(&Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar })
        };
        draw(status, Sheet { info, title, wide: false, body }).await
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        let (info, plan) = (&self.reading.info, &self.reading.plan);
        Scene { info, ledger: &plan.ledger, standing: &self.reading.standing, calendar: &plan.calendar }
    }
}

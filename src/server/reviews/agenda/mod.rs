//! GET and POST /reviews/{round}/agenda; its files in [`paper`], what is posted in [`changing`].

mod changing;
mod paper;

pub(super) use changing::change;
pub(super) use paper::{hwpx, pdf};

use super::board::for_meeting;
use super::desk::RoundDesk;
use crate::domain::exceptions::agenda::{AgendaEntry, RoundAgenda, may_change};
use crate::domain::exceptions::round::Candidate;
use crate::domain::ids::ReportId;
use crate::domain::permission::{Action, may};
use crate::domain::round::RoundState;
use crate::pages::record::Scene;
use crate::pages::reviews::agenda::{AgendaLine, AgendaModel, TypedLine, item_page, line_title, page};
use crate::pages::texts::agenda as texts;
use crate::server::errors::PageError;
use crate::server::reading::first;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use std::sync::Arc;

/// The agenda of a round as its pages show it.
pub(super) struct Table {
    pub desk: RoundDesk,
    pub agenda: RoundAgenda,
    /// Everything that the rules bring up, taken in or not.
    pub found: Vec<Candidate>,
}

impl Table {
    async fn of(desk: RoundDesk) -> Result<Self, PageError> {
        let agenda = desk.app.store.round_agenda(desk.round.id, desk.reading.standing.cutoff).await?;
        let found = if desk.round.state == RoundState::Planned { vec![] } else { for_meeting(&desk).await? };
        Ok(Self { desk, agenda, found })
    }

    fn line(&self, entry: &AgendaEntry, no: usize) -> AgendaLine {
        let key = entry.key();
        let now = self.found.iter().find(|one| one.key() == key);
        // A sealed round stays what it was, whatever happens to its causes.
        let now = now.filter(|_| self.desk.round.state != RoundState::Sealed);
        let typed = TypedLine { no: no.to_string(), wanted: entry.wanted.clone(), ..TypedLine::default() };
        let shown = now.unwrap_or(&entry.found).clone();
        AgendaLine { stands: now.is_some(), shown, typed, entry: entry.clone() }
    }

    async fn model(&self) -> Result<AgendaModel, PageError> {
        let desk = &self.desk;
        let managing = may(desk.visitor.reader()?, Action::ManageRounds);
        let editing = managing && desk.reading.info.asof.is_none() && may_change(&desk.round).is_ok();
        let lines: Vec<AgendaLine> = self.agenda.kept().zip(1..).map(|(entry, no)| self.line(entry, no)).collect();
        let open = |one: &&Candidate| {
            let key = one.key();
            self.agenda.kept().all(|entry| entry.key() != key)
        };
        let candidates = if editing { self.found.iter().filter(open).cloned().collect() } else { vec![] };
        let standing = &desk.reading.standing;
        let told = lines.iter().flat_map(|line| &line.shown.exceptions).filter_map(|one| one.assignment);
        let reports: Vec<ReportId> = told.filter_map(|id| Some(standing.by_id(id)?.last_report.as_ref()?.id)).collect();
        Ok(AgendaModel {
            round: desk.round.clone(),
            agenda: self.agenda.clone(),
            candidates,
            texts: desk.app.store.report_texts(&reports).await?,
            editing,
            lines,
            chosen: vec![],
            faults: vec![],
        })
    }

    async fn show(&self, status: StatusCode, model: AgendaModel) -> Answer {
        let (desk, model) = (&self.desk, Arc::new(model));
        let title = texts::title(desk.reading.info.lang).to_owned();
        let whole = first(&desk.reading.query, "view") == Some("all");
        Ok(desk.show(status, title, false, move |scene: &Scene| page(scene, &model, whole)).await)
    }
}

/// GET /reviews/{round}/agenda; `?view=all`: every item, one after another.
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    let table = Table::of(RoundDesk::open(&app, &visitor, &uri, &round, true).await?).await?;
    let model = table.model().await?;
    table.show(StatusCode::OK, model).await
}

/// GET /reviews/{round}/agenda/{n}
pub(super) async fn show_item(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, no)): Path<(String, String)>,
) -> Answer {
    let table = Table::of(RoundDesk::open(&app, &visitor, &uri, &round, true).await?).await?;
    let model = table.model().await?;
    let no: usize = no.parse().map_err(|_| PageError::NotFound)?;
    let line = no.checked_sub(1).and_then(|index| model.lines.get(index)).cloned().ok_or(PageError::NotFound)?;
    let desk = &table.desk;
    let title = {
        let (plan, info) = (&desk.reading.plan, &desk.reading.info);
        let scene = Scene { info, ledger: &plan.ledger, standing: &desk.reading.standing, calendar: &plan.calendar };
        line_title(&scene, &line)
    };
    let drawn = Arc::new((model, line));
    Ok(desk.show(StatusCode::OK, title, false, move |scene: &Scene| item_page(scene, &drawn.0, no, &drawn.1)).await)
}

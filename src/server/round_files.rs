//! The files of a round: the same report as xlsx, csv, hwpx, pdf and json.
//!
//! [`round_report`] gathers what a report is built from and is what the page, the command line and the seal all ask;
//! [`crate::reports::round::round_file`] then writes it. To put a section of another area into every file of a round, add
//! it to [`sections`].

use crate::domain::calendar::{Calendar, end_of};
use crate::domain::council::{Council, Register, Sight};
use crate::domain::ids::Slug;
use crate::domain::ledger::Ledger;
use crate::domain::permission::{Action, Reader, may};
use crate::domain::round::{Round, RoundEventKind, RoundSlug};
use crate::domain::seal::fact::SealFact;
use crate::domain::systems::statement::Statement;
use crate::pages::Section;
use crate::reports::round::{Extra, Format, Inputs, RoundReport, RoundView, council, coverage, round_file, seal};
use crate::server::errors::PageError;
use crate::server::exports::institution;
use crate::server::files::download;
use crate::server::reading::Reading;
use crate::server::registers::Registers;
use crate::server::router::Answer;
use crate::server::seals::files::kept_file;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Store, StoreResult};
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::routing::get;
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use tokio::sync::Semaphore;

/// One file is written at a time: it takes a moment and some 30 MB, and eight at once would leave no core to readers.
static WRITING: Semaphore = Semaphore::const_new(1);

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Format::ALL.into_iter().fold(Router::new(), |router, format| {
        let address = format!("/reviews/{{round}}/export.{}", format.extension());
        router.route(&address, get(move |state, visitor, path, uri| export(state, visitor, path, uri, format)))
    })
}

/// GET /reviews/{round}/export.{xlsx,csv,hwpx,pdf,json}
async fn export(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    format: Format,
) -> Answer {
    let reading = Reading::open(&app, &visitor, &uri, Section::Overview, true).await?;
    let reader = visitor.reader()?;
    let ledger = &reading.plan.ledger;
    let round = RoundSlug::parse(&slug).and_then(|slug| ledger.reviews.round(&slug)).ok_or(PageError::NotFound)?;
    let scope = institution(&reading)?;
    let cutoff = reading.info.asof.map_or(app.clock.now(), end_of);
    let seal = ledger.reviews.seal_of(round.id).and_then(|seal| seal.before(cutoff));
    let asked = Asked {
        ledger,
        calendar: &reading.plan.calendar,
        round,
        cutoff,
        scope: scope.as_ref(),
        seal: seal.as_ref(),
        demo: app.demo,
        registers: &app.systems,
    };
    if asked.seal.is_some() {
        let file = kept_file(&app.store, asked, format, app.clock.now()).await?.ok_or(PageError::NotFound)?;
        return Ok(download(&file.name, &file.media_type, file.bytes));
    }
    let readable = readable(ledger, round, reader, cutoff);
    let report = round_report(&app.store, asked, |institution| readable.contains(institution)).await?;
    let report = report.ok_or(PageError::NotFound)?;
    let name = report.file_name(format);
    let _turn = WRITING.acquire().await.map_err(|error| PageError::Failed(error.to_string()))?;
    let work = move || round_file(&report, format);
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, format.media_type(), bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

/// Which report of which round.
#[derive(Clone)]
pub struct Asked<'a> {
    pub ledger: &'a Ledger,
    pub calendar: &'a Calendar,
    pub round: &'a Round,
    /// What was recorded before this is in; a sealed round ends with its seal.
    pub cutoff: DateTime<Utc>,
    /// One institution that the round asked; `None`: all.
    pub scope: Option<&'a Slug>,
    /// The round's seal, where the report is that of the sealed round.
    pub seal: Option<&'a SealFact>,
    pub demo: bool,
    /// The register of systems, read where it is not known yet.
    pub registers: &'a Registers,
}

/// The report of a round, with the queries of the institutions that are `readable`. `None` where the round was not opened
/// before the cutoff, or did not ask the institution.
///
/// # Errors
/// Where the database fails.
pub async fn round_report(
    store: &Store,
    asked: Asked<'_>,
    readable: impl Fn(&Slug) -> bool,
) -> StoreResult<Option<RoundReport>> {
    let cutoff = sealed_at(asked.round).map_or(asked.cutoff, |sealed| sealed.min(asked.cutoff));
    let Some(view) = RoundView::open(asked.ledger, asked.round, cutoff) else { return Ok(None) };
    let asks = |scope| view.ledger.reviews.return_of(view.round.id, scope).is_some();
    if asked.scope.is_some_and(|scope| !asks(scope)) {
        return Ok(None);
    }
    let reports = view.last_reports();
    let (texts, evidence) = (store.report_texts(&reports).await?, store.report_evidence(&reports).await?);
    let queries = store.queries(view.round.id).await?;
    let mut register = Register::default();
    register.append(store.council_tail(view.ledger.plan.id, 0).await?);
    // What every reader of the round may see: outcomes from the circulation of their minutes on, and no remarks.
    let council = Council::before(&register, view.cutoff, view.standing.day, Sight::Closed);
    let systems = asked.registers.state(store, store.data_version().await?).await?;
    let since = view.ledger.plan.announced_on;
    let counted = Statement::of(systems.register(), view.standing.day, view.cutoff, since);
    let inputs = Inputs {
        calendar: asked.calendar,
        texts: &texts,
        evidence: &evidence,
        queries: &queries,
        readable: &readable,
        scope: asked.scope,
        seal: asked.seal.map(seal::mark),
        demonstration: asked.demo,
        counted: &counted,
        sections: sections(&view, (&council, &counted), asked.scope, asked.seal),
    };
    Ok(Some(RoundReport::build(&view, inputs)))
}

/// The sections of other areas, in the order of the documents.
fn sections(
    view: &RoundView<'_>,
    (meetings, counted): (&Council, &Statement),
    scope: Option<&Slug>,
    seal: Option<&SealFact>,
) -> Vec<Extra> {
    let seal = seal.map(|seal| seal::section(seal, &view.ledger));
    let coverage = coverage::section(view, counted, scope);
    coverage.into_iter().chain(council::sections(view, meetings, scope)).chain(seal).collect()
}

fn sealed_at(round: &Round) -> Option<DateTime<Utc>> {
    round.events.iter().find(|event| event.kind == RoundEventKind::Sealed).map(|event| event.recorded_at)
}

/// The institutions whose queries a reader may read: their own, all for the PMO; once a return is approved or the round
/// sealed, everybody.
fn readable(ledger: &Ledger, round: &Round, reader: &Reader, cutoff: DateTime<Utc>) -> HashSet<Slug> {
    let sealed = sealed_at(round).is_some_and(|at| at < cutoff);
    let returns = ledger.reviews.returns_of(round.id);
    let open = returns
        .filter(|one| sealed || one.is_approved_before(cutoff) || may(reader, Action::ReadReturn(&one.institution)));
    open.map(|one| one.institution.clone()).collect()
}

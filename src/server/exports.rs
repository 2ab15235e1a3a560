//! The state of a plan as a file: the same figures as the pages, because they come from the same standing.

use crate::domain::ids::{ReportId, Slug, TaskNo};
use crate::domain::standing::Standing;
use crate::pages::Section;
use crate::reports::ics::{CalendarScope, deadlines_ics};
use crate::reports::state::StateReport;
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::reading::{Reading, first};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, State};

/// GET /export.xlsx
pub async fn xlsx(state: State<Shared>, visitor: Visitor, uri: OriginalUri) -> Answer {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    export(state, visitor, uri, "xlsx", kind, crate::reports::xlsx::xlsx).await
}

/// GET /export.csv
pub async fn csv(state: State<Shared>, visitor: Visitor, uri: OriginalUri) -> Answer {
    export(state, visitor, uri, "csv", "text/csv; charset=utf-8", crate::reports::csv::csv).await
}

/// GET /export.json
pub async fn json(state: State<Shared>, visitor: Visitor, uri: OriginalUri) -> Answer {
    export(state, visitor, uri, "json", "application/json", crate::reports::json::json).await
}

async fn export(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    extension: &str,
    media_type: &str,
    write: impl FnOnce(&StateReport) -> Result<Vec<u8>, crate::reports::ExportError> + Send + 'static,
) -> Answer {
    let reading = Reading::open(&app, &visitor, &uri, Section::Overview, true).await?;
    let scope = institution(&reading)?;
    let day = reading.info.day();
    let name = match &scope {
        Some(slug) => format!("이행현황_{}_{slug}_{day}.{extension}", reading.plan.ledger.plan.slug),
        None => format!("이행현황_{}_{day}.{extension}", reading.plan.ledger.plan.slug),
    };
    let texts = app.store.report_texts(&last_reports(&reading.standing, scope.as_ref())).await?;
    let (now, demo) = (app.clock.now(), app.demo);
    let work = move || {
        let (plan, standing) = (&reading.plan, &reading.standing);
        let report = StateReport::build(&plan.ledger, standing, &plan.calendar, &texts, scope.as_ref(), now, demo);
        write(&report)
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, media_type, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

/// The reports whose texts an export of a standing, or of one institution's part, needs.
#[must_use]
pub fn last_reports(standing: &Standing, scope: Option<&Slug>) -> Vec<ReportId> {
    let chosen = standing.assignments.iter().filter(|one| scope.is_none_or(|scope| *scope == one.institution));
    chosen.filter_map(|one| one.last_report.as_ref().map(|report| report.id)).collect()
}

/// The institution that an export is asked for; `None`: all.
///
/// # Errors
/// There is none of that name.
pub fn institution(reading: &Reading) -> Result<Option<Slug>, PageError> {
    let Some(text) = first(&reading.query, "institution") else { return Ok(None) };
    let slug = Slug::parse(text).filter(|slug| reading.plan.ledger.institution(slug).is_some());
    slug.map(Some).ok_or(PageError::NotFound)
}

/// GET /deadlines.ics
pub async fn ics(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let reading = Reading::open(&app, &visitor, &uri, Section::Deadlines, true).await?;
    let scope = institution(&reading)?;
    let task = first(&reading.query, "task").and_then(TaskNo::parse);
    let base_url = app.mail.get().map(|mail| mail.base.as_str());
    let asked = CalendarScope { institution: scope.as_ref(), task, base_url, demo: app.demo };
    let text = deadlines_ics(&reading.plan.ledger, &reading.standing, &asked);
    Ok(download("기한.ics", "text/calendar; charset=utf-8", text.into_bytes()))
}

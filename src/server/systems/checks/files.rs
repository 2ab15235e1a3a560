//! The files of a check.

use super::detail::{Opened, open};
use crate::domain::calendar::KST;
use crate::pages::lang::Lang;
use crate::pages::systems::words;
use crate::reports::ExportError;
use crate::reports::systems::sample::{CheckReport, NamedLine};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::SampledSystem;
use axum::extract::{OriginalUri, Path, State};

/// `GET /systems/checks/{id}/export.xlsx`
///
/// # Errors
/// No such check, or not permitted.
pub async fn as_xlsx(state: State<Shared>, visitor: Visitor, uri: OriginalUri, path: Path<String>) -> Answer {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(state, visitor, uri, path, ("xlsx", kind), CheckReport::xlsx).await
}

/// `GET /systems/checks/{id}/export.csv`
///
/// # Errors
/// No such check, or not permitted.
pub async fn as_csv(state: State<Shared>, visitor: Visitor, uri: OriginalUri, path: Path<String>) -> Answer {
    file(state, visitor, uri, path, ("csv", "text/csv; charset=utf-8"), CheckReport::csv).await
}

async fn file(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    (extension, media_type): (&str, &str),
    write: impl FnOnce(&CheckReport) -> Result<Vec<u8>, ExportError> + Send + 'static,
) -> Answer {
    let opened = open(&app, &visitor, &uri, &id).await?;
    let report = report(&opened, app.demo);
    let name = format!("표본점검_{}.{extension}", report.number);
    let bytes = tokio::task::spawn_blocking(move || write(&report)).await;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, media_type, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

fn report(opened: &Opened, demonstration: bool) -> CheckReport {
    let sample = &opened.sample;
    let institutions = &opened.desk.reading.plan.ledger.institutions;
    let found = opened.systems.iter().filter_map(|one| one.finding.as_ref()).map(|found| found.recorded_at);
    let institution = sample.institution.as_ref();
    CheckReport {
        number: sample.id,
        day: sample.day,
        made_at: found.max().unwrap_or(sample.recorded_at).max(sample.recorded_at).with_timezone(&KST),
        demonstration,
        seed: sample.seed,
        institution: institution.map_or_else(String::new, |slug| words::institution(Lang::Ko, institutions, slug)),
        drawn_by: sample.by_name.clone(),
        note: sample.note.clone(),
        strata: sample.strata.clone(),
        groups: opened.groups(),
        lines: opened.systems.iter().filter_map(|one| line(opened, one)).collect(),
    }
}

/// A system that the reader may see by name.
fn line(opened: &Opened, one: &SampledSystem) -> Option<NamedLine> {
    let (fact, named) = opened.known(one)?;
    let institutions = &opened.desk.reading.plan.ledger.institutions;
    let finding = one.finding.as_ref();
    named.then(|| NamedLine {
        place: one.place,
        code: one.code.to_string(),
        name: fact.name.to_string(),
        institution: words::institution(Lang::Ko, institutions, &fact.institution),
        grade: one.grade,
        seen: finding.map_or_else(|| one.claimed.clone(), |found| found.seen.clone()),
        note: finding.map(|found| found.note.clone()).unwrap_or_default(),
        checked_by: finding.map(|found| found.by_name.clone()).unwrap_or_default(),
        checked_at: finding.map(|found| found.recorded_at.with_timezone(&KST)),
    })
}

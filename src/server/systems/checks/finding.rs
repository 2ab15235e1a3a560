//! What was found of one system on the spot.

use super::detail::{Opened, open};
use crate::domain::permission::{Action, may};
use crate::domain::systems::spot_check::form::{Faults, read_findings};
use crate::domain::systems::system::SystemCode;
use crate::pages::PageInfo;
use crate::pages::systems::checks::finding::{FindingModel, fields_of};
use crate::pages::systems::words;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{SampledSystem, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use std::sync::Arc;

/// A form as it shall be shown.
#[derive(Default)]
struct Typed {
    fields: Vec<(String, String)>,
    faults: Faults,
    conflict: bool,
}

/// A system of a check, for those who record.
async fn drawn(
    app: &App,
    visitor: &Visitor,
    uri: &Uri,
    (id, code): (&str, &str),
) -> Result<(Opened, SampledSystem), PageError> {
    let opened = open(app, visitor, uri, id).await?;
    if !may(&opened.desk.reader, Action::CheckSystems) {
        return Err(PageError::Forbidden);
    }
    let code = SystemCode::parse(code).ok_or(PageError::NotFound)?;
    let system = opened.systems.iter().find(|one| one.code == code).cloned().ok_or(PageError::NotFound)?;
    Ok((opened, system))
}

/// `GET /systems/checks/{id}/{code}`
///
/// # Errors
/// Not the PMO, no such check, or a system that was not drawn.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, code)): Path<(String, String)>,
) -> Answer {
    let (opened, system) = drawn(&app, &visitor, &uri, (&id, &code)).await?;
    let fields = system.finding.as_ref().map(|found| fields_of(&found.seen, &found.note)).unwrap_or_default();
    form(opened, &system, Typed { fields, ..Typed::default() }, StatusCode::OK).await
}

async fn form(opened: Opened, system: &SampledSystem, typed: Typed, status: StatusCode) -> Answer {
    let (fact, _) = opened.known(system).ok_or(PageError::NotFound)?;
    let info = opened.desk.reading.info.clone();
    let institutions = &opened.desk.reading.plan.ledger.institutions;
    let model = Arc::new(FindingModel {
        sample: opened.sample.id,
        code: system.code.clone(),
        name: fact.name.to_string(),
        institution: words::institution(info.lang, institutions, &fact.institution),
        grade: system.grade,
        claimed: system.claimed.clone(),
        fields: typed.fields,
        faults: typed.faults,
        seen: system.finding.as_ref().map_or(0, |found| found.id),
        conflict: typed.conflict,
    });
    let title = model.name.clone();
    let body = move |info: &PageInfo| crate::pages::systems::checks::finding::page(info, &model);
    Ok(draw(status, Sheet { info, title, wide: false, body }).await)
}

/// `POST /systems/checks/{id}/{code}`
///
/// # Errors
/// Not the PMO, no such check, a system that was not drawn, or the database fails.
pub async fn record(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, code)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let (opened, system) = drawn(&app, &visitor, &uri, (&id, &code)).await?;
    let fields = posted.fields.clone();
    if posted.show_only {
        return form(opened, &system, Typed { fields, ..Typed::default() }, StatusCode::OK).await;
    }
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let (found, note) = match read_findings(&posted.fields, &system.claimed) {
        Ok(read) => read,
        Err(faults) => return form(opened, &system, Typed { fields, faults, conflict: false }, refused).await,
    };
    let seen = Some(posted.get("seen").parse().unwrap_or(0)).filter(|seen| *seen > 0);
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    match tx.put_finding(opened.sample.id, (system.system_id, &system.code), seen, &found, &note).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            // Read anew, so that saving again records on top of what is there.
            let (opened, system) = drawn(&app, &visitor, &uri, (&id, &code)).await?;
            return form(opened, &system, Typed { fields, conflict: true, ..Typed::default() }, refused).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(noted(&app, &format!("/systems/checks/{}#systems", opened.sample.id), "finding_recorded"))
}

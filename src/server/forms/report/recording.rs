//! From the kept draft, or from the last report, to a recorded one.

use super::conflict;
use super::desk::Desk;
use crate::domain::ids::{AssignmentId, EvidenceId};
use crate::domain::ledger::ReportKind;
use crate::domain::report::{NoChangeRefusal, may_repeat, read_statement};
use crate::pages::report::fault_words;
use crate::pages::texts::report as texts;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::store::{NewReport, StoreError};
use axum::http::StatusCode;

/// Records the kept draft, as the review page showed it.
pub(super) async fn record(desk: &mut Desk, posted: &Posted) -> Answer {
    let seen: i64 = posted.get("revision").parse().unwrap_or(0);
    let Some(draft) = desk.draft.clone().filter(|draft| draft.revision == seen) else {
        let mut form = desk.form(desk.draft.as_ref().map_or_else(|| desk.before(), |draft| draft.fields.clone()));
        form.conflict = Some(texts::stale(desk.reading.info.lang).to_owned());
        return Ok(desk.show(StatusCode::CONFLICT, form).await);
    };
    let statement = match read_statement(&draft.fields, &desk.assignment, desk.evidence.len()) {
        Ok(statement) => statement,
        Err(found) => {
            let mut form = desk.form(draft.fields);
            let scene = desk.scene();
            form.faults = found.iter().map(|fault| (fault.field.clone(), fault_words(&scene, fault))).collect();
            return Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY, form).await);
        }
    };
    let new = NewReport {
        self_rating: statement.self_rating,
        progress: statement.progress,
        text: statement.text,
        steps: statement.steps,
        previous: draft.based_on,
        evidence: desk.evidence.iter().map(|one| EvidenceId(one.id)).collect(),
        ..repeated(desk, ReportKind::Statement)
    };
    match write(desk, &new).await {
        Ok(()) => Ok(noted(&desk.app, &stream(desk), "report_saved")),
        Err(StoreError::Conflict) => {
            let mut form = desk.form(draft.fields.clone());
            form.conflict = conflict(desk, draft.based_on.map_or(0, |id| id.0));
            Ok(desk.show(StatusCode::CONFLICT, form).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// 변경 없음: the previous report's values again, under today's date.
pub(super) async fn repeat(desk: &Desk) -> Answer {
    let lang = desk.reading.info.lang;
    let refusal = match may_repeat(&desk.assignment, 0) {
        Ok(_) => {
            return match write(desk, &repeated(desk, ReportKind::NoChange)).await {
                Ok(()) => Ok(noted(&desk.app, &stream(desk), "no_change_saved")),
                Err(error) => Err(error.into()),
            };
        }
        Err(NoChangeRefusal::NothingBefore) => texts::no_change_nothing(lang),
        Err(NoChangeRefusal::QueryOpen) => texts::no_change_query(lang),
        Err(NoChangeRefusal::Late) => texts::no_change_late(lang),
        Err(NoChangeRefusal::Closed) => texts::no_change_closed(lang),
    };
    let mut form = desk.form(desk.draft.as_ref().map_or_else(|| desk.before(), |draft| draft.fields.clone()));
    form.faults = vec![("done".to_owned(), refusal.to_owned())];
    Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY, form).await)
}

/// A report with the last one's values; a first report begins with none.
fn repeated(desk: &Desk, kind: ReportKind) -> NewReport {
    let last = desk.assignment.last_report.as_ref();
    NewReport {
        plan: desk.reading.plan.ledger.plan.id,
        assignment: AssignmentId(desk.assignment.id.0),
        institution: desk.assignment.institution.clone(),
        kind,
        self_rating: last.map_or(crate::domain::rating::SelfRating::OnTrack, |report| report.self_rating),
        progress: last.and_then(|report| report.progress),
        text: desk.last_text.clone(),
        base_date: desk.app.clock.today(),
        previous: last.map(|report| report.id),
        steps: last.map(|report| report.steps.clone()).unwrap_or_default(),
        evidence: vec![],
        return_id: None,
    }
}

async fn write(desk: &Desk, new: &NewReport) -> Result<(), StoreError> {
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    tx.add_report(new).await?;
    tx.commit().await
}

fn stream(desk: &Desk) -> String {
    desk.reading.info.link(&format!("/tasks/{}/{}", desk.assignment.task_no, desk.assignment.institution))
}

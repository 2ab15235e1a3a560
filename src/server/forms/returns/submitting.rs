//! Handing a return in: one report for each assignment that says something new, in one write with the return's event.

use super::Place;
use super::desk::{ReturnDesk, text_fault};
use super::moving::{overtaken, refused};
use crate::domain::entry::EntryState;
use crate::domain::ids::EvidenceId;
use crate::domain::ledger::ReportKind;
use crate::domain::permission::{Action, may};
use crate::domain::rating::SelfRating;
use crate::domain::returns::ReceivedWay;
use crate::domain::text::{LINE_MAX, required_text};
use crate::pages::particle::object;
use crate::pages::returns::Line;
use crate::pages::texts::returns as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewReport, NewReturnEvent, StoreError, Submission};
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;

/// POST /reviews/{round}/returns/{slug}/submission
pub(super) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Place,
    posted: Posted,
) -> Answer {
    let mut desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    let reader = visitor.reader()?;
    let for_them = !posted.get("on_behalf").is_empty() && may(reader, Action::SubmitOnBehalf);
    if !for_them && !may(reader, Action::SubmitReturn(&desk.model.one.institution)) {
        return Err(PageError::Forbidden);
    }
    desk.model.rights.on_behalf = for_them;
    let unready = i64::try_from(desk.model.missing.len()).unwrap_or(i64::MAX);
    if let Err(refusal) = desk.model.one.submit(desk.model.round.state, unready) {
        desk.model.refused = true;
        return refused(&mut desk, refusal).await;
    }
    let event = match event(&mut desk, &posted, for_them) {
        Some(event) if !posted.show_only => event,
        _ => return Ok(desk.show_submitting(StatusCode::UNPROCESSABLE_ENTITY).await),
    };
    let submission = Submission {
        event,
        reports: desk
            .model
            .lines
            .iter()
            .filter(|line| line.state.makes_report())
            .map(|line| report(&desk, line))
            .collect(),
        revisions: posted.get("revisions").parse().unwrap_or(-1),
    };
    let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
    let plan = desk.reading.plan.ledger.plan.id;
    match tx.submit_return(plan, &desk.model.round, &desk.model.one, &submission).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => return overtaken(&mut desk).await,
        Err(error) => return Err(error.into()),
    }
    Ok(noted(&app, &desk.reading.info.link(&desk.model.path()), "return_submitted"))
}

/// How it is handed in; `None` with faults laid on the desk where the PMO did not say for whom or how it came.
fn event(desk: &mut ReturnDesk, posted: &Posted, for_them: bool) -> Option<NewReturnEvent> {
    let asked = desk.model.lines.iter().filter(|line| line.entry.asked);
    let nil = asked.clone().count() > 0 && asked.clone().all(|line| line.state == EntryState::NoChange);
    if !for_them {
        return Some(NewReturnEvent { nil, ..NewReturnEvent::default() });
    }
    let lang = desk.reading.info.lang;
    desk.model.typed = posted.fields.clone();
    let way = ReceivedWay::parse(posted.get("way"));
    if way.is_none() {
        desk.model.typed_faults.push(("way".into(), texts::fault_missing(lang, object(lang, texts::way(lang)))));
    }
    let officer = required_text(posted.get("officer"), LINE_MAX);
    if let Err(fault) = officer {
        let words = text_fault(desk, texts::officer(lang), fault);
        desk.model.typed_faults.insert(0, ("officer".into(), words));
    }
    let (officer, way) = (officer.ok()?, way?);
    Some(NewReturnEvent { nil, way: Some(way), on_behalf_of: Some(officer), ..NewReturnEvent::default() })
}

/// What one assignment says: the statement typed, or the last report again.
fn report(desk: &ReturnDesk, line: &Line) -> NewReport {
    let last = line.assignment.last_report.as_ref();
    let repeated = NewReport {
        plan: desk.reading.plan.ledger.plan.id,
        assignment: line.assignment.id,
        institution: desk.model.one.institution.clone(),
        kind: ReportKind::NoChange,
        self_rating: last.map_or(SelfRating::OnTrack, |report| report.self_rating),
        progress: last.and_then(|report| report.progress),
        text: last.and_then(|report| desk.texts.get(&report.id)).cloned().unwrap_or_default(),
        base_date: desk.model.round.base_date(),
        previous: last.map(|report| report.id),
        steps: last.map(|report| report.steps.clone()).unwrap_or_default(),
        evidence: vec![],
        return_id: Some(desk.model.one.id),
    };
    match &line.state {
        EntryState::Edited { statement, .. } => NewReport {
            kind: ReportKind::Statement,
            self_rating: statement.self_rating,
            progress: statement.progress,
            text: statement.text.clone(),
            steps: statement.steps.clone(),
            evidence: line.evidence.iter().map(|one| EvidenceId(one.id)).collect(),
            ..repeated
        },
        _ => repeated,
    }
}

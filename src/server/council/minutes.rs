//! Circulated minutes: requests for correction and their decision; closed minutes: addenda.

use crate::domain::council::Body;
use crate::domain::council::minutes::{Addendum, Correction, CorrectionDecision};
use crate::domain::permission::Action;
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, commit, entry_of};
use crate::server::council::lines;
use crate::server::council::meeting::{again, refuse, shown};
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

/// `POST /council/{id}/lines/{line}/corrections`: an institution asks for its own remark to be put differently.
pub async fn correct(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, line)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.id;
    let remark = entry_of(&hall.council.remarks, &line).ok();
    let remark = remark.filter(|one| one.body.meeting == meeting).ok_or(PageError::NotFound)?;
    let institution = remark.body.institution.clone().ok_or(PageError::Forbidden)?;
    hall.ask(Action::CorrectRemark(&institution))?;
    let mut form = Form::new(&posted, hall.lang());
    let (proposed, reason) = (form.text("proposed", NARRATIVE_MAX), form.text("reason", LINE_MAX));
    if !form.is_good() || posted.show_only {
        return lines::again(&hall, &id, &line, shown(form, "correction")).await;
    }
    let asked = Correction { meeting, remark: remark.id, institution, proposed, reason, decision: None };
    match hall.add(Body::Correction(asked), None).await? {
        Ok(_) => Ok(hall.done(format!("/council/{id}#corrections"), "correction_asked")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

/// `POST /council/{id}/corrections/{correction}/decision`
pub async fn decide(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, correction)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.id;
    let asked = entry_of(&hall.council.corrections, &correction).ok();
    let asked = asked.filter(|one| one.body.meeting == meeting).ok_or(PageError::NotFound)?.id;
    let mut form = Form::new(&posted, hall.lang());
    let reason = form.text("reason", LINE_MAX);
    let accepted = form.choice("decision", |text| ["accepted", "refused"].contains(&text).then(|| text == "accepted"));
    let Some(accepted) = accepted.filter(|_| form.is_good() && !posted.show_only) else {
        return again(&hall, &id, shown(form, &format!("correction-{asked}"))).await;
    };
    let mut tx = hall.write(None).await?;
    let put = tx.decide_correction(hall.plan(), asked, CorrectionDecision { accepted, reason }).await;
    match commit(tx, put).await? {
        Ok(()) => Ok(hall.done(format!("/council/{id}#corrections"), "correction_decided")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

/// `POST /council/{id}/addenda`
pub async fn amend(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.id;
    let mut form = Form::new(&posted, hall.lang());
    let text = form.text("text", NARRATIVE_MAX);
    if !form.is_good() || posted.show_only {
        return again(&hall, &id, shown(form, "addendum")).await;
    }
    match hall.add(Body::Addendum(Addendum { meeting, text }), None).await? {
        Ok(_) => Ok(hall.done(format!("/council/{id}#addenda"), "minutes_amended")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

//! What I owe, and the form to report it.
//!
//! One address takes every button of the form: `draft` keeps what was typed, `review` keeps it and shows what would
//! change, `raise` keeps it and takes its 애로사항 into the register, `save` records it, `no_change` repeats the last report, `discard` throws the draft away, `remove:ID` takes a
//! file off. Files that pass their own checks are kept with the draft whatever becomes of the other fields.

mod desk;
mod evidence;
mod recording;

use self::desk::Desk;
pub use self::evidence::file_fault;
use self::evidence::keep_evidence;
use self::recording::{record, repeat};
use crate::domain::ids::{EvidenceId, ReportId};
use crate::domain::permission::{Action, may};
use crate::domain::report::{changes, read_statement};
use crate::pages::difficulties::new::address;
use crate::pages::record::Scene;
use crate::pages::report::{Review, fault_words, review_page};
use crate::pages::texts::report as texts;
use crate::pages::texts::work as work_texts;
use crate::pages::{PageInfo, Section, format};
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::reading::{Reading, first};
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::Arc;

/// GET /work
pub async fn work(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    if !may(visitor.reader()?, Action::ReadOwnWork) {
        return Err(PageError::Forbidden);
    }
    let reading = Reading::open(&app, &visitor, &uri, Section::Work, false).await?;
    let institutions = visitor.reader()?.institutions();
    let drafts: HashMap<_, _> = app.store.drafts_of(visitor.reader()?.id).await?.into_iter().collect();
    let (plan, standing, info) = (reading.plan, reading.standing, reading.info);
    let title = work_texts::title(info.lang).to_owned();
    let body = move |info: &PageInfo| {
        let scene = Scene { info, ledger: &plan.ledger, standing: &standing, calendar: &plan.calendar };
        let mine: Vec<_> = standing.assignments.iter().filter(|one| institutions.contains(&one.institution)).collect();
        let reviews = &plan.ledger.reviews;
        let rounds = reviews.rounds().iter().flat_map(|round| {
            institutions.iter().filter_map(move |slug| reviews.return_of(round.id, slug).map(|one| (round, one)))
        });
        let returns: Vec<_> = rounds.filter(|(round, one)| one.takes_reports(round.state)).collect();
        crate::pages::work::page(&scene, &mine, &drafts, &returns)
    };
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await)
}

/// GET /work/{slug}/{no}; `?step=review` shows what would change.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((slug, no)): Path<(String, String)>,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &slug, &no).await?;
    if let Some(place) = &desk.in_return {
        return Ok(see_other(place));
    }
    if !desk.assignment.light.is_open() {
        return Ok(see_other(&desk.reading.info.link(&format!("/tasks/{no}/{slug}"))));
    }
    if first(&desk.reading.query, "step") == Some("review") && desk.draft.is_some() {
        return Ok(show_review(&desk).await);
    }
    let lang = visitor.lang;
    let mut form = desk.form(desk.draft.as_ref().map_or_else(|| desk.before(), |draft| draft.fields.clone()));
    if let Some(draft) = &desk.draft {
        form.origin = Some(texts::draft_from(lang, format::instant(lang, draft.saved_at)));
        form.based_on = draft.based_on.map_or(0, |id| id.0);
        form.conflict = conflict(&desk, form.based_on);
    }
    Ok(desk.show(StatusCode::OK, form).await)
}

/// The sentence about a report that came after the form was opened.
fn conflict(desk: &Desk, based_on: i64) -> Option<String> {
    let last = desk.assignment.last_report.as_ref().filter(|report| report.id.0 != based_on)?;
    let lang = desk.reading.info.lang;
    Some(texts::conflict_text(lang, format::instant(lang, last.recorded_at), &last.by_name))
}

async fn show_review(desk: &Desk) -> Response {
    let fields = desk.draft.as_ref().map(|draft| draft.fields.clone()).unwrap_or_default();
    let review = Review {
        changes: changes(&desk.before(), &fields),
        evidence: desk.evidence.clone(),
        revision: desk.draft.as_ref().map_or(0, |draft| draft.revision),
        based_on: desk.draft.as_ref().and_then(|draft| draft.based_on).map_or(0, |id| id.0),
    };
    let (reading, assignment) = (Arc::clone(&desk.reading), Arc::clone(&desk.assignment));
    let info = reading.info.clone();
    let title = texts::review_title(info.lang).to_owned();
    let body = move |info: &PageInfo| {
        let plan = &reading.plan;
        let scene = Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar };
        review_page(&scene, &assignment, &review)
    };
    draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await
}

/// POST /work/{slug}/{no}
pub async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((slug, no)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let mut desk = Desk::open(&app, &visitor, &uri, &slug, &no).await?;
    if posted.show_only {
        return Ok(desk.show(StatusCode::OK, desk.form(typed(&posted))).await);
    }
    // The round was opened while this form was being typed: what was typed is shown, and where it belongs now.
    if desk.in_return.is_some() && posted.get("action") != "discard" {
        let mut form = desk.form(typed(&posted));
        form.conflict = Some(texts::in_return(visitor.lang).to_owned());
        form.in_return.clone_from(&desk.in_return);
        return Ok(desk.show(StatusCode::CONFLICT, form).await);
    }
    match posted.get("action") {
        "no_change" => repeat(&desk).await,
        "discard" => {
            app.store.drop_draft(desk.actor.id, desk.assignment.id).await?;
            Ok(noted(&app, &desk.path, "draft_dropped"))
        }
        "save" if posted.fields.iter().all(|(name, _)| name != "self_rating") => record(&mut desk, &posted).await,
        action => take(&mut desk, &posted, action).await,
    }
}

/// POST /work/{slug}/{no}/draft, from the browser while typing: the new revision, or 409.
pub async fn keep(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((slug, no)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &slug, &no).await?;
    if desk.in_return.is_some() {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    match save_draft(&desk, &posted).await? {
        Ok(revision) => Ok(revision.to_string().into_response()),
        Err(_) => Ok(StatusCode::CONFLICT.into_response()),
    }
}

/// The fields of the form itself, without its buttons and counters.
fn typed(posted: &Posted) -> Vec<(String, String)> {
    let own = |name: &str| !["action", "revision", "based_on", "link"].contains(&name);
    posted.fields.iter().filter(|(name, _)| own(name)).cloned().collect()
}

async fn save_draft(desk: &Desk, posted: &Posted) -> Result<Result<i64, i64>, PageError> {
    let seen = posted.get("revision").parse().unwrap_or(0);
    let based_on = posted.get("based_on").parse().ok().filter(|id| *id > 0).map(ReportId);
    let now = desk.app.clock.now();
    let kept =
        desk.app.store.keep_draft(desk.actor.id, desk.assignment.id, &typed(posted), based_on, seen, now).await?;
    Ok(kept.map_err(|conflict| conflict.current))
}

/// Keeps files and text, then does what the button asks.
async fn take(desk: &mut Desk, posted: &Posted, action: &str) -> Answer {
    let mut faults = keep_evidence(desk, posted).await?;
    if let Some(id) = action.strip_prefix("remove:").and_then(|id| id.parse().ok()) {
        let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
        tx.remove_evidence(EvidenceId(id), desk.assignment.id, &desk.assignment.institution).await?;
        tx.commit().await?;
    }
    desk.evidence = desk.app.store.draft_evidence(desk.actor.id, desk.assignment.id).await?;
    let fields = typed(posted);
    let wants_record = action == "review" || action == "save";
    if let Some(Err(found)) = wants_record.then(|| read_statement(&fields, &desk.assignment, desk.evidence.len())) {
        let scene = desk.scene();
        let told = found.iter().map(|fault| (fault.field.clone(), fault_words(&scene, fault)));
        faults = told.chain(faults).collect();
    }
    let saved = save_draft(desk, posted).await?;
    desk.draft = desk.app.store.draft(desk.actor.id, desk.assignment.id).await?;
    let based_on = posted.get("based_on").parse().unwrap_or(0);
    let stale = saved.is_err().then(|| texts::stale(desk.reading.info.lang).to_owned());
    let conflict = stale.or_else(|| if action == "review" { conflict(desk, based_on) } else { None });
    if faults.is_empty() && conflict.is_none() {
        return Ok(match action {
            "review" => see_other(&with_step(&desk.path)),
            "raise" => see_other(&desk.reading.info.link(&address(&desk.source(), &desk.assignment.institution))),
            action if action.starts_with("remove:") => noted(&desk.app, &desk.path, "evidence_removed"),
            _ => noted(&desk.app, &desk.path, "draft_saved"),
        });
    }
    let mut form = desk.form(fields);
    form.fields.push((
        "link".to_owned(),
        if faults.iter().any(|(name, _)| name == "link") { posted.get("link").to_owned() } else { String::new() },
    ));
    form.faults = faults;
    let status = if conflict.is_some() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    form.conflict = conflict;
    Ok(desk.show(status, form).await)
}

fn with_step(path: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}step=review")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::value;

    #[test]
    fn buttons_and_counters_are_no_part_of_what_was_typed() {
        let pairs = [("done", "- 하나"), ("action", "draft"), ("revision", "3"), ("based_on", "1"), ("claim_3", "on")];
        let fields = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let kept = typed(&Posted { fields, ..Posted::default() });
        assert_eq!(value(&kept, "done"), "- 하나");
        assert_eq!(kept.len(), 2);
    }
}

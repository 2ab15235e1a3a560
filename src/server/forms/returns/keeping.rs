//! Keeping what an institution writes: each entry whose fields differ, unless somebody else saved it meanwhile.

use super::desk::ReturnDesk;
use super::evidence::{keep_evidence, remove_evidence};
use super::{Place, queries, typed};
use crate::domain::council::source::Source;
use crate::domain::entry::EntryState;
use crate::domain::ids::{AssignmentId, TaskNo};
use crate::domain::report::{fingerprint, may_repeat};
use crate::domain::returns::{ReturnEventKind, ReturnState};
use crate::pages::difficulties::new::address;
use crate::pages::texts::returns as texts;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{KeptEntry, NewReturnEvent, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use std::collections::HashMap;

/// POST /reviews/{round}/returns/{slug}: every button of the form.
pub(super) async fn take(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Place,
    posted: Posted,
) -> Answer {
    let mut desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    let action = posted.get("action").to_owned();
    if let (Some(no), true) = (action.strip_prefix("answer:"), desk.model.rights.answer && !writes(&desk)) {
        return queries::answer(&mut desk, &posted, no).await;
    }
    if !writes(&desk) {
        return refuse_late(&mut desk, &visitor, &posted).await;
    }
    let touched = lay_typed(&mut desk, &posted, &action);
    if posted.show_only {
        desk.settle();
        return Ok(desk.show(StatusCode::OK).await);
    }
    let file_faults = keep_evidence(&mut desk, &posted).await?;
    if let Some(id) = action.strip_prefix("remove:").and_then(|id| id.parse().ok()) {
        remove_evidence(&mut desk, id).await?;
    }
    let stale = save(&mut desk, &touched).await?;
    desk.settle();
    for (no, field, words) in file_faults {
        if let Some(line) = desk.model.lines.iter_mut().find(|line| line.no() == no) {
            line.faults.push((field, words.clone()));
            desk.model.typed_faults.push((format!("a{no}.evidence"), words));
        }
    }
    if !stale.is_empty() {
        show_theirs(&mut desk, &stale).await?;
        return Ok(desk.show(StatusCode::CONFLICT).await);
    }
    if !desk.model.typed_faults.is_empty() {
        desk.model.conflict = desk.model.typed_faults.first().map(|(_, words)| words.clone());
        return Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY).await);
    }
    act(&mut desk, &posted, &action).await
}

fn writes(desk: &ReturnDesk) -> bool {
    desk.model.rights.write || desk.model.rights.on_behalf
}

async fn act(desk: &mut ReturnDesk, posted: &Posted, action: &str) -> Answer {
    if let Some(no) = action.strip_prefix("answer:") {
        return queries::answer(desk, posted, no).await;
    }
    if let Some(no) = action.strip_prefix("raise:").and_then(TaskNo::parse) {
        let source = Source::Return { round: desk.model.round.slug.clone(), task: no };
        let form = address(&source, &desk.model.one.institution);
        return Ok(see_other(&desk.reading.info.link(&form)));
    }
    if action != "review" {
        let key = match action {
            "no_change_all" => "return_unchanged",
            action if action.starts_with("remove:") => "evidence_removed",
            _ => "return_saved",
        };
        return Ok(desk.done(key));
    }
    if !desk.model.missing.is_empty() {
        desk.model.refused = true;
        return Ok(desk.show(StatusCode::UNPROCESSABLE_ENTITY).await);
    }
    if !desk.model.rights.submit && !desk.model.rights.on_behalf {
        return Ok(desk.done("return_ready"));
    }
    let path = desk.path();
    let joint = if path.contains('?') { '&' } else { '?' };
    Ok(see_other(&format!("{path}{joint}step=submit")))
}

/// The form came when nothing may be written any more: what was typed is shown, so that it can be copied.
async fn refuse_late(desk: &mut ReturnDesk, visitor: &Visitor, posted: &Posted) -> Answer {
    let reader = visitor.reader()?;
    let slug = desk.model.one.institution.clone();
    if !crate::domain::permission::may(reader, crate::domain::permission::Action::DraftReturn(&slug)) {
        return Err(PageError::Forbidden);
    }
    let refusal = desk.model.one.edit(desk.model.round.state).err();
    let lang = desk.reading.info.lang;
    desk.model.conflict = refusal.map(|refusal| super::words::refusal(lang, refusal));
    let _shown = lay_typed(desk, posted, "");
    desk.model.rights.write = true;
    desk.settle();
    Ok(desk.show(StatusCode::CONFLICT).await)
}

/// What a form was drawn from: by task, the revision and the fingerprint it carries.
type Marks = HashMap<TaskNo, (i64, String)>;

fn marks(posted: &Posted) -> Marks {
    let mark = |text: &str| {
        let mut parts = text.splitn(3, ':');
        let (no, revision, print) = (parts.next()?, parts.next()?, parts.next()?);
        Some((TaskNo::parse(no)?, (revision.parse().ok()?, print.to_owned())))
    };
    posted.get("revision").split(',').filter_map(mark).collect()
}

/// Lays what was posted over the lines that were touched; answers those.
fn lay_typed(desk: &mut ReturnDesk, posted: &Posted, action: &str) -> Vec<AssignmentId> {
    let marks = marks(posted);
    let mut touched = Vec::new();
    for line in desk.model.lines.iter_mut().filter(|line| line.entry.asked) {
        let fields = typed(posted, &line.prefix());
        let no_change = !posted.get(&format!("{}no_change", line.prefix())).is_empty();
        let print = fingerprint(&fields, no_change);
        let drawn = marks.get(&line.no());
        if !fields.is_empty() && drawn.is_none_or(|(_, drawn)| *drawn != print) {
            line.fields = fields;
            line.entry.no_change = no_change;
            line.entry.revision = drawn.map_or(line.entry.revision, |(revision, _)| *revision);
            touched.push(line.assignment.id);
        }
        let repeats = may_repeat(&line.assignment, line.open_queries()).is_ok();
        if action == "no_change_all"
            && line.state == EntryState::Unconfirmed
            && repeats
            && !touched.contains(&line.assignment.id)
        {
            line.entry.no_change = true;
            touched.push(line.assignment.id);
        }
    }
    desk.model.typed = posted.fields.iter().filter(|(name, _)| name.starts_with('q')).cloned().collect();
    touched
}

/// Saves the lines that were touched; answers the assignments that somebody else saved meanwhile.
async fn save(desk: &mut ReturnDesk, touched: &[AssignmentId]) -> Result<Vec<AssignmentId>, PageError> {
    let kept: Vec<KeptEntry> =
        desk.model.lines.iter().filter(|line| touched.contains(&line.assignment.id)).map(kept).collect();
    if kept.is_empty() {
        return Ok(vec![]);
    }
    let (plan, model) = (desk.reading.plan.ledger.plan.id, &desk.model);
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    if model.one.state == ReturnState::NotStarted {
        let event = NewReturnEvent::default();
        match tx.add_return_event(plan, &model.round, &model.one, ReturnEventKind::Drafted, &event).await {
            // Somebody else began meanwhile: it is begun.
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let stale = tx.keep_entries(model.one.id, &model.one.institution, &kept).await?;
    tx.commit().await?;
    let (now, name) = (desk.app.clock.now(), desk.actor.name.clone());
    for line in desk.model.lines.iter_mut() {
        let id = line.assignment.id;
        if touched.contains(&id) && !stale.contains(&id) {
            line.entry.revision += 1;
            line.entry.saved_at = Some(now);
            line.entry.saved_by.clone_from(&name);
            line.note_stored();
        }
    }
    Ok(stale)
}

fn kept(line: &crate::pages::returns::Line) -> KeptEntry {
    KeptEntry {
        assignment: line.assignment.id,
        fields: Some(line.fields.clone()),
        no_change: line.entry.no_change,
        seen: line.entry.revision,
    }
}

/// Puts what somebody else saved beside what was typed; saving again then replaces it knowingly.
async fn show_theirs(desk: &mut ReturnDesk, stale: &[AssignmentId]) -> Result<(), PageError> {
    let fresh = desk.app.store.entries(desk.model.one.id).await?;
    let stored = desk.stored(&fresh);
    for line in desk.model.lines.iter_mut().filter(|line| stale.contains(&line.assignment.id)) {
        let id = line.assignment.id;
        let (Some(entry), Some(fields)) = (fresh.get(&id), stored.get(&id)) else { continue };
        line.stored = fingerprint(fields, entry.no_change);
        line.theirs = Some((fields.clone(), entry.saved_by.clone()));
        line.entry.revision = entry.revision;
    }
    let lang = desk.reading.info.lang;
    desk.model.conflict = Some(texts::conflict(lang).to_owned());
    Ok(())
}

/// POST /reviews/{round}/returns/{slug}/draft, from the browser while typing: the new revisions, or 409.
pub(super) async fn keep(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug)): Place,
    posted: Posted,
) -> Answer {
    let mut desk = ReturnDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    if !writes(&desk) {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let touched = lay_typed(&mut desk, &posted, "");
    let stale = save(&mut desk, &touched).await?;
    if !stale.is_empty() {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    // What was not touched here keeps the mark the page was drawn with.
    let drawn: HashMap<&str, &str> =
        posted.get("revision").split(',').filter_map(|mark| Some((mark.split(':').next()?, mark))).collect();
    let told = desk.model.lines.iter().map(|line| {
        let no = line.no().to_string();
        let kept = drawn.get(no.as_str()).filter(|_| !touched.contains(&line.assignment.id));
        kept.map_or_else(|| line.mark(), |mark| (*mark).to_owned())
    });
    Ok(told.collect::<Vec<_>>().join(",").into_response())
}

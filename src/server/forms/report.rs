//! What I owe, and the form to report it.
//!
//! One address takes every button of the form: `draft` keeps what was typed, `review` keeps it and shows what would
//! change, `save` records it, `no_change` repeats the last report, `discard` throws the draft away, `remove:ID` takes a
//! file off. Files that pass their own checks are kept with the draft whatever becomes of the other fields.

use crate::domain::evidence::{FileFault, file_kind, is_link, tidy_file_name};
use crate::domain::ids::{AssignmentId, EvidenceId, ReportId, Slug, TaskNo};
use crate::domain::ledger::ReportKind;
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::permission::{Action, may};
use crate::domain::report::{NoChangeRefusal, changes, may_repeat, prefilled, read_statement};
use crate::domain::standing::AssignmentStanding;
use crate::pages::record::Scene;
use crate::pages::report::{ReportForm, Review, fault_words, page, review_page};
use crate::pages::texts::report as texts;
use crate::pages::texts::work as work_texts;
use crate::pages::{PageInfo, Section, format};
use crate::server::errors::PageError;
use crate::server::files::keep_file;
use crate::server::forms::noted;
use crate::server::posted::{Posted, PostedFile};
use crate::server::reading::{Reading, first};
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Actor, Draft, NewEvidence, NewReport, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
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
        crate::pages::work::page(&scene, &mine, &drafts)
    };
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await)
}

/// One assignment of the visitor's own, with what its form needs.
struct Desk {
    app: Shared,
    reading: Arc<Reading>,
    assignment: Arc<AssignmentStanding>,
    actor: Actor,
    path: String,
    last_text: ReportText,
    draft: Option<Draft>,
    evidence: Vec<EvidenceRow>,
}

impl Desk {
    async fn open(app: &Shared, visitor: &Visitor, uri: &Uri, slug: &str, no: &str) -> Result<Self, PageError> {
        let slug = Slug::parse(slug).ok_or(PageError::NotFound)?;
        let no = TaskNo::parse(no).ok_or(PageError::NotFound)?;
        let reading = Reading::open(app, visitor, uri, Section::Work, false).await?;
        if !may(visitor.reader()?, Action::Report(&slug)) {
            return Err(PageError::Forbidden);
        }
        let assignment = reading.standing.assignment(no, &slug).cloned().ok_or(PageError::NotFound)?;
        let actor = visitor.actor(Some(&slug))?;
        let last = assignment.last_report.as_ref().map(|report| report.id);
        let texts = app.store.report_texts(&last.into_iter().collect::<Vec<_>>()).await?;
        let last_text = last.and_then(|id| texts.get(&id).cloned()).unwrap_or_default();
        let draft = app.store.draft(actor.id, assignment.id).await?;
        let evidence = app.store.draft_evidence(actor.id, assignment.id).await?;
        let path = reading.info.link(&format!("/work/{slug}/{no}"));
        let (app, assignment) = (Arc::clone(app), Arc::new(assignment));
        Ok(Self { app, reading: Arc::new(reading), assignment, actor, path, last_text, draft, evidence })
    }

    fn scene(&self) -> Scene<'_> {
        let reading = &self.reading;
        Scene {
            info: &reading.info,
            ledger: &reading.plan.ledger,
            standing: &reading.standing,
            calendar: &reading.plan.calendar,
        }
    }

    fn last_report(&self) -> Option<ReportId> {
        self.assignment.last_report.as_ref().map(|report| report.id)
    }

    fn before(&self) -> Vec<(String, String)> {
        prefilled(&self.assignment, &self.last_text)
    }

    /// The form with these fields: prefilled values stand where nothing was typed yet.
    fn form(&self, fields: Vec<(String, String)>) -> ReportForm {
        let revision = self.draft.as_ref().map_or(0, |draft| draft.revision);
        ReportForm {
            fields,
            before: self.before(),
            evidence: self.evidence.clone(),
            revision,
            based_on: self.last_report().map_or(0, |id| id.0),
            has_draft: self.draft.is_some(),
            on_behalf_of: self.actor.on_behalf_of.clone(),
            ..ReportForm::default()
        }
    }

    async fn show(&self, status: StatusCode, form: ReportForm) -> Response {
        let (reading, assignment) = (Arc::clone(&self.reading), Arc::clone(&self.assignment));
        let info = reading.info.clone();
        let title = texts::title(info.lang, assignment.task_no);
        let body = move |info: &PageInfo| {
            let plan = &reading.plan;
            let scene = Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar };
            page(&scene, &assignment, &form)
        };
        draw(status, Sheet { info, title, wide: false, body }).await
    }
}

/// GET /work/{slug}/{no}; `?step=review` shows what would change.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((slug, no)): Path<(String, String)>,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &slug, &no).await?;
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

/// Keeps the files that pass their own checks, and the link; answers what is wrong with the others.
async fn keep_evidence(desk: &Desk, posted: &Posted) -> Result<Vec<(String, String)>, PageError> {
    let mut faults = Vec::new();
    for file in posted.files.iter().filter(|file| file.field == "evidence") {
        let name = tidy_file_name(&file.name);
        match file_kind(&name, &file.contents) {
            Ok(kind) => keep_one(desk, file, name, kind.media_type()).await?,
            Err(fault) => faults.push(("evidence".to_owned(), file_fault(desk, fault, &name))),
        }
    }
    let link = posted.get("link");
    if is_link(link) {
        let new = NewEvidence { name: link.to_owned(), link: Some(link.to_owned()), ..empty_evidence(desk) };
        add_evidence(desk, &new).await?;
    } else if !link.is_empty() {
        faults.push(("link".to_owned(), texts::fault_link(desk.reading.info.lang).to_owned()));
    }
    Ok(faults)
}

async fn keep_one(desk: &Desk, file: &PostedFile, name: String, media_type: &str) -> Result<(), PageError> {
    let object = keep_file(&desk.app, file.contents.clone()).await?;
    let new = NewEvidence {
        name,
        media_type: media_type.to_owned(),
        bytes: i64::try_from(file.contents.len()).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(&file.contents)),
        object: Some(object),
        ..empty_evidence(desk)
    };
    add_evidence(desk, &new).await
}

fn empty_evidence(desk: &Desk) -> NewEvidence {
    NewEvidence {
        institution: desk.assignment.institution.clone(),
        assignment: desk.assignment.id,
        name: String::new(),
        link: None,
        media_type: String::new(),
        bytes: 0,
        sha256: String::new(),
        object: None,
    }
}

async fn add_evidence(desk: &Desk, new: &NewEvidence) -> Result<(), PageError> {
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    tx.add_evidence(new).await?;
    Ok(tx.commit().await?)
}

fn file_fault(desk: &Desk, fault: FileFault, name: &str) -> String {
    let lang = desk.reading.info.lang;
    match fault {
        FileFault::Empty => texts::fault_file_empty(lang, name),
        FileFault::TooLarge => texts::fault_file_large(lang, name),
        FileFault::Extension => texts::fault_file_extension(lang, name),
        FileFault::Contents => texts::fault_file_contents(lang, name),
        FileFault::Name => texts::fault_file_name(lang, name),
    }
}

/// Records the kept draft, as the review page showed it.
async fn record(desk: &mut Desk, posted: &Posted) -> Answer {
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
async fn repeat(desk: &Desk) -> Answer {
    let lang = desk.reading.info.lang;
    let refusal = match may_repeat(&desk.assignment) {
        Ok(_) => {
            return match write(desk, &repeated(desk, ReportKind::NoChange)).await {
                Ok(()) => Ok(noted(&desk.app, &stream(desk), "no_change_saved")),
                Err(error) => Err(error.into()),
            };
        }
        Err(NoChangeRefusal::NothingBefore) => texts::no_change_nothing(lang),
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

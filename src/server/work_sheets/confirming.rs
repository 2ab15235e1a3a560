//! What a file would change, and its confirmation: drafts, entries of a return, or reports; all in one write, or nothing.

use super::desk::{Place, Target, WorkDesk};
use crate::domain::ids::EvidenceId;
use crate::domain::ledger::ReportKind;
use crate::domain::report::read_statement;
use crate::pages::texts::{sheets, work_sheet as texts};
use crate::pages::work_sheet::{PreviewModel, StagedWork, WorkSummary, preview};
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{
    ImportKind, ImportRow, ImportState, KeptEntry, LineOutcome, NewDraft, NewReport, StoreError, StoreResult, Tx,
};
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;

/// More assignments than any institution has.
const ALL: (i64, i64) = (0, 10_000);

/// `GET /work/import/{id}`
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let desk = WorkDesk::open(&app, &visitor, &uri).await?;
    let look = Kept::read(&desk, &id).await?;
    Ok(look.show(&desk, StatusCode::OK, None).await)
}

/// `POST /work/import/{id}`: `draft` keeps the forms, `report` records what is whole, `discard` forgets the file.
pub(super) async fn confirm(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let desk = WorkDesk::open(&app, &visitor, &uri).await?;
    let kept = Kept::read(&desk, &id).await?;
    let lang = desk.reading.info.lang;
    if posted.show_only {
        return Ok(kept.show(&desk, StatusCode::OK, None).await);
    }
    let action = posted.get("action");
    let report = action == "report";
    let good = kept.summary.bad == 0 || posted.get("only") == "good";
    let fault = match action {
        _ if kept.import.state != ImportState::Previewed => Some((StatusCode::CONFLICT, sheets::fault_over(lang))),
        "discard" => return kept.end(&desk, ImportState::Dropped, "import_discarded").await,
        _ if kept.import.is_forgotten(app.system.now()) => Some((StatusCode::GONE, sheets::forgotten(lang))),
        _ if !good => Some((StatusCode::UNPROCESSABLE_ENTITY, sheets::fault_bad(lang))),
        _ if kept.summary.changed == 0 => Some((StatusCode::UNPROCESSABLE_ENTITY, sheets::fault_nothing(lang))),
        "report" if kept.unfinished() => Some((StatusCode::UNPROCESSABLE_ENTITY, texts::fault_unfinished(lang))),
        "draft" | "report" => None,
        _ => Some((StatusCode::UNPROCESSABLE_ENTITY, sheets::fault_nothing(lang))),
    };
    if let Some((status, fault)) = fault {
        return Ok(kept.show(&desk, status, Some(fault)).await);
    }
    match kept.write(&desk, report).await {
        Ok(()) => Ok(noted(&app, &desk.reading.info.link("/work"), if report { "work_reported" } else { "work_kept" })),
        Err(StoreError::Conflict) => Ok(kept.show(&desk, StatusCode::CONFLICT, Some(texts::fault_moved(lang))).await),
        Err(error) => Err(error.into()),
    }
}

/// A file that waits.
struct Kept {
    import: ImportRow,
    summary: WorkSummary,
    changed: Vec<StagedWork>,
    bad: Vec<StagedWork>,
}

impl Kept {
    async fn read(desk: &WorkDesk, id: &str) -> Result<Self, PageError> {
        let store = &desk.app.store;
        let id = id.parse().map_err(|_| PageError::NotFound)?;
        let import = store.system_import(id).await?.ok_or(PageError::NotFound)?;
        if import.by != desk.actor.id || import.kind != ImportKind::Reports {
            return Err(PageError::NotFound);
        }
        let read = async |outcome| -> StoreResult<Vec<StagedWork>> {
            let lines = store.import_lines(id, outcome, ALL).await?;
            let staged = lines.iter().map(|line| serde_json::from_str(&line.contents));
            staged.collect::<Result<_, _>>().map_err(|error: serde_json::Error| StoreError::Corrupt(error.to_string()))
        };
        let (changed, bad) = (read(LineOutcome::Changed).await?, read(LineOutcome::Bad).await?);
        Ok(Self { summary: serde_json::from_str(&import.outcome).unwrap_or_default(), import, changed, bad })
    }

    /// Whether something is missing for a report.
    fn unfinished(&self) -> bool {
        self.changed.iter().any(|one| !one.in_return && !one.left.is_empty())
    }

    async fn show(&self, desk: &WorkDesk, status: StatusCode, fault: Option<&'static str>) -> Response {
        let model = PreviewModel {
            id: self.import.id,
            file_name: self.import.file_name.clone(),
            summary: self.summary.clone(),
            changed: self.changed.clone(),
            bad: self.bad.clone(),
            waits: self.import.state == ImportState::Previewed && !self.import.is_forgotten(desk.app.system.now()),
            fault,
        };
        let title = texts::preview_title(desk.reading.info.lang);
        desk.draw(status, title, move |scene| preview(scene, &model)).await
    }

    async fn end(&self, desk: &WorkDesk, state: ImportState, note: &str) -> Answer {
        let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
        if !tx.move_import(self.import.id, (ImportState::Previewed, state), false, &self.import.outcome).await? {
            return Err(PageError::Conflict);
        }
        tx.forget_lines(self.import.id, false).await?;
        tx.commit().await?;
        Ok(noted(&desk.app, &desk.reading.info.link("/work/import"), note))
    }

    /// Writes what was looked at; a form that stands otherwise now refuses all.
    async fn write(&self, desk: &WorkDesk, report: bool) -> StoreResult<()> {
        let mut entries: Vec<Vec<KeptEntry>> = desk.returns.iter().map(|_| Vec::new()).collect();
        let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
        for one in &self.changed {
            let target = standing_as_seen(desk, one).ok_or(StoreError::Conflict)?;
            match target.place {
                Place::Entry(at) => entries[at].push(KeptEntry {
                    assignment: target.assignment.id,
                    fields: Some(one.fields.clone()),
                    no_change: false,
                    seen: one.seen,
                }),
                Place::Draft if report => {
                    // Refused where the draft was saved meanwhile; the report takes it with it.
                    tx.keep_draft(&draft(target, one)).await?;
                    write_report(desk, &mut tx, target, one).await?;
                }
                Place::Draft => tx.keep_draft(&draft(target, one)).await?,
                Place::Waiting => return Err(StoreError::Conflict),
            }
        }
        for ((round, of), kept) in desk.returns.iter().zip(&entries).filter(|(_, kept)| !kept.is_empty()) {
            let actor = desk.visitor.actor(Some(&of.institution)).map_err(|_| StoreError::Conflict)?;
            tx.go_on(&actor, desk.app.clock.now());
            tx.apply_entries(desk.reading.plan.ledger.plan.id, round, of, kept).await?;
        }
        tx.go_on(&desk.actor, desk.app.clock.now());
        let states = (ImportState::Previewed, ImportState::Done);
        if !tx.move_import(self.import.id, states, self.summary.bad > 0, &self.import.outcome).await? {
            return Err(StoreError::Conflict);
        }
        tx.forget_lines(self.import.id, true).await?;
        tx.note_reports(self.import.id, self.changed.len(), report).await?;
        tx.commit().await
    }
}

/// The assignment, if its form still stands as it was looked at.
fn standing_as_seen<'a>(desk: &'a WorkDesk, one: &StagedWork) -> Option<&'a Target> {
    let target = desk.targets.iter().find(|target| target.assignment.id.0 == one.assignment)?;
    let same = target.seen == one.seen
        && target.last_report().map_or(0, |id| id.0) == one.based_on
        && matches!(target.place, Place::Entry(_)) == one.in_return;
    same.then_some(target)
}

fn draft(target: &Target, one: &StagedWork) -> NewDraft {
    NewDraft {
        assignment: target.assignment.id,
        fields: one.fields.clone(),
        based_on: target.last_report(),
        seen: one.seen,
    }
}

async fn write_report(desk: &WorkDesk, tx: &mut Tx, target: &Target, one: &StagedWork) -> StoreResult<()> {
    let statement = read_statement(&one.fields, &target.assignment, target.evidence.len());
    let statement = statement.map_err(|_| StoreError::Conflict)?;
    let actor = desk.visitor.actor(Some(&target.assignment.institution));
    tx.go_on(&actor.map_err(|_| StoreError::Conflict)?, desk.app.clock.now());
    let new = NewReport {
        plan: desk.reading.plan.ledger.plan.id,
        assignment: target.assignment.id,
        institution: target.assignment.institution.clone(),
        kind: ReportKind::Statement,
        self_rating: statement.self_rating,
        progress: statement.progress,
        text: statement.text,
        base_date: desk.app.clock.today(),
        previous: target.last_report(),
        steps: statement.steps,
        evidence: target.evidence.iter().map(|id| EvidenceId(*id)).collect(),
        return_id: None,
    };
    tx.add_report(&new).await.map(drop)
}

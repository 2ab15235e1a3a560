//! The continuity plan of a system: the page, what may be done to it, the document.

use super::Desk;
use crate::domain::calendar::{KST, end_of};
use crate::domain::due::parse_typed_day;
use crate::domain::permission::{Action, may};
use crate::domain::systems::continuity::{ContinuityPlan, Drill, PlanContent, Refusal, read_content};
use crate::domain::systems::standard::Standard;
use crate::domain::systems::words::{DrillResult, PlanState};
use crate::domain::text::{LINE_MAX, optional_text, required_text};
use crate::pages::PageInfo;
use crate::pages::record::query::value;
use crate::pages::systems::continuity::edit::EditModel;
use crate::pages::systems::continuity::{ActForm, Permitted, PlanModel, refusal_words, standard_of, standing};
use crate::pages::systems::words;
use crate::pages::texts::continuity as texts;
use crate::reports::continuity::{PlanSheet, document};
use crate::reports::official::{hwpx, pdf};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{ContinuityAct, ContinuityRow, NewContinuity, StoreError, SystemRecord};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use std::sync::Arc;

/// A system with everything recorded about its plan.
struct Opened {
    desk: Desk,
    record: SystemRecord,
    rows: Vec<ContinuityRow>,
    standards: Vec<Standard>,
}

async fn open(app: &App, visitor: &Visitor, uri: &Uri, code: &str) -> Result<Opened, PageError> {
    let desk = Desk::open_form(app, visitor, uri).await?;
    let (code, _) = desk.named(code)?;
    let cutoff = end_of(desk.reading.info.today);
    let record = app.store.system(&code, cutoff).await?.ok_or(PageError::NotFound)?;
    let rows = app.store.continuity_plans(record.system_id, cutoff).await?;
    let standards = app.store.standards().await?.into_iter().map(|(standard, ..)| standard).collect();
    Ok(Opened { desk, record, rows, standards })
}

impl Opened {
    fn permitted(&self, row: Option<&ContinuityRow>) -> Permitted {
        let (reader, institution) = (&self.desk.reader, &self.record.system.institution);
        let approve = |submitted_by| may(reader, Action::ApproveContinuity { institution, submitted_by });
        Permitted {
            write: may(reader, Action::EditSystems(institution)),
            review: approve(None),
            approve: approve(row.and_then(|row| row.plan.submitted_by)),
        }
    }

    fn path(&self) -> String {
        format!("/systems/{}/continuity", self.record.system.code)
    }

    fn newest_standard(&self) -> Standard {
        self.standards.first().cloned().unwrap_or_else(Standard::built_in)
    }

    async fn show(self, form: ActForm) -> Answer {
        let version = value(&self.desk.reading.query, "version").and_then(|text| text.parse().ok());
        if version.is_some_and(|version: i64| self.rows.iter().all(|row| row.plan.version != version)) {
            return Err(PageError::NotFound);
        }
        let status = if form.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let info = self.desk.reading.info.clone();
        let opened = Arc::new(self);
        let body = move |info: &PageInfo| {
            let system = &opened.record.system;
            let (_, in_work) = standing(&opened.rows);
            crate::pages::systems::continuity::page(&PlanModel {
                info,
                code: &system.code,
                name: &system.name,
                institution: words::institution(
                    info.lang,
                    &opened.desk.reading.plan.ledger.institutions,
                    &system.institution,
                ),
                rows: &opened.rows,
                version,
                standards: &opened.standards,
                permitted: opened.permitted(in_work),
                form: &form,
            })
        };
        let title = texts::title(info.lang).to_owned();
        Ok(draw(status, Sheet { info, title, wide: false, body }).await)
    }
}

/// `GET /systems/{code}/continuity`
///
/// # Errors
/// No such system, or another institution's; no such version.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
) -> Answer {
    open(&app, &visitor, &uri, &code).await?.show(ActForm::default()).await
}

/// `GET /systems/{code}/continuity/edit`
///
/// # Errors
/// No such system, not one's own, or nothing in 작성.
pub async fn show_edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
) -> Answer {
    let opened = open(&app, &visitor, &uri, &code).await?;
    let draft = opened.draft()?;
    let (fields, seen) = draft.map_or((vec![], 0), |row| (row.plan.content.to_fields(), row.id));
    opened.edit_form(fields, vec![], seen, false, StatusCode::OK).await
}

impl Opened {
    /// The draft that may be written on; `None`: there is no plan at all yet.
    fn draft(&self) -> Result<Option<&ContinuityRow>, PageError> {
        if !self.permitted(None).write {
            return Err(PageError::Forbidden);
        }
        match standing(&self.rows) {
            (None, None) => Ok(None),
            (_, Some(row)) if row.plan.state == PlanState::Drafting => Ok(Some(row)),
            _ => Err(PageError::Conflict),
        }
    }

    async fn edit_form(
        self,
        fields: Vec<(String, String)>,
        faults: Vec<(String, crate::domain::systems::continuity::ContentFault)>,
        seen: i64,
        conflict: bool,
        status: StatusCode,
    ) -> Answer {
        let standard = self.newest_standard();
        let system = &self.record.system;
        let (code, name) = (system.code.clone(), system.name.clone());
        let info = self.desk.reading.info;
        let model = Arc::new(EditModel { code, name, standard, fields, faults, seen, conflict });
        let title = texts::form_title(info.lang).to_owned();
        let body = move |info: &PageInfo| crate::pages::systems::continuity::edit::page(info, &model);
        Ok(draw(status, Sheet { info, title, wide: false, body }).await)
    }
}

/// `POST /systems/{code}/continuity/edit`
///
/// # Errors
/// No such system, not one's own, nothing in 작성, or the database fails.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    let opened = open(&app, &visitor, &uri, &code).await?;
    let draft = opened.draft()?.cloned();
    let now = draft.as_ref().map_or(0, |row| row.id);
    let seen = posted.get("seen").parse().unwrap_or(0);
    let fields = posted.fields.clone();
    if posted.show_only {
        return opened.edit_form(fields, vec![], seen, false, StatusCode::OK).await;
    }
    if seen != now {
        return opened.edit_form(fields, vec![], now, true, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let standard = opened.newest_standard();
    let content = match read_content(&fields, &standard) {
        Ok(content) => content,
        Err(faults) => return opened.edit_form(fields, faults, seen, false, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let (plan, act) = written(&opened, draft.as_ref(), &standard, content)?;
    if draft.as_ref().is_some_and(|row| row.plan == plan) {
        return Ok(noted(&app, &opened.path(), "system_unchanged"));
    }
    match put(&app, &visitor, &opened, draft.as_ref().map(|row| row.id), plan, act, String::new()).await {
        Ok(()) => Ok(noted(&app, &opened.path(), "continuity_saved")),
        Err(StoreError::Conflict) => {
            opened.edit_form(fields, vec![], now, true, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}

fn written(
    opened: &Opened,
    draft: Option<&ContinuityRow>,
    standard: &Standard,
    content: PlanContent,
) -> Result<(ContinuityPlan, ContinuityAct), PageError> {
    match draft {
        None => {
            let code = opened.record.system.code.clone();
            Ok((ContinuityPlan::begin(code, standard, content), ContinuityAct::Begin))
        }
        Some(row) => {
            let plan = row.plan.clone().write(standard, content).map_err(|_| PageError::Conflict)?;
            Ok((plan, ContinuityAct::Write))
        }
    }
}

async fn put(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    seen: Option<i64>,
    plan: ContinuityPlan,
    act: ContinuityAct,
    reason: String,
) -> Result<(), StoreError> {
    let institution = opened.record.system.institution.clone();
    // Whoever may write here is logged in.
    let actor = visitor.actor(Some(&institution)).map_err(|_| StoreError::Conflict)?;
    let mut tx = app.store.write(&actor, app.clock.now()).await?;
    let new = NewContinuity { system_id: opened.record.system_id, institution, seen, plan, act, reason };
    tx.put_continuity(&new).await?;
    tx.commit().await
}

/// A step that was asked for: what becomes of the plan, or why not.
struct Step {
    act: &'static str,
    done: ContinuityAct,
    note: &'static str,
    /// The row that the step is about is kept beside what comes of it (a revision beside the approved version).
    beside: bool,
    reason: String,
    outcome: Result<ContinuityPlan, Vec<(&'static str, String)>>,
}

/// `POST /systems/{code}/continuity/{noun}`: submission, approval, rejection, drill, revision.
///
/// # Errors
/// No such system or step, not permitted, or the database fails.
pub async fn act(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((code, noun)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let opened = open(&app, &visitor, &uri, &code).await?;
    let seen: i64 = posted.get("seen").parse().unwrap_or(0);
    let row = permitted_row(&opened, &noun)?;
    if posted.show_only {
        return Ok(see_other(&opened.path()));
    }
    let Some(row) = row.filter(|row| row.id == seen) else { return Err(PageError::Conflict) };
    let step = step(&opened, &noun, &row, &posted, &visitor)?;
    let plan = match step.outcome {
        Ok(plan) => plan,
        Err(faults) => return opened.show(ActForm { act: step.act, typed: posted.fields, faults }).await,
    };
    let seen = (!step.beside).then_some(row.id);
    put(&app, &visitor, &opened, seen, plan, step.done, step.reason).await?;
    Ok(noted(&app, &opened.path(), step.note))
}

/// The row a step is about, if the reader may take the step.
fn permitted_row(opened: &Opened, noun: &str) -> Result<Option<ContinuityRow>, PageError> {
    let (in_force, in_work) = standing(&opened.rows);
    let permitted = opened.permitted(in_work);
    let (row, may) = match noun {
        "submission" => (in_work, permitted.write),
        "approval" | "rejection" => (in_work, permitted.review),
        "drill" | "revision" => (in_force, permitted.write),
        _ => return Err(PageError::NotFound),
    };
    if may { Ok(row.cloned()) } else { Err(PageError::Forbidden) }
}

fn step(
    opened: &Opened,
    noun: &str,
    row: &ContinuityRow,
    posted: &Posted,
    visitor: &Visitor,
) -> Result<Step, PageError> {
    let (lang, today, me) = (visitor.lang, opened.desk.reading.info.today, visitor.reader()?.id);
    let plan = row.plan.clone();
    let follows = standard_of(&opened.standards, plan.standard);
    let refused = |refusal: &Refusal| refusal_words(lang, refusal, &row.plan, &follows);
    let day = |name: &'static str| {
        parse_typed_day(posted.get(name)).ok_or_else(|| vec![(name, texts::fault_day(lang).to_owned())])
    };
    let step = |act, done, note, outcome| Step { act, done, note, beside: false, reason: String::new(), outcome };
    Ok(match noun {
        "submission" => {
            let outcome = plan.submit(&follows, me).map_err(|refusal| refused(&refusal));
            step("submission", ContinuityAct::Submit, "continuity_submitted", outcome)
        }
        "approval" => {
            let approve = |on| plan.approve(me, on, today).map_err(|refusal| refused(&refusal));
            step("approval", ContinuityAct::Approve, "continuity_approved", day("next_review").and_then(approve))
        }
        "rejection" => {
            let missing = || vec![("reason", texts::fault_missing(lang).to_owned())];
            let reason = required_text(posted.get("reason"), 1_000).map_err(|_| missing());
            let outcome = match &reason {
                Ok(_) => plan.send_back().map_err(|refusal| refused(&refusal)),
                Err(faults) => Err(faults.clone()),
            };
            let step = step("rejection", ContinuityAct::SendBack, "continuity_sent_back", outcome);
            Step { reason: reason.unwrap_or_default(), ..step }
        }
        "drill" => {
            let result = DrillResult::parse(posted.get("result"))
                .ok_or_else(|| vec![("result", texts::fault_missing(lang).to_owned())]);
            let note = optional_text(posted.get("note"), LINE_MAX)
                .map_err(|_| vec![("note", texts::fault_too_long(lang, LINE_MAX))]);
            let outcome = match (day("on"), result, note) {
                (Ok(on), Ok(result), Ok(note)) => plan
                    .record_drill(Drill { on, result, note: note.unwrap_or_default() }, today)
                    .map_err(|refusal| refused(&refusal)),
                (on, result, note) => {
                    Err([on.err(), result.err(), note.err()].into_iter().flatten().flatten().collect())
                }
            };
            step("drill", ContinuityAct::Drill, "continuity_drilled", outcome)
        }
        _ => {
            let outcome = plan.revise(&opened.newest_standard()).map_err(|refusal| refused(&refusal));
            Step { beside: true, ..step("revision", ContinuityAct::Revise, "continuity_revised", outcome) }
        }
    })
}

/// `GET /systems/{code}/continuity.hwpx`
///
/// # Errors
/// As [`show`], or there is no plan.
pub async fn as_hwpx(state: State<Shared>, visitor: Visitor, uri: OriginalUri, path: Path<String>) -> Answer {
    file(state, visitor, uri, path, "hwpx", "application/hwp+zip", hwpx::hwpx).await
}

/// `GET /systems/{code}/continuity.pdf`
///
/// # Errors
/// As [`show`], or there is no plan.
pub async fn as_pdf(state: State<Shared>, visitor: Visitor, uri: OriginalUri, path: Path<String>) -> Answer {
    file(state, visitor, uri, path, "pdf", "application/pdf", pdf::pdf).await
}

async fn file(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
    extension: &str,
    media_type: &str,
    write: fn(&crate::reports::official::Document) -> Result<Vec<u8>, crate::reports::ExportError>,
) -> Answer {
    let opened = open(&app, &visitor, &uri, &code).await?;
    let (in_force, in_work) = standing(&opened.rows);
    let version: Option<i64> = value(&opened.desk.reading.query, "version").and_then(|text| text.parse().ok());
    let row = match version {
        Some(version) => opened.rows.iter().rev().find(|row| row.plan.version == version),
        None => in_force.or(in_work),
    };
    let row = row.ok_or(PageError::NotFound)?;
    let system = &opened.record.system;
    let institution = opened.desk.reading.plan.ledger.institution(&system.institution);
    let sheet = document(&PlanSheet {
        plan: &row.plan,
        standard: &standard_of(&opened.standards, row.plan.standard),
        system: &system.name,
        institution: institution.map_or("", |one| &one.name_ko),
        grade: system.grade(),
        recorded_at: row.recorded_at.with_timezone(&KST),
        demonstration: app.demo,
    });
    let name = format!("연속성계획_{}_제{}판.{extension}", system.code, row.plan.version);
    let bytes = tokio::task::spawn_blocking(move || write(&sheet)).await;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, media_type, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

//! `/tasks/{no}/subtasks` and what lies below.

use super::{Desk, line};
use crate::domain::ids::Slug;
use crate::domain::plan::Basis;
use crate::domain::subtask::{Subtask, SubtaskText};
use crate::domain::text::{LINE_MAX, TextFault, optional_text};
use crate::pages::plan_edit::{Typed, subtask as pages};
use crate::pages::texts::plan_edit as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{NewSubtask, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;

/// `GET /tasks/{no}/subtasks`
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(no): Path<String>,
) -> Answer {
    list(Desk::open(&app, &visitor, &uri, &no).await?, Typed::default()).await
}

async fn list(desk: Desk, typed: Typed) -> Answer {
    let (title, no) = (texts::manage(desk.lang()).to_owned(), desk.task.no);
    let is_faulty = !typed.faults.is_empty();
    desk.draw(title, is_faulty, move |scene| pages::page(scene, no, &typed)).await
}

/// `POST /tasks/{no}/subtasks`
pub async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(no): Path<String>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &no).await?;
    let mut typed = Typed { fields: posted.fields, faults: vec![] };
    let text = if posted.show_only { None } else { read(&desk, &mut typed) };
    let Some((text, reason)) = text else { return list(desk, typed).await };
    let number = desk.reading.plan.ledger.next_subtask(desk.task.no);
    match record(&app, &visitor, &desk, number, (text, None), None, &reason).await? {
        Some(recorded) => Ok(recorded),
        None => {
            let desk = Desk::open(&app, &visitor, &uri, &no).await?;
            typed.fault("title", texts::fault_changed(desk.lang(), &desk.task.title));
            list(desk, typed).await
        }
    }
}

/// The subtask of that number, unless it was given up.
fn find<'a>(desk: &'a Desk, sub: &str) -> Result<&'a Subtask, PageError> {
    let number = sub.parse().map_err(|_| PageError::NotFound)?;
    let found = desk.reading.plan.ledger.subtask(desk.task.no, number);
    found.filter(|one| one.retired.is_none()).ok_or(PageError::NotFound)
}

/// `GET /tasks/{no}/subtasks/{sub}`
pub async fn one(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, sub)): Path<(String, String)>,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &no).await?;
    let subtask = find(&desk, &sub)?.clone();
    let typed = Typed { fields: in_force(&subtask.text), faults: vec![] };
    form(desk, subtask, typed, Typed::default()).await
}

async fn form(desk: Desk, subtask: Subtask, typed: Typed, ending: Typed) -> Answer {
    let title = texts::edit_which(desk.lang(), subtask.no);
    let is_faulty = !typed.faults.is_empty() || !ending.faults.is_empty();
    desk.draw(title, is_faulty, move |scene| pages::one(scene, &subtask, &typed, &ending)).await
}

fn in_force(text: &SubtaskText) -> Vec<(String, String)> {
    let lead = text.lead.as_ref().map(ToString::to_string).unwrap_or_default();
    let own = [
        ("title", text.title.clone()),
        ("title_en", text.title_en.clone()),
        ("lead", lead),
        ("basis", text.basis.code().to_owned()),
        ("source", text.source.clone().unwrap_or_default()),
    ];
    let milestones = text.milestones.iter().map(|no| ("milestone".to_owned(), no.to_string()));
    own.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(milestones).collect()
}

/// `POST /tasks/{no}/subtasks/{sub}`
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, sub)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &no).await?;
    let known = find(&desk, &sub)?.clone();
    let mut typed = Typed { fields: posted.fields, faults: vec![] };
    let read = if posted.show_only { None } else { read(&desk, &mut typed) };
    if read.is_some() && !was_seen(&known, &typed) {
        typed.fault("title", texts::fault_changed(desk.lang(), &known.text.title));
    } else if read.as_ref().is_some_and(|(text, _)| *text == known.text) {
        typed.fault("title", texts::fault_same(desk.lang()));
    }
    if let Some((text, reason)) = read.filter(|_| typed.faults.is_empty()) {
        if let Some(recorded) = record(&app, &visitor, &desk, known.no, (text, None), Some(&known), &reason).await? {
            return Ok(recorded);
        }
        typed.fault("title", texts::fault_changed(desk.lang(), &known.text.title));
    }
    form(desk, known, typed, Typed::default()).await
}

/// `POST /tasks/{no}/subtasks/{sub}/retirement`
pub async fn retire(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, sub)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, &no).await?;
    let known = find(&desk, &sub)?.clone();
    let mut ending = Typed { fields: posted.fields, faults: vec![] };
    let reason = if posted.show_only { String::new() } else { line(&mut ending, desk.lang(), "ending") };
    if !reason.is_empty() && !was_seen(&known, &ending) {
        ending.fault("ending", texts::fault_changed(desk.lang(), &known.text.title));
    }
    if reason.is_empty() || !ending.faults.is_empty() {
        let typed = Typed { fields: in_force(&known.text), faults: vec![] };
        return form(desk, known, typed, ending).await;
    }
    let given_up = (known.text.clone(), Some(reason.clone()));
    record(&app, &visitor, &desk, known.no, given_up, Some(&known), &reason).await?.ok_or(PageError::Conflict)
}

/// Whether the editor saw the version that is in force.
fn was_seen(known: &Subtask, typed: &Typed) -> bool {
    typed.get("seen") == known.recorded_at.timestamp_micros().to_string()
}

/// The answer once it is recorded; `None` where somebody else was faster by a moment.
async fn record(
    app: &App,
    visitor: &Visitor,
    desk: &Desk,
    no: i64,
    (text, retired): (SubtaskText, Option<String>),
    old: Option<&Subtask>,
    reason: &str,
) -> Result<Option<Response>, PageError> {
    let (plan, task) = (&desk.reading.plan.ledger.plan, desk.task.no);
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    match tx.edit_subtask(plan, &NewSubtask { plan: plan.id, task, no, text, retired }, old, reason).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    Ok(Some(noted(app, &desk.reading.info.link(&format!("/tasks/{task}/subtasks")), "subtask_saved")))
}

/// What was typed of a subtask and why; `None` where something is wrong, which `typed` then says.
fn read(desk: &Desk, typed: &mut Typed) -> Option<(SubtaskText, String)> {
    let (lang, ledger) = (desk.lang(), &desk.reading.plan.ledger);
    let title = line(typed, lang, "title");
    let title_en = match optional_text(typed.get("title_en"), LINE_MAX) {
        Ok(text) => text.unwrap_or_default().replace('\n', " "),
        Err(TextFault::TooLong { max, actual }) => {
            typed.fault("title_en", texts::fault_long(lang, actual, max));
            String::new()
        }
        Err(TextFault::Empty) => String::new(),
    };
    let lead = Some(typed.get("lead").to_owned()).filter(|text| !text.is_empty());
    let lead = lead.map(|text| Slug::parse(&text).filter(|slug| ledger.institution(slug).is_some()));
    if lead == Some(None) {
        typed.fault("lead", texts::fault_lead(lang));
    }
    let source = Some(typed.get("source").to_owned()).filter(|key| !key.is_empty());
    let basis = Basis::parse(typed.get("basis"));
    match (basis, &source) {
        (_, Some(key)) if ledger.source(key).is_none() => typed.fault("source", texts::fault_source(lang)),
        (Some(Basis::Published), None) => typed.fault("source", texts::fault_published(lang)),
        (None, _) => typed.fault("basis", texts::fault_missing(lang)),
        _ => {}
    }
    let reason = line(typed, lang, "reason");
    let text = SubtaskText {
        title,
        title_en,
        lead: lead.flatten(),
        milestones: milestones(desk, typed),
        basis: basis?,
        source,
    };
    typed.faults.is_empty().then_some((text, reason))
}

/// The milestones ticked, of those that the task has.
fn milestones(desk: &Desk, typed: &Typed) -> Vec<i64> {
    let own = desk.reading.plan.ledger.milestones.iter().filter(|one| one.task_no == desk.task.no);
    let ticked = |no: i64| typed.fields.iter().any(|(name, value)| name == "milestone" && *value == no.to_string());
    own.map(|one| one.no).filter(|no| ticked(*no)).collect()
}

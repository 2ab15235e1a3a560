//! One meeting: its page, its details, the way of its minutes, what is carried into it, who is invited.

use crate::domain::council::agenda::{AgendaItem, ItemKind};
use crate::domain::council::attendance::{Attendance, invited_person, members};
use crate::domain::council::carry::{carry_over, exception_key};
use crate::domain::council::meeting::{Meeting, Refusal};
use crate::domain::council::{Body, Council, Entry};
use crate::domain::exceptions::{Exception, exceptions};
use crate::domain::ids::{RecordId, Slug};
use crate::pages::council::forms::Tried;
use crate::pages::council::meeting::{MeetingModel, page};
use crate::pages::council::{CouncilScene, details as details_page, words};
use crate::pages::overview::lists::decision_title;
use crate::pages::record::Scene;
use crate::pages::texts::council as texts;
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, commit, record};
use crate::server::council::list::read_meeting;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use leptos::prelude::AnyView;
use std::sync::Arc;

/// What a meeting's pages are drawn from beside the council of the day.
#[derive(Clone)]
pub struct Table {
    pub id: RecordId,
    /// The council as the meeting found it: of its own morning once that has come, else of today.
    pub before: Arc<Council>,
    pub exceptions: Arc<Vec<Exception>>,
}

impl Table {
    /// Lays out what a meeting finds on its table.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where there is no such meeting.
    pub fn set(hall: &Hall, id: &str) -> Result<Self, PageError> {
        let meeting = hall.meeting(id)?;
        let (day, held_on) = (hall.reading.info.day(), meeting.body.held_on);
        let (before, standing) = if held_on <= day {
            let morning = hall.state.morning(held_on, hall.council.sight);
            let eve = held_on.pred_opt().unwrap_or(held_on);
            (Arc::new(morning), hall.reading.plan.standing(eve))
        } else {
            (Arc::clone(&hall.council), Arc::clone(&hall.reading.standing))
        };
        Ok(Self { id: meeting.id, before, exceptions: Arc::new(exceptions(&standing)) })
    }

    /// Draws with the model of the meeting.
    pub fn draw(&self, hall: &CouncilScene, tried: &Tried, body: impl FnOnce(&MeetingModel) -> AnyView) -> AnyView {
        use leptos::prelude::IntoAny;
        let Some(minutes) = hall.council.minutes(self.id) else { return ().into_any() };
        let carried = carry_over(&self.before, &self.exceptions, &minutes.meeting.body);
        body(&MeetingModel { hall: *hall, minutes: &minutes, carried: &carried, tried })
    }
}

/// Draws the page of a meeting, with a form that was refused.
///
/// # Errors
/// Where there is no such meeting.
pub async fn again(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let table = Table::set(hall, id)?;
    let title = words::title(hall.lang(), &hall.meeting(id)?.body);
    hall.tried(title, tried, move |scene, tried| table.draw(scene, tried, page)).await
}

/// `GET /council/{id}`
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    again(&hall, &id, Tried::default()).await
}

/// `GET /council/{id}/details`
pub async fn details(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    details_again(&hall, &id, Tried::default()).await
}

async fn details_again(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let meeting = hall.meeting(id)?.clone();
    let title = texts::details_title(hall.lang()).to_owned();
    hall.tried(title, tried, move |hall, tried| details_page::page(hall, &meeting, tried)).await
}

/// `POST /council/{id}/details`
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let known = hall.meeting(&id)?.clone();
    let mut form = Form::new(&posted, hall.lang());
    let read = read_meeting(&mut form, Some(&known.body));
    let Some(new) = read.filter(|_| form.is_good() && !posted.show_only) else {
        return details_again(&hall, &id, shown(form, "meeting")).await;
    };
    let verb = |body: Body| match body {
        // The state is not the form's business: it stays as it is now.
        Body::Meeting(now) => now.writable().map(|()| Body::Meeting(Meeting { state: now.state, ..new })),
        other => Ok(other),
    };
    match change(&hall, known.id, verb).await? {
        Ok(()) => Ok(hall.done(format!("/council/{id}"), "meeting_saved")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

/// A form to be shown again; without faults where it is only carried over a log-in.
#[must_use]
pub fn shown(form: Form<'_>, key: &str) -> Tried {
    let carried = form.posted.show_only;
    let mut tried = form.tried(key);
    if carried {
        tried.faults.clear();
    }
    tried
}

/// The meeting's page, saying why it did not take a step.
///
/// # Errors
/// Where there is no such meeting.
pub async fn refuse(hall: &Hall, id: &str, refusal: Refusal) -> Answer {
    let faults = vec![("step", words::refusal(hall.lang(), refusal))];
    again(hall, id, Tried { form: "meeting".into(), typed: vec![], faults }).await
}

/// Changes a record by a verb that may refuse as meetings do.
///
/// # Errors
/// Where the database fails.
pub async fn change(
    hall: &Hall,
    id: RecordId,
    verb: impl FnOnce(Body) -> Result<Body, Refusal>,
) -> Result<Result<(), Refusal>, PageError> {
    let mut tx = hall.write(None).await?;
    let put = tx.change_record(hall.plan(), id, verb).await.map(|put| put.and_then(|inner| inner));
    commit(tx, put).await
}

/// `POST /council/{id}/state`: `take_up`, `circulate`, `recall`, `close`, `nothing_decided`, `decided`.
pub async fn state(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.id;
    if posted.show_only {
        return again(&hall, &id, Tried::default()).await;
    }
    let today = hall.today();
    let step = posted.get("step");
    let moved = if step == "close" {
        let mut tx = hall.write(None).await?;
        let put = tx.close_minutes(hall.plan(), meeting).await;
        commit(tx, put).await?.map(drop)
    } else {
        let verb: fn(Meeting, chrono::NaiveDate) -> Result<Meeting, Refusal> = match step {
            "take_up" => |meeting, _| meeting.take_up(),
            "circulate" => Meeting::circulate,
            "recall" => |meeting, _| meeting.recall(),
            "nothing_decided" => |meeting, _| decided(meeting, true),
            "decided" => |meeting, _| decided(meeting, false),
            _ => return Err(PageError::Unprocessable("no such step")),
        };
        let verb = move |body| match body {
            Body::Meeting(meeting) => verb(meeting, today).map(Body::Meeting),
            other => Ok(other),
        };
        change(&hall, meeting, verb).await?
    };
    match moved {
        Ok(()) if posted.get("back") == "session" => {
            Ok(hall.done(format!("/council/{id}/session#item-none"), "line_saved"))
        }
        Ok(()) => Ok(hall.done(format!("/council/{id}"), note_of(step))),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

fn decided(meeting: Meeting, nothing: bool) -> Result<Meeting, Refusal> {
    meeting.writable()?;
    Ok(Meeting { nothing_decided: nothing, ..meeting })
}

fn note_of(step: &str) -> &'static str {
    match step {
        "take_up" => "meeting_taken_up",
        "circulate" => "minutes_circulated",
        "recall" => "minutes_recalled",
        "close" => "minutes_closed",
        _ => "meeting_saved",
    }
}

/// `POST /council/{id}/carried`: puts something that was carried over on the agenda.
pub async fn raise(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.clone();
    if posted.show_only {
        return again(&hall, &id, Tried::default()).await;
    }
    let item = raised(&hall, &meeting, &posted).ok_or(PageError::NotFound)?;
    match hall.add(Body::Item(item), None).await? {
        Ok(_) => Ok(hall.done(format!("/council/{id}#agenda"), "item_added")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

fn raised(hall: &Hall, meeting: &Entry<Meeting>, posted: &Posted) -> Option<AgendaItem> {
    let council = &hall.council;
    let blank = AgendaItem {
        meeting: meeting.id,
        position: next_position(council, meeting.id),
        kind: ItemKind::Discussion,
        title: String::new(),
        presenter: String::new(),
        institution: None,
        tasks: vec![],
        minutes: None,
        summary: String::new(),
        carries: vec![],
        exception: None,
        no_remarks: false,
        struck: false,
    };
    let wanted = posted.get("exception");
    if !wanted.is_empty() {
        let standing = &hall.reading.standing;
        let ledger = &hall.reading.plan.ledger;
        let found = exceptions(standing).into_iter().find(|one| exception_key(one) == wanted)?;
        let info = &hall.reading.info;
        let scene = Scene { info, ledger, standing, calendar: &hall.reading.plan.calendar };
        let exception = Some(exception_key(&found));
        let title = decision_title(&scene, &found);
        return Some(AgendaItem {
            title,
            institution: found.institution,
            tasks: vec![found.task_no],
            exception,
            ..blank
        });
    }
    let id = record(posted.get("record"))?;
    if let Some(outcome) = council.outcome(id) {
        let (title, tasks) = (outcome.body.text.clone(), outcome.body.tasks.clone());
        let institution = outcome.body.owners.first().cloned();
        let kind = ItemKind::Report;
        return Some(AgendaItem { title, tasks, institution, kind, carries: vec![id], ..blank });
    }
    let difficulty = council.difficulty(id)?;
    let (title, tasks) = (difficulty.body.title.clone(), difficulty.body.tasks.clone());
    let institution = Some(difficulty.body.institution.clone());
    Some(AgendaItem { title, tasks, institution, carries: vec![id], ..blank })
}

/// The place after the last item.
#[must_use]
pub fn next_position(council: &Council, meeting: RecordId) -> i64 {
    let of = council.items.iter().filter(|item| item.body.meeting == meeting);
    of.map(|item| item.body.position).max().unwrap_or(0) + 1
}

/// `POST /council/{id}/invitations`: the members of the body, or some by name.
pub async fn invite(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.clone();
    let ledger = &hall.reading.plan.ledger;
    let day = meeting.body.held_on;
    let mut form = Form::new(&posted, hall.lang());
    let asked: Vec<Slug> = if posted.get("who") == "members" {
        let leads: Vec<Slug> = ledger.tasks.iter().map(|task| task.lead.clone()).collect();
        members(meeting.body.kind, &ledger.institutions, &leads, day)
    } else {
        let named = form.institutions("institutions", ledger, day);
        if named.is_empty() && form.is_good() {
            form.fault("institutions", texts::fault_missing(hall.lang()));
        }
        named
    };
    if !form.is_good() || posted.show_only {
        return again(&hall, &id, shown(form, "invite")).await;
    }
    match invite_all(&hall, &meeting, asked).await? {
        Ok(()) => Ok(hall.done(format!("/council/{id}#attendance"), "invited")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

async fn invite_all(hall: &Hall, meeting: &Entry<Meeting>, asked: Vec<Slug>) -> Result<Result<(), Refusal>, PageError> {
    let known: Vec<&Slug> = hall
        .council
        .attendance
        .iter()
        .filter(|one| one.body.meeting == meeting.id)
        .map(|one| &one.body.institution)
        .collect();
    let mut tx = hall.write(None).await?;
    for institution in asked.into_iter().filter(|slug| !known.contains(&slug)) {
        let person = invited_person(&hall.council, &institution, meeting.body.held_on);
        // One invitation an institution, however often the button is pressed.
        let key = format!("invitation-{}-{institution}", meeting.id);
        let line =
            Attendance { meeting: meeting.id, institution, person, presence: None, note: String::new(), struck: false };
        if let Err(refusal) = tx.add_record(hall.plan(), Body::Attendance(line), Some(&key)).await? {
            return Ok(Err(refusal));
        }
    }
    tx.commit().await?;
    Ok(Ok(()))
}

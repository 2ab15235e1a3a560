//! The lines of the minutes: remarks and outcomes, one form each, one line at a time.
//!
//! A line carries the name that its form gave it (`client`): sent twice, it is one line. What the browser's line keeper
//! sends says `via=island` and is answered with 200 and no page.

use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::meeting::{Meeting, Refusal};
use crate::domain::council::minutes::Remark;
use crate::domain::council::outcome::{Outcome, OutcomeFault, OutcomeKind, Vote};
use crate::domain::council::{Body, Entry};
use crate::domain::ids::RecordId;
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::council::forms::Tried;
use crate::pages::council::line::{Line, page};
use crate::pages::texts::council as texts;
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, record};
use crate::server::council::heard::{is_raised, read_raised, read_reworded};
use crate::server::council::meeting::{change, refuse, shown};
use crate::server::council::session;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;

/// The longest wording of an outcome.
const OUTCOME_MAX: usize = 1_000;

/// The item that a line is about, if it is one of the meeting.
fn item_of(hall: &Hall, meeting: RecordId, posted: &Posted) -> Result<Option<RecordId>, PageError> {
    let typed = posted.get("item");
    if typed.is_empty() {
        return Ok(None);
    }
    let item = record(typed).and_then(|id| hall.council.item(id)).filter(|item| item.body.meeting == meeting);
    item.map(|item| Some(item.id)).ok_or(PageError::NotFound)
}

/// The name that the form gave its line, within its meeting.
fn client(meeting: &str, posted: &Posted) -> Option<String> {
    let typed: String = posted.get("client").chars().take(100).collect();
    (!typed.is_empty()).then(|| format!("line-{meeting}-{typed}"))
}

fn read_remark(form: &mut Form<'_>, hall: &Hall, meeting: &Entry<Meeting>, item: Option<RecordId>) -> Remark {
    Remark {
        meeting: meeting.id,
        item,
        institution: form.institution("institution", &hall.reading.plan.ledger, meeting.body.held_on),
        speaker: form.line("speaker", 100),
        text: form.text("text", NARRATIVE_MAX),
        private: form.posted.get("private") == "on",
        salt: hex::encode(rand::random::<[u8; 16]>()),
        struck: false,
    }
}

fn read_outcome(form: &mut Form<'_>, hall: &Hall, meeting: &Entry<Meeting>, item: Option<RecordId>) -> Option<Outcome> {
    let ledger = &hall.reading.plan.ledger;
    let kind = form.choice("kind", OutcomeKind::parse)?;
    let typed = form.posted.get("vote");
    let vote = Vote::parse(typed);
    if vote.is_none() && !typed.is_empty() {
        form.fault("vote", texts::fault_vote(form.lang()));
    }
    let outcome = Outcome {
        meeting: meeting.id,
        item,
        kind,
        no: 0,
        text: form.line("text", OUTCOME_MAX),
        owners: form.institutions("owners", ledger, meeting.body.held_on),
        from: form.institution("from", ledger, meeting.body.held_on),
        due: form.optional_day("due"),
        tasks: form.tasks("tasks", ledger),
        vote,
        struck: false,
    };
    if form.is_good() {
        for fault in outcome.faults(meeting.body.held_on) {
            let (field, text) = told(form.lang(), fault);
            form.fault(field, text);
        }
    }
    Some(outcome)
}

/// The field of a fault, and what to do.
fn told(lang: crate::pages::lang::Lang, fault: OutcomeFault) -> (&'static str, &'static str) {
    match fault {
        OutcomeFault::TextMissing => ("text", texts::fault_missing(lang)),
        OutcomeFault::OwnerMissing => ("owners", texts::fault_owner(lang)),
        OutcomeFault::FromMissing => ("from", texts::fault_from(lang)),
        OutcomeFault::FromIsOwner => ("from", texts::fault_from_owner(lang)),
        OutcomeFault::DueMissing => ("due", texts::fault_due_missing(lang)),
        OutcomeFault::DueBefore => ("due", texts::fault_due_before(lang)),
        OutcomeFault::VoteElsewhere => ("vote", texts::fault_vote_elsewhere(lang)),
    }
}

/// `POST /council/{id}/remarks`
pub async fn remark(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.clone();
    let item = item_of(&hall, meeting.id, &posted)?;
    let mut form = Form::new(&posted, hall.lang());
    let remark = read_remark(&mut form, &hall, &meeting, item);
    put(&hall, &id, form, "remark", item, Some(Body::Remark(remark))).await
}

/// `POST /council/{id}/outcomes`: what came of it, or a difficulty that was raised.
pub async fn outcome(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.clone();
    let item = item_of(&hall, meeting.id, &posted)?;
    let mut form = Form::new(&posted, hall.lang());
    let line = if is_raised(&form) {
        read_raised(&mut form, &hall, &meeting, item).map(Body::Difficulty)
    } else {
        read_outcome(&mut form, &hall, &meeting, item).map(Body::Outcome)
    };
    put(&hall, &id, form, "outcome", item, line).await
}

async fn put(hall: &Hall, id: &str, form: Form<'_>, what: &str, item: Option<RecordId>, body: Option<Body>) -> Answer {
    let posted = form.posted;
    let by_island = posted.get("via") == "island";
    let Some(body) = body.filter(|_| form.is_good() && !posted.show_only) else {
        if by_island {
            return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
        }
        let key = item.map_or_else(|| "none".to_owned(), |item| item.to_string());
        return session::again(hall, id, shown(form, &format!("{what}-{key}"))).await;
    };
    match hall.add(body, client(id, posted).as_deref()).await? {
        Ok(_) if by_island => Ok(StatusCode::OK.into_response()),
        Ok(_) => {
            let place = item.map_or_else(|| "none".to_owned(), |item| item.to_string());
            Ok(hall.done(format!("/council/{id}/session#item-{place}"), "line_saved"))
        }
        Err(_) if by_island => Ok(StatusCode::CONFLICT.into_response()),
        Err(refusal) => refuse(hall, id, refusal).await,
    }
}

#[derive(Clone)]
enum Owned {
    Remark(Entry<Remark>),
    Outcome(Entry<Outcome>),
    Difficulty(Entry<Difficulty>),
}

fn line_of(hall: &Hall, id: &str, line: &str) -> Result<Owned, PageError> {
    let (meeting, line) = (hall.meeting(id)?.id, record(line).ok_or(PageError::NotFound)?);
    let remark = hall.council.remarks.iter().find(|one| one.id == line && one.body.meeting == meeting);
    if let Some(remark) = remark {
        return Ok(Owned::Remark(remark.clone()));
    }
    let outcome = hall.council.outcomes.iter().find(|one| one.id == line && one.body.meeting == meeting);
    if let Some(outcome) = outcome {
        return Ok(Owned::Outcome(outcome.clone()));
    }
    let raised = hall.council.difficulty(line).filter(|one| one.body.meeting == Some(meeting));
    raised.map(|one| Owned::Difficulty(one.clone())).ok_or(PageError::NotFound)
}

/// Draws the page of a line, with a form that was refused.
///
/// # Errors
/// Where there is no such line.
pub async fn again(hall: &Hall, id: &str, line: &str, tried: Tried) -> Answer {
    let meeting = hall.meeting(id)?.clone();
    let line = line_of(hall, id, line)?;
    let title = texts::remark(hall.lang()).to_owned();
    hall.tried(title, tried, move |hall, tried| {
        let line = match &line {
            Owned::Remark(one) => Line::Remark(one),
            Owned::Outcome(one) => Line::Outcome(one),
            Owned::Difficulty(one) => Line::Difficulty(one),
        };
        page(hall, &meeting, line, tried)
    })
    .await
}

/// `GET /council/{id}/lines/{line}`: for the PMO while it is written, for the institution that spoke while it is circulated.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, line)): Path<(String, String)>,
) -> Answer {
    use crate::domain::permission::Action;
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let permitted = match line_of(&hall, &id, &line)? {
        Owned::Remark(one) => {
            let own = one.body.institution.as_ref();
            hall.ask(Action::RunMeetings)
                .or_else(|refused| own.map_or(Err(refused), |slug| hall.ask(Action::CorrectRemark(slug))))
        }
        Owned::Outcome(_) | Owned::Difficulty(_) => hall.ask(Action::RunMeetings),
    };
    permitted?;
    again(&hall, &id, &line, Tried::default()).await
}

/// `POST /council/{id}/lines/{line}`: `save` or `strike`.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, line)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.clone();
    let known = line_of(&hall, &id, &line)?;
    let strike = posted.get("step") == "strike";
    let mut form = Form::new(&posted, hall.lang());
    let (record, new) = match &known {
        Owned::Remark(one) if strike => (one.id, Some(Body::Remark(Remark { struck: true, ..one.body.clone() }))),
        Owned::Outcome(one) if strike => (one.id, Some(Body::Outcome(Outcome { struck: true, ..one.body.clone() }))),
        Owned::Difficulty(one) if strike => {
            (one.id, Some(Body::Difficulty(Difficulty { struck: true, ..one.body.clone() })))
        }
        Owned::Difficulty(one) => {
            let new = read_reworded(&mut form, &hall, &meeting, &one.body);
            (one.id, new.map(Body::Difficulty))
        }
        Owned::Remark(one) => {
            let new = read_remark(&mut form, &hall, &meeting, one.body.item);
            (one.id, Some(Body::Remark(Remark { salt: one.body.salt.clone(), ..new })))
        }
        Owned::Outcome(one) => {
            let new = read_outcome(&mut form, &hall, &meeting, one.body.item);
            (one.id, new.map(|new| Body::Outcome(Outcome { no: one.body.no, ..new })))
        }
    };
    let Some(new) = new.filter(|_| form.is_good() && !posted.show_only) else {
        return again(&hall, &id, &line, shown(form, "line")).await;
    };
    match change(&hall, record, |_| Ok::<_, Refusal>(new)).await? {
        Ok(()) => Ok(hall.done(format!("/council/{id}#agenda"), "line_saved")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

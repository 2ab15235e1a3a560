//! The list of meetings, and a new one.

use crate::domain::council::Body;
use crate::domain::council::meeting::{Meeting, MeetingState, Way};
use crate::domain::plan_file::MeetingKind;
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::pages::council::forms::Tried;
use crate::pages::council::list::{CouncilQuery, page};
use crate::pages::texts::council as texts;
use crate::server::council::form::Form;
use crate::server::council::hall::Hall;
use crate::server::council::meeting::shown;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;

/// `GET /council`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    let query = CouncilQuery::parse(&hall.reading.query);
    let title = texts::list_title(hall.lang()).to_owned();
    Ok(hall.draw(StatusCode::OK, title, false, move |hall| page(hall, &query, &Tried::default())).await)
}

/// `POST /council`: a new meeting.
pub async fn add(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let mut form = Form::new(&posted, hall.lang());
    let meeting = read_meeting(&mut form, None);
    let Some(meeting) = meeting.filter(|_| form.is_good() && !posted.show_only) else {
        let title = texts::list_title(hall.lang()).to_owned();
        let tried = shown(form, "meeting");
        return hall.tried(title, tried, |hall, tried| page(hall, &CouncilQuery::default(), tried)).await;
    };
    match hall.add(Body::Meeting(meeting), None).await? {
        Ok(id) => Ok(hall.done(format!("/council/{id}"), "meeting_added")),
        Err(_) => Err(PageError::Conflict),
    }
}

/// The fields of a meeting; `known` keeps what the form does not ask for.
pub fn read_meeting(form: &mut Form<'_>, known: Option<&Meeting>) -> Option<Meeting> {
    let kind = form.choice("kind", MeetingKind::parse);
    let ordinal = form.number("ordinal", 9_999);
    let held_on = form.day("held_on");
    let (starts, ends) = (form.time("starts"), form.time("ends"));
    if starts.zip(ends).is_some_and(|(starts, ends)| ends < starts) {
        form.fault("ends", texts::fault_end_before(form.lang()));
    }
    let told = known.filter(|one| one.published.is_some());
    let meeting = Meeting {
        // What a source published of kind and day is not ours to change.
        kind: told.map_or(kind, |one| Some(one.kind))?,
        ordinal,
        held_on: told.map_or(held_on, |one| Some(one.held_on))?,
        starts,
        ends,
        place: form.line("place", LINE_MAX),
        way: Way::parse(form.posted.get("way")),
        chair: form.line("chair", LINE_MAX),
        host: form.line("host", LINE_MAX),
        proceedings: form.optional("proceedings", NARRATIVE_MAX),
        published: known.and_then(|one| one.published.clone()),
        state: known.map_or(MeetingState::Preparing, |one| one.state),
        nothing_decided: known.is_some_and(|one| one.nothing_decided),
        minutes: known.and_then(|one| one.minutes.clone()),
    };
    Some(meeting)
}

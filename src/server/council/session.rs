//! The page of a meeting while it is held, and the forms that are no lines: attendance, what became of what was carried over.

use crate::domain::council::Body;
use crate::domain::council::attendance::{Attendance, Presence};
use crate::domain::council::outcome::{Note, NoteKind};
use crate::domain::ids::RecordId;
use crate::domain::text::{LINE_MAX, optional_text};
use crate::pages::council::CouncilScene;
use crate::pages::council::forms::Tried;
use crate::pages::council::session::{lines as lines_page, page};
use crate::pages::council::words;
use crate::pages::record::Scene;
use crate::server::council::hall::{Hall, record};
use crate::server::council::meeting::{Table, refuse};
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use leptos::prelude::{Owner, RenderHtml};

/// Draws the page, with a form that was refused.
///
/// # Errors
/// Where there is no such meeting.
pub async fn again(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let meeting = hall.meeting(id)?;
    if let Err(refusal) = meeting.body.writable() {
        return refuse(hall, id, refusal).await;
    }
    let table = Table::set(hall, id)?;
    let title = words::title(hall.lang(), &meeting.body);
    let seed = hex::encode(rand::random::<[u8; 8]>());
    hall.tried(title, tried, move |scene, tried| table.draw(scene, tried, |model| page(model, &seed))).await
}

/// `GET /council/{id}/session`
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    again(&hall, &id, Tried::default()).await
}

/// `GET /council/{id}/session/lines`: the lines alone, for the line keeper.
pub async fn lines(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let table = Table::set(&hall, &id)?;
    let reading = &hall.reading;
    let scene = Scene {
        info: &reading.info,
        ledger: &reading.plan.ledger,
        standing: &reading.standing,
        calendar: &reading.plan.calendar,
    };
    let scene = CouncilScene { scene, council: &hall.council };
    let html = Owner::new().with(|| table.draw(&scene, &Tried::default(), lines_page).to_html());
    let mut response: Response = html.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// A field of one record: what was typed, and what stood there when the page was drawn.
struct Cell<'a> {
    now: &'a str,
    was: &'a str,
}

impl<'a> Cell<'a> {
    fn of(posted: &'a Posted, field: &str, id: RecordId) -> Self {
        Self { now: posted.get(&format!("{field}_{id}")), was: posted.get(&format!("was_{field}_{id}")) }
    }

    fn changed(&self) -> Option<&'a str> {
        (self.now != self.was).then_some(self.now)
    }
}

/// What a form of attendance changes of one line; what nobody touched stays as another secretary may have put it.
fn changes(posted: &Posted, id: RecordId, line: &Attendance) -> Attendance {
    let text = |typed: &str| optional_text(typed, 100).ok().flatten().unwrap_or_default();
    let (person, note) = (Cell::of(posted, "person", id), Cell::of(posted, "note", id));
    let presence = Cell::of(posted, "presence", id).changed().map(Presence::parse);
    let rest = (posted.get("rest") == "present").then_some(Presence::Present);
    let presence = presence.unwrap_or(line.presence).or(rest);
    Attendance {
        person: person.changed().map_or_else(|| line.person.clone(), text),
        note: note.changed().map_or_else(|| line.note.clone(), text),
        presence,
        ..line.clone()
    }
}

/// `POST /council/{id}/attendance`
pub async fn attendance(
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
    let all: Vec<_> = hall.council.attendance.iter().filter(|one| one.body.meeting == meeting).collect();
    let mut tx = hall.write(None).await?;
    for one in all.into_iter().filter(|one| changes(&posted, one.id, &one.body) != one.body) {
        let verb = |body: Body| -> Result<Body, crate::domain::council::meeting::Refusal> {
            match body {
                Body::Attendance(now) => Ok(Body::Attendance(changes(&posted, one.id, &now))),
                other => Ok(other),
            }
        };
        if let Err(refusal) = tx.change_record(hall.plan(), one.id, verb).await?.and_then(|inner| inner) {
            return refuse(&hall, &id, refusal).await;
        }
    }
    tx.commit().await?;
    Ok(hall.done(format!("/council/{id}/session#attendance"), "attendance_saved"))
}

/// `POST /council/{id}/handlings`: what the meeting makes of directives that were carried into it.
pub async fn handlings(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?;
    if let Err(refusal) = meeting.body.writable() {
        return refuse(&hall, &id, refusal).await;
    }
    if posted.show_only {
        return again(&hall, &id, Tried::default()).await;
    }
    let mut tx = hall.write(None).await?;
    for (name, typed) in &posted.fields {
        let Some(outcome) = name.strip_prefix("handling_").and_then(record) else { continue };
        let Some(outcome) = hall.council.outcome(outcome) else { return Err(PageError::NotFound) };
        let cell = Cell { now: typed.trim(), was: posted.get(&format!("was_{name}")) };
        let text = cell.changed().and_then(|typed| optional_text(typed, LINE_MAX).ok().flatten());
        let Some(text) = text else { continue };
        let note =
            Note { outcome: outcome.id, kind: NoteKind::Handling, text, institution: None, meeting: Some(meeting.id) };
        // Notes are no lines of the minutes: no state of a meeting refuses them.
        let _noted = tx.add_record(hall.plan(), Body::Note(note), None).await?;
    }
    tx.commit().await?;
    Ok(hall.done(format!("/council/{id}/session#handlings"), "line_saved"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Slug;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        let fields = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Posted { fields, ..Posted::default() }
    }

    fn line() -> Attendance {
        Attendance {
            meeting: RecordId(1),
            institution: Slug::parse("mois").unwrap(),
            person: "김하나".into(),
            presence: Some(Presence::Absent),
            note: String::new(),
            struck: false,
        }
    }

    #[test]
    fn only_what_was_touched_is_changed() {
        let stale =
            posted(&[("presence_7", ""), ("was_presence_7", ""), ("person_7", "김하나"), ("was_person_7", "김하나")]);
        assert_eq!(changes(&stale, RecordId(7), &line()), line(), "the other secretary's 불참 stays");
        let touched =
            posted(&[("presence_7", "proxy"), ("was_presence_7", ""), ("note_7", "과장 대리"), ("was_note_7", "")]);
        let changed = changes(&touched, RecordId(7), &line());
        assert_eq!((changed.presence, changed.note.as_str()), (Some(Presence::Proxy), "과장 대리"));
    }

    #[test]
    fn the_rest_is_present_where_nothing_is_known() {
        let rest = posted(&[("rest", "present")]);
        assert_eq!(changes(&rest, RecordId(7), &line()).presence, Some(Presence::Absent));
        let unknown = Attendance { presence: None, ..line() };
        assert_eq!(changes(&rest, RecordId(7), &unknown).presence, Some(Presence::Present));
    }
}

//! Directives and requests: the list, one of them, its owners' notes, the PMO's decision.

use crate::domain::council::outcome::{Note, NoteKind, Outcome};
use crate::domain::council::{Body, Entry};
use crate::domain::ids::Slug;
use crate::domain::permission::{Action, may};
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::council::forms::Tried;
use crate::pages::directives::{DirectivesQuery, detail, page};
use crate::pages::texts::directives as texts;
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, record};
use crate::server::council::meeting::shown;
use crate::server::council::papers::read_papers;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use leptos::prelude::IntoAny;

/// `GET /directives`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    let query = DirectivesQuery::parse(&hall.reading.query);
    let title = texts::title(hall.lang()).to_owned();
    Ok(hall.draw(StatusCode::OK, title, false, move |hall| page(hall, &query)).await)
}

fn outcome<'a>(hall: &'a Hall, id: &str) -> Result<&'a Entry<Outcome>, PageError> {
    let outcome = record(id).and_then(|id| hall.council.outcome(id)).filter(|one| one.body.kind.is_followed_up());
    outcome.ok_or(PageError::NotFound)
}

async fn show_one(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let outcome = outcome(hall, id)?;
    let title = texts::title(hall.lang()).to_owned();
    let id = outcome.id;
    hall.tried(title, tried, move |hall, tried| {
        let follow_up = hall.council.outcome(id).and_then(|one| hall.council.follow_up(one));
        follow_up.map_or_else(|| ().into_any(), |one| detail::page(hall, &one, tried))
    })
    .await
}

/// `GET /directives/{id}`
pub async fn one(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    show_one(&Hall::open(&app, &visitor, &uri).await?, &id, Tried::default()).await
}

/// `POST /directives/{id}/notes`: an owner's progress, claim or answer.
pub async fn note(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let outcome = outcome(&hall, &id)?.clone();
    let reader = hall.visitor.reader()?;
    if !outcome.body.owners.iter().any(|slug| may(reader, Action::ReportOnDirective(slug))) {
        return Err(PageError::Forbidden);
    }
    let open = hall.council.follow_up(&outcome).is_some_and(|one| one.is_open());
    if !open {
        return Err(PageError::Conflict);
    }
    let mut form = Form::new(&posted, hall.lang());
    let own = |slug: &Slug| outcome.body.owners.contains(slug) && may(reader, Action::ReportOnDirective(slug));
    let institution = form.choice("institution", |text| Slug::parse(text).filter(own));
    let kind = form.choice("kind", |text| NoteKind::parse(text).filter(|kind| !kind.is_pmos()));
    let text = form.text("text", NARRATIVE_MAX);
    // The papers belong to the note, which has no number yet.
    let mut papers = read_papers(&hall, &mut form, outcome.id, false).await?;
    let Some((institution, kind)) = institution.zip(kind).filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "note")).await;
    };
    let mut tx = hall.write(Some(&institution)).await?;
    let note = Note { outcome: outcome.id, kind, text, institution: Some(institution), meeting: None };
    let Ok(note) = tx.add_record(hall.plan(), Body::Note(note), None).await? else { return Err(PageError::Conflict) };
    for paper in &mut papers {
        paper.subject = note;
        let _added = tx.add_record(hall.plan(), Body::Paper(paper.clone()), None).await?;
    }
    tx.commit().await?;
    Ok(hall.done(format!("/directives/{id}"), "note_added"))
}

/// `POST /directives/{id}/decision`: 이행 확인, 종결 or 다시 열기, by the PMO.
pub async fn decide(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let outcome = outcome(&hall, &id)?.clone();
    let open = hall.council.follow_up(&outcome).is_some_and(|one| one.is_open());
    let fits = |kind: &NoteKind| match kind {
        NoteKind::Closed | NoteKind::Dropped => open,
        NoteKind::Reopened => !open,
        _ => false,
    };
    let mut form = Form::new(&posted, hall.lang());
    let kind = form.choice("kind", |text| NoteKind::parse(text).filter(fits));
    let text = form.text("text", NARRATIVE_MAX);
    let Some(kind) = kind.filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "decision")).await;
    };
    let note = Note { outcome: outcome.id, kind, text, institution: None, meeting: None };
    match hall.add(Body::Note(note), None).await? {
        Ok(_) => Ok(hall.done(format!("/directives/{id}"), "directive_decided")),
        Err(_) => Err(PageError::Conflict),
    }
}

//! Agenda items and their papers.

use crate::domain::council::agenda::{AgendaItem, ItemKind, Paper};
use crate::domain::council::meeting::Meeting;
use crate::domain::council::{Body, Entry};
use crate::domain::ids::RecordId;
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::pages::council::forms::Tried;
use crate::pages::council::item::page;
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, record};
use crate::server::council::meeting::{again, change, next_position, refuse, shown};
use crate::server::council::papers::read_papers;
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

type Place = Path<(String, String)>;

/// The fields of an item over what it was.
fn read(form: &mut Form<'_>, hall: &Hall, meeting: &Entry<Meeting>, known: &AgendaItem) -> Option<AgendaItem> {
    let ledger = &hall.reading.plan.ledger;
    let title = form.text("title", LINE_MAX);
    let kind = form.choice("kind", ItemKind::parse);
    let institution = form.institution("institution", ledger, meeting.body.held_on);
    let presenter = form.line("presenter", LINE_MAX);
    let tasks = form.tasks("tasks", ledger);
    let minutes = form.number("minutes", 600);
    let summary = form.optional("summary", NARRATIVE_MAX);
    Some(AgendaItem { title, kind: kind?, institution, presenter, tasks, minutes, summary, ..known.clone() })
}

fn blank(hall: &Hall, meeting: &Entry<Meeting>) -> AgendaItem {
    AgendaItem {
        meeting: meeting.id,
        position: next_position(&hall.council, meeting.id),
        kind: ItemKind::Report,
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
    }
}

/// `POST /council/{id}/items`
pub async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?.clone();
    let mut form = Form::new(&posted, hall.lang());
    let item = read(&mut form, &hall, &meeting, &blank(&hall, &meeting));
    let Some(item) = item.filter(|_| form.is_good() && !posted.show_only) else {
        return again(&hall, &id, shown(form, "item")).await;
    };
    match hall.add(Body::Item(item), None).await? {
        Ok(_) => Ok(hall.done(format!("/council/{id}#agenda"), "item_added")),
        Err(refusal) => refuse(&hall, &id, refusal).await,
    }
}

fn item_of<'a>(hall: &'a Hall, id: &str, item: &str) -> Result<&'a Entry<AgendaItem>, PageError> {
    let meeting = hall.meeting(id)?.id;
    let found = record(item).and_then(|item| hall.council.item(item)).filter(|item| item.body.meeting == meeting);
    found.ok_or(PageError::NotFound)
}

async fn show_item(hall: &Hall, id: &str, item: &str, tried: Tried) -> Answer {
    let (meeting, item) = (hall.meeting(id)?.clone(), item_of(hall, id, item)?.clone());
    let title = item.body.title.clone();
    hall.tried(title, tried, move |hall, tried| page(hall, &meeting, &item, tried)).await
}

/// `GET /council/{id}/items/{item}`
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, item)): Place,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    show_item(&hall, &id, &item, Tried::default()).await
}

/// `POST /council/{id}/items/{item}`: `save`, `up`, `down`, `strike`, `quiet`, `speak`.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, item)): Place,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let (meeting, known) = (hall.meeting(&id)?.clone(), item_of(&hall, &id, &item)?.clone());
    if posted.show_only {
        return show_item(&hall, &id, &item, shown(Form::new(&posted, hall.lang()), "item")).await;
    }
    let step = posted.get("step");
    let done = match step {
        "up" | "down" => exchange(&hall, &meeting, &known, step == "up").await?,
        "strike" => set(&hall, known.id, |item| item.struck = true).await?,
        "quiet" => set(&hall, known.id, |item| item.no_remarks = true).await?,
        "speak" => set(&hall, known.id, |item| item.no_remarks = false).await?,
        _ => {
            let mut form = Form::new(&posted, hall.lang());
            let Some(new) = read(&mut form, &hall, &meeting, &known.body).filter(|_| form.is_good()) else {
                return show_item(&hall, &id, &item, form.tried("item")).await;
            };
            set(&hall, known.id, move |item| {
                *item = AgendaItem { position: item.position, no_remarks: item.no_remarks, ..new }
            })
            .await?
        }
    };
    if let Err(refusal) = done {
        return refuse(&hall, &id, refusal).await;
    }
    let back = if posted.get("back") == "session" { format!("/session#item-{item}") } else { "#agenda".to_owned() };
    Ok(hall.done(format!("/council/{id}{back}"), "item_saved"))
}

type Done = Result<Result<(), crate::domain::council::meeting::Refusal>, PageError>;

async fn set(hall: &Hall, id: RecordId, set: impl FnOnce(&mut AgendaItem)) -> Done {
    let verb = |body: Body| match body {
        Body::Item(mut item) => {
            set(&mut item);
            Ok(Body::Item(item))
        }
        other => Ok(other),
    };
    change(hall, id, verb).await
}

/// Changes places with the item before or after.
async fn exchange(hall: &Hall, meeting: &Entry<Meeting>, item: &Entry<AgendaItem>, up: bool) -> Done {
    let Some(minutes) = hall.council.minutes(meeting.id) else { return Ok(Ok(())) };
    let Some(at) = minutes.items.iter().position(|one| one.id == item.id) else { return Ok(Ok(())) };
    let other = if up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(other) = other.and_then(|other| minutes.items.get(other)) else { return Ok(Ok(())) };
    let mut order: Vec<RecordId> = minutes.items.iter().map(|one| one.id).collect();
    order.retain(|id| *id != item.id);
    let place = order.iter().position(|id| *id == other.id).unwrap_or(0);
    order.insert(if up { place } else { place + 1 }, item.id);
    let mut tx = hall.write(None).await?;
    for (position, id) in (1..).zip(order) {
        let verb = |body: Body| -> Result<Body, crate::domain::council::meeting::Refusal> {
            match body {
                Body::Item(item) => Ok(Body::Item(AgendaItem { position, ..item })),
                other => Ok(other),
            }
        };
        if let Err(refusal) = tx.change_record(hall.plan(), id, verb).await?.and_then(|inner| inner) {
            return Ok(Err(refusal));
        }
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// `POST /council/{id}/items/{item}/papers`: a file or link more, or `remove:ID`.
pub async fn papers(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((id, item)): Place,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let subject = item_of(&hall, &id, &item)?.id;
    let back = format!("/council/{id}/items/{item}#papers");
    if let Some(paper) = posted.get("step").strip_prefix("remove:").and_then(record) {
        let is_of = hall.council.papers_of(subject).any(|one| one.id == paper);
        if !is_of {
            return Err(PageError::NotFound);
        }
        let verb = |body: Body| match body {
            Body::Paper(paper) => Ok(Body::Paper(Paper { struck: true, ..paper })),
            other => Ok(other),
        };
        return match change(&hall, paper, verb).await? {
            Ok(()) => Ok(hall.done(back, "paper_removed")),
            Err(refusal) => refuse(&hall, &id, refusal).await,
        };
    }
    let mut form = Form::new(&posted, hall.lang());
    let papers = read_papers(&hall, &mut form, subject, true).await?;
    if !form.is_good() || posted.show_only {
        return show_item(&hall, &id, &item, shown(form, "paper")).await;
    }
    let mut tx = hall.write(None).await?;
    for paper in papers {
        let put = tx.add_record(hall.plan(), Body::Paper(paper), None).await?;
        if let Err(refusal) = put {
            return refuse(&hall, &id, refusal).await;
        }
    }
    tx.commit().await?;
    Ok(hall.done(back, "paper_added"))
}

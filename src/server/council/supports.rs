//! Support to institutions that struggle.

use crate::domain::council::support::{Support, SupportKind};
use crate::domain::council::{Body, Entry};
use crate::domain::ids::TaskNo;
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::council::forms::Tried;
use crate::pages::supports::{detail, page};
use crate::pages::texts::{council, supports as texts};
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, entry_of};
use crate::server::council::meeting::{change, shown};
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

async fn list(hall: &Hall, tried: Tried) -> Answer {
    hall.tried(texts::title(hall.lang()).to_owned(), tried, page).await
}

/// `GET /supports`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    list(&Hall::open(&app, &visitor, &uri).await?, Tried::default()).await
}

fn read(form: &mut Form<'_>, hall: &Hall) -> Option<Support> {
    let ledger = &hall.reading.plan.ledger;
    let institution = form.chosen_institution("institution", ledger);
    let task = TaskNo::parse(form.posted.get("task")).filter(|no| ledger.tasks.iter().any(|task| task.no == *no));
    let kind = form.choice("kind", SupportKind::parse);
    let text = form.text("text", NARRATIVE_MAX);
    let by = form.chosen_institution("by", ledger);
    let by_whom = form.line("by_whom", 100);
    let (from, until) = (form.day("from"), form.optional_day("until"));
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.fault("until", council::fault_until_before(form.lang()));
    }
    let outcome = form.optional("outcome", NARRATIVE_MAX);
    Some(Support { institution: institution?, task, kind: kind?, text, by: by?, by_whom, from: from?, until, outcome })
}

/// `POST /supports`
pub async fn add(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let mut form = Form::new(&posted, hall.lang());
    let support = read(&mut form, &hall);
    let Some(support) = support.filter(|_| form.is_good() && !posted.show_only) else {
        return list(&hall, shown(form, "support")).await;
    };
    match hall.add(Body::Support(support), None).await? {
        Ok(_) => Ok(hall.done("/supports", "support_saved")),
        Err(_) => Err(PageError::Conflict),
    }
}

fn entry<'a>(hall: &'a Hall, id: &str) -> Result<&'a Entry<Support>, PageError> {
    entry_of(&hall.council.supports, id)
}

async fn show_one(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let one = entry(hall, id)?.clone();
    hall.tried(texts::title(hall.lang()).to_owned(), tried, move |hall, tried| detail(hall, &one, tried)).await
}

/// `GET /supports/{id}`: the form of one.
pub async fn one(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    show_one(&Hall::pmo(&app, &visitor, &uri).await?, &id, Tried::default()).await
}

/// `POST /supports/{id}`
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    let known = entry(&hall, &id)?.id;
    let mut form = Form::new(&posted, hall.lang());
    let support = read(&mut form, &hall);
    let Some(support) = support.filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "support")).await;
    };
    match change(&hall, known, |_| Ok(Body::Support(support))).await? {
        Ok(()) => Ok(hall.done("/supports", "support_saved")),
        Err(_) => Err(PageError::Conflict),
    }
}

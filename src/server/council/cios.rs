//! The CIOs of record.

use crate::domain::council::cio::{Cio, CioFault, Deputy};
use crate::domain::council::{Body, Entry};
use crate::domain::ids::{RecordId, Slug};
use crate::domain::permission::Action;
use crate::pages::council::cios::{detail, page};
use crate::pages::council::forms::Tried;
use crate::pages::texts::cios as texts;
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

/// `GET /council/cios`
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    list(&Hall::open(&app, &visitor, &uri).await?, Tried::default()).await
}

/// The fields of a term of `institution`, checked against its other terms.
fn read(form: &mut Form<'_>, hall: &Hall, institution: Slug, own: Option<RecordId>) -> Option<Cio> {
    let (post, name) = (form.text("post", 100), form.text("name", 50));
    let (from, until) = (form.day("from"), form.optional_day("until"));
    let notified_on = form.optional_day("notified_on");
    let deputy = read_deputy(form);
    let cio = Cio { institution, name, post, from: from?, until, notified_on, deputy };
    if form.is_good() {
        let others =
            hall.council.cios.iter().filter(|one| one.body.institution == cio.institution && Some(one.id) != own);
        if let Err(fault) = cio.check(others.map(|one| &one.body)) {
            let lang = form.lang();
            match fault {
                CioFault::EndsBeforeItBegins => form.fault("until", texts::fault_ends(lang)),
                CioFault::DeputyOutside => form.fault("deputy_from", texts::fault_deputy(lang)),
                CioFault::Overlaps => form.fault("from", texts::fault_overlaps(lang)),
            }
        }
    }
    Some(cio)
}

fn read_deputy(form: &mut Form<'_>) -> Option<Deputy> {
    let (name, post) = (form.line("deputy_name", 50), form.line("deputy_post", 100));
    let (from, until) = (form.optional_day("deputy_from"), form.optional_day("deputy_until"));
    if name.is_empty() && from.is_none() && until.is_none() {
        return None;
    }
    let deputy = from.zip(until).map(|(from, until)| Deputy { name, post, from, until });
    let deputy = deputy.filter(|deputy| !deputy.name.is_empty());
    if deputy.is_none() && form.is_good() {
        form.fault("deputy_name", texts::fault_deputy_incomplete(form.lang()));
    }
    deputy
}

/// `POST /council/cios`
pub async fn add(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let mut form = Form::new(&posted, hall.lang());
    let institution = form.chosen_institution("institution", &hall.reading.plan.ledger);
    match &institution {
        Some(institution) => hall.ask(Action::KeepCio(institution))?,
        // Somebody who keeps no institution's CIO has no business here.
        None if hall.visitor.reader()?.institutions().is_empty() => hall.ask(Action::RunMeetings)?,
        None => {}
    }
    let cio = institution.and_then(|institution| read(&mut form, &hall, institution, None));
    let Some(cio) = cio.filter(|_| form.is_good() && !posted.show_only) else {
        return list(&hall, shown(form, "cio")).await;
    };
    match hall.add(Body::Cio(cio), None).await? {
        Ok(id) => Ok(hall.done(format!("/council/cios/{id}"), "cio_saved")),
        Err(_) => Err(PageError::Conflict),
    }
}

fn entry<'a>(hall: &'a Hall, id: &str) -> Result<&'a Entry<Cio>, PageError> {
    entry_of(&hall.council.cios, id)
}

async fn show_one(hall: &Hall, id: &str, tried: Tried) -> Answer {
    let one = entry(hall, id)?.clone();
    hall.tried(texts::title(hall.lang()).to_owned(), tried, move |hall, tried| detail(hall, &one, tried)).await
}

/// `GET /council/cios/{id}`
pub async fn one(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    show_one(&Hall::open(&app, &visitor, &uri).await?, &id, Tried::default()).await
}

/// `POST /council/cios/{id}`
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::desk(&app, &visitor, &uri).await?;
    let known = entry(&hall, &id)?.clone();
    hall.ask(Action::KeepCio(&known.body.institution))?;
    let mut form = Form::new(&posted, hall.lang());
    let new = read(&mut form, &hall, known.body.institution.clone(), Some(known.id));
    let Some(new) = new.filter(|_| form.is_good() && !posted.show_only) else {
        return show_one(&hall, &id, shown(form, "cio")).await;
    };
    match change(&hall, known.id, |_| Ok(Body::Cio(new))).await? {
        Ok(()) => Ok(hall.done(format!("/council/cios/{id}"), "cio_saved")),
        Err(_) => Err(PageError::Conflict),
    }
}

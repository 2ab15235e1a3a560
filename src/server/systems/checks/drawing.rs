//! Drawing a sample.

use super::super::Desk;
use crate::domain::ids::Slug;
use crate::domain::permission::{Action, may};
use crate::domain::systems::SystemCode;
use crate::domain::systems::spot_check::form::{Faults, Ground, read_wish};
use crate::domain::systems::spot_check::{Wish, claims, draw_by_grade, frame_sizes};
use crate::domain::systems::words::Grade;
use crate::pages::PageInfo;
use crate::pages::record::institution_name;
use crate::pages::systems::checks::new::NewModel;
use crate::pages::texts::checks as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::render::{Sheet, draw as drawn};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::NewSample;
use axum::extract::{OriginalUri, State};
use axum::http::{StatusCode, Uri};
use std::sync::Arc;

async fn open(app: &App, visitor: &Visitor, uri: &Uri) -> Result<Desk, PageError> {
    let desk = Desk::open_form(app, visitor, uri).await?;
    if may(&desk.reader, Action::CheckSystems) { Ok(desk) } else { Err(PageError::Forbidden) }
}

/// `GET /systems/checks/new`
///
/// # Errors
/// Not the PMO.
pub async fn new(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = open(&app, &visitor, &uri).await?;
    let seed = desk.reading.info.today.format("%Y%m%d").to_string();
    show(desk, vec![("seed".to_owned(), seed)], vec![], StatusCode::OK).await
}

/// How many systems of each grade there are to draw from.
fn available(desk: &Desk, institution: Option<&Slug>) -> Vec<(Option<Grade>, usize)> {
    let register = desk.register.register();
    let (day, last_version) = (desk.reading.info.today, register.last_version());
    frame_sizes(register, &Wish { seed: 0, day, last_version, institution: institution.cloned(), sizes: vec![] })
}

async fn show(desk: Desk, fields: Vec<(String, String)>, faults: Faults, status: StatusCode) -> Answer {
    let lang = desk.reading.info.lang;
    let parts = desk.register.coverage(desk.reading.info.today, desk.since());
    let known = desk.reading.plan.ledger.institutions.iter().filter(|one| parts.contains_key(&one.slug));
    let institutions = known.map(|one| (one.slug.to_string(), institution_name(lang, one).to_owned())).collect();
    let model = Arc::new(NewModel { institutions, available: available(&desk, None), fields, faults });
    let info = desk.reading.info;
    let title = texts::new_title(lang).to_owned();
    let body = move |info: &PageInfo| crate::pages::systems::checks::new::page(info, &model);
    Ok(drawn(status, Sheet { info, title, wide: false, body }).await)
}

/// `POST /systems/checks/new`
///
/// # Errors
/// Not the PMO, or the database fails.
pub async fn draw(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let desk = open(&app, &visitor, &uri).await?;
    if posted.show_only {
        return show(desk, posted.fields, vec![], StatusCode::OK).await;
    }
    let (wish, note) = match read(&desk, &posted) {
        Ok(read) => read,
        Err(faults) => return show(desk, posted.fields, faults, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let new = new_sample(&desk, wish, note);
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let id = tx.add_sample(&new).await?;
    tx.commit().await?;
    Ok(noted(&app, &format!("/systems/checks/{id}"), "sample_drawn"))
}

fn read(desk: &Desk, posted: &Posted) -> Result<(Wish, String), Faults> {
    let ground = Ground {
        day: desk.reading.info.today,
        last_version: desk.register.register().last_version(),
        available: &|institution| available(desk, institution),
    };
    read_wish(&posted.fields, &ground)
}

fn new_sample(desk: &Desk, wish: Wish, note: String) -> NewSample {
    let register = desk.register.register();
    let found = draw_by_grade(register, &wish);
    let line = |(grade, code): (Option<Grade>, SystemCode)| {
        let row = desk.snapshot.system(&code)?;
        Some((row.history.id, grade, claims(&row, wish.day, desk.since())))
    };
    NewSample {
        seed: wish.seed,
        day: wish.day,
        last_version: wish.last_version,
        institution: wish.institution.clone(),
        note,
        strata: found.strata,
        drawn: found.systems.into_iter().filter_map(line).collect(),
    }
}

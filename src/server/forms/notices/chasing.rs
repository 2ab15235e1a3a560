//! `/reviews/{round}/reminders`: the mails of today, looked at and then sent.

use crate::domain::chase::{Level, Way, next_step};
use crate::domain::notice::letter::{Missing, RoundWords, chase};
use crate::domain::notice::{Audience, NoticeKind, Told};
use crate::domain::permission::{Action, may};
use crate::domain::returns::Return;
use crate::domain::round::{Round, RoundSlug, RoundState};
use crate::domain::text::optional_text;
use crate::pages::admin::Filled;
use crate::pages::chasing::{ChaseRow, ChasingModel, page};
use crate::pages::lang::Lang;
use crate::pages::texts::reminders as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::reading::Reading;
use crate::server::reminders::{institution_name, missing_of, place};
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{NewChase, NewNotice, StoreResult, Tx};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use std::sync::Arc;

/// The longest addition, in characters.
const ADD_MAX: usize = 500;

/// An institution whose turn it is, with what its letter is made of.
struct Candidate {
    one: Return,
    name: String,
    level: Level,
    asked: usize,
    missing: Missing,
}

/// `GET /reviews/{round}/reminders`
///
/// # Errors
/// Not the PMO, no such round, or the database fails.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
) -> Answer {
    let (reading, round) = open(&app, &visitor, &uri, &round).await?;
    let candidates = candidates(&app, &reading, &round).await?;
    answer(&app, reading, &round, &candidates, Filled::default(), StatusCode::OK).await
}

async fn open(app: &App, visitor: &Visitor, uri: &Uri, round: &str) -> Result<(Reading, Round), PageError> {
    let reading = Reading::open(app, visitor, uri, Section::Reviews, false).await?;
    if !may(visitor.reader()?, Action::ManageRounds) {
        return Err(PageError::Forbidden);
    }
    let slug = RoundSlug::parse(round).ok_or(PageError::NotFound)?;
    let round = reading.plan.ledger.reviews.round(&slug).cloned().ok_or(PageError::NotFound)?;
    Ok((reading, round))
}

/// Those whose return is not in and whose turn it is today, by the ladder of [`next_step`].
async fn candidates(app: &App, reading: &Reading, round: &Round) -> Result<Vec<Candidate>, PageError> {
    let (plan, today) = (&reading.plan, reading.info.today);
    if round.state != RoundState::Open {
        return Ok(vec![]);
    }
    let (chases, queries) = (app.store.chases(round.id).await?, app.store.queries(round.id).await?);
    let mut found = Vec::new();
    for one in plan.ledger.reviews.returns_of(round.id).filter(|one| one.state.is_owed()) {
        let own: Vec<_> = chases.iter().filter(|chase| chase.institution == one.institution).cloned().collect();
        let step = next_step(round.due(), today, &own, &plan.calendar);
        if step.on == today {
            let missing = missing_of(&app.store, plan, today, one, &queries).await?;
            let name = institution_name(plan, &one.institution);
            found.push(Candidate { one: one.clone(), name, level: step.level, asked: own.len(), missing });
        }
    }
    Ok(found)
}

fn letter(reading: &Reading, round: &Round, one: &Candidate, add: &str) -> crate::domain::notice::letter::Letter {
    let (words, calendar) = (RoundWords::of(round), &reading.plan.calendar);
    chase(&one.name, &words, &one.missing, calendar, reading.info.today, (one.level, one.asked, add))
}

async fn answer(
    app: &App,
    reading: Reading,
    round: &Round,
    candidates: &[Candidate],
    form: Filled,
    status: StatusCode,
) -> Answer {
    let row = |one: &Candidate| ChaseRow {
        institution: one.one.institution.clone(),
        name: one.name.clone(),
        level: one.level,
        asked: one.asked,
        letter: letter(&reading, round, one, form.get("add")),
    };
    let rows = candidates.iter().map(row).collect();
    let (label, sends) = (RoundWords::of(round).label, app.mail.get().is_some());
    let title = texts::title(reading.info.lang, &label);
    let model = Arc::new(ChasingModel { round: round.slug.clone(), label, state: round.state, rows, form, sends });
    let body = move |info: &PageInfo| page(info, &model);
    Ok(draw(status, Sheet { info: reading.info, title, wide: false, body }).await)
}

/// `POST /reviews/{round}/reminders`: to those chosen as `to`, each logged; with `action=preview` the page as typed.
///
/// # Errors
/// Not the PMO, no such round, or the database fails.
pub async fn send(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(round): Path<String>,
    posted: Posted,
) -> Answer {
    if !may(visitor.reader()?, Action::ManageRounds) {
        return Err(PageError::Forbidden);
    }
    let sends = posted.get("action") != "preview" && !posted.show_only;
    // Opened before reading: writers queue here, so that of two who send at once the second sees what the first sent.
    let tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let (reading, round) = open(&app, &visitor, &uri, &round).await?;
    let candidates = candidates(&app, &reading, &round).await?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    let faults = faults(visitor.lang, &reading, &candidates, &form);
    if sends && faults.is_empty() {
        let path = reading.info.link(&ChasingModel::path(&round.slug));
        write(&app, tx, &reading, &round, &candidates, &form).await?;
        return Ok(noted(&app, &path, "reminders_sent"));
    }
    drop(tx);
    form.faults = if sends { faults } else { vec![] };
    let status = if form.is_faulty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer(&app, reading, &round, &candidates, form, status).await
}

fn faults(lang: Lang, reading: &Reading, candidates: &[Candidate], form: &Filled) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if form.all("to").next().is_none() {
        faults.push(("to", texts::none_chosen(lang).to_owned()));
    }
    let is_known = |slug: &str| candidates.iter().any(|one| one.one.institution.as_str() == slug);
    for slug in form.all("to").filter(|slug| !is_known(slug)) {
        let slug = crate::domain::ids::Slug::parse(slug);
        let name = slug.map_or_else(String::new, |slug| institution_name(&reading.plan, &slug));
        faults.push(("to", texts::overtaken(lang, name)));
    }
    if optional_text(form.get("add"), ADD_MAX).is_err() {
        faults.push(("add", texts::add_long(lang).to_owned()));
    }
    faults
}

async fn write(
    app: &App,
    mut tx: Tx,
    reading: &Reading,
    round: &Round,
    candidates: &[Candidate],
    form: &Filled,
) -> StoreResult<()> {
    let place = place(app, &reading.plan, round).await?;
    let add = optional_text(form.get("add"), ADD_MAX).ok().flatten().unwrap_or_default();
    for one in candidates.iter().filter(|one| form.all("to").any(|slug| slug == one.one.institution.as_str())) {
        let slug = &one.one.institution;
        let audience = match one.level {
            Level::Officer => Audience::Officers(slug.clone()),
            Level::Head | Level::Minister => Audience::Heads(slug.clone()),
        };
        let new = NewNotice {
            kind: NoticeKind::Chased,
            audience,
            letter: letter(reading, round, one, &add),
            link: place.of_return(slug),
            round: Some(round.id),
            institution: Some(slug.clone()),
        };
        let told = tx.notify(&new).await?;
        let chase = NewChase {
            plan: reading.plan.ledger.plan.id,
            round: round.id,
            institution: slug.clone(),
            level: one.level,
            way: Way::Mail,
            note: logged(told, &add),
            promised_on: None,
        };
        tx.add_chase(&chase).await?;
    }
    tx.commit().await
}

/// What the log says of a contact; the log is Korean.
fn logged(told: Told, add: &str) -> String {
    let note = match told {
        Told { people: 0, .. } => texts::logged_nobody(Lang::Ko).to_owned(),
        Told { mailed: 0, .. } => texts::logged_inbox(Lang::Ko, told.people),
        Told { people, mailed } => texts::logged_mail(Lang::Ko, mailed, people),
    };
    if add.is_empty() { note } else { format!("{note}: {add}") }
}

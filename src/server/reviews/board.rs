//! GET /reviews/{round}: the board; `?view=table` as a table. Who is not the PMO sees states and counts.

use super::desk::RoundDesk;
use crate::domain::calendar::{Calendar, day_of};
use crate::domain::chase::{Chase, next_step};
use crate::domain::council::{Council, Sight};
use crate::domain::exceptions::round::{
    Candidate, OpenDifficulty, RoundException, candidates, previous_round, round_exceptions, sort, unanswered,
};
use crate::domain::ids::{ReturnId, Slug};
use crate::domain::ledger::Ledger;
use crate::domain::permission::{Action, may};
use crate::domain::query::Query;
use crate::domain::returns::Return;
use crate::domain::round::planning::asked;
use crate::domain::round::{Round, RoundState};
use crate::domain::standing::Standing;
use crate::pages::reviews::board::{BoardModel, BoardQuery, BoardRow, page, title};
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::server::views::{Layout, answer};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// GET /reviews/{round}
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Path(round): Path<String>,
) -> Answer {
    let desk = RoundDesk::open(&app, &visitor, &uri, &round, true).await?;
    let managing = may(visitor.reader()?, Action::ManageRounds);
    let model = Arc::new(model(&desk, managing).await?);
    let title = title(&desk.reading.info, &desk.round);
    let body = move |scene: &crate::pages::record::Scene| page(scene, &model);
    if managing || !visitor.reader()?.institutions().is_empty() {
        // What is being written moves no data version, so a page that tells of it is never kept.
        return Ok(desk.show(StatusCode::OK, title, true, body).await);
    }
    let reading = async { Ok(Layout { reading: desk.into_reading(), title, wide: true, body }) };
    answer(&app, &visitor, (&uri, &headers), reading).await
}

async fn model(desk: &RoundDesk, managing: bool) -> Result<BoardModel, PageError> {
    let reading = &desk.reading;
    let query = BoardQuery::parse(&reading.query);
    let mut model = BoardModel { round: desk.round.clone(), rows: vec![], query, asked: vec![], candidates: vec![] };
    if desk.round.state == RoundState::Planned {
        model.asked = asked(&reading.plan.ledger, &reading.standing, &desk.round.settings);
        return Ok(model);
    }
    let exceptions = if managing { found(reading, &desk.round) } else { vec![] };
    if managing {
        model.candidates = meeting(desk, exceptions.clone()).await?;
    }
    model.rows = rows(desk, managing, &exceptions).await?;
    Ok(model)
}

/// What the rules find in the round on the day that is read.
pub(super) fn found(reading: &Reading, round: &Round) -> Vec<RoundException> {
    look(round_exceptions, reading, round)
}

/// One of the domain's ways of looking at a round beside the one before it.
fn look(
    rules: impl Fn(&Ledger, &Standing, &Round, Option<(&Round, &Standing)>) -> Vec<RoundException>,
    reading: &Reading,
    round: &Round,
) -> Vec<RoundException> {
    let ledger = &reading.plan.ledger;
    let previous = previous_round(ledger, round, reading.standing.cutoff);
    let before = previous.as_ref().map(|round| reading.plan.standing(round.base_date()));
    let before = previous.as_ref().zip(before.as_deref());
    rules(ledger, &reading.standing, round, before)
}

/// What the check on optimism finds in the rounds that are open on the day.
#[must_use]
pub fn optimism(reading: &Reading) -> Vec<Candidate> {
    let open = reading.plan.ledger.reviews.rounds_before(reading.standing.cutoff).into_iter();
    let open = open.filter(|round| round.state == RoundState::Open);
    let all: Vec<RoundException> =
        open.flat_map(|round| look(crate::domain::exceptions::round::optimism, reading, &round)).collect();
    candidates(&all)
}

/// What the rules bring up for the round's meeting: what they find in its returns, and difficulties without an answer.
pub(super) async fn for_meeting(desk: &RoundDesk) -> Result<Vec<Candidate>, PageError> {
    meeting(desk, found(&desk.reading, &desk.round)).await
}

async fn meeting(desk: &RoundDesk, mut all: Vec<RoundException>) -> Result<Vec<Candidate>, PageError> {
    // What is taken from here is read by everybody: not what only the PMO sees yet, such as minutes that are being written.
    let reading = &desk.reading;
    let state = desk.app.councils.state(&desk.app.store, reading.plan.ledger.plan.id, reading.plan.version).await?;
    let council = state.view(reading.info.day(), Sight::Closed);
    all.extend(unanswered(&difficulties(&council, &desk.round), desk.reading.standing.day));
    sort(&mut all);
    Ok(candidates(&all))
}

/// The difficulties that wait for an answer, of the tasks that the round covers or of none.
fn difficulties(council: &Council, round: &Round) -> Vec<OpenDifficulty> {
    let waiting = council.difficulties.iter().filter(|one| one.body.is_unanswered());
    let covered =
        waiting.filter(|one| one.body.tasks.is_empty() || one.body.tasks.iter().any(|no| round.settings.covers(*no)));
    let open = |one: &crate::domain::council::Entry<crate::domain::council::difficulty::Difficulty>| OpenDifficulty {
        institution: one.body.institution.clone(),
        task_no: one.body.tasks.first().copied(),
        title: one.body.title.clone(),
        raised_on: day_of(one.first_at),
    };
    covered.map(open).collect()
}

/// The returns in the register's order, each with what the reader may know of it.
pub(super) async fn rows(
    desk: &RoundDesk,
    managing: bool,
    exceptions: &[RoundException],
) -> Result<Vec<BoardRow>, PageError> {
    let Loaded { entries, queries, contacts } = load(&desk.app, desk, managing).await?;
    let (day, calendar) = (desk.reading.standing.day, &desk.reading.plan.calendar);
    let mut of: HashMap<Slug, Return> = desk.returns().into_iter().map(|one| (one.institution.clone(), one)).collect();
    let (mut contacts, mut queries) =
        (by(contacts, |chase| chase.institution.clone()), by(queries, |one| one.return_id));
    let mut findings = by(exceptions.to_vec(), |found| found.institution.clone());
    let register = desk.reading.plan.ledger.institutions.iter();
    let rows = register.filter_map(|institution| {
        let one = of.remove(&institution.slug)?;
        let contacts = contacts.remove(&institution.slug).unwrap_or_default();
        let owed = managing && one.state.is_owed() && desk.round.state == RoundState::Open;
        let next = owed.then(|| next_step(desk.round.due(), day, &contacts, calendar));
        Some(BoardRow {
            entries: entries.get(&one.id).copied(),
            late: late(&desk.round, &one, day, calendar),
            queries: queries.remove(&one.id).unwrap_or_default(),
            findings: findings.remove(&institution.slug).unwrap_or_default(),
            contacts,
            next,
            one,
        })
    });
    Ok(rows.collect())
}

/// A list cut up by a key, each part in the order of the whole.
fn by<K: Eq + Hash, T>(all: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut parts: HashMap<K, Vec<T>> = HashMap::new();
    for one in all {
        parts.entry(key(&one)).or_default().push(one);
    }
    parts
}

/// Working days after the due day: until it was handed in, or until the day that is read.
fn late(round: &Round, one: &Return, day: NaiveDate, calendar: &Calendar) -> i64 {
    round.working_days_late(one.first_submitted_on().unwrap_or(day), calendar)
}

/// What the ledger does not hold.
#[derive(Default)]
struct Loaded {
    entries: HashMap<ReturnId, (i64, i64)>,
    queries: Vec<Query>,
    contacts: Vec<Chase>,
}

async fn load(app: &App, desk: &RoundDesk, managing: bool) -> Result<Loaded, PageError> {
    let own = desk.visitor.reader()?.institutions();
    if !managing && own.is_empty() {
        return Ok(Loaded::default());
    }
    let cutoff = desk.reading.standing.cutoff;
    let mut loaded = Loaded::default();
    // What was written by an earlier day is not known.
    if desk.reading.info.asof.is_none() {
        loaded.entries = app.store.entry_counts(desk.round.id.0).await?;
    }
    loaded.queries = app.store.queries(desk.round.id).await?.iter().filter_map(|query| query.before(cutoff)).collect();
    if managing {
        loaded.contacts = app.store.chases(desk.round.id).await?;
        loaded.contacts.retain(|chase| chase.recorded_at < cutoff);
        return Ok(loaded);
    }
    let ids: Vec<ReturnId> =
        desk.returns().iter().filter(|one| own.contains(&one.institution)).map(|one| one.id).collect();
    loaded.entries.retain(|id, _| ids.contains(id));
    loaded.queries.retain(|query| ids.contains(&query.return_id));
    Ok(loaded)
}

//! Reminders: once a day, to the institutions whose returns are not in; each stands in the log of contacts.

use crate::domain::calendar::day_of;
use crate::domain::chase::{Level, Way};
use crate::domain::entry::{EntryFacts, state_of};
use crate::domain::ids::{AssignmentId, Slug};
use crate::domain::notice::Audience;
use crate::domain::notice::letter::{Gap, Missing, Place, RoundWords, reminder, task_words};
use crate::domain::notice::reminder::Stage;
use crate::domain::plan::Plan;
use crate::domain::query::{Query, open_queries};
use crate::domain::report::prefilled;
use crate::domain::returns::{Return, ReturnState};
use crate::domain::round::{Round, RoundEventKind, RoundState};
use crate::domain::standing::AssignmentStanding;
use crate::server::plans::PlanState;
use crate::server::state::App;
use crate::store::{Actor, NewChase, NewNotice, Store, StoreResult, Tx};
use chrono::NaiveDate;

/// Makes the reminders that are due today in all plans; answers how many institutions were reminded.
///
/// # Errors
/// Where the database fails. What was made before stays made; the rest follows when it runs again.
pub async fn remind(app: &App) -> StoreResult<usize> {
    let version = app.store.data_version().await?;
    let mut reminded = 0;
    for plan in app.plans.list(&app.store, version.registry).await?.iter() {
        let state = app.plans.state(&app.store, plan, version).await?;
        for round in state.ledger.reviews.rounds().iter().filter(|round| round.state == RoundState::Open) {
            reminded += remind_round(app, &state, round).await?;
        }
    }
    Ok(reminded)
}

async fn remind_round(app: &App, plan: &PlanState, round: &Round) -> StoreResult<usize> {
    let today = app.clock.today();
    let since = due_set_on(round).unwrap_or(today);
    let Some(stage) = Stage::reached(&plan.calendar, since, round.due(), today) else { return Ok(0) };
    let owed: Vec<&Return> = plan.ledger.reviews.returns_of(round.id).filter(|one| one.state.is_owed()).collect();
    let queries = app.store.queries(round.id).await?;
    let place = place(app, plan, round).await?;
    let mut letters = Vec::with_capacity(owed.len());
    for one in owed {
        let missing = missing_of(&app.store, plan, today, one, &queries).await?;
        let name = institution_name(plan, &one.institution);
        letters.push((one, reminder(&name, &RoundWords::of(round), &missing, &plan.calendar, today)));
    }
    let mut tx = app.store.write(&Actor::system(), app.clock.now()).await?;
    let mut reminded = 0;
    for (one, (kind, letter)) in letters {
        // Asked again inside: a return may have come in while the letters were written.
        let is_owed = tx.return_state(one.id).await?.is_owed();
        if !is_owed || !tx.note_reminder(round.id, &one.institution, round.due(), &stage.to_string()).await? {
            continue;
        }
        let institution = Some(one.institution.clone());
        let audience = Audience::Institution(one.institution.clone());
        let (note, link) = (letter.subject.clone(), place.of_return(&one.institution));
        let told = tx.notify(&NewNotice { kind, audience, letter, link, round: Some(round.id), institution }).await?;
        let note = if told.people == 0 { format!("{note} (받을 사람이 없음)") } else { note };
        log(&mut tx, plan, round, &one.institution, level_of(stage), note).await?;
        reminded += 1;
    }
    tx.commit().await?;
    Ok(reminded)
}

/// The day on which the due day in force was set.
fn due_set_on(round: &Round) -> Option<NaiveDate> {
    let kinds = [RoundEventKind::Opened, RoundEventKind::Extended];
    round.events.iter().rev().find(|event| kinds.contains(&event.kind)).map(|event| day_of(event.recorded_at))
}

/// Everybody of the institution is reminded; before the due day it is the officer's business, after it the head's.
const fn level_of(stage: Stage) -> Level {
    match stage {
        Stage::Before(_) => Level::Officer,
        Stage::After(_) => Level::Head,
    }
}

async fn log(
    tx: &mut Tx,
    plan: &PlanState,
    round: &Round,
    institution: &Slug,
    level: Level,
    note: String,
) -> StoreResult<()> {
    let (plan, institution) = (plan.ledger.plan.id, institution.clone());
    let new = NewChase { plan, round: round.id, institution, level, way: Way::System, note, promised_on: None };
    tx.add_chase(&new).await
}

/// The name of an institution; its slug where the register does not know it.
#[must_use]
pub fn institution_name(plan: &PlanState, slug: &Slug) -> String {
    plan.ledger.institution(slug).map_or_else(|| slug.to_string(), |one| one.name_ko.clone())
}

/// Where the pages of a round are.
///
/// # Errors
/// Where the database fails.
pub async fn place(app: &App, plan: &PlanState, round: &Round) -> StoreResult<Place> {
    let plans = app.plans.list(&app.store, plan.version.registry).await?;
    let first = plans.iter().map(|one: &Plan| one.id).min();
    let other = (first != Some(plan.ledger.plan.id)).then(|| plan.ledger.plan.slug.as_str());
    Ok(Place::new(other, &round.slug))
}

/// What keeps a return from being handed in; `queries` are those of its round.
///
/// # Errors
/// Where the database fails.
pub async fn missing_of(
    store: &Store,
    plan: &PlanState,
    today: NaiveDate,
    one: &Return,
    queries: &[Query],
) -> StoreResult<Missing> {
    let standing = plan.standing(today);
    let entries = store.entries(one.id).await?;
    let evidence = store.entry_evidence(one.id).await?;
    let lines: Vec<&AssignmentStanding> = entries.keys().filter_map(|id| standing.by_id(*id)).collect();
    let reports: Vec<_> = lines.iter().filter_map(|line| line.last_report.as_ref().map(|report| report.id)).collect();
    let texts = store.report_texts(&reports).await?;
    let mut items = Vec::new();
    for assignment in lines {
        let Some(entry) = entries.get(&assignment.id) else { continue };
        let last = assignment.last_report.as_ref();
        let text = last.and_then(|report| texts.get(&report.id)).cloned().unwrap_or_default();
        let open_queries = open_about(queries, one, assignment.id);
        let state = state_of(EntryFacts {
            entry,
            assignment,
            before: &prefilled(assignment, &text),
            handed_in: last.is_some_and(|report| report.return_id == Some(one.id)),
            evidence: evidence.get(&assignment.id).map_or(0, Vec::len),
            open_queries,
        });
        let title = plan.ledger.tasks.iter().find(|task| task.no == assignment.task_no).map_or("", |task| &task.title);
        items.extend(
            Gap::of(&state, open_queries).map(|gap| (assignment.task_no, task_words(assignment.task_no.0, title), gap)),
        );
    }
    items.sort_by_key(|(no, ..)| *no);
    let items = items.into_iter().map(|(_, words, gap)| (words, gap)).collect();
    Ok(Missing { sent_back: one.state == ReturnState::Returned, items })
}

fn open_about(queries: &[Query], one: &Return, assignment: AssignmentId) -> i64 {
    open_queries(queries.iter().filter(|query| query.return_id == one.id && query.assignment == assignment))
}

//! What is decided about an assignment: verdicts, verifications, dates, endings, duties.
//!
//! To add a decision: a variant of [`act::Act`], its form in [`crate::pages::assignment`], a handler here that asks for
//! permission and reads the form; [`desk::Desk::settle`] does the rest.

mod act;
mod desk;
mod form;

use self::act::Act;
use self::desk::Desk;
use self::form::Form;
use crate::domain::ids::{DateChangeId, MilestoneId, UserId};
use crate::domain::permission::{Action, may};
use crate::domain::rating::Verdict;
use crate::domain::schedule::{Ending, Light};
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::pages::assignment::{AssignmentForms, FormFault};
use crate::server::errors::PageError;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{NewDateChange, NewEnding, NewVerdict, NewVerification};
use axum::extract::{OriginalUri, Path, State};

type Place = Path<(String, String)>;

/// POST /tasks/{no}/{slug}/verdicts
pub async fn verdict(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::Judge { reported_by: None })?;
    let (plan, assignment) = (desk.opened.reading.plan.ledger.plan.id, &desk.opened.assignment);
    let report = assignment.last_report.as_ref().ok_or(PageError::NotFound)?;
    desk.demand(Action::Judge { reported_by: Some(report.by) })?;
    let read = |form: &mut Form<'_>| {
        let verdict = form.choice("verdict", Verdict::parse);
        let reason = form.text("reason", NARRATIVE_MAX);
        let condition = form.posted.get("condition").to_owned();
        if verdict.is_some_and(Verdict::needs_condition) && condition.is_empty() {
            form.fault("condition", FormFault::ConditionMissing);
        }
        let unclaimed = assignment.steps.iter().any(|step| step.light.is_open() && !step.is_waiting());
        if verdict == Some(Verdict::Verified) && (unclaimed || assignment.steps.is_empty()) {
            form.fault("verdict", FormFault::NothingClaimed);
        }
        let (report, institution) = (report.id, desk.opened.slug.clone());
        let of = assignment.id;
        verdict.map(|verdict| {
            Act::Verdict(NewVerdict { plan, report, assignment: of, institution, verdict, reason, condition })
        })
    };
    desk.settle(|verdict| AssignmentForms { verdict, ..AssignmentForms::default() }, read).await
}

/// POST /tasks/{no}/{slug}/verifications
pub async fn verification(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::Judge { reported_by: None })?;
    let (plan, assignment) = (desk.opened.reading.plan.ledger.plan.id, &desk.opened.assignment);
    desk.demand(Action::Judge { reported_by: assignment.last_report.as_ref().map(|report| report.by) })?;
    let milestone = desk.posted.get("milestone").parse().map(MilestoneId).map_err(|_| PageError::NotFound)?;
    let read = |form: &mut Form<'_>| {
        let decision = form.decision("verified");
        let reason = form.text("reason", NARRATIVE_MAX);
        if !assignment.waiting_steps().any(|step| step.milestone == milestone) {
            form.fault("decision", FormFault::AlreadyDecided);
        }
        let (of, institution) = (assignment.id, desk.opened.slug.clone());
        decision.map(|verified| {
            Act::Verification(NewVerification { plan, assignment: of, institution, milestone, verified, reason })
        })
    };
    let slot = |typed| AssignmentForms { verification: Some((milestone, typed)), ..AssignmentForms::default() };
    desk.settle(slot, read).await
}

/// POST /tasks/{no}/{slug}/date-changes
pub async fn date_change(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::Report(&desk.opened.slug))?;
    let (plan, assignment) = (desk.opened.reading.plan.ledger.plan.id, &desk.opened.assignment);
    let read = |form: &mut Form<'_>| {
        let step = form.open_step(assignment);
        let to = form.day("to");
        let reason = form.text("reason", NARRATIVE_MAX);
        if step.zip(to).is_some_and(|(step, to)| step.due == to) {
            form.fault("to", FormFault::SameDay);
        }
        let (of, institution) = (assignment.id, desk.opened.slug.clone());
        step.zip(to).map(|(step, to)| {
            let (milestone, from) = (step.milestone, step.due);
            Act::DateChange(NewDateChange { plan, assignment: of, institution, milestone, from, to, reason })
        })
    };
    desk.settle(|date_change| AssignmentForms { date_change, ..AssignmentForms::default() }, read).await
}

/// POST /tasks/{no}/{slug}/date-changes/{id}/decision
pub async fn date_decision(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug, id)): Path<(String, String, i64)>,
    posted: Posted,
) -> Answer {
    let id = DateChangeId(id);
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::DecideDates { proposed_by: None })?;
    let record = desk.opened.reading.plan.ledger.record(desk.opened.assignment.id);
    if !record.date_changes.iter().any(|one| one.id == id) {
        return Err(PageError::NotFound);
    }
    let proposed_by = desk.app.store.proposer_of(id).await?;
    let is_own = !may(desk.visitor.reader()?, Action::DecideDates { proposed_by });
    let read = |form: &mut Form<'_>| {
        let decision = form.decision("approved");
        let reason = form.text("reason", NARRATIVE_MAX);
        if is_own {
            form.fault("decision", FormFault::OwnDoing);
        }
        decision.map(|approved| Act::DateDecision { id, approved, reason })
    };
    let slot = |typed| AssignmentForms { decision: Some((id, typed)), ..AssignmentForms::default() };
    desk.settle(slot, read).await
}

/// POST /tasks/{no}/{slug}/dues
pub async fn due(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::DecideDates { proposed_by: None })?;
    let assignment = &desk.opened.assignment;
    let read = |form: &mut Form<'_>| {
        let step = form.open_step(assignment);
        let due = form.day("due");
        let reason = form.text("reason", LINE_MAX);
        if step.zip(due).is_some_and(|(step, due)| due.last_day >= step.due.last_day) {
            form.fault("due", FormFault::NotEarlier);
        }
        step.zip(due).map(|(step, due)| Act::Due { milestone: step.milestone, due, reason })
    };
    desk.settle(|due| AssignmentForms { due, ..AssignmentForms::default() }, read).await
}

/// POST /tasks/{no}/{slug}/endings
pub async fn ending(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::DecideDates { proposed_by: None })?;
    let (plan, assignment) = (desk.opened.reading.plan.ledger.plan.id, &desk.opened.assignment);
    let read = |form: &mut Form<'_>| {
        let step = form.open_step(assignment);
        let ending = form.choice("ending", |text| match Light::parse(text) {
            Some(Light::Dropped) => Some(Ending::Dropped),
            Some(Light::Superseded) => Some(Ending::Superseded),
            _ => None,
        });
        let reason = form.text("reason", NARRATIVE_MAX);
        let decider = form.text("decider", LINE_MAX);
        let (of, institution) = (assignment.id, desk.opened.slug.clone());
        step.zip(ending).map(|(step, ending)| {
            let milestone = step.milestone;
            Act::Ending(NewEnding { plan, assignment: of, institution, milestone, ending, reason, decider })
        })
    };
    desk.settle(|ending| AssignmentForms { ending, ..AssignmentForms::default() }, read).await
}

/// POST /tasks/{no}/{slug}/duty
pub async fn duty(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Place,
    posted: Posted,
) -> Answer {
    let desk = Desk::open(app, visitor, &uri, (&no, &slug), posted).await?;
    desk.demand(Action::AssignDuty(&desk.opened.slug))?;
    let people = desk.app.store.people_of(&desk.opened.slug).await?;
    let person = |field: &str, form: &mut Form<'_>| -> Option<UserId> {
        let typed = form.posted.get(field);
        let found = typed.parse().ok().map(UserId).filter(|id| people.iter().any(|(known, _)| known == id));
        if found.is_none() && !typed.is_empty() {
            form.fault(field, FormFault::NoSuchPerson);
        }
        found
    };
    let read = |form: &mut Form<'_>| {
        let (owner, reviewer) = (person("owner", form), person("reviewer", form));
        let contact = form.text("contact", LINE_MAX);
        Some(Act::Duty { owner, reviewer, contact })
    };
    desk.settle(|duty| AssignmentForms { duty, ..AssignmentForms::default() }, read).await
}

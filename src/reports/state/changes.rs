//! What moved: forecasts (일정 이동 대장) and approved dues (일정변경).

use super::view::View;
use super::{DateChangeRow, DateChangeState, MoveRow, Requested};
use crate::domain::calendar::{day_of, start_of};
use crate::domain::ids::{AssignmentId, MilestoneId};
use crate::domain::ledger::{DateChangeFact, Decision};
use crate::domain::slip::Move;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The proposals known on the day, by step, oldest first.
type Proposals<'a> = HashMap<(AssignmentId, MilestoneId), Vec<&'a DateChangeFact>>;

pub(super) fn moves(view: &View<'_>) -> Vec<MoveRow> {
    let proposals = proposals(view);
    let mut found = Vec::new();
    for assignment in &view.assignments {
        for step in &assignment.steps {
            found.extend(step_moves(view, assignment, step, &proposals));
        }
    }
    // The sort is stable: moves of the same instant stay in the order of the assignments.
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, row)| row).collect()
}

fn step_moves(
    view: &View<'_>,
    assignment: &AssignmentStanding,
    step: &StepStanding,
    proposals: &Proposals<'_>,
) -> Vec<(DateTime<Utc>, MoveRow)> {
    let asked = proposals.get(&(assignment.id, step.milestone)).map_or(&[][..], Vec::as_slice);
    let until = step.moves.iter().skip(1).map(|next| next.recorded_at).chain([view.standing.cutoff]);
    let rows = step.moves.iter().zip(until).map(|(one, until)| {
        let requested = requested(view, one, until, asked);
        (one.recorded_at, move_row(view, assignment, one, requested))
    });
    rows.collect()
}

/// The first proposal made on the day of the move or later, before the forecast moved again.
fn requested(view: &View<'_>, one: &Move, until: DateTime<Utc>, asked: &[&DateChangeFact]) -> Option<Requested> {
    let since = start_of(one.recorded_on());
    let change = asked.iter().find(|change| change.recorded_at >= since && change.recorded_at < until)?;
    Some(Requested { to: change.to, state: state_of(decision(view, change)) })
}

fn move_row(view: &View<'_>, assignment: &AssignmentStanding, one: &Move, requested: Option<Requested>) -> MoveRow {
    let (milestone_no, milestone) = view.milestone(one.milestone);
    MoveRow {
        recorded_on: one.recorded_on(),
        task_no: assignment.task_no,
        institution: view.party(&assignment.institution),
        milestone_no,
        milestone,
        from: one.from,
        to: one.to,
        days: one.days(),
        against_first_due: one.against_first_due,
        cause: one.cause,
        reason: one.reason.clone(),
        reported_by: one.by_name.clone(),
        requested,
    }
}

pub(super) fn date_changes(view: &View<'_>) -> Vec<DateChangeRow> {
    known(view).filter_map(|change| date_change_row(view, change)).collect()
}

fn date_change_row(view: &View<'_>, change: &DateChangeFact) -> Option<DateChangeRow> {
    let (task_no, holder) = view.holding(change.assignment).filter(|(_, holder)| view.takes(holder))?;
    let (milestone_no, milestone) = view.milestone(change.milestone);
    let decision = decision(view, change);
    Some(DateChangeRow {
        task_no,
        institution: view.party(holder),
        milestone_no,
        milestone,
        from: change.from,
        to: change.to,
        days: (change.to.last_day - change.from.last_day).num_days(),
        earlier: change.is_earlier(),
        reason: change.reason.clone(),
        proposed_by: change.by_name.clone(),
        proposed_on: day_of(change.recorded_at),
        state: state_of(decision),
        decided_by: decision.map(|decision| decision.by_name.clone()),
        decided_on: decision.map(|decision| day_of(decision.at)),
        decision_reason: decision.map_or_else(String::new, |decision| decision.reason.clone()),
    })
}

/// The proposals known on the day, oldest first.
fn known<'a>(view: &View<'a>) -> impl Iterator<Item = &'a DateChangeFact> {
    view.standing.date_changes.iter().rev().map(AsRef::as_ref)
}

fn proposals<'a>(view: &View<'a>) -> Proposals<'a> {
    let mut by_step = Proposals::new();
    for change in known(view) {
        by_step.entry((change.assignment, change.milestone)).or_default().push(change);
    }
    by_step
}

/// A decision made after the day is not known on it.
fn decision<'a>(view: &View<'_>, change: &'a DateChangeFact) -> Option<&'a Decision> {
    change.decision.as_ref().filter(|decision| decision.at < view.standing.cutoff)
}

fn state_of(decision: Option<&Decision>) -> DateChangeState {
    match decision {
        None => DateChangeState::Pending,
        Some(decision) if decision.approved => DateChangeState::Approved,
        Some(_) => DateChangeState::Refused,
    }
}

//! The summary: what the report is about, and its figures.

use super::view::{View, count, in_korea};
use super::{DateChangeRow, DateChangeState, Figures, Rule, Summary, VerdictTally};
use crate::domain::progress::{MeanProgress, mean_progress};
use crate::domain::rating::Verdict;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, LightCounts, StepStanding};
use crate::reports::labels::RULES;
use chrono::{DateTime, Utc};

pub(super) fn summary(view: &View<'_>, changes: &[DateChangeRow], made_at: DateTime<Utc>) -> Summary {
    let plan = &view.ledger.plan;
    Summary {
        plan: plan.slug.clone(),
        plan_title: plan.title.clone(),
        announced_on: plan.announced_on,
        base_date: view.standing.day,
        made_at: in_korea(made_at),
        zone: "Asia/Seoul",
        last_recorded_at: view.standing.last_recorded_at.map(in_korea),
        author: view.party(&plan.lead).name,
        scope: view.scope.map(|slug| view.party(slug)),
        figures: figures(view, changes),
        rules: RULES.iter().map(|(figure, rule)| Rule { figure, rule }).collect(),
    }
}

fn figures(view: &View<'_>, changes: &[DateChangeRow]) -> Figures {
    let leads: Vec<_> = view.tasks().map(|(_, task)| view.standing.lead_of(task)).collect();
    let lights = LightCounts::of(view.assignments.iter().map(|one| one.light));
    let steps: Vec<_> = steps(view);
    let with_state = |state| changes.iter().filter(move |change| change.state == state);
    let approved = || with_state(DateChangeState::Approved);
    Figures {
        task_lights: LightCounts::of(leads.iter().map(|lead| lead.map_or(Light::Planned, |lead| lead.light))).into(),
        assignment_lights: lights.into(),
        task_verdicts: verdicts(leads.iter().copied()),
        assignment_verdicts: verdicts(view.assignments.iter().copied().map(Some)),
        progress: progress(view),
        planned_progress_tenths: planned_progress(view),
        milestones_done: count(steps.iter().filter(|step| step.light == Light::Done)),
        milestones_total: count(&steps),
        institutions: count(view.institutions()),
        late_assignments: lights.late,
        will_miss_due: count(view.assignments.iter().filter(|one| one.steps.iter().any(StepStanding::will_miss_due))),
        stale_assignments: count(view.assignments.iter().filter(|one| one.is_stale())),
        date_changes_approved: count(approved().filter(|change| !change.earlier)),
        date_changes_pending: count(with_state(DateChangeState::Pending)),
        date_changes_refused: count(with_state(DateChangeState::Refused)),
        earlier_moves: count(approved().filter(|change| change.earlier)),
    }
}

fn verdicts<'a>(standings: impl Iterator<Item = Option<&'a AssignmentStanding>>) -> VerdictTally {
    let mut tally = VerdictTally::default();
    for standing in standings {
        match standing.and_then(|standing| standing.verdict.as_ref()).map(|fact| fact.verdict) {
            Some(Verdict::AtRisk) => tally.at_risk += 1,
            Some(Verdict::Watch) => tally.watch += 1,
            Some(Verdict::OnTrack) => tally.on_track += 1,
            Some(Verdict::Verified) => tally.verified += 1,
            None => tally.none += 1,
        }
    }
    tally
}

/// The milestones of the plan are the leads' steps; those of an institution are its own.
fn steps<'a>(view: &View<'a>) -> Vec<&'a StepStanding> {
    match view.scope {
        None => view.standing.lead_steps().map(|(_, step)| step).collect(),
        Some(_) => view.assignments.iter().flat_map(|one| &one.steps).collect(),
    }
}

fn progress(view: &View<'_>) -> MeanProgress {
    match view.scope {
        None => view.standing.mean_task_progress(),
        Some(scope) => view.standing.institution(scope).map(|one| one.progress).unwrap_or_default(),
    }
}

fn planned_progress(view: &View<'_>) -> Option<i64> {
    match view.scope {
        None => view.standing.mean_planned_progress(),
        Some(_) => mean_progress(view.assignments.iter().map(|one| one.planned_progress)).tenths,
    }
}

//! From facts to signals: what the end of a day knows, arranged by assignment, and what follows from it.

use super::{AssignmentStanding, InstitutionStanding, LightCounts, Standing, StepStanding, TaskStanding};
use crate::domain::calendar::{day_of, end_of};
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, TaskNo};
use crate::domain::ledger::{
    DateChangeFact, EndingFact, Ledger, ReportFact, VerdictFact, VerificationFact, counting_reports,
};
use crate::domain::plan::{Assignment, Basis, Milestone, Task, TaskRole};
use crate::domain::progress::{mean_progress, planned_progress};
use crate::domain::schedule::{ClaimState, StepDates, assignment_light, step_light};
use crate::domain::slip::moves_of_step;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

impl Standing {
    /// How `ledger` stands by the end of `day`.
    #[must_use]
    pub fn derive(ledger: &Ledger, day: NaiveDate) -> Self {
        let cutoff = end_of(day);
        let derivation = Derivation::new(ledger, day, cutoff);
        let assignments: Vec<_> = ledger
            .assignments
            .iter()
            .filter(|assignment| assignment.stands_before(cutoff))
            .filter_map(|assignment| derivation.assignment(assignment))
            .collect();
        let tasks = ledger.tasks.iter().map(|task| derivation.task(task, &assignments)).collect();
        let institutions = institutions(ledger, &assignments);
        let mut date_changes: Vec<usize> =
            (0..ledger.date_changes.len()).filter(|i| ledger.date_changes[*i].recorded_at < cutoff).collect();
        date_changes
            .sort_by_key(|i| std::cmp::Reverse((ledger.date_changes[*i].recorded_at, ledger.date_changes[*i].id)));
        let last_recorded_at = last_before(ledger, cutoff);
        Self { day, cutoff, assignments, tasks, institutions, date_changes, last_recorded_at }
    }
}

fn last_before(ledger: &Ledger, cutoff: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let reports = ledger.reports.iter().map(|fact| fact.recorded_at);
    let verdicts = ledger.verdicts.iter().map(|fact| fact.recorded_at);
    let verifications = ledger.verifications.iter().map(|fact| fact.recorded_at);
    let changes = ledger.date_changes.iter().map(|fact| fact.recorded_at);
    let decisions = ledger.date_changes.iter().filter_map(|fact| fact.decision.as_ref().map(|decision| decision.at));
    let all = reports.chain(verdicts).chain(verifications).chain(changes).chain(decisions);
    all.filter(|at| *at < cutoff).max()
}

fn institutions(ledger: &Ledger, assignments: &[AssignmentStanding]) -> Vec<InstitutionStanding> {
    let mut by_slug: HashMap<&Slug, Vec<usize>> = HashMap::new();
    for (index, assignment) in assignments.iter().enumerate() {
        by_slug.entry(&assignment.institution).or_default().push(index);
    }
    let mut result = Vec::new();
    for institution in &ledger.institutions {
        let Some(mut indices) = by_slug.remove(&institution.slug) else { continue };
        indices.sort_by_key(|index| (assignments[*index].task_no, assignments[*index].role));
        let lights = LightCounts::of(indices.iter().map(|index| assignments[*index].light));
        let progress = mean_progress(indices.iter().map(|index| assignments[*index].progress()));
        result.push(InstitutionStanding { slug: institution.slug.clone(), assignments: indices, lights, progress });
    }
    result
}

/// The facts known on a day, arranged by assignment.
struct Derivation<'a> {
    ledger: &'a Ledger,
    day: NaiveDate,
    cutoff: DateTime<Utc>,
    milestones: HashMap<TaskNo, Vec<&'a Milestone>>,
    reports: HashMap<AssignmentId, Vec<&'a ReportFact>>,
    verdicts: HashMap<AssignmentId, &'a VerdictFact>,
    verifications: HashMap<(AssignmentId, MilestoneId), Vec<&'a VerificationFact>>,
    endings: HashMap<(AssignmentId, MilestoneId), &'a EndingFact>,
    step_dues: HashMap<(AssignmentId, MilestoneId), Due>,
    approved: HashMap<(AssignmentId, MilestoneId), Vec<&'a DateChangeFact>>,
    leads: HashMap<TaskNo, AssignmentId>,
}

impl<'a> Derivation<'a> {
    fn new(ledger: &'a Ledger, day: NaiveDate, cutoff: DateTime<Utc>) -> Self {
        let known = |at: DateTime<Utc>| at < cutoff;
        let mut milestones: HashMap<TaskNo, Vec<&Milestone>> = HashMap::new();
        for milestone in ledger.milestones.iter().filter(|milestone| milestone.known_from <= day) {
            milestones.entry(milestone.task_no).or_default().push(milestone);
        }
        let mut verifications: HashMap<_, Vec<_>> = HashMap::new();
        for fact in ledger.verifications.iter().filter(|fact| known(fact.recorded_at)) {
            verifications.entry((fact.assignment, fact.milestone)).or_default().push(fact);
        }
        let mut approved: HashMap<_, Vec<_>> = HashMap::new();
        for fact in &ledger.date_changes {
            if fact.decision.as_ref().is_some_and(|decision| decision.approved && known(decision.at)) {
                approved.entry((fact.assignment, fact.milestone)).or_default().push(fact);
            }
        }
        for changes in approved.values_mut() {
            changes.sort_by_key(|change| (change.decision.as_ref().map(|decision| decision.at), change.id));
        }
        let verdicts = ledger.verdicts.iter().filter(|fact| known(fact.recorded_at));
        let endings = ledger.endings.iter().filter(|fact| known(fact.recorded_at));
        let dues = ledger.step_dues.iter().filter(|fact| known(fact.recorded_at));
        let standing = ledger.assignments.iter().filter(|one| one.role == TaskRole::Lead && one.stands_before(cutoff));
        Self {
            ledger,
            day,
            cutoff,
            milestones,
            reports: counting_reports(&ledger.reports, cutoff),
            verdicts: verdicts.map(|fact| (fact.assignment, fact)).collect(),
            verifications,
            endings: endings.map(|fact| ((fact.assignment, fact.milestone), fact)).collect(),
            step_dues: dues.map(|fact| ((fact.assignment, fact.milestone), fact.due)).collect(),
            approved,
            leads: standing.map(|one| (one.task_no, one.id)).collect(),
        }
    }

    fn assignment(&self, assignment: &Assignment) -> Option<AssignmentStanding> {
        let institution = assignment.holder_before(self.cutoff)?.clone();
        let reports = self.reports.get(&assignment.id).map_or(&[][..], Vec::as_slice);
        let milestones = self.milestones.get(&assignment.task_no).map_or(&[][..], Vec::as_slice);
        let steps: Vec<_> = milestones.iter().map(|milestone| self.step(assignment, milestone, reports)).collect();
        let lights: Vec<_> = steps.iter().map(|step| step.light).collect();
        let last_due = steps.iter().map(|step| step.due.last_day).max();
        let last_report = reports.last().map(|report| (*report).clone());
        let since = last_report.as_ref().map_or(assignment.recorded_at, |report| report.recorded_at);
        Some(AssignmentStanding {
            id: assignment.id,
            task_no: assignment.task_no,
            institution,
            role: assignment.role,
            light: assignment_light(&lights, last_report.is_some()),
            steps,
            last_report,
            verdict: self.verdicts.get(&assignment.id).map(|fact| (*fact).clone()),
            planned_progress: last_due.map(|due| planned_progress(self.ledger.plan.announced_on, due, self.day)),
            silent_days: (self.day - day_of(since)).num_days(),
            report_count: i64::try_from(reports.len()).unwrap_or(i64::MAX),
        })
    }

    fn step(&self, assignment: &Assignment, milestone: &Milestone, reports: &[&ReportFact]) -> StepStanding {
        let key = (assignment.id, milestone.id);
        let own_due = self.step_dues.get(&key).copied();
        let first_due = own_due.unwrap_or(milestone.due);
        let due = self.approved_due(key, assignment.task_no, milestone);
        let claim = self.claim(key, reports);
        let ending = self.endings.get(&key).map(|fact| fact.ending);
        let dates = StepDates { approved_due: due.last_day, claim, ending, reported: !reports.is_empty() };
        let statement = |report: &&ReportFact| {
            report.steps.iter().find(|step| step.milestone == milestone.id).and_then(|step| step.forecast)
        };
        StepStanding {
            milestone: milestone.id,
            first_due,
            due,
            basis: if own_due.is_some() { Basis::Assumed } else { milestone.basis },
            forecast: reports.iter().rev().find_map(statement),
            claim,
            light: step_light(&dates, self.day),
            days_left: (due.last_day - self.day).num_days(),
            moves: moves_of_step(reports, milestone.id, first_due.last_day),
        }
    }

    /// The institution's own approved change, else its own earlier due, else the milestone's due as the lead's changes
    /// have moved it.
    fn approved_due(&self, key: (AssignmentId, MilestoneId), task: TaskNo, milestone: &Milestone) -> Due {
        let changed =
            |key: &(AssignmentId, MilestoneId)| self.approved.get(key).and_then(|all| all.last()).map(|c| c.to);
        if let Some(own) = changed(&key) {
            return own;
        }
        let lead_key = self.leads.get(&task).map(|lead| (*lead, milestone.id));
        let common = lead_key.and_then(|lead| changed(&lead)).unwrap_or(milestone.due);
        match self.step_dues.get(&key) {
            Some(own) if own.last_day < common.last_day => *own,
            _ => common,
        }
    }

    /// A claim stands since the first of the unbroken run of reports that make it; a refusal breaks the run.
    fn claim(&self, key: (AssignmentId, MilestoneId), reports: &[&ReportFact]) -> ClaimState {
        let decisions = self.verifications.get(&key).map_or(&[][..], Vec::as_slice);
        let last = decisions.iter().max_by_key(|fact| fact.recorded_at);
        let claims = |report: &ReportFact| report.steps.iter().any(|step| step.milestone == key.1 && step.claimed);
        let run_start = |until: DateTime<Utc>, after: Option<DateTime<Utc>>| {
            let run = reports.iter().rev().skip_while(|report| report.recorded_at > until);
            run.take_while(|report| claims(report) && after.is_none_or(|after| report.recorded_at > after)).last()
        };
        match last {
            Some(fact) if fact.verified => {
                let verified_on = day_of(fact.recorded_at);
                let claimed =
                    run_start(fact.recorded_at, None).map_or(verified_on, |report| day_of(report.recorded_at));
                ClaimState::Verified { claimed_on: claimed, verified_on }
            }
            Some(fact) => run_start(self.cutoff, Some(fact.recorded_at))
                .map_or(ClaimState::Refused(day_of(fact.recorded_at)), |report| {
                    ClaimState::Waiting(day_of(report.recorded_at))
                }),
            None => run_start(self.cutoff, None)
                .map_or(ClaimState::Unclaimed, |report| ClaimState::Waiting(day_of(report.recorded_at))),
        }
    }

    fn task(&self, task: &Task, assignments: &[AssignmentStanding]) -> TaskStanding {
        let mine: Vec<usize> = (0..assignments.len()).filter(|index| assignments[*index].task_no == task.no).collect();
        let lead = mine.iter().copied().find(|index| assignments[*index].role == TaskRole::Lead);
        let implementing: Vec<usize> =
            mine.iter().copied().filter(|index| assignments[*index].role == TaskRole::Implementing).collect();
        let counted = if implementing.is_empty() { lead.into_iter().collect() } else { implementing };
        TaskStanding {
            no: task.no,
            lead,
            progress: mean_progress(counted.iter().map(|index| assignments[*index].progress())),
            planned_progress: lead.and_then(|index| assignments[index].planned_progress),
            assignments: mine,
        }
    }
}

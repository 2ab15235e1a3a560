//! From facts to signals: what was known at the end of a day, and what follows from it.
//!
//! A standing is derived whole once a day. A new fact moves the one assignment it is about (a decision on a lead's date
//! moves its task), and the sums over it; [`Standing::after`] derives those again and shares the rest.

use super::{AssignmentStanding, InstitutionStanding, LightCounts, Standing, StepStanding, TaskStanding};
use crate::domain::calendar::{day_of, end_of};
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, TaskNo};
use crate::domain::ledger::{DateChangeFact, Ledger, Record, ReportFact};
use crate::domain::plan::{Assignment, Basis, Milestone, TaskRole};
use crate::domain::progress::{mean_progress, planned_progress};
use crate::domain::schedule::{ClaimState, StepDates, assignment_light, step_light};
use crate::domain::slip::moves_of_step;
use chrono::{DateTime, NaiveDate, Utc};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl Standing {
    /// How `ledger` stands by the end of `day`.
    #[must_use]
    pub fn derive(ledger: &Ledger, day: NaiveDate) -> Self {
        Self::derive_known(ledger, day, end_of(day))
    }

    /// How `ledger` stood on `day`, as far as it was known just before `cutoff`: the returns of a round are written after
    /// the base date they are about.
    #[must_use]
    pub fn derive_known(ledger: &Ledger, day: NaiveDate, cutoff: DateTime<Utc>) -> Self {
        let derivation = Derivation::new(ledger, day, cutoff);
        let assignments: Vec<_> = ledger.assignments.iter().filter_map(|one| derivation.assignment(one)).collect();
        let mut of_task: HashMap<TaskNo, Vec<usize>> = HashMap::new();
        let mut of_institution: HashMap<&Slug, Vec<usize>> = HashMap::new();
        for (index, assignment) in assignments.iter().enumerate() {
            of_task.entry(assignment.task_no).or_default().push(index);
            of_institution.entry(&assignment.institution).or_default().push(index);
        }
        for indices in of_institution.values_mut() {
            indices.sort_by_key(|index| (assignments[*index].task_no, assignments[*index].role));
        }
        let at = |index: usize| &assignments[index];
        let tasks = ledger.tasks.iter().map(|one| task(one.no, of_task.remove(&one.no).unwrap_or_default().into(), at));
        let tasks = tasks.collect();
        let institutions = ledger.institutions.iter().filter_map(|one| {
            Some(institution(one.slug.clone(), of_institution.remove(&one.slug)?.into(), |index| &assignments[index]))
        });
        let institutions = institutions.collect();
        let last_recorded_at = ledger.records().filter_map(|(_, record)| record.last_before(derivation.cutoff)).max();
        let positions = assignments.iter().enumerate().map(|(index, one)| (one.id, index)).collect();
        Self {
            day,
            cutoff: derivation.cutoff,
            tasks,
            institutions,
            date_changes: Arc::new(date_changes(ledger.records().map(|(_, record)| record), derivation.cutoff)),
            last_recorded_at,
            positions: Arc::new(positions),
            assignments: assignments.into_iter().collect(),
        }
    }

    /// The standing of the same day after facts about the assignments `touched` were added to `ledger`, whose registry is
    /// the same: what [`Standing::derive`] would say.
    #[must_use]
    pub fn after(&self, ledger: &Ledger, touched: &BTreeSet<AssignmentId>) -> Self {
        let derivation = Derivation::new(ledger, self.day, self.cutoff);
        let mut standing = self.clone();
        let moved = self.moved_by(touched);
        for index in &moved {
            let known = &self.assignments[*index];
            let fresh = ledger.assignment(known.id).and_then(|one| derivation.assignment(one));
            if let Some(fresh) = fresh {
                standing.assignments.replace(*index, fresh);
            }
        }
        let told = touched.iter().filter_map(|id| ledger.record(*id).last_before(self.cutoff));
        standing.last_recorded_at = told.chain(self.last_recorded_at).max();
        let all = &standing.assignments;
        let tasks: BTreeSet<TaskNo> = moved.iter().map(|index| self.assignments[*index].task_no).collect();
        for one in standing.tasks.iter_mut().filter(|one| tasks.contains(&one.no)) {
            *one = task(one.no, Arc::clone(&one.assignments), |index| &all[index]);
        }
        let institutions: BTreeSet<&Slug> = moved.iter().map(|index| &self.assignments[*index].institution).collect();
        for one in standing.institutions.iter_mut().filter(|one| institutions.contains(&one.slug)) {
            *one = institution(one.slug.clone(), Arc::clone(&one.assignments), |index| &all[index]);
        }
        if touched.iter().any(|id| !ledger.record(*id).date_changes.is_empty()) {
            let others = self.date_changes.iter().filter(|one| !touched.contains(&one.assignment)).cloned();
            let mut all: Vec<_> =
                others.chain(date_changes(touched.iter().map(|id| ledger.record(*id)), self.cutoff)).collect();
            newest_first(&mut all);
            standing.date_changes = Arc::new(all);
        }
        standing
    }

    /// Where the assignments stand whose signals facts about `touched` may move: a lead's decided dates are its task's.
    fn moved_by(&self, touched: &BTreeSet<AssignmentId>) -> BTreeSet<usize> {
        let mut moved = BTreeSet::new();
        for index in touched.iter().filter_map(|id| self.positions.get(id)) {
            let one = &self.assignments[*index];
            match self.task(one.task_no).filter(|_| one.role == TaskRole::Lead) {
                Some(task) => moved.extend(task.assignments.iter().copied()),
                None => drop(moved.insert(*index)),
            }
        }
        moved
    }
}

fn task<'a>(no: TaskNo, mine: Arc<[usize]>, at: impl Fn(usize) -> &'a AssignmentStanding) -> TaskStanding {
    let of = |role: TaskRole, index: &usize| at(*index).role == role;
    let lead = mine.iter().copied().find(|index| of(TaskRole::Lead, index));
    let implementing: Vec<usize> = mine.iter().copied().filter(|index| of(TaskRole::Implementing, index)).collect();
    let counted = if implementing.is_empty() { lead.into_iter().collect() } else { implementing };
    TaskStanding {
        no,
        lead,
        progress: mean_progress(counted.iter().map(|index| at(*index).progress())),
        planned_progress: lead.and_then(|index| at(index).planned_progress),
        assignments: Arc::clone(&mine),
    }
}

fn institution<'a>(
    slug: Slug,
    mine: Arc<[usize]>,
    at: impl Fn(usize) -> &'a AssignmentStanding,
) -> InstitutionStanding {
    let lights = LightCounts::of(mine.iter().map(|index| at(*index).light));
    let progress = mean_progress(mine.iter().map(|index| at(*index).progress()));
    InstitutionStanding { slug, assignments: mine, lights, progress }
}

fn date_changes<'a>(records: impl Iterator<Item = &'a Record>, cutoff: DateTime<Utc>) -> Vec<Arc<DateChangeFact>> {
    let all = records.flat_map(|record| &record.date_changes).filter(|change| change.recorded_at < cutoff);
    let mut known: Vec<_> = all.cloned().collect();
    newest_first(&mut known);
    known
}

fn newest_first(changes: &mut [Arc<DateChangeFact>]) {
    changes.sort_by_key(|change| Reverse((change.recorded_at, change.id)));
}

/// What is the same for all assignments of one day.
struct Derivation<'a> {
    ledger: &'a Ledger,
    day: NaiveDate,
    cutoff: DateTime<Utc>,
    milestones: HashMap<TaskNo, Vec<&'a Milestone>>,
    leads: HashMap<TaskNo, &'a Record>,
}

impl<'a> Derivation<'a> {
    fn new(ledger: &'a Ledger, day: NaiveDate, cutoff: DateTime<Utc>) -> Self {
        let mut milestones: HashMap<TaskNo, Vec<&Milestone>> = HashMap::new();
        for milestone in ledger.milestones.iter().filter(|milestone| milestone.known_from <= day) {
            milestones.entry(milestone.task_no).or_default().push(milestone);
        }
        let leads = ledger.assignments.iter().filter(|one| one.role == TaskRole::Lead && one.stands_before(cutoff));
        let leads = leads.map(|one| (one.task_no, ledger.record(one.id))).collect();
        Self { ledger, day, cutoff, milestones, leads }
    }

    /// `None` where the assignment does not stand on the day.
    fn assignment(&self, assignment: &Assignment) -> Option<AssignmentStanding> {
        let institution = assignment.holder_before(self.cutoff).filter(|_| assignment.stands_before(self.cutoff))?;
        let record = self.ledger.record(assignment.id);
        let counting = record.counting_reports(self.cutoff);
        let reports: Vec<&ReportFact> = counting.iter().map(|report| report.as_ref()).collect();
        let milestones = self.milestones.get(&assignment.task_no).map_or(&[][..], Vec::as_slice);
        let of_step = OfStep { derivation: self, record, reports: &reports, task: assignment.task_no };
        let steps: Vec<_> = milestones.iter().map(|milestone| of_step.derive(milestone)).collect();
        let lights: Vec<_> = steps.iter().map(|step| step.light).collect();
        let last_due = steps.iter().map(|step| step.due.last_day).max();
        let since = reports.last().map_or(assignment.recorded_at, |report| report.recorded_at);
        Some(AssignmentStanding {
            id: assignment.id,
            task_no: assignment.task_no,
            institution: institution.clone(),
            role: assignment.role,
            light: assignment_light(&lights, !reports.is_empty()),
            steps,
            last_report: counting.last().map(|report| Arc::clone(report)),
            verdict: record.verdicts.iter().rev().find(|fact| fact.recorded_at < self.cutoff).cloned(),
            planned_progress: last_due.map(|due| planned_progress(self.ledger.plan.announced_on, due, self.day)),
            silent_days: (self.day - day_of(since)).num_days().max(0),
            report_count: i64::try_from(reports.len()).unwrap_or(i64::MAX),
            unreviewed: reports.last().is_some_and(|report| self.is_unreviewed(report)),
            last_fact_at: record.last_before(self.cutoff),
        })
    }

    fn is_unreviewed(&self, report: &ReportFact) -> bool {
        let handed_in = report.return_id.and_then(|id| self.ledger.reviews.return_by_id(id));
        handed_in.is_some_and(|one| !one.is_approved_before(self.cutoff))
    }

    /// The due to which the approved changes of `record` have moved a milestone.
    fn changed_due(&self, record: &Record, milestone: MilestoneId) -> Option<Due> {
        let approved = record.date_changes.iter().filter(|change| change.milestone == milestone).filter_map(|change| {
            let decision = change.decision.as_ref().filter(|one| one.approved && one.at < self.cutoff)?;
            Some(((decision.at, change.id), change.to))
        });
        approved.max_by_key(|(order, _)| *order).map(|(_, to)| to)
    }
}

/// An assignment's part in one milestone after another.
struct OfStep<'a> {
    derivation: &'a Derivation<'a>,
    record: &'a Record,
    reports: &'a [&'a ReportFact],
    task: TaskNo,
}

impl OfStep<'_> {
    fn derive(&self, milestone: &Milestone) -> StepStanding {
        let (day, cutoff, id) = (self.derivation.day, self.derivation.cutoff, milestone.id);
        let dues = self.record.step_dues.iter().rev();
        let own_due = dues.clone().find(|fact| fact.milestone == id && fact.recorded_at < cutoff).map(|fact| fact.due);
        let mut endings = self.record.endings.iter().rev();
        let ending = endings.find(|fact| fact.milestone == id && fact.recorded_at < cutoff).map(|fact| fact.ending);
        let first_due = own_due.unwrap_or(milestone.due);
        let due = self.approved_due(milestone, own_due);
        let claim = self.claim(id);
        let dates = StepDates { approved_due: due.last_day, claim, ending, reported: !self.reports.is_empty() };
        let statement =
            |report: &&ReportFact| report.steps.iter().find(|step| step.milestone == id).and_then(|step| step.forecast);
        StepStanding {
            milestone: id,
            first_due,
            due,
            basis: if own_due.is_some() { Basis::Assumed } else { milestone.basis },
            forecast: self.reports.iter().rev().find_map(statement),
            claim,
            light: step_light(&dates, day),
            days_left: (due.last_day - day).num_days(),
            moves: moves_of_step(self.reports, id, first_due.last_day),
        }
    }

    /// The institution's own approved change, else its own earlier due, else the milestone's due as the lead's changes
    /// have moved it.
    fn approved_due(&self, milestone: &Milestone, own_due: Option<Due>) -> Due {
        if let Some(own) = self.derivation.changed_due(self.record, milestone.id) {
            return own;
        }
        let lead = self.derivation.leads.get(&self.task);
        let common = lead.and_then(|lead| self.derivation.changed_due(lead, milestone.id)).unwrap_or(milestone.due);
        match own_due {
            Some(own) if own.last_day < common.last_day => own,
            _ => common,
        }
    }

    /// A claim stands since the first of the unbroken run of reports that make it; a refusal breaks the run.
    fn claim(&self, milestone: MilestoneId) -> ClaimState {
        let cutoff = self.derivation.cutoff;
        let decisions = self.record.verifications.iter();
        let last = decisions
            .filter(|fact| fact.milestone == milestone && fact.recorded_at < cutoff)
            .max_by_key(|fact| fact.recorded_at);
        let claims = |report: &ReportFact| report.steps.iter().any(|step| step.milestone == milestone && step.claimed);
        let run_start = |until: DateTime<Utc>, after: Option<DateTime<Utc>>| {
            let run = self.reports.iter().rev().skip_while(|report| report.recorded_at > until);
            run.take_while(|report| claims(report) && after.is_none_or(|after| report.recorded_at > after)).last()
        };
        match last {
            Some(fact) if fact.verified => {
                let verified_on = day_of(fact.recorded_at);
                let claimed =
                    run_start(fact.recorded_at, None).map_or(verified_on, |report| day_of(report.recorded_at));
                ClaimState::Verified { claimed_on: claimed, verified_on }
            }
            Some(fact) => run_start(cutoff, Some(fact.recorded_at))
                .map_or(ClaimState::Refused(day_of(fact.recorded_at)), |report| {
                    ClaimState::Waiting(day_of(report.recorded_at))
                }),
            None => run_start(cutoff, None)
                .map_or(ClaimState::Unclaimed, |report| ClaimState::Waiting(day_of(report.recorded_at))),
        }
    }
}

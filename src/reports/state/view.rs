//! A standing seen for one report: what is in scope, with names and numbers at hand.

use super::{Party, StepRow};
use crate::domain::calendar::{Calendar, KST};
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, TaskNo};
use crate::domain::institution::Institution;
use crate::domain::ledger::Ledger;
use crate::domain::plan::{Assignment, Milestone, Task};
use crate::domain::standing::{AssignmentStanding, InstitutionStanding, Standing, StepStanding, TaskStanding};
use chrono::{DateTime, FixedOffset, Utc};
use std::collections::HashMap;

pub(super) struct View<'a> {
    pub ledger: &'a Ledger,
    pub standing: &'a Standing,
    pub calendar: &'a Calendar,
    pub scope: Option<&'a Slug>,
    /// By task, role and the register's order.
    pub assignments: Vec<&'a AssignmentStanding>,
    register: HashMap<&'a Slug, (usize, &'a Institution)>,
    milestones: HashMap<MilestoneId, &'a Milestone>,
    tasks: HashMap<TaskNo, &'a Task>,
    facts: HashMap<AssignmentId, &'a Assignment>,
}

impl<'a> View<'a> {
    pub fn new(ledger: &'a Ledger, standing: &'a Standing, calendar: &'a Calendar, scope: Option<&'a Slug>) -> Self {
        let mut view = Self {
            ledger,
            standing,
            calendar,
            scope,
            assignments: Vec::new(),
            register: ledger.institutions.iter().enumerate().map(|(at, one)| (&one.slug, (at, one))).collect(),
            milestones: ledger.milestones.iter().map(|one| (one.id, one)).collect(),
            tasks: ledger.tasks.iter().map(|one| (one.no, one)).collect(),
            facts: ledger.assignments.iter().map(|one| (one.id, one)).collect(),
        };
        let mut chosen: Vec<_> = standing.assignments.iter().filter(|one| view.takes(&one.institution)).collect();
        chosen.sort_by_key(|one| (one.task_no, one.role, view.order(&one.institution), one.id));
        view.assignments = chosen;
        view
    }

    /// Whether the report is about that institution.
    pub fn takes(&self, institution: &Slug) -> bool {
        self.scope.is_none_or(|scope| scope == institution)
    }

    /// Its place in the register.
    pub fn order(&self, institution: &Slug) -> usize {
        self.register.get(institution).map_or(usize::MAX, |(at, _)| *at)
    }

    pub fn institution(&self, slug: &Slug) -> Option<&'a Institution> {
        self.register.get(slug).map(|(_, institution)| *institution)
    }

    pub fn party(&self, slug: &Slug) -> Party {
        let name = self.institution(slug).map_or_else(|| slug.to_string(), |institution| institution.name_ko.clone());
        Party { slug: slug.clone(), name }
    }

    pub fn task_title(&self, no: TaskNo) -> String {
        self.tasks.get(&no).map_or_else(String::new, |task| task.title.clone())
    }

    /// The number and title of a milestone; a number of 0 where the plan no longer has it.
    pub fn milestone(&self, id: MilestoneId) -> (i64, String) {
        self.milestones.get(&id).map_or_else(|| (0, String::new()), |one| (one.no, one.title.clone()))
    }

    /// The tasks reported on: all, or those in which the institution has a part.
    pub fn tasks(&self) -> impl Iterator<Item = (&'a Task, &'a TaskStanding)> {
        let of = |task: &'a Task| self.standing.task(task.no).map(|standing| (task, standing));
        self.ledger.tasks.iter().filter_map(of).filter(|(_, task)| self.has_part(task))
    }

    fn has_part(&self, task: &TaskStanding) -> bool {
        let mut holders = task.assignments.iter().map(|index| &self.standing.assignments[*index].institution);
        self.scope.is_none() || holders.any(|holder| self.takes(holder))
    }

    pub fn institutions(&self) -> impl Iterator<Item = &'a InstitutionStanding> {
        self.standing.institutions.iter().filter(|one| self.takes(&one.slug))
    }

    /// The task of an assignment, and who held it on the day or last; also of one that has ended.
    pub fn holding(&self, id: AssignmentId) -> Option<(TaskNo, &'a Slug)> {
        let fact = self.facts.get(&id)?;
        fact.holder_before(self.standing.cutoff).map(|holder| (fact.task_no, holder))
    }

    pub fn step(&self, step: &StepStanding) -> StepRow {
        let (milestone_no, title) = self.milestone(step.milestone);
        StepRow {
            milestone_no,
            title,
            basis: step.basis,
            first_due: step.first_due,
            approved_due: step.due,
            last_day: step.due.last_day,
            last_working_day: self.calendar.last_working_day(step.due.last_day),
            days_left: step.light.is_open().then_some(step.days_left),
            forecast: step.forecast,
            slip_days: step.slip_days(),
            will_miss_due: step.will_miss_due(),
            waiting: step.is_waiting(),
        }
    }
}

/// An instant as Korea reads it.
pub(super) fn in_korea(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&KST)
}

/// A number of things, as it goes over the wire.
pub(super) fn count<T>(things: impl IntoIterator<Item = T>) -> i64 {
    i64::try_from(things.into_iter().count()).unwrap_or(i64::MAX)
}

//! How a plan stands at the end of a day: derived from its [`Ledger`], the same for pages, exports and the command line.

mod derivation;
#[cfg(test)]
mod tests;

use crate::domain::calendar::Calendar;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, TaskNo};
use crate::domain::institution::Institution;
use crate::domain::ledger::{DateChangeFact, Ledger, ReportFact, VerdictFact};
use crate::domain::plan::{Basis, TaskRole};
use crate::domain::progress::{MeanProgress, mean_progress};
use crate::domain::rating::SelfRating;
use crate::domain::schedule::{ClaimState, Light};
use crate::domain::shelf::Shelf;
use crate::domain::slip::Move;
use chrono::{DateTime, NaiveDate, Utc};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Days without a report after which an assignment is called silent (실적 없음).
pub const STALE_DAYS: i64 = 45;

/// One step (이행단계): an assignment's part in a milestone.
#[derive(Clone, Debug)]
pub struct StepStanding {
    pub milestone: MilestoneId,
    /// What slips are measured against.
    pub first_due: Due,
    /// The approved due today, after approved date changes.
    pub due: Due,
    pub basis: Basis,
    /// The ministry's own forecast; the first due where it has given none.
    pub forecast: Option<NaiveDate>,
    pub claim: ClaimState,
    pub light: Light,
    /// Days from today to the approved due; negative: overdue.
    pub days_left: i64,
    pub moves: Vec<Move>,
}

impl StepStanding {
    /// 확인 대기: claimed and not yet decided.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.light.is_open() && matches!(self.claim, ClaimState::Waiting(_))
    }

    /// Days by which the forecast misses the first approved due (negative: early); `None` without a forecast or once done.
    #[must_use]
    pub fn slip_days(&self) -> Option<i64> {
        self.forecast.filter(|_| self.light.is_open()).map(|forecast| (forecast - self.first_due.last_day).num_days())
    }

    /// Whether an open step is expected after its approved due.
    #[must_use]
    pub fn will_miss_due(&self) -> bool {
        self.light.is_open() && self.forecast.is_some_and(|forecast| forecast > self.due.last_day)
    }

    #[must_use]
    pub fn verified_on(&self) -> Option<NaiveDate> {
        match self.claim {
            ClaimState::Verified { verified_on, .. } => Some(verified_on),
            _ => None,
        }
    }
}

/// One assignment (소관과제) with all that follows from its facts.
#[derive(Clone, Debug)]
pub struct AssignmentStanding {
    pub id: AssignmentId,
    pub task_no: TaskNo,
    pub institution: Slug,
    pub role: TaskRole,
    pub light: Light,
    /// In the order of the task's milestones.
    pub steps: Vec<StepStanding>,
    pub last_report: Option<Arc<ReportFact>>,
    pub verdict: Option<Arc<VerdictFact>>,
    pub planned_progress: Option<i64>,
    /// Days since the last report, or since the assignment was made.
    pub silent_days: i64,
    pub report_count: i64,
    /// 검토 전: the last report was handed in with a return that is not approved.
    pub unreviewed: bool,
    /// When the last thing known of it was recorded.
    pub last_fact_at: Option<DateTime<Utc>>,
}

impl AssignmentStanding {
    #[must_use]
    pub fn self_rating(&self) -> Option<SelfRating> {
        self.last_report.as_ref().map(|report| report.self_rating)
    }

    #[must_use]
    pub fn progress(&self) -> Option<i64> {
        self.last_report.as_ref().and_then(|report| report.progress)
    }

    /// 실적 없음: open, and no report for longer than [`STALE_DAYS`].
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.light.is_open() && self.silent_days > STALE_DAYS
    }

    /// The step to look at: the open one due first, else the last.
    #[must_use]
    pub fn next_step(&self) -> Option<&StepStanding> {
        self.steps.iter().filter(|step| step.light.is_open()).min_by_key(|step| step.due.last_day).or(self.steps.last())
    }

    /// Whether the PMO's verdict differs from what the ministry says.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        match (&self.verdict, self.self_rating()) {
            (Some(verdict), Some(own)) => verdict.verdict.differs_from(own),
            _ => false,
        }
    }

    pub fn waiting_steps(&self) -> impl Iterator<Item = &StepStanding> {
        self.steps.iter().filter(|step| step.is_waiting())
    }
}

/// A task, with its lead's signals and its rollup.
#[derive(Clone, Debug)]
pub struct TaskStanding {
    pub no: TaskNo,
    /// Index of the lead's assignment in [`Standing::assignments`].
    pub lead: Option<usize>,
    pub assignments: Arc<[usize]>,
    pub progress: MeanProgress,
    pub planned_progress: Option<i64>,
}

/// Counts by light, the marks that every list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LightCounts {
    pub planned: i64,
    pub on_time: i64,
    pub due_soon: i64,
    pub late: i64,
    pub done: i64,
    pub ended: i64,
}

impl LightCounts {
    pub fn of(lights: impl IntoIterator<Item = Light>) -> Self {
        let mut counts = Self::default();
        lights.into_iter().for_each(|light| counts.add(light));
        counts
    }

    pub const fn add(&mut self, light: Light) {
        match light {
            Light::Planned => self.planned += 1,
            Light::OnTime => self.on_time += 1,
            Light::DueSoon => self.due_soon += 1,
            Light::Late => self.late += 1,
            Light::Done => self.done += 1,
            Light::Dropped | Light::Superseded => self.ended += 1,
        }
    }

    #[must_use]
    pub const fn total(&self) -> i64 {
        self.planned + self.on_time + self.due_soon + self.late + self.done + self.ended
    }
}

/// An institution and its assignments.
#[derive(Clone, Debug)]
pub struct InstitutionStanding {
    pub slug: Slug,
    pub assignments: Arc<[usize]>,
    pub lights: LightCounts,
    pub progress: MeanProgress,
}

/// A plan at the end of a day.
#[derive(Clone, Debug)]
pub struct Standing {
    pub day: NaiveDate,
    /// Only what was recorded before this instant is in.
    pub cutoff: DateTime<Utc>,
    pub assignments: Shelf<AssignmentStanding>,
    pub tasks: Vec<TaskStanding>,
    /// Those with assignments, in the register's order.
    pub institutions: Vec<InstitutionStanding>,
    /// The proposals known on the day, newest first; some were decided only later.
    pub date_changes: Arc<Vec<Arc<DateChangeFact>>>,
    /// The last counted fact, for "as of" labels.
    pub last_recorded_at: Option<DateTime<Utc>>,
    positions: Arc<FxHashMap<AssignmentId, usize>>,
}

impl Standing {
    #[must_use]
    pub fn task(&self, no: TaskNo) -> Option<&TaskStanding> {
        self.tasks.iter().find(|task| task.no == no)
    }

    /// The assignments of a task.
    pub fn of_task(&self, no: TaskNo) -> impl Iterator<Item = &AssignmentStanding> {
        let indices = self.task(no).map_or(&[][..], |task| &task.assignments);
        indices.iter().map(|index| &self.assignments[*index])
    }

    /// The assignments of an institution, by task and role.
    pub fn of_institution<'a>(&'a self, slug: &Slug) -> impl Iterator<Item = &'a AssignmentStanding> + use<'a> {
        let indices = self.institution(slug).map_or(&[][..], |institution| &institution.assignments);
        indices.iter().map(|index| &self.assignments[*index])
    }

    /// The lead's assignment, which speaks for the task.
    #[must_use]
    pub fn lead_of(&self, task: &TaskStanding) -> Option<&AssignmentStanding> {
        task.lead.map(|index| &self.assignments[index])
    }

    #[must_use]
    pub fn institution(&self, slug: &Slug) -> Option<&InstitutionStanding> {
        self.institutions.iter().find(|institution| institution.slug == *slug)
    }

    #[must_use]
    pub fn assignment(&self, task: TaskNo, institution: &Slug) -> Option<&AssignmentStanding> {
        let mut indices = self.task(task)?.assignments.iter();
        indices
            .find(|index| self.assignments[**index].institution == *institution)
            .map(|index| &self.assignments[*index])
    }

    #[must_use]
    pub fn by_id(&self, id: AssignmentId) -> Option<&AssignmentStanding> {
        self.positions.get(&id).map(|index| &self.assignments[*index])
    }

    /// A task's light: its lead's.
    #[must_use]
    pub fn light_of(&self, task: &TaskStanding) -> Light {
        self.lead_of(task).map_or(Light::Planned, |lead| lead.light)
    }

    /// Every lead step: the milestones of the plan as they stand.
    pub fn lead_steps(&self) -> impl Iterator<Item = (&AssignmentStanding, &StepStanding)> {
        self.tasks
            .iter()
            .filter_map(|task| self.lead_of(task))
            .flat_map(|lead| lead.steps.iter().map(move |step| (lead, step)))
    }

    /// Mean progress over the tasks whose progress is known.
    #[must_use]
    pub fn mean_task_progress(&self) -> MeanProgress {
        let tenths: Vec<_> = self.tasks.iter().map(|task| task.progress.tenths).collect();
        let mean = mean_progress(tenths);
        MeanProgress { tenths: mean.tenths.map(|t| (t + 5) / 10), ..mean }
    }

    /// Mean planned progress over the tasks that have a date, in tenths of a per cent.
    #[must_use]
    pub fn mean_planned_progress(&self) -> Option<i64> {
        mean_progress(self.tasks.iter().map(|task| task.planned_progress)).tenths
    }
}

/// The next deadline that the whole plan looks to: the first month end not yet past among open lead steps' dues.
#[must_use]
pub fn next_deadline(standing: &Standing, calendar: &Calendar) -> Option<Deadline> {
    let due = standing
        .lead_steps()
        .filter(|(_, step)| step.light.is_open() && step.days_left >= 0)
        .map(|(_, step)| step.due.last_day)
        .min()?;
    Some(Deadline {
        day: due,
        last_working_day: calendar.last_working_day(due),
        days_left: (due - standing.day).num_days(),
        working_days_left: calendar.working_days_after(standing.day, due),
    })
}

/// A day that work runs towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub day: NaiveDate,
    pub last_working_day: NaiveDate,
    pub days_left: i64,
    pub working_days_left: i64,
}

/// The name of an institution as it was called: institutions keep their own row for each name.
#[must_use]
pub fn name_of<'a>(ledger: &'a Ledger, slug: &'a Slug) -> &'a str {
    ledger.institution(slug).map_or(slug.as_str(), |institution: &Institution| institution.name_ko.as_str())
}

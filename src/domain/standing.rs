//! How a plan stands at the end of a day: derived from its [`Ledger`], the same for pages, exports and the command line.

use crate::domain::calendar::{Calendar, day_of, end_of};
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, TaskNo};
use crate::domain::institution::Institution;
use crate::domain::ledger::{
    DateChangeFact, EndingFact, Ledger, ReportFact, VerdictFact, VerificationFact, counting_reports,
};
use crate::domain::plan::{Assignment, Basis, Milestone, Task, TaskRole};
use crate::domain::progress::{MeanProgress, mean_progress, planned_progress};
use crate::domain::rating::SelfRating;
use crate::domain::schedule::{ClaimState, Light, StepDates, assignment_light, step_light};
use crate::domain::slip::{Move, moves_of_step};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

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
    pub last_report: Option<ReportFact>,
    pub verdict: Option<VerdictFact>,
    pub planned_progress: Option<i64>,
    /// Days since the last report, or since the assignment was made.
    pub silent_days: i64,
    pub report_count: i64,
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
    pub assignments: Vec<usize>,
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
        for light in lights {
            match light {
                Light::Planned => counts.planned += 1,
                Light::OnTime => counts.on_time += 1,
                Light::DueSoon => counts.due_soon += 1,
                Light::Late => counts.late += 1,
                Light::Done => counts.done += 1,
                Light::Dropped | Light::Superseded => counts.ended += 1,
            }
        }
        counts
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
    pub assignments: Vec<usize>,
    pub lights: LightCounts,
    pub progress: MeanProgress,
}

/// A plan at the end of a day.
#[derive(Clone, Debug)]
pub struct Standing {
    pub day: NaiveDate,
    /// Only what was recorded before this instant is in.
    pub cutoff: DateTime<Utc>,
    pub assignments: Vec<AssignmentStanding>,
    pub tasks: Vec<TaskStanding>,
    /// Those with assignments, in the register's order.
    pub institutions: Vec<InstitutionStanding>,
    /// Indices into the ledger's date changes known on the day, newest first.
    pub date_changes: Vec<usize>,
    /// The last counted fact, for "as of" labels.
    pub last_recorded_at: Option<DateTime<Utc>>,
}

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

    #[must_use]
    pub fn task(&self, no: TaskNo) -> Option<&TaskStanding> {
        self.tasks.iter().find(|task| task.no == no)
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
        self.assignments.iter().find(|one| one.task_no == task && one.institution == *institution)
    }

    #[must_use]
    pub fn by_id(&self, id: AssignmentId) -> Option<&AssignmentStanding> {
        self.assignments.iter().find(|one| one.id == id)
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

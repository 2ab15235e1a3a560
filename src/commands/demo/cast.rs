//! What part each assignment plays. Numbers are fixed shares within a task, and a keyed draw decides who fills them, so
//! that one task more leaves the parts in the others as they were.

use super::Scene;
use super::random::Random;
use super::timetable::day;
use crate::domain::ids::{Slug, UserId};
use crate::domain::plan::{Assignment, Milestone, Scope, Task, TaskRole};
use crate::domain::rating::{SelfRating, Verdict};
use chrono::NaiveDate;

/// An assignment with what is invented about it.
pub struct Subject<'a> {
    pub assignment: &'a Assignment,
    pub institution: &'a Slug,
    pub officer: UserId,
    pub task: &'a Task,
    /// Those known by the last day, in the plan's order.
    pub milestones: Vec<&'a Milestone>,
    pub part: Part,
    pub change: Option<Change>,
    /// How many other institutions the task asks.
    pub others: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Reports now and then; most do.
    Usual,
    /// Reports often, claims nothing, and is judged so by the PMO.
    Lead(Verdict),
    /// Has a due of its own and misses it.
    Late { due: NaiveDate, mood: SelfRating },
    /// Claims the step due in March, some by a due of their own.
    Claims { due: Option<NaiveDate>, outcome: Outcome },
}

impl Part {
    /// The due that the PMO set for this institution alone.
    #[must_use]
    pub const fn own_due(self) -> Option<NaiveDate> {
        match self {
            Self::Late { due, .. } => Some(due),
            Self::Claims { due, .. } => due,
            Self::Usual | Self::Lead(_) => None,
        }
    }
}

/// What becomes of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Verified,
    Waiting,
    Refused,
    RefusedThenReported,
    RefusedThenClaimed,
}

/// A proposal to move an approved due, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    EarlierApproved,
    LaterApproved,
    LaterRefused,
    LaterPending,
}

/// One a task, for the first tasks that have a far milestone and no step due in March.
const CHANGES: [Change; 6] = [
    Change::EarlierApproved,
    Change::LaterApproved,
    Change::LaterRefused,
    Change::LaterPending,
    Change::LaterApproved,
    Change::LaterPending,
];

/// The PMO's verdicts on the leads, by the task's place in the plan.
const LEAD_VERDICTS: [Verdict; 12] = [
    Verdict::OnTrack,
    Verdict::Watch,
    Verdict::OnTrack,
    Verdict::OnTrack,
    Verdict::Watch,
    Verdict::OnTrack,
    Verdict::OnTrack,
    Verdict::OnTrack,
    Verdict::AtRisk,
    Verdict::Watch,
    Verdict::OnTrack,
    Verdict::OnTrack,
];

/// Every assignment that has an officer, by task.
pub fn subjects<'a>(scene: &Scene<'a>) -> Vec<Subject<'a>> {
    let (mut marches, mut changes) = (0, CHANGES.iter());
    let mut all = Vec::new();
    for (place, task) in scene.ledger.tasks.iter().enumerate() {
        let verdict = LEAD_VERDICTS[place % LEAD_VERDICTS.len()];
        let mut cast = of_task(scene, task, verdict);
        let first = cast.first();
        if first.is_some_and(|one| due_in_march(&one.milestones).is_some()) {
            give_march_parts(&mut cast, marches == 0);
            marches += 1;
        } else if first.is_some_and(|one| far_milestone(&one.milestones).is_some()) {
            let chosen = cast.iter().position(|one| one.assignment.role != TaskRole::Lead).unwrap_or(0);
            cast[chosen].change = changes.next().copied();
        }
        all.append(&mut cast);
    }
    all
}

/// The task's subjects in the order of a keyed draw.
fn of_task<'a>(scene: &Scene<'a>, task: &'a Task, verdict: Verdict) -> Vec<Subject<'a>> {
    let ledger = scene.ledger;
    let known = |one: &&Milestone| one.task_no == task.no && one.known_from <= day(3, 19);
    let milestones: Vec<&Milestone> = ledger.milestones.iter().filter(known).collect();
    let standing = ledger.assignments.iter().filter(|one| one.task_no == task.no && one.ended_at.is_none());
    let mut cast: Vec<Subject<'a>> = standing
        .filter_map(|assignment| {
            let institution = &assignment.holders.last()?.1;
            let officer = *scene.people.officers.get(institution)?;
            let part = if assignment.role == TaskRole::Lead { Part::Lead(verdict) } else { Part::Usual };
            let milestones = milestones.clone();
            Some(Subject { assignment, institution, officer, task, milestones, part, change: None, others: 0 })
        })
        .collect();
    let plan = ledger.plan.slug.as_str();
    cast.sort_by_cached_key(|one| {
        Random::keyed(scene.seed, &["rank", plan, &task.no.to_string(), one.institution.as_str()]).next()
    });
    let others = if task.scope == Scope::AllCentral { cast.len().saturating_sub(1) } else { 0 };
    cast.iter_mut().for_each(|one| one.others = others);
    cast
}

/// Of 46 institutions: three late by their own due and two in time, ten claims verified, eight waiting, one or two refused.
fn give_march_parts(cast: &mut [Subject<'_>], is_first: bool) {
    let count = cast.iter().filter(|one| one.assignment.role != TaskRole::Lead).count();
    let share = |permille: usize| (count * permille + 500) / 1000;
    let (early, mid) = (day(3, 8), day(3, 15));
    let mut parts = vec![
        Part::Late { due: early, mood: SelfRating::AtRisk },
        Part::Late { due: early, mood: SelfRating::Watch },
        Part::Late { due: mid, mood: SelfRating::OnTrack },
        Part::Claims { due: Some(mid), outcome: Outcome::Verified },
        Part::Claims { due: Some(mid), outcome: Outcome::Waiting },
    ];
    parts.truncate(share(110));
    let claims = |outcome| Part::Claims { due: None, outcome };
    parts.extend(vec![claims(Outcome::Verified); share(200)]);
    parts.extend(vec![claims(Outcome::Waiting); share(155)]);
    parts.extend(vec![claims(Outcome::RefusedThenReported); share(20)]);
    if is_first {
        parts.push(claims(Outcome::RefusedThenClaimed));
    } else if let Some(last) = parts.last_mut().filter(|last| **last == claims(Outcome::RefusedThenReported)) {
        *last = claims(Outcome::Refused);
    }
    let others = cast.iter_mut().filter(|one| one.assignment.role != TaskRole::Lead);
    others.zip(parts).for_each(|(subject, part)| subject.part = part);
}

/// The step that may be claimed or late by 20 March: due within a fortnight.
#[must_use]
pub fn due_in_march<'a>(milestones: &[&'a Milestone]) -> Option<&'a Milestone> {
    let due = |one: &&&Milestone| (day(3, 20)..=day(4, 3)).contains(&one.due.last_day) && one.known_from <= day(3, 15);
    milestones.iter().find(due).copied()
}

/// The step whose due may be moved: known from the start, due in June or later.
#[must_use]
pub fn far_milestone<'a>(milestones: &[&'a Milestone]) -> Option<&'a Milestone> {
    let far = |one: &&&Milestone| one.due.last_day >= day(5, 31) && one.known_from <= day(2, 5);
    milestones.iter().find(far).copied()
}

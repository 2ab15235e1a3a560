//! What part each assignment plays. Numbers are fixed shares within a task, and a keyed draw decides who fills them, so
//! that one task more leaves the parts in the others as they were.

use super::Scene;
use super::random::Random;
use super::reviews::SECOND;
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
    /// Whether a claim of it is refused, so that the return is sent back.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        matches!(
            self,
            Self::Claims { outcome: Outcome::Refused | Outcome::RefusedThenReported | Outcome::RefusedThenClaimed, .. }
        )
    }

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
            give_march_parts(scene, &mut cast, marches == 0);
            marches += 1;
        } else if first.is_some_and(|one| far_milestone(&one.milestones).is_some()) {
            let free = |one: &Subject<'_>| one.assignment.role != TaskRole::Lead && !scene.is_calm(one.institution);
            let chosen = cast.iter().position(free).unwrap_or(0);
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
/// A claim is made with a return, so each part goes to the first in the order of the draw whose return can carry it.
fn give_march_parts(scene: &Scene<'_>, cast: &mut [Subject<'_>], is_first: bool) {
    let count = cast.iter().filter(|one| one.assignment.role != TaskRole::Lead).count();
    for part in march_parts(count, is_first) {
        let free = cast.iter().enumerate().filter(|(_, one)| one.part == Part::Usual);
        let chosen = free.filter_map(|(place, one)| Some((fitness(scene, one, part)?, place))).min();
        if let Some((_, place)) = chosen {
            cast[place].part = part;
        }
    }
}

/// The rarest first.
fn march_parts(count: usize, is_first: bool) -> Vec<Part> {
    let share = |permille: usize| (count * permille + 500) / 1000;
    let (early, mid) = (day(3, 8), day(3, 15));
    let claims = |due, outcome| Part::Claims { due, outcome };
    let mut refused = vec![claims(None, Outcome::RefusedThenReported); share(20)];
    match refused.last_mut() {
        Some(last) if !is_first => *last = claims(None, Outcome::Refused),
        _ => refused.extend(is_first.then_some(claims(None, Outcome::RefusedThenClaimed))),
    }
    let mut own = vec![
        Part::Late { due: early, mood: SelfRating::AtRisk },
        Part::Late { due: early, mood: SelfRating::Watch },
        Part::Late { due: mid, mood: SelfRating::OnTrack },
        claims(Some(mid), Outcome::Verified),
        claims(Some(mid), Outcome::Waiting),
    ];
    own.truncate(share(110));
    refused.extend(own);
    refused.extend(vec![claims(None, Outcome::Waiting); share(155)]);
    refused.extend(vec![claims(None, Outcome::Verified); share(200)]);
    refused
}

/// How well an institution's return of the quarter carries a part, the lower the better; `None`: not at all.
fn fitness(scene: &Scene<'_>, subject: &Subject<'_>, part: Part) -> Option<u8> {
    let course = &scene.courses.get(subject.institution)?[SECOND];
    let known = due_in_march(&subject.milestones)?.known_from;
    let Part::Claims { due, outcome } = part else {
        // Those that could carry a claim are kept for it.
        return (!course.calm).then_some(u8::from(course.first_within(known, day(3, 18))));
    };
    let (approved, again) = (course.approved.is_some(), course.second.is_some());
    let until = match outcome {
        Outcome::Waiting => day(3, 19),
        _ => day(3, 18),
    };
    let fits = !course.nil && !course.calm && course.first_within(known, due.map_or(until, |due| due.min(until)));
    let rank = match outcome {
        Outcome::Verified if course.back.is_none() => u8::from(!approved),
        Outcome::Waiting => u8::from(approved),
        Outcome::Refused if course.back.is_some() && !again => 0,
        Outcome::RefusedThenReported | Outcome::RefusedThenClaimed if again => 0,
        _ => return None,
    };
    fits.then_some(rank)
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

//! The story of one assignment: its reports in time, and what follows from them.

use super::cast::{Change, Outcome, Part, Subject, due_in_march, far_milestone};
use super::phrases::reasons;
use super::random::Random;
use super::reviews::DraftedEntry;
use super::timetable::day;
use super::turns::gathered;
use super::writer::{Act, Saying, Writer};
use super::{DemoDateChange, DemoDuty, DemoReport, DemoStepDue, DemoVerdict, DemoVerification, Scene, judging};
use crate::domain::calendar::day_of;
use crate::domain::due::{Due, Precision};
use crate::domain::ids::UserId;
use crate::domain::ledger::Cause;
use crate::domain::plan::Milestone;
use crate::domain::rating::SelfRating;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

/// Indices are those of the story's own reports.
pub struct Story {
    pub reports: Vec<DemoReport>,
    pub verdict: Option<DemoVerdict>,
    pub verification: Option<DemoVerification>,
    pub step_due: Option<DemoStepDue>,
    pub date_change: Option<DemoDateChange>,
    pub duty: Option<DemoDuty>,
    /// What stands in the institution's draft of the quarter's return.
    pub draft: Option<DraftedEntry>,
}

/// How the assignment fares: what its officer says at the end, and why.
#[derive(Clone, Copy, Debug)]
pub struct Mood {
    pub rating: SelfRating,
    pub cause: Cause,
}

/// A report to be written.
pub type Planned = (DateTime<Utc>, Act);

pub fn tell(scene: &Scene<'_>, subject: &Subject<'_>) -> Story {
    let plan = scene.ledger.plan.slug.as_str();
    let key = ["story", plan, &subject.task.no.to_string(), subject.institution.as_str()];
    let mut random = Random::keyed(scene.seed, &key);
    let mood = mood(scene, subject, &mut random);
    let mut schedule = schedule(scene, subject, mood, &mut random);
    schedule.retain(|(at, _)| *at > subject.assignment.recorded_at);
    let sayings = gathered(scene, subject, &schedule);
    let (reports, draft) = Writer::new(scene, subject, mood, random.clone()).write_all(&sayings);
    random.next();
    Story {
        verdict: judging::verdict(scene, subject, &reports, &mut random),
        verification: judging::verification(scene, subject, &reports, &mut random),
        step_due: step_due(scene, subject, &mut random),
        date_change: date_change(scene, subject, &sayings, mood, &mut random),
        duty: duty(scene, subject),
        draft,
        reports,
    }
}

fn mood(scene: &Scene<'_>, subject: &Subject<'_>, random: &mut Random) -> Mood {
    let cause = Cause::ALL[random.below(Cause::ALL.len())];
    let drawn = match random.below(100) {
        0..4 => SelfRating::AtRisk,
        4..16 => SelfRating::Watch,
        _ => SelfRating::OnTrack,
    };
    let calm = scene.is_calm(subject.institution);
    let rating = match (subject.part, subject.change) {
        (Part::Usual, None) if calm => SelfRating::OnTrack,
        (_, Some(Change::LaterApproved | Change::LaterRefused | Change::LaterPending)) => SelfRating::Watch,
        (Part::Late { mood, .. }, _) => mood,
        (Part::Usual, None) => drawn,
        _ => SelfRating::OnTrack,
    };
    Mood { rating, cause }
}

fn schedule(scene: &Scene<'_>, subject: &Subject<'_>, mood: Mood, random: &mut Random) -> Vec<Planned> {
    let often = |random: &mut Random| {
        let turns = [random.chance(50).then_some(0), Some(1), Some(2)];
        turns.into_iter().flatten().collect::<Vec<usize>>()
    };
    match (subject.change, subject.part) {
        (Some(change), _) => with_change(scene, subject, change, random),
        (None, Part::Usual) => usual(scene, mood, random)
            .into_iter()
            .map(|(at, act)| (at, if scene.is_calm(subject.institution) { Act::Plain } else { act }))
            .collect(),
        (None, Part::Lead(_)) => plain(scene, &[0, 1, 2, 3], random),
        (None, Part::Late { .. }) => {
            let mut planned = plain(scene, &often(random), random);
            let act = if mood.rating == SelfRating::OnTrack { Act::Plain } else { Act::Later(None) };
            planned.extend(scene.timetable.within(day(3, 18)..=day(3, 19), random).map(|at| (at, act)));
            planned
        }
        (None, Part::Claims { due, outcome }) => {
            let mut planned = plain(scene, &often(random), random);
            planned.extend(claims(scene, subject, due, outcome, random));
            planned
        }
    }
}

fn plain(scene: &Scene<'_>, turns: &[usize], random: &mut Random) -> Vec<Planned> {
    turns.iter().filter_map(|turn| scene.timetable.turn(*turn, random)).map(|at| (at, Act::Plain)).collect()
}

/// One to four reports up to the middle of March; a few only at the start, a few none.
fn usual(scene: &Scene<'_>, mood: Mood, random: &mut Random) -> Vec<Planned> {
    match random.below(100) {
        0..5 => return Vec::new(),
        5..9 => {
            return scene
                .timetable
                .within(day(2, 5)..=day(2, 8), random)
                .map(|at| (at, Act::Plain))
                .into_iter()
                .collect();
        }
        _ => {}
    }
    let count = [1, 1, 2, 2, 2, 2, 3, 3, 3, 4][random.below(10)];
    let end = if count == 4 || random.chance(55) { 4 } else { 3 };
    let turns: Vec<usize> = (end - count..end).collect();
    let mut planned = plain(scene, &turns, random);
    let moves = random.below(100);
    let (last, before) = (planned.len().saturating_sub(1), planned.len().saturating_sub(2));
    let act = match mood.rating {
        SelfRating::OnTrack if moves < 4 => Act::Later(None),
        SelfRating::OnTrack if moves < 14 => Act::Earlier(None),
        SelfRating::Watch | SelfRating::AtRisk if moves < 75 => Act::Later(None),
        _ => Act::Plain,
    };
    if mood.rating == SelfRating::AtRisk && planned.len() > 2 {
        planned[before].1 = act;
    }
    if let Some(planned) = planned.get_mut(last) {
        planned.1 = act;
    }
    planned
}

fn claims(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    due: Option<NaiveDate>,
    outcome: Outcome,
    random: &mut Random,
) -> Vec<Planned> {
    let Some(milestone) = due_in_march(&subject.milestones) else { return Vec::new() };
    let last = match outcome {
        Outcome::Waiting => day(3, 19),
        Outcome::Verified => day(3, 18),
        _ => day(3, 15),
    };
    let first = milestone.known_from.max(day(3, 14));
    let claim = scene.timetable.within(first..=due.map_or(last, |due| due.min(last)), random);
    let again = match outcome {
        Outcome::RefusedThenReported => Some(Act::AfterRefusal),
        Outcome::RefusedThenClaimed => Some(Act::Claim),
        _ => None,
    };
    let again = again.and_then(|act| scene.timetable.within(day(3, 19)..=day(3, 19), random).map(|at| (at, act)));
    claim.map(|at| (at, Act::Claim)).into_iter().chain(again).collect()
}

/// The forecast moves first; a proposal follows.
fn with_change(scene: &Scene<'_>, subject: &Subject<'_>, change: Change, random: &mut Random) -> Vec<Planned> {
    let to = far_milestone(&subject.milestones).map(|milestone| proposed(milestone, change).last_day);
    let mut planned = plain(scene, &[0, 1, 2], random);
    let act = if change == Change::EarlierApproved { Act::Earlier(to) } else { Act::Later(to) };
    let moving = if change == Change::LaterPending { 2 } else { 1 };
    if let Some(planned) = planned.get_mut(moving) {
        planned.1 = act;
    }
    planned
}

/// Two months earlier or later, to the month.
fn proposed(milestone: &Milestone, change: Change) -> Due {
    let (day, two) = (milestone.due.last_day, Months::new(2));
    let moved = if change == Change::EarlierApproved { day - two } else { day + two };
    Due::parse(&format!("{:04}-{:02}", moved.year(), moved.month()))
        .unwrap_or(Due { last_day: moved, precision: Precision::Day })
}

fn step_due(scene: &Scene<'_>, subject: &Subject<'_>, random: &mut Random) -> Option<DemoStepDue> {
    let recorded_at = scene.timetable.within(day(2, 19)..=day(2, 23), random)?;
    (recorded_at > subject.assignment.recorded_at).then_some(DemoStepDue {
        assignment: subject.assignment.id,
        milestone: due_in_march(&subject.milestones)?.id,
        due: subject.part.own_due()?,
        reason: reasons::OWN_DUE.to_owned(),
        recorded_at,
    })
}

fn date_change(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    sayings: &[Saying],
    mood: Mood,
    random: &mut Random,
) -> Option<DemoDateChange> {
    let change = subject.change?;
    let milestone = far_milestone(&subject.milestones)?;
    let moved_at = sayings.iter().find(|one| matches!(one.act, Act::Later(_) | Act::Earlier(_)))?.at;
    let days = random.between(1, 2);
    let recorded_at = scene.timetable.later(moved_at, days, random)?;
    let decide = |approved: bool, reason: &str, random: &mut Random| {
        let by = pmo(scene, random);
        let days = random.between(3, 4);
        scene.timetable.later(recorded_at, days, random).map(|at| (approved, reason.to_owned(), by, at))
    };
    let decision = match change {
        Change::EarlierApproved => decide(true, reasons::APPROVED_EARLIER, random),
        Change::LaterApproved => decide(true, reasons::APPROVED, random),
        Change::LaterRefused => decide(false, reasons::NOT_APPROVED, random),
        Change::LaterPending => None,
    };
    let earlier = change == Change::EarlierApproved;
    Some(DemoDateChange {
        assignment: subject.assignment.id,
        milestone: milestone.id,
        from: milestone.due,
        to: proposed(milestone, change),
        reason: if earlier { reasons::EARLIER } else { random.text(reasons::of_cause(mood.cause)) }.to_owned(),
        by: subject.officer,
        recorded_at,
        decision,
    })
}

fn duty(scene: &Scene<'_>, subject: &Subject<'_>) -> Option<DemoDuty> {
    let mut random = Random::keyed(scene.seed, &["contact", subject.institution.as_str()]);
    let unit = random.text(reasons::UNITS);
    let contact = format!("{unit} 044-000-{:04}", random.between(1000, 9999));
    let reviewer = *scene.people.heads.get(subject.institution)?;
    Some(DemoDuty { assignment: subject.assignment.id, owner: subject.officer, reviewer, contact })
}

/// One of the two.
pub fn pmo(scene: &Scene<'_>, random: &mut Random) -> UserId {
    scene.people.pmo[random.below(2)]
}

/// The milestones that a report of that instant can speak of.
pub fn known_at<'a>(subject: &Subject<'a>, at: DateTime<Utc>) -> Vec<&'a Milestone> {
    subject.milestones.iter().filter(|one| one.known_from <= day_of(at)).copied().collect()
}

//! The invented statuses of the demonstration: what 47 institutions might have reported by 20 March 2024.
//!
//! Pure: the same plan, people, calendar and seed always give the same facts, and an earlier `until` gives the same facts
//! cut short. [`cast`] decides what part each assignment plays, [`story`] tells it, [`phrases`] lends the words. To show
//! something new, add a [`cast::Part`] and tell it in [`story`].

mod cast;
pub mod council;
mod judging;
mod phrases;
pub(super) mod random;
pub mod reviews;
mod story;
pub mod systems;
#[cfg(test)]
mod tests;
mod timetable;
mod turns;
mod writer;

use crate::domain::calendar::Calendar;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, UserId};
use crate::domain::ledger::{Ledger, ReportKind, StepStatement};
use crate::domain::rating::{SelfRating, Verdict};
use chrono::{DateTime, NaiveDate, Utc};
use reviews::courses::{Courses, courses};
use reviews::{DemoContact, DemoReturnAct, DemoRound, DraftedEntry};
use std::collections::HashMap;
use story::Story;
use timetable::Timetable;

/// Who acts in the demonstration. An institution without an officer reports nothing.
#[derive(Clone, Debug)]
pub struct People {
    pub officers: HashMap<Slug, UserId>,
    pub heads: HashMap<Slug, UserId>,
    pub pmo: [UserId; 2],
}

/// All that is invented, each list in the order of its `recorded_at`; duties in the order of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demonstration {
    pub step_dues: Vec<DemoStepDue>,
    pub reports: Vec<DemoReport>,
    pub verdicts: Vec<DemoVerdict>,
    pub verifications: Vec<DemoVerification>,
    pub date_changes: Vec<DemoDateChange>,
    pub duties: Vec<DemoDuty>,
    pub rounds: Vec<DemoRound>,
    pub returns: Vec<DemoReturnAct>,
    pub contacts: Vec<DemoContact>,
}

/// An earlier due for one institution, marked 시연.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoStepDue {
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub due: NaiveDate,
    pub reason: String,
    pub recorded_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoReport {
    pub assignment: AssignmentId,
    pub by: UserId,
    pub recorded_at: DateTime<Utc>,
    pub kind: ReportKind,
    pub self_rating: SelfRating,
    pub rating_reason: String,
    pub progress: Option<i64>,
    pub done: String,
    pub next: String,
    pub obstacle: String,
    pub request: String,
    pub base_date: NaiveDate,
    pub steps: Vec<StepStatement>,
    /// Name and address.
    pub evidence_links: Vec<(String, String)>,
    /// For 변경 없음: the index of the report it repeats.
    pub previous: Option<usize>,
    /// The index of the round with whose return it was handed in.
    pub round: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoVerdict {
    /// The index of the report judged.
    pub report: usize,
    pub verdict: Verdict,
    pub reason: String,
    pub condition: String,
    pub by: UserId,
    pub recorded_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoVerification {
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    /// The index of the report that made the claim.
    pub report: usize,
    pub verified: bool,
    pub reason: String,
    pub by: UserId,
    pub recorded_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoDateChange {
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub from: Due,
    pub to: Due,
    pub reason: String,
    pub by: UserId,
    pub recorded_at: DateTime<Utc>,
    /// Approved or not, why, by whom, when.
    pub decision: Option<(bool, String, UserId, DateTime<Utc>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoDuty {
    pub assignment: AssignmentId,
    pub owner: UserId,
    pub reviewer: UserId,
    pub contact: String,
}

/// What everything is drawn from.
struct Scene<'a> {
    ledger: &'a Ledger,
    people: &'a People,
    timetable: Timetable,
    /// How many systems each institution has: what its reports count.
    estates: HashMap<Slug, systems::Estate>,
    seed: u64,
    rounds: [DemoRound; 2],
    courses: Courses,
}

impl Scene<'_> {
    /// Whether nothing in what an institution says asks for a second look.
    fn is_calm(&self, institution: &Slug) -> bool {
        self.courses.get(institution).is_some_and(|both| both[reviews::SECOND].calm)
    }

    /// The institutions that report, in the register's order.
    fn reporting<'a>(ledger: &'a Ledger, people: &'a People) -> impl Iterator<Item = &'a Slug> {
        let all = ledger.institutions.iter().map(|one| &one.slug);
        all.filter(|slug| people.officers.contains_key(*slug))
    }
}

/// Invents what was recorded up to `until`; nothing is later than 2024-03-19, 18:00 Korean time.
#[must_use]
pub fn generate(
    ledger: &Ledger,
    people: &People,
    calendar: &Calendar,
    seed: u64,
    until: DateTime<Utc>,
) -> Demonstration {
    let (timetable, rounds) = (Timetable::new(calendar), reviews::rounds(ledger));
    let courses = courses(seed, &timetable, &rounds, Scene::reporting(ledger, people));
    let slugs = ledger.institutions.iter().map(|one| &one.slug).filter(|slug| people.officers.contains_key(slug));
    let slugs: Vec<Slug> = slugs.cloned().collect();
    let estates = systems::estates(&slugs, systems::DEFAULT_SYSTEMS, seed);
    let estates = slugs.into_iter().zip(estates).collect();
    let scene = Scene { ledger, people, timetable, seed, rounds, courses, estates };
    let subjects = cast::subjects(&scene);
    let mut stories: Vec<Story> = subjects.iter().map(|subject| story::tell(&scene, subject)).collect();
    let drafts: Vec<DraftedEntry> = stories.iter_mut().filter_map(|story| story.draft.take()).collect();
    let mut all = merged(stories);
    all.returns = reviews::acts::acts(&scene, &subjects, &all.reports, &drafts);
    all.contacts = reviews::contacts::contacts(&scene);
    all.rounds = scene.rounds.to_vec();
    cut(&mut all, until);
    all
}

/// Puts the stories together in the order of time, and turns each story's own indices into those of the whole.
fn merged(stories: Vec<Story>) -> Demonstration {
    let mut all = Demonstration::default();
    let mut reports = Vec::new();
    let (mut verdicts, mut verifications) = (Vec::new(), Vec::new());
    for (number, story) in stories.into_iter().enumerate() {
        reports.extend(story.reports.into_iter().enumerate().map(|(local, report)| ((number, local), report)));
        verdicts.extend(story.verdict.map(|verdict| (number, verdict)));
        verifications.extend(story.verification.map(|one| (number, one)));
        all.step_dues.extend(story.step_due);
        all.date_changes.extend(story.date_change);
        all.duties.extend(story.duty);
    }
    reports.sort_by_key(|(_, report)| (report.recorded_at, report.assignment));
    let places: HashMap<_, _> = reports.iter().enumerate().map(|(place, (key, _))| (*key, place)).collect();
    let place = |number: usize, local: usize| places.get(&(number, local)).copied().unwrap_or_default();
    for ((number, _), mut report) in reports {
        report.previous = report.previous.map(|local| place(number, local));
        all.reports.push(report);
    }
    for (number, verdict) in verdicts {
        all.verdicts.push(DemoVerdict { report: place(number, verdict.report), ..verdict });
    }
    for (number, one) in verifications {
        all.verifications.push(DemoVerification { report: place(number, one.report), ..one });
    }
    sort(&mut all);
    all
}

fn sort(all: &mut Demonstration) {
    all.step_dues.sort_by_key(|one| (one.recorded_at, one.assignment));
    all.verdicts.sort_by_key(|one| (one.recorded_at, one.report));
    all.verifications.sort_by_key(|one| (one.recorded_at, one.assignment));
    all.date_changes.sort_by_key(|one| (one.recorded_at, one.assignment));
}

/// Leaves out what came after `until`. A list in the order of time loses its end, so indices stay true.
fn cut(all: &mut Demonstration, until: DateTime<Utc>) {
    all.step_dues.retain(|one| one.recorded_at <= until);
    all.reports.retain(|one| one.recorded_at <= until);
    all.verdicts.retain(|one| one.recorded_at <= until);
    all.verifications.retain(|one| one.recorded_at <= until);
    all.date_changes.retain(|one| one.recorded_at <= until);
    all.returns.retain(|one| one.at <= until);
    all.contacts.retain(|one| one.at <= until);
    all.rounds.retain(|one| one.planned_at <= until);
    for round in &mut all.rounds {
        round.opened_at = round.opened_at.filter(|at| *at <= until);
        round.closed_at = round.closed_at.filter(|at| *at <= until);
    }
    for change in &mut all.date_changes {
        change.decision = change.decision.take().filter(|(_, _, _, at)| *at <= until);
    }
}

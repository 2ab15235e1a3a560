//! What was done to the returns, from the reports that were handed in with them.

use super::courses::{Course, is_queried};
use super::{DemoQuery, DemoReturnAct, DraftedEntry, FIRST, ReturnAct, SECOND};
use crate::commands::demo::cast::Subject;
use crate::commands::demo::phrases::queries;
use crate::commands::demo::random::Random;
use crate::commands::demo::{DemoReport, Scene};
use crate::domain::calendar::day_of;
use crate::domain::ids::{Slug, UserId};
use crate::domain::rating::SelfRating;
use crate::domain::returns::ReceivedWay;
use chrono::{DateTime, Utc};

/// Every act, in the order of time.
pub(in crate::commands::demo) fn acts(
    scene: &Scene<'_>,
    subjects: &[Subject<'_>],
    reports: &[DemoReport],
    drafts: &[DraftedEntry],
) -> Vec<DemoReturnAct> {
    let mut all = Vec::new();
    for institution in Scene::reporting(scene.ledger, scene.people) {
        let own: Vec<&Subject<'_>> = subjects.iter().filter(|one| one.institution == institution).collect();
        let Some(courses) = scene.courses.get(institution) else { continue };
        for (round, course) in courses.iter().enumerate() {
            let covered = |one: &&&Subject<'_>| scene.rounds[round].settings.covers(one.task.no);
            let own: Vec<_> = own.iter().filter(covered).copied().collect();
            if !own.is_empty() {
                let teller = Teller { scene, reports, drafts, institution, own, round };
                all.extend(teller.tell(course));
            }
        }
    }
    all.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.institution.cmp(&b.institution)));
    all
}

struct Teller<'a> {
    scene: &'a Scene<'a>,
    reports: &'a [DemoReport],
    drafts: &'a [DraftedEntry],
    institution: &'a Slug,
    own: Vec<&'a Subject<'a>>,
    round: usize,
}

impl Teller<'_> {
    fn tell(&self, course: &Course) -> Vec<DemoReturnAct> {
        let (scene, mut random) = (self.scene, Random::keyed(self.scene.seed, &["return", self.institution.as_str()]));
        let officer = self.own.first().map_or(UserId(0), |one| one.officer);
        let head = scene.people.heads.get(self.institution).copied().unwrap_or(officer);
        // Who submitted on behalf does not review.
        let reviewer = if course.on_behalf && self.round == FIRST { 1 } else { random.below(2) };
        let reviewer = scene.people.pmo[reviewer];
        let on_behalf = course.on_behalf.then_some(ReceivedWay::OfficialLetter);
        let submitter = if course.on_behalf { scene.people.pmo[0] } else { head };
        let queries = self.queries(course, &mut random);
        let answers = self.answers(course, queries.len(), &mut random);
        let reason = random.text(queries::REASONS);
        let planned: [(Option<DateTime<Utc>>, UserId, ReturnAct); 8] = [
            (course.drafted, officer, ReturnAct::Drafted(self.drafted())),
            (course.first, submitter, ReturnAct::Submitted { on_behalf }),
            (course.started, reviewer, ReturnAct::ReviewStarted),
            (course.back, reviewer, ReturnAct::SentBack { reason, queries }),
            (course.answered, officer, ReturnAct::Answered(answers)),
            (course.second, submitter, ReturnAct::Submitted { on_behalf }),
            (course.restarted, reviewer, ReturnAct::ReviewStarted),
            (course.approved, reviewer, ReturnAct::Approved),
        ];
        let act = |(at, by, act): (Option<DateTime<Utc>>, UserId, ReturnAct)| {
            Some(DemoReturnAct { round: self.round, institution: self.institution.clone(), by, at: at?, act })
        };
        planned.into_iter().filter_map(act).collect()
    }

    /// What is written in a draft of the quarter's return.
    fn drafted(&self) -> Vec<DraftedEntry> {
        let own = |one: &&DraftedEntry| {
            self.round == SECOND && self.own.iter().any(|subject| subject.assignment.id == one.assignment)
        };
        self.drafts.iter().filter(own).cloned().collect()
    }

    /// About the assignments that are reported on again, or else about the first ones.
    fn queries(&self, course: &Course, random: &mut Random) -> Vec<DemoQuery> {
        let Some(asked) = course.back else { return vec![] };
        let (mut queried, others): (Vec<_>, Vec<_>) =
            self.own.iter().copied().partition(|one| is_queried(self.scene.seed, self.round, one));
        if course.second.is_none() || queried.is_empty() {
            queried.extend(others);
            queried.truncate(course.queries);
        }
        let due = self.scene.timetable.day_after(day_of(asked));
        let due = if self.round == FIRST { due } else { due + chrono::Days::new(2) };
        let query = |one: &Subject<'_>| {
            let last = self.reports.iter().rev().find(|report| {
                report.assignment == one.assignment.id && report.round == Some(self.round) && report.recorded_at < asked
            });
            let claimed = last.is_some_and(|report| report.self_rating == SelfRating::Claimed);
            let asked = if claimed { queries::OF_CLAIMS } else { queries::OF_REPORTS };
            let (field, question) = asked[random.below(asked.len())];
            DemoQuery { assignment: one.assignment.id, field, question, due }
        };
        queried.into_iter().map(query).collect()
    }

    fn answers(&self, course: &Course, count: usize, random: &mut Random) -> Vec<&'static str> {
        let answered = match (course.answered, course.second) {
            (None, _) => 0,
            (Some(_), None) => 1,
            (Some(_), Some(_)) => count,
        };
        (0..answered).map(|_| random.text(queries::ANSWERS)).collect()
    }
}

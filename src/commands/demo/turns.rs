//! What would have been reported while a round asks for a return goes into the return: the acts of a schedule, gathered
//! where the institution's returns were handed in.

use super::Scene;
use super::cast::Subject;
use super::random::Random;
use super::reviews::courses::{Course, is_queried};
use super::reviews::{DemoRound, SECOND};
use super::story::Planned;
use super::writer::{Act, Place, Saying};

/// The schedule with its rounds; in order of time.
pub fn gathered(scene: &Scene<'_>, subject: &Subject<'_>, schedule: &[Planned]) -> Vec<Saying> {
    let free = |(at, act): &Planned| Saying { at: *at, act: *act, place: Place::Free };
    let mut sayings: Vec<Saying> = schedule.iter().map(free).collect();
    let Some(courses) = scene.courses.get(subject.institution) else { return sayings };
    for (index, (round, course)) in scene.rounds.iter().zip(courses).enumerate() {
        if round.settings.covers(subject.task.no) {
            sayings = in_round(scene, subject, sayings, (index, round, course));
        }
    }
    sayings.sort_by_key(|one| one.at);
    sayings
}

fn in_round(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    sayings: Vec<Saying>,
    (index, round, course): (usize, &DemoRound, &Course),
) -> Vec<Saying> {
    let is_inside = |one: &Saying| round.opened_at.is_some_and(|opened| one.at >= opened) && one.at <= course.until();
    let (inside, mut sayings): (Vec<_>, Vec<_>) = sayings.into_iter().partition(is_inside);
    let mut acts = inside.iter().map(|one| one.act).filter(|act| *act != Act::Plain);
    let usual = if inside.is_empty() { Act::Same } else { Act::Plain };
    let first = acts.next().unwrap_or(usual);
    if let Some(at) = course.first {
        sayings.push(Saying { at, act: first, place: Place::Return(index) });
        let queried = is_queried(scene.seed, index, subject);
        let again = course.second.filter(|_| queried);
        // What is claimed stays claimed when it is asked about.
        let act = acts.next().unwrap_or(if first == Act::Claim { Act::Claim } else { Act::Plain });
        sayings.extend(again.map(|at| Saying { at, act, place: Place::Return(index) }));
    } else if let Some(at) = course.drafted.filter(|_| index == SECOND && is_written(scene, subject, course)) {
        sayings.push(Saying { at, act: first, place: Place::Draft });
    }
    sayings
}

/// Whether the entry of this assignment is among those already written in a draft.
fn is_written(scene: &Scene<'_>, subject: &Subject<'_>, course: &Course) -> bool {
    let rank = |no: i64| Random::keyed(scene.seed, &["drafted", &no.to_string(), subject.institution.as_str()]).next();
    let own = rank(subject.task.no.0);
    let carried = scene.ledger.held_by(subject.institution);
    carried.filter(|one| rank(one.task_no.0) < own).count() < course.written
}

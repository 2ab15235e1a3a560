//! What the PMO makes of the reports.

use super::cast::{Outcome, Part, Subject, due_in_march};
use super::phrases::reasons;
use super::random::Random;
use super::story::pmo;
use super::timetable::day;
use super::{DemoReport, DemoVerdict, DemoVerification, Scene};
use crate::domain::ledger::ReportKind;
use crate::domain::rating::{SelfRating, Verdict};

/// Per cent of the other assignments with a verdict.
const JUDGED: usize = 12;

/// The decision on the first claim, if it is decided.
pub fn verification(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    reports: &[DemoReport],
    random: &mut Random,
) -> Option<DemoVerification> {
    let Part::Claims { outcome, .. } = subject.part else { return None };
    let milestone = due_in_march(&subject.milestones)?.id;
    let report = reports.iter().position(|one| one.steps.iter().any(|step| step.claimed))?;
    let (verified, reason, recorded_at) = match outcome {
        Outcome::Waiting => return None,
        Outcome::Verified => {
            (true, random.text(reasons::VERIFIED), scene.timetable.later(reports[report].recorded_at, 1, random)?)
        }
        _ => (false, random.text(reasons::REFUSED), scene.timetable.within(day(3, 18)..=day(3, 18), random)?),
    };
    let (assignment, by) = (subject.assignment.id, pmo(scene, random));
    Some(DemoVerification { assignment, milestone, report, verified, reason: reason.to_owned(), by, recorded_at })
}

/// Every lead is judged, every completion that is confirmed as a whole, and some of the others.
pub fn verdict(
    scene: &Scene<'_>,
    subject: &Subject<'_>,
    reports: &[DemoReport],
    random: &mut Random,
) -> Option<DemoVerdict> {
    let verdict = match subject.part {
        Part::Lead(verdict) => verdict,
        Part::Claims { outcome: Outcome::Verified, .. } => {
            reports.last().filter(|last| last.self_rating == SelfRating::Claimed)?;
            Verdict::Verified
        }
        Part::Claims { .. } => return None,
        Part::Usual | Part::Late { .. } => {
            let own = reports.last().filter(|_| random.chance(JUDGED))?.self_rating;
            as_seen(own, random)
        }
    };
    let days = if verdict == Verdict::Verified { 1 } else { random.between(1, 3) };
    let judged = reports.iter().enumerate().rev().filter(|(_, one)| one.kind == ReportKind::Statement);
    let (report, recorded_at) = judged
        .filter_map(|(index, one)| Some((index, scene.timetable.later(one.recorded_at, days, random)?)))
        .next()?;
    let (reason, condition) = words(verdict, random);
    let by = pmo(scene, random);
    Some(DemoVerdict { report, verdict, reason: reason.to_owned(), condition: condition.to_owned(), by, recorded_at })
}

/// Mostly as the ministry sees it, sometimes more sternly.
fn as_seen(own: SelfRating, random: &mut Random) -> Verdict {
    let stern = random.chance(18);
    match own {
        SelfRating::OnTrack if !stern => Verdict::OnTrack,
        SelfRating::OnTrack | SelfRating::Claimed => Verdict::Watch,
        SelfRating::Watch if !stern => Verdict::Watch,
        SelfRating::Watch | SelfRating::AtRisk => Verdict::AtRisk,
    }
}

fn words(verdict: Verdict, random: &mut Random) -> (&'static str, &'static str) {
    let pairs = match verdict {
        Verdict::OnTrack => return (random.text(reasons::VERDICT_ON_TRACK), ""),
        Verdict::Verified => return (random.text(reasons::VERIFIED), ""),
        Verdict::Watch => reasons::VERDICT_WATCH,
        Verdict::AtRisk => reasons::VERDICT_AT_RISK,
    };
    pairs[random.below(pairs.len())]
}

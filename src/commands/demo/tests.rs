//! The demonstration keeps the rules of the domain and shows enough of everything.

mod fixture;
mod returns;

use super::*;
use crate::domain::calendar::{KST, day_of, start_of};
use crate::domain::evidence::is_link;
use crate::domain::ledger::Cause;
use crate::domain::plan::TaskRole;
use crate::domain::schedule::Light;
use crate::domain::standing::Standing;
use chrono::Timelike;
use fixture::{calendar, day, generated, ledger, people, told, until};

/// Several seeds, so that no count is right by chance.
pub fn many() -> impl Iterator<Item = Demonstration> {
    [1, 2024, 20_240_320, u64::MAX, 7].into_iter().map(|seed| generated(12, seed))
}

#[test]
fn a_seed_gives_the_same_for_ever_and_another_seed_something_else() {
    assert_eq!(generated(12, 2024), generated(12, 2024));
    assert_ne!(generated(12, 2024), generated(12, 2025));
}

#[test]
fn one_task_more_leaves_the_other_tasks_as_they_were() {
    let own = |demo: Demonstration| -> Vec<DemoReport> {
        let fewer = demo
            .reports
            .into_iter()
            .filter(|one| one.assignment.0 < i64::try_from(ledger(11).assignments.len()).unwrap());
        fewer.map(|one| DemoReport { previous: None, ..one }).collect()
    };
    assert_eq!(own(generated(11, 2024)), own(generated(12, 2024)));
}

#[test]
fn the_state_on_20_march_shows_enough_of_everything() {
    for demo in many() {
        let standing = Standing::derive(&told(&demo), day("2024-03-20"));
        let steps = || standing.assignments.iter().flat_map(|one| &one.steps);
        assert_eq!(steps().filter(|step| step.light == Light::Late).count(), 9);
        assert_eq!(steps().filter(|step| step.light == Light::Done).count(), 30);
        assert_eq!(steps().filter(|step| step.is_waiting()).count(), 25);
        let count = |rating| standing.assignments.iter().filter(|one| one.self_rating() == Some(rating)).count();
        assert!((25..=65).contains(&count(SelfRating::Watch)), "{}", count(SelfRating::Watch));
        assert!((6..=30).contains(&count(SelfRating::AtRisk)), "{}", count(SelfRating::AtRisk));
        assert!(count(SelfRating::OnTrack) > 220, "{}", count(SelfRating::OnTrack));
        let silent = standing.assignments.iter().filter(|one| one.is_stale()).count();
        assert!((4..=30).contains(&silent), "{silent}");
        let unknown = standing.assignments.iter().filter(|one| one.last_report.is_some() && one.progress().is_none());
        assert!((12..=48).contains(&unknown.count()));
        assert!(standing.tasks.iter().all(|task| standing.lead_of(task).unwrap().verdict.is_some()));
    }
}

#[test]
fn the_pmo_has_judged_verified_and_decided() {
    for demo in many() {
        let leads: Vec<_> =
            ledger(12).assignments.iter().filter(|one| one.role == TaskRole::Lead).map(|one| one.id).collect();
        let (of_leads, others): (Vec<_>, Vec<_>) =
            demo.verdicts.iter().partition(|one| leads.contains(&demo.reports[one.report].assignment));
        let count = |verdict| of_leads.iter().filter(|one| one.verdict == verdict).count();
        assert_eq!([Verdict::OnTrack, Verdict::Watch, Verdict::AtRisk].map(count), [8, 3, 1]);
        assert!((40..=80).contains(&others.len()), "{}", others.len());
        assert_eq!(demo.verifications.iter().filter(|one| one.verified).count(), 30);
        assert_eq!(demo.verifications.iter().filter(|one| !one.verified).count(), 4);
        let decided = |wanted: Option<bool>| {
            demo.date_changes.iter().filter(|one| one.decision.as_ref().map(|decision| decision.0) == wanted).count()
        };
        assert_eq!([Some(true), Some(false), None].map(decided), [3, 1, 2]);
        assert_eq!(demo.date_changes.iter().filter(|one| one.to.last_day < one.from.last_day).count(), 1);
        assert_eq!(demo.step_dues.len(), 15);
    }
}

#[test]
fn every_cause_occurs_and_a_tenth_changes_nothing() {
    for demo in many() {
        let causes: std::collections::HashSet<Cause> =
            demo.reports.iter().flat_map(|one| &one.steps).filter_map(|step| step.cause).collect();
        assert_eq!(causes.len(), Cause::ALL.len());
        let repeats = demo.reports.iter().filter(|one| one.kind == ReportKind::NoChange).count();
        assert!((6..=14).contains(&(repeats * 100 / demo.reports.len())), "{repeats} of {}", demo.reports.len());
    }
}

#[test]
fn everything_is_recorded_in_time_order_at_work() {
    for demo in many() {
        let reports: Vec<_> = demo.reports.iter().map(|one| one.recorded_at).collect();
        let lists = [
            reports.clone(),
            demo.step_dues.iter().map(|one| one.recorded_at).collect(),
            demo.verdicts.iter().map(|one| one.recorded_at).collect(),
            demo.verifications.iter().map(|one| one.recorded_at).collect(),
            demo.date_changes.iter().map(|one| one.recorded_at).collect(),
            demo.date_changes.iter().filter_map(|one| Some(one.decision.as_ref()?.3)).collect(),
        ];
        for (index, list) in lists.iter().enumerate() {
            assert!(index == 5 || list.is_sorted());
            for at in list {
                let hour = at.with_timezone(&KST).hour();
                assert!((9..18).contains(&hour) && hour != 12 && calendar().is_working_day(day_of(*at)), "{at}");
                assert!(*at >= start_of(day("2024-02-05")) && *at <= until());
            }
        }
        assert!(demo.verdicts.iter().all(|one| one.recorded_at > reports[one.report]));
        assert!(demo.verifications.iter().all(|one| one.recorded_at > reports[one.report]));
        assert!(
            demo.date_changes
                .iter()
                .all(|one| one.decision.as_ref().is_none_or(|decision| decision.3 > one.recorded_at))
        );
    }
}

#[test]
fn every_report_could_have_been_made_in_the_form() {
    for demo in many() {
        let ledger = ledger(12);
        for one in &demo.reports {
            let known = |id| ledger.milestone(id).unwrap().known_from <= day_of(one.recorded_at);
            assert!(one.steps.iter().all(|step| known(step.milestone)));
            assert_eq!(one.self_rating.needs_reason(), !one.rating_reason.is_empty());
            let claims = one.steps.iter().any(|step| step.claimed);
            assert!(claims || one.self_rating != SelfRating::Claimed);
            assert!(!claims || !one.evidence_links.is_empty());
            assert!(one.evidence_links.iter().all(|(name, link)| !name.is_empty() && is_link(link)));
            assert!(!one.done.is_empty() && !one.next.is_empty());
            let texts = [&one.done, &one.next, &one.obstacle, &one.request, &one.rating_reason];
            assert!(texts.iter().all(|text| !text.contains(['{', '}'])), "{texts:?}");
            assert!(one.progress.is_none_or(|percent| (0..=100).contains(&percent)));
        }
        assert!(demo.verdicts.iter().all(|one| one.verdict.needs_condition() != one.condition.is_empty()));
        assert!(demo.step_dues.iter().all(|one| one.reason.contains("시연")));
    }
}

#[test]
fn a_forecast_that_goes_later_has_a_cause_and_one_that_does_not_has_none() {
    for demo in many() {
        let standing = Standing::derive(&told(&demo), day("2024-03-20"));
        let moves: Vec<_> =
            standing.assignments.iter().flat_map(|one| &one.steps).flat_map(|step| &step.moves).collect();
        assert!(
            moves
                .iter()
                .all(|one| (one.days() > 0) == one.cause.is_some() && one.cause.is_some() != one.reason.is_empty())
        );
        let later = moves.iter().filter(|one| one.days() > 0).count();
        assert!((25..=100).contains(&later), "{later}");
        assert!(moves.len() - later >= 4, "{}", moves.len() - later);
    }
}

#[test]
fn nothing_changed_repeats_the_report_before() {
    for demo in many() {
        for one in demo.reports.iter().filter(|one| one.kind == ReportKind::NoChange) {
            let before = &demo.reports[one.previous.unwrap()];
            let same = DemoReport {
                recorded_at: one.recorded_at,
                base_date: one.base_date,
                kind: one.kind,
                previous: one.previous,
                round: one.round,
                evidence_links: vec![],
                ..before.clone()
            };
            assert_eq!(*one, same);
            assert!(before.recorded_at < one.recorded_at);
        }
    }
}

#[test]
fn the_counts_told_agree_with_the_progress_figure() {
    let numbers = |text: &str| -> Vec<i64> {
        let line = text.lines().next().unwrap_or_default();
        line.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    let demo = generated(12, 2024);
    let counted =
        demo.reports.iter().filter(|one| one.done.starts_with("- 소관 정보시스템") && one.done.contains("개 중 "));
    let mut checked = 0;
    for one in counted {
        let found = numbers(&one.done);
        assert_eq!(one.progress, Some((found[1] * 100 + found[0] / 2) / found[0]), "{}", one.done);
        checked += 1;
    }
    assert!(checked > 50);
}

#[test]
fn an_earlier_end_gives_the_same_cut_short() {
    let early = generate(&ledger(12), &people(), &calendar(), 7, start_of(day("2024-03-01")));
    let whole = generated(12, 7);
    assert!(!early.reports.is_empty() && whole.reports.starts_with(&early.reports));
    assert!(early.verifications.is_empty() && early.duties == whole.duties);
}

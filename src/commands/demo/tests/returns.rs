//! The rounds of the demonstration keep the rules of returns.

use super::fixture::{generated, ledger};
use super::many;
use crate::commands::demo::Demonstration;
use crate::commands::demo::reviews::{DemoReturnAct, ReturnAct};
use crate::domain::ids::{AssignmentId, ReturnId, RoundId, Slug};
use crate::domain::returns::{Return, ReturnEvent, ReturnEventKind, ReturnRefusal, ReturnState};
use crate::domain::round::RoundState;
use std::collections::BTreeMap;

fn kind(act: &ReturnAct) -> Option<ReturnEventKind> {
    match act {
        ReturnAct::Drafted(_) => Some(ReturnEventKind::Drafted),
        ReturnAct::Submitted { .. } => Some(ReturnEventKind::Submitted),
        ReturnAct::ReviewStarted => Some(ReturnEventKind::ReviewStarted),
        ReturnAct::SentBack { .. } => Some(ReturnEventKind::SentBack),
        ReturnAct::Answered(_) => None,
        ReturnAct::Approved => Some(ReturnEventKind::Approved),
    }
}

fn event(kind: ReturnEventKind, act: &DemoReturnAct) -> ReturnEvent {
    ReturnEvent {
        kind,
        reason: String::new(),
        way: None,
        nil: false,
        by: Some(act.by),
        by_name: String::new(),
        on_behalf_of: None,
        recorded_at: act.at,
    }
}

/// What the return's own rules say to an act.
fn allowed(one: &Return, act: &DemoReturnAct, kind: ReturnEventKind) -> Result<(), ReturnRefusal> {
    let open = RoundState::Open;
    match kind {
        ReturnEventKind::Drafted => one.edit(open),
        ReturnEventKind::Submitted => one.submit(open, 0).map(drop),
        ReturnEventKind::ReviewStarted => one.start_review(act.by, open).map(drop),
        ReturnEventKind::SentBack => one.send_back(act.by, open, "사유").map(drop),
        _ => one.approve(act.by, open, 0, false).map(drop),
    }
}

fn told(demo: &Demonstration) -> BTreeMap<(usize, Slug), Return> {
    let mut returns: BTreeMap<(usize, Slug), Return> = BTreeMap::new();
    for act in &demo.returns {
        let key = (act.round, act.institution.clone());
        let one = returns.entry(key).or_insert_with(|| {
            let opened = ReturnEvent {
                recorded_at: demo.rounds[act.round].opened_at.unwrap(),
                ..event(ReturnEventKind::Opened, act)
            };
            Return::of(ReturnId(1), RoundId(1), act.institution.clone(), vec![opened]).unwrap()
        });
        let Some(kind) = kind(&act.act) else { continue };
        assert_eq!(allowed(one, act, kind), Ok(()), "{act:?}");
        one.state = kind.leads_to().unwrap_or(one.state);
        assert!(one.events.last().is_some_and(|last| last.recorded_at < act.at), "{act:?}");
        one.events.push(event(kind, act));
    }
    returns
}

#[test]
fn every_return_moves_by_the_rules_and_the_first_round_ends_approved() {
    for demo in many() {
        let returns = told(&demo);
        let states = |round: usize| {
            let of = returns.iter().filter(move |((of, _), _)| *of == round).map(|(_, one)| one.state);
            ReturnState::ALL.map(|state| of.clone().filter(|one| *one == state).count())
        };
        assert_eq!(states(0), [0, 0, 0, 0, 47]);
        // Those that have not started have no act.
        assert_eq!(states(1), [0, 10, 13, 4, 14]);
        let late = returns.iter().filter(|((round, _), one)| {
            *round == 0 && one.first_submitted_on().is_some_and(|on| on > demo.rounds[0].settings.due)
        });
        assert_eq!(late.count(), 5);
    }
}

#[test]
fn what_is_handed_in_speaks_of_every_assignment_that_the_round_covers() {
    let (demo, ledger) = (generated(12, 2024), ledger(12));
    let mut seen = std::collections::BTreeSet::new();
    for act in demo.returns.iter().filter(|one| matches!(one.act, ReturnAct::Submitted { .. })) {
        if !seen.insert((act.round, act.institution.clone())) {
            continue;
        }
        let held = ledger.held_by(&act.institution);
        let covered = held.filter(|one| demo.rounds[act.round].settings.covers(one.task_no));
        let mut owed: Vec<AssignmentId> = covered.map(|one| one.id).collect();
        let handed_in = demo.reports.iter().filter(|one| one.round == Some(act.round) && one.recorded_at == act.at);
        let mut said: Vec<AssignmentId> = handed_in.map(|one| one.assignment).filter(|id| owed.contains(id)).collect();
        owed.sort();
        said.sort();
        assert_eq!(said, owed, "{act:?}");
    }
    assert_eq!(seen.len(), 47 + 31);
}

#[test]
fn nobody_reports_beside_a_return_that_is_open() {
    for demo in many() {
        let (returns, ledger) = (told(&demo), ledger(12));
        for report in demo.reports.iter().filter(|one| one.round.is_none()) {
            let assignment = ledger.assignment(report.assignment).unwrap();
            let holder = &assignment.holders[0].1;
            for (index, round) in demo.rounds.iter().enumerate() {
                let covers = round.settings.covers(assignment.task_no);
                let until = returns.get(&(index, holder.clone())).and_then(Return::approval).map(|one| one.recorded_at);
                let open = round.opened_at.is_some_and(|at| report.recorded_at >= at)
                    && until.is_none_or(|until| report.recorded_at <= until);
                assert!(!covers || !open, "{} {report:?}", round.slug);
            }
        }
    }
}

#[test]
fn contacts_are_logged_in_order_with_those_who_owe_something() {
    let demo = generated(12, 2024);
    assert!(demo.contacts.iter().map(|one| one.at).is_sorted());
    let returns = told(&demo);
    for contact in demo.contacts.iter().filter(|one| one.by.is_some()) {
        let state = returns.get(&(contact.round, contact.institution.clone())).map(|one| one.state);
        assert!(state.is_none_or(ReturnState::is_owed), "{contact:?}");
        assert!(contact.promised_on.is_none_or(|on| on > crate::domain::calendar::day_of(contact.at)));
    }
}

#[test]
fn drafts_hold_as_many_entries_as_were_written() {
    let demo = generated(12, 2024);
    let drafts = demo.returns.iter().filter_map(|one| match &one.act {
        ReturnAct::Drafted(entries) if !entries.is_empty() => Some(entries.len()),
        _ => None,
    });
    let mut counts: Vec<usize> = drafts.collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2, 2, 3, 4, 4, 5, 6, 7, 8]);
}

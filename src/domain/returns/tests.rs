use super::*;
use crate::domain::calendar::start_of;
use proptest::prelude::*;

const OFFICER: UserId = UserId(1);
const HEAD: UserId = UserId(2);
const PMO: UserId = UserId(3);
const PMO2: UserId = UserId(4);
const OPEN: RoundState = RoundState::Open;

fn event(kind: ReturnEventKind, by: UserId, hour: i64) -> ReturnEvent {
    let opened: NaiveDate = "2024-03-11".parse().unwrap();
    ReturnEvent {
        kind,
        reason: String::new(),
        way: None,
        nil: false,
        by: Some(by),
        by_name: String::new(),
        on_behalf_of: None,
        recorded_at: start_of(opened) + chrono::TimeDelta::hours(hour),
    }
}

fn with(events: &[(ReturnEventKind, UserId)]) -> Return {
    let opened = [(ReturnEventKind::Opened, PMO)];
    let all = opened.iter().chain(events).zip(0..).map(|((kind, by), hour)| event(*kind, *by, hour)).collect();
    Return::of(ReturnId(1), RoundId(1), Slug::parse("mois").unwrap(), all).unwrap()
}

fn submitted() -> Return {
    with(&[(ReturnEventKind::Drafted, OFFICER), (ReturnEventKind::Submitted, HEAD)])
}

#[test]
fn a_return_is_written_in_only_while_it_is_owed_and_the_round_is_open() {
    let drafted = with(&[(ReturnEventKind::Drafted, OFFICER)]);
    assert_eq!(drafted.edit(OPEN), Ok(()));
    assert_eq!(drafted.edit(RoundState::Closed), Err(ReturnRefusal::Round(RoundState::Closed)));
    assert_eq!(submitted().edit(OPEN), Err(ReturnRefusal::State(ReturnState::Submitted)));
}

#[test]
fn what_was_sent_back_may_be_mended_after_the_round_was_closed() {
    let back = with(&[(ReturnEventKind::Submitted, HEAD), (ReturnEventKind::SentBack, PMO)]);
    assert_eq!(back.edit(RoundState::Closed), Ok(()));
    assert_eq!(back.edit(RoundState::Sealed), Err(ReturnRefusal::Round(RoundState::Sealed)));
    assert!(submitted().takes_reports(RoundState::Closed));
    assert!(!with(&[]).takes_reports(RoundState::Closed));
}

#[test]
fn what_is_not_ready_is_not_handed_in() {
    assert_eq!(with(&[]).submit(OPEN, 2), Err(ReturnRefusal::Incomplete(2)));
    assert_eq!(with(&[]).submit(OPEN, 0), Ok(ReturnEventKind::Submitted));
}

#[test]
fn a_return_is_called_back_until_its_review_began() {
    assert_eq!(submitted().call_back(OPEN), Ok(ReturnEventKind::CalledBack));
    let looked_at = with(&[(ReturnEventKind::Submitted, HEAD), (ReturnEventKind::ReviewStarted, PMO)]);
    assert_eq!(looked_at.call_back(OPEN), Err(ReturnRefusal::ReviewStarted));
    let again = with(&[
        (ReturnEventKind::Submitted, HEAD),
        (ReturnEventKind::ReviewStarted, PMO),
        (ReturnEventKind::SentBack, PMO),
        (ReturnEventKind::Submitted, HEAD),
    ]);
    assert_eq!(again.call_back(OPEN), Ok(ReturnEventKind::CalledBack));
}

#[test]
fn nobody_reviews_what_they_submitted_themselves() {
    let on_behalf = with(&[(ReturnEventKind::Submitted, PMO)]);
    assert_eq!(on_behalf.start_review(PMO, OPEN), Err(ReturnRefusal::OwnSubmission));
    assert_eq!(on_behalf.approve(PMO, OPEN, 0, false), Err(ReturnRefusal::OwnSubmission));
    assert_eq!(on_behalf.send_back(PMO, OPEN, "x"), Err(ReturnRefusal::OwnSubmission));
    assert_eq!(on_behalf.approve(PMO2, OPEN, 0, false), Ok(ReturnEventKind::Approved));
}

#[test]
fn an_open_query_blocks_approval() {
    assert_eq!(submitted().approve(PMO, OPEN, 1, false), Err(ReturnRefusal::QueriesOpen(1)));
    assert_eq!(submitted().approve(PMO, OPEN, 0, false), Ok(ReturnEventKind::Approved));
}

#[test]
fn two_steps_are_two_people() {
    assert_eq!(submitted().approve(PMO, OPEN, 0, true), Err(ReturnRefusal::NotChecked));
    let checked = with(&[(ReturnEventKind::Submitted, HEAD), (ReturnEventKind::Checked, PMO)]);
    assert_eq!(checked.approve(PMO, OPEN, 0, true), Err(ReturnRefusal::OwnCheck));
    assert_eq!(checked.approve(PMO2, OPEN, 0, true), Ok(ReturnEventKind::Approved));
    assert_eq!(checked.check(PMO2, OPEN, 0), Err(ReturnRefusal::Checked));
}

#[test]
fn sending_back_and_reopening_need_a_reason() {
    assert_eq!(submitted().send_back(PMO, OPEN, ""), Err(ReturnRefusal::ReasonMissing));
    let approved = with(&[(ReturnEventKind::Submitted, HEAD), (ReturnEventKind::Approved, PMO)]);
    assert_eq!(approved.reopen(PMO, OPEN, " "), Err(ReturnRefusal::ReasonMissing));
    assert_eq!(approved.reopen(PMO, RoundState::Closed, "수치 정정"), Ok(ReturnEventKind::Reopened));
}

#[test]
fn nothing_moves_after_the_seal() {
    let sealed = RoundState::Sealed;
    let approved = with(&[(ReturnEventKind::Submitted, HEAD), (ReturnEventKind::Approved, PMO)]);
    assert_eq!(approved.reopen(PMO, sealed, "정정"), Err(ReturnRefusal::Round(sealed)));
    assert_eq!(submitted().approve(PMO, sealed, 0, false), Err(ReturnRefusal::Round(sealed)));
}

#[test]
fn a_check_does_not_outlive_a_new_submission() {
    let again = with(&[
        (ReturnEventKind::Submitted, HEAD),
        (ReturnEventKind::Checked, PMO),
        (ReturnEventKind::SentBack, PMO),
        (ReturnEventKind::Submitted, HEAD),
    ]);
    assert!(again.checked().is_none() && again.review_started().is_none());
    assert_eq!(again.approve(PMO2, OPEN, 0, true), Err(ReturnRefusal::NotChecked));
}

#[test]
fn lateness_is_that_of_the_first_submission() {
    let again = with(&[
        (ReturnEventKind::Submitted, HEAD),
        (ReturnEventKind::SentBack, PMO),
        (ReturnEventKind::Submitted, HEAD),
    ]);
    assert_eq!(again.first_submitted_on(), Some("2024-03-11".parse().unwrap()));
    let called_back = with(&[(ReturnEventKind::Submitted, HEAD), (ReturnEventKind::CalledBack, HEAD)]);
    assert!(called_back.submission().is_none() && called_back.first_submitted_on().is_none());
}

/// Any walk through the verbs, by anybody: what is accepted is applied.
fn walk(steps: &[(u8, i64)]) -> Return {
    let mut now = with(&[]);
    for ((verb, who), hour) in steps.iter().zip(1..) {
        let by = UserId(*who);
        let next = match verb {
            0 => now.edit(OPEN).map(|()| ReturnEventKind::Drafted),
            1 => now.submit(OPEN, 0),
            2 => now.call_back(OPEN),
            3 => now.start_review(by, OPEN),
            4 => now.check(by, OPEN, 0),
            5 => now.send_back(by, OPEN, "보완"),
            6 => now.approve(by, OPEN, 0, true),
            _ => now.reopen(by, OPEN, "정정"),
        };
        if let Ok(kind) = next {
            now.events.push(event(kind, by, hour));
            now = Return::of(now.id, now.round, now.institution.clone(), now.events.clone()).unwrap();
        }
    }
    now
}

proptest! {
    #[test]
    fn an_approval_was_always_given_by_a_third_person_after_a_check(steps in prop::collection::vec((0u8..8, 1i64..5), 0..24)) {
        let end = walk(&steps);
        let events = &end.events;
        for (place, approval) in events.iter().enumerate().filter(|(_, event)| event.kind == ReturnEventKind::Approved) {
            let from = events[..place].iter().rposition(|event| event.kind == ReturnEventKind::Submitted).unwrap();
            let check = events[from..place].iter().find(|event| event.kind == ReturnEventKind::Checked).unwrap();
            prop_assert!(approval.by != events[from].by && approval.by != check.by && check.by != events[from].by);
        }
    }

    #[test]
    fn reading_as_of_the_end_is_the_return_itself(steps in prop::collection::vec((0u8..8, 1i64..5), 0..24)) {
        let end = walk(&steps);
        let after = end.events.last().unwrap().recorded_at + chrono::TimeDelta::seconds(1);
        prop_assert_eq!(end.before(after), Some(end));
    }
}

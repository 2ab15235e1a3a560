use super::*;
use crate::domain::calendar::start_of;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn settings() -> RoundSettings {
    RoundSettings {
        base_date: day("2024-03-15"),
        window_from: day("2024-03-11"),
        due: day("2024-03-22"),
        meeting_on: Some(day("2024-03-27")),
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    }
}

fn round(kinds: &[RoundEventKind]) -> Round {
    let event = |(index, kind): (usize, &RoundEventKind)| RoundEvent {
        kind: *kind,
        settings: settings(),
        reason: String::new(),
        by: None,
        by_name: String::new(),
        recorded_at: start_of(day("2024-03-01") + chrono::Days::new(u64::try_from(index).unwrap())),
    };
    let events = kinds.iter().enumerate().map(event).collect();
    Round::of(RoundId(1), RoundSlug::parse("2024-Q1").unwrap(), 2, events).unwrap()
}

#[test]
fn a_round_is_named_by_quarter_or_ad_hoc_number() {
    for good in ["2024-Q1", "2024-Q4", "2024-A1", "2025-A12"] {
        assert_eq!(RoundSlug::parse(good).unwrap().as_str(), good);
    }
    for bad in ["2024-Q5", "2024-Q0", "24-Q1", "2024-A0", "2024-A01", "2024-q1", "2024-", "2024-Q", "2024-가1", "../x"]
    {
        assert_eq!(RoundSlug::parse(bad), None, "{bad}");
    }
}

#[test]
fn only_a_planned_round_is_opened_and_only_an_open_one_closed() {
    let planned = round(&[RoundEventKind::Planned]);
    assert_eq!(planned.open(47), Ok(RoundEventKind::Opened));
    assert_eq!(planned.open(0), Err(RoundRefusal::NobodyAsked));
    assert_eq!(planned.close(), Err(RoundRefusal::State(RoundState::Planned)));
    let open = round(&[RoundEventKind::Planned, RoundEventKind::Opened]);
    assert_eq!(open.open(47), Err(RoundRefusal::State(RoundState::Open)));
    assert_eq!(open.close(), Ok(RoundEventKind::Closed));
    assert!(open.replan(&settings()).is_err());
}

#[test]
fn an_extension_needs_a_reason_and_a_later_day_and_opens_a_closed_round_again() {
    let closed = round(&[RoundEventKind::Planned, RoundEventKind::Opened, RoundEventKind::Closed]);
    assert_eq!(closed.extend(day("2024-03-29"), " ").err(), Some(RoundRefusal::ReasonMissing));
    assert_eq!(closed.extend(day("2024-03-22"), "요청").err(), Some(RoundRefusal::NotLater));
    let (kind, settings) = closed.extend(day("2024-03-29"), "기관 요청").unwrap();
    assert_eq!((kind.leads_to(), settings.due), (RoundState::Open, day("2024-03-29")));
}

#[test]
fn nothing_follows_a_seal() {
    let sealed = round(&[RoundEventKind::Planned, RoundEventKind::Opened, RoundEventKind::Sealed]);
    let refused = RoundRefusal::State(RoundState::Sealed);
    assert_eq!(sealed.extend(day("2024-04-01"), "x").err(), Some(refused));
    assert_eq!((sealed.close().err(), sealed.seal().err()), (Some(refused), Some(refused)));
}

#[test]
fn days_must_follow_each_other() {
    assert!(Round::check_days(&settings()).is_ok());
    assert!(Round::check_days(&RoundSettings { due: day("2024-03-10"), ..settings() }).is_err());
    assert!(Round::check_days(&RoundSettings { base_date: day("2024-03-31"), ..settings() }).is_err());
    assert!(Round::check_days(&RoundSettings { meeting_on: Some(day("2024-03-01")), ..settings() }).is_err());
}

#[test]
fn lateness_is_counted_in_working_days() {
    let open = round(&[RoundEventKind::Planned, RoundEventKind::Opened]);
    let calendar = Calendar::new([]);
    assert_eq!(open.working_days_late(day("2024-03-22"), &calendar), 0);
    assert_eq!(open.working_days_late(day("2024-03-24"), &calendar), 0);
    assert_eq!(open.working_days_late(day("2024-03-26"), &calendar), 2);
}

proptest! {
    #[test]
    fn a_round_read_as_of_a_day_knows_nothing_later(events in 1usize..5, days in 0i64..6) {
        use RoundEventKind::{Closed, Extended, Opened, Planned, Sealed};
        let whole = round(&[Planned, Opened, Closed, Extended, Sealed][..events]);
        let cutoff = start_of(day("2024-03-01")) + chrono::TimeDelta::days(days);
        match whole.before(cutoff) {
            None => prop_assert_eq!(days, 0),
            Some(then) => prop_assert!(then.events.iter().all(|event| event.recorded_at < cutoff)),
        }
    }
}

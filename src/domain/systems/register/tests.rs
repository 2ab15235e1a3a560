use super::*;
use crate::domain::calendar::start_of;
use crate::domain::systems::system::tests::plain;

pub fn at(day: &str) -> DateTime<Utc> {
    start_of(day.parse().unwrap()) + chrono::TimeDelta::hours(10)
}

pub fn version(id: i64, on: &str, system: &InformationSystem) -> Added {
    let fact = SystemFact::of(id, at(on), system, system.hash());
    Added::Version { system: code_number(&system.code), code: system.code.clone(), fact }
}

fn code_number(code: &SystemCode) -> i64 {
    code.as_str().rsplit('-').next().unwrap().parse().unwrap()
}

pub fn plan(system: i64, on: &str, version: i64, state: PlanState) -> Added {
    let fact = PlanFact { id: 0, recorded_at: at(on), version, state, standard: 1, next_review: None, hash: [1; 32] };
    Added::Plan { system, fact }
}

pub fn register(added: Vec<Added>) -> Arc<Register> {
    let mut register = Register::default();
    register.extend(added);
    Arc::new(register)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_day_shows_what_had_been_recorded_by_its_end() {
    let (old, mut new) = (plain("mois-1", "mois"), plain("mois-1", "mois"));
    new.name = "새 이름".into();
    let register = register(vec![version(1, "2024-02-05", &old), version(2, "2024-03-04", &new)]);
    let name = |on: &str| register.at(day(on)).rows().next().map(|row| row.fact.name.to_string());
    assert_eq!(name("2024-02-04"), None);
    assert_eq!(name("2024-03-03").as_deref(), Some("시스템 mois-1"));
    assert_eq!(name("2024-03-04").as_deref(), Some("새 이름"));
}

#[test]
fn a_retired_system_counts_no_more_from_that_day() {
    let mut system = plain("mois-1", "mois");
    system.retired_on = Some(day("2024-03-10"));
    let register = register(vec![version(1, "2024-02-05", &system)]);
    assert_eq!((register.at(day("2024-03-09")).len(), register.at(day("2024-03-10")).len()), (1, 0));
}

#[test]
fn an_approved_plan_holds_while_its_revision_is_written() {
    let register = register(vec![
        version(1, "2024-02-05", &plain("mois-1", "mois")),
        plan(1, "2024-03-01", 1, PlanState::Drafting),
        plan(1, "2024-03-05", 1, PlanState::Approved),
        plan(1, "2024-03-10", 2, PlanState::Drafting),
        plan(1, "2024-03-12", 1, PlanState::Drilled),
    ]);
    let states = |on: &str| {
        let snapshot = register.at(day(on));
        let row = snapshot.rows().next().unwrap();
        (row.in_force.map(|plan| plan.version), row.in_work.map(|plan| plan.version), row.plan_state())
    };
    assert_eq!(states("2024-03-01"), (None, Some(1), Some(PlanState::Drafting)));
    assert_eq!(states("2024-03-05"), (Some(1), None, Some(PlanState::Approved)));
    assert_eq!(states("2024-03-10"), (Some(1), Some(2), Some(PlanState::Approved)));
    assert_eq!(states("2024-03-12"), (Some(1), Some(2), Some(PlanState::Drilled)));
}

#[test]
fn dependence_is_seen_from_both_ends() {
    let mut front = plain("mois-2", "mois");
    front.needs = vec![SystemCode::parse("mois-1").unwrap()];
    let back = plain("mois-1", "mois");
    let register = register(vec![version(1, "2024-02-05", &back), version(2, "2024-02-05", &front)]);
    let snapshot = register.at(day("2024-02-05"));
    let needing: Vec<_> = snapshot.needing(&back.code).map(|row| row.code().clone()).collect();
    assert_eq!(needing, [front.code]);
}

#[test]
fn the_hash_of_the_state_does_not_depend_on_the_order_of_recording() {
    let (one, two) = (plain("mois-1", "mois"), plain("mois-2", "mois"));
    let forth = register(vec![version(1, "2024-02-05", &one), version(2, "2024-02-05", &two)]);
    let back = register(vec![version(1, "2024-02-05", &two), version(2, "2024-02-05", &one)]);
    let hash = |register: &Arc<Register>, on: &str| register.at(day(on)).state_hash();
    assert_eq!(hash(&forth, "2024-02-05"), hash(&back, "2024-02-05"));
    assert_ne!(hash(&forth, "2024-02-05"), hash(&forth, "2024-02-04"));
}

#[test]
fn numbers_go_on_after_the_greatest_given() {
    let register = register(vec![
        version(1, "2024-02-05", &plain("mois-0007", "mois")),
        version(2, "2024-02-05", &plain("msit-0009", "msit")),
    ]);
    assert_eq!(register.next_number(&Slug::parse("mois").unwrap()), 8);
    assert_eq!(register.next_number(&Slug::parse("moe").unwrap()), 1);
}

//! The register of information systems, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use chrono::{DateTime, NaiveDate, Utc};
use engines::on_both;
use ihaeng::commands::seed::seed_registry;
use ihaeng::domain::calendar::{end_of, start_of};
use ihaeng::domain::due::Due;
use ihaeng::domain::ids::{Slug, UserId};
use ihaeng::domain::systems::continuity::{ContinuityPlan, PlanContent};
use ihaeng::domain::systems::coverage::{Coverage, Item};
use ihaeng::domain::systems::equipment::Equipment;
use ihaeng::domain::systems::register::{Register, Snapshot};
use ihaeng::domain::systems::sample::Seen;
use ihaeng::domain::systems::spot_check::Stratum;
use ihaeng::domain::systems::standard::Standard;
use ihaeng::domain::systems::system::{Grading, Recovery, Redundancy, Runner};
use ihaeng::domain::systems::words::{Doubled, EquipmentKind, Grade, PlanState, RecoveryWay, RunnerKind, Site};
use ihaeng::domain::systems::{InformationSystem, SystemCode};
use ihaeng::server::heirs::hand_over_systems;
use ihaeng::store::{
    Actor, ContinuityAct, ImportKind, ImportState, NewContinuity, NewImport, NewSample, Store, StoreError, SystemChange,
};
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + chrono::TimeDelta::hours(10)
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn code(text: &str) -> SystemCode {
    SystemCode::parse(text).unwrap()
}

fn officer() -> Actor {
    Actor { id: UserId(3), login: "mois.officer".into(), name: "김하나".into(), on_behalf_of: None }
}

/// A system of which everything is known.
fn system(number: &str, institution: &str) -> InformationSystem {
    InformationSystem {
        code: code(number),
        name: format!("민원 {number} “안내”"),
        institution: slug(institution),
        runner: Runner { kind: RunnerKind::Affiliate, name: "국가정보자원관리원".into() },
        purpose: "민원 접수와 처리\n둘째 줄".into(),
        grading: Some(Grading { grade: Grade::One, on: Some(day("2024-03-04")), basis: "이용자 수".into() }),
        users: Some(1_200_000),
        needs: vec![],
        site: Some(Site::NirsDaejeon),
        site_note: "3전산실".into(),
        redundancy: Redundancy {
            network: Doubled::Yes,
            server: Doubled::No,
            storage: Doubled::Unknown,
            power: Doubled::NotNeeded,
            budget_year: Some(2025),
            cost: None,
        },
        recovery: Recovery {
            way: RecoveryWay::Warm,
            rto_minutes: Some(180),
            rpo_minutes: Some(0),
            drilled_on: None,
            drill_result: None,
        },
        equipment: vec![Equipment {
            kind: EquipmentKind::Server,
            name: "웹서버".into(),
            count: 4,
            made: Due::parse("2017-05").unwrap(),
            life_years: 7,
            replaced_by: Due::parse("2025-H1"),
            budget_year: Some(2025),
            cost: Some(350),
        }],
        contact: "디지털기반안전과 044-205-0000".into(),
        retired_on: None,
    }
}

fn new(system: InformationSystem) -> SystemChange {
    SystemChange { seen: None, system }
}

async fn put(store: &Store, on: &str, changes: &[SystemChange]) -> Result<Vec<i64>, StoreError> {
    let mut tx = store.write(&officer(), at(on)).await?;
    let ids = tx.put_systems(changes, None).await?;
    tx.commit().await?;
    Ok(ids)
}

async fn register(store: &Store) -> Arc<Register> {
    let mut register = Register::default();
    let mut last = (0, 0);
    loop {
        let tail = store.register_tail(last).await.unwrap();
        if tail.added.is_empty() {
            return Arc::new(register);
        }
        last = tail.last;
        register.extend(tail.added);
    }
}

async fn snapshot(store: &Store, on: &str) -> Snapshot {
    register(store).await.at(day(on))
}

#[test]
fn a_system_is_read_back_whole_with_a_hash_of_what_it_holds() {
    on_both(|store| async move {
        let one = system("mois-1", "mois");
        put(&store, "2024-02-05", &[new(one.clone())]).await.unwrap();
        let read = store.system(&one.code, end_of(day("2024-02-05"))).await.unwrap().unwrap();
        assert_eq!(read.system, one);
        assert_eq!(read.hash, one.hash());
        assert_eq!(store.systems(&[read.id]).await.unwrap(), std::slice::from_ref(&read));
        assert_eq!(store.system(&one.code, start_of(day("2024-02-05"))).await.unwrap(), None);
    });
}

#[test]
fn an_edit_adds_a_version_and_the_earlier_day_keeps_the_earlier_one() {
    on_both(|store| async move {
        let one = system("mois-1", "mois");
        put(&store, "2024-02-05", &[new(one.clone())]).await.unwrap();
        let seen = store.system(&one.code, end_of(day("2024-02-05"))).await.unwrap().unwrap();
        let edited = InformationSystem { name: "새 이름".into(), ..one.clone() };
        let mut tx = store.write(&officer(), at("2024-03-04")).await.unwrap();
        let change = SystemChange { seen: Some((seen.system_id, seen.id)), system: edited };
        tx.put_system(change.clone(), Some(&one)).await.unwrap();
        tx.commit().await.unwrap();
        let name = async |on: &str| store.system(&one.code, end_of(day(on))).await.unwrap().unwrap().system.name;
        assert_eq!([name("2024-03-03").await, name("2024-03-04").await], [one.name.clone(), "새 이름".into()]);
        assert_eq!(store.system_history(seen.system_id, end_of(day("2024-03-04"))).await.unwrap().len(), 2);
        let mut tx = store.write(&officer(), at("2024-03-05")).await.unwrap();
        assert!(
            matches!(tx.put_system(change, Some(&one)).await, Err(StoreError::Conflict)),
            "it was seen before the edit"
        );
    });
}

#[test]
fn an_edit_leaves_the_fields_that_differ_in_the_audit() {
    on_both(|store| async move {
        let one = system("mois-1", "mois");
        let mut tx = store.write(&officer(), at("2024-02-05")).await.unwrap();
        tx.put_system(new(one.clone()), None).await.unwrap();
        tx.commit().await.unwrap();
        let seen = store.system(&one.code, end_of(day("2024-02-05"))).await.unwrap().unwrap();
        let edited = InformationSystem { contact: "운영과".into(), ..one.clone() };
        let mut tx = store.write(&officer(), at("2024-02-06")).await.unwrap();
        tx.put_system(SystemChange { seen: Some((seen.system_id, seen.id)), system: edited }, Some(&one))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let last = store.audit_page(&ihaeng::store::AuditFilter::default(), 1).await.unwrap().remove(0).entry;
        assert_eq!((last.action.as_str(), last.subject.as_str()), ("system.edit", "system mois-1"));
        assert_eq!(last.new_value, r#"{"contact":"운영과"}"#);
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn a_number_and_a_name_belong_to_one_system() {
    on_both(|store| async move {
        let one = system("mois-1", "mois");
        put(&store, "2024-02-05", &[new(one.clone())]).await.unwrap();
        let same_number = InformationSystem { name: "다른 이름".into(), ..one.clone() };
        assert!(matches!(put(&store, "2024-02-06", &[new(same_number)]).await, Err(StoreError::Conflict)));
        let same_name = InformationSystem { code: code("mois-2"), ..one.clone() };
        assert!(matches!(put(&store, "2024-02-06", &[new(same_name.clone())]).await, Err(StoreError::Conflict)));
        let elsewhere = InformationSystem { institution: slug("msit"), ..same_name };
        put(&store, "2024-02-06", &[new(elsewhere)]).await.unwrap();
        assert_eq!(snapshot(&store, "2024-02-06").await.len(), 2);
    });
}

#[test]
fn names_may_be_exchanged_in_one_write_and_many_rows_are_put_in_at_once() {
    on_both(|store| async move {
        let all: Vec<SystemChange> = (0..1_200).map(|n| new(system(&format!("mois-{n}"), "mois"))).collect();
        let ids = put(&store, "2024-02-05", &all).await.unwrap();
        assert_eq!(ids, (1..=1_200).collect::<Vec<i64>>());
        let records = store.systems(&[1, 2]).await.unwrap();
        let exchange = |own: usize, other: usize| SystemChange {
            seen: Some((records[own].system_id, records[own].id)),
            system: InformationSystem { name: records[other].system.name.clone(), ..records[own].system.clone() },
        };
        put(&store, "2024-02-06", &[exchange(0, 1), exchange(1, 0)]).await.unwrap();
        let read = store.system(&code("mois-0"), end_of(day("2024-02-06"))).await.unwrap().unwrap();
        assert_eq!(read.system.name, "민원 mois-1 “안내”");
        assert_eq!(snapshot(&store, "2024-02-06").await.len(), 1_200);
    });
}

fn plan(version: i64, state: PlanState) -> ContinuityPlan {
    let first = ContinuityPlan::begin(code("mois-1"), &Standard::built_in(), PlanContent::default());
    let next_review = state.is_in_force().then(|| day("2025-03-01"));
    ContinuityPlan { version, state, next_review, ..first }
}

async fn act(
    store: &Store,
    on: &str,
    seen: Option<i64>,
    plan: ContinuityPlan,
    act: ContinuityAct,
) -> Result<i64, StoreError> {
    let mut tx = store.write(&officer(), at(on)).await?;
    let new = NewContinuity { system_id: 1, institution: slug("mois"), seen, plan, act, reason: String::new() };
    tx.put_continuity(&new).await?;
    tx.commit().await?;
    Ok(store.continuity_plans(1, end_of(day(on))).await?.last().unwrap().id)
}

#[test]
fn a_plan_is_versioned_and_the_register_follows_it_day_by_day() {
    on_both(|store| async move {
        put(&store, "2024-02-05", &[new(system("mois-1", "mois"))]).await.unwrap();
        let begun = act(&store, "2024-03-01", None, plan(1, PlanState::Drafting), ContinuityAct::Begin).await.unwrap();
        let approved =
            act(&store, "2024-03-05", Some(begun), plan(1, PlanState::Approved), ContinuityAct::Approve).await.unwrap();
        let stale = act(&store, "2024-03-06", Some(begun), plan(1, PlanState::Drilled), ContinuityAct::Drill).await;
        assert!(matches!(stale, Err(StoreError::Conflict)), "the approval came between");
        act(&store, "2024-03-08", None, plan(2, PlanState::Drafting), ContinuityAct::Revise).await.unwrap();
        let twice = act(&store, "2024-03-08", None, plan(2, PlanState::Drafting), ContinuityAct::Revise).await;
        assert!(matches!(twice, Err(StoreError::Conflict)), "a second revision at once");
        act(&store, "2024-03-09", Some(approved), plan(1, PlanState::Drilled), ContinuityAct::Drill).await.unwrap();
        let tally = async |on: &str, item| {
            let snapshot = snapshot(&store, on).await;
            Coverage::of(snapshot.rows(), day(on), day("2024-01-31")).of_all(item).yes
        };
        assert_eq!(
            [tally("2024-03-04", Item::PlanApproved).await, tally("2024-03-05", Item::PlanApproved).await],
            [0, 1]
        );
        assert_eq!(
            [tally("2024-03-08", Item::PlanDrilled).await, tally("2024-03-09", Item::PlanDrilled).await],
            [0, 1]
        );
        let row = snapshot(&store, "2024-03-09").await;
        assert_eq!(row.rows().next().unwrap().in_work.map(|work| work.version), Some(2));
    });
}

#[test]
fn the_standard_form_has_versions_and_each_is_given_out_once() {
    on_both(|store| async move {
        assert_eq!(store.standard().await.unwrap().version, 0);
        let first = Standard { version: 1, note: "첫 판".into(), ..Standard::built_in() };
        for expected in [true, false] {
            let mut tx = store.write(&officer(), at("2024-03-11")).await.unwrap();
            let put = tx.put_standard(&first).await;
            assert_eq!(put.is_ok(), expected);
            if expected {
                tx.commit().await.unwrap();
            }
        }
        assert_eq!(store.standard().await.unwrap(), first);
        assert_eq!(store.standards().await.unwrap().len(), 2);
    });
}

#[test]
fn a_sample_keeps_its_list_and_a_finding_is_not_overwritten_unseen() {
    on_both(|store| async move {
        put(&store, "2024-02-05", &[new(system("mois-1", "mois")), new(system("mois-2", "mois"))]).await.unwrap();
        let claimed = vec![Seen { item: Item::Redundant, claimed: Some(true), found: None }];
        let draw = NewSample {
            seed: 20_240_320,
            day: day("2024-03-20"),
            last_version: 2,
            institution: Some(slug("mois")),
            note: String::new(),
            strata: [None, Some(Grade::One)]
                .map(|grade| Stratum { grade, asked: 1, frame_size: 2, frame_hash: "x".into() })
                .to_vec(),
            drawn: vec![(2, None, claimed.clone()), (1, Some(Grade::One), claimed.clone())],
        };
        let mut tx = store.write(&officer(), at("2024-03-20")).await.unwrap();
        let sample = tx.add_sample(&draw).await.unwrap();
        tx.commit().await.unwrap();
        let drawn = store.sampled_systems(sample).await.unwrap();
        assert_eq!(drawn.iter().map(|one| one.code.to_string()).collect::<Vec<_>>(), ["mois-2", "mois-1"]);
        assert_eq!(drawn.iter().map(|one| one.grade).collect::<Vec<_>>(), [None, Some(Grade::One)]);
        let recorded = store.samples(sample).await.unwrap().remove(0);
        assert_eq!((recorded.last_version, recorded.institution), (2, Some(slug("mois"))));
        assert_eq!(recorded.strata.iter().map(|one| one.grade).collect::<Vec<_>>(), [Some(Grade::One), None]);
        let found = vec![Seen { found: Some(false), ..claimed[0] }];
        let find = async |seen| {
            let mut tx = store.write(&officer(), at("2024-03-21")).await.unwrap();
            let put = tx.put_finding(sample, (1, &code("mois-1")), seen, &found, "전원 한 계통").await;
            if put.is_ok() {
                tx.commit().await.unwrap();
            }
            put.is_ok()
        };
        assert!(find(None).await);
        assert!(!find(None).await, "somebody found something already");
        let finding = store.sampled_systems(sample).await.unwrap()[1].finding.clone().unwrap();
        assert_eq!((finding.seen, finding.note.as_str()), (found.clone(), "전원 한 계통"));
        assert!(find(Some(finding.id)).await);
        assert_eq!(store.samples(sample).await.unwrap()[0].checked, 1);
    });
}

#[test]
fn an_import_goes_on_only_from_where_it_is() {
    on_both(|store| async move {
        let mut tx = store.write(&officer(), at("2024-03-20")).await.unwrap();
        let (kind, now) = (ImportKind::Systems, at("2024-03-20"));
        let id = tx.add_import(&NewImport { kind, file_name: "대장.xlsx", bytes: 10, sha256: "x", now }).await.unwrap();
        assert!(tx.move_import(id, (ImportState::Reading, ImportState::Previewed), false, "{}").await.unwrap());
        let begin = (ImportState::Previewed, ImportState::Writing);
        assert!(tx.move_import(id, begin, true, "{}").await.unwrap());
        assert!(!tx.move_import(id, begin, true, "{}").await.unwrap());
        tx.move_import(id, (ImportState::Writing, ImportState::Done), true, "{}").await.unwrap();
        tx.commit().await.unwrap();
        let row = store.system_import(id).await.unwrap().unwrap();
        assert_eq!((row.state, row.only_good, row.ended_at), (ImportState::Done, true, Some(at("2024-03-20"))));
        assert_eq!(store.system_imports(ImportKind::Systems, UserId(3), 5).await.unwrap(), [row]);
    });
}

/// 국가유산청(khs) follows 문화재청(cha) on 17 May 2024; 통계청 is split here, and 행정안전부 takes its assignments.
#[test]
fn the_systems_of_an_institution_that_ended_pass_to_its_heir_once() {
    on_both(|store| async move {
        let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
        seed_registry(&mut tx, day("2024-03-20")).await.unwrap();
        tx.commit().await.unwrap();
        let named = |number, institution, name: &str| {
            new(InformationSystem { name: name.into(), ..system(number, institution) })
        };
        let systems = [
            named("cha-1", "cha", "문화재 검색"),
            named("cha-2", "cha", "민원"),
            named("khs-1", "khs", "민원"),
            named("kostat-1", "kostat", "통계 포털"),
        ];
        put(&store, "2024-02-05", &systems).await.unwrap();
        let ledger = store.ledger(store.plan_list().await.unwrap().remove(0)).await.unwrap();
        let kostat = ledger.institution(&slug("kostat")).unwrap().clone();
        let held =
            ledger.assignments.iter().filter(|one| one.holders.last().is_some_and(|(_, own)| *own == kostat.slug));
        let held: Vec<_> = held.map(|one| one.id).collect();
        let mut tx = store.write(&Actor::system(), at("2024-03-20")).await.unwrap();
        let successors = [slug("moef"), slug("mois")];
        tx.end_institution(&kostat, day("2024-05-01"), &successors, Some((&slug("mois"), &held))).await.unwrap();
        tx.commit().await.unwrap();
        let hand_over = async |on: &str| hand_over_systems(&store, day(on), at(on)).await.unwrap();
        assert_eq!([hand_over("2024-04-30").await, hand_over("2024-05-01").await], [0, 1]);
        assert_eq!([hand_over("2024-05-17").await, hand_over("2024-05-17").await], [2, 0]);
        let owner = async |number: &str, on: &str| {
            let read = store.system(&code(number), end_of(day(on))).await.unwrap().unwrap();
            (read.system.institution.to_string(), read.system.name)
        };
        assert_eq!(owner("cha-1", "2024-05-16").await.0, "cha");
        assert_eq!(owner("cha-1", "2024-05-17").await, ("khs".into(), "문화재 검색".into()));
        assert_eq!(owner("cha-2", "2024-05-17").await, ("khs".into(), "민원 (문화재청)".into()));
        assert_eq!(owner("kostat-1", "2024-05-17").await.0, "mois");
        let rows = snapshot(&store, "2024-05-17").await;
        assert!(rows.rows().all(|row| !["cha", "kostat"].contains(&row.fact.institution.as_str())));
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

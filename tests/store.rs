//! The store's contract, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use chrono::{DateTime, NaiveDate, Utc};
use engines::on_both;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::due::Due;
use ihaeng::domain::ids::{AssignmentId, ReportId, UserId};
use ihaeng::domain::ledger::{Ledger, ReportKind, StepStatement};
use ihaeng::domain::narrative::ReportText;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::plan_parse::{built_in, parse_holidays, parse_institutions, parse_plan};
use ihaeng::domain::rating::{SelfRating, Verdict};
use ihaeng::domain::schedule::Light;
use ihaeng::domain::standing::Standing;
use ihaeng::store::{
    Actor, Cursor, NewDateChange, NewPerson, NewReport, NewVerdict, NewVerification, PlanChange, Store, StoreError,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + chrono::TimeDelta::hours(10)
}

/// The real plan on 20 March 2024, and one officer of 행정안전부.
async fn seeded(store: &Store) -> (Ledger, Actor) {
    let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
    let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await.unwrap();
    }
    for (on, name) in parse_holidays(built_in::HOLIDAYS).unwrap() {
        tx.put_holiday(on, &name).await.unwrap();
    }
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-20")).await.unwrap();
    let person = NewPerson {
        login: "mois.officer".into(),
        name: "김하나".into(),
        password_hash: "x".into(),
        must_change: false,
        grants: vec![Grant { role: Role::Officer, institution: ihaeng::domain::ids::Slug::parse("mois") }],
    };
    let id = tx.add_person(&person).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let actor = Actor { id, login: "mois.officer".into(), name: "김하나".into(), on_behalf_of: None };
    (ledger(store).await, actor)
}

async fn ledger(store: &Store) -> Ledger {
    let plan = store.plan_list().await.unwrap().remove(0);
    store.ledger(plan).await.unwrap()
}

fn report(
    ledger: &Ledger,
    assignment: AssignmentId,
    previous: Option<ReportId>,
    steps: Vec<StepStatement>,
) -> NewReport {
    NewReport {
        plan: ledger.plan.id,
        assignment,
        institution: ihaeng::domain::ids::Slug::parse("mois").unwrap(),
        kind: ReportKind::Statement,
        self_rating: SelfRating::OnTrack,
        progress: Some(84),
        text: ReportText { done: "- 37개 중 31개 재산정".into(), ..ReportText::default() },
        base_date: day("2024-03-18"),
        previous,
        steps,
        evidence: vec![],
        return_id: None,
    }
}

async fn add(store: &Store, actor: &Actor, when: &str, new: &NewReport) -> Result<ReportId, StoreError> {
    let mut tx = store.write(actor, at(when)).await?;
    let id = tx.add_report(new).await?;
    tx.commit().await?;
    Ok(id)
}

/// 과제 4의 주관(행정안전부) 소관과제.
fn lead_of_task_4(ledger: &Ledger) -> AssignmentId {
    let standing = Standing::derive(ledger, day("2024-03-20"));
    standing.lead_of(standing.task(ihaeng::domain::ids::TaskNo(4)).unwrap()).unwrap().id
}

#[test]
fn the_plan_gives_forty_seven_bodies_their_assignments() {
    on_both(|store| async move {
        let (ledger, _) = seeded(&store).await;
        let standing = Standing::derive(&ledger, day("2024-03-20"));
        assert_eq!(standing.institutions.len(), 47);
        assert_eq!(ledger.tasks.len(), 12);
        let all_central = standing.task(ihaeng::domain::ids::TaskNo(4)).unwrap();
        assert_eq!(all_central.assignments.len(), 47);
    });
}

#[test]
fn importing_the_same_plan_twice_changes_nothing_and_a_changed_due_is_only_proposed() {
    on_both(|store| async move {
        let (before, _) = seeded(&store).await;
        let version = store.data_version().await.unwrap();
        let institutions = store.institutions().await.unwrap();
        let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
        let mut tx = store.write(&Actor::system(), at("2024-03-20")).await.unwrap();
        let changes =
            tx.import_plan(&plan, built_in::PLAN, Some(&before), &institutions, day("2024-03-20")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(changes, []);
        assert_eq!(store.data_version().await.unwrap(), version);

        let mut moved = plan.clone();
        moved.tasks[3].milestones[0].due = Due::parse("2024-04").unwrap();
        let mut tx = store.write(&Actor::system(), at("2024-03-20")).await.unwrap();
        let changes = tx.import_plan(&moved, "", Some(&before), &institutions, day("2024-03-20")).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(changes[..], [PlanChange::DueProposed { .. }]), "{changes:?}");
        let after = ledger(&store).await;
        assert_eq!(after.milestones, before.milestones);
        let asked: Vec<_> = after.records().flat_map(|(_, record)| &record.date_changes).collect();
        assert!(matches!(asked[..], [one] if one.decision.is_none()), "{asked:?}");
    });
}

#[test]
fn a_report_counts_when_it_is_saved_and_is_read_back_whole() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let steps = vec![StepStatement {
            milestone: before.milestones.iter().find(|one| one.task_no.0 == 4).unwrap().id,
            forecast: Some(day("2024-04-05")),
            cause: Some(ihaeng::domain::ledger::Cause::Interpretation),
            cause_reason: "파급도 항목".into(),
            claimed: false,
        }];
        let id = add(&store, &actor, "2024-03-18", &report(&before, assignment, None, steps.clone())).await.unwrap();
        let after = ledger(&store).await;
        let standing = Standing::derive(&after, day("2024-03-20"));
        let one = standing.by_id(assignment).unwrap();
        assert_eq!(one.progress(), Some(84));
        assert_eq!(one.last_report.as_ref().unwrap().steps, steps);
        assert_eq!(one.steps[0].slip_days(), Some(5));
        assert_eq!(store.report_texts(&[id]).await.unwrap()[&id].done, "- 37개 중 31개 재산정");
        let earlier = Standing::derive(&after, day("2024-03-17"));
        assert!(earlier.by_id(assignment).unwrap().last_report.is_none());
    });
}

#[test]
fn of_two_who_report_at_once_one_wins_and_the_other_is_told() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let new = report(&before, assignment, None, vec![]);
        let (one, two) = tokio::join!(add(&store, &actor, "2024-03-18", &new), add(&store, &actor, "2024-03-18", &new));
        let refused = [&one, &two].iter().filter(|result| matches!(result, Err(StoreError::Conflict))).count();
        assert_eq!((refused, usize::from(one.is_ok()) + usize::from(two.is_ok())), (1, 1));
        assert_eq!(ledger(&store).await.record(assignment).reports.len(), 1);
    });
}

#[test]
fn the_tail_brings_only_what_is_new() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let first = add(&store, &actor, "2024-03-11", &report(&before, assignment, None, vec![])).await.unwrap();
        let mut cursor = Cursor::default();
        let tail = store.tail(before.plan.id, &mut cursor).await.unwrap();
        add(&store, &actor, "2024-03-18", &report(&before, assignment, Some(first), vec![])).await.unwrap();
        let next = store.tail(before.plan.id, &mut cursor).await.unwrap();
        assert_eq!((tail.len(), next.len()), (1, 1));
        assert_ne!(tail, next);
        assert_eq!(store.tail(before.plan.id, &mut cursor).await.unwrap(), []);
    });
}

#[test]
fn a_verdict_is_about_the_last_report_alone() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let first = add(&store, &actor, "2024-03-11", &report(&before, assignment, None, vec![])).await.unwrap();
        add(&store, &actor, "2024-03-18", &report(&before, assignment, Some(first), vec![])).await.unwrap();
        let new = NewVerdict {
            plan: before.plan.id,
            report: first,
            assignment,
            institution: ihaeng::domain::ids::Slug::parse("mois").unwrap(),
            verdict: Verdict::Watch,
            reason: "심의가 늦음".into(),
            condition: "3. 26.까지 자료 접수".into(),
        };
        let mut tx = store.write(&actor, at("2024-03-19")).await.unwrap();
        assert!(matches!(tx.add_verdict(&new).await, Err(StoreError::Conflict)));
    });
}

#[test]
fn a_claim_turns_done_only_when_it_is_verified() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let milestone = before.milestones.iter().find(|one| one.task_no.0 == 4).unwrap().id;
        let claim =
            StepStatement { milestone, forecast: None, cause: None, cause_reason: String::new(), claimed: true };
        add(&store, &actor, "2024-03-18", &report(&before, assignment, None, vec![claim])).await.unwrap();
        let light =
            |ledger: &Ledger| Standing::derive(ledger, day("2024-03-20")).by_id(assignment).unwrap().steps[0].light;
        let claimed = ledger(&store).await;
        assert_eq!(light(&claimed), Light::OnTime);
        let new = NewVerification {
            plan: before.plan.id,
            assignment,
            institution: ihaeng::domain::ids::Slug::parse("mois").unwrap(),
            milestone,
            verified: true,
            reason: "증빙 확인".into(),
        };
        let mut tx = store.write(&actor, at("2024-03-19")).await.unwrap();
        tx.add_verification(&new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(light(&ledger(&store).await), Light::Done);
    });
}

#[test]
fn an_approved_date_change_moves_the_due_and_leaves_the_promise() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let milestone = before.milestones.iter().find(|one| one.task_no.0 == 4).unwrap();
        let mois = ihaeng::domain::ids::Slug::parse("mois").unwrap();
        let new = NewDateChange {
            plan: before.plan.id,
            assignment,
            institution: mois.clone(),
            milestone: milestone.id,
            from: milestone.due,
            to: Due::parse("2024-04-12").unwrap(),
            reason: "3곳 미제출".into(),
        };
        let mut tx = store.write(&actor, at("2024-03-18")).await.unwrap();
        let id = tx.propose_date_change(&new).await.unwrap();
        assert!(matches!(tx.propose_date_change(&new).await, Err(StoreError::Conflict)));
        tx.commit().await.unwrap();
        let step =
            |ledger: &Ledger, on: &str| Standing::derive(ledger, day(on)).by_id(assignment).unwrap().steps[0].clone();
        assert_eq!(step(&ledger(&store).await, "2024-03-20").due, milestone.due);
        let mut tx = store.write(&actor, at("2024-03-19")).await.unwrap();
        tx.decide_date_change(id, &mois, true, "승인").await.unwrap();
        tx.commit().await.unwrap();
        let moved = ledger(&store).await;
        assert_eq!(step(&moved, "2024-03-20").due, Due::parse("2024-04-12").unwrap());
        assert_eq!(step(&moved, "2024-03-20").first_due, milestone.due);
        assert_eq!(step(&moved, "2024-03-18").due, milestone.due);
        let mut tx = store.write(&actor, at("2024-03-20")).await.unwrap();
        assert!(matches!(tx.decide_date_change(id, &mois, false, "아님").await, Err(StoreError::Conflict)));
    });
}

#[test]
fn a_draft_saved_elsewhere_is_not_overwritten() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let fields = |text: &str| vec![("done".to_owned(), text.to_owned())];
        let keep = async |text: &str, seen| {
            store.keep_draft(actor.id, assignment, &fields(text), None, seen, at("2024-03-18")).await.unwrap()
        };
        assert_eq!(keep("하나", 0).await, Ok(1));
        assert_eq!(keep("둘", 1).await, Ok(2));
        assert!(keep("다른 창", 1).await.is_err());
        assert_eq!(store.draft(actor.id, assignment).await.unwrap().unwrap().fields, fields("둘"));
    });
}

#[test]
fn a_write_that_is_not_committed_leaves_nothing() {
    on_both(|store| async move {
        let (before, actor) = seeded(&store).await;
        let assignment = lead_of_task_4(&before);
        let mut tx = store.write(&actor, at("2024-03-18")).await.unwrap();
        tx.add_report(&report(&before, assignment, None, vec![])).await.unwrap();
        drop(tx);
        assert_eq!(ledger(&store).await.records().count(), 0);
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn wrong_guesses_are_counted_and_forgotten() {
    on_both(|store| async move {
        let now = at("2024-03-20");
        store.note_wrong_guess("login:x", now).await.unwrap();
        store.note_wrong_guess("login:x", now).await.unwrap();
        assert_eq!(store.guesses("login:x").await.unwrap(), (2, now));
        store.forget_guesses("login:x").await.unwrap();
        assert_eq!(store.guesses("login:x").await.unwrap().0, 0);
    });
}

#[test]
fn a_deputy_counts_from_the_first_to_the_last_day() {
    on_both(|store| async move {
        let (_, head) = seeded(&store).await;
        let person = NewPerson {
            login: "mois.deputy".into(),
            name: "박둘".into(),
            password_hash: "x".into(),
            must_change: false,
            grants: vec![],
        };
        let mut tx = store.write(&head, at("2024-03-01")).await.unwrap();
        let deputy: UserId = tx.add_person(&person).await.unwrap().unwrap();
        let mois = ihaeng::domain::ids::Slug::parse("mois").unwrap();
        tx.appoint_deputy(&mois, deputy, day("2024-03-04"), day("2024-03-08")).await.unwrap();
        tx.commit().await.unwrap();
        let on = async |text: &str| store.reader(deputy, day(text)).await.unwrap().unwrap().0.deputyships.len();
        assert_eq!(
            [on("2024-03-03").await, on("2024-03-04").await, on("2024-03-08").await, on("2024-03-09").await],
            [0, 1, 1, 0]
        );
    });
}

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (sqlite, _folder) = engines::sqlite().await;
        let postgres = engines::postgres().await;
        let Store::Sqlite { readers, .. } = &sqlite else { panic!("a file is SQLite") };
        let Store::Postgres(pool) = &postgres else { panic!("an address is PostgreSQL") };
        // The search index (`report_gram`) is each engine's own.
        let one: Vec<(String, String)> = sqlx::query_as(
            "select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' \
             and m.name not like 'sqlite_%' and m.name not like '\\_sqlx%' escape '\\' and m.name not like 'report_gram%' order by 1, 2",
        )
        .fetch_all(readers)
        .await
        .unwrap();
        let two: Vec<(String, String)> = sqlx::query_as(
            "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public' \
             and table_name not like '\\_sqlx%' and table_name <> 'report_gram' order by table_name::text collate \"C\", column_name::text collate \"C\"",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        assert!(one.len() > 100);
        assert_eq!(one, two);
    });
}

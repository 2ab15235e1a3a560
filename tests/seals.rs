//! Sealing a round, on both engines: one winner, one document, and whatever is touched afterwards is named.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use chrono::{DateTime, NaiveDate, Utc};
use engines::on_both;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::ids::{AssignmentId, Slug, TaskNo};
use ihaeng::domain::ledger::{Ledger, ReportKind};
use ihaeng::domain::narrative::ReportText;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::plan_parse::{built_in, parse_institutions, parse_plan};
use ihaeng::domain::rating::{SelfRating, Verdict};
use ihaeng::domain::round::{Round, RoundSettings, RoundSlug};
use ihaeng::domain::seal::fact::SealFact;
use ihaeng::domain::seal::rows::Change;
use ihaeng::domain::seal::verify::Statement;
use ihaeng::domain::seal::{EndorsedKey, Gap, KeyRing, SealHead, SealKey, verify};
use ihaeng::domain::standing::Standing;
use ihaeng::domain::systems::fields::{Known, read};
use ihaeng::domain::systems::{InformationSystem, SystemCode};
use ihaeng::store::{
    Actor, FileKey, Finding, KeptFile, NewDateChange, NewPerson, NewQuery, NewReport, NewRound, NewSeal, NewVerdict,
    NewVerification, Opening, SealCheck, Store, StoreError, Submission, SystemChange,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + chrono::TimeDelta::hours(10)
}

fn mois() -> Slug {
    Slug::parse("mois").unwrap()
}

fn key() -> SealKey {
    SealKey::from_seed(&[7; 32])
}

fn ring() -> KeyRing {
    KeyRing::new(vec![key().public()])
}

/// The real plan, people, a key, and a round that asked 행정안전부 about task 4 and got an answer of every kind.
struct Desk {
    store: Store,
    officer: Actor,
    pmo: Actor,
}

async fn desk(store: Store) -> Desk {
    let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
    let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await.unwrap();
    }
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-01")).await.unwrap();
    let mut actors = Vec::new();
    for (login, name, role) in [("mois.head", "김하나", Role::Head), ("pmo", "이서연", Role::Pmo)] {
        let person = NewPerson {
            login: login.into(),
            name: name.into(),
            password_hash: "x".into(),
            must_change: false,
            grants: vec![Grant { role, institution: role.needs_institution().then(mois) }],
        };
        let id = tx.add_person(&person).await.unwrap().unwrap();
        actors.push(Actor { id, login: login.into(), name: name.into(), on_behalf_of: None });
    }
    let public = EndorsedKey {
        id: key().public().id(),
        public_key: key().public().to_hex(),
        since: at("2024-02-01"),
        endorsed_by: None,
        endorsement: None,
    };
    tx.add_seal_key(&public, None, "").await.unwrap();
    tx.commit().await.unwrap();
    let pmo = actors.pop().unwrap();
    Desk { store, officer: actors.pop().unwrap(), pmo }
}

async fn ledger(store: &Store) -> Ledger {
    let plan = store.plan_list().await.unwrap().remove(0);
    store.ledger(plan).await.unwrap()
}

fn round_named(ledger: &Ledger, slug: &str) -> Round {
    ledger.reviews.round(&RoundSlug::parse(slug).unwrap()).unwrap().clone()
}

/// 과제 4의 주관(행정안전부) 소관과제.
fn lead_of_task_4(ledger: &Ledger) -> AssignmentId {
    let standing = Standing::derive(ledger, day("2024-03-20"));
    standing.lead_of(standing.task(TaskNo(4)).unwrap()).unwrap().id
}

impl Desk {
    /// Plans and opens a round for 행정안전부 and task 4.
    async fn open(&self, slug: &str, ordinal: i64, base: &str) {
        let before = ledger(&self.store).await;
        let settings = RoundSettings {
            base_date: day(base),
            window_from: day(base),
            due: day(base),
            meeting_on: None,
            meeting_place: String::new(),
            tasks: vec![TaskNo(4)],
            two_steps: false,
        };
        let slug = RoundSlug::parse(slug).unwrap();
        let new = NewRound { plan: before.plan.id, slug: slug.clone(), ordinal, settings };
        let mut tx = self.store.write(&self.pmo, at(base)).await.unwrap();
        tx.plan_round(&new).await.unwrap();
        tx.commit().await.unwrap();
        let round = round_named(&ledger(&self.store).await, slug.as_str());
        let asked = Opening { institution: mois(), assignments: vec![(lead_of_task_4(&before), true)] };
        let mut tx = self.store.write(&self.pmo, at(base)).await.unwrap();
        tx.open_round(before.plan.id, &round, &[asked]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The head hands in what was done; the PMO asks, judges, verifies and proposes nothing more.
    async fn answer(&self, slug: &str, on: &str, done: &str) {
        let before = ledger(&self.store).await;
        let (plan, round) = (before.plan.id, round_named(&before, slug));
        let assignment = lead_of_task_4(&before);
        let one = before.reviews.return_of(round.id, &mois()).unwrap().clone();
        let standing = Standing::derive(&before, day(on));
        let report = NewReport {
            plan,
            assignment,
            institution: mois(),
            kind: ReportKind::Statement,
            self_rating: SelfRating::OnTrack,
            progress: Some(84),
            text: ReportText { done: done.into(), ..ReportText::default() },
            base_date: day(on),
            previous: standing.by_id(assignment).unwrap().last_report.as_ref().map(|report| report.id),
            steps: vec![],
            evidence: vec![],
            return_id: Some(one.id),
        };
        let mut tx = self.store.write(&self.officer, at(on)).await.unwrap();
        let evidence = tx
            .add_evidence(&ihaeng::store::NewEvidence {
                institution: mois(),
                assignment,
                name: "재산정 결과.hwpx".into(),
                link: None,
                media_type: "application/hwp+zip".into(),
                bytes: 10,
                sha256: "ab".repeat(32),
                object: Some("x".into()),
                return_id: None,
            })
            .await
            .unwrap();
        let report = NewReport { evidence: vec![evidence], ..report };
        let submission = Submission { event: Default::default(), reports: vec![report], revisions: 0 };
        let ids = tx.submit_return(plan, &round, &one, &submission).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = self.store.write(&self.pmo, at(on)).await.unwrap();
        let query = NewQuery {
            plan,
            assignment,
            field: "progress".into(),
            question: "수치 근거를 알려 주십시오.".into(),
            due: day(on),
        };
        tx.ask_query(&one, &query).await.unwrap();
        let verdict = NewVerdict {
            plan,
            report: ids[0],
            assignment,
            institution: mois(),
            verdict: Verdict::OnTrack,
            reason: "자료 확인".into(),
            condition: String::new(),
        };
        tx.add_verdict(&verdict).await.unwrap();
        let milestone = before.milestones.iter().find(|one| one.task_no == TaskNo(4)).unwrap();
        let verification = NewVerification {
            plan,
            assignment,
            institution: mois(),
            milestone: milestone.id,
            verified: false,
            reason: "증빙이 모자람".into(),
        };
        tx.add_verification(&verification).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn propose(&self, on: &str) {
        let before = ledger(&self.store).await;
        let milestone = before.milestones.iter().find(|one| one.task_no == TaskNo(4)).unwrap();
        let change = NewDateChange {
            plan: before.plan.id,
            assignment: lead_of_task_4(&before),
            institution: mois(),
            milestone: milestone.id,
            from: milestone.due,
            to: ihaeng::domain::due::Due::parse("2024-04-12").unwrap(),
            reason: "3곳 미제출".into(),
        };
        let mut tx = self.store.write(&self.officer, at(on)).await.unwrap();
        tx.propose_date_change(&change).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn decide(&self, on: &str) {
        let before = ledger(&self.store).await;
        let mut tx = self.store.write(&self.pmo, at(on)).await.unwrap();
        tx.decide_date_change(before.record(lead_of_task_4(&before)).date_changes[0].id, &mois(), true, "승인")
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn seal(&self, slug: &str, on: &str) -> Result<SealFact, StoreError> {
        let before = ledger(&self.store).await;
        let key = key();
        let new = NewSeal {
            plan: &before.plan,
            round: &round_named(&before, slug),
            missing: vec![Gap { what: "queries_open".into(), items: vec!["001".into()] }],
            reason: "답변 기한이 지남".into(),
            demonstration: false,
            key: &key,
        };
        let mut tx = self.store.write(&self.pmo, at(on)).await?;
        let seal = tx.seal_round(&new).await?;
        tx.commit().await?;
        Ok(seal)
    }

    /// A round that was opened, answered and sealed.
    async fn whole(&self, slug: &str, ordinal: i64, base: &str, sealed: &str) -> SealFact {
        self.open(slug, ordinal, base).await;
        self.answer(slug, sealed, &format!("- {slug} 재산정")).await;
        self.seal(slug, sealed).await.unwrap()
    }

    async fn document(&self, seal: &SealFact) -> Vec<u8> {
        self.store.seal_document(seal.id).await.unwrap().unwrap()
    }

    async fn check(&self) -> SealCheck {
        self.store.check_seals(Some(&ring())).await.unwrap()
    }

    async fn touch(&self, sql: &'static str) {
        let touched = match &self.store {
            Store::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.unwrap().rows_affected(),
            Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
        };
        assert!(touched > 0, "{sql}");
    }
}

fn head(file: &[u8]) -> SealHead {
    match verify(file, &ring(), None).unwrap().statement {
        Statement::Seal(head) => head,
        Statement::Addendum(_) => panic!("a seal"),
    }
}

fn section<'a>(document: &'a serde_json::Value, name: &str) -> &'a Vec<serde_json::Value> {
    document["document"]["sections"][name].as_array().unwrap()
}

#[test]
fn a_sealed_round_is_one_document_with_all_that_was_said() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let seal = desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let file = desk.document(&seal).await;
        let head = head(&file);
        assert_eq!((head.facts.no, head.facts.reason.as_str()), (1, "답변 기한이 지남"));
        let document: serde_json::Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(section(&document, "reports")[0]["done"], "- 2024-A1 재산정");
        assert_eq!(section(&document, "evidence")[0]["sha256"], "ab".repeat(32));
        assert_eq!(section(&document, "verdicts")[0]["reason"], "자료 확인");
        assert_eq!(section(&document, "queries")[0]["question"], "수치 근거를 알려 주십시오.");
        let kinds = |name: &str| -> Vec<String> {
            section(&document, name).iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(kinds("round"), ["planned", "opened", "sealed"]);
        assert_eq!(kinds("return_events"), ["opened", "submitted"]);
        assert_eq!(section(&document, "tasks").len(), 12);
        let known = &ledger(&desk.store).await.reviews.seals().to_vec();
        assert_eq!(known, &[seal]);
    });
}

#[test]
fn every_report_stands_in_one_seal_and_seals_form_a_chain() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let first = desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let second = desk.whole("2024-Q1", 2, "2024-03-15", "2024-04-02").await;
        let (one, two) = (desk.document(&first).await, desk.document(&second).await);
        assert!(verify(&two, &ring(), Some(&one)).is_ok());
        assert_eq!(second.previous.as_ref(), Some(&first.hash));
        let done = |file: &[u8]| -> Vec<String> {
            let document: serde_json::Value = serde_json::from_slice(file).unwrap();
            section(&document, "reports").iter().map(|row| row["done"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(
            (done(&one), done(&two)),
            (vec!["- 2024-A1 재산정".to_owned()], vec!["- 2024-Q1 재산정".to_owned()])
        );
        let check = desk.check().await;
        assert_eq!((check.seals, check.findings), (2, vec![]));
    });
}

#[test]
fn of_two_who_seal_at_once_one_wins_and_the_other_is_told() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.open("2024-A1", 1, "2024-02-29").await;
        desk.answer("2024-A1", "2024-03-08", "- 재산정").await;
        let (one, two) = tokio::join!(desk.seal("2024-A1", "2024-03-08"), desk.seal("2024-A1", "2024-03-08"));
        let refused = [&one, &two].iter().filter(|result| matches!(result, Err(StoreError::Conflict))).count();
        assert_eq!((refused, usize::from(one.is_ok()) + usize::from(two.is_ok())), (1, 1));
        let check = desk.check().await;
        assert_eq!((check.seals, check.findings), (1, vec![]));
        assert!(desk.store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn two_rounds_sealed_at_once_follow_each_other() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.open("2024-A1", 1, "2024-02-29").await;
        desk.open("2024-Q1", 2, "2024-03-15").await;
        let (one, two) = tokio::join!(desk.seal("2024-A1", "2024-04-02"), desk.seal("2024-Q1", "2024-04-02"));
        assert!(one.is_ok() && two.is_ok());
        let check = desk.check().await;
        assert_eq!((check.seals, check.findings), (2, vec![]));
    });
}

#[test]
fn nothing_is_asked_or_answered_after_the_seal() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let now = ledger(&desk.store).await;
        let round = round_named(&now, "2024-A1");
        let one = now.reviews.return_of(round.id, &mois()).unwrap();
        let query = desk.store.queries(round.id).await.unwrap().remove(0);
        let mut tx = desk.store.write(&desk.officer, at("2024-03-11")).await.unwrap();
        assert!(matches!(tx.answer_query(one, &query, "늦은 답").await, Err(StoreError::Conflict)));
        drop(tx);
        let mut tx = desk.store.write(&desk.pmo, at("2024-03-11")).await.unwrap();
        assert!(matches!(tx.close_query(one, &query).await, Err(StoreError::Conflict)));
        drop(tx);
        assert_eq!(desk.check().await.findings, []);
    });
}

#[test]
fn a_seal_that_is_not_committed_leaves_nothing() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.open("2024-A1", 1, "2024-02-29").await;
        let before = ledger(&desk.store).await;
        let (key, round) = (key(), round_named(&before, "2024-A1"));
        let new = NewSeal {
            plan: &before.plan,
            round: &round,
            missing: vec![],
            reason: String::new(),
            demonstration: false,
            key: &key,
        };
        let mut tx = desk.store.write(&desk.pmo, at("2024-03-08")).await.unwrap();
        tx.seal_round(&new).await.unwrap();
        drop(tx);
        let after = ledger(&desk.store).await;
        assert_eq!((after.reviews.seals().len(), round_named(&after, "2024-A1").state), (0, round.state));
        let check = desk.check().await;
        assert_eq!((check.seals, check.findings), (0, vec![]));
    });
}

#[test]
fn a_key_that_no_longer_signs_seals_nothing() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.open("2024-A1", 1, "2024-02-29").await;
        let new = SealKey::from_seed(&[8; 32]);
        let entry = EndorsedKey {
            id: new.public().id(),
            public_key: new.public().to_hex(),
            since: at("2024-03-01"),
            endorsed_by: Some(key().public().id()),
            endorsement: Some(key().endorse(&new.public())),
        };
        let mut tx = desk.store.write(&Actor::system(), at("2024-03-01")).await.unwrap();
        tx.add_seal_key(&entry, Some(&key().public().id()), "").await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(desk.seal("2024-A1", "2024-03-08").await, Err(StoreError::Conflict)));
    });
}

/// A row touched by hand, the section and row that must be named, and how to undo it.
const TOUCHES: [(&str, &str, &str, &str); 19] = [
    ("update plan set title = 'x' || title", "plan", "", "update plan set title = substr(title, 2)"),
    (
        "update task set lead = 'x' || lead where no = 4",
        "tasks",
        "4",
        "update task set lead = substr(lead, 2) where no = 4",
    ),
    (
        "update milestone set due = due || '9' where task_no = 4 and no = 1",
        "milestones",
        "",
        "update milestone set due = substr(due, 1, length(due) - 1) where task_no = 4 and no = 1",
    ),
    (
        "update institution set name_ko = 'x' || name_ko where slug = 'mois'",
        "institutions",
        "mois",
        "update institution set name_ko = substr(name_ko, 2) where slug = 'mois'",
    ),
    (
        "update assignment set role = 'x' || role where task_no = 4",
        "assignments",
        "",
        "update assignment set role = substr(role, 2) where task_no = 4",
    ),
    (
        "update holder set institution = 'msit' where assignment_id in (select assignment_id from return_entry)",
        "assignments",
        "",
        "update holder set institution = 'mois' where assignment_id in (select assignment_id from return_entry)",
    ),
    ("update round_event set reason = 'x' || reason", "round", "", "update round_event set reason = substr(reason, 2)"),
    ("update return_ set state = 'x' || state", "returns", "1", "update return_ set state = substr(state, 2)"),
    (
        "update return_event set by_name = 'x' || by_name",
        "return_events",
        "",
        "update return_event set by_name = substr(by_name, 2)",
    ),
    ("update return_entry set asked = 1 - asked", "entries", "", "update return_entry set asked = 1 - asked"),
    (
        "update query_ set question = 'x' || question",
        "queries",
        "1",
        "update query_ set question = substr(question, 2)",
    ),
    (
        "update query_ set answered_at = 1, answer = 'x'",
        "queries",
        "1",
        "update query_ set answered_at = null, answer = ''",
    ),
    ("update report set done = 'x' || done", "reports", "1", "update report set done = substr(done, 2)"),
    ("update report set progress = progress + 1", "reports", "1", "update report set progress = progress - 1"),
    ("update evidence set sha256 = 'x' || sha256", "evidence", "1", "update evidence set sha256 = substr(sha256, 2)"),
    ("update verdict set verdict = 'at_risk'", "verdicts", "1", "update verdict set verdict = 'on_track'"),
    (
        "update verification set verified = 1 - verified",
        "verifications",
        "1",
        "update verification set verified = 1 - verified",
    ),
    (
        "update date_change set to_due = '2024-05-01'",
        "date_changes",
        "1",
        "update date_change set to_due = '2024-04-12'",
    ),
    (
        "update seal_key set public_key = 'x' || public_key",
        "keys",
        "",
        "update seal_key set public_key = substr(public_key, 2)",
    ),
];

#[test]
fn any_touched_row_is_named() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.open("2024-A1", 1, "2024-02-29").await;
        desk.answer("2024-A1", "2024-03-08", "- 재산정").await;
        desk.propose("2024-03-08").await;
        desk.seal("2024-A1", "2024-03-08").await.unwrap();
        assert_eq!(desk.check().await.findings, []);
        for (touch, section, row, undo) in TOUCHES {
            desk.touch(touch).await;
            let found = desk.check().await.findings;
            let named = |finding: &Finding| match finding {
                Finding::Row { difference, .. } => {
                    difference.section == section && (row.is_empty() || difference.row == row)
                }
                _ => false,
            };
            assert!(!found.is_empty() && found.iter().all(named), "{touch}: {found:?}");
            desk.touch(undo).await;
        }
        assert_eq!(desk.check().await.findings, []);
    });
}

fn system(number: &str, grade: &str, on: &str) -> InformationSystem {
    let fields = [("code", number), ("name", number), ("institution", "mois"), ("grade", grade), ("graded_on", on)];
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let known = Known { today: day(on), institution: &Slug::parse, system: &|text, _| SystemCode::parse(text) };
    read(&fields, &known).unwrap()
}

impl Desk {
    async fn enter(&self, on: &str, system: InformationSystem) {
        let mut tx = self.store.write(&self.officer, at(on)).await.unwrap();
        tx.put_systems(&[SystemChange { seen: None, system }], None).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A round with base date 29 February, sealed on 8 March: by then two systems were in the register, one graded anew.
    async fn with_systems(&self) -> SealFact {
        self.enter("2024-02-05", system("mois-1", "1", "2024-02-01")).await;
        self.enter("2024-02-29", system("mois-2", "3", "2021-06-30")).await;
        self.enter("2024-03-04", system("mois-3", "3", "2024-03-04")).await;
        self.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await
    }
}

#[test]
fn what_the_register_of_systems_said_on_the_base_date_is_sealed() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let seal = desk.with_systems().await;
        let document: serde_json::Value = serde_json::from_slice(&desk.document(&seal).await).unwrap();
        let state = &section(&document, "systems")[0];
        assert_eq!((&state["systems"], &state["day"]), (&2.into(), &"2024-02-29".into()));
        let ids: Vec<_> = section(&document, "coverage").iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["mois 1", "mois 3"]);
        assert_eq!(section(&document, "coverage")[0]["graded"], serde_json::json!({ "yes": 1, "no": 0, "unknown": 0 }));
        assert_eq!(desk.check().await.findings, []);
        desk.enter("2024-03-09", system("mois-4", "1", "2024-03-09")).await;
        assert_eq!(desk.check().await.findings, [], "what comes later is the next seal's");
    });
}

#[test]
fn a_touched_register_of_systems_is_named() {
    const TOUCHED: [(&str, &str, &[&str]); 4] = [
        (
            "update system_version set contact = 'x' where id = 1",
            "update system_version set contact = '' where id = 1",
            &["systems"],
        ),
        (
            "update system_version set grade = '2' where id = 2",
            "update system_version set grade = '3' where id = 2",
            &["systems", "coverage"],
        ),
        (
            "update system_version set recorded_at = 1 where id = 3",
            "update system_version set recorded_at = 2000000000000000 where id = 3",
            &["systems", "coverage"],
        ),
        (
            "update system_version set retired_on = '2024-02-20' where id = 1",
            "update system_version set retired_on = null where id = 1",
            &["systems", "coverage"],
        ),
    ];
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.with_systems().await;
        for (touch, undo, sections) in TOUCHED {
            desk.touch(touch).await;
            let found = desk.check().await.findings;
            let section = |finding: &Finding| match finding {
                Finding::Row { difference, .. } => difference.section.clone(),
                other => other.to_string(),
            };
            let mut named: Vec<String> = found.iter().map(section).collect();
            named.sort_by_key(|name| std::cmp::Reverse(name.clone()));
            named.dedup();
            assert_eq!(named, sections, "{touch}");
            desk.touch(undo).await;
        }
        assert_eq!(desk.check().await.findings, []);
    });
}

#[test]
fn a_flipped_figure_of_coverage_is_located_without_a_database() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let seal = desk.with_systems().await;
        let file = String::from_utf8(desk.document(&seal).await).unwrap();
        assert!(verify(file.as_bytes(), &ring(), None).is_ok());
        for (from, to, name) in
            [("\"yes\":1", "\"yes\":2", "coverage"), ("\"systems\":2}", "\"systems\":3}", "systems")]
        {
            let flipped = file.replacen(from, to, 1);
            assert!(flipped != file, "{from}");
            assert_eq!(
                verify(flipped.as_bytes(), &ring(), None).unwrap_err(),
                ihaeng::domain::seal::Mismatch::Sections(vec![name.to_owned()])
            );
        }
    });
}

#[test]
fn a_row_taken_out_or_put_in_is_named() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        desk.touch("insert into verdict (plan_id, report_id, assignment_id, verdict, reason, condition, by_id, by_name, recorded_at) \
            select plan_id, report_id, assignment_id, 'at_risk', 'x', 'x', by_id, by_name, 1 from verdict where id = 1").await;
        let added = |found: &[Finding], id: &str| matches!(found, [Finding::Row { difference, .. }] if difference.change == Change::Added && difference.row == id);
        let found = desk.check().await.findings;
        assert!(added(&found, "2"), "after the seal, under a time before it: {found:?}");
        desk.touch("update verdict set id = 0 where id = 2").await;
        let found = desk.check().await.findings;
        assert!(added(&found, "0"), "{found:?}");
        desk.touch("update verdict set id = 3, recorded_at = 2000000000000000 where id = 0").await;
        assert_eq!(desk.check().await.findings, [], "what comes after the seal is the next seal's");
        desk.touch("delete from verdict where id = 1").await;
        let found = desk.check().await.findings;
        assert!(
            matches!(&found[..], [Finding::Row { difference, .. }] if difference.change == Change::Missing),
            "{found:?}"
        );
    });
}

#[test]
fn what_is_beside_the_document_must_fit_it() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        for (touch, column, undo) in [
            ("update seal set reason = 'x' || reason", "reason", "update seal set reason = substr(reason, 2)"),
            (
                "update seal set missing = '[]'",
                "missing",
                "update seal set missing = '[{\"what\":\"queries_open\",\"items\":[\"001\"]}]'",
            ),
            ("update seal set by_name = 'x' || by_name", "by", "update seal set by_name = substr(by_name, 2)"),
            (
                "update seal set recorded_at = recorded_at + 1",
                "recorded_at",
                "update seal set recorded_at = recorded_at - 1",
            ),
        ] {
            desk.touch(touch).await;
            let found = desk.check().await.findings;
            assert!(
                matches!(&found[..], [Finding::Column { column: named, .. }] if *named == column),
                "{touch}: {found:?}"
            );
            desk.touch(undo).await;
            assert_eq!(desk.check().await.findings, [], "{undo}");
        }
        desk.touch("update seal set hash = replace(hash, substr(hash, 1, 1), 'x')").await;
        let found = desk.check().await.findings;
        assert!(found.iter().any(|finding| matches!(finding, Finding::Column { column: "hash", .. })), "{found:?}");
    });
}

#[test]
fn a_flipped_byte_of_the_kept_document_is_found() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let seal = desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let file = desk.document(&seal).await;
        let every = file.len() / 40;
        for place in (0..file.len()).step_by(every) {
            let mut touched = file.clone();
            touched[place] ^= 1;
            desk.replace_document(&touched).await;
            let found = desk.check().await.findings;
            assert!(matches!(found.first(), Some(Finding::Document { .. })), "byte {place}: {found:?}");
        }
        desk.replace_document(&file).await;
        assert_eq!(desk.check().await.findings, []);
    });
}

impl Desk {
    async fn replace_document(&self, file: &[u8]) {
        const REPLACE: &str = "update seal set file = $1";
        match &self.store {
            Store::Sqlite { writer, .. } => drop(sqlx::query(REPLACE).bind(file).execute(writer).await.unwrap()),
            Store::Postgres(pool) => drop(sqlx::query(REPLACE).bind(file).execute(pool).await.unwrap()),
        }
    }
}

#[test]
fn a_seal_that_is_gone_is_missed_wherever_it_stood() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        desk.whole("2024-Q1", 2, "2024-03-15", "2024-04-02").await;
        desk.touch("delete from seal where no = 1").await;
        let found = desk.check().await.findings;
        assert!(found.contains(&Finding::Gone { what: "2024-A1 봉인".into() }), "{found:?}");
        assert!(found.iter().any(|one| matches!(one, Finding::Document { what, .. } if what == "2024-Q1 봉인")));
        desk.touch("delete from seal").await;
        let found = desk.check().await.findings;
        assert_eq!(found.len(), 2, "{found:?}");
    });
}

#[test]
fn what_is_decided_after_the_seal_is_no_fault_and_stands_in_the_next() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.propose("2024-03-04").await;
        let first = desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        desk.decide("2024-03-11").await;
        assert_eq!(desk.check().await.findings, []);
        let second = desk.whole("2024-Q1", 2, "2024-03-15", "2024-04-02").await;
        let approved = async |seal: &SealFact| {
            let document: serde_json::Value = serde_json::from_slice(&desk.document(seal).await).unwrap();
            section(&document, "date_changes")[0]["approved"].clone()
        };
        assert_eq!((approved(&first).await, approved(&second).await), (serde_json::Value::Null, true.into()));
        assert_eq!(desk.check().await.findings, []);
        // The same decision, made to look as if it had been there at the first seal.
        desk.touch("update date_change set decided_at = recorded_at").await;
        let found = desk.check().await.findings;
        assert!(
            found.iter().any(|one| matches!(one, Finding::Row { what, .. } if what == "2024-A1 봉인")),
            "{found:?}"
        );
    });
}

#[test]
fn a_wording_changed_on_record_is_told_and_is_no_fault() {
    on_both(|store| async move {
        let desk = desk(store).await;
        desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let before = ledger(&desk.store).await;
        let institutions = desk.store.institutions().await.unwrap();
        let mut plan = parse_plan(built_in::PLAN, &institutions).unwrap();
        plan.tasks[3].task.title = "등급 다시 매기기".into();
        let mut tx = desk.store.write(&Actor::system(), at("2024-03-20")).await.unwrap();
        tx.import_plan(&plan, "", Some(&before), &institutions, day("2024-03-20")).await.unwrap();
        tx.commit().await.unwrap();
        let check = desk.check().await;
        assert_eq!(check.findings, []);
        assert_eq!(check.reworded.iter().map(|one| one.row.as_str()).collect::<Vec<_>>(), ["4"]);
        desk.touch("delete from milestone where task_no = 12 and no = 1").await;
        assert!(!desk.check().await.findings.is_empty(), "nothing sealed may be missing, whatever was imported");
    });
}

#[test]
fn an_addendum_is_signed_names_its_seal_and_is_missed_when_gone() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let seal = desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let add = async |text: &str, seal: &SealFact| {
            let now = ledger(&desk.store).await;
            let round = round_named(&now, "2024-A1");
            let mut tx = desk.store.write(&desk.pmo, at("2024-03-18")).await.unwrap();
            let made = tx.add_addendum(&now.plan, &round, seal, text, &key(), false).await?;
            tx.commit().await.unwrap();
            Ok::<_, StoreError>(made)
        };
        add("표 3의 합계를 바로잡음", &seal).await.unwrap();
        assert!(matches!(add("늦게 낸 사람", &seal).await, Err(StoreError::Conflict)), "who did not see the first");
        let now = ledger(&desk.store).await.reviews.seals()[0].clone();
        add("표 4도", &now).await.unwrap();
        let (one, two) = (
            desk.store.addendum_document(seal.id, 1).await.unwrap().unwrap(),
            desk.store.addendum_document(seal.id, 2).await.unwrap().unwrap(),
        );
        let document = desk.document(&seal).await;
        assert!(verify(&one, &ring(), Some(&document)).is_ok());
        assert!(verify(&two, &ring(), Some(&one)).is_ok());
        let check = desk.check().await;
        assert_eq!((check.addenda, check.findings), (2, vec![]));
        desk.whole("2024-Q1", 2, "2024-03-15", "2024-04-02").await;
        desk.touch("update addendum set text = 'x' || text where no = 1").await;
        let found = desk.check().await.findings;
        assert!(found.iter().any(|one| matches!(one, Finding::Column { column: "text", .. })), "{found:?}");
        assert!(
            found.iter().any(|one| matches!(one, Finding::Row { what, .. } if what == "2024-Q1 봉인")),
            "{found:?}"
        );
        desk.touch("update addendum set text = substr(text, 2) where no = 1").await;
        desk.touch("delete from addendum where no = 2").await;
        let found = desk.check().await.findings;
        assert!(found.contains(&Finding::Gone { what: "2024-A1 추록".into() }), "{found:?}");
    });
}

#[test]
fn a_file_is_kept_at_its_first_making_and_a_changed_one_is_named() {
    on_both(|store| async move {
        let desk = desk(store).await;
        let seal = desk.whole("2024-A1", 1, "2024-02-29", "2024-03-08").await;
        let key = FileKey { seal: seal.id, format: "csv".into(), institution: String::new(), scope: String::new() };
        let keep = async |bytes: &[u8]| {
            let file = KeptFile::new("점검.csv", "text/csv", bytes.to_vec());
            let mut tx = desk.store.write(&desk.pmo, at("2024-03-18")).await.unwrap();
            let kept = tx.keep_sealed_file(&key, file).await.unwrap();
            tx.commit().await.unwrap();
            kept.bytes
        };
        let (one, two) = tokio::join!(keep(b"one"), keep(b"two"));
        assert_eq!(one, two);
        assert_eq!(desk.store.sealed_file(&key).await.unwrap().unwrap().bytes, one);
        assert_eq!((desk.check().await.files, desk.check().await.findings), (1, vec![]));
        let forged = KeptFile::new("점검.csv", "text/csv", b"forged".to_vec());
        const FORGE: &str = "update sealed_file set bytes = $1, sha256 = $2";
        let touched = match &desk.store {
            Store::Sqlite { writer, .. } => {
                let forge = sqlx::query(FORGE).bind(&forged.bytes).bind(&forged.sha256);
                forge.execute(writer).await.unwrap().rows_affected()
            }
            Store::Postgres(pool) => {
                let forge = sqlx::query(FORGE).bind(&forged.bytes).bind(&forged.sha256);
                forge.execute(pool).await.unwrap().rows_affected()
            }
        };
        assert_eq!(touched, 1);
        let found = desk.check().await.findings;
        assert!(matches!(&found[..], [Finding::File { name, .. }] if name == "점검.csv"), "{found:?}");
        desk.touch("delete from sealed_file").await;
        let found = desk.check().await.findings;
        assert!(matches!(&found[..], [Finding::Gone { .. }]), "{found:?}");
    });
}

//! Who learns what of a round, a return, a query and a deputy, and who is reminded; on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use engines::on_both;
use http_body_util::BodyExt;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::chase::{Chase, Level, Way};
use ihaeng::domain::clock::{PlanClock, SystemClock};
use ihaeng::domain::ids::{AssignmentId, Slug, UserId};
use ihaeng::domain::ledger::Ledger;
use ihaeng::domain::notice::NoticeKind;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::plan_parse::{built_in, parse_holidays, parse_institutions, parse_plan};
use ihaeng::domain::returns::{ReceivedWay, Return, ReturnEventKind};
use ihaeng::domain::round::{Round, RoundEventKind, RoundSettings, RoundSlug};
use ihaeng::domain::seal::{EndorsedKey, SealKey};
use ihaeng::domain::standing::Standing;
use ihaeng::server::reminders::remind;
use ihaeng::server::session::{new_session_id, session_hash};
use ihaeng::server::state::Shared;
use ihaeng::server::{App, router};
use ihaeng::store::{
    Actor, KeptEntry, NewDateChange, NewPerson, NewQuery, NewReturnEvent, NewRound, NewSeal, NewVerification, Notice,
    NoticeFilter, Opening, Store, Submission,
};
use object_store::memory::InMemory;
use std::sync::Arc;
use tower::ServiceExt;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + TimeDelta::hours(10)
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// 2024-Q1, due on Friday, 22 March 2024, opened on the 11th for 행정안전부 and 외교부; each with a head.
struct Scene {
    store: Store,
    ledger: Ledger,
    mois: Actor,
    mofa: Actor,
    pmo: Actor,
}

impl Scene {
    async fn set(store: Store) -> Self {
        let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
        let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
        let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
        for (position, institution) in (1..).zip(&institutions) {
            tx.put_institution(institution, position).await.unwrap();
        }
        for (on, name) in parse_holidays(built_in::HOLIDAYS).unwrap() {
            tx.put_holiday(on, &name).await.unwrap();
        }
        tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-11")).await.unwrap();
        tx.commit().await.unwrap();
        let mois = person(&store, "mois.head", Role::Head, Some("mois")).await;
        let mofa = person(&store, "mofa.head", Role::Head, Some("mofa")).await;
        let pmo = person(&store, "pmo", Role::Pmo, None).await;
        let ledger = ledger(&store).await;
        let mut scene = Self { store, ledger, mois, mofa, pmo };
        scene.open().await;
        scene
    }

    async fn open(&mut self) {
        let settings = RoundSettings {
            base_date: day("2024-03-15"),
            window_from: day("2024-03-11"),
            due: day("2024-03-22"),
            meeting_on: Some(day("2024-03-27")),
            meeting_place: String::new(),
            tasks: vec![],
            two_steps: false,
        };
        let plan = self.ledger.plan.id;
        let new = NewRound { plan, slug: RoundSlug::parse("2024-Q1").unwrap(), ordinal: 2, settings };
        let mut tx = self.store.write(&self.pmo, at("2024-03-04")).await.unwrap();
        tx.plan_round(&new).await.unwrap();
        tx.commit().await.unwrap();
        self.again().await;
        let opening = |slug: &Slug| Opening {
            institution: slug.clone(),
            assignments: self.assignments(slug).into_iter().map(|id| (id, true)).collect(),
        };
        let openings = [opening(&slug("mois")), opening(&slug("mofa"))];
        let mut tx = self.store.write(&self.pmo, at("2024-03-11")).await.unwrap();
        tx.open_round(plan, self.round(), &openings).await.unwrap();
        tx.commit().await.unwrap();
        self.again().await;
    }

    async fn again(&mut self) {
        self.ledger = ledger(&self.store).await;
    }

    fn round(&self) -> &Round {
        &self.ledger.reviews.rounds()[0]
    }

    fn one(&self, institution: &str) -> &Return {
        self.ledger.reviews.return_of(self.round().id, &slug(institution)).unwrap()
    }

    fn assignments(&self, institution: &Slug) -> Vec<AssignmentId> {
        let standing = Standing::derive(&self.ledger, day("2024-03-11"));
        let of = standing.assignments.iter().filter(|one| one.institution == *institution);
        of.map(|one| one.id).collect()
    }

    /// Something happens to the return of 행정안전부.
    async fn happens(&mut self, by: &Actor, on: &str, kind: ReturnEventKind, new: NewReturnEvent) {
        let mut tx = self.store.write(by, at(on)).await.unwrap();
        let plan = self.ledger.plan.id;
        tx.add_return_event(plan, self.round(), self.one("mois"), kind, &new).await.unwrap();
        tx.commit().await.unwrap();
        self.again().await;
    }

    async fn submit(&mut self, by: &Actor, on: &str, event: NewReturnEvent) {
        let revisions = self.store.entries(self.one("mois").id).await.unwrap().values().map(|one| one.revision).sum();
        let submission = Submission { event, reports: vec![], revisions };
        let mut tx = self.store.write(by, at(on)).await.unwrap();
        let plan = self.ledger.plan.id;
        tx.submit_return(plan, self.round(), self.one("mois"), &submission).await.unwrap();
        tx.commit().await.unwrap();
        self.again().await;
    }

    /// Seals the round, and tells the short hash.
    async fn seal(&self, on: &str) -> String {
        let key = SealKey::from_seed(&[7; 32]);
        let (id, public_key) = (key.public().id(), key.public().to_hex());
        let entry = EndorsedKey { id, public_key, since: at("2024-02-01"), endorsed_by: None, endorsement: None };
        let mut tx = self.store.write(&self.pmo, at(on)).await.unwrap();
        tx.add_seal_key(&entry, None, "").await.unwrap();
        let new = NewSeal {
            plan: &self.ledger.plan,
            round: self.round(),
            missing: vec![],
            reason: "두 곳 미제출".into(),
            demonstration: false,
            key: &key,
        };
        let seal = tx.seal_round(&new).await.unwrap();
        tx.commit().await.unwrap();
        seal.hash.short().to_owned()
    }

    async fn newest(&self, of: UserId) -> Notice {
        self.store.inbox(of, NoticeFilter::default(), 1, 0).await.unwrap().remove(0)
    }

    async fn kinds(&self, of: UserId) -> Vec<NoticeKind> {
        let all = self.store.inbox(of, NoticeFilter::default(), 100, 0).await.unwrap();
        all.into_iter().rev().map(|one| one.kind).collect()
    }

    /// The program at ten in the morning of a day.
    fn app(&self, on: &str) -> Shared {
        let clock = PlanClock::shifted(at(on) - SystemClock.now());
        App::new(self.store.clone(), clock, true, false, Arc::new(InMemory::new()))
    }

    async fn chases(&self) -> Vec<Chase> {
        self.store.chases(self.round().id).await.unwrap()
    }
}

async fn person(store: &Store, login: &str, role: Role, institution: Option<&str>) -> Actor {
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    let new = NewPerson {
        login: login.into(),
        name: login.into(),
        password_hash: "x".into(),
        must_change: false,
        grants: vec![Grant { role, institution: institution.map(slug) }],
    };
    let id = tx.add_person(&new).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    Actor { id, login: login.into(), name: login.into(), on_behalf_of: None }
}

async fn ledger(store: &Store) -> Ledger {
    let plan = store.plan_list().await.unwrap().remove(0);
    store.ledger(plan).await.unwrap()
}

fn because(reason: &str) -> NewReturnEvent {
    NewReturnEvent { reason: reason.into(), ..NewReturnEvent::default() }
}

#[test]
fn a_round_that_opens_tells_each_institution_what_it_is_asked() {
    on_both(|store| async move {
        let scene = Scene::set(store).await;
        let notice = scene.newest(scene.mofa.id).await;
        assert_eq!(notice.kind, NoticeKind::RoundOpened);
        assert_eq!(notice.link, "/reviews/2024-Q1/returns/mofa");
        assert_eq!(notice.letter.subject, "외교부 · 2024년 1분기 점검(제2차) 실적 제출 안내(기한 2024. 3. 22.(금))");
        let count = scene.assignments(&slug("mofa")).len();
        assert!(
            notice.letter.body.contains(&format!("○ 보고할 소관과제: {count}건\n - 과제 ")),
            "{}",
            notice.letter.body
        );
        assert_eq!(scene.kinds(scene.mois.id).await, [NoticeKind::RoundOpened]);
        assert!(scene.kinds(scene.pmo.id).await.is_empty());
    });
}

#[test]
fn each_side_learns_what_the_other_does_with_a_return() {
    on_both(|store| async move {
        let mut scene = Scene::set(store).await;
        let (head, pmo) = (scene.mois.clone(), scene.pmo.clone());
        let nothing = NewReturnEvent::default;
        scene.submit(&head, "2024-03-20", nothing()).await;
        scene.happens(&head, "2024-03-20", ReturnEventKind::CalledBack, nothing()).await;
        scene.submit(&head, "2024-03-26", NewReturnEvent { nil: true, ..nothing() }).await;
        let late = scene.newest(pmo.id).await.letter.body;
        assert!(late.contains("○ 내용: 전 과제 변경 없음\n○ 지연: 근무일로 2일"), "{late}");
        scene.happens(&pmo, "2024-03-26", ReturnEventKind::ReviewStarted, nothing()).await;
        ask(&scene, "수치 근거를 알려 주십시오.").await;
        scene.happens(&pmo, "2024-03-26", ReturnEventKind::SentBack, because("증빙이 없습니다.")).await;
        let back = scene.newest(head.id).await.letter.body;
        assert!(back.contains("○ 사유: 증빙이 없습니다.\n○ 답할 질의: 1건\n - 2024-Q1-001 과제 4"), "{back}");
        answer(&scene, "붙임과 같습니다.").await;
        assert!(scene.newest(pmo.id).await.letter.body.contains("○ 답변: 붙임과 같습니다."));
        scene.submit(&head, "2024-03-27", nothing()).await;
        scene.happens(&pmo, "2024-03-27", ReturnEventKind::Approved, nothing()).await;
        scene.happens(&pmo, "2024-03-28", ReturnEventKind::Reopened, because("수치를 다시 봅니다.")).await;
        let of_head = scene.kinds(head.id).await;
        use NoticeKind::{Approved, CalledBack, QueryAnswered, QueryAsked, Reopened, RoundOpened, SentBack, Submitted};
        assert_eq!(of_head, [RoundOpened, QueryAsked, SentBack, Approved, Reopened]);
        assert_eq!(scene.kinds(pmo.id).await, [Submitted, CalledBack, Submitted, QueryAnswered, Submitted]);
        assert_eq!(scene.kinds(scene.mofa.id).await, [RoundOpened]);
    });
}

/// The PMO asks about the progress of 과제 4.
async fn ask(scene: &Scene, question: &str) {
    let standing = Standing::derive(&scene.ledger, day("2024-03-31"));
    let assignment = standing.lead_of(standing.task(ihaeng::domain::ids::TaskNo(4)).unwrap()).unwrap().id;
    let (plan, field, question) = (scene.ledger.plan.id, "progress".to_owned(), question.to_owned());
    let mut tx = scene.store.write(&scene.pmo, at("2024-03-26")).await.unwrap();
    tx.ask_query(scene.one("mois"), &NewQuery { plan, assignment, field, question, due: day("2024-03-27") })
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let asked = scene.newest(scene.mois.id).await;
    assert_eq!(asked.letter.subject, "행정안전부 · 2024년 1분기 점검(제2차) 질의 2024-Q1-001");
    assert!(asked.letter.body.contains(", 진척률\n○ 질의: 수치 근거를"), "{}", asked.letter.body);
}

async fn answer(scene: &Scene, text: &str) {
    let query = scene.store.queries(scene.round().id).await.unwrap().remove(0);
    let mut tx = scene.store.write(&scene.mois, at("2024-03-26")).await.unwrap();
    tx.answer_query(scene.one("mois"), &query, text).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn what_is_decided_about_an_assignment_is_told_to_its_institution_alone() {
    on_both(|store| async move {
        let scene = Scene::set(store).await;
        let standing = Standing::derive(&scene.ledger, day("2024-03-31"));
        let lead = standing.lead_of(standing.task(ihaeng::domain::ids::TaskNo(4)).unwrap()).unwrap();
        let (plan, step, institution) = (scene.ledger.plan.id, &lead.steps[0], slug("mois"));
        let change = NewDateChange {
            plan,
            assignment: lead.id,
            institution: institution.clone(),
            milestone: step.milestone,
            from: step.due,
            to: ihaeng::domain::due::Due::parse("2024-04-12").unwrap(),
            reason: "자체 산정 지연".into(),
        };
        let claim = NewVerification {
            plan,
            assignment: lead.id,
            institution: institution.clone(),
            milestone: step.milestone,
            verified: false,
            reason: "증빙이 다름".into(),
        };
        let mut tx = scene.store.write(&scene.mois, at("2024-03-20")).await.unwrap();
        let id = tx.propose_date_change(&change).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = scene.store.write(&scene.pmo, at("2024-03-20")).await.unwrap();
        tx.tell_date_decision(id, &institution, true, "협의 완료").await.unwrap();
        tx.tell_verification(&claim).await.unwrap();
        tx.commit().await.unwrap();
        let told = scene.kinds(scene.mois.id).await;
        assert_eq!(told, [NoticeKind::RoundOpened, NoticeKind::DateDecided, NoticeKind::ClaimDecided]);
        let newest = scene.newest(scene.mois.id).await;
        assert_eq!(newest.link, "/tasks/4/mois");
        assert!(newest.letter.body.contains("○ 이행단계: 4-"), "{}", newest.letter.body);
        assert_eq!(scene.kinds(scene.mofa.id).await, [NoticeKind::RoundOpened]);
    });
}

#[test]
fn what_the_pmo_submits_for_an_institution_is_told_to_it() {
    on_both(|store| async move {
        let mut scene = Scene::set(store).await;
        let (pmo, way) = (scene.pmo.clone(), Some(ReceivedWay::OfficialLetter));
        let event = NewReturnEvent { way, on_behalf_of: Some("김하나".into()), ..NewReturnEvent::default() };
        scene.submit(&pmo, "2024-03-20", event).await;
        let notice = scene.newest(scene.mois.id).await;
        assert_eq!(notice.kind, NoticeKind::SubmittedOnBehalf);
        assert!(notice.letter.body.contains("○ 내용을 보낸 사람: 김하나\n○ 받은 방법: 공문"), "{}", notice.letter.body);
        assert!(scene.kinds(pmo.id).await.is_empty());
    });
}

#[test]
fn more_time_and_the_seal_are_told_to_all_that_were_asked() {
    on_both(|store| async move {
        let mut scene = Scene::set(store).await;
        let plan = scene.ledger.plan.id;
        let settings = RoundSettings { due: day("2024-03-29"), ..scene.round().settings.clone() };
        let mut tx = scene.store.write(&scene.pmo, at("2024-03-20")).await.unwrap();
        tx.add_round_event(plan, scene.round(), RoundEventKind::Extended, &settings, "통신 장애").await.unwrap();
        tx.commit().await.unwrap();
        scene.again().await;
        let body = scene.newest(scene.mofa.id).await.letter.body;
        assert!(
            body.contains("2024. 3. 29.(금) 24:00 (D-9)\n○ 종전 기한: 2024. 3. 22.(금)\n○ 사유: 통신 장애"),
            "{body}"
        );
        let hash = scene.seal("2024-04-02").await;
        let expected = [NoticeKind::RoundOpened, NoticeKind::RoundExtended, NoticeKind::RoundSealed];
        assert_eq!(scene.kinds(scene.mois.id).await, expected);
        let sealed = scene.newest(scene.mofa.id).await;
        assert_eq!(sealed.link, "/reviews/2024-Q1");
        assert!(sealed.letter.body.contains(&format!("○ 줄인 해시: {hash}\n")), "{}", sealed.letter.body);
    });
}

#[test]
fn a_deputy_learns_of_it_and_of_its_end() {
    on_both(|store| async move {
        let scene = Scene::set(store).await;
        let deputy = person(&scene.store, "mois.officer", Role::Officer, Some("mois")).await;
        let mut tx = scene.store.write(&scene.mois, at("2024-03-18")).await.unwrap();
        tx.appoint_deputy(&slug("mois"), deputy.id, day("2024-03-20"), day("2024-03-22")).await.unwrap();
        tx.commit().await.unwrap();
        let body = scene.newest(deputy.id).await.letter.body;
        assert!(body.contains("○ 기간: 2024. 3. 20.(수) ~ 2024. 3. 22.(금)"), "{body}");
        let entry = scene.store.deputies_of(scene.mois.id).await.unwrap().remove(0);
        let mut tx = scene.store.write(&scene.mois, at("2024-03-19")).await.unwrap();
        assert!(tx.withdraw_deputy(entry.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(scene.newest(deputy.id).await.letter.subject, "행정안전부 · 직무대리 지정 해제");
    });
}

#[test]
fn those_still_missing_are_reminded_once_and_it_stands_in_the_log() {
    on_both(|store| async move {
        let mut scene = Scene::set(store).await;
        assert_eq!(remind(&scene.app("2024-03-18")).await.unwrap(), 0);
        let head = scene.mois.clone();
        scene.submit(&head, "2024-03-18", NewReturnEvent::default()).await;
        assert_eq!(remind(&scene.app("2024-03-19")).await.unwrap(), 1);
        assert_eq!(remind(&scene.app("2024-03-19")).await.unwrap(), 0);
        assert_eq!(remind(&scene.app("2024-03-20")).await.unwrap(), 0);
        let notice = scene.newest(scene.mofa.id).await;
        assert_eq!(notice.kind, NoticeKind::Reminder);
        let count = scene.assignments(&slug("mofa")).len();
        assert!(notice.letter.body.contains(&format!("○ 남은 소관과제: {count}건")), "{}", notice.letter.body);
        let chases = scene.chases().await;
        let logged: Vec<_> = chases.iter().map(|one| (one.institution.as_str(), one.way, one.level)).collect();
        assert_eq!(logged, [("mofa", Way::System, Level::Officer)]);
        assert_eq!(chases[0].note, "외교부 · 2024년 1분기 점검(제2차) 제출 기한 안내(D-3)");
        assert!(scene.store.verify_audit().await.unwrap().is_ok());
    });
}

#[test]
fn late_notices_follow_and_end_with_the_submission_and_the_close() {
    on_both(|store| async move {
        let mut scene = Scene::set(store).await;
        assert_eq!(remind(&scene.app("2024-03-25")).await.unwrap(), 2);
        assert_eq!(scene.newest(scene.mofa.id).await.kind, NoticeKind::Late);
        let head = scene.mois.clone();
        scene.submit(&head, "2024-03-26", NewReturnEvent::default()).await;
        assert_eq!(remind(&scene.app("2024-03-27")).await.unwrap(), 1);
        let (plan, settings) = (scene.ledger.plan.id, scene.round().settings.clone());
        let mut tx = scene.store.write(&scene.pmo, at("2024-03-28")).await.unwrap();
        tx.add_round_event(plan, scene.round(), RoundEventKind::Closed, &settings, "").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(remind(&scene.app("2024-03-29")).await.unwrap(), 0);
        assert_eq!(scene.chases().await.iter().map(|one| one.level).collect::<Vec<_>>(), [Level::Head; 3]);
    });
}

#[test]
fn an_assignment_that_is_written_is_not_called_missing() {
    on_both(|store| async move {
        let scene = Scene::set(store).await;
        let assignments = scene.assignments(&slug("mofa"));
        let fields = vec![("self_rating".to_owned(), "on_track".to_owned()), ("done".to_owned(), "- 끝냄".to_owned())];
        let entry = KeptEntry { assignment: assignments[0], fields: Some(fields), no_change: false, seen: 0 };
        let mut tx = scene.store.write(&scene.mofa, at("2024-03-18")).await.unwrap();
        tx.keep_entries(scene.one("mofa").id, &slug("mofa"), &[entry]).await.unwrap();
        tx.commit().await.unwrap();
        remind(&scene.app("2024-03-19")).await.unwrap();
        let body = scene.newest(scene.mofa.id).await.letter.body;
        assert!(body.contains(&format!("○ 남은 소관과제: {}건", assignments.len() - 1)), "{body}");
    });
}

/// A page asked for, or a form posted, by somebody on a day.
async fn ask_page(scene: &Scene, by: &Actor, on: &str, body: Option<&str>) -> (StatusCode, String) {
    let id = new_session_id();
    scene.store.open_session(&session_hash(&id), by.id, SystemClock.now()).await.unwrap();
    let request = Request::builder()
        .method(if body.is_some() { "POST" } else { "GET" })
        .uri("/reviews/2024-Q1/reminders")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", format!("ihaeng_demo={id}"))
        .body(Body::from(body.unwrap_or_default().to_owned()));
    let response = router(scene.app(on)).oneshot(request.unwrap()).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn the_pmo_looks_at_the_mails_of_today_and_sends_each_once() {
    on_both(|store| async move {
        let scene = Scene::set(store).await;
        let pmo = scene.pmo.clone();
        let (_, before) = ask_page(&scene, &pmo, "2024-03-18", None).await;
        assert!(before.contains("보낼 메일이 없습니다."));
        let (status, page) = ask_page(&scene, &pmo, "2024-03-25", None).await;
        assert_eq!((status, page.matches("외교부 책임관께").count()), (StatusCode::OK, 1));
        let add = "%EB%82%B4%EC%9D%BC%EA%B9%8C%EC%A7%80"; // 내일까지
        let preview = format!("to=mofa&add={add}&action=preview");
        let (status, page) = ask_page(&scene, &pmo, "2024-03-25", Some(&preview)).await;
        assert_eq!((status, page.matches("총괄의 말: 내일까지").count()), (StatusCode::OK, 2));
        assert!(scene.chases().await.is_empty());

        let send = format!("to=mofa&add={add}&action=send");
        assert_eq!(ask_page(&scene, &pmo, "2024-03-25", Some(&send)).await.0, StatusCode::SEE_OTHER);
        let notice = scene.newest(scene.mofa.id).await;
        assert_eq!(notice.kind, NoticeKind::Chased);
        assert!(notice.letter.body.contains("○ 총괄의 말: 내일까지"), "{}", notice.letter.body);
        let chases = scene.chases().await;
        let logged: Vec<_> = chases.iter().map(|one| (one.institution.as_str(), one.way, one.level)).collect();
        assert_eq!(logged, [("mofa", Way::Mail, Level::Head)]);
        assert_eq!(chases[0].note, "제출 요청을 알림함으로 보냄(1명, 메일 주소 없음): 내일까지");
        assert_eq!(scene.kinds(scene.mois.id).await, [NoticeKind::RoundOpened]);

        let (status, page) = ask_page(&scene, &pmo, "2024-03-25", Some(&send)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("외교부에는 그 사이에"), "{page}");
        assert_eq!(scene.chases().await.len(), 1);
        assert_eq!(ask_page(&scene, &scene.mois, "2024-03-25", Some(&send)).await.0, StatusCode::FORBIDDEN);
    });
}

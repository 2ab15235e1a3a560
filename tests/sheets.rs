//! Spreadsheets of the register over the routes, on both engines: taken out, edited, brought back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod engines;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::Parser;
use engines::on_both;
use http_body_util::BodyExt;
use ihaeng::commands::Cli;
use ihaeng::commands::seed::seed_registry;
use ihaeng::domain::calendar::{end_of, start_of};
use ihaeng::domain::clock::{PlanClock, SystemClock};
use ihaeng::domain::ids::Slug;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::systems::fields::{Known, read};
use ihaeng::domain::systems::{InformationSystem, SystemCode};
use ihaeng::server::session::{new_session_id, session_hash};
use ihaeng::server::{App, router};
use ihaeng::store::{Actor, AuditFilter, ImportKind, ImportState, NewPerson, Store, SystemChange};
use object_store::memory::InMemory;
use std::sync::Arc;
use tower::ServiceExt;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    start_of(day("2024-03-20")) + TimeDelta::hours(9)
}

struct Desk {
    router: Router,
    store: Store,
}

fn system(fields: &[(&str, &str)]) -> InformationSystem {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let known =
        Known { today: day("2024-02-05"), institution: &Slug::parse, system: &|text, _| SystemCode::parse(text) };
    read(&fields, &known).unwrap()
}

/// The plan, some people, two systems of 행정안전부 and one of 과학기술정보통신부.
async fn desk(store: Store) -> Desk {
    fill(&store).await;
    let clock = PlanClock::shifted(now() - SystemClock.now());
    let app = App::new(store.clone(), clock, true, false, Arc::new(InMemory::new()));
    Desk { router: router(app), store }
}

async fn fill(store: &Store) {
    let mut tx = store.write(&Actor::system(), start_of(day("2024-02-01"))).await.unwrap();
    seed_registry(&mut tx, day("2024-03-20")).await.unwrap();
    let people = [
        ("mois.officer", Role::Officer, "mois"),
        ("mois.head", Role::Head, "mois"),
        ("pmo", Role::Pmo, ""),
        ("viewer", Role::Viewer, ""),
    ];
    for (login, role, institution) in people {
        let person = NewPerson {
            login: login.into(),
            name: format!("{login} 님"),
            password_hash: "x".into(),
            must_change: false,
            grants: vec![Grant { role, institution: Slug::parse(institution) }],
        };
        tx.add_person(&person).await.unwrap().unwrap();
    }
    tx.commit().await.unwrap();
    let equipment = [("eq_0_kind", "server"), ("eq_0_name", "웹|서버"), ("eq_0_made", "2017-05"), ("eq_0_life", "7")];
    let full = [
        ("code", "mois-0001"),
        ("name", "민원24"),
        ("institution", "mois"),
        ("grade", "1"),
        ("purpose", "=접수\n- 처리"),
    ];
    let systems = [
        system(&[full.as_slice(), &[("dr_rto", "90m"), ("users", "1200"), ("red_server", "no")], &equipment].concat()),
        system(&[("code", "mois-0002"), ("name", "상황전파"), ("institution", "mois"), ("needs", "mois-0001")]),
        system(&[("code", "msit-0001"), ("name", "위성 관제"), ("institution", "msit"), ("red_server", "no")]),
    ];
    let mut tx = store.write(&Actor::system(), start_of(day("2024-02-05"))).await.unwrap();
    tx.put_systems(&systems.map(|system| SystemChange { seen: None, system }), None).await.unwrap();
    tx.commit().await.unwrap();
}

fn run(test: impl AsyncFn(&Desk) + Copy) {
    on_both(|store| async move { test(&desk(store).await).await });
}

impl Desk {
    async fn send(
        &self,
        login: &str,
        request: axum::http::request::Builder,
        body: Vec<u8>,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let (person, _) = self.store.credentials(login).await.unwrap().unwrap();
        let id = new_session_id();
        self.store.open_session(&session_hash(&id), person, SystemClock.now()).await.unwrap();
        let request = request.header("cookie", format!("ihaeng_demo={id}")).header("sec-fetch-site", "same-origin");
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    async fn get(&self, login: &str, path: &str) -> (StatusCode, Vec<u8>) {
        let (status, _, body) = self.send(login, Request::builder().uri(path), vec![]).await;
        (status, body)
    }

    async fn page(&self, login: &str, path: &str) -> String {
        let (status, body) = self.get(login, path).await;
        assert_eq!(status, StatusCode::OK, "{path} as {login}");
        // What the drawing leaves between its parts is no text.
        String::from_utf8(body).unwrap().replace("<!>", "")
    }

    async fn file(&self, login: &str, path: &str) -> String {
        let (status, body) = self.get(login, path).await;
        assert_eq!(status, StatusCode::OK, "{path} as {login}");
        String::from_utf8(body).unwrap()
    }

    /// Brings a file; answers the path of its own page.
    async fn bring(&self, login: &str, name: &str, contents: &[u8]) -> String {
        let head = format!(
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n"
        );
        let body = [head.as_bytes(), contents, b"\r\n--b--\r\n"].concat();
        let request = Request::builder().method("POST").uri("/systems/import");
        let (status, headers, _) =
            self.send(login, request.header("content-type", "multipart/form-data; boundary=b"), body).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let path = headers["location"].to_str().unwrap().to_owned();
        self.settled(login, &path).await;
        path
    }

    /// Asks until the work on a file is over.
    async fn settled(&self, login: &str, path: &str) -> ImportState {
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        loop {
            let state = self.store.system_import(id).await.unwrap().unwrap().state;
            if !matches!(state, ImportState::Reading | ImportState::Writing) {
                return state;
            }
            self.page(login, path).await;
        }
    }

    async fn act(&self, login: &str, path: &str, action: &str) -> StatusCode {
        let request = Request::builder().method("POST").uri(path);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.send(login, request, format!("action={action}").into_bytes()).await.0
    }

    async fn system(&self, code: &str) -> Option<InformationSystem> {
        let code = SystemCode::parse(code).unwrap();
        self.store.system(&code, end_of(day("2024-03-20"))).await.unwrap().map(|record| record.system)
    }
}

#[test]
fn what_is_taken_out_edited_and_brought_back_changes_what_was_edited_and_no_more() {
    run(async |desk| {
        let before = desk.system("mois-0001").await.unwrap();
        let file = desk.file("mois.officer", "/systems/export.csv").await;
        assert!(file.contains("민원24") && !file.contains("위성 관제"), "{file}");
        let edited = file.replace("상황전파", "상황 전파").replace("90분", "1시간 30분");
        let path = desk.bring("mois.officer", "register.csv", edited.as_bytes()).await;
        let page = desk.page("mois.officer", &path).await;
        assert!(page.contains("고침 1") && page.contains("같음 1") && page.contains("정보시스템명"), "{page}");
        assert_eq!(
            desk.system("mois-0002").await.unwrap().name,
            "상황전파",
            "nothing is written before the confirmation"
        );
        assert_eq!(desk.act("mois.officer", &path, "confirm").await, StatusCode::SEE_OTHER);
        assert_eq!(desk.settled("mois.officer", &path).await, ImportState::Done);
        assert_eq!(desk.system("mois-0002").await.unwrap().name, "상황 전파");
        assert_eq!(desk.system("mois-0001").await.unwrap(), before);
        assert_eq!(desk.act("mois.officer", &path, "confirm").await, StatusCode::CONFLICT, "once is enough");
        let again = desk.bring("mois.officer", "register.csv", edited.as_bytes()).await;
        assert!(desk.page("mois.officer", &again).await.contains("바뀌는 것이 없습니다"));
        let imports = desk.store.system_imports(ImportKind::Systems, ihaeng::domain::ids::UserId(1), 9).await.unwrap();
        assert_eq!(imports.iter().map(|one| one.state).collect::<Vec<_>>(), [ImportState::Done; 2]);
    });
}

#[test]
fn a_workbook_of_all_institutions_reads_back_the_same() {
    run(async |desk| {
        let (status, book) = desk.get("pmo", "/systems/export.xlsx").await;
        assert_eq!(status, StatusCode::OK);
        let path = desk.bring("pmo", "대장.xlsx", &book).await;
        let page = desk.page("pmo", &path).await;
        assert!(page.contains("바뀌는 것이 없습니다"), "{page}");
    });
}

#[test]
fn an_export_follows_the_filter_and_the_day() {
    run(async |desk| {
        let high = desk.file("pmo", "/systems/export.csv?grade=high").await;
        assert!(high.contains("민원24") && !high.contains("상황전파"));
        let before = desk.file("pmo", "/systems/export.csv?asof=2024-02-04").await;
        assert_eq!(before.lines().count(), 1);
        assert_eq!(desk.get("viewer", "/systems/export.csv").await.0, StatusCode::FORBIDDEN);
        assert_eq!(desk.get("viewer", "/systems/import").await.0, StatusCode::FORBIDDEN);
    });
}

const BAD: &str = "관리번호,소관 기관,정보시스템명,이용자 수,등급,장비\n\
    mois-0001,행정안전부,민원24,많음,5,\n\
    ,행정안전부,새 시스템,\"1,500명\",2등급,서버|웹|2|2017-13|7\n\
    ,행정안전부,좋은 시스템,10,2,\n";

#[test]
fn bad_cells_are_named_and_nothing_is_written_unless_the_good_rows_are_chosen() {
    run(async |desk| {
        let path = desk.bring("mois.officer", "register.csv", BAD.as_bytes()).await;
        let page = desk.page("mois.officer", &path).await;
        for told in ["고쳐야 할 칸이 3곳", ">D2<", ">E2<", ">F3<", "많음", "좋은 줄만 반영 (1줄)"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert_eq!(desk.act("mois.officer", &path, "confirm").await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(desk.system("mois-0003").await, None);
        let faults = desk.file("mois.officer", &format!("{path}/faults.csv")).await;
        assert!(faults.contains("D2,2,이용자 수,mois-0001,민원24,많음,"), "{faults}");
        assert_eq!(desk.get("mois.officer", &format!("{path}/faults.xlsx")).await.0, StatusCode::OK);
        assert_eq!(desk.act("mois.officer", &path, "good").await, StatusCode::SEE_OTHER);
        assert_eq!(desk.settled("mois.officer", &path).await, ImportState::Done);
        assert_eq!(desk.system("mois-0004").await.unwrap().name, "좋은 시스템");
        assert_eq!(desk.system("mois-0001").await.unwrap().users, Some(1200), "the bad row left it alone");
        assert!(desk.page("mois.officer", &path).await.contains("고치지 않은 2줄은 반영하지 않았습니다."));
    });
}

#[test]
fn a_file_is_its_persons_own_and_speaks_of_the_own_institution_alone() {
    run(async |desk| {
        let file = "관리번호,소관 기관,정보시스템명\nmsit-0001,과학기술정보통신부,가로챈 것\n";
        let path = desk.bring("mois.officer", "register.csv", file.as_bytes()).await;
        let page = desk.page("mois.officer", &path).await;
        assert!(page.contains(">A2<") && page.contains(">B2<") && !page.contains("위성 관제"), "{page}");
        assert_eq!(desk.act("mois.officer", &path, "good").await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(desk.get("mois.head", &path).await.0, StatusCode::NOT_FOUND);
        assert_eq!(desk.act("mois.head", &path, "discard").await, StatusCode::NOT_FOUND);
        assert_eq!(desk.act("mois.officer", &path, "discard").await, StatusCode::SEE_OTHER);
        assert_eq!(desk.settled("mois.officer", &path).await, ImportState::Dropped);
        let of_all = desk.bring("pmo", "register.csv", file.as_bytes()).await;
        assert!(desk.page("pmo", &of_all).await.contains("위성 관제"), "the PMO sees what it would change");
    });
}

#[test]
fn what_was_looked_at_is_what_is_written_or_nothing() {
    run(async |desk| {
        let file = desk.file("mois.officer", "/systems/export.csv").await.replace("상황전파", "상황 전파");
        let path = desk.bring("mois.officer", "register.csv", file.as_bytes()).await;
        // Somebody else edits the system that the file says nothing new about.
        let code = SystemCode::parse("mois-0001").unwrap();
        let seen = desk.store.system(&code, end_of(day("2024-03-20"))).await.unwrap().unwrap();
        let system = InformationSystem { users: Some(7), ..seen.system.clone() };
        let mut tx = desk.store.write(&Actor::system(), now()).await.unwrap();
        let change = SystemChange { seen: Some((seen.system_id, seen.id)), system };
        tx.put_system(change, Some(&seen.system)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(desk.act("mois.officer", &path, "confirm").await, StatusCode::SEE_OTHER);
        assert_eq!(desk.settled("mois.officer", &path).await, ImportState::Failed);
        assert!(desk.page("mois.officer", &path).await.contains("다른 사람이 대장을 고쳤습니다"));
        assert_eq!(desk.system("mois-0002").await.unwrap().name, "상황전파");
    });
}

#[test]
fn two_systems_exchange_their_names_and_the_audit_says_how_many_changed() {
    run(async |desk| {
        let file = "관리번호,정보시스템명\nmois-0001,상황전파\nmois-0002,민원24\n";
        let path = desk.bring("mois.officer", "register.csv", file.as_bytes()).await;
        assert_eq!(desk.act("mois.officer", &path, "confirm").await, StatusCode::SEE_OTHER);
        assert_eq!(desk.settled("mois.officer", &path).await, ImportState::Done);
        assert_eq!(desk.system("mois-0001").await.unwrap().name, "상황전파");
        let entries = desk.store.audit_page(&AuditFilter::default(), 3).await.unwrap();
        let told = format!("{entries:?}");
        assert!(told.contains("systems.import") && told.contains("\\\"changed\\\":2"), "{told}");
    });
}

#[test]
fn a_file_that_cannot_be_read_is_told_why() {
    run(async |desk| {
        for (name, contents, told) in [
            ("a.csv", "가,나\n1,2\n".as_bytes(), "열 이름을 찾지 못했습니다"),
            ("b.xlsx", b"PK\x03\x04 none".as_slice(), "암호가 걸려 있습니다"),
            ("c.csv", "관리번호,등급\n".as_bytes(), "줄이 없습니다"),
        ] {
            let path = desk.bring("mois.officer", name, contents).await;
            assert!(desk.page("mois.officer", &path).await.contains(told), "{name}");
            assert_eq!(desk.act("mois.officer", &path, "confirm").await, StatusCode::CONFLICT);
        }
        let empty = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--b--\r\n";
        let request = Request::builder().method("POST").uri("/systems/import");
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        let (status, _, page) = desk.send("mois.officer", request, empty.into()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(String::from_utf8(page).unwrap().contains("올릴 파일을 골라 주세요."));
    });
}

#[test]
fn the_command_takes_a_file_whole_or_its_good_rows_or_nothing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        let url = format!("sqlite:{data}/ihaeng.db");
        let store = Store::open(&url).await.unwrap();
        fill(&store).await;
        store.close().await;
        let file = folder.path().join("register.csv").display().to_string();
        let import = async |contents: &str, more: &[&str]| {
            std::fs::write(&file, contents).unwrap();
            let words = [&["ihaeng", "systems", "--data", &data, "import", &file], more].concat();
            let done = ihaeng::commands::run(Cli::try_parse_from(words).unwrap()).await;
            done.map_err(|error| error.to_string())
        };
        let refused = import(BAD, &[]).await.unwrap_err();
        assert!(refused.starts_with("고쳐야 할 칸이 3곳 있어 아무것도 반영하지 않았습니다"), "{refused}");
        assert_eq!(import("가,나\n1,2\n", &[]).await.unwrap_err().lines().count(), 1);
        let store = Store::open(&url).await.unwrap();
        assert_eq!(
            store.system(&SystemCode::parse("mois-0004").unwrap(), end_of(day("2124-03-20"))).await.unwrap(),
            None
        );
        store.close().await;
        import(BAD, &["--good-rows"]).await.unwrap();
        import(BAD, &["--good-rows"]).await.unwrap();
        let store = Store::open(&url).await.unwrap();
        let taken =
            store.system(&SystemCode::parse("mois-0004").unwrap(), end_of(day("2124-03-20"))).await.unwrap().unwrap();
        assert_eq!(taken.system.name, "좋은 시스템");
        assert_eq!(
            store.system_history(taken.system_id, end_of(day("2124-03-20"))).await.unwrap().len(),
            1,
            "the same twice changes nothing"
        );
        assert!(store.verify_audit().await.unwrap().is_ok());
    });
}

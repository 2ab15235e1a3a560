//! The pages on systems, asked by every role: names and weaknesses are the institution's and the PMO's.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use http_body_util::BodyExt;
use ihaeng::commands::seed::seed_registry;
use ihaeng::domain::calendar::{end_of, start_of};
use ihaeng::domain::clock::{PlanClock, SystemClock};
use ihaeng::domain::ids::Slug;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::systems::fields::{Known, read};
use ihaeng::domain::systems::{InformationSystem, SystemCode};
use ihaeng::server::session::{new_session_id, session_hash};
use ihaeng::server::{App, router};
use ihaeng::store::{Actor, NewPerson, Store, SystemChange};
use object_store::memory::InMemory;
use std::sync::Arc;
use tower::ServiceExt;

const ROLES: [&str; 6] = ["", "mois.officer", "mois.head", "pmo", "viewer", "admin"];
/// The name of a system of 과학기술정보통신부, which nobody of another institution may read.
const SECRET: &str = "위성 관제 비밀 시스템";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    start_of(day("2024-03-20")) + TimeDelta::hours(9)
}

struct Desk {
    router: Router,
    store: Store,
    _folder: tempfile::TempDir,
}

fn system(fields: &[(&str, &str)]) -> InformationSystem {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let known =
        Known { today: day("2024-02-05"), institution: &Slug::parse, system: &|text, _| SystemCode::parse(text) };
    read(&fields, &known).unwrap()
}

/// The plan, one person a role, two systems of 행정안전부 and one of 과학기술정보통신부.
async fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("test.db").display())).await.unwrap();
    let mut tx = store.write(&Actor::system(), start_of(day("2024-02-01"))).await.unwrap();
    seed_registry(&mut tx, day("2024-03-20")).await.unwrap();
    let people = [
        ("mois.officer", Role::Officer, "mois"),
        ("mois.head", Role::Head, "mois"),
        ("msit.officer", Role::Officer, "msit"),
        ("pmo", Role::Pmo, ""),
        ("viewer", Role::Viewer, ""),
        ("admin", Role::Admin, ""),
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
    let systems = [
        system(&[
            ("code", "mois-0001"),
            ("name", "민원24"),
            ("institution", "mois"),
            ("grade", "1"),
            ("red_server", "no"),
            ("needs", "msit-0001"),
        ]),
        system(&[
            ("code", "mois-0002"),
            ("name", "상황전파"),
            ("institution", "mois"),
            ("grade", "3"),
            ("dr_way", "backup"),
        ]),
        system(&[
            ("code", "msit-0001"),
            ("name", SECRET),
            ("institution", "msit"),
            ("grade", "1"),
            ("red_server", "no"),
        ]),
    ];
    let changes = systems.map(|system| SystemChange { seen: None, system });
    let mut tx = store.write(&Actor::system(), start_of(day("2024-02-05"))).await.unwrap();
    tx.put_systems(&changes, None).await.unwrap();
    tx.commit().await.unwrap();
    let clock = PlanClock::shifted(now() - SystemClock.now());
    let app = App::new(store.clone(), clock, true, false, Arc::new(InMemory::new()));
    Desk { router: router(app), store, _folder: folder }
}

impl Desk {
    async fn cookie(&self, login: &str) -> Option<String> {
        if login.is_empty() {
            return None;
        }
        let (person, _) = self.store.credentials(login).await.unwrap().unwrap();
        let id = new_session_id();
        self.store.open_session(&session_hash(&id), person, SystemClock.now()).await.unwrap();
        Some(format!("ihaeng_demo={id}"))
    }

    async fn ask(&self, login: &str, method: &str, path: &str, body: &str) -> (StatusCode, String, String) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(cookie) = self.cookie(login).await {
            request = request.header("cookie", cookie);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let place = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        // What the drawing leaves between its parts is no text.
        (status, place.unwrap_or_default(), String::from_utf8_lossy(&bytes).replace("<!>", ""))
    }

    async fn get(&self, login: &str, path: &str) -> String {
        let (status, place, body) = self.ask(login, "GET", path, "").await;
        assert_eq!(status.as_u16(), 200, "GET {path} as `{login}`: {place}");
        body
    }
}

fn run(test: impl AsyncFnOnce(Desk)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { test(desk().await).await });
}

/// For each role: nobody, officer, head, pmo, viewer, admin.
const READS: [(&str, [u16; 6]); 30] = [
    ("/systems", [303, 200, 200, 200, 200, 403]),
    ("/systems?asof=2024-03-01&grade=1&missing=redundant", [303, 200, 200, 200, 200, 403]),
    ("/systems/export.csv", [303, 200, 200, 200, 403, 403]),
    ("/systems/export.xlsx?grade=1", [303, 200, 200, 200, 403, 403]),
    ("/systems/import", [303, 200, 200, 200, 403, 403]),
    ("/systems/import/9", [303, 404, 404, 404, 403, 403]),
    ("/systems/import/9/faults.csv", [303, 404, 404, 404, 403, 403]),
    ("/systems/coverage", [303, 200, 200, 200, 200, 403]),
    ("/systems/coverage?grade=high", [303, 200, 200, 200, 200, 403]),
    ("/systems/mois-0001", [303, 200, 200, 200, 404, 403]),
    ("/systems/msit-0001", [303, 404, 404, 200, 404, 403]),
    ("/systems/new", [303, 200, 200, 403, 403, 403]),
    ("/systems/mois-0001/edit", [303, 200, 200, 403, 404, 403]),
    ("/systems/msit-0001/edit", [303, 404, 404, 403, 404, 403]),
    ("/systems/standard", [303, 200, 200, 200, 403, 403]),
    ("/systems/budget", [303, 200, 200, 200, 200, 403]),
    ("/systems/budget?institution=msit&grade=high&purpose=double&page=9", [303, 200, 200, 200, 200, 403]),
    ("/systems/budget/export.xlsx", [303, 200, 200, 200, 200, 403]),
    ("/systems/budget/export.csv?asof=2024-03-01", [303, 200, 200, 200, 200, 403]),
    ("/systems/checks", [303, 200, 200, 200, 200, 403]),
    ("/systems/checks/new", [303, 403, 403, 200, 403, 403]),
    ("/systems/checks/1", [303, 404, 404, 404, 404, 403]),
    ("/systems/checks/x/export.xlsx", [303, 404, 404, 404, 404, 403]),
    ("/systems/checks/1/export.csv", [303, 404, 404, 404, 404, 403]),
    ("/systems/checks/1/mois-0001", [303, 404, 404, 404, 404, 403]),
    ("/systems/mois-0001/continuity", [303, 200, 200, 200, 404, 403]),
    ("/systems/msit-0001/continuity", [303, 404, 404, 200, 404, 403]),
    ("/systems/mois-0001/continuity/edit", [303, 200, 200, 403, 404, 403]),
    ("/systems/mois-0001/continuity.pdf", [303, 404, 404, 404, 404, 403]),
    ("/systems/msit-0001/continuity.hwpx", [303, 404, 404, 404, 404, 403]),
];

#[test]
fn every_page_is_shown_to_those_who_may_read_it_and_to_nobody_else() {
    run(async |desk| {
        for (column, login) in ROLES.iter().enumerate() {
            for (path, expected) in READS {
                let (status, place, _) = desk.ask(login, "GET", path, "").await;
                assert_eq!(status.as_u16(), expected[column], "GET {path} as `{login}`: {place}");
            }
        }
    });
}

/// What a role gets for a form that says nothing: 422 or 303 where it may post it.
const WRITES: [(&str, [u16; 6]); 12] = [
    ("/systems/import", [401, 422, 422, 422, 403, 403]),
    ("/systems/import/9", [401, 404, 404, 404, 403, 403]),
    ("/systems/new", [401, 422, 422, 403, 403, 403]),
    ("/systems/mois-0001/edit", [401, 422, 422, 403, 404, 403]),
    ("/systems/msit-0001/edit", [401, 404, 404, 403, 404, 403]),
    ("/systems/standard", [401, 403, 403, 422, 403, 403]),
    ("/systems/checks/new", [401, 403, 403, 422, 403, 403]),
    ("/systems/checks/1/mois-0001", [401, 404, 404, 404, 404, 403]),
    ("/systems/mois-0001/continuity/edit", [401, 303, 422, 403, 404, 403]),
    ("/systems/msit-0001/continuity/edit", [401, 404, 404, 403, 404, 403]),
    ("/systems/mois-0001/continuity/approval", [401, 403, 409, 403, 404, 403]),
    ("/systems/mois-0001/continuity/drill", [401, 409, 409, 403, 404, 403]),
];

#[test]
fn every_form_is_taken_from_those_who_may_post_it_and_from_nobody_else() {
    run(async |desk| {
        for (column, login) in ROLES.iter().enumerate() {
            for (path, expected) in WRITES {
                let (status, _, _) = desk.ask(login, "POST", path, "nothing=").await;
                assert_eq!(status.as_u16(), expected[column], "POST {path} as `{login}`");
            }
        }
    });
}

/// Pages that speak of systems, or could.
const EVERYWHERE: [&str; 13] = [
    "/",
    "/systems",
    "/systems?institution=msit",
    "/systems?q=%EB%B9%84%EB%B0%80",
    "/systems/coverage",
    "/ministries/msit",
    "/tasks/4",
    "/tasks/12",
    "/systems/coverage?grade=1",
    "/systems/budget?institution=msit",
    "/systems/budget/export.csv",
    "/systems/checks",
    "/search?q=%EB%B9%84%EB%B0%80",
];

#[test]
fn the_name_of_a_system_is_shown_to_its_institution_and_the_pmo_alone() {
    run(async |desk| {
        for (login, shown) in
            [("mois.officer", false), ("mois.head", false), ("viewer", false), ("msit.officer", true), ("pmo", true)]
        {
            let mut seen = false;
            for path in EVERYWHERE {
                seen |= desk.get(login, path).await.contains(SECRET);
            }
            assert_eq!(seen, shown, "{login}");
        }
        let needing = desk.get("mois.officer", "/systems/mois-0001").await;
        assert!(
            !needing.contains(SECRET) && !needing.contains("msit-0001") && needing.contains("다른 기관의 시스템 1개")
        );
        assert!(!desk.get("msit.officer", "/systems/msit-0001").await.contains("민원24"));
    });
}

#[test]
fn others_see_counts_and_the_totals_follow_the_filter() {
    run(async |desk| {
        let counts = desk.get("viewer", "/systems").await;
        assert!(counts.contains("정보시스템 3개 가운데 1·2등급이 2개"), "{counts}");
        let own = desk.get("mois.officer", "/systems?missing=redundant&grade=1").await;
        assert!(own.contains("민원24") && !own.contains("상황전파"));
        assert!(own.contains("<b>0</b>/1"), "one of grade 1, not redundant");
        assert!(desk.get("pmo", "/systems?missing=redundant&grade=1").await.contains("<b>0</b>/2"));
    });
}

#[test]
fn an_earlier_day_shows_what_was_recorded_by_then() {
    run(async |desk| {
        assert!(desk.get("pmo", "/systems?asof=2024-02-04").await.contains("등록된 정보시스템이 없습니다."));
        assert_eq!(desk.ask("pmo", "GET", "/systems/new?asof=2024-02-04", "").await.0.as_u16(), 422);
        assert_eq!(desk.ask("pmo", "GET", "/systems/mois-0001?asof=2024-02-04", "").await.0.as_u16(), 404);
    });
}

#[test]
fn a_system_is_registered_with_a_number_of_the_programs_own() {
    run(async |desk| {
        let (status, _, body) =
            desk.ask("mois.officer", "POST", "/systems/new", "institution=mois&name=&users=lots").await;
        assert_eq!(status.as_u16(), 422);
        assert!(
            body.contains("value=\"lots\"") && body.contains("href=\"#f-users\"") && body.contains("href=\"#f-name\"")
        );
        let (status, place, _) =
            desk.ask("mois.officer", "POST", "/systems/new", "institution=mois&name=New+one&users=12%2C000").await;
        assert_eq!((status.as_u16(), place.as_str()), (303, "/systems/mois-0003"));
        assert!(desk.get("mois.officer", "/systems/mois-0003").await.contains("12,000명"));
        let taken = desk.ask("mois.officer", "POST", "/systems/new", "institution=mois&name=New+one").await;
        assert!(taken.0.as_u16() == 422 && taken.2.contains("같은 기관에 같은 이름의 시스템이 있습니다."));
        let others = desk.ask("mois.officer", "POST", "/systems/new", "institution=msit&name=Another").await;
        assert_eq!(others.0.as_u16(), 422, "for another institution nobody registers");
    });
}

#[test]
fn an_edit_that_did_not_see_the_last_one_overwrites_nothing() {
    run(async |desk| {
        let code = SystemCode::parse("mois-0002").unwrap();
        let seen = desk.store.system(&code, end_of(day("2024-03-20"))).await.unwrap().unwrap().id;
        let body =
            |name: &str| format!("seen={seen}&code=mois-0002&institution=mois&name={name}&grade=3&dr_way=backup");
        assert_eq!(desk.ask("mois.officer", "POST", "/systems/mois-0002/edit", &body("first")).await.0.as_u16(), 303);
        let (status, _, page) = desk.ask("mois.head", "POST", "/systems/mois-0002/edit", &body("second")).await;
        assert_eq!(status.as_u16(), 422);
        assert!(page.contains("그사이 다른 사람이 이 시스템을 고쳤습니다.") && page.contains("value=\"second\""));
        let kept = desk.store.system(&code, end_of(day("2024-03-20"))).await.unwrap().unwrap();
        assert_eq!(kept.system.name, "first");
    });
}

/// Every answer of the first form, for one service, with one contact.
fn whole_plan(seen: i64) -> String {
    let keys = [
        "manual_forms",
        "manual_who",
        "manual_kept",
        "counter_which",
        "counter_announced",
        "retro_rule",
        "retro_basis",
        "retro_until",
        "extension",
        "notice_text",
    ];
    let answers: String = keys.iter().map(|key| format!("&s0_{key}=answer")).collect();
    format!("seen={seen}&s0_name=desk{answers}&c0_role=chief&c0_phone=044")
}

/// The row that the forms of a page have seen.
fn seen(page: &str) -> i64 {
    let at = page.find("name=\"seen\" value=\"").unwrap() + "name=\"seen\" value=\"".len();
    page[at..].split('"').next().unwrap().parse().unwrap()
}

#[test]
fn a_plan_goes_from_draft_to_drill_and_nobody_approves_what_they_handed_in() {
    run(async |desk| {
        let at = |noun: &str| format!("/systems/mois-0001/continuity/{noun}");
        let page = async |login: &str| desk.get(login, "/systems/mois-0001/continuity").await;
        let post = async |login: &str, noun: &str, body: &str| desk.ask(login, "POST", &at(noun), body).await;
        let (status, _, form) = post("mois.head", "edit", "seen=0&s0_retro_rule=rule").await;
        assert!(status.as_u16() == 422 && form.contains("href=\"#f-s0_name\"") && form.contains("rule</textarea>"));
        assert_eq!(post("mois.head", "edit", "seen=0&s0_name=desk").await.0.as_u16(), 303);
        let draft = seen(&page("mois.head").await);
        let (status, _, refused) = post("mois.head", "submission", &format!("seen={draft}")).await;
        assert!(status.as_u16() == 422 && refused.contains("desk: 수기 처리 서식을 적어 주세요."), "{refused}");
        assert_eq!(post("mois.head", "edit", &whole_plan(draft)).await.0.as_u16(), 303);
        let draft = seen(&page("mois.head").await);
        assert_eq!(post("mois.head", "submission", &format!("seen={draft}")).await.0.as_u16(), 303);
        assert!(page("mois.head").await.contains("검토를 요청한 사람은 승인할 수 없습니다."));
        let submitted = seen(&page("mois.head").await);
        let approval = format!("seen={submitted}&next_review=2025-03-20");
        assert_eq!(post("mois.officer", "approval", &approval).await.0.as_u16(), 403);
        assert_eq!(post("mois.head", "approval", &approval).await.0.as_u16(), 422, "it is their own");
        let back = format!("seen={submitted}&reason=later");
        assert_eq!(post("mois.head", "rejection", &back).await.0.as_u16(), 303);
        let draft = seen(&page("mois.officer").await);
        assert_eq!(post("mois.officer", "submission", &format!("seen={draft}")).await.0.as_u16(), 303);
        let submitted = seen(&page("mois.head").await);
        let past = format!("seen={submitted}&next_review=2024-03-20");
        assert_eq!(post("mois.head", "approval", &past).await.0.as_u16(), 422);
        let approval = format!("seen={submitted}&next_review=2025-03-20");
        assert_eq!(post("mois.head", "approval", &approval).await.0.as_u16(), 303);
        assert_eq!(post("mois.head", "approval", &approval).await.0.as_u16(), 409, "it was approved already");
        let force = seen(&page("mois.officer").await);
        let drill = format!("seen={force}&on=2024-03-19&result=passed");
        assert_eq!(post("mois.officer", "drill", &drill).await.0.as_u16(), 303);
        let force = seen(&page("mois.officer").await);
        assert_eq!(post("mois.officer", "revision", &format!("seen={force}")).await.0.as_u16(), 303);
        let counts = desk.get("viewer", "/systems/coverage").await;
        assert!(counts.contains("<b>1</b>/3"), "one plan of three systems is approved and drilled");
        let pdf = desk.ask("mois.officer", "GET", "/systems/mois-0001/continuity.pdf", "").await;
        assert!(pdf.0.as_u16() == 200 && pdf.2.starts_with("%PDF"));
        let old = desk.get("pmo", "/systems/mois-0001/continuity?version=1").await;
        assert!(old.contains("훈련 완료") && !old.contains("/continuity/drill"));
        assert_eq!(desk.ask("pmo", "GET", "/systems/mois-0001/continuity?version=9", "").await.0.as_u16(), 404);
    });
}

#[test]
fn a_new_version_of_the_standard_form_leaves_plans_where_they_are() {
    run(async |desk| {
        let draft = desk.ask("mois.officer", "POST", "/systems/mois-0001/continuity/edit", &whole_plan(0)).await;
        assert_eq!(draft.0.as_u16(), 303);
        let page = desk.get("pmo", "/systems/standard").await;
        let fields = ihaeng::domain::systems::standard::Standard::built_in().to_fields();
        let edited = fields.iter().filter(|(name, _)| name != "r_extension");
        let edited = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(edited)
            .append_pair("note", "연장은 선택으로")
            .append_pair("seen", &seen(&page).to_string())
            .finish();
        assert_eq!(desk.ask("pmo", "POST", "/systems/standard", &edited).await.0.as_u16(), 303);
        assert_eq!(desk.ask("pmo", "POST", "/systems/standard", &edited).await.0.as_u16(), 422, "it was seen before");
        let standard = desk.get("mois.officer", "/systems/standard").await;
        assert!(standard.contains("제1판") && standard.contains("연장은 선택으로"));
        let plan = desk.get("mois.officer", "/systems/mois-0001/continuity").await;
        assert!(plan.contains("표준안 등록 전의 기본 서식") && plan.contains("지금 표준안은 제1판입니다."));
    });
}

impl Desk {
    /// Both systems of grade 1, drawn by the PMO.
    async fn draw(&self) {
        let (status, place, body) = self.ask("pmo", "POST", "/systems/checks/new", "seed=7&size_1=2&note=").await;
        assert_eq!((status.as_u16(), place.as_str()), (303, "/systems/checks/1"), "{body}");
    }

    async fn find(&self, code: &str, body: &str) -> u16 {
        self.ask("pmo", "POST", &format!("/systems/checks/1/{code}"), body).await.0.as_u16()
    }

    /// The same database behind a server that reads the register anew.
    fn reopened(&self) -> Router {
        let clock = PlanClock::shifted(now() - SystemClock.now());
        router(App::new(self.store.clone(), clock, true, false, Arc::new(InMemory::new())))
    }

    async fn touch(&self, sql: &'static str) {
        let Store::Sqlite { writer, .. } = &self.store else { panic!("on SQLite") };
        assert!(sqlx::query(sql).execute(writer).await.unwrap().rows_affected() > 0);
    }
}

#[test]
fn a_drawn_system_is_named_to_its_institution_and_the_pmo_and_counted_for_all() {
    run(async |desk| {
        desk.draw().await;
        let csv = "/systems/checks/1/export.csv";
        for (login, own, other) in [
            ("pmo", true, true),
            ("mois.officer", true, false),
            ("msit.officer", false, true),
            ("viewer", false, false),
        ] {
            for path in ["/systems/checks/1", csv] {
                let page = desk.get(login, path).await;
                assert_eq!((page.contains("민원24"), page.contains(SECRET)), (own, other), "{path} as {login}");
            }
            assert!(desk.get(login, "/systems/checks").await.contains("0/2"), "{login}");
            assert_eq!(desk.ask(login, "GET", "/systems/checks/1/export.xlsx", "").await.0.as_u16(), 200);
        }
        let record = "/systems/checks/1/mois-0001";
        for (login, expected) in [("mois.officer", 403), ("viewer", 403), ("pmo", 200)] {
            assert_eq!(desk.ask(login, "GET", record, "").await.0.as_u16(), expected, "{login}");
        }
        assert_eq!(desk.ask("mois.officer", "POST", record, "found_redundant=yes&note=x").await.0.as_u16(), 403);
        assert_eq!(desk.find("mois-0002", "found_redundant=yes&note=x").await, 404, "it was not drawn");
    });
}

#[test]
fn what_was_found_is_compared_and_never_overwritten_unseen() {
    run(async |desk| {
        desk.draw().await;
        assert_eq!(desk.find("mois-0001", "seen=0&note=").await, 422, "nothing was looked at");
        let (status, _, body) =
            desk.ask("pmo", "POST", "/systems/checks/1/mois-0001", "seen=0&found_redundant=yes&note=").await;
        assert!(status.as_u16() == 422 && body.contains("무엇을 보았는지"), "the register says no");
        let found = "seen=0&found_redundant=yes&found_disaster_recovery=no&note=%EC%A0%84%EC%9B%90";
        assert_eq!(desk.find("mois-0001", found).await, 303);
        assert_eq!(desk.find("mois-0001", found).await, 422, "somebody found something already");
        let form = desk.get("pmo", "/systems/checks/1/mois-0001").await;
        assert!(form.contains("전원") && form.contains("name=\"seen\" value=\"1\""), "{form}");
        assert_eq!(desk.find("mois-0001", &found.replace("seen=0", "seen=1")).await, 303);
        let page = desk.get("viewer", "/systems/checks/1").await;
        assert!(page.contains("1/1 (100.0%)") && page.contains("20.7~100.0%"), "Wilson's interval of 1 in 1: {page}");
        assert!(page.contains("1/2개 확인"));
    });
}

#[test]
fn a_draw_is_repeated_whatever_was_recorded_since_and_a_touched_past_shows() {
    run(async |desk| {
        desk.draw().await;
        let added = system(&[("code", "mois-0003"), ("name", "새것"), ("institution", "mois"), ("grade", "1")]);
        let mut tx = desk.store.write(&Actor::system(), now()).await.unwrap();
        tx.put_systems(&[SystemChange { seen: None, system: added }], None).await.unwrap();
        tx.commit().await.unwrap();
        let same = "다시 뽑은 명단이 기록된 명단과 같습니다.";
        assert!(!desk.get("pmo", "/systems/checks/1").await.contains(same), "only where it is asked for");
        assert!(desk.get("viewer", "/systems/checks/1?again=1").await.contains(same));
        desk.touch("update system_version set grade = '2' where id = 3").await;
        let desk = Desk { router: desk.reopened(), ..desk };
        let page = desk.get("pmo", "/systems/checks/1?again=1").await;
        assert!(page.contains("다시 뽑은 명단이 기록과 다릅니다.") && page.contains("2 → 1"), "{page}");
    });
}

#[test]
fn a_wish_that_makes_no_draw_comes_back_as_typed() {
    run(async |desk| {
        let (status, _, body) = desk
            .ask("pmo", "POST", "/systems/checks/new", "seed=abc&size_1=2&institution=mois&note=%EB%A9%94%EB%AA%A8")
            .await;
        assert_eq!(status.as_u16(), 422);
        for part in ["value=\"abc\"", "value=\"2\"", "메모", "씨앗수를 정수로", "href=\"#f-seed\""] {
            assert!(body.contains(part), "{part}");
        }
        assert!(desk.get("pmo", "/systems/checks").await.contains("표본점검이 없습니다."));
    });
}

#[test]
fn what_others_must_buy_is_counted_and_what_it_costs_is_theirs() {
    run(async |desk| {
        let priced = system(&[
            ("code", "msit-0002"),
            ("name", "관측"),
            ("institution", "msit"),
            ("grade", "1"),
            ("red_server", "no"),
            ("red_year", "2025"),
            ("red_cost", "54321"),
        ]);
        let mut tx = desk.store.write(&Actor::system(), now()).await.unwrap();
        tx.put_systems(&[SystemChange { seen: None, system: priced }], None).await.unwrap();
        tx.commit().await.unwrap();
        for path in
            ["/systems/budget", "/systems/budget?institution=msit", "/systems/budget/export.csv?institution=msit"]
        {
            for (login, shown) in [("pmo", true), ("msit.officer", true), ("mois.officer", false), ("viewer", false)] {
                let page = desk.get(login, path).await;
                let told = page.contains("54,321") || page.contains(",54321,");
                assert_eq!(told, shown, "{path} as {login}");
            }
        }
        let counts = desk.get("viewer", "/systems/budget?institution=msit").await;
        assert!(counts.contains("2건") && !counts.contains("관측"), "{counts}");
        assert!(desk.get("pmo", "/systems/budget?institution=msit").await.contains("관측"));
        assert!(
            desk.get("pmo", "/systems/budget?purpose=replace").await.contains("교체하거나 이중화할 것이 없습니다.")
        );
    });
}

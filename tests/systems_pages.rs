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
const READS: [(&str, [u16; 6]); 20] = [
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
const WRITES: [(&str, [u16; 6]); 10] = [
    ("/systems/import", [401, 422, 422, 422, 403, 403]),
    ("/systems/import/9", [401, 404, 404, 404, 403, 403]),
    ("/systems/new", [401, 422, 422, 403, 403, 403]),
    ("/systems/mois-0001/edit", [401, 422, 422, 403, 404, 403]),
    ("/systems/msit-0001/edit", [401, 404, 404, 403, 404, 403]),
    ("/systems/standard", [401, 403, 403, 422, 403, 403]),
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
const EVERYWHERE: [&str; 9] = [
    "/",
    "/systems",
    "/systems?institution=msit",
    "/systems?q=%EB%B9%84%EB%B0%80",
    "/systems/coverage",
    "/ministries/msit",
    "/tasks/4",
    "/tasks/12",
    "/systems/coverage?grade=1",
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
        assert!(status.as_u16() == 422 && refused.contains("desk: 수기 처리 서식을(를) 적어 주세요."), "{refused}");
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

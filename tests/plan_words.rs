//! What a plan is called and consists of, on any day: re-imports and edits keep what was there before.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;
mod engines;

use axum::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use desk::run;
use engines::on_both;
use ihaeng::domain::calendar::{end_of, start_of};
use ihaeng::domain::ids::TaskNo;
use ihaeng::domain::ledger::Ledger;
use ihaeng::domain::plan::Basis;
use ihaeng::domain::plan_file::{PlanFile, SubtaskEntry};
use ihaeng::domain::plan_parse::{built_in, parse_institutions, parse_plan};
use ihaeng::domain::subtask::SubtaskText;
use ihaeng::domain::wording::{Place, Rewording};
use ihaeng::store::{Actor, PlanChange, Store, StoreError};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + chrono::TimeDelta::hours(10)
}

async fn ledger(store: &Store) -> Ledger {
    store.ledger(store.plan_list().await.unwrap().remove(0)).await.unwrap()
}

/// The real plan as it was on 11 March.
async fn imported(store: &Store) -> Ledger {
    let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await.unwrap();
    }
    let plan = built_in_plan();
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-11")).await.unwrap();
    tx.commit().await.unwrap();
    ledger(store).await
}

fn built_in_plan() -> PlanFile {
    parse_plan(built_in::PLAN, &parse_institutions(built_in::INSTITUTIONS).unwrap()).unwrap()
}

fn text(title: &str, source: Option<&str>) -> SubtaskText {
    let basis = if source.is_some() { Basis::Published } else { Basis::Assumed };
    let source = source.map(str::to_owned);
    SubtaskText { title: title.into(), title_en: String::new(), lead: None, milestones: vec![1], basis, source }
}

async fn import(store: &Store, plan: &PlanFile, on: &str) -> Vec<PlanChange> {
    let (before, institutions) = (ledger(store).await, store.institutions().await.unwrap());
    let mut tx = store.write(&Actor::system(), at(on)).await.unwrap();
    let changes = tx.import_plan(plan, "", Some(&before), &institutions, day(on)).await.unwrap();
    tx.commit().await.unwrap();
    changes
}

fn title_on(ledger: &Ledger, on: &str) -> String {
    ledger.as_worded_before(end_of(day(on))).wording(&Place::Task(TaskNo(4))).unwrap().title
}

fn subtasks_on(ledger: &Ledger, on: &str) -> Vec<String> {
    ledger.subtasks_before(TaskNo(4), end_of(day(on))).map(|one| one.text.title.clone()).collect()
}

#[test]
fn a_plan_imported_in_other_words_keeps_the_old_ones_on_earlier_days() {
    on_both(|store| async move {
        imported(&store).await;
        let mut plan = built_in_plan();
        let old = plan.tasks[3].task.title.clone();
        plan.tasks[3].task.title = "등급 다시 매기기".into();
        plan.tasks[3].task.title_en = "Grade again".into();
        plan.strategies[0].title_en = "Prevent".into();
        let changes = import(&store, &plan, "2024-03-20").await;
        let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[1].starts_with("과제 4 문구: ") && told[2].starts_with("과제 4 영문 문구: "), "{told:?}");
        let now = ledger(&store).await;
        assert_eq!((title_on(&now, "2024-03-19"), title_on(&now, "2024-03-20")), (old, "등급 다시 매기기".to_owned()));
        assert_eq!(import(&store, &plan, "2024-03-21").await, [], "twice the same changes nothing");
    });
}

#[test]
fn the_pmo_words_a_task_anew_once_and_not_over_somebody_elses_words() {
    on_both(|store| async move {
        let before = imported(&store).await;
        let place = Place::Task(TaskNo(4));
        let from = before.wording(&place).unwrap();
        let change = |title: &str| {
            let to = ihaeng::domain::wording::Wording { title: title.to_owned(), ..from.clone() };
            [Rewording { place: place.clone(), from: from.clone(), to }]
        };
        let mut tx = store.write(&Actor::system(), at("2024-03-12")).await.unwrap();
        tx.reword(&before.plan, TaskNo(4), &change("새 이름"), "공표문이 바뀜").await.unwrap();
        tx.commit().await.unwrap();
        let now = ledger(&store).await;
        assert_eq!(
            (title_on(&now, "2024-03-11"), title_on(&now, "2024-03-12")),
            (from.title.clone(), "새 이름".into())
        );
        let mut tx = store.write(&Actor::system(), at("2024-03-13")).await.unwrap();
        let late = tx.reword(&before.plan, TaskNo(4), &change("다른 이름"), "x").await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
        drop(tx);
        // What is exported is what stands now.
        let exported = built_in_plan().as_edited(&now);
        assert_eq!(exported.tasks[3].task.title, "새 이름");
        assert_eq!(import(&store, &exported, "2024-03-14").await, []);
        store.verify_audit().await.unwrap().unwrap();
    });
}

#[test]
fn a_subtask_is_seen_from_its_publication_and_its_versions_on_their_days() {
    on_both(|store| async move {
        imported(&store).await;
        let mut plan = built_in_plan();
        // The source was published on 14 March.
        plan.tasks[3].subtasks = vec![SubtaskEntry { no: 1, text: text("등급 심의", Some("regrading")) }];
        let changes = import(&store, &plan, "2024-03-15").await;
        assert_eq!(changes, [PlanChange::NewSubtask(TaskNo(4), "등급 심의".into())]);
        plan.tasks[3].subtasks[0].text.title = "등급 심의와 확정".into();
        plan.tasks[3].subtasks.push(SubtaskEntry { no: 2, text: text("통보", None) });
        import(&store, &plan, "2024-03-18").await;
        let now = ledger(&store).await;
        assert!(subtasks_on(&now, "2024-03-13").is_empty());
        assert_eq!(subtasks_on(&now, "2024-03-14"), ["등급 심의"]);
        assert_eq!(subtasks_on(&now, "2024-03-18"), ["등급 심의와 확정", "통보"]);
        assert_eq!(import(&store, &plan, "2024-03-19").await, []);
        plan.tasks[3].subtasks.pop();
        let told: Vec<String> = import(&store, &plan, "2024-03-19").await.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["파일에는 없으나 남겨 둠: 과제 4 세부과제 ‘통보’"]);
    });
}

const ADDED: &str =
    "title=%EB%93%B1%EA%B8%89+%EC%8B%AC%EC%9D%98&title_en=&lead=nirs&milestone=1&basis=assumed&source=&reason=why";

#[test]
fn the_pmo_adds_edits_and_gives_up_subtasks_and_the_page_of_the_day_shows_which_stood() {
    run(async |desk| {
        let (pmo, viewer) = (desk.cookie("pmo").await, desk.cookie("viewer").await);
        let page = async |path: &str| desk.ask(viewer.as_deref(), "GET", path, "").await.2;
        assert!(!page("/tasks/4").await.contains("id=\"subtasks\""), "nothing is invented");

        let (status, _, body) = desk.ask(pmo.as_deref(), "POST", "/tasks/4/subtasks", "title=x&basis=published").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("value=\"x\"") && body.contains("출처가 있어야") && body.contains("적어 주세요"));

        let (status, place, _) = desk.ask(pmo.as_deref(), "POST", "/tasks/4/subtasks", ADDED).await;
        assert_eq!((status, place.as_str()), (StatusCode::SEE_OTHER, "/tasks/4/subtasks"));
        let now = page("/tasks/4").await;
        assert!(now.contains("등급 심의") && now.contains("국가정보자원관리원") && now.contains("가정"), "{now}");
        assert!(!page("/tasks/4?asof=2024-03-19").await.contains("등급 심의"));
        assert!(page("/search?q=%EB%93%B1%EA%B8%89+%EC%8B%AC%EC%9D%98").await.contains("href=\"/tasks/4\""));
        let json = page("/export.json").await;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["subtasks"][0]["title"], "등급 심의");

        let form = desk.ask(pmo.as_deref(), "GET", "/tasks/4/subtasks/1", "").await.2;
        let seen = form.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let stale = desk.ask(pmo.as_deref(), "POST", "/tasks/4/subtasks/1", &format!("seen=1&{ADDED}2")).await;
        assert_eq!(stale.0, StatusCode::UNPROCESSABLE_ENTITY);
        let ending = format!("seen={seen}&ending=%ED%95%A9%EC%B9%A8");
        let (status, ..) = desk.ask(pmo.as_deref(), "POST", "/tasks/4/subtasks/1/retirement", &ending).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let now = page("/tasks/4").await;
        assert!(now.contains("그만둔 세부과제 1개") && now.contains("합침"));
        assert_eq!(desk.ask(pmo.as_deref(), "GET", "/tasks/4/subtasks/1", "").await.0, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_task_worded_anew_is_called_by_its_old_name_on_every_earlier_day() {
    run(async |desk| {
        let pmo = desk.cookie("pmo").await;
        let page = async |path: &str| desk.ask(pmo.as_deref(), "GET", path, "").await.2;
        let form = page("/tasks/4/wording").await;
        let value = |name: &str| {
            let rest = form.split(&format!("name=\"{name}\"")).nth(1).unwrap();
            rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let (old, first, second) = (value("title"), value("milestone-1"), value("milestone-2"));
        let body = |title: &str, seen: &str| {
            let pairs = [("seen", seen), ("title", title), ("title_en", "Grades"), ("milestone-1", &first)];
            let mut body = form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(pairs).extend_pairs([("milestone-2", second.as_str()), ("reason", "공표문이 바뀜")]);
            body.finish()
        };
        let post = async |body: &str| desk.ask(pmo.as_deref(), "POST", "/tasks/4/wording", body).await;
        assert_eq!(post(&body("", "0")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(post(&body("등급 다시 매기기", "0")).await.0, StatusCode::SEE_OTHER);
        let (status, _, told) = post(&body("세 번째 이름", "0")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.contains("지금은 “등급 다시 매기기”"), "who did not see the second name is told");
        for path in ["/tasks/4", "/tasks", "/", "/tasks/4/mois", "/deadlines", "/export.json", "/export.csv"] {
            assert!(page(path).await.contains("등급 다시 매기기") || path == "/deadlines", "{path}");
            let earlier = page(&format!("{path}?asof=2024-03-19")).await;
            assert!(!earlier.contains("등급 다시 매기기"), "{path}");
            assert!(earlier.contains(&old) || path == "/deadlines", "{path}");
        }
    });
}

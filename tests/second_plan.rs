//! A second plan beside the first: every page works for the plan chosen.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use axum::http::StatusCode;
use desk::{Desk, run};
use ihaeng::domain::clock::SystemClock;
use ihaeng::domain::plan_parse::parse_plan;
use ihaeng::store::Actor;

const SECOND: &str = r#"[plan]
slug = "small"
title = "작은 대책"
title_en = "A small plan"
announced_on = "2024-02-01"
lead = "mois"
contact = { unit = "디지털정부기획과", phone = "044-205-2720" }
[sources]
paper = { title = "보도자료", where = "korea.kr", published_on = "2024-02-01" }
[[strategy]]
no = 1
title = "하나뿐인 전략"
title_en = "The only strategy"
[[task]]
no = 1
strategy = 1
title = "둘째 대책의 과제"
title_en = "A task of the second plan"
lead = { institution = "mois", basis = "assumed" }
scope = "named"
  [[task.milestone]]
  title = "둘째 대책의 단계"
  due = "2024-06"
  basis = "published"
  source = "paper"
"#;

async fn import(desk: &Desk) {
    let institutions = desk.store.institutions().await.unwrap();
    let plan = parse_plan(SECOND, &institutions).unwrap();
    let today = "2024-03-20".parse().unwrap();
    let mut tx = desk.store.write(&Actor::system(), SystemClock.now()).await.unwrap();
    tx.import_plan(&plan, SECOND, None, &institutions, today).await.unwrap();
    tx.commit().await.unwrap();
}

const PAGES: [&str; 14] = [
    "/",
    "/tasks",
    "/tasks/1",
    "/tasks/1/mois",
    "/ministries",
    "/ministries/mois",
    "/deadlines",
    "/reviews",
    "/council",
    "/directives",
    "/difficulties",
    "/systems",
    "/supports",
    "/search?q=x",
];

#[test]
fn there_is_a_chooser_only_where_there_is_more_than_one_plan() {
    run(async |desk| {
        let viewer = desk.cookie("viewer").await;
        let page = async |path: &str| desk.ask(viewer.as_deref(), "GET", path, "").await.2;
        assert!(!page("/").await.contains("name=\"plan\""));
        import(&desk).await;
        let overview = page("/").await;
        assert!(overview.contains("<select") && overview.contains("작은 대책"), "the other plan is offered");
        assert!(page("/tasks?plan=small&asof=2024-03-01").await.contains("value=\"small\" selected"));
    });
}

#[test]
fn every_page_works_for_the_plan_chosen_and_its_links_stay_with_it() {
    run(async |desk| {
        import(&desk).await;
        for login in ["viewer", "pmo", "mois.officer"] {
            let cookie = desk.cookie(login).await;
            for path in PAGES {
                let joint = if path.contains('?') { '&' } else { '?' };
                let asked = format!("{path}{joint}plan=small");
                let (status, _, page) = desk.ask(cookie.as_deref(), "GET", &asked, "").await;
                assert_eq!(status, StatusCode::OK, "{login}: {asked}");
                assert!(page.contains("작은 대책"), "{login}: {asked}");
                // The navigation leads on within the plan.
                for next in ["/tasks", "/ministries", "/deadlines", "/reviews", "/council"] {
                    assert!(page.contains(&format!("href=\"{next}?plan=small\"")), "{login}: {asked} → {next}");
                }
            }
            assert_eq!(desk.ask(cookie.as_deref(), "GET", "/tasks/12?plan=small", "").await.0, StatusCode::NOT_FOUND);
            assert_eq!(desk.ask(cookie.as_deref(), "GET", "/?plan=none", "").await.0, StatusCode::NOT_FOUND);
        }
        let officer = desk.cookie("mois.officer").await;
        for path in ["/work?plan=small", "/work/mois/1?plan=small"] {
            let (status, _, page) = desk.ask(officer.as_deref(), "GET", path, "").await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(page.contains("둘째 대책의"), "{path}");
        }
    });
}

#[test]
fn the_files_of_a_plan_hold_that_plan_alone() {
    run(async |desk| {
        import(&desk).await;
        let viewer = desk.cookie("viewer").await;
        for path in ["/export.json", "/export.csv", "/deadlines.ics"] {
            let second = desk.ask(viewer.as_deref(), "GET", &format!("{path}?plan=small"), "").await.2;
            let first = desk.ask(viewer.as_deref(), "GET", path, "").await.2;
            let (unfolded, other) = (second.replace("\r\n ", ""), first.replace("\r\n ", ""));
            assert!(unfolded.contains("둘째 대책의") && !unfolded.contains("등급제"), "{path}");
            assert!(other.contains("등급") && !other.contains("둘째 대책의"), "{path}");
        }
    });
}

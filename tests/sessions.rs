//! What ends or changes a session counts at once, also on a node that remembers it otherwise.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::NaiveDate;
use desk::{Desk, run};
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::clock::{PlanClock, SystemClock};
use ihaeng::server::{App, router};
use object_store::memory::InMemory;
use std::sync::Arc;
use tower::ServiceExt;

/// Another node on the same database.
fn beside(desk: &Desk) -> Router {
    let now = start_of(NaiveDate::from_ymd_opt(2024, 3, 20).unwrap()) + chrono::TimeDelta::hours(9);
    let clock = PlanClock::shifted(now - SystemClock.now());
    router(App::new(desk.store.clone(), clock, true, false, Arc::new(InMemory::new())))
}

async fn see(node: &Router, cookie: &str, path: &str) -> StatusCode {
    let request = Request::builder().uri(path).header("cookie", cookie).body(Body::empty()).unwrap();
    node.clone().oneshot(request).await.unwrap().status()
}

#[test]
fn who_logs_out_on_one_node_is_out_on_all() {
    run(async |desk| {
        let other = beside(&desk);
        let (head, officer) = (desk.cookie("mois.head").await.unwrap(), desk.cookie("mois.officer").await.unwrap());
        assert_eq!(see(&other, &head, "/work").await, StatusCode::OK);
        assert_eq!(see(&other, &officer, "/work").await, StatusCode::OK);
        assert_eq!(desk.ask(Some(&head), "POST", "/logout", "").await.0, StatusCode::SEE_OTHER);
        assert_eq!(see(&other, &head, "/work").await, StatusCode::SEE_OTHER);
        assert_eq!(see(&other, &officer, "/work").await, StatusCode::OK);
    });
}

#[test]
fn a_role_that_was_taken_and_an_account_that_was_ended_count_at_the_next_request() {
    run(async |desk| {
        let other = beside(&desk);
        let (admin, officer) = (desk.cookie("admin").await.unwrap(), desk.cookie("mois.officer").await.unwrap());
        assert_eq!(see(&other, &officer, "/work").await, StatusCode::OK);
        let edit = async |body: &str| desk.ask(Some(&admin), "POST", "/admin/people/mois.officer", body).await;
        let (status, _, page) = edit("name=A&active=on&role=viewer&institution=&shown=officer%3Amois").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(see(&other, &officer, "/work").await, StatusCode::FORBIDDEN);
        assert_eq!(see(&other, &officer, "/tasks").await, StatusCode::OK);
        assert_eq!(edit("name=A&confirm=on").await.0, StatusCode::SEE_OTHER);
        assert_eq!(see(&other, &officer, "/tasks").await, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_new_password_ends_the_other_sessions_and_not_ones_own() {
    run(async |desk| {
        let other = beside(&desk);
        let (here, there) = (desk.cookie("viewer").await.unwrap(), desk.cookie("viewer").await.unwrap());
        assert_eq!(see(&other, &there, "/tasks").await, StatusCode::OK);
        let body = "current=ihaeng-demo&new=long-enough-one&again=long-enough-one";
        let (status, _, page) = desk.ask(Some(&here), "POST", "/account/password", body).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
        assert_eq!(see(&other, &there, "/tasks").await, StatusCode::SEE_OTHER);
        assert_eq!(see(&other, &here, "/tasks").await, StatusCode::OK);
    });
}

//! The product behind its router, for tests that ask it as a browser would.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use chrono::NaiveDate;
use http_body_util::BodyExt;
use ihaeng::commands::seed::seed_demonstration;
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::clock::{PlanClock, SystemClock};
use ihaeng::server::session::{new_session_id, session_hash};
use ihaeng::server::{App, router};
use ihaeng::store::Store;
use object_store::memory::InMemory;
use std::sync::Arc;
use tower::ServiceExt;

/// The demonstration on 20 March 2024, asked without a network.
pub struct Desk {
    pub router: Router,
    pub store: Store,
    _folder: tempfile::TempDir,
}

pub async fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("demo.db").display())).await.unwrap();
    let today = NaiveDate::from_ymd_opt(2024, 3, 20).unwrap();
    let now = start_of(today) + chrono::TimeDelta::hours(9);
    seed_demonstration(&store, now, today).await.unwrap();
    let clock = PlanClock::shifted(now - SystemClock.now());
    let app = App::new(store.clone(), clock, true, false, Arc::new(InMemory::new()));
    Desk { router: router(app), store, _folder: folder }
}

impl Desk {
    pub async fn cookie(&self, login: &str) -> Option<String> {
        if login.is_empty() {
            return None;
        }
        let (person, _) = self.store.credentials(login).await.unwrap().unwrap();
        let id = new_session_id();
        self.store.open_session(&session_hash(&id), person, SystemClock.now()).await.unwrap();
        Some(format!("ihaeng_demo={id}"))
    }

    pub async fn ask(
        &self,
        cookie: Option<&str>,
        method: &str,
        path: &str,
        body: &str,
    ) -> (StatusCode, String, String) {
        self.send(cookie, (method, path), "application/x-www-form-urlencoded", body).await
    }

    pub async fn send(
        &self,
        cookie: Option<&str>,
        (method, path): (&str, &str),
        kind: &str,
        body: &str,
    ) -> (StatusCode, String, String) {
        let (status, place, bytes) = self.raw(cookie, (method, path), kind, body).await;
        (status, place, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The answer as it came, which may be no text.
    pub async fn raw(
        &self,
        cookie: Option<&str>,
        (method, path): (&str, &str),
        kind: &str,
        body: &str,
    ) -> (StatusCode, String, Vec<u8>) {
        let request = Request::builder().method(method).uri(path);
        let mut request = request.header("sec-fetch-site", "same-origin").header("content-type", kind);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let place =
            response.headers().get("location").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = response.status();
        (status, place, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }
}

pub fn run(test: impl AsyncFnOnce(Desk)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { test(desk().await).await });
}

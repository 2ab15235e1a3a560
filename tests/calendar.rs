//! The calendar that a program fetches without a log-in.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod desk;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::{Desk, run};
use http_body_util::BodyExt;
use ihaeng::domain::clock::SystemClock;
use ihaeng::domain::subscription::path_of;
use ihaeng::store::Actor;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// Makes an address as `login`, and finds its path in the answer.
async fn made(desk: &Desk, login: &str) -> String {
    let cookie = desk.cookie(login).await.unwrap();
    let (status, _, page) = desk.ask(Some(&cookie), "POST", "/account/calendar", "").await;
    assert_eq!(status, StatusCode::OK);
    let (_, rest) = page.split_once("<code>http://localhost/calendar/").unwrap();
    let (secret, _) = rest.split_once('/').unwrap();
    assert_eq!(secret.len(), 48);
    path_of(secret)
}

async fn fetched(desk: &Desk, path: &str) -> (u16, String) {
    let (status, _, body) = desk.ask(None, "GET", path, "").await;
    (status.as_u16(), body)
}

fn events(calendar: &str) -> Vec<&str> {
    calendar.lines().filter(|line| line.starts_with("UID:")).collect()
}

#[test]
fn an_address_shows_without_a_log_in_what_its_owner_sees() {
    run(async |desk| {
        let (path, cookie) = (made(&desk, "mois.officer").await, desk.cookie("mois.officer").await);
        for scope in ["", "?institution=mois", "?task=4", "?institution=mois&task=4"] {
            let (status, calendar) = fetched(&desk, &format!("{path}{scope}")).await;
            let own = desk.ask(cookie.as_deref(), "GET", &format!("/deadlines.ics{scope}"), "").await.2;
            assert_eq!((status, calendar.as_str()), (200, own.as_str()), "{scope}");
            assert!(!events(&calendar).is_empty() && calendar.contains("REFRESH-INTERVAL"), "{scope}");
        }
        for wrong in ["?institution=nowhere", "?task=99", "?task=x", "?plan=nowhere"] {
            assert_eq!(fetched(&desk, &format!("{path}{wrong}")).await.0, 404, "{wrong}");
        }
    });
}

#[test]
fn a_program_that_knows_the_calendar_is_told_that_nothing_changed() {
    run(async |desk| {
        let path = made(&desk, "viewer").await;
        let ask = async |tag: Option<&str>| {
            let mut request = Request::builder().uri(&path);
            if let Some(tag) = tag {
                request = request.header("if-none-match", tag);
            }
            desk.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
        };
        let first = ask(None).await;
        assert_eq!(first.headers()["cache-control"], "private, no-cache");
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let second = ask(Some(&tag)).await;
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert!(second.into_body().collect().await.unwrap().to_bytes().is_empty());
        assert_eq!(ask(Some("W/\"other\"")).await.status(), StatusCode::OK);
    });
}

#[test]
fn what_was_renewed_withdrawn_or_never_made_does_not_exist() {
    run(async |desk| {
        let first = made(&desk, "viewer").await;
        let second = made(&desk, "viewer").await;
        assert_eq!((fetched(&desk, &first).await.0, fetched(&desk, &second).await.0), (404, 200));
        let cookie = desk.cookie("viewer").await;
        let withdrawal = desk.ask(cookie.as_deref(), "POST", "/account/calendar/withdrawal", "").await;
        assert_eq!((withdrawal.0, withdrawal.1.as_str()), (StatusCode::SEE_OTHER, "/account/calendar"));
        assert_eq!(fetched(&desk, &second).await.0, 404);
        assert_eq!(fetched(&desk, "/calendar/0123/deadlines.ics").await.0, 404);
        // Nothing but a hash is kept, and the audit log knows of each act.
        let secret = second.split('/').nth(2).unwrap();
        let log = desk.ask(desk.cookie("pmo").await.as_deref(), "GET", "/audit?actor=viewer", "").await.2;
        assert!(!log.contains(secret) && log.contains("구독 주소 바꾸기") && log.contains("구독 주소 거두기"));
        assert_eq!(desk.store.calendar_address(secret).await.unwrap(), None);
    });
}

#[test]
fn an_address_ends_with_the_account_behind_it() {
    run(async |desk| {
        let path = made(&desk, "mois.officer").await;
        assert_eq!(fetched(&desk, &path).await.0, 200);
        let (person, _) = desk.store.credentials("mois.officer").await.unwrap().unwrap();
        let people = desk.store.people().await.unwrap();
        let person = people.iter().find(|one| one.id == person).unwrap();
        let mut tx = desk.store.write(&Actor::system(), SystemClock.now()).await.unwrap();
        tx.edit_person(person, &person.name, false, &person.grants).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(fetched(&desk, &path).await.0, 404);
    });
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, written: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(written);
        Ok(written.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_log_tells_the_secret_even_when_the_calendar_fails() {
    let log = Log::default();
    let kept = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || kept.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let desk = desk::desk().await;
            let path = made(&desk, "viewer").await;
            desk.store.close().await;
            assert_eq!(fetched(&desk, &path).await.0, 500);
            let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
            assert!(log.contains("/calendar/…/deadlines.ics"), "{log}");
            assert!(!log.contains(path.split('/').nth(2).unwrap()), "{log}");
        });
    });
}

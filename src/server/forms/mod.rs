//! The forms: what is posted is parsed, decided on, recorded and answered with 303; or shown again with its faults.
//!
//! To add one: a file here with its handlers, its page in [`crate::pages`], its routes in
//! [`crate::server::router`], the sentence said afterwards in [`crate::pages::notes`].

pub mod account;
pub mod admin;
pub mod assignment;
pub mod decisions;
pub mod deputies;
pub mod display;
pub mod login;
pub mod notices;
pub mod plan;
pub mod report;
pub mod returns;

use crate::pages::{PageInfo, Section};
use crate::server::reading::page_info;
use crate::server::render::Sheet;
use crate::server::router::see_other;
use crate::server::session::{NOTE_COOKIE, Visitor, plain_cookie};
use crate::server::state::App;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use leptos::prelude::AnyView;

/// 303 to an address of this program, where the sentence of `key` is said once.
#[must_use]
pub fn noted(app: &App, path: &str, key: &str) -> Response {
    let mut response = see_other(path);
    let cookie = plain_cookie(app, NOTE_COOKIE, key.to_owned()).to_string();
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// A page about no plan in particular, ready to be drawn.
#[must_use]
pub fn sheet<F>(app: &App, visitor: &Visitor, uri: &Uri, section: Section, title: &str, body: F) -> Sheet<F>
where
    F: Fn(&PageInfo) -> AnyView + Clone + Send + Sync + 'static,
{
    Sheet { info: page_info(app, visitor, uri, section), title: title.to_owned(), wide: false, body }
}

/// 422 for a form that was refused, 200 for one that is only shown.
#[must_use]
pub fn status_of(faults: &[(&'static str, String)]) -> StatusCode {
    if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

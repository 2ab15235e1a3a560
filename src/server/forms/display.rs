//! The display mode: kept in a cookie of the browser, known to nobody else.

use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::{DISPLAY_COOKIE, Visitor, plain_cookie};
use crate::server::state::Shared;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;

/// `POST /display`: to the mode asked for as `contrast`, or else to the other one.
///
/// # Errors
/// A form that cannot be read.
pub async fn switch(State(app): State<Shared>, visitor: Visitor, posted: Posted) -> Answer {
    let high = match posted.get("contrast") {
        "high" => true,
        "normal" => false,
        _ => !visitor.high_contrast,
    };
    let mut response = noted(&app, back(posted.get("back")), "display_changed");
    let mode = if high { "high-contrast" } else { "default" };
    let cookie = plain_cookie(&app, DISPLAY_COOKIE, mode.to_owned()).to_string();
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}

/// The address to come back to, where it is one of this program. Browsers read `\` as `/` and drop tabs and newlines.
pub(super) fn back(typed: &str) -> &str {
    let own = typed.starts_with('/') && !typed.starts_with("//");
    let plain = typed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if own && plain { typed } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn nobody_is_led_away_from_here() {
        assert_eq!(back("/tasks?light=late"), "/tasks?light=late");
        for foreign in
            ["", "tasks", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/a\r\nb"]
        {
            assert_eq!(back(foreign), "/", "{foreign:?}");
        }
    }
}

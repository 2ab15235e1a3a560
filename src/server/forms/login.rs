//! Log-in and log-out, and forms that arrive after a session has ended.

use crate::domain::account::{next_guess_at, parse_login};
use crate::domain::ids::UserId;
use crate::domain::permission::{Action, may};
use crate::pages::login::{LoginForm, page};
use crate::pages::texts::login as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::{Posted, ShowOnly, pairs};
use crate::server::reading::{first, page_info};
use crate::server::render::{Sheet, draw};
use crate::server::router::{Answer, see_other};
use crate::server::session::{Visitor, new_session_id, session_cookie, session_hash};
use crate::server::state::{App, Shared};
use crate::store::Actor;
use axum::body::Body;
use axum::extract::{FromRequest, OriginalUri, Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use serde_json::json;
use tower::ServiceExt;

/// GET /login
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let query = pairs(uri.query().unwrap_or_default().as_bytes());
    let next = safe_path(first(&query, "next").unwrap_or_default());
    if visitor.reader.is_some() {
        return Ok(see_other(&next));
    }
    let form = LoginForm { next, ..blank(&app).await? };
    Ok(show_form(&app, &visitor, &uri, StatusCode::OK, form).await)
}

/// POST /login
pub async fn log_in(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    jar: CookieJar,
    posted: Posted,
) -> Answer {
    let mut form =
        LoginForm { login: posted.get("login").to_owned(), next: safe_path(posted.get("next")), ..blank(&app).await? };
    form.carried = carried(&posted);
    let password = crate::domain::report::value(&posted.fields, "password").to_owned();
    let login = parse_login(&form.login).unwrap_or_default();
    let now = app.system.now();
    let account = format!("login:{login}");
    let (failures, last) = app.store.guesses(&account).await?;
    let open_at = next_guess_at(failures, last);
    if failures > 0 && now < open_at {
        form.fault = Some(texts::fault_wait(visitor.lang, (open_at - now).num_seconds() + 1));
        return Ok(show_form(&app, &visitor, &uri, StatusCode::TOO_MANY_REQUESTS, form).await);
    }
    let known = app.store.credentials(&login).await?;
    let stored = known.as_ref().map(|(_, hash)| hash.clone());
    let fits = app.fits_password(password, stored).await?;
    let Some((person, _)) = known.filter(|_| fits) else {
        app.store.note_wrong_guess(&account, now).await?;
        form.fault = Some(texts::fault_generic(visitor.lang).to_owned());
        return Ok(show_form(&app, &visitor, &uri, StatusCode::UNPROCESSABLE_ENTITY, form).await);
    };
    app.store.forget_guesses(&account).await?;
    enter(&app, &jar, person, &login, form).await
}

/// Opens the session and leads on: to the page asked for, to what the person may see, or back to a carried form.
async fn enter(app: &Shared, jar: &CookieJar, person: UserId, login: &str, form: LoginForm) -> Answer {
    // Asked before the new cookie replaces the old one: whose was the form that is carried?
    let before = match jar.get(app.cookie_name()) {
        Some(cookie) => app.store.session(&session_hash(cookie.value())).await?.map(|session| session.person),
        None => None,
    };
    let id = new_session_id();
    app.store.open_session(&session_hash(&id), person, app.system.now()).await?;
    let name = app.store.reader(person, app.clock.today()).await?.map(|(reader, _)| reader.name).unwrap_or_default();
    let actor = Actor { id: person, login: login.to_owned(), name, on_behalf_of: None };
    let mut tx = app.store.write(&actor, app.clock.now()).await?;
    tx.audit("session.open", format!("person {login}"), None, &(), &json!({})).await?;
    tx.commit().await?;
    let mut response = match form.carried {
        Some((path, fields)) if before == Some(person) => show_again(app, &id, &path, &fields).await?,
        _ => see_other(&landing(app, person, &form.next).await?),
    };
    if let Ok(value) = HeaderValue::from_str(&session_cookie(app, id).to_string()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}

async fn landing(app: &App, person: UserId, next: &str) -> Result<String, PageError> {
    let reader = app.store.reader(person, app.clock.today()).await?;
    let dashboards = reader.as_ref().is_some_and(|(reader, _)| may(reader, Action::ReadDashboards));
    let own_work = reader.as_ref().is_some_and(|(reader, _)| may(reader, Action::ReadOwnWork));
    Ok(match next {
        "/" if own_work => "/work".to_owned(),
        "/" if !dashboards => "/admin".to_owned(),
        next => next.to_owned(),
    })
}

/// The form at `path` with what was typed, as its handler shows it: filled, not recorded.
async fn show_again(app: &App, session: &str, path: &str, fields: &[(String, String)]) -> Answer {
    let Some(router) = app.router.get().cloned() else { return Ok(see_other(path)) };
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("cookie", format!("{}={session}", app.cookie_name()))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .map_err(|error| PageError::Failed(error.to_string()))?;
    request.extensions_mut().insert(ShowOnly);
    router.oneshot(request).await.map_err(|never| match never {})
}

/// POST /logout
pub async fn log_out(State(app): State<Shared>, visitor: Visitor) -> Answer {
    if let Ok(actor) = visitor.actor(None) {
        let mut tx = app.store.write(&actor, app.clock.now()).await?;
        if let Some(session) = &visitor.session {
            tx.end_session(session, app.system.now()).await?;
        }
        tx.audit("session.close", format!("person {}", actor.login), None, &(), &json!({})).await?;
        tx.commit().await?;
    }
    Ok(noted(&app, "/login", "logged_out"))
}

/// Middleware: a POST without a session is answered with the log-in form that carries its fields.
pub async fn carry(State(app): State<Shared>, visitor: Visitor, request: Request, next: Next) -> Answer {
    let open = ["/login", "/logout", "/display"].contains(&request.uri().path());
    if request.method() != Method::POST || visitor.reader.is_some() || open {
        return Ok(next.run(request).await);
    }
    let uri = request.uri().clone();
    // Saving by the browser while typing needs no page: it says that it failed, and the text stays in the form.
    if uri.path().ends_with("/draft") {
        return Err(PageError::LoginNeeded);
    }
    let posted = Posted::from_request(request, &()).await?;
    let path = uri.to_string();
    let form = LoginForm {
        next: safe_path(&path),
        lost_files: !posted.files.is_empty(),
        carried: Some((path, posted.fields)),
        ..blank(&app).await?
    };
    Ok(show_form(&app, &visitor, &uri, StatusCode::UNAUTHORIZED, form).await)
}

fn carried(posted: &Posted) -> Option<(String, Vec<(String, String)>)> {
    let path = posted.get("carried_path");
    if path.is_empty() {
        return None;
    }
    let fields = posted
        .fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("carried.")?.to_owned(), value.clone())));
    Some((safe_path(path), fields.collect()))
}

/// A path of this program, or `/`: never another host.
#[must_use]
pub fn safe_path(path: &str) -> String {
    let own =
        path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control);
    if own { path.to_owned() } else { "/".to_owned() }
}

async fn blank(app: &App) -> Result<LoginForm, PageError> {
    let version = app.store.data_version().await?;
    let plans = app.plans.list(&app.store, version.registry).await?;
    let contact = plans.first().map(|plan| format!("{} {}", plan.contact_unit, plan.contact_phone)).unwrap_or_default();
    Ok(LoginForm { contact, next: "/".to_owned(), ..LoginForm::default() })
}

async fn show_form(app: &App, visitor: &Visitor, uri: &Uri, status: StatusCode, form: LoginForm) -> Response {
    let info = page_info(app, visitor, uri, Section::None);
    let title = texts::title(info.lang).to_owned();
    draw(status, Sheet { info, title, wide: false, body: move |info: &PageInfo| page(info, &form) }).await
}

#[cfg(test)]
mod tests {
    use super::safe_path;

    #[test]
    fn only_paths_of_this_program_are_followed() {
        assert_eq!(safe_path("/tasks/4?asof=2024-03-01"), "/tasks/4?asof=2024-03-01");
        for bad in ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb"] {
            assert_eq!(safe_path(bad), "/", "{bad}");
        }
    }
}

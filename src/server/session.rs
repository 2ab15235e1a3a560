//! Who is asking: the session cookie, read once per request.

use crate::domain::ids::UserId;
use crate::domain::permission::Reader;
use crate::pages::lang::Lang;
use crate::server::errors::PageError;
use crate::server::sessions::Found;
use crate::server::state::{App, Shared};
use crate::store::{Actor, Arrival};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// The cookies that hold what is not secret.
pub const LANGUAGE_COOKIE: &str = "ihaeng_lang";
pub const DISPLAY_COOKIE: &str = "ihaeng_display";
pub const NOTE_COOKIE: &str = "ihaeng_note";

/// The person at the browser, as far as known.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub reader: Option<Reader>,
    /// The hash under which the session is stored.
    pub session: Option<String>,
    /// The person of a session that has ended but is still remembered.
    pub ended: Option<UserId>,
    pub must_change: bool,
    pub lang: Lang,
    pub high_contrast: bool,
    /// The key of a message left by the last write.
    pub note: Option<String>,
    /// What the database counted when the request arrived; nothing where it came without a session.
    pub arrival: Arrival,
}

impl Visitor {
    /// # Errors
    /// [`PageError::LoginNeeded`] where nobody is logged in.
    pub fn reader(&self) -> Result<&Reader, PageError> {
        self.reader.as_ref().ok_or(PageError::LoginNeeded)
    }

    /// The person as the one who acts, for an institution if it is one's own business there.
    ///
    /// # Errors
    /// [`PageError::LoginNeeded`] where nobody is logged in.
    pub fn actor(&self, institution: Option<&crate::domain::ids::Slug>) -> Result<Actor, PageError> {
        let reader = self.reader()?;
        let deputyship = institution.and_then(|slug| reader.acts_for(slug));
        let on_behalf_of = deputyship.map(|one| one.head_name.clone());
        Ok(Actor { id: reader.id, login: reader.login.clone(), name: reader.name.clone(), on_behalf_of })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The hash of a session id: what the database knows.
#[must_use]
pub fn session_hash(id: &str) -> String {
    hex::encode(Sha256::digest(id.as_bytes()))
}

/// A new session id, 256 bits.
#[must_use]
pub fn new_session_id() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// The session cookie, without a date: it ends with the browser, and on the server by its own rules.
#[must_use]
pub fn session_cookie(app: &App, id: String) -> Cookie<'static> {
    Cookie::build((app.cookie_name(), id)).path("/").http_only(true).secure(!app.demo).same_site(SameSite::Lax).build()
}

/// A cookie that any page may read on the server.
#[must_use]
pub fn plain_cookie(app: &App, name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").http_only(true).secure(!app.demo).same_site(SameSite::Lax).build()
}

/// Middleware: puts a [`Visitor`] beside every request.
pub async fn visit(
    State(app): State<Shared>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Result<Response, PageError> {
    let query = request.uri().query().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, code)| Lang::parse(&code));
    let kept = jar.get(LANGUAGE_COOKIE).and_then(|cookie| Lang::parse(cookie.value()));
    let mut visitor = Visitor {
        lang: asked.or(kept).unwrap_or_default(),
        high_contrast: jar.get(DISPLAY_COOKIE).is_some_and(|cookie| cookie.value() == "high-contrast"),
        note: jar.get(NOTE_COOKIE).map(|cookie| cookie.value().to_owned()),
        ..Visitor::default()
    };
    if let Some(cookie) = jar.get(app.cookie_name()) {
        recognise(&app, &mut visitor, session_hash(cookie.value())).await?;
    }
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    if let (Some(lang), true) = (asked, asked != kept) {
        let cookie = plain_cookie(&app, LANGUAGE_COOKIE, lang.code().to_owned()).to_string();
        if let Ok(value) = cookie.parse() {
            response.headers_mut().append(axum::http::header::SET_COOKIE, value);
        }
    }
    Ok(response)
}

async fn recognise(app: &App, visitor: &mut Visitor, hash: String) -> Result<(), PageError> {
    // Before the session: what is remembered of it is as old as this.
    visitor.arrival = app.store.arrival(&hash).await?;
    let at = (app.system.now(), app.clock.today());
    match app.sessions.find(&app.store, &hash, visitor.arrival.people, at).await? {
        Found::Nobody => {}
        Found::Ended(session) => visitor.ended = Some(session.person),
        Found::Stands(known) => {
            visitor.must_change = known.must_change;
            visitor.reader = Some(known.reader);
            visitor.session = Some(hash);
        }
    }
    Ok(())
}

//! Drawing: leptos_axum turns a view into a whole document; pages that depend only on recorded facts are kept.
//!
//! A page that may be kept is drawn with stand-ins for what is the answer's own ([`crate::server::bodies`]): the nonce, the
//! reader's name, the number of unread notices. Its key names everything else that it depends on, and it is drawn again
//! once a fact was recorded.

use crate::domain::permission::Reader;
use crate::pages::PageInfo;
use crate::pages::components::escape::escape;
use crate::pages::lang::Lang;
use crate::pages::shell::{UNREAD, shell, unread_mark};
use crate::server::App;
use crate::server::assets::BUILD;
use crate::server::bodies::{Body, Own};
use crate::server::errors::PageError;
use crate::server::headers::policy;
use crate::server::session::Visitor;
use crate::store::{Arrival, DataVersion};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::{AnyView, use_context};
use leptos_axum::ResponseOptions;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Stands for the reader's name in a kept body; no name holds a private-use character.
const NAME: &str = "\u{E000}";

/// A page about to be drawn.
pub struct Sheet<F> {
    pub info: PageInfo,
    pub title: String,
    /// Printed in landscape.
    pub wide: bool,
    pub body: F,
}

struct Drawn {
    html: String,
    nonce: String,
}

/// Draws a page that is never kept: one with a form of its own, a message or an error.
pub async fn draw<F>(status: StatusCode, sheet: Sheet<F>) -> Response
where
    F: Fn(&PageInfo) -> AnyView + Clone + Send + Sync + 'static,
{
    let has_note = sheet.info.flash.is_some();
    let (lang, unread) = (sheet.info.lang, sheet.info.unread);
    match document(sheet).await {
        Ok(body) => {
            let mut response = page(status, with_mark(&body.html, lang, unread), &body.nonce);
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            if has_note {
                let forget = HeaderValue::from_static("ihaeng_note=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
                response.headers_mut().append(axum::http::header::SET_COOKIE, forget);
            }
            response
        }
        Err(error) => error.into_response(),
    }
}

/// Answers with a page that depends only on recorded facts, the day, the reader's rights and the address. `making` reads
/// and lays it out; it does not run where the page is kept.
///
/// # Errors
/// Those of `making`, or where drawing fails.
pub async fn draw_kept<F>(
    app: &App,
    visitor: &Visitor,
    (uri, headers): (&Uri, &HeaderMap),
    making: impl Future<Output = Result<(DataVersion, Sheet<F>), PageError>>,
) -> Result<Response, PageError>
where
    F: Fn(&PageInfo) -> AnyView + Clone + Send + Sync + 'static,
{
    let Some(reader) = visitor.reader.as_ref().filter(|_| visitor.note.is_none()) else {
        return Ok(draw(StatusCode::OK, making.await?.1).await);
    };
    let key = format!(
        "{uri}|{:?}|{:?}|{}|{}|{}|{}",
        reader.grants,
        reader.deputyships,
        visitor.lang.code(),
        visitor.high_contrast,
        app.clock.today(),
        *BUILD
    );
    let Arrival { data, unread, .. } = visitor.arrival;
    let asked = tag(&key, data, reader, unread);
    if headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(asked.as_str()) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        set_validators(&mut response, &asked);
        return Ok(response);
    }
    let draw = async {
        let (version, sheet) = making.await?;
        let drawn = drawn_for_anybody(sheet).await?;
        Ok(Body::cut(version, &drawn.html, &Own { nonce: &drawn.nonce, name: NAME, unread: UNREAD }))
    };
    let body = app.bodies.get(&key, data, draw).await?;
    let mark = unread_mark(visitor.lang, unread);
    let mut response = kept_page(&body, &escape(&reader.name), &mark, takes_gzip(headers));
    set_validators(&mut response, &tag(&key, body.version, reader, unread));
    Ok(response)
}

/// What a page is known by to one reader's browser.
fn tag(key: &str, version: DataVersion, reader: &Reader, unread: i64) -> String {
    let digest = Sha256::digest(format!("{key}|{version:?}|{}|{}|{unread}", reader.id, reader.name));
    format!("W/\"{}\"", &hex::encode(digest)[..24])
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|accepted| accepted.contains("gzip"))
}

fn kept_page(body: &Body, name: &str, unread: &str, gzip: bool) -> Response {
    let nonce = hex::encode(rand::random::<[u8; 16]>());
    let own = Own { nonce: &nonce, name, unread };
    let contents = if gzip { body.gzip(&own) } else { body.plain(&own) };
    let mut response = page(StatusCode::OK, contents, &nonce);
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    if gzip {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// The page with the number of unread notices in its masthead, which stands before everything that people typed.
fn with_mark(html: &str, lang: Lang, unread: i64) -> String {
    html.replacen(UNREAD, &unread_mark(lang, unread), 1)
}

async fn drawn_for_anybody<F>(mut sheet: Sheet<F>) -> Result<Drawn, PageError>
where
    F: Fn(&PageInfo) -> AnyView + Clone + Send + Sync + 'static,
{
    if let Some(reader) = &mut sheet.info.reader {
        NAME.clone_into(&mut reader.name);
    }
    document(sheet).await
}

fn set_validators(response: &mut Response, tag: &str) {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
}

fn page(status: StatusCode, html: impl Into<axum::body::Body>, nonce: &str) -> Response {
    let mut response = Response::new(html.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Ok(policy) = HeaderValue::from_str(&policy(nonce)) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The whole document, and the nonce it was drawn with.
async fn document<F>(sheet: Sheet<F>) -> Result<Drawn, PageError>
where
    F: Fn(&PageInfo) -> AnyView + Clone + Send + Sync + 'static,
{
    const HANDED: &str = "x-drawn-nonce";
    let Sheet { info, title, wide, body } = sheet;
    let view = move || {
        let nonce = use_nonce().and_then(|nonce| HeaderValue::from_str(&nonce).ok());
        if let (Some(nonce), Some(options)) = (nonce, use_context::<ResponseOptions>()) {
            options.insert_header(axum::http::HeaderName::from_static(HANDED), nonce);
        }
        shell(&info, &title, wide, body(&info))
    };
    let response =
        leptos_axum::render_app_async_with_context(|| {}, view)(Request::new(axum::body::Body::empty())).await;
    let failed = |what: &str| PageError::Failed(format!("drawing: {what}"));
    let nonce = response.headers().get(HANDED).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let bytes =
        axum::body::to_bytes(response.into_body(), usize::MAX).await.map_err(|error| failed(&error.to_string()))?;
    let html = String::from_utf8(bytes.to_vec()).map_err(|error| failed(&error.to_string()))?;
    if nonce.is_empty() {
        return Err(failed("no nonce"));
    }
    Ok(Drawn { html, nonce })
}

/// An error that is not yet drawn: [`crate::server::router`] draws it where the visitor is known.
impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

//! Drawing: leptos_axum turns a view into a whole document; bodies that depend only on recorded facts are kept.
//!
//! A kept body holds stand-ins for the reader's name and unread notices and the nonce it was drawn with; they are replaced
//! per answer. Its key names everything else the page depends on, and a recorded fact empties the cache.

use crate::pages::PageInfo;
use crate::pages::components::escape::escape;
use crate::pages::lang::Lang;
use crate::pages::shell::{UNREAD, shell, unread_mark};
use crate::server::errors::PageError;
use crate::server::headers::policy;
use crate::server::session::Visitor;
use crate::store::DataVersion;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::nonce::use_nonce;
use leptos::prelude::{AnyView, use_context};
use leptos_axum::ResponseOptions;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Stands for the reader's name in a kept body; no name holds a private-use character.
const NAME: &str = "\u{E000}";
/// How many bodies are kept at most.
const KEPT: usize = 256;

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

/// Bodies at one data version.
#[derive(Default)]
pub struct BodyCache {
    kept: Mutex<(DataVersion, HashMap<String, Arc<Drawn>>)>,
}

impl BodyCache {
    fn get(&self, version: DataVersion, key: &str) -> Option<Arc<Drawn>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == version { kept.1.get(key).cloned() } else { None }
    }

    fn put(&self, version: DataVersion, key: String, body: Arc<Drawn>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != version || kept.1.len() >= KEPT {
            *kept = (version, HashMap::new());
        }
        kept.1.insert(key, body);
    }
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

/// Draws a page that depends only on recorded facts, the day, the reader's rights and the address; or finds it drawn.
pub async fn draw_kept<F>(
    app: &crate::server::App,
    visitor: &Visitor,
    headers: &HeaderMap,
    version: DataVersion,
    sheet: Sheet<F>,
) -> Response
where
    F: Fn(&PageInfo) -> AnyView + Clone + Send + Sync + 'static,
{
    let Some(reader) = visitor.reader.as_ref().filter(|_| sheet.info.flash.is_none()) else {
        return draw(StatusCode::OK, sheet).await;
    };
    let info = &sheet.info;
    let key = format!(
        "{}?{}|{:?}|{:?}|{}|{}|{}|{}",
        info.path,
        info.query,
        reader.grants,
        reader.deputyships,
        info.lang.code(),
        info.high_contrast,
        info.today,
        info.build
    );
    let digest = Sha256::digest(format!("{key}|{version:?}|{}|{}|{}", reader.id, reader.name, info.unread));
    let tag = format!("W/\"{}\"", &hex::encode(digest)[..24]);
    if headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(tag.as_str()) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        set_validators(&mut response, &tag);
        return response;
    }
    let (lang, unread) = (info.lang, info.unread);
    let body = match app.bodies.get(version, &key) {
        Some(body) => body,
        None => match drawn_for_anybody(sheet).await {
            Ok(body) => {
                let body = Arc::new(body);
                app.bodies.put(version, key, Arc::clone(&body));
                body
            }
            Err(error) => return error.into_response(),
        },
    };
    let nonce = hex::encode(rand::random::<[u8; 16]>());
    let html = body.html.replace(&body.nonce, &nonce).replace(NAME, &escape(&reader.name));
    let html = with_mark(&html, lang, unread);
    let mut response = page(StatusCode::OK, html, &nonce);
    set_validators(&mut response, &tag);
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

fn page(status: StatusCode, html: String, nonce: &str) -> Response {
    let mut response = Response::new(Body::from(html));
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
    let response = leptos_axum::render_app_async_with_context(|| {}, view)(Request::new(Body::empty())).await;
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

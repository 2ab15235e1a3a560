//! Style sheet, browser code, fonts and icons: inside the program, hashed by build, precompressed, immutable.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// Names this build's assets in addresses: the start of a hash over all of them.
pub static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Site::iter().collect();
    names.sort();
    let mut hasher = Sha256::new();
    for name in names {
        hasher.update(name.as_bytes());
        if let Some(file) = Site::get(&name) {
            hasher.update(file.metadata.sha256_hash());
        }
    }
    hex::encode(hasher.finalize()).chars().take(12).collect()
});

/// `/static/{build}/{file}`, and fonts, whose names carry their version, under `/static/fonts/{file}`.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let file = match path.strip_prefix(BUILD.as_str()) {
        Some(rest) => rest.trim_start_matches('/'),
        None if path.starts_with("fonts/") => path.as_str(),
        None => return StatusCode::NOT_FOUND.into_response(),
    };
    // Leptos asks for `_bg` unless it was compiled with an output name; there is one file either way.
    let file = if file == "ihaeng_bg.wasm" { "ihaeng.wasm" } else { file };
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz"), ("identity", "")] {
        let is_welcome = suffix.is_empty() || accepted.contains(encoding);
        if let Some(found) = is_welcome.then(|| Site::get(&format!("{file}{suffix}"))).flatten() {
            return serve(file, encoding, found.data.into_owned());
        }
    }
    StatusCode::NOT_FOUND.into_response()
}

fn serve(file: &str, encoding: &'static str, contents: Vec<u8>) -> Response {
    let kind = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    };
    let mut response = Response::new(Body::from(contents));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(VARY, axum::http::HeaderValue::from_static("accept-encoding"));
    if encoding != "identity" {
        headers.insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static(encoding));
    }
    response
}

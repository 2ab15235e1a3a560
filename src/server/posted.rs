//! A posted form as typed: names and values in order, and the files that came with it.

use crate::domain::report::value;
use crate::server::errors::PageError;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;

/// The largest form without files, in bytes. Texts that are too long by far must come back with their fault, and a form
/// carried through log-in holds a Hangul syllable in nine bytes.
pub const FORM_BYTES: usize = 2 * 1024 * 1024;

/// A file as it came.
#[derive(Clone, Debug)]
pub struct PostedFile {
    pub field: String,
    pub name: String,
    pub contents: Bytes,
}

/// What was posted.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    pub fields: Vec<(String, String)>,
    pub files: Vec<PostedFile>,
    /// The form was typed before the session ended: show it filled, do not record it.
    pub show_only: bool,
}

/// Set on a request that only shows a form again.
#[derive(Clone, Copy, Debug)]
pub struct ShowOnly;

impl Posted {
    /// A field's value, trimmed; empty where missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        value(&self.fields, name).trim()
    }
}

/// The names and values of an `application/x-www-form-urlencoded` body or query.
#[must_use]
pub fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let show_only = request.extensions().get::<ShowOnly>().is_some();
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let multipart = Multipart::from_request(request, state)
                .await
                .map_err(|_| PageError::Unprocessable("a form that cannot be read"))?;
            return read_multipart(multipart, show_only).await;
        }
        let fields = read_urlencoded(request.into_body()).await?;
        Ok(Self { fields, files: vec![], show_only })
    }
}

async fn read_urlencoded(body: Body) -> Result<Vec<(String, String)>, PageError> {
    let bytes =
        axum::body::to_bytes(body, FORM_BYTES).await.map_err(|_| PageError::Unprocessable("a form too large"))?;
    Ok(pairs(&bytes))
}

async fn read_multipart(mut multipart: Multipart, show_only: bool) -> Result<Posted, PageError> {
    let unreadable = |_| PageError::Unprocessable("a form that cannot be read");
    let mut posted = Posted { show_only, ..Posted::default() };
    while let Some(part) = multipart.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let contents = part.bytes().await.map_err(unreadable)?;
                // A file field left empty comes as a file without a name.
                if !name.is_empty() {
                    posted.files.push(PostedFile { field, name, contents });
                }
            }
            None => posted.fields.push((field, part.text().await.map_err(unreadable)?)),
        }
    }
    Ok(posted)
}

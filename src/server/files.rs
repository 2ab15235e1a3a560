//! Evidence files: always as a download, under their Korean name, to those who may see them.

use crate::domain::ids::{EvidenceId, Slug};
use crate::domain::permission::{Action, may};
use crate::server::errors::PageError;
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use object_store::{ObjectStoreExt, PutPayload};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 5987 lets stand as it is.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// GET /evidence/{id}: with a report for all readers of dashboards, with a draft for its institution and the PMO; to
/// others a draft's file does not exist.
pub async fn evidence(State(app): State<Shared>, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let reader = visitor.reader()?;
    let file = app.store.evidence_file(EvidenceId(id)).await?.ok_or(PageError::NotFound)?;
    let institution = Slug::parse(&file.institution).ok_or(PageError::NotFound)?;
    let permitted = match file.report_id {
        Some(_) => may(reader, Action::ReadDashboards),
        None => may(reader, Action::ReadDraft(&institution)),
    };
    if !permitted {
        return Err(PageError::NotFound);
    }
    if let Some(link) = &file.link {
        return Ok(see_other(link));
    }
    let object = file.object.as_deref().ok_or(PageError::NotFound)?;
    let contents = fetch(&app, object).await?;
    let mut response = download(&file.name, &file.media_type, contents.into());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// What the store holds under a name.
///
/// # Errors
/// Where the store fails.
pub async fn fetch(app: &App, object: &str) -> Result<Bytes, PageError> {
    let failed = |error: object_store::Error| PageError::Failed(format!("evidence {object}: {error}"));
    app.files.get(&object.into()).await.map_err(failed)?.bytes().await.map_err(failed)
}

/// Puts a file into the store under a random name, which it answers.
///
/// # Errors
/// Where the store fails.
pub async fn keep_file(app: &App, contents: Bytes) -> Result<String, PageError> {
    let object = hex::encode(rand::random::<[u8; 16]>());
    let failed = |error: object_store::Error| PageError::Failed(format!("evidence {object}: {error}"));
    app.files.put(&object.as_str().into(), PutPayload::from_bytes(contents)).await.map_err(failed)?;
    Ok(object)
}

/// A file as a download: an ASCII name for old readers, the real one beside it.
#[must_use]
pub fn download(name: &str, media_type: &str, contents: Vec<u8>) -> Response {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
    let plain = if plain.trim_matches('.') == extension { format!("ihaeng.{extension}") } else { plain };
    let encoded = utf8_percent_encode(name, ATTRIBUTE);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    let mut response = Response::new(Body::from(contents));
    if let (Ok(kind), Ok(disposition)) = (HeaderValue::from_str(media_type), HeaderValue::from_str(&disposition)) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::download;

    #[test]
    fn a_download_keeps_its_korean_name() {
        let response = download("등급 심의결과(2차).hwpx", "application/hwp+zip", vec![]);
        let disposition = response.headers()["content-disposition"].to_str().unwrap();
        assert!(
            disposition.starts_with("attachment; filename=\"2.hwpx\"; filename*=UTF-8''%EB%93%B1"),
            "{disposition}"
        );
        let response = download("보고.pdf", "application/pdf", vec![]);
        assert!(response.headers()["content-disposition"].to_str().unwrap().contains("filename=\"ihaeng.pdf\""));
    }
}

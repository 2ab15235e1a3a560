//! Files and links of records: kept in the object store, served as downloads to those who see what they belong to.

use crate::domain::council::agenda::Paper;
use crate::domain::ids::RecordId;
use crate::domain::text::LINE_MAX;
use crate::pages::texts::council as texts;
use crate::server::council::form::Form;
use crate::server::council::hall::{Hall, entry_of};
use crate::server::errors::PageError;
use crate::server::files::{download, fetch, keep_file};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use sha2::{Digest, Sha256};

/// The file and the link of a form, as papers of `subject`; the file is put into the store where the form is good.
///
/// # Errors
/// Where the store fails.
pub async fn read_papers(
    hall: &Hall,
    form: &mut Form<'_>,
    subject: RecordId,
    required: bool,
) -> Result<Vec<Paper>, PageError> {
    let link = form.link("link");
    let file = form.file("file");
    if required && form.is_good() && link.is_none() && file.is_none() {
        form.fault("link", texts::fault_paper(hall.lang()));
    }
    let mut papers = Vec::new();
    if !form.is_good() || form.posted.show_only {
        return Ok(papers);
    }
    if let Some((file, name, media_type)) = file {
        let object = keep_file(&hall.app, file.contents.clone()).await?;
        papers.push(Paper {
            subject,
            name,
            link: None,
            media_type: media_type.to_owned(),
            bytes: i64::try_from(file.contents.len()).unwrap_or(i64::MAX),
            sha256: hex::encode(Sha256::digest(&file.contents)),
            object: Some(object),
            struck: false,
        });
    }
    if let Some(link) = link {
        let name: String = link.chars().take(LINE_MAX).collect();
        let (media_type, sha256) = (String::new(), String::new());
        papers.push(Paper {
            subject,
            name,
            link: Some(link),
            media_type,
            bytes: 0,
            sha256,
            object: None,
            struck: false,
        });
    }
    Ok(papers)
}

/// `GET /papers/{id}`: to those who see the record that it belongs to; to others it does not exist.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    let paper = entry_of(&hall.council.papers, &id)?;
    if let Some(link) = &paper.body.link {
        return Ok(see_other(link));
    }
    let object = paper.body.object.as_deref().ok_or(PageError::NotFound)?;
    let contents = fetch(&app, object).await?;
    let mut response = download(&paper.body.name, &paper.body.media_type, contents.into());
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

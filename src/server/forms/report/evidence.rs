//! Files and links that come with the form: kept with the draft whatever becomes of the other fields.

use super::desk::Desk;
use crate::domain::evidence::{FileFault, file_kind, is_link, tidy_file_name};
use crate::pages::lang::Lang;
use crate::pages::texts::report as texts;
use crate::server::errors::PageError;
use crate::server::files::keep_file;
use crate::server::posted::{Posted, PostedFile};
use crate::store::NewEvidence;
use sha2::{Digest, Sha256};

/// Keeps the files that pass their own checks, and the link; answers what is wrong with the others.
pub(super) async fn keep_evidence(desk: &Desk, posted: &Posted) -> Result<Vec<(String, String)>, PageError> {
    let mut faults = Vec::new();
    for file in posted.files.iter().filter(|file| file.field == "evidence") {
        let name = tidy_file_name(&file.name);
        match file_kind(&name, &file.contents) {
            Ok(kind) => keep_one(desk, file, name, kind.media_type()).await?,
            Err(fault) => faults.push(("evidence".to_owned(), file_fault(desk.reading.info.lang, fault, &name))),
        }
    }
    let link = posted.get("link");
    if is_link(link) {
        let new = NewEvidence { name: link.to_owned(), link: Some(link.to_owned()), ..empty_evidence(desk) };
        add_evidence(desk, &new).await?;
    } else if !link.is_empty() {
        faults.push(("link".to_owned(), texts::fault_link(desk.reading.info.lang).to_owned()));
    }
    Ok(faults)
}

async fn keep_one(desk: &Desk, file: &PostedFile, name: String, media_type: &str) -> Result<(), PageError> {
    let object = keep_file(&desk.app, file.contents.clone()).await?;
    let new = NewEvidence {
        name,
        media_type: media_type.to_owned(),
        bytes: i64::try_from(file.contents.len()).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(&file.contents)),
        object: Some(object),
        ..empty_evidence(desk)
    };
    add_evidence(desk, &new).await
}

fn empty_evidence(desk: &Desk) -> NewEvidence {
    NewEvidence {
        institution: desk.assignment.institution.clone(),
        assignment: desk.assignment.id,
        name: String::new(),
        link: None,
        media_type: String::new(),
        bytes: 0,
        sha256: String::new(),
        object: None,
        return_id: None,
    }
}

async fn add_evidence(desk: &Desk, new: &NewEvidence) -> Result<(), PageError> {
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    tx.add_evidence(new).await?;
    Ok(tx.commit().await?)
}

/// What is wrong with a file, in words.
#[must_use]
pub fn file_fault(lang: Lang, fault: FileFault, name: &str) -> String {
    match fault {
        FileFault::Empty => texts::fault_file_empty(lang, name),
        FileFault::TooLarge => texts::fault_file_large(lang, name),
        FileFault::Extension => texts::fault_file_extension(lang, name),
        FileFault::Contents => texts::fault_file_contents(lang, name),
        FileFault::Name => texts::fault_file_name(lang, name),
    }
}

//! Files and links that come with a return: kept with their entry whatever becomes of the fields.

use super::desk::ReturnDesk;
use crate::domain::evidence::{file_kind, is_link, tidy_file_name};
use crate::domain::ids::{AssignmentId, EvidenceId, TaskNo};
use crate::pages::texts::report as texts;
use crate::server::errors::PageError;
use crate::server::files::keep_file;
use crate::server::forms::report::file_fault;
use crate::server::posted::Posted;
use crate::store::NewEvidence;
use sha2::{Digest, Sha256};

/// A fault: the task, the field, the words.
pub(super) type FileFault = (TaskNo, String, String);

/// Keeps the files and links that pass their own checks; answers what is wrong with the others.
pub(super) async fn keep_evidence(desk: &mut ReturnDesk, posted: &Posted) -> Result<Vec<FileFault>, PageError> {
    let lang = desk.reading.info.lang;
    let mut faults = Vec::new();
    let mut kept = Vec::new();
    for line in desk.model.lines.iter().filter(|line| line.entry.asked) {
        let (id, prefix) = (line.assignment.id, line.prefix());
        for file in posted.files.iter().filter(|file| file.field == format!("{prefix}evidence")) {
            let name = tidy_file_name(&file.name);
            match file_kind(&name, &file.contents) {
                Ok(kind) => {
                    let object = keep_file(&desk.app, file.contents.clone()).await?;
                    kept.push(NewEvidence {
                        media_type: kind.media_type().to_owned(),
                        bytes: i64::try_from(file.contents.len()).unwrap_or(i64::MAX),
                        sha256: hex::encode(Sha256::digest(&file.contents)),
                        object: Some(object),
                        ..empty(desk, id, name)
                    });
                }
                Err(fault) => faults.push((line.no(), "evidence".to_owned(), file_fault(lang, fault, &name))),
            }
        }
        let link = posted.get(&format!("{prefix}link"));
        if is_link(link) {
            kept.push(NewEvidence { link: Some(link.to_owned()), ..empty(desk, id, link.to_owned()) });
        } else if !link.is_empty() {
            faults.push((line.no(), "link".to_owned(), texts::fault_link(lang).to_owned()));
        }
    }
    if !kept.is_empty() {
        let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
        for new in &kept {
            tx.add_evidence(new).await?;
        }
        tx.commit().await?;
        reload(desk).await?;
    }
    Ok(faults)
}

fn empty(desk: &ReturnDesk, assignment: AssignmentId, name: String) -> NewEvidence {
    NewEvidence {
        institution: desk.model.one.institution.clone(),
        assignment,
        name,
        link: None,
        media_type: String::new(),
        bytes: 0,
        sha256: String::new(),
        object: None,
        return_id: Some(desk.model.one.id),
    }
}

/// Takes a file or link off the entry with which it stands.
pub(super) async fn remove_evidence(desk: &mut ReturnDesk, id: i64) -> Result<(), PageError> {
    let line = desk.model.lines.iter().find(|line| line.evidence.iter().any(|one| one.id == id));
    let assignment = line.ok_or(PageError::NotFound)?.assignment.id;
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    tx.remove_evidence(EvidenceId(id), assignment, &desk.model.one.institution).await?;
    tx.commit().await?;
    reload(desk).await
}

async fn reload(desk: &mut ReturnDesk) -> Result<(), PageError> {
    let mut evidence = desk.app.store.entry_evidence(desk.model.one.id).await?;
    for line in &mut desk.model.lines {
        line.evidence = evidence.remove(&line.assignment.id).unwrap_or_default();
    }
    Ok(())
}

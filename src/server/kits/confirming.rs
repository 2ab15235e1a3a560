//! What an upload would change, and its confirmation: all of it in one write, or nothing.

use super::desk::KitDesk;
use crate::domain::ids::{AssignmentId, ReportId};
use crate::domain::kit::{FieldMerge, FilledEntry, KitRefusal, Taken, form_of, merge, take};
use crate::domain::narrative::ReportText;
use crate::domain::report::read_statement;
use crate::pages::format;
use crate::pages::kit::{Preview, PreviewEntry, choice_name, field_label, preview_page};
use crate::pages::report::fault_words;
use crate::pages::texts::kit as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{KeptEntry, KitUpload, StoreError};
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::HashMap;

type Place = Path<(String, String, String)>;

/// GET /reviews/{round}/returns/{slug}/kit/{id}
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug, id)): Place,
) -> Answer {
    let desk = KitDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    match Look::at(&desk, &id).await? {
        Ok(look) => Ok(look.show(&desk, StatusCode::OK, look.preview(&desk)).await),
        Err(refused) => Ok(refused),
    }
}

/// POST /reviews/{round}/returns/{slug}/kit/{id}: `confirm` writes, `discard` forgets the upload.
pub(super) async fn confirm(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((round, slug, id)): Place,
    posted: Posted,
) -> Answer {
    let desk = KitDesk::open(&app, &visitor, &uri, &round, &slug).await?;
    let look = match Look::at(&desk, &id).await? {
        Ok(look) => look,
        Err(refused) => return Ok(refused),
    };
    let mut preview = look.preview(&desk);
    preview.chosen = posted.fields.iter().filter(|(name, _)| name.starts_with('t')).cloned().collect();
    if posted.show_only {
        return Ok(look.show(&desk, StatusCode::OK, preview).await);
    }
    if posted.get("action") == "discard" {
        let mut tx = app.store.write(&desk.actor, app.clock.now()).await?;
        tx.drop_kit_upload(&id).await?;
        tx.commit().await?;
        return Ok(noted(&app, &desk.link("/kit"), "kit_discarded"));
    }
    if posted.get("seen") != preview.seen {
        preview.moved = true;
        return Ok(look.show(&desk, StatusCode::CONFLICT, preview).await);
    }
    preview.faults = look.unchosen(&desk, &preview);
    if !preview.faults.is_empty() {
        return Ok(look.show(&desk, StatusCode::UNPROCESSABLE_ENTITY, preview).await);
    }
    record(&desk, &look, &preview).await
}

async fn record(desk: &KitDesk, look: &Look, preview: &Preview) -> Answer {
    let kept = look.kept(preview);
    let back = desk.link(if desk.on_behalf { "?on_behalf=1" } else { "" });
    let plan = desk.reading.plan.ledger.plan.id;
    let mut tx = desk.app.store.write(&desk.actor, desk.app.clock.now()).await?;
    if kept.is_empty() {
        tx.drop_kit_upload(&look.upload.id).await?;
        tx.commit().await?;
        return Ok(noted(&desk.app, &back, "kit_unchanged"));
    }
    match tx.apply_kit(plan, &desk.round, &desk.one, &look.upload, &kept).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(noted(&desk.app, &back, "kit_applied"))
        }
        // Somebody was faster; the write is dropped whole, and asking again shows what is there now.
        Err(StoreError::Conflict) => Err(PageError::Conflict),
        Err(error) => Err(error.into()),
    }
}

/// An upload beside what the return holds.
struct Look {
    upload: KitUpload,
    entries: Vec<LookedAt>,
}

/// One assignment of it.
struct LookedAt {
    filled: FilledEntry,
    current: Vec<(String, String)>,
    no_change: bool,
    revision: i64,
    evidence: usize,
    merges: Vec<FieldMerge>,
}

impl Look {
    /// The upload, or the page that says why it cannot be looked at.
    async fn at(desk: &KitDesk, id: &str) -> Result<Result<Self, Response>, PageError> {
        let mut model = desk.model();
        if desk.closed.is_some() {
            return Ok(Err(desk.show(StatusCode::CONFLICT, model).await));
        }
        let (store, now) = (&desk.app.store, desk.app.system.now());
        let upload = store.kit_upload(id, desk.actor.id, now).await?.filter(|one| one.return_id == desk.one.id);
        let Some(upload) = upload else {
            model.gone = true;
            return Ok(Err(desk.show(StatusCode::GONE, model).await));
        };
        let faults = desk.faults(&upload.filled);
        if !faults.is_empty() {
            model.refused = Some(KitRefusal::Cells(faults));
            return Ok(Err(desk.show(StatusCode::UNPROCESSABLE_ENTITY, model).await));
        }
        let texts = store.report_texts(&desk.reports()).await?;
        let evidence = store.entry_evidence(desk.one.id).await?;
        let evidence = |id: AssignmentId| evidence.get(&id).map_or(0, Vec::len);
        let looked = upload
            .filled
            .entries
            .iter()
            .filter_map(|filled| looked_at(desk, filled, &texts, evidence(filled.assignment)));
        let mut entries: Vec<LookedAt> = looked.filter(|entry| !entry.merges.is_empty()).collect();
        entries.sort_by_key(|entry| desk.asked(entry.filled.assignment).map(|(one, _)| one.task_no));
        Ok(Ok(Self { entries, upload }))
    }

    fn preview(&self, desk: &KitDesk) -> Preview {
        let lang = desk.reading.info.lang;
        let seen = self.entries.iter().map(|entry| format!("{}:{}", entry.filled.assignment, entry.revision));
        Preview {
            round: desk.round.clone(),
            one: desk.one.clone(),
            id: self.upload.id.clone(),
            file_name: self.upload.file_name.clone(),
            issued: format::instant(lang, self.upload.filled.issued_at),
            entries: self.entries.iter().filter_map(|entry| entry.preview(desk)).collect(),
            seen: seen.collect::<Vec<_>>().join(","),
            chosen: vec![],
            faults: vec![],
            moved: false,
        }
    }

    async fn show(&self, desk: &KitDesk, status: StatusCode, preview: Preview) -> Response {
        let title = texts::preview_title(desk.reading.info.lang);
        desk.draw(status, title, move |scene| preview_page(scene, &preview)).await
    }

    /// The fields that both sides changed and of which none was chosen.
    fn unchosen(&self, desk: &KitDesk, preview: &Preview) -> Vec<(String, String)> {
        let (scene, lang) = (desk.scene(), desk.reading.info.lang);
        let all = preview.entries.iter().flat_map(|entry| entry.merges.iter().map(move |one| (entry.task, one)));
        let open = all.filter(|(task, one)| one.both && chosen(preview, &choice_name(*task, &one.field)).is_none());
        open.map(|(task, one)| {
            let words = texts::fault_choice(lang, field_label(&scene, &one.field), task);
            (choice_name(task, &one.field), words)
        })
        .collect()
    }

    /// The entries as they become, where they become anything else.
    fn kept(&self, preview: &Preview) -> Vec<KeptEntry> {
        let kept = self.entries.iter().zip(&preview.entries).filter_map(|(entry, shown)| {
            let keeps_ours =
                |one: &FieldMerge| one.both && chosen(preview, &choice_name(shown.task, &one.field)) == Some("ours");
            let Taken { fields, no_change } = take(&entry.current, entry.no_change, &entry.merges, keeps_ours)?;
            Some(KeptEntry { assignment: entry.filled.assignment, fields, no_change, seen: entry.revision })
        });
        kept.collect()
    }
}

/// `ours` or `file`.
fn chosen<'a>(preview: &'a Preview, name: &str) -> Option<&'a str> {
    let chosen = preview.chosen.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    chosen.filter(|value| ["ours", "file"].contains(value))
}

fn looked_at(
    desk: &KitDesk,
    filled: &FilledEntry,
    texts: &HashMap<ReportId, ReportText>,
    evidence: usize,
) -> Option<LookedAt> {
    let (assignment, entry) = desk.asked(filled.assignment)?;
    let current = form_of(entry, assignment, texts);
    let merges = merge(filled, &current, entry.no_change);
    let (filled, no_change, revision) = (filled.clone(), entry.no_change, entry.revision);
    Some(LookedAt { filled, current, no_change, revision, evidence, merges })
}

impl LookedAt {
    fn preview(&self, desk: &KitDesk) -> Option<PreviewEntry> {
        let (assignment, entry) = desk.asked(self.filled.assignment)?;
        let lang = desk.reading.info.lang;
        let moved = entry.revision != self.filled.revision;
        let saved = entry.saved_at.filter(|_| moved).map(|at| (format::instant(lang, at), entry.saved_by.clone()));
        Some(PreviewEntry { task: assignment.task_no, merges: self.merges.clone(), saved, left: self.left(desk) })
    }

    /// What would be missing for a hand-in once the file is taken, the system's values kept where both changed.
    fn left(&self, desk: &KitDesk) -> Vec<String> {
        let after = take(&self.current, self.no_change, &self.merges, |one| one.both);
        let (fields, no_change) = after.map_or((None, self.no_change), |after| (after.fields, after.no_change));
        let Some((assignment, _)) = desk.asked(self.filled.assignment).filter(|_| !no_change) else { return vec![] };
        let scene = desk.scene();
        let faults = read_statement(fields.as_ref().unwrap_or(&self.current), assignment, self.evidence).err();
        faults.unwrap_or_default().iter().map(|fault| fault_words(&scene, fault)).collect()
    }
}

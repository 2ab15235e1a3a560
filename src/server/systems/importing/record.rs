//! Keeping what a file would do, and doing it: all of it in one write, or nothing.

use crate::domain::systems::import::{Staged, Summary};
use crate::server::state::App;
use crate::store::{Actor, ImportLine, ImportState, LineOutcome, Store, StoreError, StoreResult, SystemChange, Tx};
use serde_json::json;

/// Lines kept in one write: between them others come to theirs.
const PAGE: usize = 2_000;

/// Keeps the lines of a file that is being read.
pub(super) async fn keep(app: &App, actor: &Actor, id: i64, lines: &[ImportLine]) -> StoreResult<()> {
    let mut done = lines.len() / 2;
    for part in lines.chunks(PAGE) {
        let mut tx = app.store.write(actor, app.clock.now()).await?;
        tx.keep_lines(id, part).await?;
        tx.commit().await?;
        done = (done + part.len() / 2).min(lines.len());
        app.store.note_progress(id, (narrow(done), narrow(lines.len())), app.system.now()).await?;
    }
    Ok(())
}

/// Moves an import on, with what came of it; nothing where it was moved meanwhile.
pub(super) async fn end(
    app: &App,
    actor: &Actor,
    id: i64,
    (from, to): (ImportState, ImportState),
    only_good: bool,
    summary: &Summary,
) -> StoreResult<bool> {
    let mut tx = app.store.write(actor, app.clock.now()).await?;
    let moved = tx.move_import(id, (from, to), only_good, &told(summary)?).await?;
    if moved && to == ImportState::Dropped {
        tx.forget_lines(id, false).await?;
    }
    tx.commit().await?;
    app.store.note_progress(id, (summary.rows(), summary.rows()), app.system.now()).await?;
    Ok(moved)
}

/// A summary as its column holds it.
pub(super) fn told(summary: &Summary) -> StoreResult<String> {
    serde_json::to_string(summary).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The lines that were shown and are not bad, as they wait.
pub(super) async fn waiting(store: &Store, id: i64) -> StoreResult<Vec<Staged>> {
    let mut waiting = Vec::new();
    for outcome in [LineOutcome::New, LineOutcome::Changed, LineOutcome::Same] {
        let before = waiting.len();
        loop {
            let skip = narrow(waiting.len() - before);
            let lines = store.import_lines(id, outcome, (skip, narrow(PAGE))).await?;
            if lines.is_empty() {
                break;
            }
            waiting.extend(lines.iter().map(staged).collect::<StoreResult<Vec<_>>>()?);
        }
    }
    Ok(waiting)
}

/// What a line would do.
///
/// # Errors
/// Where the line holds what no program wrote.
pub fn staged(line: &ImportLine) -> StoreResult<Staged> {
    serde_json::from_str(&line.contents).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Writes what the lines say, with one audit entry.
///
/// # Errors
/// [`StoreError::Conflict`] where a system was changed since it was looked at, or a number or name was taken meanwhile; the
/// write must then not be committed.
pub async fn write_lines(tx: &mut Tx, id: i64, summary: &Summary, lines: Vec<Staged>) -> StoreResult<()> {
    // Lines may have been forgotten while they were read: what is written is all of it, as the audit entry says.
    if narrow(lines.len()) != summary.new + summary.changed + summary.same {
        return Err(StoreError::Conflict);
    }
    // What was shown as unchanged must be so still: it was looked at like the rest.
    let seen: Vec<i64> = lines.iter().filter_map(|line| line.seen.map(|(_, version)| version)).collect();
    if !tx.are_present(&seen).await? {
        return Err(StoreError::Conflict);
    }
    let change = |line: Staged| Some(SystemChange { seen: line.seen, system: line.system? });
    let changes: Vec<SystemChange> = lines.into_iter().filter_map(change).collect();
    tx.put_systems(&changes, Some(id)).await?;
    let only = match summary.institutions.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let outcome = json!({
        "added": summary.new, "changed": summary.changed, "same": summary.same, "left_out": summary.bad,
        "institutions": summary.institutions,
    });
    tx.note_import(Some(id), only, &outcome).await
}

fn narrow(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

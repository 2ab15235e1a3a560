//! A file held against the register: what each of its rows would do.

use crate::domain::clock::SystemClock;
use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::sheet::SheetRefusal;
use crate::domain::systems::InformationSystem;
use crate::domain::systems::import::{
    Brought, Difference, Identity, ImportRefusal, Importer, Judged, Outcome, Staged, Summary, identify, judge,
};
use crate::domain::systems::register::Register;
use crate::pages::lang::Lang;
use crate::pages::systems::words;
use crate::reports::register::{cells, read};
use crate::server::spreadsheets::reading_aside;
use crate::store::{ImportLine, LineOutcome, Store, StoreError, StoreResult};
use axum::body::Bytes;
use std::collections::HashMap;
use std::sync::Arc;

/// Systems read from the database at once.
const PAGE: usize = 2_000;

/// A file that can be read.
pub struct Looked {
    pub summary: Summary,
    pub lines: Vec<ImportLine>,
}

/// Where it is noted how far the reading of a file is; `None`: nowhere.
pub struct Pace {
    pub import: Option<i64>,
}

impl Pace {
    async fn note(&self, store: &Store, done: i64, all: i64) -> StoreResult<()> {
        match self.import {
            Some(id) => store.note_progress(id, (done, all), SystemClock.now()).await,
            None => Ok(()),
        }
    }
}

/// Looks at a file.
///
/// # Errors
/// Where the database fails. A file that cannot be read is the inner error.
pub async fn look(
    store: &Store,
    register: Arc<Register>,
    importer: Importer,
    contents: Bytes,
    pace: &Pace,
) -> StoreResult<Result<Looked, ImportRefusal>> {
    let brought = match aside(move || read(&contents)).await {
        Ok(Ok(brought)) => brought,
        Ok(Err(refusal)) => return Ok(Err(ImportRefusal::Sheet(refusal))),
        // A file on which the reading breaks is no table of ours.
        Err(_) => return Ok(Err(ImportRefusal::Sheet(SheetRefusal::NotASheet))),
    };
    let all = i64::try_from(brought.rows.len()).unwrap_or(i64::MAX);
    pace.note(store, 0, all).await?;
    let importer = Arc::new(importer);
    let (clerk, book) = (Arc::clone(&importer), Arc::clone(&register));
    let (brought, identities) = aside(move || {
        let identities = identify(&brought, &book, &clerk);
        (brought, identities)
    })
    .await?;
    let old = known(store, &identities, all, pace).await?;
    Ok(Ok(aside(move || looked(&brought, &identities, &old, &register, &importer)).await?))
}

/// Away from the threads that answer.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> StoreResult<T> {
    reading_aside(work).await.map_err(|error| StoreError::Corrupt(format!("a spreadsheet broke its reading: {error}")))
}

/// The systems that the file speaks of, by their versions.
async fn known(
    store: &Store,
    identities: &[Identity],
    all: i64,
    pace: &Pace,
) -> StoreResult<HashMap<i64, InformationSystem>> {
    let versions: Vec<i64> = identities.iter().filter_map(|one| one.seen.map(|(_, version)| version)).collect();
    let mut known = HashMap::with_capacity(versions.len());
    for part in versions.chunks(PAGE) {
        known.extend(store.systems(part).await?.into_iter().map(|record| (record.id, record.system)));
        let done = i64::try_from(known.len()).unwrap_or(all).min(all) / 2;
        pace.note(store, done, all).await?;
    }
    Ok(known)
}

fn looked(
    brought: &Brought,
    identities: &[Identity],
    old: &HashMap<i64, InformationSystem>,
    register: &Register,
    importer: &Importer,
) -> Looked {
    let mut summary = Summary {
        columns: brought.columns.clone(),
        unknown: brought.unknown.clone(),
        missing: brought.missing.clone(),
        ..Summary::default()
    };
    let judged = judge(brought, identities, old, register, importer);
    let lines = judged.into_iter().map(|row| staged(row, &importer.institutions, &mut summary)).collect();
    summary.institutions.sort();
    summary.institutions.dedup();
    Looked { summary, lines }
}

fn staged(row: Judged, institutions: &[Institution], summary: &mut Summary) -> ImportLine {
    let mut writes = |slug: &Slug| {
        if summary.institutions.last() != Some(slug) {
            summary.institutions.push(slug.clone());
        }
    };
    let (outcome, contents) = match row.outcome {
        Outcome::New(system) => {
            summary.new += 1;
            writes(&system.institution);
            (LineOutcome::New, Staged { system: Some(*system), ..Staged::default() })
        }
        Outcome::Changed { seen, old, new } => {
            summary.changed += 1;
            writes(&old.institution);
            writes(&new.institution);
            let differences = differences(&old, &new, institutions);
            (LineOutcome::Changed, Staged { seen: Some(seen), system: Some(*new), differences, cells: vec![] })
        }
        Outcome::Same { seen } => {
            summary.same += 1;
            (LineOutcome::Same, Staged { seen: Some(seen), ..Staged::default() })
        }
        Outcome::Bad(cells) => {
            summary.bad += 1;
            summary.cells += i64::try_from(cells.len()).unwrap_or(i64::MAX);
            (LineOutcome::Bad, Staged { cells, ..Staged::default() })
        }
    };
    let contents = serde_json::to_string(&contents).unwrap_or_default();
    ImportLine { row_no: i64::from(row.no), outcome, code: row.code, name: row.name, contents }
}

fn differences(old: &InformationSystem, new: &InformationSystem, institutions: &[Institution]) -> Vec<Difference> {
    let cells =
        |system: &InformationSystem| cells(system, &words::institution(Lang::Ko, institutions, &system.institution));
    let pairs = cells(old).into_iter().zip(cells(new)).filter(|(old, new)| old != new);
    pairs.map(|((field, old), (_, new))| Difference { field: field.to_owned(), old, new }).collect()
}

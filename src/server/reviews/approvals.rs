//! Approving several returns in one write: all of those chosen, or none.

use super::board::{found, rows};
use super::desk::{Managed, RoundDesk};
use crate::domain::exceptions::round::HandedIn;
use crate::domain::returns::{Return, ReturnEventKind, ReturnRefusal, ReturnState};
use crate::pages::admin::Filled;
use crate::pages::particle::topic;
use crate::pages::record::Scene;
use crate::pages::reviews::approvals::{BulkModel, BulkRow, page};
use crate::pages::reviews::board::BoardRow;
use crate::pages::reviews::words::finding_words;
use crate::pages::texts::{exceptions, reviews as texts};
use crate::server::errors::PageError;
use crate::server::forms::status_of;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::store::{NewReturnEvent, StoreError};
use axum::extract::OriginalUri;
use std::sync::Arc;

/// GET /reviews/{round}/approvals
pub(super) async fn show(Managed(desk): Managed) -> Answer {
    let rows = waiting(&desk).await?;
    drawn(&desk, rows, Filled::default()).await
}

async fn drawn(desk: &RoundDesk, rows: Vec<BulkRow>, form: Filled) -> Answer {
    let status = status_of(&form.faults);
    let title = texts::bulk_title(desk.reading.info.lang).to_owned();
    let model = Arc::new(BulkModel { round: desk.round.clone(), rows, form });
    Ok(desk.show(status, title, false, move |scene: &Scene| page(scene, &model)).await)
}

/// The returns that wait, first in first, each with what may be done with it in one go.
async fn waiting(desk: &RoundDesk) -> Result<Vec<BulkRow>, PageError> {
    let exceptions = found(&desk.reading, &desk.round);
    let mut all = rows(desk, true, &exceptions).await?;
    all.retain(|row| row.one.state == ReturnState::Submitted);
    all.sort_by_key(|row| row.one.submission().map(|event| event.recorded_at));
    all.into_iter().map(|row| bulk_row(desk, row)).collect()
}

fn bulk_row(desk: &RoundDesk, row: BoardRow) -> Result<BulkRow, PageError> {
    let ledger = &desk.reading.plan.ledger;
    let handed_in = HandedIn::of(ledger, &row.one, desk.reading.standing.cutoff);
    let lang = desk.reading.info.lang;
    let mut held = finding_words(lang, &handed_in, &row.findings);
    // Unchanged as a whole is no reason to look twice; three times running is, and is found by its rule.
    if row.findings.is_empty() && handed_in.leaps.is_empty() && handed_in.claims == 0 {
        held.clear();
    }
    if row.open_queries() > 0 {
        held.push(exceptions::finding_queries(lang, row.open_queries()));
    }
    let verb = verb(desk, &row.one, row.open_queries())?;
    let verdict = match verb {
        Ok(kind) if held.is_empty() => Ok(kind),
        Err(ReturnRefusal::OwnSubmission) => {
            held.insert(0, texts::bulk_why_own(lang).to_owned());
            Err(held)
        }
        Err(ReturnRefusal::OwnCheck) => {
            held.insert(0, texts::bulk_why_own_check(lang).to_owned());
            Err(held)
        }
        _ => Err(held),
    };
    Ok(BulkRow { edited: handed_in.edited, unchanged: handed_in.unchanged, verdict, one: row.one })
}

/// Where two review, what nobody checked is checked; else it is approved.
fn verb(desk: &RoundDesk, one: &Return, queries: i64) -> Result<Result<ReturnEventKind, ReturnRefusal>, PageError> {
    let (by, round) = (desk.visitor.reader()?.id, &desk.round);
    if round.settings.two_steps && one.checked().is_none() {
        return Ok(one.check(by, round.state, queries));
    }
    Ok(one.approve(by, round.state, queries, round.settings.two_steps))
}

/// POST /reviews/{round}/approvals
pub(super) async fn approve(OriginalUri(uri): OriginalUri, Managed(desk): Managed, posted: Posted) -> Answer {
    let rows = waiting(&desk).await?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return drawn(&desk, rows, form).await;
    }
    let chosen: Vec<String> = form.all("returns").map(ToOwned::to_owned).collect();
    let lang = desk.visitor.lang;
    if chosen.is_empty() {
        form.faults.push(("returns", texts::bulk_none_chosen(lang).to_owned()));
        return drawn(&desk, rows, form).await;
    }
    let mut tx = desk.write().await?;
    for slug in &chosen {
        let found = rows.iter().find(|row| row.one.institution.as_str() == slug);
        let kind = found.and_then(|row| row.verdict.as_ref().ok().map(|kind| (row, *kind)));
        let done = match kind {
            Some((row, kind)) => {
                let (plan, new) = (desk.reading.plan.ledger.plan.id, NewReturnEvent::default());
                tx.add_return_event(plan, &desk.round, &row.one, kind, &new).await
            }
            None => Err(StoreError::Conflict),
        };
        match done {
            Ok(()) => {}
            // One of them changed since the page was read: none is approved, and which one is said.
            Err(StoreError::Conflict) => {
                drop(tx);
                let desk = desk.again(&uri).await?;
                let name = institution(&desk, slug);
                form.faults.push(("returns", texts::bulk_overtaken(lang, topic(lang, &name))));
                return drawn(&desk, waiting(&desk).await?, form).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    Ok(desk.done("", "returns_approved"))
}

fn institution(desk: &RoundDesk, slug: &str) -> String {
    let known = desk.reading.plan.ledger.institutions.iter().find(|one| one.slug.as_str() == slug);
    known.map_or_else(|| slug.to_owned(), |one| one.name_ko.clone())
}

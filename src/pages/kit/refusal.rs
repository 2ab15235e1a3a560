//! Why a file was not taken, in words that say what to do.

use super::task_label;
use crate::domain::kit::{CellFault, CellFaultKind, KitRefusal, NO_CHANGE};
use crate::domain::ledger::Cause;
use crate::domain::rating::SelfRating;
use crate::domain::report::NoChangeRefusal;
use crate::pages::components::icon;
use crate::pages::record::Scene;
use crate::pages::report::field_label;
use crate::pages::returns::round_name;
use crate::pages::texts::{kit as texts, record, report};
use crate::reports::kit::{CLAIMED, UNCHANGED};
use crate::reports::labels;
use leptos::prelude::*;

/// The one sentence about a file that is not taken at all.
#[must_use]
pub fn words(scene: &Scene, refusal: &KitRefusal) -> String {
    let lang = scene.lang();
    match refusal {
        KitRefusal::TooLarge { .. } => texts::refusal_too_large(lang).to_owned(),
        KitRefusal::NotAWorkbook => texts::refusal_not_a_workbook(lang).to_owned(),
        KitRefusal::NotAKit => texts::refusal_not_a_kit(lang).to_owned(),
        KitRefusal::OtherSystem => texts::refusal_other_system(lang).to_owned(),
        KitRefusal::Forged => texts::refusal_forged(lang).to_owned(),
        KitRefusal::OtherRound(round) => texts::refusal_other_round(lang, round_name(lang, round)),
        KitRefusal::OtherInstitution(slug) => texts::refusal_other_institution(lang, scene.institution(slug)),
        KitRefusal::Sheets { added, missing } if missing.is_empty() => {
            texts::refusal_sheets_added(lang, added.join(", "))
        }
        KitRefusal::Sheets { missing, .. } => texts::refusal_sheets_missing(lang, missing.join(", ")),
        KitRefusal::Frame { sheet } => texts::refusal_frame(lang, sheet),
        KitRefusal::Cells(cells) => texts::refused_cells(lang, cells.len()),
    }
}

/// Every cell to be corrected: where it is, what it is about, what is wrong.
pub(super) fn cells(scene: &Scene, cells: &[CellFault]) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = cells
        .iter()
        .map(|fault| {
            view! {
                <tr><th scope="row"><span class="nw">{texts::cell_at(lang, &fault.at, &fault.sheet)}</span></th>
                    <td data-l=texts::col_task(lang)>{task_label(scene, fault.task)}</td>
                    <td data-l=texts::col_field(lang)>{label(scene, &fault.field)}</td>
                    <td data-l=texts::col_fault(lang)>{cell_words(scene, &fault.field, fault.kind)}</td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="alert" role="alert" tabindex="-1" id="faults"><h2>{icon("err")}<span>{texts::refused_cells(lang, cells.len())}</span></h2>
            <p>{texts::refused_cells_how(lang)}</p>
            <table class="tbl flow kit-t"><caption class="sr-only">{texts::cells_caption(lang)}</caption>
                <thead><tr><th scope="col">{texts::col_cell(lang)}</th><th scope="col">{texts::col_task(lang)}</th><th scope="col">{texts::col_field(lang)}</th><th scope="col">{texts::col_fault(lang)}</th></tr></thead>
                <tbody>{rows}</tbody></table></div>
    }
    .into_any()
}

/// The name of a field, 변경 없음 among them.
#[must_use]
pub fn label(scene: &Scene, field: &str) -> String {
    if field == NO_CHANGE { record::no_change(scene.lang()).to_owned() } else { field_label(scene, field) }
}

/// What is wrong with a cell of a field, and how to mend it.
#[must_use]
pub fn cell_words(scene: &Scene, field: &str, kind: CellFaultKind) -> String {
    let lang = scene.lang();
    match kind {
        CellFaultKind::Formula => texts::cell_formula(lang).to_owned(),
        CellFaultKind::Error => texts::cell_error(lang).to_owned(),
        CellFaultKind::Choice => texts::cell_choice(lang, choices(field)),
        CellFaultKind::Progress => texts::cell_progress(lang).to_owned(),
        CellFaultKind::Day => texts::cell_day(lang).to_owned(),
        CellFaultKind::TooLong { max, actual } => texts::cell_too_long(lang, actual, max),
        CellFaultKind::NoChangeWithChanges => texts::cell_no_change_with_changes(lang).to_owned(),
        CellFaultKind::NoChange(NoChangeRefusal::NothingBefore) => report::no_change_nothing(lang).to_owned(),
        CellFaultKind::NoChange(NoChangeRefusal::Late) => report::no_change_late(lang).to_owned(),
        CellFaultKind::NoChange(NoChangeRefusal::QueryOpen) => report::no_change_query(lang).to_owned(),
        CellFaultKind::NoChange(NoChangeRefusal::Closed) => report::no_change_closed(lang).to_owned(),
        CellFaultKind::Closed => texts::cell_closed(lang).to_owned(),
    }
}

/// The words of the file's list, which is Korean whatever the page.
fn choices(field: &str) -> String {
    match field {
        "self_rating" => SelfRating::ALL.map(labels::self_rating).join(", "),
        NO_CHANGE => UNCHANGED.to_owned(),
        claim if claim.starts_with("claim_") => CLAIMED.to_owned(),
        _ => Cause::ALL.map(labels::cause).join(", "),
    }
}

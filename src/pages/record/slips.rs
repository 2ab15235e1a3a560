//! The slip ledger: a table of forecast moves, newest first, with the change of the approved due that was asked for.

use super::cells::{date, day_text, due_short};
use super::{Scene, korean};
use crate::domain::calendar::day_of;
use crate::domain::ids::MilestoneId;
use crate::domain::ledger::{Cause, DateChangeFact};
use crate::domain::slip::Move;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components::{Empty, section};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::texts;
use leptos::prelude::*;

/// Rows shown before the rest is folded.
const SHOWN: usize = 20;

/// A move with the assignment it belongs to.
#[derive(Clone, Copy)]
pub struct MoveRow<'a> {
    pub assignment: &'a AssignmentStanding,
    pub step: &'a StepStanding,
    pub moved: &'a Move,
}

/// The moves of all steps of `assignments`, newest first.
#[must_use]
pub fn moves<'a>(assignments: impl IntoIterator<Item = &'a AssignmentStanding>) -> Vec<MoveRow<'a>> {
    let mut rows: Vec<_> = assignments
        .into_iter()
        .flat_map(|assignment| assignment.steps.iter().map(move |step| (assignment, step)))
        .flat_map(|(assignment, step)| step.moves.iter().map(move |moved| MoveRow { assignment, step, moved }))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.moved.recorded_at, row.moved.report, row.moved.milestone)));
    rows
}

/// The slip ledger with its heading; `others` is a second table under a fold (all institutions of a task).
pub fn slip_section(
    scene: &Scene,
    rows: &[MoveRow],
    named: bool,
    note: &'static str,
    others: Option<AnyView>,
) -> AnyView {
    let lang = scene.lang();
    let body = if rows.is_empty() {
        Empty::new(texts::record::slips_none(lang), texts::record::slips_none_why(lang)).view()
    } else {
        slip_table(scene, rows, named)
    };
    view! {
        <section class="sec" id="slips">
            {section::head(texts::record::slips(lang), Some(rows.len()), Some(note.to_owned()), None)}
            {body}
            {others}
        </section>
    }
    .into_any()
}

/// The newest moves in a table, the rest folded. `named`: with the institution.
pub fn slip_table(scene: &Scene, rows: &[MoveRow], named: bool) -> AnyView {
    let (shown, folded) = rows.split_at(rows.len().min(SHOWN));
    let older = (!folded.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>{texts::record::slips_older(scene.lang(), folded.len())}</summary>
                {table(scene, folded, named)}
            </details>
        }
    });
    view! { {table(scene, shown, named)}{older} }.into_any()
}

fn table(scene: &Scene, rows: &[MoveRow], named: bool) -> AnyView {
    let lang = scene.lang();
    let body: Vec<AnyView> = rows.iter().map(|row| table_row(scene, row, named)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::record::slips_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::record::col_recorded(lang)}</th>
                <th scope="col">{texts::record::col_milestone(lang)}</th>
                {named.then(|| view! { <th scope="col">{texts::record::col_institution(lang)}</th> })}
                <th scope="col">{texts::record::col_forecast(lang)}</th>
                <th scope="col" class="num">{texts::record::col_move(lang)}</th>
                <th scope="col" class="num">{texts::record::col_total(lang)}</th>
                <th scope="col">{texts::record::col_cause(lang)}</th>
                <th scope="col">{texts::record::col_change(lang)}</th>
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(scene: &Scene, row: &MoveRow, named: bool) -> AnyView {
    let lang = scene.lang();
    let moved = row.moved;
    let total = if moved.against_first_due > 0 { "num late-t" } else { "num" };
    let link = scene.info.link(&format!("/tasks/{}/{}", row.assignment.task_no, row.assignment.institution));
    let institution = named.then(|| {
        view! { <td data-l=texts::record::col_institution(lang)>{scene.institution(&row.assignment.institution)}</td> }
    });
    let cause = moved.cause.map(|cause| view! { <span class="tag">{cause_word(lang, cause)}</span>" " });
    view! {
        <tr>
            <td class="nw" data-l=texts::record::col_recorded(lang)>{date(scene, moved.recorded_on())}</td>
            <th scope="row"><a href=link>{scene.milestone(moved.milestone)}</a></th>
            {institution}
            <td class="nw" data-l=texts::record::col_forecast(lang)>
                <span class="mute">{day_text(scene, moved.from)}</span>" → "<b>{day_text(scene, moved.to)}</b>
            </td>
            <td class="num" data-l=texts::record::col_move(lang)>{format::slip(lang, moved.days())}</td>
            <td class=total data-l=texts::record::col_total(lang)>{format::slip(lang, moved.against_first_due)}</td>
            <td data-l=texts::record::col_cause(lang)>
                {cause}<span lang=korean(lang)>{moved.reason.clone()}</span>
            </td>
            <td data-l=texts::record::col_change(lang)>{change_cell(scene, row)}</td>
        </tr>
    }
    .into_any()
}

/// The change asked for because of this move: the last one proposed from the move on, before the step moved again.
fn change_of<'a>(scene: &Scene<'a>, row: &MoveRow) -> Option<&'a DateChangeFact> {
    let next_move = row.step.moves.iter().map(|other| other.recorded_at).filter(|at| *at > row.moved.recorded_at).min();
    let changes = scene.standing.date_changes.iter().map(AsRef::as_ref);
    let of_step = |milestone: MilestoneId| move |change: &&DateChangeFact| change.milestone == milestone;
    changes.filter(of_step(row.moved.milestone)).filter(|change| change.assignment == row.assignment.id).find(
        |change| change.recorded_at >= row.moved.recorded_at && next_move.is_none_or(|next| change.recorded_at < next),
    )
}

fn change_cell(scene: &Scene, row: &MoveRow) -> AnyView {
    let lang = scene.lang();
    let Some(change) = change_of(scene, row) else {
        let kept = texts::record::change_none(lang, due_short(scene, row.step.due));
        return view! { <span class="mute">{kept}</span> }.into_any();
    };
    let to = due_short(scene, change.to);
    let decision = change.decision.as_ref().filter(|decision| decision.at < scene.standing.cutoff);
    match decision {
        None => texts::record::change_waiting(lang, to).into_any(),
        Some(decision) if decision.approved => {
            let on = day_text(scene, day_of(decision.at));
            view! { {texts::record::change_approved(lang, to)}" "<span class="mute xs">{on}</span> }.into_any()
        }
        Some(_) => texts::record::change_refused(lang, to).into_any(),
    }
}

/// The word for a cause.
#[must_use]
pub const fn cause_word(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::Budget => texts::common::cause_budget(lang),
        Cause::Contract => texts::common::cause_contract(lang),
        Cause::OtherInstitution => texts::common::cause_other_institution(lang),
        Cause::PreviousStep => texts::common::cause_previous_step(lang),
        Cause::Interpretation => texts::common::cause_interpretation(lang),
        Cause::Staffing => texts::common::cause_staffing(lang),
    }
}

//! The date changes asked for, with their decisions.

use super::AssignmentModel;
use crate::domain::calendar::day_of;
use crate::domain::ledger::{DateChangeFact, Decision};
use crate::pages::components::{Empty, section as section_head};
use crate::pages::format;
use crate::pages::record::cells::{date, day_text, due_text};
use crate::pages::record::{Scene, korean};
use crate::pages::texts;
use leptos::prelude::*;

/// The date changes of the assignment known on the day, newest first.
pub fn of_assignment<'a>(model: &AssignmentModel<'a>) -> Vec<&'a DateChangeFact> {
    let known = model.scene.standing.date_changes.iter().map(AsRef::as_ref);
    known.filter(|change| change.assignment == model.assignment.id).collect()
}

/// The decision on a change, where it was taken by the day shown.
pub fn decision_of<'a>(scene: &Scene, change: &'a DateChangeFact) -> Option<&'a Decision> {
    change.decision.as_ref().filter(|decision| decision.at < scene.standing.cutoff)
}

/// The table with its heading.
pub fn section(model: &AssignmentModel) -> AnyView {
    let lang = model.scene.lang();
    let changes = of_assignment(model);
    let body = if changes.is_empty() {
        Empty::new(texts::assignment::changes_none(lang), texts::assignment::changes_none_why(lang)).view()
    } else {
        let rows: Vec<AnyView> = changes.iter().map(|change| row(&model.scene, change)).collect();
        table(model, rows)
    };
    let note = Some(texts::assignment::changes_note(lang).to_owned());
    view! {
        <section class="sec" id="date-changes">
            {section_head::head(texts::assignment::changes(lang), Some(changes.len()), note, None)}
            {body}
        </section>
    }
    .into_any()
}

fn table(model: &AssignmentModel, rows: Vec<AnyView>) -> AnyView {
    let lang = model.scene.lang();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::assignment::changes_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::assignment::col_asked(lang)}</th>
                <th scope="col">{texts::record::col_milestone(lang)}</th>
                <th scope="col">{texts::assignment::col_from_to(lang)}</th>
                <th scope="col" class="num">{texts::assignment::col_days(lang)}</th>
                <th scope="col">{texts::assignment::col_reason(lang)}</th>
                <th scope="col">{texts::assignment::col_decision(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(scene: &Scene, change: &DateChangeFact) -> AnyView {
    let lang = scene.lang();
    let days = (change.to.last_day - change.from.last_day).num_days();
    let earlier =
        change.is_earlier().then(|| view! { " "<span class="tag">{texts::record::change_earlier(lang)}</span> });
    view! {
        <tr>
            <td class="nw" data-l=texts::assignment::col_asked(lang)>{date(scene, day_of(change.recorded_at))}</td>
            <th scope="row" lang=korean(lang)>{scene.milestone(change.milestone)}</th>
            <td class="nw" data-l=texts::assignment::col_from_to(lang)>
                <span class="mute">{due_text(scene, change.from)}</span>" → "<b>{due_text(scene, change.to)}</b>{earlier}
            </td>
            <td class="num" data-l=texts::assignment::col_days(lang)>{format::slip(lang, days)}</td>
            <td data-l=texts::assignment::col_reason(lang)>
                <span lang=korean(lang)>{change.reason.clone()}</span>" "<span class="mute xs">{change.by_name.clone()}</span>
            </td>
            <td data-l=texts::assignment::col_decision(lang)>{decision(scene, change)}</td>
        </tr>
    }
    .into_any()
}

fn decision(scene: &Scene, change: &DateChangeFact) -> AnyView {
    let lang = scene.lang();
    let Some(decision) = decision_of(scene, change) else {
        return view! { <span class="tag tag--hold">{texts::assignment::waiting(lang)}</span> }.into_any();
    };
    let word = if decision.approved { texts::assignment::approved(lang) } else { texts::assignment::refused(lang) };
    let by = format!("{} · {}", decision.by_name, day_text(scene, day_of(decision.at)));
    view! {
        <b>{word}</b>" "<span class="mute xs">{by}</span><br/><span lang=korean(lang)>{decision.reason.clone()}</span>
    }
    .into_any()
}

//! The returns that wait for a review, first in first.

use super::{BoardModel, BoardRow, address};
use crate::domain::calendar::day_of;
use crate::domain::exceptions::round::HandedIn;
use crate::domain::returns::ReturnState;
use crate::pages::components::{Empty, section as heading};
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::record::cells::date;
use crate::pages::reviews::round_path;
use crate::pages::reviews::words::finding_words;
use crate::pages::texts::reviews as texts;
use leptos::prelude::*;

/// The rows that wait, first in first.
pub fn waiting(model: &BoardModel) -> Vec<&BoardRow> {
    let mut rows: Vec<&BoardRow> = model.rows.iter().filter(|row| row.one.state == ReturnState::Submitted).collect();
    rows.sort_by_key(|row| row.one.submission().map(|event| event.recorded_at));
    rows
}

pub fn section(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let rows = waiting(model);
    let word = if model.round.settings.two_steps { texts::queue_bulk_check(lang) } else { texts::queue_bulk(lang) };
    let live = scene.info.asof.is_none() && !rows.is_empty();
    let more = live.then(|| (word, scene.info.link(&round_path(&model.round, "/approvals"))));
    let body = if rows.is_empty() {
        Empty::new(texts::queue_none(lang), texts::queue_none_why(lang)).view()
    } else {
        table(scene, model, &rows)
    };
    let note = Some(texts::queue_note(lang).to_owned());
    view! {
        <section class="sec" id="queue">
            {heading::head(texts::queue(lang), Some(rows.len()), note, more)}
            {body}
        </section>
    }
    .into_any()
}

fn table(scene: &Scene, model: &BoardModel, rows: &[&BoardRow]) -> AnyView {
    let lang = scene.lang();
    let body: Vec<AnyView> = rows.iter().map(|row| table_row(scene, model, row)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::queue_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_institution(lang)}</th><th scope="col">{texts::col_submitted(lang)}</th>
                <th scope="col" class="num">{texts::col_edited(lang)}</th><th scope="col" class="num">{texts::col_unchanged(lang)}</th>
                <th scope="col">{texts::col_findings(lang)}</th><th scope="col">{texts::col_reviewer(lang)}</th>
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn table_row(scene: &Scene, model: &BoardModel, row: &BoardRow) -> AnyView {
    let lang = scene.lang();
    let handed_in = HandedIn::of(scene.ledger, &row.one, scene.standing.cutoff);
    let findings = finding_words(lang, &handed_in, &row.findings);
    let findings = if findings.is_empty() { format::DASH.to_owned() } else { findings.join(" · ") };
    let on = row.one.submission().map(|event| date(scene, day_of(event.recorded_at)));
    view! {
        <tr>
            <th scope="row"><b><a href=address(scene, &model.round, &row.one)>{scene.institution(&row.one.institution)}</a></b></th>
            <td class="nw" data-l=texts::col_submitted(lang)>{on}</td>
            <td class="num" data-l=texts::col_edited(lang)>{handed_in.edited}</td>
            <td class="num" data-l=texts::col_unchanged(lang)>{handed_in.unchanged}</td>
            <td data-l=texts::col_findings(lang)>{findings}</td>
            <td class="nw" data-l=texts::col_reviewer(lang)>{reviewer(scene, row)}</td>
        </tr>
    }
    .into_any()
}

fn reviewer(scene: &Scene, row: &BoardRow) -> AnyView {
    let lang = scene.lang();
    if let Some(check) = row.one.checked() {
        return texts::checked_by(lang, &check.by_name).into_any();
    }
    match row.one.review_started() {
        Some(started) => started.by_name.clone().into_any(),
        None => view! { <span class="mute">{texts::not_begun(lang)}</span> }.into_any(),
    }
}

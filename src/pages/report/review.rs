//! What would change, before it is recorded.

use crate::domain::ledger::Cause;
use crate::domain::narrative::EvidenceRow;
use crate::domain::rating::SelfRating;
use crate::domain::report::Change;
use crate::domain::standing::AssignmentStanding;
use crate::pages::components::{Empty, breadcrumb, hidden, icon, rating_word};
use crate::pages::format::{full, written_day};
use crate::pages::record::{Scene, task_title};
use crate::pages::report::field_label;
use crate::pages::texts::report as texts;
use crate::pages::texts::work;
use leptos::prelude::*;

/// A draft compared with the last report.
#[derive(Clone, Debug, Default)]
pub struct Review {
    pub changes: Vec<Change>,
    pub evidence: Vec<EvidenceRow>,
    pub revision: i64,
    pub based_on: i64,
}

#[must_use]
pub fn page(scene: &Scene, assignment: &AssignmentStanding, review: &Review) -> AnyView {
    let lang = scene.lang();
    let path = format!("/work/{}/{}", assignment.institution, assignment.task_no);
    let task = scene.task(assignment.task_no).map_or("", |task| task_title(lang, task)).to_owned();
    let steps = vec![
        (work::title(lang).to_owned(), Some(scene.info.link("/work"))),
        (texts::title(lang, assignment.task_no), Some(scene.info.link(&path))),
        (texts::review(lang).to_owned(), None),
    ];
    let body =
        if review.changes.is_empty() { Empty::new(texts::review_none(lang), "").view() } else { table(scene, review) };
    let evidence: Vec<AnyView> = review
        .evidence
        .iter()
        .map(|one| {
            let name = one.name.clone();
            view! { <li>{icon("clip")}<span>{name}</span></li> }.into_any()
        })
        .collect();
    let evidence =
        (!evidence.is_empty()).then(|| view! { <h2>{texts::evidence_list(lang)}</h2><ul class="evi">{evidence}</ul> });
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div><h1>{texts::review_title(lang)}</h1>
            <p class="sub">{task}" · "{scene.institution(&assignment.institution)}" · "{texts::review_count(lang, review.changes.len())}</p></div></div>
        {body}
        {evidence}
        <form method="post" action=scene.info.link(&path) class="prow">
            {hidden("revision", review.revision.to_string())}
            {hidden("based_on", review.based_on.to_string())}
            <a class="krds-btn" href=scene.info.link(&path)>{texts::back(lang)}</a>
            <button class="krds-btn primary" type="submit" name="action" value="save">{texts::save(lang)}</button>
        </form>
    }
    .into_any()
}

fn table(scene: &Scene, review: &Review) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = review
        .changes
        .iter()
        .map(|change| {
            let (before, after) =
                (shown(scene, &change.field, &change.before), shown(scene, &change.field, &change.after));
            view! {
                <tr><th scope="row">{field_label(scene, &change.field)}</th>
                    <td data-l=texts::col_before(lang)><span class="pre mute">{before}</span></td>
                    <td data-l=texts::col_after(lang)><ins class="pre">{after}</ins></td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <table class="tbl flow diff-t">
            <caption class="sr-only">{texts::caption(lang)}</caption>
            <thead><tr><th scope="col">{texts::col_field(lang)}</th><th scope="col">{texts::col_before(lang)}</th><th scope="col">{texts::col_after(lang)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A code word as its word, an empty value as a dash.
#[must_use]
pub fn shown(scene: &Scene, field: &str, value: &str) -> String {
    let lang = scene.lang();
    if value.is_empty() {
        return "–".to_owned();
    }
    if field == "self_rating" {
        return rating_word(lang, SelfRating::parse(value)).to_owned();
    }
    if field.starts_with("claim_") {
        return crate::pages::texts::common::rating_claimed(lang).to_owned();
    }
    let is_cause = field.starts_with("cause_") && !field.starts_with("cause_reason_");
    match Cause::parse(value).filter(|_| is_cause) {
        Some(cause) => crate::pages::record::slips::cause_word(lang, cause).to_owned(),
        None => {
            let day = written_day(value).filter(|_| field.starts_with("forecast_"));
            day.map_or_else(|| value.to_owned(), |day| full(lang, day))
        }
    }
}

//! Approving several returns at once: those in which nothing asks for a second look, by name, before it is done.
//!
//! The field: `returns`, the institutions chosen.

use super::{crumbs, round_path};
use crate::domain::returns::{Return, ReturnEventKind};
use crate::domain::round::Round;
use crate::pages::admin::Filled;
use crate::pages::components::form::id_of;
use crate::pages::components::{Empty, error_summary, rule, section, submit};
use crate::pages::record::Scene;
use crate::pages::record::cells::date_of;
use crate::pages::texts::reviews as texts;
use leptos::prelude::*;

/// A return that waits for a review.
#[derive(Clone, Debug)]
pub struct BulkRow {
    pub one: Return,
    pub edited: i64,
    pub unchanged: i64,
    /// What would be done with it: checked or approved; or why it has to be looked at by itself.
    pub verdict: Result<ReturnEventKind, Vec<String>>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct BulkModel {
    pub round: Round,
    /// First in first.
    pub rows: Vec<BulkRow>,
    pub form: Filled,
}

/// The page.
#[must_use]
pub fn page(scene: &Scene, model: &BulkModel) -> AnyView {
    let lang = scene.lang();
    let two_steps = model.round.settings.two_steps;
    let title = if two_steps { texts::bulk_title_check(lang) } else { texts::bulk_title(lang) };
    let clean: Vec<&BulkRow> = model.rows.iter().filter(|row| row.verdict.is_ok()).collect();
    let held: Vec<&BulkRow> = model.rows.iter().filter(|row| row.verdict.is_err()).collect();
    let body = if clean.is_empty() {
        Empty::new(texts::bulk_none(lang), texts::bulk_none_why(lang)).view()
    } else {
        form(scene, model, &clean)
    };
    let held = (!held.is_empty()).then(|| held_section(scene, model, &held));
    view! {
        {crumbs(scene.info, &model.round, Some(title.to_owned()))}
        <div class="head"><div><h1>{title}</h1><p class="sub">{texts::bulk_sub(lang)}</p></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        <section class="sec">
            {section::head(texts::bulk_clean(lang), Some(clean.len()), None, None)}
            {body}
            {rule(lang, texts::rule_bulk(lang))}
        </section>
        {held}
    }
    .into_any()
}

fn form(scene: &Scene, model: &BulkModel, clean: &[&BulkRow]) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = clean.iter().enumerate().map(|(index, row)| clean_row(scene, model, index, row)).collect();
    let (action, back) =
        (scene.info.link(&round_path(&model.round, "/approvals")), scene.info.link(&round_path(&model.round, "")));
    let word = if model.round.settings.two_steps { texts::bulk_do_check(lang) } else { texts::bulk_do(lang) };
    view! {
        <form action=action method="post">
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::bulk_caption(lang)}</caption>
                <thead><tr>
                    <th scope="col">{texts::bulk_choose(lang)}</th><th scope="col">{texts::col_institution(lang)}</th>
                    <th scope="col">{texts::col_submitted(lang)}</th><th scope="col" class="num">{texts::col_edited(lang)}</th>
                    <th scope="col" class="num">{texts::col_unchanged(lang)}</th><th scope="col">{texts::bulk_act(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <div class="prow sec">{submit(word)}<a class="krds-btn" href=back>{texts::cancel(lang)}</a></div>
        </form>
    }
    .into_any()
}

fn clean_row(scene: &Scene, model: &BulkModel, index: usize, row: &BulkRow) -> AnyView {
    let lang = scene.lang();
    let slug = row.one.institution.to_string();
    let name = scene.institution(&row.one.institution);
    // The first carries the field's id, so that the error summary leads to it.
    let id = if index == 0 { id_of("returns") } else { format!("{}-{index}", id_of("returns")) };
    // Nothing is chosen in advance: each is a decision.
    let ticked = model.form.all("returns").any(|one| one == slug);
    let act = match row.verdict {
        Ok(ReturnEventKind::Checked) => texts::bulk_act_check(lang),
        _ => texts::bulk_act_approve(lang),
    };
    let href = scene.info.link(&round_path(&model.round, &format!("/returns/{slug}")));
    let on = row.one.submission().map(|event| date_of(scene, event.recorded_at));
    view! {
        <tr>
            <td data-l=texts::bulk_choose(lang)><label class="ckb"><input type="checkbox" id=id name="returns" value=slug checked=ticked/>
                <span class="sr-only">{texts::bulk_choose_one(lang, &name)}</span></label></td>
            <th scope="row"><b><a href=href>{name}</a></b></th>
            <td class="nw" data-l=texts::col_submitted(lang)>{on}</td>
            <td class="num" data-l=texts::col_edited(lang)>{row.edited}</td>
            <td class="num" data-l=texts::col_unchanged(lang)>{row.unchanged}</td>
            <td data-l=texts::bulk_act(lang)>{act}</td>
        </tr>
    }
    .into_any()
}

fn held_section(scene: &Scene, model: &BulkModel, held: &[&BulkRow]) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = held
        .iter()
        .map(|row| {
            let why = row.verdict.as_ref().err().map(|why| why.join(" · "));
            let href = scene.info.link(&round_path(&model.round, &format!("/returns/{}", row.one.institution)));
            view! {
                <tr><th scope="row"><b><a href=href>{scene.institution(&row.one.institution)}</a></b></th>
                    <td data-l=texts::col_why(lang)>{why}</td></tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="sec">
            {section::head(texts::bulk_held(lang), Some(held.len()), None, None)}
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::bulk_held_caption(lang)}</caption>
                <thead><tr><th scope="col">{texts::col_institution(lang)}</th><th scope="col">{texts::col_why(lang)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

//! The checks, newest first.

use super::sizes;
use crate::domain::institution::Institution;
use crate::pages::PageInfo;
use crate::pages::components::{Empty, instant, section};
use crate::pages::systems::{tabs, words};
use crate::pages::texts::checks as t;
use crate::store::SampleRow;
use leptos::prelude::*;

/// What the list is drawn from.
pub struct ListModel<'a> {
    pub info: &'a PageInfo,
    pub institutions: &'a [Institution],
    /// Newest first.
    pub samples: &'a [SampleRow],
    pub may_draw: bool,
}

/// The list.
#[must_use]
pub fn page(model: &ListModel) -> AnyView {
    let lang = model.info.lang;
    let draw = model.may_draw.then(|| {
        view! { <a class="krds-btn small primary" href="/systems/checks/new">{t::draw(lang)}</a> }
    });
    let body = if model.samples.is_empty() {
        let why = if model.may_draw { t::none_why_pmo(lang) } else { t::none_why(lang) };
        let empty = Empty::new(t::none(lang), why);
        if model.may_draw { empty.link(t::draw(lang), "/systems/checks/new").view() } else { empty.view() }
    } else {
        table(model)
    };
    view! {
        <div class="head"><div><h1>{t::title(lang)}</h1><p class="sub">{t::sub(lang)}</p></div><div class="acts">{draw}</div></div>
        {tabs(model.info, "/systems/checks")}
        <section class="sec">{section::head(t::title(lang), Some(model.samples.len()), None, None)}{body}</section>
    }
    .into_any()
}

fn table(model: &ListModel) -> AnyView {
    let lang = model.info.lang;
    let rows: Vec<AnyView> = model.samples.iter().map(|one| row(model, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{t::caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{t::col_no(lang)}</th>
                <th scope="col">{t::col_day(lang)}</th>
                <th scope="col">{t::col_scope(lang)}</th>
                <th scope="col">{t::col_sizes(lang)}</th>
                <th scope="col" class="num">{t::col_checked(lang)}</th>
                <th scope="col">{t::col_by(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(model: &ListModel, one: &SampleRow) -> AnyView {
    let lang = model.info.lang;
    let href = format!("/systems/checks/{}", one.id);
    let scope = one.institution.as_ref().map(|slug| words::institution(lang, model.institutions, slug));
    view! {
        <tr>
            <th scope="row" class="ttl"><a href=href>{t::name(lang, one.id)}</a></th>
            <td data-l=t::col_day(lang)>{instant(lang, one.recorded_at)}</td>
            <td data-l=t::col_scope(lang)>{scope.unwrap_or_else(|| t::scope_all(lang).to_owned())}</td>
            <td data-l=t::col_sizes(lang)>{sizes(lang, one)}</td>
            <td class="num" data-l=t::col_checked(lang)>{t::checked(lang, one.checked, one.drawn)}</td>
            <td data-l=t::col_by(lang)>{one.by_name.clone()}</td>
        </tr>
    }
    .into_any()
}

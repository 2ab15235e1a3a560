//! What a plan says, in the order of the standard form it follows.

use super::PlanModel;
use crate::domain::systems::continuity::Service;
use crate::domain::systems::standard::{Part, Standard};
use crate::pages::components::section;
use crate::pages::lang::Lang;
use crate::pages::record::korean;
use crate::pages::texts::continuity as t;
use crate::store::ContinuityRow;
use leptos::prelude::*;

/// The part of the form a question belongs to, in words.
#[must_use]
pub const fn part_word(lang: Lang, part: Part) -> &'static str {
    match part {
        Part::Manual => t::part_manual(lang),
        Part::Counter => t::part_counter(lang),
        Part::Retroactive => t::part_retroactive(lang),
        Part::Extension => t::part_extension(lang),
        Part::Notice => t::part_notice(lang),
        Part::Extra => t::part_extra(lang),
    }
}

/// Service by service.
pub fn services(model: &PlanModel, row: &ContinuityRow, standard: &Standard) -> AnyView {
    let lang = model.info.lang;
    let content = &row.plan.content;
    let blocks: Vec<AnyView> = content.services.iter().map(|one| service(lang, one, standard)).collect();
    view! {
        <section class="sec">
            {section::head(t::services(lang), Some(content.services.len()), None, None)}
            {blocks}
        </section>
    }
    .into_any()
}

fn service(lang: Lang, service: &Service, standard: &Standard) -> AnyView {
    let parts = standard.questions.chunk_by(|a, b| a.part == b.part);
    let bodies: Vec<AnyView> = parts
        .map(|questions| {
            let part = questions.first().map_or(Part::Extra, |question| question.part);
            let rows: Vec<AnyView> = questions
                .iter()
                .map(|question| {
                    let answer = match service.answers.get(&question.key) {
                        Some(answer) => view! { <span class="pre" lang=korean(lang)>{answer.clone()}</span> }.into_any(),
                        None => view! { <span class="mute">{t::unanswered(lang)}</span> }.into_any(),
                    };
                    let title = question.title.clone();
                    view! {
                        <tr><th scope="row" lang=korean(lang)>{title.clone()}</th><td data-l=title>{answer}</td></tr>
                    }
                    .into_any()
                })
                .collect();
            view! { <tbody><tr class="grp"><th colspan="2" scope="rowgroup">{part_word(lang, part)}</th></tr>{rows}</tbody> }
                .into_any()
        })
        .collect();
    view! {
        <h3 class="sub-h" lang=korean(lang)>{service.name.clone()}</h3>
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{service.name.clone()}</caption>
            <colgroup><col width="24%"/><col/></colgroup>
            <thead class="sr-only"><tr><th scope="col">{t::col_question(lang)}</th><th scope="col">{t::col_answer(lang)}</th></tr></thead>
            {bodies}
        </table>
    }
    .into_any()
}

/// Whom to call, in order.
pub fn contacts(model: &PlanModel, row: &ContinuityRow) -> AnyView {
    let lang = model.info.lang;
    let rows: Vec<AnyView> = (1..)
        .zip(&row.plan.content.contacts)
        .map(|(n, one): (usize, _)| {
            view! {
                <tr>
                    <td class="num" data-l=t::col_order(lang)>{n}</td>
                    <th scope="row" lang=korean(lang)>{one.role.clone()}</th>
                    <td data-l=t::col_person(lang) lang=korean(lang)>{one.name.clone()}</td>
                    <td class="nw" data-l=t::col_phone(lang)>{one.phone.clone()}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let note = Some(t::contacts_note(lang).to_owned());
    view! {
        <section class="sec">
            {section::head(t::contacts(lang), Some(rows.len()), note, None)}
            <table class="tbl tbl--tight">
                <caption class="sr-only">{t::contacts(lang)}</caption>
                <thead><tr>
                    <th scope="col" class="num">{t::col_order(lang)}</th><th scope="col">{t::col_role(lang)}</th>
                    <th scope="col">{t::col_person(lang)}</th><th scope="col">{t::col_phone(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

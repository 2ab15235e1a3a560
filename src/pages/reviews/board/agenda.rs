//! What the rules bring up for the meeting.

use super::BoardModel;
use crate::domain::exceptions::round::{Candidate, RoundRule};
use crate::pages::components::{Empty, section as heading};
use crate::pages::record::Scene;
use crate::pages::reviews::round_path;
use crate::pages::reviews::words::{candidate_facts, candidate_title, rule_text, rule_word};
use crate::pages::texts::{exceptions, reviews as texts};
use leptos::prelude::*;

/// So many stand open; the rest are folded.
const SHOWN: usize = 10;

pub fn section(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let body = if model.candidates.is_empty() {
        Empty::new(texts::agenda_none(lang), texts::agenda_none_why(lang)).view()
    } else {
        listed(scene, model)
    };
    let note = Some(texts::agenda_note(lang).to_owned());
    let more = (texts::agenda_set(lang), scene.info.link(&round_path(&model.round, "/agenda")));
    view! {
        <section class="sec c7" id="agenda">
            {heading::head(texts::agenda_candidates(lang), Some(model.candidates.len()), note, Some(more))}
            {body}
            {rules(scene)}
        </section>
    }
    .into_any()
}

fn listed(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let (first, rest) = model.candidates.split_at(model.candidates.len().min(SHOWN));
    let rest = (!rest.is_empty()).then(|| {
        let word = texts::agenda_more(lang, rest.len());
        view! { <details class="fold"><summary>{word}</summary>{table(scene, rest)}</details> }
    });
    view! { {table(scene, first)}{rest} }.into_any()
}

fn table(scene: &Scene, candidates: &[Candidate]) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = candidates.iter().map(|one| row(scene, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::agenda_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_item(lang)}</th>
                <th scope="col">{texts::col_rule(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(scene: &Scene, one: &Candidate) -> AnyView {
    let lang = scene.lang();
    let tag = one.rule.is_optimism().then(|| view! { " "<span class="tag">{exceptions::optimism(lang)}</span> });
    view! {
        <tr>
            <th scope="row"><b>{candidate_title(scene, lang, one)}</b>{tag}</th>
            <td data-l=texts::col_rule(lang)>{candidate_facts(scene, lang, one)}</td>
        </tr>
    }
    .into_any()
}

/// Every rule, one click away.
pub fn rules(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let lines: Vec<AnyView> = RoundRule::ALL
        .into_iter()
        .map(|rule| {
            let tag = rule.is_optimism().then(|| view! { " "<span class="tag">{exceptions::optimism(lang)}</span> });
            view! { <dt>{rule_word(lang, rule)}{tag}</dt><dd>{rule_text(lang, rule)}</dd> }.into_any()
        })
        .collect();
    view! { <details class="rule"><summary>{exceptions::rules(lang)}</summary><dl class="kv kv--w">{lines}</dl></details> }
        .into_any()
}

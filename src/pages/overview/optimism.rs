//! 낙관 점검: where what the institutions say is better than what the record shows, each with its rule.

use crate::domain::exceptions::round::{Candidate, RoundRule};
use crate::pages::components::section;
use crate::pages::record::Scene;
use crate::pages::reviews::words::{candidate_facts, candidate_title, rule_text, rule_word};
use crate::pages::texts::{exceptions, overview as texts};
use leptos::prelude::*;

/// The section; nothing where no rule found anything.
pub fn part(scene: &Scene, found: &[Candidate]) -> AnyView {
    if found.is_empty() {
        return ().into_any();
    }
    let lang = scene.lang();
    let rules = RoundRule::ALL.into_iter().filter(|rule| rule.is_optimism());
    let groups: Vec<AnyView> = rules.map(|rule| group(scene, found, rule)).collect();
    let note = Some(texts::optimism_note(lang).to_owned());
    view! {
        <section class="sec" id="optimism">
            {section::head(exceptions::optimism(lang), Some(found.len()), note, None)}
            {groups}
        </section>
    }
    .into_any()
}

fn group(scene: &Scene, found: &[Candidate], rule: RoundRule) -> AnyView {
    let lang = scene.lang();
    let items: Vec<AnyView> = found
        .iter()
        .filter(|one| one.rule == rule)
        .map(|one| {
            let href = one.task_no.map(|no| scene.info.link(&format!("/tasks/{no}")));
            let title = candidate_title(scene, lang, one);
            view! { <li><a href=href>{title}</a>" "<span class="mute">{candidate_facts(scene, lang, one)}</span></li> }
                .into_any()
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="fold">
            <summary>{texts::optimism_rule(lang, items.len(), rule_word(lang, rule))}" "<span class="mute">{rule_text(lang, rule)}</span></summary>
            <ul class="list">{items}</ul>
        </details>
    }
    .into_any()
}

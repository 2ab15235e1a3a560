//! What keeps a return from being handed in, each line leading to its field.

use super::line::refusal_words;
use super::{Line, ReturnModel};
use crate::domain::entry::Missing;
use crate::pages::components::form::id_of;
use crate::pages::components::icon;
use crate::pages::record::Scene;
use crate::pages::report::fault_words;
use crate::pages::texts::returns as texts;
use leptos::prelude::*;

/// One missing thing: the id to lead to, and the words.
fn item(scene: &Scene, line: &Line, missing: &Missing) -> (String, String) {
    let lang = scene.lang();
    let of = |words: String| texts::missing_of(lang, line.no(), words);
    match missing {
        Missing::Unconfirmed => (format!("a-{}", line.no()), of(texts::missing_unconfirmed(lang).to_owned())),
        Missing::NoChangeRefused(refusal) => {
            (id_of(&format!("{}no_change", line.prefix())), of(refusal_words(lang, *refusal).to_owned()))
        }
        Missing::Fault(fault) => (id_of(&format!("{}{}", line.prefix(), fault.field)), of(fault_words(scene, fault))),
        Missing::QueriesOpen(count) => {
            let open = line.queries.iter().find(|query| query.answer.is_none());
            let id = open.map_or_else(|| format!("a-{}", line.no()), |query| id_of(&format!("q{}.answer", query.no)));
            (id, of(texts::missing_queries(lang, *count)))
        }
    }
}

fn items(scene: &Scene, model: &ReturnModel) -> Vec<AnyView> {
    let found = model.missing.iter().filter_map(|(assignment, missing)| Some((model.line(*assignment)?, missing)));
    found
        .map(|(line, missing)| {
            let (id, words) = item(scene, line, missing);
            view! { <li><a href=format!("#{id}")>{words}</a></li> }.into_any()
        })
        .collect()
}

/// After a refused hand-in: the error summary, which takes focus.
#[must_use]
pub fn summary(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    if !model.refused || model.missing.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="alert" role="alert" tabindex="-1" id="faults"><h2>{icon("err")}<span>{texts::refused(lang, model.missing.len())}</span></h2>
            <ul>{items(scene, model)}</ul><p class="xs mute">{texts::kept(lang)}</p></div>
    }
    .into_any()
}

/// Before it: a folded list of what is left to do.
#[must_use]
pub fn folded(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    if model.refused || model.missing.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="fold left"><summary>{texts::left(lang, model.missing.len())}</summary><ul class="left-l">{items(scene, model)}</ul></details>
    }
    .into_any()
}

//! What was found of one system on the spot: a form for a telephone in a computer room.

use super::fault_words;
use crate::domain::report::value;
use crate::domain::systems::SystemCode;
use crate::domain::systems::sample::Seen;
use crate::domain::systems::spot_check::form::{Faults, found_field};
use crate::domain::systems::words::Grade;
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::PageInfo;
use crate::pages::components::{Field, breadcrumb, error_summary, hidden, submit};
use crate::pages::record::korean;
use crate::pages::systems::{tabs, words};
use crate::pages::texts::{checks as t, systems as texts};
use leptos::prelude::*;

/// What the form is drawn from.
#[derive(Clone, Debug)]
pub struct FindingModel {
    pub sample: i64,
    pub code: SystemCode,
    pub name: String,
    pub institution: String,
    pub grade: Option<Grade>,
    /// As claimed when the sample was drawn.
    pub claimed: Vec<Seen>,
    pub fields: Vec<(String, String)>,
    pub faults: Faults,
    /// The finding that the form was made from; 0: there was none.
    pub seen: i64,
    pub conflict: bool,
}

/// A finding as the form shows it.
#[must_use]
pub fn fields_of(seen: &[Seen], note: &str) -> Vec<(String, String)> {
    let word = |found: Option<bool>| match found {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unseen",
    };
    let items = seen.iter().map(|one| (found_field(one.item), word(one.found).to_owned()));
    items.chain([("note".to_owned(), note.to_owned())]).collect()
}

/// The form.
#[must_use]
pub fn page(info: &PageInfo, model: &FindingModel) -> AnyView {
    let lang = info.lang;
    let faults: Vec<(&str, String)> =
        model.faults.iter().map(|(name, fault)| (name.as_str(), fault_words(lang, *fault))).collect();
    let back = format!("/systems/checks/{}", model.sample);
    let crumb = breadcrumb(
        lang,
        &[
            (t::crumb(lang).to_owned(), Some("/systems/checks".to_owned())),
            (t::name(lang, model.sample), Some(back)),
            (model.name.clone(), None),
        ],
    );
    let choices = [("yes", t::found_yes(lang)), ("no", t::found_no(lang)), ("unseen", t::found_unseen(lang))]
        .map(|(code, word)| (code.to_owned(), word.to_owned(), String::new()));
    let items: Vec<AnyView> = model
        .claimed
        .iter()
        .map(|one| {
            let name = found_field(one.item);
            let typed = value(&model.fields, &name);
            let typed = if typed.is_empty() { "unseen" } else { typed };
            let word = match one.claimed {
                Some(true) => texts::met(lang),
                Some(false) => texts::unmet(lang),
                None => texts::unknown(lang),
            };
            let hint = t::claimed_as(lang, word);
            Field::new(name, words::item(lang, one.item)).value(typed).faults(&faults).hint(hint).radios(lang, &choices)
        })
        .collect();
    let conflict =
        model.conflict.then(|| view! { <div class="warn" role="alert"><p>{t::find_conflict(lang)}</p></div> });
    let about = t::find_sub(lang, &model.code, words::grade(lang, model.grade), &model.institution);
    let note = Field::new("note", t::note(lang)).value(value(&model.fields, "note")).faults(&faults);
    view! {
        {crumb}
        <div class="head"><div><h1 lang=korean(lang)>{model.name.clone()}</h1><p class="sub">{about}</p></div></div>
        {tabs(info, "")}
        {conflict}
        {error_summary(t::find_faults(lang), &faults)}
        <form class="act" action=format!("/systems/checks/{}/{}", model.sample, model.code) method="post">
            {hidden("seen", model.seen.to_string())}
            {items}
            {note.hint(t::find_note_hint(lang)).max_length(NARRATIVE_MAX).textarea(lang, 4)}
            <div class="prow">{submit(t::find_save(lang))}</div>
        </form>
    }
    .into_any()
}

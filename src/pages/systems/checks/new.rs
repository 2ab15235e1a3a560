//! The form that draws a sample.

use super::fault_words;
use crate::domain::report::value;
use crate::domain::systems::sample::SIZE_MAX;
use crate::domain::systems::spot_check::form::{Faults, size_field};
use crate::domain::systems::words::Grade;
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::PageInfo;
use crate::pages::components::{Field, breadcrumb, error_summary, section, submit};
use crate::pages::systems::{tabs, words};
use crate::pages::texts::checks as t;
use leptos::prelude::*;

/// What the form is drawn from.
#[derive(Clone, Debug)]
pub struct NewModel {
    /// Those that have systems: slug and name.
    pub institutions: Vec<(String, String)>,
    /// How many systems of each grade there are in all.
    pub available: Vec<(Option<Grade>, usize)>,
    pub fields: Vec<(String, String)>,
    pub faults: Faults,
}

/// The form.
#[must_use]
pub fn page(info: &PageInfo, model: &NewModel) -> AnyView {
    let lang = info.lang;
    let faults: Vec<(&str, String)> =
        model.faults.iter().map(|(name, fault)| (name.as_str(), fault_words(lang, *fault))).collect();
    let field = |name: &str, label: String| Field::new(name, label).value(value(&model.fields, name)).faults(&faults);
    let sizes: Vec<AnyView> = model
        .available
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(grade, count)| {
            let label = t::size_of(lang, words::grade(lang, *grade), count);
            field(&size_field(*grade), label).number(lang)
        })
        .collect();
    let crumb = breadcrumb(
        lang,
        &[(t::crumb(lang).to_owned(), Some("/systems/checks".to_owned())), (t::new_title(lang).to_owned(), None)],
    );
    view! {
        {crumb}
        <div class="head"><div><h1>{t::new_title(lang)}</h1><p class="sub">{t::new_sub(lang)}</p></div></div>
        {tabs(info, "")}
        {error_summary(t::faults(lang), &faults)}
        <form class="act" action="/systems/checks/new" method="post">
            <div class="cols">
                <div class="c6">
                    {field("seed", t::seed(lang).to_owned()).required().hint(t::seed_hint(lang)).max_length(20).text(lang)}
                    {field("institution", t::institution(lang).to_owned()).hint(t::institution_hint(lang)).select(lang, &model.institutions)}
                    {field("note", t::note(lang).to_owned()).optional().hint(t::note_hint(lang)).max_length(NARRATIVE_MAX).textarea(lang, 3)}
                </div>
                <div class="c6">
                    {section::head(t::sizes(lang), None, None, None)}
                    <p class="form-hint">{t::sizes_hint(lang, SIZE_MAX)}</p>
                    {sizes}
                </div>
            </div>
            <p class="form-hint">{t::drawn_note(lang)}</p>
            <div class="prow">{submit(t::do_draw(lang))}</div>
        </form>
    }
    .into_any()
}

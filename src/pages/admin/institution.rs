//! `/admin/institutions/{slug}`: one institution, and the form that ends it.

use super::institutions::{successors, validity};
use super::{Filled, institution_choices, institution_words};
use crate::domain::institution::{Institution, Kind};
use crate::pages::PageInfo;
use crate::pages::components::{breadcrumb, error_summary, section};
use crate::pages::format::DASH;
use crate::pages::lang::Lang;
use crate::pages::record::cells::kind_word;
use crate::pages::record::institution_name;
use crate::pages::texts::admin as texts;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct InstitutionModel {
    pub institution: Institution,
    /// The whole register.
    pub all: Vec<Institution>,
    /// How many assignments it holds that have not ended.
    pub held: usize,
    pub form: Filled,
}

/// One institution.
#[must_use]
pub fn page(info: &PageInfo, model: &InstitutionModel) -> AnyView {
    let lang = info.lang;
    let name = institution_name(lang, &model.institution).to_owned();
    let steps = [
        (texts::title(lang).to_owned(), Some("/admin".to_owned())),
        (texts::institutions(lang).to_owned(), Some("/admin/institutions".to_owned())),
        (name.clone(), None),
    ];
    let end = match model.institution.valid_until {
        Some(_) => view! { <p class="note-box">{texts::ended_already(lang)}</p> }.into_any(),
        None => end_form(info, model),
    };
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div><h1>{name}</h1><p class="sub">{kind_word(lang, model.institution.kind)}</p></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        <section class="sec">
            {section::head(texts::register(lang), None, None, None)}
            {facts(lang, model)}
        </section>
        <section class="sec">
            {section::head(texts::end_institution(lang), None, None, None)}
            {end}
        </section>
    }
    .into_any()
}

fn facts(lang: Lang, model: &InstitutionModel) -> AnyView {
    let one = &model.institution;
    let or_dash = |text: &str| if text.is_empty() { DASH.to_owned() } else { text.to_owned() };
    let parent = one.parent.as_ref().map(|slug| institution_words(lang, &model.all, slug)).unwrap_or_default();
    let pairs = [
        (texts::slug(lang), one.slug.to_string()),
        (texts::name_ko(lang), one.name_ko.clone()),
        (texts::name_en(lang), one.name_en.clone()),
        (texts::short_ko(lang), one.short_ko.clone()),
        (texts::code(lang), or_dash(&one.code)),
        (texts::parent(lang), or_dash(&parent)),
        (texts::validity(lang), validity(lang, one)),
        (texts::successors(lang), successors(lang, &model.all, one)),
        (texts::held(lang), texts::held_count(lang, model.held)),
        (texts::note(lang), or_dash(&one.note)),
    ];
    let pairs: Vec<AnyView> =
        pairs.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any()).collect();
    view! { <dl class="kv kv--w">{pairs}</dl> }.into_any()
}

fn end_form(info: &PageInfo, model: &InstitutionModel) -> AnyView {
    let (lang, form) = (info.lang, &model.form);
    let old = &model.institution;
    let remaining = |one: &&Institution| one.slug != old.slug && one.valid_until.is_none_or(|until| info.today < until);
    let items = institution_choices(lang, model.all.iter().filter(remaining));
    let heirs = model.all.iter().filter(remaining).filter(|one| one.kind != Kind::Affiliate);
    let heirs = institution_choices(lang, heirs);
    let until = form.field("until", texts::until(lang)).required().hint(texts::until_hint(lang));
    let heir = form.field("heir", texts::heir(lang)).optional().hint(texts::heir_hint(lang, model.held));
    view! {
        <p class="note-box">
            {texts::end_how(lang)}" "<a href="/admin/institutions#add">{texts::add_institution(lang)}</a>
        </p>
        <div class="cols"><form class="c6" action=format!("/admin/institutions/{}", old.slug) method="post">
            {until.date(lang)}
            {form.check_list(lang, "successors", texts::successors(lang), &items)}
            {heir.select(lang, &heirs)}
            <div class="prow"><button class="krds-btn danger" type="submit">{texts::end(lang)}</button></div>
        </form></div>
    }
    .into_any()
}

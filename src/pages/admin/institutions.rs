//! `/admin/institutions`: the register by kind, and the form that adds an institution.

use super::{Filled, institution_choices, institution_words};
use crate::domain::institution::{Institution, Kind};
use crate::pages::PageInfo;
use crate::pages::components::{breadcrumb, error_summary, section, submit};
use crate::pages::format::{DASH, full};
use crate::pages::lang::Lang;
use crate::pages::record::cells::kind_word;
use crate::pages::record::institution_name;
use crate::pages::texts::admin as texts;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct InstitutionsModel {
    pub institutions: Vec<Institution>,
    pub form: Filled,
}

/// The register.
#[must_use]
pub fn page(info: &PageInfo, model: &InstitutionsModel) -> AnyView {
    let lang = info.lang;
    let crumbs =
        [(texts::title(lang).to_owned(), Some("/admin".to_owned())), (texts::institutions(lang).to_owned(), None)];
    let more = Some((texts::add_institution(lang), "#add".to_owned()));
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div>
            <h1>{texts::institutions(lang)}</h1><p class="sub">{texts::institutions_sub(lang)}</p>
        </div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        <section class="sec">
            {section::head(texts::list(lang), Some(model.institutions.len()), None, more)}
            {table(lang, &model.institutions)}
        </section>
        <section class="sec" id="add">
            {section::head(texts::add_institution(lang), None, None, None)}
            {add_form(info, model)}
        </section>
    }
    .into_any()
}

fn table(lang: Lang, all: &[Institution]) -> AnyView {
    let groups: Vec<AnyView> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let rows: Vec<AnyView> = all.iter().filter(|one| one.kind == kind).map(|one| row(lang, all, one)).collect();
            let count = rows.len();
            let head = view! {
                <tr class="grp">
                    <th colspan="5" scope="rowgroup">{kind_word(lang, kind)}<small>{count.to_string()}</small></th>
                </tr>
            };
            (count > 0).then(|| view! { <tbody>{head}{rows}</tbody> }.into_any())
        })
        .collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::institutions(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::institution(lang)}</th><th scope="col">{texts::slug(lang)}</th>
                <th scope="col">{texts::code(lang)}</th><th scope="col">{texts::validity(lang)}</th>
                <th scope="col">{texts::successors(lang)}</th>
            </tr></thead>
            {groups}
        </table>
    }
    .into_any()
}

fn row(lang: Lang, all: &[Institution], one: &Institution) -> AnyView {
    let href = format!("/admin/institutions/{}", one.slug);
    let code = if one.code.is_empty() { DASH.to_owned() } else { one.code.clone() };
    view! {
        <tr>
            <th scope="row" class="ttl"><a href=href>{institution_name(lang, one).to_owned()}</a></th>
            <td data-l=texts::slug(lang)>{one.slug.to_string()}</td>
            <td data-l=texts::code(lang)>{code}</td>
            <td data-l=texts::validity(lang)>{validity(lang, one)}</td>
            <td data-l=texts::successors(lang)>{successors(lang, all, one)}</td>
        </tr>
    }
    .into_any()
}

/// From its first day to its last, as far as they are known.
#[must_use]
pub fn validity(lang: Lang, one: &Institution) -> String {
    let from = one.valid_from.map(|day| full(lang, day));
    let last = one.valid_until.map(|day| full(lang, day.pred_opt().unwrap_or(day)));
    match (from, last) {
        (None, None) => texts::valid(lang).to_owned(),
        (Some(from), None) => texts::valid_since(lang, from),
        (None, Some(last)) => texts::valid_up_to(lang, last),
        (Some(from), Some(last)) => format!("{from} – {last}"),
    }
}

/// Who came after it.
#[must_use]
pub fn successors(lang: Lang, all: &[Institution], one: &Institution) -> String {
    let names: Vec<String> = one.successors.iter().map(|slug| institution_words(lang, all, slug)).collect();
    if names.is_empty() { DASH.to_owned() } else { names.join(", ") }
}

fn add_form(info: &PageInfo, model: &InstitutionsModel) -> AnyView {
    let (lang, form) = (info.lang, &model.form);
    let kinds: Vec<(String, String)> =
        Kind::ALL.map(|kind| (kind.code().to_owned(), kind_word(lang, kind).to_owned())).to_vec();
    let valid = model.institutions.iter().filter(|one| one.valid_until.is_none_or(|until| info.today < until));
    let parents = institution_choices(lang, valid);
    let slug = form.field("slug", texts::slug(lang)).required().hint(texts::slug_hint(lang)).max_length(40);
    let short = form.field("short_ko", texts::short_ko(lang)).required().hint(texts::short_hint(lang)).max_length(20);
    let code = form.field("code", texts::code(lang)).optional().hint(texts::code_hint(lang)).max_length(7);
    let parent = form.field("parent", texts::parent(lang)).optional().hint(texts::parent_hint(lang));
    view! {
        <div class="cols"><form class="c6" action="/admin/institutions" method="post">
            {slug.text(lang)}
            {form.field("name_ko", texts::name_ko(lang)).required().max_length(80).text(lang)}
            {form.field("name_en", texts::name_en(lang)).required().max_length(80).text(lang)}
            {short.text(lang)}
            {form.field("kind", texts::kind(lang)).required().select(lang, &kinds)}
            {code.text(lang)}
            {parent.select(lang, &parents)}
            {form.field("valid_from", texts::valid_from(lang)).optional().date(lang)}
            {form.field("note", texts::note(lang)).optional().max_length(500).textarea(lang, 3)}
            <div class="prow">{submit(texts::add(lang))}</div>
        </form></div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Slug;

    #[test]
    fn the_last_day_is_the_one_before_it_no_longer_exists() {
        let one = Institution {
            slug: Slug::parse("cha").unwrap(),
            name_ko: "문화재청".into(),
            name_en: "CHA".into(),
            short_ko: "문화재청".into(),
            kind: Kind::Agency,
            code: String::new(),
            parent: None,
            valid_from: "1999-05-24".parse().ok(),
            valid_until: "2024-05-17".parse().ok(),
            successors: vec![],
            note: String::new(),
        };
        assert_eq!(validity(Lang::Ko, &one), "1999. 5. 24.(월) – 2024. 5. 16.(목)");
    }
}

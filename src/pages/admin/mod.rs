//! `/admin`: people, institutions, the audit log; and what the pages of forms share.

pub mod institution;
pub mod institutions;
pub mod mail;
pub mod people;
pub mod person;

use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::permission::{Grant, Role};
use crate::domain::report::value;
use crate::pages::PageInfo;
use crate::pages::components::Field;
use crate::pages::components::form::id_of;
use crate::pages::components::icon;
use crate::pages::lang::Lang;
use crate::pages::record::institution_name;
use crate::pages::texts::{admin as texts, common, components, inbox, shell};
use leptos::prelude::*;

/// A form as it was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub typed: Vec<(String, String)>,
    pub faults: Vec<(&'static str, String)>,
}

impl Filled {
    /// A value as typed, trimmed; empty where nothing was.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        value(&self.typed, name).trim()
    }

    /// Every value of a name, as check boxes of a list have.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.typed.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A field with its value and fault.
    #[must_use]
    pub fn field(&self, name: &'static str, label: &'static str) -> Field {
        Field::new(name, label).value(self.get(name)).faults(&self.faults)
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Check boxes of one name: values, words, whether they are ticked.
    #[must_use]
    pub fn check_list(
        &self,
        lang: Lang,
        name: &'static str,
        label: &'static str,
        items: &[(String, String)],
    ) -> AnyView {
        let fault = self.faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone());
        let class = if fault.is_some() { "form-group is-error" } else { "form-group" };
        let error_id = format!("{}-e", id_of(name));
        let described = fault.as_ref().map(|_| error_id.clone());
        let fault =
            fault.map(|text| view! { <p class="form-hint-invalid" id=error_id>{icon("err")}<span>{text}</span></p> });
        let boxes: Vec<AnyView> = items
            .iter()
            .enumerate()
            .map(|(index, (value, word))| {
                // The first carries the field's id, so that the error summary leads to it.
                let id = if index == 0 { id_of(name) } else { format!("{}-{index}", id_of(name)) };
                let ticked = self.all(name).any(|one| one == value);
                view! {
                    <li><label class="ckb">
                        <input type="checkbox" id=id name=name value=value.clone() checked=ticked/>
                        <span>{word.clone()}</span>
                    </label></li>
                }
                .into_any()
            })
            .collect();
        view! {
            <fieldset class=class aria-describedby=described>
                <legend class="form-tit">{label}" "<span class="opt">{components::optional(lang)}</span></legend>
                {fault}
                <ul class="ckbs">{boxes}</ul>
            </fieldset>
        }
        .into_any()
    }
}

/// The front page of the administration.
#[must_use]
pub fn page(info: &PageInfo, active: usize, valid: usize) -> AnyView {
    let lang = info.lang;
    let row = |href: &'static str, word: &'static str, about: String| {
        view! { <tr><th scope="row" class="ttl"><a href=href>{word}</a></th><td>{about}</td></tr> }.into_any()
    };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        <table class="tbl flow">
            <caption class="sr-only">{texts::title(lang)}</caption>
            <thead class="sr-only"><tr>
                <th scope="col">{texts::col_page(lang)}</th><th scope="col">{texts::col_about(lang)}</th>
            </tr></thead>
            <tbody>
                {row("/admin/people", texts::people(lang), texts::people_about(lang, active))}
                {row("/admin/institutions", texts::institutions(lang), texts::institutions_about(lang, valid))}
                {row("/admin/mail", inbox::admin_title(lang), inbox::admin_about(lang).to_owned())}
                {row("/audit", common::nav_audit(lang), texts::audit_about(lang).to_owned())}
            </tbody>
        </table>
    }
    .into_any()
}

/// A role in words.
#[must_use]
pub const fn role_word(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Officer => shell::role_officer(lang),
        Role::Head => shell::role_head(lang),
        Role::Pmo => shell::role_pmo(lang),
        Role::Viewer => shell::role_viewer(lang),
        Role::Admin => shell::role_admin(lang),
    }
}

/// The name of an institution; its slug where the register does not know it.
#[must_use]
pub fn institution_words(lang: Lang, institutions: &[Institution], slug: &Slug) -> String {
    let known = institutions.iter().find(|one| one.slug == *slug);
    known.map_or_else(|| slug.to_string(), |one| institution_name(lang, one).to_owned())
}

/// `행정안전부 책임관`
#[must_use]
pub fn grant_words(lang: Lang, institutions: &[Institution], grant: &Grant) -> String {
    let role = role_word(lang, grant.role);
    match &grant.institution {
        Some(slug) => format!("{} {role}", institution_words(lang, institutions, slug)),
        None => role.to_owned(),
    }
}

/// Values and words of all roles.
fn role_choices(lang: Lang) -> Vec<(String, String)> {
    Role::ALL.map(|role| (role.code().to_owned(), role_word(lang, role).to_owned())).to_vec()
}

/// Values and words of some institutions.
fn institution_choices<'a>(lang: Lang, some: impl Iterator<Item = &'a Institution>) -> Vec<(String, String)> {
    some.map(|one| (one.slug.to_string(), institution_name(lang, one).to_owned())).collect()
}

/// `path?a=1&b=2` from the pairs that say something, encoded: people type into filters.
#[must_use]
pub fn typed_address(path: &str, pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A filter by choice; `any` stands for no filter.
pub fn filter_select(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    value: &str,
    choices: &[(String, String)],
) -> AnyView {
    let id = format!("by-{name}");
    let options: Vec<AnyView> = choices
        .iter()
        .map(|(one, word)| {
            let selected = one == value;
            view! { <option value=one.clone() selected=selected>{word.clone()}</option> }.into_any()
        })
        .collect();
    view! {
        <div>
            <label for=id.clone()>{label}</label>
            <select class="krds-input" id=id name=name><option value="">{any}</option>{options}</select>
        </div>
    }
    .into_any()
}

/// A filter by what is typed; `kind` as HTML names it: `search`, `date`.
pub fn filter_text(name: &'static str, label: &'static str, kind: &'static str, value: String) -> AnyView {
    let id = format!("by-{name}");
    view! {
        <div>
            <label for=id.clone()>{label}</label>
            <input class="krds-input" id=id name=name type=kind value=value/>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_into_a_filter_stays_one_value() {
        assert_eq!(typed_address("/audit", &[("actor", "a&b=c"), ("action", "")]), "/audit?actor=a%26b%3Dc");
        assert_eq!(typed_address("/audit", &[("actor", "")]), "/audit");
    }
}

//! `/admin/people/{login}`: one person; and the page that shows a new password once.

use super::{Filled, grant_words, institution_choices, role_choices};
use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::permission::Grant;
use crate::pages::PageInfo;
use crate::pages::components::{breadcrumb, error_summary, hidden, section, submit};
use crate::pages::lang::Lang;
use crate::pages::texts::{admin as texts, inbox};
use crate::store::Person;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PersonModel {
    pub person: Person,
    pub institutions: Vec<Institution>,
    pub form: Filled,
    /// The form of the mail address.
    pub mail: Filled,
}

/// A role as its check box sends it: `head:mois`, `pmo:`.
#[must_use]
pub fn grant_value(grant: &Grant) -> String {
    format!("{}:{}", grant.role.code(), grant.institution.as_ref().map_or("", Slug::as_str))
}

fn crumbs(lang: Lang, last: String) -> AnyView {
    let steps = [
        (texts::title(lang).to_owned(), Some("/admin".to_owned())),
        (texts::people(lang).to_owned(), Some("/admin/people".to_owned())),
        (last, None),
    ];
    breadcrumb(lang, &steps)
}

/// One person.
#[must_use]
pub fn page(info: &PageInfo, model: &PersonModel) -> AnyView {
    let lang = info.lang;
    let person = &model.person;
    let is_self = info.reader.as_ref().is_some_and(|reader| reader.id == person.id);
    view! {
        {crumbs(lang, person.name.clone())}
        <div class="head"><div><h1>{person.name.clone()}</h1><p class="sub">{person.login.clone()}</p></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        {error_summary(texts::faults(lang), &model.mail.faults)}
        <section class="sec">
            {section::head(texts::edit_person(lang), None, None, None)}
            {edit_form(info, model, is_self)}
        </section>
        <section class="sec">
            {section::head(inbox::mail(lang), None, None, None)}
            {mail_form(lang, model)}
        </section>
        <section class="sec">
            {section::head(texts::password(lang), None, None, None)}
            {password_form(lang, person, is_self)}
        </section>
    }
    .into_any()
}

fn mail_form(lang: Lang, model: &PersonModel) -> AnyView {
    let field = model.mail.field("address", inbox::address(lang)).optional().hint(inbox::address_hint(lang));
    view! {
        <div class="cols"><form class="c6" action=format!("/admin/people/{}/mail", model.person.login) method="post">
            {field.max_length(254).autocomplete("off").text(lang)}
            <div class="prow"><button class="krds-btn" type="submit">{texts::save(lang)}</button></div>
        </form></div>
    }
    .into_any()
}

fn edit_form(info: &PageInfo, model: &PersonModel, is_self: bool) -> AnyView {
    let (lang, form, person) = (info.lang, &model.form, &model.person);
    let active_hint = if is_self { texts::not_oneself(lang) } else { texts::active_hint(lang) };
    let confirm = (person.active && !is_self).then(|| form.field("confirm", texts::confirm(lang)).checkbox(lang));
    view! {
        <div class="cols"><form class="c6" action=format!("/admin/people/{}", person.login) method="post">
            {form.field("name", texts::name(lang)).required().max_length(60).autocomplete("off").text(lang)}
            {grants(lang, model)}
            {new_grant(info, model)}
            {form.field("active", texts::active(lang)).hint(active_hint).checkbox(lang)}
            {confirm}
            <div class="prow">{submit(texts::save(lang))}</div>
        </form></div>
    }
    .into_any()
}

/// The roles as held, each to be kept or not; those that were shown are sent along.
fn grants(lang: Lang, model: &PersonModel) -> AnyView {
    let held = &model.person.grants;
    let shown: Vec<AnyView> = held.iter().map(|grant| hidden("shown", grant_value(grant))).collect();
    let items: Vec<(String, String)> =
        held.iter().map(|grant| (grant_value(grant), grant_words(lang, &model.institutions, grant))).collect();
    let list = (!items.is_empty()).then(|| model.form.check_list(lang, "keep", texts::roles_kept(lang), &items));
    view! { {shown}{list} }.into_any()
}

fn new_grant(info: &PageInfo, model: &PersonModel) -> AnyView {
    let (lang, form) = (info.lang, &model.form);
    let valid = model.institutions.iter().filter(|one| one.is_valid_on(info.today));
    let institutions = institution_choices(lang, valid);
    let institution =
        form.field("institution", texts::institution(lang)).optional().hint(texts::institution_hint(lang));
    view! {
        {form.field("role", texts::role_new(lang)).optional().select(lang, &role_choices(lang))}
        {institution.select(lang, &institutions)}
    }
    .into_any()
}

fn password_form(lang: Lang, person: &Person, is_self: bool) -> AnyView {
    if is_self {
        return view! { <p><a href="/account/password">{texts::own_password(lang)}</a></p> }.into_any();
    }
    view! {
        <form action=format!("/admin/people/{}/password", person.login) method="post">
            <p class="form-hint">{texts::reset_hint(lang)}</p>
            <div class="prow"><button class="krds-btn danger" type="submit">{texts::reset(lang)}</button></div>
        </form>
    }
    .into_any()
}

/// A new password, shown this once.
#[must_use]
pub fn secret_page(info: &PageInfo, title: &'static str, login: &str, password: &str) -> AnyView {
    let lang = info.lang;
    let (login, password) = (login.to_owned(), password.to_owned());
    let person = format!("/admin/people/{login}");
    view! {
        {crumbs(lang, title.to_owned())}
        <div class="head"><div><h1>{title}</h1><p class="sub">{texts::secret_sub(lang)}</p></div></div>
        <div class="secret"><span>{texts::login(lang)}</span><code>{login}</code></div>
        <div class="secret"><span>{texts::secret(lang)}</span><code>{password}</code></div>
        <p class="form-hint">{texts::secret_hint(lang)}</p>
        <div class="prow">
            <a class="krds-btn" href=person>{texts::to_person(lang)}</a>
            <a class="krds-btn" href="/admin/people">{texts::to_people(lang)}</a>
        </div>
    }
    .into_any()
}

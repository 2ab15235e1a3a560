//! `/admin/people`: everybody, and the form that adds somebody.

use super::{Filled, filter_select, filter_text, grant_words, institution_choices, role_choices, typed_address};
use crate::domain::institution::Institution;
use crate::domain::permission::Role;
use crate::pages::PageInfo;
use crate::pages::components::{Empty, breadcrumb, error_summary, pager, section, submit};
use crate::pages::lang::Lang;
use crate::pages::record::query::{page_number, value};
use crate::pages::texts::admin as texts;
use crate::store::Person;
use leptos::prelude::*;

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// A part of the name or of the log-in name.
    pub text: String,
    pub role: Option<Role>,
    pub active: Option<bool>,
    pub page: i64,
}

impl PeopleQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        Self {
            text: value(pairs, "q").unwrap_or_default().to_owned(),
            role: value(pairs, "role").and_then(Role::parse),
            active: match value(pairs, "active") {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                _ => None,
            },
            page: page_number(pairs),
        }
    }

    fn active_code(&self) -> &'static str {
        match self.active {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        }
    }

    fn address(&self, page: i64) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let role = self.role.map_or("", Role::code);
        let pairs = [("q", self.text.as_str()), ("role", role), ("active", self.active_code()), ("page", &page)];
        typed_address("/admin/people", &pairs)
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PeopleModel {
    pub query: PeopleQuery,
    /// Those on this page.
    pub people: Vec<Person>,
    pub total: usize,
    pub page: i64,
    pub pages: i64,
    pub institutions: Vec<Institution>,
    pub form: Filled,
}

/// The list of people.
#[must_use]
pub fn page(info: &PageInfo, model: &PeopleModel) -> AnyView {
    let lang = info.lang;
    let crumbs = [(texts::title(lang).to_owned(), Some("/admin".to_owned())), (texts::people(lang).to_owned(), None)];
    let more = Some((texts::add_person(lang), "#add".to_owned()));
    let body = if model.people.is_empty() {
        Empty::new(texts::people_none(lang), texts::people_none_why(lang))
            .link(texts::show_all(lang), "/admin/people")
            .view()
    } else {
        table(lang, model)
    };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div>
            <h1>{texts::people(lang)}</h1><p class="sub">{texts::people_sub(lang)}</p>
        </div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        <section class="sec">
            {section::head(texts::list(lang), Some(model.total), None, more)}
            {filters(lang, &model.query)}
            {body}
            {pager(info, model.page, model.pages, |number| model.query.address(number))}
        </section>
        <section class="sec" id="add">
            {section::head(texts::add_person(lang), None, None, None)}
            {add_form(info, model)}
        </section>
    }
    .into_any()
}

fn filters(lang: Lang, query: &PeopleQuery) -> AnyView {
    let states = [("yes", texts::state_active(lang)), ("no", texts::state_inactive(lang))];
    let states = states.map(|(value, word)| (value.to_owned(), word.to_owned()));
    let role = query.role.map_or("", Role::code);
    view! {
        <form class="filters" action="/admin/people" method="get">
            {filter_text("q", texts::by_text(lang), "search", query.text.clone())}
            {filter_select("role", texts::role(lang), texts::any(lang), role, &role_choices(lang))}
            {filter_select("active", texts::state(lang), texts::any(lang), query.active_code(), &states)}
            <button class="krds-btn" type="submit">{texts::find(lang)}</button>
        </form>
    }
    .into_any()
}

fn table(lang: Lang, model: &PeopleModel) -> AnyView {
    let rows: Vec<AnyView> = model.people.iter().map(|person| row(lang, model, person)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::people(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::name(lang)}</th><th scope="col">{texts::login(lang)}</th>
                <th scope="col">{texts::roles(lang)}</th><th scope="col">{texts::state(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, model: &PeopleModel, person: &Person) -> AnyView {
    let href = format!("/admin/people/{}", person.login);
    let roles: Vec<String> = person.grants.iter().map(|grant| grant_words(lang, &model.institutions, grant)).collect();
    let roles = if roles.is_empty() { texts::no_roles(lang).to_owned() } else { roles.join(", ") };
    let state = match (person.active, person.must_change) {
        (false, _) => texts::state_inactive(lang),
        (true, true) => texts::state_must_change(lang),
        (true, false) => texts::state_active(lang),
    };
    view! {
        <tr>
            <th scope="row" class="ttl"><a href=href>{person.name.clone()}</a></th>
            <td data-l=texts::login(lang)>{person.login.clone()}</td>
            <td data-l=texts::roles(lang)>{roles}</td>
            <td data-l=texts::state(lang)>{state}</td>
        </tr>
    }
    .into_any()
}

fn add_form(info: &PageInfo, model: &PeopleModel) -> AnyView {
    let (lang, form) = (info.lang, &model.form);
    let valid = model.institutions.iter().filter(|one| one.is_valid_on(info.today));
    let institutions = institution_choices(lang, valid);
    let login = form.field("login", texts::login(lang)).required().hint(texts::login_hint(lang)).autocomplete("off");
    let institution =
        form.field("institution", texts::institution(lang)).optional().hint(texts::institution_hint(lang));
    view! {
        <div class="cols"><form class="c6" action="/admin/people" method="post">
            {login.max_length(60).text(lang)}
            {form.field("name", texts::name(lang)).required().max_length(60).autocomplete("off").text(lang)}
            {form.field("role", texts::role(lang)).required().select(lang, &role_choices(lang))}
            {institution.select(lang, &institutions)}
            <p class="form-hint">{texts::add_person_hint(lang)}</p>
            <div class="prow">{submit(texts::add(lang))}</div>
        </form></div>
    }
    .into_any()
}

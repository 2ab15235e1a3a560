//! `/account/deputies`: who stands in for a head, and when.

use crate::domain::ids::UserId;
use crate::domain::institution::Institution;
use crate::pages::PageInfo;
use crate::pages::admin::Filled;
use crate::pages::components::{Empty, breadcrumb, error_summary, full_day, hidden, section, submit};
use crate::pages::lang::Lang;
use crate::pages::record::institution_name;
use crate::pages::texts::{account, deputies as texts};
use crate::store::DeputyEntry;
use chrono::NaiveDate;
use leptos::prelude::*;

/// An institution that the reader heads, and who may stand in there.
#[derive(Clone, Debug)]
pub struct Headed {
    pub institution: Institution,
    pub people: Vec<(UserId, String)>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct DeputiesModel {
    pub headed: Vec<Headed>,
    pub entries: Vec<DeputyEntry>,
    pub form: Filled,
}

/// The deputies of a head, and the form that appoints one.
#[must_use]
pub fn page(info: &PageInfo, model: &DeputiesModel) -> AnyView {
    let lang = info.lang;
    let crumbs =
        [(account::title(lang).to_owned(), Some("/account".to_owned())), (texts::title(lang).to_owned(), None)];
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        <section class="sec">
            {section::head(texts::appointed(lang), Some(model.entries.len()), None, None)}
            {list(lang, info.today, &model.entries)}
        </section>
        <section class="sec">
            {section::head(texts::appoint(lang), None, None, None)}
            {form(lang, model)}
        </section>
    }
    .into_any()
}

fn list(lang: Lang, today: NaiveDate, entries: &[DeputyEntry]) -> AnyView {
    if entries.is_empty() {
        return Empty::new(texts::none(lang), texts::none_why(lang)).view();
    }
    let rows: Vec<AnyView> = entries.iter().map(|entry| row(lang, today, entry)).collect();
    view! {
        <table class="tbl flow">
            <caption class="sr-only">{texts::appointed(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::deputy(lang)}</th><th scope="col">{texts::days(lang)}</th>
                <th scope="col">{texts::state(lang)}</th><th scope="col">{texts::withdrawal(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, today: NaiveDate, entry: &DeputyEntry) -> AnyView {
    let state = match (entry.from <= today, today <= entry.until) {
        (false, _) => texts::state_coming(lang),
        (true, true) => texts::state_in_force(lang),
        (true, false) => texts::state_over(lang),
    };
    let action = format!("/account/deputies/{}/withdrawal", entry.id);
    let label = texts::withdraw_whom(lang, &entry.deputy_name);
    let withdraw = (today <= entry.until).then(|| {
        view! {
            <form action=action method="post">
                <button class="krds-btn small danger" type="submit" aria-label=label>{texts::withdraw(lang)}</button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="ttl">{entry.deputy_name.clone()}</th>
            <td data-l=texts::days(lang)>{full_day(lang, entry.from)}" – "{full_day(lang, entry.until)}</td>
            <td data-l=texts::state(lang)>{state}</td>
            <td data-l=texts::withdrawal(lang)>{withdraw}</td>
        </tr>
    }
    .into_any()
}

fn form(lang: Lang, model: &DeputiesModel) -> AnyView {
    if model.headed.iter().all(|one| one.people.is_empty()) {
        return Empty::new(texts::nobody(lang), texts::nobody_why(lang)).view();
    }
    let form = &model.form;
    let deputy = form.field("deputy", texts::deputy(lang)).required().select(lang, &people(lang, model));
    view! {
        <div class="cols"><form class="c6" action="/account/deputies" method="post">
            {place(lang, model)}
            {deputy}
            {form.field("from", texts::from(lang)).required().date(lang)}
            {form.field("until", texts::until(lang)).required().hint(texts::until_hint(lang)).date(lang)}
            <div class="prow">{submit(texts::appoint_do(lang))}</div>
        </form></div>
    }
    .into_any()
}

/// The institution: said by the only one, chosen among several.
fn place(lang: Lang, model: &DeputiesModel) -> AnyView {
    if let [only] = model.headed.as_slice() {
        return hidden("institution", only.institution.slug.to_string());
    }
    let choices: Vec<(String, String)> = model
        .headed
        .iter()
        .map(|one| (one.institution.slug.to_string(), institution_name(lang, &one.institution).to_owned()))
        .collect();
    model.form.field("institution", texts::institution(lang)).required().select(lang, &choices)
}

/// Everybody who may stand in, once; with the institution's name where there are several.
fn people(lang: Lang, model: &DeputiesModel) -> Vec<(String, String)> {
    let several = model.headed.len() > 1;
    let mut choices: Vec<(String, String)> = Vec::new();
    for headed in &model.headed {
        let place = institution_name(lang, &headed.institution);
        for (id, name) in &headed.people {
            let known = choices.iter_mut().find(|(one, _)| *one == id.to_string());
            match known {
                Some((_, words)) => *words = format!("{words}, {place}"),
                None if several => choices.push((id.to_string(), format!("{name} – {place}"))),
                None => choices.push((id.to_string(), name.clone())),
            }
        }
    }
    choices
}

//! `/account`: who one is here, and what one may do; `/account/password`.

use crate::domain::institution::Institution;
use crate::domain::notice::MailAddress;
use crate::domain::permission::{Action, Deputyship, Reader, may};
use crate::pages::PageInfo;
use crate::pages::admin::{grant_words, institution_words};
use crate::pages::components::{Field, breadcrumb, error_summary, full_day, section, submit};
use crate::pages::lang::Lang;
use crate::pages::texts::{account as texts, inbox, subscription};
use leptos::prelude::*;

/// One's own account.
#[must_use]
pub fn page(info: &PageInfo, institutions: &[Institution], address: Option<&MailAddress>) -> AnyView {
    let lang = info.lang;
    let Some(reader) = &info.reader else { return ().into_any() };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        <section class="sec">
            {section::head(texts::who(lang), None, None, None)}
            {facts(lang, reader, institutions, address)}
        </section>
        <section class="sec">
            {section::head(texts::doing(lang), None, None, None)}
            <div class="prow">
                <a class="krds-btn" href="/account/password">{texts::password_title(lang)}</a>
                <a class="krds-btn" href="/account/notices">{inbox::settings(lang)}</a>
                {calendar_link(lang, reader)}
                {deputies_link(lang, reader)}
                <form action="/logout" method="post">
                    <button class="krds-btn" type="submit">{texts::log_out(lang)}</button>
                </form>
            </div>
        </section>
    }
    .into_any()
}

fn facts(lang: Lang, reader: &Reader, institutions: &[Institution], address: Option<&MailAddress>) -> AnyView {
    let address = address.map_or_else(|| inbox::address_none(lang).to_owned(), |one| one.as_str().to_owned());
    let roles: Vec<AnyView> = reader
        .grants
        .iter()
        .map(|grant| {
            let words = grant_words(lang, institutions, grant);
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    let roles = if roles.is_empty() { texts::no_roles(lang).into_any() } else { view! { <ul>{roles}</ul> }.into_any() };
    let deputyships: Vec<AnyView> = reader.deputyships.iter().map(|one| deputyship(lang, one, institutions)).collect();
    let deputyships =
        (!deputyships.is_empty()).then(|| view! { <dt>{texts::deputyships(lang)}</dt><dd><ul>{deputyships}</ul></dd> });
    view! {
        <dl class="kv kv--w">
            <dt>{texts::name(lang)}</dt><dd>{reader.name.clone()}</dd>
            <dt>{texts::login(lang)}</dt><dd>{reader.login.clone()}</dd>
            <dt>{texts::roles(lang)}</dt><dd>{roles}</dd>
            {deputyships}
            <dt>{inbox::address(lang)}</dt><dd>{address}</dd>
        </dl>
        <p class="form-hint">{texts::roles_hint(lang)}</p>
    }
    .into_any()
}

fn deputyship(lang: Lang, one: &Deputyship, institutions: &[Institution]) -> AnyView {
    let whose = texts::deputy_of(lang, &one.head_name, institution_words(lang, institutions, &one.institution));
    view! { <li>{whose}" "{full_day(lang, one.from)}" – "{full_day(lang, one.until)}</li> }.into_any()
}

fn calendar_link(lang: Lang, reader: &Reader) -> AnyView {
    let reads = may(reader, Action::ReadDashboards);
    reads.then(|| view! { <a class="krds-btn" href="/account/calendar">{subscription::title(lang)}</a> }).into_any()
}

fn deputies_link(lang: Lang, reader: &Reader) -> AnyView {
    let slugs = reader.grants.iter().filter_map(|grant| grant.institution.as_ref());
    let heads = slugs.into_iter().any(|slug| may(reader, Action::AppointDeputy(slug)));
    heads.then(|| view! { <a class="krds-btn" href="/account/deputies">{texts::deputies(lang)}</a> }).into_any()
}

/// The form for a new password; nothing typed is ever given back. `must_change`: before anything else.
#[must_use]
pub fn password_page(info: &PageInfo, must_change: bool, faults: &[(&'static str, String)]) -> AnyView {
    let lang = info.lang;
    let crumbs =
        [(texts::title(lang).to_owned(), Some("/account".to_owned())), (texts::password_title(lang).to_owned(), None)];
    let crumbs = (!must_change).then(|| breadcrumb(lang, &crumbs));
    let forced = must_change.then(|| view! { <p class="note-box">{texts::must_change(lang)}</p> });
    let field = |name: &'static str, label: &'static str, token: &'static str| {
        Field::new(name, label).required().faults(faults).autocomplete(token)
    };
    view! {
        {crumbs}
        <div class="head"><div>
            <h1>{texts::password_title(lang)}</h1><p class="sub">{texts::password_sub(lang)}</p>
        </div></div>
        {forced}
        {error_summary(texts::password_faults(lang), faults)}
        <div class="cols"><form class="c6" action="/account/password" method="post">
            {field("current", texts::current(lang), "current-password").password(lang)}
            {field("new", texts::new(lang), "new-password").hint(texts::new_hint(lang)).password(lang)}
            {field("again", texts::again(lang), "new-password").password(lang)}
            <div class="prow">{submit(texts::change(lang))}</div>
        </form></div>
    }
    .into_any()
}

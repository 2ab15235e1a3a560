//! `/council/cios`: the CIO of record of each institution, with the terms before.

use crate::domain::council::Entry;
use crate::domain::council::cio::Cio;
use crate::domain::ids::Slug;
use crate::domain::permission::Action;
use crate::pages::components::{Empty, breadcrumb, full_day, section, submit};
use crate::pages::council::forms::{FormView, Tried};
use crate::pages::council::{CouncilScene, Tab, tabs};
use crate::pages::record::korean;
use crate::pages::texts::{cios as texts, council};
use leptos::prelude::*;

/// The page of all institutions.
#[must_use]
pub fn page(hall: &CouncilScene, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let day = hall.council.day;
    let central = hall.scene.ledger.institutions.iter().filter(|one| one.is_central_on(day));
    let all: Vec<_> = central.map(|one| (&one.slug, hall.council.cio_on(&one.slug, day))).collect();
    let known = all.iter().filter(|(_, cio)| cio.is_some()).count();
    let rows: Vec<AnyView> = all.iter().map(|(slug, cio)| row(hall, slug, *cio)).collect();
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        {tabs(hall, Tab::Cios)}
        <section class="sec">
            {section::head(texts::title(lang), Some(known), Some(texts::note(lang, all.len(), known)), None)}
            <table class="tbl flow">
                <caption class="sr-only">{texts::caption(lang)}</caption>
                <thead><tr>
                    <th scope="col">{council::institution(lang)}</th><th scope="col">{texts::person(lang)}</th>
                    <th scope="col">{texts::term(lang)}</th><th scope="col">{texts::notified(lang)}</th>
                    <th scope="col">{texts::deputy(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        {new_form(hall, tried)}
    }
    .into_any()
}

fn row(hall: &CouncilScene, slug: &Slug, cio: Option<&Entry<Cio>>) -> AnyView {
    let lang = hall.lang();
    let name = hall.scene.institution(slug);
    let Some(cio) = cio else {
        return view! { <tr><th scope="row">{name}</th><td data-l=texts::person(lang) colspan="4" class="mute">{texts::unknown(lang)}</td></tr> }.into_any();
    };
    let href = hall.link(format!("/council/cios/{}", cio.id));
    view! {
        <tr>
            <th scope="row"><a href=href>{name}</a></th>
            <td data-l=texts::person(lang) lang=korean(lang)>{format!("{} {}", cio.body.post, cio.body.name)}</td>
            <td data-l=texts::term(lang)>{term(hall, &cio.body)}</td>
            <td data-l=texts::notified(lang)>{cio.body.notified_on.map(|day| full_day(lang, day))}</td>
            <td data-l=texts::deputy(lang)>{deputy(hall, &cio.body)}</td>
        </tr>
    }
    .into_any()
}

fn term(hall: &CouncilScene, cio: &Cio) -> AnyView {
    let lang = hall.lang();
    let until = cio.until.map(|day| full_day(lang, day));
    view! { {full_day(lang, cio.from)}" – "{until} }.into_any()
}

fn deputy(hall: &CouncilScene, cio: &Cio) -> AnyView {
    let lang = hall.lang();
    let told = cio.deputy.as_ref().map(|deputy| {
        view! { {format!("{} {}", deputy.post, deputy.name)}<br/><span class="xs mute">{full_day(lang, deputy.from)}" – "{full_day(lang, deputy.until)}</span> }
    });
    told.into_any()
}

/// The institutions whose CIO the reader keeps.
fn kept(hall: &CouncilScene) -> Vec<(String, String)> {
    let choices = hall.institution_choices().into_iter();
    choices.filter(|(slug, _)| Slug::parse(slug).is_some_and(|slug| hall.may(Action::KeepCio(&slug)))).collect()
}

fn fields(hall: &CouncilScene, form: &FormView) -> AnyView {
    let lang = hall.lang();
    view! {
        {form.field("post", texts::post(lang)).required().max_length(100).text(lang)}
        {form.field("name", texts::name(lang)).required().max_length(50).text(lang)}
        {form.field("from", texts::from(lang)).required().date(lang)}
        {form.field("until", texts::until(lang)).optional().date(lang)}
        {form.field("notified_on", texts::notified(lang)).optional().hint(texts::notified_hint(lang)).date(lang)}
        <fieldset class="form-group"><legend class="form-tit">{texts::deputy(lang)}</legend>
            {form.field("deputy_post", texts::post(lang)).optional().max_length(100).text(lang)}
            {form.field("deputy_name", texts::name(lang)).optional().max_length(50).text(lang)}
            {form.field("deputy_from", texts::deputy_from(lang)).optional().date(lang)}
            {form.field("deputy_until", texts::deputy_until(lang)).optional().date(lang)}
        </fieldset>
    }
    .into_any()
}

fn new_form(hall: &CouncilScene, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let choices = kept(hall);
    if choices.is_empty() {
        return ().into_any();
    }
    let form = tried.form("cio", &[]);
    view! {
        <section class="sec" id="new">
            {section::head(texts::new(lang), None, None, None)}
            <details class="fold" open=form.is_faulty()>
                <summary>{texts::new_open(lang)}</summary>
                <form action=hall.link("/council/cios") method="post">
                    {form.summary(lang)}
                    {form.field("institution", council::institution(lang)).required().select(lang, &choices)}
                    {fields(hall, &form)}
                    <div class="prow">{submit(council::save(lang))}</div>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// The page of one term, with the institution's other terms.
#[must_use]
pub fn detail(hall: &CouncilScene, one: &Entry<Cio>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let name = hall.scene.institution(&one.body.institution);
    let crumbs = [(texts::title(lang).to_owned(), Some(hall.link("/council/cios"))), (name.clone(), None)];
    let mut terms: Vec<_> =
        hall.council.cios.iter().filter(|cio| cio.body.institution == one.body.institution).collect();
    terms.sort_by_key(|cio| std::cmp::Reverse((cio.body.from, cio.id)));
    let rows: Vec<AnyView> = terms.iter().map(|cio| term_row(hall, cio)).collect();
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{texts::of(lang, name)}</h1><p class="sub">{texts::sub(lang)}</p></div></div>
        <section class="sec">
            {section::head(texts::terms(lang), Some(terms.len()), None, None)}
            <table class="tbl flow">
                <caption class="sr-only">{texts::terms(lang)}</caption>
                <thead><tr>
                    <th scope="col">{texts::person(lang)}</th><th scope="col">{texts::term(lang)}</th>
                    <th scope="col">{texts::notified(lang)}</th><th scope="col">{texts::deputy(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        {edit_form(hall, one, tried)}
    }
    .into_any()
}

fn term_row(hall: &CouncilScene, cio: &Entry<Cio>) -> AnyView {
    let lang = hall.lang();
    view! {
        <tr>
            <th scope="row" lang=korean(lang)>{format!("{} {}", cio.body.post, cio.body.name)}</th>
            <td data-l=texts::term(lang)>{term(hall, &cio.body)}</td>
            <td data-l=texts::notified(lang)>{cio.body.notified_on.map(|day| full_day(lang, day))}</td>
            <td data-l=texts::deputy(lang)>{deputy(hall, &cio.body)}</td>
        </tr>
    }
    .into_any()
}

fn edit_form(hall: &CouncilScene, one: &Entry<Cio>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    if !hall.may(Action::KeepCio(&one.body.institution)) {
        return Empty::new(texts::read_only(lang), texts::read_only_why(lang)).view();
    }
    let form = tried.form("cio", &begun(&one.body));
    view! {
        <section class="sec">
            {section::head(texts::edit(lang), None, None, None)}
            {form.summary(lang)}
            <form action=hall.link(format!("/council/cios/{}", one.id)) method="post">
                {fields(hall, &form)}
                <div class="prow">{submit(council::save(lang))}</div>
            </form>
        </section>
    }
    .into_any()
}

fn begun(cio: &Cio) -> Vec<(&'static str, String)> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let deputy = cio.deputy.as_ref();
    vec![
        ("post", cio.post.clone()),
        ("name", cio.name.clone()),
        ("from", cio.from.to_string()),
        ("until", day(cio.until)),
        ("notified_on", day(cio.notified_on)),
        ("deputy_post", deputy.map(|one| one.post.clone()).unwrap_or_default()),
        ("deputy_name", deputy.map(|one| one.name.clone()).unwrap_or_default()),
        ("deputy_from", day(deputy.map(|one| one.from))),
        ("deputy_until", day(deputy.map(|one| one.until))),
    ]
}

//! `/council/{id}/items/{item}`: an agenda item and its papers.

use crate::domain::council::Entry;
use crate::domain::council::agenda::{AgendaItem, ItemKind};
use crate::domain::council::meeting::Meeting;
use crate::pages::components::{breadcrumb, section, submit};
use crate::pages::council::forms::{FormView, Tried};
use crate::pages::council::meeting::MeetingModel;
use crate::pages::council::{CouncilScene, agenda, words};
use crate::pages::lang::Lang;
use crate::pages::texts::council as texts;
use leptos::prelude::*;

fn fields(lang: Lang, form: &FormView) -> AnyView {
    let kinds: Vec<_> =
        ItemKind::ALL.iter().map(|kind| (kind.code().to_owned(), words::item_kind(lang, *kind).to_owned())).collect();
    view! {
        {form.field("title", texts::item_title(lang)).required().max_length(200).text(lang)}
        {form.field("kind", texts::item_kind_label(lang)).required().select(lang, &kinds)}
        {form.field("institution", texts::presenting_institution(lang)).hint(texts::name_hint(lang)).text(lang)}
        {form.field("presenter", texts::presenter(lang)).max_length(200).text(lang)}
        {form.field("tasks", texts::tasks(lang)).hint(texts::tasks_hint(lang)).text(lang)}
        {form.field("minutes", texts::minutes_label(lang)).number(lang)}
        {form.field("summary", texts::item_summary(lang)).textarea(lang, 3)}
    }
    .into_any()
}

fn begun(hall: &CouncilScene, item: &AgendaItem) -> Vec<(&'static str, String)> {
    let tasks: Vec<String> = item.tasks.iter().map(ToString::to_string).collect();
    vec![
        ("title", item.title.clone()),
        ("kind", item.kind.code().to_owned()),
        ("institution", item.institution.as_ref().map(|slug| hall.scene.institution(slug)).unwrap_or_default()),
        ("presenter", item.presenter.clone()),
        ("tasks", tasks.join(", ")),
        ("minutes", item.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("summary", item.summary.clone()),
    ]
}

/// The form for a new item, under the agenda.
#[must_use]
pub fn new_form(model: &MeetingModel) -> AnyView {
    if !model.may_write() {
        return ().into_any();
    }
    let lang = model.hall.lang();
    let form = model.tried.form("item", &[("kind", ItemKind::Report.code().to_owned())]);
    view! {
        <details class="fold no-print" open=form.is_faulty()>
            <summary>{texts::item_new(lang)}</summary>
            <form action=model.path("/items") method="post">
                {form.summary(lang)}
                {fields(lang, &form)}
                <div class="prow">{submit(texts::item_add(lang))}</div>
            </form>
        </details>
    }
    .into_any()
}

/// The page of one item.
#[must_use]
pub fn page(hall: &CouncilScene, meeting: &Entry<Meeting>, item: &Entry<AgendaItem>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let here = format!("/council/{}", meeting.id);
    let action = hall.link(format!("{here}/items/{}", item.id));
    let form = tried.form("item", &begun(hall, &item.body));
    let crumbs = [
        (texts::list_title(lang).to_owned(), Some(hall.link("/council"))),
        (words::title(lang, &meeting.body), Some(hall.link(&here))),
        (item.body.title.clone(), None),
    ];
    let step = |value: &'static str, class: &'static str, word: &'static str| {
        view! { <button class=class type="submit" name="step" value=value>{word}</button> }.into_any()
    };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{item.body.title.clone()}</h1><p class="sub">{agenda::by_line(hall, &item.body)}</p></div></div>
        {form.summary(lang)}
        <div class="cols sec">
            <form class="c7" action=action.clone() method="post">
                {fields(lang, &form)}
                <div class="prow">{step("save", "krds-btn primary", texts::save(lang))}<a class="krds-btn" href=hall.link(&here)>{texts::back(lang)}</a></div>
            </form>
            <div class="c5 stack">
                {papers(hall, meeting, item, tried)}
                <section class="sec">
                    {section::head(texts::item_place(lang), None, None, None)}
                    <form action=action method="post"><div class="prow">
                        {step("up", "krds-btn small", texts::item_up(lang))}
                        {step("down", "krds-btn small", texts::item_down(lang))}
                        {step("strike", "krds-btn small danger", texts::item_strike(lang))}
                    </div></form>
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn papers(hall: &CouncilScene, meeting: &Entry<Meeting>, item: &Entry<AgendaItem>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let form = tried.form("paper", &[]);
    let action = hall.link(format!("/council/{}/items/{}/papers", meeting.id, item.id));
    let held: Vec<_> = hall.council.papers_of(item.id).collect();
    let remove: Vec<AnyView> = held
        .iter()
        .map(|one| {
            let label = texts::paper_remove_what(lang, &one.body.name);
            let value = format!("remove:{}", one.id);
            view! {
                <li><span>{one.body.name.clone()}</span>
                    <button class="krds-btn xsmall" type="submit" name="step" value=value aria-label=label>{texts::paper_remove(lang)}</button></li>
            }
            .into_any()
        })
        .collect();
    let list = (!remove.is_empty()).then(|| {
        view! { <form action=action.clone() method="post"><ul class="evi">{remove}</ul></form> }
    });
    view! {
        <section class="sec" id="papers">
            {section::head(texts::papers(lang), Some(held.len()), None, None)}
            {agenda::papers(hall, held.iter().copied())}
            {list}
            {form.summary(lang)}
            <form action=action method="post" enctype="multipart/form-data">
                <div class="form-group">
                    <label class="form-tit" for="f-paper-file">{texts::paper_file(lang)}</label>
                    <input class="krds-input" type="file" id="f-paper-file" name="file" aria-describedby="f-paper-file-h"/>
                    <p class="form-hint" id="f-paper-file-h">{texts::paper_file_hint(lang)}</p>
                </div>
                {form.field("link", texts::paper_link(lang)).hint(texts::paper_link_hint(lang)).text(lang)}
                <div class="prow">{submit(texts::paper_add(lang))}</div>
            </form>
        </section>
    }
    .into_any()
}

//! A file's own page: how far it is, what it would do, what came of it.

use super::{ImportModel, PAGE, head, lines};
use crate::domain::institution::Institution;
use crate::domain::sheet::SheetRefusal;
use crate::domain::systems::import::ImportRefusal;
use crate::pages::PageInfo;
use crate::pages::components::{icon, pager, section};
use crate::pages::lang::Lang;
use crate::pages::record::query::address;
use crate::pages::texts::sheets as t;
use crate::reports::register::columns::title_of;
use crate::store::{ImportState, LineOutcome};
use leptos::prelude::*;

/// The page of one file.
#[must_use]
pub fn one(info: &PageInfo, model: &ImportModel, institutions: &[Institution]) -> AnyView {
    let file = model.import.file_name.as_str();
    let waits = model.import.state == ImportState::Previewed;
    let body = match model.import.state {
        ImportState::Reading | ImportState::Writing if model.broken_off => {
            refused(info.lang, file, t::broken_off(info.lang))
        }
        ImportState::Reading | ImportState::Writing => at_work(info, model),
        ImportState::Failed => refused(info.lang, file, why(info.lang, model.summary.refusal)),
        ImportState::Previewed if model.forgotten => refused(info.lang, file, t::forgotten(info.lang)),
        ImportState::Previewed | ImportState::Done => looked_at(info, model, institutions, waits),
        ImportState::Dropped => said(t::say_dropped(info.lang, file), None),
    };
    view! { {head(info, Some(file))}{fault(model)}{body} }.into_any()
}

fn fault(model: &ImportModel) -> AnyView {
    let fault = model.fault.map(|words| view! { <div class="warn" role="alert"><p>{words}</p></div> });
    fault.into_any()
}

fn said(words: String, more: Option<String>) -> AnyView {
    let more = more.map(|more| view! { " "{more} });
    view! { <p class="kit-sum" role="status">{words}{more}</p> }.into_any()
}

fn refused(lang: Lang, file: &str, why: &'static str) -> AnyView {
    view! {
        <div class="alert" role="alert" tabindex="-1" id="faults"><h2>{icon("err")}<span>{t::say_failed(lang, file)}</span></h2>
            <ul><li>{why}</li></ul></div>
        <p class="prow sec"><a class="krds-btn" href="/systems">{t::back(lang)}</a>
            <a class="krds-btn primary" href="/systems/import">{t::again(lang)}</a></p>
    }
    .into_any()
}

/// Why nothing was written.
#[must_use]
pub const fn why(lang: Lang, refusal: Option<ImportRefusal>) -> &'static str {
    match refusal {
        Some(ImportRefusal::Sheet(refusal)) => match refusal {
            SheetRefusal::TooLarge => t::refusal_too_large(lang),
            SheetRefusal::NotASheet => t::refusal_not_a_sheet(lang),
            SheetRefusal::Encoding => t::refusal_encoding(lang),
            SheetRefusal::NoTitles => t::refusal_no_titles(lang),
            SheetRefusal::TitleTwice => t::refusal_title_twice(lang),
            SheetRefusal::TooManyRows => t::refusal_too_many_rows(lang),
            SheetRefusal::Empty => t::refusal_empty(lang),
        },
        Some(ImportRefusal::Moved) => t::refusal_moved(lang),
        Some(ImportRefusal::Broken) | None => t::refusal_broken(lang),
    }
}

fn at_work(info: &PageInfo, model: &ImportModel) -> AnyView {
    let lang = info.lang;
    let (file, (done, all)) = (&model.import.file_name, model.import.progress);
    let writing = model.import.state == ImportState::Writing;
    let say = if writing { t::say_writing(lang, file) } else { t::say_reading(lang, file) };
    let counted = all > 0 && !writing;
    let words = if counted { t::progress(lang, all, done) } else { t::progress_unknown(lang).to_owned() };
    let words = if writing { String::new() } else { words };
    let (max, value) = (counted.then(|| all.to_string()), counted.then(|| done.to_string()));
    let href = format!("/systems/import/{}", model.import.id);
    view! {
        <p class="kit-sum" role="status">{say}</p>
        <p><progress class="imp-bar" max=max value=value aria-label=t::progress_label(lang)>{words.clone()}</progress>" "<span>{words.clone()}</span></p>
        <p class="mute sec">{t::progress_note(lang)}" "<a href=href>{t::look_again(lang)}</a></p>
    }
    .into_any()
}

fn looked_at(info: &PageInfo, model: &ImportModel, institutions: &[Institution], waits: bool) -> AnyView {
    let lang = info.lang;
    let (file, summary) = (&model.import.file_name, &model.summary);
    let left = (summary.bad > 0 && !waits).then(|| t::say_done_left(lang, summary.bad));
    let say = match model.import.state {
        ImportState::Previewed => t::say_look(lang, file),
        _ if summary.writes() == 0 => t::say_same(lang, file),
        _ => t::say_done(lang, summary.changed, file, summary.new),
    };
    let shown = waits || summary.bad > 0;
    let lines = shown.then(|| {
        let all = count(model, model.shown);
        let pages = ((all + PAGE - 1) / PAGE).max(1);
        let path = |page: i64| line_path(model, model.shown, page);
        view! {
            <section class="sec">
                {section::head(t::counts(lang), usize::try_from(all).ok(), None, None)}
                {waits.then(|| outcomes(info, model))}
                {lines::table(info, model, institutions)}
                {pager(info, model.page, pages, path)}
            </section>
        }
    });
    let back = (!waits)
        .then(|| view! { <p class="prow sec"><a class="krds-btn primary" href="/systems">{t::back(lang)}</a></p> });
    view! { {said(say, left)}{bad(lang, model, waits)}{columns(lang, model, waits)}{lines}{waits.then(|| form(lang, model))}{back} }
        .into_any()
}

fn count(model: &ImportModel, outcome: LineOutcome) -> i64 {
    match outcome {
        LineOutcome::New => model.summary.new,
        LineOutcome::Changed => model.summary.changed,
        LineOutcome::Same => model.summary.same,
        LineOutcome::Bad => model.summary.bad,
    }
}

fn line_path(model: &ImportModel, outcome: LineOutcome, page: i64) -> String {
    let page = (page > 1).then(|| page.to_string());
    address(
        &format!("/systems/import/{}", model.import.id),
        &[("show", Some(outcome.code().to_owned())), ("page", page)],
    )
}

/// The four outcomes with their numbers, as links.
fn outcomes(info: &PageInfo, model: &ImportModel) -> AnyView {
    let lang = info.lang;
    let link = |outcome: LineOutcome| {
        let n = count(model, outcome);
        let word = match outcome {
            LineOutcome::New => t::n_new(lang, n),
            LineOutcome::Changed => t::n_changed(lang, n),
            LineOutcome::Same => t::n_same(lang, n),
            LineOutcome::Bad => t::n_bad(lang, n),
        };
        let current = (outcome == model.shown).then_some("page");
        view! { <a href=line_path(model, outcome, 1) aria-current=current>{word}</a> }.into_any()
    };
    let links: Vec<AnyView> = LineOutcome::ALL.into_iter().map(link).collect();
    view! { <nav class="chips" aria-label=t::counts(lang)>{links}</nav> }.into_any()
}

fn bad(lang: Lang, model: &ImportModel, waits: bool) -> AnyView {
    let summary = &model.summary;
    if summary.bad == 0 {
        return ().into_any();
    }
    let words = waits.then(|| {
        let say =
            if summary.writes() > 0 { t::say_bad(lang, summary.cells) } else { t::say_all_bad(lang, summary.cells) };
        view! { <b>{say}</b>" " }
    });
    let file = |kind: &str| format!("/systems/import/{}/faults.{kind}", model.import.id);
    view! {
        <div class="warn"><p>{words}{t::list_of(lang)}" "<a href=file("xlsx") download="">"XLSX"</a>" · "<a href=file("csv") download="">"CSV"</a></p></div>
    }
    .into_any()
}

fn columns(lang: Lang, model: &ImportModel, waits: bool) -> AnyView {
    if !waits {
        return ().into_any();
    }
    let summary = &model.summary;
    let missing: Vec<&str> = summary.missing.iter().map(|field| title_of(field)).collect();
    let mut words = Vec::new();
    if !summary.unknown.is_empty() {
        words.push(t::columns_unknown(lang, summary.unknown.join(", ")));
    }
    words.push(match missing.as_slice() {
        [] => t::columns_all(lang).to_owned(),
        missing => t::columns_missing(lang, missing.join(", ")),
    });
    let words: Vec<AnyView> = words.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
    view! { <div class="note-box kit-left"><b>{t::columns(lang)}</b><ul>{words}</ul></div> }.into_any()
}

fn form(lang: Lang, model: &ImportModel) -> AnyView {
    let summary = &model.summary;
    let n = summary.writes();
    let confirm = (n > 0).then(|| {
        let (action, word) =
            if summary.bad == 0 { ("confirm", t::confirm(lang, n)) } else { ("good", t::confirm_good(lang, n)) };
        view! { <button class="krds-btn primary" type="submit" name="action" value=action>{word}</button> }
    });
    let action = format!("/systems/import/{}", model.import.id);
    view! {
        <form class="sec" method="post" action=action>
            <p class="prow">{confirm}
                <a class="krds-btn" href="/systems/import">{t::again(lang)}</a>
                <button class="krds-btn text" type="submit" name="action" value="discard">{t::discard(lang)}</button></p>
        </form>
    }
    .into_any()
}

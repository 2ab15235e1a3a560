//! The offline kit: the page from which it is downloaded and to which it is uploaded, and the page that shows what an upload
//! would change.

mod preview;
mod refusal;

pub use preview::{Preview, PreviewEntry, choice_name, page as preview_page};
pub use refusal::{cell_words as cell_fault_words, label as field_label};

use crate::domain::ids::{Slug, TaskNo};
use crate::domain::kit::KitRefusal;
use crate::domain::returns::{Return, ReturnRefusal, ReturnState};
use crate::domain::round::Round;
use crate::pages::components::form::fault_of;
use crate::pages::components::{Empty, breadcrumb, days_left, error_summary, full_day, icon, section};
use crate::pages::lang::Lang;
use crate::pages::record::Scene;
use crate::pages::returns::round_name;
use crate::pages::texts::kit as texts;
use leptos::prelude::*;

/// Why nothing may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The page shows an earlier day.
    Past,
    Return(ReturnRefusal),
}

/// What the page of a kit shows.
#[derive(Clone, Debug)]
pub struct KitModel {
    pub round: Round,
    pub one: Return,
    /// When and by whom something was last saved, in words.
    pub saved: Option<String>,
    pub closed: Option<Closed>,
    /// Why the uploaded file was not taken.
    pub refused: Option<KitRefusal>,
    /// The upload asked for is not there.
    pub gone: bool,
    pub faults: Vec<(String, String)>,
    /// The PMO's way into the return.
    pub on_behalf: bool,
}

/// `/reviews/2024-Q1/returns/mois`
#[must_use]
pub fn return_path(round: &Round, institution: &Slug) -> String {
    format!("/reviews/{}/returns/{institution}", round.slug)
}

#[must_use]
pub fn page(scene: &Scene, model: &KitModel) -> AnyView {
    let body = match model.closed {
        Some(why) => closed(scene, model, why),
        None => view! { {download(scene, model)}{upload(scene, model)} }.into_any(),
    };
    view! {
        {head(scene, &model.round, &model.one, texts::title(scene.lang()))}
        {refused(scene, model)}
        {body}
    }
    .into_any()
}

/// Breadcrumb, title, whose and by when.
pub(super) fn head(scene: &Scene, round: &Round, one: &Return, title: &'static str) -> AnyView {
    let lang = scene.lang();
    let name = scene.institution(&one.institution);
    let up = return_path(round, &one.institution);
    let steps = vec![
        (texts::reviews(lang).to_owned(), Some(scene.info.link("/reviews"))),
        (round_name(lang, &round.slug), Some(scene.info.link(&format!("/reviews/{}", round.slug)))),
        (name.clone(), Some(scene.info.link(&up))),
        (texts::title(lang).to_owned(), None),
    ];
    let left = days_left((round.due() - scene.info.day()).num_days());
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div><h1>{title}</h1>
            <p class="sub">{name}" · "{round_name(lang, &round.slug)}" · "{texts::due(lang)}" "{full_day(lang, round.due())}" "{left}</p></div></div>
    }
    .into_any()
}

fn refused(scene: &Scene, model: &KitModel) -> AnyView {
    let lang = scene.lang();
    if model.gone {
        return view! { <div class="warn" role="alert"><b>{texts::gone(lang)}</b>" "{texts::gone_why(lang)}</div> }
            .into_any();
    }
    let faults: Vec<(&str, String)> = model.faults.iter().map(|(name, words)| (name.as_str(), words.clone())).collect();
    match &model.refused {
        Some(KitRefusal::Cells(cells)) => refusal::cells(scene, cells),
        Some(refusal) => {
            let words = refusal::words(scene, refusal);
            view! {
                <div class="alert" role="alert" tabindex="-1" id="faults"><h2>{icon("err")}<span>{texts::refused(lang)}</span></h2>
                    <ul><li>{words}</li></ul></div>
            }
            .into_any()
        }
        None => error_summary(texts::refused(lang), &faults),
    }
}

fn closed(scene: &Scene, model: &KitModel, why: Closed) -> AnyView {
    let lang = scene.lang();
    let back = scene.info.link(&return_path(&model.round, &model.one.institution));
    Empty::new(texts::closed(lang), closed_words(lang, why)).link(texts::back_to_return(lang), back).view()
}

const fn closed_words(lang: Lang, why: Closed) -> &'static str {
    match why {
        Closed::Past => texts::closed_past(lang),
        Closed::Return(ReturnRefusal::State(ReturnState::Approved)) => texts::closed_approved(lang),
        Closed::Return(ReturnRefusal::State(_)) => texts::closed_submitted(lang),
        Closed::Return(_) => texts::closed_round(lang),
    }
}

fn download(scene: &Scene, model: &KitModel) -> AnyView {
    let lang = scene.lang();
    let file = scene.info.link(&format!("/reviews/{}/kit/{}.xlsx", model.round.slug, model.one.institution));
    let saved = model.saved.clone().unwrap_or_else(|| texts::saved_none(lang).to_owned());
    view! {
        <p class="note-box">{texts::intro(lang)}</p>
        <section class="sec">
            {section::head(texts::get(lang), None, Some(saved), None)}
            <p class="kit-p">{texts::get_why(lang)}</p>
            <p class="prow"><a class="krds-btn secondary" href=file download="">{icon("clip")}{texts::get_button(lang)}</a></p>
        </section>
    }
    .into_any()
}

fn upload(scene: &Scene, model: &KitModel) -> AnyView {
    let lang = scene.lang();
    let action = scene.info.link(&format!("{}/kit", return_path(&model.round, &model.one.institution)));
    let faults: Vec<(&str, String)> = model.faults.iter().map(|(name, words)| (name.as_str(), words.clone())).collect();
    let fault = fault_of(&faults, "kit");
    let class = if fault.is_some() { "form-group is-error" } else { "form-group" };
    let described = if fault.is_some() { "f-kit-e f-kit-h" } else { "f-kit-h" };
    let invalid = fault.is_some().then_some("true");
    let fault =
        fault.map(|words| view! { <p class="form-hint-invalid" id="f-kit-e">{icon("err")}<span>{words}</span></p> });
    let back = scene.info.link(&own_way(model));
    view! {
        <section class="sec">
            {section::head(texts::put(lang), None, None, None)}
            <p class="kit-p">{texts::put_note(lang)}</p>
            <form method="post" action=action enctype="multipart/form-data" novalidate=true>
                <div class=class>
                    <label class="form-tit" for="f-kit">{texts::file(lang)}</label>
                    {fault}
                    <input class="krds-input" r#type="file" id="f-kit" name="kit" required=true aria-invalid=invalid aria-describedby=described
                        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>
                    <p class="form-hint" id="f-kit-h">{texts::file_hint(lang)}</p>
                </div>
                <p class="prow"><a class="krds-btn" href=back>{texts::back_to_return(lang)}</a>
                    <button class="krds-btn primary" type="submit">{texts::put_button(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

/// The way back to the form from which the reader came.
fn own_way(model: &KitModel) -> String {
    let path = return_path(&model.round, &model.one.institution);
    if model.on_behalf { format!("{path}?on_behalf=1") } else { path }
}

/// `과제 4`
pub(super) fn task_label(scene: &Scene, no: TaskNo) -> String {
    texts::task(scene.lang(), no)
}

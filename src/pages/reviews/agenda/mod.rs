//! `/reviews/{round}/agenda`: what the round's meeting takes up. The PMO takes in what the rules found, orders it and
//! writes what is to be decided ([`edit`]); everybody who reads dashboards reads it, one page an item ([`item`]).

mod edit;
mod item;

pub use item::{about, page as item_page, quotes, subject};

use super::words::{candidate_facts, candidate_title};
use super::{crumbs, round_full, round_path};
use crate::domain::exceptions::agenda::{AgendaEntry, RoundAgenda};
use crate::domain::exceptions::round::Candidate;
use crate::domain::ids::ReportId;
use crate::domain::narrative::ReportText;
use crate::domain::round::{Round, RoundState};
use crate::pages::components::{Empty, section};
use crate::pages::format;
use crate::pages::record::cells::lines as text_lines;
use crate::pages::record::{Scene, korean};
use crate::pages::texts::agenda as texts;
use chrono::Datelike;
use leptos::prelude::*;
use std::collections::HashMap;

/// An item of the agenda.
#[derive(Clone, Debug)]
pub struct AgendaLine {
    pub entry: AgendaEntry,
    /// What is shown: what the rule finds today, or, where it finds nothing more, what it found then.
    pub shown: Candidate,
    /// Whether the rule still finds it.
    pub stands: bool,
    /// The fields as typed, where the form comes back.
    pub typed: TypedLine,
}

/// The fields of an item, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct TypedLine {
    pub no: String,
    pub wanted: String,
    pub no_fault: Option<String>,
    pub wanted_fault: Option<String>,
}

/// What the pages are drawn from.
#[derive(Clone, Debug)]
pub struct AgendaModel {
    pub round: Round,
    pub agenda: RoundAgenda,
    /// What the meeting takes up, in its order.
    pub lines: Vec<AgendaLine>,
    /// What the rules found and nobody took in; for the PMO alone.
    pub candidates: Vec<Candidate>,
    /// The words of the reports that items speak of.
    pub texts: HashMap<ReportId, ReportText>,
    /// Whether the reader may change it.
    pub editing: bool,
    /// Keys of the candidates that were ticked, where the form comes back.
    pub chosen: Vec<String>,
    /// Faults of the form as a whole: the field's name and the text.
    pub faults: Vec<(String, String)>,
}

impl AgendaModel {
    /// Whether the items are told as of the day on which they were taken in.
    fn is_sealed(&self) -> bool {
        self.round.state == RoundState::Sealed
    }
}

/// The name of an item.
#[must_use]
pub fn line_title(scene: &Scene, line: &AgendaLine) -> String {
    candidate_title(scene, scene.lang(), &line.shown)
}

/// The page; `whole`: every item after another, each on a sheet of its own when printed.
#[must_use]
pub fn page(scene: &Scene, model: &AgendaModel, whole: bool) -> AnyView {
    let lang = scene.lang();
    let body = match (whole, model.editing) {
        (true, _) => all(scene, model),
        (false, true) => edit::form(scene, model),
        (false, false) => reading(scene, model),
    };
    view! {
        {crumbs(scene.info, &model.round, Some(texts::title(lang).to_owned()))}
        {head(scene, model, whole)}
        {body}
    }
    .into_any()
}

fn head(scene: &Scene, model: &AgendaModel, whole: bool) -> AnyView {
    let lang = scene.lang();
    let sub = match (model.is_sealed(), model.editing) {
        (true, _) => texts::sub_sealed(lang),
        (false, true) => texts::sub_edit(lang),
        (false, false) => texts::sub_read(lang),
    };
    let settings = &model.round.settings;
    let meeting = settings.meeting_on.map_or_else(
        || texts::meeting_open(lang).to_owned(),
        |on| {
            let place = Some(settings.meeting_place.as_str()).filter(|place| !place.is_empty());
            [Some(texts::meeting(lang, format::full(lang, on))), place.map(ToOwned::to_owned)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        },
    );
    let saved = model.agenda.saved_at.map(|at| {
        let at = format::instant_in_year(lang, at, scene.standing.day.year());
        format!(" · {}", texts::saved(lang, at, &model.agenda.saved_by))
    });
    let title = texts::page_title(lang, round_full(lang, &model.round));
    view! {
        <div class="head"><div>
            <h1>{title}</h1>
            <p class="sub">{meeting}{saved}</p>
            <p class="sub">{sub}</p>
        </div>{links(scene, model, whole)}</div>
    }
    .into_any()
}

fn links(scene: &Scene, model: &AgendaModel, whole: bool) -> AnyView {
    let lang = scene.lang();
    let to = |tail: &str| scene.info.link(&round_path(&model.round, tail));
    let (word, tail) = if whole { (texts::as_list(lang), "/agenda") } else { (texts::all(lang), "/agenda?view=all") };
    let other = (!model.lines.is_empty()).then(|| view! { <a class="krds-btn small" href=to(tail)>{word}</a> });
    view! {
        <div class="acts" role="group" aria-label=texts::files(lang)>
            {other}
            <a class="krds-btn small" href=to("/agenda.hwpx") download="">{texts::hwpx(lang)}</a>
            <a class="krds-btn small" href=to("/agenda.pdf") download="">{texts::pdf(lang)}</a>
        </div>
    }
    .into_any()
}

fn reading(scene: &Scene, model: &AgendaModel) -> AnyView {
    let lang = scene.lang();
    let body = if model.lines.is_empty() {
        Empty::new(texts::none(lang), texts::none_read(lang)).view()
    } else {
        let items: Vec<AnyView> = (1..)
            .zip(&model.lines)
            .map(|(no, line)| view! { <li>{told(scene, model, no, line)}</li> }.into_any())
            .collect();
        view! { <ol class="ag">{items}</ol> }.into_any()
    };
    view! {
        <section class="sec" id="kept">
            {section::head(texts::kept(lang), Some(model.lines.len()), None, None)}
            {body}
        </section>
    }
    .into_any()
}

/// Number, title and what is to be decided, as everybody reads them.
fn told(scene: &Scene, model: &AgendaModel, no: usize, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    view! {
        <span class="n">{no.to_string()}</span>
        <div>{heading(scene, model, no, line)}{decision(scene, line, lang)}</div>
    }
    .into_any()
}

fn decision(scene: &Scene, line: &AgendaLine, lang: crate::pages::lang::Lang) -> AnyView {
    if line.entry.wanted.is_empty() {
        return view! { <p class="mute">{texts::wanted_none(lang)}</p> }.into_any();
    }
    view! { <p><b>{texts::wanted(lang)}</b>" "<span lang=korean(scene.lang())>{text_lines(&line.entry.wanted)}</span></p> }
        .into_any()
}

/// The title, leading to the item's page, and below it what was found.
fn heading(scene: &Scene, model: &AgendaModel, no: usize, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    let href = scene.info.link(&round_path(&model.round, &format!("/agenda/{no}")));
    let facts = candidate_facts(scene, lang, &line.shown);
    let gone = (!line.stands && !model.is_sealed()).then(|| view! { " "<span class="tag">{texts::gone(lang)}</span> });
    view! { <h3><a href=href>{line_title(scene, line)}</a>{gone}</h3><p class="by">{facts}</p> }.into_any()
}

fn all(scene: &Scene, model: &AgendaModel) -> AnyView {
    let items: Vec<AnyView> = (1..)
        .zip(&model.lines)
        .map(|(no, line)| {
            let class = if no == 1 { "sec" } else { "sec brk" };
            let title = format!("{no}. {}", line_title(scene, line));
            view! { <article class=class><h2 class="ag-h">{title}</h2>{item::body(scene, model, line)}</article> }
                .into_any()
        })
        .collect();
    if items.is_empty() { reading(scene, model) } else { items.into_any() }
}

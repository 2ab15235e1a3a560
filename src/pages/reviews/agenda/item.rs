//! One item of the agenda, on a page of its own: what is to be decided, why it is here, what was found, what was written.

use super::{AgendaLine, AgendaModel, line_title};
use crate::domain::exceptions::round::RoundException;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components::{breadcrumb, section, verdict_mark};
use crate::pages::format;
use crate::pages::record::cells::{date, due_lines, light_of, light_of_step, lines, rating_cell};
use crate::pages::record::{Scene, korean, task_title};
use crate::pages::returns::round_name;
use crate::pages::reviews::round_path;
use crate::pages::reviews::words::{number_words, rule_text, rule_word};
use crate::pages::texts::{agenda as texts, common, exceptions};
use leptos::prelude::*;

/// So many institutions are quoted on the page of an item.
pub const QUOTED: usize = 8;

/// The page of the item numbered `no`.
#[must_use]
pub fn page(scene: &Scene, model: &AgendaModel, no: usize, line: &AgendaLine) -> AnyView {
    let (lang, info) = (scene.lang(), scene.info);
    let to = |tail: &str| info.link(&round_path(&model.round, tail));
    let place = texts::item_of(lang, model.lines.len(), no);
    let steps = [
        (common::nav_reviews(lang).to_owned(), Some(info.link("/reviews"))),
        (round_name(lang, &model.round.slug), Some(to(""))),
        (texts::title(lang).to_owned(), Some(to("/agenda"))),
        (place.clone(), None),
    ];
    let link = |to_no: usize, word: &'static str| {
        let shown = (1..=model.lines.len()).contains(&to_no);
        shown.then(|| view! { <a class="krds-btn small" href=to(&format!("/agenda/{to_no}"))>{word}</a> })
    };
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div><p class="sub">{place}</p><h1>{line_title(scene, line)}</h1></div>
            <nav class="acts" aria-label=texts::title(lang)>
                {link(no.saturating_sub(1), texts::before(lang))}
                {link(no + 1, texts::after(lang))}
                <a class="krds-btn small" href=to("/agenda")>{texts::back(lang)}</a>
            </nav>
        </div>
        {body(scene, model, line)}
    }
    .into_any()
}

/// What stands under the title.
pub fn body(scene: &Scene, model: &AgendaModel, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    let wanted = if line.entry.wanted.is_empty() {
        view! { <p class="mute">{texts::wanted_none(lang)}</p> }.into_any()
    } else {
        view! { <p class="ag-w" lang=korean(lang)>{lines(&line.entry.wanted)}</p> }.into_any()
    };
    let rule = line.shown.rule;
    let note = note(scene, line);
    view! {
        <section class="sec">{section::head(texts::wanted(lang), None, None, None)}{wanted}</section>
        <section class="sec">
            {section::head(texts::why(lang), None, None, None)}
            <p><b>{rule_word(lang, rule)}</b>" "{rule_text(lang, rule)}</p>
            {note}
            {findings(scene, line)}
        </section>
        {said(scene, model, line)}
    }
    .into_any()
}

/// Where the rule finds it no more, of which day the figures are.
fn note(scene: &Scene, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    let text = texts::gone_note(lang, format::full(lang, line.entry.taken_on));
    (!line.stands).then(|| view! { <p class="note-box">{text}</p> }).into_any()
}

fn findings(scene: &Scene, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = line.shown.exceptions.iter().map(|one| row(scene, one)).collect();
    view! {
        <table class="tbl tbl--tight flow">
            <caption class="sr-only">{texts::findings_caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_institution(lang)}</th><th scope="col">{texts::col_subject(lang)}</th>
                <th scope="col">{texts::col_due(lang)}</th><th scope="col">{texts::col_forecast(lang)}</th>
                <th scope="col">{texts::col_light(lang)}</th><th scope="col">{texts::col_rating(lang)}</th>
                <th scope="col">{texts::col_verdict(lang)}</th><th scope="col">{texts::col_counted(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The assignment that an exception is about, and its step.
#[must_use]
pub fn about<'a>(
    scene: &Scene<'a>,
    one: &RoundException,
) -> (Option<&'a AssignmentStanding>, Option<&'a StepStanding>) {
    let assignment = one.assignment.and_then(|id| scene.standing.by_id(id));
    let step = assignment.and_then(|assignment| {
        let known = |milestone| assignment.steps.iter().find(|step| step.milestone == milestone);
        one.milestone.and_then(known).or_else(|| assignment.next_step())
    });
    (assignment, step)
}

/// The milestone, or the task, or what somebody called it.
#[must_use]
pub fn subject(scene: &Scene, one: &RoundException) -> String {
    if !one.subject.is_empty() {
        return one.subject.clone();
    }
    let task = || {
        one.task_no.map(|no| {
            let title = scene.task(no).map_or("", |task| task_title(scene.lang(), task));
            exceptions::task(scene.lang(), no, title)
        })
    };
    one.milestone.map(|milestone| scene.milestone(milestone)).or_else(task).unwrap_or_default()
}

fn row(scene: &Scene, one: &RoundException) -> AnyView {
    let lang = scene.lang();
    let dash = || view! { <span class="mute">{format::DASH}</span> }.into_any();
    let (assignment, step) = about(scene, one);
    let light = match (one.milestone.and(step), assignment) {
        (Some(step), _) => light_of_step(lang, step),
        (None, Some(assignment)) => light_of(scene, assignment),
        (None, None) => dash(),
    };
    let name = scene.institution(&one.institution);
    let href = match one.task_no.filter(|_| assignment.is_some()) {
        Some(no) => scene.info.link(&format!("/tasks/{no}/{}", one.institution)),
        None => scene.info.link(&format!("/ministries/{}", one.institution)),
    };
    let due = step.map_or_else(dash, |step| due_lines(scene, step));
    let forecast = step.and_then(|step| step.forecast).map_or_else(dash, |on| date(scene, on));
    let rating = assignment.map_or_else(dash, |one| rating_cell(scene, Some(one)));
    let verdict = assignment.map_or_else(dash, |one| verdict_mark(lang, one.verdict.as_ref().map(|fact| fact.verdict)));
    let counted = number_words(lang, one.rule, one.number, false);
    view! {
        <tr>
            <th scope="row"><b><a href=href>{name}</a></b></th>
            <td data-l=texts::col_subject(lang) lang=korean(lang)>{subject(scene, one)}</td>
            <td data-l=texts::col_due(lang)>{due}</td>
            <td class="nw" data-l=texts::col_forecast(lang)>{forecast}</td>
            <td data-l=texts::col_light(lang)>{light}</td>
            <td data-l=texts::col_rating(lang)>{rating}</td>
            <td data-l=texts::col_verdict(lang)>{verdict}</td>
            <td data-l=texts::col_counted(lang)>{counted.unwrap_or_else(|| rule_word(lang, one.rule).to_owned())}</td>
        </tr>
    }
    .into_any()
}

/// What institutions wrote of obstacles and requests: whose, what kind, the words.
#[must_use]
pub fn quotes(scene: &Scene, model: &AgendaModel, line: &AgendaLine) -> Vec<(String, &'static str, String)> {
    let lang = scene.lang();
    let mut found: Vec<(String, &'static str, String)> = Vec::new();
    for one in line.shown.exceptions.iter().take(QUOTED) {
        let report = about(scene, one).0.and_then(|assignment| assignment.last_report.as_ref());
        let Some(text) = report.and_then(|report| model.texts.get(&report.id)) else { continue };
        let parts = [(texts::obstacle(lang), &text.obstacle), (texts::request(lang), &text.request)];
        let name = scene.institution(&one.institution);
        for (kind, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
            let quote = (name.clone(), kind, words.clone());
            if !found.contains(&quote) {
                found.push(quote);
            }
        }
    }
    found
}

fn said(scene: &Scene, model: &AgendaModel, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    let quotes = quotes(scene, model, line);
    let items: Vec<AnyView> = quotes
        .into_iter()
        .map(|(name, kind, words)| {
            view! { <dt>{name}" · "{kind}</dt><dd lang=korean(lang)>{lines(&words)}</dd> }.into_any()
        })
        .collect();
    (!items.is_empty())
        .then(|| {
            view! {
                <section class="sec">
                    {section::head(texts::said(lang), None, None, None)}
                    <dl class="kv kv--w ag-said">{items}</dl>
                </section>
            }
        })
        .into_any()
}

//! The PMO's form: one for the whole page, so that no button loses what was typed elsewhere.
//!
//! The fields: `seen`; for each item `key`, `no`, `wanted`, in the order of the items; `take`, once for each candidate
//! that is ticked; `step`: `save`, `take`, or `up:KEY`, `down:KEY`, `remove:KEY`, `restore:KEY`.

use super::{AgendaLine, AgendaModel, heading, line_title};
use crate::domain::exceptions::agenda::WANTED_MAX;
use crate::domain::exceptions::round::{Candidate, RoundRule};
use crate::pages::components::escape::textarea_text;
use crate::pages::components::form::id_of;
use crate::pages::components::{Empty, error_summary, hidden, icon, section};
use crate::pages::record::Scene;
use crate::pages::reviews::board::agenda_rules;
use crate::pages::reviews::round_path;
use crate::pages::reviews::words::{candidate_facts, candidate_title, rule_word};
use crate::pages::texts::agenda as texts;
use leptos::prelude::*;

/// A rule that found no more than this stands open.
const OPEN: usize = 6;

pub fn form(scene: &Scene, model: &AgendaModel) -> AnyView {
    let lang = scene.lang();
    let action = scene.info.link(&round_path(&model.round, "/agenda"));
    view! {
        {error_summary(texts::faults(lang), &faults(model))}
        <form action=action method="post">
            {hidden("seen", model.agenda.revision.to_string())}
            {kept(scene, model)}
            {candidates(scene, model)}
            {removed(scene, model)}
        </form>
    }
    .into_any()
}

/// All faults, each with the name of its field.
fn faults(model: &AgendaModel) -> Vec<(&str, String)> {
    model.faults.iter().map(|(name, text)| (name.as_str(), text.clone())).collect()
}

fn button(step: String, class: &'static str, word: &'static str, what: String) -> AnyView {
    view! { <button class=class type="submit" name="step" value=step aria-label=what>{word}</button> }.into_any()
}

fn kept(scene: &Scene, model: &AgendaModel) -> AnyView {
    let lang = scene.lang();
    let body = if model.lines.is_empty() {
        Empty::new(texts::none(lang), texts::none_edit(lang)).view()
    } else {
        let items: Vec<AnyView> =
            model.lines.iter().enumerate().map(|(index, line)| kept_item(scene, model, index, line)).collect();
        let save = || view! { <button class="krds-btn primary" type="submit" name="step" value="save">{texts::save(lang)}</button> };
        // The first button of the form is the one that Enter presses.
        view! {
            <div class="prow">{save()}</div>
            <ol class="ag">{items}</ol>
            <div class="prow">{save()}</div>
        }
        .into_any()
    };
    view! {
        <section class="sec" id="kept">
            {section::head(texts::kept(lang), Some(model.lines.len()), None, None)}
            {body}
        </section>
    }
    .into_any()
}

fn kept_item(scene: &Scene, model: &AgendaModel, index: usize, line: &AgendaLine) -> AnyView {
    let lang = scene.lang();
    let (key, title) = (line.entry.key(), line_title(scene, line));
    let act =
        |verb: &str, word: &'static str, what: String| button(format!("{verb}:{key}"), "krds-btn small", word, what);
    let up = (index > 0).then(|| act("up", texts::up(lang), texts::up_what(lang, &title)));
    let down = (index + 1 < model.lines.len()).then(|| act("down", texts::down(lang), texts::down_what(lang, &title)));
    let remove =
        button(format!("remove:{key}"), "krds-btn small danger", texts::remove(lang), texts::remove_what(lang, &title));
    view! {
        <li id=format!("item-{index}")>
            <span class="n">{(index + 1).to_string()}</span>
            <div>
                {heading(scene, model, index + 1, line)}
                {hidden("key", key.clone())}
                <div class="ag-f">{wanted_field(scene, index, line, &title)}{no_field(scene, index, line, &title)}</div>
                <div class="prow">{up}{down}{remove}</div>
            </div>
        </li>
    }
    .into_any()
}

fn fault_view(id: &str, fault: Option<&String>) -> AnyView {
    let (id, fault) = (format!("{id}-e"), fault.cloned());
    fault.map(|text| view! { <p class="form-hint-invalid" id=id>{icon("err")}<span>{text}</span></p> }).into_any()
}

fn wanted_field(scene: &Scene, index: usize, line: &AgendaLine, title: &str) -> AnyView {
    let (lang, id, typed) = (scene.lang(), id_of(&format!("wanted-{index}")), &line.typed);
    let invalid = typed.wanted_fault.as_ref().map(|_| "true");
    let described = invalid.map(|_| format!("{id}-e"));
    view! {
        <div class="form-group" class:is-error=invalid.is_some()>
            <label class="form-tit" for=id.clone()>{texts::wanted(lang)}<span class="sr-only">" "{title.to_owned()}</span></label>
            {fault_view(&id, typed.wanted_fault.as_ref())}
            <textarea class="krds-input" id=id name="wanted" rows="2" maxlength=WANTED_MAX.to_string()
                aria-invalid=invalid aria-describedby=described>{textarea_text(&typed.wanted)}</textarea>
        </div>
    }
    .into_any()
}

fn no_field(scene: &Scene, index: usize, line: &AgendaLine, title: &str) -> AnyView {
    let (lang, id, typed) = (scene.lang(), id_of(&format!("no-{index}")), &line.typed);
    let invalid = typed.no_fault.as_ref().map(|_| "true");
    let described = invalid.map(|_| format!("{id}-e"));
    view! {
        <div class="form-group" class:is-error=invalid.is_some()>
            <label class="form-tit" for=id.clone()>{texts::no(lang)}<span class="sr-only">" "{title.to_owned()}</span></label>
            {fault_view(&id, typed.no_fault.as_ref())}
            <input class="krds-input w7" id=id name="no" type="text" inputmode="numeric" value=typed.no.clone()
                aria-invalid=invalid aria-describedby=described/>
        </div>
    }
    .into_any()
}

fn candidates(scene: &Scene, model: &AgendaModel) -> AnyView {
    let lang = scene.lang();
    let body = if model.candidates.is_empty() {
        Empty::new(texts::candidates_none(lang), texts::candidates_none_why(lang)).view()
    } else {
        let rules: Vec<AnyView> = RoundRule::ALL.into_iter().map(|rule| of_rule(scene, model, rule)).collect();
        view! {
            {rules}
            <div class="prow"><button class="krds-btn primary" type="submit" name="step" value="take">{texts::take(lang)}</button></div>
        }
        .into_any()
    };
    let note = Some(texts::candidates_note(lang).to_owned());
    view! {
        <section class="sec" id=id_of("take")>
            {section::head(texts::candidates(lang), Some(model.candidates.len()), note, None)}
            {body}
            {agenda_rules(scene)}
        </section>
    }
    .into_any()
}

/// The candidates of one rule; folded where they are many and none is ticked.
fn of_rule(scene: &Scene, model: &AgendaModel, rule: RoundRule) -> AnyView {
    let lang = scene.lang();
    let of: Vec<&Candidate> = model.candidates.iter().filter(|one| one.rule == rule).collect();
    if of.is_empty() {
        return ().into_any();
    }
    let open = of.len() <= OPEN || of.iter().any(|one| model.chosen.contains(&one.key()));
    let word = rule_word(lang, rule);
    let rows: Vec<AnyView> = of.iter().map(|one| candidate_row(scene, model, one)).collect();
    view! {
        <details class="fold" open=open>
            <summary>{texts::rule_count(lang, of.len(), word)}</summary>
            <table class="tbl tbl--tight flow">
                <caption class="sr-only">{texts::candidates_caption(lang, word)}</caption>
                <colgroup><col width="7%"/><col width="50%"/><col/></colgroup>
                <thead><tr>
                    <th scope="col">{texts::col_take(lang)}</th><th scope="col">{texts::col_item(lang)}</th>
                    <th scope="col">{texts::col_facts(lang)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}

fn candidate_row(scene: &Scene, model: &AgendaModel, one: &Candidate) -> AnyView {
    let lang = scene.lang();
    let (key, title) = (one.key(), candidate_title(scene, lang, one));
    let ticked = model.chosen.contains(&key);
    view! {
        <tr>
            <td data-l=texts::col_take(lang)><label class="ckb"><input type="checkbox" name="take" value=key checked=ticked/>
                <span class="sr-only">{texts::take_what(lang, &title)}</span></label></td>
            <th scope="row">{title}</th>
            <td data-l=texts::col_facts(lang)>{candidate_facts(scene, lang, one)}</td>
        </tr>
    }
    .into_any()
}

fn removed(scene: &Scene, model: &AgendaModel) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = model
        .agenda
        .removed()
        .map(|one| {
            let title = candidate_title(scene, lang, &one.found);
            let restore = texts::restore_what(lang, &title);
            let restore = button(format!("restore:{}", one.key()), "krds-btn xsmall", texts::restore(lang), restore);
            view! { <li><span>{title}</span>{restore}</li> }.into_any()
        })
        .collect();
    (!rows.is_empty())
        .then(|| {
            let note = Some(texts::removed_note(lang).to_owned());
            view! {
                <section class="sec" id="removed">
                    {section::head(texts::removed(lang), Some(rows.len()), note, None)}
                    <ul class="evi">{rows}</ul>
                </section>
            }
        })
        .into_any()
}

//! The rows of a file, by what they would do.

use super::ImportModel;
use crate::domain::institution::Institution;
use crate::domain::systems::import::{Difference, Staged};
use crate::pages::PageInfo;
use crate::pages::components::Empty;
use crate::pages::lang::Lang;
use crate::pages::systems::form::fault_words;
use crate::pages::systems::words;
use crate::pages::texts::sheets as t;
use crate::reports::register::columns::{place_of, title_of};
use crate::store::{ImportLine, LineOutcome};
use leptos::prelude::*;

/// The lines of the page asked for.
pub(super) fn table(info: &PageInfo, model: &ImportModel, institutions: &[Institution]) -> AnyView {
    let lang = info.lang;
    if model.lines.is_empty() {
        return Empty::new(t::lines_none(lang), t::lines_none_why(lang)).view();
    }
    let (titles, rows): (Vec<&'static str>, Vec<AnyView>) = match model.shown {
        LineOutcome::Bad => (
            vec![t::col_cell(lang), t::col_system(lang), t::col_column(lang), t::col_typed(lang), t::col_why(lang)],
            model.lines.iter().flat_map(|(staged, line)| bad(lang, model, staged, line)).collect(),
        ),
        LineOutcome::Changed => (
            vec![t::col_row(lang), t::col_system(lang), t::col_changes(lang)],
            model.lines.iter().map(|(staged, line)| changed(lang, staged, line)).collect(),
        ),
        LineOutcome::New | LineOutcome::Same => (
            vec![t::col_row(lang), t::col_system(lang), t::col_institution(lang), t::col_grade(lang)],
            model.lines.iter().map(|(staged, line)| plain(lang, staged, line, institutions)).collect(),
        ),
    };
    let caption = match model.shown {
        LineOutcome::Bad => t::n_bad(lang, model.summary.bad),
        LineOutcome::Changed => t::n_changed(lang, model.summary.changed),
        LineOutcome::New => t::n_new(lang, model.summary.new),
        LineOutcome::Same => t::n_same(lang, model.summary.same),
    };
    let titles: Vec<AnyView> =
        titles.into_iter().map(|title| view! { <th scope="col">{title}</th> }.into_any()).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=caption.clone()>
        <table class="tbl flow"><caption class="sr-only">{caption.clone()}</caption>
            <thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn system(lang: Lang, line: &ImportLine) -> AnyView {
    let code = (!line.code.is_empty()).then(|| view! { <br/><span class="mute xs">{line.code.clone()}</span> });
    let name = if line.name.is_empty() { t::empty(lang).to_owned() } else { line.name.clone() };
    view! { <td data-l=t::col_system(lang)>{name}{code}</td> }.into_any()
}

fn bad(lang: Lang, model: &ImportModel, staged: &Staged, line: &ImportLine) -> Vec<AnyView> {
    let cell = |cell: &crate::domain::systems::import::BadCell| {
        let typed = if cell.typed.is_empty() { t::empty(lang).to_owned() } else { cell.typed.clone() };
        view! {
            <tr><th scope="row"><span class="nw">{model.summary.cell(&cell.field, line.row_no)}</span></th>
                {system(lang, line)}
                <td data-l=t::col_column(lang)>{place_of(&cell.field)}</td>
                <td data-l=t::col_typed(lang)>{typed}</td>
                <td data-l=t::col_why(lang)>{fault_words(lang, cell.fault)}</td></tr>
        }
        .into_any()
    };
    staged.cells.iter().map(cell).collect()
}

fn changed(lang: Lang, staged: &Staged, line: &ImportLine) -> AnyView {
    let item = |one: &Difference| {
        let told = |text: &str| if text.is_empty() { t::empty(lang).to_owned() } else { text.to_owned() };
        let spoken = t::from_to(lang, told(&one.new), told(&one.old));
        view! {
            <li><b>{title_of(&one.field)}</b>" "<span class="sr-only">{spoken}</span>
                <span aria-hidden="true"><span class="pre mute">{told(&one.old)}</span>" → "<ins class="pre">{told(&one.new)}</ins></span></li>
        }
        .into_any()
    };
    let items: Vec<AnyView> = staged.differences.iter().map(item).collect();
    view! {
        <tr><th scope="row">{line.row_no}</th>{system(lang, line)}
            <td data-l=t::col_changes(lang)><ul class="plain">{items}</ul></td></tr>
    }
    .into_any()
}

fn plain(lang: Lang, staged: &Staged, line: &ImportLine, institutions: &[Institution]) -> AnyView {
    let institution = staged.system.as_ref().map(|one| words::institution(lang, institutions, &one.institution));
    let grade = staged.system.as_ref().map(|one| words::grade(lang, one.grade()));
    view! {
        <tr><th scope="row">{line.row_no}</th>{system(lang, line)}
            <td data-l=t::col_institution(lang)>{institution}</td><td data-l=t::col_grade(lang)>{grade}</td></tr>
    }
    .into_any()
}

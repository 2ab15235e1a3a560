//! Institutions × tasks: one mark a cell, drawn as one text because there are hundreds of them.

use crate::domain::ids::{Slug, TaskNo};
use crate::domain::institution::{Institution, Kind};
use crate::domain::plan::Task;
use crate::domain::schedule::Light;
use crate::domain::standing::AssignmentStanding;
use crate::islands::GridKeys;
use crate::pages::components::escape::escape;
use crate::pages::components::{Empty, light_mark, light_symbol, light_word, pager, section};
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, institution_name, task_title};
use crate::pages::texts::{common, overview as texts};
use leptos::prelude::*;
use std::collections::HashMap;
use std::fmt::Write as _;

/// Beyond these the matrix is turned by pages.
const COLUMNS: usize = 60;
const ROWS: usize = 20;
/// On a telephone so many institutions stand open; the rest are folded.
const NARROW_SHOWN: usize = 10;

/// What a cell shows of the assignments of one institution in one task: the most urgent.
#[derive(Clone, Copy)]
struct Mark {
    light: Light,
    waiting: bool,
}

/// The marks of all institutions in all tasks, by their places in [`columns`] and in the plan.
struct Marks {
    of: Vec<Option<Mark>>,
    institutions: usize,
}

/// One institution as the grid names it.
struct Column<'a> {
    institution: &'a Institution,
    /// Its place among all.
    place: usize,
    /// Ready to stand in HTML.
    name: String,
    first_of_kind: bool,
}

/// The part of the matrix that one page shows.
struct Matrix<'a> {
    scene: Scene<'a>,
    /// Each with its place in the plan.
    tasks: Vec<(usize, &'a Task)>,
    columns: Vec<Column<'a>>,
    marks: Marks,
    /// `?plan=…&asof=…`, as every link of the product carries it, ready to stand in HTML.
    tail: String,
}

/// The section with the grid, and for narrow screens the list of those in trouble.
pub fn section(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let all = columns(scene);
    let marks = Marks::of(scene, &all);
    let (across, down) = (all.len().div_ceil(COLUMNS), scene.ledger.tasks.len().div_ceil(ROWS));
    let body = if all.is_empty() {
        Empty::new(texts::matrix_none(lang), texts::matrix_none_why(lang)).view()
    } else {
        let page = asked_page(&scene.info.query).clamp(1, across * down);
        let (right, below) = ((page - 1) % across, (page - 1) / across);
        let matrix = Matrix {
            scene: *scene,
            tasks: scene.ledger.tasks.iter().enumerate().skip(below * ROWS).take(ROWS).collect(),
            columns: shown_columns(lang, &all, right * COLUMNS),
            marks,
            tail: escape(&scene.info.link("")),
        };
        let (current, pages) = (i64::try_from(page).unwrap_or(1), i64::try_from(across * down).unwrap_or(1));
        let pages = pager(scene.info, current, pages, |number| format!("/?mx={number}#matrix"));
        view! { {matrix.grid()}{pages}{matrix.narrow(&all)} }.into_any()
    };
    let more = (texts::by_lateness(lang), scene.info.link("/ministries"));
    view! {
        <section class="sec brk" id="matrix">
            {section::head(texts::matrix(lang), None, Some(texts::matrix_note(lang).to_owned()), Some(more))}
            {legend(lang)}
            {body}
        </section>
    }
    .into_any()
}

fn asked_page(query: &str) -> usize {
    query.split('&').find_map(|pair| pair.strip_prefix("mx=")).and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// The institutions that have something to do, kind after kind, each kind in the register's order.
fn columns<'a>(scene: &Scene<'a>) -> Vec<&'a Institution> {
    let ledger = scene.ledger;
    let mut all: Vec<&Institution> =
        scene.standing.institutions.iter().filter_map(|one| ledger.institution(&one.slug)).collect();
    all.sort_by_key(|institution| Kind::ALL.iter().position(|kind| *kind == institution.kind));
    all
}

fn shown_columns<'a>(lang: Lang, all: &[&'a Institution], skipped: usize) -> Vec<Column<'a>> {
    let shown = all.iter().enumerate().skip(skipped).take(COLUMNS);
    shown
        .map(|(place, institution)| Column {
            institution,
            place,
            name: escape(&short_name(lang, institution)),
            first_of_kind: place == skipped || all[place - 1].kind != institution.kind,
        })
        .collect()
}

impl Marks {
    fn of(scene: &Scene, all: &[&Institution]) -> Self {
        let columns: HashMap<&Slug, usize> = all.iter().enumerate().map(|(place, one)| (&one.slug, place)).collect();
        let rows: HashMap<TaskNo, usize> =
            scene.ledger.tasks.iter().enumerate().map(|(place, task)| (task.no, place)).collect();
        let mut marks = Self { of: vec![None; all.len() * rows.len()], institutions: all.len() };
        for assignment in scene.standing.assignments.iter() {
            let place = rows.get(&assignment.task_no).zip(columns.get(&assignment.institution));
            let Some((row, column)) = place else { continue };
            let mark = Mark { light: assignment.light, waiting: waits(assignment) };
            let shown = &mut marks.of[row * marks.institutions + column];
            if shown.is_none_or(|shown| mark.light.urgency() > shown.light.urgency()) {
                *shown = Some(mark);
            }
        }
        marks
    }

    fn at(&self, task: usize, institution: usize) -> Option<Mark> {
        self.of.get(task * self.institutions + institution).copied().flatten()
    }

    /// How many tasks of the institution have this light.
    fn count(&self, institution: usize, light: Light) -> usize {
        let down = self.of.iter().skip(institution).step_by(self.institutions.max(1));
        down.flatten().filter(|mark| mark.light == light).count()
    }

    fn lights_of(&self, task: usize) -> impl Iterator<Item = Light> {
        let row = self.of.iter().skip(task * self.institutions).take(self.institutions);
        row.flatten().map(|mark| mark.light)
    }

    fn total(&self, light: Light) -> usize {
        self.of.iter().flatten().filter(|mark| mark.light == light).count()
    }
}

/// 확인 대기 is shown where nothing more urgent is.
fn waits(assignment: &AssignmentStanding) -> bool {
    assignment.light == Light::OnTime && assignment.waiting_steps().next().is_some()
}

fn legend(lang: Lang) -> AnyView {
    let lights = [Light::Done, Light::OnTime, Light::DueSoon, Light::Late, Light::Planned];
    let marks = Vec::from(lights.map(|light| light_mark(lang, light)));
    let other = [("s-wait", common::waiting(lang)), ("s-na", common::light_none(lang))].map(|(symbol, word)| {
        let class = format!("mk {symbol}");
        view! { <span class=class>{crate::pages::components::icon(symbol)}{word}</span> }
    });
    view! {
        <dl class="legend legend--mx only-w"><div class="inl"><dt>{texts::col_light(lang)}</dt><dd class="inl">{marks}{Vec::from(other)}</dd></div></dl>
    }
    .into_any()
}

fn short_name(lang: Lang, institution: &Institution) -> String {
    match lang {
        Lang::Ko => institution.short_ko.clone(),
        Lang::En => institution.slug.as_str().to_uppercase(),
    }
}

/// Lines between the kinds.
const fn edge(first: bool) -> &'static str {
    if first { " g1" } else { "" }
}

impl<'a> Matrix<'a> {
    fn grid(&self) -> AnyView {
        let lang = self.scene.lang();
        let span = self.columns.len().to_string();
        let caption = texts::matrix_caption(lang, self.columns.len(), self.tasks.len());
        let (heads, rows, foot) = (self.heads(), self.rows(), self.foot());
        let table = view! {
            <div class="scroll only-w" tabindex="0" role="region" aria-label=texts::matrix_region(lang)>
                <table class="mx">
                    <caption class="sr-only">{caption}</caption>
                    <colgroup><col class="h"/><col span=span/><col class="t"/><col class="t"/><col class="t"/></colgroup>
                    <thead inner_html=heads></thead>
                    <tbody inner_html=rows></tbody>
                    <tfoot inner_html=foot></tfoot>
                </table>
            </div>
        };
        // Drawn outside a response there is no island to wake.
        match Owner::current_shared_context() {
            Some(_) => view! { <GridKeys>{table}</GridKeys> }.into_any(),
            None => table.into_any(),
        }
    }

    fn heads(&self) -> String {
        let lang = self.scene.lang();
        let mut html = String::with_capacity(self.columns.len() * 120);
        html.push_str("<tr><td></td>");
        for group in self.columns.chunk_by(|a, b| a.institution.kind == b.institution.kind) {
            let name = group.first().map(|one| kind_word(lang, one.institution.kind)).unwrap_or_default();
            let span = group.len();
            push(&mut html, format_args!("<th class=\"gh\" colspan=\"{span}\" scope=\"colgroup\">{name} {span}</th>"));
        }
        let counts = texts::matrix_counts(lang);
        push(&mut html, format_args!("<th class=\"gh\" colspan=\"3\" scope=\"colgroup\">{counts}</th></tr>"));
        let corner = texts::col_task(lang);
        push(
            &mut html,
            format_args!("<tr><th scope=\"col\" class=\"mh\"><span class=\"sr-only\">{corner}</span></th>"),
        );
        for column in &self.columns {
            let bad = if self.marks.count(column.place, Light::Late) > 0 { " bad" } else { "" };
            let (edge, name, tail) = (edge(column.first_of_kind), &column.name, &self.tail);
            let (slug, title) = (&column.institution.slug, escape(institution_name(lang, column.institution)));
            push(
                &mut html,
                format_args!(
                    "<th scope=\"col\" class=\"mh{bad}{edge}\"><a href=\"/ministries/{slug}{tail}\" title=\"{title}\">{name}</a></th>"
                ),
            );
        }
        for (edge, word) in
            [(" g1", common::light_late(lang)), ("", common::light_due_soon(lang)), ("", common::light_done(lang))]
        {
            push(&mut html, format_args!("<th scope=\"col\" class=\"mh{edge}\"><span class=\"vt\">{word}</span></th>"));
        }
        html.push_str("</tr>");
        html
    }

    fn rows(&self) -> String {
        let mut html = String::with_capacity(self.tasks.len() * self.columns.len() * 260);
        let mut focusable = true;
        for (place, task) in &self.tasks {
            self.row(&mut html, *place, task, &mut focusable);
        }
        html
    }

    fn row(&self, html: &mut String, place: usize, task: &Task, focusable: &mut bool) {
        let lang = self.scene.lang();
        let (no, title, tail) = (task.no, escape(task_title(lang, task)), &self.tail);
        push(
            html,
            format_args!(
                "<tr><th scope=\"row\"><a href=\"/tasks/{no}{tail}\"><span class=\"no\">{no}</span>{title}</a></th>"
            ),
        );
        for column in &self.columns {
            let tab = if std::mem::take(focusable) { "0" } else { "-1" };
            self.cell(html, task.no, self.marks.at(place, column.place), column, tab);
        }
        self.totals(html, place);
        html.push_str("</tr>");
    }

    /// A cell without a mark leads to the task, so that the arrow keys find a full row.
    fn cell(&self, html: &mut String, no: TaskNo, mark: Option<Mark>, column: &Column<'a>, tab: &str) {
        let lang = self.scene.lang();
        let (symbol, word) = match mark {
            Some(mark) if mark.waiting => ("s-wait", common::waiting(lang)),
            Some(mark) => (light_symbol(mark.light), light_word(lang, mark.light)),
            None => ("s-na", common::light_none(lang)),
        };
        let (edge, tail, name) = (edge(column.first_of_kind), &self.tail, &column.name);
        let (slash, slug) = if mark.is_some() { ("/", column.institution.slug.as_str()) } else { ("", "") };
        push(
            html,
            format_args!(
                "<td class=\"{symbol}{edge}\" tabindex=\"{tab}\" data-href=\"/tasks/{no}{slash}{slug}{tail}\" title=\"{no} · {name} · {word}\">\
                 <svg class=\"i\" aria-hidden=\"true\"><use href=\"#{symbol}\"/></svg><span class=\"sr-only\">{word}</span></td>"
            ),
        );
    }

    /// Over all institutions, also those on other pages of the matrix.
    fn totals(&self, html: &mut String, place: usize) {
        let counts = crate::domain::standing::LightCounts::of(self.marks.lights_of(place));
        for (edge, count, class) in [(" g1", counts.late, " late-t"), ("", counts.due_soon, "")] {
            let class = if count > 0 { class } else { " z" };
            push(html, format_args!("<td class=\"tot{edge}{class}\">{count}</td>"));
        }
        let (done, all) = (counts.done, counts.total() - counts.ended);
        push(html, format_args!("<td class=\"tot\">{done}/{all}</td>"));
    }

    fn foot(&self) -> String {
        let lang = self.scene.lang();
        let mut html = String::with_capacity(self.columns.len() * 40);
        push(&mut html, format_args!("<tr><th scope=\"row\">{}</th>", texts::matrix_total(lang)));
        for column in &self.columns {
            let late = self.marks.count(column.place, Light::Late);
            let both = late + self.marks.count(column.place, Light::DueSoon);
            let class = if late > 0 {
                "late-t"
            } else if both == 0 {
                "z"
            } else {
                ""
            };
            let edge = edge(column.first_of_kind);
            let shown = if both == 0 { "–".to_owned() } else { both.to_string() };
            push(&mut html, format_args!("<td class=\"{class}{edge}\">{shown}</td>"));
        }
        let (late, soon) = (self.marks.total(Light::Late), self.marks.total(Light::DueSoon));
        let class = if late > 0 { " late-t" } else { "" };
        push(
            &mut html,
            format_args!("<td class=\"tot g1{class}\">{late}</td><td class=\"tot\">{soon}</td><td></td></tr>"),
        );
        html
    }

    /// On a telephone: only the institutions with something late or due soon.
    fn narrow(&self, all: &[&'a Institution]) -> AnyView {
        let lang = self.scene.lang();
        let mut troubled: Vec<(usize, usize, usize, &Institution)> = (0..)
            .zip(all)
            .map(|(place, one)| {
                (self.marks.count(place, Light::Late), self.marks.count(place, Light::DueSoon), place, *one)
            })
            .filter(|(late, soon, ..)| late + soon > 0)
            .collect();
        troubled.sort_by_key(|(late, soon, ..)| (std::cmp::Reverse(*late), std::cmp::Reverse(*soon)));
        let said = texts::narrow_note(lang, troubled.len(), all.len() - troubled.len());
        let mut items: Vec<AnyView> = troubled.iter().map(|(_, _, place, one)| self.narrow_row(*place, one)).collect();
        let rest = items.split_off(items.len().min(NARROW_SHOWN));
        let rest = (!rest.is_empty()).then(|| {
            let word = texts::narrow_more(lang, rest.len());
            view! { <details class="fold"><summary>{word}</summary><ul class="list">{rest}</ul></details> }
        });
        view! { <div class="only-n"><p class="xs mute">{said}</p><ul class="list">{items}</ul>{rest}</div> }.into_any()
    }

    fn narrow_row(&self, place: usize, institution: &Institution) -> AnyView {
        let lang = self.scene.lang();
        let of = |light: Light| {
            let tasks = self.scene.ledger.tasks.iter().enumerate();
            let with = tasks.filter(|(row, _)| self.marks.at(*row, place).is_some_and(|mark| mark.light == light));
            let numbers: Vec<String> = with.map(|(_, task)| task.no.to_string()).collect();
            (!numbers.is_empty()).then(|| {
                let said = texts::narrow_tasks(lang, numbers.join(", "));
                view! { <span class="inl">{light_mark(lang, light)}{said}</span> }
            })
        };
        let href = self.scene.info.link(&format!("/ministries/{}", institution.slug));
        let name = institution_name(lang, institution).to_owned();
        view! { <li class="prow"><a class="pad" href=href>{name}</a>{of(Light::Late)}{of(Light::DueSoon)}</li> }
            .into_any()
    }
}

/// Writing to a `String` cannot fail.
fn push(html: &mut String, text: std::fmt::Arguments<'_>) {
    let written = html.write_fmt(text);
    debug_assert!(written.is_ok());
}

const fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Ministry => common::kind_ministry(lang),
        Kind::MinistryOffice => common::kind_ministry_office(lang),
        Kind::Agency => common::kind_agency(lang),
        Kind::Commission => common::kind_commission(lang),
        Kind::Office => common::kind_office(lang),
        Kind::Province => common::kind_province(lang),
        Kind::Affiliate => common::kind_affiliate(lang),
    }
}

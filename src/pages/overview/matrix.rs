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

/// The part of the matrix that one page shows.
struct Matrix<'a> {
    scene: Scene<'a>,
    tasks: Vec<&'a Task>,
    columns: Vec<&'a Institution>,
    marks: HashMap<(TaskNo, &'a Slug), Mark>,
    /// `?plan=…&asof=…`, as every link of the product carries it.
    tail: String,
}

/// The section with the grid, and for narrow screens the list of those in trouble.
pub fn section(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let all = columns(scene);
    let (marks, tail) = (marks(scene), scene.info.link(""));
    let (across, down) = (all.len().div_ceil(COLUMNS), scene.ledger.tasks.len().div_ceil(ROWS));
    let body = if all.is_empty() {
        Empty::new(texts::matrix_none(lang), texts::matrix_none_why(lang)).view()
    } else {
        let page = asked_page(&scene.info.query).clamp(1, across * down);
        let (right, below) = ((page - 1) % across, (page - 1) / across);
        let matrix = Matrix {
            scene: *scene,
            tasks: scene.ledger.tasks.iter().skip(below * ROWS).take(ROWS).collect(),
            columns: all.iter().copied().skip(right * COLUMNS).take(COLUMNS).collect(),
            marks,
            tail,
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

fn marks<'a>(scene: &Scene<'a>) -> HashMap<(TaskNo, &'a Slug), Mark> {
    let mut marks: HashMap<(TaskNo, &Slug), Mark> = HashMap::with_capacity(scene.standing.assignments.len());
    for assignment in scene.standing.assignments.iter() {
        let mark = Mark { light: assignment.light, waiting: waits(assignment) };
        let shown = marks.entry((assignment.task_no, &assignment.institution)).or_insert(mark);
        if mark.light.urgency() > shown.light.urgency() {
            *shown = mark;
        }
    }
    marks
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
    fn mark(&self, task: &Task, institution: &'a Institution) -> Option<Mark> {
        self.marks.get(&(task.no, &institution.slug)).copied()
    }

    fn is_first_of_kind(&self, index: usize) -> bool {
        index == 0 || self.columns[index - 1].kind != self.columns[index].kind
    }

    fn count(&self, institution: &'a Institution, light: Light) -> usize {
        let tasks = self.scene.ledger.tasks.iter();
        tasks.filter(|task| self.mark(task, institution).is_some_and(|mark| mark.light == light)).count()
    }

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
        for group in self.columns.chunk_by(|a, b| a.kind == b.kind) {
            let name = group.first().map(|one| kind_word(lang, one.kind)).unwrap_or_default();
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
        for (index, institution) in self.columns.iter().enumerate() {
            let bad = if self.count(institution, Light::Late) > 0 { " bad" } else { "" };
            let edge = edge(self.is_first_of_kind(index));
            let (slug, tail) = (&institution.slug, escape(&self.tail));
            let (name, title) = (escape(&short_name(lang, institution)), escape(institution_name(lang, institution)));
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
        for task in &self.tasks {
            self.row(&mut html, task, &mut focusable);
        }
        html
    }

    fn row(&self, html: &mut String, task: &'a Task, focusable: &mut bool) {
        let lang = self.scene.lang();
        let (no, title, tail) = (task.no, escape(task_title(lang, task)), escape(&self.tail));
        push(
            html,
            format_args!(
                "<tr><th scope=\"row\"><a href=\"/tasks/{no}{tail}\"><span class=\"no\">{no}</span>{title}</a></th>"
            ),
        );
        for (index, institution) in self.columns.iter().enumerate() {
            let edge = edge(self.is_first_of_kind(index));
            let tab = if std::mem::take(focusable) { "0" } else { "-1" };
            self.cell(html, task, institution, edge, tab);
        }
        self.totals(html, task);
        html.push_str("</tr>");
    }

    /// A cell without a mark leads to the task, so that the arrow keys find a full row.
    fn cell(&self, html: &mut String, task: &'a Task, institution: &'a Institution, edge: &str, tab: &str) {
        let lang = self.scene.lang();
        let (no, slug, tail) = (task.no, &institution.slug, escape(&self.tail));
        let (symbol, word, href) = match self.mark(task, institution) {
            Some(mark) if mark.waiting => ("s-wait", common::waiting(lang), format!("/tasks/{no}/{slug}{tail}")),
            Some(mark) => (light_symbol(mark.light), light_word(lang, mark.light), format!("/tasks/{no}/{slug}{tail}")),
            None => ("s-na", common::light_none(lang), format!("/tasks/{no}{tail}")),
        };
        let name = escape(&short_name(lang, institution));
        push(
            html,
            format_args!(
                "<td class=\"{symbol}{edge}\" tabindex=\"{tab}\" data-href=\"{href}\" title=\"{no} · {name} · {word}\">\
                 <svg class=\"i\" aria-hidden=\"true\"><use href=\"#{symbol}\"/></svg><span class=\"sr-only\">{word}</span></td>"
            ),
        );
    }

    /// Over all institutions, also those on other pages of the matrix.
    fn totals(&self, html: &mut String, task: &Task) {
        let lights = || self.marks.iter().filter(|((no, _), _)| *no == task.no).map(|(_, mark)| mark.light);
        let counts = crate::domain::standing::LightCounts::of(lights());
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
        for (index, institution) in self.columns.iter().enumerate() {
            let late = self.count(institution, Light::Late);
            let both = late + self.count(institution, Light::DueSoon);
            let class = if late > 0 {
                "late-t"
            } else if both == 0 {
                "z"
            } else {
                ""
            };
            let edge = edge(self.is_first_of_kind(index));
            let shown = if both == 0 { "–".to_owned() } else { both.to_string() };
            push(&mut html, format_args!("<td class=\"{class}{edge}\">{shown}</td>"));
        }
        let total = |light| self.marks.values().filter(|mark| mark.light == light).count();
        let (late, soon) = (total(Light::Late), total(Light::DueSoon));
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
        let mut troubled: Vec<(usize, usize, &Institution)> = all
            .iter()
            .map(|one| (self.count(one, Light::Late), self.count(one, Light::DueSoon), *one))
            .filter(|(late, soon, _)| late + soon > 0)
            .collect();
        troubled.sort_by_key(|(late, soon, _)| (std::cmp::Reverse(*late), std::cmp::Reverse(*soon)));
        let said = texts::narrow_note(lang, troubled.len(), all.len() - troubled.len());
        let mut items: Vec<AnyView> = troubled.iter().map(|(_, _, one)| self.narrow_row(one)).collect();
        let rest = items.split_off(items.len().min(NARROW_SHOWN));
        let rest = (!rest.is_empty()).then(|| {
            let word = texts::narrow_more(lang, rest.len());
            view! { <details class="fold"><summary>{word}</summary><ul class="list">{rest}</ul></details> }
        });
        view! { <div class="only-n"><p class="xs mute">{said}</p><ul class="list">{items}</ul>{rest}</div> }.into_any()
    }

    fn narrow_row(&self, institution: &'a Institution) -> AnyView {
        let lang = self.scene.lang();
        let of = |light: Light| {
            let with = |task: &&Task| self.mark(task, institution).is_some_and(|mark| mark.light == light);
            let numbers: Vec<String> =
                self.scene.ledger.tasks.iter().filter(with).map(|task| task.no.to_string()).collect();
            (!numbers.is_empty()).then(|| {
                let said = texts::narrow_tasks(lang, numbers.join(", "));
                view! { <span class="inl">{light_mark(lang, light)}{said}</span> }
            })
        };
        let href = format!("/ministries/{}{}", institution.slug, self.tail);
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

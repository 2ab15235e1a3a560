//! `/tasks`: every task of the plan by strategy, as its lead stands.

use crate::domain::plan::{Strategy, Task};
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, LightCounts, StepStanding, TaskStanding};
use crate::pages::components::{Empty, light_mark, light_word, progress, rule, section};
use crate::pages::record::cells::{due_cell, forecast_difference, light_of, rating_cell, verdict_cell};
use crate::pages::record::chips;
use crate::pages::record::query::{address, value};
use crate::pages::record::sorting::{SortLink, sort_head};
use crate::pages::record::trio::step_name;
use crate::pages::record::{Scene, korean, strategy_title, task_title};
use crate::pages::texts;
use leptos::prelude::*;

/// By what the list is sorted; by number it is grouped by strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskSort {
    #[default]
    Number,
    Light,
    Progress,
    Due,
    /// Days of the next step's forecast after its first due.
    Slip,
}

impl TaskSort {
    const ALL: [Self; 5] = [Self::Number, Self::Light, Self::Progress, Self::Due, Self::Slip];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Light => "light",
            Self::Progress => "progress",
            Self::Due => "due",
            Self::Slip => "slip",
        }
    }

    const fn descends(self) -> bool {
        matches!(self, Self::Light | Self::Slip)
    }
}

/// What the address asks for; what it does not understand is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TasksQuery {
    pub light: Option<Light>,
    pub strategy: Option<i64>,
    pub sort: TaskSort,
    pub descending: bool,
}

impl TasksQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let asked = value(pairs, "sort");
        let sort = TaskSort::ALL.into_iter().find(|sort| Some(sort.code()) == asked).unwrap_or_default();
        let descending = match value(pairs, "dir") {
            Some("asc") => false,
            Some("desc") => true,
            _ => sort.descends(),
        };
        Self {
            light: value(pairs, "light").and_then(Light::parse),
            strategy: value(pairs, "strategy").and_then(|text| text.parse().ok()),
            sort,
            descending,
        }
    }

    fn address(&self) -> String {
        let sorted = self.sort != TaskSort::default();
        let turned = self.descending != self.sort.descends();
        address(
            "/tasks",
            &[
                ("strategy", self.strategy.map(|no| no.to_string())),
                ("light", self.light.map(|light| light.code().to_owned())),
                ("sort", sorted.then(|| self.sort.code().to_owned())),
                ("dir", turned.then(|| if self.descending { "desc" } else { "asc" }.to_owned())),
            ],
        )
    }
}

/// A task with its standing and its lead's.
#[derive(Clone, Copy)]
struct Row<'a> {
    task: &'a Task,
    standing: &'a TaskStanding,
    lead: Option<&'a AssignmentStanding>,
    light: Light,
}

/// The list of tasks.
#[must_use]
pub fn page(scene: &Scene, query: &TasksQuery) -> AnyView {
    let lang = scene.lang();
    let all = rows(scene);
    let counts = LightCounts::of(all.iter().map(|row| row.light));
    let say = texts::tasks::say(lang, counts.total(), counts.done, counts.late, counts.due_soon);
    let of_strategy: Vec<Row> =
        all.into_iter().filter(|row| query.strategy.is_none_or(|no| row.task.strategy_no == no)).collect();
    let filters = light_chips(scene, query, &of_strategy);
    let mut shown: Vec<Row> =
        of_strategy.into_iter().filter(|row| query.light.is_none_or(|light| row.light == light)).collect();
    sort(&mut shown, query);
    let body = if shown.is_empty() {
        Empty::new(texts::tasks::none(lang), texts::tasks::none_why(lang))
            .link(texts::tasks::show_all(lang), scene.info.link("/tasks"))
            .view()
    } else {
        table(scene, query, &shown)
    };
    let download = (texts::record::download(lang), scene.info.link("/export.xlsx"));
    let note = Some(texts::tasks::note(lang).to_owned());
    view! {
        <div class="head"><div><h1>{texts::tasks::title(lang)}</h1><p class="sub">{say}</p></div></div>
        {strategy_chips(scene, query)}
        {filters}
        <section class="sec">
            {section::head(texts::tasks::list(lang), None, note, Some(download))}
            {body}
            {rule(lang, format!("{} {}", texts::tasks::rule_light(lang), texts::tasks::rule_progress(lang)))}
        </section>
    }
    .into_any()
}

fn rows<'a>(scene: &Scene<'a>) -> Vec<Row<'a>> {
    let row = |task: &'a Task| {
        let standing = scene.standing.task(task.no)?;
        Some(Row { task, standing, lead: scene.standing.lead_of(standing), light: scene.standing.light_of(standing) })
    };
    scene.ledger.tasks.iter().filter_map(row).collect()
}

fn sort(rows: &mut [Row], query: &TasksQuery) {
    let due = |row: &Row| open_step(row).map_or(chrono::NaiveDate::MAX, |step| step.due.last_day);
    let slip = |row: &Row| open_step(row).and_then(StepStanding::slip_days);
    let compare = |a: &Row, b: &Row| match query.sort {
        TaskSort::Number => a.task.no.cmp(&b.task.no),
        TaskSort::Light => a.light.urgency().cmp(&b.light.urgency()),
        TaskSort::Progress => a.standing.progress.tenths.cmp(&b.standing.progress.tenths),
        TaskSort::Due => due(a).cmp(&due(b)),
        TaskSort::Slip => slip(a).cmp(&slip(b)),
    };
    // Ties stay in the order of the plan.
    rows.sort_by(|a, b| if query.descending { compare(b, a) } else { compare(a, b) });
}

/// The step the task waits for.
fn open_step<'a>(row: &Row<'a>) -> Option<&'a StepStanding> {
    row.lead.and_then(AssignmentStanding::next_step).filter(|step| step.light.is_open())
}

fn strategy_chips(scene: &Scene, query: &TasksQuery) -> AnyView {
    let lang = scene.lang();
    let chip = |strategy: Option<&'static str>, no: Option<i64>, title: String| chips::Chip {
        word: strategy.map_or(title, str::to_owned),
        count: scene.ledger.tasks.iter().filter(|task| no.is_none_or(|no| task.strategy_no == no)).count(),
        link: scene.info.link(&TasksQuery { strategy: no, ..*query }.address()),
        current: query.strategy == no,
    };
    let all = chip(Some(texts::tasks::all_strategies(lang)), None, String::new());
    let some = scene.ledger.strategies.iter().map(|one| chip(None, Some(one.no), strategy_name(scene, one)));
    chips::view(texts::tasks::strategies(lang), std::iter::once(all).chain(some))
}

fn light_chips(scene: &Scene, query: &TasksQuery, rows: &[Row]) -> AnyView {
    let lang = scene.lang();
    let link = |light| scene.info.link(&TasksQuery { light, ..*query }.address());
    let any = chips::Chip {
        word: texts::tasks::any_light(lang).to_owned(),
        count: rows.len(),
        link: link(None),
        current: query.light.is_none(),
    };
    let some = Light::ALL
        .map(|light| chips::Chip {
            word: light_word(lang, light).to_owned(),
            count: rows.iter().filter(|row| row.light == light).count(),
            link: link(Some(light)),
            current: query.light == Some(light),
        })
        .into_iter()
        .filter(|chip| chip.count > 0 || chip.current);
    chips::view(texts::tasks::lights(lang), std::iter::once(any).chain(some))
}

fn strategy_name(scene: &Scene, strategy: &Strategy) -> String {
    let lang = scene.lang();
    texts::tasks::strategy(lang, strategy.no, strategy_title(lang, strategy))
}

fn table(scene: &Scene, query: &TasksQuery, rows: &[Row]) -> AnyView {
    let lang = scene.lang();
    let head = |sort: TaskSort, word: &'static str| {
        let on = query.sort == sort;
        let descending = if on { !query.descending } else { sort.descends() };
        let link = scene.info.link(&TasksQuery { sort, descending, ..*query }.address());
        sort_head(&SortLink { word, link, descending: on.then_some(query.descending), number: false })
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=texts::tasks::list(lang)>
        <table class="tbl tbl--tight flow pack">
            <caption class="sr-only">{texts::tasks::caption(lang)}</caption>
            <colgroup>
                <col/><col width="8%"/><col width="9%"/><col width="9%"/><col width="17%"/><col width="11%"/>
                <col width="8%"/><col width="11%"/>
            </colgroup>
            <thead><tr>
                {head(TaskSort::Number, texts::tasks::col_task(lang))}
                {head(TaskSort::Light, texts::record::col_light(lang))}
                <th scope="col">{texts::record::col_self(lang)}</th>
                <th scope="col">{texts::record::col_verdict(lang)}</th>
                {head(TaskSort::Progress, texts::record::col_progress(lang))}
                {head(TaskSort::Due, texts::record::col_due(lang))}
                {head(TaskSort::Slip, texts::record::col_difference(lang))}
                <th scope="col">{texts::tasks::col_institutions(lang)}</th>
            </tr></thead>
            {bodies(scene, query, rows)}
        </table>
        </div>
    }
    .into_any()
}

fn bodies(scene: &Scene, query: &TasksQuery, rows: &[Row]) -> AnyView {
    if query.sort != TaskSort::Number {
        let body: Vec<AnyView> = rows.iter().map(|row| table_row(scene, row)).collect();
        return view! { <tbody>{body}</tbody> }.into_any();
    }
    let mut groups: Vec<AnyView> = Vec::new();
    for strategy in &scene.ledger.strategies {
        let mine = rows.iter().filter(|row| row.task.strategy_no == strategy.no);
        let body: Vec<AnyView> = mine.map(|row| table_row(scene, row)).collect();
        if !body.is_empty() {
            let name = strategy_name(scene, strategy);
            let group =
                view! { <tbody><tr class="grp"><th colspan="8" scope="rowgroup">{name}</th></tr>{body}</tbody> };
            groups.push(group.into_any());
        }
    }
    groups.into_any()
}

fn table_row(scene: &Scene, row: &Row) -> AnyView {
    let lang = scene.lang();
    let link = scene.info.link(&format!("/tasks/{}", row.task.no));
    let next = row.lead.and_then(AssignmentStanding::next_step);
    let counts = LightCounts::of(row.standing.assignments.iter().map(|i| scene.standing.assignments[*i].light));
    let late =
        (counts.late > 0).then(|| view! { " "<b class="late-t">{texts::record::late_count(lang, counts.late)}</b> });
    let done = texts::record::done_of(lang, counts.total() - counts.ended, counts.done);
    let class = if row.light == Light::Late { "rowlate" } else { "" };
    view! {
        <tr>
            <th scope="row" class=class>
                <span class="ttl"><a href=link><span class="no">{row.task.no.to_string()}</span>{task_title(lang, row.task).to_owned()}</a></span>
                <br/><span class="no"></span><span class="mute xs" lang=korean(lang)>{step_name(scene, next)}</span>
            </th>
            <td class="q" data-l=texts::record::col_light(lang)>{row.lead.map_or_else(|| light_mark(lang, row.light), |lead| light_of(scene, lead))}</td>
            <td class="h" data-l=texts::record::col_self(lang)>{rating_cell(scene, row.lead)}</td>
            <td class="q" data-l=texts::record::col_verdict(lang)>{verdict_cell(scene, row.lead)}</td>
            <td class="q" data-l=texts::record::col_progress(lang)>
                {progress(lang, row.standing.progress.tenths, row.standing.planned_progress)}
            </td>
            <td class="nw q" data-l=texts::record::col_due(lang)>{due_cell(scene, next)}</td>
            <td class="nw" data-l=texts::record::col_difference(lang)>{forecast_difference(scene, next)}</td>
            <td data-l=texts::tasks::col_institutions(lang)><span class="mute">{done}</span>{late}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[(&str, &str)]) -> TasksQuery {
        let pairs: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        TasksQuery::parse(&pairs)
    }

    #[test]
    fn without_a_query_tasks_stand_by_number() {
        assert_eq!(parse(&[]), TasksQuery::default());
        assert_eq!(parse(&[]).address(), "/tasks");
        assert_eq!(parse(&[("light", "green"), ("strategy", "x"), ("sort", "luck")]), parse(&[]));
    }

    #[test]
    fn the_address_says_what_was_asked() {
        let asked = parse(&[("strategy", "2"), ("light", "late"), ("sort", "slip"), ("dir", "asc")]);
        assert_eq!(asked.address(), "/tasks?strategy=2&light=late&sort=slip&dir=asc");
    }
}

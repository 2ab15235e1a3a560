//! 내 업무: what my institutions owe and by when, most urgent first.

use crate::domain::ids::AssignmentId;
use crate::domain::returns::Return;
use crate::domain::round::Round;
use crate::domain::standing::AssignmentStanding;
use crate::pages::components::{Empty, day_in_year, days_left, instant, light_cell, section};
use crate::pages::record::cells::rating_cell;
use crate::pages::record::{Scene, task_title};
use crate::pages::returns::{round_name, state_mark};
use crate::pages::texts::work as texts;
use chrono::{DateTime, Datelike, Utc};
use leptos::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;

/// The page. `mine` are the assignments of the reader's institutions; `drafts` those with text kept but not recorded;
/// `returns` what those institutions still have to do with returns, first due first.
#[must_use]
pub fn page(
    scene: &Scene,
    mine: &[&AssignmentStanding],
    drafts: &HashMap<AssignmentId, DateTime<Utc>>,
    returns: &[(&Round, &Return)],
) -> AnyView {
    let lang = scene.lang();
    let (mut open, closed): (Vec<_>, Vec<_>) = mine.iter().copied().partition(|one| one.light.is_open());
    open.sort_by_key(|one| {
        let due = one.next_step().map_or(chrono::NaiveDate::MAX, |step| step.due.last_day);
        (Reverse(one.light.urgency()), due, one.task_no, one.institution.clone())
    });
    let late = open.iter().filter(|one| one.light == crate::domain::schedule::Light::Late).count();
    let soon = open.iter().filter(|one| one.light == crate::domain::schedule::Light::DueSoon).count();
    let say = if open.is_empty() { texts::say_none(lang).to_owned() } else { texts::say(lang, late, open.len(), soon) };
    let body = if open.is_empty() {
        Empty::new(texts::say_none(lang), texts::none_why(lang)).view()
    } else {
        table(scene, &open, drafts, returns)
    };
    let by_file = (!open.is_empty()).then(|| {
        let href = scene.info.link("/work/import");
        view! { <div class="acts"><a class="krds-btn small" href=href>{crate::pages::texts::work_sheet::link(lang)}</a></div> }
    });
    let done = (!closed.is_empty()).then(|| closed_section(scene, &closed));
    view! {
        <div class="lead"><div><h1>{texts::title(lang)}</h1><p class="say"><span>{say}</span></p></div>{by_file}</div>
        {returns_section(scene, returns)}
        <section class="sec" id="owed">
            {section::head(texts::owed(lang), Some(open.len()), Some(texts::owed_note(lang).to_owned()), None)}
            {body}
        </section>
        {done}
    }
    .into_any()
}

/// Whether the institution may write in a return now.
fn is_written(round: &Round, one: &Return) -> bool {
    one.edit(round.state).is_ok()
}

/// The returns that are written or wait for their review: the way to the form of the whole institution.
fn returns_section(scene: &Scene, returns: &[(&Round, &Return)]) -> AnyView {
    let lang = scene.lang();
    let items: Vec<AnyView> = returns
        .iter()
        .map(|(round, one)| {
            let href = scene.info.link(&format!("/reviews/{}/returns/{}", round.slug, one.institution));
            let left = (round.due() - scene.info.day()).num_days();
            let owed = one.state.is_owed().then(|| view! { " "{texts::return_due(lang)}" "{day_in_year(lang, round.due(), scene.info.day().year())}" "{days_left(left)} });
            let write = is_written(round, one).then(|| {
                let to = href.clone();
                view! { <a class="krds-btn primary" href=to>{texts::return_write(lang)}<span class="sr-only">" "{scene.institution(&one.institution)}</span></a> }
            });
            view! { <li class="inl"><a href=href>{round_name(lang, &round.slug)}" "{scene.institution(&one.institution)}</a>" "{state_mark(lang, one.state)}{owed}{write}</li> }
                .into_any()
        })
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="sec" id="returns">{section::head(texts::returns(lang), Some(items.len()), Some(texts::returns_note(lang).to_owned()), None)}<ul class="list">{items}</ul></section>
    }
    .into_any()
}

fn table(
    scene: &Scene,
    open: &[&AssignmentStanding],
    drafts: &HashMap<AssignmentId, DateTime<Utc>>,
    returns: &[(&Round, &Return)],
) -> AnyView {
    let lang = scene.lang();
    let rows: Vec<AnyView> = open
        .iter()
        .map(|one| {
            let asks = |(round, of): &&(&Round, &Return)| {
                of.institution == one.institution && round.settings.covers(one.task_no) && is_written(round, of)
            };
            row(scene, one, drafts.get(&one.id).copied(), returns.iter().find(asks))
        })
        .collect();
    view! {
        <table class="tbl flow">
            <caption class="sr-only">{texts::caption(lang)}</caption>
            <thead><tr>
                <th scope="col">{texts::col_task(lang)}</th><th scope="col">{texts::col_institution(lang)}</th>
                <th scope="col">{texts::col_light(lang)}</th><th scope="col">{texts::col_self(lang)}</th>
                <th scope="col">{texts::col_due(lang)}</th><th scope="col">{texts::col_last(lang)}</th>
                <th scope="col">{texts::col_do(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(
    scene: &Scene,
    one: &AssignmentStanding,
    draft: Option<DateTime<Utc>>,
    asked: Option<&(&Round, &Return)>,
) -> AnyView {
    let lang = scene.lang();
    let title = scene.task(one.task_no).map_or("", |task| task_title(lang, task)).to_owned();
    let step = one.next_step().map_or_else(|| texts::no_dates(lang).to_owned(), |step| scene.milestone(step.milestone));
    let year = scene.standing.day.year();
    let due = one
        .next_step()
        .map(|step| view! { {day_in_year(lang, step.due.last_day, year)}" "{days_left(step.days_left)} });
    let last = one.last_report.as_ref().map(|report| instant(lang, report.recorded_at));
    let last = last.unwrap_or_else(|| texts::never(lang).into_any());
    let stale = one.is_stale().then(|| view! { " "<span class="late-t">{texts::silent(lang, one.silent_days)}</span> });
    let alone = || scene.info.link(&format!("/work/{}/{}", one.institution, one.task_no));
    // While a return is open, that is where it is written: the form of one assignment edits the same draft.
    let form = asked.map_or_else(alone, |(round, of)| {
        scene.info.link(&format!("/reviews/{}/returns/{}#a-{}", round.slug, of.institution, one.task_no))
    });
    let word = match (asked, draft) {
        (Some(_), _) => texts::in_return(lang),
        (None, Some(_)) => texts::draft(lang),
        (None, None) => texts::report(lang),
    };
    let waiting = one.waiting_steps().next().is_some();
    view! {
        <tr>
            <th scope="row"><span class="ttl"><span class="no">{one.task_no.to_string()}</span>{title.clone()}</span><br/><span class="xs mute">{step}</span></th>
            <td data-l=texts::col_institution(lang)>{scene.institution(&one.institution)}</td>
            <td data-l=texts::col_light(lang)>{light_cell(lang, one.light, waiting)}</td>
            <td data-l=texts::col_self(lang)>{rating_cell(scene, Some(one))}</td>
            <td data-l=texts::col_due(lang)>{due}</td>
            <td data-l=texts::col_last(lang)>{last}{stale}</td>
            <td data-l=texts::col_do(lang)><a class="krds-btn small secondary" href=form>{word}<span class="sr-only">" "{title}</span></a></td>
        </tr>
    }
    .into_any()
}

fn closed_section(scene: &Scene, closed: &[&AssignmentStanding]) -> AnyView {
    let lang = scene.lang();
    let items: Vec<AnyView> = closed
        .iter()
        .map(|one| {
            let title = scene.task(one.task_no).map_or("", |task| task_title(lang, task)).to_owned();
            let href = scene.info.link(&format!("/tasks/{}/{}", one.task_no, one.institution));
            view! { <li>{light_cell(lang, one.light, false)}" "<a href=href>{one.task_no.to_string()}" "{title}</a></li> }.into_any()
        })
        .collect();
    view! {
        <section class="sec" id="closed">
            {section::head(texts::closed(lang), Some(closed.len()), None, None)}
            <ul class="list">{items}</ul>
        </section>
    }
    .into_any()
}

//! The cells of tables and the words in them, the same on every page.

use super::Scene;
use crate::domain::calendar::day_of;
use crate::domain::due::Due;
use crate::domain::institution::Kind;
use crate::domain::plan::{Basis, TaskRole};
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::pages::components;
use crate::pages::components::{light_cell, rating_mark, verdict_mark};
use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::texts;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use leptos::prelude::*;

/// A day in words, with its year where it is not the year of the day shown.
#[must_use]
pub fn day_text(scene: &Scene, day: NaiveDate) -> String {
    format::in_year(scene.lang(), day, scene.standing.day.year())
}

/// A day, for people and for machines.
pub fn date(scene: &Scene, day: NaiveDate) -> AnyView {
    components::day_in_year(scene.lang(), day, scene.standing.day.year())
}

/// The Korean day of an instant.
pub fn date_of(scene: &Scene, at: DateTime<Utc>) -> AnyView {
    date(scene, day_of(at))
}

/// A due as precisely as it was promised.
#[must_use]
pub fn due_text(scene: &Scene, due: Due) -> String {
    let day = due.last_day;
    if super::is_coarse(due) { format::due(scene.lang(), due) } else { day_text(scene, day) }
}

/// A due, for people and for machines.
pub fn due_time(scene: &Scene, due: Due) -> AnyView {
    view! { <time datetime=due.last_day.to_string()>{due_text(scene, due)}</time> }.into_any()
}

/// "마지막 근무일 3. 29.(금)", where a due falls on a day without work.
#[must_use]
pub fn last_working_day_note(scene: &Scene, due: Due) -> Option<String> {
    let last = scene.calendar.last_working_day(due.last_day);
    (last != due.last_day).then(|| texts::record::last_working_day(scene.lang(), day_text(scene, last)))
}

/// Days left of an open step; nothing once it is closed.
pub fn days_left(step: &StepStanding) -> Option<AnyView> {
    step.light.is_open().then(|| components::days_left(step.days_left))
}

/// A due as dense tables have it.
#[must_use]
pub fn due_short(scene: &Scene, due: Due) -> String {
    format::due_short(scene.lang(), due, scene.standing.day.year())
}

/// The approved due of the step a row speaks of, with the days left, for dense tables.
pub fn due_cell(scene: &Scene, step: Option<&StepStanding>) -> AnyView {
    let Some(step) = step else {
        return view! { <span class="mute">{texts::record::dash(scene.lang())}</span> }.into_any();
    };
    let due = view! { <time datetime=step.due.last_day.to_string()>{due_short(scene, step.due)}</time> };
    view! { <span class="dd">{due}" "{days_left(step)}</span> }.into_any()
}

/// [`due_cell`], and below it how far an open step's forecast is from its first due, where it is.
pub fn due_and_forecast_cell(scene: &Scene, step: Option<&StepStanding>) -> AnyView {
    let lang = scene.lang();
    let days = step.and_then(StepStanding::slip_days).filter(|days| *days != 0);
    let difference = days.map(|days| {
        view! { <br/><span class="xs mute">{texts::record::forecast(lang)}</span>" "{components::slip(lang, days)} }
    });
    view! { {due_cell(scene, step)}{difference} }.into_any()
}

/// The approved due with everything beside it: days left, last working day, the first due where it moved.
pub fn due_lines(scene: &Scene, step: &StepStanding) -> AnyView {
    let lang = scene.lang();
    let working_day = last_working_day_note(scene, step.due);
    let first = (step.first_due != step.due).then(|| texts::record::first_due(lang, due_text(scene, step.first_due)));
    let notes: Vec<String> = working_day.into_iter().chain(first).collect();
    let notes = (!notes.is_empty()).then(|| view! { <br/><span class="mute xs">{notes.join(" · ")}</span> });
    view! { <span class="dd">{due_time(scene, step.due)}" "{days_left(step)}</span>{notes} }.into_any()
}

/// How far the forecast of an open step is from its first due.
pub fn forecast_difference(scene: &Scene, step: Option<&StepStanding>) -> AnyView {
    let lang = scene.lang();
    step.and_then(StepStanding::slip_days).map_or_else(
        || view! { <span class="mute">{texts::record::dash(lang)}</span> }.into_any(),
        |days| components::slip(lang, days),
    )
}

/// The forecast of a step, and how far it is from its first due.
pub fn forecast_cell(scene: &Scene, step: &StepStanding) -> AnyView {
    let lang = scene.lang();
    let forecast = step.forecast.filter(|_| step.light.is_open());
    let Some(day) = forecast else {
        let words = if step.light.is_open() { texts::record::no_forecast(lang) } else { texts::record::dash(lang) };
        return view! { <span class="mute">{words}</span> }.into_any();
    };
    view! { <span class="dd">{date(scene, day)}" "{forecast_difference(scene, Some(step))}</span> }.into_any()
}

/// The schedule light of an assignment, with 확인 대기 where a claim waits.
pub fn light_of(scene: &Scene, assignment: &AssignmentStanding) -> AnyView {
    light_cell(scene.lang(), assignment.light, assignment.waiting_steps().next().is_some())
}

/// The schedule light of a step, with 확인 대기 where its claim waits.
pub fn light_of_step(lang: Lang, step: &StepStanding) -> AnyView {
    light_cell(lang, step.light, step.is_waiting())
}

/// What the ministry says, with 검토 전 where the PMO has not reviewed the return that it came with.
pub fn rating_cell(scene: &Scene, assignment: Option<&AssignmentStanding>) -> AnyView {
    let lang = scene.lang();
    let mark = rating_mark(lang, assignment.and_then(AssignmentStanding::self_rating));
    view! { {mark}{assignment.and_then(|one| unreviewed_tag(lang, one))} }.into_any()
}

/// 검토 전
pub fn unreviewed_tag(lang: Lang, assignment: &AssignmentStanding) -> Option<AnyView> {
    assignment.unreviewed.then(|| view! { " "<span class="tag">{texts::common::unreviewed(lang)}</span> }.into_any())
}

/// The verdict, marked where it differs from the self rating.
pub fn verdict_cell(scene: &Scene, assignment: Option<&AssignmentStanding>) -> AnyView {
    let lang = scene.lang();
    let verdict = assignment.and_then(|one| one.verdict.as_ref()).map(|fact| fact.verdict);
    let differs = assignment
        .is_some_and(AssignmentStanding::is_disputed)
        .then(|| view! { <br/><span class="split">{texts::record::differs(lang)}</span> });
    view! { {verdict_mark(lang, verdict)}{differs} }.into_any()
}

/// The lines of a text as people typed them.
pub fn lines(text: &str) -> AnyView {
    let lines: Vec<AnyView> = text
        .lines()
        .enumerate()
        .map(|(index, line)| {
            let broken = (index > 0).then(|| view! { <br/> });
            view! { {broken}{line.to_owned()} }.into_any()
        })
        .collect();
    lines.into_any()
}

/// `214KB`
#[must_use]
pub fn bytes(count: i64) -> String {
    match count {
        ..1_000 => format!("{count}B"),
        1_000..1_000_000 => format!("{}KB", (count + 500) / 1_000),
        _ => format!("{}.{}MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

/// The word for a role.
#[must_use]
pub const fn role_word(lang: Lang, role: TaskRole) -> &'static str {
    match role {
        TaskRole::Lead => texts::common::role_lead(lang),
        TaskRole::Cooperating => texts::common::role_cooperating(lang),
        TaskRole::Implementing => texts::common::role_implementing(lang),
    }
}

/// The word for a kind of institution.
#[must_use]
pub const fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Ministry => texts::common::kind_ministry(lang),
        Kind::MinistryOffice => texts::common::kind_ministry_office(lang),
        Kind::Agency => texts::common::kind_agency(lang),
        Kind::Commission => texts::common::kind_commission(lang),
        Kind::Office => texts::common::kind_office(lang),
        Kind::Province => texts::common::kind_province(lang),
        Kind::Affiliate => texts::common::kind_affiliate(lang),
    }
}

/// 공표 or 가정.
#[must_use]
pub const fn basis_word(lang: Lang, basis: Basis) -> &'static str {
    match basis {
        Basis::Published => texts::common::published(lang),
        Basis::Assumed => texts::common::assumed(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_told_in_the_nearest_unit() {
        assert_eq!([999, 214_300, 12_360_000].map(bytes), ["999B", "214KB", "12.3MB"]);
    }
}

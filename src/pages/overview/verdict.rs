//! The verdict in two sentences, made by rule from the numbers, and the countdown beside it.

use super::{misses, steps_of_month, year};
use crate::domain::rating::Verdict;
use crate::domain::schedule::Light;
use crate::domain::standing::next_deadline;
use crate::pages::components::{day_in_year, full_day};
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::texts::overview as texts;
use chrono::Datelike;
use leptos::prelude::*;

/// The page's opening.
pub fn lead(scene: &Scene) -> AnyView {
    view! {
        <div class="lead">
            <div>
                <h1>{texts::title(scene.lang())}</h1>
                <p class="say"><span>{judgement(scene)}</span>" "<span>{month(scene)}</span></p>
            </div>
            {countdown(scene)}
        </div>
    }
    .into_any()
}

/// How many tasks the PMO worries about.
fn judgement(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let all = scene.standing.tasks.len();
    let watched = super::figures::watched(scene.standing);
    let at_risk = super::figures::judged(scene.standing, Verdict::AtRisk);
    if watched == 0 {
        return texts::say_calm(lang, all).into_any();
    }
    let phrase = if at_risk == 0 {
        texts::say_watch(lang, watched)
    } else if at_risk == watched {
        texts::say_at_risk(lang, at_risk)
    } else {
        texts::say_both(lang, watched)
    };
    let class = if at_risk > 0 { "bad" } else { "" };
    view! { {texts::say_of(lang, all)}<em class=class>{phrase}</em>{texts::say_end(lang)} }.into_any()
}

/// How this month's deadlines go; without any, how many milestones are overdue.
fn month(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let steps = steps_of_month(scene);
    let all_missed = |count: usize| {
        let phrase = texts::say_overdue(lang, count);
        view! { {texts::say_no_month(lang)}<em class="bad">{phrase}</em>{texts::say_end(lang)} }.into_any()
    };
    if steps.is_empty() {
        let overdue = scene.standing.lead_steps().filter(|(_, step)| step.light == Light::Late).count();
        return if overdue > 0 { all_missed(overdue) } else { texts::say_none_due(lang).into_any() };
    }
    let done = steps.iter().filter(|(_, step)| step.light == Light::Done).count();
    let missed = steps.iter().filter(|(_, step)| misses(step)).count();
    let month = format::month(lang, scene.standing.day);
    if done == steps.len() {
        return texts::say_month_done(lang, steps.len(), month).into_any();
    }
    let start = match done {
        0 => texts::say_month_open(lang, steps.len(), month),
        _ => texts::say_month(lang, steps.len(), done, month),
    };
    if missed == 0 {
        return view! { {start}{texts::say_none_missed(lang)} }.into_any();
    }
    view! { {start}<em class="bad">{texts::say_missed(lang, missed)}</em>{texts::say_end(lang)} }.into_any()
}

fn countdown(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let deadline = next_deadline(scene.standing, scene.calendar).map(|deadline| {
        let working = (deadline.last_working_day != deadline.day).then(|| {
            let day = if deadline.last_working_day.year() == deadline.day.year() {
                day_in_year(lang, deadline.last_working_day, deadline.day.year())
            } else {
                day_in_year(lang, deadline.last_working_day, year(scene))
            };
            view! { <dt>{texts::last_working_day(lang)}</dt><dd>{day}</dd> }
        });
        view! {
            <div class="dday">
                <span class="d">{format::d_day(deadline.days_left)}</span>
                <dl>
                    <dt>{texts::next_due(lang)}</dt><dd>{full_day(lang, deadline.day)}</dd>
                    {working}
                    <dt>{texts::working_days(lang)}</dt><dd>{texts::days(lang, deadline.working_days_left)}</dd>
                </dl>
            </div>
        }
    });
    deadline.into_any()
}

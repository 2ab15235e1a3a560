//! The head of an institution's page: its name, the verdict in two sentences, its life, its deputies, its figures.

use super::MinistryModel;
use crate::domain::calendar::day_of;
use crate::domain::ids::Slug;
use crate::domain::permission::Action;
use crate::domain::progress::mean_progress;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, LightCounts, StepStanding};
use crate::pages::components::rule;
use crate::pages::format;
use crate::pages::record::cells::{day_text, due_text};
use crate::pages::record::{Scene, institution_name};
use crate::pages::texts;
use leptos::prelude::*;

/// Name, sentences, life and countdown.
pub fn head(model: &MinistryModel, own: &[&AssignmentStanding]) -> AnyView {
    let (scene, institution) = (&model.scene, model.institution);
    let lang = scene.lang();
    let say = if own.is_empty() {
        view! { <span>{texts::ministry::say_nothing(lang)}</span> }.into_any()
    } else {
        view! { {first_sentence(scene, own)}{second_sentence(scene, own)} }.into_any()
    };
    view! {
        <div class="lead lead--org">
            <div>
                <h1>{institution_name(lang, institution).to_owned()}</h1>
                <p class="say">{say}</p>
                {super::round::lines(model)}
                {life(model)}
                {deputies(model)}
            </div>
            {countdown(scene, own)}
        </div>
    }
    .into_any()
}

/// How many of its tasks are late, how many due soon.
fn first_sentence(scene: &Scene, own: &[&AssignmentStanding]) -> AnyView {
    let lang = scene.lang();
    let counts = LightCounts::of(own.iter().map(|one| one.light));
    if own.iter().all(|one| !one.light.is_open()) {
        return view! { <span>{texts::ministry::say_all_done(lang, own.len())}</span> }.into_any();
    }
    let of = texts::ministry::say_of(lang, own.len());
    if counts.late == 0 && counts.due_soon == 0 {
        return view! { <span>{of}{texts::ministry::say_calm(lang)}</span> }.into_any();
    }
    let late = (counts.late > 0).then(|| view! { <em class="bad">{texts::ministry::say_late(lang, counts.late)}</em> });
    let and = (counts.late > 0 && counts.due_soon > 0).then(|| texts::ministry::say_and(lang));
    let soon = (counts.due_soon > 0).then(|| {
        let words = texts::ministry::say_soon(lang, counts.due_soon);
        // At most two marker strokes a page.
        if counts.late > 0 { view! { {words} }.into_any() } else { view! { <em>{words}</em> }.into_any() }
    });
    view! { <span>{of}{late}{and}{soon}{texts::ministry::say_is(lang)}</span> }.into_any()
}

/// What is overdue and what comes next; where nothing is open, what has gone silent.
fn second_sentence(scene: &Scene, own: &[&AssignmentStanding]) -> Option<AnyView> {
    let lang = scene.lang();
    let overdue = own.iter().flat_map(|one| &one.steps).filter(|step| step.light == Light::Late).count();
    let next = next_step(own).map(|(_, step)| due_text(scene, step.due));
    let silent = own.iter().filter(|one| one.is_stale()).count();
    if overdue > 0 {
        let end = next.map_or_else(
            || texts::ministry::say_overdue_end(lang).to_owned(),
            |due| texts::ministry::say_overdue_next(lang, due),
        );
        let overdue = texts::ministry::say_overdue(lang, overdue);
        return Some(view! { <span><em class="bad">{overdue}</em>{end}</span> }.into_any());
    }
    if silent > 0 {
        return Some(view! { <span>{texts::ministry::say_stale(lang, silent)}</span> }.into_any());
    }
    next.map(|due| view! { <span>{texts::ministry::say_next(lang, due)}</span> }.into_any())
}

/// The open step due next, from today on.
fn next_step<'a>(own: &[&'a AssignmentStanding]) -> Option<(&'a AssignmentStanding, &'a StepStanding)> {
    let open = own.iter().flat_map(|one| one.steps.iter().map(move |step| (*one, step)));
    open.filter(|(_, step)| step.light.is_open() && step.days_left >= 0).min_by_key(|(_, step)| step.due.last_day)
}

fn countdown(scene: &Scene, own: &[&AssignmentStanding]) -> Option<AnyView> {
    let lang = scene.lang();
    let (assignment, step) = next_step(own)?;
    let last = scene.calendar.last_working_day(step.due.last_day);
    let left = scene.calendar.working_days_after(scene.standing.day, step.due.last_day);
    let working_day = (last != step.due.last_day).then(|| {
        view! { <dt>{texts::ministry::working_day(lang)}</dt><dd>{day_text(scene, last)}</dd> }
    });
    Some(
        view! {
            <div class="dday"><span class="d">{format::d_day(step.days_left)}</span>
                <dl>
                    <dt>{texts::ministry::next_due(lang)}</dt><dd>{due_text(scene, step.due)}</dd>
                    <dt>{texts::ministry::what(lang)}</dt><dd>{texts::record::task_no(lang, assignment.task_no)}</dd>
                    {working_day}
                    <dt>{texts::ministry::working_days(lang)}</dt><dd>{texts::ministry::days(lang, left)}</dd>
                </dl>
            </div>
        }
        .into_any(),
    )
}

/// Until when it existed and who follows; whom it follows; through whom it reports.
fn life(model: &MinistryModel) -> AnyView {
    let (scene, institution) = (&model.scene, model.institution);
    let (lang, day) = (scene.lang(), scene.standing.day);
    let until = institution.valid_until.and_then(|until| until.pred_opt()).map(|last| {
        let followed = links(scene, &institution.successors)
            .map(|links| view! { " "{texts::ministry::followed_by(lang)}" "{links} });
        view! { <p class="xs mute">{texts::ministry::existed_until(lang, day_text(scene, last))}{followed}</p> }
    });
    let predecessors: Vec<Slug> = scene
        .ledger
        .institutions
        .iter()
        .filter(|one| one.successors.contains(&institution.slug))
        .map(|one| one.slug.clone())
        .collect();
    let since = institution.valid_from.map(|from| {
        let words = if from > day {
            texts::ministry::will_exist(lang, day_text(scene, from))
        } else {
            texts::ministry::exists_from(lang, day_text(scene, from))
        };
        let followed = links(scene, &predecessors).map(|links| view! { " "{texts::ministry::follows(lang)}" "{links} });
        view! { <p class="xs mute">{words}{followed}</p> }
    });
    let parent = institution.parent.as_ref().map(|parent| {
        let link = scene.info.link(&format!("/ministries/{parent}"));
        let name = scene.institution(parent);
        let words = texts::ministry::parent(lang, &name);
        view! { <p class="xs mute">{words}" "<a href=link>{texts::ministry::parent_link(lang, name)}</a></p> }
    });
    view! { {until}{since}{parent} }.into_any()
}

fn links(scene: &Scene, slugs: &[Slug]) -> Option<AnyView> {
    let links: Vec<AnyView> = slugs
        .iter()
        .enumerate()
        .map(|(index, slug)| {
            let link = scene.info.link(&format!("/ministries/{slug}"));
            let joint = if index > 0 { " · " } else { "" };
            view! { {joint}<a href=link>{scene.institution(slug)}</a> }.into_any()
        })
        .collect();
    (!links.is_empty()).then(|| links.into_any())
}

fn deputies(model: &MinistryModel) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let lines: Vec<AnyView> = model
        .deputies
        .iter()
        .map(|one| {
            let (from, until) = (day_text(scene, one.from), day_text(scene, one.until));
            let line = texts::ministry::deputy(lang, &one.deputy, from, &one.head, until);
            view! { <p class="xs mute">{line}</p> }.into_any()
        })
        .collect();
    let appoint = model.may(Action::AppointDeputy(&model.institution.slug)).then(|| {
        view! { <p class="xs"><a class="pad" href="/account/deputies">{texts::ministry::appoint(lang)}</a></p> }
    });
    view! { {lines}{appoint} }.into_any()
}

/// Six figures about the institution, each with its rule.
pub fn figures(model: &MinistryModel, own: &[&AssignmentStanding]) -> AnyView {
    let scene = &model.scene;
    let lang = scene.lang();
    let counts = LightCounts::of(own.iter().map(|one| one.light));
    let disputed: Vec<_> = own.iter().filter(|one| one.is_disputed()).collect();
    let disputed_note = if disputed.is_empty() {
        texts::ministry::fig_disputed_none(lang).to_owned()
    } else {
        let tasks: Vec<_> = disputed.iter().map(|one| texts::record::task_no(lang, one.task_no)).collect();
        tasks.join(" · ")
    };
    let waiting: usize = own.iter().map(|one| one.waiting_steps().count()).sum();
    let of = texts::ministry::fig_of(lang, own.len());
    view! {
        <dl class="figs">
            <div><dt>{texts::ministry::fig_lights(lang)}</dt>
                <dd class="v">{format!("{} · {} ", counts.late, counts.due_soon)}<small>{of.clone()}</small></dd>
                <dd class="ch">{texts::ministry::fig_done(lang, counts.done)}</dd></div>
            {progress_figure(scene, own)}
            <div><dt>{texts::ministry::fig_disputed(lang)}</dt>
                <dd class="v">{disputed.len()}" "<small>{of}</small></dd><dd class="ch">{disputed_note}</dd></div>
            <div><dt>{texts::ministry::fig_waiting(lang)}</dt>
                <dd class="v">{texts::record::count_items(lang, waiting)}</dd>
                <dd class="ch">{texts::ministry::fig_waiting_note(lang)}</dd></div>
            {slip_figure(scene, own)}
            {silence_figure(scene, own)}
        </dl>
    }
    .into_any()
}

fn progress_figure(scene: &Scene, own: &[&AssignmentStanding]) -> AnyView {
    let lang = scene.lang();
    let mean = mean_progress(own.iter().map(|one| one.progress()));
    let planned = mean_progress(own.iter().map(|one| one.planned_progress)).tenths;
    let planned = planned.map(|tenths| {
        format!("{} ({})", texts::record::planned(lang, tenths_text(tenths)), texts::common::assumed(lang))
    });
    let unknown = (mean.unknown > 0).then(|| texts::ministry::fig_unknown(lang, mean.unknown));
    view! {
        <div><dt>{texts::ministry::fig_progress(lang)}</dt>
            <dd class="v">{format::tenths(mean.tenths)}</dd>
            <dd class="ch">{planned}{unknown.map(|unknown| format!(" · {unknown}"))}
                {rule(lang, texts::ministry::rule_progress(lang))}</dd></div>
    }
    .into_any()
}

fn tenths_text(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn slip_figure(scene: &Scene, own: &[&AssignmentStanding]) -> AnyView {
    let lang = scene.lang();
    let open: Vec<&StepStanding> = own.iter().flat_map(|one| &one.steps).filter(|step| step.light.is_open()).collect();
    let slips: Vec<i64> = open.iter().filter_map(|step| step.slip_days()).filter(|days| *days > 0).collect();
    let note = slips.iter().max().map_or_else(
        || texts::ministry::fig_slip_none(lang).to_owned(),
        |days| texts::ministry::fig_slip_max(lang, format::slip(lang, *days)),
    );
    view! {
        <div><dt>{texts::ministry::fig_slip(lang)}</dt>
            <dd class="v">{slips.len()}" "<small>{texts::ministry::fig_slip_of(lang, open.len())}</small></dd>
            <dd class="ch">{note}{rule(lang, texts::ministry::rule_slip(lang))}</dd></div>
    }
    .into_any()
}

fn silence_figure(scene: &Scene, own: &[&AssignmentStanding]) -> AnyView {
    let lang = scene.lang();
    let silent = own.iter().filter(|one| one.is_stale()).count();
    let last = own.iter().filter_map(|one| one.last_report.as_ref()).map(|report| day_of(report.recorded_at)).max();
    let last = last.map_or_else(
        || texts::ministry::fig_last_none(lang).to_owned(),
        |day| texts::ministry::fig_last(lang, day_text(scene, day)),
    );
    view! {
        <div><dt>{texts::ministry::fig_stale(lang)}</dt>
            <dd class="v">{silent}" "<small>{texts::ministry::fig_of(lang, own.len())}</small></dd>
            <dd class="ch">{last}{rule(lang, texts::ministry::rule_stale(lang))}</dd></div>
    }
    .into_any()
}

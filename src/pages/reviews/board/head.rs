//! The opening of the board: two sentences by rule, the days left, the round's acts.

use super::BoardModel;
use crate::domain::returns::ReturnState;
use crate::domain::round::RoundState;
use crate::domain::round::planning::Asked;
use crate::pages::components::{days_left, full_day};
use crate::pages::format;
use crate::pages::record::Scene;
use crate::pages::reviews::{round_full, round_path, round_state_word};
use crate::pages::texts::reviews as texts;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Title, sentences, countdown; below them what the PMO may do.
pub fn lead(scene: &Scene, model: &BoardModel, managing: bool) -> AnyView {
    let lang = scene.lang();
    let title = round_full(lang, &model.round);
    let state = round_state_word(lang, model.round.state);
    let acts = (managing && scene.info.asof.is_none()).then(|| acts(scene, model));
    view! {
        <div class="lead">
            <div>
                <h1>{title}" "<span class="tag">{state}</span></h1>
                <p class="say">{say(scene, model, managing)}</p>
            </div>
            {countdown(scene, model)}
        </div>
        {acts}
        {super::links::row(scene, model, managing)}
    }
    .into_any()
}

fn say(scene: &Scene, model: &BoardModel, managing: bool) -> AnyView {
    let lang = scene.lang();
    let all = model.rows.len();
    match model.round.state {
        RoundState::Planned => {
            let asked: usize = model.asked.iter().map(Asked::count).sum();
            let would = texts::board_planned_asked(lang, asked, model.asked.len());
            let would = managing.then(|| view! { " "<span>{would}</span> });
            view! { <span>{texts::board_planned(lang)}</span>{would} }.into_any()
        }
        RoundState::Sealed => {
            let approved = model.count(ReturnState::Approved);
            view! { <span>{texts::say_sealed(lang, all, approved)}</span> }.into_any()
        }
        RoundState::Open | RoundState::Closed => {
            let second = if managing { to_do(scene, model) } else { reviewed(scene, model) };
            view! { <span>{handed_in(scene, model)}</span>" "<span>{second}</span> }.into_any()
        }
    }
}

fn handed_in(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let (all, missing) = (model.rows.len(), model.missing());
    if missing == 0 {
        return texts::say_all_in(lang, all).into_any();
    }
    let rest = match model.count(ReturnState::NotStarted) {
        0 => texts::say_all_started(lang).to_owned(),
        none => texts::say_not_started(lang, none),
    };
    view! { {texts::say_owed_of(lang, all)}<em class="bad">{texts::say_owed(lang, missing)}</em>{rest} }.into_any()
}

/// Whom to contact today, and what waits for a review.
fn to_do(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let waiting = model.count(ReturnState::Submitted);
    let today = model.rows.iter().filter(|row| row.next.is_some_and(|next| next.on <= scene.standing.day)).count();
    let end = texts::say_today_end(lang, waiting);
    if today == 0 {
        return view! { {texts::say_today_none(lang)}{end} }.into_any();
    }
    view! { {texts::say_today(lang)}<em>{texts::say_today_n(lang, today)}</em>{end} }.into_any()
}

fn reviewed(scene: &Scene, model: &BoardModel) -> AnyView {
    let (approved, waiting) = (model.count(ReturnState::Approved), model.count(ReturnState::Submitted));
    texts::say_review(scene.lang(), approved, waiting).into_any()
}

/// The days to the due day, with the meeting and the base date.
fn countdown(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let settings = &model.round.settings;
    let left = |on: NaiveDate| (on - scene.standing.day).num_days();
    let big = (model.round.state != RoundState::Sealed).then(|| {
        let class = if left(settings.due) < 0 { "d late-t" } else { "d" };
        view! { <span class=class>{format::d_day(left(settings.due))}</span> }
    });
    let meeting = settings.meeting_on.map(|on| {
        let days = (left(on) >= 0).then(|| view! { " "{days_left(left(on))} });
        let place = Some(settings.meeting_place.clone()).filter(|place| !place.is_empty());
        let place = place.map(|place| view! { <br/><small class="mute">{place}</small> });
        view! { <dt>{texts::meeting(lang)}</dt><dd>{full_day(lang, on)}{days}{place}</dd> }
    });
    view! {
        <div class="dday">
            {big}
            <dl>
                <dt>{texts::due(lang)}</dt><dd>{full_day(lang, settings.due)}</dd>
                {meeting}
                <dt>{texts::base_date(lang)}</dt><dd>{full_day(lang, settings.base_date)}</dd>
            </dl>
        </div>
    }
    .into_any()
}

fn acts(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let link = |tail: &str, word: &'static str, class: &'static str| {
        let href = scene.info.link(&round_path(&model.round, tail));
        view! { <a class=class href=href>{word}</a> }.into_any()
    };
    let plain = "krds-btn small";
    let links = match model.round.state {
        RoundState::Planned => vec![
            link("/opening", texts::open(lang), "krds-btn small primary"),
            link("/settings", texts::settings(lang), plain),
        ],
        RoundState::Open => {
            vec![link("/extension", texts::extend(lang), plain), link("/closure", texts::close(lang), plain)]
        }
        RoundState::Closed => {
            vec![link("/extension", texts::extend(lang), plain)]
        }
        RoundState::Sealed => vec![],
    };
    view! { <p class="prow acts board-acts">{links}</p> }.into_any()
}

/// A round that is not opened: what it will ask.
pub fn planned(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let settings = &model.round.settings;
    let (from, until) = (format::full(lang, settings.window_from), format::full(lang, settings.due));
    let tasks = if settings.tasks.is_empty() {
        texts::scope_all(lang).to_owned()
    } else {
        texts::limited(lang, crate::pages::reviews::task_numbers(&settings.tasks))
    };
    let steps = if settings.two_steps { texts::steps_two(lang) } else { texts::steps_one(lang) };
    view! {
        <section class="sec">
            {crate::pages::components::section::head(texts::settings_now(lang), None, None, None)}
            <dl class="kv kv--w">
                <dt>{texts::base_date(lang)}</dt><dd>{full_day(lang, settings.base_date)}</dd>
                <dt>{texts::col_window(lang)}</dt><dd>{texts::days_span(lang, from, until)}</dd>
                <dt>{texts::scope(lang)}</dt><dd>{tasks}</dd>
                <dt>{texts::review_steps(lang)}</dt><dd>{steps}</dd>
            </dl>
        </section>
    }
    .into_any()
}

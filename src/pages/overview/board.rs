//! The signal board: every task in one look, by strategy; judgement large, schedule small.

use crate::domain::plan::{Strategy, Task};
use crate::domain::rating::Verdict;
use crate::domain::schedule::Light;
use crate::pages::components::{light_mark, verdict_mark, verdict_symbol, verdict_word};
use crate::pages::record::{Scene, strategy_title, task_title};
use crate::pages::texts::overview as texts;
use leptos::prelude::*;

/// The board and what its marks mean.
pub fn board(scene: &Scene) -> AnyView {
    let sections: Vec<AnyView> = scene.ledger.strategies.iter().map(|strategy| section(scene, strategy)).collect();
    let label = texts::board(scene.lang(), scene.standing.tasks.len());
    view! { <div class="board" role="group" aria-label=label>{sections}</div>{legend(scene)} }.into_any()
}

fn section(scene: &Scene, strategy: &Strategy) -> AnyView {
    let lang = scene.lang();
    let tasks = scene.ledger.tasks.iter().filter(|task| task.strategy_no == strategy.no);
    let items: Vec<AnyView> = tasks.map(|task| item(scene, task)).collect();
    let title = strategy_title(lang, strategy).to_owned();
    view! {
        <section><h2><b>{texts::strategy(lang, strategy.no)}</b>" "{title}</h2><ol>{items}</ol></section>
    }
    .into_any()
}

fn item(scene: &Scene, task: &Task) -> AnyView {
    let lang = scene.lang();
    let standing = scene.standing.task(task.no);
    let lead = standing.and_then(|standing| scene.standing.lead_of(standing));
    let light = standing.map_or(Light::Planned, |standing| scene.standing.light_of(standing));
    let verdict = lead.and_then(|lead| lead.verdict.as_ref()).map(|fact| fact.verdict);
    let symbol = verdict_symbol(verdict);
    let said = texts::board_said(lang, verdict_word(lang, verdict));
    view! {
        <li><a href=scene.info.link(&format!("/tasks/{}", task.no))>
            <span class="no">{task.no.to_string()}</span>
            <svg class=format!("i big {symbol}") aria-hidden="true"><use href=format!("#{symbol}")></use></svg>
            <span class="t">{task_title(lang, task).to_owned()}<span class="sr-only">{said}</span></span>
            {light_mark(lang, light)}
        </a></li>
    }
    .into_any()
}

fn legend(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let verdicts = [Some(Verdict::Verified), Some(Verdict::OnTrack), Some(Verdict::Watch), Some(Verdict::AtRisk), None];
    let verdicts = Vec::from(verdicts.map(|verdict| verdict_mark(lang, verdict)));
    let lights = [Light::Done, Light::OnTime, Light::DueSoon, Light::Late, Light::Planned];
    let lights = Vec::from(lights.map(|light| light_mark(lang, light)));
    view! {
        <dl class="legend" aria-label=texts::legend(lang)>
            <div class="inl"><dt>{texts::col_verdict(lang)}</dt><dd class="inl">{verdicts}</dd></div>
            <div class="inl"><dt>{texts::col_light(lang)}</dt><dd class="inl">{lights}</dd></div>
            <div class="inl"><dt>{texts::legend_differ(lang)}</dt><dd>{texts::legend_why(lang)}" "
                <a href=scene.info.link("/legend")>{texts::legend_more(lang)}</a></dd></div>
        </dl>
    }
    .into_any()
}

//! What belongs to a round and stands on pages of its own: its agenda, its files, its seal; for the PMO the mails and the
//! approvals of today.

use super::BoardModel;
use crate::domain::returns::ReturnState;
use crate::domain::round::RoundState;
use crate::pages::record::Scene;
use crate::pages::reviews::round_path;
use crate::pages::texts::{agenda, reviews as texts};
use leptos::prelude::*;

/// The forms in which the report of a round leaves.
const FILES: [(&str, &str); 5] = [("hwpx", "HWPX"), ("pdf", "PDF"), ("xlsx", "XLSX"), ("csv", "CSV"), ("json", "JSON")];

/// The row of links; nothing for a round that is not opened.
pub fn row(scene: &Scene, model: &BoardModel, managing: bool) -> AnyView {
    if model.round.state == RoundState::Planned {
        return ().into_any();
    }
    let lang = scene.lang();
    let mut links = vec![link(scene, model, "/agenda", agenda::title(lang).to_owned())];
    if managing && scene.info.asof.is_none() {
        links.extend(work(scene, model));
    }
    if managing || model.round.state == RoundState::Sealed {
        links.push(link(scene, model, "/seal", texts::link_seal(lang).to_owned()));
    }
    let files: Vec<AnyView> = FILES
        .into_iter()
        .map(|(extension, word)| {
            let href = scene.info.link(&round_path(&model.round, &format!("/export.{extension}")));
            let what = texts::link_file(lang, word);
            view! { <li><a class="pad" href=href download="" aria-label=what>{word}</a></li> }.into_any()
        })
        .collect();
    view! {
        <nav class="rl no-print" aria-label=texts::links(lang)>
            <ul class="inl">{links}</ul>
            <div class="inl"><span class="mute">{texts::link_files(lang)}</span><ul class="inl">{files}</ul></div>
        </nav>
    }
    .into_any()
}

fn link(scene: &Scene, model: &BoardModel, tail: &str, word: String) -> AnyView {
    let href = scene.info.link(&round_path(&model.round, tail));
    view! { <li><a class="pad" href=href>{word}</a></li> }.into_any()
}

/// What the PMO does today: the mails to those who are missing, the returns that wait.
fn work(scene: &Scene, model: &BoardModel) -> Vec<AnyView> {
    let lang = scene.lang();
    let mut links = Vec::new();
    if model.round.state == RoundState::Open {
        links.push(link(scene, model, "/reminders", texts::link_reminders(lang).to_owned()));
    }
    let waiting = model.count(ReturnState::Submitted);
    if waiting > 0 {
        links.push(link(scene, model, "/approvals", texts::link_approvals(lang, waiting)));
    }
    links
}

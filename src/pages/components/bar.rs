//! Progress bars: geometry by attributes, the number always beside it.

use crate::pages::format;
use crate::pages::lang::Lang;
use crate::pages::texts::components as texts;
use leptos::prelude::*;

/// The bar alone: how much is done, in per cent, with a tick at the plan.
#[must_use]
pub fn bar(percent: i64, planned: Option<i64>) -> AnyView {
    let fill = if percent >= 100 { "bar-v full" } else { "bar-v" };
    let width = percent.clamp(0, 100).to_string();
    let tick = planned.map(|plan| {
        let x = plan.clamp(0, 100).to_string();
        view! { <line class="bar-p" x1=x.clone() x2=x y1="0" y2="10"></line> }
    });
    view! {
        <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-t" y="2" width="100" height="6"></rect>
            <rect class=fill y="2" width=width height="6"></rect>
            {tick}
        </svg>
    }
    .into_any()
}

/// Progress in tenths of a per cent, shown whole, beside its plan; unknown progress is 미상, not an empty bar.
#[must_use]
pub fn progress(lang: Lang, tenths: Option<i64>, planned: Option<i64>) -> AnyView {
    let Some(known) = tenths else {
        return view! { <span class="mute">{crate::pages::texts::common::unknown(lang)}</span> }.into_any();
    };
    let number = format::percent(Some((known + 5) / 10));
    let plan = planned.filter(|_| known < 1000).map(|plan| view! { " "<small>{texts::planned(lang, plan)}</small> });
    view! { <span class="pg">{bar((known + 5) / 10, planned)}<span><b>{number}</b>{plan}</span></span> }.into_any()
}

/// `41/47` with its bar; `word` says of what.
#[must_use]
pub fn share(done: i64, all: i64, word: &'static str) -> AnyView {
    let percent = if all > 0 { done * 100 / all } else { 0 };
    view! {
        <span class="pg">{bar(percent, None)}<span><small>{word}" "<b>{done.to_string()}</b>{format!("/{all}")}</small></span></span>
    }
    .into_any()
}

//! How dates moved since the announcement, and who has been silent.

use crate::domain::ids::Slug;
use crate::domain::standing::AssignmentStanding;
use crate::pages::components::{Empty, rule, section};
use crate::pages::record::Scene;
use crate::pages::texts::overview as texts;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// So many silent institutions are named; the rest are counted.
const SILENT_SHOWN: usize = 10;

/// Moves of forecasts, later and earlier apart; approved changes of dues, 조기 추진 apart.
pub fn summary(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let steps = scene.standing.assignments.iter().flat_map(|one| &one.steps);
    let days: Vec<i64> = steps.flat_map(|step| &step.moves).map(crate::domain::slip::Move::days).collect();
    let told = |picked: Vec<i64>| texts::moves(lang, picked.iter().map(|days| days.abs()).sum::<i64>(), picked.len());
    let later = told(days.iter().copied().filter(|days| *days > 0).collect());
    let earlier = told(days.iter().copied().filter(|days| *days < 0).collect());
    let known = scene.standing.date_changes.iter();
    let approved: Vec<_> = known
        .filter(|fact| fact.decision.as_ref().is_some_and(|one| one.approved && one.at < scene.standing.cutoff))
        .collect();
    let brought_forward = approved.iter().filter(|fact| fact.is_earlier()).count();
    let postponed = approved.len() - brought_forward;
    view! {
        <section class="sec">
            {section::head(texts::moved(lang), None, Some(texts::moved_note(lang).to_owned()), None)}
            <dl class="kv kv--w">
                <dt>{texts::moved_later(lang)}</dt><dd>{later}</dd>
                <dt>{texts::moved_earlier(lang)}</dt><dd>{earlier}</dd>
                <dt>{texts::due_postponed(lang)}</dt><dd>{texts::items(lang, postponed)}</dd>
                <dt>{texts::due_brought_forward(lang)}</dt><dd>{texts::items(lang, brought_forward)}</dd>
            </dl>
            {rule(lang, texts::rule_moves(lang))}
        </section>
    }
    .into_any()
}

/// Institutions that have not reported on something for longer than 45 days, the longest first.
pub fn silent(scene: &Scene) -> AnyView {
    let lang = scene.lang();
    let stale: Vec<&AssignmentStanding> = scene.standing.assignments.iter().filter(|one| one.is_stale()).collect();
    let mut by_institution: BTreeMap<&Slug, Vec<&AssignmentStanding>> = BTreeMap::new();
    for one in &stale {
        by_institution.entry(&one.institution).or_default().push(one);
    }
    let longest = |of: &[&AssignmentStanding]| of.iter().map(|one| one.silent_days).max().unwrap_or_default();
    let mut rows: Vec<_> = by_institution.into_iter().map(|(slug, of)| (longest(&of), slug, of)).collect();
    rows.sort_by_key(|(days, slug, _)| (std::cmp::Reverse(*days), *slug));
    let hidden = rows.len().saturating_sub(SILENT_SHOWN);
    let items: Vec<AnyView> =
        rows.iter().take(SILENT_SHOWN).map(|(days, slug, of)| silent_row(scene, slug, of, *days)).collect();
    let body = if items.is_empty() {
        Empty::new(texts::silent_none(lang), texts::silent_none_why(lang)).view()
    } else {
        view! { <ul class="list">{items}</ul> }.into_any()
    };
    let rest = (hidden > 0).then(|| {
        let href = scene.info.link("/ministries?sort=silent");
        view! { <p><a class="pad" href=href>{texts::silent_more(lang, hidden)}</a></p> }
    });
    view! {
        <section class="sec">{section::head(texts::silent(lang), Some(stale.len()), None, None)}{body}{rest}</section>
    }
    .into_any()
}

fn silent_row(scene: &Scene, slug: &Slug, of: &[&AssignmentStanding], days: i64) -> AnyView {
    let lang = scene.lang();
    let tasks: Vec<String> = of.iter().map(|one| one.task_no.to_string()).collect();
    let said = texts::silent_for(lang, days, tasks.join(", "));
    let href = scene.info.link(&format!("/ministries/{slug}"));
    view! {
        <li class="prow"><a class="pad" href=href>{scene.institution(slug)}</a><span class="mute xs">{said}</span></li>
    }
    .into_any()
}

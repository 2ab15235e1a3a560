//! The queries that are not closed: those without an answer by their due day, then those that were answered.

use super::BoardModel;
use crate::domain::calendar::day_of;
use crate::domain::query::{Query, QueryState};
use crate::domain::returns::Return;
use crate::pages::components::{Empty, section as heading, short_day};
use crate::pages::format;
use crate::pages::record::{Scene, korean};
use crate::pages::reviews::round_path;
use crate::pages::texts::reviews as texts;
use chrono::Datelike;
use leptos::prelude::*;

/// So many are listed; the rest stand in their returns.
const SHOWN: usize = 12;

pub fn section(scene: &Scene, model: &BoardModel) -> AnyView {
    let lang = scene.lang();
    let all = model.rows.iter().flat_map(|row| row.queries.iter().map(move |query| (&row.one, query)));
    let mut standing: Vec<(&Return, &Query)> = all.filter(|(_, query)| query.state() != QueryState::Closed).collect();
    standing.sort_by_key(|(_, query)| (query.state() == QueryState::Answered, query.due, query.no));
    let open = standing.iter().filter(|(_, query)| query.state() == QueryState::Open).count();
    let body = if standing.is_empty() {
        Empty::new(texts::queries_none(lang), texts::queries_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> =
            standing.iter().take(SHOWN).map(|(one, query)| item(scene, model, one, query)).collect();
        view! { <ul class="log">{items}</ul> }.into_any()
    };
    view! {
        <section class="sec c5" id="queries">
            {heading::head(texts::open_queries(lang), Some(open), None, None)}
            {body}
        </section>
    }
    .into_any()
}

fn item(scene: &Scene, model: &BoardModel, one: &Return, query: &Query) -> AnyView {
    let (lang, today) = (scene.lang(), scene.standing.day);
    let name = scene
        .ledger
        .institution(&one.institution)
        .map_or_else(|| one.institution.to_string(), |known| known.short_ko.clone());
    let no = scene.standing.by_id(query.assignment).map_or_else(String::new, |known| known.task_no.to_string());
    let href = scene.info.link(&round_path(&model.round, &format!("/returns/{}#a-{no}", one.institution)));
    let state = if query.state() == QueryState::Answered {
        view! { <span class="tag">{texts::queries_answered(lang)}</span> }.into_any()
    } else {
        let left = (query.due - today).num_days();
        let class = if left < 0 { "tag tag--bad" } else { "tag tag--hold" };
        view! { <span class=class>{format::d_day(left)}</span> }.into_any()
    };
    view! {
        <li>
            {short_day(lang, day_of(query.asked_at), today.year())}
            <div>
                <b><a href=href>{query.label(&model.round.slug)}" "{texts::query_about(lang, name, no)}</a></b>" "
                <span lang=korean(lang)>{query.question.clone()}</span>" "{state}
            </div>
        </li>
    }
    .into_any()
}

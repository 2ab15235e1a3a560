//! Whose return it is, how it stands, by when; and the ways out.

use super::{ReturnModel, round_name, state_mark};
use crate::domain::calendar::day_of;
use crate::domain::returns::{ReceivedWay, ReturnEvent};
use crate::pages::components::{breadcrumb, days_left, full_day, instant};
use crate::pages::lang::Lang;
use crate::pages::record::Scene;
use crate::pages::texts::{common, returns as texts};
use leptos::prelude::*;

#[must_use]
pub const fn way_word(lang: Lang, way: ReceivedWay) -> &'static str {
    match way {
        ReceivedWay::OfficialLetter => texts::way_official_letter(lang),
        ReceivedWay::Mail => texts::way_mail(lang),
        ReceivedWay::Phone => texts::way_phone(lang),
        ReceivedWay::Visit => texts::way_visit(lang),
        ReceivedWay::Kit => texts::way_kit(lang),
    }
}

/// Breadcrumb, title, state and due; `actions` are links beside them.
pub fn heading(scene: &Scene, model: &ReturnModel, title: String, actions: AnyView) -> AnyView {
    let lang = scene.lang();
    let round = round_name(lang, &model.round.slug);
    let steps = vec![
        (common::nav_reviews(lang).to_owned(), Some(scene.info.link("/reviews"))),
        (round.clone(), Some(scene.info.link(&format!("/reviews/{}", model.round.slug)))),
        (scene.institution(&model.one.institution), None),
    ];
    let due = model.round.due();
    let left = model.one.state.is_owed().then(|| days_left((due - scene.info.day()).num_days()));
    let ministry = scene.info.link(&format!("/ministries/{}", model.one.institution));
    view! {
        {breadcrumb(lang, &steps)}
        <div class="head"><div>
            <h1>{title}</h1>
            <p class="sub"><a href=ministry>{scene.institution(&model.one.institution)}</a>" · "{state_mark(lang, model.one.state)}" · "
                {texts::base_date(lang)}" "{full_day(lang, model.round.base_date())}" · "{texts::due(lang)}" "{full_day(lang, due)}" "{left}</p>
            {history_line(scene, model)}
        </div><div class="acts">{actions}</div></div>
    }
    .into_any()
}

/// Who handed it in, when, for whom and how; whether late; who looked at it.
fn history_line(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let submitted = model.one.submission().map(|event| said(lang, texts::submitted(lang), event));
    let late = model.one.first_submitted_on().map(|on| model.round.working_days_late(on, scene.calendar));
    let late = late.filter(|days| *days > 0).map(|days| view! { " "<b class="bad">{texts::late(lang, days)}</b> });
    let nil = model.one.is_nil().then(|| view! { " "<span class="tag">{texts::nil(lang)}</span> });
    let started = model.one.review_started().map(|event| said(lang, texts::review_started(lang), event));
    let checked = model.one.checked().map(|event| said(lang, texts::checked(lang), event));
    let approved = model.one.approval().map(|event| said(lang, texts::approved(lang), event));
    view! { <p class="sub xs">{submitted}{late}{nil}{started}{checked}{approved}</p> }.into_any()
}

fn said(lang: Lang, what: &'static str, event: &ReturnEvent) -> AnyView {
    let behalf = event.on_behalf_of.clone().map(|name| format!(" ({})", texts::on_behalf_of(lang, name)));
    let way = event.way.map(|way| format!(" · {}", way_word(lang, way)));
    view! { <span class="ev">{what}" "{instant(lang, event.recorded_at)}" "{event.by_name.clone()}{behalf}{way}</span>" " }
        .into_any()
}

/// Why it was sent back, while that is to be mended.
pub fn sent_back(scene: &Scene, model: &ReturnModel) -> AnyView {
    let lang = scene.lang();
    let to_mend = model.one.state == crate::domain::returns::ReturnState::Returned;
    let event = model.one.sent_back().filter(|_| to_mend);
    let told = event.map(|event| {
        let on = day_of(event.recorded_at);
        let title = texts::sent_back_title(lang, &event.by_name, crate::pages::format::full(lang, on));
        view! { <div class="warn" role="note"><b>{title}</b><p class="pre">{event.reason.clone()}</p></div> }
    });
    told.into_any()
}

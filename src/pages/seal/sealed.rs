//! A sealed round: its hash, who sealed it and when, what was missing, its files, how to check it, and what was added.

use super::before::obstacle_words;
use super::{SealModel, TEXT, gap_list, head, link_words};
use crate::domain::seal::fact::{AddendumFact, SealFact};
use crate::domain::text::NARRATIVE_MAX;
use crate::pages::components::form::{Field, error_summary, submit};
use crate::pages::components::{Empty, instant, section};
use crate::pages::record::{Scene, korean};
use crate::pages::returns::round_name;
use crate::pages::texts::seal as texts;
use leptos::prelude::*;

pub fn page(scene: &Scene, model: &SealModel, seal: &SealFact) -> AnyView {
    let lang = scene.lang();
    view! {
        {head(scene, &model.round, texts::title(lang, round_name(lang, &model.round.slug)))}
        {error_summary(texts::problem(lang), &model.faults)}
        <div class="cols">
            <div class="c7 stack">{facts(scene, model, seal)}{addenda(scene, model, seal)}</div>
            <div class="c5 stack">{files(scene, model)}{check(scene, model)}</div>
        </div>
    }
    .into_any()
}

fn facts(scene: &Scene, model: &SealModel, seal: &SealFact) -> AnyView {
    let lang = scene.lang();
    let reason = (!seal.missing.is_empty()).then(|| {
        let reason = seal.reason.clone();
        view! { <dt>{texts::reason_then(lang)}</dt><dd><span class="pre" lang=korean(lang)>{reason}</span></dd> }
    });
    view! {
        <section class="seal" id="f-seal" aria-labelledby="the-seal">
            <h2 id="the-seal">{texts::sealed_no(lang, seal.no)}" "<code class="seal-short">{seal.hash.short().to_owned()}</code></h2>
            <dl class="kv kv--w">
                <dt>{texts::sealed_at(lang)}</dt><dd>{instant(lang, seal.sealed_at)}</dd>
                <dt>{texts::sealed_by(lang)}</dt><dd>{seal.by_name.clone()}</dd>
                <dt>{texts::missing_then(lang)}</dt><dd>{gap_list(scene, &seal.missing)}</dd>
                {reason}
                <dt>{texts::hash(lang)}</dt><dd><code class="seal-hash">{seal.hash.to_string()}</code></dd>
                <dt>{texts::previous(lang)}</dt><dd>{link_words(lang, model.previous.as_ref())}</dd>
                <dt>{texts::key(lang)}</dt><dd><code>{seal.key.to_string()}</code></dd>
            </dl>
        </section>
    }
    .into_any()
}

fn files(scene: &Scene, model: &SealModel) -> AnyView {
    let lang = scene.lang();
    let base = format!("/reviews/{}", model.round.slug);
    let kept: Vec<AnyView> = model
        .files
        .iter()
        .filter(|file| file.institution.is_empty() && file.scope.is_empty())
        .map(|file| {
            let href = scene.info.link(&format!("{base}/export.{}", file.format));
            let short: String = file.sha256.chars().take(crate::domain::seal::digest::SHORT).collect();
            view! { <li><a href=href lang=korean(lang)>{file.name.clone()}</a>" "<code>{short}</code></li> }.into_any()
        })
        .collect();
    let previous = model.previous.as_ref().map(|link| {
        let href = scene.info.link(&format!("/reviews/{}/seal.json", link.round));
        view! { <li><a href=href download="previous.json">{texts::file_previous(lang)}</a></li> }
    });
    let note = (!kept.is_empty()).then(|| texts::kept_note(lang).to_owned());
    view! {
        <section class="sec">
            {section::head(texts::files(lang), None, note, None)}
            <ul class="files">
                <li><a href=scene.info.link(&format!("{base}/seal.json")) download="seal.json">{texts::file_seal(lang)}</a></li>
                {previous}
                <li><a href="/seal.pub">{texts::file_keys(lang)}</a></li>
                {kept}
            </ul>
        </section>
    }
    .into_any()
}

fn check(scene: &Scene, model: &SealModel) -> AnyView {
    let lang = scene.lang();
    let previous = model.previous.as_ref().map_or("", |_| " --previous previous.json");
    let command = format!("ihaeng verify seal.json --key seal.pub{previous}");
    view! {
        <section class="sec">
            {section::head(texts::check_yourself(lang), None, None, None)}
            <p class="sm">{texts::check_how(lang)}</p>
            <p class="seal-command"><code>{command}</code></p>
        </section>
    }
    .into_any()
}

fn addenda(scene: &Scene, model: &SealModel, seal: &SealFact) -> AnyView {
    let lang = scene.lang();
    let list = if seal.addenda.is_empty() {
        Empty::new(texts::addenda_none(lang), texts::addenda_none_why(lang)).view()
    } else {
        let items: Vec<AnyView> = seal.addenda.iter().map(|one| addendum(scene, model, one)).collect();
        view! { <ol class="addenda">{items}</ol> }.into_any()
    };
    let count = (!seal.addenda.is_empty()).then_some(seal.addenda.len());
    view! {
        <section class="sec" id="addenda">
            {section::head(texts::addenda(lang), count, Some(texts::addenda_note(lang).to_owned()), None)}
            {list}
            {form(scene, model)}
        </section>
    }
    .into_any()
}

fn addendum(scene: &Scene, model: &SealModel, one: &AddendumFact) -> AnyView {
    let lang = scene.lang();
    let href = scene.info.link(&format!("/reviews/{}/addenda/{}.json", model.round.slug, one.no));
    view! {
        <li>
            <p class="xs mute"><b>{texts::addendum_no(lang, one.no)}</b>" · "{instant(lang, one.added_at)}" · "{one.by_name.clone()}" · "
                <a href=href aria-label=texts::addendum_file(lang, one.no)><code>{one.hash.short().to_owned()}</code></a></p>
            <p class="pre" lang=korean(lang)>{one.text.clone()}</p>
        </li>
    }
    .into_any()
}

fn form(scene: &Scene, model: &SealModel) -> AnyView {
    let lang = scene.lang();
    if !model.may_seal || scene.info.asof.is_some() {
        return ().into_any();
    }
    if let Err(obstacle) = &model.key {
        return view! { <p class="note-box">{obstacle_words(lang, *obstacle)}</p> }.into_any();
    }
    let field = Field::new(TEXT, texts::addendum_text(lang))
        .value(model.typed.clone())
        .hint(texts::addendum_hint(lang))
        .faults(&model.faults)
        .max_length(NARRATIVE_MAX)
        .required()
        .textarea(lang, 3);
    let action = scene.info.link(&format!("/reviews/{}/addenda", model.round.slug));
    view! { <form class="addendum-f" method="post" action=action>{field}<div class="prow">{submit(texts::addendum_add(lang))}</div></form> }
        .into_any()
}

//! The last question: what will be sealed, what stays missing, which reason will be printed, with which key.

use super::{REASON, SealModel, gap_list, head, link_words};
use crate::domain::seal::missing::{gaps, mark};
use crate::pages::components::{hidden, icon};
use crate::pages::record::{Scene, korean};
use crate::pages::returns::round_name;
use crate::pages::texts::seal as texts;
use leptos::prelude::*;

pub fn page(scene: &Scene, model: &SealModel) -> AnyView {
    let lang = scene.lang();
    let round = &model.round;
    let gaps = gaps(&model.checks);
    let action = scene.info.link(&format!("/reviews/{}/seal", round.slug));
    let back = action.clone();
    let (approved, of) = model.returns;
    let reason = (!gaps.is_empty()).then(|| {
        let reason = model.typed.clone();
        view! { <dt>{texts::confirm_reason(lang)}</dt><dd><span class="pre" lang=korean(lang)>{reason}</span></dd> }
    });
    let key = model.key.as_ref().map(ToString::to_string).unwrap_or_default();
    view! {
        {head(scene, round, texts::confirm_title(lang, round_name(lang, &round.slug)))}
        <section class="seal" aria-label=texts::confirm(lang)>
            <p class="seal-warn">{icon("err")}<b>{texts::confirm_note(lang)}</b></p>
            <dl class="kv kv--w">
                <dt>{texts::confirm_returns(lang)}</dt><dd>{texts::confirm_returns_of(lang, approved, of)}</dd>
                <dt>{texts::confirm_missing(lang)}</dt><dd>{gap_list(scene, &gaps)}</dd>
                {reason}
                <dt>{texts::confirm_previous(lang)}</dt><dd>{link_words(lang, model.previous.as_ref())}</dd>
                <dt>{texts::confirm_key(lang)}</dt><dd><code>{key}</code></dd>
            </dl>
            <form method="post" action=action class="prow">
                {hidden(REASON, model.typed.clone())}
                {hidden("seen", mark(&gaps))}
                <button class="krds-btn primary" type="submit" name="action" value="seal">{texts::confirm(lang)}</button>
                <a class="krds-btn" href=back>{texts::back(lang)}</a>
            </form>
        </section>
    }
    .into_any()
}

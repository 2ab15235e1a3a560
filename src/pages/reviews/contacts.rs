//! What was said with one institution about its return, the form that logs a contact, and the text to send.
//!
//! The fields: `level`, `way`, `note`, `promised_on`.

use super::board::chasing::{contact_words, ladder, level_word, way_word};
use super::{crumbs, round_path};
use crate::domain::chase::{Chase, Level, NextStep, Way};
use crate::domain::notice::letter::Letter;
use crate::domain::returns::Return;
use crate::domain::round::Round;
use crate::pages::admin::Filled;
use crate::pages::components::escape::textarea_text;
use crate::pages::components::{Empty, error_summary, section, submit};
use crate::pages::format;
use crate::pages::record::{Scene, korean};
use crate::pages::returns::state_mark;
use crate::pages::texts::reviews as texts;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ContactsModel {
    pub round: Round,
    pub one: Return,
    /// Oldest first.
    pub contacts: Vec<Chase>,
    /// `None` once the return is in, or where the round takes nothing.
    pub next: Option<NextStep>,
    /// What could be sent to whom is next.
    pub letter: Option<Letter>,
    pub form: Filled,
}

/// The page.
#[must_use]
pub fn page(scene: &Scene, model: &ContactsModel) -> AnyView {
    let lang = scene.lang();
    let name = scene.institution(&model.one.institution);
    let back = scene.info.link(&round_path(&model.round, &format!("/returns/{}", model.one.institution)));
    let rung = model.next.map(|next| view! { <p class="sub">{ladder(lang, next.level)}</p> });
    view! {
        {crumbs(scene.info, &model.round, Some(texts::contacts_crumb(lang, &name)))}
        <div class="head"><div>
            <h1>{texts::contacts_title(lang, &name)}</h1>
            <p class="sub">{state_mark(lang, model.one.state)}" · "{proposed(scene, model)}</p>
            {rung}
        </div><div class="acts"><a class="krds-btn small" href=back>{texts::to_return(lang)}</a></div></div>
        {error_summary(texts::faults(lang), &model.form.faults)}
        <div class="cols sec">
            <section class="sec c6">{section::head(texts::contact_add(lang), None, None, None)}{form(scene, model)}</section>
            <section class="sec c6">{letter(scene, model)}</section>
        </div>
        <section class="sec">
            {section::head(texts::log_all(lang), Some(model.contacts.len()), None, None)}
            {log(scene, &model.contacts)}
        </section>
    }
    .into_any()
}

fn proposed(scene: &Scene, model: &ContactsModel) -> String {
    let lang = scene.lang();
    let Some(next) = model.next else { return texts::contacts_in(lang).to_owned() };
    let (level, on) = (level_word(lang, next.level), format::full(lang, next.on));
    if next.promised { texts::contacts_promised(lang, level, on) } else { texts::contacts_next(lang, level, on) }
}

fn form(scene: &Scene, model: &ContactsModel) -> AnyView {
    let (lang, form) = (scene.lang(), &model.form);
    let action = scene.info.link(&round_path(&model.round, &format!("/contacts/{}", model.one.institution)));
    let levels = Level::ALL.map(|level| (level.code().to_owned(), level_word(lang, level).to_owned(), String::new()));
    let by_people = Way::ALL.into_iter().filter(|way| *way != Way::System);
    let ways: Vec<(String, String)> =
        by_people.map(|way| (way.code().to_owned(), way_word(lang, way).to_owned())).collect();
    let promised = form.field("promised_on", texts::contact_promised_on(lang)).optional();
    view! {
        <form action=action method="post">
            {form.field("level", texts::contact_level(lang)).required().radios(lang, &levels)}
            {form.field("way", texts::contact_way(lang)).required().select(lang, &ways)}
            {form.field("note", texts::contact_note(lang)).required().hint(texts::contact_note_hint(lang)).textarea(lang, 3)}
            {promised.hint(texts::contact_promised_hint(lang)).date(lang)}
            <div class="prow">{submit(texts::contact_save(lang))}</div>
        </form>
    }
    .into_any()
}

/// The text that names what is missing; in a field, so that it can be taken as a whole.
fn letter(scene: &Scene, model: &ContactsModel) -> AnyView {
    let lang = scene.lang();
    let Some((letter, next)) = model.letter.as_ref().zip(model.next) else { return ().into_any() };
    let text = format!("{}\n\n{}", letter.subject, letter.body);
    let label = texts::letter_field(lang, level_word(lang, next.level));
    let note = Some(texts::letter_note(lang).to_owned());
    view! {
        {section::head(texts::letter(lang), None, note, None)}
        <div class="form-group">
            <label class="form-tit" for="letter">{label}</label>
            <textarea class="krds-input letter" id="letter" rows="16" readonly=true lang=korean(lang)>{textarea_text(&text)}</textarea>
        </div>
    }
    .into_any()
}

/// Newest first.
fn log(scene: &Scene, contacts: &[Chase]) -> AnyView {
    let lang = scene.lang();
    if contacts.is_empty() {
        return Empty::new(texts::log_none(lang), texts::log_none_why(lang)).view();
    }
    let items: Vec<AnyView> = contacts
        .iter()
        .rev()
        .map(|one| {
            let promise = one.promised_on.map(|on| texts::log_promise(lang, format::full(lang, on)));
            let promise = promise.map(|text| view! { " "<span class="tag">{text}</span> });
            view! {
                <li><div><b>{contact_words(scene, one)}</b>" "<span class="mute">{one.by_name.clone()}</span>{promise}
                    <p class="pre" lang=korean(lang)>{one.note.clone()}</p></div></li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="log log--all">{items}</ol> }.into_any()
}

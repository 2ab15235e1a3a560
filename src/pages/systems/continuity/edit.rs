//! `/systems/{id}/continuity/edit`: the draft of a plan, by the questions of the standard form.

use super::content::part_word;
use crate::domain::report::value;
use crate::domain::systems::SystemCode;
use crate::domain::systems::continuity::{ANSWER_MAX, ContentFault};
use crate::domain::systems::standard::{Question, Standard};
use crate::domain::text::LINE_MAX;
use crate::pages::PageInfo;
use crate::pages::components::{Field, breadcrumb, error_summary, hidden, section, submit};
use crate::pages::lang::Lang;
use crate::pages::texts::{continuity as t, systems};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Empty lines for contacts below the filled ones.
const SPARE_CONTACTS: usize = 2;

/// What the form is drawn from.
#[derive(Clone, Debug)]
pub struct EditModel {
    pub code: SystemCode,
    pub name: String,
    pub standard: Standard,
    pub fields: Vec<(String, String)>,
    pub faults: Vec<(String, ContentFault)>,
    /// The row that was seen; 0: none yet.
    pub seen: i64,
    pub conflict: bool,
}

/// The form.
#[must_use]
pub fn page(info: &PageInfo, model: &EditModel) -> AnyView {
    let lang = info.lang;
    let back = format!("/systems/{}/continuity", model.code);
    let crumb = breadcrumb(
        lang,
        &[
            (systems::title(lang).to_owned(), Some("/systems".to_owned())),
            (model.name.clone(), Some(format!("/systems/{}", model.code))),
            (t::title(lang).to_owned(), Some(back.clone())),
            (t::edit(lang).to_owned(), None),
        ],
    );
    let faults: Vec<(&str, String)> =
        model.faults.iter().map(|(name, fault)| (name.as_str(), fault_words(lang, *fault))).collect();
    let form = Form { lang, model, faults: &faults };
    let action = format!("{back}/edit");
    let conflict = model.conflict.then(|| {
        let href = back.clone();
        view! { <div class="warn" role="alert"><p>{t::conflict(lang)}" "<a href=href target="_blank" rel="noopener">{t::conflict_see(lang)}</a></p></div> }
    });
    view! {
        {crumb}
        <div class="head"><div><h1>{t::form_title(lang)}</h1><p class="sub">{t::form_hint(lang, model.standard.version)}</p></div></div>
        {conflict}
        {error_summary(t::faults(lang), &faults)}
        <form action=action method="post">
            {hidden("seen", model.seen.to_string())}
            {form.services()}
            {form.contacts()}
            <div class="prow sec">{submit(t::form_save(lang))}<a class="krds-btn" href=back>{t::cancel(lang)}</a></div>
        </form>
    }
    .into_any()
}

struct Form<'a> {
    lang: Lang,
    model: &'a EditModel,
    faults: &'a [(&'a str, String)],
}

impl Form<'_> {
    /// The numbers of the filled groups of a letter, and how many there are.
    fn numbers(&self, letter: char) -> BTreeSet<usize> {
        let filled = self.model.fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let number = |name: &String| name.strip_prefix(letter)?.split_once('_')?.0.parse().ok();
        filled.filter_map(|(name, _)| number(name)).collect()
    }

    fn field(&self, name: &str, label: impl Into<String>) -> Field {
        let typed = value(&self.model.fields, name).trim_end().to_owned();
        Field::new(name, label).value(typed).faults(self.faults)
    }

    fn services(&self) -> AnyView {
        let lang = self.lang;
        let used = self.numbers('s');
        let next = used.last().map_or(0, |last| last + 1);
        let filled: Vec<AnyView> = used.iter().map(|n| self.service(*n, t::form_service(lang, n + 1))).collect();
        let new = self.service(next, t::form_service(lang, next + 1));
        // The first is open; a further one is there for whom needs it.
        let new = if used.is_empty() {
            new
        } else {
            view! { <details class="fold"><summary>{t::form_service_new(lang)}</summary>{new}</details> }.into_any()
        };
        view! { {filled}{new} }.into_any()
    }

    fn service(&self, n: usize, title: String) -> AnyView {
        let lang = self.lang;
        let parts = self.model.standard.questions.chunk_by(|a, b| a.part == b.part);
        let groups: Vec<AnyView> = parts
            .map(|questions| {
                let part = questions.first().map(|question| part_word(lang, question.part)).unwrap_or_default();
                let fields: Vec<AnyView> = questions.iter().map(|question| self.question(n, question)).collect();
                view! { <fieldset class="qs"><legend class="form-tit">{part}</legend>{fields}</fieldset> }.into_any()
            })
            .collect();
        let name = self.field(&format!("s{n}_name"), t::form_service_name(lang)).max_length(LINE_MAX);
        view! {
            <section class="sec">
                {section::head(title, None, None, None)}
                {name.text(lang)}
                <div class="qss">{groups}</div>
            </section>
        }
        .into_any()
    }

    fn question(&self, n: usize, question: &Question) -> AnyView {
        let field = self.field(&format!("s{n}_{}", question.key), question.title.clone()).max_length(ANSWER_MAX);
        let field = if question.guidance.is_empty() { field } else { field.hint(question.guidance.clone()) };
        let field = if question.required { field } else { field.optional() };
        field.textarea(self.lang, 3)
    }

    fn contacts(&self) -> AnyView {
        let lang = self.lang;
        let used = self.numbers('c');
        let next = used.last().map_or(0, |last| last + 1);
        let lines: Vec<AnyView> =
            used.into_iter().chain(next..next + SPARE_CONTACTS).map(|n| self.contact(n)).collect();
        let note = Some(t::contacts_note(lang).to_owned());
        view! { <section class="sec">{section::head(t::contacts(lang), None, note, None)}{lines}</section> }.into_any()
    }

    fn contact(&self, n: usize) -> AnyView {
        let lang = self.lang;
        let field = |name: &str, label: &'static str| self.field(&format!("c{n}_{name}"), label).max_length(LINE_MAX);
        view! {
            <fieldset class="eqline eqline--3">
                <legend class="form-tit">{t::form_contact(lang, n + 1)}</legend>
                {field("role", t::col_role(lang)).text(lang)}
                {field("name", t::col_person(lang)).text(lang)}
                {field("phone", t::col_phone(lang)).text(lang)}
            </fieldset>
        }
        .into_any()
    }
}

fn fault_words(lang: Lang, fault: ContentFault) -> String {
    match fault {
        ContentFault::Missing => t::fault_missing(lang).to_owned(),
        ContentFault::TooLong(max) => t::fault_too_long(lang, max),
        ContentFault::TooMany(max) => t::fault_too_many(lang, max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::permission::Role;
    use crate::pages::shell::tests::info;

    #[test]
    fn everything_typed_stays_and_a_further_service_waits_behind_a_fold() {
        let fields = [("s3_name", "증명 발급"), ("s3_retro_rule", "- 접수한 날로 봄"), ("c0_role", "과장")];
        let model = EditModel {
            code: SystemCode::parse("mois-1").unwrap(),
            name: "민원24".into(),
            standard: Standard::built_in(),
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            faults: vec![("c0_phone".into(), ContentFault::Missing)],
            seen: 0,
            conflict: false,
        };
        let html = Owner::new().with(|| page(&info(Role::Officer), &model).to_html());
        for part in
            ["value=\"증명 발급\"", "- 접수한 날로 봄<", "href=\"#f-c0_phone\"", "name=\"s4_name\"", "name=\"c2_role\""]
        {
            assert!(html.contains(part), "{part}");
        }
    }
}

//! The fields of a page with several forms: as [`crate::pages::components::Field`] draws them, with ids that begin with
//! the form's own mark, because two forms of one page have fields of the same name.

use crate::domain::text::{LINE_MAX, NARRATIVE_MAX};
use crate::pages::components::escape::textarea_text;
use crate::pages::components::{hidden, icon};
use crate::pages::lang::Lang;
use crate::pages::texts;
use leptos::prelude::*;

/// One of several values.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub word: String,
    pub note: String,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, word: impl Into<String>) -> Self {
        Self { value: value.into(), word: word.into(), note: String::new() }
    }

    #[must_use]
    pub fn with(self, note: &str) -> Self {
        Self { note: note.to_owned(), ..self }
    }
}

/// A field: its place, its words, what was typed and what was wrong with it.
#[derive(Clone, Debug)]
pub struct Slot<'a> {
    /// What its form is called in ids.
    pub form: &'a str,
    pub name: &'static str,
    pub label: &'static str,
    pub hint: Option<&'static str>,
    pub required: bool,
    pub value: String,
    pub fault: Option<String>,
}

impl Slot<'_> {
    fn id(&self) -> String {
        id_of(self.form, self.name)
    }

    fn described_by(&self) -> Option<String> {
        let ends = [self.fault.as_ref().map(|_| "e"), self.hint.map(|_| "h")];
        let ids: Vec<String> = ends.into_iter().flatten().map(|end| format!("{}-{end}", self.id())).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.fault.as_ref().map(|_| "true")
    }

    fn class(&self) -> &'static str {
        if self.fault.is_some() { "form-group is-error" } else { "form-group" }
    }

    fn title(&self, lang: Lang) -> AnyView {
        let required = self.required.then(|| view! { " "<span class="req">{texts::components::required(lang)}</span> });
        view! { {self.label}{required} }.into_any()
    }

    fn error(&self) -> Option<AnyView> {
        let id = format!("{}-e", self.id());
        let words = self.fault.clone();
        words.map(|words| view! { <p class="form-hint-invalid" id=id>{icon("err")}<span>{words}</span></p> }.into_any())
    }

    fn hint(&self) -> Option<AnyView> {
        let id = format!("{}-h", self.id());
        self.hint.map(|words| view! { <p class="form-hint" id=id>{words}</p> }.into_any())
    }

    fn group(&self, lang: Lang, control: AnyView) -> AnyView {
        view! {
            <div class=self.class()>
                <label class="form-tit" for=self.id()>{self.title(lang)}</label>{self.error()}{control}{self.hint()}
            </div>
        }
        .into_any()
    }

    /// A line of text.
    #[must_use]
    pub fn line(&self, lang: Lang) -> AnyView {
        let control = view! {
            <input class="krds-input" type="text" id=self.id() name=self.name value=self.value.clone()
                required=self.required maxlength=LINE_MAX.to_string() aria-describedby=self.described_by()
                aria-invalid=self.invalid()/>
        };
        self.group(lang, control.into_any())
    }

    /// Several lines of text.
    #[must_use]
    pub fn area(&self, lang: Lang) -> AnyView {
        let control = view! {
            <textarea class="krds-input" rows="3" id=self.id() name=self.name required=self.required
                maxlength=NARRATIVE_MAX.to_string() aria-describedby=self.described_by()
                aria-invalid=self.invalid()>{textarea_text(&self.value)}</textarea>
        };
        self.group(lang, control.into_any())
    }

    /// One of several; `none` is the word for no choice.
    #[must_use]
    pub fn select(&self, lang: Lang, choices: &[Choice], none: &'static str) -> AnyView {
        let options: Vec<AnyView> = choices
            .iter()
            .map(|choice| {
                let selected = choice.value == self.value;
                view! { <option value=choice.value.clone() selected=selected>{choice.word.clone()}</option> }.into_any()
            })
            .collect();
        let control = view! {
            <select class="krds-input" id=self.id() name=self.name required=self.required
                aria-describedby=self.described_by() aria-invalid=self.invalid()>
                <option value="">{none}</option>{options}
            </select>
        };
        self.group(lang, control.into_any())
    }

    /// One of a few, all in sight.
    #[must_use]
    pub fn radios(&self, lang: Lang, choices: &[Choice]) -> AnyView {
        let radios: Vec<AnyView> = choices
            .iter()
            .enumerate()
            .map(|(index, choice)| {
                // The first carries the field's id, so that the error summary leads to it.
                let id = if index == 0 { self.id() } else { format!("{}-{index}", self.id()) };
                let checked = choice.value == self.value;
                let note = (!choice.note.is_empty()).then(|| view! { <small>{choice.note.clone()}</small> });
                view! {
                    <label><input type="radio" id=id name=self.name value=choice.value.clone() checked=checked
                        required=self.required/>{choice.word.clone()}{note}</label>
                }
                .into_any()
            })
            .collect();
        view! {
            <fieldset class=self.class() aria-describedby=self.described_by()>
                <legend class="form-tit">{self.title(lang)}</legend>{self.error()}<div class="rads">{radios}</div>{self.hint()}
            </fieldset>
        }
        .into_any()
    }
}

/// The id of a field of a form.
#[must_use]
pub fn id_of(form: &str, name: &str) -> String {
    format!("f-{form}-{name}")
}

/// The form itself: what was wrong above, the fields, the hidden values, one button.
#[must_use]
pub fn post(
    action: String,
    summary: AnyView,
    carried: &[(&'static str, String)],
    fields: AnyView,
    submit: &'static str,
) -> AnyView {
    let carried: Vec<AnyView> = carried.iter().map(|(name, value)| hidden(*name, value.clone())).collect();
    view! {
        <form method="post" action=action>
            {summary}{carried}{fields}
            <p class="prow"><button class="krds-btn secondary" type="submit">{submit}</button></p>
        </form>
    }
    .into_any()
}

/// What was wrong with a form: each fault leads to its field; a fault without a field stands alone.
#[must_use]
pub fn summary(form: &str, title: &'static str, faults: &[(String, String)]) -> AnyView {
    if faults.is_empty() {
        return ().into_any();
    }
    let items: Vec<AnyView> = faults
        .iter()
        .map(|(field, words)| {
            if field.is_empty() {
                return view! { <li>{words.clone()}</li> }.into_any();
            }
            let href = format!("#{}", id_of(form, field));
            view! { <li><a href=href>{words.clone()}</a></li> }.into_any()
        })
        .collect();
    view! {
        <div class="alert" role="alert" tabindex="-1"><h2>{icon("err")}<span>{title}</span></h2><ul>{items}</ul></div>
    }
    .into_any()
}

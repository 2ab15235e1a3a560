//! The fields of a form: label above, hint below, the fault between, all wired for those who listen instead of look.
//!
//! What was typed is given back: the page after a refused POST calls the same functions with the posted values.

use crate::pages::components::escape::textarea_text;
use crate::pages::components::icon;
use crate::pages::lang::Lang;
use crate::pages::texts::components as texts;
use leptos::prelude::*;

/// The fault of the field `name` among `faults`.
#[must_use]
pub fn fault_of(faults: &[(&str, String)], name: &str) -> Option<String> {
    faults.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone())
}

/// The id of the field `name`.
#[must_use]
pub fn id_of(name: &str) -> String {
    format!("f-{name}")
}

/// One field; finish it with the kind of control it is.
#[derive(Clone, Debug, Default)]
pub struct Field {
    name: String,
    label: String,
    value: String,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
    optional: bool,
    autocomplete: Option<&'static str>,
    max_length: Option<usize>,
    narrow: bool,
    edited: bool,
    form: Option<String>,
    suggestions: Option<&'static str>,
}

impl Field {
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { name: name.into(), label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// What is wrong and how to mend it, if anything is.
    #[must_use]
    pub fn error(self, error: Option<String>) -> Self {
        Self { error, ..self }
    }

    /// Looks its fault up among those of the form.
    #[must_use]
    pub fn faults(self, faults: &[(&str, String)]) -> Self {
        let error = fault_of(faults, &self.name);
        self.error(error)
    }

    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Marks it 선택, among fields that are mostly required.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    #[must_use]
    pub fn autocomplete(self, token: &'static str) -> Self {
        Self { autocomplete: Some(token), ..self }
    }

    #[must_use]
    pub fn max_length(self, characters: usize) -> Self {
        Self { max_length: Some(characters), ..self }
    }

    /// Marks it as different from what was said before.
    #[must_use]
    pub fn edited(self, edited: bool) -> Self {
        Self { edited, ..self }
    }

    /// Says which of several forms of a page it belongs to, so that its id is its own: the id of `form-name`.
    #[must_use]
    pub fn within(self, form: impl Into<String>) -> Self {
        Self { form: Some(form.into()), ..self }
    }

    /// The id of a `<datalist>` that offers values while one types.
    #[must_use]
    pub fn suggest(self, list: &'static str) -> Self {
        Self { suggestions: Some(list), ..self }
    }

    fn id(&self) -> String {
        match &self.form {
            Some(form) => id_of(&format!("{form}-{}", self.name)),
            None => id_of(&self.name),
        }
    }

    fn described_by(&self) -> Option<String> {
        let ids = [self.error.as_ref().map(|_| "e"), self.hint.as_ref().map(|_| "h")];
        let ids: Vec<String> = ids.into_iter().flatten().map(|end| format!("{}-{end}", self.id())).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    fn title(&self, lang: Lang) -> AnyView {
        let label = self.label.clone();
        let required = self.required.then(|| view! { " "<span class="req">{texts::required(lang)}</span> });
        let optional = self.optional.then(|| view! { " "<span class="opt">{texts::optional(lang)}</span> });
        view! { {label}{required}{optional} }.into_any()
    }

    fn error_view(&self) -> AnyView {
        let id = format!("{}-e", self.id());
        let text = self.error.clone();
        text.map(|text| view! { <p class="form-hint-invalid" id=id>{icon("err")}<span>{text}</span></p> }).into_any()
    }

    fn hint_view(&self) -> AnyView {
        let id = format!("{}-h", self.id());
        self.hint.clone().map(|text| view! { <p class="form-hint" id=id>{text}</p> }).into_any()
    }

    fn group_class(&self) -> &'static str {
        if self.error.is_some() { "form-group is-error" } else { "form-group" }
    }

    fn group(&self, lang: Lang, control: AnyView) -> AnyView {
        view! {
            <div class=self.group_class()>
                <label class="form-tit" for=self.id()>{self.title(lang)}</label>
                {self.error_view()}
                {control}
                {self.hint_view()}
            </div>
        }
        .into_any()
    }

    fn input(self, lang: Lang, kind: &'static str, mode: Option<&'static str>) -> AnyView {
        let class = match (self.narrow, kind, mode) {
            (true, _, _) => "krds-input w7",
            (_, "text", Some("numeric")) => "krds-input w16",
            _ => "krds-input",
        };
        let control = view! {
            <input class=class class:edited=self.edited id=self.id() name=self.name.clone() type=kind value=self.value.clone() inputmode=mode
                required=self.required maxlength=self.max_length.map(|n| n.to_string()) autocomplete=self.autocomplete
                list=self.suggestions aria-describedby=self.described_by() aria-invalid=self.invalid()/>
        };
        let control = control.into_any();
        let control =
            if class == "krds-input" { control } else { view! { <div class="inl">{control}</div> }.into_any() };
        self.group(lang, control)
    }

    /// A line of text.
    #[must_use]
    pub fn text(self, lang: Lang) -> AnyView {
        self.input(lang, "text", None)
    }

    #[must_use]
    pub fn password(self, lang: Lang) -> AnyView {
        let plain = Self { value: String::new(), ..self };
        plain.input(lang, "password", None)
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, lang: Lang) -> AnyView {
        Self { narrow: true, ..self }.input(lang, "text", Some("numeric"))
    }

    /// A day, in any form in which officers type one.
    #[must_use]
    pub fn date(self, lang: Lang) -> AnyView {
        let hint = self.hint.clone().unwrap_or_else(|| texts::date_hint(lang).to_owned());
        self.hint(hint).input(lang, "text", Some("numeric"))
    }

    /// Several lines of text.
    #[must_use]
    pub fn textarea(self, lang: Lang, rows: u8) -> AnyView {
        let control = view! {
            <textarea class="krds-input" class:edited=self.edited id=self.id() name=self.name.clone() rows=rows.to_string() required=self.required
                maxlength=self.max_length.map(|n| n.to_string()) aria-describedby=self.described_by()
                aria-invalid=self.invalid()>{textarea_text(&self.value)}</textarea>
        };
        self.group(lang, control.into_any())
    }

    /// One of several: values and their words. Without `required`, or while nothing is chosen, an empty choice comes first.
    #[must_use]
    pub fn select(self, lang: Lang, choices: &[(String, String)]) -> AnyView {
        let empty = (!self.required || self.value.is_empty())
            .then(|| view! { <option value="" selected=self.value.is_empty()>{texts::choose(lang)}</option> });
        let options: Vec<AnyView> = choices
            .iter()
            .map(|(value, word)| {
                let selected = *value == self.value;
                view! { <option value=value.clone() selected=selected>{word.clone()}</option> }.into_any()
            })
            .collect();
        let control = view! {
            <select class="krds-input" class:edited=self.edited id=self.id() name=self.name.clone() required=self.required
                aria-describedby=self.described_by() aria-invalid=self.invalid()>{empty}{options}</select>
        };
        self.group(lang, control.into_any())
    }

    /// One of a few, all in sight: value, word, hint (may be empty).
    #[must_use]
    pub fn radios(self, lang: Lang, choices: &[(String, String, String)]) -> AnyView {
        let radios: Vec<AnyView> = choices
            .iter()
            .enumerate()
            .map(|(index, (value, word, hint))| {
                // The first carries the field's id, so that the error summary leads to it.
                let id = if index == 0 { self.id() } else { format!("{}-{index}", self.id()) };
                let (checked, name, required) = (*value == self.value, self.name.clone(), self.required);
                let hint = (!hint.is_empty()).then(|| hint.clone()).map(|hint| view! { <small>{hint}</small> });
                view! {
                    <label><input type="radio" id=id name=name value=value.clone() checked=checked required=required/>{word.clone()}{hint}</label>
                }
                .into_any()
            })
            .collect();
        view! {
            <fieldset class=self.group_class() aria-describedby=self.described_by()>
                <legend class="form-tit">{self.title(lang)}</legend>
                {self.error_view()}
                <div class="rads">{radios}</div>
                {self.hint_view()}
            </fieldset>
        }
        .into_any()
    }

    /// A check box; checked where the value is `on`. The label stands beside it.
    #[must_use]
    pub fn checkbox(self, lang: Lang) -> AnyView {
        view! {
            <div class=self.group_class()>
                {self.error_view()}
                <label class="ckb" for=self.id()>
                    <input type="checkbox" id=self.id() name=self.name.clone() value="on" checked=self.value == "on"
                        required=self.required aria-describedby=self.described_by() aria-invalid=self.invalid()/>
                    <span>{self.title(lang)}</span>
                </label>
                {self.hint_view()}
            </div>
        }
        .into_any()
    }
}

/// What is wrong with a form, above it: a title and the fields' faults, each leading to its field. Nothing without faults.
#[must_use]
pub fn error_summary(title: impl Into<String>, faults: &[(&str, String)]) -> AnyView {
    if faults.is_empty() {
        return ().into_any();
    }
    let title: String = title.into();
    let items: Vec<AnyView> = faults
        .iter()
        .map(|(name, text)| {
            let href = format!("#{}", id_of(name));
            view! { <li><a href=href>{text.clone()}</a></li> }.into_any()
        })
        .collect();
    view! {
        <div class="alert" role="alert" tabindex="-1" id="faults"><h2>{icon("err")}<span>{title}</span></h2><ul>{items}</ul></div>
    }
    .into_any()
}

/// The one primary button of a form.
#[must_use]
pub fn submit(word: impl Into<String>) -> AnyView {
    let word: String = word.into();
    view! { <button class="krds-btn primary" type="submit">{word}</button> }.into_any()
}

/// A value that the form carries along.
#[must_use]
pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> AnyView {
    let (name, value): (String, String) = (name.into(), value.into());
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(view: AnyView) -> String {
        Owner::new().with(|| view.to_html())
    }

    #[test]
    fn a_fault_stands_beside_its_field_and_is_wired_to_it() {
        let faults = [("progress", "0에서 100 사이로 적어 주세요.".to_owned())];
        let drawn =
            html(Field::new("progress", "진척률").value("140").faults(&faults).hint("미상이면 비움").number(Lang::Ko));
        for part in [
            "for=\"f-progress\"",
            "id=\"f-progress\"",
            "aria-invalid=\"true\"",
            "value=\"140\"",
            "aria-describedby=\"f-progress-e f-progress-h\"",
            "id=\"f-progress-e\"",
            "id=\"f-progress-h\"",
        ] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(html(error_summary("고쳐 주세요.", &faults)).contains("href=\"#f-progress\""));
        assert!(!html(error_summary("고쳐 주세요.", &[])).contains("alert"));
    }

    #[test]
    fn what_was_chosen_stays_chosen() {
        let choices = [("a".to_owned(), "가".to_owned()), ("b".to_owned(), "나".to_owned())];
        let drawn = html(Field::new("cause", "사유").value("b").select(Lang::Ko, &choices));
        assert!(drawn.contains("value=\"b\" selected"), "{drawn}");
    }
}

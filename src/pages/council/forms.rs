//! Several forms on one page: each has a key, its fields have ids of their own, and the one that was refused comes back as
//! it was typed.

use crate::domain::report::value;
use crate::pages::components::{Field, error_summary};
use crate::pages::lang::Lang;
use crate::pages::texts::council as texts;
use leptos::prelude::AnyView;

/// The form that was refused, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    pub form: String,
    pub typed: Vec<(String, String)>,
    pub faults: Vec<(&'static str, String)>,
}

/// A form about to be drawn: what was typed, or what it begins with.
#[derive(Clone, Debug)]
pub struct FormView {
    key: String,
    values: Vec<(String, String)>,
    faults: Vec<(&'static str, String)>,
}

impl Tried {
    /// The form with this key, which begins with `values` where it was not refused.
    #[must_use]
    pub fn form(&self, key: impl Into<String>, values: &[(&str, String)]) -> FormView {
        let key = key.into();
        if self.form == key {
            return FormView { key, values: self.typed.clone(), faults: self.faults.clone() };
        }
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        FormView { key, values, faults: Vec::new() }
    }
}

impl FormView {
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        value(&self.values, name)
    }

    /// Whether it was refused, so that its fold stands open.
    #[must_use]
    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    /// A field with its value and fault.
    #[must_use]
    pub fn field(&self, name: &'static str, label: impl Into<String>) -> Field {
        Field::new(name, label).within(self.key.as_str()).value(self.get(name)).faults(&self.faults)
    }

    /// What is wrong, above the form.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> AnyView {
        let named: Vec<(String, String)> =
            self.faults.iter().map(|(name, text)| (format!("{}-{name}", self.key), text.clone())).collect();
        let named: Vec<(&str, String)> = named.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
        error_summary(texts::faults(lang), &named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::*;

    #[test]
    fn only_the_form_that_was_refused_comes_back_as_typed() {
        let tried = Tried {
            form: "item".into(),
            typed: vec![("title".into(), "적던 제목".into())],
            faults: vec![("title", "너무 깁니다.".into())],
        };
        let begins = [("title", "처음 제목".to_owned())];
        let (item, other) = (tried.form("item", &begins), tried.form("note", &begins));
        assert_eq!((item.get("title"), other.get("title")), ("적던 제목", "처음 제목"));
        assert!(item.is_faulty() && !other.is_faulty());
        let drawn = Owner::new().with(|| {
            let field = item.field("title", "제목").text(Lang::Ko);
            let summary = item.summary(Lang::Ko);
            view! { {summary}{field} }.into_any().to_html()
        });
        assert!(drawn.contains("href=\"#f-item-title\"") && drawn.contains("id=\"f-item-title\""), "{drawn}");
    }
}

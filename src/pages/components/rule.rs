//! How a figure is computed, one click away from it.

use crate::pages::lang::Lang;
use crate::pages::texts::components as texts;
use leptos::prelude::*;

/// A closed fold 산출 방법 over the rule.
#[must_use]
pub fn rule(lang: Lang, text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <details class="rule"><summary>{texts::rule(lang)}</summary><p>{text}</p></details> }.into_any()
}

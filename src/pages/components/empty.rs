//! Nothing here: what is absent, why, and what next.

use leptos::prelude::*;

/// A place where nothing is.
pub struct Empty {
    what: String,
    why: String,
    link: Option<(String, String)>,
}

impl Empty {
    #[must_use]
    pub fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), link: None }
    }

    /// What to do next: the link's words and address.
    #[must_use]
    pub fn link(self, word: impl Into<String>, href: impl Into<String>) -> Self {
        Self { link: Some((word.into(), href.into())), ..self }
    }

    #[must_use]
    pub fn view(self) -> AnyView {
        let link = self.link.map(|(word, href)| view! { " "<a href=href>{word}</a> });
        view! { <div class="empty"><b>{self.what}</b>{self.why}{link}</div> }.into_any()
    }
}

//! Beside an 애로사항 field: where its words stand in the register, or the one click that puts them there.

use crate::domain::council::source::Source;
use crate::domain::ids::Slug;
use crate::domain::permission::Action;
use crate::pages::components::icon;
use crate::pages::council::{CouncilScene, words};
use crate::pages::difficulties::new::address;
use crate::pages::lang::Lang;
use crate::pages::returns::round_name;
use crate::pages::texts::difficulties as texts;
use leptos::prelude::*;

/// How the words of a field stand in the register, for one reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registered {
    /// The page of the difficulty that was raised with them, and its number and state.
    raised: Option<(String, String)>,
    /// The form that raises them, where the reader may.
    form: Option<String>,
}

impl Registered {
    /// Looks the words up; those that go on in the register are not raised again.
    #[must_use]
    pub fn of(hall: &CouncilScene, institution: &Slug, source: &Source, said: &str) -> Self {
        let lang = hall.lang();
        let own = hall.council.raised_from(institution, source, said);
        let goes_on = own.is_some_and(|one| !one.body.stage.is_over());
        let raised = own.map(|one| {
            let shown = one.body.merged_into.and_then(|id| hall.council.difficulty(id)).unwrap_or(one);
            let told = texts::raised_as(lang, shown.body.no, words::stage(lang, shown.body.stage));
            (hall.link(format!("/difficulties/{}", shown.id)), told)
        });
        let may = !goes_on && hall.may(Action::RaiseDifficulty(institution));
        Self { raised, form: may.then(|| hall.link(address(source, institution))) }
    }

    fn told(&self) -> Option<AnyView> {
        let (href, told) = self.raised.clone()?;
        Some(view! { <a href=href>{icon("d-sent")}{told}</a> }.into_any())
    }

    /// Below words of long ago: only where they stand.
    #[must_use]
    pub fn mark(&self) -> AnyView {
        self.around(self.told(), None)
    }

    /// Below words that stand: a link.
    #[must_use]
    pub fn link(&self, lang: Lang, about: &str) -> AnyView {
        let about = about.to_owned();
        let raise = self.form.clone().map(|href| {
            view! { <a class="krds-btn xsmall no-print" href=href>{texts::raise_field(lang)}<span class="sr-only">" "{about}</span></a> }
        });
        self.around(self.told(), raise.map(IntoAny::into_any))
    }

    /// In a form: a button that keeps what is typed first.
    #[must_use]
    pub fn button(&self, lang: Lang, value: &str, about: &str) -> AnyView {
        let (value, about) = (value.to_owned(), about.to_owned());
        let raise = self.form.is_some().then(|| {
            view! { <button class="krds-btn xsmall" type="submit" name="action" value=value>{texts::raise_field(lang)}<span class="sr-only">" "{about}</span></button> }
        });
        self.around(self.told(), raise.map(IntoAny::into_any))
    }

    fn around(&self, told: Option<AnyView>, raise: Option<AnyView>) -> AnyView {
        if told.is_none() && raise.is_none() {
            return ().into_any();
        }
        view! { <p class="reg xs">{told}{raise}</p> }.into_any()
    }
}

/// The field that a difficulty came from; a link for those who may read there.
#[must_use]
pub fn origin(hall: &CouncilScene, institution: &Slug, source: &Source) -> AnyView {
    let lang = hall.lang();
    let reader = hall.info().reader.as_ref();
    let reads = |action| reader.is_some_and(|reader| crate::domain::permission::may(reader, action));
    let (told, href) = match source {
        Source::Return { round, task } => {
            let place = format!("/reviews/{}/returns/{institution}#a-{task}", round.as_str());
            let place = reads(Action::ReadReturn(institution)).then_some(place);
            (texts::from_return(lang, round_name(lang, round), task), place)
        }
        Source::Report { task, .. } | Source::Draft { task } => {
            (texts::from_report(lang, task), Some(format!("/tasks/{task}/{institution}#stream")))
        }
    };
    match href.map(|href| hall.link(href)) {
        Some(href) => view! { <a href=href>{told}</a> }.into_any(),
        None => told.into_any(),
    }
}

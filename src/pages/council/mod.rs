//! `/council`: meetings, from their preparation to closed minutes. What comes of them has pages of its own:
//! [`crate::pages::directives`], [`crate::pages::difficulties`], [`crate::pages::supports`], [`crate::pages::waiting`].

pub mod agenda;
pub mod aside;
pub mod carried;
pub mod cios;
pub mod details;
pub mod forms;
pub mod heard;
pub mod item;
pub mod line;
pub mod list;
pub mod meeting;
pub mod session;
pub mod words;

use crate::domain::council::Council;
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::permission::{Action, may};
use crate::pages::PageInfo;
use crate::pages::lang::Lang;
use crate::pages::record::{Scene, task_title};
use crate::pages::texts::council as texts;
use leptos::prelude::*;

/// What every page of the councils is drawn from.
#[derive(Clone, Copy)]
pub struct CouncilScene<'a> {
    pub scene: Scene<'a>,
    pub council: &'a Council,
}

impl<'a> CouncilScene<'a> {
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.scene.info.lang
    }

    #[must_use]
    pub fn info(&self) -> &'a PageInfo {
        self.scene.info
    }

    /// An address within the product that keeps the plan and the day.
    #[must_use]
    pub fn link(&self, path: impl AsRef<str>) -> String {
        self.scene.info.link(path.as_ref())
    }

    /// Whether the reader may do it now: nothing is done in the past.
    #[must_use]
    pub fn may(&self, action: Action<'_>) -> bool {
        let info = self.scene.info;
        info.asof.is_none() && info.reader.as_ref().is_some_and(|reader| may(reader, action))
    }

    /// The reader's institutions among `some`.
    #[must_use]
    pub fn own<'s>(&self, some: &'s [Slug]) -> Option<&'s Slug> {
        let reader = self.scene.info.reader.as_ref()?;
        some.iter().find(|slug| reader.belongs_to(slug))
    }

    /// `외교부, 국방부`; beyond three: `외교부 등 47곳`.
    #[must_use]
    pub fn names(&self, slugs: &[Slug]) -> String {
        match slugs {
            [] => String::new(),
            [first, _, _, _, ..] => texts::and_others(self.lang(), slugs.len(), self.scene.institution(first)),
            few => few.iter().map(|slug| self.scene.institution(slug)).collect::<Vec<_>>().join(", "),
        }
    }

    /// The short name of an institution, for dense tables.
    #[must_use]
    pub fn short(&self, slug: &Slug) -> String {
        match (self.lang(), self.scene.ledger.institution(slug)) {
            (Lang::Ko, Some(one)) => one.short_ko.clone(),
            _ => self.scene.institution(slug),
        }
    }

    /// Links to tasks: `과제 4 · 과제 7`.
    #[must_use]
    pub fn tasks(&self, numbers: &[TaskNo]) -> AnyView {
        let lang = self.lang();
        let links: Vec<AnyView> = numbers
            .iter()
            .enumerate()
            .map(|(index, no)| {
                let joint = (index > 0).then_some(" · ");
                let href = self.link(format!("/tasks/{no}"));
                let title = self.scene.task(*no).map(|task| task_title(lang, task).to_owned());
                view! { {joint}<a href=href title=title>{crate::pages::texts::record::task_no(lang, no)}</a> }
                    .into_any()
            })
            .collect();
        links.into_any()
    }

    /// Values and words of the plan's tasks, for a choice.
    #[must_use]
    pub fn task_choices(&self) -> Vec<(String, String)> {
        let name = |task: &crate::domain::plan::Task| {
            (task.no.to_string(), format!("{} {}", task.no, task_title(self.lang(), task)))
        };
        self.scene.ledger.tasks.iter().map(name).collect()
    }

    /// Values and words of the institutions of the day, for a choice.
    #[must_use]
    pub fn institution_choices(&self) -> Vec<(String, String)> {
        let day = self.scene.standing.day;
        let valid = self.scene.ledger.institutions.iter().filter(|one| one.is_valid_on(day));
        valid.map(|one| (one.slug.to_string(), self.scene.institution(&one.slug))).collect()
    }
}

/// A page of the councils' section; the order of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Meetings,
    Directives,
    Difficulties,
    Supports,
    Waiting,
    Cios,
}

/// The tabs of the section.
#[must_use]
pub fn tabs(scene: &CouncilScene, current: Tab) -> AnyView {
    let lang = scene.lang();
    let all = [
        (Tab::Meetings, "/council", texts::tab_meetings(lang)),
        (Tab::Directives, "/directives", texts::tab_directives(lang)),
        (Tab::Difficulties, "/difficulties", texts::tab_difficulties(lang)),
        (Tab::Supports, "/supports", texts::tab_supports(lang)),
        (Tab::Waiting, "/waiting", texts::tab_waiting(lang)),
        (Tab::Cios, "/council/cios", texts::tab_cios(lang)),
    ];
    let items: Vec<AnyView> = all
        .into_iter()
        .map(|(tab, path, word)| {
            let here = (tab == current).then_some("page");
            view! { <a href=scene.link(path) aria-current=here>{word}</a> }.into_any()
        })
        .collect();
    view! { <nav class="chips" aria-label=texts::tabs(lang)>{items}</nav> }.into_any()
}

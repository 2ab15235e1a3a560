//! `/search?q=`: what was found, with the place marked.

use crate::domain::ids::Slug;
use crate::domain::search::Piece;
use crate::pages::admin::{filter_select, typed_address};
use crate::pages::components::{Empty, day_in_year, hidden, section};
use crate::pages::record::{Scene, korean};
use crate::pages::texts::search as texts;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HitKind {
    Task,
    Meeting,
    Remark,
    Outcome,
    Directive,
    Difficulty,
    Support,
    Report,
}

impl HitKind {
    pub const ALL: [Self; 8] = [
        Self::Task,
        Self::Meeting,
        Self::Remark,
        Self::Outcome,
        Self::Directive,
        Self::Difficulty,
        Self::Support,
        Self::Report,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Meeting => "meeting",
            Self::Remark => "remark",
            Self::Outcome => "outcome",
            Self::Directive => "directive",
            Self::Difficulty => "difficulty",
            Self::Support => "support",
            Self::Report => "report",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    const fn word(self, lang: crate::pages::lang::Lang) -> &'static str {
        match self {
            Self::Task => texts::kind_task(lang),
            Self::Meeting => texts::kind_meeting(lang),
            Self::Remark => texts::kind_remark(lang),
            Self::Outcome => texts::kind_outcome(lang),
            Self::Directive => texts::kind_directive(lang),
            Self::Difficulty => texts::kind_difficulty(lang),
            Self::Support => texts::kind_support(lang),
            Self::Report => texts::kind_report(lang),
        }
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: HitKind,
    pub title: String,
    /// Its address within the product.
    pub path: String,
    pub institution: Option<Slug>,
    pub day: Option<NaiveDate>,
    pub pieces: Vec<Piece>,
}

/// What was asked for, and what was found of each kind.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub typed: String,
    pub kind: Option<HitKind>,
    pub institution: Option<Slug>,
    pub hits: Vec<Hit>,
    /// Kinds of which more was found than is shown.
    pub cut: Vec<HitKind>,
}

/// The page.
#[must_use]
pub fn page(scene: &Scene, found: &Found) -> AnyView {
    let lang = scene.lang();
    let groups: Vec<AnyView> = HitKind::ALL.into_iter().map(|kind| group(scene, found, kind)).collect();
    let body = if found.typed.trim().is_empty() {
        Empty::new(texts::nothing_typed(lang), texts::nothing_typed_why(lang)).view()
    } else if found.hits.is_empty() {
        Empty::new(texts::none(lang, &found.typed), texts::none_why(lang)).view()
    } else {
        groups.into_any()
    };
    view! {
        <div class="head"><div><h1>{texts::title(lang)}</h1></div></div>
        {form(scene, found)}
        <div role="status" class="sr-only">{texts::count(lang, found.hits.len())}</div>
        {body}
    }
    .into_any()
}

fn form(scene: &Scene, found: &Found) -> AnyView {
    let (lang, info) = (scene.lang(), scene.info);
    let plan = info.plan_slug.clone().map(|slug| hidden("plan", slug));
    let kinds: Vec<_> = HitKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind.word(lang).to_owned())).collect();
    let valid = scene.ledger.institutions.iter().filter(|one| one.is_valid_on(scene.standing.day));
    let institutions: Vec<_> = valid.map(|one| (one.slug.to_string(), scene.institution(&one.slug))).collect();
    let institution = found.institution.as_ref().map(ToString::to_string).unwrap_or_default();
    view! {
        <form class="filters" method="get" action="/search" role="search">
            {plan}
            <div><label for="by-q">{texts::words(lang)}</label>
                <input class="krds-input" id="by-q" name="q" type="search" value=found.typed.clone() maxlength="80"/></div>
            {filter_select("kind", texts::kind(lang), texts::any_kind(lang), found.kind.map_or("", HitKind::code), &kinds)}
            {filter_select("institution", texts::institution(lang), texts::any_institution(lang), &institution, &institutions)}
            <button class="krds-btn primary" type="submit">{texts::find(lang)}</button>
        </form>
    }
    .into_any()
}

fn group(scene: &Scene, found: &Found, kind: HitKind) -> AnyView {
    let lang = scene.lang();
    let hits: Vec<&Hit> = found.hits.iter().filter(|hit| hit.kind == kind).collect();
    if hits.is_empty() {
        return ().into_any();
    }
    let items: Vec<AnyView> = hits.iter().map(|hit| item(scene, hit)).collect();
    let institution = found.institution.as_ref().map(ToString::to_string).unwrap_or_default();
    let more = found.cut.contains(&kind).then(|| {
        let pairs = [("q", found.typed.as_str()), ("kind", kind.code()), ("institution", institution.as_str())];
        (texts::more(lang), scene.info.link(&typed_address("/search", &pairs)))
    });
    let more = more.filter(|_| found.kind.is_none());
    let note = (found.cut.contains(&kind)).then(|| texts::cut(lang, hits.len()));
    view! {
        <section class="sec">
            {section::head(kind.word(lang), Some(hits.len()), note, more)}
            <ol class="hits">{items}</ol>
        </section>
    }
    .into_any()
}

fn item(scene: &Scene, hit: &Hit) -> AnyView {
    let lang = scene.lang();
    let who = hit.institution.as_ref().map(|slug| scene.institution(slug));
    let day = hit.day.map(|day| day_in_year(lang, day, scene.standing.day.year()));
    let pieces: Vec<AnyView> = hit
        .pieces
        .iter()
        .map(
            |(text, found)| {
                if *found { view! { <mark>{text.clone()}</mark> }.into_any() } else { text.clone().into_any() }
            },
        )
        .collect();
    view! {
        <li>
            <h3><a href=scene.info.link(&hit.path) lang=korean(lang)>{hit.title.clone()}</a></h3>
            <p class="m">{who}" "{day}</p>
            <p lang=korean(lang)>{pieces}</p>
        </li>
    }
    .into_any()
}

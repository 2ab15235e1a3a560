//! A query where it belongs: what is asked, by when, what was answered.

use super::ReturnModel;
use crate::domain::query::{Query, QueryState};
use crate::domain::round::RoundSlug;
use crate::pages::components::{Field, days_left, full_day, icon, instant};
use crate::pages::lang::Lang;
use crate::pages::texts::{report, returns as texts};
use chrono::NaiveDate;
use leptos::prelude::*;

/// How a query is shown: with a field for the answer, with the PMO's button to close it, or only to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A field and a button of the form around it.
    Answer,
    Close,
    Read,
}

/// What a field is called where it is asked about; forecasts as one.
#[must_use]
pub const fn field_word(lang: Lang, field: &str) -> &'static str {
    match field.as_bytes() {
        b"self_rating" => report::self_rating(lang),
        b"rating_reason" => report::rating_reason(lang),
        b"progress" => report::progress(lang),
        b"done" => report::done(lang),
        b"next" => report::next(lang),
        b"obstacle" => report::obstacle(lang),
        b"request" => report::request(lang),
        b"forecast" => report::steps(lang),
        _ => report::evidence(lang),
    }
}

/// What a query needs of its page.
#[derive(Clone)]
pub struct Around {
    pub lang: Lang,
    pub round: RoundSlug,
    pub today: NaiveDate,
    pub mode: Mode,
    /// The return's address.
    pub path: String,
    pub typed: String,
    pub fault: Option<String>,
}

impl Around {
    pub fn of(lang: Lang, model: &ReturnModel, today: NaiveDate, mode: Mode, query: &Query) -> Self {
        let name = format!("q{}.answer", query.no);
        let typed = model.typed(&name);
        let answered = query.answer.as_ref().map(|answer| answer.text.clone()).unwrap_or_default();
        Self {
            lang,
            round: model.round.slug.clone(),
            today,
            mode,
            path: model.path(),
            typed: if typed.is_empty() { answered } else { typed },
            fault: model.typed_fault(&name),
        }
    }
}

#[must_use]
pub fn view(query: &Query, around: &Around) -> AnyView {
    let Around { lang, round, today, .. } = around;
    let (lang, today) = (*lang, *today);
    let label = query.label(round);
    let class = match (query.state(), query.days_overdue(today)) {
        (QueryState::Open, Some(_)) => "qa late",
        (QueryState::Open, None) => "qa",
        _ => "qa done",
    };
    let due = match query.state() {
        QueryState::Open => {
            view! { " · "{texts::answer_due(lang)}" "{full_day(lang, query.due)}" "{days_left((query.due - today).num_days())} }
                .into_any()
        }
        QueryState::Answered => view! { " · "<b>{texts::answered(lang)}</b> }.into_any(),
        QueryState::Closed => view! { " · "<b>{texts::closed(lang)}</b> }.into_any(),
    };
    view! {
        <section class=class aria-label=texts::query_label(lang, &label)>
            <header>{icon("ask")}<b>{texts::query_label(lang, &label)}</b>" "{texts::about(lang, field_word(lang, &query.field))}
                <span class="x">{query.asked_by_name.clone()}" · "{instant(lang, query.asked_at)}{due}</span></header>
            <div class="b"><p class="pre">{query.question.clone()}</p>{answer(query, around)}</div>
        </section>
    }
    .into_any()
}

fn answer(query: &Query, around: &Around) -> AnyView {
    let lang = around.lang;
    let told = query.answer.as_ref().map(|answer| {
        view! { <p class="xs mute">{texts::answer_by(lang, &answer.by_name)}" "{instant(lang, answer.at)}</p><p class="pre">{answer.text.clone()}</p> }
            .into_any()
    });
    let writes = around.mode == Mode::Answer && query.state() != QueryState::Closed;
    if writes {
        let name = format!("q{}.answer", query.no);
        let field = Field::new(name, texts::answer(lang)).value(around.typed.clone()).error(around.fault.clone());
        let button = if query.answer.is_some() { texts::answer_again(lang) } else { texts::send_answer(lang) };
        return view! {
            {field.textarea(lang, 2)}
            <p class="inl"><button class="krds-btn small secondary" type="submit" name="action" value=format!("answer:{}", query.no)>{button}</button>
                <span class="xs mute">{texts::answer_note(lang)}</span></p>
        }
        .into_any();
    }
    let close = (around.mode == Mode::Close && query.state() != QueryState::Closed).then(|| {
        let action = format!("{}/queries/{}/closure", around.path, query.no);
        view! { <form method="post" action=action class="inl"><button class="krds-btn small" type="submit">{texts::close_query(lang)}<span class="sr-only">" "{query.label(&around.round)}</span></button></form> }
    });
    view! { {told}{close} }.into_any()
}

//! `/council/{id}/lines/{line}`: one line of the minutes: to edit it while they are written, or, for the institution that
//! spoke, to ask for a correction while they are circulated.

use crate::domain::council::Entry;
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::meeting::Meeting;
use crate::domain::council::minutes::Remark;
use crate::domain::council::outcome::{Outcome, OutcomeKind};
use crate::domain::permission::Action;
use crate::pages::components::{breadcrumb, submit};
use crate::pages::council::forms::{FormView, Tried};
use crate::pages::council::{CouncilScene, agenda, heard, words};
use crate::pages::record::{cells::lines, korean};
use crate::pages::texts::council as texts;
use leptos::prelude::*;

/// A line of the minutes.
#[derive(Clone, Copy, Debug)]
pub enum Line<'a> {
    Remark(&'a Entry<Remark>),
    Outcome(&'a Entry<Outcome>),
    Difficulty(&'a Entry<Difficulty>),
}

/// The kind of a line that enters the register of difficulties.
pub const RAISED: &str = "difficulty";

impl Line<'_> {
    const fn id(&self) -> crate::domain::ids::RecordId {
        match self {
            Self::Remark(one) => one.id,
            Self::Outcome(one) => one.id,
            Self::Difficulty(one) => one.id,
        }
    }
}

/// The page.
#[must_use]
pub fn page(hall: &CouncilScene, meeting: &Entry<Meeting>, line: Line<'_>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let here = format!("/council/{}", meeting.id);
    let title = match line {
        Line::Remark(_) => texts::remark(lang),
        Line::Outcome(one) => words::outcome_kind(lang, one.body.kind),
        Line::Difficulty(_) => texts::kind_raised(lang),
    };
    let crumbs = [
        (texts::list_title(lang).to_owned(), Some(hall.link("/council"))),
        (words::title(lang, &meeting.body), Some(hall.link(&here))),
        (title.to_owned(), None),
    ];
    let body = if meeting.body.writable().is_ok() && hall.may(Action::RunMeetings) {
        edit(hall, &here, line, tried)
    } else {
        match line {
            Line::Remark(one) => correct(hall, &here, one, tried),
            Line::Outcome(_) | Line::Difficulty(_) => ().into_any(),
        }
    };
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head"><div><h1>{title}</h1><p class="sub">{words::title(lang, &meeting.body)}</p></div></div>
        {body}
    }
    .into_any()
}

fn edit(hall: &CouncilScene, here: &str, line: Line<'_>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let (form, fields) = match line {
        Line::Remark(one) => {
            let form = tried.form("line", &begun_remark(hall, &one.body));
            let fields = remark_fields(hall, &form);
            (form, fields)
        }
        Line::Outcome(one) => {
            let form = tried.form("line", &begun_outcome(hall, &one.body));
            let fields = outcome_fields(hall, &form, false);
            (form, fields)
        }
        Line::Difficulty(one) => {
            let form = tried.form("line", &heard::begun(hall, &one.body));
            let fields = heard::fields(hall, &form);
            (form, fields)
        }
    };
    view! {
        {form.summary(lang)}
        <form action=hall.link(format!("{here}/lines/{}", line.id())) method="post">
            {fields}
            <div class="prow">
                <button class="krds-btn primary" type="submit" name="step" value="save">{texts::save(lang)}</button>
                <button class="krds-btn danger" type="submit" name="step" value="strike">{texts::line_strike(lang)}</button>
                <a class="krds-btn" href=hall.link(here)>{texts::back(lang)}</a>
            </div>
        </form>
    }
    .into_any()
}

/// The institution's own remark, and the wording it asks for.
fn correct(hall: &CouncilScene, here: &str, one: &Entry<Remark>, tried: &Tried) -> AnyView {
    let lang = hall.lang();
    let form = tried.form("correction", &[("proposed", one.body.text.clone())]);
    view! {
        <p class="by">{agenda::speaker(hall, &one.body)}</p>
        <blockquote class="quote" lang=korean(lang)>{lines(&one.body.text)}</blockquote>
        {form.summary(lang)}
        <form action=hall.link(format!("{here}/lines/{}/corrections", one.id)) method="post">
            {form.field("proposed", texts::proposed(lang)).required().textarea(lang, 4)}
            {form.field("reason", texts::correction_reason(lang)).required().max_length(200).text(lang)}
            <div class="prow">{submit(texts::correction_do(lang))}<a class="krds-btn" href=hall.link(here)>{texts::back(lang)}</a></div>
        </form>
    }
    .into_any()
}

fn begun_remark(hall: &CouncilScene, one: &Remark) -> Vec<(&'static str, String)> {
    vec![
        ("institution", one.institution.as_ref().map(|slug| hall.scene.institution(slug)).unwrap_or_default()),
        ("speaker", one.speaker.clone()),
        ("text", one.text.clone()),
        ("private", if one.private { "on".to_owned() } else { String::new() }),
    ]
}

fn begun_outcome(hall: &CouncilScene, one: &Outcome) -> Vec<(&'static str, String)> {
    let owners: Vec<String> = one.owners.iter().map(|slug| hall.scene.institution(slug)).collect();
    let tasks: Vec<String> = one.tasks.iter().map(ToString::to_string).collect();
    let vote = one.vote.map(|vote| format!("{}-{}-{}", vote.in_favour, vote.against, vote.abstained));
    vec![
        ("kind", one.kind.code().to_owned()),
        ("text", one.text.clone()),
        ("owners", owners.join(", ")),
        ("from", one.from.as_ref().map(|slug| hall.scene.institution(slug)).unwrap_or_default()),
        ("due", one.due.map(|due| due.to_string()).unwrap_or_default()),
        ("tasks", tasks.join(", ")),
        ("vote", vote.unwrap_or_default()),
    ]
}

/// Who said what.
#[must_use]
pub fn remark_fields(hall: &CouncilScene, form: &FormView) -> AnyView {
    let lang = hall.lang();
    view! {
        <div class="line-f">
            {form.field("institution", texts::institution(lang)).suggest("institutions").text(lang)}
            {form.field("speaker", texts::speaker(lang)).max_length(100).text(lang)}
            {form.field("text", texts::remark(lang)).required().textarea(lang, 2)}
            {form.field("private", texts::private_mark(lang)).checkbox(lang)}
        </div>
    }
    .into_any()
}

/// One line of what came of it; where it `may_be_raised`, it may also be a difficulty.
#[must_use]
pub fn outcome_fields(hall: &CouncilScene, form: &FormView, may_be_raised: bool) -> AnyView {
    let lang = hall.lang();
    let mut kinds: Vec<_> = OutcomeKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), words::outcome_kind(lang, *kind).to_owned()))
        .collect();
    let (mut owners_hint, mut from_hint) = (texts::names_hint(lang), texts::from_hint(lang));
    if may_be_raised {
        kinds.push((RAISED.to_owned(), texts::kind_raised(lang).to_owned()));
        (owners_hint, from_hint) = (texts::owners_or_answerer_hint(lang), texts::from_or_raiser_hint(lang));
    }
    view! {
        <div class="line-f">
            {form.field("kind", texts::outcome_kind_label(lang)).required().select(lang, &kinds)}
            {form.field("text", texts::outcome_text(lang)).required().max_length(1000).text(lang)}
            {form.field("owners", texts::owners(lang)).hint(owners_hint).text(lang)}
            {form.field("from", texts::from(lang)).hint(from_hint).suggest("institutions").text(lang)}
            {form.field("due", texts::due(lang)).date(lang)}
            {form.field("tasks", texts::tasks(lang)).hint(texts::tasks_hint(lang)).text(lang)}
            {form.field("vote", texts::vote_label(lang)).hint(texts::vote_hint(lang)).text(lang)}
        </div>
    }
    .into_any()
}

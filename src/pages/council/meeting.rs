//! `/council/{id}`: one meeting: what was published, what was carried over, the agenda with what was said and decided, and
//! where its minutes stand.

use crate::domain::council::attendance::Attended;
use crate::domain::council::carry::CarryOver;
use crate::domain::council::meeting::MeetingState;
use crate::domain::council::minutes::Minutes;
use crate::domain::council::outcome::OutcomeKind;
use crate::domain::permission::Action;
use crate::pages::components::{breadcrumb, days_left, full_day, section};
use crate::pages::council::forms::Tried;
use crate::pages::council::{CouncilScene, agenda, aside, carried, words};
use crate::pages::record::{cells::lines, korean};
use crate::pages::texts::council as texts;
use leptos::prelude::*;

/// What the page is drawn from.
#[derive(Clone, Copy)]
pub struct MeetingModel<'a> {
    pub hall: CouncilScene<'a>,
    pub minutes: &'a Minutes<'a>,
    pub carried: &'a CarryOver<'a>,
    pub tried: &'a Tried,
}

impl MeetingModel<'_> {
    /// An address below the meeting.
    #[must_use]
    pub fn path(&self, below: &str) -> String {
        self.hall.link(format!("/council/{}{below}", self.minutes.meeting.id))
    }

    /// Whether the reader may write lines now.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.hall.may(Action::RunMeetings) && self.minutes.meeting.body.writable().is_ok()
    }
}

/// The page of a meeting.
#[must_use]
pub fn page(model: &MeetingModel) -> AnyView {
    view! {
        {head(model)}
        {model.tried.form("meeting", &[]).summary(model.hall.lang())}
        {figures(model)}
        <div class="cols sec">
            <div class="c8 stack">
                {published(model)}
                {carried::section(model)}
                {agenda::section(model)}
                {addenda(model)}
            </div>
            <div class="c4 stack">{aside::all(model)}</div>
        </div>
    }
    .into_any()
}

/// The line under a meeting's title: when, where, who led it.
#[must_use]
pub fn about(scene: &CouncilScene, minutes: &Minutes) -> AnyView {
    let (lang, meeting) = (scene.lang(), &minutes.meeting.body);
    let hours = words::hours(meeting.starts, meeting.ends);
    let told = [
        (!meeting.place.is_empty()).then(|| meeting.place.clone()),
        meeting.way.map(|way| words::way(lang, way).to_owned()),
        (!meeting.chair.is_empty()).then(|| texts::chaired_by(lang, &meeting.chair)),
        (!meeting.host.is_empty()).then(|| texts::hosted_by(lang, &meeting.host)),
    ];
    let told: String = told.into_iter().flatten().map(|part| format!(" · {part}")).collect();
    view! { {full_day(lang, meeting.held_on)}" "{hours}{told} }.into_any()
}

fn head(model: &MeetingModel) -> AnyView {
    let (hall, meeting) = (&model.hall, &model.minutes.meeting.body);
    let lang = hall.lang();
    let title = words::title(lang, meeting);
    let crumbs = [(texts::list_title(lang).to_owned(), Some(hall.link("/council"))), (title.clone(), None)];
    view! {
        {breadcrumb(lang, &crumbs)}
        <div class="head">
            <div><h1>{title}</h1><p class="sub">{about(hall, model.minutes)}</p></div>
            <div class="acts no-print">{acts(model)}</div>
        </div>
    }
    .into_any()
}

/// Files, and the way to write.
fn acts(model: &MeetingModel) -> AnyView {
    let lang = model.hall.lang();
    let state = model.minutes.meeting.body.state;
    let file = |below: &str, word: &'static str| {
        view! { <a class="krds-btn small" href=model.path(below)>{word}</a> }.into_any()
    };
    let has_agenda = !model.minutes.items.is_empty();
    let (sight, meeting) = (model.hall.council.sight, &model.minutes.meeting.body);
    let held = state != MeetingState::Published && meeting.held_on <= model.hall.council.day;
    let told = held && sight.sees_remarks(meeting);
    let decided = held && sight.sees_outcomes(meeting);
    let session = (model.may_write()).then(|| {
        view! { <a class="krds-btn small primary" href=model.path("/session")>{texts::to_session(lang)}</a> }
    });
    let details = model.may_write().then(|| file("/details", texts::details_title(lang)));
    view! {
        {file("/meeting.ics", texts::file_ics(lang))}
        {has_agenda.then(|| file("/agenda.hwpx", texts::file_agenda_hwpx(lang)))}
        {has_agenda.then(|| file("/agenda.pdf", texts::file_agenda_pdf(lang)))}
        {told.then(|| file("/minutes.hwpx", texts::file_minutes_hwpx(lang)))}
        {told.then(|| file("/minutes.pdf", texts::file_minutes_pdf(lang)))}
        {decided.then(|| file("/result.hwpx", texts::file_result_hwpx(lang)))}
        {decided.then(|| file("/result.pdf", texts::file_result_pdf(lang)))}
        {details}
        {session}
    }
    .into_any()
}

fn figure(name: &'static str, value: String, unit: String, change: AnyView) -> AnyView {
    view! { <div><dt>{name}</dt><dd class="v">{value}" "<small>{unit}</small></dd><dd class="ch">{change}</dd></div> }
        .into_any()
}

fn figures(model: &MeetingModel) -> AnyView {
    let (lang, minutes) = (model.hall.lang(), model.minutes);
    if minutes.meeting.body.state == MeetingState::Published {
        return ().into_any();
    }
    let unit = |number: usize| (number.to_string(), texts::unit(lang).to_owned());
    let attended = Attended::of(&minutes.attendance);
    let invited = texts::fig_invited(lang, attended.invited);
    let others = texts::fig_others(lang, attended.absent, attended.proxy).into_any();
    let (items, unit_items) = unit(minutes.items.len());
    let of = |kind| minutes.outcomes.iter().filter(|one| one.body.kind == kind).count();
    let (decisions, unit_decisions) = unit(of(OutcomeKind::Decision));
    let votes = minutes.outcomes.iter().filter(|one| one.body.vote.is_some()).count();
    let votes = if votes == 0 { texts::no_vote(lang).to_owned() } else { texts::votes(lang, votes) };
    let (directives, unit_directives) = unit(of(OutcomeKind::Directive));
    let (requests, unit_requests) = unit(of(OutcomeKind::Request));
    let carried = model.carried.directives.len() + model.carried.requests.len();
    let (carried_count, unit_carried) = unit(carried);
    let difficulties = texts::fig_difficulties(lang, model.carried.difficulties.len()).into_any();
    view! {
        <dl class="figs">
            {figure(texts::fig_attended(lang), attended.took_part().to_string(), invited, others)}
            {figure(texts::fig_items(lang), items, unit_items, item_kinds(model))}
            {figure(texts::outcome_decision(lang), decisions, unit_decisions, votes.into_any())}
            {figure(texts::outcome_directive(lang), directives, unit_directives, next_due(model))}
            {figure(texts::outcome_request(lang), requests, unit_requests, ().into_any())}
            {figure(texts::fig_carried(lang), carried_count, unit_carried, difficulties)}
        </dl>
    }
    .into_any()
}

/// `보고 2 · 논의 1`
fn item_kinds(model: &MeetingModel) -> AnyView {
    let lang = model.hall.lang();
    let kinds = crate::domain::council::agenda::ItemKind::ALL.into_iter().filter_map(|kind| {
        let count = model.minutes.items.iter().filter(|one| one.body.kind == kind).count();
        (count > 0).then(|| format!("{} {count}", words::item_kind(lang, kind)))
    });
    kinds.collect::<Vec<_>>().join(" · ").into_any()
}

/// How many are closed, and the earliest due of those that are open.
fn next_due(model: &MeetingModel) -> AnyView {
    let (lang, council) = (model.hall.lang(), model.hall.council);
    let all = model.minutes.outcomes.iter().filter(|one| one.body.kind == OutcomeKind::Directive);
    let all: Vec<_> = all.filter_map(|one| council.follow_up(one)).collect();
    let closed = all.iter().filter(|one| !one.is_open()).count();
    let next = all.iter().filter(|one| one.is_open()).map(|one| one.days_left).min();
    let next = next.map(|days| view! { " · "{texts::earliest(lang)}" "{days_left(days)} });
    view! { {texts::closed_count(lang, closed)}{next} }.into_any()
}

/// What the source says, and nothing more.
fn published(model: &MeetingModel) -> AnyView {
    let (hall, meeting) = (&model.hall, &model.minutes.meeting.body);
    let lang = hall.lang();
    let Some(told) = &meeting.published else { return ().into_any() };
    let source = hall.scene.ledger.source(&told.source);
    let cited = source.map(|source| {
        view! { <p class="src">{texts::source(lang, &source.location, crate::pages::format::full(lang, source.published_on), &source.title)}</p> }
    });
    let agenda: Vec<AnyView> = told.agenda.iter().map(|title| view! { <li>{title.clone()}</li> }.into_any()).collect();
    let agenda = (!agenda.is_empty()).then(|| view! { <dt>{texts::fig_items(lang)}</dt><dd><ul>{agenda}</ul></dd> });
    let pair = |name: &'static str, text: &str| {
        (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text.to_owned()}</dd> })
    };
    let invented = (hall.info().demo && meeting.state != MeetingState::Published)
        .then(|| view! { <p class="note-box">{texts::invented_note(lang)}</p> });
    let begin = (meeting.state == MeetingState::Published && hall.may(Action::RunMeetings)).then(|| {
        let action = model.path("/state");
        view! {
            <form action=action method="post" class="prow">
                <button class="krds-btn" type="submit" name="step" value="take_up">{texts::take_up(lang)}</button>
                <span class="form-hint">{texts::take_up_hint(lang)}</span>
            </form>
        }
    });
    view! {
        <section class="sec">
            {section::head(texts::published_title(lang), None, Some(texts::published_note(lang).to_owned()), None)}
            <dl class="kv" lang=korean(lang)>
                {pair(texts::attending(lang), &told.attending)}
                {pair(texts::chair(lang), &told.chair)}
                {pair(texts::place(lang), &told.place)}
                {agenda}
            </dl>
            {cited}
            {invented}
            {begin}
        </section>
    }
    .into_any()
}

/// 정정 기록, after the minutes were closed.
fn addenda(model: &MeetingModel) -> AnyView {
    let (hall, minutes) = (&model.hall, model.minutes);
    let lang = hall.lang();
    if minutes.meeting.body.amendable().is_err() {
        return ().into_any();
    }
    let items: Vec<AnyView> = minutes
        .addenda
        .iter()
        .map(|one| {
            let (at, by) = (crate::pages::components::instant(lang, one.first_at), one.first_by_name.clone());
            view! { <li>{at}<div><p class="who">{by}</p><p lang=korean(lang)>{lines(&one.body.text)}</p></div></li> }
                .into_any()
        })
        .collect();
    let none = items.is_empty().then(|| view! { <p class="mute">{texts::addenda_none(lang)}</p> });
    let form = model.tried.form("addendum", &[]);
    let write = hall.may(Action::RunMeetings).then(|| {
        view! {
            <details class="fold no-print" open=form.is_faulty()>
                <summary>{texts::addendum_open(lang)}</summary>
                <form action=model.path("/addenda") method="post">
                    {form.summary(lang)}
                    {form.field("text", texts::addendum(lang)).required().hint(texts::addendum_hint(lang)).textarea(lang, 4)}
                    <div class="prow">{crate::pages::components::submit(texts::addendum_do(lang))}</div>
                </form>
            </details>
        }
    });
    view! {
        <section class="sec" id="addenda">
            {section::head(texts::addenda(lang), Some(minutes.addenda.len()), None, None)}
            {none}
            <ol class="feed">{items}</ol>
            {write}
        </section>
    }
    .into_any()
}

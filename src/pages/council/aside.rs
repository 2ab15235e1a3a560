//! Beside the minutes: which required fields are there, the way of the minutes, corrections, who came, what comes next.

use crate::domain::council::Entry;
use crate::domain::council::attendance::{Attended, Presence};
use crate::domain::council::meeting::MeetingState;
use crate::domain::council::minutes::{Correction, Required};
use crate::domain::permission::Action;
use crate::pages::components::{Empty, full_day, icon, section};
use crate::pages::council::meeting::MeetingModel;
use crate::pages::council::words;
use crate::pages::record::{cells::lines, korean};
use crate::pages::texts::council as texts;
use leptos::prelude::*;

/// Everything beside the minutes.
#[must_use]
pub fn all(model: &MeetingModel) -> AnyView {
    if model.minutes.meeting.body.state == MeetingState::Published {
        return next_meeting(model);
    }
    view! { {state(model)}{required(model)}{corrections(model)}{attendance(model)}{next_meeting(model)} }.into_any()
}

/// Where the minutes stand, and the step that comes next.
fn state(model: &MeetingModel) -> AnyView {
    let (hall, meeting) = (&model.hall, &model.minutes.meeting.body);
    let lang = hall.lang();
    let closed = meeting.minutes.as_ref().map(|closed| {
        let short: String = closed.sha256.chars().take(12).collect();
        view! {
            <dl class="kv">
                <dt>{texts::minutes_no(lang)}</dt><dd>{closed.number.clone()}</dd>
                <dt>{texts::closed_on(lang)}</dt><dd>{full_day(lang, closed.closed_on)}</dd>
                <dt>{texts::fingerprint(lang)}</dt><dd><code title=closed.sha256.clone()>{short}</code></dd>
            </dl>
        }
    });
    let note = match meeting.state {
        MeetingState::Published => "",
        MeetingState::Preparing => texts::preparing_note(lang),
        MeetingState::Circulated => texts::circulated_note(lang),
        MeetingState::Closed => texts::closed_note(lang),
    };
    view! {
        <section class="sec" id="state">
            {section::head(texts::minutes_state(lang), None, None, None)}
            <p>{words::state_mark(lang, meeting.state)}</p>
            {closed}
            <p class="xs mute">{note}</p>
            {steps(model)}
        </section>
    }
    .into_any()
}

/// The buttons that move the minutes on.
fn steps(model: &MeetingModel) -> AnyView {
    let lang = model.hall.lang();
    if !model.hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    let button = |step: &'static str, class: &'static str, word: &'static str| {
        view! { <button class=class type="submit" name="step" value=step>{word}</button> }.into_any()
    };
    let buttons = match model.minutes.meeting.body.state {
        MeetingState::Preparing => button("circulate", "krds-btn primary", texts::circulate(lang)),
        MeetingState::Circulated => {
            let (close, recall) = (
                button("close", "krds-btn primary", texts::close(lang)),
                button("recall", "krds-btn", texts::recall(lang)),
            );
            view! { {close}{recall} }.into_any()
        }
        MeetingState::Published | MeetingState::Closed => return full_export(model),
    };
    view! {
        <form action=model.path("/state") method="post" class="no-print"><div class="prow">{buttons}</div></form>
        {full_export(model)}
    }
    .into_any()
}

/// The minutes with private remarks, which only the PMO takes out; a form, because the audit log notes it.
fn full_export(model: &MeetingModel) -> AnyView {
    let lang = model.hall.lang();
    if !model.minutes.remarks.iter().any(|one| one.body.private) {
        return ().into_any();
    }
    view! {
        <form action=model.path("/minutes-full") method="post" class="no-print">
            <p class="xs mute">{texts::full_note(lang)}</p>
            <div class="prow">
                <button class="krds-btn small" type="submit" name="format" value="hwpx">{texts::full_hwpx(lang)}</button>
                <button class="krds-btn small" type="submit" name="format" value="pdf">{texts::full_pdf(lang)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// 회의록 필수 항목
fn required(model: &MeetingModel) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let open = matches!(model.minutes.meeting.body.state, MeetingState::Preparing | MeetingState::Circulated);
    if !open || !hall.may(Action::RunMeetings) {
        return ().into_any();
    }
    let all = model.minutes.required();
    let there = all.iter().filter(|one| one.is_there).count();
    let items: Vec<AnyView> = all.iter().map(|one| required_item(model, *one)).collect();
    let note = texts::required_note(lang, all.len(), there);
    view! {
        <section class="sec" id="required">
            {section::head(texts::required_title(lang), None, Some(note), None)}
            <ul class="chk">{items}</ul>
            <p class="xs mute">{texts::required_hint(lang)}</p>
        </section>
    }
    .into_any()
}

fn required_item(model: &MeetingModel, one: Required) -> AnyView {
    use crate::domain::council::minutes::Field;
    let lang = model.hall.lang();
    let (class, symbol, word) =
        if one.is_there { ("yes", "s-done", texts::is_there(lang)) } else { ("no", "err", texts::is_missing(lang)) };
    let told = match (one.field, one.is_there, one.count) {
        (Field::Attendance, false, count) if count > 0 => texts::attendance_unknown(lang, count),
        (Field::Remarks, false, count) if count > 0 => texts::silent_items(lang, count),
        (Field::Votes, false, count) => texts::votes_odd(lang, count),
        (Field::Votes, true, 0) => texts::no_vote(lang).to_owned(),
        (Field::Agenda | Field::Decisions | Field::Votes, true, count) => texts::count(lang, count),
        _ => String::new(),
    };
    let told_class = if one.is_there { "xs mute" } else { "xs late-t" };
    view! {
        <li><span class=class>{icon(symbol)}<span class="sr-only">{word}</span></span>
            <span>{words::field(lang, one.field)}</span><span class=told_class>{told}</span></li>
    }
    .into_any()
}

/// Requests for correction: all for the PMO, their own for institutions.
fn corrections(model: &MeetingModel) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let is_mine = |one: &&&Entry<Correction>| {
        let reader = hall.info().reader.as_ref();
        hall.council.sight == crate::domain::council::Sight::Full
            || reader.is_some_and(|reader| reader.belongs_to(&one.body.institution))
    };
    let shown: Vec<_> = model.minutes.corrections.iter().filter(is_mine).collect();
    if shown.is_empty() {
        return ().into_any();
    }
    let items: Vec<AnyView> = shown.iter().map(|one| correction(model, one)).collect();
    view! {
        <section class="sec" id="corrections">
            {section::head(texts::corrections(lang), Some(shown.len()), None, None)}
            <ol class="asked">{items}</ol>
        </section>
    }
    .into_any()
}

fn correction(model: &MeetingModel, one: &Entry<Correction>) -> AnyView {
    let (hall, lang) = (&model.hall, model.hall.lang());
    let decided = one.body.decision.as_ref().map(|decision| {
        let word = if decision.accepted { texts::accepted(lang) } else { texts::refused(lang) };
        view! { <p><span class="tag">{word}</span>" "<span lang=korean(lang)>{decision.reason.clone()}</span></p> }
    });
    let decide = (one.body.decision.is_none()
        && hall.may(Action::RunMeetings)
        && model.minutes.meeting.body.circulated().is_ok())
    .then(|| correction_form(model, one));
    view! {
        <li>
            <p><b>{hall.scene.institution(&one.body.institution)}</b>" "<a href=format!("#line-{}", one.body.remark)>{texts::to_remark(lang)}</a></p>
            <p lang=korean(lang)>{lines(&one.body.proposed)}</p>
            <p class="xs mute" lang=korean(lang)>{one.body.reason.clone()}</p>
            {decided}
            {decide}
        </li>
    }
    .into_any()
}

fn correction_form(model: &MeetingModel, one: &Entry<Correction>) -> AnyView {
    let lang = model.hall.lang();
    let key = format!("correction-{}", one.id);
    let form = model.tried.form(key.as_str(), &[]);
    view! {
        <form action=model.path(&format!("/corrections/{}/decision", one.id)) method="post">
            {form.summary(lang)}
            {form.field("reason", texts::decision_reason(lang)).required().max_length(200).text(lang)}
            <div class="prow">
                <button class="krds-btn small secondary" type="submit" name="decision" value="accepted">{texts::accept(lang)}</button>
                <button class="krds-btn small" type="submit" name="decision" value="refused">{texts::refuse(lang)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Who was asked and who came.
fn attendance(model: &MeetingModel) -> AnyView {
    let (hall, minutes) = (&model.hall, model.minutes);
    let lang = hall.lang();
    let counts = Attended::of(&minutes.attendance);
    let note = (counts.invited > counts.unknown)
        .then(|| texts::attended_note(lang, counts.absent, counts.present, counts.proxy));
    let names = |presence| -> String {
        let those = minutes.those(presence);
        those.map(|one| hall.short(&one.body.institution)).collect::<Vec<_>>().join(", ")
    };
    let pair = |presence| {
        let told = names(presence);
        (!told.is_empty()).then(|| view! { <dt>{words::presence(lang, presence)}</dt><dd>{told}</dd> })
    };
    let unknown: Vec<String> = minutes
        .attendance
        .iter()
        .filter(|one| one.body.presence.is_none())
        .map(|one| hall.short(&one.body.institution))
        .collect();
    let unknown = (!unknown.is_empty()).then(|| view! { <dt>{texts::invited(lang)}</dt><dd>{unknown.join(", ")}</dd> });
    let body = if minutes.attendance.is_empty() {
        Empty::new(texts::attendance_none(lang), texts::attendance_none_why(lang)).view()
    } else {
        view! {
            <dl class="kv">
                {pair(Presence::Present)}{pair(Presence::Proxy)}{pair(Presence::Absent)}{pair(Presence::Observing)}{unknown}
            </dl>
        }
        .into_any()
    };
    view! {
        <section class="sec" id="attendance">
            {section::head(texts::attendance(lang), Some(minutes.attendance.len()), note, None)}
            {body}
            {invite(model)}
        </section>
    }
    .into_any()
}

/// Fills the invitation list with the members of the body, or adds some by name.
fn invite(model: &MeetingModel) -> AnyView {
    if !model.may_write() {
        return ().into_any();
    }
    let lang = model.hall.lang();
    let form = model.tried.form("invite", &[]);
    view! {
        <details class="fold no-print" open=form.is_faulty()>
            <summary>{texts::invite_open(lang)}</summary>
            <form action=model.path("/invitations") method="post">
                <p class="form-hint">{texts::invite_members_hint(lang)}</p>
                <div class="prow"><button class="krds-btn small" type="submit" name="who" value="members">{texts::invite_members(lang)}</button></div>
            </form>
            <form action=model.path("/invitations") method="post">
                {form.summary(lang)}
                {form.field("institutions", texts::invite_named(lang)).hint(texts::names_hint(lang)).text(lang)}
                <div class="prow"><button class="krds-btn small" type="submit" name="who" value="named">{texts::invite_do(lang)}</button></div>
            </form>
        </details>
    }
    .into_any()
}

/// The next meeting of the same body.
fn next_meeting(model: &MeetingModel) -> AnyView {
    let (hall, meeting) = (&model.hall, &model.minutes.meeting);
    let lang = hall.lang();
    let later = |one: &&Entry<crate::domain::council::meeting::Meeting>| {
        one.body.kind == meeting.body.kind && one.body.held_on > meeting.body.held_on
    };
    let body = match hall.council.meetings.iter().find(later) {
        Some(next) => {
            let href = hall.link(format!("/council/{}", next.id));
            let title = words::title(lang, &next.body);
            view! { <p><a href=href>{title}</a>" "{full_day(lang, next.body.held_on)}</p> }.into_any()
        }
        None => {
            let empty = Empty::new(texts::next_none(lang), texts::next_none_why(lang));
            if hall.may(Action::RunMeetings) {
                empty.link(texts::new_meeting(lang), hall.link("/council#new")).view()
            } else {
                empty.view()
            }
        }
    };
    view! { <section class="sec">{section::head(texts::next_meeting(lang), None, None, None)}{body}</section> }
        .into_any()
}

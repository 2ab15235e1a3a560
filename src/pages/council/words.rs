//! The words of the councils' states and kinds, and the marks in which they stand.

use crate::domain::council::agenda::ItemKind;
use crate::domain::council::attendance::Presence;
use crate::domain::council::difficulty::Stage;
use crate::domain::council::meeting::{Meeting, MeetingState, Refusal, Way};
use crate::domain::council::minutes::Field;
use crate::domain::council::outcome::{NoteKind, OutcomeKind, Vote};
use crate::domain::council::support::SupportKind;
use crate::domain::plan_file::MeetingKind;
use crate::pages::lang::Lang;
use crate::pages::texts::{council as texts, difficulties, directives, supports};
use chrono::NaiveTime;
use leptos::prelude::*;

#[must_use]
pub const fn kind(lang: Lang, kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::CioCouncil => texts::kind_cio_council(lang),
        MeetingKind::WorkingCouncil => texts::kind_working_council(lang),
        MeetingKind::ProgressReview => texts::kind_progress_review(lang),
    }
}

#[must_use]
pub const fn kind_short(lang: Lang, kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::CioCouncil => texts::kind_short_cio_council(lang),
        MeetingKind::WorkingCouncil => texts::kind_short_working_council(lang),
        MeetingKind::ProgressReview => texts::kind_short_progress_review(lang),
    }
}

/// `제2차 지능정보화책임관(CIO)협의회`
#[must_use]
pub fn title(lang: Lang, meeting: &Meeting) -> String {
    let kind = kind(lang, meeting.kind);
    meeting.ordinal.map_or_else(|| kind.to_owned(), |no| texts::title_ordinal(lang, kind, no))
}

#[must_use]
pub const fn way(lang: Lang, way: Way) -> &'static str {
    match way {
        Way::InPerson => texts::way_in_person(lang),
        Way::Video => texts::way_video(lang),
        Way::Both => texts::way_both(lang),
    }
}

#[must_use]
pub const fn state(lang: Lang, state: MeetingState) -> &'static str {
    match state {
        MeetingState::Published => texts::state_published(lang),
        MeetingState::Preparing => texts::state_preparing(lang),
        MeetingState::Circulated => texts::state_circulated(lang),
        MeetingState::Closed => texts::state_closed(lang),
    }
}

/// The state of the minutes as a mark: pages, as with returns.
#[must_use]
pub fn state_mark(lang: Lang, of: MeetingState) -> AnyView {
    let symbol = match of {
        MeetingState::Published => "d-none",
        MeetingState::Preparing => "d-draft",
        MeetingState::Circulated => "d-sent",
        MeetingState::Closed => "d-ok",
    };
    let class = format!("mk {symbol}");
    view! { <span class=class>{crate::pages::components::icon(symbol)}{state(lang, of)}</span> }.into_any()
}

#[must_use]
pub const fn item_kind(lang: Lang, kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Report => texts::item_report(lang),
        ItemKind::Discussion => texts::item_discussion(lang),
        ItemKind::Resolution => texts::item_resolution(lang),
        ItemKind::Sharing => texts::item_sharing(lang),
    }
}

#[must_use]
pub const fn presence(lang: Lang, presence: Presence) -> &'static str {
    match presence {
        Presence::Present => texts::presence_present(lang),
        Presence::Observing => texts::presence_observing(lang),
        Presence::Proxy => texts::presence_proxy(lang),
        Presence::Absent => texts::presence_absent(lang),
    }
}

#[must_use]
pub const fn outcome_kind(lang: Lang, kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Decision => texts::outcome_decision(lang),
        OutcomeKind::Directive => texts::outcome_directive(lang),
        OutcomeKind::Request => texts::outcome_request(lang),
        OutcomeKind::Sharing => texts::outcome_sharing(lang),
    }
}

#[must_use]
pub const fn note_kind(lang: Lang, kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Progress => directives::note_progress(lang),
        NoteKind::Claim => directives::note_claim(lang),
        NoteKind::Answer => directives::note_answer(lang),
        NoteKind::Handling => directives::note_handling(lang),
        NoteKind::Closed => directives::note_closed(lang),
        NoteKind::Dropped => directives::note_dropped(lang),
        NoteKind::Reopened => directives::note_reopened(lang),
    }
}

#[must_use]
pub const fn stage(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Received => difficulties::stage_received(lang),
        Stage::Reviewing => difficulties::stage_reviewing(lang),
        Stage::Acting => difficulties::stage_acting(lang),
        Stage::Resolved => difficulties::stage_resolved(lang),
        Stage::Declined => difficulties::stage_declined(lang),
    }
}

#[must_use]
pub const fn support_kind(lang: Lang, kind: SupportKind) -> &'static str {
    match kind {
        SupportKind::Technical => supports::kind_technical(lang),
        SupportKind::Staffing => supports::kind_staffing(lang),
        SupportKind::Budget => supports::kind_budget(lang),
        SupportKind::Visit => supports::kind_visit(lang),
    }
}

#[must_use]
pub const fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::NameAndHost => texts::field_name(lang),
        Field::DateAndPlace => texts::field_date(lang),
        Field::Attendance => texts::field_attendance(lang),
        Field::Proceedings => texts::field_proceedings(lang),
        Field::Agenda => texts::field_agenda(lang),
        Field::Remarks => texts::field_remarks(lang),
        Field::Decisions => texts::field_decisions(lang),
        Field::Votes => texts::field_votes(lang),
    }
}

/// `찬성 12 · 반대 3 · 기권 1`
#[must_use]
pub fn vote(lang: Lang, vote: Vote) -> String {
    texts::vote(lang, vote.abstained, vote.against, vote.in_favour)
}

/// `14:00~15:40`, `14:00`
#[must_use]
pub fn hours(starts: Option<NaiveTime>, ends: Option<NaiveTime>) -> String {
    let time = |time: NaiveTime| time.format("%H:%M").to_string();
    match (starts.map(time), ends.map(time)) {
        (Some(from), Some(until)) => format!("{from}~{until}"),
        (Some(from), None) => from,
        (None, _) => String::new(),
    }
}

/// Why a meeting did not take a step, and what to do.
#[must_use]
pub fn refusal(lang: Lang, refusal: Refusal) -> String {
    let words = match refusal {
        Refusal::NotPublished => texts::refused_not_published(lang),
        Refusal::NotPreparing => texts::refused_not_preparing(lang),
        Refusal::NotCirculated => texts::refused_not_circulated(lang),
        Refusal::Locked => texts::refused_locked(lang),
        Refusal::NotClosed => texts::refused_not_closed(lang),
        Refusal::NotYetHeld => texts::refused_not_yet_held(lang),
        Refusal::Incomplete(count) => return texts::refused_incomplete(lang, count),
        Refusal::CorrectionsOpen(count) => return texts::refused_corrections(lang, count),
    };
    words.to_owned()
}

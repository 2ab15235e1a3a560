//! The Korean words of meetings in documents.

use crate::domain::council::agenda::ItemKind;
use crate::domain::council::attendance::Presence;
use crate::domain::council::meeting::{Meeting, Way};
use crate::domain::council::outcome::{OutcomeKind, Vote};
use crate::domain::plan_file::MeetingKind;

/// `제2차 지능정보화책임관(CIO)협의회`
#[must_use]
pub fn title(meeting: &Meeting) -> String {
    let kind = match meeting.kind {
        MeetingKind::CioCouncil => "지능정보화책임관(CIO)협의회",
        MeetingKind::WorkingCouncil => "정보화담당관협의회",
        MeetingKind::ProgressReview => "이행점검회의",
    };
    meeting.ordinal.map_or_else(|| kind.to_owned(), |no| format!("제{no}차 {kind}"))
}

pub const fn way(way: Way) -> &'static str {
    match way {
        Way::InPerson => "대면",
        Way::Video => "영상",
        Way::Both => "대면·영상 병행",
    }
}

pub const fn item(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Report => "보고",
        ItemKind::Discussion => "논의",
        ItemKind::Resolution => "의결",
        ItemKind::Sharing => "공유",
    }
}

pub const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => "참석",
        Presence::Observing => "배석",
        Presence::Proxy => "대리",
        Presence::Absent => "불참",
    }
}

pub const fn outcome(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Decision => "결정",
        OutcomeKind::Directive => "지시사항",
        OutcomeKind::Request => "협조요청",
        OutcomeKind::Sharing => "공유",
    }
}

pub fn vote(vote: Vote) -> String {
    format!("찬성 {} · 반대 {} · 기권 {}", vote.in_favour, vote.against, vote.abstained)
}

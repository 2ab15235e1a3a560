//! The register: every record of the councils in all its versions, oldest first. It only ever grows.

use crate::domain::council::agenda::{AgendaItem, Paper};
use crate::domain::council::attendance::Attendance;
use crate::domain::council::cio::Cio;
use crate::domain::council::difficulty::{Difficulty, SameHere};
use crate::domain::council::meeting::{Meeting, Refusal};
use crate::domain::council::minutes::{Addendum, Correction, Remark};
use crate::domain::council::outcome::{Note, Outcome};
use crate::domain::council::support::Support;
use crate::domain::council::waiting::WaitingOn;
use crate::domain::ids::{RecordId, Slug, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Body {
    Meeting(Meeting),
    Item(AgendaItem),
    Attendance(Attendance),
    Remark(Remark),
    Outcome(Outcome),
    Note(Note),
    Correction(Correction),
    Addendum(Addendum),
    Paper(Paper),
    Difficulty(Difficulty),
    SameHere(SameHere),
    Support(Support),
    Waiting(WaitingOn),
    Cio(Cio),
}

impl Body {
    /// The code word of its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Meeting(_) => "meeting",
            Self::Item(_) => "item",
            Self::Attendance(_) => "attendance",
            Self::Remark(_) => "remark",
            Self::Outcome(_) => "outcome",
            Self::Note(_) => "note",
            Self::Correction(_) => "correction",
            Self::Addendum(_) => "addendum",
            Self::Paper(_) => "paper",
            Self::Difficulty(_) => "difficulty",
            Self::SameHere(_) => "same_here",
            Self::Support(_) => "support",
            Self::Waiting(_) => "waiting",
            Self::Cio(_) => "cio",
        }
    }

    /// The meeting whose minutes it is part of, and whose state decides whether it may be written.
    #[must_use]
    pub const fn minutes_of(&self) -> Option<RecordId> {
        match self {
            Self::Item(one) => Some(one.meeting),
            Self::Attendance(one) => Some(one.meeting),
            Self::Remark(one) => Some(one.meeting),
            Self::Outcome(one) => Some(one.meeting),
            Self::Correction(one) => Some(one.meeting),
            Self::Addendum(one) => Some(one.meeting),
            _ => None,
        }
    }

    /// The meeting whose state decides whether this may be written in the place of `old`. A difficulty raised in a meeting
    /// is worded while the minutes are written, and goes on in the register long after they were closed.
    #[must_use]
    pub fn bound_to(&self, old: Option<&Self>) -> Option<RecordId> {
        match (self, old) {
            (Self::Difficulty(new), Some(Self::Difficulty(old))) if new.is_worded_as(old) => None,
            (Self::Difficulty(new), Some(Self::Difficulty(old))) => old.meeting.or(new.meeting),
            (Self::Difficulty(new), _) => new.meeting,
            _ => self.minutes_of(),
        }
    }

    /// Whether it may be written as things stand with its `meeting`: lines while it is being prepared or held, requests for
    /// correction while it is circulated, addenda once it is closed.
    ///
    /// # Errors
    /// Why not.
    pub const fn check_lock(&self, meeting: &Meeting) -> Result<(), Refusal> {
        match self {
            Self::Item(_) | Self::Attendance(_) | Self::Remark(_) | Self::Outcome(_) | Self::Difficulty(_) => {
                meeting.writable()
            }
            Self::Correction(_) => meeting.circulated(),
            Self::Addendum(_) => meeting.amendable(),
            _ => Ok(()),
        }
    }

    /// The institution it is about, for the audit log.
    #[must_use]
    pub fn institution(&self) -> Option<&Slug> {
        match self {
            Self::Attendance(one) => Some(&one.institution),
            Self::Remark(one) => one.institution.as_ref(),
            Self::Outcome(one) => one.owners.first(),
            Self::Note(one) => one.institution.as_ref(),
            Self::Correction(one) => Some(&one.institution),
            Self::Difficulty(one) => Some(&one.institution),
            Self::SameHere(one) => Some(&one.institution),
            Self::Support(one) => Some(&one.institution),
            Self::Waiting(one) => Some(&one.institution),
            Self::Cio(one) => Some(&one.institution),
            Self::Meeting(_) | Self::Item(_) | Self::Addendum(_) | Self::Paper(_) => None,
        }
    }
}

/// A record as it was put down at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// In the order of the writes.
    pub no: i64,
    pub record: RecordId,
    pub body: Body,
    pub recorded_at: DateTime<Utc>,
    pub by: UserId,
    pub by_name: String,
    /// The head on whose behalf a deputy acted.
    pub on_behalf_of: Option<String>,
}

/// Every version of every record of one plan, in the order of the writes.
#[derive(Clone, Debug, Default)]
pub struct Register {
    versions: Vec<Arc<Version>>,
}

impl Register {
    /// Adds what was written since.
    pub fn append(&mut self, newer: impl IntoIterator<Item = Version>) {
        self.versions.extend(newer.into_iter().map(Arc::new));
    }

    /// The number of the last version, to ask for those after it.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.versions.last().map_or(0, |version| version.no)
    }

    /// The versions recorded before `cutoff`, oldest first.
    pub fn known(&self, cutoff: DateTime<Utc>) -> impl Iterator<Item = &Version> {
        self.versions.iter().map(AsRef::as_ref).filter(move |version| version.recorded_at < cutoff)
    }

    /// The versions of one record known before `cutoff`, oldest first: its history.
    #[must_use]
    pub fn history(&self, record: RecordId, cutoff: DateTime<Utc>) -> Vec<&Version> {
        let mut versions: Vec<_> = self.known(cutoff).filter(|version| version.record == record).collect();
        versions.sort_by_key(|version| (version.recorded_at, version.no));
        versions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::Story;
    use crate::domain::council::meeting::MeetingState;
    use crate::domain::plan_file::MeetingKind;
    use proptest::prelude::*;

    /// One record of each kind that a meeting's minutes are made of.
    fn parts() -> (Meeting, Vec<Body>) {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let item = story.item(id, "등급 재산정");
        let lines = [
            item,
            story.remark(id, Some(item), "mois", "말함", false),
            story.decision(id, "하나로 셈"),
            story.directive(id, "2024-03-29", &["mofa"]),
            story.attend(id, "mois", None),
            story.raised_in(id, Some(item), "kfs"),
        ];
        let last = |record| story.register.history(record, DateTime::<Utc>::MAX_UTC)[0].body.clone();
        let Body::Meeting(meeting) = last(id) else { panic!("a meeting") };
        (meeting, lines.map(last).to_vec())
    }

    #[test]
    fn every_kind_is_read_back_as_it_was_written() {
        for body in parts().1 {
            let text = serde_json::to_string(&body).unwrap();
            assert!(text.contains(&format!("\"record\":\"{}\"", body.kind())), "{text}");
            assert_eq!(serde_json::from_str::<Body>(&text).unwrap(), body);
        }
    }

    #[test]
    fn a_difficulty_raised_in_a_meeting_is_worded_with_it_and_answered_long_after() {
        let (meeting, bodies) = parts();
        let Some(Body::Difficulty(raised)) = bodies.last().cloned() else { panic!("a difficulty") };
        let old = Body::Difficulty(raised.clone());
        assert_eq!(old.bound_to(None), raised.meeting, "it is raised while the minutes are written");
        let day = "2024-04-01".parse().unwrap();
        let asked = Body::Difficulty(raised.clone().ask(Slug::parse("moef").unwrap(), day, day).unwrap());
        assert_eq!(asked.bound_to(Some(&old)), None, "who answers is no word of the minutes");
        let reworded = [
            Difficulty { title: "고침".into(), ..raised.clone() },
            Difficulty { struck: true, ..raised.clone() },
            Difficulty { meeting: None, ..raised.clone() },
        ];
        let closed = Meeting { state: MeetingState::Closed, ..meeting };
        for new in reworded.map(Body::Difficulty) {
            assert_eq!(new.bound_to(Some(&old)), raised.meeting);
            assert_eq!(new.check_lock(&closed), Err(Refusal::Locked));
        }
    }

    proptest! {
        #[test]
        fn no_line_of_closed_minutes_is_ever_written_and_addenda_only_then(at in 0usize..6, state in 0usize..4) {
            let (meeting, bodies) = parts();
            let meeting = Meeting { state: MeetingState::ALL[state], ..meeting };
            let closed = meeting.state == MeetingState::Closed;
            let line = bodies[at].check_lock(&meeting);
            prop_assert_eq!(line.is_ok(), meeting.state == MeetingState::Preparing);
            prop_assert_eq!(line == Err(Refusal::Locked), closed);
            let addendum = Body::Addendum(Addendum { meeting: RecordId(1), text: "정정".into() });
            prop_assert_eq!(addendum.check_lock(&meeting).is_ok(), closed);
        }
    }
}

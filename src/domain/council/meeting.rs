//! A meeting (회의) and the way of its minutes: 준비 → 회람 → 확정. What a source published of a meeting stands by itself
//! until somebody takes it up to write minutes.

use crate::domain::plan_file::{MeetingEntry, MeetingKind};
use chrono::{Datelike, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// How people came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 대면
    InPerson,
    /// 영상
    Video,
    /// 대면·영상 병행
    Both,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Video, Self::Both];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Video => "video",
            Self::Both => "both",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// Where a meeting's minutes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    /// 공표: known from a source alone; nobody here has written anything about it.
    Published,
    /// 준비: agenda, then lines during the meeting.
    Preparing,
    /// 회람: the institutions read it and may ask for a correction of their own remarks.
    Circulated,
    /// 확정: locked and numbered.
    Closed,
}

impl MeetingState {
    pub const ALL: [Self; 4] = [Self::Published, Self::Preparing, Self::Circulated, Self::Closed];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Preparing => "preparing",
            Self::Circulated => "circulated",
            Self::Closed => "closed",
        }
    }
}

/// What closing left: the number of the minutes and the fingerprint of all they say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedMinutes {
    /// `2024-3`: the third minutes closed of that year's meetings.
    pub number: String,
    /// SHA-256 of the canonical minutes, in hexadecimal digits.
    pub sha256: String,
    pub closed_on: NaiveDate,
}

/// What a source published of a meeting, in its words; stays as it is whatever is written beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The key of the plan's source.
    pub source: String,
    pub place: String,
    pub chair: String,
    pub attending: String,
    pub agenda: Vec<String>,
}

/// A meeting of one of the bodies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub kind: MeetingKind,
    /// 제N차, where it is known.
    pub ordinal: Option<i64>,
    pub held_on: NaiveDate,
    pub starts: Option<NaiveTime>,
    pub ends: Option<NaiveTime>,
    pub place: String,
    pub way: Option<Way>,
    /// 주재
    pub chair: String,
    /// 주관 부서
    pub host: String,
    /// 진행순서, a line each.
    pub proceedings: String,
    /// What a source published of it, where one did.
    pub published: Option<Published>,
    pub state: MeetingState,
    /// The secretary states that nothing was decided.
    #[serde(default)]
    pub nothing_decided: bool,
    pub minutes: Option<ClosedMinutes>,
}

/// Why a meeting does not take the step asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only what a source published can be taken up.
    NotPublished,
    /// Lines are written while it is being prepared or held, and not after.
    NotPreparing,
    /// Only circulated minutes can be closed, called back or corrected.
    NotCirculated,
    /// Closed minutes stay as they are; a correction is an addendum.
    Locked,
    /// An addendum belongs to closed minutes.
    NotClosed,
    /// Minutes of a meeting that is still to come.
    NotYetHeld,
    /// So many of the required fields are missing.
    Incomplete(usize),
    /// So many requests for correction wait for a decision.
    CorrectionsOpen(usize),
}

impl Meeting {
    /// A meeting as its source published it, and nothing more.
    #[must_use]
    pub fn published(entry: &MeetingEntry) -> Self {
        let told = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            kind: entry.kind,
            ordinal: entry.ordinal,
            held_on: entry.held_on,
            starts: None,
            ends: None,
            place: told(&entry.place),
            way: None,
            chair: told(&entry.chair),
            host: String::new(),
            proceedings: String::new(),
            published: Some(Published {
                source: entry.source.clone(),
                place: told(&entry.place),
                chair: told(&entry.chair),
                attending: told(&entry.attending),
                agenda: entry.agenda.clone(),
            }),
            state: MeetingState::Published,
            nothing_decided: false,
            minutes: None,
        }
    }

    /// Whether lines may be added and changed.
    ///
    /// # Errors
    /// [`Refusal::NotPreparing`], or [`Refusal::Locked`] once closed.
    pub const fn writable(&self) -> Result<(), Refusal> {
        match self.state {
            MeetingState::Preparing => Ok(()),
            MeetingState::Published | MeetingState::Circulated => Err(Refusal::NotPreparing),
            MeetingState::Closed => Err(Refusal::Locked),
        }
    }

    /// Begins minutes of a meeting that so far is only published.
    ///
    /// # Errors
    /// [`Refusal::NotPublished`] where they have begun.
    pub fn take_up(self) -> Result<Self, Refusal> {
        match self.state {
            MeetingState::Published => Ok(Self { state: MeetingState::Preparing, ..self }),
            _ => Err(Refusal::NotPublished),
        }
    }

    /// Shows the draft to the institutions.
    ///
    /// # Errors
    /// [`Refusal::NotPreparing`], [`Refusal::Locked`], or [`Refusal::NotYetHeld`] before its day.
    pub fn circulate(self, today: NaiveDate) -> Result<Self, Refusal> {
        self.writable()?;
        if today < self.held_on {
            return Err(Refusal::NotYetHeld);
        }
        Ok(Self { state: MeetingState::Circulated, ..self })
    }

    /// Takes a circulated draft back to be written on.
    ///
    /// # Errors
    /// [`Refusal::NotCirculated`], or [`Refusal::Locked`] once closed.
    pub fn recall(self) -> Result<Self, Refusal> {
        self.circulated()?;
        Ok(Self { state: MeetingState::Preparing, ..self })
    }

    /// Closes the minutes for ever.
    ///
    /// # Errors
    /// [`Refusal::NotCirculated`], [`Refusal::Locked`], [`Refusal::CorrectionsOpen`] or [`Refusal::Incomplete`].
    pub fn close(self, missing: usize, open_corrections: usize, minutes: ClosedMinutes) -> Result<Self, Refusal> {
        self.circulated()?;
        if open_corrections > 0 {
            return Err(Refusal::CorrectionsOpen(open_corrections));
        }
        if missing > 0 {
            return Err(Refusal::Incomplete(missing));
        }
        Ok(Self { state: MeetingState::Closed, minutes: Some(minutes), ..self })
    }

    /// Whether institutions may ask for corrections, and the PMO decide on them.
    ///
    /// # Errors
    /// [`Refusal::NotCirculated`], or [`Refusal::Locked`] once closed.
    pub const fn circulated(&self) -> Result<(), Refusal> {
        match self.state {
            MeetingState::Circulated => Ok(()),
            MeetingState::Closed => Err(Refusal::Locked),
            MeetingState::Published | MeetingState::Preparing => Err(Refusal::NotCirculated),
        }
    }

    /// Whether an addendum may be added.
    ///
    /// # Errors
    /// [`Refusal::NotClosed`] before.
    pub const fn amendable(&self) -> Result<(), Refusal> {
        if matches!(self.state, MeetingState::Closed) { Ok(()) } else { Err(Refusal::NotClosed) }
    }

    /// `24-02-07-3`: the number of a directive or request of this meeting.
    #[must_use]
    pub fn outcome_code(&self, no: i64) -> String {
        let day = self.held_on;
        format!("{:02}-{:02}-{:02}-{no}", day.year() % 100, day.month(), day.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn meeting(state: MeetingState) -> Meeting {
        let entry = MeetingEntry {
            kind: MeetingKind::CioCouncil,
            held_on: day("2024-02-07"),
            ordinal: None,
            place: Some("대면·영상 병행".into()),
            chair: None,
            attending: None,
            agenda: vec!["대책 개요".into()],
            source: "council".into(),
        };
        Meeting { state, ..Meeting::published(&entry) }
    }

    fn minutes() -> ClosedMinutes {
        ClosedMinutes { number: "2024-1".into(), sha256: "0".repeat(64), closed_on: day("2024-02-20") }
    }

    #[test]
    fn what_is_published_has_no_minutes_until_taken_up() {
        let published = meeting(MeetingState::Published);
        assert_eq!(published.writable(), Err(Refusal::NotPreparing));
        assert_eq!(published.take_up().map(|one| one.state), Ok(MeetingState::Preparing));
        assert_eq!(meeting(MeetingState::Preparing).take_up(), Err(Refusal::NotPublished));
    }

    #[test]
    fn a_draft_is_circulated_from_the_day_of_the_meeting() {
        let draft = meeting(MeetingState::Preparing);
        assert_eq!(draft.clone().circulate(day("2024-02-06")), Err(Refusal::NotYetHeld));
        assert_eq!(draft.circulate(day("2024-02-07")).map(|one| one.state), Ok(MeetingState::Circulated));
    }

    #[test]
    fn nothing_is_closed_with_a_gap_or_an_open_correction() {
        let circulated = meeting(MeetingState::Circulated);
        assert_eq!(circulated.clone().close(2, 0, minutes()), Err(Refusal::Incomplete(2)));
        assert_eq!(circulated.clone().close(0, 1, minutes()), Err(Refusal::CorrectionsOpen(1)));
        let closed = circulated.close(0, 0, minutes()).unwrap();
        assert_eq!((closed.state, closed.minutes), (MeetingState::Closed, Some(minutes())));
    }

    #[test]
    fn an_outcome_is_numbered_by_its_meeting() {
        assert_eq!(meeting(MeetingState::Preparing).outcome_code(3), "24-02-07-3");
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        TakeUp,
        Circulate,
        Recall,
        Close,
    }

    proptest! {
        #[test]
        fn closed_minutes_stay_closed_whatever_is_tried(steps in prop::collection::vec(0usize..4, 0..20)) {
            let mut closed = meeting(MeetingState::Closed);
            closed.minutes = Some(minutes());
            for step in steps.into_iter().map(|at| [Step::TakeUp, Step::Circulate, Step::Recall, Step::Close][at]) {
                let tried = match step {
                    Step::TakeUp => closed.clone().take_up(),
                    Step::Circulate => closed.clone().circulate(day("2024-12-31")),
                    Step::Recall => closed.clone().recall(),
                    Step::Close => closed.clone().close(0, 0, ClosedMinutes { number: "9".into(), ..minutes() }),
                };
                prop_assert!(tried.is_err());
                prop_assert_eq!(closed.writable(), Err(Refusal::Locked));
                prop_assert_eq!(closed.circulated(), Err(Refusal::Locked));
            }
        }

        #[test]
        fn lines_are_written_in_one_state_alone(steps in prop::collection::vec(0usize..4, 0..30)) {
            let mut one = meeting(MeetingState::Published);
            for step in steps {
                let next = match step {
                    0 => one.clone().take_up(),
                    1 => one.clone().circulate(day("2024-03-01")),
                    2 => one.clone().recall(),
                    _ => one.clone().close(0, 0, minutes()),
                };
                one = next.unwrap_or(one);
                prop_assert_eq!(one.writable().is_ok(), one.state == MeetingState::Preparing);
                prop_assert_eq!(one.minutes.is_some(), one.state == MeetingState::Closed);
            }
        }
    }
}

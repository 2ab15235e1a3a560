//! What a meeting came to: 결정, 지시사항, 협조요청, 공유; and what is noted about them afterwards.
//!
//! The wording of an outcome is part of the minutes and is locked with them. What happens to it later (progress, answers,
//! closing) are notes of its own, so that a directive can be closed long after its minutes were.

use crate::domain::ids::{RecordId, Slug, TaskNo};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// 결정
    Decision,
    /// 지시사항: has owners and a due.
    Directive,
    /// 협조요청: from one institution to others, with a due.
    Request,
    /// 공유
    Sharing,
}

impl OutcomeKind {
    pub const ALL: [Self; 4] = [Self::Decision, Self::Directive, Self::Request, Self::Sharing];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Directive => "directive",
            Self::Request => "request",
            Self::Sharing => "sharing",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether somebody has to do something by a day.
    #[must_use]
    pub const fn is_followed_up(self) -> bool {
        matches!(self, Self::Directive | Self::Request)
    }
}

/// A vote (표결), where there was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub in_favour: i64,
    pub against: i64,
    pub abstained: i64,
}

impl Vote {
    #[must_use]
    pub const fn total(self) -> i64 {
        self.in_favour + self.against + self.abstained
    }

    /// Reads `찬성-반대-기권` as three numbers: `12-3-1`, `12/3/1`, `12 3 1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_number = |part: &&str| !part.is_empty();
        let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(is_number).collect();
        let [in_favour, against, abstained] = parts[..] else { return None };
        let read = |part: &str| part.parse().ok().filter(|number| *number <= 10_000);
        Some(Self { in_favour: read(in_favour)?, against: read(against)?, abstained: read(abstained)? })
    }
}

/// One line of what a meeting came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub meeting: RecordId,
    /// The agenda item under which it was said.
    pub item: Option<RecordId>,
    pub kind: OutcomeKind,
    /// Its number among the directives and requests of the meeting, from 1; 0 for the others.
    pub no: i64,
    pub text: String,
    /// Who has to do it; the first answers for it.
    #[serde(default)]
    pub owners: Vec<Slug>,
    /// Who asks, for a request.
    pub from: Option<Slug>,
    pub due: Option<NaiveDate>,
    #[serde(default)]
    pub tasks: Vec<TaskNo>,
    pub vote: Option<Vote>,
    #[serde(default)]
    pub struck: bool,
}

/// Why a line cannot stand as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeFault {
    TextMissing,
    OwnerMissing,
    FromMissing,
    DueMissing,
    /// The due is before the meeting.
    DueBefore,
    /// Only decisions are voted on.
    VoteElsewhere,
    /// Nobody is asked by themselves.
    FromIsOwner,
}

impl Outcome {
    /// What is missing or cannot be, in the order of the form.
    #[must_use]
    pub fn faults(&self, held_on: NaiveDate) -> Vec<OutcomeFault> {
        let followed = self.kind.is_followed_up();
        let checks = [
            (self.text.is_empty(), OutcomeFault::TextMissing),
            (followed && self.owners.is_empty(), OutcomeFault::OwnerMissing),
            (self.kind == OutcomeKind::Request && self.from.is_none(), OutcomeFault::FromMissing),
            (self.from.as_ref().is_some_and(|from| self.owners.contains(from)), OutcomeFault::FromIsOwner),
            (followed && self.due.is_none(), OutcomeFault::DueMissing),
            (self.due.is_some_and(|due| due < held_on), OutcomeFault::DueBefore),
            (self.vote.is_some() && self.kind != OutcomeKind::Decision, OutcomeFault::VoteElsewhere),
        ];
        checks.into_iter().filter(|(holds, _)| *holds).map(|(_, fault)| fault).collect()
    }
}

/// What is noted about a directive or request after it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// 추진상황, by an owner.
    Progress,
    /// 이행 완료 보고, by an owner; the PMO decides.
    Claim,
    /// 회신: the answer to a request, by one of those asked.
    Answer,
    /// What a later meeting made of it.
    Handling,
    /// 이행 확인, by the PMO.
    Closed,
    /// 종결: no longer asked for, by the PMO.
    Dropped,
    /// 다시 열기, by the PMO.
    Reopened,
}

impl NoteKind {
    pub const ALL: [Self; 7] =
        [Self::Progress, Self::Claim, Self::Answer, Self::Handling, Self::Closed, Self::Dropped, Self::Reopened];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Claim => "claim",
            Self::Answer => "answer",
            Self::Handling => "handling",
            Self::Closed => "closed",
            Self::Dropped => "dropped",
            Self::Reopened => "reopened",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether only the PMO writes it.
    #[must_use]
    pub const fn is_pmos(self) -> bool {
        matches!(self, Self::Handling | Self::Closed | Self::Dropped | Self::Reopened)
    }
}

/// A note about a directive or request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub outcome: RecordId,
    pub kind: NoteKind,
    pub text: String,
    /// The owner that speaks; `None` for the PMO.
    pub institution: Option<Slug>,
    /// The meeting that handled it.
    pub meeting: Option<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{day, slug};

    fn directive() -> Outcome {
        Outcome {
            meeting: RecordId(1),
            item: None,
            kind: OutcomeKind::Directive,
            no: 1,
            text: "자체 산정을 제출할 것".into(),
            owners: vec![slug("mofa")],
            from: None,
            due: Some(day("2024-03-26")),
            tasks: vec![TaskNo(4)],
            vote: None,
            struck: false,
        }
    }

    #[test]
    fn a_directive_has_owners_and_a_due_after_its_meeting() {
        let held = day("2024-03-13");
        assert_eq!(directive().faults(held), []);
        let bare = Outcome { owners: vec![], due: None, text: String::new(), ..directive() };
        assert_eq!(
            bare.faults(held),
            [OutcomeFault::TextMissing, OutcomeFault::OwnerMissing, OutcomeFault::DueMissing]
        );
        assert_eq!(Outcome { due: Some(day("2024-03-12")), ..directive() }.faults(held), [OutcomeFault::DueBefore]);
    }

    #[test]
    fn a_request_names_who_asks_and_nobody_asks_themselves() {
        let held = day("2024-03-13");
        let request = Outcome { kind: OutcomeKind::Request, ..directive() };
        assert_eq!(request.faults(held), [OutcomeFault::FromMissing]);
        let own = Outcome { from: Some(slug("mofa")), ..request };
        assert_eq!(own.faults(held), [OutcomeFault::FromIsOwner]);
    }

    #[test]
    fn only_decisions_are_voted_on() {
        let vote = Vote::parse("12-3-1");
        assert_eq!(vote.map(Vote::total), Some(16));
        let voted = Outcome { vote, ..directive() };
        assert_eq!(voted.faults(day("2024-03-13")), [OutcomeFault::VoteElsewhere]);
        let decision = Outcome { kind: OutcomeKind::Decision, due: None, owners: vec![], ..voted };
        assert_eq!(decision.faults(day("2024-03-13")), []);
        for bad in ["", "12", "12-3", "1-2-3-4", "다수"] {
            assert_eq!(Vote::parse(bad), None, "{bad}");
        }
    }
}

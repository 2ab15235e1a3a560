//! Names and numbers that identify things. Parsed at the door, trusted inside.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

row_id! {
    /// A plan (대책).
    PlanId,
    /// A milestone (마일스톤) of a task.
    MilestoneId,
    /// An assignment (소관과제): a task as one institution carries it.
    AssignmentId,
    /// A report (실적보고).
    ReportId,
    /// A proposal to move an approved due (일정변경).
    DateChangeId,
    /// A file or link given as evidence (증빙).
    EvidenceId,
    /// A person with an account.
    UserId,
    /// A review round (점검회차).
    RoundId,
    /// A return (제출본).
    ReturnId,
    /// A question about a field of a return (질의).
    QueryId,
    /// A record of the councils' register: a meeting, a line of its minutes, a difficulty, a support.
    RecordId,
    /// A notice (알림) to one person.
    NoticeId,
    /// A mail waiting in the outbox, or gone.
    MailId,
}

/// The number of a task (과제 번호) within its plan, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskNo(pub i64);

impl TaskNo {
    /// The largest number a plan may use.
    pub const MAX: i64 = 9_999;

    /// Reads a task number as it stands in an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.parse().ok()?;
        (1..=Self::MAX).contains(&number).then_some(Self(number))
    }
}

impl fmt::Display for TaskNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A permanent short name in addresses: lower-case ASCII letters, digits and hyphens, at most 40. Shared, because every
/// assignment, fact and exception names its institution.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(Arc<str>);

impl Slug {
    /// `None` where the text could not stand in an address as it is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        fits.then(|| Self(text.into()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_an_address_can_carry() {
        assert!(Slug::parse("mogef-2025").is_some());
        for bad in ["", "행안부", "MOIS", "-mois", "mois-", "a b", "../x"] {
            assert_eq!(Slug::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn task_numbers_start_at_one() {
        assert_eq!(TaskNo::parse("12"), Some(TaskNo(12)));
        for bad in ["0", "-1", "", "1x", "10000"] {
            assert_eq!(TaskNo::parse(bad), None, "{bad}");
        }
    }
}

//! What is still missing before a round is sealed. It may be sealed in spite of it, with a reason that is printed.
//!
//! To ask for something more (minutes that are closed, coverage that is measured): a [`CheckKind`] with its code word, its
//! line in [`checks`], and its words in `locales/seal.toml`.

use crate::domain::ids::{Slug, TaskNo};
use crate::domain::ledger::Ledger;
use crate::domain::query::{Query, QueryState};
use crate::domain::returns::ReturnState;
use crate::domain::round::{Round, RoundState};
use crate::domain::seal::digest::{Digest, canonical};
use crate::domain::seal::document::Gap;
use crate::domain::standing::{AssignmentStanding, Standing};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckKind {
    /// The round takes returns still.
    TakingReturns,
    /// Institutions that have handed in nothing.
    NotSubmitted,
    /// Returns that are handed in or sent back, and not approved.
    NotApproved,
    /// Queries without an answer.
    QueriesOpen,
    /// Tasks whose lead has no verdict on its last report.
    VerdictMissing,
    /// Verdicts without a reason, or without the condition that would change them.
    VerdictWithoutReason,
    /// The meeting of the round was not held yet, or not even fixed where the round is quarterly.
    MeetingNotHeld,
}

impl CheckKind {
    pub const ALL: [Self; 7] = [
        Self::TakingReturns,
        Self::NotSubmitted,
        Self::NotApproved,
        Self::QueriesOpen,
        Self::VerdictMissing,
        Self::VerdictWithoutReason,
        Self::MeetingNotHeld,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TakingReturns => "taking_returns",
            Self::NotSubmitted => "not_submitted",
            Self::NotApproved => "not_approved",
            Self::QueriesOpen => "queries_open",
            Self::VerdictMissing => "verdict_missing",
            Self::VerdictWithoutReason => "verdict_without_reason",
            Self::MeetingNotHeld => "meeting_not_held",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub kind: CheckKind,
    /// Which ones are missing: slugs, query numbers, task numbers, a day; empty where all is there.
    pub items: Vec<String>,
    /// How many there are in all.
    pub of: i64,
    /// A thing that is missing as a whole, without items to name.
    pub missing: bool,
}

impl Check {
    fn of(kind: CheckKind, items: Vec<String>, of: usize) -> Self {
        let missing = !items.is_empty();
        Self { kind, items, of: i64::try_from(of).unwrap_or(i64::MAX), missing }
    }
}

/// The whole list, in the order in which it is shown.
#[must_use]
pub fn checks(ledger: &Ledger, standing: &Standing, round: &Round, queries: &[Query]) -> Vec<Check> {
    let returns: Vec<_> = ledger.reviews.returns_of(round.id).collect();
    // In the order of the register.
    let in_state = |states: &[ReturnState]| -> Vec<String> {
        let is_in = |slug: &Slug| returns.iter().any(|one| one.institution == *slug && states.contains(&one.state));
        ledger.institutions.iter().map(|one| &one.slug).filter(|slug| is_in(slug)).map(ToString::to_string).collect()
    };
    let open: Vec<String> = queries
        .iter()
        .filter(|query| query.state() == QueryState::Open)
        .map(|query| format!("{:03}", query.no))
        .collect();
    let leads = leads(standing, round);
    let unjudged = leads.iter().filter(|lead| lead.verdict.is_none()).map(|lead| lead.task_no.to_string()).collect();
    let unfounded = leads.iter().filter(|lead| is_unfounded(lead)).map(|lead| lead.task_no.to_string()).collect();
    let meeting = round.settings.meeting_on.filter(|on| *on > standing.day).map(|on| on.to_string());
    let unfixed = round.settings.meeting_on.is_none() && round.slug.is_quarterly();
    let taking = (round.state == RoundState::Open).then(|| round.due().to_string());
    vec![
        Check::of(CheckKind::TakingReturns, taking.into_iter().collect(), 1),
        Check::of(CheckKind::NotSubmitted, in_state(&[ReturnState::NotStarted, ReturnState::Draft]), returns.len()),
        Check::of(CheckKind::NotApproved, in_state(&[ReturnState::Submitted, ReturnState::Returned]), returns.len()),
        Check::of(CheckKind::QueriesOpen, open, queries.len()),
        Check::of(CheckKind::VerdictMissing, unjudged, leads.len()),
        Check::of(CheckKind::VerdictWithoutReason, unfounded, leads.len()),
        Check {
            missing: meeting.is_some() || unfixed,
            items: meeting.into_iter().collect(),
            kind: CheckKind::MeetingNotHeld,
            of: 1,
        },
    ]
}

/// The leads' assignments of the tasks reviewed that still ask for a judgement.
fn leads<'a>(standing: &'a Standing, round: &Round) -> Vec<&'a AssignmentStanding> {
    let covered = |no: TaskNo| round.settings.covers(no);
    let tasks = standing.tasks.iter().filter(|task| covered(task.no));
    tasks.filter_map(|task| standing.lead_of(task)).filter(|lead| lead.light.is_open()).collect()
}

fn is_unfounded(lead: &AssignmentStanding) -> bool {
    lead.verdict.as_ref().is_some_and(|verdict| {
        verdict.reason.trim().is_empty() || (verdict.verdict.needs_condition() && verdict.condition.trim().is_empty())
    })
}

/// What is missing, as the seal says it.
#[must_use]
pub fn gaps(checks: &[Check]) -> Vec<Gap> {
    let missing = checks.iter().filter(|check| check.missing);
    missing.map(|check| Gap { what: check.kind.code().to_owned(), items: check.items.clone() }).collect()
}

/// A mark of what was shown as missing: the seal is refused where it is another by the time it is confirmed.
#[must_use]
pub fn mark(gaps: &[Gap]) -> String {
    canonical(&gaps).map_or_else(|_| String::new(), |bytes| Digest::of(&bytes).short().to_owned())
}

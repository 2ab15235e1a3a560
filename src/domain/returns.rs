//! A return (제출본): what one institution hands in for one round, and the states it passes.
//!
//! 미착수 → 작성중 → 제출 → 보완요청 → 제출 … → 승인. The review's beginning and a first check are attributes, not states. Nobody
//! reviews or approves what they submitted themselves, whatever roles they hold.

mod events;

pub use events::{ReceivedWay, ReturnEvent, ReturnEventKind, ReturnState};

use crate::domain::calendar::day_of;
use crate::domain::ids::{ReturnId, RoundId, Slug, UserId};
use crate::domain::round::RoundState;
use chrono::{DateTime, NaiveDate, Utc};

/// A return as its events left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    pub id: ReturnId,
    pub round: RoundId,
    pub institution: Slug,
    pub state: ReturnState,
    /// Oldest first; at least one.
    pub events: Vec<ReturnEvent>,
}

/// Why something cannot be done with a return now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnRefusal {
    /// The round takes nothing in this state.
    Round(RoundState),
    /// The return is in this state.
    State(ReturnState),
    /// 검토가 시작되어 회수할 수 없음.
    ReviewStarted,
    /// Who submitted does not review.
    OwnSubmission,
    /// So many queries are open.
    QueriesOpen(i64),
    /// Two steps are asked for, and nobody has checked yet.
    NotChecked,
    /// Who checked does not approve.
    OwnCheck,
    /// It was checked already.
    Checked,
    ReasonMissing,
    /// So many assignments are not ready to be handed in.
    Incomplete(i64),
}

impl Return {
    /// A return from its events, oldest first; `None` without any.
    #[must_use]
    pub fn of(id: ReturnId, round: RoundId, institution: Slug, events: Vec<ReturnEvent>) -> Option<Self> {
        let state = events.iter().rev().find_map(|event| event.kind.leads_to())?;
        Some(Self { id, round, institution, state, events })
    }

    /// The return as it stood just before `cutoff`.
    #[must_use]
    pub fn before(&self, cutoff: DateTime<Utc>) -> Option<Self> {
        let events = self.events.iter().filter(|event| event.recorded_at < cutoff).cloned().collect();
        Self::of(self.id, self.round, self.institution.clone(), events)
    }

    /// Whether it stood approved just before `cutoff`.
    #[must_use]
    pub fn is_approved_before(&self, cutoff: DateTime<Utc>) -> bool {
        let known = self.events.iter().rev().filter(|event| event.recorded_at < cutoff);
        known.filter_map(|event| event.kind.leads_to()).next() == Some(ReturnState::Approved)
    }

    fn last(&self, kind: ReturnEventKind) -> Option<&ReturnEvent> {
        self.events.iter().rev().find(|event| event.kind == kind)
    }

    /// The submission that stands; `None` where it was called back or never made.
    #[must_use]
    pub fn submission(&self) -> Option<&ReturnEvent> {
        let stands = matches!(self.state, ReturnState::Submitted | ReturnState::Returned | ReturnState::Approved);
        self.last(ReturnEventKind::Submitted).filter(|_| stands)
    }

    /// The day of the first submission that was not called back: what counts for lateness, whatever was sent back since.
    #[must_use]
    pub fn first_submitted_on(&self) -> Option<NaiveDate> {
        let mut standing: Vec<&ReturnEvent> = Vec::new();
        for event in &self.events {
            match event.kind {
                ReturnEventKind::Submitted => standing.push(event),
                ReturnEventKind::CalledBack => drop(standing.pop()),
                _ => {}
            }
        }
        let first = standing.first();
        first.map(|event| day_of(event.recorded_at))
    }

    /// Nil: the submission that stands says 변경 없음 of everything.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.submission().is_some_and(|event| event.nil)
    }

    /// What happened since the submission that stands.
    fn since_submission(&self) -> impl Iterator<Item = &ReturnEvent> {
        let from = self.events.iter().rposition(|event| event.kind == ReturnEventKind::Submitted);
        self.events.iter().skip(from.unwrap_or(self.events.len()))
    }

    /// 검토 시작, since the submission that stands.
    #[must_use]
    pub fn review_started(&self) -> Option<&ReturnEvent> {
        self.since_submission().find(|event| event.kind == ReturnEventKind::ReviewStarted)
    }

    /// The first check, since the submission that stands.
    #[must_use]
    pub fn checked(&self) -> Option<&ReturnEvent> {
        self.since_submission().find(|event| event.kind == ReturnEventKind::Checked)
    }

    /// The approval that stands.
    #[must_use]
    pub fn approval(&self) -> Option<&ReturnEvent> {
        self.last(ReturnEventKind::Approved).filter(|_| self.state == ReturnState::Approved)
    }

    /// Why it was last sent back or reopened.
    #[must_use]
    pub fn sent_back(&self) -> Option<&ReturnEvent> {
        let kinds = [ReturnEventKind::SentBack, ReturnEventKind::Reopened];
        self.events.iter().rev().find(|event| kinds.contains(&event.kind))
    }

    /// Whether the institution may write in it.
    ///
    /// # Errors
    /// Where the round takes nothing, or the return is handed in. What was sent back may be mended up to the seal.
    pub fn edit(&self, round: RoundState) -> Result<(), ReturnRefusal> {
        if self.state == ReturnState::Returned {
            expect_unsealed(round)?
        } else {
            expect_open(round)?
        }
        if self.state.is_owed() { Ok(()) } else { Err(ReturnRefusal::State(self.state)) }
    }

    /// Whether what the institution says about its assignments goes into this return: while it may be written in, and while
    /// it waits for its review.
    #[must_use]
    pub fn takes_reports(&self, round: RoundState) -> bool {
        self.edit(round).is_ok() || (self.state == ReturnState::Submitted && expect_unsealed(round).is_ok())
    }

    /// Hands it in. `unready` assignments are missing something.
    ///
    /// # Errors
    /// Where it cannot be edited, or is not ready.
    pub fn submit(&self, round: RoundState, unready: i64) -> Result<ReturnEventKind, ReturnRefusal> {
        self.edit(round)?;
        if unready > 0 { Err(ReturnRefusal::Incomplete(unready)) } else { Ok(ReturnEventKind::Submitted) }
    }

    /// Takes it back before anybody looked at it.
    ///
    /// # Errors
    /// Unless it is handed in and its review has not begun.
    pub fn call_back(&self, round: RoundState) -> Result<ReturnEventKind, ReturnRefusal> {
        expect_unsealed(round)?;
        self.expect(ReturnState::Submitted)?;
        if self.review_started().is_some() {
            return Err(ReturnRefusal::ReviewStarted);
        }
        Ok(ReturnEventKind::CalledBack)
    }

    /// Begins its review.
    ///
    /// # Errors
    /// Unless it is handed in, by somebody else, and nobody began before.
    pub fn start_review(&self, by: UserId, round: RoundState) -> Result<ReturnEventKind, ReturnRefusal> {
        self.reviewable(by, round)?;
        if self.review_started().is_some() {
            return Err(ReturnRefusal::ReviewStarted);
        }
        Ok(ReturnEventKind::ReviewStarted)
    }

    /// The first of two steps.
    ///
    /// # Errors
    /// Unless it is handed in by somebody else, not checked yet, and no query is open.
    pub fn check(&self, by: UserId, round: RoundState, open_queries: i64) -> Result<ReturnEventKind, ReturnRefusal> {
        self.reviewable(by, round)?;
        if self.checked().is_some() {
            return Err(ReturnRefusal::Checked);
        }
        expect_answered(open_queries)?;
        Ok(ReturnEventKind::Checked)
    }

    /// Approves it.
    ///
    /// # Errors
    /// Unless it is handed in by somebody else, no query is open, and, where two steps are asked for, a third person
    /// checked it.
    pub fn approve(
        &self,
        by: UserId,
        round: RoundState,
        open_queries: i64,
        two_steps: bool,
    ) -> Result<ReturnEventKind, ReturnRefusal> {
        self.reviewable(by, round)?;
        expect_answered(open_queries)?;
        match self.checked() {
            None if two_steps => Err(ReturnRefusal::NotChecked),
            Some(check) if two_steps && check.by == Some(by) => Err(ReturnRefusal::OwnCheck),
            _ => Ok(ReturnEventKind::Approved),
        }
    }

    /// Sends it back to be mended.
    ///
    /// # Errors
    /// Unless it is handed in by somebody else, and a reason is given.
    pub fn send_back(&self, by: UserId, round: RoundState, reason: &str) -> Result<ReturnEventKind, ReturnRefusal> {
        self.reviewable(by, round)?;
        expect_reason(reason)?;
        Ok(ReturnEventKind::SentBack)
    }

    /// Takes an approval back, before the seal.
    ///
    /// # Errors
    /// Unless it is approved, was submitted by somebody else, and a reason is given.
    pub fn reopen(&self, by: UserId, round: RoundState, reason: &str) -> Result<ReturnEventKind, ReturnRefusal> {
        expect_unsealed(round)?;
        self.expect(ReturnState::Approved)?;
        self.expect_not_own(by)?;
        expect_reason(reason)?;
        Ok(ReturnEventKind::Reopened)
    }

    /// Whether `by` may review it now.
    ///
    /// # Errors
    /// After the seal, unless it is handed in, or where they handed it in themselves.
    pub fn reviewable(&self, by: UserId, round: RoundState) -> Result<(), ReturnRefusal> {
        expect_unsealed(round)?;
        self.expect(ReturnState::Submitted)?;
        self.expect_not_own(by)
    }

    fn expect(&self, state: ReturnState) -> Result<(), ReturnRefusal> {
        if self.state == state { Ok(()) } else { Err(ReturnRefusal::State(self.state)) }
    }

    fn expect_not_own(&self, by: UserId) -> Result<(), ReturnRefusal> {
        let own = self.submission().is_some_and(|submission| submission.by == Some(by));
        if own { Err(ReturnRefusal::OwnSubmission) } else { Ok(()) }
    }
}

fn expect_open(round: RoundState) -> Result<(), ReturnRefusal> {
    if round == RoundState::Open { Ok(()) } else { Err(ReturnRefusal::Round(round)) }
}

/// Reviewing goes on after the taking of returns has ended, up to the seal.
fn expect_unsealed(round: RoundState) -> Result<(), ReturnRefusal> {
    if matches!(round, RoundState::Open | RoundState::Closed) { Ok(()) } else { Err(ReturnRefusal::Round(round)) }
}

fn expect_answered(open_queries: i64) -> Result<(), ReturnRefusal> {
    if open_queries == 0 { Ok(()) } else { Err(ReturnRefusal::QueriesOpen(open_queries)) }
}

fn expect_reason(reason: &str) -> Result<(), ReturnRefusal> {
    if reason.trim().is_empty() { Err(ReturnRefusal::ReasonMissing) } else { Ok(()) }
}

/// How many returns are in each state, in the order of [`ReturnState::ALL`].
#[must_use]
pub fn count_states<'a>(returns: impl IntoIterator<Item = &'a Return>) -> [i64; 5] {
    let mut counts = [0; 5];
    for one in returns {
        let place = ReturnState::ALL.iter().position(|state| *state == one.state).unwrap_or(0);
        counts[place] += 1;
    }
    counts
}

#[cfg(test)]
mod tests;

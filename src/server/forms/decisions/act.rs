//! What the forms of an assignment's page ask to record.

use crate::domain::due::Due;
use crate::domain::ids::{DateChangeId, MilestoneId, UserId};
use crate::pages::assignment::FormFault;
use crate::server::forms::assignment::Opened;
use crate::store::{NewDateChange, NewEnding, NewVerdict, NewVerification, StoreResult, Tx};

pub(super) enum Act {
    Verdict(NewVerdict),
    Verification(NewVerification),
    DateChange(NewDateChange),
    DateDecision { id: DateChangeId, approved: bool, reason: String },
    Due { milestone: MilestoneId, due: Due, reason: String },
    Ending(NewEnding),
    Duty { owner: Option<UserId>, reviewer: Option<UserId>, contact: String },
}

impl Act {
    pub async fn record(&self, tx: &mut Tx, opened: &Opened) -> StoreResult<()> {
        let (id, slug) = (opened.assignment.id, &opened.slug);
        match self {
            Self::Verdict(new) => {
                tx.add_verdict(new).await?;
                tx.tell_verdict(new).await
            }
            Self::Verification(new) => {
                tx.add_verification(new).await?;
                tx.tell_verification(new).await
            }
            Self::DateChange(new) => tx.propose_date_change(new).await.map(drop),
            Self::DateDecision { id, approved, reason } => {
                tx.decide_date_change(*id, slug, *approved, reason).await?;
                tx.tell_date_decision(*id, slug, *approved, reason).await
            }
            Self::Due { milestone, due, reason } => tx.set_step_due(id, slug, *milestone, *due, reason).await,
            Self::Ending(new) => tx.add_ending(new).await,
            Self::Duty { owner, reviewer, contact } => tx.set_duty(id, slug, *owner, *reviewer, contact).await,
        }
    }

    /// What is said beside which field where somebody else was first; nothing where the page itself is out of date.
    pub fn overtaken(&self) -> Option<(&'static str, FormFault)> {
        match self {
            Self::DateChange(_) => Some(("milestone", FormFault::AlreadyAsked)),
            Self::DateDecision { .. } => Some(("decision", FormFault::AlreadyDecided)),
            _ => None,
        }
    }

    /// The sentence said afterwards.
    pub fn note(&self) -> &'static str {
        match self {
            Self::Verdict(_) => "verdict_saved",
            Self::Verification(_) => "verification_saved",
            Self::DateChange(_) => "date_change_proposed",
            Self::DateDecision { .. } => "date_change_decided",
            Self::Due { .. } => "due_saved",
            Self::Ending(_) => "ending_saved",
            Self::Duty { .. } => "duty_saved",
        }
    }
}

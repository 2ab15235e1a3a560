//! The continuity plan (서비스 연속성 계획) of one system: what happens to each of its services while the system is down.
//!
//! 작성 → 부서 검토 → 승인 → 훈련 완료. Each step is a verb that may refuse. An approved version holds until a revision of it is
//! approved; nothing approved is ever edited.

mod content;

pub use content::{ANSWER_MAX, Contact, ContentFault, PlanContent, Service, read_content};

use super::SystemCode;
use super::standard::Standard;
use super::words::{DrillResult, PlanState};
use crate::domain::ids::UserId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A drill of the plan (훈련).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    pub on: NaiveDate,
    pub result: DrillResult,
    pub note: String,
}

/// One version of a system's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContinuityPlan {
    pub system: SystemCode,
    /// 제N판, from 1.
    pub version: i64,
    /// The version of the standard form it follows.
    pub standard: i64,
    pub content: PlanContent,
    pub state: PlanState,
    /// Who handed it in for review; nobody approves their own.
    pub submitted_by: Option<UserId>,
    pub next_review: Option<NaiveDate>,
    pub drill: Option<Drill>,
}

/// Why a step was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only a plan in 작성 is written on.
    NotDrafting,
    /// Only a plan in 부서 검토 is approved or sent back.
    NotInReview,
    /// Only an approved plan is drilled or revised.
    NotInForce,
    /// Somebody else must approve what one handed in.
    OwnSubmission,
    /// No service is described.
    NoServices,
    /// Required answers that are missing: the service's place and the question's key.
    Incomplete(Vec<(usize, String)>),
    /// Nobody is named to be called.
    NoContacts,
    /// The next review must lie in the future.
    ReviewNotLater,
    /// A drill is reported when it has been held.
    DrillInFuture,
}

impl ContinuityPlan {
    /// The first version for a system.
    #[must_use]
    pub fn begin(system: SystemCode, standard: &Standard, content: PlanContent) -> Self {
        Self {
            system,
            version: 1,
            standard: standard.version,
            content,
            state: PlanState::Drafting,
            submitted_by: None,
            next_review: None,
            drill: None,
        }
    }

    /// Writes on a draft, by the standard form as it is now.
    ///
    /// # Errors
    /// Unless it is in 작성.
    pub fn write(self, standard: &Standard, content: PlanContent) -> Result<Self, Refusal> {
        if self.state != PlanState::Drafting {
            return Err(Refusal::NotDrafting);
        }
        Ok(Self { standard: standard.version, content, ..self })
    }

    /// 작성 → 부서 검토. `standard` is the version the draft follows.
    ///
    /// # Errors
    /// Unless it is in 작성 and every required answer is there.
    pub fn submit(self, standard: &Standard, by: UserId) -> Result<Self, Refusal> {
        if self.state != PlanState::Drafting {
            return Err(Refusal::NotDrafting);
        }
        if self.content.services.is_empty() {
            return Err(Refusal::NoServices);
        }
        let missing = self.content.missing(standard);
        if !missing.is_empty() {
            return Err(Refusal::Incomplete(missing));
        }
        if self.content.contacts.is_empty() {
            return Err(Refusal::NoContacts);
        }
        Ok(Self { state: PlanState::Review, submitted_by: Some(by), ..self })
    }

    /// 부서 검토 → 작성.
    ///
    /// # Errors
    /// Unless it is in 부서 검토.
    pub fn send_back(self) -> Result<Self, Refusal> {
        if self.state != PlanState::Review {
            return Err(Refusal::NotInReview);
        }
        Ok(Self { state: PlanState::Drafting, submitted_by: None, ..self })
    }

    /// 부서 검토 → 승인, with the day of the next review.
    ///
    /// # Errors
    /// Unless it is in 부서 검토, was handed in by somebody else, and the review lies after `today`.
    pub fn approve(self, by: UserId, next_review: NaiveDate, today: NaiveDate) -> Result<Self, Refusal> {
        if self.state != PlanState::Review {
            return Err(Refusal::NotInReview);
        }
        if self.submitted_by == Some(by) {
            return Err(Refusal::OwnSubmission);
        }
        if next_review <= today {
            return Err(Refusal::ReviewNotLater);
        }
        Ok(Self { state: PlanState::Approved, next_review: Some(next_review), ..self })
    }

    /// 승인 → 훈련 완료; a drill that failed is recorded and leaves the plan approved. Drills may be repeated.
    ///
    /// # Errors
    /// Unless it is approved and the drill has been held.
    pub fn record_drill(self, drill: Drill, today: NaiveDate) -> Result<Self, Refusal> {
        if !self.state.is_in_force() {
            return Err(Refusal::NotInForce);
        }
        if drill.on > today {
            return Err(Refusal::DrillInFuture);
        }
        let state = match drill.result {
            DrillResult::Passed | DrillResult::Partly => PlanState::Drilled,
            DrillResult::Failed => PlanState::Approved,
        };
        Ok(Self { state, drill: Some(drill), ..self })
    }

    /// The next version, in 작성, beside the approved one; it follows the standard form as it is now.
    ///
    /// # Errors
    /// Unless this one is approved.
    pub fn revise(self, standard: &Standard) -> Result<Self, Refusal> {
        if !self.state.is_in_force() {
            return Err(Refusal::NotInForce);
        }
        Ok(Self {
            version: self.version + 1,
            standard: standard.version,
            state: PlanState::Drafting,
            submitted_by: None,
            next_review: None,
            drill: None,
            ..self
        })
    }

    /// SHA-256 over contents, version and the standard it follows.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let parts = (self.version, self.standard, &self.content, &self.drill, self.next_review);
        Sha256::digest(serde_json::to_vec(&parts).unwrap_or_default()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::content::tests::whole;
    use super::*;
    use proptest::prelude::*;

    const OFFICER: UserId = UserId(3);
    const HEAD: UserId = UserId(4);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn draft() -> ContinuityPlan {
        let code = SystemCode::parse("mois-1").unwrap();
        ContinuityPlan::begin(code, &Standard::built_in(), whole())
    }

    fn approved() -> ContinuityPlan {
        let submitted = draft().submit(&Standard::built_in(), OFFICER).unwrap();
        submitted.approve(HEAD, day("2025-03-20"), day("2024-03-20")).unwrap()
    }

    fn drill(result: DrillResult) -> Drill {
        Drill { on: day("2024-03-19"), result, note: String::new() }
    }

    #[test]
    fn it_goes_from_draft_through_review_to_approval_and_drill() {
        let drilled = approved().record_drill(drill(DrillResult::Passed), day("2024-03-20")).unwrap();
        assert_eq!(drilled.state, PlanState::Drilled);
    }

    #[test]
    fn nobody_approves_what_they_handed_in() {
        let submitted = draft().submit(&Standard::built_in(), HEAD).unwrap();
        assert_eq!(submitted.approve(HEAD, day("2025-03-20"), day("2024-03-20")), Err(Refusal::OwnSubmission));
    }

    #[test]
    fn what_the_standard_requires_must_be_answered_before_review() {
        let mut plan = draft();
        plan.content.services[0].answers.remove("retro_basis");
        let refused = plan.clone().submit(&Standard::built_in(), OFFICER);
        assert_eq!(refused, Err(Refusal::Incomplete(vec![(0, "retro_basis".into())])));
        plan.content.services.clear();
        assert_eq!(plan.submit(&Standard::built_in(), OFFICER), Err(Refusal::NoServices));
        let mut plan = draft();
        plan.content.contacts.clear();
        assert_eq!(plan.submit(&Standard::built_in(), OFFICER), Err(Refusal::NoContacts));
    }

    #[test]
    fn an_approved_plan_is_not_written_on_but_revised() {
        let standard = Standard { version: 2, ..Standard::built_in() };
        assert_eq!(approved().write(&standard, whole()), Err(Refusal::NotDrafting));
        let revision = approved().revise(&standard).unwrap();
        assert_eq!((revision.version, revision.standard, revision.state), (2, 2, PlanState::Drafting));
        assert_eq!(draft().revise(&standard), Err(Refusal::NotInForce));
    }

    #[test]
    fn a_failed_drill_is_recorded_and_counts_for_nothing() {
        let plan = approved().record_drill(drill(DrillResult::Failed), day("2024-03-20")).unwrap();
        assert_eq!((plan.state, plan.drill.is_some()), (PlanState::Approved, true));
        let early = approved().record_drill(drill(DrillResult::Passed), day("2024-03-18"));
        assert_eq!(early, Err(Refusal::DrillInFuture));
    }

    #[test]
    fn the_next_review_lies_ahead() {
        let submitted = draft().submit(&Standard::built_in(), OFFICER).unwrap();
        assert_eq!(submitted.approve(HEAD, day("2024-03-20"), day("2024-03-20")), Err(Refusal::ReviewNotLater));
    }

    proptest! {
        #[test]
        fn whatever_is_tried_no_plan_is_in_force_without_anothers_approval(acts in proptest::collection::vec(0u8..6, 0..24)) {
            let standard = Standard::built_in();
            let mut plan = draft();
            let mut approvals = 0;
            for act in acts {
                let tried = plan.clone();
                let next = match act {
                    0 => tried.write(&standard, whole()),
                    1 => tried.submit(&standard, OFFICER),
                    2 => tried.send_back(),
                    3 => tried.approve(HEAD, day("2025-03-20"), day("2024-03-20")).inspect(|_| approvals += 1),
                    4 => tried.approve(OFFICER, day("2025-03-20"), day("2024-03-20")),
                    _ => tried.record_drill(drill(DrillResult::Passed), day("2024-03-20")),
                };
                if let Ok(next) = next { plan = next; }
            }
            prop_assert_eq!(plan.state.is_in_force(), approvals > 0);
        }
    }
}

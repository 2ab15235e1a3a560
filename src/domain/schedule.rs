//! The schedule light: computed from dates, never typed, and silent about success.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Days before a due on which a step turns 임박 (14 days: the published rule of the screen legend).
pub const SOON_DAYS: i64 = 14;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 예정
    Planned,
    /// 정상
    OnTime,
    /// 임박
    DueSoon,
    /// 지연
    Late,
    /// 완료
    Done,
    /// 중단
    Dropped,
    /// 대체
    Superseded,
}

impl Light {
    pub const ALL: [Self; 7] =
        [Self::Late, Self::DueSoon, Self::OnTime, Self::Planned, Self::Done, Self::Dropped, Self::Superseded];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::OnTime => "on_time",
            Self::DueSoon => "due_soon",
            Self::Late => "late",
            Self::Done => "done",
            Self::Dropped => "dropped",
            Self::Superseded => "superseded",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.code() == code)
    }

    /// Whether something is still to be done.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::OnTime | Self::DueSoon | Self::Late)
    }

    /// How much an open light worries: late most, planned least.
    #[must_use]
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Late => 4,
            Self::DueSoon => 3,
            Self::OnTime => 2,
            Self::Planned => 1,
            Self::Done | Self::Dropped | Self::Superseded => 0,
        }
    }
}

/// How a claim of completion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Nobody claims it.
    Unclaimed,
    /// Claimed on that day, not yet decided (확인 대기).
    Waiting(NaiveDate),
    /// Claimed, then confirmed by the PMO on the second day.
    Verified { claimed_on: NaiveDate, verified_on: NaiveDate },
    /// Claimed, then refused on that day: the dates speak again.
    Refused(NaiveDate),
}

/// A step that the plan no longer asks for, by a recorded decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// 중단
    Dropped,
    /// 대체
    Superseded,
}

/// All that the light of a step depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepDates {
    pub approved_due: NaiveDate,
    pub claim: ClaimState,
    pub ending: Option<Ending>,
    /// Whether its assignment has any report.
    pub reported: bool,
}

/// The light of a step on `today`; the first rule that fits wins.
#[must_use]
pub fn step_light(step: &StepDates, today: NaiveDate) -> Light {
    match (step.ending, step.claim) {
        (Some(Ending::Dropped), _) => return Light::Dropped,
        (Some(Ending::Superseded), _) => return Light::Superseded,
        (None, ClaimState::Verified { .. }) => return Light::Done,
        (None, ClaimState::Waiting(on)) if on <= step.approved_due => return Light::OnTime,
        _ => {}
    }
    let days_left = (step.approved_due - today).num_days();
    if days_left < 0 {
        Light::Late
    } else if days_left <= SOON_DAYS {
        Light::DueSoon
    } else if step.reported {
        Light::OnTime
    } else {
        Light::Planned
    }
}

/// The light of an assignment from those of its steps: done if none is open, else the worst open one. A task of which no
/// date has been published yet has no steps; then it is planned until somebody reports.
#[must_use]
pub fn assignment_light(steps: &[Light], reported: bool) -> Light {
    if let Some(worst) = steps.iter().copied().filter(|light| light.is_open()).max_by_key(|light| light.urgency()) {
        return worst;
    }
    if steps.contains(&Light::Done) {
        Light::Done
    } else if let Some(ended) = steps.first() {
        *ended
    } else if reported {
        Light::OnTime
    } else {
        Light::Planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn step(due: &str) -> StepDates {
        StepDates { approved_due: day(due), claim: ClaimState::Unclaimed, ending: None, reported: true }
    }

    #[test]
    fn a_step_is_late_from_the_day_after_its_due() {
        assert_eq!(step_light(&step("2024-03-31"), day("2024-03-31")), Light::DueSoon);
        assert_eq!(step_light(&step("2024-03-31"), day("2024-04-01")), Light::Late);
    }

    #[test]
    fn a_step_turns_amber_fourteen_days_before_its_due() {
        assert_eq!(step_light(&step("2024-03-31"), day("2024-03-17")), Light::DueSoon);
        assert_eq!(step_light(&step("2024-03-31"), day("2024-03-16")), Light::OnTime);
    }

    #[test]
    fn without_a_report_a_far_step_is_planned_and_not_on_time() {
        let silent = StepDates { reported: false, ..step("2024-12-31") };
        assert_eq!(step_light(&silent, day("2024-03-20")), Light::Planned);
    }

    #[test]
    fn a_claim_in_time_waits_without_turning_late() {
        let waiting = StepDates { claim: ClaimState::Waiting(day("2024-03-31")), ..step("2024-03-31") };
        assert_eq!(step_light(&waiting, day("2024-05-01")), Light::OnTime);
    }

    #[test]
    fn a_claim_after_the_due_stays_late_until_verified() {
        let claimed = StepDates { claim: ClaimState::Waiting(day("2024-04-01")), ..step("2024-03-31") };
        assert_eq!(step_light(&claimed, day("2024-04-02")), Light::Late);
        let verified = ClaimState::Verified { claimed_on: day("2024-04-01"), verified_on: day("2024-04-03") };
        assert_eq!(step_light(&StepDates { claim: verified, ..claimed }, day("2024-04-03")), Light::Done);
    }

    #[test]
    fn a_refused_claim_falls_back_to_its_dates() {
        let refused = StepDates { claim: ClaimState::Refused(day("2024-03-20")), ..step("2024-03-15") };
        assert_eq!(step_light(&refused, day("2024-03-20")), Light::Late);
        let early = StepDates { approved_due: day("2024-12-31"), ..refused };
        assert_eq!(step_light(&early, day("2024-03-20")), Light::OnTime);
    }

    #[test]
    fn a_dropped_step_is_dropped_whatever_its_dates() {
        let dropped = StepDates { ending: Some(Ending::Dropped), ..step("2024-01-01") };
        assert_eq!(step_light(&dropped, day("2024-03-20")), Light::Dropped);
    }

    #[test]
    fn an_assignment_shows_its_worst_open_step() {
        assert_eq!(assignment_light(&[Light::Done, Light::OnTime, Light::Late], true), Light::Late);
        assert_eq!(assignment_light(&[Light::Done, Light::Planned], true), Light::Planned);
        assert_eq!(assignment_light(&[Light::Done, Light::Dropped], true), Light::Done);
        assert_eq!(assignment_light(&[Light::Superseded], true), Light::Superseded);
    }

    #[test]
    fn an_assignment_without_steps_is_never_done() {
        assert_eq!(assignment_light(&[], false), Light::Planned);
        assert_eq!(assignment_light(&[], true), Light::OnTime);
    }

    fn any_claim() -> impl Strategy<Value = ClaimState> {
        let on = (0u64..400).prop_map(|n| day("2024-01-01") + Days::new(n));
        prop_oneof![
            Just(ClaimState::Unclaimed),
            on.clone().prop_map(ClaimState::Waiting),
            on.clone().prop_map(ClaimState::Refused),
            on.prop_map(|d| ClaimState::Verified { claimed_on: d, verified_on: d }),
        ]
    }

    proptest! {
        #[test]
        fn only_a_verification_makes_a_step_done(claim in any_claim(), due in 0u64..400, now in 0u64..400, reported: bool) {
            let start = day("2024-01-01");
            let step = StepDates { approved_due: start + Days::new(due), claim, ending: None, reported };
            let light = step_light(&step, start + Days::new(now));
            prop_assert_eq!(light == Light::Done, matches!(claim, ClaimState::Verified { .. }));
        }

        #[test]
        fn time_alone_never_makes_an_open_step_better(due in 0u64..200, now in 0u64..400, later in 0u64..100, reported: bool) {
            let start = day("2024-01-01");
            let step = StepDates { approved_due: start + Days::new(due), claim: ClaimState::Unclaimed, ending: None, reported };
            let before = step_light(&step, start + Days::new(now)).urgency();
            let after = step_light(&step, start + Days::new(now + later)).urgency();
            prop_assert!(after >= before);
        }

        #[test]
        fn an_assignment_is_open_exactly_when_a_step_is(lights in prop::collection::vec(0usize..7, 1..6)) {
            let lights: Vec<Light> = lights.into_iter().map(|i| Light::ALL[i]).collect();
            let open = lights.iter().any(|light| light.is_open());
            prop_assert_eq!(assignment_light(&lights, true).is_open(), open);
        }
    }
}

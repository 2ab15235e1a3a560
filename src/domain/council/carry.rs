//! What a meeting finds on its table by itself (지난 회의에서 넘어온 것): a pure function of what is recorded.

use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::follow::FollowUp;
use crate::domain::council::meeting::Meeting;
use crate::domain::council::outcome::OutcomeKind;
use crate::domain::council::view::{Council, Entry};
use crate::domain::exceptions::{Exception, ExceptionKind};

/// What is carried into a meeting.
#[derive(Clone, Debug, Default)]
pub struct CarryOver<'a> {
    /// Open directives of earlier meetings of the same body, due before the meeting or on its day.
    pub directives: Vec<FollowUp<'a>>,
    /// Requests of earlier meetings of the same body that nobody has answered.
    pub requests: Vec<FollowUp<'a>>,
    /// Difficulties without an answer, whoever is to give it.
    pub difficulties: Vec<&'a Entry<Difficulty>>,
    /// What the current round's rules call for a decision.
    pub exceptions: Vec<Exception>,
    /// Open directives and answered requests that are due after the meeting: for information.
    pub not_yet_due: Vec<FollowUp<'a>>,
}

impl CarryOver<'_> {
    /// How many things are proposed for the agenda.
    #[must_use]
    pub fn proposed(&self) -> usize {
        self.directives.len() + self.requests.len() + self.difficulties.len() + self.exceptions.len()
    }
}

/// What is carried into `meeting`. For a meeting that is over, give the council of the day before it.
#[must_use]
pub fn carry_over<'a>(council: &'a Council, exceptions: &[Exception], meeting: &Meeting) -> CarryOver<'a> {
    let mut carried = CarryOver { exceptions: exceptions.to_vec(), ..CarryOver::default() };
    for one in council.follow_ups() {
        let earlier = one.meeting.body.kind == meeting.kind && one.meeting.body.held_on < meeting.held_on;
        if !earlier || !one.is_open() {
            continue;
        }
        let is_request = one.outcome.body.kind == OutcomeKind::Request;
        if is_request && !one.is_answered() {
            carried.requests.push(one);
        } else if !is_request && one.due() <= meeting.held_on {
            carried.directives.push(one);
        } else {
            carried.not_yet_due.push(one);
        }
    }
    carried.difficulties = council.difficulties.iter().filter(|one| one.body.is_unanswered()).collect();
    carried
}

/// How an exception is named on an agenda: the same thing on two days has the same key.
#[must_use]
pub fn exception_key(exception: &Exception) -> String {
    let kind = match exception.kind {
        ExceptionKind::LeadLate => "lead_late",
        ExceptionKind::DateChangeWaiting => "date_change_waiting",
        ExceptionKind::ClaimWaiting => "claim_waiting",
        ExceptionKind::AtRisk => "at_risk",
        ExceptionKind::ForecastBeyondDue => "forecast_beyond_due",
        ExceptionKind::LeadSilent => "lead_silent",
        ExceptionKind::CoverageBelow => "coverage_below",
    };
    let institution = exception.institution.as_ref().map_or("several", |slug| slug.as_str());
    let milestone = exception.milestone.map_or(0, |id| id.0);
    format!("{kind}:{}:{institution}:{milestone}", exception.task_no)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, day};
    use crate::domain::council::outcome::NoteKind;
    use crate::domain::ids::RecordId;
    use crate::domain::plan_file::MeetingKind;
    use proptest::prelude::*;

    fn codes(council: &Council, id: RecordId) -> (usize, usize, usize, usize) {
        let carried = carry_over(council, &[], &council.meeting(id).unwrap().body);
        (carried.directives.len(), carried.requests.len(), carried.difficulties.len(), carried.not_yet_due.len())
    }

    #[test]
    fn open_directives_unanswered_requests_and_difficulties_come_back_by_themselves() {
        let mut story = Story::default();
        let first = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        let due = story.directive(first, "2024-03-08", &["mofa"]);
        story.directive(first, "2024-04-30", &["mois"]);
        let request = story.request(first, "2024-03-29", "mohw", &["moef"]);
        let difficulty = story.difficulty("2024-03-01", "kfs");
        let next = story.planned("2024-03-13", MeetingKind::CioCouncil, "2024-03-04");
        let review = story.planned("2024-03-15", MeetingKind::ProgressReview, "2024-03-04");
        assert_eq!(codes(&story.council("2024-03-12"), next), (1, 1, 1, 1));
        assert_eq!(codes(&story.council("2024-03-12"), review), (0, 0, 1, 0), "each body answers for its own");
        story.note(due, "2024-03-11", NoteKind::Closed, None);
        story.note(request, "2024-03-11", NoteKind::Answer, Some("moef"));
        story.ask(difficulty, "2024-03-11", "mois", "2024-03-20");
        story.answer(difficulty, "2024-03-12", crate::domain::council::difficulty::Stage::Acting);
        assert_eq!(codes(&story.council("2024-03-12"), next), (0, 0, 0, 2));
    }

    proptest! {
        /// Whatever happens to directives, each open one of an earlier meeting of the body is on the table of the next,
        /// in one place, and no closed one is.
        #[test]
        fn nothing_open_is_lost_and_nothing_closed_comes_back(
            given in prop::collection::vec((0u64..60, any::<bool>(), any::<bool>(), 0usize..4), 0..12),
            days in 1u64..80,
        ) {
            let mut story = Story::default();
            let first = story.meeting("2024-02-07", MeetingKind::CioCouncil);
            let mut open = Vec::new();
            for (due, is_request, answered, fate) in given {
                let due = (day("2024-02-07") + chrono::Days::new(due)).to_string();
                let id = if is_request { story.request(first, &due, "mohw", &["moef"]) } else { story.directive(first, &due, &["mofa"]) };
                if is_request && answered {
                    story.note(id, "2024-02-07", NoteKind::Answer, Some("moef"));
                }
                match fate {
                    0 => story.note(id, "2024-02-07", NoteKind::Closed, None),
                    1 => story.note(id, "2024-02-07", NoteKind::Dropped, None),
                    2 => {
                        story.note(id, "2024-02-07", NoteKind::Closed, None);
                        story.note(id, "2024-02-07", NoteKind::Reopened, None);
                        open.push(id);
                    }
                    _ => open.push(id),
                }
            }
            let held = (day("2024-02-07") + chrono::Days::new(days)).to_string();
            let next = story.meeting(&held, MeetingKind::CioCouncil);
            let council = story.council(&held);
            let carried = carry_over(&council, &[], &council.meeting(next).unwrap().body);
            let all = carried.directives.iter().chain(&carried.requests).chain(&carried.not_yet_due);
            let mut found: Vec<_> = all.map(|one| one.outcome.id).collect();
            found.sort();
            prop_assert_eq!(found, open);
            prop_assert!(carried.directives.iter().all(|one| one.due() <= day(&held)));
            prop_assert!(carried.requests.iter().all(|one| !one.is_answered()));
        }
    }
}

//! How a directive or request stands: its light (the same as a milestone's), its age in meetings, whether it is open.

use crate::domain::calendar::day_of;
use crate::domain::council::meeting::Meeting;
use crate::domain::council::outcome::{Note, NoteKind, Outcome};
use crate::domain::council::view::{Council, Entry};
use crate::domain::schedule::{ClaimState, Ending, Light, StepDates, step_light};
use chrono::NaiveDate;

/// A directive or request with all that follows from its notes.
#[derive(Clone, Debug)]
pub struct FollowUp<'a> {
    pub outcome: &'a Entry<Outcome>,
    pub meeting: &'a Entry<Meeting>,
    /// Oldest first.
    pub notes: Vec<&'a Entry<Note>>,
    pub light: Light,
    /// Days to the due; negative: overdue.
    pub days_left: i64,
    /// How many later meetings of the same body it was carried into (N차례 이월).
    pub age: i64,
    /// 이행 완료 보고 that the PMO has not decided on.
    pub waits: bool,
}

impl<'a> FollowUp<'a> {
    /// Whether the PMO has not closed it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.light.is_open()
    }

    #[must_use]
    pub fn due(&self) -> NaiveDate {
        self.outcome.body.due.unwrap_or(self.meeting.body.held_on)
    }

    /// `24-02-07-3`
    #[must_use]
    pub fn code(&self) -> String {
        self.meeting.body.outcome_code(self.outcome.body.no)
    }

    /// The last thing that one of those asked has said; an owner's progress, claim or answer.
    #[must_use]
    pub fn last_word(&self) -> Option<&'a Entry<Note>> {
        self.notes.iter().rev().find(|note| !note.body.kind.is_pmos()).copied()
    }

    /// Whether somebody asked has answered.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.notes.iter().any(|note| note.body.kind == NoteKind::Answer)
    }

    /// What a meeting made of it.
    #[must_use]
    pub fn handling_at(&self, meeting: crate::domain::ids::RecordId) -> Option<&'a Entry<Note>> {
        let handled = |note: &&&Entry<Note>| note.body.kind == NoteKind::Handling && note.body.meeting == Some(meeting);
        self.notes.iter().rev().find(handled).copied()
    }
}

impl Council {
    /// Every directive and request, by meeting, then by number.
    #[must_use]
    pub fn follow_ups(&self) -> Vec<FollowUp<'_>> {
        let mut all: Vec<_> = self.outcomes.iter().filter_map(|outcome| self.follow_up(outcome)).collect();
        all.sort_by_key(|one| (one.meeting.body.held_on, one.meeting.id, one.outcome.body.no, one.outcome.id));
        all
    }

    /// How one outcome stands; `None` for decisions and what was only shared.
    #[must_use]
    pub fn follow_up<'a>(&'a self, outcome: &'a Entry<Outcome>) -> Option<FollowUp<'a>> {
        if !outcome.body.kind.is_followed_up() {
            return None;
        }
        let meeting = self.meeting(outcome.body.meeting)?;
        let notes: Vec<_> = self.notes.iter().filter(|note| note.body.outcome == outcome.id).collect();
        let due = outcome.body.due.unwrap_or(meeting.body.held_on);
        let (claim, ending) = decided(&notes);
        let reported = notes.iter().any(|note| !note.body.kind.is_pmos());
        let dates = StepDates { approved_due: due, claim, ending, reported };
        let closed_on = closing(&notes).map(|note| day_of(note.at));
        Some(FollowUp {
            outcome,
            meeting,
            light: step_light(&dates, self.day),
            days_left: (due - self.day).num_days(),
            age: self.meetings_between(&meeting.body, closed_on.unwrap_or(self.day)),
            waits: matches!(claim, ClaimState::Waiting(_)),
            notes,
        })
    }

    /// The later meetings of the same body up to a day, and not after today.
    fn meetings_between(&self, first: &Meeting, until: NaiveDate) -> i64 {
        let until = until.min(self.day);
        let later = self
            .meetings
            .iter()
            .map(|one| &one.body)
            .filter(|one| one.kind == first.kind && one.held_on > first.held_on && one.held_on <= until);
        i64::try_from(later.count()).unwrap_or(i64::MAX)
    }
}

/// The note that closed it, unless it was opened again.
fn closing<'a>(notes: &[&'a Entry<Note>]) -> Option<&'a Entry<Note>> {
    let decisive =
        |note: &&&Entry<Note>| matches!(note.body.kind, NoteKind::Closed | NoteKind::Dropped | NoteKind::Reopened);
    notes.iter().rev().find(decisive).copied().filter(|note| note.body.kind != NoteKind::Reopened)
}

/// The claim of the owners and the decision of the PMO, as the light reads them.
fn decided(notes: &[&Entry<Note>]) -> (ClaimState, Option<Ending>) {
    let mut state = ClaimState::Unclaimed;
    let mut ending = None;
    for note in notes {
        let on = day_of(note.at);
        match note.body.kind {
            NoteKind::Claim if !matches!(state, ClaimState::Waiting(_) | ClaimState::Verified { .. }) => {
                state = ClaimState::Waiting(on);
            }
            NoteKind::Closed => {
                let claimed_on = if let ClaimState::Waiting(claimed) = state { claimed } else { on };
                state = ClaimState::Verified { claimed_on, verified_on: on };
            }
            NoteKind::Dropped => ending = Some(Ending::Dropped),
            NoteKind::Reopened => {
                ending = None;
                state = ClaimState::Refused(on);
            }
            NoteKind::Progress | NoteKind::Claim | NoteKind::Answer | NoteKind::Handling => {}
        }
    }
    (state, ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, day, slug};
    use crate::domain::plan_file::MeetingKind;
    use proptest::prelude::*;

    fn given() -> (Story, crate::domain::ids::RecordId) {
        let mut story = Story::default();
        let first = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        let directive = story.directive(first, "2024-03-15", &["mofa"]);
        (story, directive)
    }

    fn on<R>(story: &Story, date: &str, read: impl Fn(&FollowUp<'_>) -> R) -> R {
        let council = story.council(date);
        let all = council.follow_ups();
        read(&all[0])
    }

    #[test]
    fn a_directive_has_the_light_of_a_milestone() {
        let (mut story, directive) = given();
        assert_eq!(on(&story, "2024-02-20", |one| one.light), Light::Planned);
        story.note(directive, "2024-02-21", NoteKind::Progress, Some("mofa"));
        assert_eq!(on(&story, "2024-02-21", |one| one.light), Light::OnTime);
        assert_eq!(on(&story, "2024-03-01", |one| one.light), Light::DueSoon);
        assert_eq!(on(&story, "2024-03-20", |one| (one.light, one.days_left)), (Light::Late, -5));
    }

    #[test]
    fn only_the_pmo_closes_and_may_open_again() {
        let (mut story, directive) = given();
        story.note(directive, "2024-03-14", NoteKind::Claim, Some("mofa"));
        assert_eq!(on(&story, "2024-03-20", |one| (one.is_open(), one.waits)), (true, true));
        story.note(directive, "2024-03-21", NoteKind::Closed, None);
        assert_eq!(on(&story, "2024-03-21", |one| one.light), Light::Done);
        story.note(directive, "2024-03-22", NoteKind::Reopened, None);
        assert_eq!(on(&story, "2024-03-22", |one| one.light), Light::Late);
        story.note(directive, "2024-03-23", NoteKind::Dropped, None);
        assert_eq!(on(&story, "2024-03-23", |one| one.light), Light::Dropped);
        assert_eq!(on(&story, "2024-03-20", |one| one.light), Light::OnTime, "as of an earlier day");
    }

    #[test]
    fn its_age_is_counted_in_meetings_of_the_same_body_while_it_was_open() {
        let (mut story, directive) = given();
        story.meeting("2024-03-13", MeetingKind::CioCouncil);
        story.meeting("2024-03-15", MeetingKind::ProgressReview);
        story.meeting("2024-04-03", MeetingKind::CioCouncil);
        assert_eq!(on(&story, "2024-03-12", |one| one.age), 0);
        assert_eq!(on(&story, "2024-03-20", |one| one.age), 1);
        assert_eq!(on(&story, "2024-04-03", |one| one.age), 2);
        story.note(directive, "2024-03-20", NoteKind::Closed, None);
        assert_eq!(on(&story, "2024-04-03", |one| one.age), 1);
    }

    #[test]
    fn a_decision_is_nothing_to_follow_up() {
        let mut story = Story::default();
        let meeting = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        story.decision(meeting, "재외공관 시스템은 하나로 셈");
        assert!(story.council("2024-02-08").follow_ups().is_empty());
        assert_eq!(slug("mofa").as_str(), "mofa");
    }

    proptest! {
        #[test]
        fn no_word_of_an_owner_closes_a_directive(kinds in prop::collection::vec(0usize..3, 0..8), late in 0u64..200) {
            let (mut story, directive) = given();
            for kind in kinds {
                let kind = [NoteKind::Progress, NoteKind::Claim, NoteKind::Answer][kind];
                story.note(directive, "2024-03-01", kind, Some("mofa"));
            }
            let date = (day("2024-03-01") + chrono::Days::new(late)).to_string();
            prop_assert!(on(&story, &date, |one| one.is_open()));
        }
    }
}

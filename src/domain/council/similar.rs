//! Which earlier decision a new one resembles: on the same task, in much the same words.

use crate::domain::council::outcome::Outcome;
use crate::domain::council::view::{Council, Entry};
use crate::domain::search::folded;
use std::collections::HashSet;

/// From this share of common pairs of letters on, in hundredths, two lines resemble each other. Measured on the wording of
/// directives: the same matter put differently has 35 to 80, different matters of one task 5 to 25.
pub const RESEMBLES: usize = 34;

/// The share of common pairs of letters of two texts (Dice's coefficient), in hundredths.
#[must_use]
pub fn resemblance(one: &str, other: &str) -> usize {
    let (one, other) = (pairs(one), pairs(other));
    let sum = one.len() + other.len();
    if sum == 0 {
        return 0;
    }
    one.intersection(&other).count() * 200 / sum
}

fn pairs(text: &str) -> HashSet<(char, char)> {
    let letters: Vec<char> = folded(text).into_iter().filter(|c| c.is_alphanumeric()).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

impl Council {
    /// The earlier outcome on one of the same tasks that resembles this one most, if any does.
    #[must_use]
    pub fn earlier_like(&self, outcome: &Entry<Outcome>) -> Option<&Entry<Outcome>> {
        let held_on = |one: &Entry<Outcome>| self.meeting(one.body.meeting).map(|meeting| meeting.body.held_on);
        let own_day = held_on(outcome)?;
        let shares_task = |one: &&Entry<Outcome>| one.body.tasks.iter().any(|no| outcome.body.tasks.contains(no));
        let earlier = self.outcomes.iter().filter(|one| {
            one.id != outcome.id
                && one.body.meeting != outcome.body.meeting
                && held_on(one).is_some_and(|day| day <= own_day)
        });
        let measured = earlier.filter(shares_task).map(|one| (resemblance(&one.body.text, &outcome.body.text), one));
        measured
            .filter(|(share, _)| *share >= RESEMBLES)
            .max_by_key(|(share, one)| (*share, one.id))
            .map(|(_, one)| one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::Body;
    use crate::domain::council::fixture::Story;
    use crate::domain::ids::TaskNo;
    use crate::domain::plan_file::MeetingKind;

    #[test]
    fn the_same_matter_resembles_itself_and_another_matter_does_not() {
        let first = "재외공관 정보시스템은 서비스 단위로 하나로 셈";
        assert!(resemblance(first, "재외공관 시스템을 서비스 단위로 하나로 세기로 함") >= RESEMBLES);
        assert!(resemblance(first, "1등급 시스템의 수기 처리 서식 비치 여부를 현장에서 확인할 것") < RESEMBLES);
        assert_eq!(resemblance("", "가"), 0);
        assert_eq!(resemblance(first, first), 100);
    }

    #[test]
    fn an_earlier_decision_on_the_same_task_is_shown() {
        let mut story = Story::default();
        let first = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        let second = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let old = story.decision(first, "재외공관 정보시스템은 서비스 단위로 하나로 셈");
        let new = story.decision(second, "재외공관 시스템은 서비스 단위로 하나로 세기로 함");
        let other = story.decision(second, "재외공관 시스템은 서비스 단위로 하나로 센다고 함");
        for id in [old, new] {
            story.edit(id, |body| {
                if let Body::Outcome(one) = body {
                    one.tasks = vec![TaskNo(4)]
                }
            });
        }
        let council = story.council("2024-03-20");
        let like = |id| council.earlier_like(council.outcome(id).unwrap()).map(|one| one.id);
        assert_eq!(like(new), Some(old));
        assert_eq!(like(old), None, "nothing was earlier");
        assert_eq!(like(other), None, "it names no task");
    }
}

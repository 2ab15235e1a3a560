//! What a check says: claimed against found, by grade and in all.

use crate::domain::systems::coverage::GRADES;
use crate::domain::systems::sample::{Finding, Seen, compare};
use crate::domain::systems::words::Grade;

/// The findings of some systems of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// `None`: of all grades; `Some(None)`: of those without a grade.
    pub grade: Option<Option<Grade>>,
    pub systems: i64,
    /// Of how many something was found.
    pub checked: i64,
    pub findings: Vec<Finding>,
}

/// Of all that were drawn, then of each grade that was: `seen` has the grade of each system, with its findings where there
/// are any. The whole is the plain sum: where grades were drawn from in different shares, it is not the share of the register.
#[must_use]
pub fn groups(seen: &[(Option<Grade>, Option<&[Seen]>)]) -> Vec<Group> {
    let of = |grade: Option<Option<Grade>>| {
        let mine = || seen.iter().filter(move |(own, _)| grade.is_none_or(|grade| grade == *own));
        let found: Vec<Seen> = mine().filter_map(|(_, found)| *found).flatten().copied().collect();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Group {
            grade,
            systems: count(mine().count()),
            checked: count(mine().filter(|(_, found)| found.is_some()).count()),
            findings: compare(&found),
        }
    };
    let grades = GRADES.into_iter().map(Some);
    std::iter::once(None).chain(grades).map(of).filter(|group| group.systems > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::coverage::Item;
    use proptest::prelude::*;

    #[test]
    fn the_whole_comes_first_and_grades_that_were_not_drawn_are_left_out() {
        let found = [Seen { item: Item::Redundant, claimed: Some(true), found: Some(false) }];
        let groups = groups(&[(Some(Grade::One), Some(&found)), (Some(Grade::One), None), (None, None)]);
        let told: Vec<_> = groups.iter().map(|one| (one.grade, one.systems, one.checked)).collect();
        assert_eq!(told, [(None, 3, 1), (Some(Some(Grade::One)), 2, 1), (Some(None), 1, 0)]);
        assert_eq!((groups[0].findings[0].overstated, groups[2].findings.len()), (1, 0));
    }

    proptest! {
        #[test]
        fn the_grades_add_up_to_the_whole(rows in proptest::collection::vec((0usize..5, proptest::option::of((any::<bool>(), any::<bool>()))), 0..40)) {
            let item = Item::DisasterRecovery;
            let seen: Vec<_> = rows.iter().map(|(grade, found)| {
                let found = found.map(|(claimed, found)| vec![Seen { item, claimed: Some(claimed), found: Some(found) }]);
                (GRADES[*grade], found)
            }).collect();
            let rows: Vec<_> = seen.iter().map(|(grade, found)| (*grade, found.as_deref())).collect();
            let groups = groups(&rows);
            let sum = |of: fn(&Finding) -> i64| groups.iter().skip(1).flat_map(|one| &one.findings).map(of).sum::<i64>();
            for finding in groups.first().map_or(&[][..], |whole| &whole.findings) {
                prop_assert_eq!(finding.found.of, sum(|one| one.found.of));
                prop_assert_eq!(finding.claimed.yes, sum(|one| one.claimed.yes));
                prop_assert_eq!(finding.claimed.yes - finding.found.yes, finding.overstated - finding.understated);
            }
        }
    }
}

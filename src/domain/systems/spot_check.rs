//! A check on the spot as it is drawn: so many systems of each grade, from the register as it stands. [`super::sample`] has
//! the numbers; here is what is drawn from, and the same draw made again from the record.

pub mod form;
pub mod result;

use super::SystemCode;
use super::coverage::{GRADES, Item};
use super::register::{Register, Row};
use super::sample::{Seen, draw, frame_hash};
use super::words::Grade;
use crate::domain::ids::Slug;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is asked for, and of what state of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub seed: i64,
    pub day: NaiveDate,
    /// The last version of a system that counts.
    pub last_version: i64,
    /// `None`: of all institutions.
    pub institution: Option<Slug>,
    /// Grades and sizes; a grade of which nothing is asked is left out.
    pub sizes: Vec<(Option<Grade>, usize)>,
}

/// What was asked of one grade, and what it was drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    pub grade: Option<Grade>,
    pub asked: i64,
    pub frame_size: i64,
    /// See [`frame_hash`].
    pub frame_hash: String,
}

/// A draw: the strata in the order of the grades, the systems in the order drawn within them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub strata: Vec<Stratum>,
    pub systems: Vec<(Option<Grade>, SystemCode)>,
}

/// Draws from the register. Each grade is drawn from by itself with the same seed; the same wish of the same register
/// always gives the same systems, whatever was recorded after its last version.
#[must_use]
pub fn draw_by_grade(register: &Register, wish: &Wish) -> Drawn {
    let frames = frames(register, wish);
    let mut drawn = Drawn { strata: vec![], systems: vec![] };
    let asked = GRADES.into_iter().filter_map(|grade| wish.sizes.iter().find(|(of, size)| *of == grade && *size > 0));
    for (grade, size) in asked {
        let frame = frames.get(grade).map_or(&[][..], Vec::as_slice);
        drawn.strata.push(Stratum {
            grade: *grade,
            asked: i64::try_from(*size).unwrap_or(i64::MAX),
            frame_size: i64::try_from(frame.len()).unwrap_or(i64::MAX),
            frame_hash: frame_hash(frame),
        });
        drawn.systems.extend(draw(wish.seed, frame, *size).into_iter().map(|code| (*grade, code)));
    }
    drawn
}

/// The numbers of the systems in use by grade, sorted.
fn frames(register: &Register, wish: &Wish) -> BTreeMap<Option<Grade>, Vec<SystemCode>> {
    let mut frames: BTreeMap<Option<Grade>, Vec<SystemCode>> = BTreeMap::new();
    for (code, fact) in register.up_to(wish.last_version, wish.day) {
        if wish.institution.as_ref().is_none_or(|slug| *slug == fact.institution) {
            frames.entry(fact.grade).or_default().push(code.clone());
        }
    }
    frames.values_mut().for_each(|frame| frame.sort());
    frames
}

/// How many systems of each grade there are to draw from, in the order of the grades.
#[must_use]
pub fn frame_sizes(register: &Register, wish: &Wish) -> Vec<(Option<Grade>, usize)> {
    let frames = frames(register, wish);
    GRADES.into_iter().map(|grade| (grade, frames.get(&grade).map_or(0, Vec::len))).collect()
}

/// What the register says of a system, item by item, before anybody went to see.
#[must_use]
pub fn claims(row: &Row<'_>, day: NaiveDate, since: NaiveDate) -> Vec<Seen> {
    Item::ALL.map(|item| Seen { item, claimed: item.is_met(row, day, since), found: None }).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::register::tests::{register, version};
    use crate::domain::systems::system::tests::plain;
    use crate::domain::systems::system::{Grading, InformationSystem};
    use proptest::prelude::*;

    const DAY: &str = "2024-03-20";

    fn day() -> NaiveDate {
        DAY.parse().unwrap()
    }

    fn system(n: i64, grade: Option<Grade>) -> InformationSystem {
        let grading = grade.map(|grade| Grading { grade, on: None, basis: String::new() });
        InformationSystem { grading, ..plain(&format!("x-{n}"), if n % 2 == 0 { "mois" } else { "msit" }) }
    }

    fn wish(last_version: i64, sizes: &[(Option<Grade>, usize)]) -> Wish {
        Wish { seed: 20_240_320, day: day(), last_version, institution: None, sizes: sizes.to_vec() }
    }

    #[test]
    fn each_grade_is_drawn_from_by_itself_and_an_institution_from_its_own() {
        let added = (1..=40).map(|n| version(n, "2024-02-05", &system(n, GRADES[usize::try_from(n % 5).unwrap()])));
        let register = register(added.collect());
        let asked = [(None, 2), (Some(Grade::One), 3), (Some(Grade::Two), 0)];
        let drawn = draw_by_grade(&register, &wish(40, &asked));
        let grades: Vec<_> = drawn.systems.iter().map(|(grade, _)| *grade).collect();
        assert_eq!(grades, [Some(Grade::One), Some(Grade::One), Some(Grade::One), None, None]);
        assert_eq!(drawn.strata.iter().map(|one| (one.asked, one.frame_size)).collect::<Vec<_>>(), [(3, 8), (2, 8)]);
        let own = Wish { institution: Slug::parse("mois"), ..wish(40, &[(Some(Grade::One), 40)]) };
        assert_eq!(draw_by_grade(&register, &own).systems.len(), 4, "a small frame is taken whole");
    }

    proptest! {
        #[test]
        fn what_is_recorded_later_does_not_change_a_draw(n in 1i64..40, later in 1i64..40, size in 1usize..20) {
            let before: Vec<_> = (1..=n).map(|n| version(n, "2024-02-05", &system(n, Some(Grade::One)))).collect();
            let edits = (1..=later).map(|i| version(n + i, DAY, &system((i - 1) % (n + 5) + 1, Some(Grade::Two))));
            let after = before.iter().cloned().chain(edits).collect();
            let wish = wish(n, &[(Some(Grade::One), size)]);
            prop_assert_eq!(draw_by_grade(&register(before), &wish), draw_by_grade(&register(after), &wish));
        }
    }
}

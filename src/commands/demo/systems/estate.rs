//! How many systems each institution has, and of which grades.

use super::super::random::Random;
use crate::domain::ids::Slug;
use crate::domain::systems::words::Grade;

/// What the demonstration has unless it is asked for another number: a tenth of the country's.
pub const DEFAULT_SYSTEMS: usize = 1_700;

/// The systems of one institution by grade, 1 to 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estate {
    pub by_grade: [usize; 4],
}

impl Estate {
    #[must_use]
    pub fn systems(&self) -> usize {
        self.by_grade.iter().sum()
    }

    /// Those of grades 1 and 2.
    #[must_use]
    pub const fn high(&self) -> usize {
        self.by_grade[0] + self.by_grade[1]
    }

    /// The grade of the system at a place: the important stand first.
    #[must_use]
    pub fn grade_of(&self, place: usize) -> Grade {
        let mut end = 0;
        let grades = Grade::ALL.iter().zip(self.by_grade);
        for (grade, count) in grades {
            end += count;
            if place < end {
                return *grade;
            }
        }
        Grade::Four
    }
}

/// The estates of some institutions, in their order; together they have `total` systems (at least one each).
#[must_use]
pub fn estates(institutions: &[Slug], total: usize, seed: u64) -> Vec<Estate> {
    let weight = |slug: &Slug| Random::keyed(seed, &["systems", slug.as_str()]).between(14, 64);
    let weights: Vec<usize> = institutions.iter().map(weight).collect();
    let whole: usize = weights.iter().sum::<usize>().max(1);
    let (mut before, mut high_before) = (0, 0);
    let mut estates = Vec::with_capacity(institutions.len());
    for own in weights {
        // Rounded where the running sum is, so that all together are exactly so many.
        let systems = ((before + own) * total / whole - before * total / whole).max(1);
        before += own;
        // One in twenty is of grades 1 and 2, but none has none; three in ten of these are of grade 1.
        let high = ((systems + 10) / 20).max(1);
        let one = (high_before + high) * 3 / 10 - high_before * 3 / 10;
        high_before += high;
        let three = (systems - high) * 28 / 100;
        estates.push(Estate { by_grade: [one, high - one, three, systems - high - three] });
    }
    estates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estates_add_up_and_every_institution_has_something_important() {
        let slugs: Vec<Slug> = (1..=47).map(|n| Slug::parse(&format!("i{n}")).unwrap()).collect();
        for total in [1_700, 17_000] {
            let estates = estates(&slugs, total, 1);
            assert_eq!(estates.iter().map(Estate::systems).sum::<usize>(), total);
            assert!(estates.iter().all(|estate| estate.high() >= 1));
        }
    }

    #[test]
    fn grades_stand_in_their_order() {
        let estate = Estate { by_grade: [1, 2, 0, 3] };
        let grades: Vec<Grade> = (0..7).map(|place| estate.grade_of(place)).collect();
        use Grade::{Four, One, Two};
        assert_eq!(grades, [One, Two, Two, Four, Four, Four, Four]);
    }
}

//! The invented information systems of the demonstration: how many each institution has, what is known of them, and how
//! that changed between 5 February and 19 March 2024.
//!
//! Pure but for [`record`]: the same institutions, number and seed always give the same systems. Shares by grade follow what was
//! published (about 250 of grade 1 among 15,000 to 17,000 systems); all else is invented.

mod estate;
mod facts;
mod names;
mod plans;
mod record;

pub use estate::{DEFAULT_SYSTEMS, Estate, estates};
pub use record::record;

use super::random::Random;
use crate::domain::ids::Slug;
use crate::domain::systems::InformationSystem;
use crate::domain::systems::system::{Grading, SystemCode};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashSet;

/// A system with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSystem {
    /// As it was entered first.
    pub system: InformationSystem,
    /// The grade given anew, and in which of [`REGRADED_ON`] it was recorded.
    pub regraded: Option<(Grading, usize)>,
}

/// The working days on which lists of new grades were taken in.
pub const REGRADED_ON: [(u32, u32); 5] = [(2, 23), (3, 4), (3, 8), (3, 13), (3, 19)];

/// When the register was taken in first.
#[must_use]
pub fn entered_at() -> DateTime<Utc> {
    at((2, 5))
}

/// Two in the afternoon of a day of 2024.
#[must_use]
pub fn at((month, dom): (u32, u32)) -> DateTime<Utc> {
    crate::domain::calendar::start_of(super::timetable::day(month, dom)) + TimeDelta::hours(14)
}

/// The systems of some institutions: slug and short name of each, in the order of the register.
#[must_use]
pub fn invent(institutions: &[(Slug, String)], total: usize, seed: u64) -> Vec<DemoSystem> {
    let slugs: Vec<Slug> = institutions.iter().map(|(slug, _)| slug.clone()).collect();
    let estates = estates(&slugs, total, seed);
    let mut all = Vec::with_capacity(total);
    for ((slug, short), estate) in institutions.iter().zip(&estates) {
        let names = names::of_institution(short, estate.systems(), &mut Random::keyed(seed, &["names", slug.as_str()]));
        for (place, name) in names.into_iter().enumerate() {
            let number = i64::try_from(place + 1).unwrap_or(i64::MAX);
            let mut random = Random::keyed(seed, &["system", slug.as_str(), &number.to_string()]);
            let grade = estate.grade_of(place);
            let code = SystemCode::numbered(slug, number);
            all.push(facts::system((code, name, slug, place), grade, estate, &mut random));
        }
    }
    // Some lean on a system of an institution that may not be among these.
    let known: HashSet<SystemCode> = all.iter().map(|one| one.system.code.clone()).collect();
    all.iter_mut().for_each(|one| one.system.needs.retain(|need| known.contains(need)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::fields::{Known, read, write};
    use crate::domain::systems::words::Grade;

    fn institutions() -> Vec<(Slug, String)> {
        (1..=47).map(|n| (Slug::parse(&format!("i{n}")).unwrap(), format!("기관{n}"))).collect()
    }

    #[test]
    fn there_are_as_many_as_asked_for_and_a_seed_gives_the_same() {
        let systems = invent(&institutions(), 1_700, 1);
        assert_eq!(systems.len(), 1_700);
        assert_eq!(systems, invent(&institutions(), 1_700, 1));
        assert_ne!(systems, invent(&institutions(), 1_700, 2));
        assert_eq!(invent(&institutions(), 17_000, 1).len(), 17_000);
    }

    #[test]
    fn numbers_and_names_are_each_ones_own() {
        let systems = invent(&institutions(), 17_000, 1);
        let codes: HashSet<_> = systems.iter().map(|one| one.system.code.clone()).collect();
        let names: HashSet<_> =
            systems.iter().map(|one| (one.system.institution.clone(), one.system.name.clone())).collect();
        assert_eq!((codes.len(), names.len()), (17_000, 17_000));
    }

    #[test]
    fn grade_one_is_as_rare_as_published() {
        for total in [1_700, 17_000] {
            let systems = invent(&institutions(), total, 1);
            let ones = systems.iter().filter(|one| last_grade(one) == Some(Grade::One)).count();
            assert!((total * 13 / 1000..=total * 17 / 1000).contains(&ones), "{ones} of {total}");
        }
    }

    fn last_grade(one: &DemoSystem) -> Option<Grade> {
        one.regraded.as_ref().map(|(grading, _)| grading.grade).or(one.system.grade())
    }

    #[test]
    fn every_system_could_have_been_typed_into_the_form() {
        let systems = invent(&institutions(), 1_700, 1);
        let known = Known {
            today: "2024-02-05".parse().unwrap(),
            institution: &Slug::parse,
            system: &|text, _| SystemCode::parse(text),
        };
        for one in systems {
            assert_eq!(read(&write(&one.system), &known), Ok(one.system));
        }
    }
}

//! What must be bought (교체·이중화 소요): equipment to replace, and what stands once to be doubled, by year, institution and
//! grade, with the cost where it is given.

use super::equipment::Equipment;
use super::register::Row;
use super::system::InformationSystem;
use super::words::{Doubled, Grade};
use crate::domain::ids::Slug;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Why something is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// 노후장비 교체
    Replace,
    /// 이중화
    Double,
}

impl Purpose {
    pub const ALL: [Self; 2] = [Self::Replace, Self::Double];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Double => "double",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// One thing to be bought for a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub purpose: Purpose,
    /// The budget year; without one, for equipment the year in which its service life ends.
    pub year: Option<i64>,
    /// Whether somebody has planned it for that year.
    pub planned: bool,
    /// In millions of won.
    pub cost: Option<i64>,
}

/// What a system needs: a line for each of its equipment, and one where something that should stand twice does not (grades
/// 1 and 2 by the standard, others where it is planned).
#[must_use]
pub fn needs_of(system: &InformationSystem) -> Vec<Need> {
    let double = system.redundancy.parts().contains(&Doubled::No)
        && (system.grade().is_some_and(Grade::is_high) || system.redundancy.budget_year.is_some());
    let double = double.then(|| Need {
        purpose: Purpose::Double,
        year: system.redundancy.budget_year,
        planned: system.redundancy.budget_year.is_some(),
        cost: system.redundancy.cost,
    });
    system.equipment.iter().map(replacement).chain(double).collect()
}

fn replacement(line: &Equipment) -> Need {
    let planned = line.budget_year.or(line.replaced_by.map(|due| i64::from(due.last_day.year())));
    let ends = i64::from(line.serves_until().year());
    Need { purpose: Purpose::Replace, year: Some(planned.unwrap_or(ends)), planned: planned.is_some(), cost: line.cost }
}

/// In which column a need stands, seen from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// The year has passed and it has not been bought: still to be.
    Overdue,
    Year(i64),
    /// After the last year shown.
    Later,
    /// No year is given.
    Undecided,
}

/// The years shown beside the present one.
pub const YEARS_AHEAD: i64 = 4;

impl When {
    #[must_use]
    pub fn of(year: Option<i64>, day: NaiveDate) -> Self {
        let now = i64::from(day.year());
        match year {
            None => Self::Undecided,
            Some(year) if year < now => Self::Overdue,
            Some(year) if year > now + YEARS_AHEAD => Self::Later,
            Some(year) => Self::Year(year),
        }
    }

    /// The columns of a table, in order.
    #[must_use]
    pub fn columns(day: NaiveDate) -> Vec<Self> {
        let now = i64::from(day.year());
        let years = (now..=now + YEARS_AHEAD).map(Self::Year);
        std::iter::once(Self::Overdue).chain(years).chain([Self::Later, Self::Undecided]).collect()
    }
}

/// A sum over needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub lines: i64,
    /// In millions of won, of the lines whose cost is given.
    pub cost: i64,
    /// Lines whose cost is not given: the sum is at least so much.
    pub unpriced: i64,
    /// Lines that somebody has planned.
    pub planned: i64,
}

impl Sum {
    fn add(&mut self, need: &Need) {
        self.lines += 1;
        self.planned += i64::from(need.planned);
        match need.cost {
            Some(cost) => self.cost += cost,
            None => self.unpriced += 1,
        }
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            lines: self.lines + other.lines,
            cost: self.cost + other.cost,
            unpriced: self.unpriced + other.unpriced,
            planned: self.planned + other.planned,
        }
    }
}

/// Sums by purpose and year.
type Sums = BTreeMap<(Purpose, When), Sum>;

/// Sums by institution and grade, purpose and year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    sums: BTreeMap<(Slug, Option<Grade>), Sums>,
}

impl Budget {
    /// What the systems need, seen from a day.
    pub fn of<'a>(rows: impl IntoIterator<Item = Row<'a>>, day: NaiveDate) -> Self {
        let mut budget = Self::default();
        for row in rows {
            let key = (row.fact.institution.clone(), row.fact.grade);
            let of_row = budget.sums.entry(key).or_default();
            for need in row.fact.to_buy.iter() {
                of_row.entry((need.purpose, When::of(need.year, day))).or_default().add(need);
            }
        }
        budget
    }

    /// The institutions with systems, by slug.
    #[must_use]
    pub fn institutions(&self) -> Vec<Slug> {
        let mut slugs: Vec<Slug> = self.sums.keys().map(|(slug, _)| slug.clone()).collect();
        slugs.dedup();
        slugs
    }

    /// The sum of what is asked for; `None` stands for all.
    #[must_use]
    pub fn sum(
        &self,
        institution: Option<&Slug>,
        grade: impl Fn(Option<Grade>) -> bool,
        purpose: Option<Purpose>,
        when: Option<When>,
    ) -> Sum {
        let of = self.sums.iter().filter(|((slug, own), _)| institution.is_none_or(|one| one == slug) && grade(*own));
        let needs = of.flat_map(|(_, needs)| needs);
        needs
            .filter(|((own, year), _)| purpose.is_none_or(|one| one == *own) && when.is_none_or(|one| one == *year))
            .fold(Sum::default(), |sum, (_, one)| sum.plus(*one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::equipment::tests::line;
    use crate::domain::systems::register::tests::{register, version};
    use crate::domain::systems::system::Grading;
    use crate::domain::systems::system::tests::plain;
    use proptest::prelude::*;

    fn day() -> NaiveDate {
        "2024-03-20".parse().unwrap()
    }

    fn system(lines: Vec<Equipment>) -> InformationSystem {
        InformationSystem { equipment: lines, ..plain("mois-1", "mois") }
    }

    fn sum_in(system: &InformationSystem, purpose: Purpose, when: When) -> Sum {
        let register = register(vec![version(1, "2024-02-05", system)]);
        Budget::of(register.at(day()).rows(), day()).sum(None, |_| true, Some(purpose), Some(when))
    }

    #[test]
    fn a_line_without_a_year_is_due_when_its_service_life_ends() {
        let planned = Equipment { budget_year: Some(2025), cost: Some(350), ..line("2017", 7) };
        let system = system(vec![planned, line("2019", 7), line("2010", 7)]);
        assert_eq!(
            sum_in(&system, Purpose::Replace, When::Year(2025)),
            Sum { lines: 1, cost: 350, unpriced: 0, planned: 1 }
        );
        assert_eq!(
            sum_in(&system, Purpose::Replace, When::Year(2026)),
            Sum { lines: 1, cost: 0, unpriced: 1, planned: 0 }
        );
        assert_eq!(sum_in(&system, Purpose::Replace, When::Overdue).lines, 1);
    }

    #[test]
    fn the_standard_asks_grades_one_and_two_to_stand_twice() {
        let mut system = system(vec![]);
        system.redundancy.server = Doubled::No;
        assert_eq!(needs_of(&system), []);
        system.grading = Some(Grading { grade: Grade::Two, on: None, basis: String::new() });
        assert_eq!(
            sum_in(&system, Purpose::Double, When::Undecided),
            Sum { lines: 1, cost: 0, unpriced: 1, planned: 0 }
        );
        system.redundancy.server = Doubled::Yes;
        assert_eq!(needs_of(&system), []);
    }

    proptest! {
        #[test]
        fn the_columns_hold_every_line_once(lines in proptest::collection::vec((2005i32..2024, 1i64..15, proptest::option::of(2020i64..2035), proptest::option::of(0i64..900)), 0..20)) {
            let line_of = |(made, life, budget_year, cost): &(i32, i64, Option<i64>, Option<i64>)| Equipment {
                budget_year: *budget_year, cost: *cost, ..line(&made.to_string(), *life) };
            let system = system(lines.iter().map(line_of).collect());
            let register = register(vec![version(1, "2024-02-05", &system)]);
            let budget = Budget::of(register.at(day()).rows(), day());
            let columns = When::columns(day()).into_iter().map(|when| budget.sum(None, |_| true, None, Some(when)));
            let whole = budget.sum(None, |_| true, None, None);
            prop_assert_eq!(columns.fold(Sum::default(), Sum::plus), whole);
            prop_assert_eq!(whole.lines, i64::try_from(lines.len()).unwrap());
            prop_assert_eq!(whole.cost, lines.iter().filter_map(|line| line.3).sum::<i64>());
        }
    }
}

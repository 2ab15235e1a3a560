//! Coverage (시스템 기준 이행률): of N systems, how many are what the plan promises, by grade and by item. Pure arithmetic over the
//! register; next to what the ministries say, it is what there is.

use super::register::{Register, Row};
use super::words::{Grade, PlanState};
use crate::domain::calendar::day_of;
use crate::domain::ids::Slug;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is measured of each system. To add one: its rule in [`Item::is_met`], its words on the pages and in the exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// 등급 재산정: graded anew on or after the plan's announcement.
    Graded,
    /// 서비스 연속성 계획 승인: a plan that may be followed.
    PlanApproved,
    /// 훈련 완료: and it has been drilled.
    PlanDrilled,
    /// 이중화: every part the system has stands twice.
    Redundant,
    /// 재해복구: a place to go on exists; a back-up alone is none.
    DisasterRecovery,
    /// 내용연수 이내: no equipment is past its service life.
    WithinLife,
}

impl Item {
    pub const ALL: [Self; 6] = [
        Self::Graded,
        Self::PlanApproved,
        Self::PlanDrilled,
        Self::Redundant,
        Self::DisasterRecovery,
        Self::WithinLife,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Graded => "graded",
            Self::PlanApproved => "plan_approved",
            Self::PlanDrilled => "plan_drilled",
            Self::Redundant => "redundant",
            Self::DisasterRecovery => "disaster_recovery",
            Self::WithinLife => "within_life",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    /// The items by which a task's coverage is measured, the one that its progress is held against first; the word is the
    /// plan file's. Nothing for a word that is not known.
    #[must_use]
    pub fn of_task(coverage: &str) -> &'static [Self] {
        match coverage {
            "graded" => &[Self::Graded],
            "continuity_plan" => &[Self::PlanApproved, Self::PlanDrilled],
            "resilience" => &[Self::Redundant, Self::DisasterRecovery, Self::WithinLife],
            _ => &[],
        }
    }

    /// Whether reported progress is held against a grade: a grade is promised for every system, all else for grades 1 and
    /// 2 first.
    #[must_use]
    pub fn is_promised_to(self, grade: Option<Grade>) -> bool {
        self == Self::Graded || grade.is_some_and(Grade::is_high)
    }

    /// Whether a system is what the item asks on a day; `None` where nobody has looked. `since`: the plan's announcement.
    #[must_use]
    pub fn is_met(self, row: &Row<'_>, day: NaiveDate, since: NaiveDate) -> Option<bool> {
        let fact = row.fact;
        match self {
            Self::Graded => Some(fact.grade.is_some() && fact.graded_on.is_some_and(|on| on >= since)),
            Self::PlanApproved => Some(row.in_force.is_some()),
            Self::PlanDrilled => Some(row.in_force.is_some_and(|plan| plan.state == PlanState::Drilled)),
            Self::Redundant => fact.redundant,
            Self::DisasterRecovery => fact.recovery.recovers(),
            Self::WithinLife => fact.serves_until.map(|until| day <= until),
        }
    }
}

/// How many are, are not, and are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub yes: i64,
    pub no: i64,
    /// 미확인: neither, and counted among the missing.
    pub unknown: i64,
}

impl Tally {
    fn add(&mut self, met: Option<bool>) {
        match met {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { yes: self.yes + other.yes, no: self.no + other.no, unknown: self.unknown + other.unknown }
    }

    /// N.
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.yes + self.no + self.unknown
    }

    /// N − k: what is missing or not known.
    #[must_use]
    pub const fn missing(&self) -> i64 {
        self.no + self.unknown
    }

    /// The share of N in tenths of a per cent, rounded down so that 100 % is said of all only; `None` of none.
    #[must_use]
    pub const fn tenths(&self) -> Option<i64> {
        if self.all() == 0 { None } else { Some(self.yes * 1000 / self.all()) }
    }
}

/// The places of the grades in a [`Coverage`]: 1 to 4, and those without one.
pub const GRADES: [Option<Grade>; 5] =
    [Some(Grade::One), Some(Grade::Two), Some(Grade::Three), Some(Grade::Four), None];

const fn column(grade: Option<Grade>) -> usize {
    match grade {
        Some(grade) => grade as usize,
        None => 4,
    }
}

/// Tallies by item and grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    tallies: [[Tally; 5]; 6],
}

impl Coverage {
    /// Counts systems as they stood on a day.
    pub fn of<'a>(rows: impl IntoIterator<Item = Row<'a>>, day: NaiveDate, since: NaiveDate) -> Self {
        let mut coverage = Self::default();
        for row in rows {
            coverage.count(&row, day, since);
        }
        coverage
    }

    fn count(&mut self, row: &Row<'_>, day: NaiveDate, since: NaiveDate) {
        for item in Item::ALL {
            self.tallies[item as usize][column(row.fact.grade)].add(item.is_met(row, day, since));
        }
    }

    /// Two counts of different systems as one.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        for (own, theirs) in self.tallies.iter_mut().flatten().zip(other.tallies.iter().flatten()) {
            *own = own.plus(*theirs);
        }
        self
    }

    /// Of one grade; `None`: those without a grade.
    #[must_use]
    pub const fn of_grade(&self, item: Item, grade: Option<Grade>) -> Tally {
        self.tallies[item as usize][column(grade)]
    }

    /// Of all grades together.
    #[must_use]
    pub fn of_all(&self, item: Item) -> Tally {
        self.tallies[item as usize].iter().fold(Tally::default(), |sum, tally| sum.plus(*tally))
    }

    /// Of the grades to which the item is promised first.
    #[must_use]
    pub fn of_promised(&self, item: Item) -> Tally {
        let promised = GRADES.into_iter().filter(|grade| item.is_promised_to(*grade));
        promised.fold(Tally::default(), |sum, grade| sum.plus(self.of_grade(item, grade)))
    }

    /// How many systems were counted.
    #[must_use]
    pub fn systems(&self) -> i64 {
        self.of_all(Item::Graded).all()
    }

    /// How many of a grade.
    #[must_use]
    pub const fn systems_of(&self, grade: Option<Grade>) -> i64 {
        self.of_grade(Item::Graded, grade).all()
    }
}

/// The coverage of each institution that has systems, by slug.
pub type ByInstitution = BTreeMap<Slug, Coverage>;

/// Counts the systems of each institution as they stood on a day.
#[must_use]
pub fn by_institution(register: &Register, day: NaiveDate, since: NaiveDate) -> ByInstitution {
    parts_of(register.rows_at(day), day, since)
}

/// Counts some systems by institution as they stood on a day.
pub fn parts_of<'a>(rows: impl IntoIterator<Item = Row<'a>>, day: NaiveDate, since: NaiveDate) -> ByInstitution {
    let mut found = ByInstitution::new();
    for row in rows {
        if let Some(coverage) = found.get_mut(&row.fact.institution) {
            coverage.count(&row, day, since);
        } else {
            found.insert(row.fact.institution.clone(), Coverage::of([row], day, since));
        }
    }
    found
}

/// The coverage of all institutions together.
#[must_use]
pub fn of_all(parts: &ByInstitution) -> Coverage {
    parts.values().fold(Coverage::default(), Coverage::plus)
}

/// The days on which a trend is read: the ends of the months since the first record, and the day itself; at most `most`.
#[must_use]
pub fn trend_days(register: &Register, day: NaiveDate, most: usize) -> Vec<NaiveDate> {
    let Some(first) = register.first_recorded_at().map(day_of).filter(|first| *first <= day) else { return vec![] };
    let mut days = vec![day];
    let mut end = day.with_day(1).and_then(|first| first.pred_opt());
    while let Some(on) = end.filter(|on| *on >= first) {
        days.push(on);
        end = on.with_day(1).and_then(|first| first.pred_opt());
    }
    days.truncate(most);
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::equipment::tests::line;
    use crate::domain::systems::register::tests::{plan, register, version};
    use crate::domain::systems::system::tests::plain;
    use crate::domain::systems::system::{Grading, InformationSystem};
    use crate::domain::systems::words::{Doubled, RecoveryWay};
    use proptest::prelude::*;

    const DAY: &str = "2024-03-20";
    const SINCE: &str = "2024-01-31";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn graded(code: &str, grade: Grade, on: &str) -> InformationSystem {
        let grading = Some(Grading { grade, on: Some(day(on)), basis: String::new() });
        InformationSystem { grading, ..plain(code, "mois") }
    }

    fn coverage(systems: &[InformationSystem]) -> Coverage {
        let added = (1..).zip(systems).map(|(id, system)| version(id, "2024-02-05", system)).collect();
        Coverage::of(register(added).at(day(DAY)).rows(), day(DAY), day(SINCE))
    }

    #[test]
    fn a_grade_counts_when_it_was_given_since_the_announcement() {
        let systems = [graded("mois-1", Grade::One, "2024-03-04"), graded("mois-2", Grade::One, "2021-05-01")];
        let tally = coverage(&systems).of_grade(Item::Graded, Some(Grade::One));
        assert_eq!(tally, Tally { yes: 1, no: 1, unknown: 0 });
        assert_eq!(tally.tenths(), Some(500));
    }

    #[test]
    fn what_nobody_has_looked_at_is_missing_and_said_apart() {
        let mut known = plain("mois-1", "mois");
        known.recovery.way = RecoveryWay::Hot;
        known.equipment = vec![line("2020", 7)];
        let tallies = coverage(&[known, plain("mois-2", "mois")]);
        let expected = Tally { yes: 1, no: 0, unknown: 1 };
        assert_eq!(tallies.of_all(Item::DisasterRecovery), expected);
        assert_eq!(tallies.of_all(Item::WithinLife), expected);
        assert_eq!((expected.missing(), expected.all()), (1, 2));
    }

    #[test]
    fn equipment_leaves_its_service_life_by_the_passing_of_days() {
        let mut system = plain("mois-1", "mois");
        system.equipment = vec![line("2017-03-20", 7)];
        let register = register(vec![version(1, "2024-02-05", &system)]);
        let within =
            |on: &str| Coverage::of(register.at(day(on)).rows(), day(on), day(SINCE)).of_all(Item::WithinLife).yes;
        assert_eq!((within("2024-03-19"), within("2024-03-20")), (1, 0));
    }

    #[test]
    fn a_drilled_plan_is_an_approved_one_too() {
        let register = register(vec![
            version(1, "2024-02-05", &plain("mois-1", "mois")),
            plan(1, "2024-03-05", 1, PlanState::Drilled),
        ]);
        let coverage = Coverage::of(register.at(day(DAY)).rows(), day(DAY), day(SINCE));
        assert_eq!((coverage.of_all(Item::PlanApproved).yes, coverage.of_all(Item::PlanDrilled).yes), (1, 1));
    }

    #[test]
    fn a_trend_is_read_at_the_ends_of_months_and_on_the_day() {
        let register = register(vec![version(1, "2024-01-15", &plain("mois-1", "mois"))]);
        let days = trend_days(&register, day(DAY), 12);
        assert_eq!(days, [day("2024-01-31"), day("2024-02-29"), day(DAY)]);
        assert_eq!(trend_days(&register, day(DAY), 2), [day("2024-02-29"), day(DAY)]);
        assert_eq!(trend_days(&register, day("2024-01-14"), 2), []);
    }

    #[test]
    fn all_is_said_of_all_only() {
        assert_eq!(Tally { yes: 1999, no: 1, unknown: 0 }.tenths(), Some(999));
        assert_eq!(Tally::default().tenths(), None);
    }

    prop_compose! {
        fn any_system()(grade in 0usize..5, regraded: bool, parts in proptest::array::uniform4(0usize..4), way in 0usize..7,
            made in proptest::option::of(2010i32..2024), other: bool) -> InformationSystem {
            let mut system = plain("mois-1", if other { "msit" } else { "mois" });
            system.grading = Grade::ALL.get(grade).map(|grade| Grading {
                grade: *grade, on: Some(day(if regraded { "2024-03-04" } else { "2020-01-01" })), basis: String::new() });
            let [network, server, storage, power] = parts.map(|part| Doubled::ALL[part]);
            system.redundancy = crate::domain::systems::system::Redundancy {
                network, server, storage, power, ..system.redundancy };
            system.recovery.way = RecoveryWay::ALL[way];
            system.equipment = made.map(|year| line(&year.to_string(), 7)).into_iter().collect();
            system
        }
    }

    fn numbered(systems: Vec<InformationSystem>) -> Vec<InformationSystem> {
        let number = |(n, system): (usize, InformationSystem)| InformationSystem {
            code: crate::domain::systems::SystemCode::parse(&format!("x-{n}")).unwrap(),
            ..system
        };
        systems.into_iter().enumerate().map(number).collect()
    }

    proptest! {
        #[test]
        fn every_system_is_counted_once_in_each_item(systems in proptest::collection::vec(any_system(), 0..40)) {
            let systems = numbered(systems);
            let n = i64::try_from(systems.len()).unwrap();
            let coverage = coverage(&systems);
            for item in Item::ALL {
                let tally = coverage.of_all(item);
                prop_assert_eq!(tally.all(), n);
                prop_assert_eq!(tally.yes + tally.missing(), n);
                prop_assert_eq!(GRADES.iter().map(|grade| coverage.of_grade(item, *grade).all()).sum::<i64>(), n);
                prop_assert!(tally.tenths().is_none_or(|tenths| (0..=1000).contains(&tenths)));
                prop_assert_eq!(tally.tenths() == Some(1000), n > 0 && tally.missing() == 0);
            }
        }

        #[test]
        fn the_parts_add_up_to_the_whole_in_any_order(systems in proptest::collection::vec(any_system(), 0..40)) {
            let systems = numbered(systems);
            let added = (1..).zip(&systems).map(|(id, system)| version(id, "2024-02-05", system)).collect();
            let register = register(added);
            let parts = by_institution(&register, day(DAY), day(SINCE));
            let whole = Coverage::of(register.at(day(DAY)).rows(), day(DAY), day(SINCE));
            let back = parts.values().rev().fold(Coverage::default(), Coverage::plus);
            prop_assert_eq!((of_all(&parts), back), (whole, whole));
        }

        #[test]
        fn no_plan_is_drilled_that_is_not_approved(states in proptest::collection::vec(0usize..4, 0..6)) {
            let mut added = vec![version(1, "2024-02-05", &plain("mois-1", "mois"))];
            for state in states {
                added.push(plan(1, "2024-03-05", 1, PlanState::ALL[state]));
            }
            let coverage = Coverage::of(register(added).at(day(DAY)).rows(), day(DAY), day(SINCE));
            prop_assert!(coverage.of_all(Item::PlanDrilled).yes <= coverage.of_all(Item::PlanApproved).yes);
        }
    }
}

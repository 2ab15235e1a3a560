//! A system as typed: the fields of the form and the cells of a spreadsheet row have the same names and are read here, so
//! that both are refused for the same reasons. [`write`] is the way back.
//!
//! Choices are given as code words ([`super::words`]); a spreadsheet's Korean words are turned into them before.

mod equipment;
mod read;
mod write;

pub use read::{Known, read};
pub use write::{minutes_text, write};

use serde::{Deserialize, Serialize};

/// The longest purpose, in characters.
pub const PURPOSE_MAX: usize = 1_000;
/// The most equipment lines of one system.
pub const EQUIPMENT_MAX: usize = 60;
/// The most systems one depends on.
pub const NEEDS_MAX: usize = 40;
/// The largest sum, in millions of won, and number of users.
pub const NUMBER_MAX: i64 = 1_000_000_000;

/// Names and values in order.
pub type Fields = Vec<(String, String)>;

/// The fields of a system but for its equipment, in the order of the form.
pub const NAMES: [&str; 27] = [
    "code",
    "name",
    "institution",
    "runner_kind",
    "runner",
    "purpose",
    "grade",
    "graded_on",
    "grade_basis",
    "users",
    "needs",
    "site",
    "site_note",
    "red_network",
    "red_server",
    "red_storage",
    "red_power",
    "red_year",
    "red_cost",
    "dr_way",
    "dr_rto",
    "dr_rpo",
    "dr_drilled_on",
    "dr_result",
    "contact",
    "retired_on",
    "equipment",
];

/// The fields of an equipment line; in a form each is prefixed with `eq_N_`.
pub const EQUIPMENT_NAMES: [&str; 8] = ["kind", "name", "count", "made", "life", "replaced_by", "budget_year", "cost"];

/// The name of a field of the `n`th equipment line.
#[must_use]
pub fn equipment_field(n: usize, name: &str) -> String {
    format!("eq_{n}_{name}")
}

/// Why a value was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    Missing,
    /// More than this many characters.
    TooLong(usize),
    /// Not a whole number between these.
    Number(i64, i64),
    /// No calendar has such a day.
    Day,
    /// What has happened cannot lie in the future.
    Future,
    /// Neither a day nor a month, quarter, half or year.
    Period,
    /// None of the choices.
    Choice,
    /// Not a length of time such as `4시간` or `30분`.
    Duration,
    /// Cannot be a system's number.
    Code,
    /// No institution of that name.
    Institution,
    /// Another institution's: not the writer's to edit.
    NotYours,
    /// No system of that number or name.
    UnknownSystem,
    /// A system cannot depend on itself.
    Itself,
    /// More than this many.
    TooMany(usize),
    /// A day or basis of grading without a grade.
    GradeMissing,
    /// A result of a drill without its day, or the other way round.
    DrillIncomplete,
    /// Run by another body, and not said by which.
    RunnerMissing,
    /// The institution has a system of that name already.
    NameTaken,
    /// The same system twice in one file.
    Twice,
    /// The number belongs to another institution's system.
    CodeTaken,
    /// A formula where a value is asked.
    Formula,
    /// `#NAME?` and its like.
    Broken,
    /// An equipment line of more values than it has.
    Crowded,
}

/// A fault beside its field.
pub type Fault = (String, FieldFault);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Slug;
    use crate::domain::systems::words::{Doubled, Grade};
    use crate::domain::systems::{InformationSystem, SystemCode};
    use proptest::prelude::*;

    fn known() -> Known<'static> {
        Known {
            today: "2024-03-20".parse().unwrap(),
            institution: &|text| Slug::parse(text).filter(|slug| ["mois", "msit"].contains(&slug.as_str())),
            system: &|text, _| SystemCode::parse(text).filter(|code| code.as_str() != "mois-9"),
        }
    }

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        let base = [("code", "mois-1"), ("name", "민원24"), ("institution", "mois")];
        let given = pairs.iter().copied();
        let kept = base.into_iter().filter(|(name, _)| pairs.iter().all(|(other, _)| other != name));
        kept.chain(given).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn faults(pairs: &[(&str, &str)]) -> Vec<Fault> {
        read(&typed(pairs), &known()).err().unwrap_or_default()
    }

    fn good(pairs: &[(&str, &str)]) -> InformationSystem {
        read(&typed(pairs), &known()).unwrap()
    }

    #[test]
    fn a_name_and_an_institution_are_enough() {
        let system = good(&[]);
        assert_eq!(system.redundancy.parts(), [Doubled::Unknown; 4]);
        assert_eq!((system.users, system.grade()), (None, None));
    }

    #[test]
    fn numbers_days_and_times_are_read_as_people_write_them() {
        let system = good(&[
            ("users", "12,000명"),
            ("grade", "1"),
            ("graded_on", "2024. 3. 8."),
            ("dr_rto", "1시간 30분"),
            ("dr_rpo", "0"),
            ("red_year", "2025년"),
            ("red_cost", "1,200"),
        ]);
        assert_eq!(system.users, Some(12_000));
        assert_eq!(system.grading.as_ref().unwrap().on, "2024-03-08".parse().ok());
        assert_eq!((system.recovery.rto_minutes, system.recovery.rpo_minutes), (Some(90), Some(0)));
        assert_eq!((system.redundancy.budget_year, system.redundancy.cost), (Some(2025), Some(1200)));
    }

    #[test]
    fn each_bad_value_is_named_with_its_reason() {
        for (field, value, fault) in [
            ("name", "", FieldFault::Missing),
            ("institution", "none", FieldFault::Institution),
            ("grade", "5", FieldFault::Choice),
            ("users", "많음", FieldFault::Number(0, NUMBER_MAX)),
            ("users", "-1", FieldFault::Number(0, NUMBER_MAX)),
            ("red_network", "maybe", FieldFault::Choice),
            ("red_year", "25", FieldFault::Number(1990, 2100)),
            ("dr_rto", "금방", FieldFault::Duration),
            ("needs", "mois-9", FieldFault::UnknownSystem),
            ("needs", "mois-1", FieldFault::Itself),
            ("retired_on", "2024-02-30", FieldFault::Day),
            ("code", "coverage", FieldFault::Code),
        ] {
            assert_eq!(faults(&[(field, value)]), [(field.to_owned(), fault)], "{field}={value}");
        }
    }

    #[test]
    fn what_belongs_together_is_asked_for_together() {
        assert_eq!(faults(&[("grade_basis", "중요도")]), [("grade".to_owned(), FieldFault::GradeMissing)]);
        assert_eq!(faults(&[("dr_result", "passed")]), [("dr_drilled_on".to_owned(), FieldFault::DrillIncomplete)]);
        assert_eq!(faults(&[("runner_kind", "local")]), [("runner".to_owned(), FieldFault::RunnerMissing)]);
        let day = [("grade", "2"), ("graded_on", "2024-03-21")];
        assert_eq!(faults(&day), [("graded_on".to_owned(), FieldFault::Future)]);
    }

    #[test]
    fn an_empty_equipment_line_is_none_and_a_started_one_must_be_whole() {
        assert_eq!(good(&[("eq_0_kind", ""), ("eq_0_name", " ")]).equipment, []);
        assert_eq!(
            faults(&[("eq_1_kind", "server"), ("eq_1_made", "2017-13")]),
            [("eq_1_made".to_owned(), FieldFault::Period), ("eq_1_life".to_owned(), FieldFault::Missing)]
        );
    }

    #[test]
    fn a_system_named_twice_as_needed_is_needed_once() {
        let needs = good(&[("needs", "mois-2, mois-3 mois-2")]).needs;
        assert_eq!(needs.iter().map(SystemCode::as_str).collect::<Vec<_>>(), ["mois-2", "mois-3"]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(
            grade in 0usize..5, users in proptest::option::of(0i64..100_000_000), minutes in proptest::option::of(0i64..100_000),
            parts in proptest::array::uniform4(0usize..4), lines in proptest::collection::vec((2000i32..2024, 1i64..15, 1i64..400), 0..5),
        ) {
            let mut system = good(&[]);
            system.grading = Grade::ALL.get(grade).map(|grade| crate::domain::systems::system::Grading {
                grade: *grade, on: "2024-03-04".parse().ok(), basis: "이용자 수, 파급도".into() });
            system.users = users;
            system.recovery.rto_minutes = minutes;
            let [network, server, storage, power] = parts.map(|part| Doubled::ALL[part]);
            system.redundancy = crate::domain::systems::system::Redundancy { network, server, storage, power, budget_year: None, cost: Some(30) };
            let line = |(year, life, count): (i32, i64, i64)| crate::domain::systems::equipment::Equipment {
                count, life_years: life, ..crate::domain::systems::equipment::tests::line(&year.to_string(), 7) };
            system.equipment = lines.into_iter().map(line).collect();
            prop_assert_eq!(read(&write(&system), &known()), Ok(system));
        }
    }
}

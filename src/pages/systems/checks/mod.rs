//! `/systems/checks`: samples drawn and checked on the spot. The counts are for everybody, names and what was found of a
//! named system for the institution and the PMO.

pub mod detail;
pub mod finding;
pub mod list;
pub mod new;

use crate::domain::systems::spot_check::form::FormFault;
use crate::pages::lang::Lang;
use crate::pages::systems::words;
use crate::pages::texts::checks as t;
use crate::store::SampleRow;

/// What is wrong with a field, and how to mend it.
#[must_use]
pub fn fault_words(lang: Lang, fault: FormFault) -> String {
    let plain = match fault {
        FormFault::TooMany(max) => return t::fault_too_many(lang, max),
        FormFault::Size(grade) => return t::fault_size(lang, words::grade(lang, grade)),
        FormFault::TooLong(max) => return t::fault_too_long(lang, max),
        FormFault::Seed => t::fault_seed(lang),
        FormFault::Nothing => t::fault_nothing(lang),
        FormFault::NoSystems => t::fault_no_systems(lang),
        FormFault::Institution => t::fault_institution(lang),
        FormFault::Choice => t::fault_choice(lang),
        FormFault::NothingChecked => t::fault_nothing_checked(lang),
        FormFault::NoteMissing => t::fault_note_missing(lang),
    };
    plain.to_owned()
}

/// `1등급 10개, 2등급 10개`
fn sizes(lang: Lang, sample: &SampleRow) -> String {
    let sizes =
        sample.strata.iter().map(|one| t::size(lang, words::grade(lang, one.grade), one.asked.min(one.frame_size)));
    sizes.collect::<Vec<_>>().join(", ")
}

//! The equipment lines of a form or a spreadsheet.

use super::read::Reader;
use super::{EQUIPMENT_MAX, EQUIPMENT_NAMES, FieldFault, NUMBER_MAX, equipment_field};
use crate::domain::systems::equipment::{Equipment, LIFE_MAX};
use crate::domain::systems::words::EquipmentKind;
use crate::domain::text::LINE_MAX;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Every line of which anything is typed.
pub(super) fn read_equipment(form: &mut Reader<'_>, today: NaiveDate) -> Vec<Equipment> {
    let numbers: BTreeSet<usize> = form.fields.iter().filter_map(|(name, value)| started(name, value)).collect();
    if numbers.len() > EQUIPMENT_MAX {
        form.fault("equipment", FieldFault::TooMany(EQUIPMENT_MAX));
        return Vec::new();
    }
    numbers.into_iter().filter_map(|n| read_line(form, n, today)).collect()
}

/// The line a filled field belongs to.
fn started(name: &str, value: &str) -> Option<usize> {
    let (n, rest) = name.strip_prefix("eq_")?.split_once('_')?;
    (EQUIPMENT_NAMES.contains(&rest) && !value.trim().is_empty()).then(|| n.parse().ok())?
}

fn read_line(form: &mut Reader<'_>, n: usize, today: NaiveDate) -> Option<Equipment> {
    let name_of = |name: &str| equipment_field(n, name);
    let kind = form.choice(&name_of("kind"), EquipmentKind::parse);
    let name = form.text(&name_of("name"), LINE_MAX);
    let count = form.number(&name_of("count"), 1, 100_000).unwrap_or(1);
    let made = form.period(&name_of("made"));
    let life_years = form.number(&name_of("life"), 1, LIFE_MAX);
    let replaced_by = form.period(&name_of("replaced_by"));
    let budget_year = form.year(&name_of("budget_year"));
    let cost = form.number(&name_of("cost"), 0, NUMBER_MAX);
    for required in ["kind", "made", "life"] {
        if form.get(&name_of(required)).is_empty() {
            form.fault(&name_of(required), FieldFault::Missing);
        }
    }
    let made = made?;
    // A year may be the present one, whose last day is still to come.
    if made.last_day > today && !made.to_string().starts_with(&today.format("%Y").to_string()) {
        form.fault(&name_of("made"), FieldFault::Future);
    }
    Some(Equipment { kind: kind?, name, count, made, life_years: life_years?, replaced_by, budget_year, cost })
}

//! From a system to fields, as [`super::read()`] reads them back.

use super::{EQUIPMENT_NAMES, Fields, equipment_field};
use crate::domain::systems::equipment::Equipment;
use crate::domain::systems::system::{InformationSystem, SystemCode};

/// The fields of a system, its equipment line by line.
#[must_use]
pub fn write(system: &InformationSystem) -> Fields {
    let grading = system.grading.as_ref();
    let (redundancy, recovery) = (&system.redundancy, &system.recovery);
    let needs = system.needs.iter().map(SystemCode::as_str).collect::<Vec<_>>().join(", ");
    let plain = [
        ("code", system.code.to_string()),
        ("name", system.name.clone()),
        ("institution", system.institution.to_string()),
        ("runner_kind", system.runner.kind.code().to_owned()),
        ("runner", system.runner.name.clone()),
        ("purpose", system.purpose.clone()),
        ("grade", grading.map_or_else(String::new, |grading| grading.grade.code().to_owned())),
        ("graded_on", text(grading.and_then(|grading| grading.on))),
        ("grade_basis", grading.map_or_else(String::new, |grading| grading.basis.clone())),
        ("users", text(system.users)),
        ("needs", needs),
        ("site", system.site.map_or("", |site| site.code()).to_owned()),
        ("site_note", system.site_note.clone()),
        ("red_network", redundancy.network.code().to_owned()),
        ("red_server", redundancy.server.code().to_owned()),
        ("red_storage", redundancy.storage.code().to_owned()),
        ("red_power", redundancy.power.code().to_owned()),
        ("red_year", text(redundancy.budget_year)),
        ("red_cost", text(redundancy.cost)),
        ("dr_way", recovery.way.code().to_owned()),
        ("dr_rto", recovery.rto_minutes.map(minutes_text).unwrap_or_default()),
        ("dr_rpo", recovery.rpo_minutes.map(minutes_text).unwrap_or_default()),
        ("dr_drilled_on", text(recovery.drilled_on)),
        ("dr_result", recovery.drill_result.map_or("", |result| result.code()).to_owned()),
        ("contact", system.contact.clone()),
        ("retired_on", text(system.retired_on)),
    ];
    let plain = plain.into_iter().map(|(name, value)| (name.to_owned(), value));
    let lines = system.equipment.iter().enumerate().flat_map(|(n, line)| write_line(n, line));
    plain.chain(lines).collect()
}

fn write_line(n: usize, line: &Equipment) -> Vec<(String, String)> {
    let values = [
        line.kind.code().to_owned(),
        line.name.clone(),
        line.count.to_string(),
        line.made.to_string(),
        line.life_years.to_string(),
        text(line.replaced_by),
        text(line.budget_year),
        text(line.cost),
    ];
    EQUIPMENT_NAMES.iter().zip(values).map(|(name, value)| (equipment_field(n, name), value)).collect()
}

fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A length of time as people write it: `30분`, `4시간`, `1시간 30분`.
#[must_use]
pub fn minutes_text(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => "0분".to_owned(),
        (0, minutes) => format!("{minutes}분"),
        (hours, 0) => format!("{hours}시간"),
        (hours, minutes) => format!("{hours}시간 {minutes}분"),
    }
}

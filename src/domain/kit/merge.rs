//! What the file says beside what the system holds.

use super::{canonical, fingerprint};
use crate::domain::ids::AssignmentId;
use crate::domain::report::{Fields, value};
use serde::{Deserialize, Serialize};

/// 변경 없음 among the fields of a kit: `on` or empty.
pub const NO_CHANGE: &str = "no_change";

/// A cell as it came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledCell {
    pub field: String,
    /// `C14`
    pub at: String,
    /// The fingerprint of what was issued.
    pub base: String,
    /// As the form would have it typed.
    pub value: String,
}

impl FilledCell {
    /// Whether somebody changed it in the file.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        fingerprint(&self.field, &self.value) != self.base
    }
}

/// One assignment as it came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledEntry {
    pub assignment: AssignmentId,
    /// The entry's revision when the file was issued.
    pub revision: i64,
    pub cells: Vec<FilledCell>,
}

impl FilledEntry {
    /// The cells of fields (변경 없음 is none) that the file changed.
    pub fn changed_fields(&self) -> impl Iterator<Item = &FilledCell> {
        self.cells.iter().filter(|cell| cell.field != NO_CHANGE && cell.is_changed())
    }

    #[must_use]
    pub fn no_change(&self) -> Option<&FilledCell> {
        self.cells.iter().find(|cell| cell.field == NO_CHANGE)
    }
}

/// A field in which the file differs from the system and was changed in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMerge {
    pub field: String,
    pub at: String,
    /// What the system holds.
    pub ours: String,
    /// What the file says.
    pub file: String,
    /// Both were changed since the file was issued: somebody has to choose.
    pub both: bool,
}

/// What the file would change in an entry, in the order of its cells.
#[must_use]
pub fn merge(filled: &FilledEntry, current: &Fields, no_change: bool) -> Vec<FieldMerge> {
    let fields = filled.cells.iter().filter(|cell| cell.field != NO_CHANGE);
    let fields = fields.filter_map(|cell| merge_field(cell, value(current, &cell.field)));
    filled
        .no_change()
        .and_then(|cell| merge_no_change(filled, cell, current, no_change))
        .into_iter()
        .chain(fields)
        .collect()
}

fn merge_field(cell: &FilledCell, ours: &str) -> Option<FieldMerge> {
    let (ours, file) = (canonical(&cell.field, ours), canonical(&cell.field, &cell.value));
    if !cell.is_changed() || ours == file {
        return None;
    }
    let both = fingerprint(&cell.field, &ours) != cell.base;
    Some(FieldMerge { field: cell.field.clone(), at: cell.at.clone(), ours, file, both })
}

/// 변경 없음 speaks of all fields at once: it contradicts fields that the other side changed.
fn merge_no_change(filled: &FilledEntry, cell: &FilledCell, current: &Fields, no_change: bool) -> Option<FieldMerge> {
    let (ours, file) = (if no_change { "on" } else { "" }, cell.value.as_str());
    if ours == file {
        return None;
    }
    let is_other = |cell: &FilledCell| fingerprint(&cell.field, value(current, &cell.field)) != cell.base;
    let system_wrote = filled.cells.iter().any(|cell| cell.field != NO_CHANGE && is_other(cell));
    let both = match file {
        "on" => system_wrote,
        _ if cell.is_changed() => false,
        _ if filled.changed_fields().next().is_some() => true,
        _ => return None,
    };
    Some(FieldMerge {
        field: NO_CHANGE.to_owned(),
        at: cell.at.clone(),
        ours: ours.to_owned(),
        file: file.to_owned(),
        both,
    })
}

/// What an entry becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// `None`: as they are.
    pub fields: Option<Vec<(String, String)>>,
    pub no_change: bool,
}

/// The entry with the file's values, but for the fields of which `keeps_ours` says that the system's stay; `None` where
/// nothing changes.
#[must_use]
pub fn take(
    current: &Fields,
    no_change: bool,
    merges: &[FieldMerge],
    keeps_ours: impl Fn(&FieldMerge) -> bool,
) -> Option<Taken> {
    let (mut fields, mut ticked, mut touched) = (current.to_vec(), no_change, false);
    for one in merges.iter().filter(|one| !keeps_ours(one)) {
        if one.field == NO_CHANGE {
            ticked = one.file == "on";
            continue;
        }
        touched = true;
        fields.retain(|(name, _)| *name != one.field);
        // A box that is not ticked is not posted.
        if !(one.field.starts_with("claim_") && one.file.is_empty()) {
            fields.push((one.field.clone(), one.file.clone()));
        }
    }
    let fields = touched.then_some(fields);
    (touched || ticked != no_change).then_some(Taken { fields, no_change: ticked })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// An entry issued with `done` = `base` and no tick, come back with these.
    fn filled(base: &str, done: &str, no_change: &str) -> FilledEntry {
        let cell = |field: &str, base: &str, value: &str| FilledCell {
            field: field.into(),
            at: "C5".into(),
            base: fingerprint(field, base),
            value: value.into(),
        };
        let cells = vec![cell(NO_CHANGE, "", no_change), cell("done", base, done)];
        FilledEntry { assignment: AssignmentId(1), revision: 1, cells }
    }

    fn told(filled: &FilledEntry, done: &str, no_change: bool) -> Vec<(String, bool)> {
        let merges = merge(filled, &fields(&[("done", done)]), no_change);
        merges.into_iter().map(|one| (one.field, one.both)).collect()
    }

    #[test]
    fn what_only_the_file_changed_is_a_change_and_what_both_changed_a_choice() {
        let changed = ("done".to_owned(), false);
        assert_eq!(told(&filled("가", "나", ""), "가", false), [changed]);
        assert_eq!(told(&filled("가", "나", ""), "다", false), [("done".to_owned(), true)]);
        assert_eq!(told(&filled("가", "나", ""), "나 ", false), []);
        assert_eq!(told(&filled("가", "가", ""), "다", false), []);
    }

    #[test]
    fn no_change_in_the_file_against_a_field_written_meanwhile_is_a_choice() {
        assert_eq!(told(&filled("가", "가", "on"), "가", false), [(NO_CHANGE.to_owned(), false)]);
        assert_eq!(told(&filled("가", "가", "on"), "다", false), [(NO_CHANGE.to_owned(), true)]);
        assert_eq!(told(&filled("가", "가", "on"), "가", true), []);
    }

    #[test]
    fn a_field_of_the_file_against_no_change_ticked_meanwhile_is_a_choice() {
        let both = [(NO_CHANGE.to_owned(), true), ("done".to_owned(), false)];
        assert_eq!(told(&filled("가", "나", ""), "가", true), both);
        assert_eq!(told(&filled("가", "가", ""), "가", true), []);
    }

    #[test]
    fn a_tick_cleared_in_the_file_is_cleared() {
        let mut cleared = filled("가", "나", "");
        cleared.cells[0].base = fingerprint(NO_CHANGE, "on");
        assert_eq!(told(&cleared, "가", true), [(NO_CHANGE.to_owned(), false), ("done".to_owned(), false)]);
    }

    #[test]
    fn what_is_kept_stays_and_the_rest_is_taken() {
        let current = fields(&[("done", "다"), ("next", "계획"), ("claim_3", "on")]);
        let one = |field: &str, file: &str, both: bool| FieldMerge {
            field: field.into(),
            at: "C5".into(),
            ours: String::new(),
            file: file.into(),
            both,
        };
        let merges = [one("done", "나", true), one("claim_3", "", false)];
        let kept = take(&current, true, &merges, |one| one.both).unwrap();
        assert_eq!(kept, Taken { fields: Some(fields(&[("done", "다"), ("next", "계획")])), no_change: true });
        let taken = take(&current, false, &merges, |_| false).unwrap();
        assert_eq!(taken.fields, Some(fields(&[("next", "계획"), ("done", "나")])));
        assert_eq!(take(&current, false, &merges, |_| true), None);
        let ticked = take(&current, false, &[one(NO_CHANGE, "on", false)], |_| false).unwrap();
        assert_eq!(ticked, Taken { fields: None, no_change: true });
    }

    proptest! {
        /// Nothing that the system wrote is lost without a choice.
        #[test]
        fn a_value_of_the_system_is_replaced_only_where_it_is_the_issued_one(base in "[가-다]{0,2}", ours in "[가-다]{0,2}", file in "[가-다]{0,2}") {
            let merges = merge(&filled(&base, &file, ""), &fields(&[("done", &ours)]), false);
            let after = take(&fields(&[("done", &ours)]), false, &merges, |one| one.both);
            let after = after.and_then(|taken| taken.fields).unwrap_or_else(|| fields(&[("done", &ours)]));
            if ours != base {
                prop_assert_eq!(value(&after, "done"), &ours);
            } else {
                prop_assert_eq!(value(&after, "done"), &file);
            }
        }
    }
}

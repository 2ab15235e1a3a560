//! The two forms of a check, read: what is to be drawn, and what was found.

use super::Wish;
use crate::domain::ids::Slug;
use crate::domain::report::value;
use crate::domain::systems::coverage::{GRADES, Item};
use crate::domain::systems::sample::{SIZE_MAX, Seen};
use crate::domain::systems::words::Grade;
use crate::domain::text::{NARRATIVE_MAX, optional_text};
use chrono::NaiveDate;

/// A form as typed.
type Fields = [(String, String)];

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// A whole number, which a seed may have a sign.
    Seed,
    /// A whole number from 0; of which grade, because a summary of faults names them all.
    Size(Option<Grade>),
    /// Nothing is asked of any grade.
    Nothing,
    /// More than so many in all.
    TooMany(usize),
    /// There is nothing to draw from.
    NoSystems,
    /// An institution that has no systems.
    Institution,
    /// Another word than those offered.
    Choice,
    /// No item was looked at.
    NothingChecked,
    /// What was found differs from the register, and nobody says what was seen.
    NoteMissing,
    TooLong(usize),
}

/// The faults of a form, field by field.
pub type Faults = Vec<(String, FormFault)>;

/// `size_1` to `size_4`, `size_none`
#[must_use]
pub fn size_field(grade: Option<Grade>) -> String {
    format!("size_{}", grade.map_or("none", Grade::code))
}

/// `found_redundant`
#[must_use]
pub fn found_field(item: Item) -> String {
    format!("found_{}", item.code())
}

/// How many systems of each grade there are.
pub type Available = Vec<(Option<Grade>, usize)>;

/// Of what a draw is made beside what is typed.
pub struct Ground<'a> {
    pub day: NaiveDate,
    pub last_version: i64,
    /// How many systems of each grade an institution (or all) has.
    pub available: &'a dyn Fn(Option<&Slug>) -> Available,
}

/// Reads what is to be drawn, and the note with it.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn read_wish(fields: &Fields, ground: &Ground<'_>) -> Result<(Wish, String), Faults> {
    let mut faults = Faults::new();
    let seed = value(fields, "seed").trim().parse::<i64>();
    if seed.is_err() {
        faults.push(("seed".to_owned(), FormFault::Seed));
    }
    let typed = value(fields, "institution").trim();
    let institution = Slug::parse(typed);
    let available = (ground.available)(institution.as_ref());
    if !typed.is_empty() && available.iter().all(|(_, count)| *count == 0) {
        faults.push(("institution".to_owned(), FormFault::Institution));
    }
    let sizes = read_sizes(fields, &available, &mut faults);
    let note = read_note(fields, &mut faults);
    match seed {
        Ok(seed) if faults.is_empty() => {
            let (day, last_version) = (ground.day, ground.last_version);
            Ok((Wish { seed, day, last_version, institution, sizes }, note))
        }
        _ => Err(faults),
    }
}

fn read_sizes(
    fields: &Fields,
    available: &[(Option<Grade>, usize)],
    faults: &mut Faults,
) -> Vec<(Option<Grade>, usize)> {
    let before = faults.len();
    let mut sizes = Vec::new();
    for grade in GRADES {
        let (name, of_grade) = (size_field(grade), available.iter().find(|(of, _)| *of == grade));
        let typed = value(fields, &name).trim().replace(',', "");
        match if typed.is_empty() { Ok(0) } else { typed.parse::<usize>() } {
            Err(_) => faults.push((name, FormFault::Size(grade))),
            Ok(0) => {}
            Ok(_) if of_grade.is_none_or(|(_, count)| *count == 0) => faults.push((name, FormFault::NoSystems)),
            Ok(size) => sizes.push((grade, size)),
        }
    }
    let whole = sizes.iter().fold(0usize, |sum, (_, size)| sum.saturating_add(*size));
    let shown = sizes.first().or_else(|| available.iter().find(|(_, count)| *count > 0));
    let first = size_field(shown.map_or(Some(Grade::One), |(grade, _)| *grade));
    if whole > SIZE_MAX {
        faults.push((first, FormFault::TooMany(SIZE_MAX)));
    } else if whole == 0 && faults.len() == before {
        faults.push((first, FormFault::Nothing));
    }
    sizes
}

fn read_note(fields: &Fields, faults: &mut Faults) -> String {
    match optional_text(value(fields, "note"), NARRATIVE_MAX) {
        Ok(note) => note.unwrap_or_default(),
        Err(_) => {
            faults.push(("note".to_owned(), FormFault::TooLong(NARRATIVE_MAX)));
            String::new()
        }
    }
}

/// Reads what was found of a system of which the register claimed `claimed`, and the note with it.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn read_findings(fields: &Fields, claimed: &[Seen]) -> Result<(Vec<Seen>, String), Faults> {
    let mut faults = Faults::new();
    let mut found = Vec::with_capacity(claimed.len());
    for one in claimed {
        let name = found_field(one.item);
        match value(fields, &name).trim() {
            "yes" => found.push(Seen { found: Some(true), ..*one }),
            "no" => found.push(Seen { found: Some(false), ..*one }),
            "" | "unseen" => found.push(*one),
            _ => faults.push((name, FormFault::Choice)),
        }
    }
    let note = read_note(fields, &mut faults);
    let differs = found.iter().any(|one| one.found.is_some() && one.found != Some(one.claimed == Some(true)));
    if faults.is_empty() && found.iter().all(|one| one.found.is_none()) {
        let first = claimed.first().map_or_else(|| "note".to_owned(), |one| found_field(one.item));
        faults.push((first, FormFault::NothingChecked));
    } else if differs && note.is_empty() && faults.is_empty() {
        faults.push(("note".to_owned(), FormFault::NoteMissing));
    }
    if faults.is_empty() { Ok((found, note)) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn wish(pairs: &[(&str, &str)]) -> Result<(Wish, String), Faults> {
        let available = |institution: Option<&Slug>| match institution.map(Slug::as_str) {
            None => vec![(Some(Grade::One), 26), (Some(Grade::Two), 60), (None, 0)],
            Some("mois") => vec![(Some(Grade::One), 3)],
            Some(_) => vec![],
        };
        let day = "2024-03-20".parse().unwrap();
        read_wish(&fields(pairs), &Ground { day, last_version: 7, available: &available })
    }

    #[test]
    fn a_wish_is_a_seed_and_sizes_by_grade() {
        let (wish, note) =
            wish(&[("seed", " -20240320 "), ("size_1", "10"), ("size_2", ""), ("note", "3월 현장")]).unwrap();
        assert_eq!((wish.seed, wish.sizes, note.as_str()), (-20_240_320, vec![(Some(Grade::One), 10)], "3월 현장"));
    }

    #[test]
    fn what_makes_no_draw_is_told_beside_its_field() {
        use FormFault::{Institution, NoSystems, Nothing, Seed, Size, TooMany};
        let faults = |pairs: &[(&str, &str)]| wish(pairs).unwrap_err();
        let one = |name: &str, fault| vec![(name.to_owned(), fault)];
        assert_eq!(faults(&[("seed", "일"), ("size_1", "1")]), one("seed", Seed));
        assert_eq!(faults(&[("seed", "99999999999999999999"), ("size_1", "1")]), one("seed", Seed));
        assert_eq!(faults(&[("seed", "1"), ("size_1", "-1")]), one("size_1", Size(GRADES[0])));
        assert_eq!(faults(&[("seed", "1")]), one("size_1", Nothing));
        assert_eq!(faults(&[("seed", "1"), ("size_3", "1")]), [("size_3".to_owned(), NoSystems)]);
        assert_eq!(faults(&[("seed", "1"), ("size_2", "18446744073709551615")]), one("size_2", TooMany(SIZE_MAX)));
        let unknown = faults(&[("seed", "1"), ("institution", "nowhere"), ("size_1", "1")]);
        assert_eq!(unknown[0], ("institution".to_owned(), Institution));
    }

    #[test]
    fn a_finding_that_differs_says_what_was_seen() {
        let claimed = [
            Seen { item: Item::Redundant, claimed: Some(true), found: None },
            Seen { item: Item::WithinLife, claimed: None, found: None },
        ];
        let read = |pairs: &[(&str, &str)]| read_findings(&fields(pairs), &claimed);
        let fault = |pairs: &[(&str, &str)]| read(pairs).unwrap_err().remove(0);
        assert_eq!(fault(&[]), ("found_redundant".to_owned(), FormFault::NothingChecked));
        assert_eq!(fault(&[("found_redundant", "no")]), ("note".to_owned(), FormFault::NoteMissing));
        assert_eq!(fault(&[("found_redundant", "maybe")]).1, FormFault::Choice);
        let (found, note) =
            read(&[("found_redundant", "no"), ("found_within_life", "no"), ("note", "전원 한 계통")]).unwrap();
        assert_eq!((found[0].found, found[1].found, note.as_str()), (Some(false), Some(false), "전원 한 계통"));
        assert!(read(&[("found_within_life", "no")]).is_ok(), "not known and not there: the same");
        assert_eq!(read(&[("found_redundant", "yes")]).unwrap().0[0].found, Some(true));
    }
}

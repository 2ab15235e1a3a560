//! Institutions and tasks as a secretary types them on one line: `외교부, 방사청`, `4, 7`.

use crate::domain::ids::{Slug, TaskNo};
use crate::domain::institution::Institution;
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

/// What stands for every central body.
const ALL: [&str; 4] = ["전부처", "전 부처", "모든 부처", "중앙행정기관 전체"];

fn parts(text: &str) -> impl Iterator<Item = String> {
    let text: String = text.nfc().collect();
    let parts: Vec<String> = text.split([',', '·', ';', '\n', '、']).map(|part| part.trim().to_owned()).collect();
    parts.into_iter().filter(|part| !part.is_empty())
}

/// Reads institutions by full name, short name or slug, those valid on `day` before others; `전 부처` is every central body.
///
/// # Errors
/// The first name that means no institution.
pub fn read_institutions(text: &str, all: &[Institution], day: NaiveDate) -> Result<Vec<Slug>, String> {
    let mut found: Vec<Slug> = Vec::new();
    for part in parts(text) {
        let named = if ALL.contains(&part.as_str()) {
            all.iter().filter(|one| one.is_central_on(day)).map(|one| one.slug.clone()).collect()
        } else {
            vec![read_institution(&part, all, day).ok_or(part)?]
        };
        found.extend(named.into_iter().filter(|slug| !found.contains(slug)).collect::<Vec<_>>());
    }
    Ok(found)
}

/// Reads one institution.
#[must_use]
pub fn read_institution(text: &str, all: &[Institution], day: NaiveDate) -> Option<Slug> {
    let text: String = text.trim().nfc().collect();
    let is_named = |one: &&Institution| {
        [one.name_ko.as_str(), one.short_ko.as_str(), one.slug.as_str()].contains(&text.as_str())
            || one.name_en.eq_ignore_ascii_case(&text)
    };
    let named: Vec<_> = all.iter().filter(is_named).collect();
    let valid = named.iter().find(|one| one.is_valid_on(day)).or(named.first());
    valid.map(|one| one.slug.clone())
}

/// Reads task numbers: `4, 7` or `과제 4·7`; those not in `known` are refused.
///
/// # Errors
/// The first part that is no task of the plan.
pub fn read_tasks(text: &str, known: &[TaskNo]) -> Result<Vec<TaskNo>, String> {
    let mut found = Vec::new();
    for part in parts(text).flat_map(|part| part.split_whitespace().map(str::to_owned).collect::<Vec<_>>()) {
        let digits = part.trim_start_matches("과제").trim();
        if digits.is_empty() {
            continue;
        }
        let no = TaskNo::parse(digits).filter(|no| known.contains(no)).ok_or(part)?;
        if !found.contains(&no) {
            found.push(no);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{day, institution};
    use crate::domain::institution::Kind;

    fn all() -> Vec<Institution> {
        let mut dapa = institution("dapa", "방위사업청", Kind::Agency);
        dapa.short_ko = "방사청".into();
        vec![institution("mofa", "외교부", Kind::Ministry), dapa, institution("seoul", "서울특별시", Kind::Province)]
    }

    fn read(text: &str) -> Result<Vec<String>, String> {
        let found = read_institutions(text, &all(), day("2024-03-13"));
        found.map(|all| all.iter().map(|slug| slug.as_str().to_owned()).collect())
    }

    #[test]
    fn institutions_are_read_by_any_of_their_names_each_once() {
        assert_eq!(read("외교부, 방사청·외교부"), Ok(vec!["mofa".into(), "dapa".into()]));
        assert_eq!(read("mofa"), Ok(vec!["mofa".into()]));
        assert_eq!(read("전 부처"), Ok(vec!["mofa".into(), "dapa".into()]));
        assert_eq!(read("외교부, 없는부"), Err("없는부".into()));
        assert_eq!(
            read("\u{110B}\u{116C}\u{1100}\u{116D}\u{1107}\u{116E}"),
            Ok(vec!["mofa".into()]),
            "decomposed Hangul"
        );
        assert_eq!(read(" , "), Ok(vec![]));
    }

    #[test]
    fn tasks_are_read_by_their_numbers() {
        let known = [TaskNo(4), TaskNo(7)];
        assert_eq!(read_tasks("과제 4, 7", &known), Ok(vec![TaskNo(4), TaskNo(7)]));
        assert_eq!(read_tasks("4 4", &known), Ok(vec![TaskNo(4)]));
        assert_eq!(read_tasks("", &known), Ok(vec![]));
        assert_eq!(read_tasks("4, 99", &known), Err("99".into()));
    }
}

//! Gathers every fault of a text before any is told, and words the ones that all files share.

use crate::domain::plan_file::PlanFault;
use crate::domain::text::{LINE_MAX, TextFault, required_text};
use chrono::NaiveDate;
use std::cell::RefCell;

/// The faults found so far in `text`.
pub(super) struct Faults<'t> {
    text: &'t str,
    found: RefCell<Vec<PlanFault>>,
}

impl<'t> Faults<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, found: RefCell::default() }
    }

    /// Notes a problem at a byte offset of the text.
    pub(super) fn note(&self, offset: usize, field: impl Into<String>, problem: impl Into<String>) {
        let newlines = self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        let fault = PlanFault { line: Some(newlines + 1), field: field.into(), problem: problem.into() };
        self.found.borrow_mut().push(fault);
    }

    /// What was read, if nothing was wrong; else all faults, in the order of their lines.
    pub(super) fn judge<T>(self, read: Option<T>) -> Result<T, Vec<PlanFault>> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|fault| fault.line);
        match read {
            Some(read) if found.is_empty() => Ok(read),
            _ => Err(found),
        }
    }
}

/// A day written `2024-03-31`, and in no other way.
pub(super) fn day(written: &str) -> Option<NaiveDate> {
    (written.len() == 10).then(|| NaiveDate::parse_from_str(written, "%Y-%m-%d").ok()).flatten()
}

/// One line of text, composed and trimmed.
pub(super) fn one_line(written: &str) -> Result<String, String> {
    let line = required_text(written, LINE_MAX).map_err(|fault| match fault {
        TextFault::Empty => "비어 있습니다".to_owned(),
        TextFault::TooLong { max, actual } => format!("{max}자까지 쓸 수 있습니다 (지금 {actual}자)"),
    })?;
    if line.contains('\n') { Err("한 줄로 써야 합니다".to_owned()) } else { Ok(line) }
}

/// `'2024-13'은 날짜가 아닙니다`: a sentence about what was written, with the particle its last sound asks for.
pub(super) fn about(written: &str, predicate: &str) -> String {
    let closed = match written.chars().last() {
        Some(syllable @ '가'..='힣') => !(u32::from(syllable) - u32::from('가')).is_multiple_of(28),
        Some(other) => "013678lmnrLMNR".contains(other),
        None => false,
    };
    format!("'{written}'{} {predicate}", if closed { "은" } else { "는" })
}

/// `'x'는 a, b 가운데 하나가 아닙니다`
pub(super) fn not_one_of(written: &str, codes: &[&str]) -> String {
    about(written, &format!("{} 가운데 하나가 아닙니다", codes.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_particle_follows_the_last_sound() {
        for (written, told) in [
            ("2024-13", "'2024-13'은 x"),
            ("2024", "'2024'는 x"),
            ("산림청", "'산림청'은 x"),
            ("교육부", "'교육부'는 x"),
        ] {
            assert_eq!(about(written, "x"), told);
        }
    }

    #[test]
    fn a_line_is_one_line_and_not_blank() {
        assert_eq!(one_line("  위험분산형 구조 개선 "), Ok("위험분산형 구조 개선".to_owned()));
        assert_eq!(one_line(" \n "), Err("비어 있습니다".to_owned()));
        assert_eq!(one_line("하나\n둘"), Err("한 줄로 써야 합니다".to_owned()));
        assert_eq!(one_line(&"가".repeat(201)), Err("200자까지 쓸 수 있습니다 (지금 201자)".to_owned()));
    }
}

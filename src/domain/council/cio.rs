//! The CIO of record (지능정보화책임관) of an institution: who, since when, until when, who stands in, and the day on which the
//! appointment was notified, as 지능정보화 기본법 제8조 asks.

use crate::domain::ids::Slug;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A term of office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cio {
    pub institution: Slug,
    pub name: String,
    /// 직위
    pub post: String,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    /// 통보일
    pub notified_on: Option<NaiveDate>,
    #[serde(default)]
    pub deputy: Option<Deputy>,
}

/// Who stands in for a CIO (직무대리), and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputy {
    pub name: String,
    pub post: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// Why a term cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CioFault {
    /// The term ends before it begins.
    EndsBeforeItBegins,
    /// The deputyship ends before it begins, or lies outside the term.
    DeputyOutside,
    /// Another term of the same institution covers some of the days.
    Overlaps,
}

impl Cio {
    #[must_use]
    pub fn is_in_office_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Who answers on that day: the deputy while one stands in.
    #[must_use]
    pub fn person_on(&self, day: NaiveDate) -> String {
        match &self.deputy {
            Some(deputy) if deputy.from <= day && day <= deputy.until => {
                format!("{} {}(직무대리)", deputy.post, deputy.name).trim().to_owned()
            }
            _ => format!("{} {}", self.post, self.name).trim().to_owned(),
        }
    }

    /// Whether the term can stand beside the institution's `others`.
    ///
    /// # Errors
    /// The first reason for which it cannot.
    pub fn check<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Result<(), CioFault> {
        let end = self.until.unwrap_or(NaiveDate::MAX);
        if end < self.from {
            return Err(CioFault::EndsBeforeItBegins);
        }
        let outside = |one: &Deputy| one.until < one.from || one.from < self.from || one.until > end;
        if self.deputy.as_ref().is_some_and(outside) {
            return Err(CioFault::DeputyOutside);
        }
        let overlaps = |one: &Self| one.from <= end && self.from <= one.until.unwrap_or(NaiveDate::MAX);
        if others.into_iter().any(overlaps) { Err(CioFault::Overlaps) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{day, slug};

    fn term(from: &str, until: Option<&str>) -> Cio {
        Cio {
            institution: slug("mois"),
            name: "김하나".into(),
            post: "기획조정실장".into(),
            from: day(from),
            until: until.map(day),
            notified_on: None,
            deputy: None,
        }
    }

    #[test]
    fn terms_of_one_institution_do_not_overlap() {
        let old = term("2023-01-01", Some("2024-02-29"));
        assert_eq!(term("2024-03-01", None).check([&old]), Ok(()));
        assert_eq!(term("2024-02-29", None).check([&old]), Err(CioFault::Overlaps));
        assert_eq!(term("2024-03-02", Some("2024-03-01")).check([]), Err(CioFault::EndsBeforeItBegins));
    }

    #[test]
    fn a_deputy_answers_on_the_days_of_the_deputyship() {
        let mut one = term("2024-01-01", None);
        one.deputy = Some(Deputy {
            name: "박둘".into(),
            post: "정보화담당관".into(),
            from: day("2024-03-11"),
            until: day("2024-03-15"),
        });
        assert_eq!(one.check([]), Ok(()));
        assert_eq!(one.person_on(day("2024-03-15")), "정보화담당관 박둘(직무대리)");
        assert_eq!(one.person_on(day("2024-03-16")), "기획조정실장 김하나");
        one.until = Some(day("2024-03-12"));
        assert_eq!(one.check([]), Err(CioFault::DeputyOutside));
    }
}

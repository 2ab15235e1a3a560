//! Institutions come, are renamed, split, merged and go. A slug is permanent; a rename is a new institution with the old
//! one naming its successors.

use crate::domain::ids::Slug;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 부
    Ministry,
    /// 처
    MinistryOffice,
    /// 청
    Agency,
    /// 위원회
    Commission,
    /// 국무조정실 and its like
    Office,
    /// 시·도
    Province,
    /// 소속기관: reports through its parent; no return, no account.
    Affiliate,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Ministry,
        Self::MinistryOffice,
        Self::Agency,
        Self::Commission,
        Self::Office,
        Self::Province,
        Self::Affiliate,
    ];
    /// The central bodies (중앙행정기관) that a plan's scope `all-central` means.
    pub const CENTRAL: [Self; 4] = [Self::Ministry, Self::MinistryOffice, Self::Agency, Self::Commission];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ministry => "ministry",
            Self::MinistryOffice => "ministry_office",
            Self::Agency => "agency",
            Self::Commission => "commission",
            Self::Office => "office",
            Self::Province => "province",
            Self::Affiliate => "affiliate",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    #[must_use]
    pub fn is_central(self) -> bool {
        Self::CENTRAL.contains(&self)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Institution {
    pub slug: Slug,
    pub name_ko: String,
    pub name_en: String,
    /// The name used in grids and chips.
    pub short_ko: String,
    pub kind: Kind,
    /// The seven-digit administrative code; empty where it is not known (never zero).
    pub code: String,
    pub parent: Option<Slug>,
    /// The first day it exists; `None`: before any plan here.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer exists; `None`: still there.
    pub valid_until: Option<NaiveDate>,
    pub successors: Vec<Slug>,
    pub note: String,
}

impl Institution {
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day < until)
    }

    /// Whether a plan of scope `all-central` reaches it on that day.
    #[must_use]
    pub fn is_central_on(&self, day: NaiveDate) -> bool {
        self.kind.is_central() && self.is_valid_on(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_institution_ends_on_the_day_its_successor_begins() {
        let mut old = Institution {
            slug: Slug::parse("cha").unwrap(),
            name_ko: "문화재청".into(),
            name_en: "Cultural Heritage Administration".into(),
            short_ko: "문화재청".into(),
            kind: Kind::Agency,
            code: String::new(),
            parent: None,
            valid_from: None,
            valid_until: "2024-05-17".parse().ok(),
            successors: vec![Slug::parse("khs").unwrap()],
            note: String::new(),
        };
        assert!(old.is_central_on("2024-05-16".parse().unwrap()));
        assert!(!old.is_valid_on("2024-05-17".parse().unwrap()));
        old.kind = Kind::Affiliate;
        assert!(!old.is_central_on("2024-05-16".parse().unwrap()));
    }
}

//! One information system: what its institution knows of it.

use super::equipment::Equipment;
use super::words::{Doubled, DrillResult, Grade, RecoveryWay, RunnerKind, Site};
use crate::domain::ids::Slug;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// A system's permanent number (관리번호), as it stands in addresses: lower-case letters, digits and hyphens, at least one
/// digit, at most 40.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SystemCode(String);

impl SystemCode {
    /// Reads a number as people type it: capitals are taken for small letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && text.bytes().any(|b| b.is_ascii_digit())
            && !text.starts_with('-')
            && !text.ends_with('-');
        fits.then_some(Self(text))
    }

    /// The number given to the `n`th system of an institution that has none of its own.
    #[must_use]
    pub fn numbered(institution: &Slug, n: i64) -> Self {
        Self(format!("{institution}-{n:04}"))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SystemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who runs it; `name` is empty where it is the institution itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runner {
    pub kind: RunnerKind,
    pub name: String,
}

/// A grade with the day it was given and on what basis (등급, 산정일, 산정 근거).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grading {
    pub grade: Grade,
    pub on: Option<NaiveDate>,
    pub basis: String,
}

/// What stands twice, and when the rest will (이중화).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redundancy {
    pub network: Doubled,
    pub server: Doubled,
    pub storage: Doubled,
    pub power: Doubled,
    /// The budget year in which what is missing will be doubled.
    pub budget_year: Option<i64>,
    /// In millions of won.
    pub cost: Option<i64>,
}

impl Redundancy {
    /// Nothing known yet.
    pub const UNKNOWN: Self = Self {
        network: Doubled::Unknown,
        server: Doubled::Unknown,
        storage: Doubled::Unknown,
        power: Doubled::Unknown,
        budget_year: None,
        cost: None,
    };

    /// Network, server, storage, power.
    #[must_use]
    pub const fn parts(&self) -> [Doubled; 4] {
        [self.network, self.server, self.storage, self.power]
    }

    /// Whether every part that the system has stands twice; one that does not decides, else one that nobody has looked at.
    #[must_use]
    pub fn is_whole(&self) -> Option<bool> {
        let parts = self.parts();
        if parts.contains(&Doubled::No) {
            Some(false)
        } else if parts.contains(&Doubled::Unknown) {
            None
        } else {
            Some(true)
        }
    }
}

/// Disaster recovery (재해복구): the way, what is promised in minutes, and the last drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    pub way: RecoveryWay,
    /// RTO: how long until the service is back.
    pub rto_minutes: Option<i64>,
    /// RPO: how much of the last data may be lost.
    pub rpo_minutes: Option<i64>,
    pub drilled_on: Option<NaiveDate>,
    pub drill_result: Option<DrillResult>,
}

impl Recovery {
    /// Nothing known yet.
    pub const UNKNOWN: Self =
        Self { way: RecoveryWay::Unknown, rto_minutes: None, rpo_minutes: None, drilled_on: None, drill_result: None };
}

/// A system as its institution describes it (정보시스템).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationSystem {
    pub code: SystemCode,
    pub name: String,
    /// The institution that answers for it.
    pub institution: Slug,
    pub runner: Runner,
    pub purpose: String,
    pub grading: Option<Grading>,
    /// Persons; `None` where unknown.
    pub users: Option<i64>,
    /// The systems this one cannot do without (선행 시스템).
    pub needs: Vec<SystemCode>,
    pub site: Option<Site>,
    /// Room, region or provider.
    pub site_note: String,
    pub redundancy: Redundancy,
    pub recovery: Recovery,
    pub equipment: Vec<Equipment>,
    /// Department and telephone of those who run it.
    pub contact: String,
    /// The first day on which it is no longer used (폐기일).
    pub retired_on: Option<NaiveDate>,
}

impl InformationSystem {
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        self.grading.as_ref().map(|grading| grading.grade)
    }

    /// SHA-256 over everything known of it, as JSON in the order of the fields: what a seal's hash of the register rests on.
    /// It is worked out anew whenever a seal is checked, so a field that is added later must be left out of the JSON where
    /// nothing is known (`skip_serializing_if`): then what was recorded before keeps its hash.
    ///
    /// # Panics
    /// Never: every value of the type is JSON.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let text = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(text).into()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A system of which only the name is known.
    pub fn plain(code: &str, institution: &str) -> InformationSystem {
        InformationSystem {
            code: SystemCode::parse(code).unwrap(),
            name: format!("시스템 {code}"),
            institution: Slug::parse(institution).unwrap(),
            runner: Runner { kind: RunnerKind::Own, name: String::new() },
            purpose: String::new(),
            grading: None,
            users: None,
            needs: vec![],
            site: None,
            site_note: String::new(),
            redundancy: Redundancy::UNKNOWN,
            recovery: Recovery::UNKNOWN,
            equipment: vec![],
            contact: String::new(),
            retired_on: None,
        }
    }

    #[test]
    fn a_number_is_what_an_address_can_carry_and_never_a_page_of_ours() {
        assert_eq!(SystemCode::parse(" MOIS-0012 ").unwrap().as_str(), "mois-0012");
        for bad in ["", "coverage", "budget", "행안-1", "-1", "1-", "a b1", "../1"] {
            assert_eq!(SystemCode::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn one_part_that_is_missing_decides_and_unknown_is_neither() {
        use Doubled::{No, NotNeeded, Unknown, Yes};
        let of = |[network, server, storage, power]: [Doubled; 4]| {
            Redundancy { network, server, storage, power, ..Redundancy::UNKNOWN }.is_whole()
        };
        assert_eq!(of([Yes, Yes, NotNeeded, Yes]), Some(true));
        assert_eq!(of([Yes, No, Unknown, Yes]), Some(false));
        assert_eq!(of([Yes, Yes, Unknown, Yes]), None);
    }

    #[test]
    fn the_hash_covers_every_field() {
        let one = plain("mois-1", "mois");
        let mut other = one.clone();
        other.contact = "운영과".into();
        assert_ne!(one.hash(), other.hash());
        assert_eq!(one.hash(), plain("mois-1", "mois").hash());
    }
}

//! A spreadsheet beside the register: which rows are new, which change what, which say what is there already, and which
//! cannot be taken.
//!
//! In two steps, so that only the systems that a file speaks of are read whole: [`identify`] says which system each row is
//! about, [`judge`] what becomes of it. A column that the file does not have leaves what is known as it is; an empty cell
//! of a column that it has empties it. A row without a number is the institution's system of that name, or a new one.

mod settle;
mod staged;

pub use staged::{Difference, ImportRefusal, Staged, Summary};

use super::fields::{Fault, FieldFault, Fields, Known, NAMES, read, write};
use super::register::{History, Register};
use super::{InformationSystem, SystemCode};
use crate::domain::ids::Slug;
use crate::domain::institution::Institution;
use crate::domain::report::value;
use crate::domain::text::optional_text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use settle::settle;
use std::collections::{HashMap, HashSet};

/// A column that a file has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtColumn {
    pub field: String,
    /// `C`
    pub letters: String,
}

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtRow {
    pub no: u32,
    /// Of the columns there are; choices as code words.
    pub fields: Fields,
    /// Cells that say nothing that could be read.
    pub faults: Vec<Fault>,
}

/// What a file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    pub columns: Vec<BroughtColumn>,
    /// Titles that mean nothing to the register.
    pub unknown: Vec<String>,
    /// The fields for which there is no column.
    pub missing: Vec<String>,
    pub rows: Vec<BroughtRow>,
}

impl Brought {
    fn has(&self, field: &str) -> bool {
        self.columns.iter().any(|column| column.field == field)
    }
}

/// On whose behalf a file is brought.
#[derive(Clone, Debug)]
pub struct Importer {
    pub today: NaiveDate,
    pub institutions: Vec<Institution>,
    /// The institutions whose systems may be written; `None`: every one's.
    pub own: Option<Vec<Slug>>,
}

impl Importer {
    fn may_write(&self, institution: &Slug) -> bool {
        self.own.as_ref().is_none_or(|own| own.contains(institution))
    }

    /// The institution of a slug or a name; where a name was used twice, the one that is there today.
    fn institution(&self, text: &str) -> Option<Slug> {
        let text = optional_text(text, 200).ok().flatten()?;
        let is_named = |one: &&Institution| {
            one.slug.as_str() == text || one.name_ko == text || one.short_ko == text || one.name_en == text
        };
        let lives = |one: &&Institution| one.valid_until.is_none_or(|until| self.today < until);
        let mut named = self.institutions.iter().filter(is_named).peekable();
        let first = named.peek().map(|one| one.slug.clone());
        named.find(lives).map(|one| one.slug.clone()).or(first)
    }

    fn is_called(&self, institution: &Slug, text: &str) -> bool {
        let own = self.institutions.iter().find(|one| one.slug == *institution);
        own.is_some_and(|one| one.name_ko == text.trim() || one.slug.as_str() == text.trim())
    }

    /// The one institution that a file without that column can be about.
    fn only(&self) -> Option<&Slug> {
        match self.own.as_deref() {
            Some([only]) => Some(only),
            _ => None,
        }
    }
}

/// Which system a row is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// `None` where the row does not say.
    pub code: Option<SystemCode>,
    pub institution: Option<Slug>,
    /// The system and its present version; `None`: the register does not have it.
    pub seen: Option<(i64, i64)>,
}

/// The names of an institution's systems in use.
type Names = HashMap<(Slug, String), SystemCode>;

fn latest(one: &History) -> Option<&super::register::SystemFact> {
    one.versions.last()
}

fn names(register: &Register) -> Names {
    let named = |one: &History| {
        let fact = latest(one).filter(|fact| fact.retired_on.is_none())?;
        Some(((fact.institution.clone(), fact.name.to_string()), one.code.clone()))
    };
    register.histories().filter_map(named).collect()
}

/// Says of each row which system it is about; those that are new get the next numbers of their institutions.
#[must_use]
pub fn identify(brought: &Brought, register: &Register, importer: &Importer) -> Vec<Identity> {
    let typed = brought.rows.iter().filter_map(|row| SystemCode::parse(value(&row.fields, "code"))).collect();
    let only = importer.only().filter(|_| !brought.has("institution")).cloned();
    let (slugs, next, numbered) = (HashMap::new(), HashMap::new(), Names::new());
    let mut clerk = Clerk { register, importer, only, names: names(register), typed, slugs, next, numbered };
    brought.rows.iter().map(|row| clerk.identify(row)).collect()
}

/// Who goes through the rows.
struct Clerk<'a> {
    register: &'a Register,
    importer: &'a Importer,
    /// The institution of every row.
    only: Option<Slug>,
    names: Names,
    /// The numbers that stand in the file.
    typed: HashSet<SystemCode>,
    slugs: HashMap<&'a str, Option<Slug>>,
    next: HashMap<Slug, i64>,
    /// The numbers given out so far.
    numbered: Names,
}

impl<'a> Clerk<'a> {
    fn identify(&mut self, row: &'a BroughtRow) -> Identity {
        let (text, typed) = (value(&row.fields, "institution"), value(&row.fields, "code").trim());
        let importer = self.importer;
        let slug =
            self.only.clone().or_else(|| self.slugs.entry(text).or_insert_with(|| importer.institution(text)).clone());
        if !typed.is_empty() {
            let found = identity(SystemCode::parse(typed), slug, self.register);
            return kept_institution(found, text, self.register, importer);
        }
        let name = optional_text(value(&row.fields, "name"), usize::MAX).ok().flatten();
        match (slug.clone().filter(|slug| importer.may_write(slug)), name) {
            (Some(own), Some(name)) => identity(Some(self.number((own, name))), slug, self.register),
            _ => Identity { institution: slug, ..Identity::default() },
        }
    }

    /// The number of the system of that name, or the next one.
    fn number(&mut self, key: (Slug, String)) -> SystemCode {
        if let Some(code) = self.names.get(&key).or_else(|| self.numbered.get(&key)) {
            return code.clone();
        }
        let next = self.next.entry(key.0.clone()).or_insert_with(|| self.register.next_number(&key.0));
        let code = free_number(&key.0, next, &self.typed);
        self.numbered.insert(key, code.clone());
        code
    }
}

/// A name that an institution of earlier days and one of today share stays the one that the system has.
fn kept_institution(found: Identity, text: &str, register: &Register, importer: &Importer) -> Identity {
    let history = found.code.as_ref().and_then(|code| register.system(code));
    let before = history.and_then(latest).map(|fact| fact.institution.clone());
    match before.filter(|slug| importer.is_called(slug, text)) {
        Some(slug) => Identity { institution: Some(slug), ..found },
        None => found,
    }
}

fn free_number(institution: &Slug, next: &mut i64, typed: &HashSet<SystemCode>) -> SystemCode {
    loop {
        let code = SystemCode::numbered(institution, *next);
        *next += 1;
        if !typed.contains(&code) {
            return code;
        }
    }
}

fn identity(code: Option<SystemCode>, institution: Option<Slug>, register: &Register) -> Identity {
    let history = code.as_ref().and_then(|code| register.system(code));
    let seen = history.and_then(|one| Some((one.id, latest(one)?.id)));
    let before = history.and_then(latest).map(|fact| fact.institution.clone());
    Identity { code, institution: institution.or(before), seen }
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    New(Box<InformationSystem>),
    Changed {
        seen: (i64, i64),
        old: Box<InformationSystem>,
        new: Box<InformationSystem>,
    },
    /// It says what is there already.
    Same {
        seen: (i64, i64),
    },
    Bad(Vec<BadCell>),
}

/// A cell that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadCell {
    pub field: String,
    /// What stands in it, cut where it is long.
    pub typed: String,
    pub fault: FieldFault,
}

/// A row with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub no: u32,
    /// Empty where the row does not say.
    pub code: String,
    pub name: String,
    pub outcome: Outcome,
}

/// Says of each row what becomes of it. `old` holds the systems that [`identify`] found, by their versions.
#[must_use]
pub fn judge(
    brought: &Brought,
    identities: &[Identity],
    old: &HashMap<i64, InformationSystem>,
    register: &Register,
    importer: &Importer,
) -> Vec<Judged> {
    let court =
        Court { brought, old, register, importer, named: names(register), in_file: in_file(brought, identities) };
    let mut seen = HashSet::new();
    let rows = brought.rows.iter().zip(identities);
    let mut judged: Vec<Judged> = rows.map(|(row, identity)| court.judge(row, identity, &mut seen)).collect();
    settle(&mut judged, brought, register);
    judged
}

/// The numbers and names of the systems that a file speaks of.
struct InFile {
    codes: HashSet<SystemCode>,
    names: Names,
}

fn in_file(brought: &Brought, identities: &[Identity]) -> InFile {
    let name = |row: &BroughtRow| optional_text(value(&row.fields, "name"), usize::MAX).ok().flatten();
    let named = brought
        .rows
        .iter()
        .zip(identities)
        .filter_map(|(row, identity)| Some(((identity.institution.clone()?, name(row)?), identity.code.clone()?)));
    InFile { codes: identities.iter().filter_map(|one| one.code.clone()).collect(), names: named.collect() }
}

struct Court<'a> {
    brought: &'a Brought,
    old: &'a HashMap<i64, InformationSystem>,
    register: &'a Register,
    importer: &'a Importer,
    named: Names,
    in_file: InFile,
}

impl Court<'_> {
    fn judge(&self, row: &BroughtRow, identity: &Identity, seen: &mut HashSet<SystemCode>) -> Judged {
        let old = identity.seen.and_then(|(_, version)| self.old.get(&version));
        let strange = old.is_some_and(|old| !self.importer.may_write(&old.institution));
        // Of another institution's system nothing is told.
        let old = old.filter(|_| !strange);
        let fields = completed(self.brought, row, identity, old);
        let mut faults = row.faults.clone();
        if strange {
            faults.push(("code".to_owned(), FieldFault::NotYours));
        } else if identity.code.as_ref().is_some_and(|code| !seen.insert(code.clone())) {
            let field = if value(&row.fields, "code").is_empty() { "name" } else { "code" };
            faults.push((field.to_owned(), FieldFault::Twice));
        }
        let read = if strange { Err(self.not_yours(identity)) } else { self.read(&fields, row, identity) };
        let outcome = match (read, old, identity.seen) {
            (Ok(new), None, _) if faults.is_empty() => Outcome::New(Box::new(new)),
            (Ok(new), Some(old), Some(seen)) if faults.is_empty() && new == *old => Outcome::Same { seen },
            (Ok(new), Some(old), Some(seen)) if faults.is_empty() => {
                Outcome::Changed { seen, old: Box::new(old.clone()), new: Box::new(new) }
            }
            (read, ..) => {
                let unread = |field: &str| faults.iter().any(|(own, _)| own == field);
                let more: Vec<Fault> =
                    read.err().unwrap_or_default().into_iter().filter(|(field, _)| !unread(field)).collect();
                let all = faults.iter().cloned().chain(more);
                Outcome::Bad(all.map(|(field, fault)| bad_cell(row, field, fault)).collect())
            }
        };
        let name = value(&fields, "name").chars().take(200).collect();
        // The next number is given to what is taken.
        let unnumbered = identity.seen.is_none() && matches!(outcome, Outcome::Bad(_));
        let code = if unnumbered { value(&row.fields, "code") } else { value(&fields, "code") };
        Judged { no: row.no, code: code.to_owned(), name, outcome }
    }

    fn read(&self, fields: &Fields, row: &BroughtRow, identity: &Identity) -> Result<InformationSystem, Vec<Fault>> {
        let institution = |_: &str| identity.institution.clone();
        let system = |text: &str, own: Option<&Slug>| self.system(text, own);
        let known = Known { today: self.importer.today, institution: &institution, system: &system };
        let mut faults = match read(fields, &known) {
            Ok(system) if self.importer.may_write(&system.institution) => return Ok(system),
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        };
        faults.extend(self.not_yours(identity));
        // Without a number and with no name or institution to find it by, these are at fault and not the number.
        if identity.code.is_none() && value(&row.fields, "code").trim().is_empty() {
            faults.retain(|(field, _)| field != "code");
        }
        Err(faults)
    }

    /// The institution's cell, where it names another than the writer's.
    fn not_yours(&self, identity: &Identity) -> Vec<Fault> {
        let named = identity.institution.as_ref().filter(|_| self.brought.has("institution"));
        let strange = named.filter(|slug| !self.importer.may_write(slug));
        strange.map(|_| ("institution".to_owned(), FieldFault::NotYours)).into_iter().collect()
    }

    /// The system of a number, or of a name within an institution that the writer may read.
    fn system(&self, text: &str, institution: Option<&Slug>) -> Option<SystemCode> {
        let code = SystemCode::parse(text)
            .filter(|code| self.register.system(code).is_some() || self.in_file.codes.contains(code));
        code.or_else(|| {
            let own = institution.filter(|slug| self.importer.may_write(slug))?;
            let key = (own.clone(), optional_text(text, usize::MAX).ok().flatten()?);
            self.named.get(&key).or_else(|| self.in_file.names.get(&key)).cloned()
        })
    }
}

/// The fields of a row with what the file leaves as it is.
fn completed(brought: &Brought, row: &BroughtRow, identity: &Identity, old: Option<&InformationSystem>) -> Fields {
    let known = old.map(write).unwrap_or_default();
    let of = |field: &str| match field {
        "code" => identity.code.as_ref().map_or_else(|| value(&row.fields, "code").to_owned(), ToString::to_string),
        "institution" => identity.institution.as_ref().map_or_else(String::new, ToString::to_string),
        field if brought.has(field) => value(&row.fields, field).to_owned(),
        field => value(&known, field).to_owned(),
    };
    let plain = NAMES.iter().filter(|field| **field != "equipment").map(|field| ((*field).to_owned(), of(field)));
    let lines = if brought.has("equipment") { &row.fields } else { &known };
    plain.chain(lines.iter().filter(|(name, _)| name.starts_with("eq_")).cloned()).collect()
}

/// The longest part of a cell that is told.
const TOLD: usize = 80;

fn bad_cell(row: &BroughtRow, field: String, fault: FieldFault) -> BadCell {
    let typed: String = value(&row.fields, &field).chars().take(TOLD).collect();
    BadCell { field, typed, fault }
}

#[cfg(test)]
mod tests;

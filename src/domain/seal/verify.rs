//! Checking a sealed file with nothing but trusted public keys. What does not match is named, the narrowest place first.

use crate::domain::seal::addendum::{self, Addendum};
use crate::domain::seal::digest::{Digest, canonical};
use crate::domain::seal::document::{self, Link, SealHead};
use crate::domain::seal::key::{EndorsedKey, KeyId, KeyRing, PublicKey};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// The section that holds the public keys up to the one that signs.
pub const KEYS: &str = "keys";

/// What does not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// No JSON in UTF-8 from this byte on (counted from 1).
    Unreadable { at: usize },
    /// JSON, and not a sealed file: this part is missing or of another kind.
    Shape { part: &'static str },
    /// A form this program does not know.
    Format { found: String },
    /// These sections are not what their fingerprints say.
    Sections(Vec<String>),
    /// All contents fit, and the file is written otherwise than its canonical form from this byte on.
    NotCanonical { at: usize },
    /// The head (round, time, reason, chain, …) is not what was signed.
    Head,
    /// The hash beside the document is not the document's.
    Hash,
    /// The signing key is neither trusted nor vouched for by a trusted key.
    KeyNotTrusted { key: String },
    /// The signature is not the key's over this hash.
    Signature,
    /// The file given as the seal before fails by itself.
    PreviousFile(Box<Mismatch>),
    /// The file given as the seal before is another than the one this seal follows.
    Chain { follows: String, given: String },
    /// A seal before was given for the first seal of a plan.
    NoPrevious,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { at } => write!(f, "{at}번째 바이트부터 읽을 수 없습니다"),
            Self::Shape { part } => write!(f, "봉인 파일이 아닙니다({part} 부분이 없거나 다릅니다)"),
            Self::Format { found } => write!(f, "이 프로그램이 모르는 봉인 형식입니다: {found}"),
            Self::Sections(names) => write!(f, "내용이 지문과 다릅니다: {}", names.join(", ")),
            Self::NotCanonical { at } => write!(f, "{at}번째 바이트부터 정규형과 다르게 적혀 있습니다"),
            Self::Head => f.write_str("봉인 머리(회차, 시각, 사유, 앞 봉인)가 서명된 것과 다릅니다"),
            Self::Hash => f.write_str("적힌 해시가 문서의 해시와 다릅니다"),
            Self::KeyNotTrusted { key } => write!(f, "믿는 키가 아닙니다: {key}"),
            Self::Signature => f.write_str("서명이 맞지 않습니다"),
            Self::PreviousFile(inner) => write!(f, "앞 봉인 파일: {inner}"),
            Self::Chain { follows, given } => {
                write!(f, "앞 봉인이 이어지지 않습니다(이 문서는 {follows} 다음, 받은 파일은 {given})")
            }
            Self::NoPrevious => f.write_str("첫 봉인이라 앞 봉인이 없습니다"),
        }
    }
}

/// What a sealed file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    Seal(SealHead),
    Addendum(Addendum),
}

/// How the chain to what came before was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Previous {
    /// Nothing came before.
    First,
    /// The file given is the one that this names.
    Held,
    /// It names one that was not given: that part is unchecked.
    NotGiven(String),
}

/// A file that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub statement: Statement,
    pub hash: Digest,
    pub previous: Previous,
}

/// A file of the right shape.
struct File {
    document: Value,
    hash: Digest,
    signature: String,
}

/// Checks a sealed file (a seal or an addendum) against the keys one trusts, and against the file of the seal before
/// where that is at hand. For an addendum `previous` is the seal that it amends or the addendum before.
///
/// # Errors
/// The first thing found that does not match, the narrowest place first.
pub fn verify(file: &[u8], trusted: &KeyRing, previous: Option<&[u8]>) -> Result<Verified, Mismatch> {
    let (statement, hash) = check(file, trusted)?;
    let previous = match previous {
        None => unchecked(&statement),
        Some(previous) => {
            let (before, hash) = check(previous, trusted).map_err(|inner| Mismatch::PreviousFile(Box::new(inner)))?;
            follows(&statement, &before, &hash)?
        }
    };
    Ok(Verified { statement, hash, previous })
}

/// Checks one file by itself.
fn check(bytes: &[u8], trusted: &KeyRing) -> Result<(Statement, Digest), Mismatch> {
    let value = parse(bytes)?;
    let file = shape(&value)?;
    let (head, sections) = parts(&file.document)?;
    compare_sections(head, sections)?;
    let written = canonical(&value).map_err(|_| Mismatch::NotCanonical { at: 1 })?;
    if written != bytes {
        let same = written.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        return Err(Mismatch::NotCanonical { at: same + 1 });
    }
    let statement = statement(head)?;
    let hash = Digest::of(&canonical(&file.document).map_err(|_| Mismatch::Head)?);
    let key = statement.key();
    let ring = trusted.clone().extended(&keys(sections));
    let public = ring.get(key);
    if hash != file.hash {
        let signed = |hash: &Digest| public.is_some_and(|key: &PublicKey| key.has_signed(hash, &file.signature));
        return Err(if signed(&hash) { Mismatch::Hash } else { Mismatch::Head });
    }
    let public = public.ok_or_else(|| Mismatch::KeyNotTrusted { key: key.to_string() })?;
    if public.has_signed(&hash, &file.signature) { Ok((statement, hash)) } else { Err(Mismatch::Signature) }
}

fn parse(bytes: &[u8]) -> Result<Value, Mismatch> {
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(Mismatch::Unreadable { at: error.valid_up_to() + 1 });
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
        let before: usize = lines.map(<[u8]>::len).sum();
        Mismatch::Unreadable { at: (before + error.column()).max(1) }
    })
}

fn shape(value: &Value) -> Result<File, Mismatch> {
    let missing = |part| Mismatch::Shape { part };
    let file = value.as_object().ok_or(missing("document"))?;
    if file.len() != 3 {
        return Err(missing("document, hash, signature"));
    }
    let text = |name: &'static str| file.get(name).and_then(Value::as_str).ok_or(missing(name));
    Ok(File {
        document: file.get("document").cloned().ok_or(missing("document"))?,
        hash: Digest::parse(text("hash")?).ok_or(missing("hash"))?,
        signature: text("signature")?.to_owned(),
    })
}

fn parts(document: &Value) -> Result<(&Value, &Map<String, Value>), Mismatch> {
    let document = document.as_object().filter(|parts| parts.len() == 2).ok_or(Mismatch::Shape { part: "document" })?;
    let head = document.get("head").filter(|head| head.is_object()).ok_or(Mismatch::Shape { part: "head" })?;
    let sections = document.get("sections").and_then(Value::as_object).ok_or(Mismatch::Shape { part: "sections" })?;
    Ok((head, sections))
}

/// Every section that the head names is there and fits its fingerprint, and there is no other.
fn compare_sections(head: &Value, sections: &Map<String, Value>) -> Result<(), Mismatch> {
    let named = head.get("sections").and_then(Value::as_object).ok_or(Mismatch::Shape { part: "head.sections" })?;
    let fits = |name: &String, rows: &Value| {
        let fingerprint = named.get(name).and_then(Value::as_str);
        canonical(rows).is_ok_and(|bytes| fingerprint == Some(Digest::of(&bytes).as_str()))
    };
    let changed = sections.iter().filter(|(name, rows)| !fits(name, rows)).map(|(name, _)| name.clone());
    let missing = named.keys().filter(|name| !sections.contains_key(*name)).cloned();
    let all: Vec<String> = changed.chain(missing).collect();
    if all.is_empty() { Ok(()) } else { Err(Mismatch::Sections(all)) }
}

fn statement(head: &Value) -> Result<Statement, Mismatch> {
    let format = head.get("format").and_then(Value::as_str).ok_or(Mismatch::Shape { part: "head.format" })?;
    let read = match format {
        document::FORMAT => serde_json::from_value(head.clone()).map(Statement::Seal),
        addendum::FORMAT => serde_json::from_value(head.clone()).map(Statement::Addendum),
        other => return Err(Mismatch::Format { found: other.to_owned() }),
    };
    read.map_err(|_| Mismatch::Head)
}

fn keys(sections: &Map<String, Value>) -> Vec<EndorsedKey> {
    sections.get(KEYS).and_then(|rows| serde_json::from_value(rows.clone()).ok()).unwrap_or_default()
}

impl Statement {
    fn key(&self) -> &KeyId {
        match self {
            Self::Seal(head) => &head.key,
            Self::Addendum(head) => &head.key,
        }
    }

    /// SHA-256 of each section, by name.
    #[must_use]
    pub fn sections(&self) -> &BTreeMap<String, Digest> {
        match self {
            Self::Seal(head) => &head.sections,
            Self::Addendum(head) => &head.sections,
        }
    }

    /// In a few words, for a message.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Seal(head) => format!("{} 제{}호 봉인", head.facts.round, head.facts.no),
            Self::Addendum(head) => format!("{} 봉인의 추록 {}", head.facts.round, head.facts.no),
        }
    }
}

fn link_words(link: &Link) -> String {
    format!("{} 제{}호 봉인 {}", link.round, link.no, link.hash.short())
}

fn unchecked(statement: &Statement) -> Previous {
    match statement {
        Statement::Seal(head) => match &head.facts.previous {
            Some(link) => Previous::NotGiven(link_words(link)),
            None => Previous::First,
        },
        Statement::Addendum(head) => {
            let amended = &head.facts.amends;
            Previous::NotGiven(format!("{} 제{}호 봉인 {}", head.facts.round, amended.no, amended.hash.short()))
        }
    }
}

/// Whether `before`, of that hash, is what `statement` says it follows.
fn follows(statement: &Statement, before: &Statement, hash: &Digest) -> Result<Previous, Mismatch> {
    let given = format!("{} {}", before.words(), hash.short());
    let (holds, follows) = match statement {
        Statement::Seal(head) => {
            let link = head.facts.previous.as_ref().ok_or(Mismatch::NoPrevious)?;
            (link.hash == *hash && head.facts.no == link.no + 1, link_words(link))
        }
        Statement::Addendum(head) => {
            let facts = &head.facts;
            let is_before = facts.previous.as_ref() == Some(hash) || facts.amends.hash == *hash;
            (is_before, format!("{} 제{}호 봉인 {}", facts.round, facts.amends.no, facts.amends.hash.short()))
        }
    };
    if holds { Ok(Previous::Held) } else { Err(Mismatch::Chain { follows, given }) }
}

#[cfg(test)]
mod tests;

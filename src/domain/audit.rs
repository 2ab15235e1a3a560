//! The audit chain: every write leaves an entry whose hash covers the one before, so that a changed or missing entry is
//! found. What it proves: nobody altered an entry after a later hash was noted elsewhere. What it does not: that the
//! whole chain was not rewritten by somebody who holds the database and no copy of a hash exists outside.

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry as it is hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3 … without a gap.
    pub no: i64,
    pub at: DateTime<Utc>,
    /// The log-in name of who acted; `system` for the program itself.
    pub actor: String,
    /// The head on whose behalf a deputy acted.
    pub on_behalf_of: Option<String>,
    pub action: String,
    pub subject: String,
    pub institution: Option<String>,
    /// JSON, or empty.
    pub old_value: String,
    pub new_value: String,
}

impl Entry {
    /// SHA-256, in hex, of the previous hash and this entry's fields, each with its length before it so that no two
    /// different entries read alike.
    #[must_use]
    pub fn hash(&self, previous: &str) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let no = self.no.to_string();
        let behalf = self.on_behalf_of.as_deref().unwrap_or_default();
        let institution = self.institution.as_deref().unwrap_or_default();
        let fields = [
            previous,
            &no,
            &at,
            &self.actor,
            behalf,
            &self.action,
            &self.subject,
            institution,
            &self.old_value,
            &self.new_value,
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex::encode(hasher.finalize())
    }
}

/// What a check of the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// An entry number is missing or out of place.
    Gap { expected: i64, found: i64 },
    /// The entry's stored hash is not that of its contents and predecessor.
    Broken { no: i64 },
    /// The chain ends before the entry that the head of the chain names.
    Truncated { head: i64, last: i64 },
}

/// Walks the chain entry by entry; feed it in order.
#[derive(Clone, Debug)]
pub struct ChainCheck {
    previous: String,
    last: i64,
}

impl Default for ChainCheck {
    fn default() -> Self {
        Self { previous: GENESIS.to_owned(), last: 0 }
    }
}

impl ChainCheck {
    /// # Errors
    /// The first fault, at this entry.
    pub fn step(&mut self, entry: &Entry, stored_hash: &str) -> Result<(), ChainFault> {
        if entry.no != self.last + 1 {
            return Err(ChainFault::Gap { expected: self.last + 1, found: entry.no });
        }
        if entry.hash(&self.previous) != stored_hash {
            return Err(ChainFault::Broken { no: entry.no });
        }
        self.previous = stored_hash.to_owned();
        self.last = entry.no;
        Ok(())
    }

    /// Compares the end of the walk with the head of the chain as stored beside it.
    ///
    /// # Errors
    /// [`ChainFault::Truncated`] or [`ChainFault::Broken`] where they differ.
    pub fn finish(self, head_no: i64, head_hash: &str) -> Result<i64, ChainFault> {
        if head_no != self.last {
            return Err(ChainFault::Truncated { head: head_no, last: self.last });
        }
        if head_hash != self.previous {
            return Err(ChainFault::Broken { no: self.last });
        }
        Ok(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(no: i64) -> Entry {
        Entry {
            no,
            at: DateTime::from_timestamp(1_710_892_800 + no, 0).unwrap(),
            actor: "mois.officer".into(),
            on_behalf_of: None,
            action: "report.add".into(),
            subject: format!("assignment {no}"),
            institution: Some("mois".into()),
            old_value: String::new(),
            new_value: r#"{"progress":10}"#.into(),
        }
    }

    fn chain(length: i64) -> Vec<(Entry, String)> {
        let mut previous = GENESIS.to_owned();
        (1..=length)
            .map(|no| {
                let entry = entry(no);
                previous = entry.hash(&previous);
                (entry, previous.clone())
            })
            .collect()
    }

    fn check(chain: &[(Entry, String)]) -> Result<i64, ChainFault> {
        let mut check = ChainCheck::default();
        for (entry, hash) in chain {
            check.step(entry, hash)?;
        }
        check.finish(5, chain.last().map_or(GENESIS, |(_, hash)| hash))
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(check(&chain(5)), Ok(5));
    }

    #[test]
    fn a_missing_entry_is_found() {
        let mut touched = chain(5);
        touched.remove(2);
        assert_eq!(check(&touched), Err(ChainFault::Gap { expected: 3, found: 4 }));
        assert_eq!(check(&chain(4)), Err(ChainFault::Truncated { head: 5, last: 4 }));
    }

    #[test]
    fn fields_cannot_be_shifted_into_each_other() {
        let (mut one, mut two) = (entry(1), entry(1));
        (one.old_value, one.new_value) = ("ab".into(), "c".into());
        (two.old_value, two.new_value) = ("a".into(), "bc".into());
        assert_ne!(one.hash(GENESIS), two.hash(GENESIS));
    }

    proptest! {
        #[test]
        fn any_change_breaks_the_chain_at_that_entry(at in 0usize..5, field in 0usize..7) {
            let mut touched = chain(5);
            let entry = &mut touched[at].0;
            match field {
                0 => entry.actor.push('x'),
                1 => entry.on_behalf_of = Some("head".into()),
                2 => entry.action.push('x'),
                3 => entry.subject.push('x'),
                4 => entry.institution = None,
                5 => entry.old_value.push('1'),
                _ => entry.at += chrono::TimeDelta::microseconds(1),
            }
            prop_assert_eq!(check(&touched), Err(ChainFault::Broken { no: i64::try_from(at).unwrap() + 1 }));
        }
    }
}

//! The canonical form of JSON, and SHA-256 over it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// How many characters of a hash are printed on pages and files.
pub const SHORT: usize = 12;

/// A SHA-256, as 64 lower-case hexadecimal characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

impl Digest {
    /// The hash of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex::encode(Sha256::digest(bytes)))
    }

    /// Reads a hash as it is written. Capitals are refused: one hash has one spelling, or a changed byte would go unseen.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_hex(text, 64).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first characters, as printed on every page and file of a sealed round.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..SHORT]
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a SHA-256 in lower-case hex")
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

/// Whether a text is `length` lower-case hexadecimal characters.
pub(super) fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// A value in canonical form (RFC 8785): keys in order, no space, one spelling for every number and text.
///
/// # Errors
/// Where the value has no JSON form, or a number that JSON's doubles cannot hold exactly.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let value = serde_json::to_value(value)?;
    if holds_inexact_number(&value) {
        return Err(serde::ser::Error::custom("a number beyond ±(2^53−1) has no exact canonical form"));
    }
    serde_json_canonicalizer::to_vec(&value)
}

/// RFC 8785 writes every number as a double: a greater whole number would be rounded without a word.
fn holds_inexact_number(value: &serde_json::Value) -> bool {
    const EXACT: u64 = (1 << 53) - 1;
    match value {
        serde_json::Value::Number(number) => {
            number.as_u64().is_some_and(|n| n > EXACT) || number.as_i64().is_some_and(|n| n.unsigned_abs() > EXACT)
        }
        serde_json::Value::Array(items) => items.iter().any(holds_inexact_number),
        serde_json::Value::Object(fields) => fields.values().any(holds_inexact_number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_stand_in_order_and_nothing_is_between() {
        let value = json!({ "나": [1, true, null], "b": "줄\n바꿈", "a": 1.50 });
        assert_eq!(canonical(&value).unwrap(), "{\"a\":1.5,\"b\":\"줄\\n바꿈\",\"나\":[1,true,null]}".as_bytes());
    }

    #[test]
    fn a_number_that_would_be_rounded_is_refused() {
        assert!(canonical(&json!({ "id": 9_007_199_254_740_991_i64 })).is_ok());
        assert!(canonical(&json!([{ "id": 9_007_199_254_740_993_i64 }])).is_err());
        assert!(canonical(&json!(-9_007_199_254_740_993_i64)).is_err());
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = Digest::of(b"");
        assert_eq!(hash.as_str(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hash.short(), "e3b0c44298fc");
        assert_eq!(Digest::parse(&hash.as_str().to_uppercase()), None);
        assert_eq!(Digest::parse("e3b0"), None);
    }
}

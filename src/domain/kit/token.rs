//! What a kit says of itself, and the key that seals it.

use crate::domain::ids::{AssignmentId, Slug, TaskNo};
use crate::domain::round::RoundSlug;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// The version of the token's form.
pub const TOKEN_VERSION: i64 = 1;

/// What a kit was issued as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitToken {
    pub version: i64,
    /// [`KitKey::system`] of the issuing system.
    pub system: String,
    pub plan: Slug,
    pub round: RoundSlug,
    pub institution: Slug,
    pub issued_at: DateTime<Utc>,
    /// In the order of the workbook, the hidden one not among them.
    pub sheets: Vec<SheetFrame>,
    pub entries: Vec<IssuedEntry>,
}

/// A sheet and the hash of its fixed cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFrame {
    pub name: String,
    pub frame: String,
}

/// One assignment as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedEntry {
    pub assignment: AssignmentId,
    pub task: TaskNo,
    /// The entry's revision then.
    pub revision: i64,
    pub cells: Vec<IssuedCell>,
}

/// A cell to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedCell {
    pub field: String,
    /// Its column and row, `C14`.
    pub at: String,
    /// [`super::fingerprint`] of what stood in it.
    pub base: String,
}

/// The secret with which a system seals its kits: 32 random bytes, never shown, never in a file.
#[derive(Clone)]
pub struct KitKey([u8; 32]);

impl fmt::Debug for KitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KitKey of {}", self.system())
    }
}

impl KitKey {
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        hex::decode(digits).ok()?.try_into().ok().map(Self)
    }

    /// A name for the system that holds the key, from which the key cannot be told.
    #[must_use]
    pub fn system(&self) -> String {
        let digest = Sha256::new_with_prefix(b"ihaeng kit system\0").chain_update(self.0).finalize();
        hex::encode(&digest[..8])
    }

    /// HMAC-SHA-256 of a text, in hexadecimal digits.
    #[must_use]
    pub fn seal(&self, text: &str) -> String {
        hex::encode(self.mac(text).finalize().into_bytes())
    }

    /// Whether `seal` is this key's seal of the text; takes the same time whatever is wrong.
    #[must_use]
    pub fn fits(&self, text: &str, seal: &str) -> bool {
        hex::decode(seal).is_ok_and(|seal| self.mac(text).verify_slice(&seal).is_ok())
    }

    fn mac(&self, text: &str) -> Hmac<Sha256> {
        // A key shorter than a block is filled up with zeros: so HMAC has it.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(text.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_text_and_its_key_alone() {
        let (one, other) = (KitKey::new([1; 32]), KitKey::new([2; 32]));
        let seal = one.seal("2024-Q1");
        assert!(one.fits("2024-Q1", &seal));
        assert!(!one.fits("2024-Q2", &seal) && !other.fits("2024-Q1", &seal));
        assert!(!one.fits("2024-Q1", &seal[..62]) && !one.fits("2024-Q1", "") && !one.fits("2024-Q1", "서명"));
    }

    /// RFC 4231, test case 1, with its key filled up with zeros as HMAC itself fills it up.
    #[test]
    fn the_seal_is_hmac_sha_256() {
        let mut secret = [0; 32];
        secret[..20].fill(0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(KitKey::new(secret).seal("Hi There"), expected);
    }

    #[test]
    fn a_key_is_not_told_by_its_debug_form_nor_by_its_system() {
        let key = KitKey::parse(&"ab".repeat(32)).unwrap();
        assert!(!format!("{key:?}").contains("abab") && !key.system().contains("abab"));
        assert!(KitKey::parse("ab").is_none() && KitKey::parse(&"zz".repeat(32)).is_none());
    }
}

//! Private texts in a seal: SHA-256(salt ‖ text). The text can then be kept from readers without breaking the check, and
//! whoever knows text and salt can show that this is what was sealed. Without the salt a short text could be guessed.

use crate::domain::seal::digest::{Digest, is_hex};

/// The salt of one private text: 16 random bytes, kept beside the text and never in the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    #[must_use]
    pub const fn new(random: [u8; 16]) -> Self {
        Self(random)
    }

    /// As the database keeps it: 32 lower-case hexadecimal characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if !is_hex(text, 32) {
            return None;
        }
        Some(Self(hex::decode(text).ok()?.try_into().ok()?))
    }

    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

/// What a seal holds of a private text.
#[must_use]
pub fn salted(salt: &Salt, text: &str) -> Digest {
    let mut both = salt.0.to_vec();
    both.extend_from_slice(text.as_bytes());
    Digest::of(&both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_under_another_salt_reads_otherwise() {
        let (one, two) = (Salt::new([1; 16]), Salt::new([2; 16]));
        assert_ne!(salted(&one, "예산이 모자람"), salted(&two, "예산이 모자람"));
        assert_ne!(salted(&one, "예산이 모자람"), Digest::of("예산이 모자람".as_bytes()));
        assert_eq!(Salt::parse(&one.to_hex()), Some(one));
    }
}

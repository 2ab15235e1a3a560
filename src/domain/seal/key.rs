//! Keys: one private key signs; its public half and those before it are known by id, each new one signed by the old.

use crate::domain::calendar::KST;
use crate::domain::seal::digest::{Digest, is_hex};
use chrono::{DateTime, SecondsFormat, Utc};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a signature over a seal's hash covers: these words, then the hash in hex. Nothing else we sign begins so.
const SEAL_CONTEXT: &str = "ihaeng-seal/1\n";
/// What the old key's signature over a new key covers: these words, then the new public key in hex.
const KEY_CONTEXT: &str = "ihaeng-seal-key/1\n";

/// Why a key was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    #[error("not an Ed25519 private key in PKCS#8 PEM")]
    Private,
    #[error("not an Ed25519 public key in PEM")]
    Public,
    #[error("no public key in it")]
    Empty,
}

/// The name of a public key: the first 16 hexadecimal characters of its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyId(String);

impl KeyId {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_hex(text, 16).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for KeyId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a key id")
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.0
    }
}

/// The private key. It is never printed, and wiped when dropped.
pub struct SealKey(SigningKey);

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({})", self.public().id())
    }
}

impl SealKey {
    /// A key from 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// # Errors
    /// [`KeyFault::Private`] where the text is no such key.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        SigningKey::from_pkcs8_pem(text).map(Self).map_err(|_| KeyFault::Private)
    }

    /// The key as PKCS#8 PEM, in the first version of that form, which every tool reads.
    ///
    /// # Errors
    /// Where it cannot be written, which no key of ours meets.
    pub fn to_pem(&self) -> Result<String, KeyFault> {
        let pair = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        pair.to_pkcs8_pem(LineEnding::LF).map(|pem| pem.as_str().to_owned()).map_err(|_| KeyFault::Private)
    }

    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs the hash of a document.
    #[must_use]
    pub fn sign(&self, hash: &Digest) -> String {
        self.sign_words(SEAL_CONTEXT, hash.as_str())
    }

    /// Signs the public key that takes this one's place.
    #[must_use]
    pub fn endorse(&self, new: &PublicKey) -> String {
        self.sign_words(KEY_CONTEXT, &new.to_hex())
    }

    fn sign_words(&self, context: &str, words: &str) -> String {
        hex::encode(self.0.sign(format!("{context}{words}").as_bytes()).to_bytes())
    }
}

/// A public key: what a reader needs to check a seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId(Digest::of(self.0.as_bytes()).as_str()[..16].to_owned())
    }

    /// The 32 bytes as hex, as the database and the document keep them.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.0.as_bytes())
    }

    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        if !is_hex(text, 64) {
            return None;
        }
        let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(Self(key))
    }

    /// # Errors
    /// [`KeyFault::Public`] where it cannot be written, which no key of ours meets.
    pub fn to_pem(&self) -> Result<String, KeyFault> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| KeyFault::Public)
    }

    fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let key = VerifyingKey::from_public_key_pem(text).map_err(|_| KeyFault::Public)?;
        if key.is_weak() { Err(KeyFault::Public) } else { Ok(Self(key)) }
    }

    /// Whether `signature` is this key's over the hash of a document.
    #[must_use]
    pub fn has_signed(&self, hash: &Digest, signature: &str) -> bool {
        self.holds(SEAL_CONTEXT, hash.as_str(), signature)
    }

    /// Whether `endorsement` is this key's over a new key.
    #[must_use]
    pub fn has_endorsed(&self, new: &Self, endorsement: &str) -> bool {
        self.holds(KEY_CONTEXT, &new.to_hex(), endorsement)
    }

    fn holds(&self, context: &str, words: &str, signature: &str) -> bool {
        // Capitals would be a second spelling of the same signature.
        if !is_hex(signature, 128) {
            return false;
        }
        let Ok(bytes) = hex::decode(signature) else { return false };
        let Ok(signature) = Signature::from_slice(&bytes) else { return false };
        self.0.verify_strict(format!("{context}{words}").as_bytes(), &signature).is_ok()
    }
}

/// A public key as the database and every document keep it: since when it signs, and which key vouches for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndorsedKey {
    pub id: KeyId,
    /// 64 hexadecimal characters.
    pub public_key: String,
    pub since: DateTime<Utc>,
    /// The key before; `None` for the first, and for one that followed a lost key.
    pub endorsed_by: Option<KeyId>,
    pub endorsement: Option<String>,
}

/// The public keys a reader trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyRing(Vec<PublicKey>);

impl KeyRing {
    #[must_use]
    pub fn new(keys: Vec<PublicKey>) -> Self {
        Self(keys)
    }

    /// Reads every public key of a `seal.pub`; what stands around the PEM blocks is for people.
    ///
    /// # Errors
    /// Where a block is no Ed25519 key, or there is none.
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
        const END: &str = "-----END PUBLIC KEY-----";
        let mut keys = Vec::new();
        for part in text.split(BEGIN).skip(1) {
            let (inside, _) = part.split_once(END).ok_or(KeyFault::Public)?;
            let inside = inside.replace('\r', "");
            keys.push(PublicKey::from_pem(&format!("{BEGIN}{inside}{END}\n"))?);
        }
        if keys.is_empty() { Err(KeyFault::Empty) } else { Ok(Self(keys)) }
    }

    #[must_use]
    pub fn get(&self, id: &KeyId) -> Option<&PublicKey> {
        self.0.iter().find(|key| key.id() == *id)
    }

    /// Adds the keys for which a trusted key vouches, one after the other.
    #[must_use]
    pub fn extended(mut self, keys: &[EndorsedKey]) -> Self {
        loop {
            let vouched = |key: &EndorsedKey| {
                let new = PublicKey::from_hex(&key.public_key).filter(|new| new.id() == key.id)?;
                let by = self.get(key.endorsed_by.as_ref()?)?;
                (self.get(&key.id).is_none() && by.has_endorsed(&new, key.endorsement.as_ref()?)).then_some(new)
            };
            match keys.iter().find_map(vouched) {
                Some(new) => self.0.push(new),
                None => return self,
            }
        }
    }
}

/// The text of `seal.pub`: every key, the newest first, each under a line for people.
///
/// # Errors
/// [`KeyFault::Public`] where a kept key is none.
pub fn seal_pub(keys: &[EndorsedKey]) -> Result<String, KeyFault> {
    let mut text = String::new();
    for key in keys.iter().rev() {
        let public = PublicKey::from_hex(&key.public_key).ok_or(KeyFault::Public)?;
        let since = key.since.with_timezone(&KST).to_rfc3339_opts(SecondsFormat::Secs, false);
        text.push_str(&format!("ihaeng seal key {} since {since}\n{}", key.id, public.to_pem()?));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> SealKey {
        SealKey::from_seed(&[seed; 32])
    }

    fn endorsed(new: &SealKey, by: Option<&SealKey>) -> EndorsedKey {
        EndorsedKey {
            id: new.public().id(),
            public_key: new.public().to_hex(),
            since: "2024-03-01T00:00:00Z".parse().unwrap(),
            endorsed_by: by.map(|by| by.public().id()),
            endorsement: by.map(|by| by.endorse(&new.public())),
        }
    }

    #[test]
    fn a_key_comes_back_from_its_file() {
        let pem = key(1).to_pem().unwrap();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert_eq!(SealKey::from_pem(&pem).unwrap().public(), key(1).public());
        assert_eq!(SealKey::from_pem("-----BEGIN PRIVATE KEY-----").unwrap_err(), KeyFault::Private);
    }

    #[test]
    fn a_private_key_is_never_printed() {
        let printed = format!("{:?}", key(1));
        assert!(!printed.contains(&hex::encode([1; 32])) && printed.contains(key(1).public().id().as_str()));
    }

    #[test]
    fn all_keys_of_a_public_file_are_read_whatever_stands_around_them() {
        let all = [endorsed(&key(1), None), endorsed(&key(2), Some(&key(1)))];
        let text = seal_pub(&all).unwrap();
        assert!(text.find(key(2).public().id().as_str()) < text.find(key(1).public().id().as_str()), "newest first");
        let ring = KeyRing::from_pem(&text.replace('\n', "\r\n")).unwrap();
        assert!(ring.get(&all[0].id).is_some() && ring.get(&all[1].id).is_some());
        assert_eq!(KeyRing::from_pem("hello").unwrap_err(), KeyFault::Empty);
        let broken = text.replacen("MCowBQ", "MCowBR", 1);
        assert_eq!(KeyRing::from_pem(&broken).unwrap_err(), KeyFault::Public);
    }

    #[test]
    fn a_ring_grows_along_endorsements_and_no_further() {
        let (one, two, three, stranger) = (key(1), key(2), key(3), key(9));
        let chain = [endorsed(&three, Some(&two)), endorsed(&two, Some(&one))];
        let ring = KeyRing::new(vec![one.public()]).extended(&chain);
        assert!(ring.get(&three.public().id()).is_some());
        let ring = KeyRing::new(vec![stranger.public()]).extended(&chain);
        assert!(ring.get(&three.public().id()).is_none());
        let forged = EndorsedKey { endorsement: Some(stranger.endorse(&two.public())), ..chain[1].clone() };
        assert!(KeyRing::new(vec![one.public()]).extended(&[forged]).get(&two.public().id()).is_none());
    }

    #[test]
    fn a_signature_over_a_hash_vouches_for_no_key() {
        let (one, two) = (key(1), key(2));
        let hash = Digest::parse(&two.public().to_hex()).unwrap();
        assert!(one.public().has_signed(&hash, &one.sign(&hash)));
        assert!(!one.public().has_endorsed(&two.public(), &one.sign(&hash)));
        assert!(!one.public().has_signed(&hash, &one.sign(&hash).to_uppercase()));
    }
}

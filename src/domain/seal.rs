//! The seal (봉인): a round as one canonical JSON document (RFC 8785), its SHA-256, and an Ed25519 signature over it.
//!
//! A sealed file is `{"document": {"head": …, "sections": …}, "hash": …, "signature": …}`, itself in canonical form, so that
//! every byte of it counts. The head names the hash of the seal before (the chain), the head of the audit chain at that
//! moment, the signing key, and the SHA-256 of each section, so that a changed byte is located. [`verify()`] needs the file
//! and a set of trusted public keys, nothing else: no database, no network.
//!
//! Read in this order: [`digest`] (canonical form, hashes), [`key`] (who may sign, a new key signed by the old),
//! [`document`] (what is signed), [`addendum`] (what is added later), [`verify`](mod@verify) (what does not match),
//! [`rows`] (sealed rows against those of a database), [`remark`] (private texts as salted hashes). What the sections hold
//! is said by `store::sealing`; to add one, read there.

pub mod addendum;
pub mod digest;
pub mod document;
pub mod fact;
pub mod key;
pub mod missing;
pub mod remark;
pub mod rows;
pub mod verify;

pub use addendum::{Addendum, Amended};
pub use digest::{Digest, canonical};
pub use document::{AuditHead, Cover, Gap, Link, SealHead, Sealed, Sections};
pub use key::{EndorsedKey, KeyFault, KeyId, KeyRing, PublicKey, SealKey};
pub use verify::{Mismatch, Previous, Statement, Verified, verify};

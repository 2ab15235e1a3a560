//! Password hashing with argon2id, at most two at a time, away from the threads that answer requests.

use crate::server::errors::PageError;
use crate::server::state::App;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

/// Compared against where there is no such account, so that both answers take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// Hashes a password on the calling thread.
///
/// # Errors
/// Where the machine gives no randomness.
pub fn hash_now(password: &str) -> Result<String, argon2::password_hash::Error> {
    Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
}

fn verify_now(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

impl App {
    /// Hashes a new password.
    ///
    /// # Errors
    /// Where hashing fails.
    pub async fn hash_password(&self, password: String) -> Result<String, PageError> {
        let failed = |error: &dyn std::fmt::Display| PageError::Failed(format!("hashing: {error}"));
        let _turn = self.hashing.acquire().await.map_err(|error| failed(&error))?;
        let hashed = tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(|error| failed(&error))?;
        hashed.map_err(|error| failed(&error))
    }

    /// Whether a password fits a stored hash; without one, the same work is done for nothing.
    ///
    /// # Errors
    /// Where the work is cut off.
    pub async fn fits_password(&self, password: String, stored: Option<String>) -> Result<bool, PageError> {
        let failed = |error: &dyn std::fmt::Display| PageError::Failed(format!("hashing: {error}"));
        let _turn = self.hashing.acquire().await.map_err(|error| failed(&error))?;
        let work = move || match stored {
            Some(stored) => verify_now(&password, &stored),
            None => {
                verify_now(&password, &NOBODY);
                false
            }
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}

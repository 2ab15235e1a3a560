//! The private key's file: PKCS#8 PEM, readable by its owner alone. It is read when somebody seals, so that a new key
//! counts without a restart, and where nobody seals it need not be.

use crate::domain::seal::{KeyFault, SealKey};
use std::fs::{OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// Why the key's file was not taken, in one sentence.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("봉인 키 파일이 없습니다: {0}")]
    Missing(String),
    #[error(
        "봉인 키 파일을 다른 사람이 읽을 수 있습니다: {path} (모드 {mode:o}). 주인만 읽게 해 주세요: chmod 600 {path}"
    )]
    Exposed { path: String, mode: u32 },
    #[error("봉인 키 파일이 아닙니다: {0} (Ed25519 개인 키, PKCS#8 PEM)")]
    Malformed(String),
    #[error("봉인 키 파일이 이미 있습니다: {0}")]
    Present(String),
    #[error("봉인 키 파일을 다룰 수 없습니다: {0}: {1}")]
    Io(String, std::io::Error),
}

/// Reads the private key.
///
/// # Errors
/// Where it is missing, may be read by others than its owner, or is no key.
pub fn read_key(path: &Path) -> Result<SealKey, KeyFileError> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => KeyFileError::Missing(name.clone()),
        _ => KeyFileError::Io(name.clone(), error),
    };
    let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyFileError::Exposed { path: name, mode });
    }
    let text = std::fs::read_to_string(path).map_err(failed)?;
    SealKey::from_pem(&text).map_err(|_| KeyFileError::Malformed(name))
}

/// Writes a private key into a file that is not there yet, for its owner alone.
///
/// # Errors
/// Where the file is there already or cannot be written.
pub fn write_key(path: &Path, key: &SealKey) -> Result<(), KeyFileError> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => KeyFileError::Present(name.clone()),
        _ => KeyFileError::Io(name.clone(), error),
    };
    let pem = key.to_pem().map_err(|_: KeyFault| KeyFileError::Malformed(name.clone()))?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    // A wide umask cannot widen the mode, a narrow one could take the owner's own rights.
    file.set_permissions(Permissions::from_mode(0o600)).map_err(failed)?;
    file.write_all(pem.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// A new private key from the system's randomness.
#[must_use]
pub fn new_key() -> SealKey {
    SealKey::from_seed(&rand::random())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_for_its_owner_alone_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        let key = new_key();
        write_key(&path, &key).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read_key(&path).unwrap().public(), key.public());
        assert!(matches!(write_key(&path, &new_key()), Err(KeyFileError::Present(_))));
        assert_eq!(read_key(&path).unwrap().public(), key.public());
    }

    #[test]
    fn a_key_that_others_may_read_is_refused_in_one_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        write_key(&path, &new_key()).unwrap();
        for mode in [0o640, 0o604, 0o660] {
            std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let told = read_key(&path).unwrap_err().to_string();
            assert!(
                told.contains(&format!("모드 {mode:o}")) && told.contains("chmod 600") && !told.contains('\n'),
                "{told}"
            );
        }
    }

    #[test]
    fn what_is_no_key_is_said_to_be_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("seal.key");
        assert!(matches!(read_key(&path), Err(KeyFileError::Missing(_))));
        write_key(&path, &new_key()).unwrap();
        std::fs::write(&path, "-----BEGIN PRIVATE KEY-----\n").unwrap();
        assert!(matches!(read_key(&path), Err(KeyFileError::Malformed(_))));
    }
}

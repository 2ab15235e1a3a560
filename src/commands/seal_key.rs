//! `ihaeng seal-key`: the key that seals are signed with. `make` for a database that has none yet, `rotate` for a new key
//! signed by the old, `public` for the file that others check seals with.

use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::clock::PlanClock;
use crate::domain::seal::key::seal_pub;
use crate::domain::seal::{EndorsedKey, KeyId, SealKey};
use crate::domain::text::{LINE_MAX, required_text};
use crate::server::seal_key::{KeyFileError, new_key, read_key, write_key};
use crate::store::{Actor, Store, StoreError, Tx};
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct SealKeyArgs {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    key: KeyPlace,
    #[command(subcommand)]
    command: SealKeyCommand,
}

#[derive(Debug, Subcommand)]
enum SealKeyCommand {
    /// Makes the first key of a database that has none.
    Make,
    /// Makes a new key, signed by the one until now.
    Rotate {
        /// The key until now is lost: why and how. Readers must then fetch the new public key over a way they trust.
        #[arg(long, value_name = "REASON")]
        lost: Option<String>,
    },
    /// Prints the public keys, as `/seal.pub` serves them.
    Public,
    /// Lists the keys: since when they sign, and which vouches for which.
    List,
}

/// Where the private key is.
#[derive(Clone, Debug, Args)]
pub struct KeyPlace {
    /// The file with the private key, needed only where somebody seals; `seal.key` in the data folder without.
    #[arg(long, env = "IHAENG_SEAL_KEY", value_name = "FILE")]
    pub seal_key: Option<PathBuf>,
}

impl KeyPlace {
    #[must_use]
    pub fn path(&self, place: &Place) -> PathBuf {
        self.seal_key.clone().unwrap_or_else(|| place.data.join("seal.key"))
    }
}

impl From<KeyFileError> for CommandError {
    fn from(error: KeyFileError) -> Self {
        Self::told(error.to_string())
    }
}

pub async fn run(args: SealKeyArgs) -> CommandResult<()> {
    let store = args.place.open().await?;
    let path = args.key.path(&args.place);
    let outcome = match args.command {
        SealKeyCommand::Make => make(&store, &path).await,
        SealKeyCommand::Rotate { lost } => rotate(&store, &path, lost.as_deref()).await,
        SealKeyCommand::Public => public(&store).await,
        SealKeyCommand::List => list(&store).await,
    };
    store.close().await;
    outcome
}

async fn make(store: &Store, path: &Path) -> CommandResult<()> {
    let now = plan_now(store).await?;
    let mut tx = store.write(&Actor::system(), now).await?;
    let id = register_first(&mut tx, path, now).await?;
    tx.commit().await?;
    println!("봉인 키 {id}: {}", path.display());
    Ok(())
}

/// The plan clock of this database: moved in a demonstration, real time elsewhere.
async fn plan_now(store: &Store) -> CommandResult<DateTime<Utc>> {
    let offset = store.setting(crate::commands::seed::CLOCK_OFFSET).await?;
    let offset = offset.and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(PlanClock::shifted(TimeDelta::microseconds(offset)).now())
}

/// Registers the key of a file as the database's first, and makes the file where there is none.
///
/// # Errors
/// Where the database has a key already, or the file is not fit to be one.
pub async fn register_first(tx: &mut Tx, path: &Path, since: DateTime<Utc>) -> CommandResult<KeyId> {
    if let Some(known) = tx.seal_keys().await?.pop() {
        let sentence = format!("이미 봉인 키가 있습니다: {}. 바꾸려면 `ihaeng seal-key rotate`를 실행하세요", known.id);
        return Err(CommandError::told(sentence));
    }
    let key = first_key(path)?;
    let id = key.public().id();
    tx.add_seal_key(&entry(&key, None, since), None, "").await?;
    Ok(id)
}

/// The key of a file, which is made where it is not there yet.
///
/// # Errors
/// Where the file is not fit to be a key.
pub fn first_key(path: &Path) -> CommandResult<SealKey> {
    match read_key(path) {
        Ok(key) => Ok(key),
        Err(KeyFileError::Missing(_)) => {
            let key = new_key();
            write_key(path, &key)?;
            Ok(key)
        }
        Err(error) => Err(error.into()),
    }
}

fn entry(new: &SealKey, old: Option<&SealKey>, since: DateTime<Utc>) -> EndorsedKey {
    EndorsedKey {
        id: new.public().id(),
        public_key: new.public().to_hex(),
        since,
        endorsed_by: old.map(|old| old.public().id()),
        endorsement: old.map(|old| old.endorse(&new.public())),
    }
}

/// Writes the new key beside the old, registers it, and only then puts it in the old one's place: whatever interrupts
/// this, the file of the key that is registered is there.
async fn rotate(store: &Store, path: &Path, lost: Option<&str>) -> CommandResult<()> {
    let known = store.seal_keys().await?.pop();
    let known = known.ok_or_else(|| CommandError::told("봉인 키가 없습니다. `ihaeng seal-key make`로 만드세요"))?;
    let beside = beside(path, "new");
    if read_key(&beside).is_ok_and(|key| key.public().id() == known.id) {
        put_in_place(path, &beside)?;
        println!("지난번에 멈춘 교체를 마쳤습니다. 봉인 키 {}: {}", known.id, path.display());
        return Ok(());
    }
    let old = if lost.is_some() { None } else { Some(current(path, &known.id)?) };
    let reason = lost.map(reason).transpose()?.unwrap_or_default();
    // A file left by an attempt that registered nothing signs nothing.
    drop(std::fs::remove_file(&beside));
    let new = new_key();
    write_key(&beside, &new)?;
    let now = plan_now(store).await?;
    let mut tx = store.write(&Actor::system(), now).await?;
    match tx.add_seal_key(&entry(&new, old.as_ref(), now), Some(&known.id), &reason).await {
        Ok(()) => tx.commit().await?,
        Err(StoreError::Conflict) => return Err(CommandError::told("그 사이 다른 곳에서 봉인 키를 바꿨습니다")),
        Err(error) => return Err(error.into()),
    }
    let kept = put_in_place(path, &beside)?;
    println!("봉인 키 {} → {}: {}", known.id, new.public().id(), path.display());
    if let Some(kept) = kept {
        println!("앞 키는 더 쓰지 않습니다. 지워도 됩니다: {}", kept.display());
    }
    println!("새 공개 키를 검증하는 곳에 알리세요: `ihaeng seal-key public`, 또는 /seal.pub");
    Ok(())
}

fn reason(text: &str) -> CommandResult<String> {
    required_text(text, LINE_MAX).map_err(|_| CommandError::told(format!("사유를 {LINE_MAX}자 안에서 적어 주세요")))
}

fn current(path: &Path, known: &KeyId) -> CommandResult<SealKey> {
    let key = read_key(path)?;
    let found = key.public().id();
    if found == *known {
        return Ok(key);
    }
    Err(CommandError::told(format!("{}의 키는 {found}이고, 지금 쓰는 봉인 키는 {known}입니다", path.display())))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// Moves the file beside into the key's place; the one that was there is kept under its key's id.
fn put_in_place(path: &Path, new: &Path) -> CommandResult<Option<PathBuf>> {
    let failed = |error: std::io::Error| CommandError::told(format!("{}: {error}", path.display()));
    let kept = if path.exists() {
        let ending = read_key(path).map_or_else(|_| "old".to_owned(), |key| key.public().id().to_string());
        let kept = beside(path, &ending);
        std::fs::rename(path, &kept).map_err(failed)?;
        Some(kept)
    } else {
        None
    };
    std::fs::rename(new, path).map_err(failed)?;
    Ok(kept)
}

async fn public(store: &Store) -> CommandResult<()> {
    let keys = store.seal_keys().await?;
    if keys.is_empty() {
        return Err(CommandError::told("봉인 키가 없습니다. `ihaeng seal-key make`로 만드세요"));
    }
    print!("{}", seal_pub(&keys).map_err(|error| CommandError::told(error.to_string()))?);
    Ok(())
}

async fn list(store: &Store) -> CommandResult<()> {
    for key in store.seal_keys().await? {
        let by = key.endorsed_by.map_or_else(String::new, |by| format!("  {by} 키가 보증"));
        println!("{}  {}부터{by}", key.id, crate::domain::calendar::day_of(key.since));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn made(folder: &Path) -> (Store, PathBuf) {
        let store = Store::open(&format!("sqlite:{}", folder.join("test.db").display())).await.unwrap();
        let path = folder.join("seal.key");
        make(&store, &path).await.unwrap();
        (store, path)
    }

    fn run(test: impl AsyncFnOnce(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        tokio::runtime::Runtime::new().unwrap().block_on(async { test(folder.path()).await });
    }

    #[test]
    fn a_new_key_is_vouched_for_by_the_old_and_takes_its_place() {
        run(async |folder| {
            let (store, path) = made(folder).await;
            let old = read_key(&path).unwrap();
            rotate(&store, &path, None).await.unwrap();
            let new = read_key(&path).unwrap();
            let keys = store.seal_keys().await.unwrap();
            let ring = crate::domain::seal::KeyRing::new(vec![old.public()]).extended(&keys);
            assert_eq!(ring.get(&new.public().id()), Some(&new.public()));
            assert_eq!(read_key(&beside(&path, old.public().id().as_str())).unwrap().public(), old.public());
            assert!(store.verify_audit().await.unwrap().is_ok());
        });
    }

    #[test]
    fn a_key_is_made_once_and_changed_only_by_its_holder() {
        run(async |folder| {
            let (store, path) = made(folder).await;
            assert!(make(&store, &path).await.unwrap_err().to_string().contains("이미 봉인 키가 있습니다"));
            std::fs::rename(&path, folder.join("elsewhere")).unwrap();
            assert!(rotate(&store, &path, None).await.unwrap_err().to_string().contains("봉인 키 파일이 없습니다"));
            write_key(&path, &new_key()).unwrap();
            assert!(rotate(&store, &path, None).await.unwrap_err().to_string().contains("지금 쓰는 봉인 키는"));
            assert_eq!(store.seal_keys().await.unwrap().len(), 1);
        });
    }

    #[test]
    fn a_lost_key_is_followed_by_one_that_nobody_vouches_for_and_the_reason_is_kept() {
        run(async |folder| {
            let (store, path) = made(folder).await;
            std::fs::remove_file(&path).unwrap();
            assert!(rotate(&store, &path, Some(" ")).await.is_err());
            rotate(&store, &path, Some("디스크 고장으로 잃음")).await.unwrap();
            let last = store.seal_keys().await.unwrap().pop().unwrap();
            assert_eq!((last.endorsed_by, last.endorsement), (None, None));
            let entries = store.audit_page(&crate::store::AuditFilter::default(), 1).await.unwrap();
            assert!(entries[0].entry.new_value.contains("디스크 고장으로 잃음"));
        });
    }

    #[test]
    fn a_rotation_that_was_interrupted_is_finished_by_the_next() {
        run(async |folder| {
            let (store, path) = made(folder).await;
            let old = read_key(&path).unwrap();
            rotate(&store, &path, None).await.unwrap();
            // As it stood between registering and renaming.
            std::fs::rename(&path, beside(&path, "new")).unwrap();
            std::fs::rename(beside(&path, old.public().id().as_str()), &path).unwrap();
            rotate(&store, &path, None).await.unwrap();
            let keys = store.seal_keys().await.unwrap();
            assert_eq!(keys.len(), 2);
            assert_eq!(read_key(&path).unwrap().public().id(), keys[1].id);
        });
    }
}

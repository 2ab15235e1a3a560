//! A sealed file, checked with nothing but public keys: no database, no network.

use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::day_of;
use crate::domain::seal::verify::{Previous, Statement};
use crate::domain::seal::{KeyFault, KeyRing, Verified, verify};
use std::path::Path;

pub fn run(sealed: &Path, key: &Path, previous: Option<&Path>) -> CommandResult<()> {
    let trusted = trusted(key)?;
    let file = bytes(sealed)?;
    let before = previous.map(bytes).transpose()?;
    let verified = verify(&file, &trusted, before.as_deref())
        .map_err(|mismatch| CommandError::told(format!("{}: {mismatch}", sealed.display())))?;
    println!("{}", told(&verified));
    Ok(())
}

fn bytes(path: &Path) -> CommandResult<Vec<u8>> {
    std::fs::read(path).map_err(|error| CommandError::told(format!("{}: {error}", path.display())))
}

/// The keys of a `seal.pub`.
pub fn trusted(path: &Path) -> CommandResult<KeyRing> {
    let text = String::from_utf8_lossy(&bytes(path)?).into_owned();
    KeyRing::from_pem(&text).map_err(|fault| {
        let what = match fault {
            KeyFault::Empty => "공개 키가 들어 있지 않습니다",
            KeyFault::Public | KeyFault::Private => "Ed25519 공개 키가 아닌 것이 들어 있습니다",
        };
        CommandError::told(format!("{}: {what}", path.display()))
    })
}

fn told(verified: &Verified) -> String {
    let (key, day, reason) = match &verified.statement {
        Statement::Seal(head) => (&head.key, day_of(head.facts.sealed_at), head.facts.reason.as_str()),
        Statement::Addendum(head) => (&head.key, day_of(head.facts.added_at), ""),
    };
    let mut lines = vec![
        format!("맞습니다: {} {} ({day})", verified.statement.words(), verified.hash.short()),
        format!("SHA-256 {}", verified.hash),
        format!("서명한 키 {key}"),
    ];
    if !reason.is_empty() {
        lines.push(format!("빠진 것이 있는 채 봉인한 사유: {reason}"));
    }
    lines.push(match &verified.previous {
        Previous::First => "앞 봉인이 없는 첫 봉인입니다".to_owned(),
        Previous::Held => "앞 파일과 이어집니다".to_owned(),
        Previous::NotGiven(link) => format!("앞 봉인과 이어지는지는 확인하지 않았습니다({link}; `--previous FILE`)"),
    });
    lines.join("\n")
}

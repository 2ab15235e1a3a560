//! The database: the audit chain from its first entry to its last, then all closed minutes, then every seal and every row
//! that a seal covers.

use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::audit::ChainFault;
use crate::domain::seal::KeyRing;
use crate::store::{SealCheck, Store};
use std::path::Path;

/// How many findings are printed; the rest is counted.
const PRINTED: usize = 20;

pub async fn run(place: &Place, key: Option<&Path>) -> CommandResult<()> {
    let trusted = key.map(super::file::trusted).transpose()?;
    let store = place.open().await?;
    let outcome = check(&store, trusted.as_ref()).await;
    store.close().await;
    outcome
}

async fn check(store: &Store, trusted: Option<&KeyRing>) -> CommandResult<()> {
    let entries = store.verify_audit().await?.map_err(|fault| CommandError::told(chain_words(&fault)))?;
    println!("감사기록 {entries}건이 처음부터 끝까지 이어집니다");
    let (minutes, check) = (store.check_minutes().await?, store.check_seals(trusted).await?);
    for difference in check.reworded.iter().take(PRINTED) {
        println!("봉인 뒤 기록을 남기고 바뀜: {difference}");
    }
    let of_minutes = minutes.findings.iter().map(ToString::to_string);
    let findings: Vec<String> = of_minutes.chain(check.findings.iter().map(ToString::to_string)).collect();
    match findings.as_slice() {
        [] => {
            if minutes.closed > 0 {
                println!("확정된 회의록 {}건의 지문이 적힌 내용, 감사기록과 맞습니다", minutes.closed);
            }
            println!("{}", sound(&check, trusted.is_some()));
            Ok(())
        }
        [first, rest @ ..] => {
            for finding in rest.iter().take(PRINTED) {
                println!("{finding}");
            }
            let more = if rest.is_empty() { String::new() } else { format!(" (그 밖에 {}건)", rest.len()) };
            Err(CommandError::told(format!("{first}{more}")))
        }
    }
}

fn sound(check: &SealCheck, trusted: bool) -> String {
    if check.seals == 0 {
        return "봉인한 회차가 없습니다".to_owned();
    }
    let SealCheck { seals, addenda, files, rows, .. } = check;
    let mut line = format!(
        "봉인 {seals}건, 추록 {addenda}건, 보관 파일 {files}건이 맞고, 봉인이 담은 {rows}줄이 데이터베이스와 같습니다"
    );
    if !trusted {
        line.push_str(
            "\n키는 데이터베이스의 것으로 확인했습니다. 따로 보관한 seal.pub이 있으면 `--key FILE`로 확인하세요",
        );
    }
    line
}

fn chain_words(fault: &ChainFault) -> String {
    match fault {
        ChainFault::Gap { expected, found } => format!("감사기록 {expected}번이 없습니다(다음은 {found}번)"),
        ChainFault::Broken { no } => format!("감사기록 {no}번이 바뀌었습니다"),
        ChainFault::Truncated { head, last } => {
            format!("감사기록이 {last}번에서 끝납니다({head}번까지 있어야 합니다)")
        }
    }
}

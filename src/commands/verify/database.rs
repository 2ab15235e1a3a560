//! The database: the audit chain from its first entry to its last.

use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::audit::ChainFault;
use std::path::Path;

pub async fn run(place: &Place, key: Option<&Path>) -> CommandResult<()> {
    let _trusted = key.map(super::file::trusted).transpose()?;
    let store = place.open().await?;
    let outcome = store.verify_audit().await?;
    store.close().await;
    match outcome {
        Ok(entries) => {
            println!("감사기록 {entries}건이 처음부터 끝까지 이어집니다");
            Ok(())
        }
        Err(fault) => Err(CommandError::told(told(&fault))),
    }
}

fn told(fault: &ChainFault) -> String {
    match fault {
        ChainFault::Gap { expected, found } => format!("감사기록 {expected}번이 없습니다(다음은 {found}번)"),
        ChainFault::Broken { no } => format!("감사기록 {no}번이 바뀌었습니다"),
        ChainFault::Truncated { head, last } => {
            format!("감사기록이 {last}번에서 끝납니다({head}번까지 있어야 합니다)")
        }
    }
}

//! `ihaeng verify`: proves the audit chain, or names its first broken entry.

use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::audit::ChainFault;
use clap::Args;

#[derive(Debug, Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    place: Place,
}

pub async fn run(args: VerifyArgs) -> CommandResult<()> {
    let store = args.place.open().await?;
    let outcome = store.verify_audit().await?;
    store.close().await;
    match outcome {
        Ok(entries) => {
            println!("감사기록 {entries}건이 처음부터 끝까지 이어집니다");
            Ok(())
        }
        Err(ChainFault::Gap { expected, found }) => {
            Err(CommandError::told(format!("감사기록 {expected}번이 없습니다(다음은 {found}번)")))
        }
        Err(ChainFault::Broken { no }) => Err(CommandError::told(format!("감사기록 {no}번이 바뀌었습니다"))),
        Err(ChainFault::Truncated { head, last }) => {
            Err(CommandError::told(format!("감사기록이 {last}번에서 끝납니다({head}번까지 있어야 합니다)")))
        }
    }
}

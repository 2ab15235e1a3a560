//! `ihaeng systems import`: a spreadsheet of systems, taken as the page takes it: all of it, the good rows, or nothing.

use crate::commands::seed::CLOCK_OFFSET;
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::clock::{PlanClock, SystemClock};
use crate::domain::systems::import::{Importer, Summary};
use crate::pages::lang::Lang;
use crate::pages::systems::import::why;
use crate::reports::register::columns::title_of;
use crate::server::registers::Registers;
use crate::server::systems::importing::{Looked, Pace, faults, look, staged, write_lines};
use crate::store::{
    Actor, ImportKind, ImportLine, ImportState, LineOutcome, NewImport, Store, StoreError, StoreResult,
};
use axum::body::Bytes;
use chrono::TimeDelta;
use clap::{Args, Subcommand};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct SystemsArgs {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: SystemsCommand,
}

#[derive(Debug, Subcommand)]
enum SystemsCommand {
    /// Takes a spreadsheet (.xlsx or .csv); twice the same changes nothing.
    Import {
        file: PathBuf,
        /// Leaves out the rows that cannot be taken; without, one such row refuses the file.
        #[arg(long)]
        good_rows: bool,
    },
}

pub async fn run(args: SystemsArgs) -> CommandResult<()> {
    let SystemsCommand::Import { file, good_rows } = args.command;
    let contents = std::fs::read(&file).map_err(|error| CommandError::told(format!("{}: {error}", file.display())))?;
    let store = args.place.open().await?;
    let done = import(&store, &file, contents.into(), good_rows).await;
    store.close().await;
    done
}

async fn import(store: &Store, file: &Path, contents: Bytes, good_rows: bool) -> CommandResult<()> {
    let offset = store.setting(CLOCK_OFFSET).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let clock = PlanClock::shifted(TimeDelta::microseconds(offset));
    let register = Registers::default().state(store, store.data_version().await?).await?;
    let importer = Importer { today: clock.today(), institutions: store.institutions().await?, own: None };
    let pace = Pace { import: None };
    let looked = look(store, Arc::clone(register.register()), importer, contents.clone(), &pace).await?;
    let Looked { summary, lines } = looked.map_err(|refusal| CommandError::told(why(Lang::Ko, Some(refusal))))?;
    say(&summary, &lines)?;
    if summary.bad > 0 && !good_rows {
        let sentence = format!(
            "고쳐야 할 칸이 {}곳 있어 아무것도 반영하지 않았습니다 (좋은 줄만 반영하려면 --good-rows)",
            summary.cells
        );
        return Err(CommandError::told(sentence));
    }
    if summary.writes() == 0 {
        println!("반영할 줄이 없습니다");
        return Ok(());
    }
    write(store, &clock, file, &contents, &summary, lines).await.map_err(|error| match error {
        StoreError::Conflict => CommandError::told("그사이 다른 사람이 대장을 고쳐 아무것도 반영하지 않았습니다"),
        error => error.into(),
    })?;
    println!("반영했습니다: 새로 등록 {}개, 고침 {}개", summary.new, summary.changed);
    Ok(())
}

fn say(summary: &Summary, lines: &[ImportLine]) -> CommandResult<()> {
    println!(
        "줄 {}개: 새로 등록 {}, 고침 {}, 같음 {}, 고쳐야 함 {}",
        summary.rows(),
        summary.new,
        summary.changed,
        summary.same,
        summary.bad
    );
    if !summary.unknown.is_empty() {
        println!("알 수 없는 열: {}", summary.unknown.join(", "));
    }
    let missing: Vec<&str> = summary.missing.iter().map(|field| title_of(field)).collect();
    if !missing.is_empty() {
        println!("파일에 없는 열: {}", missing.join(", "));
    }
    for line in lines.iter().filter(|line| line.outcome == LineOutcome::Bad) {
        for cell in faults(summary, line)? {
            println!("{} {}: {} — {}", cell.at, cell.column, cell.typed, cell.why);
        }
    }
    Ok(())
}

async fn write(
    store: &Store,
    clock: &PlanClock,
    file: &Path,
    contents: &Bytes,
    summary: &Summary,
    lines: Vec<ImportLine>,
) -> StoreResult<()> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = NewImport {
        kind: ImportKind::Systems,
        file_name: &name,
        bytes: i64::try_from(contents.len()).unwrap_or(i64::MAX),
        sha256: &hex::encode(Sha256::digest(contents)),
        now: SystemClock.now(),
    };
    let good = lines.iter().filter(|line| line.outcome != LineOutcome::Bad);
    let good = good.map(staged).collect::<StoreResult<Vec<_>>>()?;
    let told = serde_json::to_string(summary).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let mut tx = store.write(&Actor::system(), clock.now()).await?;
    let id = tx.add_import(&new).await?;
    write_lines(&mut tx, id, summary, good).await?;
    tx.move_import(id, (ImportState::Reading, ImportState::Done), summary.bad > 0, &told).await?;
    tx.commit().await
}

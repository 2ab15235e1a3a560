//! `ihaeng plan check|import|export`: a plan as a file.

use crate::commands::seed::told;
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::clock::PlanClock;
use crate::domain::ids::Slug;
use crate::domain::ledger::Ledger;
use crate::domain::plan::Plan;
use crate::domain::plan_file::PlanFile;
use crate::domain::plan_parse::{parse_plan, write_plan};
use crate::store::{Actor, PlanChange, Store, plan_changes};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct PlanArgs {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: PlanCommand,
}

#[derive(Debug, Subcommand)]
enum PlanCommand {
    /// Says what an import would change, and writes nothing.
    Check { file: PathBuf },
    /// Imports a plan; twice the same changes nothing.
    Import { file: PathBuf },
    /// Writes the plan: the file as it was last imported, or with what was edited since.
    Export {
        file: PathBuf,
        /// Which plan; the first one without.
        #[arg(long, value_name = "SLUG")]
        plan: Option<String>,
    },
}

pub async fn run(args: PlanArgs) -> CommandResult<()> {
    let store = args.place.open().await?;
    let clock = PlanClock::default();
    match args.command {
        PlanCommand::Check { file } => {
            let (plan, _, existing) = read(&store, &file).await?;
            let institutions = store.institutions().await?;
            let mut changes = plan_changes(&plan, existing.as_ref(), &institutions, clock.today());
            let meetings = match &existing {
                Some(ledger) => store.new_meetings(ledger.plan.id, &plan).await?,
                None => plan.meetings.len(),
            };
            changes.extend((meetings > 0).then_some(PlanChange::NewMeetings(meetings)));
            say(&changes);
        }
        PlanCommand::Import { file } => {
            let (plan, text, existing) = read(&store, &file).await?;
            let institutions = store.institutions().await?;
            let mut tx = store.write(&Actor::system(), clock.now()).await?;
            let changes = tx.import_plan(&plan, &text, existing.as_ref(), &institutions, clock.today()).await?;
            tx.commit().await?;
            say(&changes);
        }
        PlanCommand::Export { file, plan } => {
            let plans = store.plan_list().await?;
            let wanted = plans.iter().find(|one| plan.as_deref().is_none_or(|slug| one.slug.as_str() == slug));
            let wanted = wanted.ok_or_else(|| CommandError::told("그런 대책이 없습니다"))?;
            let text = exported(&store, wanted.clone()).await?;
            std::fs::write(&file, text).map_err(|error| CommandError::told(format!("{}: {error}", file.display())))?;
            println!("{}", file.display());
        }
    }
    store.close().await;
    Ok(())
}

/// The plan's file as it was imported; where wordings or subtasks were edited since, the plan as it is now.
async fn exported(store: &Store, plan: Plan) -> CommandResult<String> {
    let text = store.setting(&format!("plan_file.{}", plan.slug)).await?;
    let text = text.ok_or_else(|| CommandError::told("대책 파일이 없습니다"))?;
    let file = parse_plan(&text, &store.institutions().await?).map_err(|faults| told(&faults))?;
    let edited = file.clone().as_edited(&store.registry(plan).await?);
    Ok(if edited == file { text } else { write_plan(&edited) })
}

fn say(changes: &[PlanChange]) {
    if changes.is_empty() {
        println!("바뀌는 것이 없습니다");
    }
    for change in changes {
        println!("{change}");
    }
}

async fn read(store: &Store, path: &PathBuf) -> CommandResult<(PlanFile, String, Option<Ledger>)> {
    let text =
        std::fs::read_to_string(path).map_err(|error| CommandError::told(format!("{}: {error}", path.display())))?;
    let institutions = store.institutions().await?;
    let file = parse_plan(&text, &institutions).map_err(|faults| told(&faults))?;
    let existing = existing(store, &file.slug).await?;
    Ok((file, text, existing))
}

/// The plan of that slug as the database has it.
async fn existing(store: &Store, slug: &Slug) -> CommandResult<Option<Ledger>> {
    let Some(plan) = store.plan_list().await?.into_iter().find(|plan| plan.slug == *slug) else { return Ok(None) };
    Ok(Some(store.ledger(plan).await?))
}

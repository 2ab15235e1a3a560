//! `ihaeng export`: the state of a plan at a date, from the command line.

use crate::commands::seed::{CLOCK_OFFSET, DEMO_MARK};
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::clock::PlanClock;
use crate::domain::ids::Slug;
use crate::domain::standing::Standing;
use crate::reports::state::StateReport;
use crate::server::exports::last_reports;
use chrono::{NaiveDate, TimeDelta};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Xlsx,
    Csv,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// The state of the plan.
    State,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    place: Place,
    what: What,
    #[arg(long)]
    format: Format,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// One institution; all without.
    #[arg(long, value_name = "SLUG")]
    institution: Option<String>,
    /// As of the end of that day; today without.
    #[arg(long, value_name = "DATE")]
    asof: Option<NaiveDate>,
    /// Which plan; the first one without.
    #[arg(long, value_name = "SLUG")]
    plan: Option<String>,
}

pub async fn run(args: ExportArgs) -> CommandResult<()> {
    let What::State = args.what;
    let store = args.place.open().await?;
    let demo = store.setting(DEMO_MARK).await?.is_some();
    let offset = store.setting(CLOCK_OFFSET).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let clock = PlanClock::shifted(TimeDelta::microseconds(offset));
    let day = args.asof.unwrap_or(clock.today());
    if day > clock.today() {
        return Err(CommandError::told(format!("앞날의 상태는 낼 수 없습니다: {day}")));
    }
    let plan = store
        .plan_list()
        .await?
        .into_iter()
        .find(|plan| args.plan.as_deref().is_none_or(|slug| plan.slug.as_str() == slug));
    let plan = plan.ok_or_else(|| CommandError::told("그런 대책이 없습니다"))?;
    let ledger = store.ledger(plan).await?;
    let scope = match &args.institution {
        Some(text) => {
            let slug = Slug::parse(text).filter(|slug| ledger.institution(slug).is_some());
            Some(slug.ok_or_else(|| CommandError::told(format!("없는 기관: {text}")))?)
        }
        None => None,
    };
    let standing = Standing::derive(&ledger, day);
    let texts = store.report_texts(&last_reports(&standing)).await?;
    let calendar = store.calendar().await?;
    let report = StateReport::build(&ledger, &standing, &calendar, &texts, scope.as_ref(), clock.now(), demo);
    let bytes = match args.format {
        Format::Xlsx => crate::reports::xlsx::xlsx(&report),
        Format::Csv => crate::reports::csv::csv(&report),
        Format::Json => crate::reports::json::json(&report),
    };
    let bytes = bytes.map_err(|error| CommandError::told(error.to_string()))?;
    std::fs::write(&args.out, bytes).map_err(|error| CommandError::told(format!("{}: {error}", args.out.display())))?;
    store.close().await;
    println!("{}", args.out.display());
    Ok(())
}

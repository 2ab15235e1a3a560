//! `ihaeng export`: the state of a plan at a date, or a round, from the command line.

use crate::commands::seed::{CLOCK_OFFSET, DEMO_MARK};
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::calendar::{Calendar, end_of};
use crate::domain::clock::PlanClock;
use crate::domain::ids::Slug;
use crate::domain::ledger::Ledger;
use crate::domain::round::RoundSlug;
use crate::domain::standing::Standing;
use crate::reports::ExportError;
use crate::reports::round::{Format, round_file};
use crate::reports::state::StateReport;
use crate::server::exports::last_reports;
use crate::server::registers::Registers;
use crate::server::round_files::{Asked, round_report};
use crate::server::seals::files::kept_file;
use crate::store::Store;
use chrono::{NaiveDate, TimeDelta};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _};
use std::path::PathBuf;

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// The state of the plan.
    State,
    Round(RoundSlug),
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    place: Place,
    /// `state`, or a round such as 2024-Q1.
    #[arg(value_parser = what)]
    what: What,
    /// xlsx, csv or json; a round as hwpx or pdf too.
    #[arg(long, value_parser = format)]
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

fn what(text: &str) -> Result<What, String> {
    if text == "state" {
        return Ok(What::State);
    }
    RoundSlug::parse(text).map(What::Round).ok_or_else(|| "`state`, or a round such as 2024-Q1 or 2024-A1".into())
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| "xlsx, csv, json, hwpx or pdf".into())
}

pub async fn run(args: ExportArgs) -> CommandResult<()> {
    if args.what == What::State && matches!(args.format, Format::Hwpx | Format::Pdf) {
        let sentence = "the state of a plan is written as xlsx, csv or json";
        crate::commands::Cli::command().error(ErrorKind::ArgumentConflict, sentence).exit();
    }
    let store = args.place.open().await?;
    let export = Export::open(&store, &args).await?;
    let bytes = match &args.what {
        What::State => export.state(args.format).await?,
        What::Round(slug) => export.round(slug, args.format).await?,
    };
    let bytes = bytes.map_err(|error| CommandError::told(error.to_string()))?;
    std::fs::write(&args.out, bytes).map_err(|error| CommandError::told(format!("{}: {error}", args.out.display())))?;
    store.close().await;
    println!("{}", args.out.display());
    Ok(())
}

/// What an export reads.
struct Export<'a> {
    store: &'a Store,
    demo: bool,
    clock: PlanClock,
    /// The day asked for; `None`: now.
    asof: Option<NaiveDate>,
    ledger: Ledger,
    calendar: Calendar,
    scope: Option<Slug>,
}

impl<'a> Export<'a> {
    async fn open(store: &'a Store, args: &ExportArgs) -> CommandResult<Self> {
        let offset = store.setting(CLOCK_OFFSET).await?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let clock = PlanClock::shifted(TimeDelta::microseconds(offset));
        if let Some(day) = args.asof.filter(|day| *day > clock.today()) {
            return Err(CommandError::told(format!("앞날의 상태는 낼 수 없습니다: {day}")));
        }
        let is_asked = |slug: &Slug| args.plan.as_deref().is_none_or(|asked| slug.as_str() == asked);
        let plan = store.plan_list().await?.into_iter().find(|plan| is_asked(&plan.slug));
        let ledger = store.ledger(plan.ok_or_else(|| CommandError::told("그런 대책이 없습니다"))?).await?;
        let scope = args.institution.as_deref().map(|text| {
            let slug = Slug::parse(text).filter(|slug| ledger.institution(slug).is_some());
            slug.ok_or_else(|| CommandError::told(format!("없는 기관: {text}")))
        });
        let scope = scope.transpose()?;
        let ledger = match args.asof {
            Some(day) => ledger.as_worded_before(end_of(day)),
            None => ledger,
        };
        let demo = store.setting(DEMO_MARK).await?.is_some();
        Ok(Self { store, demo, clock, asof: args.asof, calendar: store.calendar().await?, ledger, scope })
    }

    async fn state(&self, format: Format) -> CommandResult<Result<Vec<u8>, ExportError>> {
        let standing = Standing::derive(&self.ledger, self.asof.unwrap_or(self.clock.today()));
        let texts = self.store.report_texts(&last_reports(&standing, self.scope.as_ref())).await?;
        let (scope, now) = (self.scope.as_ref(), self.clock.now());
        let report = StateReport::build(&self.ledger, &standing, &self.calendar, &texts, scope, now, self.demo);
        Ok(match format {
            Format::Csv => crate::reports::csv::csv(&report),
            Format::Json => crate::reports::json::json(&report),
            _ => crate::reports::xlsx::xlsx(&report),
        })
    }

    async fn round(&self, slug: &RoundSlug, format: Format) -> CommandResult<Result<Vec<u8>, ExportError>> {
        let missing = || CommandError::told(format!("열린 적이 없거나 그 기관에 묻지 않은 점검회차: {slug}"));
        let round = self.ledger.reviews.round(slug).ok_or_else(missing)?;
        let cutoff = self.asof.map_or(self.clock.now(), end_of);
        let seal = self.ledger.reviews.seal_of(round.id).and_then(|seal| seal.before(cutoff));
        let registers = Registers::default();
        let asked = Asked {
            ledger: &self.ledger,
            calendar: &self.calendar,
            round,
            cutoff,
            scope: self.scope.as_ref(),
            seal: seal.as_ref(),
            demo: self.demo,
            registers: &registers,
        };
        if seal.is_some() {
            let kept = kept_file(self.store, asked, format, self.clock.now()).await;
            let kept = kept.map_err(|error| CommandError::told(error.to_string()))?.ok_or_else(missing)?;
            return Ok(Ok(kept.bytes));
        }
        let report = round_report(self.store, asked, |_| true).await?.ok_or_else(missing)?;
        Ok(round_file(&report, format))
    }
}

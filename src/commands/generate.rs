//! `ihaeng demo generate`: a demonstration of any size, to see how the product carries it.
//!
//! The plan is invented too: every task asks every institution, each quarter has a round, and every institution hands in a
//! report for each of its assignments. All is recorded by the writes of the product, so that the audit chain and whatever
//! follows from the facts is as it would be. [`plan`] says what is promised and by whom, [`history`] what happened.

mod history;
mod plan;
mod progress;

use crate::commands::demo::systems;
use crate::commands::seed::{CLOCK_OFFSET, DEMO_MARK, seed_people, told};
use crate::commands::{CommandError, CommandResult, Place};
use crate::domain::calendar::start_of;
use crate::domain::clock::SystemClock;
use crate::domain::plan_parse::{built_in, parse_holidays, write_plan};
use crate::store::{Actor, Store};
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand, value_parser};
use history::{History, Quarter};
use std::time::Instant;

#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(subcommand)]
    command: DemoCommand,
}

#[derive(Debug, Subcommand)]
enum DemoCommand {
    /// Makes a new demonstration's database of the size asked for.
    Generate(GenerateArgs),
}

#[derive(Debug, Args)]
struct GenerateArgs {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    scale: Scale,
}

/// How large, and which of all of that size.
#[derive(Clone, Copy, Debug, Args)]
pub struct Scale {
    /// Institutions; each carries every task.
    #[arg(long, default_value_t = 300, value_name = "N", value_parser = value_parser!(u16).range(1..=2_000))]
    pub institutions: u16,
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = value_parser!(u16).range(1..=500))]
    pub tasks: u16,
    /// Quarters with a round each, from the first of 2024.
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = value_parser!(u16).range(1..=80))]
    pub quarters: u16,
    /// Information systems, over the institutions; the country has some 17,000.
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = value_parser!(u16).range(0..=50_000))]
    pub systems: u16,
    /// The same seed gives the same history.
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
}

pub async fn run(args: DemoArgs) -> CommandResult<()> {
    let DemoCommand::Generate(GenerateArgs { place, scale }) = args.command;
    let store = place.make().await?;
    if !store.is_empty().await? {
        return Err(CommandError::told("비어 있지 않은 데이터베이스입니다. 새 `--data`나 `--database`를 지정하세요"));
    }
    generate(&store, scale, |line| eprintln!("{line}")).await?;
    store.close().await;
    println!("{}: `ihaeng serve --demo`로 여세요. 계정과 비밀번호는 시연과 같습니다.", place.url());
    Ok(())
}

/// Makes the database; `say` is told of each quarter.
///
/// # Errors
/// In one sentence.
pub async fn generate(store: &Store, scale: Scale, say: impl Fn(String)) -> CommandResult<()> {
    let began = Instant::now();
    let (announced_on, institutions) = (plan::announced_on(), plan::institutions(scale)?);
    let mut tx = store.write(&Actor::system(), start_of(announced_on)).await?;
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await?;
    }
    for (day, name) in parse_holidays(built_in::HOLIDAYS).map_err(|faults| told(&faults))? {
        tx.put_holiday(day, &name).await?;
    }
    let file = plan::plan(scale, &institutions)?;
    tx.import_plan(&file, &write_plan(&file), None, &institutions, announced_on).await?;
    tx.commit().await?;
    let people = seed_people(store, &institutions, start_of(announced_on), announced_on).await?;
    let owners = &institutions[..institutions.len().min(usize::from(scale.systems))];
    if !owners.is_empty() {
        let end = Quarter::of(0).at(0, 0);
        systems::record(store, owners, &people, (usize::from(scale.systems), scale.seed), end).await?;
        say(format!("정보시스템 {}개 {:.0}초", scale.systems, began.elapsed().as_secs_f64()));
    }
    let mut history = History::begin(store, &people, scale.seed).await?;
    let quarters: Vec<Quarter> = (0..scale.quarters).map(Quarter::of).collect();
    for (index, quarter) in quarters.iter().enumerate() {
        let count = history.tell(quarter, index + 1 == quarters.len()).await?;
        let seconds = began.elapsed().as_secs_f64();
        say(format!("{:>3}/{} {} 실적 {count}건 {seconds:.0}초", index + 1, quarters.len(), quarter.slug()));
    }
    let end = quarters.last().map_or(start_of(announced_on), |quarter| quarter.at(12, 9));
    say("검색 색인".to_owned());
    while store.index_reports(end).await? {}
    finish(store, end).await
}

/// Marks the database as a demonstration and sets its clock to `now`.
async fn finish(store: &Store, now: DateTime<Utc>) -> CommandResult<()> {
    let offset: TimeDelta = now - SystemClock.now();
    let mut tx = store.write(&Actor::system(), now).await?;
    tx.set_setting(DEMO_MARK, "1").await?;
    tx.set_setting(CLOCK_OFFSET, &offset.num_microseconds().unwrap_or(0).to_string()).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::day_of;
    use crate::domain::standing::Standing;
    use crate::domain::systems::coverage::{Item, by_institution, of_all};
    use crate::domain::systems::register::Register;
    use crate::domain::systems::statement::measured;
    use std::sync::Arc;

    const SMALL: Scale = Scale { institutions: 4, tasks: 3, quarters: 3, systems: 0, seed: 7 };

    async fn made(scale: Scale) -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("big.db").display())).await.unwrap();
        generate(&store, scale, |_| ()).await.unwrap();
        (store, folder)
    }

    #[tokio::test]
    async fn a_generated_database_is_a_demonstration_whose_chain_holds() {
        let (store, _folder) = made(SMALL).await;
        assert_eq!(store.setting(DEMO_MARK).await.unwrap().as_deref(), Some("1"));
        assert!(store.verify_audit().await.unwrap().is_ok());
        let plan = store.plan_list().await.unwrap().remove(0);
        let ledger = store.ledger(plan).await.unwrap();
        let reports: usize = ledger.records().map(|(_, record)| record.reports.len()).sum();
        assert_eq!(ledger.assignments.len(), 12);
        assert!((24..=36).contains(&reports), "{reports}");
        let last = ledger.last_recorded_at().unwrap();
        let standing = Standing::derive(&ledger, day_of(last));
        assert!(standing.assignments.iter().all(|one| one.last_report.is_some() && one.light.is_open()));
    }

    #[tokio::test]
    async fn there_are_as_many_systems_as_asked_for_and_the_tasks_are_measured_over_them() {
        let (store, _folder) = made(Scale { systems: 60, ..SMALL }).await;
        let register = register(&store).await;
        assert_eq!(register.len(), 60);
        let plan = store.plan_list().await.unwrap().remove(0);
        let ledger = store.ledger(plan).await.unwrap();
        assert_eq!(measured(&ledger).len(), 3);
        let day = day_of(ledger.last_recorded_at().unwrap());
        let parts = by_institution(&register, day, ledger.plan.announced_on);
        assert_eq!((parts.len(), of_all(&parts).systems()), (4, 60));
        let whole = of_all(&parts);
        assert!(Item::ALL.iter().all(|item| whole.of_all(*item).missing() > 0), "{whole:?}");
        assert!(whole.of_all(Item::PlanApproved).yes > 0 && whole.of_all(Item::Graded).yes > 0, "{whole:?}");
        assert!(store.verify_audit().await.unwrap().is_ok());
    }

    async fn register(store: &Store) -> Arc<Register> {
        let (mut register, mut last) = (Register::default(), (0, 0));
        loop {
            let tail = store.register_tail(last).await.unwrap();
            if tail.added.is_empty() {
                return Arc::new(register);
            }
            last = tail.last;
            register.extend(tail.added);
        }
    }

    #[tokio::test]
    async fn the_same_seed_gives_the_same_history() {
        let told = async |scale| {
            let (store, folder) = made(scale).await;
            let plan = store.plan_list().await.unwrap().remove(0);
            let ledger = store.ledger(plan).await.unwrap();
            drop(folder);
            format!("{:?}", ledger.records().collect::<Vec<_>>())
        };
        let (one, again, other) = (told(SMALL).await, told(SMALL).await, told(Scale { seed: 8, ..SMALL }).await);
        assert!(one == again && one != other);
    }
}

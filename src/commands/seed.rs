//! What a new database begins with: institutions, holidays, the plan; and, for the demonstration, its invented history.

mod recorder;
mod rounds;
mod sealing;

use crate::commands::demo::{People, generate, systems};
use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::start_of;
use crate::domain::ids::{Slug, UserId};
use crate::domain::institution::Institution;
use crate::domain::permission::{Grant, Role};
use crate::domain::plan_file::PlanFault;
use crate::domain::plan_parse::{built_in, parse_holidays, parse_institutions, parse_plan};
use crate::domain::seal::SealKey;
use crate::server::passwords::hash_now;
use crate::server::seal_key::new_key;
use crate::store::{Actor, NewPerson, Store, Tx};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;

/// The setting that marks a database as a demonstration.
pub const DEMO_MARK: &str = "demonstration";
/// The setting that holds how far the demonstration's clock is moved, in microseconds.
pub const CLOCK_OFFSET: &str = "clock_offset";
/// The password of every account of the demonstration.
pub const DEMO_PASSWORD: &str = "ihaeng-demo";
const SEED: u64 = 20_240_131;

/// Faults as one sentence a line.
pub fn told(faults: &[PlanFault]) -> CommandError {
    CommandError::told(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Institutions, holidays and the built-in plan, in one write.
pub async fn seed_registry(tx: &mut Tx, today: NaiveDate) -> CommandResult<()> {
    let institutions = parse_institutions(built_in::INSTITUTIONS).map_err(|faults| told(&faults))?;
    let holidays = parse_holidays(built_in::HOLIDAYS).map_err(|faults| told(&faults))?;
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await?;
    }
    for (day, name) in &holidays {
        tx.put_holiday(*day, name).await?;
    }
    let plan = parse_plan(built_in::PLAN, &institutions).map_err(|faults| told(&faults))?;
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, today).await?;
    Ok(())
}

/// Makes the demonstration in an empty database, as it stands at `now` on its own clock, with a seal key that nobody keeps.
pub async fn seed_demonstration(store: &Store, now: DateTime<Utc>, today: NaiveDate) -> CommandResult<()> {
    seed_demonstration_with(store, &new_key(), now, today).await
}

/// Makes the demonstration in an empty database, sealing its first round with `key`.
pub async fn seed_demonstration_with(
    store: &Store,
    key: &SealKey,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> CommandResult<()> {
    let mut tx = store.write(&Actor::system(), start_of(today)).await?;
    // Another process may have seeded it while this one waited for its turn.
    if store.setting(DEMO_MARK).await?.is_some() {
        return Ok(());
    }
    seed_registry(&mut tx, today).await?;
    tx.commit().await?;
    let plan = store.plan_list().await?.into_iter().next().ok_or_else(|| CommandError::told("대책이 없습니다"))?;
    let ledger = store.ledger(plan).await?;
    let calendar = store.calendar().await?;
    let people = seed_people(store, &ledger.institutions, start_of(today), today).await?;
    let demonstration = generate(&ledger, &people, &calendar, SEED, now);
    let announced = start_of(ledger.plan.announced_on);
    let mut tx = store.write(&Actor::system(), announced).await?;
    sealing::register_key(&mut tx, key, announced).await?;
    tx.commit().await?;
    crate::commands::demo::council::record(store, &ledger, &people).await?;
    // Before the rounds: a seal covers what the register said by then.
    systems::record(store, &ledger.institutions, &people, (systems::DEFAULT_SYSTEMS, SEED), now).await?;
    recorder::record(store, &ledger, &people, demonstration, key).await?;
    store.read_notices_before(now - TimeDelta::days(1)).await?;
    let mut tx = store.write(&Actor::system(), now).await?;
    tx.set_setting(DEMO_MARK, "1").await?;
    tx.commit().await?;
    Ok(())
}

pub async fn seed_people(
    store: &Store,
    institutions: &[Institution],
    at: DateTime<Utc>,
    today: NaiveDate,
) -> CommandResult<People> {
    let hash = hash_now(DEMO_PASSWORD).map_err(|error| CommandError::told(error.to_string()))?;
    let mut tx = store.write(&Actor::system(), at).await?;
    let mut add = async |login: &str, name: String, role: Role, institution: Option<Slug>| -> CommandResult<UserId> {
        let person = NewPerson {
            login: login.to_owned(),
            name,
            password_hash: hash.clone(),
            must_change: false,
            grants: vec![Grant { role, institution }],
        };
        tx.add_person(&person).await?.ok_or_else(|| CommandError::told(format!("이미 있는 계정: {login}")))
    };
    let pmo = add("pmo", "이서연".into(), Role::Pmo, None).await?;
    let pmo2 = add("pmo2", "정우진".into(), Role::Pmo, None).await?;
    add("viewer", "최하은".into(), Role::Viewer, None).await?;
    add("admin", "한지호".into(), Role::Admin, None).await?;
    let (mut officers, mut heads) = (HashMap::new(), HashMap::new());
    for (index, one) in institutions.iter().filter(|one| one.is_central_on(today)).enumerate() {
        let slug = &one.slug;
        let officer =
            add(&format!("{slug}.officer"), invented_name(index * 2), Role::Officer, Some(slug.clone())).await?;
        let head = add(&format!("{slug}.head"), invented_name(index * 2 + 1), Role::Head, Some(slug.clone())).await?;
        officers.insert(slug.clone(), officer);
        heads.insert(slug.clone(), head);
    }
    tx.commit().await?;
    Ok(People { officers, heads, pmo: [pmo, pmo2] })
}

/// A name that belongs to nobody in particular.
fn invented_name(index: usize) -> String {
    const FAMILY: [&str; 12] = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "오", "한"];
    const GIVEN: [&str; 16] = [
        "하늘", "가온", "나래", "다온", "라온", "마루", "보람", "새봄", "아름", "여울", "은결", "찬솔", "초롱", "푸름",
        "한결", "해솔",
    ];
    format!("{}{}", FAMILY[index % FAMILY.len()], GIVEN[(index * 7 + index / 12) % GIVEN.len()])
}

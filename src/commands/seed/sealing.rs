//! The seal of the demonstration's first round, in the order of its history: the reports of 8 March are in it, and those of
//! the days after are not.

use crate::commands::CommandResult;
use crate::domain::calendar::{KST, day_of, start_of};
use crate::domain::plan::Plan;
use crate::domain::round::Round;
use crate::domain::seal::missing::{checks, gaps};
use crate::domain::seal::{EndorsedKey, SealKey};
use crate::domain::standing::Standing;
use crate::store::{Actor, NewSeal, Store, Tx};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};

/// What stands in the document about what was missing.
const REASON: &str = "2월 말 현황만 서면으로 살피는 수시 점검이라, 남은 것은 다음 회차에서 봄 (시연)";

/// When a finished round was sealed: 2024-03-08, 17:30 Korean time.
pub fn sealed_at() -> DateTime<Utc> {
    let at = NaiveDate::from_ymd_opt(2024, 3, 8).and_then(|day| day.and_hms_opt(17, 30, 0)).unwrap_or_default();
    KST.from_local_datetime(&at).single().map_or_else(|| start_of(at.date()), |at| at.with_timezone(&Utc))
}

/// Registers the key with which the demonstration seals, from the day of the plan on.
pub async fn register_key(tx: &mut Tx, key: &SealKey, since: DateTime<Utc>) -> CommandResult<()> {
    let public = key.public();
    let entry =
        EndorsedKey { id: public.id(), public_key: public.to_hex(), since, endorsed_by: None, endorsement: None };
    Ok(tx.add_seal_key(&entry, None, "").await?)
}

/// Seals a round with what was recorded so far.
pub async fn seal_round(
    store: &Store,
    plan: Plan,
    round: &Round,
    actor: &Actor,
    at: DateTime<Utc>,
    key: &SealKey,
) -> CommandResult<()> {
    let ledger = store.ledger(plan).await?;
    let standing = Standing::derive(&ledger, day_of(at));
    let missing = gaps(&checks(&ledger, &standing, round, &store.queries(round.id).await?));
    let reason = if missing.is_empty() { String::new() } else { REASON.to_owned() };
    let mut tx = store.write(actor, at).await?;
    tx.seal_round(&NewSeal { plan: &ledger.plan, round, missing, reason, demonstration: true, key }).await?;
    Ok(tx.commit().await?)
}

//! The rounds of the demonstration.

use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::start_of;
use crate::domain::ids::PlanId;
use crate::domain::round::{Round, RoundEventKind, RoundSettings, RoundSlug};
use crate::store::{Actor, NewRound, Store};
use chrono::NaiveDate;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap_or_default()
}

/// An ad hoc round of February, closed: what the figures of March are compared with.
pub async fn first_round(store: &Store, plan: PlanId) -> CommandResult<()> {
    let settings = RoundSettings {
        base_date: day(2, 29),
        window_from: day(2, 26),
        due: day(3, 5),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let slug = RoundSlug::parse("2024-A1").ok_or_else(|| CommandError::told("회차 이름을 읽을 수 없습니다"))?;
    let mut tx = store.write(&Actor::system(), start_of(day(2, 26))).await?;
    tx.plan_round(&NewRound { plan, slug, ordinal: 1, settings: settings.clone() }).await?;
    tx.commit().await?;
    for (on, kind) in [(day(2, 27), RoundEventKind::Opened), (day(3, 6), RoundEventKind::Closed)] {
        let round = the_round(store, plan).await?;
        let mut tx = store.write(&Actor::system(), start_of(on)).await?;
        tx.add_round_event(plan, &round, kind, &settings, "").await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn the_round(store: &Store, plan: PlanId) -> CommandResult<Round> {
    store.rounds(plan).await?.into_iter().next().ok_or_else(|| CommandError::told("점검회차가 없습니다"))
}

//! The plans in memory: ledgers that grow by their tail, and the standings derived from them.

use crate::domain::calendar::Calendar;
use crate::domain::ids::PlanId;
use crate::domain::ledger::Ledger;
use crate::domain::plan::Plan;
use crate::domain::standing::Standing;
use crate::store::{DataVersion, Store, StoreResult};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;

/// Standings of past days kept per plan; today's is always among them.
const STANDINGS_KEPT: usize = 16;

/// A plan as it stands in memory at one data version.
pub struct PlanState {
    pub version: DataVersion,
    pub ledger: Ledger,
    pub calendar: Calendar,
    last: (i64, i64, i64),
    standings: Mutex<Vec<(NaiveDate, Arc<Standing>)>>,
}

impl PlanState {
    /// The plan at the end of a day.
    #[must_use]
    pub fn standing(&self, day: NaiveDate) -> Arc<Standing> {
        let mut kept = self.standings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, standing)) = kept.iter().find(|(on, _)| *on == day) {
            return Arc::clone(standing);
        }
        let standing = Arc::new(Standing::derive(&self.ledger, day));
        if kept.len() >= STANDINGS_KEPT {
            kept.remove(0);
        }
        kept.push((day, Arc::clone(&standing)));
        standing
    }
}

/// All plans, each brought up to date when it is asked for.
#[derive(Default)]
pub struct Plans {
    list: AsyncMutex<Option<(i64, Arc<Vec<Plan>>)>>,
    states: AsyncMutex<HashMap<PlanId, Arc<PlanState>>>,
}

impl Plans {
    /// The plans of the database, first imported first, at a registry version.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn list(&self, store: &Store, registry: i64) -> StoreResult<Arc<Vec<Plan>>> {
        let mut list = self.list.lock().await;
        if let Some((_, plans)) = list.as_ref().filter(|(version, _)| *version == registry) {
            return Ok(Arc::clone(plans));
        }
        let plans = Arc::new(store.plan_list().await?);
        *list = Some((registry, Arc::clone(&plans)));
        Ok(plans)
    }

    /// A plan's state at `version` or later: what is in memory where it is current, else with its tail appended, else
    /// read afresh because the registry was edited.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn state(&self, store: &Store, plan: &Plan, version: DataVersion) -> StoreResult<Arc<PlanState>> {
        let mut states = self.states.lock().await;
        let known = states.get(&plan.id).cloned();
        let state = match known {
            Some(state) if state.version == version => return Ok(state),
            Some(state) if state.version.registry == version.registry => {
                let mut ledger = state.ledger.clone();
                let tail = store.tail(plan.id, state.last).await?;
                let last = tail.last();
                tail.append_to(&mut ledger);
                Arc::new(PlanState {
                    version,
                    ledger,
                    calendar: state.calendar.clone(),
                    last,
                    standings: Mutex::default(),
                })
            }
            _ => {
                let mut ledger = store.registry(plan.clone()).await?;
                let tail = store.tail(plan.id, (0, 0, 0)).await?;
                let last = tail.last();
                tail.append_to(&mut ledger);
                let calendar = store.calendar().await?;
                Arc::new(PlanState { version, ledger, calendar, last, standings: Mutex::default() })
            }
        };
        states.insert(plan.id, Arc::clone(&state));
        Ok(state)
    }
}

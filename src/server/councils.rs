//! The councils' registers in memory: each grows by its tail, and gives the council of a day as one class of readers sees it.

use crate::domain::calendar::start_of;
use crate::domain::council::{Council, Register, Sight};
use crate::domain::ids::PlanId;
use crate::store::{DataVersion, Store, StoreResult};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;

/// Views kept per register.
const VIEWS_KEPT: usize = 24;

/// A council as it was at the end of a day, for one class of readers.
type View = ((NaiveDate, Sight), Arc<Council>);

/// A plan's register at one data version.
#[derive(Default)]
pub struct CouncilState {
    pub register: Register,
    views: Mutex<Vec<View>>,
}

impl CouncilState {
    /// The council at the end of a day.
    #[must_use]
    pub fn view(&self, day: NaiveDate, sight: Sight) -> Arc<Council> {
        let mut kept = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, council)) = kept.iter().find(|(key, _)| *key == (day, sight)) {
            return Arc::clone(council);
        }
        let council = Arc::new(Council::at(&self.register, day, sight));
        if kept.len() >= VIEWS_KEPT {
            kept.remove(0);
        }
        kept.push(((day, sight), Arc::clone(&council)));
        council
    }

    /// The council as a day began: what a meeting of that day found on its table.
    #[must_use]
    pub fn morning(&self, day: NaiveDate, sight: Sight) -> Council {
        Council::before(&self.register, start_of(day), day, sight)
    }
}

/// All registers, each brought up to date when it is asked for.
#[derive(Default)]
pub struct Councils {
    states: AsyncMutex<HashMap<PlanId, (DataVersion, Arc<CouncilState>)>>,
}

impl Councils {
    /// The register of a plan at `version` or later.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn state(&self, store: &Store, plan: PlanId, version: DataVersion) -> StoreResult<Arc<CouncilState>> {
        let mut states = self.states.lock().await;
        let known = states.get(&plan).cloned();
        let state = match known {
            Some((at, state)) if at.facts >= version.facts => return Ok(state),
            Some((_, state)) => {
                let newer = store.council_tail(plan, state.register.last()).await?;
                if newer.is_empty() {
                    state
                } else {
                    let mut register = state.register.clone();
                    register.append(newer);
                    Arc::new(CouncilState { register, views: Mutex::default() })
                }
            }
            None => {
                let mut register = Register::default();
                register.append(store.council_tail(plan, 0).await?);
                Arc::new(CouncilState { register, views: Mutex::default() })
            }
        };
        states.insert(plan, (version, Arc::clone(&state)));
        Ok(state)
    }
}

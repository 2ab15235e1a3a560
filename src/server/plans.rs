//! The plans in memory: ledgers that grow by their tail, and the standings derived from them.
//!
//! What a write costs here does not depend on how much was recorded before: the ledger takes in the new facts, and the
//! standings of the days kept derive again what those facts are about (docs/decisions/0060).

use crate::domain::calendar::{Calendar, end_of};
use crate::domain::ids::PlanId;
use crate::domain::ledger::{Fact, Ledger, ReviewTail};
use crate::domain::plan::Plan;
use crate::domain::standing::Standing;
use crate::store::{Cursor, DataVersion, Store, StoreResult};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::sync::Mutex as AsyncMutex;

/// Standings of so many days are kept of a small plan; today's is always among them.
const STANDINGS_KEPT: usize = 16;
/// Standings hold at most so many assignments together, though never fewer days than four.
const ASSIGNMENTS_KEPT: usize = 32_768;

/// A plan as it stands in memory at one data version.
pub struct PlanState {
    pub version: DataVersion,
    pub ledger: Ledger,
    pub calendar: Calendar,
    cursor: Cursor,
    /// Shared with the same plan as it was worded on an earlier day: a standing has no words.
    standings: Arc<Mutex<Vec<(NaiveDate, Kept)>>>,
}

/// A day's standing, derived by the first who asks; the others of that day wait for it.
type Kept = Arc<OnceLock<Arc<Standing>>>;

impl PlanState {
    /// The plan at the end of a day.
    #[must_use]
    pub fn standing(&self, day: NaiveDate) -> Arc<Standing> {
        Arc::clone(self.kept(day).get_or_init(|| Arc::new(Standing::derive(&self.ledger, day))))
    }

    /// The plan as it was worded just before `cutoff`; itself where nothing was reworded since.
    #[must_use]
    pub fn worded_before(self: &Arc<Self>, cutoff: DateTime<Utc>) -> Arc<Self> {
        if !self.ledger.was_worded_otherwise(cutoff) {
            return Arc::clone(self);
        }
        Arc::new(Self {
            version: self.version,
            ledger: self.ledger.as_worded_before(cutoff),
            calendar: self.calendar.clone(),
            cursor: self.cursor.clone(),
            standings: Arc::clone(&self.standings),
        })
    }

    /// The day's place; the day not asked for the longest makes room.
    fn kept(&self, day: NaiveDate) -> Kept {
        let mut all = self.standings.lock().unwrap_or_else(PoisonError::into_inner);
        let place = match all.iter().position(|(on, _)| *on == day) {
            Some(index) => all.remove(index),
            None => (day, Kept::default()),
        };
        let room = (ASSIGNMENTS_KEPT / self.ledger.assignments.len().max(1)).clamp(4, STANDINGS_KEPT);
        if all.len() >= room {
            all.remove(0);
        }
        let kept = Arc::clone(&place.1);
        all.push(place);
        kept
    }

    /// The same plan with new facts, and with it each standing that they do not move or move in part.
    fn with_tail(&self, version: DataVersion, cursor: Cursor, facts: Vec<Fact>, reviews: ReviewTail) -> Self {
        let mut known: Vec<_> = facts.iter().map(|fact| (fact.assignment(), fact.known_at())).collect();
        // A return that is approved or reopened moves what it handed in between 검토 전 and reviewed.
        for fact in &reviews.returns {
            known.extend(self.ledger.held_by(&fact.institution).map(|one| (one.id, fact.event.recorded_at)));
        }
        let mut ledger = self.ledger.clone().with(facts);
        ledger.add_reviews(reviews);
        let days = self.standings.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let carried = days.into_iter().filter_map(|(day, kept)| {
            let standing = kept.get()?;
            let touched = known.iter().filter(|(_, at)| *at < end_of(day)).map(|(assignment, _)| *assignment).collect();
            Some((day, Arc::new(OnceLock::from(Arc::new(standing.after(&ledger, &touched))))))
        });
        let standings = Arc::new(Mutex::new(carried.collect()));
        Self { version, calendar: self.calendar.clone(), cursor, standings, ledger }
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

    /// A plan's state at `version` or later: what is in memory where it is current, else with its tail added. After an
    /// edit of the registry that part is read afresh; the facts stay.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn state(&self, store: &Store, plan: &Plan, version: DataVersion) -> StoreResult<Arc<PlanState>> {
        let mut states = self.states.lock().await;
        let known = states.get(&plan.id).cloned();
        let state = match known {
            Some(state) if state.version.facts >= version.facts => return Ok(state),
            Some(state) if state.version.registry == version.registry => {
                let mut cursor = state.cursor.clone();
                let facts = store.tail(plan.id, &mut cursor).await?;
                let reviews = store.review_tail(plan.id, &mut cursor).await?;
                state.with_tail(version, cursor, facts, reviews)
            }
            known => {
                let registry = store.registry(plan.clone()).await?;
                let (ledger, mut cursor) = match &known {
                    Some(state) => (state.ledger.with_registry(registry), state.cursor.clone()),
                    None => (Ledger::new(registry), Cursor::default()),
                };
                let mut ledger = ledger.with(store.tail(plan.id, &mut cursor).await?);
                ledger.add_reviews(store.review_tail(plan.id, &mut cursor).await?);
                let calendar = store.calendar().await?;
                PlanState { version, ledger, calendar, cursor, standings: Arc::default() }
            }
        };
        let state = Arc::new(state);
        states.insert(plan.id, Arc::clone(&state));
        Ok(state)
    }
}

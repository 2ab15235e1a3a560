//! The register of systems in memory, brought up to date when it is asked for; see [`crate::server::plans`].

use crate::domain::calendar::day_of;
use crate::domain::systems::coverage::{ByInstitution, by_institution, trend_days};
use crate::domain::systems::register::{Added, Register, Snapshot};
use crate::store::{DataVersion, Store, StoreResult};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;

/// Snapshots of past days kept; today's is always among them.
const SNAPSHOTS_KEPT: usize = 8;
/// Counts of past days kept: a trend reads a day a month.
const COUNTS_KEPT: usize = 64;
/// Months a trend goes back.
const TREND_MONTHS: usize = 13;

type Snapshots = Vec<(NaiveDate, Arc<Snapshot>)>;
/// By day and the plan's announcement.
type Counts = HashMap<(NaiveDate, NaiveDate), Arc<ByInstitution>>;

/// The register at one data version, with what was derived from it.
pub struct RegisterState {
    version: DataVersion,
    last: (i64, i64),
    register: Arc<Register>,
    snapshots: Mutex<Snapshots>,
    counts: Mutex<Counts>,
}

impl RegisterState {
    #[must_use]
    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }

    /// The register at the end of a day.
    #[must_use]
    pub fn snapshot(&self, day: NaiveDate) -> Arc<Snapshot> {
        let mut kept = self.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, snapshot)) = kept.iter().find(|(on, _)| *on == day) {
            return Arc::clone(snapshot);
        }
        let snapshot = Arc::new(self.register.at(day));
        if kept.len() >= SNAPSHOTS_KEPT {
            kept.remove(0);
        }
        kept.push((day, Arc::clone(&snapshot)));
        snapshot
    }

    /// Coverage by institution at the end of a day, for a plan announced on `since`.
    #[must_use]
    pub fn coverage(&self, day: NaiveDate, since: NaiveDate) -> Arc<ByInstitution> {
        let mut kept = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= COUNTS_KEPT && !kept.contains_key(&(day, since)) {
            kept.clear();
        }
        let count = || Arc::new(by_institution(&self.register, day, since));
        Arc::clone(kept.entry((day, since)).or_insert_with(count))
    }

    /// Coverage at the ends of the months up to a day, and on the day.
    #[must_use]
    pub fn trend(&self, day: NaiveDate, since: NaiveDate) -> Vec<(NaiveDate, Arc<ByInstitution>)> {
        let days = trend_days(&self.register, day, TREND_MONTHS);
        days.into_iter().map(|day| (day, self.coverage(day, since))).collect()
    }

    fn derived(&self) -> (Snapshots, Counts) {
        let snapshots = self.snapshots.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (snapshots, self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// The register, as the last request left it.
#[derive(Default)]
pub struct Registers {
    state: AsyncMutex<Option<Arc<RegisterState>>>,
}

impl Registers {
    /// The register at `version` or later.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn state(&self, store: &Store, version: DataVersion) -> StoreResult<Arc<RegisterState>> {
        let mut kept = self.state.lock().await;
        if let Some(state) = kept.as_ref().filter(|state| state.version == version) {
            return Ok(Arc::clone(state));
        }
        let (mut register, mut last, (mut snapshots, mut counts)) = match kept.as_ref() {
            Some(state) => (Arc::clone(&state.register), state.last, state.derived()),
            None => (Arc::default(), (0, 0), Default::default()),
        };
        loop {
            let tail = store.register_tail(last).await?;
            let Some(first) = tail.added.iter().map(Added::recorded_at).min() else { break };
            // What was derived for days before anything new stays true.
            let new_from = day_of(first);
            snapshots.clear();
            counts.retain(|(day, _), _| *day < new_from);
            last = tail.last;
            Arc::make_mut(&mut register).extend(tail.added);
        }
        let (snapshots, counts) = (Mutex::new(snapshots), Mutex::new(counts));
        let state = Arc::new(RegisterState { version, last, register, snapshots, counts });
        *kept = Some(Arc::clone(&state));
        Ok(state)
    }
}

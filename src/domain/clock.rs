//! Two clocks. [`PlanClock`] stamps facts and gives today; in the demonstration it runs ahead of or behind real time by an
//! offset. [`SystemClock`] drives sessions, lock-outs and time-outs, and cannot be moved.

use crate::domain::calendar::day_of;
use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Real time, cut to microseconds because PostgreSQL keeps no more.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl SystemClock {
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine is asked")]
    pub fn now(self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// The time at which facts are recorded. Shared: moving one copy moves all.
#[derive(Clone, Debug, Default)]
pub struct PlanClock {
    offset_micros: Arc<AtomicI64>,
}

impl PlanClock {
    /// Real time plus `offset` (zero outside the demonstration).
    #[must_use]
    pub fn shifted(offset: TimeDelta) -> Self {
        Self { offset_micros: Arc::new(AtomicI64::new(offset.num_microseconds().unwrap_or(0))) }
    }

    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::microseconds(self.offset_micros.load(Ordering::Relaxed))
    }

    /// Today in Korea.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }
}

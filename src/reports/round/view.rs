//! How the plan stood on a round's base date, as far as it is known at a moment.

use crate::domain::calendar::day_of;
use crate::domain::ids::{ReportId, TaskNo};
use crate::domain::ledger::{Ledger, Registry};
use crate::domain::query::Query;
use crate::domain::returns::Return;
use crate::domain::round::{Round, RoundEventKind, RoundState};
use crate::domain::standing::Standing;
use chrono::{DateTime, Utc};
use std::borrow::Cow;

/// A round and what it is about. It borrows from the ledger unless the round covers some of the tasks alone.
pub struct RoundView<'a> {
    pub ledger: Cow<'a, Ledger>,
    /// The round at the cutoff.
    pub round: Round,
    pub standing: Standing,
    /// What was recorded from here on is not in.
    pub cutoff: DateTime<Utc>,
    /// The round before, and how the same tasks stood on its base date.
    pub before: Option<(Round, Standing)>,
}

impl<'a> RoundView<'a> {
    /// The round as it stood just before `cutoff`; `None` before it was opened.
    ///
    /// The lights are those of the base date, told from all that is known at the cutoff, since returns are written after
    /// the day they are about.
    #[must_use]
    pub fn open(ledger: &'a Ledger, round: &Round, cutoff: DateTime<Utc>) -> Option<Self> {
        let round = round.before(cutoff).filter(|round| round.state != RoundState::Planned)?;
        let ledger = covered(ledger, &round.settings.tasks);
        let day = round.base_date().min(day_of(cutoff));
        let standing = Standing::derive_known(&ledger, day, cutoff);
        let before = before(&ledger, &round);
        Some(Self { ledger, round, standing, cutoff, before })
    }

    /// The reports whose texts and evidence the report needs.
    #[must_use]
    pub fn last_reports(&self) -> Vec<ReportId> {
        let reports = self.standing.assignments.iter().filter_map(|one| one.last_report.as_ref());
        reports.map(|report| report.id).collect()
    }

    /// The returns of the round at the cutoff, by institution.
    pub fn returns(&self) -> impl Iterator<Item = Return> {
        self.ledger.reviews.returns_of(self.round.id).filter_map(|one| one.before(self.cutoff))
    }
}

/// The round before: what was known at its seal, or else when this one was opened.
fn before(ledger: &Ledger, round: &Round) -> Option<(Round, Standing)> {
    let opened = round.opened_at()?;
    let rounds = ledger.reviews.rounds().iter().filter(|one| one.base_date() < round.base_date());
    let known = rounds.filter_map(|one| one.before(opened)).filter(|one| one.state != RoundState::Planned);
    let last = known.max_by_key(|one| (one.base_date(), one.ordinal))?;
    let sealed = last.events.iter().find(|event| event.kind == RoundEventKind::Sealed);
    let until = sealed.map_or(opened, |event| event.recorded_at);
    let standing = Standing::derive_known(ledger, last.base_date(), until);
    Some((last, standing))
}

/// The ledger without the tasks that a round leaves out.
fn covered<'a>(ledger: &'a Ledger, tasks: &[TaskNo]) -> Cow<'a, Ledger> {
    if tasks.is_empty() {
        return Cow::Borrowed(ledger);
    }
    let mut registry = Registry::clone(ledger);
    registry.tasks.retain(|task| tasks.contains(&task.no));
    registry.milestones.retain(|milestone| tasks.contains(&milestone.task_no));
    registry.assignments.retain(|assignment| tasks.contains(&assignment.task_no));
    Cow::Owned(ledger.with_registry(registry))
}

/// When the last thing in the report was recorded: the time that an unsealed report bears.
#[must_use]
pub fn latest(view: &RoundView<'_>, queries: &[Query]) -> DateTime<Utc> {
    let of_round = view.round.events.iter().map(|event| event.recorded_at);
    let of_returns = view.returns().flat_map(|one| one.events).map(|event| event.recorded_at);
    let of_queries = queries.iter().filter_map(|query| query.before(view.cutoff)).flat_map(|query| {
        let answered = query.answer.map(|answer| answer.at);
        [Some(query.asked_at), answered, query.closed.map(|(_, at)| at)]
    });
    let all = of_round.chain(of_returns).chain(of_queries.flatten()).chain(view.standing.last_recorded_at);
    all.max().unwrap_or(view.cutoff)
}

//! The register in memory: of every system what figures and lists need, as it was recorded, so that it can be seen as of
//! any day. It grows by its tail like [`crate::domain::ledger`]; the long texts stay in the database.

use super::budget::Need;
use super::system::{InformationSystem, SystemCode};
use super::words::{Doubled, Grade, PlanState, RecoveryWay, RunnerKind, Site};
use crate::domain::calendar::end_of;
use crate::domain::ids::Slug;
use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// What figures need of one version of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemFact {
    /// The version's row.
    pub id: i64,
    pub recorded_at: DateTime<Utc>,
    pub name: Arc<str>,
    pub institution: Slug,
    pub runner: RunnerKind,
    pub grade: Option<Grade>,
    pub graded_on: Option<NaiveDate>,
    pub site: Option<Site>,
    pub users: Option<i64>,
    pub redundancy: [Doubled; 4],
    pub redundant: Option<bool>,
    pub recovery: RecoveryWay,
    /// The last day on which all its equipment is within its service life; `None` where no equipment is known.
    pub serves_until: Option<NaiveDate>,
    pub needs: Arc<[SystemCode]>,
    pub to_buy: Arc<[Need]>,
    pub retired_on: Option<NaiveDate>,
    pub hash: [u8; 32],
}

impl SystemFact {
    #[must_use]
    pub fn of(id: i64, recorded_at: DateTime<Utc>, system: &InformationSystem, hash: [u8; 32]) -> Self {
        Self {
            id,
            recorded_at,
            name: system.name.as_str().into(),
            institution: system.institution.clone(),
            runner: system.runner.kind,
            grade: system.grade(),
            graded_on: system.grading.as_ref().and_then(|grading| grading.on),
            site: system.site,
            users: system.users,
            redundancy: system.redundancy.parts(),
            redundant: system.redundancy.is_whole(),
            recovery: system.recovery.way,
            serves_until: super::equipment::all_serve_until(&system.equipment),
            needs: system.needs.clone().into(),
            to_buy: super::budget::needs_of(system).into(),
            retired_on: system.retired_on,
            hash,
        }
    }
}

/// What figures need of one recorded act on a system's continuity plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFact {
    pub id: i64,
    pub recorded_at: DateTime<Utc>,
    pub version: i64,
    pub state: PlanState,
    /// The version of the standard form it follows.
    pub standard: i64,
    pub next_review: Option<NaiveDate>,
    pub hash: [u8; 32],
}

/// A system with all that was recorded of it, oldest first.
#[derive(Clone, Debug)]
pub struct History {
    pub id: i64,
    pub code: SystemCode,
    pub versions: Vec<SystemFact>,
    pub plans: Vec<PlanFact>,
}

/// Something newly recorded, with the system it is about.
#[derive(Clone, Debug)]
pub enum Added {
    Version { system: i64, code: SystemCode, fact: SystemFact },
    Plan { system: i64, fact: PlanFact },
}

impl Added {
    #[must_use]
    pub const fn recorded_at(&self) -> DateTime<Utc> {
        match self {
            Self::Version { fact, .. } => fact.recorded_at,
            Self::Plan { fact, .. } => fact.recorded_at,
        }
    }
}

/// Every system there was or is.
#[derive(Clone, Debug, Default)]
pub struct Register {
    systems: Vec<Arc<History>>,
    by_id: HashMap<i64, usize>,
    by_code: HashMap<SystemCode, usize>,
}

impl Register {
    /// Takes in what was recorded since, in the order of recording.
    pub fn extend(&mut self, added: impl IntoIterator<Item = Added>) {
        for one in added {
            match one {
                Added::Version { system, code, fact } => {
                    let index = self.place_of(system, code);
                    Arc::make_mut(&mut self.systems[index]).versions.push(fact);
                }
                Added::Plan { system, fact } => {
                    if let Some(index) = self.by_id.get(&system) {
                        Arc::make_mut(&mut self.systems[*index]).plans.push(fact);
                    }
                }
            }
        }
    }

    fn place_of(&mut self, id: i64, code: SystemCode) -> usize {
        if let Some(index) = self.by_id.get(&id) {
            return *index;
        }
        let index = self.systems.len();
        self.by_id.insert(id, index);
        self.by_code.insert(code.clone(), index);
        self.systems.push(Arc::new(History { id, code, versions: Vec::with_capacity(1), plans: Vec::new() }));
        index
    }

    /// The system of a number.
    #[must_use]
    pub fn system(&self, code: &SystemCode) -> Option<&History> {
        self.by_code.get(code).map(|index| &*self.systems[*index])
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.systems.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.systems.is_empty()
    }

    /// Every system, in the order of entry.
    pub fn histories(&self) -> impl Iterator<Item = &History> {
        self.systems.iter().map(|one| &**one)
    }

    /// The first day on which anything was recorded.
    #[must_use]
    pub fn first_recorded_at(&self) -> Option<DateTime<Utc>> {
        self.systems.iter().filter_map(|one| one.versions.first()).map(|fact| fact.recorded_at).min()
    }

    /// The number after the greatest of the numbers that were given out for an institution.
    #[must_use]
    pub fn next_number(&self, institution: &Slug) -> i64 {
        let prefix = format!("{institution}-");
        let given = self.systems.iter().filter_map(|one| one.code.as_str().strip_prefix(&prefix)?.parse::<i64>().ok());
        given.max().unwrap_or(0) + 1
    }

    /// The register as it stood at the end of a day: the systems in use, by institution's slug, grade and name.
    #[must_use]
    pub fn at(self: &Arc<Self>, day: NaiveDate) -> Snapshot {
        self.before(day, end_of(day))
    }

    /// The systems in use on a day, as far as they had been recorded before `cutoff`.
    #[must_use]
    pub fn before(self: &Arc<Self>, day: NaiveDate, cutoff: DateTime<Utc>) -> Snapshot {
        let mut rows: Vec<Place> = self.places(day, cutoff).collect();
        rows.sort_by(|a, b| order(&self.systems, *a, *b));
        Snapshot { register: Arc::clone(self), day, cutoff, rows }
    }

    /// The same systems in the order of entry, for counting.
    pub fn rows_at(&self, day: NaiveDate) -> impl Iterator<Item = Row<'_>> {
        self.places(day, end_of(day)).map(|place| self.row(place))
    }

    /// The systems in use on a day as their versions up to a row say: by this a draw is repeated.
    pub fn up_to(&self, last: i64, day: NaiveDate) -> impl Iterator<Item = (&SystemCode, &SystemFact)> {
        let known = move |one: &SystemFact| one.id <= last && one.recorded_at < end_of(day);
        let found = self
            .systems
            .iter()
            .filter_map(move |one| Some((&one.code, one.versions.iter().rfind(|fact| known(fact))?)));
        found.filter(move |(_, fact)| fact.retired_on.is_none_or(|on| on > day))
    }

    /// The row of the last version recorded; 0 where there is none.
    #[must_use]
    pub fn last_version(&self) -> i64 {
        self.systems.iter().filter_map(|one| one.versions.last()).map(|fact| fact.id).max().unwrap_or(0)
    }

    fn places(&self, day: NaiveDate, cutoff: DateTime<Utc>) -> impl Iterator<Item = Place> {
        (0..).zip(&self.systems).filter_map(move |(at, one)| place(at, one, cutoff, day))
    }

    fn row(&self, place: Place) -> Row<'_> {
        let history = &*self.systems[place.system as usize];
        let plan = |index: Option<u32>| index.map(|index| &history.plans[index as usize]);
        Row {
            history,
            fact: &history.versions[place.version as usize],
            in_force: plan(place.in_force),
            in_work: plan(place.in_work),
        }
    }
}

/// Where a row's facts are: indices, so that a snapshot of many thousand systems stays small.
#[derive(Clone, Copy, Debug)]
struct Place {
    system: u32,
    version: u32,
    in_force: Option<u32>,
    in_work: Option<u32>,
}

/// By institution, grade (none last), name and order of entry.
fn order(systems: &[Arc<History>], a: Place, b: Place) -> std::cmp::Ordering {
    let fact = |place: Place| &systems[place.system as usize].versions[place.version as usize];
    let (one, two) = (fact(a), fact(b));
    let graded = |fact: &SystemFact| (fact.grade.is_none(), fact.grade);
    one.institution
        .cmp(&two.institution)
        .then_with(|| graded(one).cmp(&graded(two)))
        .then_with(|| one.name.cmp(&two.name))
        .then(a.system.cmp(&b.system))
}

fn place(at: u32, one: &History, cutoff: DateTime<Utc>, day: NaiveDate) -> Option<Place> {
    let version = one.versions.iter().rposition(|fact| fact.recorded_at < cutoff)?;
    if one.versions[version].retired_on.is_some_and(|on| on <= day) {
        return None;
    }
    let (in_force, in_work) = plans_at(&one.plans, cutoff);
    let narrow = |index: usize| u32::try_from(index).ok();
    Some(Place {
        system: at,
        version: narrow(version)?,
        in_force: in_force.and_then(narrow),
        in_work: in_work.and_then(narrow),
    })
}

/// The plan that may be followed, and the one being written: an approved version holds until a later one is approved.
fn plans_at(plans: &[PlanFact], cutoff: DateTime<Utc>) -> (Option<usize>, Option<usize>) {
    let (mut in_force, mut in_work) = (None, None);
    for (index, fact) in plans.iter().enumerate().filter(|(_, fact)| fact.recorded_at < cutoff) {
        if fact.state.is_in_force() {
            in_force = Some(index);
            in_work = in_work.filter(|work: &usize| plans[*work].version > fact.version);
        } else {
            in_work = Some(index);
        }
    }
    (in_force, in_work)
}

/// A system as it stood.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub history: &'a History,
    pub fact: &'a SystemFact,
    /// The continuity plan that may be followed.
    pub in_force: Option<&'a PlanFact>,
    /// A version being written or reviewed.
    pub in_work: Option<&'a PlanFact>,
}

impl<'a> Row<'a> {
    #[must_use]
    pub fn code(&self) -> &'a SystemCode {
        &self.history.code
    }

    /// The state of its continuity plan: of the one in force, else of the one in work.
    #[must_use]
    pub fn plan_state(&self) -> Option<PlanState> {
        self.in_force.or(self.in_work).map(|plan| plan.state)
    }
}

/// The register at the end of a day.
#[derive(Clone, Debug)]
pub struct Snapshot {
    register: Arc<Register>,
    pub day: NaiveDate,
    pub cutoff: DateTime<Utc>,
    rows: Vec<Place>,
}

impl Snapshot {
    /// The systems in use, by institution, grade and name.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        self.rows.iter().map(|place| self.register.row(*place))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The system of a number, if it was in use.
    #[must_use]
    pub fn system(&self, code: &SystemCode) -> Option<Row<'_>> {
        let index = u32::try_from(*self.register.by_code.get(code)?).ok()?;
        place(index, &self.register.systems[index as usize], self.cutoff, self.day)
            .map(|place| self.register.row(place))
    }

    /// The systems that cannot do without `code`, in the order of the register.
    pub fn needing<'a>(&'a self, code: &'a SystemCode) -> impl Iterator<Item = Row<'a>> {
        self.rows().filter(move |row| row.fact.needs.contains(code))
    }

    /// SHA-256 over number, contents and continuity plan of every system, by number: what a seal says of the register.
    #[must_use]
    pub fn state_hash(&self) -> String {
        let mut rows: Vec<Row<'_>> = self.rows().collect();
        rows.sort_by(|a, b| a.code().cmp(b.code()));
        let mut hasher = Sha256::new();
        for row in rows {
            hasher.update(row.code().as_str().as_bytes());
            hasher.update([0]);
            hasher.update(row.fact.hash);
            for plan in [row.in_force, row.in_work] {
                hasher.update(plan.map_or([0; 32], |plan| plan.hash));
                hasher.update(plan.map_or("", |plan| plan.state.code()).as_bytes());
                hasher.update([0]);
            }
        }
        hex::encode(hasher.finalize())
    }
}

#[cfg(test)]
pub mod tests;

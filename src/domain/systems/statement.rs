//! What a round says of the register: the counts on its base date and a hash of the state they were counted from. Report
//! and seal say the same, because both make it here.

use super::coverage::{ByInstitution, Coverage, Item, of_all, parts_of};
use super::register::Register;
use crate::domain::calendar::end_of;
use crate::domain::ids::TaskNo;
use crate::domain::ledger::Registry;
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;

/// The register as a round saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The base date.
    pub day: NaiveDate,
    /// The plan's announcement: since when a grade counts as given anew.
    pub since: NaiveDate,
    /// Of all institutions.
    pub systems: i64,
    /// See [`super::register::Snapshot::state_hash`].
    pub state_hash: String,
    pub parts: ByInstitution,
}

impl Statement {
    /// The register at the end of `day`, as far as it had been recorded before `cutoff`.
    #[must_use]
    pub fn of(register: &Arc<Register>, day: NaiveDate, cutoff: DateTime<Utc>, since: NaiveDate) -> Self {
        let snapshot = register.before(day, end_of(day).min(cutoff));
        let parts = parts_of(snapshot.rows(), day, since);
        Self { day, since, systems: of_all(&parts).systems(), state_hash: snapshot.state_hash(), parts }
    }

    /// Of all institutions together.
    #[must_use]
    pub fn whole(&self) -> Coverage {
        of_all(&self.parts)
    }
}

/// The tasks that are measured over systems, each with its items, the one that its progress is held against first.
#[must_use]
pub fn measured(registry: &Registry) -> Vec<(TaskNo, &'static [Item])> {
    let of_task = registry.tasks.iter().map(|task| (task.no, Item::of_task(task.coverage.as_deref().unwrap_or(""))));
    of_task.filter(|(_, items)| !items.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::register::tests::{at, register, version};
    use crate::domain::systems::system::tests::plain;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_came_after_the_base_date_or_after_the_seal_is_not_counted() {
        let (one, two, three) = (plain("mois-1", "mois"), plain("mois-2", "mois"), plain("msit-3", "msit"));
        let register = register(vec![
            version(1, "2024-02-05", &one),
            version(2, "2024-02-29", &two),
            version(3, "2024-03-01", &three),
        ]);
        let told = |on: &str, cutoff| Statement::of(&register, day(on), cutoff, day("2024-01-31"));
        assert_eq!(told("2024-02-29", at("2024-03-08")).systems, 2);
        assert_eq!(told("2024-02-29", at("2024-02-29")).systems, 1, "sealed on the base date, just before the second");
        assert_eq!(told("2024-03-01", at("2024-03-08")).parts.len(), 2);
        let hashes =
            [told("2024-02-29", at("2024-03-08")), told("2024-02-29", at("2024-02-29"))].map(|one| one.state_hash);
        assert_ne!(hashes[0], hashes[1]);
    }
}

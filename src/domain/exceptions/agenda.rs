//! The agenda of a round's meeting (점검회의 안건): what the rules brought up and the PMO took in, in the PMO's order, with a
//! line on what is to be decided. What was taken in keeps what the rules found that day, so that an item stays what it
//! was when its cause has gone.

use super::round::Candidate;
use crate::domain::round::{Round, RoundRefusal, RoundState};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The longest text on what is to be decided, in characters: it must fit on the item's page.
pub const WANTED_MAX: usize = 500;

/// A candidate that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaEntry {
    /// As the rules found it when it was taken in.
    pub found: Candidate,
    pub taken_on: NaiveDate,
    /// 결정이 필요한 사항; empty until somebody writes it.
    #[serde(default)]
    pub wanted: String,
    /// Taken out again: it is on no paper, and can be put back.
    #[serde(default)]
    pub removed: bool,
}

impl AgendaEntry {
    /// See [`Candidate::key`].
    #[must_use]
    pub fn key(&self) -> String {
        self.found.key()
    }
}

/// The agenda as it was last saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundAgenda {
    /// How often it was saved: what an edit is made on.
    pub revision: i64,
    /// In the PMO's order; those taken out stand among them, where they were.
    pub entries: Vec<AgendaEntry>,
    pub saved_by: String,
    pub saved_at: Option<DateTime<Utc>>,
}

/// Whether the agenda of a round may be changed.
///
/// # Errors
/// Before the round was opened, when there is nothing to take up, and after its seal.
pub const fn may_change(round: &Round) -> Result<(), RoundRefusal> {
    match round.state {
        RoundState::Open | RoundState::Closed => Ok(()),
        RoundState::Planned | RoundState::Sealed => Err(RoundRefusal::State(round.state)),
    }
}

impl RoundAgenda {
    /// What the meeting takes up, in its order.
    pub fn kept(&self) -> impl Iterator<Item = &AgendaEntry> {
        self.entries.iter().filter(|one| !one.removed)
    }

    /// What was taken out again.
    pub fn removed(&self) -> impl Iterator<Item = &AgendaEntry> {
        self.entries.iter().filter(|one| one.removed)
    }

    /// Takes candidates in, at the end and in the order given; one that had been taken out comes back with its text.
    pub fn take(&mut self, chosen: &[Candidate], today: NaiveDate) {
        for found in chosen {
            let key = found.key();
            let known = self.entries.iter().position(|one| one.key() == key);
            if known.is_some_and(|at| !self.entries[at].removed) {
                continue;
            }
            let wanted = known.map(|at| self.entries.remove(at).wanted).unwrap_or_default();
            self.entries.push(AgendaEntry { found: found.clone(), taken_on: today, wanted, removed: false });
        }
    }

    /// Says what is to be decided about an item.
    pub fn word(&mut self, key: &str, wanted: String) {
        if let Some(entry) = self.entry(key) {
            entry.wanted = wanted;
        }
    }

    /// Takes an item out, or puts it back where it was.
    pub fn remove(&mut self, key: &str, removed: bool) {
        if let Some(entry) = self.entry(key) {
            entry.removed = removed;
        }
    }

    /// Lets an item change places with the one before or after it.
    pub fn shift(&mut self, key: &str, up: bool) {
        let kept = self.kept_at();
        let Some(at) = kept.iter().position(|index| self.entries[*index].key() == key) else { return };
        let other = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(other) = other.and_then(|other| kept.get(other)) {
            self.entries.swap(kept[at], *other);
        }
    }

    /// Puts items at the places given to them, counted from 1; the rest keep their order around them.
    pub fn place(&mut self, places: &[(String, i64)]) {
        let kept = self.kept_at();
        let mut order: Vec<((i64, i64), AgendaEntry)> = Vec::new();
        for (index, now) in kept.iter().zip(1..) {
            let entry = self.entries[*index].clone();
            let key = entry.key();
            let asked = places.iter().find(|(known, _)| *known == key).map_or(now, |(_, place)| *place);
            // Who moves up comes before the one whose place it takes, who moves down after it.
            order.push(((asked, (asked - now).signum()), entry));
        }
        order.sort_by_key(|(place, _)| *place);
        for (index, (_, entry)) in kept.into_iter().zip(order) {
            self.entries[index] = entry;
        }
    }

    fn entry(&mut self, key: &str) -> Option<&mut AgendaEntry> {
        self.entries.iter_mut().find(|one| one.key() == key)
    }

    fn kept_at(&self) -> Vec<usize> {
        (0..self.entries.len()).filter(|index| !self.entries[*index].removed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::round::RoundRule;
    use crate::domain::ids::TaskNo;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn candidate(task: i64) -> Candidate {
        Candidate { rule: RoundRule::NewlyLate, task_no: Some(TaskNo(task)), institution: None, exceptions: vec![] }
    }

    fn agenda(tasks: &[i64]) -> RoundAgenda {
        let mut agenda = RoundAgenda::default();
        agenda.take(&tasks.iter().copied().map(candidate).collect::<Vec<_>>(), day("2024-03-20"));
        agenda
    }

    fn tasks(agenda: &RoundAgenda) -> Vec<i64> {
        agenda.kept().filter_map(|one| one.found.task_no).map(|no| no.0).collect()
    }

    fn key(task: i64) -> String {
        candidate(task).key()
    }

    #[test]
    fn what_is_taken_in_twice_is_on_the_agenda_once() {
        let mut agenda = agenda(&[4, 7]);
        agenda.take(&[candidate(7), candidate(1)], day("2024-03-21"));
        assert_eq!(tasks(&agenda), [4, 7, 1]);
        assert_eq!(agenda.entries[1].taken_on, day("2024-03-20"));
    }

    #[test]
    fn an_item_that_was_taken_out_comes_back_to_its_place_with_its_text() {
        let mut agenda = agenda(&[4, 7, 1]);
        agenda.word(&key(7), "기한을 정함".into());
        agenda.remove(&key(7), true);
        assert_eq!((tasks(&agenda), agenda.removed().count()), (vec![4, 1], 1));
        agenda.remove(&key(7), false);
        assert_eq!((tasks(&agenda), agenda.entries[1].wanted.as_str()), (vec![4, 7, 1], "기한을 정함"));
        agenda.remove(&key(7), true);
        agenda.take(&[candidate(7)], day("2024-03-22"));
        assert_eq!((tasks(&agenda), agenda.entries[2].wanted.as_str()), (vec![4, 1, 7], "기한을 정함"));
    }

    #[test]
    fn an_item_changes_places_with_its_neighbour_and_no_further() {
        let mut agenda = agenda(&[1, 2, 3]);
        agenda.remove(&key(2), true);
        agenda.shift(&key(3), true);
        assert_eq!(tasks(&agenda), [3, 1]);
        agenda.shift(&key(3), true);
        agenda.shift(&key(1), false);
        agenda.shift(&key(9), false);
        assert_eq!(tasks(&agenda), [3, 1]);
    }

    #[test]
    fn an_item_goes_to_the_place_that_is_typed() {
        let mut agenda = agenda(&[1, 2, 3, 4]);
        agenda.place(&[(key(1), 3)]);
        assert_eq!(tasks(&agenda), [2, 3, 1, 4]);
        agenda.place(&[(key(4), 1), (key(2), 1)]);
        assert_eq!(tasks(&agenda), [4, 2, 3, 1]);
        agenda.place(&[(key(4), 99)]);
        assert_eq!(tasks(&agenda), [2, 3, 1, 4]);
    }

    proptest! {
        #[test]
        fn no_order_loses_an_item(places in prop::collection::vec((1i64..8, -3i64..12), 0..8), out in 1i64..8) {
            let mut agenda = agenda(&[1, 2, 3, 4, 5, 6, 7]);
            agenda.remove(&key(out), true);
            agenda.place(&places.iter().map(|(task, place)| (key(*task), *place)).collect::<Vec<_>>());
            let mut left = tasks(&agenda);
            left.sort_unstable();
            prop_assert_eq!(left, (1..8).filter(|task| *task != out).collect::<Vec<_>>());
        }

        #[test]
        fn an_item_moved_alone_stands_where_it_was_sent(task in 1i64..6, place in 1i64..6) {
            let mut agenda = agenda(&[1, 2, 3, 4, 5]);
            agenda.place(&[(key(task), place)]);
            prop_assert_eq!(tasks(&agenda)[usize::try_from(place - 1).unwrap()], task);
        }
    }
}

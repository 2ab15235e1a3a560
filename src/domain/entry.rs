//! One assignment in a return as it is being written (과제별 작성 칸), and whether it is ready to be handed in.

use crate::domain::ids::AssignmentId;
use crate::domain::report::{Fault, Fields, NoChangeRefusal, Statement, changes, may_repeat, read_statement};
use crate::domain::standing::AssignmentStanding;
use chrono::{DateTime, Utc};

/// What an institution has written about one assignment; everybody who writes for it shares it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Not asked: done when the round opened; it is listed and asks nothing.
    pub asked: bool,
    /// The form's fields as typed; `None` while nothing was typed: the last report stands in the form.
    pub fields: Option<Vec<(String, String)>>,
    /// 변경 없음, as the officer ticked it; the submission signs it.
    pub no_change: bool,
    /// Counts the savings; who saves an older one is told so.
    pub revision: i64,
    pub saved_at: Option<DateTime<Utc>>,
    pub saved_by: String,
}

/// An entry with what it is about.
#[derive(Clone, Copy, Debug)]
pub struct EntryFacts<'a> {
    pub entry: &'a Entry,
    pub assignment: &'a AssignmentStanding,
    /// The form as the last report would fill it.
    pub before: &'a Fields,
    /// Whether that report was handed in with this very return.
    pub handed_in: bool,
    /// Files and links put with the entry.
    pub evidence: usize,
    /// Queries about it without an answer.
    pub open_queries: i64,
}

/// How an entry stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// 제출 제외: it asks nothing.
    NotAsked,
    /// 확인 전: neither changed nor confirmed.
    Unconfirmed,
    /// 변경 없음
    NoChange,
    /// 변경 없음 is ticked and cannot be.
    NoChangeRefused(NoChangeRefusal),
    /// 고침: so many fields differ.
    Edited { changes: usize, statement: Box<Statement> },
    /// 오류: something is missing or wrong.
    Faulty { changes: usize, faults: Vec<Fault> },
    /// 제출함: as it was handed in with this return before.
    HandedIn,
}

impl EntryState {
    /// Whether it may be handed in.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        matches!(self, Self::NotAsked | Self::NoChange | Self::Edited { .. } | Self::HandedIn)
    }

    /// Whether it says something new, so that handing it in makes a report.
    #[must_use]
    pub const fn makes_report(&self) -> bool {
        matches!(self, Self::NoChange | Self::Edited { .. })
    }
}

/// How an entry stands.
#[must_use]
pub fn state_of(facts: EntryFacts<'_>) -> EntryState {
    let EntryFacts { entry, assignment, before, handed_in, evidence, open_queries } = facts;
    if !entry.asked {
        return EntryState::NotAsked;
    }
    if entry.no_change {
        return match may_repeat(assignment, open_queries) {
            Ok(_) => EntryState::NoChange,
            Err(refusal) => EntryState::NoChangeRefused(refusal),
        };
    }
    let fields = entry.fields.as_deref().unwrap_or(before);
    let changed = changes(before, fields).len() + usize::from(evidence > 0);
    match changed {
        0 if handed_in => EntryState::HandedIn,
        0 => EntryState::Unconfirmed,
        changes => match read_statement(fields, assignment, evidence) {
            Ok(statement) => EntryState::Edited { changes, statement: Box::new(statement) },
            Err(faults) => EntryState::Faulty { changes, faults },
        },
    }
}

/// What still keeps an entry from being handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Neither changed nor confirmed.
    Unconfirmed,
    NoChangeRefused(NoChangeRefusal),
    Fault(Fault),
    /// So many queries have no answer.
    QueriesOpen(i64),
}

/// Everything that keeps the entries of a return from being handed in, in their order.
#[must_use]
pub fn missing<'a>(
    entries: impl IntoIterator<Item = (AssignmentId, &'a EntryState, i64)>,
) -> Vec<(AssignmentId, Missing)> {
    let mut found = Vec::new();
    for (assignment, state, open_queries) in entries {
        match state {
            EntryState::Unconfirmed => found.push((assignment, Missing::Unconfirmed)),
            EntryState::NoChangeRefused(refusal) => found.push((assignment, Missing::NoChangeRefused(*refusal))),
            EntryState::Faulty { faults, .. } => {
                found.extend(faults.iter().map(|fault| (assignment, Missing::Fault(fault.clone()))));
            }
            _ => {}
        }
        let asked = *state != EntryState::NotAsked;
        let told = matches!(state, EntryState::NoChangeRefused(NoChangeRefusal::QueryOpen));
        if asked && open_queries > 0 && !told {
            found.push((assignment, Missing::QueriesOpen(open_queries)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::tests::{assignment, form};
    use crate::domain::schedule::Light;

    fn entry(fields: Option<&[(&str, &str)]>) -> Entry {
        Entry { asked: true, fields: fields.map(form), ..Entry::default() }
    }

    fn state(entry: &Entry, light: Light, handed_in: bool, open_queries: i64) -> EntryState {
        let (assignment, before) = (assignment(light), form(&[]));
        let facts =
            EntryFacts { entry, assignment: &assignment, before: &before, handed_in, evidence: 0, open_queries };
        state_of(facts)
    }

    #[test]
    fn an_entry_that_nobody_touched_is_not_ready() {
        assert_eq!(state(&entry(None), Light::OnTime, false, 0), EntryState::Unconfirmed);
        assert_eq!(state(&entry(Some(&[])), Light::OnTime, false, 0), EntryState::Unconfirmed);
    }

    #[test]
    fn a_changed_field_makes_it_ready_and_a_fault_does_not() {
        let edited = state(&entry(Some(&[("progress", "84")])), Light::OnTime, false, 0);
        assert!(edited.is_ready() && edited.makes_report(), "{edited:?}");
        let faulty = state(&entry(Some(&[("progress", "840")])), Light::OnTime, false, 0);
        assert!(matches!(faulty, EntryState::Faulty { changes: 1, .. }), "{faulty:?}");
    }

    #[test]
    fn what_was_handed_in_before_stays_handed_in() {
        let again = state(&entry(None), Light::OnTime, true, 0);
        assert!(again.is_ready() && !again.makes_report());
    }

    #[test]
    fn what_was_done_at_opening_asks_nothing() {
        let closed = Entry::default();
        assert_eq!(state(&closed, Light::Done, false, 0), EntryState::NotAsked);
    }

    #[test]
    fn no_change_is_refused_while_a_query_is_open_or_the_light_is_late() {
        let ticked = Entry { no_change: true, ..entry(None) };
        let refused = |light, queries| state(&ticked, light, false, queries);
        assert_eq!(refused(Light::Late, 0), EntryState::NoChangeRefused(NoChangeRefusal::Late));
        assert_eq!(refused(Light::OnTime, 0), EntryState::NoChangeRefused(NoChangeRefusal::NothingBefore));
    }

    #[test]
    fn the_check_list_names_each_fault_and_each_unanswered_query() {
        let states = [
            (AssignmentId(1), EntryState::Unconfirmed, 0),
            (AssignmentId(2), EntryState::HandedIn, 2),
            (AssignmentId(3), EntryState::NotAsked, 0),
        ];
        let found = missing(states.iter().map(|(id, state, queries)| (*id, state, *queries)));
        assert_eq!(found, [(AssignmentId(1), Missing::Unconfirmed), (AssignmentId(2), Missing::QueriesOpen(2))]);
    }
}

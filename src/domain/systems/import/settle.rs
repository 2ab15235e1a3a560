//! What rows say of each other: a name stands once in an institution, and what a system depends on must be there.
//!
//! A row that falls may take others with it (one that wanted the name it keeps, one that depends on it), so what falls is
//! followed to its end. Only names that would stand twice once the good rows are written are refused: two systems may
//! exchange theirs.

use super::{BadCell, Brought, Judged, Outcome, bad_cell, latest};
use crate::domain::ids::Slug;
use crate::domain::report::value;
use crate::domain::systems::fields::FieldFault;
use crate::domain::systems::register::Register;
use crate::domain::systems::{InformationSystem, SystemCode};
use std::collections::HashMap;

type Name = (Slug, String);

/// Marks the rows that cannot stand beside each other.
pub(super) fn settle(judged: &mut [Judged], brought: &Brought, register: &Register) {
    let mut desk = Desk::open(judged, register);
    while let Some((at, field, fault)) = desk.falling.pop() {
        if matches!(judged[at].outcome, Outcome::Bad(_)) {
            continue;
        }
        desk.let_go(at, &judged[at].outcome);
        let cell: BadCell = bad_cell(&brought.rows[at], field.to_owned(), fault);
        if matches!(judged[at].outcome, Outcome::New(_)) {
            value(&brought.rows[at].fields, "code").clone_into(&mut judged[at].code);
        }
        judged[at].outcome = Outcome::Bad(vec![cell]);
    }
}

struct Desk {
    /// Who has a name once all good rows are written; `None`: a system of which the file says nothing that is taken.
    holders: HashMap<Name, Option<usize>>,
    /// The rows that depend on a system that is new.
    dependants: HashMap<SystemCode, Vec<usize>>,
    falling: Vec<(usize, &'static str, FieldFault)>,
}

fn system(outcome: &Outcome) -> Option<&InformationSystem> {
    match outcome {
        Outcome::New(new) | Outcome::Changed { new, .. } => Some(new),
        Outcome::Same { .. } | Outcome::Bad(_) => None,
    }
}

fn name_of(system: &InformationSystem) -> Option<Name> {
    system.retired_on.is_none().then(|| (system.institution.clone(), system.name.clone()))
}

impl Desk {
    fn open(judged: &[Judged], register: &Register) -> Self {
        let mut desk = Self { holders: HashMap::new(), dependants: HashMap::new(), falling: Vec::new() };
        let moved: HashMap<&SystemCode, usize> =
            (0..).zip(judged).filter_map(|(at, row)| Some((&system(&row.outcome)?.code, at))).collect();
        for history in register.histories().filter(|one| !moved.contains_key(&one.code)) {
            if let Some(fact) = latest(history).filter(|fact| fact.retired_on.is_none()) {
                desk.holders.insert((fact.institution.clone(), fact.name.to_string()), None);
            }
        }
        for (at, row) in judged.iter().enumerate() {
            let Some(new) = system(&row.outcome) else { continue };
            desk.claim(at, new);
            for code in new.needs.iter().filter(|code| register.system(code).is_none()) {
                match moved.get(code) {
                    Some(_) => desk.dependants.entry(code.clone()).or_default().push(at),
                    None => desk.falling.push((at, "needs", FieldFault::UnknownSystem)),
                }
            }
        }
        desk
    }

    fn claim(&mut self, at: usize, new: &InformationSystem) {
        let Some(name) = name_of(new) else { return };
        match self.holders.get(&name) {
            Some(_) => self.falling.push((at, "name", FieldFault::NameTaken)),
            None => drop(self.holders.insert(name, Some(at))),
        }
    }

    /// A row is not taken: it gives up the name it wanted, keeps the one it has, and what depends on it falls too.
    fn let_go(&mut self, at: usize, outcome: &Outcome) {
        let wanted = system(outcome).and_then(name_of);
        if let Some(name) = wanted.filter(|name| self.holders.get(name) == Some(&Some(at))) {
            self.holders.remove(&name);
        }
        if let Outcome::Changed { old, .. } = outcome
            && let Some(name) = name_of(old)
            && let Some(Some(other)) = self.holders.insert(name, None)
        {
            self.falling.push((other, "name", FieldFault::NameTaken));
        }
        if let Outcome::New(new) = outcome {
            let dependants = self.dependants.remove(&new.code).unwrap_or_default();
            self.falling.extend(dependants.into_iter().map(|at| (at, "needs", FieldFault::UnknownSystem)));
        }
    }
}

//! The rounds of a plan and the returns handed in for them, shared between copies of a ledger.

use crate::domain::ids::{ReturnId, RoundId, Slug};
use crate::domain::returns::{Return, ReturnEvent};
use crate::domain::round::{Round, RoundSlug};
use crate::domain::seal::fact::SealFact;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Something that happened to a return; the first of its kind makes the return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnFact {
    pub id: ReturnId,
    pub round: RoundId,
    pub institution: Slug,
    pub event: ReturnEvent,
}

/// What is new about the reviews of a plan.
#[derive(Clone, Debug, Default)]
pub struct ReviewTail {
    /// All rounds, by base date: few, and each with all its events.
    pub rounds: Vec<Round>,
    /// In the order in which they were recorded.
    pub returns: Vec<ReturnFact>,
    /// All seals, in the order of their chain.
    pub seals: Vec<SealFact>,
}

#[derive(Clone, Debug, Default)]
pub struct Reviews {
    rounds: Arc<Vec<Round>>,
    returns: Arc<BTreeMap<ReturnId, Arc<Return>>>,
    handed_in: Arc<HashMap<RoundId, BTreeMap<Slug, ReturnId>>>,
    seals: Arc<Vec<SealFact>>,
}

impl Reviews {
    pub(super) fn add(&mut self, tail: ReviewTail) {
        if *self.rounds != tail.rounds {
            self.rounds = Arc::new(tail.rounds);
        }
        if *self.seals != tail.seals {
            self.seals = Arc::new(tail.seals);
        }
        for fact in tail.returns {
            self.add_event(fact);
        }
    }

    fn add_event(&mut self, fact: ReturnFact) {
        let returns = Arc::make_mut(&mut self.returns);
        if let Some(known) = returns.get_mut(&fact.id) {
            let known = Arc::make_mut(known);
            known.state = fact.event.kind.leads_to().unwrap_or(known.state);
            known.events.push(fact.event);
        } else if let Some(one) = Return::of(fact.id, fact.round, fact.institution.clone(), vec![fact.event]) {
            returns.insert(fact.id, Arc::new(one));
            let of_round = Arc::make_mut(&mut self.handed_in).entry(fact.round).or_default();
            of_round.insert(fact.institution, fact.id);
        }
    }

    /// By base date.
    #[must_use]
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    #[must_use]
    pub fn round(&self, slug: &RoundSlug) -> Option<&Round> {
        self.rounds.iter().find(|round| round.slug == *slug)
    }

    #[must_use]
    pub fn round_by_id(&self, id: RoundId) -> Option<&Round> {
        self.rounds.iter().find(|round| round.id == id)
    }

    #[must_use]
    pub fn return_by_id(&self, id: ReturnId) -> Option<&Return> {
        self.returns.get(&id).map(AsRef::as_ref)
    }

    /// In the order of their chain.
    #[must_use]
    pub fn seals(&self) -> &[SealFact] {
        &self.seals
    }

    /// The seal of a round.
    #[must_use]
    pub fn seal_of(&self, round: RoundId) -> Option<&SealFact> {
        self.seals.iter().find(|seal| seal.round == round)
    }

    /// The rounds as they stood just before `cutoff`, by base date.
    #[must_use]
    pub fn rounds_before(&self, cutoff: DateTime<Utc>) -> Vec<Round> {
        self.rounds.iter().filter_map(|round| round.before(cutoff)).collect()
    }

    /// The returns of a round as they stood just before `cutoff`, by institution.
    #[must_use]
    pub fn returns_before(&self, round: RoundId, cutoff: DateTime<Utc>) -> Vec<Return> {
        self.returns_of(round).filter_map(|one| one.before(cutoff)).collect()
    }

    /// What an institution hands in for a round.
    #[must_use]
    pub fn return_of(&self, round: RoundId, institution: &Slug) -> Option<&Return> {
        self.return_by_id(*self.handed_in.get(&round)?.get(institution)?)
    }

    /// The returns of a round, by institution.
    pub fn returns_of(&self, round: RoundId) -> impl Iterator<Item = &Return> {
        let of_round = self.handed_in.get(&round).into_iter().flat_map(BTreeMap::values);
        of_round.filter_map(|id| self.return_by_id(*id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::returns::{ReturnEventKind, ReturnState};

    fn fact(kind: ReturnEventKind) -> ReturnFact {
        let event = ReturnEvent {
            kind,
            reason: String::new(),
            way: None,
            nil: false,
            by: None,
            by_name: String::new(),
            on_behalf_of: None,
            recorded_at: "2024-03-11T01:00:00Z".parse().unwrap(),
        };
        ReturnFact { id: ReturnId(3), round: RoundId(1), institution: Slug::parse("mois").unwrap(), event }
    }

    #[test]
    fn a_return_grows_by_its_events_and_a_copy_keeps_what_it_knew() {
        let mut reviews = Reviews::default();
        reviews.add(ReviewTail { rounds: vec![], seals: vec![], returns: vec![fact(ReturnEventKind::Opened)] });
        let copy = reviews.clone();
        reviews.add(ReviewTail { rounds: vec![], seals: vec![], returns: vec![fact(ReturnEventKind::Submitted)] });
        let state = |reviews: &Reviews| reviews.return_of(RoundId(1), &Slug::parse("mois").unwrap()).unwrap().state;
        assert_eq!((state(&copy), state(&reviews)), (ReturnState::NotStarted, ReturnState::Submitted));
        assert_eq!(reviews.returns_of(RoundId(1)).count(), 1);
    }
}

//! Records the demonstration's history with the writes of the product itself, in the order of time, so that ids and times
//! agree. Many facts share a transaction: what is read back needs [`Recorder::flush`] before.

use super::rounds::Held;
use super::sealing::sealed_at;
use crate::commands::demo::{Demonstration, People};
use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::start_of;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, ReportId, ReturnId, Slug, UserId};
use crate::domain::ledger::Ledger;
use crate::domain::narrative::ReportText;
use crate::domain::seal::SealKey;
use crate::store::{Actor, NewDateChange, NewEvidence, NewReport, NewVerdict, NewVerification, Store, StoreError, Tx};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// One thing of the history, to be recorded at its own time; those of one instant in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Happening {
    Due(usize),
    Planned(usize),
    Opened(usize),
    Closed(usize),
    Sealed(usize),
    Return(usize),
    Report(usize),
    Verdict(usize),
    Verification(usize),
    Proposal(usize),
    Decision(usize),
    Contact(usize),
}

pub(super) struct Recorder<'a> {
    pub store: &'a Store,
    pub ledger: &'a Ledger,
    pub people: &'a People,
    pub history: &'a Demonstration,
    actors: HashMap<UserId, Actor>,
    holders: HashMap<AssignmentId, Slug>,
    reports: Vec<Option<ReportId>>,
    last: HashMap<AssignmentId, ReportId>,
    changes: Vec<Option<DateChangeId>>,
    /// The rounds as far as they are recorded.
    pub held: Held,
    tx: Option<Tx>,
    /// What rounds are sealed with.
    pub key: &'a SealKey,
}

pub(super) async fn record(
    store: &Store,
    ledger: &Ledger,
    people: &People,
    history: Demonstration,
    key: &SealKey,
) -> CommandResult<()> {
    let known = store.people().await?;
    let actor = |one: crate::store::Person| {
        (one.id, Actor { id: one.id, login: one.login, name: one.name, on_behalf_of: None })
    };
    let held = ledger.assignments.iter().filter_map(|one| Some((one.id, one.holders.last()?.1.clone())));
    let mut recorder = Recorder {
        store,
        ledger,
        people,
        history: &history,
        actors: known.into_iter().map(actor).collect(),
        holders: held.collect(),
        reports: vec![None; history.reports.len()],
        last: HashMap::new(),
        changes: vec![None; history.date_changes.len()],
        held: Held::default(),
        tx: None,
        key,
    };
    for (at, happening) in in_order(&history) {
        recorder.happen(at, happening).await?;
    }
    recorder.duties().await?;
    recorder.flush().await
}

fn in_order(history: &Demonstration) -> Vec<(DateTime<Utc>, Happening)> {
    let mut order: Vec<(DateTime<Utc>, Happening)> = Vec::new();
    order.extend(history.step_dues.iter().enumerate().map(|(i, one)| (one.recorded_at, Happening::Due(i))));
    for (i, round) in history.rounds.iter().enumerate() {
        order.push((round.planned_at, Happening::Planned(i)));
        order.extend(round.opened_at.map(|at| (at, Happening::Opened(i))));
        order.extend(round.closed_at.map(|at| (at, Happening::Closed(i))));
        order.extend(round.closed_at.map(|_| (sealed_at(), Happening::Sealed(i))));
    }
    order.extend(history.returns.iter().enumerate().map(|(i, one)| (one.at, Happening::Return(i))));
    let free = history.reports.iter().enumerate().filter(|(_, one)| one.round.is_none());
    order.extend(free.map(|(i, one)| (one.recorded_at, Happening::Report(i))));
    order.extend(history.verdicts.iter().enumerate().map(|(i, one)| (one.recorded_at, Happening::Verdict(i))));
    order
        .extend(history.verifications.iter().enumerate().map(|(i, one)| (one.recorded_at, Happening::Verification(i))));
    for (i, one) in history.date_changes.iter().enumerate() {
        order.push((one.recorded_at, Happening::Proposal(i)));
        order.extend(one.decision.as_ref().map(|(_, _, _, at)| (*at, Happening::Decision(i))));
    }
    order.extend(history.contacts.iter().enumerate().map(|(i, one)| (one.at, Happening::Contact(i))));
    order.sort();
    order
}

impl Recorder<'_> {
    pub fn actor(&self, id: UserId) -> Actor {
        self.actors.get(&id).cloned().unwrap_or_else(Actor::system)
    }

    pub fn holder(&self, id: AssignmentId) -> CommandResult<Slug> {
        self.holders.get(&id).cloned().ok_or_else(|| CommandError::told(format!("맡은 기관이 없는 소관과제: {id}")))
    }

    /// The open write, carried on by `actor` at `at`.
    pub async fn tx(&mut self, actor: &Actor, at: DateTime<Utc>) -> CommandResult<&mut Tx> {
        let mut tx = match self.tx.take() {
            Some(tx) => tx,
            None => self.store.write(actor, at).await?,
        };
        tx.go_on(actor, at);
        Ok(self.tx.insert(tx))
    }

    /// Makes what was recorded so far readable.
    pub async fn flush(&mut self) -> CommandResult<()> {
        match self.tx.take() {
            Some(tx) => Ok(tx.commit().await?),
            None => Ok(()),
        }
    }

    async fn happen(&mut self, at: DateTime<Utc>, happening: Happening) -> CommandResult<()> {
        match happening {
            Happening::Due(i) => self.due(at, i).await,
            Happening::Planned(i) => self.plan(at, i).await,
            Happening::Opened(i) => self.open(at, i).await,
            Happening::Closed(i) => self.close(at, i).await,
            Happening::Sealed(i) => self.seal(at, i).await,
            Happening::Return(i) => self.handle(i).await,
            Happening::Report(i) => self.report(at, i).await,
            Happening::Verdict(i) => self.verdict(at, i).await,
            Happening::Verification(i) => self.verification(at, i).await,
            Happening::Proposal(i) => self.propose(at, i).await,
            Happening::Decision(i) => self.decide(at, i).await,
            Happening::Contact(i) => self.contact(i).await,
        }
    }

    async fn due(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let one = &self.history.step_dues[index];
        let (actor, holder) = (self.actor(self.people.pmo[0]), self.holder(one.assignment)?);
        let tx = self.tx(&actor, at).await?;
        Ok(tx.set_step_due(one.assignment, &holder, one.milestone, Due::on(one.due), &one.reason).await?)
    }

    async fn verdict(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let one = &self.history.verdicts[index];
        let assignment = self.history.reports[one.report].assignment;
        let Some(report) = self.reports[one.report] else { return Ok(()) };
        let new = NewVerdict {
            plan: self.ledger.plan.id,
            report,
            assignment,
            institution: self.holder(assignment)?,
            verdict: one.verdict,
            reason: one.reason.clone(),
            condition: one.condition.clone(),
        };
        let actor = self.actor(one.by);
        Ok(self.tx(&actor, at).await?.insert_verdict(&new).await?)
    }

    async fn verification(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let one = &self.history.verifications[index];
        let new = NewVerification {
            plan: self.ledger.plan.id,
            assignment: one.assignment,
            institution: self.holder(one.assignment)?,
            milestone: one.milestone,
            verified: one.verified,
            reason: one.reason.clone(),
        };
        let actor = self.actor(one.by);
        Ok(self.tx(&actor, at).await?.add_verification(&new).await?)
    }

    async fn decide(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let one = &self.history.date_changes[index];
        let (Some((approved, reason, by, _)), Some(id)) = (&one.decision, self.changes[index]) else {
            return Ok(());
        };
        let (actor, holder) = (self.actor(*by), self.holder(one.assignment)?);
        Ok(self.tx(&actor, at).await?.decide_date_change(id, &holder, *approved, reason).await?)
    }

    async fn report(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let actor = self.actor(self.history.reports[index].by);
        let new = self.new_report(&actor, at, index, None).await?;
        let id = self.tx(&actor, at).await?.add_report(&new).await?;
        self.reported(index, id);
        Ok(())
    }

    /// A report as the form would record it, with its links already kept.
    pub async fn new_report(
        &mut self,
        actor: &Actor,
        at: DateTime<Utc>,
        index: usize,
        return_id: Option<ReturnId>,
    ) -> CommandResult<NewReport> {
        let one = &self.history.reports[index];
        let institution = self.holder(one.assignment)?;
        let tx = self.tx(actor, at).await?;
        let mut evidence = Vec::new();
        for (name, link) in &one.evidence_links {
            let new = NewEvidence {
                institution: institution.clone(),
                assignment: one.assignment,
                name: name.clone(),
                link: Some(link.clone()),
                media_type: String::new(),
                bytes: 0,
                sha256: String::new(),
                object: None,
                return_id,
            };
            evidence.push(tx.add_evidence(&new).await?);
        }
        Ok(NewReport {
            plan: self.ledger.plan.id,
            assignment: one.assignment,
            institution,
            kind: one.kind,
            self_rating: one.self_rating,
            progress: one.progress,
            text: ReportText {
                rating_reason: one.rating_reason.clone(),
                done: one.done.clone(),
                next: one.next.clone(),
                obstacle: one.obstacle.clone(),
                request: one.request.clone(),
            },
            base_date: one.base_date,
            previous: self.last.get(&one.assignment).copied(),
            steps: one.steps.clone(),
            evidence,
            return_id,
        })
    }

    /// Remembers under which id a report stands.
    pub fn reported(&mut self, index: usize, id: ReportId) {
        self.reports[index] = Some(id);
        self.last.insert(self.history.reports[index].assignment, id);
    }

    async fn propose(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let one = &self.history.date_changes[index];
        let new = NewDateChange {
            plan: self.ledger.plan.id,
            assignment: one.assignment,
            institution: self.holder(one.assignment)?,
            milestone: one.milestone,
            from: one.from,
            to: one.to,
            reason: one.reason.clone(),
        };
        let actor = self.actor(one.by);
        match self.tx(&actor, at).await?.propose_date_change(&new).await {
            Ok(id) => {
                self.changes[index] = Some(id);
                Ok(())
            }
            // A proposal for the same step is still waiting: the invented second one is left out.
            Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn duties(&mut self) -> CommandResult<()> {
        let at = start_of(self.ledger.plan.announced_on);
        for one in &self.history.duties {
            let holder = self.holder(one.assignment)?;
            let tx = self.tx(&Actor::system(), at).await?;
            tx.set_duty(one.assignment, &holder, Some(one.owner), Some(one.reviewer), &one.contact).await?;
        }
        Ok(())
    }
}

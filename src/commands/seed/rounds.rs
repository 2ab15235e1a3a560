//! The rounds of the demonstration: planned, opened, their returns handed in and reviewed, the contacts logged.

use super::recorder::Recorder;
use super::sealing::seal_round;
use crate::commands::demo::reviews::{DemoReturnAct, DraftedEntry, ReturnAct};
use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::day_of;
use crate::domain::ids::{RoundId, Slug};
use crate::domain::ledger::ReportKind;
use crate::domain::query::Query;
use crate::domain::returns::{Return, ReturnEvent, ReturnEventKind};
use crate::domain::round::planning::asked;
use crate::domain::round::{Round, RoundEvent, RoundEventKind, RoundSlug};
use crate::domain::standing::Standing;
use crate::store::{Actor, KeptEntry, NewChase, NewQuery, NewReturnEvent, NewRound, Opening, Submission};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The rounds and returns as far as they are recorded, so that each write says what it follows on.
#[derive(Default)]
pub(super) struct Held {
    rounds: Vec<Round>,
    returns: HashMap<(usize, Slug), Return>,
}

impl Held {
    fn round(&self, index: usize) -> CommandResult<Round> {
        self.rounds.get(index).cloned().ok_or_else(|| CommandError::told("점검회차가 없습니다"))
    }

    fn one(&self, act: &DemoReturnAct) -> CommandResult<Return> {
        let key = (act.round, act.institution.clone());
        let missing = || CommandError::told(format!("제출본이 없는 기관: {}", act.institution));
        self.returns.get(&key).cloned().ok_or_else(missing)
    }
}

fn round_event(actor: &Actor, at: DateTime<Utc>, kind: RoundEventKind, round: &Round) -> RoundEvent {
    RoundEvent {
        kind,
        settings: round.settings.clone(),
        reason: String::new(),
        by: Some(actor.id),
        by_name: actor.name.clone(),
        recorded_at: at,
    }
}

impl Recorder<'_> {
    fn pmo(&self) -> Actor {
        self.actor(self.people.pmo[0])
    }

    pub async fn plan(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let one = &self.history.rounds[index];
        let slug = RoundSlug::parse(one.slug).ok_or_else(|| CommandError::told("회차 이름을 읽을 수 없습니다"))?;
        let (plan, ordinal, settings) = (self.ledger.plan.id, one.ordinal, one.settings.clone());
        let (actor, new) = (self.pmo(), NewRound { plan, slug: slug.clone(), ordinal, settings: settings.clone() });
        let id = self.tx(&actor, at).await?.plan_round(&new).await?;
        let event = RoundEvent {
            kind: RoundEventKind::Planned,
            settings,
            reason: String::new(),
            by: Some(actor.id),
            by_name: actor.name,
            recorded_at: at,
        };
        self.held.rounds.extend(Round::of(id, slug, ordinal, vec![event]));
        Ok(())
    }

    pub async fn open(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        self.flush().await?;
        let (actor, round, plan) = (self.pmo(), self.held.round(index)?, self.ledger.plan.clone());
        let ledger = self.store.ledger(plan.clone()).await?;
        let now = Standing::derive(&ledger, day_of(at));
        let openings: Vec<Opening> = asked(&ledger, &now, &round.settings)
            .into_iter()
            .map(|one| Opening { institution: one.institution, assignments: one.assignments })
            .collect();
        self.tx(&actor, at).await?.open_round(plan.id, &round, &openings).await?;
        self.happened_to_round(index, round_event(&actor, at, RoundEventKind::Opened, &round));
        self.flush().await?;
        let ledger = self.store.ledger(plan).await?;
        let opened = ledger.reviews.returns_of(round.id).cloned();
        self.held.returns.extend(opened.map(|one| ((index, one.institution.clone()), one)));
        Ok(())
    }

    pub async fn close(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        let (actor, round, plan) = (self.pmo(), self.held.round(index)?, self.ledger.plan.id);
        let kind = RoundEventKind::Closed;
        self.tx(&actor, at).await?.add_round_event(plan, &round, kind, &round.settings, "").await?;
        self.happened_to_round(index, round_event(&actor, at, kind, &round));
        Ok(())
    }

    pub async fn seal(&mut self, at: DateTime<Utc>, index: usize) -> CommandResult<()> {
        self.flush().await?;
        let (actor, round) = (self.pmo(), self.held.round(index)?);
        seal_round(self.store, self.ledger.plan.clone(), &round, &actor, at, self.key).await?;
        self.happened_to_round(index, round_event(&actor, at, RoundEventKind::Sealed, &round));
        Ok(())
    }

    fn happened_to_round(&mut self, index: usize, event: RoundEvent) {
        if let Some(round) = self.held.rounds.get_mut(index) {
            round.state = event.kind.leads_to();
            round.events.push(event);
        }
    }

    pub async fn handle(&mut self, index: usize) -> CommandResult<()> {
        let act = &self.history.returns[index];
        let round = self.held.round(act.round)?;
        match &act.act {
            ReturnAct::Drafted(entries) => self.draft(act, entries).await,
            ReturnAct::Submitted { on_behalf } => {
                let officer = self.people.officers.get(&act.institution).map(|id| self.actor(*id).name);
                let event = NewReturnEvent {
                    way: *on_behalf,
                    on_behalf_of: officer.filter(|_| on_behalf.is_some()),
                    ..NewReturnEvent::default()
                };
                self.submit(act, event).await
            }
            ReturnAct::ReviewStarted => self.event(act, ReturnEventKind::ReviewStarted, "").await,
            ReturnAct::SentBack { reason, .. } => {
                self.ask(act).await?;
                self.event(act, ReturnEventKind::SentBack, reason).await
            }
            ReturnAct::Answered(texts) => self.answer(act, round.id, texts).await,
            ReturnAct::Approved => {
                self.close_queries(act, round.id).await?;
                self.event(act, ReturnEventKind::Approved, "").await
            }
        }
    }

    async fn event(&mut self, act: &DemoReturnAct, kind: ReturnEventKind, reason: &str) -> CommandResult<()> {
        let new = NewReturnEvent { reason: reason.to_owned(), ..NewReturnEvent::default() };
        let (actor, round, one) = (self.actor(act.by), self.held.round(act.round)?, self.held.one(act)?);
        let plan = self.ledger.plan.id;
        self.tx(&actor, act.at).await?.add_return_event(plan, &round, &one, kind, &new).await?;
        self.happened(act, &actor, kind, new);
        Ok(())
    }

    fn happened(&mut self, act: &DemoReturnAct, actor: &Actor, kind: ReturnEventKind, new: NewReturnEvent) {
        if let Some(one) = self.held.returns.get_mut(&(act.round, act.institution.clone())) {
            one.state = kind.leads_to().unwrap_or(one.state);
            one.events.push(ReturnEvent {
                kind,
                reason: new.reason,
                way: new.way,
                nil: new.nil,
                by: Some(actor.id),
                by_name: actor.name.clone(),
                on_behalf_of: new.on_behalf_of,
                recorded_at: act.at,
            });
        }
    }

    async fn draft(&mut self, act: &DemoReturnAct, entries: &[DraftedEntry]) -> CommandResult<()> {
        self.event(act, ReturnEventKind::Drafted, "").await?;
        let (actor, one) = (self.actor(act.by), self.held.one(act)?);
        let kept: Vec<KeptEntry> = entries
            .iter()
            .map(|entry| KeptEntry {
                assignment: entry.assignment,
                fields: entry.fields.clone(),
                no_change: entry.fields.is_none(),
                seen: 0,
            })
            .collect();
        self.tx(&actor, act.at).await?.keep_entries(one.id, &act.institution, &kept).await?;
        Ok(())
    }

    async fn submit(&mut self, act: &DemoReturnAct, event: NewReturnEvent) -> CommandResult<()> {
        let (actor, round, one) = (self.actor(act.by), self.held.round(act.round)?, self.held.one(act)?);
        let mut indices = Vec::new();
        for (index, report) in self.history.reports.iter().enumerate() {
            let is_own = report.round == Some(act.round) && report.recorded_at == act.at;
            if is_own && self.holder(report.assignment)? == act.institution {
                indices.push(index);
            }
        }
        let mut reports = Vec::new();
        for index in &indices {
            reports.push(self.new_report(&actor, act.at, *index, Some(one.id)).await?);
        }
        let nil = !reports.is_empty() && reports.iter().all(|report| report.kind == ReportKind::NoChange);
        // Nobody kept a draft of what is handed in here, so no entry has been revised.
        let submission = Submission { event: NewReturnEvent { nil, ..event }, reports, revisions: 0 };
        let plan = self.ledger.plan.id;
        let ids = self.tx(&actor, act.at).await?.submit_return(plan, &round, &one, &submission).await?;
        for (index, id) in indices.into_iter().zip(ids) {
            self.reported(index, id);
        }
        self.happened(act, &actor, ReturnEventKind::Submitted, submission.event);
        Ok(())
    }

    async fn ask(&mut self, act: &DemoReturnAct) -> CommandResult<()> {
        let ReturnAct::SentBack { queries, .. } = &act.act else { return Ok(()) };
        let (actor, one, plan) = (self.actor(act.by), self.held.one(act)?, self.ledger.plan.id);
        let tx = self.tx(&actor, act.at).await?;
        for query in queries {
            let (field, question) = (query.field.to_owned(), query.question.to_owned());
            let new = NewQuery { plan, assignment: query.assignment, field, question, due: query.due };
            tx.ask_query(&one, &new).await?;
        }
        Ok(())
    }

    /// The queries about a return, by number.
    async fn queries(&mut self, round: RoundId, one: &Return) -> CommandResult<Vec<Query>> {
        self.flush().await?;
        let mut queries = self.store.queries(round).await?;
        queries.retain(|query| query.return_id == one.id);
        Ok(queries)
    }

    async fn answer(&mut self, act: &DemoReturnAct, round: RoundId, texts: &[&str]) -> CommandResult<()> {
        let (actor, one) = (self.actor(act.by), self.held.one(act)?);
        let queries = self.queries(round, &one).await?;
        let tx = self.tx(&actor, act.at).await?;
        for (query, text) in queries.iter().zip(texts) {
            tx.answer_query(&one, query, text).await?;
        }
        Ok(())
    }

    async fn close_queries(&mut self, act: &DemoReturnAct, round: RoundId) -> CommandResult<()> {
        let (actor, one) = (self.actor(act.by), self.held.one(act)?);
        if one.sent_back().is_none() {
            return Ok(());
        }
        let queries = self.queries(round, &one).await?;
        let tx = self.tx(&actor, act.at).await?;
        for query in &queries {
            tx.close_query(&one, query).await?;
        }
        Ok(())
    }

    pub async fn contact(&mut self, index: usize) -> CommandResult<()> {
        let one = &self.history.contacts[index];
        let actor = one.by.map_or_else(Actor::system, |by| self.actor(by));
        let new = NewChase {
            plan: self.ledger.plan.id,
            round: self.held.round(one.round)?.id,
            institution: one.institution.clone(),
            level: one.level,
            way: one.way,
            note: one.note.to_owned(),
            promised_on: one.promised_on,
        };
        Ok(self.tx(&actor, one.at).await?.add_chase(&new).await?)
    }
}

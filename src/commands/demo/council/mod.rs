//! The invented history of meetings and the registers beside them: what a council on 7 February, a review on 15 March and
//! the preparation of the next council might have left by 20 March 2024.
//!
//! The meetings of 7 February and 15 March were held; what was published of them is the plan's and stands by itself.
//! Everything here is invented and is shown as such. It is written in the order of time, by the people of the
//! demonstration, through the same writes as everybody's.

mod february;
mod march;
mod registers;

use crate::commands::demo::People;
use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::KST;
use crate::domain::council::{Body, Council, Register, Sight};
use crate::domain::ids::{PlanId, RecordId, Slug, UserId};
use crate::domain::institution::Institution;
use crate::domain::ledger::Ledger;
use crate::domain::plan_file::MeetingKind;
use crate::store::{Actor, Store};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use std::collections::HashMap;

/// Who writes, and when.
pub struct Scribe<'a> {
    store: &'a Store,
    plan: PlanId,
    pub ledger: &'a Ledger,
    actors: HashMap<UserId, Actor>,
    people: &'a People,
    now: DateTime<Utc>,
    by: UserId,
}

/// Writes the whole story.
///
/// # Errors
/// Where the database fails, or the story breaks a rule of the domain.
pub async fn record(store: &Store, ledger: &Ledger, people: &People) -> CommandResult<()> {
    let actor = |one: crate::store::Person| {
        (one.id, Actor { id: one.id, login: one.login, name: one.name, on_behalf_of: None })
    };
    let actors = store.people().await?.into_iter().map(actor).collect();
    let (plan, now, by) = (ledger.plan.id, DateTime::<Utc>::MIN_UTC, people.pmo[0]);
    let mut scribe = Scribe { store, plan, ledger, actors, people, now, by };
    registers::cios(&mut scribe).await?;
    let council = february::council(&mut scribe).await?;
    registers::difficulties(&mut scribe, council.heard).await?;
    february::follow_up(&mut scribe, &council).await?;
    march::review(&mut scribe).await?;
    registers::supports_and_waitings(&mut scribe, &council).await?;
    march::next_council(&mut scribe, &council).await
}

pub fn slug(text: &str) -> CommandResult<Slug> {
    Slug::parse(text).ok_or_else(|| CommandError::told(format!("시연 자료의 기관 이름이 잘못됐습니다: {text}")))
}

pub fn slugs(texts: &[&str]) -> CommandResult<Vec<Slug>> {
    texts.iter().map(|text| slug(text)).collect()
}

/// A day of 2024.
pub fn day(month: u32, dom: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, dom).unwrap_or(NaiveDate::MIN)
}

pub fn time(hour: u32, minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, minute, 0)
}

impl Scribe<'_> {
    /// From here on it is that time in Korea.
    pub fn at(&mut self, month: u32, dom: u32, hour: u32, minute: u32) -> &mut Self {
        let local = day(month, dom).and_hms_opt(hour, minute, 0).unwrap_or_default();
        self.now = KST.from_local_datetime(&local).single().map_or(self.now, |at| at.with_timezone(&Utc));
        self
    }

    /// From here on the PMO writes.
    pub fn pmo(&mut self) -> &mut Self {
        self.by = self.people.pmo[0];
        self
    }

    /// From here on the officer of an institution writes.
    pub fn officer(&mut self, institution: &str) -> CommandResult<&mut Self> {
        // On a later clock some bodies are gone: then the PMO writes for them.
        self.by = self.people.officers.get(&slug(institution)?).copied().unwrap_or(self.people.pmo[0]);
        Ok(self)
    }

    fn actor(&self) -> Actor {
        self.actors.get(&self.by).cloned().unwrap_or_else(Actor::system)
    }

    /// Adds a record.
    ///
    /// # Errors
    /// Where the database fails or the meeting's state refuses it.
    pub async fn add(&self, body: Body) -> CommandResult<RecordId> {
        let mut tx = self.store.write(&self.actor(), self.now).await?;
        let put = tx.add_record(self.plan, body, None).await?;
        tx.commit().await?;
        put.map_err(|refusal| CommandError::told(format!("시연 자료를 쓸 수 없습니다: {refusal:?}")))
    }

    /// Adds many in one write.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub async fn add_all(&self, bodies: Vec<Body>) -> CommandResult<()> {
        let mut tx = self.store.write(&self.actor(), self.now).await?;
        for body in bodies {
            let put = tx.add_record(self.plan, body, None).await?;
            put.map_err(|refusal| CommandError::told(format!("시연 자료를 쓸 수 없습니다: {refusal:?}")))?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Changes a record.
    ///
    /// # Errors
    /// Where the database fails, or the domain or the meeting's state refuses it.
    pub async fn change<E: std::fmt::Debug>(
        &self,
        id: RecordId,
        verb: impl FnOnce(Body) -> Result<Body, E>,
    ) -> CommandResult<()> {
        let mut tx = self.store.write(&self.actor(), self.now).await?;
        let put = tx.change_record(self.plan, id, verb).await?;
        tx.commit().await?;
        match put {
            Ok(Ok(())) => Ok(()),
            other => Err(CommandError::told(format!("시연 자료를 고칠 수 없습니다: {other:?}"))),
        }
    }

    /// Closes minutes.
    ///
    /// # Errors
    /// Where the database fails or something is missing.
    pub async fn close(&self, meeting: RecordId) -> CommandResult<()> {
        let mut tx = self.store.write(&self.actor(), self.now).await?;
        let put = tx.close_minutes(self.plan, meeting).await?;
        tx.commit().await?;
        put.map(drop).map_err(|refusal| CommandError::told(format!("시연 회의록을 확정할 수 없습니다: {refusal:?}")))
    }

    /// Accepts a request for correction.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn accept(&self, correction: RecordId, reason: &str) -> CommandResult<()> {
        let decision =
            crate::domain::council::minutes::CorrectionDecision { accepted: true, reason: reason.to_owned() };
        let mut tx = self.store.write(&self.actor(), self.now).await?;
        let put = tx.decide_correction(self.plan, correction, decision).await?;
        tx.commit().await?;
        put.map_err(|refusal| CommandError::told(format!("{refusal:?}")))
    }

    /// The register as it stands now.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn council(&self) -> CommandResult<Council> {
        let mut register = Register::default();
        register.append(self.store.council_tail(self.plan, 0).await?);
        Ok(Council::at(&register, crate::domain::calendar::day_of(self.now), Sight::Full))
    }

    /// The meeting that was published of a body on a day.
    ///
    /// # Errors
    /// Where the plan has none.
    pub async fn published(&self, kind: MeetingKind, held_on: NaiveDate) -> CommandResult<RecordId> {
        let council = self.council().await?;
        let found = council.meetings.iter().find(|one| one.body.kind == kind && one.body.held_on == held_on);
        found.map(|one| one.id).ok_or_else(|| missing(&held_on.to_string()))
    }

    /// The central bodies of a day.
    pub fn central(&self, on: NaiveDate) -> impl Iterator<Item = &Institution> {
        self.ledger.institutions.iter().filter(move |one| one.is_central_on(on))
    }
}

fn missing(what: &str) -> CommandError {
    CommandError::told(format!("시연 자료에 필요한 것이 없습니다: {what}"))
}

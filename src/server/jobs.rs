//! What runs beside the requests, in one process of all that share a database: mail that waits, reminders that are due,
//! systems whose institution has ended, reports that the search does not know yet.
//!
//! To add a job: a call in [`Desk::work`]. It must bear being done twice and being cut off anywhere, because the lead may
//! pass to another process between any two statements.

use crate::domain::calendar::start_of;
use crate::domain::notice::reminder::HOUR;
use crate::server::council::index_some;
use crate::server::heirs::hand_over_systems;
use crate::server::mail::{MARK, Mailer};
use crate::server::reminders::remind;
use crate::server::state::Shared;
use crate::store::{Actor, Lead, StoreResult};
use chrono::{NaiveDate, TimeDelta};
use std::time::Duration;
use tokio::sync::oneshot::Receiver;

/// How often it is looked whether there is something to do.
const EVERY: Duration = Duration::from_secs(2);
/// How many looks pass between two attempts to take or keep the lead.
const LOOKS: u64 = 8;

/// Works until `stop` comes or its sender is gone, then gives the lead back.
pub async fn run(app: Shared, mut stop: Receiver<()>) {
    let holder = hex::encode(rand::random::<[u8; 8]>());
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut desk = Desk { app, mailer: None, reminded: None, handed: None, lead: None };
    for look in 0_u64.. {
        tokio::select! {
            _ = &mut stop => break,
            _ = ticks.tick() => {}
        }
        if let Err(error) = desk.look(&holder, look).await {
            tracing::warn!(%error, "a job beside the requests failed");
        }
    }
    if let Some(lead) = desk.lead.take() {
        // Where this fails, the lead ends by itself.
        drop(desk.app.store.leave_lead(lead).await);
    }
}

struct Desk {
    app: Shared,
    mailer: Option<Mailer>,
    /// The last day whose reminders were made.
    reminded: Option<NaiveDate>,
    /// The last day on which the systems of ended institutions were handed over.
    handed: Option<NaiveDate>,
    lead: Option<Lead>,
}

impl Desk {
    async fn look(&mut self, holder: &str, look: u64) -> StoreResult<()> {
        if look.is_multiple_of(LOOKS) {
            self.take_or_keep(holder).await?;
        }
        if self.lead.is_some() {
            self.work().await?;
        }
        Ok(())
    }

    async fn take_or_keep(&mut self, holder: &str) -> StoreResult<()> {
        let (store, now) = (&self.app.store, self.app.system.now());
        if let Some(lead) = &mut self.lead {
            if store.keep_lead(lead, now).await? {
                return Ok(());
            }
            self.lead = None;
        }
        self.lead = store.take_lead(holder, now).await?;
        Ok(())
    }

    async fn work(&mut self) -> StoreResult<()> {
        let today = self.app.clock.today();
        let is_time = self.app.clock.now() - start_of(today) >= TimeDelta::hours(HOUR);
        if is_time && self.reminded != Some(today) {
            remind(&self.app).await?;
            self.reminded = Some(today);
        }
        if self.handed != Some(today) {
            hand_over_systems(&self.app.store, today, self.app.clock.now()).await?;
            self.handed = Some(today);
        }
        if self.mailer.is_none() {
            self.mailer = mailer(&self.app).await?;
        }
        if let Some(mailer) = &self.mailer {
            mailer.drain(&self.app.store, self.app.clock.now(), self.app.system.now()).await?;
        }
        index_some(&self.app).await
    }
}

/// The sender of mail, where a server is set; says in the log where that server does not answer.
async fn mailer(app: &Shared) -> StoreResult<Option<Mailer>> {
    let Some(settings) = app.mail.get() else { return Ok(None) };
    let mailer = Mailer::new(settings, mark(app).await?, app.demo);
    if let Err(fault) = mailer.greet().await {
        tracing::warn!(server = ?settings, fault = fault.code(), "메일 서버가 받지 않습니다. 알림은 쌓아 두었다가 다시 보냅니다");
    }
    Ok(Some(mailer))
}

/// This database's mark in Message-IDs, made when first needed.
async fn mark(app: &Shared) -> StoreResult<String> {
    if let Some(mark) = app.store.setting(MARK).await? {
        return Ok(mark);
    }
    let mark = hex::encode(rand::random::<[u8; 8]>());
    let mut tx = app.store.write(&Actor::system(), app.clock.now()).await?;
    tx.set_setting(MARK, &mark).await?;
    tx.commit().await?;
    Ok(mark)
}

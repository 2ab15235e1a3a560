//! The outbox: mails that wait, go and are tried again. What a mail says is written when it goes, from its notices.

use crate::domain::ids::{MailId, UserId};
use crate::domain::notice::letter::{Letter, Posted};
use crate::domain::notice::{GIVEN_UP_AFTER, MailFault, pause_after};
use crate::store::{Store, StoreResult, instant, micros, on_db, on_writer, word};
use chrono::{DateTime, Utc};

/// A mail that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueMail {
    pub id: MailId,
    pub person: UserId,
    pub name: String,
    /// The person's address of now; `None` where it was taken away or the person left.
    pub address: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    pub recorded_at: DateTime<Utc>,
}

impl DueMail {
    /// Whether it has waited so long that it is no longer news.
    #[must_use]
    pub fn is_old(&self, ready: DateTime<Utc>) -> bool {
        ready - self.recorded_at > GIVEN_UP_AFTER
    }
}

/// What the administration sees of a mail: never what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailTrouble {
    pub id: MailId,
    pub login: String,
    pub name: String,
    pub address: String,
    pub attempts: i64,
    pub fault: MailFault,
    pub given_up: bool,
    pub recorded_at: DateTime<Utc>,
}

/// How many mails are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCount {
    pub pending: i64,
    pub sent: i64,
    pub failed: i64,
}

#[derive(sqlx::FromRow)]
struct DueRow {
    id: i64,
    person_id: i64,
    name: String,
    address: Option<String>,
    attempts: i64,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
struct TroubleRow {
    id: i64,
    login: String,
    name: String,
    address: String,
    attempts: i64,
    last_error: String,
    state: String,
    recorded_at: i64,
}

impl Store {
    /// The mails that are due, at most `limit`: `plan_now` by the clock of the facts, `now` by the machine's.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn due_mails(
        &self,
        plan_now: DateTime<Utc>,
        now: DateTime<Utc>,
        limit: i64,
    ) -> StoreResult<Vec<DueMail>> {
        let rows: Vec<DueRow> = on_db!(self, db => sqlx::query_as(
            "select o.id, o.person_id, p.name, case when p.active = 1 then m.address end as address, o.attempts, o.recorded_at \
             from mail o join person p on p.id = o.person_id left join person_mail m on m.person_id = o.person_id \
             where o.state = 'pending' and o.ready_at <= $1 and o.next_attempt_at <= $2 \
             order by o.next_attempt_at, o.id limit $3")
            .bind(micros(plan_now)).bind(micros(now)).bind(limit).fetch_all(db).await)?;
        let due = |row: DueRow| DueMail {
            id: MailId(row.id),
            person: UserId(row.person_id),
            name: row.name,
            address: row.address,
            attempts: row.attempts,
            recorded_at: instant(row.recorded_at),
        };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Takes a mail for one attempt, before it is sent: the next one comes after a pause even if this process dies on the
    /// way. `false` where another process was first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn claim_mail(&self, mail: &DueMail, address: &str, now: DateTime<Utc>) -> StoreResult<bool> {
        let next = micros(now + pause_after(mail.attempts + 1));
        let claimed: Option<i64> = on_writer!(self, db => sqlx::query_scalar(
            "update mail set attempts = attempts + 1, next_attempt_at = $3, address = $4 \
             where id = $1 and state = 'pending' and attempts = $2 returning id")
            .bind(mail.id.0).bind(mail.attempts).bind(next).bind(address).fetch_optional(db).await)?;
        Ok(claimed.is_some())
    }

    /// The notices of a mail that have not been read meanwhile, oldest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn notices_in(&self, mail: MailId) -> StoreResult<Vec<Posted>> {
        let rows: Vec<(String, String, String)> = on_db!(self, db => sqlx::query_as(
            "select subject, body, link from notice where mail_id = $1 and read_at is null order by id")
            .bind(mail.0).fetch_all(db).await)?;
        let posted = |(subject, body, link)| Posted { letter: Letter { subject, body }, link };
        Ok(rows.into_iter().map(posted).collect())
    }

    /// Notes that a mail is with the server.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_sent(&self, id: MailId, now: DateTime<Utc>) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("update mail set state = 'sent', sent_at = $2, last_error = null where id = $1 and state = 'pending'")
            .bind(id.0).bind(micros(now)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Notes that nothing is left to send: the address is gone, or all was read meanwhile.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn drop_mail(&self, id: MailId) -> StoreResult<()> {
        on_writer!(self, db => sqlx::query("update mail set state = 'dropped' where id = $1 and state = 'pending'")
            .bind(id.0).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Notes why an attempt failed; a final fault gives the mail up.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_failed(&self, id: MailId, fault: MailFault) -> StoreResult<()> {
        let state = if fault.is_final() { "failed" } else { "pending" };
        on_writer!(self, db => sqlx::query("update mail set state = $2, last_error = $3 where id = $1 and state = 'pending'")
            .bind(id.0).bind(state).bind(fault.code()).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Puts a mail that was given up back into the outbox, as if it were new; `false` where there is none such.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn retry_mail(&self, id: MailId, plan_now: DateTime<Utc>) -> StoreResult<bool> {
        let again: Option<i64> = on_writer!(self, db => sqlx::query_scalar(
            "update mail set state = 'pending', attempts = 0, next_attempt_at = 0, last_error = null, recorded_at = $2, ready_at = $2 \
             where id = $1 and state = 'failed' returning id")
            .bind(id.0).bind(micros(plan_now)).fetch_optional(db).await)?;
        Ok(again.is_some())
    }

    /// How many mails wait, have gone and were given up.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn outbox_count(&self) -> StoreResult<OutboxCount> {
        let rows: Vec<(String, i64)> = on_db!(self, db => sqlx::query_as(
            "select state, count(*) as number from mail group by state order by state").fetch_all(db).await)?;
        let of = |state: &str| rows.iter().find(|(one, _)| one == state).map_or(0, |(_, number)| *number);
        Ok(OutboxCount { pending: of("pending"), sent: of("sent"), failed: of("failed") })
    }

    /// The mails that did not go as they should, newest first.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_troubles(&self, limit: i64) -> StoreResult<Vec<MailTrouble>> {
        let rows: Vec<TroubleRow> = on_db!(self, db => sqlx::query_as(
            "select o.id, p.login, p.name, o.address, o.attempts, o.last_error, o.state, o.recorded_at \
             from mail o join person p on p.id = o.person_id where o.last_error is not null and o.state in ('pending', 'failed') \
             order by o.id desc limit $1").bind(limit).fetch_all(db).await)?;
        let trouble = |row: TroubleRow| {
            Ok(MailTrouble {
                id: MailId(row.id),
                login: row.login,
                name: row.name,
                address: row.address,
                attempts: row.attempts,
                fault: word(&row.last_error, MailFault::parse)?,
                given_up: row.state == "failed",
                recorded_at: instant(row.recorded_at),
            })
        };
        rows.into_iter().map(trouble).collect()
    }
}

//! Mail: the settings, and the sending of what waits in the outbox.
//!
//! A mail is claimed before it is sent and marked afterwards. A process that dies in between leaves it to the next attempt,
//! under the same Message-ID, so that a mail that went out twice can be told as one.

use crate::domain::ids::MailId;
use crate::domain::notice::MailFault;
use crate::domain::notice::letter::{Letter, mail as write};
use crate::store::{DueMail, Store, StoreResult};
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::io::ErrorKind;

mod settings;

pub use settings::{Connection, MailSettings};

/// How many mails are looked up at once.
const BATCH: i64 = 50;
/// The setting that tells this database's mails from those of another one.
pub const MARK: &str = "mail_mark";

/// What came of one round through the outbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    pub sent: usize,
    /// To be tried again.
    pub put_off: usize,
    /// Refused for good, too old, or with nothing left to say.
    pub given_up: usize,
}

/// Sends mail as the settings say.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    base: String,
    demo: bool,
    /// Part of every Message-ID: what no other database has.
    mark: String,
}

impl Mailer {
    /// `mark`: letters and digits that no other database has.
    #[must_use]
    pub fn new(settings: &MailSettings, mark: String, demo: bool) -> Self {
        let (from, base) = (settings.from.clone(), settings.base.clone());
        Self { transport: settings.transport(), from, base, demo, mark }
    }

    /// Whether the server answers and takes us in.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn greet(&self) -> Result<(), MailFault> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(MailFault::Unreachable),
            Err(error) => Err(fault_of(&error)),
        }
    }

    /// Sends what is due, one mail after another. A server that cannot be reached is not asked again for the rest of them.
    ///
    /// # Errors
    /// Where the database fails; a mail that fails is noted and tried again later.
    pub async fn drain(&self, store: &Store, plan_now: DateTime<Utc>, now: DateTime<Utc>) -> StoreResult<Drained> {
        let mut drained = Drained::default();
        for mail in store.due_mails(plan_now, now, BATCH).await? {
            match self.attempt(store, &mail, plan_now, now).await? {
                Outcome::Sent => drained.sent += 1,
                Outcome::GivenUp => drained.given_up += 1,
                Outcome::SomebodyElses => {}
                Outcome::PutOff(fault) => {
                    drained.put_off += 1;
                    if fault != MailFault::Busy {
                        break;
                    }
                }
            }
        }
        Ok(drained)
    }

    async fn attempt(
        &self,
        store: &Store,
        mail: &DueMail,
        plan_now: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> StoreResult<Outcome> {
        if mail.is_old(plan_now) {
            store.mail_failed(mail.id, MailFault::Expired).await?;
            return Ok(Outcome::GivenUp);
        }
        let Some(address) = &mail.address else {
            store.drop_mail(mail.id).await?;
            return Ok(Outcome::GivenUp);
        };
        if !store.claim_mail(mail, address, now).await? {
            return Ok(Outcome::SomebodyElses);
        }
        // Read after the claim: nothing joins this mail any more.
        let notices = store.notices_in(mail.id).await?;
        let Some(letter) = write(&notices, &self.base, self.demo) else {
            store.drop_mail(mail.id).await?;
            return Ok(Outcome::GivenUp);
        };
        let sent = match self.message(mail, address, letter, now) {
            Ok(message) => self.transport.send(message).await.map(drop).map_err(|error| fault_of(&error)),
            Err(fault) => Err(fault),
        };
        match sent {
            Ok(()) => {
                store.mail_sent(mail.id, now).await?;
                Ok(Outcome::Sent)
            }
            Err(fault) => {
                tracing::warn!(mail = %mail.id, attempts = mail.attempts + 1, fault = fault.code(), "a mail did not go");
                store.mail_failed(mail.id, fault).await?;
                Ok(if fault.is_final() { Outcome::GivenUp } else { Outcome::PutOff(fault) })
            }
        }
    }

    fn message(&self, mail: &DueMail, address: &str, letter: Letter, now: DateTime<Utc>) -> Result<Message, MailFault> {
        let refused = |_| MailFault::Refused;
        let to: Address = address.parse().map_err(|_| MailFault::Refused)?;
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .message_id(Some(self.message_id(mail.id)))
            .date(now.into())
            .from(self.from.clone())
            .to(Mailbox::new(Some(mail.name.clone()), to))
            .subject(letter.subject)
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body)
            .map_err(|error: lettre::error::Error| refused(error))
    }

    /// The same for every attempt at a mail.
    fn message_id(&self, id: MailId) -> String {
        format!("<{id}.{}@{}>", self.mark, self.from.email.domain())
    }
}

enum Outcome {
    Sent,
    PutOff(MailFault),
    GivenUp,
    /// Another process took it first.
    SomebodyElses,
}

/// What went wrong, without the server's words: they may hold addresses and names.
fn fault_of(error: &SmtpError) -> MailFault {
    const LOG_IN: [u16; 5] = [454, 530, 534, 535, 538];
    match error.status().map(u16::from) {
        Some(code) if LOG_IN.contains(&code) => MailFault::LogIn,
        Some(_) if error.is_permanent() => MailFault::Refused,
        Some(_) => MailFault::Busy,
        None if is_about_tls(error) => MailFault::Tls,
        None if error.is_client() => MailFault::LogIn,
        None => MailFault::Unreachable,
    }
}

/// A certificate that is not trusted comes as a connection that failed over what it read; a server without STARTTLS as a
/// fault of ours.
fn is_about_tls(error: &SmtpError) -> bool {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let mut reasons = causes.filter_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    error.is_tls() || reasons.any(|kind| kind == ErrorKind::InvalidData) || error.to_string().contains("STARTTLS")
}

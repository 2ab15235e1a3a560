//! Notices (알림): who is told what, by which way, and when a mail is tried again.
//!
//! A notice is recorded in the same write as the act it tells of. It stands in the inbox of each person it concerns and,
//! where they want that, goes to them by mail ([`Reach`], [`Rhythm`]). The words are made by rule in [`letter`], the days on
//! which somebody is reminded in [`reminder`]. To add a kind: a variant here, its letter, its words in
//! `locales/inbox.toml`.

pub mod letter;
pub mod reminder;

use crate::domain::calendar::{KST, day_of};
use crate::domain::ids::{Slug, UserId};
use crate::domain::permission::{Reader, Role};
use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use std::collections::BTreeMap;

/// What a notice tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A round takes returns from now on.
    RoundOpened,
    /// The due day of a round moved later.
    RoundExtended,
    /// The due day draws near and the return is not in.
    Reminder,
    /// The due day is over and the return is not in.
    Late,
    /// The PMO asks for the return itself (독려).
    Chased,
    /// The return came back to be mended (보완요청).
    SentBack,
    /// An approved return was opened again.
    Reopened,
    QueryAsked,
    QueryAnswered,
    /// A return came in.
    Submitted,
    /// The PMO submitted a return on the institution's behalf.
    SubmittedOnBehalf,
    CalledBack,
    Approved,
    /// The PMO gave its verdict on a report.
    Judged,
    /// A claim of completion was confirmed or refused.
    ClaimDecided,
    /// A proposal to move an approved due was approved or refused.
    DateDecided,
    RoundSealed,
    /// One was appointed deputy, or is no longer one.
    Deputy,
}

impl NoticeKind {
    pub const ALL: [Self; 18] = [
        Self::RoundOpened,
        Self::RoundExtended,
        Self::Reminder,
        Self::Late,
        Self::Chased,
        Self::SentBack,
        Self::Reopened,
        Self::QueryAsked,
        Self::QueryAnswered,
        Self::Submitted,
        Self::SubmittedOnBehalf,
        Self::CalledBack,
        Self::Approved,
        Self::Judged,
        Self::ClaimDecided,
        Self::DateDecided,
        Self::RoundSealed,
        Self::Deputy,
    ];

    /// The word that is stored and stands in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RoundOpened => "round_opened",
            Self::RoundExtended => "round_extended",
            Self::Reminder => "reminder",
            Self::Late => "late",
            Self::Chased => "chased",
            Self::SentBack => "sent_back",
            Self::Reopened => "reopened",
            Self::QueryAsked => "query_asked",
            Self::QueryAnswered => "query_answered",
            Self::Submitted => "submitted",
            Self::SubmittedOnBehalf => "submitted_on_behalf",
            Self::CalledBack => "called_back",
            Self::Approved => "approved",
            Self::Judged => "judged",
            Self::ClaimDecided => "claim_decided",
            Self::DateDecided => "date_decided",
            Self::RoundSealed => "round_sealed",
            Self::Deputy => "deputy",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it always stands in the inbox: what asks an institution for something cannot be waved away.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(
            self,
            Self::Late | Self::Chased | Self::SentBack | Self::Reopened | Self::QueryAsked | Self::QueryAnswered
        )
    }

    /// Whether several of them within a few minutes go out in one mail.
    #[must_use]
    pub const fn gathers(self) -> bool {
        matches!(
            self,
            Self::QueryAsked
                | Self::QueryAnswered
                | Self::Submitted
                | Self::CalledBack
                | Self::Judged
                | Self::ClaimDecided
        )
    }

    /// Whether the PMO receives it; the others go to an institution.
    #[must_use]
    pub const fn is_for_pmo(self) -> bool {
        matches!(self, Self::QueryAnswered | Self::Submitted | Self::CalledBack | Self::RoundSealed)
    }

    /// Whether an institution's people receive it.
    #[must_use]
    pub const fn is_for_institutions(self) -> bool {
        matches!(self, Self::RoundSealed) || !self.is_for_pmo()
    }

    /// Whether a person with these roles may ever receive it.
    #[must_use]
    pub fn concerns(self, reader: &Reader) -> bool {
        (self.is_for_pmo() && reader.has(Role::Pmo))
            || (self.is_for_institutions() && !reader.institutions().is_empty())
    }
}

/// Whom a notice is for. Nobody is told what they did themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The officers, heads and deputies in force of an institution.
    Institution(Slug),
    /// Its officers alone.
    Officers(Slug),
    /// Its heads and deputies in force alone.
    Heads(Slug),
    /// Everybody who holds the role of the PMO.
    Pmo,
    Person(UserId),
}

/// By which way somebody wants a kind of notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    #[default]
    InboxAndMail,
    Inbox,
    Nowhere,
}

impl Reach {
    /// The word that is stored and posted.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InboxAndMail => "mail",
            Self::Inbox => "inbox",
            Self::Nowhere => "none",
        }
    }

    /// The ways open to a kind: [`NoticeKind::is_owed`] takes the last one away.
    #[must_use]
    pub const fn open_to(kind: NoticeKind) -> &'static [Self] {
        if kind.is_owed() {
            &[Self::InboxAndMail, Self::Inbox]
        } else {
            &[Self::InboxAndMail, Self::Inbox, Self::Nowhere]
        }
    }

    /// A stored or posted word as a way open to `kind`.
    #[must_use]
    pub fn parse(kind: NoticeKind, code: &str) -> Option<Self> {
        Self::open_to(kind).iter().copied().find(|reach| reach.code() == code)
    }
}

/// How often mail comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rhythm {
    /// A mail a notice, within a minute or, where notices gather, within [`GATHERING`].
    #[default]
    Instant,
    /// One mail a day, at [`DAILY_HOUR`], with what has not been read.
    Daily,
}

impl Rhythm {
    /// The word that is stored and posted.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Daily => "daily",
        }
    }

    /// The rhythm of a stored word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Instant, Self::Daily].into_iter().find(|rhythm| rhythm.code() == code)
    }
}

/// How long notices of a kind that gathers wait for others.
pub const GATHERING: TimeDelta = TimeDelta::minutes(10);
/// The hour, in Korean time, of the daily mail.
pub const DAILY_HOUR: u32 = 8;

/// What a person wants to receive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// Whether mail is sent at all.
    pub mail: bool,
    pub rhythm: Rhythm,
    /// Only what differs from [`Reach::default`].
    pub reach: BTreeMap<NoticeKind, Reach>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { mail: true, rhythm: Rhythm::default(), reach: BTreeMap::new() }
    }
}

impl Preferences {
    /// The way for a kind.
    #[must_use]
    pub fn reach(&self, kind: NoticeKind) -> Reach {
        self.reach.get(&kind).copied().unwrap_or_default()
    }
}

/// When the mail of a notice made at `at` is ready to go.
#[must_use]
pub fn ready_at(kind: NoticeKind, rhythm: Rhythm, at: DateTime<Utc>) -> DateTime<Utc> {
    match rhythm {
        Rhythm::Daily => next_daily(at),
        Rhythm::Instant if kind.gathers() => at + GATHERING,
        Rhythm::Instant => at,
    }
}

/// The first daily mail after `at`.
fn next_daily(at: DateTime<Utc>) -> DateTime<Utc> {
    let hour = NaiveTime::from_hms_opt(DAILY_HOUR, 0, 0).unwrap_or(NaiveTime::MIN);
    let on = |days: u64| {
        let local = (day_of(at) + Days::new(days)).and_time(hour);
        // A fixed offset maps each local time to exactly one instant.
        KST.from_local_datetime(&local).single().map_or(at, |time| time.with_timezone(&Utc))
    };
    if on(0) > at { on(0) } else { on(1) }
}

/// The longest wait between two attempts to send a mail.
pub const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(2);
/// After this long a mail that could not be sent is given up: what it says is no longer news.
pub const GIVEN_UP_AFTER: TimeDelta = TimeDelta::days(3);

/// How long to wait after the `attempts`th attempt failed: half a minute, doubled each time up to [`LONGEST_PAUSE`].
#[must_use]
pub fn pause_after(attempts: i64) -> TimeDelta {
    let doubled = TimeDelta::seconds(30 << (attempts - 1).clamp(0, 20));
    doubled.min(LONGEST_PAUSE)
}

/// A mail address that a server will take: one `@`, ASCII without blanks, a dotted host name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailAddress(String);

impl MailAddress {
    /// `None` where it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, host) = text.split_once('@')?;
        let is_local = (1..=64).contains(&local.len())
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_host = host.contains('.') && host.len() <= 253 && host.split('.').all(is_label);
        (is_local && is_host && text.len() <= 254).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a mail was not taken, in words that hold neither password nor address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailFault {
    /// No connection, or none in time.
    Unreachable,
    /// The connection could not be made secret.
    Tls,
    /// The server does not know this program's name or password.
    LogIn,
    /// The server is busy and says so.
    Busy,
    /// The server will not have this mail or this address.
    Refused,
    /// Not sent within [`GIVEN_UP_AFTER`].
    Expired,
}

impl MailFault {
    pub const ALL: [Self; 6] = [Self::Unreachable, Self::Tls, Self::LogIn, Self::Busy, Self::Refused, Self::Expired];

    /// The word that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::LogIn => "log_in",
            Self::Busy => "busy",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }

    /// The fault of a stored word.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.code() == code)
    }

    /// Whether trying again makes no sense.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Expired)
    }
}

/// How many were told, and how many of those by mail too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub people: usize,
    pub mailed: usize,
}

#[cfg(test)]
mod tests;

//! A review round (점검회차): what is asked of whom, as of which day, by when. Quarterly or ad hoc.
//!
//! A round is its events: each keeps the settings as it left them, so that a round can be read as of any day and nothing that
//! was announced is lost when it is extended.

pub mod planning;

use crate::domain::calendar::Calendar;
use crate::domain::ids::{RoundId, TaskNo, UserId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of a round in addresses: `2024-Q1` for a quarter, `2024-A1` for the first ad hoc one of a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoundSlug(String);

impl RoundSlug {
    /// `None` for anything but a year with a quarter (1-4) or an ad hoc number (1-99).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && year.starts_with("20");
        let number = |text: &str| text.parse::<u8>().ok().filter(|_| !text.starts_with(['0', '+']));
        let is_part = match rest.split_at_checked(1)? {
            ("Q", number_text) => number(number_text).is_some_and(|n| (1..=4).contains(&n)),
            ("A", number_text) => number(number_text).is_some_and(|n| (1..=99).contains(&n)),
            _ => false,
        };
        (is_year && is_part).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 분기 점검 (true) or 수시 점검.
    #[must_use]
    pub fn is_quarterly(&self) -> bool {
        self.0.contains('Q')
    }

    #[must_use]
    pub fn year(&self) -> &str {
        self.0.get(..4).unwrap_or_default()
    }

    /// The quarter or the ad hoc number.
    #[must_use]
    pub fn number(&self) -> &str {
        self.0.get(6..).unwrap_or_default()
    }
}

impl fmt::Display for RoundSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// 예정: its settings may still change.
    Planned,
    /// 접수 중
    Open,
    /// 마감: nothing is taken any more; what is there can be reviewed.
    Closed,
    /// 봉인
    Sealed,
}

impl RoundState {
    pub const ALL: [Self; 4] = [Self::Planned, Self::Open, Self::Closed, Self::Sealed];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Sealed => "sealed",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundEventKind {
    Planned,
    /// The settings of a planned round were changed.
    Replanned,
    Opened,
    /// 접수 기간 연장
    Extended,
    Closed,
    Sealed,
}

impl RoundEventKind {
    pub const ALL: [Self; 6] =
        [Self::Planned, Self::Replanned, Self::Opened, Self::Extended, Self::Closed, Self::Sealed];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Replanned => "replanned",
            Self::Opened => "opened",
            Self::Extended => "extended",
            Self::Closed => "closed",
            Self::Sealed => "sealed",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The state in which such an event leaves a round.
    #[must_use]
    pub const fn leads_to(self) -> RoundState {
        match self {
            Self::Planned | Self::Replanned => RoundState::Planned,
            Self::Opened | Self::Extended => RoundState::Open,
            Self::Closed => RoundState::Closed,
            Self::Sealed => RoundState::Sealed,
        }
    }
}

/// What a round asks, of whom and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundSettings {
    /// 기준일: the day whose state is reported.
    pub base_date: NaiveDate,
    /// 접수 기간: returns are taken from this day…
    pub window_from: NaiveDate,
    /// …to this one, at 24:00 Korean time; later ones count as late until the round is closed.
    pub due: NaiveDate,
    /// 점검회의, where it is fixed.
    #[serde(default)]
    pub meeting_on: Option<NaiveDate>,
    #[serde(default)]
    pub meeting_place: String,
    /// The tasks reviewed; empty: all of the plan.
    #[serde(default)]
    pub tasks: Vec<TaskNo>,
    /// Whether a return is checked by one person before another approves it.
    #[serde(default)]
    pub two_steps: bool,
}

impl RoundSettings {
    /// Whether a task is reviewed in this round.
    #[must_use]
    pub fn covers(&self, task: TaskNo) -> bool {
        self.tasks.is_empty() || self.tasks.contains(&task)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundEvent {
    pub kind: RoundEventKind,
    pub settings: RoundSettings,
    pub reason: String,
    pub by: Option<UserId>,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
}

/// A round as its events left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub id: RoundId,
    pub slug: RoundSlug,
    /// 제N차
    pub ordinal: i64,
    pub state: RoundState,
    /// The settings in force.
    pub settings: RoundSettings,
    /// Oldest first; at least one.
    pub events: Vec<RoundEvent>,
}

/// Why something cannot be done with a round now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundRefusal {
    /// It is in this state.
    State(RoundState),
    ReasonMissing,
    /// The new due day is not later than the one in force.
    NotLater,
    /// The days do not follow each other: base date, window, due day.
    Days,
    /// No institution has an assignment that it covers.
    NobodyAsked,
}

impl Round {
    /// A round from its events, oldest first; `None` without any.
    #[must_use]
    pub fn of(id: RoundId, slug: RoundSlug, ordinal: i64, events: Vec<RoundEvent>) -> Option<Self> {
        let last = events.last()?;
        Some(Self { id, slug, ordinal, state: last.kind.leads_to(), settings: last.settings.clone(), events })
    }

    /// The round as it stood just before `cutoff`; `None` where it was not recorded yet.
    #[must_use]
    pub fn before(&self, cutoff: DateTime<Utc>) -> Option<Self> {
        let events = self.events.iter().filter(|event| event.recorded_at < cutoff).cloned().collect();
        Self::of(self.id, self.slug.clone(), self.ordinal, events)
    }

    #[must_use]
    pub fn base_date(&self) -> NaiveDate {
        self.settings.base_date
    }

    #[must_use]
    pub fn due(&self) -> NaiveDate {
        self.settings.due
    }

    /// When it was opened.
    #[must_use]
    pub fn opened_at(&self) -> Option<DateTime<Utc>> {
        self.events.iter().find(|event| event.kind == RoundEventKind::Opened).map(|event| event.recorded_at)
    }

    /// Checks the days of a plan for a round.
    ///
    /// # Errors
    /// [`RoundRefusal::Days`] where the window ends before it begins, or the due day lies before the base date.
    pub fn check_days(settings: &RoundSettings) -> Result<(), RoundRefusal> {
        let follows = settings.window_from <= settings.due && settings.base_date <= settings.due;
        let meets = settings.meeting_on.is_none_or(|on| on >= settings.window_from);
        if follows && meets { Ok(()) } else { Err(RoundRefusal::Days) }
    }

    /// Whether its settings may still be changed.
    ///
    /// # Errors
    /// Once it was opened, or where the days make no sense.
    pub fn replan(&self, settings: &RoundSettings) -> Result<RoundEventKind, RoundRefusal> {
        self.expect(&[RoundState::Planned])?;
        Self::check_days(settings)?;
        Ok(RoundEventKind::Replanned)
    }

    /// Opens it for the institutions asked. Returns of an earlier round may still be out: that hinders nothing.
    ///
    /// # Errors
    /// Unless it is planned and somebody is asked.
    pub fn open(&self, institutions: usize) -> Result<RoundEventKind, RoundRefusal> {
        self.expect(&[RoundState::Planned])?;
        if institutions == 0 { Err(RoundRefusal::NobodyAsked) } else { Ok(RoundEventKind::Opened) }
    }

    /// Gives more time: a closed round takes returns again.
    ///
    /// # Errors
    /// Before it is opened, after the seal, without a reason, or to a day that is not later.
    pub fn extend(&self, due: NaiveDate, reason: &str) -> Result<(RoundEventKind, RoundSettings), RoundRefusal> {
        self.expect(&[RoundState::Open, RoundState::Closed])?;
        if reason.trim().is_empty() {
            return Err(RoundRefusal::ReasonMissing);
        }
        if due <= self.due() {
            return Err(RoundRefusal::NotLater);
        }
        Ok((RoundEventKind::Extended, RoundSettings { due, ..self.settings.clone() }))
    }

    /// Ends the taking of returns.
    ///
    /// # Errors
    /// Unless it is open.
    pub fn close(&self) -> Result<RoundEventKind, RoundRefusal> {
        self.expect(&[RoundState::Open]).map(|()| RoundEventKind::Closed)
    }

    /// Seals it; what is missing then stays missing.
    ///
    /// # Errors
    /// Unless it is open or closed.
    pub fn seal(&self) -> Result<RoundEventKind, RoundRefusal> {
        self.expect(&[RoundState::Open, RoundState::Closed]).map(|()| RoundEventKind::Sealed)
    }

    fn expect(&self, states: &[RoundState]) -> Result<(), RoundRefusal> {
        if states.contains(&self.state) { Ok(()) } else { Err(RoundRefusal::State(self.state)) }
    }

    /// Working days by which a return handed in on `day` is late; 0 in time.
    #[must_use]
    pub fn working_days_late(&self, day: NaiveDate, calendar: &Calendar) -> i64 {
        calendar.working_days_after(self.due(), day)
    }
}

#[cfg(test)]
mod tests;

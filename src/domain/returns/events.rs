//! The states of a return, and what happens to one.

use crate::domain::ids::UserId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    /// 미착수
    NotStarted,
    /// 작성중
    Draft,
    /// 제출
    Submitted,
    /// 보완요청
    Returned,
    /// 승인
    Approved,
}

impl ReturnState {
    pub const ALL: [Self; 5] = [Self::NotStarted, Self::Draft, Self::Submitted, Self::Returned, Self::Approved];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the institution still owes something.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::NotStarted | Self::Draft | Self::Returned)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnEventKind {
    /// The round was opened.
    Opened,
    /// The first draft was kept.
    Drafted,
    Submitted,
    /// 회수
    CalledBack,
    /// 검토 시작
    ReviewStarted,
    /// The first of two steps.
    Checked,
    /// 보완요청
    SentBack,
    Approved,
    /// An approval was taken back: 승인 → 보완요청.
    Reopened,
}

impl ReturnEventKind {
    pub const ALL: [Self; 9] = [
        Self::Opened,
        Self::Drafted,
        Self::Submitted,
        Self::CalledBack,
        Self::ReviewStarted,
        Self::Checked,
        Self::SentBack,
        Self::Approved,
        Self::Reopened,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Drafted => "drafted",
            Self::Submitted => "submitted",
            Self::CalledBack => "called_back",
            Self::ReviewStarted => "review_started",
            Self::Checked => "checked",
            Self::SentBack => "sent_back",
            Self::Approved => "approved",
            Self::Reopened => "reopened",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The state after such an event; `None` where it leaves the state as it is.
    #[must_use]
    pub const fn leads_to(self) -> Option<ReturnState> {
        match self {
            Self::Opened => Some(ReturnState::NotStarted),
            Self::Drafted | Self::CalledBack => Some(ReturnState::Draft),
            Self::Submitted => Some(ReturnState::Submitted),
            Self::ReviewStarted | Self::Checked => None,
            Self::SentBack | Self::Reopened => Some(ReturnState::Returned),
            Self::Approved => Some(ReturnState::Approved),
        }
    }
}

/// How a return came that the PMO submits on behalf of an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedWay {
    /// 공문
    OfficialLetter,
    /// 전자우편
    Mail,
    /// 전화
    Phone,
    /// 방문·대면
    Visit,
    /// 오프라인 작성 파일
    Kit,
}

impl ReceivedWay {
    pub const ALL: [Self; 5] = [Self::OfficialLetter, Self::Mail, Self::Phone, Self::Visit, Self::Kit];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OfficialLetter => "official_letter",
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::Visit => "visit",
            Self::Kit => "kit",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnEvent {
    pub kind: ReturnEventKind,
    pub reason: String,
    /// How it came, where the PMO submitted it.
    pub way: Option<ReceivedWay>,
    /// Whether what was submitted consists of 변경 없음 alone.
    pub nil: bool,
    pub by: Option<UserId>,
    pub by_name: String,
    /// The head a deputy stood for, or the officer for whom the PMO submitted.
    pub on_behalf_of: Option<String>,
    pub recorded_at: DateTime<Utc>,
}

//! What a meeting is to deal with (안건), and the papers that go with records.

use crate::domain::ids::{RecordId, Slug, TaskNo};
use serde::{Deserialize, Serialize};

/// What an agenda item asks of the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 보고
    Report,
    /// 논의
    Discussion,
    /// 의결
    Resolution,
    /// 공유
    Sharing,
}

impl ItemKind {
    pub const ALL: [Self; 4] = [Self::Report, Self::Discussion, Self::Resolution, Self::Sharing];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Discussion => "discussion",
            Self::Resolution => "resolution",
            Self::Sharing => "sharing",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An agenda item (안건).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    pub meeting: RecordId,
    /// Its place, from 1; ties go by the order in which they were added.
    pub position: i64,
    pub kind: ItemKind,
    pub title: String,
    /// 발제자: post or name.
    pub presenter: String,
    pub institution: Option<Slug>,
    #[serde(default)]
    pub tasks: Vec<TaskNo>,
    /// Planned length in minutes.
    pub minutes: Option<i64>,
    #[serde(default)]
    pub summary: String,
    /// What it carries over: directives, requests, difficulties.
    #[serde(default)]
    pub carries: Vec<RecordId>,
    /// The exception of the current round it deals with, by its key.
    #[serde(default)]
    pub exception: Option<String>,
    /// The secretary states that nobody spoke about it.
    #[serde(default)]
    pub no_remarks: bool,
    /// Taken off the agenda.
    #[serde(default)]
    pub struck: bool,
}

/// A file or link that belongs to a record: the paper of an agenda item, the evidence of a progress note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub subject: RecordId,
    pub name: String,
    /// The address, where it is a link and not a file.
    pub link: Option<String>,
    pub media_type: String,
    pub bytes: i64,
    /// SHA-256 of the file in hexadecimal digits; empty for a link.
    pub sha256: String,
    /// Its name in the object store; `None` for a link.
    pub object: Option<String>,
    #[serde(default)]
    pub struck: bool,
}

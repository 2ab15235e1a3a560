//! What was promised. Nothing here is ever overwritten; see [`crate::domain::ledger`] for what happens to it.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, PlanId, Slug, TaskNo, UserId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Whether a source states it, or it is ours for want of one (shown as 가정).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Published,
    Assumed,
}

impl Basis {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Assumed => "assumed",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Published, Self::Assumed].into_iter().find(|basis| basis.code() == code)
    }
}

/// What an institution does in a task (소관과제의 역할).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskRole {
    /// 주관: its Steps are the milestone's own state.
    Lead,
    /// 협조
    Cooperating,
    /// 이행
    Implementing,
}

impl TaskRole {
    pub const ALL: [Self; 3] = [Self::Lead, Self::Cooperating, Self::Implementing];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Cooperating => "cooperating",
            Self::Implementing => "implementing",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Whom a task asks something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Every central administrative body valid on the day.
    AllCentral,
    /// The lead and the cooperating bodies named.
    Named,
}

impl Scope {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AllCentral => "all-central",
            Self::Named => "named",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::AllCentral, Self::Named].into_iter().find(|scope| scope.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub slug: Slug,
    pub title: String,
    pub title_en: String,
    pub announced_on: NaiveDate,
    pub lead: Slug,
    pub contact_unit: String,
    pub contact_phone: String,
}

/// Where something was published, and when: before that day it is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub key: String,
    pub title: String,
    pub location: String,
    pub published_on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strategy {
    pub no: i64,
    pub title: String,
    pub title_en: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub no: TaskNo,
    pub strategy_no: i64,
    pub title: String,
    pub title_en: String,
    pub scope: Scope,
    pub lead: Slug,
    pub lead_basis: Basis,
    pub lead_source: Option<String>,
    /// Whether coverage over information systems will measure it (`graded`, `continuity_plan`, `resilience`).
    pub coverage: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub id: MilestoneId,
    pub task_no: TaskNo,
    /// Its place within the task, from 1.
    pub no: i64,
    pub title: String,
    /// The due as first approved. Moves are date changes beside it.
    pub due: Due,
    pub basis: Basis,
    pub source: Option<String>,
    /// The day from which it is shown: its source's publication.
    pub known_from: NaiveDate,
    /// A published note ("보도상 완료"), never a claim or a verification, and the source that says so.
    pub reported_done: Option<(NaiveDate, String)>,
}

/// A task as one institution carries it (소관과제).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub id: AssignmentId,
    pub task_no: TaskNo,
    pub role: TaskRole,
    pub basis: Basis,
    pub recorded_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Who held it and since when, oldest first; a handover appends.
    pub holders: Vec<(DateTime<Utc>, Slug)>,
}

impl Assignment {
    /// The institution that held it just before `cutoff`.
    #[must_use]
    pub fn holder_before(&self, cutoff: DateTime<Utc>) -> Option<&Slug> {
        self.holders.iter().rev().find(|(since, _)| *since < cutoff).map(|(_, slug)| slug)
    }

    /// Whether it stood just before `cutoff`.
    #[must_use]
    pub fn stands_before(&self, cutoff: DateTime<Utc>) -> bool {
        self.recorded_at < cutoff && self.ended_at.is_none_or(|ended| ended >= cutoff)
    }
}

/// Who answers for an assignment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duty {
    /// 담당자
    pub owner: Option<(UserId, String)>,
    /// 검토자
    pub reviewer: Option<(UserId, String)>,
    /// 연락처: department and telephone.
    pub contact: String,
}

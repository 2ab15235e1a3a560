//! A plan file as data: what `plans/*.toml` says, read, checked and free of any table's numbers.
//!
//! [`crate::domain::plan_parse`] reads and writes it. A new key is added here as a field, there as one line in the
//! reader and one in the writer; the round-trip test fails until all three agree.

use crate::domain::due::Due;
use crate::domain::ids::Slug;
use crate::domain::plan::{Basis, Source, Strategy, Task};
use crate::domain::subtask::SubtaskText;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One plan (대책) with all it promises, in the order of its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFile {
    pub slug: Slug,
    pub title: String,
    pub title_en: String,
    pub announced_on: NaiveDate,
    pub lead: Slug,
    pub contact_unit: String,
    pub contact_phone: String,
    /// The keys of the sources that the plan as a whole rests on.
    pub cited: Vec<String>,
    pub sources: Vec<Source>,
    pub strategies: Vec<Strategy>,
    pub tasks: Vec<TaskEntry>,
    /// Meetings that were held, with what was published of them.
    pub meetings: Vec<MeetingEntry>,
}

impl PlanFile {
    /// The source with that key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// The day from which a milestone is shown: its source's publication, else the plan's announcement.
    #[must_use]
    pub fn known_from(&self, milestone: &MilestoneEntry) -> NaiveDate {
        let source = milestone.source.as_deref().and_then(|key| self.source(key));
        source.map_or(self.announced_on, |source| source.published_on)
    }
}

/// A task (추진과제), who helps, and what it promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskEntry {
    pub task: Task,
    pub cooperating: Vec<Cooperation>,
    pub milestones: Vec<MilestoneEntry>,
    pub subtasks: Vec<SubtaskEntry>,
}

/// A subtask (세부과제) as its task's file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtaskEntry {
    /// Its number within the task, for ever its own.
    pub no: i64,
    pub text: SubtaskText,
}

/// An institution that cooperates in a task (협조).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cooperation {
    pub institution: Slug,
    pub basis: Basis,
    pub source: Option<String>,
}

/// A milestone (마일스톤) as promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneEntry {
    /// Its place within the task, from 1.
    pub no: i64,
    pub title: String,
    pub due: Due,
    pub basis: Basis,
    pub source: Option<String>,
    /// A published note that it was done by that day, and the source that says so. Never a claim.
    pub reported_done: Option<(NaiveDate, String)>,
}

/// Which body met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// 지능정보화책임관(CIO)협의회
    CioCouncil,
    /// 정보화담당관협의회
    WorkingCouncil,
    /// 이행점검회의
    ProgressReview,
}

impl MeetingKind {
    pub const ALL: [Self; 3] = [Self::CioCouncil, Self::WorkingCouncil, Self::ProgressReview];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CioCouncil => "cio_council",
            Self::WorkingCouncil => "working_council",
            Self::ProgressReview => "progress_review",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A meeting that was held, as far as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingEntry {
    pub kind: MeetingKind,
    pub held_on: NaiveDate,
    /// 제N차
    pub ordinal: Option<i64>,
    pub place: Option<String>,
    pub chair: Option<String>,
    pub attending: Option<String>,
    pub agenda: Vec<String>,
    pub source: String,
}

/// Something in a file that cannot stand, told so that whoever wrote it finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFault {
    /// Counted from 1; `None` where no single line is at fault.
    pub line: Option<usize>,
    /// The place in words of the file (`task.4.milestone.1.due`, `valid_from`); empty for the file as a whole.
    pub field: String,
    /// A Korean sentence.
    pub problem: String,
}

impl fmt::Display for PlanFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!("{line}행"));
        let place = [line.as_deref().unwrap_or_default(), &self.field].join(" ");
        match place.trim() {
            "" => f.write_str(&self.problem),
            place => write!(f, "{place}: {}", self.problem),
        }
    }
}

impl std::error::Error for PlanFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_as_one_sentence_with_what_is_known_of_its_place() {
        let told = |line, field: &str| {
            PlanFault { line, field: field.to_owned(), problem: "항목이 빠졌습니다".to_owned() }.to_string()
        };
        assert_eq!(told(Some(12), "task.4.title"), "12행 task.4.title: 항목이 빠졌습니다");
        assert_eq!(told(Some(12), ""), "12행: 항목이 빠졌습니다");
        assert_eq!(told(None, "task"), "task: 항목이 빠졌습니다");
        assert_eq!(told(None, ""), "항목이 빠졌습니다");
    }
}

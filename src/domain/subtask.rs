//! Subtasks (세부과제): what a task consists of. Edited by the PMO or by a plan file, never overwritten: each version keeps
//! its days, so that the list can be read as of any of them.

use crate::domain::ids::{Slug, TaskNo};
use crate::domain::ledger::Registry;
use crate::domain::plan::Basis;
use chrono::{DateTime, Utc};

/// What is said of a subtask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubtaskText {
    pub title: String,
    /// Empty where there is none.
    pub title_en: String,
    /// Who leads it, where that is not the task's lead.
    pub lead: Option<Slug>,
    /// The numbers of the task's milestones that belong to it, ascending.
    pub milestones: Vec<i64>,
    pub basis: Basis,
    pub source: Option<String>,
}

/// A subtask in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subtask {
    pub task_no: TaskNo,
    /// Its number within the task, for ever its own.
    pub no: i64,
    pub text: SubtaskText,
    /// Why it was given up; such a version is no longer listed.
    pub retired: Option<String>,
    pub by_name: String,
    pub recorded_at: DateTime<Utc>,
    pub superseded_at: Option<DateTime<Utc>>,
}

impl Subtask {
    fn stands_before(&self, cutoff: DateTime<Utc>) -> bool {
        self.recorded_at < cutoff && self.superseded_at.is_none_or(|until| until >= cutoff)
    }
}

impl Registry {
    /// The subtasks of a task that stood just before `cutoff`, by number; those given up are not among them.
    pub fn subtasks_before(&self, task: TaskNo, cutoff: DateTime<Utc>) -> impl Iterator<Item = &Subtask> {
        let of_task = self.subtasks.iter().filter(move |one| one.task_no == task);
        of_task.filter(move |one| one.retired.is_none() && one.stands_before(cutoff))
    }

    /// The subtasks of a task that were given up before `cutoff`, by number.
    pub fn retired_before(&self, task: TaskNo, cutoff: DateTime<Utc>) -> impl Iterator<Item = &Subtask> {
        let of_task = self.subtasks.iter().filter(move |one| one.task_no == task);
        of_task.filter(move |one| one.retired.is_some() && one.stands_before(cutoff))
    }

    /// The last version of a subtask, whatever its state.
    #[must_use]
    pub fn subtask(&self, task: TaskNo, no: i64) -> Option<&Subtask> {
        self.subtasks.iter().rfind(|one| one.task_no == task && one.no == no && one.superseded_at.is_none())
    }

    /// The number that the next subtask of a task gets: numbers are not used again.
    #[must_use]
    pub fn next_subtask(&self, task: TaskNo) -> i64 {
        self.subtasks.iter().filter(|one| one.task_no == task).map(|one| one.no).max().unwrap_or(0) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::ledger;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn version(no: i64, title: &str, from: &str, until: Option<&str>) -> Subtask {
        let text = SubtaskText {
            title: title.to_owned(),
            title_en: String::new(),
            lead: None,
            milestones: vec![],
            basis: Basis::Assumed,
            source: None,
        };
        let superseded_at = until.map(at);
        let by_name = "총괄".to_owned();
        Subtask { task_no: TaskNo(4), no, text, retired: None, by_name, recorded_at: at(from), superseded_at }
    }

    #[test]
    fn the_list_is_that_of_the_day() {
        let mut registry: Registry = (*ledger()).clone();
        let mut retired = version(1, "나", "2024-03-12T00:00:00Z", None);
        retired.retired = Some("다른 세부과제에 합침".to_owned());
        registry.subtasks = vec![
            version(1, "가", "2024-02-01T00:00:00Z", Some("2024-03-05T00:00:00Z")),
            version(1, "나", "2024-03-05T00:00:00Z", Some("2024-03-12T00:00:00Z")),
            retired,
            version(2, "다", "2024-03-08T00:00:00Z", None),
        ];
        let on = |cutoff: &str| -> Vec<&str> {
            registry.subtasks_before(TaskNo(4), at(cutoff)).map(|one| one.text.title.as_str()).collect()
        };
        assert!(on("2024-02-01T00:00:00Z").is_empty());
        assert_eq!(on("2024-03-05T00:00:00Z"), ["가"]);
        assert_eq!(on("2024-03-09T00:00:00Z"), ["나", "다"]);
        assert_eq!(on("2024-03-12T00:00:01Z"), ["다"]);
        assert_eq!(registry.retired_before(TaskNo(4), at("2024-03-12T00:00:01Z")).count(), 1);
        assert_eq!(registry.next_subtask(TaskNo(4)), 3);
        assert_eq!(registry.next_subtask(TaskNo(5)), 1);
    }
}

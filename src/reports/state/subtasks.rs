//! 세부과제 as of the day, under the tasks that are in the report.

use super::Party;
use super::view::View;
use crate::domain::ids::TaskNo;
use crate::domain::plan::Basis;
use crate::domain::subtask::Subtask;
use serde::Serialize;

/// A subtask (세부과제).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubtaskRow {
    pub task_no: TaskNo,
    pub no: i64,
    pub title: String,
    /// `None`: the task's lead.
    pub lead: Option<Party>,
    /// The numbers of its milestones within the task.
    pub milestones: Vec<i64>,
    pub basis: Basis,
    /// The title of its source.
    pub source: String,
}

pub(super) fn subtasks(view: &View<'_>) -> Vec<SubtaskRow> {
    let of_task = |task| view.ledger.subtasks_before(task, view.standing.cutoff);
    view.tasks().flat_map(|(task, _)| of_task(task.no)).map(|one| row(view, one)).collect()
}

fn row(view: &View<'_>, one: &Subtask) -> SubtaskRow {
    let text = &one.text;
    let source = text.source.as_ref().and_then(|key| view.ledger.source(key));
    let source = source.filter(|source| source.published_on <= view.standing.day);
    SubtaskRow {
        task_no: one.task_no,
        no: one.no,
        title: text.title.clone(),
        lead: text.lead.as_ref().map(|lead| view.party(lead)),
        milestones: text.milestones.clone(),
        basis: text.basis,
        source: source.map_or_else(String::new, |source| source.title.clone()),
    }
}

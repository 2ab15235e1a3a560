//! A plan file with what was edited since it was imported: what `plan export` writes.

use crate::domain::ledger::Registry;
use crate::domain::plan_file::{PlanFile, SubtaskEntry, TaskEntry};
use crate::domain::wording::Place;

impl PlanFile {
    /// The same plan with the wordings and subtasks that are in force.
    #[must_use]
    pub fn as_edited(mut self, registry: &Registry) -> Self {
        for entry in &mut self.tasks {
            let no = entry.task.no;
            if let Some(wording) = registry.wording(&Place::Task(no)) {
                (entry.task.title, entry.task.title_en) = (wording.title, wording.other);
            }
            for milestone in &mut entry.milestones {
                if let Some(wording) = registry.wording(&Place::Milestone(no, milestone.no)) {
                    milestone.title = wording.title;
                }
            }
            take_subtasks(entry, registry);
        }
        self
    }
}

fn take_subtasks(entry: &mut TaskEntry, registry: &Registry) {
    let no = entry.task.no;
    let stand = registry.subtasks.iter().filter(|one| one.task_no == no && one.superseded_at.is_none());
    let stand = stand.filter(|one| one.retired.is_none());
    // In the order of the file, what was added since at the end.
    let mut edited: Vec<SubtaskEntry> = stand.map(|one| SubtaskEntry { no: one.no, text: one.text.clone() }).collect();
    let place = |no: i64| entry.subtasks.iter().position(|one| one.no == no).unwrap_or(usize::MAX);
    edited.sort_by_key(|one| (place(one.no), one.no));
    entry.subtasks = edited;
}

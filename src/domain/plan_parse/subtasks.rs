//! The subtasks (세부과제) of a task in a plan file.

use super::fields::Fields;
use super::parts::Named;
use crate::domain::plan_file::SubtaskEntry;
use crate::domain::subtask::SubtaskText;

const SUBTASK: [&str; 7] = ["no", "title", "title_en", "lead", "milestones", "basis", "source"];

/// Reads the subtasks of a task that has so many milestones.
pub(super) fn read(task: &Fields<'_>, milestones: i64, named: &Named<'_>) -> Vec<SubtaskEntry> {
    let mut numbers = Vec::new();
    let mut read = Vec::new();
    for subtask in task.tables("subtask", &SUBTASK) {
        let no = subtask.number("no");
        if no.is_some_and(|no| numbers.contains(&no)) {
            subtask.fault("no", "같은 번호의 세부과제가 앞에 있습니다");
        }
        numbers.extend(no);
        let text = read_text(&subtask, milestones, named);
        read.extend(no.zip(text).map(|(no, text)| SubtaskEntry { no, text }));
    }
    read
}

fn read_text(fields: &Fields<'_>, count: i64, named: &Named<'_>) -> Option<SubtaskText> {
    let (title, title_en) = (fields.line("title"), fields.optional_line("title_en").unwrap_or_default());
    let lead = if fields.has("lead") { named.institution(fields, "lead") } else { None };
    let mut milestones = fields.numbers("milestones");
    if milestones.iter().any(|no| *no > count) {
        fields.fault("milestones", format!("그 번호의 마일스톤이 없습니다(이 과제의 마일스톤은 {count}개)"));
    }
    milestones.sort_unstable();
    milestones.dedup();
    let (basis, source) = named.basis_and_source(fields);
    Some(SubtaskText { title: title?, title_en, lead, milestones, basis: basis?, source })
}

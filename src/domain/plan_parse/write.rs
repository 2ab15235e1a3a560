//! A plan as its file: what is read back is what was written.

use crate::domain::plan::Basis;
use crate::domain::plan_file::{MeetingEntry, MilestoneEntry, PlanFile, SubtaskEntry, TaskEntry};
use std::fmt::{Display, Write};
use toml::Value;

/// Writes a plan in the form that [`super::parse_plan`] reads.
#[must_use]
pub fn write_plan(plan: &PlanFile) -> String {
    let mut lines = Lines::default();
    write_head(&mut lines, plan);
    for strategy in &plan.strategies {
        lines.header("[[strategy]]");
        lines.bare("no", strategy.no);
        lines.text("title", &strategy.title);
        lines.text("title_en", &strategy.title_en);
    }
    plan.tasks.iter().for_each(|task| write_task(&mut lines, task));
    plan.meetings.iter().for_each(|meeting| write_meeting(&mut lines, meeting));
    lines.written
}

#[derive(Default)]
struct Lines {
    written: String,
}

impl Lines {
    fn header(&mut self, header: &str) {
        let gap = if self.written.is_empty() { "" } else { "\n" };
        self.bare_line(&format!("{gap}{header}"));
    }

    fn bare_line(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }

    fn bare(&mut self, key: &str, value: impl Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.written, "{key} = {value}");
    }

    fn text(&mut self, key: &str, value: &str) {
        self.bare(key, quoted(value));
    }

    fn optional(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    fn list(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            self.bare(key, format!("[{}]", values.join(", ")));
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn write_head(lines: &mut Lines, plan: &PlanFile) {
    lines.header("[plan]");
    lines.text("slug", plan.slug.as_str());
    lines.text("title", &plan.title);
    lines.text("title_en", &plan.title_en);
    lines.text("announced_on", &plan.announced_on.to_string());
    lines.text("lead", plan.lead.as_str());
    let (unit, phone) = (quoted(&plan.contact_unit), quoted(&plan.contact_phone));
    lines.bare("contact", format!("{{ unit = {unit}, phone = {phone} }}"));
    lines.list("sources", &plan.cited);
    lines.header("[sources]");
    for source in &plan.sources {
        let (title, location) = (quoted(&source.title), quoted(&source.location));
        let published_on = source.published_on;
        let held = format!("{{ title = {title}, where = {location}, published_on = \"{published_on}\" }}");
        lines.bare(&source.key, held);
    }
}

fn write_task(lines: &mut Lines, entry: &TaskEntry) {
    let task = &entry.task;
    lines.header("[[task]]");
    lines.bare("no", task.no);
    lines.bare("strategy", task.strategy_no);
    lines.text("title", &task.title);
    lines.text("title_en", &task.title_en);
    lines.bare("lead", part(task.lead.as_str(), task.lead_basis, task.lead_source.as_deref()));
    let cooperating = entry.cooperating.iter();
    let cooperating: Vec<String> =
        cooperating.map(|other| part(other.institution.as_str(), other.basis, other.source.as_deref())).collect();
    if !cooperating.is_empty() {
        lines.bare("cooperating", format!("[{}]", cooperating.join(", ")));
    }
    lines.text("scope", task.scope.code());
    lines.optional("coverage", task.coverage.as_ref());
    entry.milestones.iter().for_each(|milestone| write_milestone(lines, milestone));
    entry.subtasks.iter().for_each(|subtask| write_subtask(lines, subtask));
}

fn part(institution: &str, basis: Basis, source: Option<&str>) -> String {
    let source = source.map(|source| format!(", source = {}", quoted(source))).unwrap_or_default();
    format!("{{ institution = \"{institution}\", basis = \"{}\"{source} }}", basis.code())
}

fn write_milestone(lines: &mut Lines, milestone: &MilestoneEntry) {
    lines.bare_line("  [[task.milestone]]");
    lines.text("  title", &milestone.title);
    lines.text("  due", &milestone.due.to_string());
    lines.text("  basis", milestone.basis.code());
    lines.optional("  source", milestone.source.as_ref());
    if let Some((day, source)) = &milestone.reported_done {
        lines.text("  reported_done_by", &day.to_string());
        lines.text("  reported_in", source);
    }
}

fn write_subtask(lines: &mut Lines, entry: &SubtaskEntry) {
    let text = &entry.text;
    lines.bare_line("  [[task.subtask]]");
    lines.bare("  no", entry.no);
    lines.text("  title", &text.title);
    if !text.title_en.is_empty() {
        lines.text("  title_en", &text.title_en);
    }
    if let Some(lead) = &text.lead {
        lines.text("  lead", lead.as_str());
    }
    if !text.milestones.is_empty() {
        let numbers: Vec<String> = text.milestones.iter().map(ToString::to_string).collect();
        lines.bare("  milestones", format!("[{}]", numbers.join(", ")));
    }
    lines.text("  basis", text.basis.code());
    lines.optional("  source", text.source.as_ref());
}

fn write_meeting(lines: &mut Lines, meeting: &MeetingEntry) {
    lines.header("[[meeting]]");
    lines.text("kind", meeting.kind.code());
    if let Some(ordinal) = meeting.ordinal {
        lines.bare("ordinal", ordinal);
    }
    lines.text("held_on", &meeting.held_on.to_string());
    lines.optional("place", meeting.place.as_ref());
    lines.optional("chair", meeting.chair.as_ref());
    lines.optional("attending", meeting.attending.as_ref());
    lines.list("agenda", &meeting.agenda);
    lines.text("source", &meeting.source);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::plan_parse::{built_in, parse_institutions, parse_plan};
    use crate::domain::subtask::SubtaskText;

    #[test]
    fn what_is_read_back_is_what_was_written() {
        let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
        let mut plan = parse_plan(built_in::PLAN, &institutions).unwrap();
        assert_eq!(parse_plan(&write_plan(&plan), &institutions).as_ref(), Ok(&plan));

        plan.title = r#"'큰' "대책" \ # = [x] """#.to_owned();
        plan.contact_unit = "'''\t\"}, { x = 1".to_owned();
        plan.sources[0].location = "C:\\자료\\1.hwp".to_owned();
        plan.tasks[0].task.lead_source = Some("measures".to_owned());
        plan.tasks[0].milestones.clear();
        plan.meetings[0].agenda = vec!["\"가\", '나'".to_owned()];
        plan.cited.clear();
        let text = SubtaskText {
            title: "\"세부\" 과제".to_owned(),
            title_en: "Part".to_owned(),
            lead: Some(plan.tasks[3].task.lead.clone()),
            milestones: vec![1, 2],
            basis: Basis::Published,
            source: Some("measures".to_owned()),
        };
        let bare = SubtaskText { title_en: String::new(), lead: None, milestones: vec![], ..text.clone() };
        plan.tasks[3].subtasks = vec![SubtaskEntry { no: 2, text }, SubtaskEntry { no: 1, text: bare }];
        assert_eq!(parse_plan(&write_plan(&plan), &institutions), Ok(plan));
    }

    #[test]
    fn a_written_plan_keeps_the_look_of_the_file() {
        let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
        let written = write_plan(&parse_plan(built_in::PLAN, &institutions).unwrap());
        let read: Vec<&str> =
            built_in::PLAN.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
        let mut missing: Vec<&str> = read.into_iter().filter(|line| !written.lines().any(|w| w == *line)).collect();
        missing.dedup();
        assert!(missing.is_empty(), "{missing:#?}");
    }
}

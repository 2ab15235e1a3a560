//! A file beside what is owed: what it would change in each form, and which of its cells cannot be taken.

use super::desk::{Place, Target, WorkDesk};
use crate::domain::ids::TaskNo;
use crate::domain::kit::canonical;
use crate::domain::report::{changes, read_statement, value};
use crate::pages::kit::cell_fault_words;
use crate::pages::report::fault_words;
use crate::pages::texts::work_sheet as texts;
use crate::pages::work_sheet::{StagedWork, WorkBad, WorkChange, WorkSummary};
use crate::reports::work::{BroughtWork, WorkCell, WorkRow, is_of_step, title_of};
use crate::store::{ImportLine, LineOutcome};
use std::collections::BTreeMap;

/// Looks at what a file brings: a line an assignment.
pub(super) fn look(desk: &WorkDesk, brought: &BroughtWork) -> (WorkSummary, Vec<ImportLine>) {
    let look = Look { desk, brought };
    let mut summary = WorkSummary { unknown: brought.unknown.clone(), ..WorkSummary::default() };
    let mut lines = Vec::new();
    let mut rows: BTreeMap<usize, Vec<&WorkRow>> = BTreeMap::new();
    for row in &brought.rows {
        match look.target(row) {
            Ok(at) => rows.entry(at).or_default().push(row),
            Err(bad) => {
                let staged = StagedWork { bad: vec![bad], ..StagedWork::default() };
                lines.push(line(row.no, &staged, &mut summary));
            }
        }
    }
    for (at, rows) in rows {
        let staged = look.stage(&desk.targets[at], &rows);
        lines.push(line(rows[0].no, &staged, &mut summary));
    }
    (summary, lines)
}

fn line(no: u32, staged: &StagedWork, summary: &mut WorkSummary) -> ImportLine {
    let outcome = if !staged.bad.is_empty() {
        summary.bad += 1;
        summary.cells += i64::try_from(staged.bad.len()).unwrap_or(i64::MAX);
        LineOutcome::Bad
    } else if staged.changes.is_empty() {
        summary.same += 1;
        LineOutcome::Same
    } else {
        summary.changed += 1;
        LineOutcome::Changed
    };
    let contents = serde_json::to_string(staged).unwrap_or_default();
    ImportLine {
        row_no: i64::from(no),
        outcome,
        code: staged.assignment.to_string(),
        name: staged.heading.clone(),
        contents,
    }
}

struct Look<'a> {
    desk: &'a WorkDesk,
    brought: &'a BroughtWork,
}

impl Look<'_> {
    /// The assignment that a row is about.
    fn target(&self, row: &WorkRow) -> Result<usize, WorkBad> {
        let lang = self.desk.reading.info.lang;
        let digits = row.task.trim_start_matches("과제").trim();
        let no = TaskNo::parse(digits).ok_or_else(|| self.bad(row, "task", &row.task, texts::bad_task(lang)))?;
        let named = |one: &&crate::domain::institution::Institution| {
            one.name_ko == row.institution || one.slug.as_str() == row.institution || one.short_ko == row.institution
        };
        let own = match self.desk.own.as_slice() {
            [only] if row.institution.is_empty() => Some(only),
            own => own.iter().find(named),
        };
        let own = own.ok_or_else(|| self.bad(row, "institution", &row.institution, texts::bad_institution(lang)))?;
        let is_it = |one: &Target| one.assignment.task_no == no && one.assignment.institution == own.slug;
        let at = self.desk.targets.iter().position(is_it);
        let at = at.ok_or_else(|| self.bad(row, "task", &row.task, texts::bad_task(lang)))?;
        match self.desk.targets[at].place {
            Place::Waiting => Err(self.bad(row, "task", &row.task, texts::bad_waiting(lang))),
            Place::Draft | Place::Entry(_) => Ok(at),
        }
    }

    fn stage(&self, target: &Target, rows: &[&WorkRow]) -> StagedWork {
        let scene = self.desk.scene();
        let (mut after, mut bad) = (target.fields.clone(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            self.fill(target, row, at == 0, (&mut after, &mut bad));
        }
        let change =
            |one: crate::domain::report::Change| WorkChange { field: one.field, old: one.before, new: one.after };
        let unfinished = read_statement(&after, &target.assignment, target.evidence.len()).err().unwrap_or_default();
        let title = scene.task(target.assignment.task_no).map_or("", |task| task.title.as_str());
        let number = texts::task(scene.lang(), target.assignment.task_no);
        StagedWork {
            assignment: target.assignment.id.0,
            heading: format!("{number} {title} · {}", scene.institution(&target.assignment.institution)),
            in_return: matches!(target.place, Place::Entry(_)),
            seen: target.seen,
            based_on: target.last_report().map_or(0, |id| id.0),
            changes: changes(&target.fields, &after).into_iter().map(change).collect(),
            left: unfinished.iter().map(|fault| fault_words(&scene, fault)).collect(),
            fields: after,
            bad,
        }
    }

    /// Fills in what a row says. The report as a whole stands in the first row of an assignment.
    fn fill(
        &self,
        target: &Target,
        row: &WorkRow,
        first: bool,
        (after, bad): (&mut Vec<(String, String)>, &mut Vec<WorkBad>),
    ) {
        let lang = self.desk.reading.info.lang;
        let step = self.step(target, row);
        if step.is_none() && !row.step.is_empty() {
            bad.push(self.bad(row, "step", &row.step, texts::bad_step(lang)));
            return;
        }
        for cell in &row.cells {
            let (field, idle) = match step {
                _ if !is_of_step(cell.key) => (cell.key.to_owned(), !first),
                Some(id) => (format!("{}_{id}", cell.key), false),
                None => (String::new(), true),
            };
            match &cell.value {
                _ if idle && cell.typed.trim().is_empty() => {}
                Ok(typed) if idle => bad.push(self.bad(row, cell.key, typed, texts::bad_place(lang))),
                Ok(value) => set(after, &field, value),
                Err(kind) => bad.push(self.bad_cell(row, cell, &field, *kind)),
            }
        }
    }

    /// The open step that a row names: by its number, else by its title.
    fn step(&self, target: &Target, row: &WorkRow) -> Option<crate::domain::ids::MilestoneId> {
        let scene = self.desk.scene();
        let number = row.step.split_whitespace().next()?;
        let mut open = target.assignment.steps.iter().filter(|step| step.light.is_open()).map(|step| step.milestone);
        open.find(|id| scene.milestone_no(*id) == number || scene.milestone(*id).ends_with(&format!(" {}", row.step)))
    }

    fn bad_cell(
        &self,
        row: &WorkRow,
        cell: &WorkCell,
        field: &str,
        kind: crate::domain::kit::CellFaultKind,
    ) -> WorkBad {
        let words = cell_fault_words(&self.desk.scene(), field, kind);
        self.bad(row, cell.key, &cell.typed, &words)
    }

    fn bad(&self, row: &WorkRow, key: &str, typed: &str, why: &str) -> WorkBad {
        let column = self.brought.columns.iter().find(|(own, _)| own == key);
        let at = column.map_or_else(|| row.no.to_string(), |(_, letters)| format!("{letters}{}", row.no));
        let typed = typed.chars().take(80).collect();
        WorkBad { at, column: title_of(key).to_owned(), typed, why: why.to_owned() }
    }
}

/// A field as the form would post it: a box that is not ticked is not there.
fn set(fields: &mut Vec<(String, String)>, field: &str, value_: &str) {
    let same = canonical(field, value(fields, field)) == canonical(field, value_);
    if same {
        return;
    }
    fields.retain(|(name, _)| name != field);
    if !(field.starts_with("claim_") && value_.is_empty()) {
        fields.push((field.to_owned(), value_.to_owned()));
    }
}

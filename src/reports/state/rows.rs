//! The rows of tasks, institutions and assignments.

use super::view::{View, count, in_korea};
use super::{InstitutionRow, ReportRow, TaskRow};
use crate::domain::ids::ReportId;
use crate::domain::institution::Kind;
use crate::domain::ledger::{ReportFact, ReportKind};
use crate::domain::narrative::ReportText;
use crate::domain::plan::Task;
use crate::domain::standing::{AssignmentStanding, InstitutionStanding, LightCounts, TaskStanding};
use std::collections::HashMap;

pub(super) fn tasks(view: &View<'_>) -> Vec<TaskRow> {
    view.tasks().map(|(task, standing)| task_row(view, task, standing)).collect()
}

fn task_row(view: &View<'_>, task: &Task, standing: &TaskStanding) -> TaskRow {
    let lead = view.standing.lead_of(standing);
    let verdict = lead.and_then(|lead| lead.verdict.as_ref());
    let strategy = view.ledger.strategies.iter().find(|strategy| strategy.no == task.strategy_no);
    let lights = standing.assignments.iter().map(|index| view.standing.assignments[*index].light);
    TaskRow {
        no: task.no,
        strategy_no: task.strategy_no,
        strategy: strategy.map_or_else(String::new, |strategy| strategy.title.clone()),
        title: task.title.clone(),
        lead: view.party(lead.map_or(&task.lead, |lead| &lead.institution)),
        lead_basis: task.lead_basis,
        light: view.standing.light_of(standing),
        self_rating: lead.and_then(AssignmentStanding::self_rating),
        verdict: verdict.map(|fact| fact.verdict),
        verdict_reason: verdict.map_or_else(String::new, |fact| fact.reason.clone()),
        progress: standing.progress,
        planned_progress: standing.planned_progress,
        next_step: lead.and_then(AssignmentStanding::next_step).map(|step| view.step(step)),
        assignment_lights: LightCounts::of(lights).into(),
    }
}

pub(super) fn institutions(view: &View<'_>) -> Vec<InstitutionRow> {
    view.institutions().map(|standing| institution_row(view, standing)).collect()
}

fn institution_row(view: &View<'_>, standing: &InstitutionStanding) -> InstitutionRow {
    let own: Vec<_> = standing.assignments.iter().map(|index| &view.standing.assignments[*index]).collect();
    let last = own.iter().filter_map(|one| one.last_report.as_ref()).map(|report| report.recorded_at).max();
    InstitutionRow {
        slug: standing.slug.clone(),
        name: view.party(&standing.slug).name,
        kind: view.institution(&standing.slug).map_or(Kind::Office, |institution| institution.kind),
        lights: standing.lights.into(),
        progress: standing.progress,
        stale: count(own.iter().filter(|one| one.is_stale())),
        last_report_at: last.map(in_korea),
    }
}

pub(super) fn reports(view: &View<'_>, texts: &HashMap<ReportId, ReportText>) -> Vec<ReportRow> {
    view.assignments.iter().map(|standing| report_row(view, standing, texts)).collect()
}

fn report_row(view: &View<'_>, one: &AssignmentStanding, texts: &HashMap<ReportId, ReportText>) -> ReportRow {
    let report = one.last_report.as_ref();
    let verdict = one.verdict.as_ref();
    ReportRow {
        task_no: one.task_no,
        task_title: view.task_title(one.task_no),
        institution: view.party(&one.institution),
        role: one.role,
        light: one.light,
        self_rating: one.self_rating(),
        progress: one.progress(),
        planned_progress: one.planned_progress,
        text: report.map(|report| text_of(report, texts)).unwrap_or_default(),
        next_step: one.next_step().map(|step| view.step(step)),
        report_kind: report.map(|report| report.kind),
        reported_at: report.map(|report| in_korea(report.recorded_at)),
        reported_by: report.map(|report| report.by_name.clone()),
        evidence_count: report.map_or(0, |report| report.evidence_count),
        report_count: one.report_count,
        verdict: verdict.map(|fact| fact.verdict),
        verdict_reason: verdict.map_or_else(String::new, |fact| fact.reason.clone()),
        verdict_condition: verdict.map_or_else(String::new, |fact| fact.condition.clone()),
        disputed: one.is_disputed(),
        silent_days: one.silent_days,
        stale: one.is_stale(),
    }
}

/// 변경 없음 repeats what the previous report says.
fn text_of(report: &ReportFact, texts: &HashMap<ReportId, ReportText>) -> ReportText {
    let repeated = report.previous.filter(|_| report.kind == ReportKind::NoChange);
    let found = texts.get(&report.id).or_else(|| repeated.and_then(|previous| texts.get(&previous)));
    found.cloned().unwrap_or_default()
}

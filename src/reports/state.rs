//! The state of a plan on a day, as plain rows: what every export of it is written from.
//!
//! Rows own their text and hold code words; Korean labels come in where a format is read by people
//! ([`crate::reports::labels`]). Unknown is `None` (`null`, an empty cell), never 0.

mod changes;
mod rows;
mod subtasks;
mod summary;
mod view;

pub use subtasks::SubtaskRow;

use crate::domain::calendar::Calendar;
use crate::domain::due::Due;
use crate::domain::ids::{ReportId, Slug, TaskNo};
use crate::domain::institution::Kind;
use crate::domain::ledger::{Cause, Ledger, ReportKind};
use crate::domain::narrative::ReportText;
use crate::domain::plan::{Basis, TaskRole};
use crate::domain::progress::MeanProgress;
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::domain::standing::{LightCounts, Standing};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// A plan on a day, or one institution's part in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateReport {
    /// Whether the institutions' figures are invented (시연 자료).
    pub demonstration: bool,
    pub summary: Summary,
    /// By number.
    pub tasks: Vec<TaskRow>,
    /// 세부과제, by task and number.
    pub subtasks: Vec<SubtaskRow>,
    /// In the register's order.
    pub institutions: Vec<InstitutionRow>,
    /// One row an assignment, by task, role and the register's order; also those that never reported.
    pub reports: Vec<ReportRow>,
    /// 일정 이동 대장, oldest first.
    pub moves: Vec<MoveRow>,
    /// 일정변경, oldest first.
    pub date_changes: Vec<DateChangeRow>,
}

/// What the report is about, and its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub plan: Slug,
    pub plan_title: String,
    pub announced_on: NaiveDate,
    /// 기준일: what was recorded by its end (24:00 KST) is in.
    pub base_date: NaiveDate,
    pub made_at: DateTime<FixedOffset>,
    pub zone: &'static str,
    pub last_recorded_at: Option<DateTime<FixedOffset>>,
    /// Whose plan it is: the institution that leads it.
    pub author: String,
    /// The one institution reported on; `None`: all.
    pub scope: Option<Party>,
    pub figures: Figures,
    /// How each figure is made.
    pub rules: Vec<Rule>,
}

/// An institution as a row names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    pub slug: Slug,
    pub name: String,
}

/// The figures of the summary; [`Summary::rules`] says how each is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub task_lights: LightTally,
    pub assignment_lights: LightTally,
    pub task_verdicts: VerdictTally,
    pub assignment_verdicts: VerdictTally,
    /// Tenths of a per cent.
    pub progress: MeanProgress,
    /// Tenths of a per cent; an assumption of ours (가정).
    pub planned_progress_tenths: Option<i64>,
    pub milestones_done: i64,
    pub milestones_total: i64,
    pub institutions: i64,
    pub late_assignments: i64,
    pub will_miss_due: i64,
    pub stale_assignments: i64,
    pub date_changes_approved: i64,
    pub date_changes_pending: i64,
    pub date_changes_refused: i64,
    pub earlier_moves: i64,
}

/// How a figure is made, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    pub figure: &'static str,
    pub rule: &'static str,
}

/// How many of each light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LightTally {
    pub late: i64,
    pub due_soon: i64,
    pub on_time: i64,
    pub planned: i64,
    pub done: i64,
    /// Dropped or superseded.
    pub ended: i64,
}

impl From<LightCounts> for LightTally {
    fn from(counts: LightCounts) -> Self {
        let LightCounts { planned, on_time, due_soon, late, done, ended } = counts;
        Self { late, due_soon, on_time, planned, done, ended }
    }
}

/// How many of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerdictTally {
    pub at_risk: i64,
    pub watch: i64,
    pub on_track: i64,
    pub verified: i64,
    /// 판정 전
    pub none: i64,
}

/// A task; its light, rating and verdict are its lead's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaskRow {
    pub no: TaskNo,
    pub strategy_no: i64,
    pub strategy: String,
    pub title: String,
    pub lead: Party,
    pub lead_basis: Basis,
    pub light: Light,
    pub self_rating: Option<SelfRating>,
    pub verdict: Option<Verdict>,
    pub verdict_reason: String,
    /// Tenths of a per cent, with how many were unknown.
    pub progress: MeanProgress,
    /// Per cent (가정).
    pub planned_progress: Option<i64>,
    pub next_step: Option<StepRow>,
    /// Its assignments' lights.
    pub assignment_lights: LightTally,
}

/// The step to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepRow {
    pub milestone_no: i64,
    pub title: String,
    pub basis: Basis,
    pub first_due: Due,
    pub approved_due: Due,
    /// The last day of the approved due.
    pub last_day: NaiveDate,
    /// The last working day on or before it; the plan date itself is never rolled.
    pub last_working_day: NaiveDate,
    /// Days from the base date to the last day; negative: overdue. `None` once nothing is to be done.
    pub days_left: Option<i64>,
    pub forecast: Option<NaiveDate>,
    /// Days of the forecast after the first approved due; negative: before it.
    pub slip_days: Option<i64>,
    pub will_miss_due: bool,
    /// 확인 대기
    pub waiting: bool,
}

/// An institution and its assignments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstitutionRow {
    pub slug: Slug,
    pub name: String,
    pub kind: Kind,
    pub lights: LightTally,
    /// Tenths of a per cent, with how many were unknown.
    pub progress: MeanProgress,
    pub stale: i64,
    pub last_report_at: Option<DateTime<FixedOffset>>,
}

/// An assignment with its last report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportRow {
    pub task_no: TaskNo,
    pub task_title: String,
    pub institution: Party,
    pub role: TaskRole,
    pub light: Light,
    pub self_rating: Option<SelfRating>,
    /// Per cent.
    pub progress: Option<i64>,
    /// Per cent (가정).
    pub planned_progress: Option<i64>,
    /// 자체평가 사유, 추진실적, 향후계획, 애로사항, 협조요청.
    #[serde(flatten)]
    pub text: ReportText,
    pub next_step: Option<StepRow>,
    pub report_kind: Option<ReportKind>,
    pub reported_at: Option<DateTime<FixedOffset>>,
    pub reported_by: Option<String>,
    pub evidence_count: i64,
    pub report_count: i64,
    pub verdict: Option<Verdict>,
    pub verdict_reason: String,
    pub verdict_condition: String,
    /// Whether the verdict differs from the self rating.
    pub disputed: bool,
    /// Days since the last report, or since the assignment was made.
    pub silent_days: i64,
    pub stale: bool,
}

/// A move of a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoveRow {
    pub recorded_on: NaiveDate,
    pub task_no: TaskNo,
    pub institution: Party,
    pub milestone_no: i64,
    pub milestone: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Positive is later.
    pub days: i64,
    pub against_first_due: i64,
    pub cause: Option<Cause>,
    pub reason: String,
    pub reported_by: String,
    /// The date change asked for with it, before the forecast moved again.
    pub requested: Option<Requested>,
}

/// A date change as the slip ledger names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Requested {
    pub to: Due,
    pub state: DateChangeState,
}

/// How a proposal stood on the base date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateChangeState {
    Pending,
    Approved,
    Refused,
}

/// A proposal to move an approved due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateChangeRow {
    pub task_no: TaskNo,
    pub institution: Party,
    pub milestone_no: i64,
    pub milestone: String,
    pub from: Due,
    pub to: Due,
    /// Positive is later.
    pub days: i64,
    /// 조기 추진, counted apart from slips.
    pub earlier: bool,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_on: NaiveDate,
    pub state: DateChangeState,
    pub decided_by: Option<String>,
    pub decided_on: Option<NaiveDate>,
    pub decision_reason: String,
}

impl StateReport {
    /// The state of the plan of `ledger` as `standing` has derived it, or of the part of one institution (`scope`).
    ///
    /// `texts` holds the narratives of the assignments' last reports; what is missing stays empty. `made_at` is printed
    /// and is the creation time of the file.
    #[must_use]
    pub fn build(
        ledger: &Ledger,
        standing: &Standing,
        calendar: &Calendar,
        texts: &HashMap<ReportId, ReportText>,
        scope: Option<&Slug>,
        made_at: DateTime<Utc>,
        demo: bool,
    ) -> Self {
        let view = view::View::new(ledger, standing, calendar, scope);
        let date_changes = changes::date_changes(&view);
        Self {
            demonstration: demo,
            summary: summary::summary(&view, &date_changes, made_at),
            tasks: rows::tasks(&view),
            subtasks: subtasks::subtasks(&view),
            institutions: rows::institutions(&view),
            reports: rows::reports(&view, texts),
            moves: changes::moves(&view),
            date_changes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::fixture::{day, report, standing};

    #[test]
    fn the_figures_are_those_of_the_standing() {
        let (report, standing) = (report(None), standing(day("2024-03-20")));
        let figures = &report.summary.figures;
        assert_eq!(figures.assignment_lights, LightCounts::of(standing.assignments.iter().map(|one| one.light)).into());
        assert_eq!(figures.progress, standing.mean_task_progress());
        assert_eq!(figures.planned_progress_tenths, standing.mean_planned_progress());
        assert_eq!((figures.milestones_done, figures.milestones_total), (1, 3));
        assert_eq!((figures.late_assignments, figures.will_miss_due, figures.stale_assignments), (2, 1, 2));
    }

    #[test]
    fn a_decision_made_later_is_not_known_on_the_day() {
        let report = report(None);
        let figures = &report.summary.figures;
        assert_eq!(report.date_changes[0].state, DateChangeState::Pending);
        assert_eq!(report.date_changes[0].decided_by, None);
        assert_eq!((figures.date_changes_pending, figures.date_changes_approved, figures.earlier_moves), (1, 0, 1));
    }

    #[test]
    fn a_move_names_the_date_change_asked_for_with_it() {
        let moves = report(None).moves;
        assert_eq!(moves.len(), 1);
        assert_eq!((moves[0].days, moves[0].against_first_due), (15, 15));
        assert_eq!(moves[0].requested.map(|asked| asked.to.to_string()).as_deref(), Some("2024-04-15"));
    }

    #[test]
    fn the_report_of_one_institution_holds_nothing_of_the_others() {
        let report = report(Some("kostat"));
        assert!(report.reports.iter().all(|row| row.institution.slug.as_str() == "kostat"));
        assert_eq!((report.tasks.len(), report.institutions.len(), report.reports.len()), (2, 1, 2));
        assert!(report.moves.is_empty() && report.date_changes.is_empty());
        assert_eq!(report.summary.figures.progress.unknown, 2);
    }

    #[test]
    fn every_figure_has_its_rule() {
        let figures = serde_json::to_value(&report(None).summary.figures).unwrap();
        for figure in figures.as_object().unwrap().keys() {
            let code = if figure.starts_with("milestones_") { "milestones" } else { figure };
            assert!(!crate::reports::labels::rule(code).is_empty(), "{figure}");
        }
    }
}

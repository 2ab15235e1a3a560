//! The report of a review round (점검 결과): the one model from which all five files of a round are written.
//!
//! [`RoundView::open`] says how the plan stood on the base date as far as it was known at the cutoff (the seal, or the
//! moment a draft is made); the caller loads the texts that it names and hands all to [`RoundReport::build`].
//! [`round_file`] writes the model in a [`Format`]: [`sheets`] for xlsx and csv, the model itself for json, [`document`]
//! for hwpx and pdf. All figures come from the model, so they agree; all times come from the facts, so that the same facts
//! give the same bytes.
//!
//! To add a section that another area fills (지시사항, 지원, 정보시스템), build an [`Extra`] and pass it in: it is a sheet
//! in xlsx, a key in json and a section in the documents without a line here.

pub mod council;
pub mod coverage;
pub mod document;
mod extra;
mod format;
mod rows;
pub mod seal;
pub mod sheets;
mod view;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use extra::{Extra, ExtraColumn, ExtraTable};
pub use format::Format;
pub use view::{RoundView, latest};

use crate::domain::calendar::Calendar;
use crate::domain::comparison::Turn;
use crate::domain::exceptions::ExceptionKind;
use crate::domain::ids::{ReportId, Slug, TaskNo};
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::plan::TaskRole;
use crate::domain::query::{Query, QueryState};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::returns::{ReceivedWay, ReturnState};
use crate::domain::round::{RoundSlug, RoundState};
use crate::domain::schedule::Light;
use crate::domain::systems::coverage::Item;
use crate::domain::systems::statement::Statement;
use crate::reports::state::{Party, StateReport};
use crate::reports::{ExportError, labels, official, xlsx};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// A round, or one institution's part in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundReport {
    /// 초안: the round is not sealed.
    pub draft: bool,
    pub seal: Option<SealMark>,
    pub round: RoundHead,
    /// The plan on the base date, in the round's scope.
    #[serde(flatten)]
    pub state: StateReport,
    pub return_counts: ReturnCounts,
    /// In the register's order.
    pub returns: Vec<ReturnRow>,
    /// By number; those that the reader may read.
    pub queries: Vec<QueryRow>,
    /// How many the reader may not read.
    pub queries_left_out: i64,
    /// The verdict of each assignment that has one, by task, role and the register's order.
    pub verdicts: Vec<VerdictRow>,
    /// What needs a decision, most urgent first.
    pub exceptions: Vec<ExceptionRow>,
    /// The round compared with; `None` for the first.
    pub compared_with: Option<Before>,
    /// What went somewhere since that round.
    pub comparison: Vec<ComparisonRow>,
    /// 애로사항
    pub difficulties: Vec<VoiceRow>,
    /// 협조요청
    pub requests: Vec<VoiceRow>,
    pub evidence: Vec<EvidenceLine>,
    /// What the register of systems counts for the assignments of measured tasks, by task, role and the register's order.
    pub measured: Vec<MeasuredRow>,
    /// Sections of other areas.
    pub sections: Vec<Extra>,
}

/// The seal that a report belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealMark {
    /// SHA-256 of the sealed document in hexadecimal digits.
    pub hash: String,
    /// What pages and files print of it.
    pub short: String,
    pub sealed_at: DateTime<FixedOffset>,
}

/// What the round asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoundHead {
    pub slug: RoundSlug,
    /// 제N차
    pub ordinal: i64,
    pub quarterly: bool,
    pub state: RoundState,
    pub base_date: NaiveDate,
    pub window_from: NaiveDate,
    pub due: NaiveDate,
    pub meeting_on: Option<NaiveDate>,
    pub meeting_place: String,
    /// The tasks reviewed; empty: all.
    pub tasks: Vec<TaskNo>,
    pub two_steps: bool,
    pub extensions: Vec<ExtensionRow>,
}

/// 접수 기간 연장
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExtensionRow {
    pub due: NaiveDate,
    pub reason: String,
    pub recorded_on: NaiveDate,
}

/// How many returns are in each state, and how many came late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReturnCounts {
    pub total: i64,
    pub not_started: i64,
    pub draft: i64,
    pub submitted: i64,
    pub returned: i64,
    pub approved: i64,
    pub nil: i64,
    pub late: i64,
}

impl ReturnCounts {
    /// Handed in, whatever became of it.
    #[must_use]
    pub const fn handed_in(self) -> i64 {
        self.submitted + self.returned + self.approved
    }
}

/// What an institution handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReturnRow {
    pub institution: Party,
    pub state: ReturnState,
    /// 변경 없음 of everything.
    pub nil: bool,
    /// The day that counts for lateness.
    pub first_submitted_on: Option<NaiveDate>,
    /// Working days after the due day.
    pub working_days_late: i64,
    pub submitted_at: Option<DateTime<FixedOffset>>,
    pub submitted_by: Option<String>,
    pub on_behalf_of: Option<String>,
    /// How it came, where the PMO submitted it.
    pub way: Option<ReceivedWay>,
    pub checked_by: Option<String>,
    pub approved_at: Option<DateTime<FixedOffset>>,
    pub approved_by: Option<String>,
    /// How often it was sent back or reopened.
    pub sent_back: i64,
    pub queries: i64,
    pub open_queries: i64,
}

/// 질의
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueryRow {
    pub label: String,
    pub no: i64,
    pub state: QueryState,
    pub task_no: TaskNo,
    pub institution: Party,
    pub field: String,
    pub question: String,
    pub due: NaiveDate,
    pub asked_by: String,
    pub asked_at: DateTime<FixedOffset>,
    pub answer: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTime<FixedOffset>>,
    pub closed_by: Option<String>,
    pub closed_at: Option<DateTime<FixedOffset>>,
}

/// 총괄 판정
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictRow {
    pub task_no: TaskNo,
    pub task_title: String,
    pub institution: Party,
    pub role: TaskRole,
    pub self_rating: Option<SelfRating>,
    pub verdict: Verdict,
    /// Whether it differs from the self rating.
    pub disputed: bool,
    pub reason: String,
    /// What would change it.
    pub condition: String,
    pub by: String,
    pub recorded_on: NaiveDate,
}

/// One thing that needs a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExceptionRow {
    #[serde(serialize_with = "rows::exception_code")]
    pub kind: ExceptionKind,
    pub task_no: TaskNo,
    pub task_title: String,
    /// `None` where several institutions wait for the same decision.
    pub institution: Option<Party>,
    pub institutions: i64,
    pub milestone: String,
    /// See [`ExceptionKind`].
    pub days: i64,
}

/// The round before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Before {
    pub slug: RoundSlug,
    pub ordinal: i64,
    pub base_date: NaiveDate,
}

/// An assignment then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparisonRow {
    pub turn: Turn,
    pub task_no: TaskNo,
    pub task_title: String,
    pub institution: Party,
    pub light_before: Light,
    pub light: Light,
    pub self_rating_before: Option<SelfRating>,
    pub self_rating: Option<SelfRating>,
    pub verdict_before: Option<Verdict>,
    pub verdict: Option<Verdict>,
    pub progress_before: Option<i64>,
    pub progress: Option<i64>,
    /// Days by which a forecast moved later.
    pub slip_days: i64,
}

/// What an institution says in a field of its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VoiceRow {
    pub task_no: TaskNo,
    pub task_title: String,
    pub institution: Party,
    pub text: String,
}

/// A file or link given with a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    pub task_no: TaskNo,
    pub institution: Party,
    pub name: String,
    pub link: Option<String>,
    pub bytes: i64,
    /// Empty for a link.
    pub sha256: String,
}

/// What is counted beside what an institution reports about a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasuredRow {
    pub task_no: TaskNo,
    pub institution: Slug,
    /// The item that progress is held against first.
    pub items: Vec<MeasuredItem>,
}

/// Of the systems of the grades to which an item is promised first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MeasuredItem {
    pub item: Item,
    pub systems: i64,
    pub met: i64,
    pub unknown: i64,
    pub share_tenths: Option<i64>,
}

/// What a report is built from, beside its view.
pub struct Inputs<'a> {
    pub calendar: &'a Calendar,
    /// The narratives of the reports that the view names.
    pub texts: &'a HashMap<ReportId, ReportText>,
    /// Their evidence.
    pub evidence: &'a HashMap<ReportId, Vec<EvidenceRow>>,
    /// The queries of the round.
    pub queries: &'a [Query],
    /// Whether the reader may read an institution's return and the queries about it.
    pub readable: &'a dyn Fn(&Slug) -> bool,
    /// One institution; `None`: all.
    pub scope: Option<&'a Slug>,
    pub seal: Option<SealMark>,
    pub demonstration: bool,
    /// What the register of systems said.
    pub counted: &'a Statement,
    pub sections: Vec<Extra>,
}

impl RoundReport {
    /// The report of the round of `view`.
    #[must_use]
    pub fn build(view: &RoundView<'_>, inputs: Inputs<'_>) -> Self {
        let made_at = latest(view, inputs.queries);
        let state = StateReport::build(
            &view.ledger,
            &view.standing,
            inputs.calendar,
            inputs.texts,
            inputs.scope,
            inputs.seal.as_ref().map_or(made_at, |seal| seal.sealed_at.to_utc()),
            inputs.demonstration,
        );
        let rows = rows::Rows::new(view, &inputs, &state);
        let returns = rows.returns();
        Self {
            draft: inputs.seal.is_none(),
            round: rows.head(),
            return_counts: rows::count_returns(&returns),
            queries_left_out: rows.queries_left_out(),
            queries: rows.queries(),
            verdicts: rows.verdicts(),
            exceptions: rows.exceptions(),
            compared_with: rows.before(),
            comparison: rows.comparison(),
            difficulties: rows.voices(|text| &text.obstacle),
            requests: rows.voices(|text| &text.request),
            evidence: rows.evidence(),
            measured: rows.measured(),
            returns,
            state,
            seal: inputs.seal,
            sections: inputs.sections,
        }
    }

    /// 2024년 1분기 이행점검(제2차)
    #[must_use]
    pub fn name(&self) -> String {
        labels::round(&self.round.slug, self.round.ordinal)
    }

    /// The name of its file: `이행점검_2024-Q1.pdf`, with the institution where it is one's part.
    #[must_use]
    pub fn file_name(&self, format: Format) -> String {
        let whose = self.state.summary.scope.as_ref().map_or_else(String::new, |party| format!("_{}", party.slug));
        let draft = if self.draft { "_초안" } else { "" };
        format!("이행점검_{}{whose}{draft}.{}", self.round.slug, format.extension())
    }
}

/// The report as the bytes of a file.
///
/// # Errors
/// What the writer of the format answers.
pub fn round_file(report: &RoundReport, format: Format) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Xlsx => xlsx::workbook(&sheets::cover(report), &sheets::all(report)),
        Format::Csv => sheets::csv(report),
        Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(report)?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        Format::Hwpx => official::hwpx::hwpx(&document::document(report)),
        Format::Pdf => official::pdf::pdf(&document::document(report)),
    }
}

/// An instant as Korea reads it.
fn in_korea(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&crate::domain::calendar::KST)
}

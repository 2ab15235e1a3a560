//! What an officer may say: the fields of a report as typed, read into a statement or into faults beside their fields.

mod reading;

pub use reading::read_statement;

use crate::domain::due::parse_typed_day;
use crate::domain::ids::MilestoneId;
use crate::domain::ledger::{Cause, ReportFact, StepStatement};
use crate::domain::narrative::ReportText;
use crate::domain::rating::SelfRating;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

/// A form as typed: names and values in order.
pub type Fields = [(String, String)];

/// The value of a field; empty where it is missing.
#[must_use]
pub fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Must be given.
    Missing,
    /// A reason is needed for 관심필요 and 재검토필요.
    ReasonMissing,
    /// Longer than this many characters.
    TooLong { max: usize, actual: usize },
    /// Not a whole number from 0 to 100.
    Progress,
    /// No calendar has such a day.
    Day,
    /// The forecast moved later and no cause was chosen.
    CauseMissing,
    /// 완료 보고 without a step that is claimed.
    NothingClaimed,
    /// A claim is made, and no file or link comes with it.
    EvidenceMissing,
    /// The reason is needed with the cause.
    CauseReasonMissing,
}

/// A fault, beside its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: String,
    pub kind: FaultKind,
}

impl Fault {
    #[must_use]
    pub fn new(field: impl Into<String>, kind: FaultKind) -> Self {
        Self { field: field.into(), kind }
    }
}

/// A report that may be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub self_rating: SelfRating,
    pub progress: Option<i64>,
    pub text: ReportText,
    pub steps: Vec<StepStatement>,
}

/// The forecast a step stands at: the ministry's last, else the first approved due.
#[must_use]
pub fn standing_forecast(step: &StepStanding) -> NaiveDate {
    step.forecast.unwrap_or(step.first_due.last_day)
}

/// The form as it is first shown: what the last report said, with nothing claimed that was refused or is done.
#[must_use]
pub fn prefilled(assignment: &AssignmentStanding, text: &ReportText) -> Vec<(String, String)> {
    let last = assignment.last_report.as_deref();
    let mut fields = vec![
        ("self_rating".to_owned(), last.map_or("", |report| report.self_rating.code()).to_owned()),
        ("rating_reason".to_owned(), text.rating_reason.clone()),
        ("progress".to_owned(), last.and_then(|report| report.progress).map_or(String::new(), |p| p.to_string())),
        ("done".to_owned(), text.done.clone()),
        ("next".to_owned(), text.next.clone()),
        ("obstacle".to_owned(), text.obstacle.clone()),
        ("request".to_owned(), text.request.clone()),
    ];
    for step in assignment.steps.iter().filter(|step| step.light.is_open()) {
        let id = step.milestone;
        let forecast = step.forecast.map_or(String::new(), |day| day.to_string());
        fields.push((format!("forecast_{id}"), forecast));
        let (cause, reason) = last_cause(last, id);
        fields.push((format!("cause_{id}"), cause));
        fields.push((format!("cause_reason_{id}"), reason));
        if step.is_waiting() {
            fields.push((format!("claim_{id}"), "on".to_owned()));
        }
    }
    fields
}

fn last_cause(last: Option<&ReportFact>, milestone: MilestoneId) -> (String, String) {
    let statement = last.and_then(|report| report.steps.iter().find(|step| step.milestone == milestone));
    statement.map_or_else(Default::default, |step| {
        (step.cause.map_or("", Cause::code).to_owned(), step.cause_reason.clone())
    })
}

/// One field that differs between two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// What would change: field by field, with days compared as days and not as they were typed.
#[must_use]
pub fn changes(before: &Fields, after: &Fields) -> Vec<Change> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in before.iter().chain(after) {
        let is_field = !["revision", "based_on", "link", "action"].contains(&name.as_str());
        if is_field && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let change = |name: &str| {
        let (was, is) = (tidy(name, value(before, name)), tidy(name, value(after, name)));
        (was != is).then(|| Change { field: name.to_owned(), before: was, after: is })
    };
    names.into_iter().filter_map(change).collect()
}

/// A field's value without what typing alone changes: line ends, blanks around it, ways to write a day.
fn tidy(name: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if !name.starts_with("forecast_") {
        return text;
    }
    parse_typed_day(&text).map_or(text, |day| day.to_string())
}

/// Tells two forms apart in a few characters, however they were typed; empty fields say nothing.
#[must_use]
pub fn fingerprint(fields: &Fields, no_change: bool) -> String {
    let mut said: Vec<(&str, String)> = fields.iter().map(|(name, text)| (name.as_str(), tidy(name, text))).collect();
    said.retain(|(_, text)| !text.is_empty());
    said.sort();
    let digest = Sha256::digest(format!("{said:?}{no_change}"));
    hex::encode(&digest[..6])
}

/// Why 변경 없음 is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChangeRefusal {
    /// There is no report to repeat.
    NothingBefore,
    /// The light is late: say what is being done about it.
    Late,
    /// A query about it has no answer.
    QueryOpen,
    /// Nothing is asked any more.
    Closed,
}

/// Whether the previous report may be repeated as it is, with so many queries about it unanswered.
///
/// # Errors
/// The reason why not.
pub fn may_repeat(assignment: &AssignmentStanding, open_queries: i64) -> Result<&ReportFact, NoChangeRefusal> {
    match assignment.light {
        _ if open_queries > 0 => return Err(NoChangeRefusal::QueryOpen),
        Light::Late => return Err(NoChangeRefusal::Late),
        light if !light.is_open() => return Err(NoChangeRefusal::Closed),
        _ => {}
    }
    assignment.last_report.as_deref().ok_or(NoChangeRefusal::NothingBefore)
}

#[cfg(test)]
pub mod tests;

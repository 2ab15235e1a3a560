//! What an officer may say: the fields of a report as typed, read into a statement or into faults beside their fields.

use crate::domain::due::parse_typed_day;
use crate::domain::ids::MilestoneId;
use crate::domain::ledger::{Cause, ReportFact, StepStatement};
use crate::domain::narrative::ReportText;
use crate::domain::rating::SelfRating;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX, TextFault, optional_text};
use chrono::NaiveDate;

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
    /// A step is claimed but the rating is not 완료 보고 and other steps are closed: say which.
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

/// Reads a form.
///
/// # Errors
/// Every fault found, in the order of the form.
pub fn read_statement(
    fields: &Fields,
    assignment: &AssignmentStanding,
    evidence: usize,
) -> Result<Statement, Vec<Fault>> {
    let mut faults = Vec::new();
    let self_rating = SelfRating::parse(value(fields, "self_rating"));
    if self_rating.is_none() {
        faults.push(Fault::new("self_rating", FaultKind::Missing));
    }
    let text = |name: &str, max: usize, faults: &mut Vec<Fault>| match optional_text(value(fields, name), max) {
        Ok(text) => text.unwrap_or_default(),
        Err(fault) => {
            faults.push(Fault::new(name, text_fault(fault)));
            String::new()
        }
    };
    let rating_reason = text("rating_reason", NARRATIVE_MAX, &mut faults);
    if self_rating.is_some_and(SelfRating::needs_reason) && value(fields, "rating_reason").trim().is_empty() {
        faults.push(Fault::new("rating_reason", FaultKind::ReasonMissing));
    }
    let progress = read_progress(value(fields, "progress")).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let done = text("done", NARRATIVE_MAX, &mut faults);
    if value(fields, "done").trim().is_empty() {
        faults.push(Fault::new("done", FaultKind::Missing));
    }
    let next = text("next", NARRATIVE_MAX, &mut faults);
    let obstacle = text("obstacle", NARRATIVE_MAX, &mut faults);
    let request = text("request", NARRATIVE_MAX, &mut faults);
    let steps = read_steps(fields, assignment, &mut faults);
    let standing = |id: MilestoneId| {
        assignment.steps.iter().any(|step| step.milestone == id && (step.is_waiting() || step.light == Light::Done))
    };
    let claims_anew = steps.iter().any(|step| step.claimed && !standing(step.milestone));
    let claims = steps.iter().any(|step| step.claimed);
    if self_rating == Some(SelfRating::Claimed) && !claims {
        faults.push(Fault::new("self_rating", FaultKind::NothingClaimed));
    }
    // A claim that waits already has its evidence, and so has what was verified.
    if evidence == 0 && (claims_anew || (self_rating == Some(SelfRating::Claimed) && !claims)) {
        faults.push(Fault::new("evidence", FaultKind::EvidenceMissing));
    }
    match self_rating {
        Some(self_rating) if faults.is_empty() => {
            let text = ReportText { rating_reason, done, next, obstacle, request };
            Ok(Statement { self_rating, progress, text, steps })
        }
        _ => Err(faults),
    }
}

/// Empty is unknown, not 0.
fn read_progress(typed: &str) -> Result<Option<i64>, Fault> {
    let typed = typed.trim().trim_end_matches('%').trim();
    if typed.is_empty() {
        return Ok(None);
    }
    match typed.parse() {
        Ok(percent) if (0..=100).contains(&percent) => Ok(Some(percent)),
        _ => Err(Fault::new("progress", FaultKind::Progress)),
    }
}

fn read_steps(fields: &Fields, assignment: &AssignmentStanding, faults: &mut Vec<Fault>) -> Vec<StepStatement> {
    let asked = assignment.steps.iter().filter(|step| step.light.is_open() || step.light == Light::Done);
    asked.map(|step| read_step(fields, step, faults)).collect()
}

fn read_step(fields: &Fields, step: &StepStanding, faults: &mut Vec<Fault>) -> StepStatement {
    let id = step.milestone;
    if !step.light.is_open() {
        let claimed = step.light == Light::Done;
        return StepStatement {
            milestone: id,
            forecast: step.forecast,
            cause: None,
            cause_reason: String::new(),
            claimed,
        };
    }
    let name = format!("forecast_{id}");
    let typed = value(fields, &name).trim();
    let forecast = if typed.is_empty() { None } else { parse_typed_day(typed) };
    if forecast.is_none() && !typed.is_empty() {
        faults.push(Fault::new(name, FaultKind::Day));
    }
    let moved_later = forecast.is_some_and(|forecast| forecast > standing_forecast(step));
    let moved = forecast.is_some_and(|forecast| forecast != standing_forecast(step));
    let cause = Cause::parse(value(fields, &format!("cause_{id}"))).filter(|_| moved);
    if moved_later && cause.is_none() {
        faults.push(Fault::new(format!("cause_{id}"), FaultKind::CauseMissing));
    }
    let reason_name = format!("cause_reason_{id}");
    let cause_reason = match optional_text(value(fields, &reason_name), LINE_MAX) {
        Ok(reason) => reason.unwrap_or_default(),
        Err(fault) => {
            faults.push(Fault::new(&reason_name, text_fault(fault)));
            String::new()
        }
    };
    if moved_later && value(fields, &reason_name).trim().is_empty() {
        faults.push(Fault::new(reason_name, FaultKind::CauseReasonMissing));
    }
    let claimed = !value(fields, &format!("claim_{id}")).is_empty();
    StepStatement {
        milestone: id,
        forecast,
        cause,
        cause_reason: if moved { cause_reason } else { String::new() },
        claimed,
    }
}

fn text_fault(fault: TextFault) -> FaultKind {
    match fault {
        TextFault::Empty => FaultKind::Missing,
        TextFault::TooLong { max, actual } => FaultKind::TooLong { max, actual },
    }
}

/// The form as it is first shown: what the last report said, with nothing claimed that was refused or is done.
#[must_use]
pub fn prefilled(assignment: &AssignmentStanding, text: &ReportText) -> Vec<(String, String)> {
    let last = assignment.last_report.as_ref();
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
    let tidy = |name: &str, text: &str| {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if !name.starts_with("forecast_") {
            return text;
        }
        parse_typed_day(&text).map_or(text, |day| day.to_string())
    };
    let change = |name: &str| {
        let (was, is) = (tidy(name, value(before, name)), tidy(name, value(after, name)));
        (was != is).then(|| Change { field: name.to_owned(), before: was, after: is })
    };
    names.into_iter().filter_map(change).collect()
}

/// Why 변경 없음 is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChangeRefusal {
    /// There is no report to repeat.
    NothingBefore,
    /// The light is late: say what is being done about it.
    Late,
    /// Nothing is asked any more.
    Closed,
}

/// Whether the previous report may be repeated as it is.
///
/// # Errors
/// The reason why not.
pub fn may_repeat(assignment: &AssignmentStanding) -> Result<&ReportFact, NoChangeRefusal> {
    match assignment.light {
        Light::Late => return Err(NoChangeRefusal::Late),
        light if !light.is_open() => return Err(NoChangeRefusal::Closed),
        _ => {}
    }
    assignment.last_report.as_ref().ok_or(NoChangeRefusal::NothingBefore)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due::Due;
    use crate::domain::ids::{AssignmentId, Slug, TaskNo};
    use crate::domain::plan::{Basis, TaskRole};
    use crate::domain::schedule::ClaimState;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn assignment(light: Light) -> AssignmentStanding {
        let step = StepStanding {
            milestone: MilestoneId(3),
            first_due: Due::parse("2024-03").unwrap(),
            due: Due::parse("2024-03").unwrap(),
            basis: Basis::Assumed,
            forecast: None,
            claim: ClaimState::Unclaimed,
            light,
            days_left: 11,
            moves: vec![],
        };
        AssignmentStanding {
            id: AssignmentId(1),
            task_no: TaskNo(4),
            institution: Slug::parse("mois").unwrap(),
            role: TaskRole::Lead,
            light,
            steps: vec![step],
            last_report: None,
            verdict: None,
            planned_progress: None,
            silent_days: 0,
            report_count: 0,
        }
    }

    fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let base = [("self_rating", "on_track"), ("done", "- 산정 착수")];
        let mut fields: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs.iter().chain(&base) {
            if !fields.iter().any(|(known, _)| known == name) {
                fields.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        fields
    }

    fn faults(pairs: &[(&str, &str)], evidence: usize) -> Vec<Fault> {
        read_statement(&form(pairs), &assignment(Light::DueSoon), evidence).err().unwrap_or_default()
    }

    #[test]
    fn empty_progress_is_unknown_and_not_zero() {
        let read =
            |typed| read_statement(&form(&[("progress", typed)]), &assignment(Light::DueSoon), 0).unwrap().progress;
        assert_eq!(read(""), None);
        assert_eq!(read("0"), Some(0));
        assert_eq!(read(" 84% "), Some(84));
        for bad in ["101", "-1", "반", "3.5"] {
            assert_eq!(faults(&[("progress", bad)], 0), [Fault::new("progress", FaultKind::Progress)], "{bad}");
        }
    }

    #[test]
    fn a_rating_that_is_not_on_track_needs_its_reason() {
        assert_eq!(faults(&[("self_rating", "watch")], 0), [Fault::new("rating_reason", FaultKind::ReasonMissing)]);
        assert!(faults(&[("self_rating", "watch"), ("rating_reason", "예산 미확정")], 0).is_empty());
    }

    #[test]
    fn a_claim_needs_evidence_and_a_claimed_rating_needs_a_claim() {
        assert_eq!(faults(&[("claim_3", "1")], 0), [Fault::new("evidence", FaultKind::EvidenceMissing)]);
        assert!(faults(&[("claim_3", "1"), ("self_rating", "claimed")], 1).is_empty());
        assert_eq!(faults(&[("self_rating", "claimed")], 1), [Fault::new("self_rating", FaultKind::NothingClaimed)]);
    }

    #[test]
    fn a_claim_that_waits_and_a_verified_step_ask_for_no_second_evidence() {
        let mut waiting = assignment(Light::OnTime);
        waiting.steps[0].claim = ClaimState::Waiting(day("2024-03-10"));
        let again = form(&[("claim_3", "1"), ("self_rating", "claimed")]);
        assert!(read_statement(&again, &waiting, 0).is_ok());
        let mut half_done = assignment(Light::Done);
        half_done.steps.push(StepStanding { milestone: MilestoneId(4), ..assignment(Light::OnTime).steps.remove(0) });
        assert!(read_statement(&form(&[]), &half_done, 0).is_ok());
    }

    #[test]
    fn a_later_forecast_needs_its_cause_and_an_earlier_one_does_not() {
        let later = faults(&[("forecast_3", "2024. 4. 12.")], 0);
        assert_eq!(
            later,
            [
                Fault::new("cause_3", FaultKind::CauseMissing),
                Fault::new("cause_reason_3", FaultKind::CauseReasonMissing)
            ]
        );
        assert!(
            faults(&[("forecast_3", "20240412"), ("cause_3", "budget"), ("cause_reason_3", "예비비 협의")], 0)
                .is_empty()
        );
        assert!(faults(&[("forecast_3", "2024-03-20")], 0).is_empty());
        assert_eq!(faults(&[("forecast_3", "4월쯤")], 0), [Fault::new("forecast_3", FaultKind::Day)]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let all = faults(&[("self_rating", ""), ("done", " "), ("progress", "x")], 0);
        let fields: Vec<_> = all.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["self_rating", "progress", "done"]);
    }

    #[test]
    fn nothing_can_be_repeated_where_nothing_was_said_or_the_light_is_late() {
        assert_eq!(may_repeat(&assignment(Light::OnTime)).err(), Some(NoChangeRefusal::NothingBefore));
        assert_eq!(may_repeat(&assignment(Light::Late)).err(), Some(NoChangeRefusal::Late));
        assert_eq!(may_repeat(&assignment(Light::Done)).err(), Some(NoChangeRefusal::Closed));
    }

    #[test]
    fn a_day_typed_otherwise_is_no_change() {
        let one = vec![("forecast_3".to_owned(), "2024-03-29".to_owned()), ("done".to_owned(), "가".to_owned())];
        let two =
            vec![("forecast_3".to_owned(), "2024. 3. 29.(금)".to_owned()), ("done".to_owned(), "가\r\n나".to_owned())];
        let told = changes(&one, &two);
        assert_eq!(told, [Change { field: "done".into(), before: "가".into(), after: "가\n나".into() }]);
        assert_eq!(day("2024-03-29"), parse_typed_day("2024. 3. 29.(금)").unwrap());
    }
}

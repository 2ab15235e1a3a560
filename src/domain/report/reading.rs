//! From the form as typed to a statement, or to every fault at once.

use super::{Fault, FaultKind, Fields, Statement, standing_forecast, value};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::MilestoneId;
use crate::domain::ledger::{Cause, StepStatement};
use crate::domain::narrative::ReportText;
use crate::domain::rating::SelfRating;
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, StepStanding};
use crate::domain::text::{LINE_MAX, NARRATIVE_MAX, TextFault, optional_text};

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

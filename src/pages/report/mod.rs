//! The report form and the page that shows what would change before it is recorded.

mod form;
mod review;

pub use form::{Asked, ReportForm, fields, page};
pub use review::{Review, page as review_page, shown};

use crate::domain::report::{Fault, FaultKind};
use crate::pages::lang::Lang;
use crate::pages::particle::object;
use crate::pages::record::Scene;
use crate::pages::texts::report as texts;

/// What a field is called, for faults and differences.
#[must_use]
pub fn field_label(scene: &Scene, field: &str) -> String {
    let lang = scene.lang();
    let of_step = |id: &str| {
        let id = id.parse().unwrap_or_default();
        scene.milestone(crate::domain::ids::MilestoneId(id))
    };
    match field {
        "self_rating" => texts::self_rating(lang).to_owned(),
        "rating_reason" => texts::rating_reason(lang).to_owned(),
        "progress" => texts::progress(lang).to_owned(),
        "done" => texts::done(lang).to_owned(),
        "next" => texts::next(lang).to_owned(),
        "obstacle" => texts::obstacle(lang).to_owned(),
        "request" => texts::request(lang).to_owned(),
        "evidence" => texts::evidence(lang).to_owned(),
        "link" => texts::link(lang).to_owned(),
        other => match (other.strip_prefix("forecast_"), other.strip_prefix("cause_reason_")) {
            (Some(id), _) => texts::forecast(lang, of_step(id)),
            (_, Some(id)) => texts::cause_reason(lang, of_step(id)),
            _ => match (other.strip_prefix("cause_"), other.strip_prefix("claim_")) {
                (Some(id), _) => texts::cause(lang, of_step(id)),
                (_, Some(id)) => texts::claim(lang, of_step(id)),
                _ => other.to_owned(),
            },
        },
    }
}

/// A fault in the reader's words.
#[must_use]
pub fn fault_words(scene: &Scene, fault: &Fault) -> String {
    let lang: Lang = scene.lang();
    match fault.kind {
        FaultKind::Missing => texts::fault_missing(lang, object(lang, &field_label(scene, &fault.field))),
        FaultKind::ReasonMissing => texts::fault_reason(lang).to_owned(),
        FaultKind::TooLong { max, actual } => texts::fault_too_long(lang, actual, max),
        FaultKind::Progress => texts::fault_progress(lang).to_owned(),
        FaultKind::Day => texts::fault_day(lang).to_owned(),
        FaultKind::CauseMissing => texts::fault_cause(lang).to_owned(),
        FaultKind::CauseReasonMissing => texts::fault_cause_reason(lang).to_owned(),
        FaultKind::NothingClaimed => texts::fault_nothing_claimed(lang).to_owned(),
        FaultKind::EvidenceMissing => texts::fault_evidence(lang).to_owned(),
    }
}

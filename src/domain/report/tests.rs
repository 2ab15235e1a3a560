use super::*;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, Slug, TaskNo};
use crate::domain::plan::{Basis, TaskRole};
use crate::domain::schedule::ClaimState;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn assignment(light: Light) -> AssignmentStanding {
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
        unreviewed: false,
        last_fact_at: None,
    }
}

pub fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
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
    let read = |typed| read_statement(&form(&[("progress", typed)]), &assignment(Light::DueSoon), 0).unwrap().progress;
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
        [Fault::new("cause_3", FaultKind::CauseMissing), Fault::new("cause_reason_3", FaultKind::CauseReasonMissing)]
    );
    assert!(
        faults(&[("forecast_3", "20240412"), ("cause_3", "budget"), ("cause_reason_3", "예비비 협의")], 0).is_empty()
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
    assert_eq!(may_repeat(&assignment(Light::OnTime), 0).err(), Some(NoChangeRefusal::NothingBefore));
    assert_eq!(may_repeat(&assignment(Light::Late), 0).err(), Some(NoChangeRefusal::Late));
    assert_eq!(may_repeat(&assignment(Light::Done), 0).err(), Some(NoChangeRefusal::Closed));
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

#[test]
fn a_form_is_the_same_however_it_was_typed() {
    let typed = |pairs: &[(&str, &str)]| {
        let fields: Vec<_> = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        fingerprint(&fields, false)
    };
    let one = typed(&[("done", "가\n나"), ("forecast_3", "2024-03-29"), ("next", "")]);
    assert_eq!(one, typed(&[("forecast_3", "2024. 3. 29.(금)"), ("done", " 가\r\n나 ")]));
    assert_ne!(one, typed(&[("done", "가"), ("forecast_3", "2024-03-29")]));
    assert_ne!(fingerprint(&[], true), fingerprint(&[], false));
}

//! What needs a decision (결정이 필요한 사항), found by printed rules and listed by urgency; nobody types it. What a review
//! round brings up, with its check on optimism, is in [`round`]; what its meeting takes up of it, in [`agenda`].

pub mod agenda;
pub mod round;

use crate::domain::calendar::day_of;
use crate::domain::ids::{AssignmentId, MilestoneId, Slug, TaskNo};
use crate::domain::plan::TaskRole;
use crate::domain::rating::Verdict;
use crate::domain::schedule::{ClaimState, Light};
use crate::domain::standing::{AssignmentStanding, Standing, StepStanding};
use crate::domain::systems::claims::Overstated;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The rules, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExceptionKind {
    /// A lead's step is late; days: since the approved due.
    LeadLate,
    /// A proposal to move an approved due waits; days: since it was made.
    DateChangeWaiting,
    /// Claims of completion wait for the PMO; days: since the oldest of them.
    ClaimWaiting,
    /// The PMO calls a lead's work 재검토필요; days: since that verdict.
    AtRisk,
    /// A lead expects to miss the approved due, and has not asked to move it; days: by how many.
    ForecastBeyondDue,
    /// A lead has not reported for longer than [`crate::domain::standing::STALE_DAYS`]; days: since the last report.
    LeadSilent,
    /// Institutions report more than the register of systems shows; days: percentage points, of the greatest of them.
    CoverageBelow,
}

/// One thing that needs a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub kind: ExceptionKind,
    pub task_no: TaskNo,
    /// Whose it is; `None` where several institutions wait for the same decision.
    pub institution: Option<Slug>,
    pub assignment: Option<AssignmentId>,
    pub milestone: Option<MilestoneId>,
    /// See [`ExceptionKind`].
    pub days: i64,
    /// How many institutions it is about.
    pub institutions: i64,
}

impl Exception {
    fn of(kind: ExceptionKind, assignment: &AssignmentStanding, milestone: Option<MilestoneId>, days: i64) -> Self {
        Self {
            kind,
            task_no: assignment.task_no,
            institution: Some(assignment.institution.clone()),
            assignment: Some(assignment.id),
            milestone,
            days,
            institutions: 1,
        }
    }
}

/// All that needs a decision by the end of the standing's day: by rule, then the longest first, then by task.
#[must_use]
pub fn exceptions(standing: &Standing) -> Vec<Exception> {
    let mut found = date_changes(standing);
    let moving: Vec<_> = found.iter().map(|one| (one.assignment, one.milestone)).collect();
    for lead in standing.tasks.iter().filter_map(|task| standing.lead_of(task)) {
        found.extend(lead.steps.iter().filter_map(|step| of_lead_step(lead, step)).filter(|one| {
            one.kind != ExceptionKind::ForecastBeyondDue || !moving.contains(&(one.assignment, one.milestone))
        }));
        found.extend(at_risk(lead, standing.day));
        if lead.is_stale() {
            found.push(Exception::of(ExceptionKind::LeadSilent, lead, None, lead.silent_days));
        }
    }
    found.extend(claims(standing));
    found.sort_by(|a, b| {
        let key = |one: &Exception| (one.kind, std::cmp::Reverse(one.days), one.task_no, one.milestone);
        key(a).cmp(&key(b)).then_with(|| a.institution.cmp(&b.institution))
    });
    found
}

/// What [`crate::domain::systems::claims`] found, one a task: its institutions are one question. They come after the others.
#[must_use]
pub fn coverage_exceptions(overstated: &[Overstated]) -> Vec<Exception> {
    let mut by_task: BTreeMap<TaskNo, Vec<&Overstated>> = BTreeMap::new();
    for one in overstated {
        by_task.entry(one.task_no).or_default().push(one);
    }
    let exception = |(task_no, of_task): (TaskNo, Vec<&Overstated>)| {
        let greatest = of_task.iter().max_by_key(|one| one.excess())?;
        let alone = of_task.len() == 1;
        Some(Exception {
            kind: ExceptionKind::CoverageBelow,
            task_no,
            institution: alone.then(|| greatest.institution.clone()),
            assignment: alone.then_some(greatest.assignment),
            milestone: None,
            days: greatest.excess() / 10,
            institutions: i64::try_from(of_task.len()).unwrap_or(i64::MAX),
        })
    };
    let mut found: Vec<Exception> = by_task.into_iter().filter_map(exception).collect();
    found.sort_by_key(|one| (std::cmp::Reverse(one.days), one.task_no));
    found
}

fn date_changes(standing: &Standing) -> Vec<Exception> {
    let proposals = standing.date_changes.iter();
    proposals
        .filter(|fact| fact.decision.as_ref().is_none_or(|decision| decision.at >= standing.cutoff))
        .filter_map(|fact| {
            let assignment = standing.by_id(fact.assignment)?;
            let days = (standing.day - day_of(fact.recorded_at)).num_days();
            Some(Exception::of(ExceptionKind::DateChangeWaiting, assignment, Some(fact.milestone), days))
        })
        .collect()
}

/// A step that is late says so and nothing more; one whose claim waits is the PMO's to decide.
fn of_lead_step(lead: &AssignmentStanding, step: &StepStanding) -> Option<Exception> {
    if step.is_waiting() {
        return None;
    }
    let milestone = Some(step.milestone);
    if step.light == Light::Late {
        return Some(Exception::of(ExceptionKind::LeadLate, lead, milestone, -step.days_left));
    }
    let forecast = step.forecast.filter(|_| step.will_miss_due())?;
    let days = (forecast - step.due.last_day).num_days();
    Some(Exception::of(ExceptionKind::ForecastBeyondDue, lead, milestone, days))
}

fn at_risk(lead: &AssignmentStanding, day: NaiveDate) -> Option<Exception> {
    let verdict = lead.verdict.as_ref().filter(|fact| fact.verdict == Verdict::AtRisk && lead.light.is_open())?;
    let days = (day - day_of(verdict.recorded_at)).num_days();
    Some(Exception::of(ExceptionKind::AtRisk, lead, None, days))
}

/// A lead's claim stands alone; those of the others are one decision a milestone.
fn claims(standing: &Standing) -> Vec<Exception> {
    let mut found = Vec::new();
    let mut others: BTreeMap<(TaskNo, MilestoneId), Vec<Exception>> = BTreeMap::new();
    for assignment in standing.assignments.iter() {
        for step in assignment.waiting_steps() {
            let ClaimState::Waiting(since) = step.claim else { continue };
            let days = (standing.day - since).num_days();
            let one = Exception::of(ExceptionKind::ClaimWaiting, assignment, Some(step.milestone), days);
            if assignment.role == TaskRole::Lead {
                found.push(one);
            } else {
                others.entry((assignment.task_no, step.milestone)).or_default().push(one);
            }
        }
    }
    found.extend(others.into_values().filter_map(together));
    found
}

fn together(claims: Vec<Exception>) -> Option<Exception> {
    let institutions = i64::try_from(claims.len()).unwrap_or(i64::MAX);
    let oldest = claims.into_iter().max_by_key(|one| one.days)?;
    if institutions == 1 {
        return Some(oldest);
    }
    Some(Exception { institution: None, assignment: None, institutions, ..oldest })
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::calendar::start_of;
    use crate::domain::due::Due;
    use crate::domain::ids::{DateChangeId, PlanId, ReportId, UserId};
    use crate::domain::institution::{Institution, Kind};
    use crate::domain::ledger::{
        DateChangeFact, Decision, Fact, Ledger, Registry, ReportFact, ReportKind, StepStatement, VerdictFact,
    };
    use crate::domain::plan::{Assignment, Basis, Milestone, Plan, Scope, Strategy, Task};
    use crate::domain::rating::SelfRating;
    use chrono::{DateTime, TimeDelta, Utc};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    fn at(on: &str) -> DateTime<Utc> {
        start_of(day(on)) + TimeDelta::hours(10)
    }

    fn institution(name: &str, name_ko: &str, kind: Kind) -> Institution {
        Institution {
            slug: slug(name),
            name_ko: name_ko.into(),
            name_en: name.into(),
            short_ko: name_ko.into(),
            kind,
            code: String::new(),
            parent: None,
            valid_from: None,
            valid_until: None,
            successors: Vec::new(),
            note: String::new(),
        }
    }

    fn assignment(id: i64, task: i64, role: TaskRole, holder: &str) -> Assignment {
        Assignment {
            id: AssignmentId(id),
            task_no: TaskNo(task),
            role,
            basis: Basis::Published,
            recorded_at: at("2024-01-31"),
            ended_at: None,
            holders: vec![(at("2024-01-31"), slug(holder))],
        }
    }

    /// Of task 1 due on 31 March: assignment 1 leads, 2 and 3 carry it out.
    pub fn ledger() -> Ledger {
        Ledger::new(Registry {
            plan: Plan {
                id: PlanId(1),
                slug: slug("trust-2024"),
                title: "대책".into(),
                title_en: "Plan".into(),
                announced_on: day("2024-01-31"),
                lead: slug("mois"),
                contact_unit: "디지털정부기획과".into(),
                contact_phone: "044-205-2720".into(),
            },
            sources: Vec::new(),
            strategies: vec![Strategy {
                no: 1, title: "상시 장애예방".into(), title_en: "Prevent outages".into()
            }],
            tasks: vec![Task {
                no: TaskNo(1),
                strategy_no: 1,
                title: "등급제 <개선>".into(),
                title_en: "Grades".into(),
                scope: Scope::AllCentral,
                lead: slug("mois"),
                lead_basis: Basis::Assumed,
                lead_source: None,
                coverage: None,
            }],
            milestones: vec![Milestone {
                id: MilestoneId(1),
                task_no: TaskNo(1),
                no: 1,
                title: "등급 재산정".into(),
                due: Due::parse("2024-03").unwrap(),
                basis: Basis::Published,
                source: None,
                known_from: day("2024-01-31"),
                reported_done: None,
            }],
            institutions: vec![
                institution("moef", "기획재정부", Kind::Ministry),
                institution("mois", "행정안전부", Kind::Ministry),
                institution("kostat", "통계청", Kind::Agency),
            ],
            assignments: vec![
                assignment(1, 1, TaskRole::Lead, "mois"),
                assignment(2, 1, TaskRole::Implementing, "moef"),
                assignment(3, 1, TaskRole::Implementing, "kostat"),
            ],
            subtasks: vec![],
            past_wordings: vec![],
        })
    }

    pub fn report(of: i64, on: &str, forecast: Option<&str>, claimed: bool) -> ReportFact {
        ReportFact {
            id: ReportId(of),
            assignment: AssignmentId(of),
            kind: ReportKind::Statement,
            self_rating: if claimed { SelfRating::Claimed } else { SelfRating::OnTrack },
            progress: Some(40),
            recorded_at: at(on),
            by: UserId(1),
            by_name: "김하나".into(),
            has_obstacle: false,
            has_request: false,
            evidence_count: 1,
            return_id: None,
            previous: None,
            steps: vec![StepStatement {
                milestone: MilestoneId(1),
                forecast: forecast.map(day),
                cause: None,
                cause_reason: String::new(),
                claimed,
            }],
        }
    }

    pub fn change(on: &str, decided: Option<&str>) -> DateChangeFact {
        let decide = |on| Decision { approved: true, reason: "인정".into(), by_name: "이총괄".into(), at: at(on) };
        DateChangeFact {
            id: DateChangeId(1),
            assignment: AssignmentId(1),
            milestone: MilestoneId(1),
            from: Due::parse("2024-03").unwrap(),
            to: Due::parse("2024-04-12").unwrap(),
            reason: "계약 일정".into(),
            by_name: "김하나".into(),
            recorded_at: at(on),
            decision: decided.map(decide),
        }
    }

    pub fn verdict(on: &str, verdict: Verdict) -> VerdictFact {
        VerdictFact {
            report: ReportId(1),
            assignment: AssignmentId(1),
            verdict,
            reason: "유찰이 되풀이됨".into(),
            condition: "3월 안에 계약".into(),
            by_name: "이총괄".into(),
            recorded_at: at(on),
        }
    }

    fn kinds(ledger: &Ledger, on: &str) -> Vec<(ExceptionKind, i64)> {
        let found = exceptions(&Standing::derive(ledger, day(on)));
        found.iter().map(|one| (one.kind, one.days)).collect()
    }

    #[test]
    fn a_late_lead_needs_a_decision_from_the_day_after_its_due() {
        let ledger = ledger().with([Fact::Report(report(1, "2024-03-18", None, false))]);
        assert_eq!(kinds(&ledger, "2024-03-31"), []);
        assert_eq!(kinds(&ledger, "2024-04-03"), [(ExceptionKind::LeadLate, 3)]);
    }

    #[test]
    fn a_forecast_beyond_the_due_is_told_until_a_change_is_asked_for() {
        let ledger = ledger().with([Fact::Report(report(1, "2024-03-18", Some("2024-04-12"), false))]);
        assert_eq!(kinds(&ledger, "2024-03-20"), [(ExceptionKind::ForecastBeyondDue, 12)]);
        let ledger = ledger.with([Fact::DateChange(change("2024-03-19", None))]);
        assert_eq!(kinds(&ledger, "2024-03-20"), [(ExceptionKind::DateChangeWaiting, 1)]);
        let ledger = ledger.with([Fact::DateChange(change("2024-03-19", Some("2024-03-20")))]);
        assert_eq!(kinds(&ledger, "2024-03-20"), []);
        assert_eq!(kinds(&ledger, "2024-03-19"), [(ExceptionKind::DateChangeWaiting, 0)]);
    }

    #[test]
    fn claims_of_several_institutions_are_one_decision() {
        let reports = [(1, "2024-03-19"), (2, "2024-03-10"), (3, "2024-03-15")];
        let ledger = ledger().with(reports.map(|(of, on)| Fact::Report(report(of, on, None, true))));
        let found = exceptions(&Standing::derive(&ledger, day("2024-03-20")));
        let told: Vec<_> = found.iter().map(|one| (one.institution.is_some(), one.institutions, one.days)).collect();
        assert_eq!(told, [(false, 2, 10), (true, 1, 1)]);
    }

    #[test]
    fn institutions_that_report_more_than_is_counted_are_one_question_a_task() {
        let over = |task: i64, who: &str, says: i64| Overstated {
            task_no: TaskNo(task),
            institution: slug(who),
            assignment: AssignmentId(1),
            item: crate::domain::systems::coverage::Item::Graded,
            says,
            counted: 400,
        };
        let found = coverage_exceptions(&[over(4, "moef", 700), over(4, "kostat", 900), over(7, "moef", 1000)]);
        let told: Vec<_> = found.iter().map(|one| (one.task_no.0, one.institutions, one.days)).collect();
        assert_eq!(told, [(7, 1, 60), (4, 2, 50)]);
        assert_eq!(found[0].institution, Some(slug("moef")));
    }

    #[test]
    fn the_most_urgent_rule_comes_first() {
        let ledger = ledger().with([
            Fact::Report(report(1, "2024-02-01", None, false)),
            Fact::Report(report(2, "2024-03-19", None, true)),
            Fact::Verdict(verdict("2024-02-20", Verdict::AtRisk)),
            Fact::DateChange(change("2024-03-30", None)),
        ]);
        let order: Vec<_> = kinds(&ledger, "2024-04-02").into_iter().map(|(kind, _)| kind).collect();
        use ExceptionKind::{AtRisk, ClaimWaiting, DateChangeWaiting, LeadLate, LeadSilent};
        assert_eq!(order, [LeadLate, DateChangeWaiting, ClaimWaiting, AtRisk, LeadSilent]);
    }
}

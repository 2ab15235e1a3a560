//! A ledger like that of the plan `trust-2024`, with 47 made-up institutions, and the demonstration read back into it.

use super::super::*;
use crate::domain::calendar::start_of;
use crate::domain::ids::{DateChangeId, PlanId, ReportId, TaskNo};
use crate::domain::institution::{Institution, Kind};
use crate::domain::ledger::{
    DateChangeFact, Decision, Fact, Ledger, Registry, ReportFact, StepDueFact, VerdictFact, VerificationFact,
};
use crate::domain::plan::{Assignment, Basis, Milestone, Plan, Scope, Task, TaskRole};

/// Task, lead, whether all central bodies carry it out, milestones with due and the day they were published.
type TaskRow = (i64, usize, bool, &'static [(&'static str, &'static str)]);

const TASKS: [TaskRow; 12] = [
    (1, 0, true, &[("2024", "2024-01-31")]),
    (2, 0, true, &[("2025", "2024-01-31"), ("2024-H2", "2024-01-31")]),
    (3, 0, true, &[("2024-H1", "2024-01-31")]),
    (4, 0, true, &[("2024-03", "2024-03-14"), ("2024-H1", "2024-05-16")]),
    (5, 0, false, &[("2024-07", "2024-07-17"), ("2024", "2024-01-31")]),
    (6, 0, true, &[("2024-H1", "2024-05-16"), ("2024", "2024-01-31")]),
    (7, 0, true, &[("2024-03", "2024-03-15"), ("2024", "2024-09-19")]),
    (8, 0, true, &[("2024", "2024-01-31")]),
    (9, 0, false, &[("2024", "2024-01-31")]),
    (10, 1, false, &[("2024", "2024-01-31"), ("2024", "2024-01-31")]),
    (11, 2, false, &[("2024", "2025-04-01"), ("2025-04-01", "2025-04-01")]),
    (12, 0, true, &[("2024-03", "2024-03-15"), ("2025", "2024-01-31")]),
];

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn slug(index: usize) -> Slug {
    Slug::parse(&format!("body-{index}")).unwrap()
}

fn institution(index: usize) -> Institution {
    let name = format!("제{index}부");
    Institution {
        slug: slug(index),
        name_ko: name.clone(),
        name_en: String::new(),
        short_ko: name,
        kind: Kind::Ministry,
        code: String::new(),
        parent: None,
        valid_from: None,
        valid_until: None,
        successors: vec![],
        note: String::new(),
    }
}

fn task(no: i64, lead: usize, all: bool) -> Task {
    Task {
        no: TaskNo(no),
        strategy_no: if no <= 4 { 1 } else { 2 },
        title: String::new(),
        title_en: String::new(),
        scope: if all { Scope::AllCentral } else { Scope::Named },
        lead: slug(lead),
        lead_basis: Basis::Assumed,
        lead_source: None,
        coverage: None,
    }
}

fn milestone(task: i64, index: usize, due: &str, known_from: &str) -> Milestone {
    let no = i64::try_from(index).unwrap() + 1;
    Milestone {
        id: MilestoneId(task * 10 + no),
        task_no: TaskNo(task),
        no,
        title: String::new(),
        due: Due::parse(due).unwrap(),
        basis: Basis::Assumed,
        source: None,
        known_from: day(known_from),
        reported_done: None,
    }
}

fn assignment(id: usize, task: i64, role: TaskRole, holder: usize) -> Assignment {
    let recorded_at = start_of(day("2024-01-31"));
    let holders = vec![(recorded_at, slug(holder))];
    let id = AssignmentId(i64::try_from(id).unwrap());
    Assignment { id, task_no: TaskNo(task), role, basis: Basis::Assumed, recorded_at, ended_at: None, holders }
}

pub fn ledger(tasks: usize) -> Ledger {
    let plan = Plan {
        id: PlanId(1),
        slug: Slug::parse("trust-2024").unwrap(),
        title: String::new(),
        title_en: String::new(),
        announced_on: day("2024-01-31"),
        lead: slug(0),
        contact_unit: String::new(),
        contact_phone: String::new(),
    };
    let (mut milestones, mut assignments) = (vec![], vec![]);
    for (no, lead, all, dues) in &TASKS[..tasks] {
        milestones.extend(dues.iter().enumerate().map(|(i, (due, known))| milestone(*no, i, due, known)));
        assignments.push(assignment(assignments.len(), *no, TaskRole::Lead, *lead));
        let role = if *all { TaskRole::Implementing } else { TaskRole::Cooperating };
        for holder in (0..if *all { 47 } else { 2 }).filter(|holder| holder != lead) {
            assignments.push(assignment(assignments.len(), *no, role, holder));
        }
    }
    Ledger::new(Registry {
        plan,
        sources: vec![],
        strategies: vec![],
        tasks: TASKS[..tasks].iter().map(|(no, lead, all, _)| task(*no, *lead, *all)).collect(),
        milestones,
        institutions: (0..47).map(institution).collect(),
        assignments,
        subtasks: vec![],
        past_wordings: vec![],
    })
}

pub fn calendar() -> Calendar {
    let holidays = [("2024-02-09", "설날 전날"), ("2024-02-12", "설날 대체 휴일"), ("2024-03-01", "삼일절")];
    Calendar::new(holidays.map(|(on, name)| (day(on), name.to_owned())))
}

pub fn until() -> DateTime<Utc> {
    "2024-03-20T08:50:00+09:00".parse().unwrap()
}

pub fn generated(tasks: usize, seed: u64) -> Demonstration {
    generate(&ledger(tasks), &people(), &calendar(), seed, until())
}

pub fn people() -> People {
    let ids = |from: i64| (0..47).map(move |index| (slug(index), UserId(from + i64::try_from(index).unwrap())));
    People { officers: ids(100).collect(), heads: ids(200).collect(), pmo: [UserId(1), UserId(2)] }
}

/// The ledger with the demonstration in it, as the store would read it back.
pub fn told(demo: &Demonstration) -> Ledger {
    let id = |index: usize| i64::try_from(index).unwrap() + 1;
    let reports = demo.reports.iter().enumerate().map(|(index, one)| Fact::Report(report_fact(id(index), one)));
    let dues = demo.step_dues.iter().map(|one| Fact::StepDue(step_due_fact(one)));
    let verifications = demo.verifications.iter().map(|one| Fact::Verification(verification_fact(one)));
    let verdicts = demo.verdicts.iter().map(|one| Fact::Verdict(verdict_fact(demo, one)));
    let changes = demo.date_changes.iter().enumerate();
    let changes = changes.map(|(index, one)| Fact::DateChange(change_fact(id(index), one)));
    ledger(12).with(reports.chain(dues).chain(verifications).chain(verdicts).chain(changes))
}

fn report_fact(id: i64, one: &DemoReport) -> ReportFact {
    ReportFact {
        id: ReportId(id),
        assignment: one.assignment,
        kind: one.kind,
        self_rating: one.self_rating,
        progress: one.progress,
        recorded_at: one.recorded_at,
        by: one.by,
        by_name: String::new(),
        has_obstacle: !one.obstacle.is_empty(),
        has_request: !one.request.is_empty(),
        evidence_count: i64::try_from(one.evidence_links.len()).unwrap(),
        return_id: None,
        previous: one.previous.map(|index| ReportId(i64::try_from(index).unwrap() + 1)),
        steps: one.steps.clone(),
    }
}

fn step_due_fact(one: &DemoStepDue) -> StepDueFact {
    let (due, reason) = (Due::on(one.due), one.reason.clone());
    StepDueFact { assignment: one.assignment, milestone: one.milestone, due, reason, recorded_at: one.recorded_at }
}

fn verification_fact(one: &DemoVerification) -> VerificationFact {
    VerificationFact {
        assignment: one.assignment,
        milestone: one.milestone,
        verified: one.verified,
        reason: one.reason.clone(),
        by_name: String::new(),
        recorded_at: one.recorded_at,
    }
}

fn verdict_fact(demo: &Demonstration, one: &DemoVerdict) -> VerdictFact {
    VerdictFact {
        report: ReportId(i64::try_from(one.report).unwrap() + 1),
        assignment: demo.reports[one.report].assignment,
        verdict: one.verdict,
        reason: one.reason.clone(),
        condition: one.condition.clone(),
        by_name: String::new(),
        recorded_at: one.recorded_at,
    }
}

fn change_fact(id: i64, one: &DemoDateChange) -> DateChangeFact {
    let decision = one.decision.clone();
    DateChangeFact {
        id: DateChangeId(id),
        assignment: one.assignment,
        milestone: one.milestone,
        from: one.from,
        to: one.to,
        reason: one.reason.clone(),
        by_name: String::new(),
        recorded_at: one.recorded_at,
        decision: decision.map(|(approved, reason, _, at)| Decision { approved, reason, by_name: String::new(), at }),
    }
}

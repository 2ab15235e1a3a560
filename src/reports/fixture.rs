//! A small plan for the tests: two tasks, three institutions, a slip, a claim confirmed, an unknown and a zero.

use crate::domain::calendar::{Calendar, end_of, start_of};
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, PlanId, ReportId, Slug, TaskNo, UserId};
use crate::domain::institution::{Institution, Kind};
use crate::domain::ledger::{
    Cause, DateChangeFact, Decision, Fact, Ledger, Registry, ReportFact, ReportKind, StepDueFact, StepStatement,
    VerdictFact, VerificationFact,
};
use crate::domain::narrative::ReportText;
use crate::domain::plan::{Assignment, Basis, Milestone, Plan, Scope, Strategy, Task, TaskRole};
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::standing::Standing;
use crate::reports::state::StateReport;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn due(text: &str) -> Due {
    Due::parse(text).unwrap()
}

/// Ten in the morning.
fn at(on: &str) -> DateTime<Utc> {
    start_of(day(on)) + TimeDelta::hours(10)
}

pub fn standing(on: NaiveDate) -> Standing {
    Standing::derive(&ledger(), on)
}

/// The report of 20 March 2024, made at six in the evening, of all or of one institution.
pub fn report(scope: Option<&str>) -> StateReport {
    let scope = scope.map(slug);
    let made_at = end_of(day("2024-03-20")) - TimeDelta::hours(6);
    let standing = standing(day("2024-03-20"));
    StateReport::build(&ledger(), &standing, &Calendar::default(), &texts(), scope.as_ref(), made_at, true)
}

pub fn texts() -> HashMap<ReportId, ReportText> {
    let said = |done: &str, next: &str| ReportText { done: done.into(), next: next.into(), ..ReportText::default() };
    HashMap::from([
        (ReportId(2), ReportText { rating_reason: "계약 지연".into(), ..said("- 재산정 60% 완료", "4월 중 완료") }),
        (ReportId(4), said("=HYPERLINK(\"https://example.org\",\"보기\")", "+82-44-205-2720 연락")),
        (ReportId(5), said("첫 단계, \"기준\"을 마련함\n둘째 줄", "")),
    ])
}

pub fn ledger() -> Ledger {
    let registry = Registry {
        plan: plan(),
        sources: Vec::new(),
        strategies: vec![Strategy { no: 1, title: "상시 장애예방".into(), title_en: "Prevent outages".into() }],
        tasks: vec![task(1, "등급제 개선", Scope::AllCentral, "mois"), task(2, "노후장비 교체", Scope::Named, "moef")],
        milestones: vec![
            milestone(1, (1, 1), "등급 재산정", "2024-03", Basis::Published),
            milestone(2, (2, 1), "교체 기준 마련", "2024-02-29", Basis::Published),
            milestone(3, (2, 2), "교체 착수", "2024-06", Basis::Assumed),
        ],
        institutions: vec![
            institution("moef", "기획재정부", Kind::Ministry),
            institution("mois", "행정안전부", Kind::Ministry),
            institution("kostat", "통계청", Kind::Agency),
        ],
        assignments: vec![
            assignment(1, 1, TaskRole::Lead, "mois"),
            assignment(2, 1, TaskRole::Implementing, "mois"),
            assignment(3, 1, TaskRole::Implementing, "moef"),
            assignment(4, 1, TaskRole::Implementing, "kostat"),
            assignment(5, 2, TaskRole::Lead, "moef"),
            assignment(6, 2, TaskRole::Cooperating, "kostat"),
        ],
        subtasks: vec![],
        past_wordings: vec![],
    };
    let others = [Fact::Verdict(verdict()), Fact::Verification(verification()), Fact::StepDue(step_due())];
    let facts = reports().into_iter().map(Fact::Report).chain(others);
    Ledger::new(registry).with(facts.chain(date_changes().into_iter().map(Fact::DateChange)))
}

fn plan() -> Plan {
    Plan {
        id: PlanId(1),
        slug: slug("trust-2024"),
        title: "디지털행정서비스 국민신뢰 제고 대책".into(),
        title_en: "Measures to raise public trust".into(),
        announced_on: day("2024-01-31"),
        lead: slug("mois"),
        contact_unit: "디지털정부기획과".into(),
        contact_phone: "044-205-2720".into(),
    }
}

fn task(no: i64, title: &str, scope: Scope, lead: &str) -> Task {
    Task {
        no: TaskNo(no),
        strategy_no: 1,
        title: title.into(),
        title_en: title.into(),
        scope,
        lead: slug(lead),
        lead_basis: Basis::Assumed,
        lead_source: None,
        coverage: None,
    }
}

fn milestone(id: i64, (task, no): (i64, i64), title: &str, until: &str, basis: Basis) -> Milestone {
    Milestone {
        id: MilestoneId(id),
        task_no: TaskNo(task),
        no,
        title: title.into(),
        due: due(until),
        basis,
        source: None,
        known_from: day("2024-01-31"),
        reported_done: None,
    }
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

fn reports() -> Vec<ReportFact> {
    let step = |milestone, forecast: Option<&str>, claimed| StepStatement {
        milestone: MilestoneId(milestone),
        forecast: forecast.map(day),
        cause: None,
        cause_reason: String::new(),
        claimed,
    };
    let slipped = StepStatement {
        cause: Some(Cause::Contract),
        cause_reason: "업체 선정 유찰".into(),
        ..step(1, Some("2024-04-15"), false)
    };
    vec![
        fact((5, 5), "2024-02-20", SelfRating::Claimed, None, step(2, None, true)),
        fact((1, 1), "2024-03-05", SelfRating::OnTrack, Some(50), step(1, Some("2024-03-31"), false)),
        fact((3, 2), "2024-03-10", SelfRating::OnTrack, Some(0), step(1, None, false)),
        fact((4, 3), "2024-03-12", SelfRating::OnTrack, Some(45), step(1, None, false)),
        fact((2, 1), "2024-03-18", SelfRating::Watch, Some(60), slipped),
    ]
}

fn fact((id, of): (i64, i64), on: &str, own: SelfRating, progress: Option<i64>, step: StepStatement) -> ReportFact {
    ReportFact {
        id: ReportId(id),
        assignment: AssignmentId(of),
        kind: ReportKind::Statement,
        self_rating: own,
        progress,
        recorded_at: at(on),
        by: UserId(1),
        by_name: "김하나".into(),
        has_obstacle: false,
        has_request: false,
        evidence_count: 1,
        return_id: None,
        previous: None,
        steps: vec![step],
    }
}

fn verdict() -> VerdictFact {
    VerdictFact {
        report: ReportId(2),
        assignment: AssignmentId(1),
        verdict: Verdict::AtRisk,
        reason: "유찰이 되풀이됨".into(),
        condition: "3월 안에 계약".into(),
        by_name: "이총괄".into(),
        recorded_at: at("2024-03-19"),
    }
}

fn verification() -> VerificationFact {
    VerificationFact {
        assignment: AssignmentId(5),
        milestone: MilestoneId(2),
        verified: true,
        reason: "고시 확인".into(),
        by_name: "이총괄".into(),
        recorded_at: at("2024-02-26"),
    }
}

fn step_due() -> StepDueFact {
    StepDueFact {
        assignment: AssignmentId(3),
        milestone: MilestoneId(1),
        due: due("2024-03-15"),
        reason: "시연".into(),
        recorded_at: at("2024-02-01"),
    }
}

/// One is decided only after the day of [`report`]; the other brought a due forward.
fn date_changes() -> Vec<DateChangeFact> {
    let change = |id, of: (i64, i64), (from, to), on, decided| DateChangeFact {
        id: DateChangeId(id),
        assignment: AssignmentId(of.0),
        milestone: MilestoneId(of.1),
        from: due(from),
        to: due(to),
        reason: "계약 일정".into(),
        by_name: "김하나".into(),
        recorded_at: at(on),
        decision: Some(Decision {
            approved: true, reason: "인정".into(), by_name: "이총괄".into(), at: at(decided)
        }),
    };
    vec![
        change(1, (1, 1), ("2024-03", "2024-04-15"), "2024-03-18", "2024-03-22"),
        change(2, (5, 3), ("2024-06", "2024-05"), "2024-03-19", "2024-03-20"),
    ]
}

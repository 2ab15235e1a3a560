//! What is promised, and by whom: real central bodies first, then invented ones; tasks that ask all of them.

use super::Scale;
use crate::commands::seed::told;
use crate::commands::{CommandError, CommandResult};
use crate::domain::due::Due;
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::institution::{Institution, Kind};
use crate::domain::plan::{Basis, Scope, Strategy, Task};
use crate::domain::plan_file::{MilestoneEntry, PlanFile, TaskEntry};
use crate::domain::plan_parse::{built_in, parse_institutions};
use chrono::NaiveDate;

const STRATEGIES: [(&str, &str); 3] =
    [("상시 장애예방", "Prevent outages"), ("신속 대응·복구", "Respond and recover"), ("안정성 강화", "Make it last")];

/// By what the first tasks are measured over information systems.
const MEASURED: [&str; 3] = ["graded", "continuity_plan", "resilience"];

/// The day on which the plan is announced, and before which nothing happened.
pub fn announced_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 31).unwrap_or_default()
}

pub fn institutions(scale: Scale) -> CommandResult<Vec<Institution>> {
    let known = parse_institutions(built_in::INSTITUTIONS).map_err(|faults| told(&faults))?;
    let central = known.into_iter().filter(|one| one.is_central_on(announced_on()));
    // Those that end one day would hand their assignments over, which the history here does not tell.
    let lasting = central.map(|one| Institution { valid_until: None, successors: vec![], ..one });
    let invented = (1..).map_while(invented);
    Ok(lasting.chain(invented).take(usize::from(scale.institutions)).collect())
}

fn invented(number: u32) -> Option<Institution> {
    Some(Institution {
        slug: Slug::parse(&format!("demo-{number:04}"))?,
        name_ko: format!("시연기관 {number}"),
        name_en: format!("Demonstration Body {number}"),
        short_ko: format!("시연{number}"),
        kind: if number.is_multiple_of(3) { Kind::Commission } else { Kind::Agency },
        code: String::new(),
        parent: None,
        valid_from: None,
        valid_until: None,
        successors: vec![],
        note: "시연용으로 지어낸 기관".to_owned(),
    })
}

pub fn plan(scale: Scale, institutions: &[Institution]) -> CommandResult<PlanFile> {
    let first = institutions.first().ok_or_else(|| CommandError::told("기관이 없습니다"))?;
    let slug = Slug::parse("demo").ok_or_else(|| CommandError::told("대책의 이름을 읽을 수 없습니다"))?;
    let strategies = (1..).zip(STRATEGIES);
    let leads = institutions.iter().cycle();
    Ok(PlanFile {
        slug,
        title: format!("시연 대책({}개 과제)", scale.tasks),
        title_en: format!("Demonstration plan of {} tasks", scale.tasks),
        announced_on: announced_on(),
        lead: first.slug.clone(),
        contact_unit: "시연".to_owned(),
        contact_phone: "000-000-0000".to_owned(),
        cited: vec![],
        sources: vec![],
        strategies: strategies.map(|(no, (ko, en))| Strategy { no, title: ko.into(), title_en: en.into() }).collect(),
        tasks: (1..=i64::from(scale.tasks)).zip(leads).map(|(no, lead)| task(no, lead, scale)).collect(),
        meetings: vec![],
    })
}

fn task(no: i64, lead: &Institution, scale: Scale) -> TaskEntry {
    let task = Task {
        no: TaskNo(no),
        strategy_no: (no - 1) % 3 + 1,
        title: format!("시연 과제 {no}: 정보시스템 관리체계 {no}단계 정비"),
        title_en: format!("Demonstration task {no}"),
        scope: Scope::AllCentral,
        lead: lead.slug.clone(),
        lead_basis: Basis::Assumed,
        lead_source: None,
        coverage: MEASURED.get(usize::try_from(no - 1).unwrap_or(usize::MAX)).map(|word| (*word).to_owned()),
    };
    let steps = (i64::from(scale.quarters) / 5 + 1).max(2);
    // The last one lies beyond the history, so that every assignment has something open.
    let entry = |step: i64| {
        let quarter = (step * (i64::from(scale.quarters) + 1) / steps - 1 + (no % 2)).max(0);
        let due = Due::parse(&format!("{}-Q{}", 2024 + quarter / 4, quarter % 4 + 1));
        let title = format!("{step}단계 {}", if step == steps { "정착" } else { "정비" });
        let due = due.unwrap_or_else(|| Due::on(announced_on()));
        MilestoneEntry { no: step, title, due, basis: Basis::Assumed, source: None, reported_done: None }
    };
    TaskEntry { task, cooperating: vec![], milestones: (1..=steps).map(entry).collect(), subtasks: vec![] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Scale = Scale { institutions: 60, tasks: 7, quarters: 8, systems: 0, seed: 1 };

    #[test]
    fn there_are_as_many_institutions_as_asked_for_and_all_are_asked() {
        let all = institutions(SMALL).unwrap();
        assert_eq!(all.iter().filter(|one| one.is_central_on(announced_on())).count(), 60);
        assert_eq!(institutions(Scale { institutions: 5, ..SMALL }).unwrap().len(), 5);
    }

    #[test]
    fn each_task_promises_something_within_the_history_and_something_beyond() {
        let end: NaiveDate = "2025-12-31".parse().unwrap();
        for entry in plan(SMALL, &institutions(SMALL).unwrap()).unwrap().tasks {
            let dues: Vec<_> = entry.milestones.iter().map(|one| one.due.last_day).collect();
            assert!(dues.is_sorted() && dues[0] < end && *dues.last().unwrap() > end, "{dues:?}");
        }
    }
}

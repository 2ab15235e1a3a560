//! The files that come with the product. `plans/README.md` says what they rest on.

/// 「디지털행정서비스 국민신뢰 제고 대책」 as published.
pub const PLAN: &str = include_str!("../../../plans/trust-2024.toml");
/// Central bodies, provinces and the affiliates that the plan names, with their successions.
pub const INSTITUTIONS: &str = include_str!("../../../plans/institutions.csv");
/// Public holidays of Korea, 2024 to 2027.
pub const HOLIDAYS: &str = include_str!("../../../plans/holidays-kr.csv");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::institution::{Institution, Kind};
    use crate::domain::plan_file::PlanFile;
    use crate::domain::plan_parse::{parse_holidays, parse_institutions, parse_plan};
    use chrono::{Datelike, NaiveDate};
    use std::collections::BTreeSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn institutions() -> Vec<Institution> {
        parse_institutions(INSTITUTIONS).unwrap()
    }

    fn plan() -> PlanFile {
        parse_plan(PLAN, &institutions()).unwrap()
    }

    fn central_on(on: &str) -> [usize; 4] {
        let all = institutions();
        Kind::CENTRAL.map(|kind| all.iter().filter(|one| one.kind == kind && one.is_central_on(day(on))).count())
    }

    #[test]
    fn the_plan_has_three_strategies_and_twelve_tasks() {
        let plan = plan();
        assert_eq!(plan.strategies.len(), 3);
        let numbers: Vec<i64> = plan.tasks.iter().map(|entry| entry.task.no.0).collect();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
        assert_eq!(plan.announced_on, day("2024-01-31"));
        assert_eq!(plan.meetings.len(), 7);
        assert!(plan.tasks.iter().all(|entry| !entry.milestones.is_empty()));
    }

    #[test]
    fn the_regrading_is_due_in_march_known_from_its_source_and_reported_done_in_may() {
        let plan = plan();
        let regrading = &plan.tasks[3].milestones[0];
        assert_eq!(regrading.due.last_day, day("2024-03-31"));
        assert_eq!(plan.known_from(regrading), day("2024-03-14"));
        assert_eq!(regrading.reported_done, Some((day("2024-05-16"), "may_progress".to_owned())));
    }

    #[test]
    fn every_source_in_use_exists_and_one_waits_to_be_cited() {
        let plan = plan();
        let milestones = plan.tasks.iter().flat_map(|entry| &entry.milestones);
        let of_milestones =
            milestones.flat_map(|one| one.source.iter().chain(one.reported_done.as_ref().map(|(_, source)| source)));
        let of_parts = plan.tasks.iter().flat_map(|entry| {
            entry.cooperating.iter().filter_map(|part| part.source.as_ref()).chain(&entry.task.lead_source)
        });
        let of_meetings = plan.meetings.iter().map(|meeting| &meeting.source);
        let used: BTreeSet<&String> = of_milestones.chain(of_parts).chain(of_meetings).chain(&plan.cited).collect();
        let there: BTreeSet<&String> = plan.sources.iter().map(|source| &source.key).collect();
        assert!(used.is_subset(&there));
        assert_eq!(there.difference(&used).copied().collect::<Vec<_>>(), ["egov_act"]);
    }

    #[test]
    fn there_were_47_central_bodies_in_march_2024_and_48_from_27_may() {
        assert_eq!(central_on("2024-03-20"), [19, 3, 19, 6]);
        assert_eq!(central_on("2024-05-17"), [19, 3, 19, 6]);
        assert_eq!(central_on("2024-05-26").iter().sum::<usize>(), 47);
        assert_eq!(central_on("2024-05-27"), [19, 3, 20, 6]);
    }

    #[test]
    fn the_successions_of_october_2025_and_january_2026_are_told() {
        let all = institutions();
        let ended = |on: &str| -> Vec<(&str, Vec<&str>)> {
            let ended = all.iter().filter(|one| one.valid_until == Some(day(on)));
            ended.map(|one| (one.slug.as_str(), one.successors.iter().map(|next| next.as_str()).collect())).collect()
        };
        let october = [
            ("motie", vec!["motir", "mcee"]),
            ("me", vec!["mcee"]),
            ("mogef", vec!["mogef-2025"]),
            ("kostat", vec!["mods"]),
            ("kipo", vec!["moip"]),
            ("kcc", vec!["kmcc"]),
        ];
        assert_eq!(ended("2025-10-01"), october);
        assert_eq!(ended("2026-01-02"), [("moef", vec!["mofe", "mpb"])]);
    }

    #[test]
    fn a_successor_begins_on_the_day_its_predecessor_ends() {
        let all = institutions();
        for old in &all {
            for next in &old.successors {
                let next = all.iter().find(|one| one.slug == *next).unwrap();
                assert_eq!(next.valid_from, old.valid_until, "{} → {}", old.slug, next.slug);
            }
        }
    }

    #[test]
    fn no_two_institutions_of_one_day_share_a_short_name() {
        for on in ["2024-01-31", "2024-05-27", "2025-10-01", "2026-01-02"] {
            let all = institutions();
            let mut seen = BTreeSet::new();
            for one in all.iter().filter(|one| one.is_valid_on(day(on))) {
                assert!(seen.insert(one.short_ko.as_str()), "{on} {}", one.short_ko);
            }
        }
    }

    #[test]
    fn the_holidays_of_2024_to_2027_are_there() {
        let holidays = parse_holidays(HOLIDAYS).unwrap();
        let years: BTreeSet<i32> = holidays.iter().map(|(day, _)| day.year()).collect();
        assert_eq!(years, (2024..=2027).collect());
        let calendar = Calendar::new(holidays);
        assert_eq!(calendar.last_working_day(day("2024-03-31")), day("2024-03-29"));
        assert_eq!(calendar.holiday(day("2024-04-10")), Some("국회의원 선거일"));
        assert!(!calendar.is_working_day(day("2025-01-27")));
    }
}

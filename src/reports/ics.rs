//! Deadlines as a calendar (RFC 5545) to subscribe to: an all-day event a milestone, or a step of one institution.
//!
//! The identity of an event does not depend on the day it is asked for, so that a calendar programme moves the event it
//! has instead of adding another; neither does its stamp, which is the last recorded fact.

use crate::domain::calendar::start_of;
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::ledger::Ledger;
use crate::domain::plan::{Basis, Milestone};
use crate::domain::schedule::Light;
use crate::domain::standing::{AssignmentStanding, Standing, StepStanding, name_of};
use crate::reports::labels;
use chrono::{DateTime, Days, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use std::collections::HashSet;

/// How often a program that subscribes need ask again.
const REFRESH: &str = "PT6H";

/// What a calendar shows of a plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct CalendarScope<'a> {
    /// Its own steps; without one the leads' steps.
    pub institution: Option<&'a Slug>,
    pub task: Option<TaskNo>,
    /// With it each event links to its task.
    pub base_url: Option<&'a str>,
    /// Said in the calendar's name.
    pub demo: bool,
}

/// The deadlines of a plan as far as it was `asked` for.
#[must_use]
pub fn deadlines_ics(ledger: &Ledger, standing: &Standing, asked: &CalendarScope) -> String {
    let stamp = standing.last_recorded_at.unwrap_or_else(|| start_of(ledger.plan.announced_on));
    let CalendarScope { institution: scope, task, base_url, demo } = *asked;
    let source = Source { ledger, scope, base_url, demo, stamp };
    let mut calendar = source.calendar(task);
    let mut seen = HashSet::new();
    for (assignment, step) in steps(standing, scope).filter(|(one, _)| task.is_none_or(|task| one.task_no == task)) {
        let Some(milestone) = ledger.milestone(step.milestone) else { continue };
        let mut uid = source.uid(assignment, milestone, None);
        if seen.contains(&uid) {
            // The institution has a second role in the same task.
            uid = source.uid(assignment, milestone, Some(assignment.role.code()));
        }
        calendar.push(source.event(assignment, step, milestone, &uid));
        seen.insert(uid);
    }
    calendar.to_string()
}

fn steps<'a>(
    standing: &'a Standing,
    scope: Option<&Slug>,
) -> Box<dyn Iterator<Item = (&'a AssignmentStanding, &'a StepStanding)> + 'a> {
    let Some(scope) = scope else { return Box::new(standing.lead_steps()) };
    Box::new(standing.of_institution(scope).flat_map(|one| one.steps.iter().map(move |step| (one, step))))
}

/// What all events of one calendar have in common.
struct Source<'a> {
    ledger: &'a Ledger,
    scope: Option<&'a Slug>,
    base_url: Option<&'a str>,
    demo: bool,
    stamp: DateTime<Utc>,
}

impl Source<'_> {
    fn calendar(&self, task: Option<TaskNo>) -> Calendar {
        let whose = self.scope.map_or_else(String::new, |slug| format!(" · {}", name_of(self.ledger, slug)));
        let which = task.map_or_else(String::new, |task| format!(" · 과제 {task}"));
        let mut calendar = Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//ihaeng//deadlines//KO"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("X-WR-TIMEZONE", "Asia/Seoul"),
            ("X-PUBLISHED-TTL", REFRESH),
        ] {
            calendar.append_property(Property::new(key, value));
        }
        let mut refresh = Property::new("REFRESH-INTERVAL", REFRESH);
        refresh.add_parameter("VALUE", "DURATION");
        calendar.append_property(refresh);
        let demo = if self.demo { " (시연 자료)" } else { "" };
        calendar.name(&format!("{} 기한{whose}{which}{demo}", self.ledger.plan.title));
        calendar
    }

    fn uid(&self, assignment: &AssignmentStanding, milestone: &Milestone, role: Option<&str>) -> String {
        let place = format!("{}-{}-{}", self.ledger.plan.slug, assignment.task_no, milestone.no);
        match (self.scope, role) {
            (None, _) => format!("milestone-{place}@ihaeng"),
            (Some(_), None) => format!("step-{place}-{}@ihaeng", assignment.institution),
            (Some(_), Some(role)) => format!("step-{place}-{}-{role}@ihaeng", assignment.institution),
        }
    }

    fn event(&self, one: &AssignmentStanding, step: &StepStanding, milestone: &Milestone, uid: &str) -> Event {
        let day = step.due.last_day;
        let mut event = Event::with_uid(uid);
        event
            .timestamp(self.stamp)
            .starts(day)
            .ends(day + Days::new(1))
            .summary(&format!("[과제 {}] {}", one.task_no, milestone.title))
            .description(&self.description(one, step))
            .status(status(step))
            .add_property("TRANSP", "TRANSPARENT");
        if let Some(base) = self.base_url {
            event.url(&format!("{}/tasks/{}", base.trim_end_matches('/'), one.task_no));
        }
        event
    }

    fn description(&self, one: &AssignmentStanding, step: &StepStanding) -> String {
        let assumed = if step.basis == Basis::Assumed { " (가정)" } else { "" };
        let mut lines = vec![
            format!("승인 기한: {}{assumed}", labels::due(step.due)),
            format!("기관: {} ({})", name_of(self.ledger, &one.institution), labels::role(one.role)),
            format!("일정 신호: {}", labels::light(step.light)),
        ];
        if step.first_due != step.due {
            lines.insert(1, format!("최초 기한: {}", labels::due(step.first_due)));
        }
        if let Some(forecast) = step.forecast.filter(|_| step.light.is_open()) {
            lines.push(format!("예상완료일: {forecast}"));
        }
        if let Some(verified) = step.verified_on() {
            lines.push(format!("완료 확인: {verified}"));
        }
        lines.join("\n")
    }
}

/// An assumed date is tentative; a step that was dropped or superseded is cancelled.
fn status(step: &StepStanding) -> EventStatus {
    match (step.light, step.basis) {
        (Light::Dropped | Light::Superseded, _) => EventStatus::Cancelled,
        (_, Basis::Assumed) => EventStatus::Tentative,
        (_, Basis::Published) => EventStatus::Confirmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::fixture::{day, ledger, slug, standing};

    fn calendar(on: &str, scope: Option<&str>, task: Option<TaskNo>) -> String {
        let institution = scope.map(slug);
        let base_url = Some("https://ihaeng.example/");
        let asked = CalendarScope { institution: institution.as_ref(), task, base_url, demo: true };
        deadlines_ics(&ledger(), &standing(day(on)), &asked)
    }

    /// The lines as they were before folding.
    fn lines(calendar: &str) -> Vec<String> {
        calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    fn values(calendar: &str, key: &str) -> Vec<String> {
        let start = format!("{key}:");
        lines(calendar).iter().filter_map(|line| line.strip_prefix(&start).map(str::to_owned)).collect()
    }

    #[test]
    fn each_milestone_is_an_all_day_event_on_its_approved_due() {
        let calendar = calendar("2024-03-20", None, None);
        let lines = lines(&calendar);
        assert!(lines.contains(&"DTSTART;VALUE=DATE:20240331".to_owned()), "{calendar}");
        assert!(lines.contains(&"DTEND;VALUE=DATE:20240401".to_owned()));
        assert_eq!(values(&calendar, "UID").len(), standing(day("2024-03-20")).lead_steps().count());
        assert!(values(&calendar, "SUMMARY").contains(&"[과제 1] 등급 재산정".to_owned()));
        assert!(values(&calendar, "URL").contains(&"https://ihaeng.example/tasks/1".to_owned()));
    }

    #[test]
    fn a_calendar_says_how_often_to_ask_again_and_that_it_is_a_demonstration() {
        let lines = lines(&calendar("2024-03-20", None, None));
        assert!(lines.contains(&"REFRESH-INTERVAL;VALUE=DURATION:PT6H".to_owned()), "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("X-WR-CALNAME:") && line.ends_with("(시연 자료)")));
    }

    #[test]
    fn an_event_keeps_its_identity_from_day_to_day() {
        let (before, after) = (calendar("2024-03-20", None, None), calendar("2024-04-20", None, None));
        assert_eq!(values(&before, "UID"), values(&after, "UID"));
        assert!(values(&before, "UID").contains(&"milestone-trust-2024-1-1@ihaeng".to_owned()));
        assert_eq!(before, calendar("2024-03-20", None, None));
    }

    #[test]
    fn an_institution_subscribes_to_its_own_steps_each_once() {
        let mut uids = values(&calendar("2024-03-20", Some("mois"), None), "UID");
        assert!(uids.contains(&"step-trust-2024-1-1-mois@ihaeng".to_owned()));
        assert!(uids.contains(&"step-trust-2024-1-1-mois-implementing@ihaeng".to_owned()));
        let all = uids.len();
        uids.sort();
        uids.dedup();
        assert_eq!(uids.len(), all);
    }

    #[test]
    fn one_task_is_shown_alone() {
        let summaries = values(&calendar("2024-03-20", None, Some(TaskNo(2))), "SUMMARY");
        assert!(!summaries.is_empty() && summaries.iter().all(|summary| summary.starts_with("[과제 2]")));
    }

    #[test]
    fn an_assumed_date_is_tentative_and_says_so() {
        let calendar = calendar("2024-03-20", None, Some(TaskNo(2)));
        assert!(values(&calendar, "STATUS").contains(&"TENTATIVE".to_owned()));
        let told = values(&calendar, "DESCRIPTION");
        assert_eq!(told.iter().filter(|text| text.contains("(가정)")).count(), 1, "{told:?}");
    }

    #[test]
    fn lines_end_in_crlf_and_are_folded_at_75_bytes() {
        let calendar = calendar("2024-03-20", None, None);
        assert!(calendar.ends_with("END:VCALENDAR\r\n"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    }
}

//! A meeting as a calendar entry (RFC 5545): with times where they are known, else for the whole day.

use crate::domain::calendar::{KST, start_of};
use crate::domain::council::Entry;
use crate::domain::council::meeting::Meeting;
use crate::domain::ids::Slug;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// How long a meeting is thought to last where nobody says.
const USUAL: TimeDelta = TimeDelta::hours(2);

/// The entry of a meeting; the same at any time, so that importing it twice moves it and does not double it.
#[must_use]
pub fn meeting_ics(plan: &Slug, meeting: &Entry<Meeting>, title: &str, agenda: &[&str]) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//ihaeng//meeting//KO"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-TIMEZONE", "Asia/Seoul"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.push(event(plan, meeting, title, agenda));
    calendar.to_string()
}

fn event(plan: &Slug, meeting: &Entry<Meeting>, title: &str, agenda: &[&str]) -> Event {
    let body = &meeting.body;
    let mut event = Event::with_uid(&format!("meeting-{plan}-{}@ihaeng", meeting.id));
    event.timestamp(meeting.at).summary(title).status(EventStatus::Confirmed);
    match body.starts {
        Some(starts) => {
            let from = at(body.held_on, starts);
            event.starts(from).ends(body.ends.map_or(from + USUAL, |ends| at(body.held_on, ends)));
        }
        None => drop(event.starts(body.held_on).ends(body.held_on + Days::new(1))),
    }
    if !body.place.is_empty() {
        event.location(&body.place);
    }
    let mut told = Vec::new();
    if !body.chair.is_empty() {
        told.push(format!("주재: {}", body.chair));
    }
    if !body.host.is_empty() {
        told.push(format!("주관: {}", body.host));
    }
    told.extend((1..).zip(agenda).map(|(no, title)| format!("안건 {no}. {title}")));
    if !told.is_empty() {
        event.description(&told.join("\n"));
    }
    event
}

fn at(day: chrono::NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    // A fixed offset maps each local time to exactly one instant.
    KST.from_local_datetime(&day.and_time(time)).single().map_or_else(|| start_of(day), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, slug};
    use crate::domain::plan_file::MeetingKind;

    fn lines(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_meeting_with_times_is_an_entry_of_those_times() {
        let mut story = Story::default();
        story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let council = story.council("2024-03-13");
        let text = meeting_ics(&slug("trust-2024"), &council.meetings[0], "CIO협의회", &["등급 재산정"]);
        let lines = lines(&text);
        for wanted in
            ["DTSTART:20240313T050000Z", "DTEND:20240313T070000Z", "SUMMARY:CIO협의회", "LOCATION:정부세종청사"]
        {
            assert!(lines.iter().any(|line| line == wanted), "{wanted} in {text}");
        }
        assert!(lines.iter().any(|line| line.contains("안건 1. 등급 재산정")));
        assert_eq!(text, meeting_ics(&slug("trust-2024"), &council.meetings[0], "CIO협의회", &["등급 재산정"]));
    }

    #[test]
    fn a_meeting_without_times_takes_the_day() {
        let mut story = Story::default();
        story.bare_meeting("2024-03-13", MeetingKind::ProgressReview);
        let council = story.council("2024-03-13");
        let text = meeting_ics(&slug("trust-2024"), &council.meetings[0], "이행점검회의", &[]);
        assert!(text.contains("DTSTART;VALUE=DATE:20240313") && text.contains("DTEND;VALUE=DATE:20240314"), "{text}");
    }
}

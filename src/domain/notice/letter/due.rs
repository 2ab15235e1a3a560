//! Letters about the due day: a round opened or extended, reminders, and what the PMO writes itself.

use super::words::{RoundWords, d_day, day_words};
use super::{Letter, fact, items, letter, quote, round_facts, subject};
use crate::domain::calendar::Calendar;
use crate::domain::chase::Level;
use crate::domain::entry::EntryState;
use crate::domain::notice::NoticeKind;
use chrono::NaiveDate;

/// How far an assignment of a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Neither changed nor confirmed.
    Unwritten,
    /// Written, with something still missing or wrong.
    Begun,
    /// A query about it waits for an answer.
    Unanswered,
}

impl Gap {
    /// What keeps an assignment from being handed in; `None` where nothing does.
    #[must_use]
    pub const fn of(state: &EntryState, open_queries: i64) -> Option<Self> {
        match state {
            EntryState::NotAsked => None,
            EntryState::Unconfirmed => Some(Self::Unwritten),
            EntryState::Faulty { .. } => Some(Self::Begun),
            _ if open_queries > 0 => Some(Self::Unanswered),
            EntryState::NoChangeRefused(_) => Some(Self::Begun),
            EntryState::NoChange | EntryState::Edited { .. } | EntryState::HandedIn => None,
        }
    }
}

/// What an institution has not done yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// The return came back and waits to be mended.
    pub sent_back: bool,
    /// `과제 4 정보시스템 등급 재산정` and what is missing; none: only the submission itself.
    pub items: Vec<(String, Gap)>,
}

/// A round opened; `tasks` are the assignments that ask for a report.
#[must_use]
pub fn opened(institution: &str, round: &RoundWords, tasks: &[String], today: NaiveDate) -> Letter {
    let mut facts = round_facts(institution, round, today);
    facts.push(fact("기준일", day_words(round.base_date)));
    facts.extend(round.meeting_on.map(|day| fact("점검회의", day_words(day))));
    facts.push(fact("보고할 소관과제", format!("{}건", tasks.len())));
    facts.extend(items(tasks));
    letter(
        subject(institution, round, &format!("실적 제출 안내(기한 {})", day_words(round.due))),
        &format!("{institution} 담당자께"),
        &format!("{}의 실적 접수를 시작합니다.", round.label),
        &facts,
        "지난 보고의 내용이 채워져 있으니, 달라진 내용만 고쳐 기한까지 제출하여 주시기 바랍니다.",
    )
}

/// The due day moved from `before`.
#[must_use]
pub fn extended(institution: &str, round: &RoundWords, before: NaiveDate, reason: &str, today: NaiveDate) -> Letter {
    let mut facts = round_facts(institution, round, today);
    facts.push(fact("종전 기한", day_words(before)));
    facts.push(fact("사유", quote(reason)));
    letter(
        subject(institution, round, &format!("제출 기한 연장 안내(기한 {})", day_words(round.due))),
        &format!("{institution} 담당자께"),
        &format!("{}의 제출 기한이 {}까지로 연장되었습니다.", round.label, day_words(round.due)),
        &facts,
        "",
    )
}

/// What is missing, as facts.
fn missing_facts(missing: &Missing) -> Vec<String> {
    if missing.items.is_empty() {
        let what =
            if missing.sent_back { "보완하여 다시 제출" } else { "책임관의 제출(작성은 끝남)" };
        return vec![fact("남은 일", what)];
    }
    let line = |(task, gap): &(String, Gap)| {
        let gap = match gap {
            Gap::Unwritten => "미작성",
            Gap::Begun => "작성중",
            Gap::Unanswered => "질의 답변 전",
        };
        format!("{task}: {gap}")
    };
    let name = if missing.sent_back { "보완할 소관과제" } else { "남은 소관과제" };
    let mut facts = vec![fact(name, format!("{}건", missing.items.len()))];
    facts.extend(items(&missing.items.iter().map(line).collect::<Vec<_>>()));
    facts
}

/// How near or how far over the due day is, in a sentence.
fn time_left(calendar: &Calendar, due: NaiveDate, today: NaiveDate) -> String {
    if today > due {
        return match calendar.working_days_after(due, today) {
            0 => "제출 기한이 지났습니다.".to_owned(),
            days => format!("제출 기한이 근무일로 {days}일 지났습니다."),
        };
    }
    match calendar.working_days_after(today, due) {
        _ if today == due => "오늘이 제출 기한입니다.".to_owned(),
        0 => "오늘이 제출 기한 전 마지막 근무일입니다.".to_owned(),
        days => format!("제출 기한까지 근무일로 {days}일 남았습니다."),
    }
}

/// The reminder before the due day, and the notice of lateness after it, each with its kind.
#[must_use]
pub fn reminder(
    institution: &str,
    round: &RoundWords,
    missing: &Missing,
    calendar: &Calendar,
    today: NaiveDate,
) -> (NoticeKind, Letter) {
    let is_late = today > round.due;
    let mut facts = round_facts(institution, round, today);
    facts.extend(missing_facts(missing));
    let say = format!("{} 실적이 아직 제출되지 않았습니다. {}", round.label, time_left(calendar, round.due, today));
    let (kind, what, close) = if is_late {
        let close = "조속히 제출하여 주시고, 제출 예정일을 총괄에 알려 주시기 바랍니다.";
        (NoticeKind::Late, "제출 지연 안내", close)
    } else {
        let close = "기한까지 제출하여 주시고, 어려우면 미리 총괄에 알려 주시기 바랍니다.";
        (NoticeKind::Reminder, "제출 기한 안내", close)
    };
    let what = format!("{what}({})", d_day(round.due, today));
    (kind, letter(subject(institution, round, &what), &format!("{institution} 담당자께"), &say, &facts, close))
}

/// What the PMO writes itself (독려): `asked` is how often the institution was turned to before, `add` what the PMO adds.
#[must_use]
pub fn chase(
    institution: &str,
    round: &RoundWords,
    missing: &Missing,
    calendar: &Calendar,
    today: NaiveDate,
    (level, asked, add): (Level, usize, &str),
) -> Letter {
    let mut facts = round_facts(institution, round, today);
    facts.extend(missing_facts(missing));
    if !add.trim().is_empty() {
        facts.push(fact("총괄의 말", quote(add)));
    }
    let state = format!("{} 실적이 아직 제출되지 않았습니다. {}", round.label, time_left(calendar, round.due, today));
    let before = if asked == 0 { String::new() } else { format!(" 그동안 {asked}차례 안내하였습니다.") };
    let (to, close) = match level {
        Level::Officer => (
            "담당자께",
            "작성을 마치고 책임관의 제출을 받아 주시기 바랍니다. 어려운 점이 있으면 총괄에 알려 주시기 바랍니다.",
        ),
        Level::Head => {
            ("책임관께", "소관과제의 작성 상황을 살펴 제출하여 주시고, 제출 예정일을 총괄에 알려 주시기 바랍니다.")
        }
        Level::Minister => (
            "책임관께",
            "기관장께 보고하시어 조속히 제출될 수 있도록 하여 주시기 바랍니다. 제출되지 않으면 점검회의에 미제출 기관으로 보고됩니다.",
        ),
    };
    let what = format!("실적 제출 요청({})", d_day(round.due, today));
    letter(
        subject(institution, round, &what),
        &format!("{institution} {to}"),
        &format!("{state}{before}"),
        &facts,
        close,
    )
}

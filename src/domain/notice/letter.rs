//! The words of a notice, by rule: which institution, which round, until when, what is missing. Official mail of Korean
//! ministries is Korean, so there is no other language here.
//!
//! A [`Letter`] holds no link: the inbox makes one of the notice's address, and [`mail`] writes it out in full.

use crate::domain::calendar::Calendar;
use crate::domain::notice::NoticeKind;
use chrono::{Datelike, NaiveDate};

/// The longest quotation of what somebody typed, in characters; the rest is behind the link.
const QUOTE_MAX: usize = 600;
/// The most items of a list.
const ITEMS_MAX: usize = 30;

/// A subject of one line and a body of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub body: String,
}

/// A round as its letters name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundWords {
    /// `2024년 1분기 점검(제2차)`
    pub label: String,
    pub base_date: NaiveDate,
    pub due: NaiveDate,
    pub meeting_on: Option<NaiveDate>,
}

/// How far an assignment of a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing was saved for it.
    Unwritten,
    /// Saved, not yet complete.
    Begun,
    /// A query about it waits for an answer.
    Unanswered,
}

/// What an institution has not done yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// The return came back and waits to be mended.
    pub sent_back: bool,
    /// `과제 4 정보시스템 등급 재산정` and what is missing; none: only the submission itself.
    pub items: Vec<(String, Gap)>,
}

/// Whom the PMO turns to, step by step (담당자 → 책임관 → 기관장).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    Officer,
    Head,
    Minister,
}

/// `2024. 3. 22.(금)`
#[must_use]
pub fn day_words(day: NaiveDate) -> String {
    const WEEKDAYS: [&str; 7] = ["월", "화", "수", "목", "금", "토", "일"];
    let weekday = WEEKDAYS[day.weekday().num_days_from_monday() as usize];
    format!("{}. {}. {}.({weekday})", day.year(), day.month(), day.day())
}

/// `D-2`, `D-day`, `D+3`
#[must_use]
pub fn d_day(due: NaiveDate, today: NaiveDate) -> String {
    match (due - today).num_days() {
        0 => "D-day".to_owned(),
        left if left > 0 => format!("D-{left}"),
        over => format!("D+{}", -over),
    }
}

/// Puts a letter together: greeting, first sentence, facts, closing sentence.
fn letter(subject: String, to: &str, say: &str, facts: &[String], close: &str) -> Letter {
    let mut parts = vec![to.to_owned(), say.to_owned()];
    if !facts.is_empty() {
        parts.push(facts.join("\n"));
    }
    if !close.is_empty() {
        parts.push(close.to_owned());
    }
    Letter { subject, body: parts.join("\n\n") }
}

fn fact(name: &str, value: impl std::fmt::Display) -> String {
    format!("○ {name}: {value}")
}

fn round_facts(institution: &str, round: &RoundWords, today: NaiveDate) -> Vec<String> {
    vec![
        fact("기관", institution),
        fact("점검회차", &round.label),
        fact("제출 기한", format!("{} 24:00 ({})", day_words(round.due), d_day(round.due, today))),
    ]
}

fn subject(institution: &str, round: &RoundWords, what: &str) -> String {
    format!("{institution} · {} {what}", round.label)
}

/// The list under a fact, cut at [`ITEMS_MAX`].
fn items(lines: &[String]) -> Vec<String> {
    let mut shown: Vec<String> = lines.iter().take(ITEMS_MAX).map(|line| format!(" - {line}")).collect();
    if lines.len() > ITEMS_MAX {
        shown.push(format!(" - 그 밖에 {}건", lines.len() - ITEMS_MAX));
    }
    shown
}

/// What somebody typed, in one piece and not too long.
fn quote(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= QUOTE_MAX {
        return text.to_owned();
    }
    let cut: String = text.chars().take(QUOTE_MAX).collect();
    format!("{}… (이어지는 내용은 화면에서 보시기 바랍니다.)", cut.trim_end())
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
    (rung, asked, add): (Rung, usize, &str),
) -> Letter {
    let mut facts = round_facts(institution, round, today);
    facts.extend(missing_facts(missing));
    if !add.trim().is_empty() {
        facts.push(fact("총괄의 말", quote(add)));
    }
    let state = format!("{} 실적이 아직 제출되지 않았습니다. {}", round.label, time_left(calendar, round.due, today));
    let before = if asked == 0 { String::new() } else { format!(" 그동안 {asked}차례 안내하였습니다.") };
    let (to, close) = match rung {
        Rung::Officer => (
            "담당자께",
            "작성을 마치고 책임관의 제출을 받아 주시기 바랍니다. 어려운 점이 있으면 총괄에 알려 주시기 바랍니다.",
        ),
        Rung::Head => {
            ("책임관께", "소관과제의 작성 상황을 살펴 제출하여 주시고, 제출 예정일을 총괄에 알려 주시기 바랍니다.")
        }
        Rung::Minister => (
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

/// A return sent back; `queries` are the open ones, `질의 3 · 과제 7 추진실적` with their texts.
#[must_use]
pub fn sent_back(
    institution: &str,
    round: &RoundWords,
    reason: &str,
    queries: &[(String, String)],
    today: NaiveDate,
) -> Letter {
    let mut facts = round_facts(institution, round, today);
    if !reason.trim().is_empty() {
        facts.push(fact("사유", quote(reason)));
    }
    facts.push(fact("답할 질의", format!("{}건", queries.len())));
    let lines: Vec<String> = queries.iter().map(|(head, text)| format!("{head}: {}", quote(text))).collect();
    facts.extend(items(&lines));
    letter(
        subject(institution, round, "보완 요청"),
        &format!("{institution} 담당자께"),
        &format!("제출하신 {} 실적의 보완을 요청합니다.", round.label),
        &facts,
        "질의에 답하고 내용을 보완하여 다시 제출하여 주시기 바랍니다.",
    )
}

/// An approved return opened again.
#[must_use]
pub fn reopened(institution: &str, round: &RoundWords, reason: &str, today: NaiveDate) -> Letter {
    let mut facts = round_facts(institution, round, today);
    facts.push(fact("사유", quote(reason)));
    letter(
        subject(institution, round, "승인 취소와 보완 요청"),
        &format!("{institution} 담당자께"),
        &format!("승인된 {} 실적을 다시 열어 보완을 요청합니다.", round.label),
        &facts,
        "내용을 보완하여 다시 제출하여 주시기 바랍니다.",
    )
}

/// A query: `about` is `과제 7 추진실적`.
#[must_use]
pub fn query_asked(
    institution: &str,
    round: &RoundWords,
    no: i64,
    about: &str,
    text: &str,
    answer_due: Option<NaiveDate>,
) -> Letter {
    let mut facts = vec![fact("기관", institution), fact("대상", about), fact("질의", quote(text))];
    facts.extend(answer_due.map(|day| fact("답변 기한", day_words(day))));
    letter(
        subject(institution, round, &format!("질의 {no}호")),
        &format!("{institution} 담당자께"),
        &format!("{} 실적에 대한 질의가 있습니다.", round.label),
        &facts,
        "제출 화면에서 답변하여 주시기 바랍니다.",
    )
}

/// An answer, for the PMO.
#[must_use]
pub fn query_answered(institution: &str, round: &RoundWords, no: i64, about: &str, answer: &str, by: &str) -> Letter {
    let facts = [fact("기관", institution), fact("대상", about), fact("답변", quote(answer)), fact("답변자", by)];
    letter(
        subject(institution, round, &format!("질의 {no}호 답변")),
        "총괄 담당자께",
        &format!("{institution}에서 {} 질의 {no}호에 답변하였습니다.", round.label),
        &facts,
        "답변을 확인하고 질의를 종결하여 주시기 바랍니다.",
    )
}

/// How a return came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// Who submitted it.
    pub by: &'a str,
    /// Made of unchanged assignments alone.
    pub nil: bool,
    /// Working days after the due day; 0: in time.
    pub late_days: i64,
}

fn arrival_facts(institution: &str, round: &RoundWords, arrival: Arrival<'_>) -> Vec<String> {
    let mut facts = vec![
        fact("기관", institution),
        fact("점검회차", &round.label),
        fact("제출 기한", format!("{} 24:00", day_words(round.due))),
        fact("제출자", arrival.by),
    ];
    facts.extend(arrival.nil.then(|| fact("내용", "전 과제 변경 없음")));
    facts.extend((arrival.late_days > 0).then(|| fact("지연", format!("근무일로 {}일", arrival.late_days))));
    facts
}

/// A return came in, for the PMO.
#[must_use]
pub fn submitted(institution: &str, round: &RoundWords, arrival: Arrival<'_>) -> Letter {
    letter(
        subject(institution, round, "실적 제출"),
        "총괄 담당자께",
        &format!("{institution}에서 {} 실적을 제출하였습니다.", round.label),
        &arrival_facts(institution, round, arrival),
        "",
    )
}

/// The PMO submitted for the institution, which is told; `way` is how the contents came.
#[must_use]
pub fn submitted_on_behalf(
    institution: &str,
    round: &RoundWords,
    arrival: Arrival<'_>,
    officer: &str,
    way: &str,
) -> Letter {
    let mut facts = arrival_facts(institution, round, arrival);
    facts.push(fact("내용을 보낸 사람", officer));
    facts.push(fact("받은 방법", way));
    letter(
        subject(institution, round, "실적 대리 제출 알림"),
        &format!("{institution} 담당자께"),
        &format!("총괄에서 {institution}의 {} 실적을 대신 제출하였습니다.", round.label),
        &facts,
        "내용이 보내신 것과 다르면 총괄에 알려 주시기 바랍니다.",
    )
}

/// A return called back, for the PMO.
#[must_use]
pub fn called_back(institution: &str, round: &RoundWords, by: &str, reason: &str) -> Letter {
    let mut facts = vec![fact("기관", institution), fact("점검회차", &round.label), fact("회수자", by)];
    facts.extend((!reason.trim().is_empty()).then(|| fact("사유", quote(reason))));
    letter(
        subject(institution, round, "제출 회수"),
        "총괄 담당자께",
        &format!("{institution}에서 제출한 {} 실적을 회수하였습니다.", round.label),
        &facts,
        "",
    )
}

/// A return approved.
#[must_use]
pub fn approved(institution: &str, round: &RoundWords, by: &str) -> Letter {
    let facts = [fact("기관", institution), fact("점검회차", &round.label), fact("승인", format!("총괄 {by}"))];
    letter(
        subject(institution, round, "실적 승인"),
        &format!("{institution} 담당자께"),
        &format!("제출하신 {} 실적이 승인되었습니다.", round.label),
        &facts,
        "",
    )
}

/// A round sealed; `hash` is its short fingerprint.
#[must_use]
pub fn sealed(round: &RoundWords, hash: &str, reason: &str) -> Letter {
    let mut facts = vec![fact("점검회차", &round.label), fact("지문", hash)];
    facts.extend((!reason.trim().is_empty()).then(|| fact("남은 것이 있는데도 봉인한 사유", quote(reason))));
    letter(
        format!("{} 봉인", round.label),
        "관계자께",
        &format!("{}의 제출본과 판정을 봉인하였습니다.", round.label),
        &facts,
        "이 회차의 내용은 더 고칠 수 없으며, 바로잡을 것은 다음 회차에 반영됩니다.",
    )
}

/// Somebody stands in for a head from one day to another; `withdrawn`: no longer.
#[must_use]
pub fn deputy(institution: &str, head: &str, (from, until): (NaiveDate, NaiveDate), withdrawn: bool) -> Letter {
    let facts = [
        fact("기관", institution),
        fact("책임관", head),
        fact("기간", format!("{} ~ {}", day_words(from), day_words(until))),
    ];
    let (what, say) = if withdrawn {
        ("직무대리 지정 해제", format!("{head} 책임관이 직무대리 지정을 거두었습니다."))
    } else {
        ("직무대리 지정", format!("{head} 책임관의 직무대리로 지정되었습니다."))
    };
    let close = if withdrawn {
        ""
    } else {
        "이 기간에 책임관을 대신하여 제출본을 확인하고 제출할 수 있습니다."
    };
    letter(format!("{institution} · {what}"), "담당자께", &say, &facts, close)
}

/// A notice as it goes by mail: its letter and the address within the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    pub letter: Letter,
    pub link: String,
}

/// What goes into one mail: a notice as it is, or several as a list, each with its link in full under `base`, for example
/// `https://ihaeng.example.go.kr`. `demo`: says that nothing in it is real. Nothing: no mail.
#[must_use]
pub fn mail(notices: &[Posted], base: &str, demo: bool) -> Option<Letter> {
    let first = notices.first()?;
    let mark = if demo { "[이행·시연]" } else { "[이행]" };
    let one = |posted: &Posted| format!("{}\n\n바로 가기: {base}{}", posted.letter.body, posted.link);
    let (subject, body) = if notices.len() == 1 {
        (format!("{mark} {}", first.letter.subject), one(first))
    } else {
        let several = notices
            .iter()
            .zip(1..)
            .map(|(posted, no): (&Posted, usize)| format!("{no}. {}\n\n{}", posted.letter.subject, one(posted)));
        let head = format!("읽지 않은 알림 {}건입니다.", notices.len());
        let all: Vec<String> = std::iter::once(head).chain(several).collect();
        let more = notices.len() - 1;
        (format!("{mark} {} 외 {more}건", first.letter.subject), all.join("\n\n――――――――――\n\n"))
    };
    let demo = if demo { "시연용으로 지어낸 자료입니다. 실제 요청이 아닙니다.\n\n" } else { "" };
    let foot = format!(
        "-- \n이행에서 자동으로 보낸 메일이며, 회신은 받지 않습니다.\n메일 받는 방법 바꾸기: {base}/account/notices"
    );
    Some(Letter { subject, body: format!("{demo}{body}\n\n{foot}\n") })
}

#[cfg(test)]
mod tests;

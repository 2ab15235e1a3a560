//! Letters about what happens to returns, queries, seals and deputies.

use super::words::{RoundWords, day_words};
use super::{Letter, fact, items, letter, quote, round_facts, subject};
use chrono::NaiveDate;

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

/// A query, named as it is quoted (`2024-Q1-017`); `about` is `과제 7 …, 추진실적`.
#[must_use]
pub fn query_asked(
    institution: &str,
    round: &RoundWords,
    query: &str,
    about: &str,
    text: &str,
    answer_due: NaiveDate,
) -> Letter {
    let mut facts = vec![fact("기관", institution), fact("대상", about), fact("질의", quote(text))];
    facts.push(fact("답변 기한", day_words(answer_due)));
    letter(
        subject(institution, round, &format!("질의 {query}")),
        &format!("{institution} 담당자께"),
        &format!("{} 실적에 대한 질의가 있습니다.", round.label),
        &facts,
        "제출 화면에서 답변하여 주시기 바랍니다.",
    )
}

/// An answer, for the PMO.
#[must_use]
pub fn query_answered(
    institution: &str,
    round: &RoundWords,
    query: &str,
    about: &str,
    answer: &str,
    by: &str,
) -> Letter {
    let facts = [fact("기관", institution), fact("대상", about), fact("답변", quote(answer)), fact("답변자", by)];
    letter(
        subject(institution, round, &format!("질의 {query} 답변")),
        "총괄 담당자께",
        &format!("{institution}에서 질의 {query}에 답변하였습니다."),
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

/// A round sealed; `hash` is its short hash, `reason` why in spite of what is missing.
#[must_use]
pub fn sealed(round: &RoundWords, hash: &str, reason: &str) -> Letter {
    let mut facts = vec![fact("점검회차", &round.label), fact("줄인 해시", hash)];
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

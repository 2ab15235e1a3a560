//! The words of a notice, by rule: which institution, which round, until when, what is missing. Official mail of Korean
//! ministries is Korean, so there is no other language here.
//!
//! A [`Letter`] holds no link: the inbox makes one of the notice's address, and [`mail`] writes it out in full.

mod decision;
mod due;
mod review;
#[cfg(test)]
mod tests;
mod words;

pub use decision::{About, claim_decided, date_decided, judged};
pub use due::{Gap, Missing, chase, extended, opened, reminder};
pub use review::{
    Arrival, approved, called_back, deputy, query_answered, query_asked, reopened, sealed, sent_back, submitted,
    submitted_on_behalf,
};
pub use words::{Place, RoundWords, d_day, day_words, field_word, task_words, way_word};

use chrono::NaiveDate;

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

//! The minutes (회의록) of a meeting: what was said, which fields must be there before they are closed, and the one canonical
//! text whose fingerprint closing puts into the audit chain.

use crate::domain::council::agenda::AgendaItem;
use crate::domain::council::attendance::{Attendance, Attended, Presence};
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::meeting::Meeting;
use crate::domain::council::outcome::{Outcome, OutcomeKind};
use crate::domain::council::view::{Council, Entry};
use crate::domain::ids::{RecordId, Slug};
use crate::domain::seal::Digest;
use crate::domain::seal::remark::{Salt, salted};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What somebody said (발언요지), attributed to a person and an institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub meeting: RecordId,
    pub item: Option<RecordId>,
    pub institution: Option<Slug>,
    /// Post or name.
    pub speaker: String,
    pub text: String,
    /// 비공개: leaves every export but the full one.
    #[serde(default)]
    pub private: bool,
    /// Random; a private remark stands in what is published as the hash of salt and text.
    pub salt: String,
    #[serde(default)]
    pub struck: bool,
}

impl Remark {
    /// SHA-256 of salt and text: what stands for a private remark where it may not be read.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        // A salt that is none, which no version of the program writes, leaves the text hashed alone.
        let salted = Salt::parse(&self.salt).map(|salt| salted(&salt, &self.text));
        salted.unwrap_or_else(|| Digest::of(self.text.as_bytes())).to_string()
    }
}

/// An institution asks for its own remark to be put differently, while the minutes are circulated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub meeting: RecordId,
    pub remark: RecordId,
    pub institution: Slug,
    /// The wording asked for.
    pub proposed: String,
    pub reason: String,
    pub decision: Option<CorrectionDecision>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionDecision {
    pub accepted: bool,
    pub reason: String,
}

/// 정정 기록: what is to be read beside minutes that are closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addendum {
    pub meeting: RecordId,
    pub text: String,
}

/// What minutes must hold (공공기록물법 시행령 제18조 and the archives' guidance).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 회의 이름·주관
    NameAndHost,
    /// 일시·장소
    DateAndPlace,
    /// 참석자·배석자
    Attendance,
    /// 진행순서
    Proceedings,
    /// 안건 내용
    Agenda,
    /// 발언요지
    Remarks,
    /// 결정사항
    Decisions,
    /// 표결 내용
    Votes,
}

/// One required field and whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    pub field: Field,
    pub is_there: bool,
    /// How many of it, or how many lack it where it is not there.
    pub count: i64,
}

/// A meeting with all its lines.
#[derive(Clone, Debug)]
pub struct Minutes<'a> {
    pub meeting: &'a Entry<Meeting>,
    /// In the order of the agenda.
    pub items: Vec<&'a Entry<AgendaItem>>,
    pub attendance: Vec<&'a Entry<Attendance>>,
    pub remarks: Vec<&'a Entry<Remark>>,
    pub outcomes: Vec<&'a Entry<Outcome>>,
    /// What institutions raised in the meeting, whatever became of it since.
    pub difficulties: Vec<&'a Entry<Difficulty>>,
    pub corrections: Vec<&'a Entry<Correction>>,
    pub addenda: Vec<&'a Entry<Addendum>>,
}

impl Council {
    /// The minutes of a meeting as far as this reader sees them.
    #[must_use]
    pub fn minutes(&self, id: RecordId) -> Option<Minutes<'_>> {
        let meeting = self.meeting(id)?;
        let mut items: Vec<_> = self.items.iter().filter(|one| one.body.meeting == id).collect();
        items.sort_by_key(|one| (one.body.position, one.id));
        Some(Minutes {
            meeting,
            items,
            attendance: self.attendance.iter().filter(|one| one.body.meeting == id).collect(),
            remarks: self.remarks.iter().filter(|one| one.body.meeting == id).collect(),
            outcomes: self.outcomes.iter().filter(|one| one.body.meeting == id).collect(),
            difficulties: self.difficulties.iter().filter(|one| one.body.meeting == Some(id)).collect(),
            corrections: self.corrections.iter().filter(|one| one.body.meeting == id).collect(),
            addenda: self.addenda.iter().filter(|one| one.body.meeting == id).collect(),
        })
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl<'a> Minutes<'a> {
    /// What was said about an item, or about none.
    pub fn remarks_on(&self, item: Option<RecordId>) -> impl Iterator<Item = &'a Entry<Remark>> {
        self.remarks.iter().copied().filter(move |one| one.body.item == item)
    }

    /// What came of an item, or of none.
    pub fn outcomes_of(&self, item: Option<RecordId>) -> impl Iterator<Item = &'a Entry<Outcome>> {
        self.outcomes.iter().copied().filter(move |one| one.body.item == item)
    }

    /// What was raised under an item, or under none.
    pub fn difficulties_under(&self, item: Option<RecordId>) -> impl Iterator<Item = &'a Entry<Difficulty>> {
        self.difficulties.iter().copied().filter(move |one| one.body.item == item)
    }

    /// Corrections that wait for a decision.
    #[must_use]
    pub fn open_corrections(&self) -> usize {
        self.corrections.iter().filter(|one| one.body.decision.is_none()).count()
    }

    /// The required fields, in the order of the official form.
    #[must_use]
    pub fn required(&self) -> [Required; 8] {
        let meeting = &self.meeting.body;
        let there = |field, is_there, count| Required { field, is_there, count };
        let known = self.attendance.iter().filter(|one| one.body.presence.is_some()).count();
        let silent = self.silent_items();
        let decisions = self.outcomes.iter().filter(|one| one.body.kind != OutcomeKind::Sharing).count();
        let decided = decisions > 0 || meeting.nothing_decided;
        let (votes, odd) = self.votes();
        let dated = !meeting.place.is_empty() && meeting.starts.is_some() && meeting.ends.is_some();
        [
            there(Field::NameAndHost, !meeting.host.is_empty() && !meeting.chair.is_empty(), 0),
            there(Field::DateAndPlace, dated, 0),
            there(Field::Attendance, known > 0 && known == self.attendance.len(), count(self.attendance.len() - known)),
            there(Field::Proceedings, !meeting.proceedings.is_empty(), 0),
            there(Field::Agenda, !self.items.is_empty(), count(self.items.len())),
            there(Field::Remarks, silent == 0 && !self.items.is_empty(), count(silent)),
            there(Field::Decisions, decided, count(decisions)),
            there(Field::Votes, odd == 0, count(if odd > 0 { odd } else { votes })),
        ]
    }

    /// How many of the required fields are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.required().iter().filter(|one| !one.is_there).count()
    }

    /// Items about which nothing was written down, and of which nobody states that nothing was said.
    fn silent_items(&self) -> usize {
        let spoken = |id| self.remarks.iter().any(|remark| remark.body.item == Some(id));
        self.items.iter().filter(|one| !one.body.no_remarks && !spoken(one.id)).count()
    }

    /// How many decisions were voted on, and how many of these count more votes than institutions took part.
    fn votes(&self) -> (usize, usize) {
        let took_part = Attended::of(&self.attendance).took_part();
        let votes: Vec<_> = self.outcomes.iter().filter_map(|one| one.body.vote).collect();
        (votes.len(), votes.iter().filter(|vote| vote.total() > took_part).count())
    }

    /// The minutes as one value: what is hashed on closing. Private remarks stand in it as their fingerprints, so that the
    /// same value can be checked by those who may not read them.
    #[must_use]
    pub fn canonical(&self) -> Value {
        let meeting = &self.meeting.body;
        let mut minutes = json!({
            "kind": meeting.kind, "ordinal": meeting.ordinal, "held_on": meeting.held_on, "starts": meeting.starts,
            "ends": meeting.ends, "place": meeting.place, "way": meeting.way, "chair": meeting.chair, "host": meeting.host,
            "proceedings": meeting.proceedings, "published": meeting.published, "nothing_decided": meeting.nothing_decided,
            "attendance": self.attendance.iter().map(|one| attended(&one.body)).collect::<Vec<_>>(),
            "agenda": self.items.iter().map(|one| json!({ "id": one.id, "item": one.body })).collect::<Vec<_>>(),
            "remarks": self.remarks.iter().map(|one| said(one)).collect::<Vec<_>>(),
            "outcomes": self.outcomes.iter().map(|one| json!({ "id": one.id, "outcome": one.body })).collect::<Vec<_>>(),
        });
        // Minutes in which nothing was raised have the fingerprint that they had before the register could be written in them.
        if !self.difficulties.is_empty() {
            minutes["difficulties"] = self.difficulties.iter().map(|one| raised(one)).collect();
        }
        minutes
    }

    /// SHA-256 of the canonical minutes (RFC 8785), in hexadecimal digits.
    ///
    /// # Errors
    /// Where a number has no canonical form; none of ours is like that.
    pub fn sha256(&self) -> Result<String, serde_json::Error> {
        let bytes = serde_json_canonicalizer::to_vec(&self.canonical())?;
        Ok(Digest::of(&bytes).to_string())
    }

    /// The institutions present, standing in, observing or absent.
    pub fn those(&self, presence: Presence) -> impl Iterator<Item = &'a Entry<Attendance>> {
        self.attendance.iter().copied().filter(move |one| one.body.presence == Some(presence))
    }
}

fn attended(one: &Attendance) -> Value {
    json!({ "institution": one.institution, "person": one.person, "presence": one.presence, "note": one.note })
}

/// The words in which it was raised; what becomes of it stands in the register.
fn raised(one: &Entry<Difficulty>) -> Value {
    let body = &one.body;
    json!({ "id": one.id, "item": body.item, "institution": body.institution, "title": body.title, "text": body.text,
        "tasks": body.tasks })
}

fn said(one: &Entry<Remark>) -> Value {
    let remark = &one.body;
    let text = if remark.private { json!({ "sha256": remark.fingerprint() }) } else { json!(remark.text) };
    json!({ "id": one.id, "item": remark.item, "institution": remark.institution, "speaker": remark.speaker,
        "private": remark.private, "text": text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::Story;
    use crate::domain::council::{Body, Sight};
    use crate::domain::plan_file::MeetingKind;
    use proptest::prelude::*;

    fn missing(story: &Story, id: RecordId) -> Vec<Field> {
        let council = story.council("2024-03-20");
        let minutes = council.minutes(id).unwrap();
        minutes.required().iter().filter(|one| !one.is_there).map(|one| one.field).collect()
    }

    #[test]
    fn bare_minutes_lack_everything_but_votes() {
        let mut story = Story::default();
        let id = story.bare_meeting("2024-03-13", MeetingKind::CioCouncil);
        use Field::{Agenda, Attendance, DateAndPlace, Decisions, NameAndHost, Proceedings, Remarks};
        assert_eq!(
            missing(&story, id),
            [NameAndHost, DateAndPlace, Attendance, Proceedings, Agenda, Remarks, Decisions]
        );
    }

    #[test]
    fn full_minutes_lack_nothing_and_each_gap_is_named() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let item = story.item(id, "등급 재산정");
        story.attend(id, "mois", Some(Presence::Present));
        story.remark(id, Some(item), "mois", "3월 안에 끝내야 함", false);
        story.decision(id, "하나로 셈");
        assert_eq!(missing(&story, id), []);
        story.attend(id, "mofa", None);
        assert_eq!(missing(&story, id), [Field::Attendance]);
        story.item(id, "이중화 기준");
        assert_eq!(missing(&story, id), [Field::Attendance, Field::Remarks]);
    }

    #[test]
    fn more_votes_than_institutions_took_part_cannot_be() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        story.attend(id, "mois", Some(Presence::Present));
        story.vote(id, "2등급은 다음에 다룸", 2, 0, 0);
        assert!(missing(&story, id).contains(&Field::Votes));
        story.attend(id, "mofa", Some(Presence::Proxy));
        assert!(!missing(&story, id).contains(&Field::Votes));
    }

    #[test]
    fn a_private_remark_is_in_the_fingerprint_and_not_in_the_text() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        story.remark(id, None, "mnd", "등급은 공개하지 않음", true);
        let council = story.council("2024-03-20");
        let minutes = council.minutes(id).unwrap();
        let text = minutes.canonical().to_string();
        assert!(!text.contains("공개하지 않음") && text.contains(&minutes.remarks[0].body.fingerprint()));
    }

    #[test]
    fn what_is_raised_is_in_the_fingerprint_and_its_answer_is_not() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let item = story.item(id, "애로사항 청취");
        let print = |story: &Story| story.council("2024-03-20").minutes(id).unwrap().sha256().unwrap();
        let bare = print(&story);
        let raised = story.raised_in(id, Some(item), "kfs");
        let with_it = print(&story);
        assert_ne!(bare, with_it);
        story.ask(raised, "2024-03-14", "mois", "2024-03-28");
        story.answer(raised, "2024-03-18", crate::domain::council::difficulty::Stage::Resolved);
        assert_eq!(print(&story), with_it);
        let council = story.council("2024-03-20");
        let minutes = council.minutes(id).unwrap();
        assert_eq!(minutes.difficulties_under(Some(item)).count(), 1);
        assert_eq!(minutes.difficulties_under(None).count(), 0);
    }

    proptest! {
        #[test]
        fn any_change_of_a_line_changes_the_fingerprint(at in 0usize..6, word in "[가-힣]{1,8}") {
            let mut story = Story::default();
            let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
            let item = story.item(id, "등급 재산정");
            let lines = [
                story.remark(id, Some(item), "mois", "원문", false),
                story.remark(id, Some(item), "mnd", "비공개 원문", true),
                story.decision(id, "하나로 셈"),
                story.attend(id, "mois", Some(Presence::Present)),
                item,
                story.raised_in(id, Some(item), "kfs"),
            ];
            let before = story.council("2024-03-20").minutes(id).unwrap().sha256().unwrap();
            story.edit(lines[at], |body| match body {
                Body::Remark(one) => one.text.push_str(&word),
                Body::Outcome(one) => one.text.push_str(&word),
                Body::Attendance(one) => one.person.push_str(&word),
                Body::Item(one) => one.title.push_str(&word),
                Body::Difficulty(one) => one.title.push_str(&word),
                _ => {}
            });
            let after = story.council("2024-03-20").minutes(id).unwrap().sha256().unwrap();
            prop_assert_ne!(&before, &after);
            let seen = story.seen("2024-03-12", Sight::Full);
            prop_assert!(seen.minutes(id).is_none(), "before the meeting was known");
        }
    }
}

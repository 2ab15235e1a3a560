//! What the tests of this module tell: meetings, lines and notes, each on its day.

use crate::domain::calendar::start_of;
use crate::domain::council::agenda::{AgendaItem, ItemKind};
use crate::domain::council::attendance::{Attendance, Presence};
use crate::domain::council::difficulty::{Asked, Difficulty, SameHere, Stage};
use crate::domain::council::meeting::{Meeting, MeetingState};
use crate::domain::council::minutes::Remark;
use crate::domain::council::outcome::{Note, NoteKind, Outcome, OutcomeKind, Vote};
use crate::domain::council::register::{Body, Register, Version};
use crate::domain::council::view::{Council, Sight};
use crate::domain::council::waiting::{Awaited, WaitingOn};
use crate::domain::ids::{RecordId, Slug, UserId};
use crate::domain::institution::{Institution, Kind};
use crate::domain::plan_file::MeetingKind;
use chrono::{NaiveDate, NaiveTime, TimeDelta};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub fn institution(name: &str, name_ko: &str, kind: Kind) -> Institution {
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

/// A register that grows by one line at a time.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub register: Register,
    records: i64,
}

impl Story {
    pub fn council(&self, on: &str) -> Council {
        self.seen(on, Sight::Full)
    }

    pub fn seen(&self, on: &str, sight: Sight) -> Council {
        Council::at(&self.register, day(on), sight)
    }

    pub fn add(&mut self, on: &str, body: Body) -> RecordId {
        self.records += 1;
        let id = RecordId(self.records);
        self.put(on, id, body);
        id
    }

    fn put(&mut self, on: &str, record: RecordId, body: Body) {
        let no = self.register.last() + 1;
        let recorded_at = start_of(day(on)) + TimeDelta::hours(10) + TimeDelta::seconds(no);
        let version =
            Version { no, record, body, recorded_at, by: UserId(1), by_name: "이총괄".into(), on_behalf_of: None };
        self.register.append([version]);
    }

    pub fn edit(&mut self, record: RecordId, change: impl FnOnce(&mut Body)) {
        self.edit_on(record, "2024-03-14", change);
    }

    pub fn edit_on(&mut self, record: RecordId, on: &str, change: impl FnOnce(&mut Body)) {
        let cutoff = chrono::DateTime::<chrono::Utc>::MAX_UTC;
        let mut body = self.register.history(record, cutoff).last().unwrap().body.clone();
        change(&mut body);
        self.put(on, record, body);
    }

    pub fn set_state(&mut self, meeting: RecordId, state: MeetingState) {
        self.set_state_on(meeting, "2024-03-14", state);
    }

    pub fn set_state_on(&mut self, meeting: RecordId, on: &str, state: MeetingState) {
        self.edit_on(meeting, on, |body| {
            if let Body::Meeting(one) = body {
                one.state = state;
            }
        });
    }

    /// A meeting of which nothing but body and day is known, recorded on `known_on`.
    fn plain(&mut self, on: &str, kind: MeetingKind, known_on: &str, full: bool) -> RecordId {
        let text = |text: &str| if full { text.to_owned() } else { String::new() };
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).filter(|_| full);
        let meeting = Meeting {
            kind,
            ordinal: None,
            held_on: day(on),
            starts: time(14),
            ends: time(16),
            place: text("정부세종청사"),
            way: None,
            chair: text("행정안전부 차관"),
            host: text("디지털정부기획과"),
            proceedings: text("개회, 보고, 논의, 폐회"),
            published: None,
            state: MeetingState::Preparing,
            nothing_decided: false,
            minutes: None,
        };
        self.add(known_on, Body::Meeting(meeting))
    }

    pub fn bare_meeting(&mut self, on: &str, kind: MeetingKind) -> RecordId {
        self.plain(on, kind, on, false)
    }

    pub fn meeting(&mut self, on: &str, kind: MeetingKind) -> RecordId {
        self.plain(on, kind, on, true)
    }

    /// One that is planned before its day.
    pub fn planned(&mut self, on: &str, kind: MeetingKind, known_on: &str) -> RecordId {
        self.plain(on, kind, known_on, true)
    }

    pub fn item(&mut self, meeting: RecordId, title: &str) -> RecordId {
        let item = AgendaItem {
            meeting,
            position: self.records,
            kind: ItemKind::Report,
            title: title.into(),
            presenter: "디지털정부기획과장".into(),
            institution: Some(slug("mois")),
            tasks: vec![],
            minutes: Some(20),
            summary: String::new(),
            carries: vec![],
            exception: None,
            no_remarks: false,
            struck: false,
        };
        self.add("2024-03-13", Body::Item(item))
    }

    pub fn attend(&mut self, meeting: RecordId, who: &str, presence: Option<Presence>) -> RecordId {
        let person = "기획조정실장".to_owned();
        let line = Attendance { meeting, institution: slug(who), person, presence, note: String::new(), struck: false };
        self.add("2024-03-13", Body::Attendance(line))
    }

    pub fn remark(
        &mut self,
        meeting: RecordId,
        item: Option<RecordId>,
        who: &str,
        text: &str,
        private: bool,
    ) -> RecordId {
        let remark = Remark {
            meeting,
            item,
            institution: Some(slug(who)),
            speaker: "CIO".into(),
            text: text.into(),
            private,
            salt: "5f".repeat(16),
            struck: false,
        };
        self.add("2024-03-13", Body::Remark(remark))
    }

    fn outcome(&mut self, meeting: RecordId, kind: OutcomeKind, text: &str) -> Outcome {
        let no = if kind.is_followed_up() { self.records } else { 0 };
        Outcome {
            meeting,
            item: None,
            kind,
            no,
            text: text.into(),
            owners: vec![],
            from: None,
            due: None,
            tasks: vec![],
            vote: None,
            struck: false,
        }
    }

    fn held_on(&self, meeting: RecordId) -> String {
        let versions = self.register.history(meeting, chrono::DateTime::<chrono::Utc>::MAX_UTC);
        match &versions.last().unwrap().body {
            Body::Meeting(one) => one.held_on.to_string(),
            other => panic!("{other:?} is no meeting"),
        }
    }

    pub fn decision(&mut self, meeting: RecordId, text: &str) -> RecordId {
        let outcome = self.outcome(meeting, OutcomeKind::Decision, text);
        let on = self.held_on(meeting);
        self.add(&on, Body::Outcome(outcome))
    }

    pub fn vote(&mut self, meeting: RecordId, text: &str, in_favour: i64, against: i64, abstained: i64) -> RecordId {
        let vote = Some(Vote { in_favour, against, abstained });
        let outcome = Outcome { vote, ..self.outcome(meeting, OutcomeKind::Decision, text) };
        self.add("2024-03-13", Body::Outcome(outcome))
    }

    pub fn directive(&mut self, meeting: RecordId, due: &str, owners: &[&str]) -> RecordId {
        let owners = owners.iter().map(|one| slug(one)).collect();
        let outcome = self.outcome(meeting, OutcomeKind::Directive, "제출할 것");
        let on = self.held_on(meeting);
        self.add(&on, Body::Outcome(Outcome { owners, due: Some(day(due)), ..outcome }))
    }

    pub fn request(&mut self, meeting: RecordId, due: &str, from: &str, to: &[&str]) -> RecordId {
        let owners = to.iter().map(|one| slug(one)).collect();
        let outcome = self.outcome(meeting, OutcomeKind::Request, "예산에 반영 요청");
        let on = self.held_on(meeting);
        self.add(&on, Body::Outcome(Outcome { owners, from: Some(slug(from)), due: Some(day(due)), ..outcome }))
    }

    pub fn note(&mut self, outcome: RecordId, on: &str, kind: NoteKind, by: Option<&str>) {
        let institution = by.map(slug);
        self.add(on, Body::Note(Note { outcome, kind, text: "적음".into(), institution, meeting: None }));
    }

    pub fn difficulty(&mut self, on: &str, by: &str) -> RecordId {
        let raised = Difficulty::raised(slug(by), "이중화 예산".into(), "올해 예산에 없음".into(), vec![]);
        let difficulty = Difficulty { no: self.records + 1, ..raised };
        self.add(on, Body::Difficulty(difficulty))
    }

    /// One that was raised under an item of a meeting.
    pub fn raised_in(&mut self, meeting: RecordId, item: Option<RecordId>, by: &str) -> RecordId {
        let raised = Difficulty::raised(slug(by), "야간 근무 인력".into(), "교대할 사람이 없음".into(), vec![]);
        let on = self.held_on(meeting);
        let raised = Difficulty { no: self.records + 1, meeting: Some(meeting), item, ..raised };
        self.add(&on, Body::Difficulty(raised))
    }

    fn edit_difficulty(&mut self, id: RecordId, on: &str, change: impl FnOnce(&mut Difficulty)) {
        self.edit_on(id, on, |body| {
            if let Body::Difficulty(one) = body {
                change(one)
            }
        });
    }

    pub fn ask(&mut self, id: RecordId, on: &str, answerer: &str, due: &str) {
        let asked = Asked { answerer: slug(answerer), since: day(on), due: day(due) };
        self.edit_difficulty(id, on, |one| {
            one.stage = Stage::Reviewing;
            one.asked = Some(asked);
        });
    }

    pub fn answer(&mut self, id: RecordId, on: &str, stage: Stage) {
        self.edit_difficulty(id, on, |one| {
            one.stage = stage;
            one.answered_on = Some(day(on));
        });
    }

    pub fn merge(&mut self, id: RecordId, into: RecordId, on: &str) {
        self.edit_difficulty(id, on, |one| one.merged_into = Some(into));
    }

    pub fn same_here(&mut self, difficulty: RecordId, on: &str, by: &str) {
        self.add(on, Body::SameHere(SameHere { difficulty, institution: slug(by), note: String::new() }));
    }

    pub fn waiting(&mut self, since: &str, by: &str, awaited: Awaited) {
        let waiting = WaitingOn {
            task: crate::domain::ids::TaskNo(1),
            institution: slug(by),
            awaited,
            reason: "표준안을 기다림".into(),
            since: day(since),
            ended_on: None,
        };
        self.add(since, Body::Waiting(waiting));
    }
}

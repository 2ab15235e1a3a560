//! The register at the end of a day, as one class of readers may see it.

use crate::domain::calendar::end_of;
use crate::domain::council::agenda::{AgendaItem, Paper};
use crate::domain::council::attendance::Attendance;
use crate::domain::council::cio::Cio;
use crate::domain::council::difficulty::{Difficulty, SameHere};
use crate::domain::council::meeting::{Meeting, MeetingState};
use crate::domain::council::minutes::{Addendum, Correction, Remark};
use crate::domain::council::outcome::{Note, Outcome};
use crate::domain::council::register::{Body, Register, Version};
use crate::domain::council::support::Support;
use crate::domain::council::waiting::WaitingOn;
use crate::domain::ids::{RecordId, Slug, UserId};
use crate::domain::permission::{Action, Reader, may};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, HashSet};

/// How much of the minutes a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sight {
    /// The PMO: drafts and private remarks too.
    Full,
    /// Institutions: minutes from their circulation on, without private remarks.
    Circulated,
    /// Everybody else who reads dashboards: what came of meetings from circulation on, remarks once closed.
    Closed,
}

impl Sight {
    pub const ALL: [Self; 3] = [Self::Full, Self::Circulated, Self::Closed];

    /// What a reader of dashboards sees.
    #[must_use]
    pub fn of(reader: &Reader) -> Self {
        if may(reader, Action::ReadPrivateRemarks) {
            Self::Full
        } else if may(reader, Action::ReadCirculatedMinutes) {
            Self::Circulated
        } else {
            Self::Closed
        }
    }

    /// Whether what came of a meeting is seen: directives are of no use before those who have to follow them know.
    #[must_use]
    pub const fn sees_outcomes(self, meeting: &Meeting) -> bool {
        matches!(self, Self::Full) || matches!(meeting.state, MeetingState::Circulated | MeetingState::Closed)
    }

    /// Whether what was said in a meeting is seen.
    #[must_use]
    pub const fn sees_remarks(self, meeting: &Meeting) -> bool {
        match self {
            Self::Full => true,
            Self::Circulated => matches!(meeting.state, MeetingState::Circulated | MeetingState::Closed),
            Self::Closed => matches!(meeting.state, MeetingState::Closed),
        }
    }

    #[must_use]
    pub const fn sees_remark(self, meeting: &Meeting, remark: &Remark) -> bool {
        self.sees_remarks(meeting) && (matches!(self, Self::Full) || !remark.private)
    }
}

/// A record as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    pub id: RecordId,
    pub body: T,
    /// When it was first recorded, and by whom.
    pub first_at: DateTime<Utc>,
    pub first_by: UserId,
    pub first_by_name: String,
    /// When it was last changed, and by whom.
    pub at: DateTime<Utc>,
    pub by: UserId,
    pub by_name: String,
}

/// The register at the end of a day. Lists are in the order in which their records were first put down; what was struck
/// out is not there.
#[derive(Clone, Debug)]
pub struct Council {
    pub day: NaiveDate,
    pub sight: Sight,
    /// By day, then as they were recorded.
    pub meetings: Vec<Entry<Meeting>>,
    pub items: Vec<Entry<AgendaItem>>,
    pub attendance: Vec<Entry<Attendance>>,
    pub remarks: Vec<Entry<Remark>>,
    pub outcomes: Vec<Entry<Outcome>>,
    pub notes: Vec<Entry<Note>>,
    pub corrections: Vec<Entry<Correction>>,
    pub addenda: Vec<Entry<Addendum>>,
    pub papers: Vec<Entry<Paper>>,
    pub difficulties: Vec<Entry<Difficulty>>,
    pub same_here: Vec<Entry<SameHere>>,
    pub supports: Vec<Entry<Support>>,
    pub waitings: Vec<Entry<WaitingOn>>,
    pub cios: Vec<Entry<Cio>>,
}

impl Council {
    /// The register by the end of `day`.
    #[must_use]
    pub fn at(register: &Register, day: NaiveDate, sight: Sight) -> Self {
        Self::before(register, end_of(day), day, sight)
    }

    /// The register as recorded before `cutoff`, with days counted from `day`.
    #[must_use]
    pub fn before(register: &Register, cutoff: DateTime<Utc>, day: NaiveDate, sight: Sight) -> Self {
        let mut council = Self::empty(day, sight);
        for (first, last) in standing(register, cutoff).into_values() {
            council.put(first, last);
        }
        council.meetings.sort_by_key(|one| (one.body.held_on, one.id));
        if sight != Sight::Full {
            let private = private_by_now(register);
            council.remarks.retain(|one| !private.contains(&one.id));
        }
        council.hide();
        council
    }

    fn empty(day: NaiveDate, sight: Sight) -> Self {
        Self {
            day,
            sight,
            meetings: vec![],
            items: vec![],
            attendance: vec![],
            remarks: vec![],
            outcomes: vec![],
            notes: vec![],
            corrections: vec![],
            addenda: vec![],
            papers: vec![],
            difficulties: vec![],
            same_here: vec![],
            supports: vec![],
            waitings: vec![],
            cios: vec![],
        }
    }

    fn put(&mut self, first: &Version, last: &Version) {
        match &last.body {
            Body::Meeting(body) => self.meetings.push(entry(first, last, body)),
            Body::Item(body) if !body.struck => self.items.push(entry(first, last, body)),
            Body::Attendance(body) if !body.struck => self.attendance.push(entry(first, last, body)),
            Body::Remark(body) if !body.struck => self.remarks.push(entry(first, last, body)),
            Body::Outcome(body) if !body.struck => self.outcomes.push(entry(first, last, body)),
            Body::Note(body) => self.notes.push(entry(first, last, body)),
            Body::Correction(body) => self.corrections.push(entry(first, last, body)),
            Body::Addendum(body) => self.addenda.push(entry(first, last, body)),
            Body::Paper(body) if !body.struck => self.papers.push(entry(first, last, body)),
            Body::Difficulty(body) if !body.struck => self.difficulties.push(entry(first, last, body)),
            Body::SameHere(body) => self.same_here.push(entry(first, last, body)),
            Body::Support(body) => self.supports.push(entry(first, last, body)),
            Body::Waiting(body) => self.waitings.push(entry(first, last, body)),
            Body::Cio(body) => self.cios.push(entry(first, last, body)),
            Body::Item(_)
            | Body::Attendance(_)
            | Body::Remark(_)
            | Body::Outcome(_)
            | Body::Paper(_)
            | Body::Difficulty(_) => {}
        }
    }

    /// Takes out what this reader may not see, and what belongs to nothing that is there.
    fn hide(&mut self) {
        let sight = self.sight;
        let meetings: BTreeMap<RecordId, &Meeting> = self.meetings.iter().map(|one| (one.id, &one.body)).collect();
        let all = |id: &RecordId| meetings.contains_key(id);
        let outcomes = |id: &RecordId| meetings.get(id).is_some_and(|meeting| sight.sees_outcomes(meeting));
        self.items.retain(|one| all(&one.body.meeting));
        self.attendance.retain(|one| all(&one.body.meeting));
        self.outcomes.retain(|one| outcomes(&one.body.meeting));
        self.corrections.retain(|one| meetings.get(&one.body.meeting).is_some_and(|m| sight.sees_remarks(m)));
        self.addenda.retain(|one| outcomes(&one.body.meeting));
        self.difficulties.retain(|one| one.body.meeting.as_ref().is_none_or(outcomes));
        let known: HashSet<RecordId> = self.difficulties.iter().map(|one| one.id).collect();
        self.same_here.retain(|one| known.contains(&one.body.difficulty));
        self.remarks.retain(|one| meetings.get(&one.body.meeting).is_some_and(|m| sight.sees_remark(m, &one.body)));
        let shown: HashSet<RecordId> = self.outcomes.iter().map(|one| one.id).collect();
        self.notes.retain(|one| shown.contains(&one.body.outcome));
        let remarks: HashSet<RecordId> = self.remarks.iter().map(|one| one.id).collect();
        self.corrections.retain(|one| remarks.contains(&one.body.remark));
        let subjects: HashSet<RecordId> =
            self.items.iter().map(|one| one.id).chain(self.notes.iter().map(|one| one.id)).collect();
        self.papers.retain(|one| subjects.contains(&one.body.subject));
    }

    #[must_use]
    pub fn meeting(&self, id: RecordId) -> Option<&Entry<Meeting>> {
        self.meetings.iter().find(|one| one.id == id)
    }

    #[must_use]
    pub fn item(&self, id: RecordId) -> Option<&Entry<AgendaItem>> {
        self.items.iter().find(|one| one.id == id)
    }

    #[must_use]
    pub fn outcome(&self, id: RecordId) -> Option<&Entry<Outcome>> {
        self.outcomes.iter().find(|one| one.id == id)
    }

    #[must_use]
    pub fn difficulty(&self, id: RecordId) -> Option<&Entry<Difficulty>> {
        self.difficulties.iter().find(|one| one.id == id)
    }

    /// The papers of a record, oldest first.
    pub fn papers_of(&self, subject: RecordId) -> impl Iterator<Item = &Entry<Paper>> {
        self.papers.iter().filter(move |one| one.body.subject == subject)
    }

    /// The CIO of record of an institution on a day.
    #[must_use]
    pub fn cio_on(&self, institution: &Slug, day: NaiveDate) -> Option<&Entry<Cio>> {
        let of = self.cios.iter().filter(|one| one.body.institution == *institution);
        of.filter(|one| one.body.is_in_office_on(day)).max_by_key(|one| (one.body.from, one.id))
    }
}

/// Each record's first and last version before `cutoff`, by record. The order of writes decides between versions of one
/// instant.
fn standing(register: &Register, cutoff: DateTime<Utc>) -> BTreeMap<RecordId, (&Version, &Version)> {
    let mut records: BTreeMap<RecordId, (&Version, &Version)> = BTreeMap::new();
    let key = |version: &Version| (version.recorded_at, version.no);
    for version in register.known(cutoff) {
        let known = records.entry(version.record).or_insert((version, version));
        if key(version) < key(known.0) {
            known.0 = version;
        }
        if key(version) > key(known.1) {
            known.1 = version;
        }
    }
    records
}

/// The remarks that are private by now. What was made private later is not shown on earlier days either: what a reader may
/// see is today's, whatever day is looked at.
fn private_by_now(register: &Register) -> HashSet<RecordId> {
    let mut private = HashSet::new();
    for version in register.known(DateTime::<Utc>::MAX_UTC) {
        match &version.body {
            Body::Remark(one) if one.private => private.insert(version.record),
            _ => private.remove(&version.record),
        };
    }
    private
}

fn entry<T: Clone>(first: &Version, last: &Version, body: &T) -> Entry<T> {
    Entry {
        id: last.record,
        body: body.clone(),
        first_at: first.recorded_at,
        first_by: first.by,
        first_by_name: first.by_name.clone(),
        at: last.recorded_at,
        by: last.by,
        by_name: last.by_name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, day};
    use crate::domain::council::outcome::NoteKind;
    use crate::domain::plan_file::MeetingKind;

    #[test]
    fn a_meeting_is_not_known_before_it_was_recorded_and_an_edit_not_before_it_was_made() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let remark = story.remark(id, None, "mois", "처음", false);
        story.edit_on(remark, "2024-03-20", |body| {
            if let Body::Remark(one) = body {
                "고침".clone_into(&mut one.text);
            }
        });
        assert!(story.council("2024-03-12").meetings.is_empty());
        assert_eq!(story.council("2024-03-19").remarks[0].body.text, "처음");
        assert_eq!(story.council("2024-03-20").remarks[0].body.text, "고침");
        let history = story.register.history(remark, end_of(day("2024-03-20")));
        assert_eq!(history.len(), 2);
    }

    #[test]
    fn each_class_of_readers_sees_the_minutes_from_its_own_state_on() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let directive = story.directive(id, "2024-03-29", &["mofa"]);
        story.note(directive, "2024-03-14", NoteKind::Progress, Some("mofa"));
        story.remark(id, None, "mois", "공개 발언", false);
        story.remark(id, None, "mnd", "비공개 발언", true);
        let seen = |story: &Story| {
            Sight::ALL.map(|sight| {
                let council = story.seen("2024-03-20", sight);
                (council.remarks.len(), council.outcomes.len(), council.notes.len())
            })
        };
        assert_eq!(seen(&story), [(2, 1, 1), (0, 0, 0), (0, 0, 0)], "preparing");
        story.set_state(id, MeetingState::Circulated);
        assert_eq!(seen(&story), [(2, 1, 1), (1, 1, 1), (0, 1, 1)], "circulated");
        story.set_state(id, MeetingState::Closed);
        assert_eq!(seen(&story), [(2, 1, 1), (1, 1, 1), (1, 1, 1)], "closed");
    }

    #[test]
    fn a_remark_made_private_later_is_gone_from_earlier_days_too() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let said = story.remark(id, None, "mnd", "나중에 비공개로 함", false);
        story.set_state_on(id, "2024-03-14", MeetingState::Circulated);
        assert_eq!(story.seen("2024-03-15", Sight::Circulated).remarks.len(), 1);
        story.edit_on(said, "2024-03-18", |body| {
            if let Body::Remark(one) = body {
                one.private = true
            }
        });
        assert_eq!(story.seen("2024-03-15", Sight::Circulated).remarks.len(), 0);
        assert_eq!(story.seen("2024-03-15", Sight::Full).remarks.len(), 1);
    }

    #[test]
    fn what_is_raised_in_a_meeting_is_in_the_register_from_its_circulation_on() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let raised = story.raised_in(id, None, "kfs");
        story.same_here(raised, "2024-03-14", "kma");
        story.difficulty("2024-03-13", "mohw");
        let seen = |story: &Story| {
            Sight::ALL.map(|sight| {
                let council = story.seen("2024-03-20", sight);
                (council.difficulties.len(), council.same_here.len())
            })
        };
        assert_eq!(seen(&story), [(2, 1), (1, 0), (1, 0)]);
        story.set_state(id, MeetingState::Circulated);
        assert_eq!(seen(&story), [(2, 1), (2, 1), (2, 1)]);
        story.edit(raised, |body| {
            if let Body::Difficulty(one) = body {
                one.struck = true
            }
        });
        assert_eq!(seen(&story), [(1, 0), (1, 0), (1, 0)], "struck out");
    }

    #[test]
    fn what_was_struck_out_is_gone_but_stays_in_the_history() {
        let mut story = Story::default();
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let remark = story.remark(id, None, "mois", "잘못 적음", false);
        story.edit(remark, |body| {
            if let Body::Remark(one) = body {
                one.struck = true
            }
        });
        assert!(story.council("2024-03-20").remarks.is_empty());
        assert_eq!(story.register.history(remark, end_of(day("2024-03-20"))).len(), 2);
    }
}

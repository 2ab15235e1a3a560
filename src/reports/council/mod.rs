//! The papers of a meeting as official documents: 회의자료 (agenda), 회의록 (minutes), 회의결과 (result, one page).
//!
//! What is not in the council that is given cannot be in the document; private remarks are left out unless the whole is
//! asked for. To add a paper: a function from [`Paper`] to [`Document`] in a file here, a variant of [`Kind`].

mod agenda;
mod minutes;
mod result;
mod words;

use crate::domain::calendar::KST;
use crate::domain::council::Council;
use crate::domain::council::carry::CarryOver;
use crate::domain::council::meeting::MeetingState;
use crate::domain::council::minutes::Minutes;
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::ledger::Ledger;
use crate::domain::standing::name_of;
use crate::reports::official::{Document, long_day};
use chrono::{DateTime, FixedOffset};

pub use words::title;

/// What a paper is made from.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    pub ledger: &'a Ledger,
    pub council: &'a Council,
    pub minutes: &'a Minutes<'a>,
    pub carried: &'a CarryOver<'a>,
    /// What a demonstration's documents say on every page.
    pub demonstration: Option<&'static str>,
    /// With private remarks: for the PMO alone.
    pub full: bool,
}

/// Which paper of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 회의자료
    Agenda,
    /// 회의록
    Minutes,
    /// 회의결과
    Result,
}

impl Kind {
    /// The word for it, in titles and file names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agenda => "회의자료",
            Self::Minutes => "회의록",
            Self::Result => "회의결과",
        }
    }
}

/// The paper as a document.
#[must_use]
pub fn document(paper: &Paper<'_>, kind: Kind) -> Document {
    match kind {
        Kind::Agenda => agenda::document(paper),
        Kind::Minutes => minutes::document(paper),
        Kind::Result => result::document(paper),
    }
}

impl Paper<'_> {
    /// A document without its contents.
    fn blank(&self, kind: Kind) -> Document {
        let meeting = &self.minutes.meeting.body;
        Document {
            title: format!("{} {}", title(meeting), kind.word()),
            kind: if self.full { format!("{}(비공개 포함)", kind.word()) } else { kind.word().to_owned() },
            institution: name_of(self.ledger, &self.ledger.plan.lead).to_owned(),
            made_at: self.made_at(),
            base_date: None,
            number: None,
            seal: None,
            draft: false,
            demonstration: self.demonstration,
            about: vec![("회의 일시", self.when())],
            summary: vec![],
            parts: vec![],
        }
    }

    /// Whether minutes are still to be closed.
    fn is_draft(&self) -> bool {
        self.minutes.meeting.body.state != MeetingState::Closed
    }

    /// `2024. 2. 7.(수) 14:00~16:00`
    fn when(&self) -> String {
        let meeting = &self.minutes.meeting.body;
        let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
        let hours = match (meeting.starts.map(time), meeting.ends.map(time)) {
            (Some(from), Some(until)) => format!(" {from}~{until}"),
            (Some(from), None) => format!(" {from}"),
            (None, _) => String::new(),
        };
        format!("{}{hours}", long_day(meeting.held_on))
    }

    /// The last change of anything that the paper may show: the same paper has the same time whenever it is written.
    fn made_at(&self) -> DateTime<FixedOffset> {
        let lines = self.minutes.items.iter().map(|one| one.at);
        let lines = lines.chain(self.minutes.remarks.iter().map(|one| one.at));
        let lines = lines.chain(self.minutes.outcomes.iter().map(|one| one.at));
        let lines = lines.chain(self.minutes.attendance.iter().map(|one| one.at));
        let lines = lines.chain(self.minutes.addenda.iter().map(|one| one.at));
        lines.chain([self.minutes.meeting.at]).max().unwrap_or(self.minutes.meeting.at).with_timezone(&KST)
    }

    fn institution(&self, slug: &Slug) -> String {
        name_of(self.ledger, slug).to_owned()
    }

    /// `외교부, 국방부`; every central body: `전 중앙행정기관`.
    fn institutions(&self, slugs: &[Slug]) -> String {
        let central =
            self.ledger.institutions.iter().filter(|one| one.is_central_on(self.minutes.meeting.body.held_on));
        if slugs.len() > 3 && slugs.len() == central.count() {
            return "전 중앙행정기관".to_owned();
        }
        slugs.iter().map(|slug| self.institution(slug)).collect::<Vec<_>>().join(", ")
    }

    /// `과제 4, 과제 7`
    fn tasks(numbers: &[TaskNo]) -> String {
        numbers.iter().map(|no| format!("과제 {no}")).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::attendance::Presence;
    use crate::domain::council::carry::carry_over;
    use crate::domain::council::fixture::Story;
    use crate::domain::council::{Body, Sight};
    use crate::domain::exceptions::tests::ledger;
    use crate::domain::ids::RecordId;
    use crate::domain::plan_file::MeetingKind;
    use crate::reports::official::{hwpx, pdf};

    fn told() -> (Story, RecordId) {
        let mut story = Story::default();
        let first = story.meeting("2024-02-07", MeetingKind::CioCouncil);
        story.directive(first, "2024-03-08", &["mofa"]);
        let id = story.meeting("2024-03-13", MeetingKind::CioCouncil);
        let item = story.item(id, "등급 재산정 <추진>");
        story.attend(id, "mois", Some(Presence::Present));
        story.attend(id, "dapa", Some(Presence::Absent));
        story.remark(id, Some(item), "mois", "3월 말까지 끝내야 함", false);
        story.remark(id, Some(item), "mnd", "공개하지 않는 조건임", true);
        story.vote(id, "하나로 셈", 1, 0, 0);
        story.directive(id, "2024-03-29", &["mofa", "dapa"]);
        story.request(id, "2024-04-19", "mohw", &["moleg"]);
        story.raised_in(id, Some(item), "kfs");
        (story, id)
    }

    fn documents(story: &Story, id: RecordId, full: bool) -> [Document; 3] {
        let council = story.seen("2024-03-20", Sight::Full);
        let before = story.seen("2024-03-12", Sight::Full);
        let minutes = council.minutes(id).unwrap();
        let carried = carry_over(&before, &[], &minutes.meeting.body);
        let ledger = ledger();
        let paper = Paper {
            ledger: &ledger,
            council: &council,
            minutes: &minutes,
            carried: &carried,
            demonstration: None,
            full,
        };
        [Kind::Agenda, Kind::Minutes, Kind::Result].map(|kind| document(&paper, kind))
    }

    #[test]
    fn private_remarks_stand_in_the_full_minutes_alone() {
        let (story, id) = told();
        let says = |document: &Document| format!("{document:?}").contains("공개하지 않는 조건임");
        assert_eq!(documents(&story, id, false).each_ref().map(says), [false, false, false]);
        assert_eq!(documents(&story, id, true).each_ref().map(says), [false, true, false]);
    }

    #[test]
    fn the_minutes_hold_all_that_minutes_must() {
        let (story, id) = told();
        let [agenda, minutes, result] = documents(&story, id, false);
        let parts: Vec<_> = minutes.parts.iter().map(|part| part.title.as_str()).collect();
        assert_eq!(parts, ["회의 개요", "참석자·배석자", "진행순서", "안건", "발언요지", "결정사항·표결"]);
        let all = format!("{minutes:?}");
        for told in
            ["정부세종청사", "행정안전부 차관", "불참", "3월 말까지 끝내야 함", "찬성 1", "24-03-13-", "야간 근무 인력"]
        {
            assert!(all.contains(told), "{told}");
        }
        assert!(format!("{result:?}").contains("야간 근무 인력"), "what the field raised is in the result");
        assert!(minutes.draft && !format!("{result:?}").contains("3월 말까지 끝내야 함"));
        assert!(format!("{agenda:?}").contains("24-02-07-"), "what is carried over is in the agenda paper");
    }

    #[test]
    fn every_paper_is_written_the_same_twice_in_both_forms() {
        let (story, id) = told();
        for (one, two) in documents(&story, id, false).iter().zip(documents(&story, id, false).iter()) {
            assert_eq!(hwpx::hwpx(one).unwrap(), hwpx::hwpx(two).unwrap());
            assert_eq!(pdf::pdf(one).unwrap(), pdf::pdf(two).unwrap());
        }
    }

    #[test]
    fn an_addendum_stands_at_the_end_of_closed_minutes() {
        let (mut story, id) = told();
        story.set_state(id, MeetingState::Closed);
        let text = "2쪽의 날짜를 바로잡음".to_owned();
        story.add("2024-03-15", Body::Addendum(crate::domain::council::minutes::Addendum { meeting: id, text }));
        let minutes = &documents(&story, id, false)[1];
        assert!(!minutes.draft);
        assert_eq!(minutes.parts.last().map(|part| part.title.as_str()), Some("정정 기록"));
    }
}

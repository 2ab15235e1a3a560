//! Who was asked to a meeting and who came (참석자·배석자).

use crate::domain::council::view::{Council, Entry};
use crate::domain::ids::{RecordId, Slug};
use crate::domain::institution::{Institution, Kind};
use crate::domain::plan_file::MeetingKind;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// In which way somebody was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// 참석
    Present,
    /// 배석
    Observing,
    /// 대리
    Proxy,
    /// 불참
    Absent,
}

impl Presence {
    pub const ALL: [Self; 4] = [Self::Present, Self::Proxy, Self::Observing, Self::Absent];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Observing => "observing",
            Self::Proxy => "proxy",
            Self::Absent => "absent",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|presence| presence.code() == code)
    }

    /// Whether the institution took part with a voice.
    #[must_use]
    pub const fn takes_part(self) -> bool {
        matches!(self, Self::Present | Self::Proxy)
    }
}

/// One line of the invitation list, and of the attendance once it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    pub meeting: RecordId,
    pub institution: Slug,
    /// The name and post of who is asked, or who came.
    pub person: String,
    /// `None`: asked, and nothing known yet.
    pub presence: Option<Presence>,
    /// 배석 인원, or why nobody came.
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub struck: bool,
}

/// Counts of a meeting's attendance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attended {
    pub invited: i64,
    pub present: i64,
    pub proxy: i64,
    pub observing: i64,
    pub absent: i64,
    pub unknown: i64,
}

impl Attended {
    #[must_use]
    pub fn of(lines: &[&Entry<Attendance>]) -> Self {
        let mut counts = Self::default();
        for line in lines {
            let count = match line.body.presence {
                Some(Presence::Present) => &mut counts.present,
                Some(Presence::Proxy) => &mut counts.proxy,
                Some(Presence::Observing) => &mut counts.observing,
                Some(Presence::Absent) => &mut counts.absent,
                None => &mut counts.unknown,
            };
            *count += 1;
            counts.invited += 1;
        }
        counts
    }

    /// Institutions with a voice.
    #[must_use]
    pub const fn took_part(&self) -> i64 {
        self.present + self.proxy
    }
}

/// The institutions that a body consists of, for the invitation list: every central body and province for the councils
/// (지능정보화 기본법 시행령 제6조), the central bodies for the working council, those that lead a task for a review.
#[must_use]
pub fn members(kind: MeetingKind, institutions: &[Institution], leads: &[Slug], day: NaiveDate) -> Vec<Slug> {
    let belongs = |one: &&Institution| match kind {
        MeetingKind::CioCouncil => one.is_valid_on(day) && (one.kind.is_central() || one.kind == Kind::Province),
        MeetingKind::WorkingCouncil => one.is_central_on(day),
        MeetingKind::ProgressReview => one.is_valid_on(day) && leads.contains(&one.slug),
    };
    institutions.iter().filter(belongs).map(|one| one.slug.clone()).collect()
}

/// The invitation of an institution: its CIO of record on the day, or the deputy in office then.
#[must_use]
pub fn invited_person(council: &Council, institution: &Slug, day: NaiveDate) -> String {
    council.cio_on(institution, day).map(|cio| cio.body.person_on(day)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{day, institution};

    #[test]
    fn a_council_consists_of_the_bodies_of_its_day() {
        let mut ended = institution("old", "옛부처", Kind::Ministry);
        ended.valid_until = Some(day("2024-01-01"));
        let all = [
            institution("mois", "행정안전부", Kind::Ministry),
            ended,
            institution("seoul", "서울특별시", Kind::Province),
            institution("nirs", "국가정보자원관리원", Kind::Affiliate),
        ];
        let leads = [all[0].slug.clone()];
        let names = |kind| {
            let members = members(kind, &all, &leads, day("2024-02-07"));
            members.iter().map(|slug| slug.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(MeetingKind::CioCouncil), ["mois", "seoul"]);
        assert_eq!(names(MeetingKind::WorkingCouncil), ["mois"]);
        assert_eq!(names(MeetingKind::ProgressReview), ["mois"]);
    }
}

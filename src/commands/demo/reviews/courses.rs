//! What becomes of each institution's return, and when.

use super::{DemoRound, FIRST, SECOND};
use crate::commands::demo::cast::Subject;
use crate::commands::demo::random::Random;
use crate::commands::demo::timetable::{Timetable, day};
use crate::domain::ids::Slug;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// How far a return of the quarter's round is on 20 March; days are those of March.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    NotStarted,
    /// So many entries are written.
    Draft(usize),
    Submitted(u32),
    /// Nothing in it asks for a second look.
    Calm(u32),
    /// All of it unchanged.
    Nil(u32),
    /// Handed in, sent back, handed in again.
    Again,
    /// Sent back with so many queries, after the day it was handed in.
    SentBack(u32, u32, usize),
    Approved(u32, u32),
}

use Fate::{Again, Approved, Calm, Draft, Nil, NotStarted, SentBack, Submitted};

/// By the register's order of the 47 bodies: 기재부 교육부 과기정통부 외교부 통일부 법무부 국방부 행안부 보훈부 문체부 농식품부 산업부
/// 복지부 환경부 고용부 여가부 국토부 해수부 중기부 · 인사처 법제처 식약처 · 국세청 관세청 조달청 통계청 재외동포청 검찰청 병무청 방사청 경찰청
/// 소방청 문화재청 농진청 산림청 특허청 질병청 기상청 해경청 행복청 새만금청 · 방통위 공정위 금융위 권익위 개인정보위 원안위.
const FATES: [Fate; 47] = [
    Submitted(19),
    Approved(15, 18),
    SentBack(14, 18, 4),
    NotStarted,
    SentBack(13, 15, 2),
    Submitted(19),
    Draft(4),
    Approved(15, 18),
    Again,
    Draft(3),
    Approved(15, 19),
    Again,
    Draft(6),
    Draft(5),
    Approved(15, 18),
    NotStarted,
    Draft(7),
    Again,
    Submitted(18),
    Approved(18, 19),
    Approved(15, 18),
    Submitted(18),
    Approved(15, 18),
    Approved(18, 19),
    Calm(15),
    Approved(14, 15),
    SentBack(15, 19, 1),
    NotStarted,
    Calm(15),
    NotStarted,
    Approved(15, 18),
    Nil(14),
    Draft(2),
    Submitted(14),
    Draft(8),
    Approved(15, 18),
    SentBack(15, 18, 1),
    Approved(18, 19),
    Submitted(14),
    Draft(1),
    NotStarted,
    NotStarted,
    Approved(15, 18),
    Draft(4),
    Calm(13),
    Approved(14, 15),
    Draft(2),
];

/// Late in the first round, on 6 March; sent back in it; submitted by the PMO in it.
const LATE: [usize; 5] = [3, 15, 27, 29, 40];
const BACK: [usize; 5] = [2, 10, 16, 33, 43];
const ON_BEHALF: usize = 40;

/// What becomes of one return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    pub drafted: Option<DateTime<Utc>>,
    /// Entries that are written, of a draft.
    pub written: usize,
    pub first: Option<DateTime<Utc>>,
    pub started: Option<DateTime<Utc>>,
    pub back: Option<DateTime<Utc>>,
    pub queries: usize,
    pub answered: Option<DateTime<Utc>>,
    /// Handed in again.
    pub second: Option<DateTime<Utc>>,
    /// The review of what was handed in again.
    pub restarted: Option<DateTime<Utc>>,
    pub approved: Option<DateTime<Utc>>,
    pub nil: bool,
    pub calm: bool,
    pub on_behalf: bool,
}

impl Course {
    /// Whether a claim of completion can have been handed in first on a day from `from` to `until`.
    #[must_use]
    pub fn first_within(&self, from: NaiveDate, until: NaiveDate) -> bool {
        self.first.is_some_and(|at| (from..=until).contains(&crate::domain::calendar::day_of(at)))
    }

    /// From when on reports outside the round count again.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        self.approved.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// The courses of all institutions in both rounds.
pub type Courses = HashMap<Slug, [Course; 2]>;

/// Decides them; `institutions` in the register's order.
pub fn courses<'a>(
    seed: u64,
    timetable: &Timetable,
    rounds: &[DemoRound; 2],
    institutions: impl Iterator<Item = &'a Slug>,
) -> Courses {
    let course = |(index, slug): (usize, &Slug)| {
        let mut random = Random::keyed(seed, &["course", slug.as_str()]);
        let clock = Clock { timetable, random: &mut random };
        let both = clock.both(index % FATES.len(), rounds);
        (slug.clone(), both)
    };
    institutions.enumerate().map(course).collect()
}

/// Whether a query of a round is about this assignment, so that it is reported on again.
#[must_use]
pub fn is_queried(seed: u64, round: usize, subject: &Subject<'_>) -> bool {
    let key = ["queried", &round.to_string(), &subject.task.no.to_string(), subject.institution.as_str()];
    subject.part.is_refused() || Random::keyed(seed, &key).chance(25)
}

struct Clock<'a> {
    timetable: &'a Timetable,
    random: &'a mut Random,
}

impl Clock<'_> {
    fn on(&mut self, on: NaiveDate) -> Option<DateTime<Utc>> {
        self.timetable.within(on..=on, self.random)
    }

    /// Two instants of a day in order.
    fn pair(&mut self, on: NaiveDate) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let (one, two) = (self.on(on), self.on(on));
        if one <= two { (one, two) } else { (two, one) }
    }

    fn both(mut self, index: usize, rounds: &[DemoRound; 2]) -> [Course; 2] {
        let first = self.finished(index, rounds[FIRST].settings.window_from);
        [first, self.open(FATES[index], rounds[SECOND].settings.window_from)]
    }

    fn before(&mut self, window_from: NaiveDate, submitted: NaiveDate) -> Option<DateTime<Utc>> {
        let last = self.timetable.day_before(submitted).max(window_from);
        // Not on the morning of the opening itself.
        let first = self.timetable.day_after(window_from).min(last);
        self.timetable.within(first..=last, self.random)
    }

    fn finished(&mut self, index: usize, window_from: NaiveDate) -> Course {
        let submitted = if LATE.contains(&index) {
            day(3, 6)
        } else if BACK.contains(&index) {
            day(2, 29)
        } else {
            [day(2, 28), day(2, 29), day(3, 4), day(3, 5)][self.random.below(4)]
        };
        let drafted = self.before(window_from, submitted);
        let (nil, calm) = (matches!(FATES[index], Nil(_)), matches!(FATES[index], Calm(_)));
        let on_behalf = index == ON_BEHALF;
        let base = Course { drafted, first: self.on(submitted), nil, calm, on_behalf, ..Course::default() };
        if BACK.contains(&index) {
            let ((started, back), (answered, second)) = (self.pair(day(3, 4)), self.pair(day(3, 5)));
            let (restarted, approved) = self.pair(day(3, 6));
            let queries = 1 + index % 2;
            return Course { started, back, queries, answered, second, restarted, approved, ..base };
        }
        let decided = self.timetable.day_after(submitted);
        let (started, approved) = self.pair(decided);
        Course { started, approved, ..base }
    }

    fn open(&mut self, fate: Fate, window_from: NaiveDate) -> Course {
        let march = |on: u32| day(3, on);
        match fate {
            NotStarted => Course::default(),
            Draft(written) => {
                let drafted = self.timetable.within(march(13)..=march(19), self.random);
                Course { drafted, written, ..Course::default() }
            }
            Submitted(on) | Calm(on) | Nil(on) => {
                let drafted = self.before(window_from, march(on));
                let started = if on <= 15 && self.random.chance(50) { self.on(march(19)) } else { None };
                let (nil, calm) = (matches!(fate, Nil(_)), matches!(fate, Calm(_)));
                Course { drafted, first: self.on(march(on)), started, nil, calm, ..Course::default() }
            }
            Again => {
                let (drafted, first) = (self.before(window_from, march(15)), self.on(march(15)));
                let ((started, back), (answered, second)) = (self.pair(march(18)), self.pair(march(19)));
                Course { drafted, first, started, back, queries: 1, answered, second, ..Course::default() }
            }
            SentBack(on, sent, queries) => {
                let (drafted, first) = (self.before(window_from, march(on)), self.on(march(on)));
                let (started, back) = self.pair(march(sent));
                // Of two queries one has its answer already.
                let answered = if queries == 2 { self.on(march(19)) } else { None };
                Course { drafted, first, started, back, queries, answered, ..Course::default() }
            }
            Approved(on, decided) => {
                let (drafted, first) = (self.before(window_from, march(on)), self.on(march(on)));
                let (started, approved) = self.pair(march(decided));
                Course { drafted, first, started, approved, ..Course::default() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_board_of_20_march_has_returns_in_every_state() {
        let count = |is: fn(&Fate) -> bool| FATES.iter().filter(|fate| is(fate)).count();
        let submitted = count(|fate| matches!(fate, Submitted(_) | Calm(_) | Nil(_) | Again));
        let returned = count(|fate| matches!(fate, SentBack(..)));
        let counts = [
            count(|fate| *fate == NotStarted),
            count(|fate| matches!(fate, Draft(_))),
            submitted,
            returned,
            count(|fate| matches!(fate, Approved(..))),
        ];
        assert_eq!(counts, [6, 10, 13, 4, 14]);
    }
}

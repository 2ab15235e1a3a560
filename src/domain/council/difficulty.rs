//! The register of difficulties (애로사항): 접수 → 검토 → 조치 → 해결 or 불수용, each with its answer.

use crate::domain::calendar::Calendar;
use crate::domain::council::source::Source;
use crate::domain::council::view::{Council, Entry};
use crate::domain::ids::{RecordId, Slug, TaskNo};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Working days within which an answer is due where the PMO sets nothing else.
pub const ANSWER_WORKING_DAYS: u8 = 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 접수
    Received,
    /// 검토: somebody is to answer by a day.
    Reviewing,
    /// 조치: answered, and something is being done.
    Acting,
    /// 해결
    Resolved,
    /// 불수용, with a reason.
    Declined,
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Received, Self::Reviewing, Self::Acting, Self::Resolved, Self::Declined];
    /// What an answer leads to.
    pub const ANSWERS: [Self; 3] = [Self::Acting, Self::Resolved, Self::Declined];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Reviewing => "reviewing",
            Self::Acting => "acting",
            Self::Resolved => "resolved",
            Self::Declined => "declined",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Whether it has an answer.
    #[must_use]
    pub fn is_answered(self) -> bool {
        Self::ANSWERS.contains(&self)
    }

    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Resolved | Self::Declined)
    }
}

/// What an institution finds hard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difficulty {
    /// Its number in the register, from 1.
    pub no: i64,
    pub institution: Slug,
    pub title: String,
    pub text: String,
    #[serde(default)]
    pub tasks: Vec<TaskNo>,
    pub stage: Stage,
    /// Who is to answer, since when and by when.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// The answer; for 불수용 the reason.
    #[serde(default)]
    pub answer: String,
    pub answered_on: Option<NaiveDate>,
    /// The one that goes on in its place.
    #[serde(default)]
    pub merged_into: Option<RecordId>,
    /// The meeting in which it was raised.
    #[serde(default)]
    pub meeting: Option<RecordId>,
    /// The agenda item under which it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<RecordId>,
    /// The field in which it was first written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Struck out of the minutes while they were written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
}

/// Who is to answer a difficulty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub answerer: Slug,
    pub since: NaiveDate,
    pub due: NaiveDate,
}

/// "Same here": another institution has the same difficulty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameHere {
    pub difficulty: RecordId,
    pub institution: Slug,
    #[serde(default)]
    pub note: String,
}

/// Why a difficulty does not take the step asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It goes on in another one.
    Merged,
    /// It is over: 해결 or 불수용.
    Over,
    /// Nobody was asked yet.
    NobodyAsked,
    /// It cannot be merged into itself, or into one that was merged itself.
    Target,
    /// It is not over.
    NotOver,
    /// The institution raised it, or has said so already.
    OwnOrTwice,
}

impl Difficulty {
    /// One that was raised just now and that nobody has looked at.
    #[must_use]
    pub fn raised(institution: Slug, title: String, text: String, tasks: Vec<TaskNo>) -> Self {
        Self {
            no: 0,
            institution,
            title,
            text,
            tasks,
            stage: Stage::Received,
            asked: None,
            answer: String::new(),
            answered_on: None,
            merged_into: None,
            meeting: None,
            item: None,
            source: None,
            struck: false,
        }
    }

    /// Whether it says the same as `other`: what the minutes of its meeting hold of it. Who is to answer, and the answer,
    /// are no part of that.
    #[must_use]
    pub fn is_worded_as(&self, other: &Self) -> bool {
        let same_place = self.meeting == other.meeting && self.item == other.item && self.struck == other.struck;
        let same_words = self.title == other.title && self.text == other.text && self.tasks == other.tasks;
        same_place && same_words && self.institution == other.institution
    }

    fn going(&self) -> Result<(), Refusal> {
        if self.merged_into.is_some() {
            return Err(Refusal::Merged);
        }
        if self.stage.is_over() { Err(Refusal::Over) } else { Ok(()) }
    }

    /// Whether it waits for an answer.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.merged_into.is_none() && !self.stage.is_answered()
    }

    /// Asks an institution to answer by a day (검토).
    ///
    /// # Errors
    /// Where it is merged or over.
    pub fn ask(self, answerer: Slug, today: NaiveDate, due: NaiveDate) -> Result<Self, Refusal> {
        self.going()?;
        let since = match &self.asked {
            Some(asked) if asked.answerer == answerer => asked.since,
            _ => today,
        };
        Ok(Self { stage: Stage::Reviewing, asked: Some(Asked { answerer, since, due }), ..self })
    }

    /// Answers it: 조치, 해결 or 불수용.
    ///
    /// # Errors
    /// Where it is merged or over, or nobody was asked.
    pub fn answer(self, stage: Stage, text: String, today: NaiveDate) -> Result<Self, Refusal> {
        self.going()?;
        if self.asked.is_none() {
            return Err(Refusal::NobodyAsked);
        }
        let answered_on = self.answered_on.or(Some(today));
        Ok(Self { stage, answer: text, answered_on, ..self })
    }

    /// Lets it go on in another one.
    ///
    /// # Errors
    /// Where it is merged or over, or the other cannot take it.
    pub fn merge_into(self, own: RecordId, target: &Entry<Self>) -> Result<Self, Refusal> {
        self.going()?;
        if target.id == own || target.body.merged_into.is_some() {
            return Err(Refusal::Target);
        }
        Ok(Self { merged_into: Some(target.id), ..self })
    }

    /// Opens it again with a word why, to be answered anew.
    ///
    /// # Errors
    /// Where it is merged or not over.
    pub fn reopen(self) -> Result<Self, Refusal> {
        if self.merged_into.is_some() {
            return Err(Refusal::Merged);
        }
        if !self.stage.is_over() {
            return Err(Refusal::NotOver);
        }
        let stage = if self.asked.is_some() { Stage::Reviewing } else { Stage::Received };
        Ok(Self { stage, answered_on: None, ..self })
    }
}

impl Council {
    /// The institutions that have the difficulty: who raised it, who said "same here", and those of what was merged
    /// into it, each once, in the order in which they spoke.
    #[must_use]
    pub fn sharing(&self, difficulty: &Entry<Difficulty>) -> Vec<Slug> {
        let merged = self.merged_into(difficulty.id);
        let mut ids = vec![difficulty.id];
        ids.extend(merged.iter().map(|one| one.id));
        let mut all = vec![difficulty.body.institution.clone()];
        all.extend(merged.iter().map(|one| one.body.institution.clone()));
        let said = self.same_here.iter().filter(|one| ids.contains(&one.body.difficulty));
        all.extend(said.map(|one| one.body.institution.clone()));
        let mut seen = std::collections::HashSet::new();
        all.retain(|slug| seen.insert(slug.clone()));
        all
    }

    /// The difficulties that go on in this one, with those that had gone on in them.
    #[must_use]
    pub fn merged_into(&self, id: RecordId) -> Vec<&Entry<Difficulty>> {
        let mut found: Vec<&Entry<Difficulty>> = Vec::new();
        let mut targets = vec![id];
        while let Some(target) = targets.pop() {
            let direct = self.difficulties.iter().filter(|one| one.body.merged_into == Some(target));
            let new: Vec<_> =
                direct.filter(|one| one.id != id && !found.iter().any(|known| known.id == one.id)).collect();
            targets.extend(new.iter().map(|one| one.id));
            found.extend(new);
        }
        found.sort_by_key(|one| one.id);
        found
    }

    /// Whether an institution may say "same here".
    ///
    /// # Errors
    /// Where it is merged or over, or the institution is among those that have it already.
    pub fn may_share(&self, difficulty: &Entry<Difficulty>, institution: &Slug) -> Result<(), Refusal> {
        difficulty.body.going()?;
        if self.sharing(difficulty).contains(institution) { Err(Refusal::OwnOrTwice) } else { Ok(()) }
    }

    /// How long answers take, by who is asked, the longest open wait first.
    #[must_use]
    pub fn waits(&self, calendar: &Calendar) -> Vec<AnswererWait> {
        let mut waits: BTreeMap<Slug, AnswererWait> = BTreeMap::new();
        for one in self.difficulties.iter().filter(|one| one.body.merged_into.is_none()) {
            let Some(asked) = &one.body.asked else { continue };
            let wait = waits.entry(asked.answerer.clone()).or_insert_with(|| AnswererWait::new(&asked.answerer));
            let until = one.body.answered_on.unwrap_or(self.day);
            let days = calendar.working_days_after(asked.since, until);
            if one.body.is_unanswered() {
                wait.open += 1;
                wait.overdue += i64::from(self.day > asked.due);
                wait.longest_open = wait.longest_open.max(days);
            } else {
                wait.answered += 1;
                wait.answered_days += days;
            }
        }
        let mut waits: Vec<_> = waits.into_values().collect();
        waits.sort_by_key(|one| (std::cmp::Reverse((one.longest_open, one.open)), one.answerer.clone()));
        waits
    }
}

/// How long an institution takes to answer, in working days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswererWait {
    pub answerer: Slug,
    pub open: i64,
    /// Open ones whose answer is overdue.
    pub overdue: i64,
    pub longest_open: i64,
    pub answered: i64,
    answered_days: i64,
}

impl AnswererWait {
    fn new(answerer: &Slug) -> Self {
        Self { answerer: answerer.clone(), open: 0, overdue: 0, longest_open: 0, answered: 0, answered_days: 0 }
    }

    /// Mean working days of the answers given, in tenths; `None` without any.
    #[must_use]
    pub fn mean_tenths(&self) -> Option<i64> {
        (self.answered > 0).then(|| (self.answered_days * 10 + self.answered / 2) / self.answered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::fixture::{Story, day, slug};

    #[test]
    fn a_difficulty_goes_from_received_to_an_answer() {
        let mut story = Story::default();
        story.difficulty("2024-03-13", "mohw");
        let council = story.council("2024-03-13");
        let raised = council.difficulties[0].body.clone();
        assert_eq!(raised.clone().answer(Stage::Acting, "검토함".into(), day("2024-03-14")), Err(Refusal::NobodyAsked));
        let asked = raised.ask(slug("moef"), day("2024-03-14"), day("2024-03-28")).unwrap();
        assert_eq!((asked.stage, asked.is_unanswered()), (Stage::Reviewing, true));
        let later = asked.clone().ask(slug("moef"), day("2024-03-20"), day("2024-04-05")).unwrap();
        assert_eq!(
            later.asked.as_ref().unwrap().since,
            day("2024-03-14"),
            "the same answerer waits since the first day"
        );
        let acting = later.answer(Stage::Acting, "추경에 반영함".into(), day("2024-03-22")).unwrap();
        let over = acting.answer(Stage::Resolved, "반영됨".into(), day("2024-04-22")).unwrap();
        assert_eq!(over.answered_on, Some(day("2024-03-22")), "the wait ends with the first answer");
        assert_eq!(over.clone().ask(slug("moef"), day("2024-05-01"), day("2024-05-02")), Err(Refusal::Over));
        assert_eq!(over.reopen().map(|one| (one.stage, one.answered_on)), Ok((Stage::Reviewing, None)));
    }

    #[test]
    fn merged_difficulties_go_on_in_one_and_their_institutions_with_them() {
        let mut story = Story::default();
        let first = story.difficulty("2024-03-01", "mohw");
        let second = story.difficulty("2024-03-02", "kipo");
        story.same_here(second, "2024-03-03", "kfs");
        story.same_here(first, "2024-03-03", "kfs");
        story.merge(second, first, "2024-03-04");
        let council = story.council("2024-03-04");
        let (one, two) = (&council.difficulties[0], &council.difficulties[1]);
        let names: Vec<_> = council.sharing(one).iter().map(|slug| slug.as_str().to_owned()).collect();
        assert_eq!(names, ["mohw", "kipo", "kfs"]);
        assert_eq!(two.body.clone().reopen(), Err(Refusal::Merged));
        assert_eq!(one.body.clone().merge_into(one.id, one), Err(Refusal::Target));
        assert_eq!(one.body.clone().merge_into(one.id, two), Err(Refusal::Target));
        assert_eq!(council.may_share(one, &slug("kfs")), Err(Refusal::OwnOrTwice));
        assert_eq!(council.may_share(one, &slug("mnd")), Ok(()));
    }

    #[test]
    fn the_wait_of_an_answerer_is_counted_in_working_days() {
        let mut story = Story::default();
        let open = story.difficulty("2024-03-11", "mohw");
        story.ask(open, "2024-03-11", "moef", "2024-03-15");
        let done = story.difficulty("2024-03-11", "kfs");
        story.ask(done, "2024-03-11", "moef", "2024-03-25");
        story.answer(done, "2024-03-14", Stage::Resolved);
        let waits = story.council("2024-03-20").waits(&Calendar::default());
        assert_eq!(waits.len(), 1);
        let wait = &waits[0];
        assert_eq!((wait.open, wait.overdue, wait.longest_open), (1, 1, 7));
        assert_eq!((wait.answered, wait.mean_tenths()), (1, Some(30)));
    }
}

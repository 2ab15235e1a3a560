//! Writes the reports of one assignment, so that words, counts, progress and forecasts agree.

use super::cast::{Part, Subject, due_in_march, far_milestone};
use super::phrases::{Measure, Phrases, phrases_of, reasons};
use super::random::Random;
use super::reviews::{DraftedEntry, SECOND};
use super::story::{Mood, known_at};
use super::{DemoReport, Scene};
use crate::domain::calendar::day_of;
use crate::domain::ids::MilestoneId;
use crate::domain::ledger::{Cause, ReportKind, StepStatement};
use crate::domain::plan::{Milestone, TaskRole};
use crate::domain::rating::SelfRating;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use std::collections::HashMap;

/// What a report does besides telling how far things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Plain,
    /// A forecast moves later, to that day if one is given.
    Later(Option<NaiveDate>),
    Earlier(Option<NaiveDate>),
    Claim,
    /// After a refused claim: what is being done, without a new claim.
    AfterRefusal,
    /// Nothing new: said again where that may be.
    Same,
}

/// Where something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Outside a round.
    Free,
    /// With the return of the round of that index.
    Return(usize),
    /// In a return that is not handed in yet.
    Draft,
}

/// A report to be written.
#[derive(Clone, Copy, Debug)]
pub struct Saying {
    pub at: DateTime<Utc>,
    pub act: Act,
    pub place: Place,
}

pub struct Writer<'a> {
    scene: &'a Scene<'a>,
    subject: &'a Subject<'a>,
    mood: Mood,
    random: Random,
    phrases: &'static Phrases,
    total: usize,
    /// Per cent done by the last day.
    target: usize,
    /// Whether a progress figure is given at all.
    counted: bool,
    forecasts: HashMap<MilestoneId, NaiveDate>,
}

impl<'a> Writer<'a> {
    pub fn new(scene: &'a Scene<'a>, subject: &'a Subject<'a>, mood: Mood, mut random: Random) -> Self {
        let phrases = phrases_of(scene.ledger.plan.slug.as_str(), subject.task.no.0);
        let total = total(scene, subject, phrases.measure, &mut random);
        let target = random.between(phrases.pace.0, phrases.pace.1);
        let target = match (subject.part, mood.rating) {
            (Part::Claims { .. }, _) => target.max(85),
            (_, SelfRating::AtRisk) => target / 2,
            _ => target,
        };
        let counted = subject.part != Part::Usual || !random.chance(10);
        let forecasts = subject.milestones.iter().map(|one| (one.id, one.due.last_day)).collect();
        let mut writer = Self { scene, subject, mood, random, phrases, total, target, counted, forecasts };
        if let (Some(due), Some(march)) = (subject.part.own_due(), due_in_march(&subject.milestones)) {
            writer.forecasts.insert(march.id, due);
        }
        writer
    }

    pub fn write_all(mut self, sayings: &[Saying]) -> (Vec<DemoReport>, Option<DraftedEntry>) {
        let mut reports: Vec<DemoReport> = Vec::new();
        let last = sayings.iter().rposition(|one| one.place != Place::Draft);
        for (index, one) in sayings.iter().enumerate() {
            let repeats = self.repeats(one, reports.last());
            if one.place == Place::Draft {
                let assignment = self.subject.assignment.id;
                let fields = (!repeats).then(|| self.typed(one));
                return (reports, Some(DraftedEntry { assignment, fields }));
            }
            let report = match reports.last().filter(|_| repeats) {
                Some(previous) => repeated(previous, index - 1, one.at),
                None => self.statement(one, Some(index) == last),
            };
            let round = if let Place::Return(round) = one.place { Some(round) } else { None };
            reports.push(DemoReport { round, ..report });
        }
        (reports, None)
    }

    /// 변경 없음 fits where nothing is wrong; outside the rounds it is not said twice running.
    fn repeats(&mut self, one: &Saying, previous: Option<&DemoReport>) -> bool {
        let Some(previous) = previous else { return false };
        let calm = self.subject.part == Part::Usual && self.mood.rating == SelfRating::OnTrack;
        let nil = self.scene.courses.get(self.subject.institution).is_some_and(|courses| courses[SECOND].nil);
        let in_time = !matches!(self.subject.part, Part::Late { .. });
        match one.act {
            Act::Same | Act::Plain if nil && in_time && one.place != Place::Free => true,
            _ if self.scene.is_calm(self.subject.institution) => false,
            Act::Same => calm && self.random.chance(55),
            Act::Plain => calm && previous.kind == ReportKind::Statement && self.random.chance(30),
            _ => false,
        }
    }

    /// A statement as it stands in the form while it is written; now and then a field is still empty.
    fn typed(&mut self, one: &Saying) -> Vec<(String, String)> {
        let report = self.statement(one, true);
        let unfinished = self.random.chance(20);
        let mut fields = vec![
            ("self_rating".to_owned(), report.self_rating.code().to_owned()),
            ("rating_reason".to_owned(), report.rating_reason),
            ("progress".to_owned(), report.progress.map_or_else(String::new, |percent| percent.to_string())),
            ("done".to_owned(), if unfinished { String::new() } else { report.done }),
            ("next".to_owned(), report.next),
            ("obstacle".to_owned(), report.obstacle),
            ("request".to_owned(), report.request),
        ];
        for step in report.steps {
            let id = step.milestone;
            fields.push((format!("forecast_{id}"), step.forecast.map_or_else(String::new, |day| day.to_string())));
            fields.push((format!("cause_{id}"), step.cause.map_or("", Cause::code).to_owned()));
            fields.push((format!("cause_reason_{id}"), step.cause_reason));
            fields.extend(step.claimed.then(|| (format!("claim_{id}"), "on".to_owned())));
        }
        fields
    }

    fn statement(&mut self, one: &Saying, is_last: bool) -> DemoReport {
        let (at, act, in_return) = (one.at, one.act, one.place != Place::Free);
        let (subject, known) = (self.subject, known_at(self.subject, at));
        let claims = if act == Act::Claim { due_in_march(&known) } else { None };
        let completes = claims.is_some() && known.len() == 1;
        let steps = self.steps(&known, act, claims, day_of(at));
        let self_rating = if completes { SelfRating::Claimed } else { self.rating(act, is_last) };
        let done_count = if completes {
            self.total
        } else {
            self.done_count(day_of(at), act == Act::AfterRefusal && known.len() == 1)
        };
        let cause_text = self.random.text(reasons::of_cause(self.cause_told(&steps)));
        let (obstacle, request) = self.difficulties(self_rating, cause_text);
        DemoReport {
            assignment: subject.assignment.id,
            by: subject.officer,
            recorded_at: at,
            kind: ReportKind::Statement,
            self_rating,
            rating_reason: self.rating_reason(self_rating, cause_text),
            progress: self.counted.then(|| percent(done_count, self.total)),
            done: self.done_text(act, completes, claims.is_some(), done_count, day_of(at)),
            next: self.next_text(completes, done_count, &steps),
            obstacle,
            request,
            base_date: day_of(at),
            evidence_links: self.evidence(claims.is_some(), in_return, day_of(at)),
            steps,
            previous: None,
            round: None,
        }
    }

    fn rating(&self, act: Act, is_last: bool) -> SelfRating {
        match (self.mood.rating, act) {
            (rating, Act::Later(_)) => rating,
            (rating, _) if is_last => rating,
            _ => SelfRating::OnTrack,
        }
    }

    fn steps(
        &mut self,
        known: &[&Milestone],
        act: Act,
        claims: Option<&Milestone>,
        today: NaiveDate,
    ) -> Vec<StepStatement> {
        let moved = self.moved(known, act, today);
        let statement = |one: &&Milestone| {
            let (cause, reason) = match &moved {
                Some((id, Some(cause), reason)) if *id == one.id => (Some(*cause), (*reason).to_owned()),
                _ => (None, String::new()),
            };
            let claimed = claims.is_some_and(|claimed| claimed.id == one.id);
            let forecast = self.forecasts.get(&one.id).copied();
            StepStatement { milestone: one.id, forecast, cause, cause_reason: reason, claimed }
        };
        known.iter().map(statement).collect()
    }

    /// Moves a forecast if the report does so: which one, and why where it goes later.
    fn moved(
        &mut self,
        known: &[&Milestone],
        act: Act,
        today: NaiveDate,
    ) -> Option<(MilestoneId, Option<Cause>, &'static str)> {
        let (Act::Later(to) | Act::Earlier(to)) = act else { return None };
        let chosen = match self.subject.part {
            Part::Late { .. } => due_in_march(known),
            _ if to.is_some() => far_milestone(known),
            _ => known.get(self.random.below(known.len())).copied(),
        }?;
        let now = *self.forecasts.get(&chosen.id)?;
        let near = now < today + Days::new(30);
        let days = if near { self.random.between(5, 12) } else { self.random.between(2, 9) * 7 };
        let days = Days::new(u64::try_from(days).unwrap_or_default());
        let is_later = matches!(act, Act::Later(_));
        let to = to.unwrap_or(if is_later { now.max(today) + days } else { (now - days).max(today + Days::new(1)) });
        let is_move = if is_later { to > now } else { to < now };
        if !is_move {
            return None;
        }
        self.forecasts.insert(chosen.id, to);
        let reason = self.random.text(reasons::of_cause(self.mood.cause));
        Some((chosen.id, is_later.then_some(self.mood.cause), if is_later { reason } else { "" }))
    }

    fn cause_told(&self, steps: &[StepStatement]) -> Cause {
        steps.iter().find_map(|step| step.cause).unwrap_or(self.mood.cause)
    }

    /// Grows with the days since the announcement; never none, never all. After a refusal one may be all that is left.
    fn done_count(&self, today: NaiveDate, all_but_one: bool) -> usize {
        let most = self.total.saturating_sub(1).max(1);
        if all_but_one {
            return most;
        }
        let elapsed = (today - self.scene.ledger.plan.announced_on).num_days().clamp(0, 48);
        let elapsed = usize::try_from(elapsed).unwrap_or_default();
        (self.total * self.target * elapsed / 4_800).clamp(1, most)
    }

    fn done_text(&mut self, act: Act, completes: bool, claims: bool, done: usize, today: NaiveDate) -> String {
        let mut lines = Vec::new();
        if claims {
            lines.push(self.phrases.claimed);
        }
        if act == Act::AfterRefusal {
            lines.push(reasons::AFTER_REFUSAL);
        }
        if !completes {
            let is_lead = self.subject.assignment.role == TaskRole::Lead;
            let counted = if is_lead { self.phrases.lead } else { self.phrases.done };
            lines.push(self.random.text(if self.counted { counted } else { self.phrases.unknown }));
        }
        if !completes && self.subject.assignment.role != TaskRole::Lead && self.random.chance(70) {
            lines.push(self.line(self.phrases.detail));
        }
        self.filled(&lines, done, today)
    }

    fn next_text(&mut self, completes: bool, done: usize, steps: &[StepStatement]) -> String {
        if completes {
            return self.random.text(reasons::AFTER_COMPLETION).to_owned();
        }
        let lines = [self.line(self.phrases.next)];
        let text = self.filled(&lines, done, NaiveDate::MIN);
        let nearest = steps.iter().filter(|step| !step.claimed).filter_map(|step| step.forecast).min();
        nearest.map_or(text.clone(), |day| format!("{text}\n- 예상완료일({})에 맞추어 추진", written(day)))
    }

    /// One of the lines; without counts where none are given, or where the counts are not the institution's own.
    fn line(&mut self, lines: &[&'static str]) -> &'static str {
        let own = self.counted && self.subject.assignment.role != TaskRole::Lead;
        let fitting: Vec<_> = lines.iter().filter(|line| own || !line.contains("{left}")).copied().collect();
        self.random.text(&fitting)
    }

    fn rating_reason(&mut self, rating: SelfRating, cause: &str) -> String {
        match rating {
            SelfRating::Watch => format!("- {cause}\n{}", self.random.text(reasons::WATCH)),
            SelfRating::AtRisk => format!("- {cause}\n{}", self.random.text(reasons::AT_RISK)),
            SelfRating::OnTrack | SelfRating::Claimed => String::new(),
        }
    }

    fn difficulties(&mut self, rating: SelfRating, cause: &str) -> (String, String) {
        let obstacle = match rating {
            SelfRating::Claimed => return Default::default(),
            SelfRating::OnTrack if self.scene.is_calm(self.subject.institution) => return Default::default(),
            SelfRating::Watch | SelfRating::AtRisk => format!("- {cause}"),
            SelfRating::OnTrack if self.random.chance(13) => self.random.text(self.phrases.obstacle).to_owned(),
            SelfRating::OnTrack => return Default::default(),
        };
        let asks = self.random.chance(50);
        (obstacle, if asks { self.random.text(self.phrases.request).to_owned() } else { String::new() })
    }

    /// With a claim always, with a return often.
    fn evidence(&mut self, claims: bool, in_return: bool, today: NaiveDate) -> Vec<(String, String)> {
        let often = match (self.scene.is_calm(self.subject.institution), in_return) {
            (true, true) => 100,
            (false, true) => 45,
            _ => 12,
        };
        if !claims && !self.random.chance(often) {
            return Vec::new();
        }
        let name = if claims { self.phrases.evidence } else { "추진현황 자료" };
        let (plan, task, institution) = (&self.scene.ledger.plan.slug, self.subject.task.no, self.subject.institution);
        let link = format!("https://example.go.kr/{institution}/{plan}/{task}/{}", today.format("%Y%m%d"));
        vec![(format!("{name}({}. {})", today.year(), written(today)), link)]
    }

    fn filled(&self, lines: &[&str], done: usize, today: NaiveDate) -> String {
        let before = written(self.scene.timetable.day_before(today));
        let text = lines.join("\n").replace("{total}", &self.total.to_string()).replace("{done}", &done.to_string());
        text.replace("{left}", &self.total.saturating_sub(done).to_string()).replace("{day}", &before)
    }
}

/// 변경 없음: the same again, with a new day and no evidence.
fn repeated(previous: &DemoReport, index: usize, at: DateTime<Utc>) -> DemoReport {
    DemoReport {
        recorded_at: at,
        kind: ReportKind::NoChange,
        base_date: day_of(at),
        evidence_links: Vec::new(),
        previous: Some(index),
        ..previous.clone()
    }
}

/// How many of what the task counts; an institution has the same systems in every task.
fn total(scene: &Scene<'_>, subject: &Subject<'_>, measure: Measure, random: &mut Random) -> usize {
    if subject.assignment.role == TaskRole::Lead && subject.others > 1 {
        return subject.others;
    }
    let estate = scene.estates.get(subject.institution).copied().unwrap_or_default();
    match measure {
        Measure::Systems => estate.systems(),
        Measure::HighGrade => estate.high(),
        Measure::LowGrade => estate.systems() - estate.high(),
        Measure::Count(low, most) => random.between(low, most),
    }
}

/// Rounded half up.
fn percent(done: usize, total: usize) -> i64 {
    i64::try_from((done * 100 + total / 2) / total.max(1)).unwrap_or(100)
}

/// `3. 14.`, with the year where it is not 2024.
fn written(day: NaiveDate) -> String {
    let short = format!("{}. {}.", day.month(), day.day());
    if day.year() == 2024 { short } else { format!("{}. {short}", day.year()) }
}

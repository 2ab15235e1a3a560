//! What a review round brings up for its meeting: the exceptions, among them the check on optimism, each found by a rule
//! that is printed beside it. Nothing here judges: it says where people should look.
//!
//! To add a rule: a variant of [`RoundRule`], what finds it, its words in `locales/exceptions.toml`. Difficulties come from
//! their own register: [`unanswered`] turns them into exceptions.

mod handed_in;

pub use handed_in::{HandedIn, LEAP};

use crate::domain::ids::{AssignmentId, MilestoneId, ReturnId, RoundId, Slug, TaskNo};
use crate::domain::ledger::{Ledger, Record, ReportFact, ReportKind};
use crate::domain::plan::TaskRole;
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::round::{Round, RoundState};
use crate::domain::schedule::{ClaimState, Light};
use crate::domain::standing::{AssignmentStanding, Standing};
use chrono::{DateTime, NaiveDate, Utc};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Moves of a forecast to a later day after which they are an exception.
pub const MOVES: usize = 3;
/// 변경 없음 so many times running is an exception.
pub const UNCHANGED: usize = 3;
/// Days after which a difficulty without an answer is an exception.
pub const UNANSWERED_DAYS: i64 = 14;

/// The rules, in the order in which a meeting takes them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundRule {
    /// 지연 now, not yet on the previous round's base date; number: days over the approved due.
    NewlyLate,
    /// 재검토필요 now (the PMO's verdict, else the self rating), not yet on the previous round's base date.
    NewlyAtRisk,
    /// A forecast is later than on the previous round's base date; number: by how many days.
    Slipped,
    /// Optimism: 정상추진 while the schedule light is 지연; number: days over the approved due.
    RatedBetterThanLight,
    /// Optimism: a forecast moved later three times or more; number: how often.
    ForecastMovedAgain,
    /// Optimism: 정상추진 in two rounds running, without any evidence since the first of them.
    UnprovenOnTrack,
    /// 변경 없음 three times running or more; number: how often.
    UnchangedAgain,
    /// A completion claim to confirm; number: days since it was made.
    ClaimWaiting,
    /// The last report asks other institutions for something (협조요청).
    Request,
    /// A difficulty without an answer for more than [`UNANSWERED_DAYS`]; number: days since it was raised.
    Unanswered,
}

impl RoundRule {
    pub const ALL: [Self; 10] = [
        Self::NewlyLate,
        Self::NewlyAtRisk,
        Self::Slipped,
        Self::RatedBetterThanLight,
        Self::ForecastMovedAgain,
        Self::UnprovenOnTrack,
        Self::UnchangedAgain,
        Self::ClaimWaiting,
        Self::Request,
        Self::Unanswered,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewlyLate => "newly_late",
            Self::NewlyAtRisk => "newly_at_risk",
            Self::Slipped => "slipped",
            Self::RatedBetterThanLight => "rated_better_than_light",
            Self::ForecastMovedAgain => "forecast_moved_again",
            Self::UnprovenOnTrack => "unproven_on_track",
            Self::UnchangedAgain => "unchanged_again",
            Self::ClaimWaiting => "claim_waiting",
            Self::Request => "request",
            Self::Unanswered => "unanswered",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// The three rules of the check on optimism.
    #[must_use]
    pub const fn is_optimism(self) -> bool {
        matches!(self, Self::RatedBetterThanLight | Self::ForecastMovedAgain | Self::UnprovenOnTrack)
    }
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundException {
    pub rule: RoundRule,
    pub institution: Slug,
    /// `None` for a difficulty that is tied to no task.
    pub task_no: Option<TaskNo>,
    pub assignment: Option<AssignmentId>,
    pub milestone: Option<MilestoneId>,
    pub role: TaskRole,
    /// See [`RoundRule`]; 0 where the rule counts nothing.
    pub number: i64,
    /// What a person wrote about it elsewhere: the title of a difficulty.
    pub subject: String,
}

/// A difficulty (애로사항) as its register hands it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDifficulty {
    pub institution: Slug,
    pub task_no: Option<TaskNo>,
    pub title: String,
    pub raised_on: NaiveDate,
}

/// The difficulties that have waited too long by `day`, for the list of a round's exceptions.
#[must_use]
pub fn unanswered(difficulties: &[OpenDifficulty], day: NaiveDate) -> Vec<RoundException> {
    let waited = difficulties.iter().map(|one| ((day - one.raised_on).num_days(), one));
    let long = waited.filter(|(days, _)| *days > UNANSWERED_DAYS);
    long.map(|(days, one)| RoundException {
        rule: RoundRule::Unanswered,
        institution: one.institution.clone(),
        task_no: one.task_no,
        assignment: None,
        milestone: None,
        role: TaskRole::Implementing,
        number: days,
        subject: one.title.clone(),
    })
    .collect()
}

/// The round before this one by base date, among those that were opened before `cutoff`.
#[must_use]
pub fn previous_round(ledger: &Ledger, round: &Round, cutoff: DateTime<Utc>) -> Option<Round> {
    let known = ledger.reviews.rounds_before(cutoff).into_iter();
    known
        .filter(|one| one.id != round.id && one.state != RoundState::Planned && one.base_date() < round.base_date())
        .max_by_key(|one| (one.base_date(), one.id))
}

/// What the rules find among the assignments that a round covers, as `now` stands. `before` is the plan as it stood on the
/// previous round's base date; without one, whatever is late or at risk is new. By rule, then leads first, then the
/// greatest number.
#[must_use]
pub fn round_exceptions(
    ledger: &Ledger,
    now: &Standing,
    round: &Round,
    before: Option<(&Round, &Standing)>,
) -> Vec<RoundException> {
    found_by(|_| true, ledger, now, round, before)
}

/// Of them what the check on optimism finds.
#[must_use]
pub fn optimism(
    ledger: &Ledger,
    now: &Standing,
    round: &Round,
    before: Option<(&Round, &Standing)>,
) -> Vec<RoundException> {
    found_by(RoundRule::is_optimism, ledger, now, round, before)
}

fn found_by(
    wanted: fn(RoundRule) -> bool,
    ledger: &Ledger,
    now: &Standing,
    round: &Round,
    before: Option<(&Round, &Standing)>,
) -> Vec<RoundException> {
    let of = |round: RoundId| ledger.reviews.returns_of(round).map(|one| (&one.institution, one.id)).collect();
    let returns: FxHashMap<&Slug, ReturnId> = of(round.id);
    let earlier: FxHashMap<&Slug, ReturnId> = before.map(|(previous, _)| of(previous.id)).unwrap_or_default();
    // Only what is new is held against the day of the round before.
    let compared = before.map(|(_, standing)| standing).filter(|_| wanted(RoundRule::NewlyLate));
    let mut found = Vec::new();
    for assignment in now.assignments.iter().filter(|one| round.settings.covers(one.task_no)) {
        let Some(now_in) = returns.get(&assignment.institution).copied() else { continue };
        let said_in = (earlier.get(&assignment.institution).copied(), now_in);
        let (record, before) = (ledger.record(assignment.id), compared);
        Look { wanted, now, before, said_in, record, assignment, found: &mut found }.at_all();
    }
    sort(&mut found);
    found
}

/// By rule, leads first, the greatest number first, then by task and institution.
pub fn sort(exceptions: &mut [RoundException]) {
    exceptions.sort_by(|a, b| {
        let key = |one: &RoundException| (one.rule, one.role, std::cmp::Reverse(one.number), one.task_no);
        key(a).cmp(&key(b)).then_with(|| a.institution.cmp(&b.institution))
    });
}

struct Look<'a, 'b> {
    wanted: fn(RoundRule) -> bool,
    now: &'a Standing,
    /// The plan on the previous round's base date.
    before: Option<&'a Standing>,
    /// The institution's returns of the previous round and of this.
    said_in: (Option<ReturnId>, ReturnId),
    record: &'a Record,
    assignment: &'a AssignmentStanding,
    found: &'b mut Vec<RoundException>,
}

impl<'a> Look<'a, '_> {
    fn at_all(mut self) {
        self.dates();
        self.judgement();
        self.optimism();
        self.repetition();
        self.claims();
        if self.assignment.light.is_open() && self.assignment.last_report.as_ref().is_some_and(|last| last.has_request)
        {
            self.add(RoundRule::Request, None, 0);
        }
    }

    fn add(&mut self, rule: RoundRule, milestone: Option<MilestoneId>, number: i64) {
        if !(self.wanted)(rule) {
            return;
        }
        self.found.push(RoundException {
            rule,
            institution: self.assignment.institution.clone(),
            task_no: Some(self.assignment.task_no),
            assignment: Some(self.assignment.id),
            milestone,
            role: self.assignment.role,
            number,
            subject: String::new(),
        });
    }

    fn earlier(&self) -> Option<&'a AssignmentStanding> {
        self.before.and_then(|standing| standing.by_id(self.assignment.id))
    }

    fn dates(&mut self) {
        let earlier = self.earlier();
        for step in self.assignment.steps.iter().filter(|step| step.light.is_open()) {
            let was = earlier.and_then(|one| one.steps.iter().find(|known| known.milestone == step.milestone));
            let milestone = Some(step.milestone);
            if step.light == Light::Late && was.is_none_or(|was| was.light != Light::Late) {
                self.add(RoundRule::NewlyLate, milestone, -step.days_left);
            }
            let from = was.map(|was| was.forecast.unwrap_or(was.first_due.last_day));
            let later = step.forecast.zip(from).map(|(now, from)| (now - from).num_days());
            if let Some(days) = later.filter(|days| *days > 0) {
                self.add(RoundRule::Slipped, milestone, days);
            }
            let moved = step.moves.iter().filter(|one| one.days() > 0).count();
            if moved >= MOVES {
                self.add(RoundRule::ForecastMovedAgain, milestone, i64::try_from(moved).unwrap_or(i64::MAX));
            }
            if step.light == Light::Late && self.assignment.self_rating() == Some(SelfRating::OnTrack) {
                self.add(RoundRule::RatedBetterThanLight, milestone, -step.days_left);
            }
        }
    }

    fn judgement(&mut self) {
        let now = is_at_risk(self.assignment);
        if now && self.assignment.light.is_open() && !self.earlier().is_some_and(is_at_risk) {
            self.add(RoundRule::NewlyAtRisk, None, 0);
        }
    }

    fn optimism(&mut self) {
        let (Some(previous), this) = self.said_in else { return };
        let mut latest = self.record.latest_reports(self.now.cutoff);
        let unproven = |report: &ReportFact| report.evidence_count == 0;
        let Some(last) = latest.find(|report| report.return_id == Some(this)) else { return };
        if last.self_rating != SelfRating::OnTrack || !unproven(last) {
            return;
        }
        let before = latest.take_while(|report| unproven(report)).find(|report| report.return_id == Some(previous));
        if before.is_some_and(|report| report.self_rating == SelfRating::OnTrack) {
            self.add(RoundRule::UnprovenOnTrack, None, 0);
        }
    }

    fn repetition(&mut self) {
        let latest = self.record.latest_reports(self.now.cutoff);
        let running = latest.take_while(|report| report.kind == ReportKind::NoChange).count();
        if running >= UNCHANGED {
            self.add(RoundRule::UnchangedAgain, None, i64::try_from(running).unwrap_or(i64::MAX));
        }
    }

    fn claims(&mut self) {
        let waiting: Vec<_> = self.assignment.waiting_steps().map(|step| (step.milestone, step.claim)).collect();
        for (milestone, claim) in waiting {
            let ClaimState::Waiting(since) = claim else { continue };
            self.add(RoundRule::ClaimWaiting, Some(milestone), (self.now.day - since).num_days());
        }
    }
}

/// 재검토필요: as the PMO judged the last report, else as the institution rates itself.
fn is_at_risk(assignment: &AssignmentStanding) -> bool {
    let judged = assignment.verdict.as_ref().filter(|fact| {
        assignment.last_report.as_ref().is_none_or(|last| fact.report == last.id || fact.recorded_at > last.recorded_at)
    });
    match judged {
        Some(fact) => fact.verdict == Verdict::AtRisk,
        None => assignment.self_rating() == Some(SelfRating::AtRisk),
    }
}

/// Several exceptions that a meeting takes up together: those of one rule about one task, or of one institution where it
/// repeats itself or waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub rule: RoundRule,
    /// `None` where it is about an institution.
    pub task_no: Option<TaskNo>,
    /// `None` where several institutions are concerned.
    pub institution: Option<Slug>,
    /// In their own order.
    pub exceptions: Vec<RoundException>,
}

impl Candidate {
    /// What it is known by, from one reading to the next.
    #[must_use]
    pub fn key(&self) -> String {
        match (self.task_no, &self.institution) {
            (Some(no), None) => format!("{}:{no}", self.rule.code()),
            (Some(no), Some(slug)) => format!("{}:{no}:{slug}", self.rule.code()),
            (None, Some(slug)) => format!("{}:-:{slug}", self.rule.code()),
            (None, None) => self.rule.code().to_owned(),
        }
    }

    /// How many institutions are concerned.
    #[must_use]
    pub fn institutions(&self) -> usize {
        let mut slugs: Vec<&Slug> = self.exceptions.iter().map(|one| &one.institution).collect();
        slugs.sort();
        slugs.dedup();
        slugs.len()
    }

    /// The greatest number of its exceptions.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.exceptions.iter().map(|one| one.number).max().unwrap_or_default()
    }

    /// Whether a lead is concerned, so that the whole task is.
    #[must_use]
    pub fn concerns_lead(&self) -> bool {
        self.exceptions.iter().any(|one| one.role == TaskRole::Lead)
    }
}

/// The exceptions as a meeting would take them up: by rule; within it those that concern a lead, then the most institutions.
#[must_use]
pub fn candidates(exceptions: &[RoundException]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut places: HashMap<(RoundRule, Option<TaskNo>, Option<Slug>), usize> = HashMap::new();
    for one in exceptions {
        let of_institution = matches!(one.rule, RoundRule::UnchangedAgain | RoundRule::Unanswered);
        let (task_no, institution) =
            if of_institution { (None, Some(one.institution.clone())) } else { (one.task_no, None) };
        let place = *places.entry((one.rule, task_no, institution.clone())).or_insert_with(|| {
            found.push(Candidate { rule: one.rule, task_no, institution, exceptions: vec![] });
            found.len() - 1
        });
        found[place].exceptions.push(one.clone());
    }
    found.sort_by_key(|one| {
        let count = std::cmp::Reverse(one.exceptions.len());
        (one.rule, !one.concerns_lead(), count, one.task_no, one.institution.clone())
    });
    found
}

#[cfg(test)]
mod tests;

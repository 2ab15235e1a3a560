//! How one assignment fares from quarter to quarter.

use crate::commands::demo::random::Random;
use crate::domain::ids::{MilestoneId, ReportId};
use crate::domain::ledger::{Cause, ReportKind, StepStatement};
use crate::domain::narrative::ReportText;
use crate::domain::rating::SelfRating;
use chrono::{Days, NaiveDate};

/// A step as it has gone so far.
#[derive(Clone, Debug)]
struct Step {
    milestone: MilestoneId,
    forecast: NaiveDate,
    claimed: bool,
    verified: bool,
}

/// An assignment as it has gone so far.
#[derive(Clone, Debug)]
pub struct Progress {
    pub last: Option<ReportId>,
    said: Option<Saying>,
    per_cent: i64,
    steps: Vec<Step>,
}

/// What is reported of it in a quarter.
#[derive(Clone, Debug)]
pub struct Saying {
    pub kind: ReportKind,
    pub self_rating: SelfRating,
    pub progress: Option<i64>,
    pub text: ReportText,
    pub steps: Vec<StepStatement>,
    /// Claimed for the first time.
    pub claims: Vec<MilestoneId>,
}

impl Progress {
    pub fn new(milestones: impl Iterator<Item = (MilestoneId, NaiveDate)>) -> Self {
        let step = |(milestone, due)| Step { milestone, forecast: due, claimed: false, verified: false };
        Self { last: None, said: None, per_cent: 0, steps: milestones.map(step).collect() }
    }

    /// What is said for the quarter that ends on `end`.
    pub fn say(&mut self, end: NaiveDate, random: &mut Random) -> Saying {
        let repeats = random.chance(12) && self.steps.iter().all(|step| step.forecast > end);
        if let Some(said) = self.said.as_ref().filter(|_| repeats) {
            return Saying { kind: ReportKind::NoChange, claims: vec![], ..said.clone() };
        }
        self.per_cent = (self.per_cent + i64::try_from(random.between(1, 9)).unwrap_or(1)).min(100);
        let saying = self.say_anew(end, random);
        self.said = Some(saying.clone());
        saying
    }

    fn say_anew(&mut self, end: NaiveDate, random: &mut Random) -> Saying {
        let mut claims = Vec::new();
        let steps = self.steps.iter_mut().map(|step| {
            let cause = step.move_forecast(end, random);
            if !step.claimed && step.forecast <= end && random.chance(92) {
                step.claimed = true;
                claims.push(step.milestone);
            }
            step.statement(cause)
        });
        let steps: Vec<_> = steps.collect();
        let moved = steps.iter().any(|step| step.cause.is_some());
        let self_rating = match (moved, claims.is_empty()) {
            (true, _) if random.chance(20) => SelfRating::AtRisk,
            (true, _) => SelfRating::Watch,
            (false, false) => SelfRating::Claimed,
            (false, true) => SelfRating::OnTrack,
        };
        let progress = (!random.chance(3)).then_some(self.per_cent);
        let kind = ReportKind::Statement;
        Saying { kind, self_rating, progress, text: text(self.per_cent, moved, random), steps, claims }
    }

    pub fn verified(&mut self, milestone: MilestoneId) {
        self.steps.iter_mut().filter(|step| step.milestone == milestone).for_each(|step| step.verified = true);
    }
}

impl Step {
    /// In the quarter before its due a step may slip, and sometimes it is brought forward.
    fn move_forecast(&mut self, end: NaiveDate, random: &mut Random) -> Option<Cause> {
        let is_near = self.forecast <= end + Days::new(100);
        if self.claimed || !is_near || !random.chance(15) {
            return None;
        }
        if random.chance(15) {
            self.forecast = self.forecast - Days::new(u64::try_from(random.between(3, 20)).unwrap_or(3));
            return None;
        }
        self.forecast = self.forecast + Days::new(u64::try_from(random.between(5, 60)).unwrap_or(5));
        Some(Cause::ALL[random.below(Cause::ALL.len())])
    }

    fn statement(&self, cause: Option<Cause>) -> StepStatement {
        let cause_reason =
            if cause.is_some() { "일정 협의에 시일이 더 걸림".to_owned() } else { String::new() };
        let claimed = self.claimed || self.verified;
        StepStatement { milestone: self.milestone, forecast: Some(self.forecast), cause, cause_reason, claimed }
    }
}

fn text(per_cent: i64, moved: bool, random: &mut Random) -> ReportText {
    let done = random.text(&[
        "- 세부 이행사항 점검 완료, 미비점 보완 중",
        "- 관계부서 협의 2회, 지침(안) 마련",
        "- 대상 시스템 현황 조사와 위험도 분류 완료",
        "- 외부 전문가 점검 결과 반영, 후속 조치 착수",
    ]);
    let next = random.text(&["보완 사항 조치 후 결과 공유", "다음 분기 예산 반영 협의", "지침 확정과 교육 실시"]);
    let obstacle =
        if random.chance(8) { "전담 인력 부족으로 점검 주기를 지키기 어려움" } else { "" };
    let request = if random.chance(5) { "공동 점검반 지원 요청" } else { "" };
    let reason = if moved { "선행 절차가 늦어져 일정 조정이 필요함" } else { "" };
    ReportText {
        rating_reason: reason.to_owned(),
        done: format!("{done}(누계 {per_cent}%)"),
        next: next.to_owned(),
        obstacle: obstacle.to_owned(),
        request: request.to_owned(),
    }
}

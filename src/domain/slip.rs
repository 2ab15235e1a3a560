//! The slip ledger (일정 이동 대장): every move of a forecast, derived from successive reports.
//!
//! A slip is always measured against the first approved due, however often the approved due was moved since.

use crate::domain::calendar::day_of;
use crate::domain::ids::{AssignmentId, MilestoneId, ReportId};
use crate::domain::ledger::{Cause, ReportFact};
use chrono::{DateTime, NaiveDate, Utc};

/// One move of a forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub report: ReportId,
    pub assignment: AssignmentId,
    pub milestone: MilestoneId,
    pub recorded_at: DateTime<Utc>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Required where the forecast moved later.
    pub cause: Option<Cause>,
    pub reason: String,
    /// Days of `to` after the first approved due; negative: before it.
    pub against_first_due: i64,
    pub by_name: String,
}

impl Move {
    /// Days moved; positive is later.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days()
    }

    #[must_use]
    pub fn recorded_on(&self) -> NaiveDate {
        day_of(self.recorded_at)
    }
}

/// The moves of one step, oldest first. Until a report says otherwise the forecast is the first approved due; a report
/// that gives no forecast leaves it where it was.
#[must_use]
pub fn moves_of_step(reports: &[&ReportFact], milestone: MilestoneId, first_due: NaiveDate) -> Vec<Move> {
    let mut current = first_due;
    let mut moves = Vec::new();
    for report in reports {
        let Some(statement) = report.steps.iter().find(|step| step.milestone == milestone) else { continue };
        let Some(forecast) = statement.forecast.filter(|forecast| *forecast != current) else { continue };
        moves.push(Move {
            report: report.id,
            assignment: report.assignment,
            milestone,
            recorded_at: report.recorded_at,
            from: current,
            to: forecast,
            cause: statement.cause,
            reason: statement.cause_reason.clone(),
            against_first_due: (forecast - first_due).num_days(),
            by_name: report.by_name.clone(),
        });
        current = forecast;
    }
    moves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::start_of;
    use crate::domain::ids::UserId;
    use crate::domain::ledger::{ReportKind, StepStatement};
    use crate::domain::rating::SelfRating;
    use chrono::Days;
    use proptest::prelude::*;

    const STEP: MilestoneId = MilestoneId(1);

    fn due() -> NaiveDate {
        "2024-03-31".parse().unwrap()
    }

    fn report(id: i64, forecast: Option<NaiveDate>) -> ReportFact {
        ReportFact {
            id: ReportId(id),
            assignment: AssignmentId(1),
            kind: ReportKind::Statement,
            self_rating: SelfRating::OnTrack,
            progress: None,
            recorded_at: start_of("2024-02-01".parse::<NaiveDate>().unwrap() + Days::new(id.unsigned_abs())),
            by: UserId(1),
            by_name: "김하나".into(),
            has_obstacle: false,
            has_request: false,
            evidence_count: 0,
            return_id: None,
            previous: None,
            steps: vec![StepStatement {
                milestone: STEP,
                forecast,
                cause: None,
                cause_reason: String::new(),
                claimed: false,
            }],
        }
    }

    fn moves(forecasts: &[Option<NaiveDate>]) -> Vec<Move> {
        let reports: Vec<_> = (1..).zip(forecasts).map(|(id, forecast)| report(id, *forecast)).collect();
        moves_of_step(&reports.iter().collect::<Vec<_>>(), STEP, due())
    }

    #[test]
    fn a_forecast_on_the_due_is_no_move() {
        assert!(moves(&[Some(due()), None, Some(due())]).is_empty());
    }

    #[test]
    fn each_move_is_told_with_its_days_and_its_distance_from_the_first_due() {
        let told = moves(&[Some(due() + Days::new(5)), None, Some(due() + Days::new(12)), Some(due() - Days::new(1))]);
        let days: Vec<_> = told.iter().map(|one| (one.days(), one.against_first_due)).collect();
        assert_eq!(days, [(5, 5), (7, 12), (-13, -1)]);
    }

    proptest! {
        #[test]
        fn the_days_moved_add_up_to_the_distance_from_the_first_due(offsets in prop::collection::vec(prop::option::of(-60i64..60), 0..20)) {
            let forecasts: Vec<_> = offsets.iter().map(|o| o.map(|days| due() + chrono::TimeDelta::days(days))).collect();
            let told = moves(&forecasts);
            let total: i64 = told.iter().map(Move::days).sum();
            prop_assert_eq!(total, told.last().map_or(0, |last| last.against_first_due));
            prop_assert!(told.iter().all(|one| one.days() != 0));
        }
    }
}

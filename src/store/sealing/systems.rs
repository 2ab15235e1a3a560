//! What the register of systems said on the round's base date: how many, their state as one hash, and the coverage by
//! institution and grade. The systems themselves are not in the document: the weaknesses of a named system are nobody else's.

use super::{Rows, Scope};
use crate::domain::calendar::day_of;
use crate::domain::ids::Slug;
use crate::domain::round::RoundSettings;
use crate::domain::systems::coverage::{Coverage, GRADES, Item, Tally};
use crate::domain::systems::statement::Statement;
use crate::domain::systems::words::Grade;
use crate::store::systems::register_before;
use crate::store::{StoreResult, day, in_tx, instant};
use chrono::NaiveDate;
use serde::Serialize;

/// The state that the counts were made from; there is one.
#[derive(Serialize)]
pub struct StateRow {
    id: &'static str,
    day: NaiveDate,
    announced_on: NaiveDate,
    systems: i64,
    sha256: String,
}

/// The systems of one grade of an institution, and how many are what each item asks.
#[derive(Serialize)]
pub struct CoverageRow {
    /// `mois 1`, `mois none`
    id: String,
    institution: Slug,
    grade: Option<Grade>,
    systems: i64,
    graded: Tally,
    plan_approved: Tally,
    plan_drilled: Tally,
    redundant: Tally,
    disaster_recovery: Tally,
    within_life: Tally,
}

impl Rows<'_> {
    /// What the register said, by state and by counts.
    pub(super) async fn systems(&mut self, scope: &Scope) -> StoreResult<(Vec<StateRow>, Vec<CoverageRow>)> {
        let settings: Option<String> = in_tx!(self, db => sqlx::query_scalar(
            "select settings from round_event where round_id = $1 and recorded_at <= $2 order by id desc limit 1")
            .bind(scope.round).bind(scope.at).fetch_optional(db).await)?;
        let announced: String = in_tx!(self, db => sqlx::query_scalar("select announced_on from plan where id = $1")
            .bind(scope.plan).fetch_one(db).await)?;
        // Settings that nobody can read are named by the section of the round; nothing was counted for them.
        let Some(settings) = settings.and_then(|text| serde_json::from_str::<RoundSettings>(&text).ok()) else {
            return Ok((vec![], vec![]));
        };
        let register = register_before(self.connection, scope.at).await?;
        let on = settings.base_date.min(day_of(instant(scope.at)));
        let statement = Statement::of(&register, on, instant(scope.at), day(&announced)?);
        Ok((vec![state(&statement)], counts(&statement)))
    }
}

fn state(statement: &Statement) -> StateRow {
    StateRow {
        id: "register",
        day: statement.day,
        announced_on: statement.since,
        systems: statement.systems,
        sha256: statement.state_hash.clone(),
    }
}

fn counts(statement: &Statement) -> Vec<CoverageRow> {
    let of_institution = |(slug, coverage): (&Slug, &Coverage)| {
        let graded = GRADES.into_iter().filter(|grade| coverage.systems_of(*grade) > 0);
        graded.map(|grade| row(slug, coverage, grade)).collect::<Vec<_>>()
    };
    statement.parts.iter().flat_map(of_institution).collect()
}

fn row(slug: &Slug, coverage: &Coverage, grade: Option<Grade>) -> CoverageRow {
    let of = |item| coverage.of_grade(item, grade);
    CoverageRow {
        id: format!("{slug} {}", grade.map_or("none", Grade::code)),
        institution: slug.clone(),
        grade,
        systems: coverage.systems_of(grade),
        graded: of(Item::Graded),
        plan_approved: of(Item::PlanApproved),
        plan_drilled: of(Item::PlanDrilled),
        redundant: of(Item::Redundant),
        disaster_recovery: of(Item::DisasterRecovery),
        within_life: of(Item::WithinLife),
    }
}

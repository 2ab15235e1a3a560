//! Rounds: each is its events, and each event keeps the settings as it left them.

use crate::domain::ids::{AssignmentId, PlanId, RoundId, Slug, UserId};
use crate::domain::returns::ReturnEventKind;
use crate::domain::round::{Round, RoundEvent, RoundEventKind, RoundSettings, RoundSlug, RoundState};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use serde_json::json;

/// A round to be planned.
#[derive(Clone, Debug)]
pub struct NewRound {
    pub plan: PlanId,
    pub slug: RoundSlug,
    pub ordinal: i64,
    pub settings: RoundSettings,
}

/// What one institution is asked when a round opens: its assignments, and whether each is asked for.
#[derive(Clone, Debug)]
pub struct Opening {
    pub institution: Slug,
    pub assignments: Vec<(AssignmentId, bool)>,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    round_id: i64,
    slug: String,
    ordinal: i64,
    kind: String,
    settings: String,
    reason: String,
    by_id: Option<i64>,
    by_name: String,
    recorded_at: i64,
}

impl Store {
    /// The rounds of a plan, by base date.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn rounds(&self, plan: PlanId) -> StoreResult<Vec<Round>> {
        let rows: Vec<EventRow> = on_db!(self, db => sqlx::query_as(
            "select e.round_id, r.slug, r.ordinal, e.kind, e.settings, e.reason, e.by_id, e.by_name, e.recorded_at \
             from round_event e join round r on r.id = e.round_id where e.plan_id = $1 order by r.base_date, r.id, e.id")
            .bind(plan.0).fetch_all(db).await)?;
        let mut found: Vec<(RoundId, RoundSlug, i64, Vec<RoundEvent>)> = Vec::new();
        for row in rows {
            let id = RoundId(row.round_id);
            if found.last().is_none_or(|(last, ..)| *last != id) {
                found.push((id, word(&row.slug, RoundSlug::parse)?, row.ordinal, vec![]));
            }
            let event = event(row)?;
            if let Some((.., events)) = found.last_mut() {
                events.push(event);
            }
        }
        Ok(found.into_iter().filter_map(|(id, slug, ordinal, events)| Round::of(id, slug, ordinal, events)).collect())
    }
}

fn event(row: EventRow) -> StoreResult<RoundEvent> {
    Ok(RoundEvent {
        kind: word(&row.kind, RoundEventKind::parse)?,
        settings: word(&row.settings, |text| serde_json::from_str(text).ok())?,
        reason: row.reason,
        by: row.by_id.map(UserId),
        by_name: row.by_name,
        recorded_at: instant(row.recorded_at),
    })
}

impl Tx {
    /// Plans a round.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the plan has one of that name; else where the database fails.
    pub async fn plan_round(&mut self, new: &NewRound) -> StoreResult<RoundId> {
        let id: Option<i64> = in_tx!(self, db => sqlx::query_scalar(
            "insert into round (plan_id, slug, ordinal, base_date, recorded_at, state) values ($1, $2, $3, $4, $5, 'planned') \
             on conflict (plan_id, slug) do nothing returning id")
            .bind(new.plan.0).bind(new.slug.as_str()).bind(new.ordinal).bind(new.settings.base_date.to_string())
            .bind(micros(self.at)).fetch_optional(db).await)?;
        let id = RoundId(id.ok_or(StoreError::Conflict)?);
        self.insert_round_event(id, new.plan, &new.slug, RoundEventKind::Planned, &new.settings, "").await?;
        Ok(id)
    }

    /// Records what happened to a round, if it is still as `round` says.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where something happened to it meanwhile; else where the database fails.
    pub async fn add_round_event(
        &mut self,
        plan: PlanId,
        round: &Round,
        kind: RoundEventKind,
        settings: &RoundSettings,
        reason: &str,
    ) -> StoreResult<()> {
        let known = i64::try_from(round.events.len()).unwrap_or(i64::MAX);
        let events: i64 = in_tx!(self, db => sqlx::query_scalar("select count(*) from round_event where round_id = $1")
            .bind(round.id.0).fetch_one(db).await)?;
        if events != known {
            return Err(StoreError::Conflict);
        }
        self.insert_round_event(round.id, plan, &round.slug, kind, settings, reason).await?;
        match kind {
            RoundEventKind::Extended => self.tell_extended(plan, round, settings, reason).await,
            _ => Ok(()),
        }
    }

    async fn insert_round_event(
        &mut self,
        id: RoundId,
        plan: PlanId,
        slug: &RoundSlug,
        kind: RoundEventKind,
        settings: &RoundSettings,
        reason: &str,
    ) -> StoreResult<()> {
        let text = serde_json::to_string(settings).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let (by, by_name, at) = (self.actor_id(), self.actor.name.clone(), micros(self.at));
        in_tx!(self, db => sqlx::query(
            "insert into round_event (round_id, plan_id, kind, settings, reason, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(id.0).bind(plan.0).bind(kind.code()).bind(&text).bind(reason).bind(by).bind(&by_name).bind(at)
            .execute(db).await.map(drop))?;
        in_tx!(self, db => sqlx::query("update round set state = $2, base_date = $3 where id = $1")
            .bind(id.0).bind(kind.leads_to().code()).bind(settings.base_date.to_string()).execute(db).await.map(drop))?;
        self.touch_facts();
        let value = json!({ "settings": settings, "reason": reason });
        self.audit(&format!("round.{}", kind.code()), format!("round {slug}"), None, &(), &value).await
    }

    /// Opens a round: one return for each institution asked.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where something happened to it meanwhile; else where the database fails.
    pub async fn open_round(&mut self, plan: PlanId, round: &Round, openings: &[Opening]) -> StoreResult<()> {
        self.add_round_event(plan, round, RoundEventKind::Opened, &round.settings, "").await?;
        for opening in openings {
            self.open_return(plan, round, opening).await?;
        }
        self.tell_opened(plan, round, openings).await
    }

    async fn open_return(&mut self, plan: PlanId, round: &Round, opening: &Opening) -> StoreResult<()> {
        let at = micros(self.at);
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into return_ (round_id, plan_id, institution, state, recorded_at) values ($1, $2, $3, 'not_started', $4) returning id")
            .bind(round.id.0).bind(plan.0).bind(opening.institution.as_str()).bind(at).fetch_one(db).await)?;
        self.insert_return_event(id, plan, ReturnEventKind::Opened, &Default::default()).await?;
        for (assignment, asked) in &opening.assignments {
            in_tx!(self, db => sqlx::query(
                "insert into return_entry (return_id, assignment_id, asked, no_change, revision, saved_by) values ($1, $2, $3, 0, 0, '')")
                .bind(id).bind(assignment.0).bind(i64::from(*asked)).execute(db).await.map(drop))?;
        }
        let asked = opening.assignments.iter().filter(|(_, asked)| *asked).count();
        let value = json!({ "return": id, "asked": asked });
        self.audit("return.opened", format!("round {}", round.slug), Some(&opening.institution), &(), &value).await
    }

    /// The state a round was last left in, as the database has it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn round_state(&mut self, round: RoundId) -> StoreResult<RoundState> {
        let code: String = in_tx!(self, db => sqlx::query_scalar("select state from round where id = $1")
            .bind(round.0).fetch_one(db).await)?;
        word(&code, RoundState::parse)
    }
}

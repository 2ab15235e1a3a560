//! What letters need to know beside what their act brings along.

use crate::domain::calendar::Calendar;
use crate::domain::ids::{AssignmentId, PlanId, ReturnId, RoundId, Slug};
use crate::domain::notice::letter::{Place, RoundWords, field_word, task_words};
use crate::domain::round::RoundSlug;
use crate::store::{StoreResult, Tx, day, in_tx, word};
use std::collections::HashMap;

impl Tx {
    pub(super) async fn institution_name(&mut self, slug: &Slug) -> StoreResult<String> {
        let name: Option<String> = in_tx!(self, db => sqlx::query_scalar("select name_ko from institution where slug = $1")
            .bind(slug.as_str()).fetch_optional(db).await)?;
        Ok(name.unwrap_or_else(|| slug.to_string()))
    }

    /// Number and words of each assignment's task.
    pub(super) async fn task_words(&mut self, plan: PlanId) -> StoreResult<HashMap<AssignmentId, (i64, String)>> {
        let rows: Vec<(i64, i64, String)> = in_tx!(self, db => sqlx::query_as(
            "select a.id, t.no, t.title from assignment a join task t on t.plan_id = a.plan_id and t.no = a.task_no \
             where a.plan_id = $1 order by a.id").bind(plan.0).fetch_all(db).await)?;
        let row = |(id, no, title): (i64, i64, String)| (AssignmentId(id), (no, task_words(no, &title)));
        Ok(rows.into_iter().map(row).collect())
    }

    /// The institutions that hand something in for a round.
    pub(super) async fn asked_in(&mut self, round: RoundId) -> StoreResult<Vec<Slug>> {
        let rows: Vec<String> = in_tx!(self, db => sqlx::query_scalar(
            "select institution from return_ where round_id = $1 order by id").bind(round.0).fetch_all(db).await)?;
        rows.iter().map(|slug| word(slug, Slug::parse)).collect()
    }

    pub(super) async fn plan_of(&mut self, round: RoundId) -> StoreResult<PlanId> {
        let id: i64 = in_tx!(self, db => sqlx::query_scalar("select plan_id from round where id = $1")
            .bind(round.0).fetch_one(db).await)?;
        Ok(PlanId(id))
    }

    /// A round as its last event left it.
    pub(super) async fn round_words(&mut self, round: RoundId) -> StoreResult<(RoundSlug, RoundWords)> {
        let (slug, ordinal, settings): (String, i64, String) = in_tx!(self, db => sqlx::query_as(
            "select r.slug, r.ordinal, e.settings from round r join round_event e on e.round_id = r.id \
             where r.id = $1 order by e.id desc limit 1").bind(round.0).fetch_one(db).await)?;
        let slug = word(&slug, RoundSlug::parse)?;
        let settings = word(&settings, |text| serde_json::from_str(text).ok())?;
        let words = RoundWords::new(&slug, ordinal, &settings);
        Ok((slug, words))
    }

    /// Where the pages of a round are; the first plan needs no name in addresses.
    pub(super) async fn place(&mut self, plan: PlanId, round: &RoundSlug) -> StoreResult<Place> {
        let slug: Option<String> = in_tx!(self, db => sqlx::query_scalar(
            "select slug from plan where id = $1 and id > (select min(id) from plan)").bind(plan.0).fetch_optional(db).await)?;
        Ok(Place::new(slug.as_deref(), round))
    }

    /// What a query is about: `과제 7 장애 대응 훈련, 추진실적`.
    pub(super) async fn about(&mut self, assignment: AssignmentId, field: &str) -> StoreResult<String> {
        let (no, title): (i64, String) = in_tx!(self, db => sqlx::query_as(
            "select t.no, t.title from assignment a join task t on t.plan_id = a.plan_id and t.no = a.task_no where a.id = $1")
            .bind(assignment.0).fetch_one(db).await)?;
        Ok(format!("{}, {}", task_words(no, &title), field_word(field)))
    }

    /// The queries of a return that wait for an answer: what each is about, and its text.
    pub(super) async fn open_questions(
        &mut self,
        round: &RoundSlug,
        one: ReturnId,
    ) -> StoreResult<Vec<(String, String)>> {
        let rows: Vec<(i64, i64, String, String, String)> = in_tx!(self, db => sqlx::query_as(
            "select q.no, t.no as task_no, t.title, q.field, q.question from query_ q join assignment a on a.id = q.assignment_id \
             join task t on t.plan_id = a.plan_id and t.no = a.task_no \
             where q.return_id = $1 and q.answered_at is null and q.closed_at is null order by q.no").bind(one.0).fetch_all(db).await)?;
        let question = |(no, task, title, field, text): (i64, i64, String, String, String)| {
            (format!("{round}-{no:03} {}, {}", task_words(task, &title), field_word(&field)), text)
        };
        Ok(rows.into_iter().map(question).collect())
    }

    pub(super) async fn holidays(&mut self) -> StoreResult<Calendar> {
        let rows: Vec<(String, String)> =
            in_tx!(self, db => sqlx::query_as("select day, name_ko from holiday order by day").fetch_all(db).await)?;
        let holidays = rows.into_iter().map(|(on, name)| Ok((day(&on)?, name)));
        Ok(Calendar::new(holidays.collect::<StoreResult<Vec<_>>>()?))
    }
}

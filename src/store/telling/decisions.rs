//! What the PMO decides about one assignment, told to its institution. Histories that are loaded at once tell nobody.

use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, DateChangeId, MilestoneId, Slug};
use crate::domain::notice::letter::{self, About, Letter, task_words};
use crate::domain::notice::{Audience, NoticeKind};
use crate::store::{NewNotice, NewVerdict, NewVerification, StoreResult, Tx, in_tx, word};

impl Tx {
    /// A verdict, to the institution whose report it is about.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn tell_verdict(&mut self, new: &NewVerdict) -> StoreResult<()> {
        let place = self.of_assignment(new.assignment, &new.institution).await?;
        let letter = letter::judged(place.about(), new.verdict, &new.reason, &new.condition);
        self.tell(NoticeKind::Judged, &new.institution, letter, place.link).await
    }

    /// A claim of completion, confirmed or refused.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn tell_verification(&mut self, new: &NewVerification) -> StoreResult<()> {
        let place = self.of_assignment(new.assignment, &new.institution).await?;
        let step = self.step_words(new.milestone).await?;
        let letter = letter::claim_decided(place.about(), &step, new.verified, &new.reason);
        self.tell(NoticeKind::ClaimDecided, &new.institution, letter, place.link).await
    }

    /// A proposal to move an approved due, approved or refused.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn tell_date_decision(
        &mut self,
        id: DateChangeId,
        institution: &Slug,
        approved: bool,
        reason: &str,
    ) -> StoreResult<()> {
        let (assignment, milestone, from, to): (i64, i64, String, String) = in_tx!(self, db => sqlx::query_as(
            "select assignment_id, milestone_id, from_due, to_due from date_change where id = $1")
            .bind(id.0).fetch_one(db).await)?;
        let place = self.of_assignment(AssignmentId(assignment), institution).await?;
        let step = self.step_words(MilestoneId(milestone)).await?;
        let dates = (word(&from, Due::parse)?, word(&to, Due::parse)?);
        let letter = letter::date_decided(place.about(), &step, dates, approved, reason);
        self.tell(NoticeKind::DateDecided, institution, letter, place.link).await
    }

    async fn tell(&mut self, kind: NoticeKind, slug: &Slug, letter: Letter, link: String) -> StoreResult<()> {
        let (audience, institution) = (Audience::Institution(slug.clone()), Some(slug.clone()));
        self.notify(&NewNotice { kind, audience, letter, link, round: None, institution }).await.map(drop)
    }

    /// The names of an assignment, and its page; the first plan needs no name in addresses.
    async fn of_assignment(&mut self, id: AssignmentId, slug: &Slug) -> StoreResult<Named> {
        let (no, title, plan): (i64, String, Option<String>) = in_tx!(self, db => sqlx::query_as(
            "select t.no, t.title, (select p.slug from plan p where p.id = a.plan_id and p.id > (select min(id) from plan)) as plan \
             from assignment a join task t on t.plan_id = a.plan_id and t.no = a.task_no where a.id = $1")
            .bind(id.0).fetch_one(db).await)?;
        let plan = plan.map_or_else(String::new, |plan| format!("?plan={plan}"));
        let institution = self.institution_name(slug).await?;
        Ok(Named { institution, task: task_words(no, &title), link: format!("/tasks/{no}/{slug}{plan}") })
    }

    /// `4-1 등급 재산정`
    async fn step_words(&mut self, milestone: MilestoneId) -> StoreResult<String> {
        let (task, no, title): (i64, i64, String) = in_tx!(self, db => sqlx::query_as("select task_no, no, title from milestone where id = $1")
            .bind(milestone.0).fetch_one(db).await)?;
        Ok(format!("{task}-{no} {title}"))
    }
}

/// An assignment as letters name it.
struct Named {
    institution: String,
    task: String,
    link: String,
}

impl Named {
    fn about(&self) -> About<'_> {
        About { institution: &self.institution, task: &self.task }
    }
}

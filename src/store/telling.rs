//! What happens to rounds, returns, queries and deputies is told here, in the write in which it happens: no handler can
//! forget it. The words are those of [`crate::domain::notice::letter`].

mod decisions;
mod facts;

use crate::domain::calendar::day_of;
use crate::domain::ids::{PlanId, RoundId, Slug, UserId};
use crate::domain::notice::letter::{self, Arrival, Letter, RoundWords, way_word};
use crate::domain::notice::{Audience, NoticeKind};
use crate::domain::query::Query;
use crate::domain::returns::{Return, ReturnEventKind};
use crate::domain::round::{Round, RoundSettings};
use crate::store::{NewNotice, NewQuery, NewReturnEvent, Opening, StoreResult, Tx};
use chrono::NaiveDate;

impl Tx {
    /// The institutions asked learn that a round takes returns.
    pub(super) async fn tell_opened(&mut self, plan: PlanId, round: &Round, openings: &[Opening]) -> StoreResult<()> {
        let (words, today) = (RoundWords::of(round), day_of(self.at));
        let (place, tasks) = (self.place(plan, &round.slug).await?, self.task_words(plan).await?);
        for opening in openings {
            let asked = opening.assignments.iter().filter(|(_, asked)| *asked);
            let mut asked: Vec<_> = asked.filter_map(|(id, _)| tasks.get(id).cloned()).collect();
            asked.sort();
            let asked: Vec<String> = asked.into_iter().map(|(_, words)| words).collect();
            let slug = &opening.institution;
            let letter = letter::opened(&self.institution_name(slug).await?, &words, &asked, today);
            self.tell_institution(NoticeKind::RoundOpened, round.id, slug, letter, place.of_return(slug)).await?;
        }
        Ok(())
    }

    /// Everybody who was asked learns that there is more time.
    pub(super) async fn tell_extended(
        &mut self,
        plan: PlanId,
        round: &Round,
        settings: &RoundSettings,
        reason: &str,
    ) -> StoreResult<()> {
        let (words, today) = (RoundWords { due: settings.due, ..RoundWords::of(round) }, day_of(self.at));
        let place = self.place(plan, &round.slug).await?;
        for slug in self.asked_in(round.id).await? {
            let letter = letter::extended(&self.institution_name(&slug).await?, &words, round.due(), reason, today);
            self.tell_institution(NoticeKind::RoundExtended, round.id, &slug, letter, place.of_return(&slug)).await?;
        }
        Ok(())
    }

    /// Everybody who was asked, and the rest of the PMO, learn of a seal.
    pub(super) async fn tell_sealed(
        &mut self,
        plan: PlanId,
        round: &Round,
        hash: &str,
        reason: &str,
    ) -> StoreResult<()> {
        let letter = letter::sealed(&RoundWords::of(round), hash, reason);
        let link = self.place(plan, &round.slug).await?.of_round();
        for slug in self.asked_in(round.id).await? {
            let (letter, link) = (letter.clone(), link.clone());
            self.tell_institution(NoticeKind::RoundSealed, round.id, &slug, letter, link).await?;
        }
        self.tell_pmo(NoticeKind::RoundSealed, round.id, None, letter, link).await
    }

    /// What happens to a return: the institution learns what the PMO did, the PMO what the institution did.
    pub(super) async fn tell_return(
        &mut self,
        plan: PlanId,
        round: &Round,
        one: &Return,
        kind: ReturnEventKind,
        new: &NewReturnEvent,
    ) -> StoreResult<()> {
        let (slug, words, today) = (&one.institution, RoundWords::of(round), day_of(self.at));
        let (name, by) = (self.institution_name(slug).await?, self.actor.name.clone());
        let link = self.place(plan, &round.slug).await?.of_return(slug);
        let (kind, letter) = match kind {
            ReturnEventKind::Submitted => return self.tell_submitted(round, one, new, &name, link).await,
            ReturnEventKind::CalledBack => {
                let letter = letter::called_back(&name, &words, &by, &new.reason);
                return self.tell_pmo(NoticeKind::CalledBack, round.id, Some(slug), letter, link).await;
            }
            ReturnEventKind::SentBack => {
                let queries = self.open_questions(&round.slug, one.id).await?;
                (NoticeKind::SentBack, letter::sent_back(&name, &words, &new.reason, &queries, today))
            }
            ReturnEventKind::Reopened => (NoticeKind::Reopened, letter::reopened(&name, &words, &new.reason, today)),
            ReturnEventKind::Approved => (NoticeKind::Approved, letter::approved(&name, &words, &by)),
            ReturnEventKind::Opened
            | ReturnEventKind::Drafted
            | ReturnEventKind::ReviewStarted
            | ReturnEventKind::Checked => return Ok(()),
        };
        self.tell_institution(kind, round.id, slug, letter, link).await
    }

    async fn tell_submitted(
        &mut self,
        round: &Round,
        one: &Return,
        new: &NewReturnEvent,
        name: &str,
        link: String,
    ) -> StoreResult<()> {
        let (words, by) = (RoundWords::of(round), self.actor.name.clone());
        let late_days = round.working_days_late(day_of(self.at), &self.holidays().await?);
        let arrival = Arrival { by: &by, nil: new.nil, late_days };
        if let Some(way) = new.way {
            let officer = new.on_behalf_of.as_deref().unwrap_or_default();
            let letter = letter::submitted_on_behalf(name, &words, arrival, officer, way_word(way));
            let (kind, link) = (NoticeKind::SubmittedOnBehalf, link.clone());
            self.tell_institution(kind, round.id, &one.institution, letter, link).await?;
        }
        let letter = letter::submitted(name, &words, arrival);
        self.tell_pmo(NoticeKind::Submitted, round.id, Some(&one.institution), letter, link).await
    }

    /// A query, to the institution it is put to.
    pub(super) async fn tell_asked(&mut self, one: &Return, new: &NewQuery, no: i64) -> StoreResult<()> {
        let (slug, words) = self.round_words(one.round).await?;
        let name = self.institution_name(&one.institution).await?;
        let about = self.about(new.assignment, &new.field).await?;
        let query = format!("{slug}-{no:03}");
        let letter = letter::query_asked(&name, &words, &query, &about, &new.question, new.due);
        let link = self.place(new.plan, &slug).await?.of_return(&one.institution);
        self.tell_institution(NoticeKind::QueryAsked, one.round, &one.institution, letter, link).await
    }

    /// An answer, to the PMO.
    pub(super) async fn tell_answered(&mut self, one: &Return, query: &Query, text: &str) -> StoreResult<()> {
        let (slug, words) = self.round_words(one.round).await?;
        let plan = self.plan_of(one.round).await?;
        let name = self.institution_name(&one.institution).await?;
        let about = self.about(query.assignment, &query.field).await?;
        let by = self.actor.name.clone();
        let letter = letter::query_answered(&name, &words, &query.label(&slug), &about, text, &by);
        let link = self.place(plan, &slug).await?.of_return(&one.institution);
        self.tell_pmo(NoticeKind::QueryAnswered, one.round, Some(&one.institution), letter, link).await
    }

    /// Somebody learns that they stand in for the one who acts, or no longer do.
    pub(super) async fn tell_deputy(
        &mut self,
        institution: &Slug,
        deputy: UserId,
        span: (NaiveDate, NaiveDate),
        withdrawn: bool,
    ) -> StoreResult<()> {
        let (name, head) = (self.institution_name(institution).await?, self.actor.name.clone());
        let new = NewNotice {
            kind: NoticeKind::Deputy,
            audience: Audience::Person(deputy),
            letter: letter::deputy(&name, &head, span, withdrawn),
            link: "/account".to_owned(),
            round: None,
            institution: Some(institution.clone()),
        };
        self.notify(&new).await.map(drop)
    }

    async fn tell_institution(
        &mut self,
        kind: NoticeKind,
        round: RoundId,
        slug: &Slug,
        letter: Letter,
        link: String,
    ) -> StoreResult<()> {
        let (audience, institution) = (Audience::Institution(slug.clone()), Some(slug.clone()));
        self.notify(&NewNotice { kind, audience, letter, link, round: Some(round), institution }).await.map(drop)
    }

    async fn tell_pmo(
        &mut self,
        kind: NoticeKind,
        round: RoundId,
        slug: Option<&Slug>,
        letter: Letter,
        link: String,
    ) -> StoreResult<()> {
        let (audience, institution) = (Audience::Pmo, slug.cloned());
        self.notify(&NewNotice { kind, audience, letter, link, round: Some(round), institution }).await.map(drop)
    }
}

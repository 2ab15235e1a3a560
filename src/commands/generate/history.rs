//! What happened, quarter by quarter: the round is opened, returns are handed in and approved, leads are judged, claims
//! decided, dates moved. One transaction a quarter.

use super::progress::{Progress, Saying};
use crate::commands::demo::People;
use crate::commands::demo::random::Random;
use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::start_of;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, PlanId, ReportId, Slug, UserId};
use crate::domain::ledger::{Ledger, StepStatement};
use crate::domain::plan::TaskRole;
use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::returns::{Return, ReturnEvent, ReturnEventKind};
use crate::domain::round::{Round, RoundEvent, RoundEventKind, RoundSettings, RoundSlug};
use crate::store::{
    Actor, Cursor, NewDateChange, NewEvidence, NewReport, NewReturnEvent, NewRound, NewVerdict, NewVerification,
    Opening, Store, StoreError, Submission, Tx,
};
use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;

/// A quarter of a year, counted from the first of 2024.
#[derive(Clone, Copy, Debug)]
pub struct Quarter {
    number: u16,
}

impl Quarter {
    pub fn of(number: u16) -> Self {
        Self { number }
    }

    pub fn slug(self) -> String {
        format!("{}-Q{}", 2024 + self.number / 4, self.number % 4 + 1)
    }

    /// Its last day.
    pub fn end(self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
        first + Months::new(u32::from(self.number) * 3 + 3) - Days::new(1)
    }

    /// `hour` o'clock in Korea, so many days after its last.
    pub fn at(self, days: i64, hour: i64) -> DateTime<Utc> {
        start_of(self.end()) + TimeDelta::days(days) + TimeDelta::hours(hour)
    }
}

/// What one assignment is, and how it fares.
struct Subject {
    id: AssignmentId,
    role: TaskRole,
    progress: Progress,
}

pub struct History<'a> {
    store: &'a Store,
    ledger: Ledger,
    cursor: Cursor,
    seed: u64,
    pmo: [Actor; 2],
    /// Who reports for an institution, and for what, in the register's order.
    parties: Vec<(Slug, Actor, Vec<Subject>)>,
}

/// What one institution said, for those who decide on it.
struct HandedIn {
    party: usize,
    one: Return,
    /// By the assignment's place among the institution's.
    told: Vec<(usize, Saying)>,
}

impl<'a> History<'a> {
    pub async fn begin(store: &'a Store, people: &People, seed: u64) -> CommandResult<Self> {
        let plan = store.plan_list().await?.into_iter().next().ok_or_else(|| CommandError::told("대책이 없습니다"))?;
        let ledger = Ledger::new(store.registry(plan).await?);
        let known: HashMap<UserId, Actor> = store.people().await?.into_iter().map(actor).collect();
        let acting = |id: &UserId| known.get(id).cloned().unwrap_or_else(Actor::system);
        let mut of: HashMap<&Slug, Vec<Subject>> = HashMap::new();
        for one in &ledger.assignments {
            let steps = ledger.milestones.iter().filter(|step| step.task_no == one.task_no);
            let progress = Progress::new(steps.map(|step| (step.id, step.due.last_day)));
            if let Some((_, holder)) = one.holders.last() {
                of.entry(holder).or_default().push(Subject { id: one.id, role: one.role, progress });
            }
        }
        let parties = ledger
            .institutions
            .iter()
            .filter_map(|one| Some((one.slug.clone(), acting(people.heads.get(&one.slug)?), of.remove(&one.slug)?)));
        let (parties, pmo) = (parties.collect(), people.pmo.each_ref().map(acting));
        Ok(Self { store, ledger, cursor: Cursor::default(), seed, pmo, parties })
    }

    /// Tells a quarter, the last one only in part; how many reports it has.
    pub async fn tell(&mut self, quarter: &Quarter, is_last: bool) -> CommandResult<usize> {
        let round = self.open(quarter).await?;
        let mut tx = self.store.write(&self.pmo[0], quarter.at(-17, 9)).await?;
        let handed_in = self.hand_in(&mut tx, quarter, &round, is_last).await?;
        let reviewed = if is_last { handed_in.len() * 7 / 10 } else { handed_in.len() };
        for (index, one) in handed_in.iter().take(reviewed).enumerate() {
            let after = i64::try_from(index).unwrap_or_default();
            self.review(&mut tx, quarter.at(1, 9) + TimeDelta::minutes(5 * after), &round, one).await?;
        }
        if !is_last {
            tx.go_on(&self.pmo[0], quarter.at(11, 18));
            let (plan, kind) = (self.ledger.plan.id, RoundEventKind::Closed);
            tx.add_round_event(plan, &round, kind, &round.settings, "").await?;
        }
        tx.commit().await?;
        Ok(handed_in.iter().map(|one| one.told.len()).sum())
    }

    async fn open(&mut self, quarter: &Quarter) -> CommandResult<Round> {
        let missing = || CommandError::told("회차의 이름을 읽을 수 없습니다");
        let (plan, slug) = (self.ledger.plan.id, RoundSlug::parse(&quarter.slug()).ok_or_else(missing)?);
        let settings = RoundSettings {
            base_date: quarter.end(),
            window_from: quarter.end() - Days::new(18),
            due: quarter.end(),
            meeting_on: Some(quarter.end() + Days::new(9)),
            meeting_place: "영상회의".to_owned(),
            tasks: vec![],
            two_steps: false,
        };
        let ordinal = i64::from(quarter.number) + 1;
        let (at, pmo) = (quarter.at(-25, 9), self.pmo[0].clone());
        let mut tx = self.store.write(&pmo, at).await?;
        let new = NewRound { plan, slug: slug.clone(), ordinal, settings: settings.clone() };
        let id = tx.plan_round(&new).await?;
        let event = |kind, recorded_at| RoundEvent {
            kind,
            settings: settings.clone(),
            reason: String::new(),
            by: Some(pmo.id),
            by_name: pmo.name.clone(),
            recorded_at,
        };
        let planned =
            Round::of(id, slug.clone(), ordinal, vec![event(RoundEventKind::Planned, at)]).ok_or_else(missing)?;
        let opened_at = quarter.at(-18, 9);
        tx.go_on(&pmo, opened_at);
        let openings: Vec<Opening> = self.parties.iter().map(|(slug, _, subjects)| opening(slug, subjects)).collect();
        tx.open_round(plan, &planned, &openings).await?;
        tx.commit().await?;
        self.ledger.add_reviews(self.store.review_tail(plan, &mut self.cursor).await?);
        let events = vec![event(RoundEventKind::Planned, at), event(RoundEventKind::Opened, opened_at)];
        Round::of(id, slug, ordinal, events).ok_or_else(missing)
    }

    /// The returns in the order in which they come; of the last quarter one in ten is still out.
    async fn hand_in(
        &mut self,
        tx: &mut Tx,
        quarter: &Quarter,
        round: &Round,
        is_last: bool,
    ) -> CommandResult<Vec<HandedIn>> {
        let step = TimeDelta::minutes(15 * 24 * 60 / i64::try_from(self.parties.len().max(1)).unwrap_or(1));
        let (mut handed_in, mut at) = (Vec::new(), quarter.at(-17, 10));
        for party in 0..self.parties.len() {
            let slug = self.parties[party].0.as_str();
            let mut random = Random::keyed(self.seed, &["return", &quarter.slug(), slug]);
            if is_last && random.chance(10) {
                continue;
            }
            at += step;
            handed_in.extend(self.hand_in_one(tx, (quarter, round), party, at, &mut random).await?);
        }
        Ok(handed_in)
    }

    async fn hand_in_one(
        &mut self,
        tx: &mut Tx,
        (quarter, round): (&Quarter, &Round),
        party: usize,
        at: DateTime<Utc>,
        random: &mut Random,
    ) -> CommandResult<Option<HandedIn>> {
        let plan = self.ledger.plan.id;
        let (slug, head, subjects) = &mut self.parties[party];
        let Some(one) = self.ledger.reviews.return_of(round.id, slug).cloned() else { return Ok(None) };
        tx.go_on(head, at);
        let (mut reports, mut told) = (Vec::new(), Vec::new());
        for (place, subject) in subjects.iter_mut().enumerate() {
            let saying = subject.progress.say(quarter.end(), random);
            let mut evidence = Vec::new();
            if !saying.claims.is_empty() {
                evidence.push(tx.add_evidence(&link(slug, subject.id, &one, quarter)).await?);
            }
            reports.push(NewReport {
                plan,
                assignment: subject.id,
                institution: slug.clone(),
                kind: saying.kind,
                self_rating: saying.self_rating,
                progress: saying.progress,
                text: saying.text.clone(),
                base_date: quarter.end(),
                previous: subject.progress.last,
                steps: saying.steps.clone(),
                evidence,
                return_id: Some(one.id),
            });
            told.push((place, saying));
        }
        let submission = Submission { event: NewReturnEvent::default(), reports, revisions: 0 };
        let ids = tx.submit_return(plan, round, &one, &submission).await?;
        for (subject, id) in subjects.iter_mut().zip(ids) {
            subject.progress.last = Some(id);
        }
        let one = followed(one, ReturnEventKind::Submitted, head, at);
        Ok(Some(HandedIn { party, one, told }))
    }

    /// The PMO approves a return and decides on what it says.
    async fn review(
        &mut self,
        tx: &mut Tx,
        at: DateTime<Utc>,
        round: &Round,
        handed_in: &HandedIn,
    ) -> CommandResult<()> {
        let (plan, pmo) = (self.ledger.plan.id, self.pmo[handed_in.party % 2].clone());
        tx.go_on(&pmo, at);
        let new = NewReturnEvent::default();
        tx.add_return_event(plan, round, &handed_in.one, ReturnEventKind::ReviewStarted, &new).await?;
        let one = followed(handed_in.one.clone(), ReturnEventKind::ReviewStarted, &pmo, at);
        tx.add_return_event(plan, round, &one, ReturnEventKind::Approved, &new).await?;
        let slug = self.parties[handed_in.party].0.clone();
        let mut random = Random::keyed(self.seed, &["review", round.slug.as_str(), slug.as_str()]);
        for (place, saying) in &handed_in.told {
            let subject = &mut self.parties[handed_in.party].2[*place];
            if subject.role == TaskRole::Lead || random.chance(3) {
                tx.insert_verdict(&verdict(plan, &slug, subject, saying)).await?;
            }
            for milestone in &saying.claims {
                let verified = random.chance(90);
                tx.add_verification(&verification(plan, &slug, subject, *milestone, verified)).await?;
                if verified {
                    subject.progress.verified(*milestone);
                }
            }
            for new in proposals(plan, &slug, subject, (saying, &self.ledger), &mut random) {
                let head = &self.parties[handed_in.party].1;
                decide(tx, (head, &pmo, at), &new, &mut random).await?;
            }
        }
        Ok(())
    }
}

fn actor(person: crate::store::Person) -> (UserId, Actor) {
    (person.id, Actor { id: person.id, login: person.login, name: person.name, on_behalf_of: None })
}

fn opening(slug: &Slug, subjects: &[Subject]) -> Opening {
    Opening { institution: slug.clone(), assignments: subjects.iter().map(|one| (one.id, true)).collect() }
}

/// The return after one more event, so that the next write says what it follows on.
fn followed(mut one: Return, kind: ReturnEventKind, actor: &Actor, at: DateTime<Utc>) -> Return {
    one.state = kind.leads_to().unwrap_or(one.state);
    one.events.push(ReturnEvent {
        kind,
        reason: String::new(),
        way: None,
        nil: false,
        by: Some(actor.id),
        by_name: actor.name.clone(),
        on_behalf_of: None,
        recorded_at: at,
    });
    one
}

fn link(slug: &Slug, assignment: AssignmentId, one: &Return, quarter: &Quarter) -> NewEvidence {
    NewEvidence {
        institution: slug.clone(),
        assignment,
        name: format!("이행 결과 {}", quarter.slug()),
        link: Some(format!("https://example.go.kr/{slug}/{}", quarter.slug())),
        media_type: String::new(),
        bytes: 0,
        sha256: String::new(),
        object: None,
        return_id: Some(one.id),
    }
}

fn verdict(plan: PlanId, slug: &Slug, subject: &Subject, saying: &Saying) -> NewVerdict {
    let verdict = match saying.self_rating {
        SelfRating::AtRisk => Verdict::AtRisk,
        SelfRating::Watch => Verdict::Watch,
        SelfRating::OnTrack | SelfRating::Claimed => Verdict::OnTrack,
    };
    NewVerdict {
        plan,
        report: subject.progress.last.unwrap_or(ReportId(0)),
        assignment: subject.id,
        institution: slug.clone(),
        verdict,
        reason: "제출 자료로 확인함".to_owned(),
        condition: if verdict.needs_condition() {
            "다음 분기 안에 일정 확정".to_owned()
        } else {
            String::new()
        },
    }
}

fn verification(
    plan: PlanId,
    slug: &Slug,
    subject: &Subject,
    milestone: MilestoneId,
    verified: bool,
) -> NewVerification {
    let reason = if verified { "증빙으로 확인함" } else { "증빙이 부족함" }.to_owned();
    NewVerification { plan, assignment: subject.id, institution: slug.clone(), milestone, verified, reason }
}

/// One slip in twenty becomes a proposal to move the approved due.
fn proposals(
    plan: PlanId,
    slug: &Slug,
    subject: &Subject,
    (saying, ledger): (&Saying, &Ledger),
    random: &mut Random,
) -> Vec<NewDateChange> {
    let slipped = saying.steps.iter().filter(|step| step.cause.is_some() && random.chance(5));
    let proposal = |step: &StepStatement| {
        Some(NewDateChange {
            plan,
            assignment: subject.id,
            institution: slug.clone(),
            milestone: step.milestone,
            from: ledger.milestone(step.milestone)?.due,
            to: Due::on(step.forecast?),
            reason: "선행 절차 지연".to_owned(),
        })
    };
    slipped.filter_map(proposal).collect()
}

/// The head proposes; most proposals are decided at once. Where one waits already, it is left as it is.
async fn decide(
    tx: &mut Tx,
    (head, pmo, at): (&Actor, &Actor, DateTime<Utc>),
    new: &NewDateChange,
    random: &mut Random,
) -> CommandResult<()> {
    tx.go_on(head, at);
    let proposed = tx.propose_date_change(new).await;
    tx.go_on(pmo, at);
    match proposed {
        Ok(id) if random.chance(70) => {
            Ok(tx.decide_date_change(id, &new.institution, random.chance(60), "협의 결과에 따름").await?)
        }
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

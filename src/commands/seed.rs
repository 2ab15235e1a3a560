//! What a new database begins with: institutions, holidays, the plan; and, for the demonstration, its invented history.

mod rounds;

use crate::commands::demo::{Demonstration, People, generate};
use crate::commands::{CommandError, CommandResult};
use crate::domain::calendar::start_of;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, ReportId, Slug, UserId};
use crate::domain::institution::Institution;
use crate::domain::ledger::Ledger;
use crate::domain::narrative::ReportText;
use crate::domain::permission::{Grant, Role};
use crate::domain::plan_file::PlanFault;
use crate::domain::plan_parse::{built_in, parse_holidays, parse_institutions, parse_plan};
use crate::server::passwords::hash_now;
use crate::store::{
    Actor, NewDateChange, NewEvidence, NewPerson, NewReport, NewVerdict, NewVerification, Store, StoreError, Tx,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::HashMap;

/// The setting that marks a database as a demonstration.
pub const DEMO_MARK: &str = "demonstration";
/// The setting that holds how far the demonstration's clock is moved, in microseconds.
pub const CLOCK_OFFSET: &str = "clock_offset";
/// The password of every account of the demonstration.
pub const DEMO_PASSWORD: &str = "ihaeng-demo";
const SEED: u64 = 20_240_131;

/// Faults as one sentence a line.
pub fn told(faults: &[PlanFault]) -> CommandError {
    CommandError::told(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// Institutions, holidays and the built-in plan, in one write.
pub async fn seed_registry(tx: &mut Tx, today: NaiveDate) -> CommandResult<()> {
    let institutions = parse_institutions(built_in::INSTITUTIONS).map_err(|faults| told(&faults))?;
    let holidays = parse_holidays(built_in::HOLIDAYS).map_err(|faults| told(&faults))?;
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await?;
    }
    for (day, name) in &holidays {
        tx.put_holiday(*day, name).await?;
    }
    let plan = parse_plan(built_in::PLAN, &institutions).map_err(|faults| told(&faults))?;
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, today).await?;
    Ok(())
}

/// Makes the demonstration in an empty database, as it stands at `now` on its own clock.
pub async fn seed_demonstration(store: &Store, now: DateTime<Utc>, today: NaiveDate) -> CommandResult<()> {
    let mut tx = store.write(&Actor::system(), start_of(today)).await?;
    // Another process may have seeded it while this one waited for its turn.
    if store.setting(DEMO_MARK).await?.is_some() {
        return Ok(());
    }
    seed_registry(&mut tx, today).await?;
    tx.commit().await?;
    let plan = store.plan_list().await?.into_iter().next().ok_or_else(|| CommandError::told("대책이 없습니다"))?;
    let ledger = store.ledger(plan).await?;
    let calendar = store.calendar().await?;
    let people = seed_people(store, &ledger.institutions, start_of(today), today).await?;
    let demonstration = generate(&ledger, &people, &calendar, SEED, now);
    record(store, &ledger, &people, demonstration).await?;
    rounds::first_round(store, ledger.plan.id).await?;
    let mut tx = store.write(&Actor::system(), now).await?;
    tx.set_setting(DEMO_MARK, "1").await?;
    tx.commit().await?;
    Ok(())
}

async fn seed_people(
    store: &Store,
    institutions: &[Institution],
    at: DateTime<Utc>,
    today: NaiveDate,
) -> CommandResult<People> {
    let hash = hash_now(DEMO_PASSWORD).map_err(|error| CommandError::told(error.to_string()))?;
    let mut tx = store.write(&Actor::system(), at).await?;
    let mut add = async |login: &str, name: String, role: Role, institution: Option<Slug>| -> CommandResult<UserId> {
        let person = NewPerson {
            login: login.to_owned(),
            name,
            password_hash: hash.clone(),
            must_change: false,
            grants: vec![Grant { role, institution }],
        };
        tx.add_person(&person).await?.ok_or_else(|| CommandError::told(format!("이미 있는 계정: {login}")))
    };
    let pmo = add("pmo", "이서연".into(), Role::Pmo, None).await?;
    let pmo2 = add("pmo2", "정우진".into(), Role::Pmo, None).await?;
    add("viewer", "최하은".into(), Role::Viewer, None).await?;
    add("admin", "한지호".into(), Role::Admin, None).await?;
    let (mut officers, mut heads) = (HashMap::new(), HashMap::new());
    for (index, one) in institutions.iter().filter(|one| one.is_central_on(today)).enumerate() {
        let slug = &one.slug;
        let officer =
            add(&format!("{slug}.officer"), invented_name(index * 2), Role::Officer, Some(slug.clone())).await?;
        let head = add(&format!("{slug}.head"), invented_name(index * 2 + 1), Role::Head, Some(slug.clone())).await?;
        officers.insert(slug.clone(), officer);
        heads.insert(slug.clone(), head);
    }
    tx.commit().await?;
    Ok(People { officers, heads, pmo: [pmo, pmo2] })
}

/// A name that belongs to nobody in particular.
fn invented_name(index: usize) -> String {
    const FAMILY: [&str; 12] = ["김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "오", "한"];
    const GIVEN: [&str; 16] = [
        "하늘", "가온", "나래", "다온", "라온", "마루", "보람", "새봄", "아름", "여울", "은결", "찬솔", "초롱", "푸름",
        "한결", "해솔",
    ];
    format!("{}{}", FAMILY[index % FAMILY.len()], GIVEN[(index * 7 + index / 12) % GIVEN.len()])
}

/// One thing of the history, to be recorded at its own time.
enum Happening {
    Report(usize),
    Verdict(usize),
    Verification(usize),
    Proposal(usize),
    Decision(usize),
    Due(usize),
}

struct Recorder<'a> {
    store: &'a Store,
    ledger: &'a Ledger,
    holders: HashMap<AssignmentId, Slug>,
    actors: HashMap<UserId, Actor>,
    reports: Vec<Option<ReportId>>,
    last: HashMap<AssignmentId, ReportId>,
    changes: Vec<Option<crate::domain::ids::DateChangeId>>,
}

async fn record(store: &Store, ledger: &Ledger, people: &People, history: Demonstration) -> CommandResult<()> {
    let known = store.people().await?;
    let actor = |one: crate::store::Person| {
        (one.id, Actor { id: one.id, login: one.login, name: one.name, on_behalf_of: None })
    };
    let held = ledger.assignments.iter().filter_map(|one| Some((one.id, one.holders.last()?.1.clone())));
    let mut recorder = Recorder {
        store,
        ledger,
        holders: held.collect(),
        actors: known.into_iter().map(actor).collect(),
        reports: vec![None; history.reports.len()],
        last: HashMap::new(),
        changes: vec![None; history.date_changes.len()],
    };
    let mut order: Vec<(DateTime<Utc>, u8, Happening)> = Vec::new();
    order.extend(history.step_dues.iter().enumerate().map(|(i, one)| (one.recorded_at, 0, Happening::Due(i))));
    order.extend(history.reports.iter().enumerate().map(|(i, one)| (one.recorded_at, 1, Happening::Report(i))));
    order.extend(history.verdicts.iter().enumerate().map(|(i, one)| (one.recorded_at, 2, Happening::Verdict(i))));
    order.extend(
        history.verifications.iter().enumerate().map(|(i, one)| (one.recorded_at, 3, Happening::Verification(i))),
    );
    for (i, one) in history.date_changes.iter().enumerate() {
        order.push((one.recorded_at, 4, Happening::Proposal(i)));
        if let Some((_, _, _, at)) = &one.decision {
            order.push((*at, 5, Happening::Decision(i)));
        }
    }
    order.sort_by_key(|(at, kind, _)| (*at, *kind));
    for (at, _, happening) in order {
        recorder.happen(at, &happening, &history, people).await?;
    }
    recorder.duties(&history).await
}

impl Recorder<'_> {
    fn actor(&self, id: UserId) -> Actor {
        self.actors.get(&id).cloned().unwrap_or_else(Actor::system)
    }

    fn holder(&self, id: AssignmentId) -> CommandResult<Slug> {
        self.holders.get(&id).cloned().ok_or_else(|| CommandError::told(format!("맡은 기관이 없는 소관과제: {id}")))
    }

    async fn happen(
        &mut self,
        at: DateTime<Utc>,
        happening: &Happening,
        history: &Demonstration,
        people: &People,
    ) -> CommandResult<()> {
        match happening {
            Happening::Report(i) => self.report(at, *i, history).await,
            Happening::Verdict(i) => {
                let one = &history.verdicts[*i];
                let told = &history.reports[one.report];
                let Some(report) = self.reports[one.report] else { return Ok(()) };
                let new = NewVerdict {
                    plan: self.ledger.plan.id,
                    report,
                    assignment: told.assignment,
                    institution: self.holder(told.assignment)?,
                    verdict: one.verdict,
                    reason: one.reason.clone(),
                    condition: one.condition.clone(),
                };
                let mut tx = self.store.write(&self.actor(one.by), at).await?;
                tx.insert_verdict(&new).await?;
                Ok(tx.commit().await?)
            }
            Happening::Verification(i) => {
                let one = &history.verifications[*i];
                let new = NewVerification {
                    plan: self.ledger.plan.id,
                    assignment: one.assignment,
                    institution: self.holder(one.assignment)?,
                    milestone: one.milestone,
                    verified: one.verified,
                    reason: one.reason.clone(),
                };
                let mut tx = self.store.write(&self.actor(one.by), at).await?;
                tx.add_verification(&new).await?;
                Ok(tx.commit().await?)
            }
            Happening::Proposal(i) => self.propose(at, *i, history).await,
            Happening::Decision(i) => {
                let one = &history.date_changes[*i];
                let (Some((approved, reason, by, _)), Some(id)) = (&one.decision, self.changes[*i]) else {
                    return Ok(());
                };
                let mut tx = self.store.write(&self.actor(*by), at).await?;
                tx.decide_date_change(id, &self.holder(one.assignment)?, *approved, reason).await?;
                Ok(tx.commit().await?)
            }
            Happening::Due(i) => {
                let one = &history.step_dues[*i];
                let mut tx = self.store.write(&self.actor(people.pmo[0]), at).await?;
                let holder = self.holder(one.assignment)?;
                tx.set_step_due(one.assignment, &holder, one.milestone, Due::on(one.due), &one.reason).await?;
                Ok(tx.commit().await?)
            }
        }
    }

    async fn report(&mut self, at: DateTime<Utc>, index: usize, history: &Demonstration) -> CommandResult<()> {
        let one = &history.reports[index];
        let institution = self.holder(one.assignment)?;
        let mut tx = self.store.write(&self.actor(one.by), at).await?;
        let mut evidence = Vec::new();
        for (name, link) in &one.evidence_links {
            let new = NewEvidence {
                institution: institution.clone(),
                assignment: one.assignment,
                name: name.clone(),
                link: Some(link.clone()),
                media_type: String::new(),
                bytes: 0,
                sha256: String::new(),
                object: None,
                return_id: None,
            };
            evidence.push(tx.add_evidence(&new).await?);
        }
        let new = NewReport {
            plan: self.ledger.plan.id,
            assignment: one.assignment,
            institution,
            kind: one.kind,
            self_rating: one.self_rating,
            progress: one.progress,
            text: ReportText {
                rating_reason: one.rating_reason.clone(),
                done: one.done.clone(),
                next: one.next.clone(),
                obstacle: one.obstacle.clone(),
                request: one.request.clone(),
            },
            base_date: one.base_date,
            previous: self.last.get(&one.assignment).copied(),
            steps: one.steps.clone(),
            evidence,
            return_id: None,
        };
        let id = tx.add_report(&new).await?;
        tx.commit().await?;
        self.reports[index] = Some(id);
        self.last.insert(one.assignment, id);
        Ok(())
    }

    async fn propose(&mut self, at: DateTime<Utc>, index: usize, history: &Demonstration) -> CommandResult<()> {
        let one = &history.date_changes[index];
        let new = NewDateChange {
            plan: self.ledger.plan.id,
            assignment: one.assignment,
            institution: self.holder(one.assignment)?,
            milestone: one.milestone,
            from: one.from,
            to: one.to,
            reason: one.reason.clone(),
        };
        let mut tx = self.store.write(&self.actor(one.by), at).await?;
        match tx.propose_date_change(&new).await {
            Ok(id) => {
                tx.commit().await?;
                self.changes[index] = Some(id);
                Ok(())
            }
            // A proposal for the same step is still waiting: the invented second one is left out.
            Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn duties(&self, history: &Demonstration) -> CommandResult<()> {
        let at = start_of(self.ledger.plan.announced_on);
        let mut tx = self.store.write(&Actor::system(), at).await?;
        for one in &history.duties {
            let holder = self.holder(one.assignment)?;
            tx.set_duty(one.assignment, &holder, Some(one.owner), Some(one.reviewer), &one.contact).await?;
        }
        Ok(tx.commit().await?)
    }
}

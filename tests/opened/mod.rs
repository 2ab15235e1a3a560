//! The real plan with its first quarterly round opened for one institution.

use chrono::{DateTime, NaiveDate, Utc};
use ihaeng::domain::calendar::start_of;
use ihaeng::domain::ids::{AssignmentId, Slug};
use ihaeng::domain::ledger::Ledger;
use ihaeng::domain::permission::{Grant, Role};
use ihaeng::domain::plan_parse::{built_in, parse_institutions, parse_plan};
use ihaeng::domain::returns::Return;
use ihaeng::domain::round::{Round, RoundSettings, RoundSlug};
use ihaeng::domain::standing::Standing;
use ihaeng::store::{Actor, NewPerson, NewRound, Opening, Store};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn at(text: &str) -> DateTime<Utc> {
    start_of(day(text)) + chrono::TimeDelta::hours(10)
}

pub fn mois() -> Slug {
    Slug::parse("mois").unwrap()
}

pub async fn person(store: &Store, login: &str, role: Role) -> Actor {
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    let institution = role.needs_institution().then(mois);
    let new = NewPerson {
        login: login.into(),
        name: login.into(),
        password_hash: "x".into(),
        must_change: false,
        grants: vec![Grant { role, institution }],
    };
    let id = tx.add_person(&new).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    Actor { id, login: login.into(), name: login.into(), on_behalf_of: None }
}

pub struct Opened {
    pub ledger: Ledger,
    pub head: Actor,
    pub pmo: Actor,
    pub pmo2: Actor,
}

impl Opened {
    pub fn round(&self) -> &Round {
        &self.ledger.reviews.rounds()[0]
    }

    pub fn one(&self) -> &Return {
        self.ledger.reviews.return_of(self.round().id, &mois()).unwrap()
    }

    /// 과제 4의 행정안전부 소관과제.
    pub fn assignment(&self) -> AssignmentId {
        let standing = Standing::derive(&self.ledger, day("2024-03-31"));
        standing.lead_of(standing.task(ihaeng::domain::ids::TaskNo(4)).unwrap()).unwrap().id
    }

    pub async fn again(self, store: &Store) -> Self {
        Self { ledger: ledger(store).await, ..self }
    }
}

pub async fn ledger(store: &Store) -> Ledger {
    let plan = store.plan_list().await.unwrap().remove(0);
    store.ledger(plan).await.unwrap()
}

/// The real plan, and its first quarterly round opened on 11 March for 행정안전부.
pub async fn opened(store: &Store) -> Opened {
    let institutions = parse_institutions(built_in::INSTITUTIONS).unwrap();
    let plan = parse_plan(built_in::PLAN, &institutions).unwrap();
    let mut tx = store.write(&Actor::system(), at("2024-02-01")).await.unwrap();
    for (position, institution) in (1..).zip(&institutions) {
        tx.put_institution(institution, position).await.unwrap();
    }
    tx.import_plan(&plan, built_in::PLAN, None, &institutions, day("2024-03-11")).await.unwrap();
    tx.commit().await.unwrap();
    let (head, pmo) = (person(store, "head", Role::Head).await, person(store, "pmo", Role::Pmo).await);
    let pmo2 = person(store, "pmo2", Role::Pmo).await;
    let scene = Opened { ledger: ledger(store).await, head, pmo, pmo2 };
    let settings = RoundSettings {
        base_date: day("2024-03-15"),
        window_from: day("2024-03-11"),
        due: day("2024-03-22"),
        meeting_on: None,
        meeting_place: String::new(),
        tasks: vec![],
        two_steps: false,
    };
    let plan = scene.ledger.plan.id;
    let new = NewRound { plan, slug: RoundSlug::parse("2024-Q1").unwrap(), ordinal: 2, settings };
    let mut tx = store.write(&scene.pmo, at("2024-03-04")).await.unwrap();
    tx.plan_round(&new).await.unwrap();
    tx.commit().await.unwrap();
    let scene = scene.again(store).await;
    let opening = Opening { institution: mois(), assignments: vec![(scene.assignment(), true)] };
    let mut tx = store.write(&scene.pmo, at("2024-03-11")).await.unwrap();
    tx.open_round(plan, scene.round(), &[opening]).await.unwrap();
    tx.commit().await.unwrap();
    scene.again(store).await
}

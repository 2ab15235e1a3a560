//! Seals: made once, in one write, and never changed; what is added later; the files of a seal as first made.

use crate::domain::ids::{PlanId, RoundId};
use crate::domain::plan::Plan;
use crate::domain::round::{Round, RoundEventKind};
use crate::domain::seal::addendum::AddendumFacts;
use crate::domain::seal::document::SealFacts;
use crate::domain::seal::fact::{AddendumFact, SealFact};
use crate::domain::seal::verify::KEYS;
use crate::domain::seal::{
    Addendum, Amended, AuditHead, Cover, Digest, Gap, KeyId, Link, SealHead, SealKey, Sealed, Sections,
};
use crate::store::sealing::{Rows, Scope, collect, covers};
use crate::store::{Store, StoreError, StoreResult, Tx, in_tx, instant, micros, on_db, word};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// A round to be sealed.
#[derive(Debug)]
pub struct NewSeal<'a> {
    pub plan: &'a Plan,
    /// As it was shown to who seals; another state by now is a conflict.
    pub round: &'a Round,
    pub missing: Vec<Gap>,
    /// Why it is sealed in spite of what is missing.
    pub reason: String,
    pub demonstration: bool,
    pub key: &'a SealKey,
}

#[derive(sqlx::FromRow)]
struct SealRow {
    id: i64,
    round_id: i64,
    no: i64,
    hash: String,
    previous_hash: Option<String>,
    key_id: String,
    reason: String,
    missing: String,
    by_name: String,
    recorded_at: i64,
}

#[derive(sqlx::FromRow)]
struct AddendumRow {
    seal_id: i64,
    no: i64,
    hash: String,
    text: String,
    by_name: String,
    recorded_at: i64,
}

/// The seal before, with what it covered.
struct Before {
    link: Option<Link>,
    covers: BTreeMap<String, Cover>,
}

impl Store {
    /// The seals of a plan in the order of their chain, each with its addenda.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn seals(&self, plan: PlanId) -> StoreResult<Vec<SealFact>> {
        let rows: Vec<SealRow> = on_db!(self, db => sqlx::query_as(
            "select id, round_id, no, hash, previous_hash, key_id, reason, missing, by_name, recorded_at from seal \
             where plan_id = $1 order by no").bind(plan.0).fetch_all(db).await)?;
        let added: Vec<AddendumRow> = on_db!(self, db => sqlx::query_as(
            "select a.seal_id, a.no, a.hash, a.text, a.by_name, a.recorded_at from addendum a join seal s on s.id = a.seal_id \
             where s.plan_id = $1 order by a.seal_id, a.no").bind(plan.0).fetch_all(db).await)?;
        let mut addenda: HashMap<i64, Vec<AddendumFact>> = HashMap::new();
        for row in added {
            addenda.entry(row.seal_id).or_default().push(addendum(row)?);
        }
        rows.into_iter().map(|row| seal(row, &mut addenda)).collect()
    }

    /// The sealed document of a round, byte for byte.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn seal_document(&self, seal: i64) -> StoreResult<Option<Vec<u8>>> {
        Ok(
            on_db!(self, db => sqlx::query_scalar("select file from seal where id = $1").bind(seal).fetch_optional(db).await)?,
        )
    }

    /// An addendum of a seal, byte for byte.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn addendum_document(&self, seal: i64, no: i64) -> StoreResult<Option<Vec<u8>>> {
        Ok(on_db!(self, db => sqlx::query_scalar("select file from addendum where seal_id = $1 and no = $2")
            .bind(seal).bind(no).fetch_optional(db).await)?)
    }
}

fn seal(row: SealRow, addenda: &mut HashMap<i64, Vec<AddendumFact>>) -> StoreResult<SealFact> {
    Ok(SealFact {
        id: row.id,
        round: RoundId(row.round_id),
        no: row.no,
        hash: word(&row.hash, Digest::parse)?,
        previous: row.previous_hash.as_deref().map(|hash| word(hash, Digest::parse)).transpose()?,
        key: word(&row.key_id, KeyId::parse)?,
        reason: row.reason,
        missing: word(&row.missing, |text| serde_json::from_str(text).ok())?,
        by_name: row.by_name,
        sealed_at: instant(row.recorded_at),
        addenda: addenda.remove(&row.id).unwrap_or_default(),
    })
}

fn addendum(row: AddendumRow) -> StoreResult<AddendumFact> {
    Ok(AddendumFact {
        no: row.no,
        hash: word(&row.hash, Digest::parse)?,
        text: row.text,
        by_name: row.by_name,
        added_at: instant(row.recorded_at),
    })
}

fn uncanonical(error: serde_json::Error) -> StoreError {
    StoreError::Corrupt(format!("no canonical form: {error}"))
}

/// The head of a document that this database keeps.
pub(super) fn head_of(file: &[u8]) -> StoreResult<SealHead> {
    let value: Value = serde_json::from_slice(file).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let head = value.pointer("/document/head").cloned().unwrap_or_default();
    serde_json::from_value(head).map_err(|error| StoreError::Corrupt(format!("the head of a seal: {error}")))
}

impl Tx {
    /// Seals a round: its last event, its document, its place in the chain, all in this write.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where something happened to the round meanwhile, where it cannot be sealed (it is already),
    /// or where another key signs by now; else where the database fails.
    pub async fn seal_round(&mut self, new: &NewSeal<'_>) -> StoreResult<SealFact> {
        let signing = self.seal_keys().await?.pop().map(|key| key.id);
        if signing.as_ref() != Some(&new.key.public().id()) || new.round.seal().is_err() {
            return Err(StoreError::Conflict);
        }
        let (plan, round) = (new.plan, new.round);
        self.add_round_event(plan.id, round, RoundEventKind::Sealed, &round.settings, &new.reason).await?;
        let before = self.seal_before(plan.id).await?;
        let (audit_no, audit_hash) = self.audit_head();
        let (at, actor) = (self.at, self.actor.clone());
        let mut rows = Rows { connection: &mut self.connection };
        let covers = covers(&mut rows, plan.id.0, &before.covers).await?;
        let scope = Scope { plan: plan.id.0, round: round.id.0, at: micros(at), covers: covers.clone() };
        let sections = collect(&mut rows, &scope).await?;
        let facts = SealFacts {
            plan: plan.slug.clone(),
            plan_title: plan.title.clone(),
            round: round.slug.to_string(),
            ordinal: round.ordinal,
            base_date: round.base_date(),
            no: before.link.as_ref().map_or(0, |link| link.no) + 1,
            sealed_at: at,
            sealed_by: actor.id,
            sealed_by_name: actor.name,
            previous: before.link,
            missing: new.missing.clone(),
            reason: new.reason.clone(),
            covers,
            audit: AuditHead { no: audit_no, hash: audit_hash },
            demonstration: new.demonstration,
        };
        let sealed = Sealed::make(facts.clone(), &sections, new.key).map_err(uncanonical)?;
        let seal = self.insert_seal(plan.id, round.id, facts, sealed).await?;
        self.tell_sealed(plan.id, round, seal.hash.short(), &new.reason).await?;
        Ok(seal)
    }

    async fn insert_seal(
        &mut self,
        plan: PlanId,
        round: RoundId,
        facts: SealFacts,
        sealed: Sealed,
    ) -> StoreResult<SealFact> {
        let previous = facts.previous.as_ref().map(|link| link.hash.clone());
        let missing = serde_json::to_string(&facts.missing).map_err(uncanonical)?;
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into seal (plan_id, round_id, no, hash, previous_hash, key_id, reason, missing, file, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id")
            .bind(plan.0).bind(round.0).bind(facts.no).bind(sealed.hash.as_str())
            .bind(previous.as_ref().map(Digest::as_str)).bind(sealed.key.as_str()).bind(&facts.reason).bind(&missing)
            .bind(&sealed.file).bind(facts.sealed_by.0).bind(&facts.sealed_by_name).bind(micros(facts.sealed_at))
            .fetch_one(db).await)?;
        self.touch_facts();
        let value = json!({
            "seal": id, "no": facts.no, "hash": sealed.hash, "previous": previous, "key": sealed.key,
            "missing": facts.missing, "reason": facts.reason, "bytes": sealed.file.len(),
        });
        self.audit("seal.make", format!("round {}", facts.round), None, &(), &value).await?;
        Ok(SealFact {
            id,
            round,
            no: facts.no,
            hash: sealed.hash,
            previous,
            key: sealed.key,
            reason: facts.reason,
            missing: facts.missing,
            by_name: facts.sealed_by_name,
            sealed_at: facts.sealed_at,
            addenda: vec![],
        })
    }

    async fn seal_before(&mut self, plan: PlanId) -> StoreResult<Before> {
        let file: Option<Vec<u8>> = in_tx!(self, db => sqlx::query_scalar(
            "select file from seal where plan_id = $1 order by no desc limit 1").bind(plan.0).fetch_optional(db).await)?;
        let Some(file) = file else { return Ok(Before { link: None, covers: BTreeMap::new() }) };
        let hash: String = in_tx!(self, db => sqlx::query_scalar(
            "select hash from seal where plan_id = $1 order by no desc limit 1").bind(plan.0).fetch_one(db).await)?;
        let facts = head_of(&file)?.facts;
        let link = Link { no: facts.no, round: facts.round, hash: word(&hash, Digest::parse)? };
        Ok(Before { link: Some(link), covers: facts.covers })
    }

    /// Adds to a sealed round a signed text that names its seal.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody added one meanwhile, or another key signs by now; else where the database
    /// fails.
    pub async fn add_addendum(
        &mut self,
        plan: &Plan,
        round: &Round,
        seal: &SealFact,
        text: &str,
        key: &SealKey,
        demonstration: bool,
    ) -> StoreResult<AddendumFact> {
        let known = i64::try_from(seal.addenda.len()).unwrap_or(i64::MAX);
        let count: i64 = in_tx!(self, db => sqlx::query_scalar("select count(*) from addendum where seal_id = $1")
            .bind(seal.id).fetch_one(db).await)?;
        let keys = self.seal_keys().await?;
        let signing = keys.last().map(|key| &key.id);
        if count != known || signing != Some(&key.public().id()) {
            return Err(StoreError::Conflict);
        }
        let facts = AddendumFacts {
            plan: plan.slug.clone(),
            round: round.slug.to_string(),
            amends: Amended { no: seal.no, hash: seal.hash.clone() },
            no: known + 1,
            previous: seal.addenda.last().map(|one| one.hash.clone()),
            text: text.to_owned(),
            added_at: self.at,
            added_by: self.actor.id,
            added_by_name: self.actor.name.clone(),
            demonstration,
        };
        let sections = Sections::from([(KEYS.to_owned(), json!(keys))]);
        let made = Addendum::make(facts.clone(), &sections, key).map_err(uncanonical)?;
        self.insert_addendum(seal, facts, &made).await
    }

    async fn insert_addendum(
        &mut self,
        seal: &SealFact,
        facts: AddendumFacts,
        made: &Sealed,
    ) -> StoreResult<AddendumFact> {
        in_tx!(self, db => sqlx::query(
            "insert into addendum (seal_id, no, hash, key_id, text, file, by_id, by_name, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(seal.id).bind(facts.no).bind(made.hash.as_str()).bind(made.key.as_str()).bind(&facts.text).bind(&made.file)
            .bind(facts.added_by.0).bind(&facts.added_by_name).bind(micros(facts.added_at)).execute(db).await.map(drop))?;
        self.touch_facts();
        let value =
            json!({ "seal": seal.hash, "no": facts.no, "hash": made.hash, "key": made.key, "text": facts.text });
        self.audit("addendum.add", format!("round {}", facts.round), None, &(), &value).await?;
        Ok(AddendumFact {
            no: facts.no,
            hash: made.hash.clone(),
            text: facts.text,
            by_name: facts.added_by_name,
            added_at: facts.added_at,
        })
    }
}

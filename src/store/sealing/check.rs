//! Whether the database still says what its seals say.
//!
//! For each seal: the document by itself (sections, hash, signature, chain to the seal before), the columns beside it, every
//! row that it covers, its addenda, its kept files against their fingerprints in the audit log. And that no seal is gone:
//! each one that the audit log knows of must be there, and each sealed round must have one. The audit chain itself is
//! walked by [`Store::verify_audit`], which comes first: what is said here leans on it.

use super::{GROWING, Rows, Scope, collect};
use crate::domain::seal::rows::{Change, Difference, differences};
use crate::domain::seal::verify::{Previous, Statement};
use crate::domain::seal::{Digest, Gap, KeyRing, Mismatch, PublicKey, SealHead, verify};
use crate::store::tx::Connection;
use crate::store::{Store, StoreError, StoreResult, in_tx, micros};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The document fails by itself or does not follow the seal before.
    Document { what: String, mismatch: Mismatch },
    /// A column beside the document says something else than the document.
    Column { what: String, column: &'static str },
    /// A row that the seal covers.
    Row { what: String, difference: Difference },
    /// A kept file is not the one that was kept.
    File { what: String, name: String },
    /// The audit log knows a seal, an addendum or a kept file that is gone, or a round is sealed without a seal.
    Gone { what: String },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { what, mismatch } => write!(f, "{what}: {mismatch}"),
            Self::Column { what, column } => write!(f, "{what}: {column} 열이 봉인 문서와 다릅니다"),
            Self::Row { what, difference } => write!(f, "{what}: {difference}"),
            Self::File { what, name } => write!(f, "{what}: 보관한 파일이 바뀌었습니다: {name}"),
            Self::Gone { what } => write!(f, "{what}: 있어야 하는데 없습니다"),
        }
    }
}

/// What a check of all seals found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealCheck {
    pub seals: i64,
    pub addenda: i64,
    pub files: i64,
    /// Rows compared with what a seal says of them.
    pub rows: i64,
    pub findings: Vec<Finding>,
    /// Wordings that were changed after the seal by a recorded act: named, and no fault.
    pub reworded: Vec<Difference>,
}

#[derive(sqlx::FromRow)]
struct SealRow {
    id: i64,
    plan_id: i64,
    round_id: i64,
    no: i64,
    hash: String,
    previous_hash: Option<String>,
    key_id: String,
    reason: String,
    missing: String,
    file: Vec<u8>,
    by_id: i64,
    by_name: String,
    recorded_at: i64,
    slug: String,
}

#[derive(sqlx::FromRow)]
struct AddendumRow {
    no: i64,
    hash: String,
    key_id: String,
    text: String,
    file: Vec<u8>,
    by_id: i64,
    by_name: String,
    recorded_at: i64,
}

/// A reader's own view of the database, the same from its first question to its last.
pub(in crate::store) struct Snapshot {
    pub(in crate::store) connection: Connection,
}

impl Store {
    pub(in crate::store) async fn snapshot(&self) -> StoreResult<Snapshot> {
        let connection = match self {
            Self::Sqlite { readers, .. } => Connection::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => {
                Connection::Postgres(pool.begin_with("begin isolation level repeatable read read only").await?)
            }
        };
        Ok(Snapshot { connection })
    }

    /// Checks every seal against the keys that are trusted: those given, else those registered in the database.
    ///
    /// # Errors
    /// Where the database fails; what does not fit stands in the answer.
    pub async fn check_seals(&self, trusted: Option<&KeyRing>) -> StoreResult<SealCheck> {
        let mut snapshot = self.snapshot().await?;
        let own;
        let ring = match trusted {
            Some(ring) => ring,
            None => {
                let keys = self.seal_keys().await?;
                own = KeyRing::new(keys.iter().filter_map(|key| PublicKey::from_hex(&key.public_key)).collect());
                &own
            }
        };
        let mut check = SealCheck::default();
        let seals: Vec<SealRow> = in_tx!(snapshot, db => sqlx::query_as(
            "select s.id, s.plan_id, s.round_id, s.no, s.hash, s.previous_hash, s.key_id, s.reason, s.missing, s.file, s.by_id, \
             s.by_name, s.recorded_at, r.slug from seal s join round r on r.id = s.round_id order by s.plan_id, s.no")
            .fetch_all(db).await)?;
        let mut before: Option<&SealRow> = None;
        for seal in &seals {
            let previous = before.filter(|before| before.plan_id == seal.plan_id);
            check.seal(&mut snapshot, seal, previous, ring).await?;
            before = Some(seal);
        }
        check.gone(&mut snapshot).await?;
        Ok(check)
    }
}

impl SealCheck {
    async fn seal(
        &mut self,
        snapshot: &mut Snapshot,
        seal: &SealRow,
        before: Option<&SealRow>,
        ring: &KeyRing,
    ) -> StoreResult<()> {
        self.seals += 1;
        let what = format!("{} 봉인", seal.slug);
        let document = |mismatch| Finding::Document { what: what.clone(), mismatch };
        match verify(&seal.file, ring, before.map(|before| before.file.as_slice())) {
            Err(mismatch) => self.findings.push(document(mismatch)),
            Ok(verified) => {
                // The first of the rows here must be the first of the chain.
                if let Previous::NotGiven(follows) = verified.previous {
                    self.findings.push(document(Mismatch::Chain { follows, given: "–".to_owned() }));
                }
                match verified.statement {
                    Statement::Seal(head) => {
                        self.columns(&what, &seal_columns(seal, &head, &verified.hash));
                        self.rows_of(snapshot, seal, &head, &what).await?;
                    }
                    Statement::Addendum(_) => self.findings.push(document(Mismatch::Shape { part: "head" })),
                }
            }
        }
        self.addenda_of(snapshot, seal, ring, &what).await?;
        self.files_of(snapshot, seal.id, &what).await
    }

    /// `what`: a column's name and whether it fits.
    fn columns(&mut self, what: &str, columns: &[(&'static str, bool)]) {
        let wrong = columns.iter().filter(|(_, fits)| !fits);
        self.findings.extend(wrong.map(|(column, _)| Finding::Column { what: what.to_owned(), column }));
    }

    /// Collects the sections anew and compares them with those sealed.
    async fn rows_of(
        &mut self,
        snapshot: &mut Snapshot,
        seal: &SealRow,
        head: &SealHead,
        what: &str,
    ) -> StoreResult<()> {
        let (plan, round) = (seal.plan_id, seal.round_id);
        let scope = Scope { plan, round, at: micros(head.facts.sealed_at), covers: head.facts.covers.clone() };
        let found = collect(&mut Rows { connection: &mut snapshot.connection }, &scope).await?;
        let value: Value =
            serde_json::from_slice(&seal.file).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let sealed = value.pointer("/document/sections").and_then(Value::as_object).cloned().unwrap_or_default();
        self.backdated(snapshot, &scope, what).await?;
        let explained = acts_since(snapshot, head.facts.audit.no, head.facts.plan.as_str()).await?;
        for (name, rows) in &sealed {
            // A section of a later program is bound by its fingerprint alone.
            let Some(now) = found.get(name) else { continue };
            self.rows += i64::try_from(rows.as_array().map_or(0, Vec::len)).unwrap_or(i64::MAX);
            for difference in differences(name, rows, now) {
                if explained.iter().any(|act| act.explains(&difference)) {
                    self.reworded.push(difference);
                } else {
                    self.findings.push(Finding::Row { what: what.to_owned(), difference });
                }
            }
        }
        Ok(())
    }

    /// Rows that no seal covers yet, under a time at which this seal would have covered them.
    async fn backdated(&mut self, snapshot: &mut Snapshot, scope: &Scope, what: &str) -> StoreResult<()> {
        for table in GROWING {
            let until = scope.cover(table.section).until;
            let ids: Vec<i64> = in_tx!(snapshot, db => sqlx::query_scalar(table.backdated)
                .bind(scope.plan).bind(until).bind(scope.at).fetch_all(db).await)?;
            for id in ids {
                let (section, row) = (table.section.to_owned(), id.to_string());
                let difference = Difference { section, row, change: Change::Added };
                self.findings.push(Finding::Row { what: what.to_owned(), difference });
            }
        }
        Ok(())
    }

    async fn addenda_of(
        &mut self,
        snapshot: &mut Snapshot,
        seal: &SealRow,
        ring: &KeyRing,
        what: &str,
    ) -> StoreResult<()> {
        let rows: Vec<AddendumRow> = in_tx!(snapshot, db => sqlx::query_as(
            "select no, hash, key_id, text, file, by_id, by_name, recorded_at from addendum where seal_id = $1 order by no")
            .bind(seal.id).fetch_all(db).await)?;
        let mut before = seal.file.as_slice();
        for row in &rows {
            self.addenda += 1;
            let what = format!("{what}의 추록 {}", row.no);
            match verify(&row.file, ring, Some(before)) {
                Err(mismatch) => self.findings.push(Finding::Document { what, mismatch }),
                Ok(verified) => {
                    let Statement::Addendum(head) = verified.statement else {
                        self.findings.push(Finding::Document { what, mismatch: Mismatch::Shape { part: "head" } });
                        continue;
                    };
                    let facts = &head.facts;
                    self.columns(
                        &what,
                        &[
                            ("no", facts.no == row.no),
                            ("hash", verified.hash.as_str() == row.hash),
                            ("key_id", head.key.as_str() == row.key_id),
                            ("text", facts.text == row.text),
                            ("by_id", facts.added_by.0 == row.by_id),
                            ("by_name", facts.added_by_name == row.by_name),
                            ("recorded_at", micros(facts.added_at) == row.recorded_at),
                            ("seal_id", facts.amends.hash.as_str() == seal.hash),
                        ],
                    );
                }
            }
            before = &row.file;
        }
        Ok(())
    }

    /// Kept files against their own fingerprints, and those against the audit log.
    async fn files_of(&mut self, snapshot: &mut Snapshot, seal: i64, what: &str) -> StoreResult<()> {
        let rows: Vec<(String, String, String, String, String, Vec<u8>)> = in_tx!(snapshot, db => sqlx::query_as(
            "select format, institution, scope, name, sha256, bytes from sealed_file where seal_id = $1 \
             order by institution, scope, format").bind(seal).fetch_all(db).await)?;
        let logged = logged(snapshot, "sealed_file.keep", &format!("seal {seal}")).await?;
        let key = |entry: &Value| ["format", "institution", "scope"].map(|name| text(entry, name).to_owned());
        let mut kept: BTreeMap<[String; 3], String> =
            logged.iter().map(|entry| (key(entry), text(entry, "sha256").to_owned())).collect();
        for (format, institution, scope, name, sha256, bytes) in rows {
            self.files += 1;
            let logged = kept.remove(&[format, institution, scope]);
            let found = Digest::of(&bytes);
            if found.as_str() != sha256 || logged.as_deref() != Some(found.as_str()) {
                self.findings.push(Finding::File { what: what.to_owned(), name });
            }
        }
        let gone = kept.into_keys().map(|[format, institution, _]| Finding::Gone {
            what: format!("{what}의 {format} 파일 {institution}").trim_end().to_owned(),
        });
        self.findings.extend(gone);
        Ok(())
    }

    /// Seals and addenda that the audit log knows, and sealed rounds, against those that are there.
    async fn gone(&mut self, snapshot: &mut Snapshot) -> StoreResult<()> {
        let seals: Vec<String> = hashes(snapshot, "select hash from seal order by id").await?;
        let addenda: Vec<String> = hashes(snapshot, "select hash from addendum order by id").await?;
        for (action, there) in [("seal.make", seals), ("addendum.add", addenda)] {
            for (subject, entry) in entries(snapshot, action).await? {
                if !there.iter().any(|hash| hash == text(&entry, "hash")) {
                    let word = if action == "seal.make" { "봉인" } else { "추록" };
                    let slug = subject.strip_prefix("round ").unwrap_or(&subject);
                    self.findings.push(Finding::Gone { what: format!("{slug} {word}") });
                }
            }
        }
        let unsealed: Vec<String> = hashes(
            snapshot,
            "select r.slug as hash from round r where r.state = 'sealed' \
             and not exists (select 1 from seal s where s.round_id = r.id) order by r.id",
        )
        .await?;
        let gone = unsealed.into_iter().map(|slug| Finding::Gone { what: format!("{slug} 봉인") });
        let new: Vec<Finding> = gone.filter(|finding| !self.findings.contains(finding)).collect();
        self.findings.extend(new);
        Ok(())
    }
}

fn seal_columns(seal: &SealRow, head: &SealHead, hash: &Digest) -> [(&'static str, bool); 9] {
    let facts = &head.facts;
    let previous = facts.previous.as_ref().map(|link| link.hash.as_str());
    let missing = serde_json::from_str(&seal.missing).is_ok_and(|missing: Vec<Gap>| missing == facts.missing);
    [
        ("round_id", facts.round == seal.slug),
        ("no", facts.no == seal.no),
        ("hash", hash.as_str() == seal.hash),
        ("previous_hash", previous == seal.previous_hash.as_deref()),
        ("key_id", head.key.as_str() == seal.key_id),
        ("reason", facts.reason == seal.reason),
        ("missing", missing),
        ("by", facts.sealed_by.0 == seal.by_id && facts.sealed_by_name == seal.by_name),
        ("recorded_at", micros(facts.sealed_at) == seal.recorded_at),
    ]
}

fn text<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry.get(name).and_then(Value::as_str).unwrap_or_default()
}

async fn hashes(snapshot: &mut Snapshot, query: &'static str) -> StoreResult<Vec<String>> {
    Ok(in_tx!(snapshot, db => sqlx::query_scalar(query).fetch_all(db).await)?)
}

/// The audit entries of an action: subject and new value.
async fn entries(snapshot: &mut Snapshot, action: &str) -> StoreResult<Vec<(String, Value)>> {
    let rows: Vec<(String, String)> = in_tx!(snapshot, db => sqlx::query_as(
        "select subject, new_value from audit where action = $1 order by no").bind(action).fetch_all(db).await)?;
    Ok(rows.into_iter().map(|(subject, value)| (subject, serde_json::from_str(&value).unwrap_or_default())).collect())
}

async fn logged(snapshot: &mut Snapshot, action: &str, subject: &str) -> StoreResult<Vec<Value>> {
    let all = entries(snapshot, action).await?;
    Ok(all.into_iter().filter(|(of, _)| of == subject).map(|(_, value)| value).collect())
}

/// A recorded act that changes rows of the register in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// A plan file imported again: other wordings, new tasks with their assignments.
    Import,
    /// A task or a milestone worded anew by the PMO.
    Wording,
    /// An institution added, edited or ended.
    Institution,
}

impl Act {
    /// Whether the act may have made this difference. Nothing sealed may ever be missing.
    fn explains(self, difference: &Difference) -> bool {
        let added = difference.change == Change::Added;
        let in_place = difference.change != Change::Missing;
        let of_field = |name| matches!(&difference.change, Change::Field { field, .. } if field == name);
        match (self, difference.section.as_str()) {
            (Self::Import, "plan" | "sources" | "strategies" | "tasks" | "milestones" | "subtasks") => in_place,
            (Self::Wording, "tasks" | "milestones") => of_field("title") || of_field("title_en"),
            (Self::Import, "assignments" | "institutions") => added,
            // A plan that is announced on another day counts other grades as given anew.
            (Self::Import, "systems") => of_field("announced_on"),
            (Self::Import, "coverage") => of_field("graded"),
            (Self::Institution, "institutions") => in_place,
            _ => false,
        }
    }
}

/// The acts recorded after the audit entry `after` that change the register in place.
async fn acts_since(snapshot: &mut Snapshot, after: i64, plan: &str) -> StoreResult<Vec<Act>> {
    let acts: Vec<(String, String)> = in_tx!(snapshot, db => sqlx::query_as(
        "select action, subject from audit where no > $1 and (action in ('plan.import', 'wording.edit') or action like 'institution.%') order by no")
        .bind(after).fetch_all(db).await)?;
    let own = format!("plan {plan}");
    let act = |(action, subject): (String, String)| match action.as_str() {
        "plan.import" => (subject == own).then_some(Act::Import),
        "wording.edit" => subject.starts_with(&format!("{own} task ")).then_some(Act::Wording),
        _ => Some(Act::Institution),
    };
    Ok(acts.into_iter().filter_map(act).collect())
}

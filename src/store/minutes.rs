//! Whether closed minutes still say what they said when they were closed.
//!
//! Three things are held against each other: the lines as they stand, the fingerprint that closing left, and what the audit
//! log says of both. The audit chain itself is walked by [`Store::verify_audit`], which comes first.

use crate::domain::council::meeting::{ClosedMinutes, Meeting, MeetingState};
use crate::domain::council::{Body, Council, Register, Sight};
use crate::domain::ids::{PlanId, RecordId};
use crate::store::council::{VersionRow, version};
use crate::store::{Store, StoreResult, in_tx};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What of closed minutes does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MinutesFault {
    /// The lines give another fingerprint than the one that closing left.
    Fingerprint,
    /// The audit log knows another fingerprint, or none.
    Logged,
    /// A line is not what was written last: its kind, its number and what differs in it.
    Line {
        kind: String,
        record: i64,
        fields: Vec<String>,
    },
    /// A line that the audit log knows is gone, or one is there that it does not know.
    Gone {
        kind: String,
        record: i64,
    },
    Unknown {
        kind: String,
        record: i64,
    },
    /// The audit log knows that they were closed, and they are open.
    Opened,
}

/// A fault, and of which minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinutesFinding {
    /// Their number, or that of the meeting where they lost it.
    pub minutes: String,
    pub fault: MinutesFault,
}

impl fmt::Display for MinutesFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "회의록 {}: ", self.minutes)?;
        match &self.fault {
            MinutesFault::Fingerprint => write!(f, "적힌 내용의 지문이 확정할 때의 지문과 다릅니다"),
            MinutesFault::Logged => write!(f, "지문이 감사기록에 남은 것과 다릅니다"),
            MinutesFault::Line { kind, record, fields } => {
                write!(f, "{} {record}번이 감사기록과 다릅니다({})", kind_word(kind), fields.join(", "))
            }
            MinutesFault::Gone { kind, record } => write!(f, "{} {record}번이 없어졌습니다", kind_word(kind)),
            MinutesFault::Unknown { kind, record } => {
                write!(f, "{} {record}번은 감사기록에 없습니다", kind_word(kind))
            }
            MinutesFault::Opened => write!(f, "확정한 회의록이 다시 열려 있습니다"),
        }
    }
}

fn kind_word(kind: &str) -> &str {
    match kind {
        "meeting" => "회의",
        "item" => "안건",
        "attendance" => "참석",
        "remark" => "발언",
        "outcome" => "결정·지시",
        "difficulty" => "애로사항",
        "correction" => "정정 요청",
        "addendum" => "정정 기록",
        other => other,
    }
}

/// What a check of all closed minutes found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MinutesCheck {
    pub closed: i64,
    pub findings: Vec<MinutesFinding>,
}

/// What was written of one record, oldest first.
type Written = BTreeMap<(String, i64), Vec<Value>>;

impl Store {
    /// Makes the fingerprint of all closed minutes anew and holds each line against the audit log.
    ///
    /// # Errors
    /// Where the database fails or holds what no program wrote.
    pub async fn check_minutes(&self) -> StoreResult<MinutesCheck> {
        let mut snapshot = self.snapshot().await?;
        let logged: Vec<(String, String)> = in_tx!(snapshot, db => sqlx::query_as(
            "select subject, new_value from audit where action in ('meeting.add', 'meeting.edit', 'item.add', 'item.edit', \
             'attendance.add', 'attendance.edit', 'remark.add', 'remark.edit', 'outcome.add', 'outcome.edit', \
             'difficulty.add', 'difficulty.edit', 'correction.add', 'correction.edit', 'addendum.add', 'addendum.edit') \
             order by no").fetch_all(db).await)?;
        let plans: Vec<i64> =
            in_tx!(snapshot, db => sqlx::query_scalar("select id from plan order by id").fetch_all(db).await)?;
        let logged = written(logged.iter().map(|(subject, value)| (subject.as_str(), value.as_str())));
        let mut check = MinutesCheck::default();
        for plan in plans.into_iter().map(PlanId) {
            let rows: Vec<VersionRow> = in_tx!(snapshot, db => sqlx::query_as(
                "select id, record_id, body, by_id, by_name, on_behalf_of, recorded_at from council_version \
                 where plan_id = $1 order by id").bind(plan.0).fetch_all(db).await)?;
            let mut register = Register::default();
            register.append(rows.into_iter().map(version).collect::<StoreResult<Vec<_>>>()?);
            check.register(&register, &logged);
        }
        Ok(check)
    }
}

/// The audit log's values by record.
fn written<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Written {
    let mut all = Written::new();
    for (subject, value) in entries {
        let Some((kind, Ok(record))) = subject.split_once(' ').map(|(kind, id)| (kind, id.parse())) else { continue };
        let value = serde_json::from_str(value).unwrap_or_default();
        all.entry((kind.to_owned(), record)).or_default().push(value);
    }
    all
}

/// The meeting that a record is a line of, or is itself.
fn meeting_of(record: RecordId, body: &Body) -> Option<RecordId> {
    match body {
        Body::Meeting(_) => Some(record),
        Body::Difficulty(one) => one.meeting,
        line => line.minutes_of(),
    }
}

impl MinutesCheck {
    fn register(&mut self, register: &Register, logged: &Written) {
        let everything = DateTime::<Utc>::MAX_UTC;
        let council = Council::before(register, everything, NaiveDate::MAX, Sight::Full);
        let mut told = Told::default();
        for version in register.known(everything) {
            let record = (version.body.kind().to_owned(), version.record.0);
            if let Some(meeting) = meeting_of(version.record, &version.body) {
                told.lines.entry(meeting).or_default().insert(record.clone());
            }
            told.bodies.entry(record).or_default().push(serde_json::to_value(&version.body).unwrap_or_default());
        }
        for meeting in &council.meetings {
            let closing = closing(logged, meeting.id);
            let closed = meeting.body.minutes.as_ref().filter(|_| meeting.body.state == MeetingState::Closed);
            let number = closed.or(closing.as_ref()).map(|one| one.number.clone());
            let mut fault = |fault| {
                self.findings
                    .push(MinutesFinding { minutes: number.clone().unwrap_or_else(|| meeting.id.to_string()), fault });
            };
            let Some(closed) = closed else {
                if closing.is_some() {
                    fault(MinutesFault::Opened);
                }
                continue;
            };
            let print = council.minutes(meeting.id).and_then(|minutes| minutes.sha256().ok());
            if print.as_deref() != Some(closed.sha256.as_str()) {
                fault(MinutesFault::Fingerprint);
            }
            if closing.as_ref().map(|one| &one.sha256) != Some(&closed.sha256) {
                fault(MinutesFault::Logged);
            }
            told.faults(meeting.id, logged).into_iter().for_each(&mut fault);
            self.closed += 1;
        }
    }
}

/// What the audit log says that closing left of a meeting's minutes.
fn closing(logged: &Written, meeting: RecordId) -> Option<ClosedMinutes> {
    let last = logged.get(&("meeting".to_owned(), meeting.0))?.last()?;
    let Body::Meeting(Meeting { minutes, .. }) = serde_json::from_value(last.clone()).ok()? else { return None };
    minutes
}

/// The register's own values by record, and which records each meeting has.
#[derive(Default)]
struct Told {
    bodies: Written,
    lines: BTreeMap<RecordId, BTreeSet<(String, i64)>>,
}

impl Told {
    fn faults(&self, meeting: RecordId, logged: &Written) -> Vec<MinutesFault> {
        let mut faults = Vec::new();
        let here = self.lines.get(&meeting).cloned().unwrap_or_default();
        for (kind, record) in &here {
            let key = (kind.clone(), *record);
            let (kind, record) = (kind.clone(), *record);
            match (self.bodies.get(&key), logged.get(&key)) {
                (_, None) => faults.push(MinutesFault::Unknown { kind, record }),
                (Some(now), Some(then)) if now != then => {
                    faults.push(MinutesFault::Line { kind, record, fields: differing(now, then) });
                }
                _ => {}
            }
        }
        let is_of_it = |values: &[Value]| values.last().is_some_and(|one| one["meeting"] == meeting.0);
        let gone = logged.iter().filter(|(key, values)| is_of_it(values) && !self.bodies.contains_key(*key));
        faults.extend(gone.map(|((kind, record), _)| MinutesFault::Gone { kind: kind.clone(), record: *record }));
        faults
    }
}

/// The names of the fields that differ in the first version that does.
fn differing(now: &[Value], then: &[Value]) -> Vec<String> {
    let pair = now.iter().zip(then).find(|(now, then)| now != then);
    let Some((Value::Object(now), Value::Object(then))) = pair else { return vec!["versions".to_owned()] };
    let names: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
    names.into_iter().filter(|name| now.get(*name) != then.get(*name)).cloned().collect()
}

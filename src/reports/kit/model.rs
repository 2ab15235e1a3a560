//! What a kit shows: the return of one institution as it stands when it is issued.

use crate::domain::due::Due;
use crate::domain::entry::Entry;
use crate::domain::ids::{AssignmentId, MilestoneId, ReportId, Slug, TaskNo};
use crate::domain::kit::form_of;
use crate::domain::ledger::{Cause, Ledger, ReportFact};
use crate::domain::narrative::ReportText;
use crate::domain::query::{Query, QueryState};
use crate::domain::report::{NoChangeRefusal, may_repeat};
use crate::domain::returns::Return;
use crate::domain::round::Round;
use crate::domain::standing::{AssignmentStanding, Standing, name_of};
use crate::reports::labels;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, HashMap};

/// What a kit is made from.
#[derive(Clone, Copy)]
pub struct KitSource<'a> {
    pub ledger: &'a Ledger,
    pub standing: &'a Standing,
    pub round: &'a Round,
    pub one: &'a Return,
    pub entries: &'a BTreeMap<AssignmentId, Entry>,
    /// The texts of the reports that [`reports`] names.
    pub texts: &'a HashMap<ReportId, ReportText>,
    pub queries: &'a [Query],
    pub issued_at: DateTime<Utc>,
    pub issued_to: &'a str,
    pub demonstration: bool,
}

/// A kit about to be laid out.
#[derive(Clone, Debug)]
pub struct Kit {
    pub plan: Slug,
    pub plan_title: String,
    pub contact: String,
    pub round: Round,
    pub institution: Slug,
    pub institution_name: String,
    pub issued_at: DateTime<Utc>,
    pub issued_to: String,
    pub demonstration: bool,
    /// What is asked, by task.
    pub entries: Vec<KitEntry>,
    /// What was done when the round opened, in words.
    pub not_asked: Vec<String>,
}

/// One assignment in a kit.
#[derive(Clone, Debug)]
pub struct KitEntry {
    pub assignment: AssignmentId,
    pub task: TaskNo,
    /// `과제 4 · 등급제 개선 · 주관 · 일정 신호 임박`
    pub heading: String,
    pub revision: i64,
    /// The last report that is not waiting for an approval, as a form; empty where there is none.
    pub approved: Vec<(String, String)>,
    /// The form as it stands.
    pub fields: Vec<(String, String)>,
    pub no_change: bool,
    pub no_change_refused: Option<NoChangeRefusal>,
    pub steps: Vec<KitStep>,
    /// The PMO's open queries: field and words.
    pub queries: Vec<(String, String)>,
}

/// An open step.
#[derive(Clone, Debug)]
pub struct KitStep {
    pub milestone: MilestoneId,
    /// `4-3 등급 재산정`
    pub title: String,
    pub due: Due,
}

/// The last report of an assignment that counts and is not waiting for its return's approval.
fn approved<'a>(ledger: &'a Ledger, standing: &Standing, assignment: AssignmentId) -> Option<&'a ReportFact> {
    let is_approved = |report: &&std::sync::Arc<ReportFact>| {
        let one = report.return_id.and_then(|id| ledger.reviews.return_by_id(id));
        one.is_none_or(|one| one.is_approved_before(standing.cutoff))
    };
    let counting = ledger.record(assignment).counting_reports(standing.cutoff);
    counting.into_iter().rfind(is_approved).map(AsRef::as_ref)
}

/// The reports whose texts the kit of a return needs.
#[must_use]
pub fn reports(ledger: &Ledger, standing: &Standing, entries: &BTreeMap<AssignmentId, Entry>) -> Vec<ReportId> {
    let mut ids: Vec<ReportId> = entries
        .keys()
        .flat_map(|id| {
            let last = standing.by_id(*id).and_then(|one| one.last_report.as_ref()).map(|report| report.id);
            last.into_iter().chain(approved(ledger, standing, *id).map(|report| report.id))
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Kit {
    /// The kit of a return; of an entry whose assignment the institution no longer carries nothing is asked.
    #[must_use]
    pub fn of(source: &KitSource<'_>) -> Self {
        let (ledger, plan) = (source.ledger, &source.ledger.plan);
        let mut asked: Vec<(&AssignmentStanding, &Entry)> = Vec::new();
        let mut not_asked = Vec::new();
        for (id, entry) in source.entries {
            match source.standing.by_id(*id) {
                Some(one) if entry.asked => asked.push((one, entry)),
                Some(one) => not_asked.push((one.task_no, heading(ledger, one))),
                None => {}
            }
        }
        asked.sort_by_key(|(one, _)| (one.task_no, one.id));
        not_asked.sort();
        Self {
            plan: plan.slug.clone(),
            plan_title: plan.title.clone(),
            contact: format!("{} {}", plan.contact_unit, plan.contact_phone).trim().to_owned(),
            round: source.round.clone(),
            institution: source.one.institution.clone(),
            institution_name: name_of(ledger, &source.one.institution).to_owned(),
            issued_at: source.issued_at,
            issued_to: source.issued_to.to_owned(),
            demonstration: source.demonstration,
            entries: asked.into_iter().map(|(one, entry)| kit_entry(source, one, entry)).collect(),
            not_asked: not_asked.into_iter().map(|(_, words)| words).collect(),
        }
    }
}

fn heading(ledger: &Ledger, one: &AssignmentStanding) -> String {
    let title = ledger.tasks.iter().find(|task| task.no == one.task_no).map_or("", |task| task.title.as_str());
    let (role, light) = (labels::role(one.role), labels::light(one.light));
    format!("과제 {} · {title} · {role} · 일정 신호 {light}", one.task_no)
}

fn kit_entry(source: &KitSource<'_>, one: &AssignmentStanding, entry: &Entry) -> KitEntry {
    let ledger = source.ledger;
    let queries: Vec<&Query> = source.queries.iter().filter(|query| query.assignment == one.id).collect();
    let open = queries.iter().filter(|query| query.state() == QueryState::Open);
    let label = |query: &Query| {
        let due = super::words::day(query.due);
        format!(
            "질의 {}: {} (답변 기한 {due}, 답변은 시스템에서 적습니다.)",
            query.label(&source.round.slug),
            query.question
        )
    };
    let title = |milestone: MilestoneId| {
        let named = ledger.milestone(milestone);
        named.map_or_else(String::new, |named| format!("{}-{} {}", named.task_no, named.no, named.title))
    };
    let steps = one.steps.iter().filter(|step| step.light.is_open());
    let open_queries = crate::domain::query::open_queries(queries.iter().copied());
    KitEntry {
        assignment: one.id,
        task: one.task_no,
        heading: heading(ledger, one),
        revision: entry.revision,
        approved: approved(ledger, source.standing, one.id).map_or_else(Vec::new, |report| said(report, source.texts)),
        fields: form_of(entry, one, source.texts),
        no_change: entry.no_change,
        no_change_refused: may_repeat(one, open_queries).err(),
        steps: steps
            .map(|step| KitStep { milestone: step.milestone, title: title(step.milestone), due: step.due })
            .collect(),
        queries: open.map(|query| (query.field.clone(), label(query))).collect(),
    }
}

/// A report as the form would have it typed.
fn said(report: &ReportFact, texts: &HashMap<ReportId, ReportText>) -> Vec<(String, String)> {
    let text = texts.get(&report.id).cloned().unwrap_or_default();
    let mut fields = vec![
        ("self_rating".to_owned(), report.self_rating.code().to_owned()),
        ("rating_reason".to_owned(), text.rating_reason),
        ("progress".to_owned(), report.progress.map_or_else(String::new, |percent| percent.to_string())),
        ("done".to_owned(), text.done),
        ("next".to_owned(), text.next),
        ("obstacle".to_owned(), text.obstacle),
        ("request".to_owned(), text.request),
    ];
    for step in &report.steps {
        let id = step.milestone;
        fields
            .push((format!("forecast_{id}"), step.forecast.map_or_else(String::new, |day: NaiveDate| day.to_string())));
        fields.push((format!("cause_{id}"), step.cause.map_or("", Cause::code).to_owned()));
        fields.push((format!("cause_reason_{id}"), step.cause_reason.clone()));
        fields.push((format!("claim_{id}"), if step.claimed { "on" } else { "" }.to_owned()));
    }
    fields
}

//! The parts of a plan file, each from its table. A reader takes all its fields before it gives up, so that none of
//! their faults stays unsaid.

use super::faults::{Faults, about, not_one_of};
use super::fields::Fields;
use super::subtasks;
use crate::domain::due::Due;
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::institution::Institution;
use crate::domain::plan::{Basis, Scope, Source, Strategy, Task};
use crate::domain::plan_file::{Cooperation, MeetingEntry, MeetingKind, MilestoneEntry, PlanFile, TaskEntry};
use chrono::NaiveDate;
use toml::de::DeTable;

const DOCUMENT: [&str; 5] = ["plan", "sources", "strategy", "task", "meeting"];
const PLAN: [&str; 7] = ["slug", "title", "title_en", "announced_on", "lead", "contact", "sources"];
const CONTACT: [&str; 2] = ["unit", "phone"];
const SOURCE: [&str; 3] = ["title", "where", "published_on"];
const STRATEGY: [&str; 3] = ["no", "title", "title_en"];
const TASK: [&str; 10] =
    ["no", "strategy", "title", "title_en", "lead", "cooperating", "scope", "coverage", "milestone", "subtask"];
const PART: [&str; 3] = ["institution", "basis", "source"];
const MILESTONE: [&str; 6] = ["title", "due", "basis", "source", "reported_done_by", "reported_in"];
const MEETING: [&str; 8] = ["kind", "held_on", "ordinal", "place", "chair", "attending", "agenda", "source"];
/// What coverage over information systems can measure.
const COVERAGE: [&str; 3] = ["graded", "continuity_plan", "resilience"];
const NO_SOURCE: &str = "[sources]에 없습니다";

/// Reads a document; `None` only where a fault was noted.
pub(super) fn read(document: &DeTable<'_>, institutions: &[Institution], faults: &Faults<'_>) -> Option<PlanFile> {
    let document = Fields::document(document, &DOCUMENT, faults);
    let plan = document.table("plan", &PLAN);
    let sources = document.named_tables("sources", &SOURCE);
    let strategies = read_strategies(&document);
    let named = Named {
        institutions,
        sources: sources.iter().map(|(key, _)| key.clone()).collect(),
        strategies: strategies.iter().map(|strategy| strategy.no).collect(),
        announced_on: plan.as_ref().and_then(|plan| plan.day("announced_on")),
    };
    let sources = sources.into_iter().filter_map(|(key, source)| read_source(key, &source?)).collect();
    let tasks = read_tasks(&document, &named);
    let meetings = document.tables("meeting", &MEETING);
    let meetings = meetings.iter().filter_map(|meeting| read_meeting(meeting, &named)).collect();
    let read = read_plan(&plan?, &named)?;
    Some(PlanFile { sources, strategies, tasks, meetings, ..read })
}

/// What the parts of a plan may refer to.
pub(super) struct Named<'a> {
    institutions: &'a [Institution],
    sources: Vec<String>,
    strategies: Vec<i64>,
    announced_on: Option<NaiveDate>,
}

impl Named<'_> {
    pub(super) fn institution(&self, fields: &Fields<'_>, key: &str) -> Option<Slug> {
        fields.read_as(key, |text| {
            let found = self.institutions.iter().find(|institution| institution.slug.as_str() == text);
            found.map(|institution| institution.slug.clone()).ok_or_else(|| about(text, "기관 목록에 없습니다"))
        })
    }

    fn declared(&self, key: &str) -> Result<String, String> {
        self.sources.iter().find(|source| *source == key).cloned().ok_or_else(|| about(key, NO_SOURCE))
    }

    fn source(&self, fields: &Fields<'_>, key: &str) -> Option<String> {
        fields.optional_as(key, |text| self.declared(text))
    }

    /// What is published names where; what is assumed may.
    pub(super) fn basis_and_source(&self, fields: &Fields<'_>) -> (Option<Basis>, Option<String>) {
        let (basis, source) = (fields.basis("basis"), self.source(fields, "source"));
        if basis == Some(Basis::Published) && !fields.has("source") {
            fields.fault("basis", "published이면 source가 있어야 합니다");
        }
        (basis, source)
    }
}

/// The plan's own fields; its parts are still empty.
fn read_plan(plan: &Fields<'_>, named: &Named<'_>) -> Option<PlanFile> {
    let (slug, title, title_en) = (plan.slug("slug"), plan.line("title"), plan.line("title_en"));
    let lead = named.institution(plan, "lead");
    let contact = plan.table("contact", &CONTACT);
    let unit = contact.as_ref().and_then(|contact| contact.line("unit"));
    let phone = contact.as_ref().and_then(|contact| contact.line("phone"));
    let cited = plan.lines("sources");
    for key in cited.iter().filter(|key| !named.sources.contains(key)) {
        plan.fault("sources", about(key, NO_SOURCE));
    }
    Some(PlanFile {
        slug: slug?,
        title: title?,
        title_en: title_en?,
        announced_on: named.announced_on?,
        lead: lead?,
        contact_unit: unit?,
        contact_phone: phone?,
        cited,
        sources: Vec::new(),
        strategies: Vec::new(),
        tasks: Vec::new(),
        meetings: Vec::new(),
    })
}

fn read_source(key: String, source: &Fields<'_>) -> Option<Source> {
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if !plain {
        source.fault_here(about(&key, "영문·숫자·밑줄·하이픈만의 이름이 아닙니다"));
    }
    let (title, location) = (source.line("title"), source.line("where"));
    let published_on = source.day("published_on");
    Some(Source { key, title: title?, location: location?, published_on: published_on? })
}

fn read_strategies(document: &Fields<'_>) -> Vec<Strategy> {
    let mut read: Vec<Strategy> = Vec::new();
    for strategy in at_least_one(document, "strategy", &STRATEGY) {
        let (no, title, title_en) = (strategy.number("no"), strategy.line("title"), strategy.line("title_en"));
        if no.is_some_and(|no| read.iter().any(|earlier| earlier.no == no)) {
            strategy.fault("no", "같은 번호의 전략이 앞에 있습니다");
        }
        if let (Some(no), Some(title), Some(title_en)) = (no, title, title_en) {
            read.push(Strategy { no, title, title_en });
        }
    }
    read
}

fn read_tasks(document: &Fields<'_>, named: &Named<'_>) -> Vec<TaskEntry> {
    let mut numbers = Vec::new();
    let mut read = Vec::new();
    for task in at_least_one(document, "task", &TASK) {
        let no = task.number("no");
        if no.is_some_and(|no| no > TaskNo::MAX) {
            task.fault("no", format!("과제 번호는 {}까지입니다", TaskNo::MAX));
        }
        if no.is_some_and(|no| numbers.contains(&no)) {
            task.fault("no", "같은 번호의 과제가 앞에 있습니다");
        }
        numbers.extend(no);
        read.extend(read_task(&task, no.map(TaskNo), named));
    }
    read
}

fn read_task(fields: &Fields<'_>, no: Option<TaskNo>, named: &Named<'_>) -> Option<TaskEntry> {
    let strategy_no = fields.number("strategy");
    if strategy_no.is_some_and(|no| !named.strategies.contains(&no)) {
        fields.fault("strategy", "그 번호의 전략이 없습니다");
    }
    let (title, title_en) = (fields.line("title"), fields.line("title_en"));
    let (scope, coverage) = (read_scope(fields), read_coverage(fields));
    let lead = fields.table("lead", &PART).and_then(|lead| read_part(&lead, named));
    let cooperating = read_cooperating(fields, lead.as_ref(), named);
    let milestones = fields.tables("milestone", &MILESTONE);
    let subtasks = subtasks::read(fields, i64::try_from(milestones.len()).unwrap_or(i64::MAX), named);
    let milestones = milestones.iter().zip(1..).filter_map(|(one, no)| read_milestone(one, no, named)).collect();
    let lead = lead?;
    let task = Task {
        no: no?,
        strategy_no: strategy_no?,
        title: title?,
        title_en: title_en?,
        scope: scope?,
        lead: lead.institution,
        lead_basis: lead.basis,
        lead_source: lead.source,
        coverage,
    };
    Some(TaskEntry { task, cooperating, milestones, subtasks })
}

fn read_scope(task: &Fields<'_>) -> Option<Scope> {
    let codes = [Scope::AllCentral.code(), Scope::Named.code()];
    task.read_as("scope", |text| Scope::parse(text).ok_or_else(|| not_one_of(text, &codes)))
}

fn read_coverage(task: &Fields<'_>) -> Option<String> {
    task.optional_as("coverage", |text| {
        COVERAGE.contains(&text).then(|| text.to_owned()).ok_or_else(|| not_one_of(text, &COVERAGE))
    })
}

fn read_cooperating(task: &Fields<'_>, lead: Option<&Cooperation>, named: &Named<'_>) -> Vec<Cooperation> {
    let mut read: Vec<Cooperation> = Vec::new();
    for part in task.tables("cooperating", &PART) {
        let Some(cooperation) = read_part(&part, named) else { continue };
        if read.iter().chain(lead).any(|other| other.institution == cooperation.institution) {
            part.fault("institution", "이 과제의 주관이나 협조로 앞에 나온 기관입니다");
        }
        read.push(cooperation);
    }
    read
}

/// An institution's part in a task, with what it rests on.
fn read_part(part: &Fields<'_>, named: &Named<'_>) -> Option<Cooperation> {
    let institution = named.institution(part, "institution");
    let (basis, source) = named.basis_and_source(part);
    Some(Cooperation { institution: institution?, basis: basis?, source })
}

fn read_milestone(fields: &Fields<'_>, no: i64, named: &Named<'_>) -> Option<MilestoneEntry> {
    let (title, due) = (fields.line("title"), read_due(fields, named));
    let (basis, source) = named.basis_and_source(fields);
    let (done_by, reported_in) = (fields.optional_day("reported_done_by"), named.source(fields, "reported_in"));
    for (key, other) in [("reported_done_by", "reported_in"), ("reported_in", "reported_done_by")] {
        if fields.has(key) && !fields.has(other) {
            fields.fault(key, format!("{other} 없이 쓸 수 없습니다"));
        }
    }
    let reported_done = done_by.zip(reported_in);
    Some(MilestoneEntry { no, title: title?, due: due?, basis: basis?, source, reported_done })
}

fn read_due(milestone: &Fields<'_>, named: &Named<'_>) -> Option<Due> {
    let forms = "날짜(2024-03-31, 2024-03, 2024-Q1, 2024-H1, 2024)가 아닙니다";
    milestone.read_as("due", |text| {
        let due = Due::parse(text).ok_or_else(|| about(text, forms))?;
        match named.announced_on {
            Some(announced) if due.last_day < announced => {
                Err(about(text, &format!("대책 발표일({announced})보다 앞섭니다")))
            }
            _ => Ok(due),
        }
    })
}

fn read_meeting(fields: &Fields<'_>, named: &Named<'_>) -> Option<MeetingEntry> {
    let kinds = MeetingKind::ALL.map(MeetingKind::code);
    let kind = fields.read_as("kind", |text| MeetingKind::parse(text).ok_or_else(|| not_one_of(text, &kinds)));
    let (held_on, ordinal) = (fields.day("held_on"), fields.optional_number("ordinal"));
    let (place, chair) = (fields.optional_line("place"), fields.optional_line("chair"));
    let (attending, agenda) = (fields.optional_line("attending"), fields.lines("agenda"));
    let source = fields.read_as("source", |key| named.declared(key));
    Some(MeetingEntry { kind: kind?, held_on: held_on?, ordinal, place, chair, attending, agenda, source: source? })
}

fn at_least_one<'a>(document: &Fields<'a>, key: &str, known: &[&str]) -> Vec<Fields<'a>> {
    let tables = document.tables(key, known);
    if tables.is_empty() {
        document.fault(key, "하나도 없습니다");
    }
    tables
}

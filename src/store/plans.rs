//! Importing a plan: whole or not at all, twice the same is nothing, and a promise once recorded is never overwritten: a
//! due that differs becomes a proposed date change.

use crate::domain::calendar::start_of;
use crate::domain::due::Due;
use crate::domain::ids::{AssignmentId, MilestoneId, PlanId, Slug, TaskNo};
use crate::domain::institution::{Institution, Kind};
use crate::domain::ledger::Ledger;
use crate::domain::plan::{Basis, Scope, TaskRole};
use crate::domain::plan_file::{MilestoneEntry, PlanFile, TaskEntry};
use crate::domain::wording::Place;
use crate::store::{NewDateChange, NewSubtask, StoreError, StoreResult, Tx, in_tx, micros};
use chrono::NaiveDate;
use serde_json::json;
use std::fmt;

/// One thing that an import does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanChange {
    NewPlan(String),
    NewTask(TaskNo, String),
    NewMilestone(TaskNo, String),
    NewSubtask(TaskNo, String),
    /// A subtask says something else; the old version stays with its days.
    SubtaskEdited(TaskNo, i64, String),
    /// A wording changes; the old one stays with its days.
    Reworded {
        place: String,
        from: String,
        to: String,
    },
    /// The due differs: a date change is proposed and the due stays.
    DueProposed {
        task: TaskNo,
        milestone: MilestoneId,
        title: String,
        from: Due,
        to: Due,
    },
    /// The file no longer has it; it stays.
    Kept(String),
    NewAssignments(usize),
    /// Meetings that were held, as published.
    NewMeetings(usize),
}

impl fmt::Display for PlanChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewPlan(title) => write!(f, "새 대책: {title}"),
            Self::NewTask(no, title) => write!(f, "새 과제 {no}: {title}"),
            Self::NewMilestone(no, title) => write!(f, "과제 {no}의 새 마일스톤: {title}"),
            Self::NewSubtask(no, title) => write!(f, "과제 {no}의 새 세부과제: {title}"),
            Self::SubtaskEdited(task, no, title) => write!(f, "과제 {task} 세부과제 {no}의 내용이 달라짐: {title}"),
            Self::Reworded { place, from, to } => write!(f, "{place} 문구: {from} → {to}"),
            Self::DueProposed { task, title, from, to, .. } => {
                write!(f, "과제 {task} ‘{title}’ 기한 {from} → {to}: 일정변경 요청으로 올림(기한은 그대로)")
            }
            Self::Kept(what) => write!(f, "파일에는 없으나 남겨 둠: {what}"),
            Self::NewAssignments(count) => write!(f, "새 소관과제 {count}건"),
            Self::NewMeetings(count) => write!(f, "공표된 회의 {count}건"),
        }
    }
}

/// The assignments a task asks for on a day: the lead, those named, and where the scope says so every central body.
/// An affiliate reports through its parent and gets none.
fn wanted(entry: &TaskEntry, institutions: &[Institution], day: NaiveDate) -> Vec<(Slug, TaskRole, Basis)> {
    let reports = |slug: &Slug| {
        institutions.iter().any(|one| one.slug == *slug && one.kind != Kind::Affiliate && one.is_valid_on(day))
    };
    let mut all = vec![(entry.task.lead.clone(), TaskRole::Lead, entry.task.lead_basis)];
    for cooperation in entry.cooperating.iter().filter(|one| reports(&one.institution)) {
        all.push((cooperation.institution.clone(), TaskRole::Cooperating, cooperation.basis));
    }
    if entry.task.scope == Scope::AllCentral {
        let central = institutions.iter().filter(|one| one.is_central_on(day));
        for one in central {
            if !all.iter().any(|(slug, _, _)| *slug == one.slug) {
                all.push((one.slug.clone(), TaskRole::Implementing, Basis::Assumed));
            }
        }
    }
    all
}

/// What importing `file` over `existing` would do on `today`.
#[must_use]
pub fn plan_changes(
    file: &PlanFile,
    existing: Option<&Ledger>,
    institutions: &[Institution],
    today: NaiveDate,
) -> Vec<PlanChange> {
    let day = today.max(file.announced_on);
    let Some(ledger) = existing else {
        let count = file.tasks.iter().map(|entry| wanted(entry, institutions, day).len()).sum();
        return vec![PlanChange::NewPlan(file.title.clone()), PlanChange::NewAssignments(count)];
    };
    let mut changes = Vec::new();
    reword(&mut changes, ledger, file);
    for entry in &file.tasks {
        let no = entry.task.no;
        if !ledger.tasks.iter().any(|task| task.no == no) {
            changes.push(PlanChange::NewTask(no, entry.task.title.clone()));
            continue;
        }
        for wanted in &entry.milestones {
            milestone_changes(&mut changes, ledger, no, wanted);
        }
        for old in ledger.milestones.iter().filter(|old| old.task_no == no) {
            if !entry.milestones.iter().any(|new| new.no == old.no) {
                changes.push(PlanChange::Kept(format!("과제 {no} 마일스톤 ‘{}’", old.title)));
            }
        }
        subtask_changes(&mut changes, ledger, entry);
    }
    for old in ledger.tasks.iter().filter(|old| !file.tasks.iter().any(|new| new.task.no == old.no)) {
        changes.push(PlanChange::Kept(format!("과제 {} ‘{}’", old.no, old.title)));
    }
    changes
}

fn milestone_changes(changes: &mut Vec<PlanChange>, ledger: &Ledger, no: TaskNo, wanted: &MilestoneEntry) {
    let Some(known) = ledger.milestones.iter().find(|old| old.task_no == no && old.no == wanted.no) else {
        changes.push(PlanChange::NewMilestone(no, wanted.title.clone()));
        return;
    };
    let known_changes = ledger.records().flat_map(|(_, record)| &record.date_changes);
    let asked_before = known_changes.into_iter().any(|change| {
        change.milestone == known.id
            && change.to == wanted.due
            && change.decision.as_ref().is_none_or(|one| one.approved)
    });
    if known.due != wanted.due && !asked_before {
        let (from, to) = (known.due, wanted.due);
        changes.push(PlanChange::DueProposed { task: no, milestone: known.id, title: known.title.clone(), from, to });
    }
}

/// What the file says of subtasks; one that was given up stays so.
fn subtask_changes(changes: &mut Vec<PlanChange>, ledger: &Ledger, entry: &TaskEntry) {
    let task = entry.task.no;
    for wanted in &entry.subtasks {
        match ledger.subtask(task, wanted.no) {
            None => changes.push(PlanChange::NewSubtask(task, wanted.text.title.clone())),
            Some(known) if known.retired.is_none() && known.text != wanted.text => {
                changes.push(PlanChange::SubtaskEdited(task, wanted.no, wanted.text.title.clone()));
            }
            Some(_) => {}
        }
    }
    let standing = ledger.subtasks.iter().filter(|one| one.task_no == task && one.superseded_at.is_none());
    for old in standing.filter(|one| one.retired.is_none()) {
        if !entry.subtasks.iter().any(|new| new.no == old.no) {
            changes.push(PlanChange::Kept(format!("과제 {task} 세부과제 ‘{}’", old.text.title)));
        }
    }
}

fn reword(changes: &mut Vec<PlanChange>, ledger: &Ledger, file: &PlanFile) {
    for change in ledger.rewordings(file) {
        let (place, from, to) = (change.place.words(), change.from, change.to);
        let other = if matches!(change.place, Place::Source(_)) { "위치" } else { "영문" };
        for (place, from, to) in
            [(place.clone(), from.title, to.title), (format!("{place} {other}"), from.other, to.other)]
        {
            if from != to {
                changes.push(PlanChange::Reworded { place, from, to });
            }
        }
    }
}

impl Tx {
    /// Carries out an import. `text` is the file itself, kept for `plan export`.
    ///
    /// # Errors
    /// Where the database fails; then nothing was imported.
    pub async fn import_plan(
        &mut self,
        file: &PlanFile,
        text: &str,
        existing: Option<&Ledger>,
        institutions: &[Institution],
        today: NaiveDate,
    ) -> StoreResult<Vec<PlanChange>> {
        let mut changes = plan_changes(file, existing, institutions, today);
        if let Some(ledger) = existing {
            let added = self.put_meetings(ledger.plan.id, file).await?;
            changes.extend((added > 0).then_some(PlanChange::NewMeetings(added)));
        }
        if changes.iter().all(|change| matches!(change, PlanChange::Kept(_))) && existing.is_some() {
            return Ok(changes);
        }
        if let Some(ledger) = existing {
            for change in ledger.rewordings(file) {
                self.supersede_wording(ledger.plan.id, &change.place, &change.from).await?;
            }
        }
        let plan = self.put_plan(file).await?;
        for entry in &file.tasks {
            self.put_task(plan, entry).await?;
            let is_new = existing.is_none_or(|ledger| !ledger.tasks.iter().any(|task| task.no == entry.task.no));
            if is_new {
                self.assign(plan, file, entry, institutions, today.max(file.announced_on)).await?;
            }
            for milestone in &entry.milestones {
                self.put_milestone(plan, file, entry.task.no, milestone).await?;
            }
            self.put_subtasks(plan, file, entry, existing).await?;
        }
        match existing {
            Some(ledger) => self.propose_dues(ledger, &changes).await?,
            None => {
                let added = self.put_meetings(plan, file).await?;
                changes.extend((added > 0).then_some(PlanChange::NewMeetings(added)));
            }
        }
        self.set_setting(&format!("plan_file.{}", file.slug), text).await?;
        self.touch_registry();
        let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
        self.audit("plan.import", format!("plan {}", file.slug), None, &(), &json!({ "changes": told })).await?;
        Ok(changes)
    }

    async fn put_plan(&mut self, file: &PlanFile) -> StoreResult<PlanId> {
        let at = micros(start_of(file.announced_on));
        let id: i64 = in_tx!(self, db => sqlx::query_scalar(
            "insert into plan (slug, title, title_en, announced_on, lead, contact_unit, contact_phone, recorded_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (slug) do update set title = excluded.title, \
             title_en = excluded.title_en, contact_unit = excluded.contact_unit, contact_phone = excluded.contact_phone returning id")
            .bind(file.slug.as_str()).bind(&file.title).bind(&file.title_en).bind(file.announced_on.to_string())
            .bind(file.lead.as_str()).bind(&file.contact_unit).bind(&file.contact_phone).bind(at).fetch_one(db).await)?;
        for source in &file.sources {
            in_tx!(self, db => sqlx::query(
                "insert into source (plan_id, key, title, location, published_on) values ($1, $2, $3, $4, $5) \
                 on conflict (plan_id, key) do update set title = excluded.title, location = excluded.location")
                .bind(id).bind(&source.key).bind(&source.title).bind(&source.location).bind(source.published_on.to_string())
                .execute(db).await.map(drop))?;
        }
        for strategy in &file.strategies {
            in_tx!(self, db => sqlx::query(
                "insert into strategy (plan_id, no, title, title_en) values ($1, $2, $3, $4) \
                 on conflict (plan_id, no) do update set title = excluded.title, title_en = excluded.title_en")
                .bind(id).bind(strategy.no).bind(&strategy.title).bind(&strategy.title_en).execute(db).await.map(drop))?;
        }
        Ok(PlanId(id))
    }

    async fn put_task(&mut self, plan: PlanId, entry: &TaskEntry) -> StoreResult<()> {
        let task = &entry.task;
        in_tx!(self, db => sqlx::query(
            "insert into task (plan_id, no, strategy_no, title, title_en, scope, lead, lead_basis, lead_source, coverage) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (plan_id, no) do update set title = excluded.title, \
             title_en = excluded.title_en, strategy_no = excluded.strategy_no, coverage = excluded.coverage")
            .bind(plan.0).bind(task.no.0).bind(task.strategy_no).bind(&task.title).bind(&task.title_en).bind(task.scope.code())
            .bind(task.lead.as_str()).bind(task.lead_basis.code()).bind(&task.lead_source).bind(&task.coverage)
            .execute(db).await.map(drop))?;
        Ok(())
    }

    async fn put_milestone(
        &mut self,
        plan: PlanId,
        file: &PlanFile,
        task: TaskNo,
        milestone: &MilestoneEntry,
    ) -> StoreResult<()> {
        let (done_by, done_in) =
            milestone.reported_done.as_ref().map_or((None, None), |(by, source)| (Some(by.to_string()), Some(source)));
        in_tx!(self, db => sqlx::query(
            "insert into milestone (plan_id, task_no, no, title, due, basis, source, known_from, reported_done_by, reported_in) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (plan_id, task_no, no) do update set \
             title = excluded.title, reported_done_by = excluded.reported_done_by, reported_in = excluded.reported_in")
            .bind(plan.0).bind(task.0).bind(milestone.no).bind(&milestone.title).bind(milestone.due.to_string())
            .bind(milestone.basis.code()).bind(&milestone.source).bind(file.known_from(milestone).to_string())
            .bind(done_by).bind(done_in).execute(db).await.map(drop))?;
        Ok(())
    }

    /// What is new in the file's subtasks, known from the publication of its source on; without one, from the plan's
    /// announcement or, in a plan that is here already, from now on.
    async fn put_subtasks(
        &mut self,
        plan: PlanId,
        file: &PlanFile,
        entry: &TaskEntry,
        existing: Option<&Ledger>,
    ) -> StoreResult<()> {
        for wanted in &entry.subtasks {
            let known = existing.and_then(|ledger| ledger.subtask(entry.task.no, wanted.no));
            if known.is_some_and(|known| known.retired.is_some() || known.text == wanted.text) {
                continue;
            }
            let source = wanted.text.source.as_deref().and_then(|key| file.source(key));
            let published = source.map(|source| start_of(source.published_on));
            let known_at = match (known, existing) {
                (Some(known), _) => published.unwrap_or(self.at).max(self.at).max(known.recorded_at),
                (None, Some(_)) => published.unwrap_or(self.at),
                (None, None) => published.unwrap_or_else(|| start_of(file.announced_on)),
            };
            let (task, no, text) = (entry.task.no, wanted.no, wanted.text.clone());
            self.put_subtask(&NewSubtask { plan, task, no, text, retired: None }, known_at).await?;
        }
        Ok(())
    }

    async fn assign(
        &mut self,
        plan: PlanId,
        file: &PlanFile,
        entry: &TaskEntry,
        institutions: &[Institution],
        day: NaiveDate,
    ) -> StoreResult<()> {
        for (institution, role, basis) in wanted(entry, institutions, day) {
            let since = institutions.iter().find(|one| one.slug == institution).and_then(|one| one.valid_from);
            let at = micros(start_of(since.map_or(file.announced_on, |from| from.max(file.announced_on))));
            let id: i64 = in_tx!(self, db => sqlx::query_scalar(
                "insert into assignment (plan_id, task_no, role, basis, recorded_at) values ($1, $2, $3, $4, $5) returning id")
                .bind(plan.0).bind(entry.task.no.0).bind(role.code()).bind(basis.code()).bind(at).fetch_one(db).await)?;
            in_tx!(self, db => sqlx::query("insert into holder (assignment_id, institution, since) values ($1, $2, $3)")
                .bind(id).bind(institution.as_str()).bind(at).execute(db).await.map(drop))?;
        }
        Ok(())
    }

    async fn propose_dues(&mut self, ledger: &Ledger, changes: &[PlanChange]) -> StoreResult<()> {
        for change in changes {
            let PlanChange::DueProposed { task, milestone, from, to, .. } = change else { continue };
            let lead = ledger
                .assignments
                .iter()
                .find(|one| one.task_no == *task && one.role == TaskRole::Lead && one.ended_at.is_none());
            let Some((lead, (_, holder))) = lead.and_then(|one| one.holders.last().map(|held| (one, held))) else {
                continue;
            };
            let new = NewDateChange {
                plan: ledger.plan.id,
                assignment: AssignmentId(lead.id.0),
                institution: holder.clone(),
                milestone: *milestone,
                from: *from,
                to: *to,
                reason: "대책 파일을 다시 들이며 기한이 달라짐".to_owned(),
            };
            match self.propose_date_change(&new).await {
                // One is waiting already: that one is to be decided first.
                Ok(_) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

//! Who may do what: one function, [`may`], asked by handlers and pages alike. Its test is the table of the design.

#[cfg(test)]
mod tests;

use crate::domain::ids::{Slug, UserId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 담당자
    Officer,
    /// 책임관·부서장
    Head,
    /// 총괄
    Pmo,
    /// 관리자(열람)
    Viewer,
    /// 시스템 관리자: users, institutions, back-up; never the contents.
    Admin,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Officer, Self::Head, Self::Pmo, Self::Viewer, Self::Admin];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Pmo => "pmo",
            Self::Viewer => "viewer",
            Self::Admin => "admin",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role is held for an institution.
    #[must_use]
    pub const fn needs_institution(self) -> bool {
        matches!(self, Self::Officer | Self::Head)
    }
}

/// A role a person holds, for an institution where the role asks for one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    pub institution: Option<Slug>,
}

/// A deputyship (직무대리) that is in force today: the head it stands for is recorded on what the deputy does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputyship {
    pub institution: Slug,
    pub head: UserId,
    pub head_name: String,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Deputyship {
    #[must_use]
    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }
}

/// The person who is asking, with the roles of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub grants: Vec<Grant>,
    pub deputyships: Vec<Deputyship>,
}

impl Reader {
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    fn has_for(&self, role: Role, institution: &Slug) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.institution.as_ref() == Some(institution))
    }

    /// Officer, head or deputy of that institution.
    #[must_use]
    pub fn belongs_to(&self, institution: &Slug) -> bool {
        self.has_for(Role::Officer, institution) || self.leads(institution)
    }

    /// Head or deputy of that institution.
    #[must_use]
    pub fn leads(&self, institution: &Slug) -> bool {
        self.has_for(Role::Head, institution) || self.deputyships.iter().any(|one| one.institution == *institution)
    }

    /// The institutions this person works for, each once.
    #[must_use]
    pub fn institutions(&self) -> Vec<Slug> {
        let granted = self.grants.iter().filter(|grant| grant.role.needs_institution());
        let own = granted.filter_map(|grant| grant.institution.clone());
        let mut all: Vec<Slug> = own.chain(self.deputyships.iter().map(|one| one.institution.clone())).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The head for whom this person acts at an institution while a deputyship is in force; a head acts for nobody.
    #[must_use]
    pub fn acts_for(&self, institution: &Slug) -> Option<&Deputyship> {
        if self.has_for(Role::Head, institution) {
            return None;
        }
        self.deputyships.iter().find(|one| one.institution == *institution)
    }
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    /// Dashboards, reports that count, verdicts, exports.
    ReadDashboards,
    /// The list of what one's institutions owe.
    ReadOwnWork,
    /// A report being written, with its evidence, before it counts.
    ReadDraft(&'a Slug),
    /// Report on an assignment, add evidence, propose a date change.
    Report(&'a Slug),
    /// Name owner, reviewer and contact of an assignment.
    AssignDuty(&'a Slug),
    /// Appoint a deputy for the institution one heads.
    AppointDeputy(&'a Slug),
    /// Give a verdict, verify or refuse a completion, on a report by `by`.
    Judge { reported_by: Option<UserId> },
    /// Approve or refuse a date change proposed by `by`, set an institution's earlier due, drop a step.
    DecideDates { proposed_by: Option<UserId> },
    /// Plan, open, extend, close and seal rounds; log contacts; the agenda.
    ManageRounds,
    /// A return that is not approved yet, with its queries and what is being written.
    ReadReturn(&'a Slug),
    /// Write in a return, answer its queries.
    DraftReturn(&'a Slug),
    /// Hand a return in or call it back, for one's own institution.
    SubmitReturn(&'a Slug),
    /// Hand a return in for an institution that cannot.
    SubmitOnBehalf,
    /// Ask, check, approve, send back or reopen a return that `submitted_by` handed in.
    ReviewReturn { submitted_by: Option<UserId> },
    /// Minutes that are circulated and not yet closed.
    ReadCirculatedMinutes,
    /// Drafts of minutes, and remarks marked 비공개.
    ReadPrivateRemarks,
    /// Prepare meetings, write and close minutes, close directives, run the registers beside them.
    RunMeetings,
    /// Ask for an own remark to be put differently.
    CorrectRemark(&'a Slug),
    /// Raise a difficulty, or say that one has it too.
    RaiseDifficulty(&'a Slug),
    /// Answer a difficulty that was put to that institution.
    AnswerDifficulty(&'a Slug),
    /// Note progress on a directive or request that the institution owns.
    ReportOnDirective(&'a Slug),
    /// Say that an own assignment waits for another institution.
    WaitOn(&'a Slug),
    /// Keep the CIO of record of that institution.
    KeepCio(&'a Slug),
    /// The notices to a person, and that they were read.
    ReadInbox { of: UserId },
    /// The systems of an institution by name, with what they lack.
    ReadSystems(&'a Slug),
    /// How many systems there are, and how many are what the plan asks.
    CountSystems,
    /// Edit the systems of an institution and their continuity plans.
    EditSystems(&'a Slug),
    /// Bring a spreadsheet of systems of an institution: its own people, and the PMO for all.
    ImportSystems(&'a Slug),
    /// Approve or send back a continuity plan that `submitted_by` handed in.
    ApproveContinuity { institution: &'a Slug, submitted_by: Option<UserId> },
    /// Edit the standard form of continuity plans.
    EditStandard,
    /// Word a plan's tasks and milestones, keep its subtasks.
    EditPlan,
    /// Draw a sample of systems and record what is found on the spot.
    CheckSystems,
    /// The audit log, with old and new values.
    ReadAuditValues,
    /// The audit log: who did what, when.
    ReadAudit,
    /// Users, roles, institutions.
    Administer,
}

/// Whether `reader` may do `action`. Nobody decides on what they recorded themselves, whatever roles they hold.
#[must_use]
pub fn may(reader: &Reader, action: Action<'_>) -> bool {
    let is_pmo = reader.has(Role::Pmo);
    match action {
        Action::ReadDashboards | Action::CountSystems => {
            is_pmo
                || reader.has(Role::Viewer)
                || reader.has(Role::Officer)
                || reader.has(Role::Head)
                || is_deputy(reader)
        }
        Action::ReadOwnWork => !reader.institutions().is_empty(),
        Action::ReadDraft(institution) => is_pmo || reader.belongs_to(institution),
        Action::Report(institution) | Action::DraftReturn(institution) => reader.belongs_to(institution),
        Action::ReadReturn(institution) => is_pmo || reader.belongs_to(institution),
        Action::SubmitReturn(institution) => reader.leads(institution),
        Action::ManageRounds | Action::SubmitOnBehalf => is_pmo,
        Action::ReviewReturn { submitted_by: by } => is_pmo && by != Some(reader.id),
        Action::ReadSystems(institution) | Action::ImportSystems(institution) => {
            is_pmo || reader.belongs_to(institution)
        }
        Action::EditSystems(institution) => reader.belongs_to(institution),
        Action::AssignDuty(institution) => is_pmo || reader.leads(institution),
        Action::AppointDeputy(institution) => reader.has_for(Role::Head, institution),
        Action::Judge { reported_by: by } | Action::DecideDates { proposed_by: by } => is_pmo && by != Some(reader.id),
        Action::ReadCirculatedMinutes => is_pmo || !reader.institutions().is_empty(),
        Action::ReadPrivateRemarks | Action::RunMeetings => is_pmo,
        Action::CorrectRemark(institution) => reader.belongs_to(institution),
        Action::RaiseDifficulty(institution)
        | Action::AnswerDifficulty(institution)
        | Action::ReportOnDirective(institution)
        | Action::WaitOn(institution) => is_pmo || reader.belongs_to(institution),
        Action::KeepCio(institution) => is_pmo || reader.leads(institution),
        Action::ReadInbox { of } => of == reader.id,
        Action::ApproveContinuity { institution, submitted_by: by } => {
            reader.leads(institution) && by != Some(reader.id)
        }
        Action::EditStandard | Action::EditPlan | Action::CheckSystems => is_pmo,
        Action::ReadAuditValues => is_pmo,
        Action::ReadAudit => is_pmo || reader.has(Role::Admin),
        Action::Administer => reader.has(Role::Admin),
    }
}

fn is_deputy(reader: &Reader) -> bool {
    !reader.deputyships.is_empty()
}

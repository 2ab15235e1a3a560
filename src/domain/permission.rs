//! Who may do what: one function, [`may`], asked by handlers and pages alike. Its test is the table of the design.

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
    /// Approve or send back a continuity plan that `submitted_by` handed in.
    ApproveContinuity { institution: &'a Slug, submitted_by: Option<UserId> },
    /// Edit the standard form of continuity plans.
    EditStandard,
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
        Action::ReadSystems(institution) => is_pmo || reader.belongs_to(institution),
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
        Action::EditStandard | Action::CheckSystems => is_pmo,
        Action::ReadAuditValues => is_pmo,
        Action::ReadAudit => is_pmo || reader.has(Role::Admin),
        Action::Administer => reader.has(Role::Admin),
    }
}

fn is_deputy(reader: &Reader) -> bool {
    !reader.deputyships.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ME: UserId = UserId(7);

    fn own() -> Slug {
        Slug::parse("mois").unwrap()
    }

    fn other() -> Slug {
        Slug::parse("msit").unwrap()
    }

    fn reader(role: Role) -> Reader {
        let institution = role.needs_institution().then(own);
        let grants = vec![Grant { role, institution }];
        Reader { id: ME, login: "x".into(), name: "김하나".into(), grants, deputyships: vec![] }
    }

    fn deputy() -> Reader {
        let until = "2024-03-31".parse().unwrap();
        let deputyship = Deputyship {
            institution: own(),
            head: UserId(1),
            head_name: "박둘".into(),
            from: "2024-03-01".parse().unwrap(),
            until,
        };
        Reader { grants: vec![], deputyships: vec![deputyship], ..reader(Role::Viewer) }
    }

    /// The design's table: officer, head, deputy, pmo, viewer, admin.
    #[test]
    fn the_table_of_permissions_holds() {
        let (own, other) = (own(), other());
        let somebody = Some(UserId(1));
        let table: [(&str, Action<'_>, [bool; 6]); 30] = [
            ("read dashboards", Action::ReadDashboards, [true, true, true, true, true, false]),
            ("read own work", Action::ReadOwnWork, [true, true, true, false, false, false]),
            ("read own draft", Action::ReadDraft(&own), [true, true, true, true, false, false]),
            ("read another's draft", Action::ReadDraft(&other), [false, false, false, true, false, false]),
            ("report, own", Action::Report(&own), [true, true, true, false, false, false]),
            ("report, another's", Action::Report(&other), [false, false, false, false, false, false]),
            ("assign duty, own", Action::AssignDuty(&own), [false, true, true, true, false, false]),
            ("assign duty, another's", Action::AssignDuty(&other), [false, false, false, true, false, false]),
            ("appoint a deputy, own", Action::AppointDeputy(&own), [false, true, false, false, false, false]),
            ("appoint a deputy, another's", Action::AppointDeputy(&other), [false; 6]),
            ("judge", Action::Judge { reported_by: somebody }, [false, false, false, true, false, false]),
            ("judge one's own", Action::Judge { reported_by: Some(ME) }, [false; 6]),
            ("decide dates", Action::DecideDates { proposed_by: somebody }, [false, false, false, true, false, false]),
            ("decide one's own", Action::DecideDates { proposed_by: Some(ME) }, [false; 6]),
            ("manage rounds", Action::ManageRounds, [false, false, false, true, false, false]),
            ("read own return", Action::ReadReturn(&own), [true, true, true, true, false, false]),
            ("read another's return", Action::ReadReturn(&other), [false, false, false, true, false, false]),
            ("draft own return", Action::DraftReturn(&own), [true, true, true, false, false, false]),
            ("draft another's return", Action::DraftReturn(&other), [false; 6]),
            ("submit own return", Action::SubmitReturn(&own), [false, true, true, false, false, false]),
            ("submit another's return", Action::SubmitReturn(&other), [false; 6]),
            ("submit on behalf", Action::SubmitOnBehalf, [false, false, false, true, false, false]),
            ("review", Action::ReviewReturn { submitted_by: somebody }, [false, false, false, true, false, false]),
            (
                "review unsubmitted",
                Action::ReviewReturn { submitted_by: None },
                [false, false, false, true, false, false],
            ),
            ("review one's own", Action::ReviewReturn { submitted_by: Some(ME) }, [false; 6]),
            ("read one's own inbox", Action::ReadInbox { of: ME }, [true; 6]),
            ("read another's inbox", Action::ReadInbox { of: UserId(1) }, [false; 6]),
            ("audit with values", Action::ReadAuditValues, [false, false, false, true, false, false]),
            ("audit", Action::ReadAudit, [false, false, false, true, false, true]),
            ("administer", Action::Administer, [false, false, false, false, false, true]),
        ];
        hold(&table);
    }

    /// The design's table, for meetings and what comes of them.
    #[test]
    fn the_table_of_the_councils_holds() {
        let (own, other) = (own(), other());
        let table = [
            ("read circulated minutes", Action::ReadCirculatedMinutes, [true, true, true, true, false, false]),
            ("read private remarks", Action::ReadPrivateRemarks, [false, false, false, true, false, false]),
            ("run meetings", Action::RunMeetings, [false, false, false, true, false, false]),
            ("correct a remark, own", Action::CorrectRemark(&own), [true, true, true, false, false, false]),
            ("correct a remark, another's", Action::CorrectRemark(&other), [false; 6]),
            ("raise a difficulty, own", Action::RaiseDifficulty(&own), [true, true, true, true, false, false]),
            ("raise one for another", Action::RaiseDifficulty(&other), [false, false, false, true, false, false]),
            ("answer one put to us", Action::AnswerDifficulty(&own), [true, true, true, true, false, false]),
            ("answer one put to another", Action::AnswerDifficulty(&other), [false, false, false, true, false, false]),
            ("report on own directive", Action::ReportOnDirective(&own), [true, true, true, true, false, false]),
            ("report on another's", Action::ReportOnDirective(&other), [false, false, false, true, false, false]),
            ("keep the own CIO", Action::KeepCio(&own), [false, true, true, true, false, false]),
            ("wait on another", Action::WaitOn(&own), [true, true, true, true, false, false]),
        ];
        hold(&table);
    }

    /// Officer, head, deputy, pmo, viewer, admin.
    fn hold(table: &[(&str, Action<'_>, [bool; 6])]) {
        let readers = [
            reader(Role::Officer),
            reader(Role::Head),
            deputy(),
            reader(Role::Pmo),
            reader(Role::Viewer),
            reader(Role::Admin),
        ];
        for (what, action, expected) in table.iter().copied() {
            let actual = [0, 1, 2, 3, 4, 5].map(|i: usize| may(&readers[i], action));
            assert_eq!(actual, expected, "{what}");
        }
    }

    #[test]
    fn the_table_of_permissions_on_systems_holds() {
        let (own, other) = (own(), other());
        let approve = |institution, by| Action::ApproveContinuity { institution, submitted_by: Some(UserId(by)) };
        let table: [(&str, Action<'_>, [bool; 6]); 10] = [
            ("name, own", Action::ReadSystems(&own), [true, true, true, true, false, false]),
            ("name, another's", Action::ReadSystems(&other), [false, false, false, true, false, false]),
            ("count", Action::CountSystems, [true, true, true, true, true, false]),
            ("edit, own", Action::EditSystems(&own), [true, true, true, false, false, false]),
            ("edit, another's", Action::EditSystems(&other), [false; 6]),
            ("approve a plan, own", approve(&own, 1), [false, true, true, false, false, false]),
            ("approve what one handed in", approve(&own, ME.0), [false; 6]),
            ("approve a plan, another's", approve(&other, 1), [false; 6]),
            ("edit the standard form", Action::EditStandard, [false, false, false, true, false, false]),
            ("draw a sample", Action::CheckSystems, [false, false, false, true, false, false]),
        ];
        let roles = [Role::Officer, Role::Head, Role::Pmo, Role::Viewer, Role::Admin].map(reader);
        let [officer, head, pmo, viewer, admin] = roles;
        let readers = [officer, head, deputy(), pmo, viewer, admin];
        for (what, action, expected) in table {
            let actual = [0, 1, 2, 3, 4, 5].map(|i: usize| may(&readers[i], action));
            assert_eq!(actual, expected, "{what}");
        }
    }

    #[test]
    fn a_deputy_acts_for_the_head_and_an_officer_for_nobody() {
        assert_eq!(deputy().acts_for(&own()).map(|one| one.head), Some(UserId(1)));
        assert!(reader(Role::Officer).acts_for(&own()).is_none());
    }

    #[test]
    fn a_deputyship_is_in_force_from_its_first_to_its_last_day() {
        let deputyship = deputy().deputyships.remove(0);
        let on = |day: &str| deputyship.is_in_force_on(day.parse().unwrap());
        assert!(!on("2024-02-29") && on("2024-03-01") && on("2024-03-31") && !on("2024-04-01"));
    }

    proptest! {
        #[test]
        fn more_roles_never_take_anything_away_but_nobody_judges_themselves(first in 0usize..5, second in 0usize..5) {
            let (one, two) = (reader(Role::ALL[first]), reader(Role::ALL[second]));
            let both = Reader { grants: [one.grants.clone(), two.grants.clone()].concat(), ..one.clone() };
            let (own, other) = (own(), other());
            for action in [Action::ReadDashboards, Action::ReadOwnWork, Action::ReadDraft(&other), Action::Report(&own), Action::AssignDuty(&own),
                Action::Judge { reported_by: None }, Action::ReadAudit, Action::ReadAuditValues, Action::Administer] {
                prop_assert_eq!(may(&both, action), may(&one, action) || may(&two, action));
            }
            let judges_own = may(&both, Action::Judge { reported_by: Some(ME) });
            prop_assert!(!judges_own);
        }
    }
}

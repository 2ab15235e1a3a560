//! The table of the design, row by row.

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
    let table: [(&str, Action<'_>, [bool; 6]); 31] = [
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
        ("edit the plan", Action::EditPlan, [false, false, false, true, false, false]),
        ("manage rounds", Action::ManageRounds, [false, false, false, true, false, false]),
        ("read own return", Action::ReadReturn(&own), [true, true, true, true, false, false]),
        ("read another's return", Action::ReadReturn(&other), [false, false, false, true, false, false]),
        ("draft own return", Action::DraftReturn(&own), [true, true, true, false, false, false]),
        ("draft another's return", Action::DraftReturn(&other), [false; 6]),
        ("submit own return", Action::SubmitReturn(&own), [false, true, true, false, false, false]),
        ("submit another's return", Action::SubmitReturn(&other), [false; 6]),
        ("submit on behalf", Action::SubmitOnBehalf, [false, false, false, true, false, false]),
        ("review", Action::ReviewReturn { submitted_by: somebody }, [false, false, false, true, false, false]),
        ("review unsubmitted", Action::ReviewReturn { submitted_by: None }, [false, false, false, true, false, false]),
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
    let table: [(&str, Action<'_>, [bool; 6]); 12] = [
        ("name, own", Action::ReadSystems(&own), [true, true, true, true, false, false]),
        ("name, another's", Action::ReadSystems(&other), [false, false, false, true, false, false]),
        ("count", Action::CountSystems, [true, true, true, true, true, false]),
        ("edit, own", Action::EditSystems(&own), [true, true, true, false, false, false]),
        ("edit, another's", Action::EditSystems(&other), [false; 6]),
        ("import, own", Action::ImportSystems(&own), [true, true, true, true, false, false]),
        ("import, another's", Action::ImportSystems(&other), [false, false, false, true, false, false]),
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

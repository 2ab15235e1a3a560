use super::*;
use crate::domain::institution::Kind;
use crate::domain::systems::register::tests::{register, version};
use crate::domain::systems::system::tests::plain;

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn institution(text: &str, name: &str, until: Option<&str>) -> Institution {
    Institution {
        slug: slug(text),
        name_ko: name.into(),
        name_en: text.into(),
        short_ko: name.into(),
        kind: Kind::Ministry,
        code: String::new(),
        parent: None,
        valid_from: None,
        valid_until: until.map(|day| day.parse().unwrap()),
        successors: vec![],
        note: String::new(),
    }
}

fn importer(own: Option<&str>) -> Importer {
    let institutions = vec![
        institution("old", "행정안전부", Some("2017-07-26")),
        institution("mois", "행정안전부", None),
        institution("msit", "과학기술정보통신부", None),
    ];
    Importer { today: "2024-03-20".parse().unwrap(), institutions, own: own.map(|own| vec![slug(own)]) }
}

/// Rows from the second on, of these columns.
fn brought(columns: &[&str], rows: &[&[&str]]) -> Brought {
    let row = |(no, values): (u32, &&[&str])| BroughtRow {
        no,
        fields: columns.iter().zip(*values).map(|(field, value)| ((*field).into(), (*value).into())).collect(),
        faults: vec![],
    };
    let column = |field: &&str| BroughtColumn { field: (*field).into(), letters: String::new() };
    Brought {
        columns: columns.iter().map(column).collect(),
        unknown: vec![],
        missing: vec![],
        rows: (2..).zip(rows).map(row).collect(),
    }
}

/// 가 and 나 of 행정안전부, 다 of 과학기술정보통신부.
fn systems() -> Vec<InformationSystem> {
    [("mois-1", "mois", "가"), ("mois-2", "mois", "나"), ("msit-3", "msit", "다")]
        .map(|(code, own, name)| InformationSystem { name: name.into(), users: Some(7), ..plain(code, own) })
        .to_vec()
}

fn judged(brought: &Brought, own: Option<&str>) -> Vec<Judged> {
    let systems = systems();
    let register = register((1..).zip(&systems).map(|(id, one)| version(id, "2024-02-05", one)).collect());
    let importer = importer(own);
    let identities = identify(brought, &register, &importer);
    let latest = |one: &InformationSystem| (register.system(&one.code).unwrap().versions[0].id, one.clone());
    judge(brought, &identities, &systems.iter().map(latest).collect(), &register, &importer)
}

/// A word a row, with the faults of a bad one.
fn told(brought: &Brought, own: Option<&str>) -> Vec<String> {
    let word = |one: &Judged| match &one.outcome {
        Outcome::New(new) => format!("new {}", new.code),
        Outcome::Changed { new, .. } => format!("changed {}", new.code),
        Outcome::Same { .. } => "same".to_owned(),
        Outcome::Bad(cells) => {
            cells.iter().map(|cell| format!("{}={:?}", cell.field, cell.fault)).collect::<Vec<_>>().join(" ")
        }
    };
    judged(brought, own).iter().map(word).collect()
}

const ABOUT: [&str; 3] = ["code", "institution", "name"];

#[test]
fn a_row_is_found_by_its_number_or_by_its_name_and_is_else_new() {
    let file = brought(
        &ABOUT,
        &[
            &["MOIS-1", "행정안전부", "가"],
            &["", "행정안전부", "나"],
            &["", "행정안전부", "라"],
            &["x-7", "msit", "마"],
            &["mois-1", "행정안전부", "새 가"],
        ],
    );
    assert_eq!(told(&file, None), ["same", "same", "new mois-0003", "new x-7", "code=Twice"]);
}

#[test]
fn a_column_that_is_missing_leaves_what_is_known_and_an_empty_cell_empties_it() {
    let only_name = brought(&ABOUT, &[&["mois-1", "mois", "새 이름"]]);
    let Outcome::Changed { new, .. } = &judged(&only_name, None)[0].outcome else { panic!() };
    assert_eq!((new.name.as_str(), new.users), ("새 이름", Some(7)));
    let emptied = brought(&["code", "users"], &[&["mois-1", ""]]);
    let Outcome::Changed { new, .. } = &judged(&emptied, None)[0].outcome else { panic!() };
    assert_eq!((new.name.as_str(), new.users), ("가", None));
}

#[test]
fn another_institutions_rows_are_refused_cell_by_cell() {
    let file = brought(
        &[ABOUT[0], ABOUT[1], ABOUT[2], "needs"],
        &[
            &["msit-3", "msit", "훔친 이름", ""],
            &["msit-3", "mois", "가져온 것", ""],
            &["", "msit", "새것", ""],
            &["mois-1", "msit", "가", ""],
            &["mois-2", "mois", "나", "다"],
        ],
    );
    assert_eq!(
        told(&file, Some("mois")),
        [
            "code=NotYours institution=NotYours",
            "code=NotYours",
            "institution=NotYours",
            "institution=NotYours",
            "needs=UnknownSystem"
        ]
    );
}

#[test]
fn of_another_institutions_system_nothing_is_told_but_that_it_is() {
    let file = brought(&["code", "users"], &[&["msit-3", "많음"], &["nobody-1", "1"]]);
    assert_eq!(told(&file, Some("mois"))[0], "code=NotYours");
}

#[test]
fn without_a_column_for_it_an_officers_file_is_about_the_own_institution() {
    let file = brought(&["name"], &[&["라"], &["가"]]);
    assert_eq!(told(&file, Some("mois")), ["new mois-0003", "same"]);
    assert_eq!(told(&file, None), ["institution=Institution", "institution=Institution"]);
}

#[test]
fn each_bad_cell_is_told_with_what_stands_in_it() {
    let mut file = brought(&["code", "users", "grade", "red_year"], &[&["mois-1", "많음", "5", ""]]);
    file.rows[0].faults.push(("red_year".into(), FieldFault::Formula));
    assert_eq!(told(&file, None), ["red_year=Formula grade=Choice users=Number(0, 1000000000)"]);
    let Outcome::Bad(cells) = &judged(&file, None)[0].outcome else { panic!() };
    assert_eq!(cells[2].typed, "많음");
}

#[test]
fn two_systems_may_exchange_their_names_and_a_taken_one_is_refused() {
    let exchanged = brought(&ABOUT, &[&["mois-1", "mois", "나"], &["mois-2", "mois", "가"]]);
    assert_eq!(told(&exchanged, None), ["changed mois-1", "changed mois-2"]);
    let taken = brought(&ABOUT, &[&["mois-1", "mois", "나"], &["", "mois", "라"], &["x-1", "mois", "라"]]);
    assert_eq!(told(&taken, None), ["name=NameTaken", "new mois-0003", "name=NameTaken"]);
}

#[test]
fn a_row_that_falls_takes_those_with_it_that_stood_on_it() {
    let columns = [ABOUT[0], ABOUT[1], ABOUT[2], "needs", "users"];
    let file = brought(
        &columns,
        &[
            &["mois-1", "mois", "나", "", ""],
            &["mois-2", "mois", "가", "", "많음"],
            &["x-1", "mois", "라", "x-2", ""],
            &["x-2", "mois", "마", "x-3", ""],
            &["x-3", "mois", "바", "", "많음"],
        ],
    );
    let bad = "users=Number(0, 1000000000)";
    assert_eq!(told(&file, None), ["name=NameTaken", bad, "needs=UnknownSystem", "needs=UnknownSystem", bad]);
    let good = brought(&columns, &[&["x-1", "mois", "라", "x-2", ""], &["x-2", "mois", "마", "라", ""]]);
    assert_eq!(told(&good, None), ["new x-1", "new x-2"]);
}

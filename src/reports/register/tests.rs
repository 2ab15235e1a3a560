use super::*;
use crate::domain::calendar::KST;
use crate::domain::ids::Slug;
use crate::domain::sheet::SheetRefusal;
use crate::domain::systems::equipment::tests::line;
use crate::domain::systems::fields::{Fault, FieldFault, Known, read as read_fields};
use crate::domain::systems::import::Brought;
use crate::domain::systems::system::Grading;
use crate::domain::systems::system::tests::plain;
use crate::domain::systems::words::{Doubled, Grade, RecoveryWay, Site};
use crate::domain::systems::{InformationSystem, SystemCode};
use chrono::NaiveDate;
use rust_xlsxwriter::{Formula, Workbook};

fn day() -> NaiveDate {
    "2024-03-20".parse().unwrap()
}

/// One of which everything is known, with what spreadsheets stumble over, and one of which nothing is.
fn systems() -> Vec<InformationSystem> {
    let mut full = InformationSystem {
        purpose: "- 민원 접수\n=1+1, \"따옴표\"".into(),
        contact: "'=02-1".into(),
        users: Some(1_200_000),
        site: Some(Site::Cloud),
        needs: vec![SystemCode::parse("mois-2").unwrap()],
        equipment: vec![line("2017-05", 7), line("2020", 5)],
        ..plain("mois-1", "mois")
    };
    full.grading = Some(Grading { grade: Grade::Two, on: "2024-03-04".parse().ok(), basis: "+이용자".into() });
    full.redundancy.server = Doubled::NotNeeded;
    full.redundancy.cost = Some(30);
    full.recovery.way = RecoveryWay::Warm;
    full.recovery.rto_minutes = Some(90);
    full.equipment[0].name = "웹|서버".into();
    vec![full, plain("mois-2", "mois")]
}

fn listed() -> Vec<Listed> {
    let one = |system| Listed { system, institution: "행정안전부".into(), plan: None };
    systems().into_iter().map(one).collect()
}

fn back(brought: &Brought) -> Vec<Result<InformationSystem, Vec<Fault>>> {
    let known = Known {
        today: day(),
        institution: &|text| (text == "행정안전부").then(|| Slug::parse("mois").unwrap()),
        system: &|text, _| SystemCode::parse(text),
    };
    brought.rows.iter().map(|row| read_fields(&row.fields, &known)).collect()
}

fn made_at() -> chrono::DateTime<chrono::FixedOffset> {
    crate::domain::calendar::start_of(day()).with_timezone(&KST)
}

#[test]
fn a_workbook_and_a_text_table_read_back_the_same() {
    for bytes in [xlsx(&listed(), day(), made_at(), true).unwrap(), csv(&listed(), day(), true).unwrap()] {
        let brought = read(&bytes).unwrap();
        assert_eq!((&brought.unknown, &brought.missing), (&vec![], &vec![]));
        assert!(brought.rows.iter().all(|row| row.faults.is_empty()));
        let read: Vec<InformationSystem> = back(&brought).into_iter().map(Result::unwrap).collect();
        assert_eq!(read, systems());
    }
}

#[test]
fn the_same_register_gives_the_same_bytes_and_no_formula() {
    let bytes = csv(&listed(), day(), true).unwrap();
    assert_eq!(bytes, csv(&listed(), day(), true).unwrap());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with('\u{feff}') && text.ends_with("시연 자료\r\n"));
    assert!(text.contains("\"'- 민원 접수") && text.contains("''=02-1") && text.contains(",'+이용자"), "{text}");
}

#[test]
fn columns_are_known_by_their_titles_wherever_they_stand() {
    let text = "시스템명,모르는 열, 이용자수 ,소관기관,비고\n민원24,x,\"1,200명\",행정안전부,\n\n알림,,,행정안전부\n";
    let brought = read(text.as_bytes()).unwrap();
    assert_eq!(brought.unknown, ["모르는 열"]);
    assert!(brought.missing.contains(&"code".to_owned()) && !brought.missing.contains(&"users".to_owned()));
    assert_eq!(brought.columns[1].letters, "C");
    let rows: Vec<_> = brought.rows.iter().map(|row| row.no).collect();
    assert_eq!(rows, [2, 4], "an empty row is counted as the spreadsheet counts it");
}

#[test]
fn korean_text_of_older_spreadsheets_and_tabs_are_read() {
    let (bytes, _, _) = encoding_rs::EUC_KR.encode("정보시스템명\t소관 기관\n뷁 민원\t행정안전부\n");
    let brought = read(&bytes).unwrap();
    assert_eq!(crate::domain::report::value(&brought.rows[0].fields, "name"), "뷁 민원");
    let wide: Vec<u8> =
        "\u{feff}정보시스템명;소관 기관\n민원;행정안전부\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide).unwrap().rows.len(), 1);
}

#[test]
fn a_file_that_is_no_register_is_told_why() {
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0").unwrap_err(), SheetRefusal::Encoding);
    assert_eq!(read(b"PK\x03\x04 none").unwrap_err(), SheetRefusal::NotASheet);
    assert_eq!(read("가,나\n1,2\n".as_bytes()).unwrap_err(), SheetRefusal::NoTitles);
    assert_eq!(read("관리번호,정보시스템명\n".as_bytes()).unwrap_err(), SheetRefusal::Empty);
    assert_eq!(read("등급,등급,관리번호\n1,2,3\n".as_bytes()).unwrap_err(), SheetRefusal::TitleTwice);
    let many = format!("관리번호,정보시스템명\n{}", "a-1,나\n".repeat(20_001));
    assert_eq!(read(many.as_bytes()).unwrap_err(), SheetRefusal::TooManyRows);
}

#[test]
fn a_formula_is_a_fault_of_its_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in ["정보시스템명", "소관 기관", "이용자 수"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), title).unwrap();
    }
    sheet.write_string(1, 0, "민원").unwrap();
    sheet.write_formula(1, 2, Formula::new("=1+1").set_result("2")).unwrap();
    let brought = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(brought.rows[0].faults, [("users".to_owned(), FieldFault::Formula)]);
}

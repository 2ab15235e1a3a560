use super::fixture::{Asked, report, seal};
use super::*;
use crate::domain::schedule::Light;
use crate::reports::official::{Block, Row};
use calamine::{Data, Reader, Xlsx};
use sha2::Digest as _;
use std::io::{Cursor, Read as _};

fn file(asked: Asked, format: Format) -> Vec<u8> {
    round_file(&report(asked), format).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn column(rows: &[Vec<Data>], title: &str) -> Vec<String> {
    let at = rows[1].iter().position(|cell| *cell == *title).unwrap();
    rows[2..].iter().map(|row| row[at].to_string()).collect()
}

/// The text of the annex 소관과제별 실적 in HWPX: its rows of cells.
fn rows_in_hwpx(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("Contents/section1.xml").unwrap().read_to_string(&mut xml).unwrap();
    let table = xml.split("<hp:tbl ").nth(1).unwrap().split("</hp:tbl>").next().unwrap();
    let cells = |row: &str| row.split("<hp:tc ").skip(1).map(words).collect();
    table.split("<hp:tr>").skip(1).map(cells).collect()
}

fn words(cell: &str) -> String {
    let texts = cell.split("<hp:t>").skip(1).filter_map(|rest| rest.split("</hp:t>").next());
    texts.map(|text| text.replace("<hp:lineBreak/>", "\n")).collect()
}

#[test]
fn every_format_tells_the_same_figures() {
    let told = report(Asked::default());
    let progress: Vec<_> = told.state.reports.iter().map(|row| row.progress).collect();
    assert!(progress.contains(&None) && progress.contains(&Some(0)), "{progress:?}");

    let book = sheet(&file(Asked::default(), Format::Xlsx), "실적");
    let in_book: Vec<Option<i64>> = column(&book, "진척률(%)").iter().map(|text| text.parse().ok()).collect();
    assert_eq!(in_book, progress);

    let bytes = file(Asked::default(), Format::Csv);
    let mut reader = ::csv::Reader::from_reader(&bytes[3..]);
    let at = reader.headers().unwrap().iter().position(|title| title == "진척률(%)").unwrap();
    let in_table: Vec<Option<i64>> = reader.records().map(|row| row.unwrap()[at].parse().ok()).collect();
    assert_eq!(in_table, progress);

    let json: serde_json::Value = serde_json::from_slice(&file(Asked::default(), Format::Json)).unwrap();
    let in_json: Vec<_> = json["reports"].as_array().unwrap().iter().map(|row| row["progress"].as_i64()).collect();
    assert_eq!(in_json, progress);

    let rows = rows_in_hwpx(&file(Asked::default(), Format::Hwpx));
    let of_assignments = rows.iter().skip(1).filter(|row| row.len() > 1);
    let in_hwpx: Vec<Option<i64>> =
        of_assignments.map(|row| row[4].split('%').next().and_then(|text| text.parse().ok())).collect();
    assert_eq!(in_hwpx, progress);
}

#[test]
fn both_documents_say_what_the_model_counts() {
    let report = report(Asked::default());
    let document = document::document(&report);
    let words: String = document
        .summary
        .iter()
        .filter_map(|block| match block {
            Block::Line(_, text) => Some(text.plain() + "\n"),
            _ => None,
        })
        .collect();
    let counts = report.return_counts;
    assert!(words.contains(&format!("{}개 기관 가운데 {}곳 제출", counts.total, counts.handed_in())), "{words}");
    assert!(words.contains("질의) 2건 가운데 답변 대기 1건"), "{words}");
    assert!(words.contains("(지시사항 이행현황) 1건 가운데 완료 0건"), "{words}");
    let annex = document.parts.iter().find(|part| part.title == "소관과제별 실적").unwrap();
    let Block::Table(table) = &annex.blocks[0] else { panic!("{annex:?}") };
    let rows = table.rows.iter().filter(|row| matches!(row, Row::Cells(_))).count();
    assert_eq!(rows, report.state.reports.len());
}

#[test]
fn lights_are_those_of_the_base_date_though_returns_came_later() {
    let report = report(Asked { cutoff: Some("2024-03-21"), ..Asked::default() });
    assert_eq!(report.state.summary.base_date, "2024-03-15".parse().unwrap());
    let lead = &report.state.reports[0];
    assert_eq!((lead.progress, lead.light), (Some(60), Light::OnTime), "reported on the 18th, due at the month's end");
    assert_eq!(lead.next_step.as_ref().unwrap().days_left, Some(16));
}

#[test]
fn what_came_after_the_cutoff_is_not_in() {
    let early = report(Asked { cutoff: Some("2024-03-13"), ..Asked::default() });
    assert_eq!((early.return_counts.submitted, early.return_counts.draft), (1, 0));
    assert_eq!(early.queries.len(), 0);
    assert_eq!(early.state.reports[0].progress, Some(50));
    let late = report(Asked::default());
    assert_eq!((late.return_counts.approved, late.return_counts.submitted, late.queries.len()), (1, 1, 2));
    assert_eq!((late.returns[1].institution.slug.as_str(), late.returns[1].working_days_late), ("mois", 2));
}

#[test]
fn what_slipped_since_the_round_before_is_told() {
    let report = report(Asked::default());
    assert_eq!(report.compared_with.as_ref().map(|before| before.slug.as_str()), Some("2024-A1"));
    let told: Vec<_> =
        report.comparison.iter().map(|row| (row.institution.slug.as_str(), row.turn, row.slip_days)).collect();
    assert!(told.contains(&("mois", Turn::Slipped, 15)), "{told:?}");
    let part = document::document(&report).parts.into_iter().find(|part| part.title == "지난 점검과 비교");
    assert!(part.is_some_and(|part| part.blocks.len() == 4));
}

#[test]
fn a_planned_round_has_no_report() {
    let ledger = fixture::ledger(&[]);
    assert!(RoundView::open(&ledger, &fixture::round(&[]), fixture::at("2024-03-10")).is_none());
}

#[test]
fn a_round_of_some_tasks_leaves_the_others_out() {
    let report = report(Asked { tasks: &[2], ..Asked::default() });
    assert_eq!(report.state.tasks.len(), 1);
    assert!(report.state.reports.iter().all(|row| row.task_no == TaskNo(2)));
    assert!(report.state.moves.is_empty(), "the move is of the first task");
    assert!(report.queries.iter().all(|row| row.task_no == TaskNo(2)));
}

#[test]
fn the_file_of_one_institution_holds_nothing_of_the_others() {
    for format in [Format::Json, Format::Csv] {
        let text = String::from_utf8(file(Asked { scope: Some("moef"), ..Asked::default() }, format)).unwrap();
        assert!(text.contains("기획재정부") && !text.contains("통계청"), "{format:?}");
    }
    let report = report(Asked { scope: Some("moef"), ..Asked::default() });
    assert_eq!((report.returns.len(), report.queries.len()), (1, 1));
    assert!(report.file_name(Format::Pdf).contains("_moef"));
}

#[test]
fn queries_that_the_reader_may_not_read_are_counted_and_not_shown() {
    let report = report(Asked { reader: Some("moef"), ..Asked::default() });
    assert_eq!((report.queries.len(), report.queries_left_out), (1, 1));
    let text = String::from_utf8(round_file(&report, Format::Json).unwrap()).unwrap();
    assert!(!text.contains("예상완료일이 달라진 까닭"));
    assert_eq!(report.returns.iter().map(|row| row.queries).sum::<i64>(), 2);
}

#[test]
fn an_unsealed_round_says_so_in_every_format_and_a_sealed_one_names_its_seal() {
    let draft = || Asked::default();
    let sealed = || Asked { seal: Some(seal()), ..Asked::default() };
    let book = |asked| sheet(&file(asked, Format::Xlsx), "요약")[0][0].to_string();
    assert!(book(draft()).contains("초안") && book(sealed()).contains("봉인 3f2a9c01"));
    let table = |asked| String::from_utf8(file(asked, Format::Csv)).unwrap();
    assert!(table(draft()).contains("초안") && table(sealed()).contains("봉인 3f2a9c01"));
    let document = |asked| document::document(&report(asked)).page_foot();
    assert!(document(draft()).contains("초안") && document(sealed()).contains("봉인 3f2a9c01"));
    let json = |asked| serde_json::from_slice::<serde_json::Value>(&file(asked, Format::Json)).unwrap();
    assert_eq!((json(draft())["draft"].as_bool(), json(sealed())["draft"].as_bool()), (Some(true), Some(false)));
    assert_eq!(json(sealed())["seal"]["short"], "3f2a9c01");
}

#[test]
fn a_section_of_another_area_is_in_every_format() {
    let book = sheet(&file(Asked::default(), Format::Xlsx), "지시사항");
    assert_eq!(column(&book, "일정 신호"), ["임박"]);
    let json: serde_json::Value = serde_json::from_slice(&file(Asked::default(), Format::Json)).unwrap();
    let row = &json["sections"][0]["tables"][0]["rows"][0];
    assert_eq!((row["light"].as_str(), row["due"].as_str()), (Some("due_soon"), Some("2024-03-29")));
    let parts = document::document(&report(Asked::default())).parts;
    assert!(parts.iter().any(|part| part.title == "지시사항 이행현황"));
}

/// Prints the fingerprints of the five files when it is run by the test below.
#[test]
fn fingerprints() {
    for format in Format::ALL {
        let bytes = file(Asked { seal: Some(seal()), ..Asked::default() }, format);
        println!("fingerprint {} {}", format.extension(), hex::encode(sha2::Sha256::digest(&bytes)));
        assert!(!bytes.is_empty());
    }
}

#[test]
fn two_processes_write_the_same_bytes() {
    let fingerprints = || {
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        let out = program.args(["--exact", "reports::round::tests::fingerprints", "--nocapture"]).output().unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        text.lines().filter(|line| line.contains("fingerprint ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let first = fingerprints();
    assert_eq!(first.len(), Format::ALL.len());
    assert_eq!(first, fingerprints());
}

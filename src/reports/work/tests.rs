use super::*;
use crate::domain::calendar::{KST, start_of};
use crate::domain::ids::{MilestoneId, TaskNo};
use crate::domain::kit::CellFaultKind;
use crate::domain::sheet::SheetRefusal;

fn owed() -> Vec<Owed> {
    let fields = [
        ("self_rating", "watch"),
        ("rating_reason", "=예산"),
        ("progress", "84"),
        ("done", "- 하나\n- 둘"),
        ("forecast_3", "2024-03-29"),
        ("cause_3", "budget"),
        ("claim_5", "on"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let steps = vec![(MilestoneId(3), "4-1 등급".to_owned()), (MilestoneId(5), "4-2 이중화".to_owned())];
    vec![Owed { task: TaskNo(4), institution: "행정안전부".into(), title: "등급".into(), steps, fields }]
}

fn said(row: &WorkRow, key: &str) -> Result<String, CellFaultKind> {
    row.cells.iter().find(|cell| cell.key == key).unwrap().value.clone()
}

#[test]
fn a_workbook_and_a_text_table_read_back_what_the_form_holds() {
    let day = "2024-03-20".parse().unwrap();
    for bytes in [xlsx(&owed(), day, start_of(day).with_timezone(&KST), true).unwrap(), csv(&owed(), true).unwrap()] {
        let brought = read(&bytes).unwrap();
        assert_eq!(brought.unknown, Vec::<String>::new());
        let [first, second] = brought.rows.as_slice() else { panic!() };
        assert_eq!((first.task.as_str(), first.step.as_str()), ("4", "4-1 등급"));
        let told = ["self_rating", "rating_reason", "progress", "done", "forecast", "cause", "claim"];
        let told = told.map(|key| said(first, key).unwrap());
        assert_eq!(told, ["watch", "=예산", "84", "- 하나\n- 둘", "2024-03-29", "budget", ""]);
        assert_eq!((said(second, "claim").unwrap().as_str(), second.step.as_str()), ("on", "4-2 이중화"));
    }
}

#[test]
fn values_are_refused_for_the_reasons_of_the_kit() {
    let text = "과제 번호,자체평가,진척률(%),예상완료일\n4,매우 좋음,140,4월쯤\n";
    let brought = read(text.as_bytes()).unwrap();
    let row = &brought.rows[0];
    assert_eq!(said(row, "self_rating"), Err(CellFaultKind::Choice));
    assert_eq!(said(row, "progress"), Err(CellFaultKind::Progress));
    assert_eq!(said(row, "forecast"), Err(CellFaultKind::Day));
    assert_eq!(read("기관,자체평가\n행정안전부,정상추진\n".as_bytes()).unwrap_err(), SheetRefusal::NoTitles);
}

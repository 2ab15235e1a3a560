use super::read;
use crate::domain::sheet::{SheetCell, SheetRefusal};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn is_title(folded: &str) -> bool {
    ["가", "나", "다"].contains(&folded)
}

#[test]
fn days_and_numbers_of_a_workbook_are_read_as_one_would_type_them() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "표지").unwrap();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "2024년 정보시스템 대장").unwrap();
    for (column, title) in ["가", "나", "다"].into_iter().enumerate() {
        sheet.write_string(2, u16::try_from(column).unwrap(), title).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(4, 0, ExcelDateTime::from_ymd(2024, 3, 29).unwrap(), &day).unwrap();
    sheet.write_number(4, 1, 1_200_000.0).unwrap();
    sheet.write_number(4, 2, 0.1 + 0.2).unwrap();
    let read = read(&book.save_to_buffer().unwrap(), &is_title).unwrap();
    let text = |text: &str| SheetCell::Text(text.to_owned());
    assert_eq!(read.titles, ["가", "나", "다"]);
    assert_eq!(
        (read.rows[0].no, read.rows[0].cells.as_slice()),
        (5, [text("2024-03-29"), text("1200000"), text("0.3")].as_slice())
    );
}

#[test]
fn a_value_with_line_ends_is_one_row_and_an_empty_line_is_one_too() {
    let read = read("가,나\r\n\"하나\r\n둘\",x\r\n\r\n셋,y\r\n".as_bytes(), &is_title).unwrap();
    assert_eq!(read.rows.iter().map(|row| row.no).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn titles_that_stand_too_low_or_a_picture_are_no_sheet() {
    let low = format!("{}가,나\n1,2\n", "x\n".repeat(20));
    assert_eq!(read(low.as_bytes(), &is_title).unwrap_err(), SheetRefusal::NoTitles);
    assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0\0", &is_title).unwrap_err(), SheetRefusal::NotASheet);
    assert_eq!(read("가,나\0\n".as_bytes(), &is_title).unwrap_err(), SheetRefusal::NotASheet);
}

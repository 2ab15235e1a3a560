use super::*;

#[test]
fn a_kit_that_nobody_touched_changes_nothing() {
    let kit = plain();
    let filled = read_back(&write(&kit, &key()).unwrap()).unwrap();
    assert_eq!(filled.entries.len(), 2);
    assert!(filled.entries.iter().flat_map(|entry| &entry.cells).all(|cell| !cell.is_changed()));
    for (entry, back) in kit.entries.iter().zip(&filled.entries) {
        assert_eq!((entry.assignment, entry.revision), (back.assignment, back.revision));
        for cell in back.cells.iter().filter(|cell| cell.field != NO_CHANGE) {
            assert_eq!(cell.value, value(&entry.fields, &cell.field), "{}", cell.field);
        }
    }
}

#[test]
fn what_was_filled_in_comes_back() {
    let kit = plain();
    let rating = text(" 관심 필요");
    let done = text("- 하나 &amp; 둘\r\n- <b>");
    let bytes = typed(
        &kit,
        &[
            (3, "self_rating", &rating),
            (3, "rating_reason", &text("예산 미확정")),
            (3, "progress", "><v>0.84</v>"),
            (3, "done", &done),
            (3, "forecast_1", "><v>45380</v>"),
            (5, "forecast_3", &text("2024. 7. 15.(월)")),
            (5, "cause_3", &text("예산")),
            (5, "claim_3", &text("완료")),
        ],
    );
    let filled = read_back(&bytes).unwrap();
    let told = |assignment, field| filled_value(&filled, assignment, field);
    let changed = |value: &str| (value.to_owned(), true);
    assert_eq!(told(3, "self_rating"), changed("watch"));
    assert_eq!(told(3, "progress"), changed("84"));
    assert_eq!(told(3, "done"), changed("- 하나 &amp; 둘\n- <b>"));
    assert_eq!(told(3, "forecast_1"), changed("2024-03-29"));
    assert_eq!(told(5, "forecast_3"), changed("2024-07-15"));
    assert_eq!(told(5, "cause_3"), changed("budget"));
    assert_eq!(told(5, "claim_3"), changed("on"));
    assert_eq!(told(5, "done"), ("첫 단계, \"기준\"을 마련함\n둘째 줄".to_owned(), false));
}

#[test]
fn a_draft_stands_in_the_cells_and_the_approved_report_beside_it() {
    let draft = asked(Some(&[
        ("self_rating", "on_track"),
        ("progress", "아직"),
        ("done", "=HYPERLINK(\"x\")"),
        ("forecast_3", "2024-07-01"),
    ]));
    let kit = kit_of(BTreeMap::from([(AssignmentId(5), Entry { no_change: true, ..draft })]), &[]);
    let bytes = write(&kit, &key()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes[..])).unwrap();
    let sheet = book.worksheet_range("작성").unwrap();
    let row = |label: &str| {
        let row = sheet.rows().find(|row| row[0].to_string().starts_with(label)).unwrap();
        (row[1].to_string(), row[2].clone())
    };
    assert_eq!(row("변경 없음").1, Data::String("변경 없음".into()));
    assert_eq!(row("자체평가"), ("완료 보고".into(), Data::String("정상추진".into())));
    assert_eq!(row("추진실적").1, Data::String("=HYPERLINK(\"x\")".into()));
    assert!(matches!(row("예상완료일").1, Data::DateTime(day) if day.as_f64() == 45_474.0));
    assert!(book.worksheet_formula("작성").unwrap().rows().flatten().all(String::is_empty));
    // A draft that makes no sense yet is no fault of the file.
    let filled = read_back(&bytes).unwrap();
    assert_eq!(filled_value(&filled, 5, "progress"), ("아직".into(), false));
}

#[test]
fn where_no_change_cannot_be_said_the_kit_does_not_offer_it() {
    let kit = plain();
    assert!(kit.entries[0].no_change_refused.is_some(), "3 is late");
    let (_, issued, _) = layout::form(&kit);
    assert!(issued[0].cells.iter().all(|cell| cell.field != NO_CHANGE));
    assert!(issued[1].cells.iter().any(|cell| cell.field == NO_CHANGE));
}

#[test]
fn only_the_cells_to_be_filled_in_are_open() {
    let kit = plain();
    let bytes = write(&kit, &key()).unwrap();
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"] {
        assert!(part(sheet).contains("<sheetProtection sheet=\"1\""), "{sheet}");
    }
    assert!(part("xl/workbook.xml").contains("state=\"veryHidden\""));
    let styles = part("xl/styles.xml");
    let formats = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
    let open: Vec<usize> = formats
        .split("<xf ")
        .skip(1)
        .enumerate()
        .filter(|(_, format)| format.contains("locked=\"0\""))
        .map(|(index, _)| index)
        .collect();
    assert!(!open.is_empty());
    let form = part("xl/worksheets/sheet2.xml");
    let unlocked =
        form.split("<c r=\"").skip(1).filter(|cell| open.iter().any(|id| cell.contains(&format!("s=\"{id}\""))));
    let (_, issued, _) = layout::form(&kit);
    assert_eq!(unlocked.count(), issued.iter().map(|entry| entry.cells.len()).sum::<usize>());
}

#[test]
fn the_pmos_open_questions_stand_beside_their_fields() {
    let query = Query {
        id: QueryId(1),
        return_id: ReturnId(1),
        assignment: AssignmentId(5),
        no: 17,
        field: "progress".into(),
        question: "근거를 알려 주십시오.".into(),
        due: day("2024-03-21"),
        asked_by: UserId(2),
        asked_by_name: "이총괄".into(),
        asked_at: at("2024-03-18"),
        answer: None,
        closed: None,
    };
    let kit = kit_of(BTreeMap::from([(AssignmentId(5), asked(None))]), &[query]);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(write(&kit, &key()).unwrap())).unwrap();
    let sheet = book.worksheet_range("작성").unwrap();
    let row = sheet.rows().find(|row| row[0] == *"진척률(%)").unwrap();
    assert!(
        row[3].to_string().starts_with("질의 2024-Q1-017: 근거를 알려 주십시오. (답변 기한 2024. 3. 21.(목)"),
        "{}",
        row[3]
    );
    assert!(kit.entries[0].no_change_refused.is_some(), "an open query forbids 변경 없음");
}

#[test]
fn the_same_kit_gives_the_same_bytes() {
    assert_eq!(write(&plain(), &key()).unwrap(), write(&plain(), &key()).unwrap());
}

#[test]
fn the_approved_report_is_not_the_one_that_waits() {
    let (ledger, standing) = (ledger(), standing(day("2024-03-20")));
    let entries = BTreeMap::from([(AssignmentId(1), asked(None)), (AssignmentId(6), asked(None))]);
    assert_eq!(reports(&ledger, &standing, &entries), [ReportId(2)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Written, filled in by a spreadsheet, read: the same.
    #[test]
    fn what_is_written_into_a_kit_is_read_out_of_it(done in "[가-힣a-z=+@'\"&<> \n,.-]{0,200}", next in "\\PC{0,80}", percent in 0i64..=100, days in 0u64..1000) {
        let day = (day("2024-01-01") + chrono::Days::new(days)).to_string();
        let percent = percent.to_string();
        let draft = asked(Some(&[("self_rating", "at_risk"), ("progress", &percent), ("done", &done), ("next", &next), ("forecast_3", &day), ("claim_3", "on")]));
        let kit = kit_of(BTreeMap::from([(AssignmentId(5), draft)]), &[]);
        let filled = read_back(&write(&kit, &key()).unwrap()).unwrap();
        for cell in filled.entries.iter().flat_map(|entry| &entry.cells).filter(|cell| cell.field != NO_CHANGE) {
            prop_assert!(!cell.is_changed(), "{cell:?}");
            let typed = value(&kit.entries[0].fields, &cell.field);
            prop_assert_eq!(&cell.value, &crate::domain::kit::canonical(&cell.field, typed));
        }
    }
}

#[test]
fn an_unknown_text_is_empty() {
    let texts: HashMap<ReportId, ReportText> = HashMap::new();
    let (ledger, standing) = (ledger(), standing(day("2024-03-20")));
    let (round, one) = (round("2024-Q1"), one("moef"));
    let entries = BTreeMap::from([(AssignmentId(5), asked(None))]);
    let source = KitSource {
        ledger: &ledger,
        standing: &standing,
        round: &round,
        one: &one,
        entries: &entries,
        texts: &texts,
        queries: &[],
        issued_at: at("2024-03-18"),
        issued_to: "",
        demonstration: false,
    };
    assert_eq!(value(&Kit::of(&source).entries[0].approved, "done"), "");
}

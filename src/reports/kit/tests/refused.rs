use super::*;

#[test]
fn bad_values_are_told_cell_by_cell_and_all_at_once() {
    let kit = plain();
    let long = text(&"가".repeat(4001));
    let bytes = typed(
        &kit,
        &[
            (3, "self_rating", &text("매우 좋음")),
            (3, "progress", "><v>140</v>"),
            (3, "done", &long),
            (3, "next", "><f>1+1</f><v>2</v>"),
            (3, "obstacle", "t=\"e\"><v>#NAME?</v>"),
            (3, "forecast_1", &text("4월쯤")),
            (5, "claim_3", &text("예")),
        ],
    );
    let told = faults(&bytes);
    let expected = [
        ("self_rating", CellFaultKind::Choice),
        ("progress", CellFaultKind::Progress),
        ("done", CellFaultKind::TooLong { max: 4000, actual: 4001 }),
        ("next", CellFaultKind::Formula),
        ("obstacle", CellFaultKind::Error),
        ("forecast_1", CellFaultKind::Day),
        ("claim_3", CellFaultKind::Choice),
    ];
    assert_eq!(told, expected.map(|(field, kind)| (field.to_owned(), kind)));
    let Err(KitRefusal::Cells(all)) = read_back(&bytes) else { panic!() };
    assert_eq!((all[0].sheet.as_str(), all[0].at.as_str()), ("작성", place_of(&kit, 3, "self_rating").as_str()));
}

#[test]
fn no_change_with_a_changed_field_is_a_fault() {
    let bytes = typed(&plain(), &[(5, NO_CHANGE, &text("변경 없음")), (5, "progress", "><v>90</v>")]);
    assert_eq!(faults(&bytes), [(NO_CHANGE.to_owned(), CellFaultKind::NoChangeWithChanges)]);
    let filled = read_back(&typed(&plain(), &[(5, NO_CHANGE, &text("변경 없음"))])).unwrap();
    assert_eq!(filled_value(&filled, 5, NO_CHANGE), ("on".to_owned(), true));
}

#[test]
fn a_kit_is_taken_for_its_own_round_institution_and_system_alone() {
    let bytes = write(&plain(), &key()).unwrap();
    let round = RoundSlug::parse("2024-Q1").unwrap();
    assert_eq!(read_as(&bytes, &key(), "2024-Q2", "moef"), Err(KitRefusal::OtherRound(round.clone())));
    assert_eq!(read_as(&bytes, &key(), "2024-Q1", "mois"), Err(KitRefusal::OtherInstitution(slug("moef"))));
    assert_eq!(read_as(&bytes, &KitKey::new([8; 32]), "2024-Q1", "moef"), Err(KitRefusal::OtherSystem));
    let (plan, institution) = (slug("other-plan"), slug("moef"));
    let elsewhere = read(&bytes, &key(), &address(&plan, &round, &institution));
    assert_eq!(elsewhere, Err(KitRefusal::OtherRound(round.clone())));
}

/// The part with the shared strings: labels, texts, token.
const STRINGS: &str = "xl/sharedStrings.xml";

#[test]
fn an_altered_token_is_forged() {
    let bytes = write(&plain(), &key()).unwrap();
    for (from, to) in [
        ("\"revision\":3", "\"revision\":4"),
        ("\"2024-Q1\"", "\"2024-Q2\""),
        ("\"moef\"", "\"mois\""),
        ("{\"version\"", "{{"),
    ] {
        let altered = edited(&bytes, STRINGS, |strings| {
            assert!(strings.contains(from), "{from}");
            strings.replace(from, to)
        });
        assert_eq!(read_back(&altered), Err(KitRefusal::Forged), "{from}");
    }
    let no_seal = edited(&bytes, "xl/worksheets/sheet3.xml", |sheet| with_cell(&sheet, "B1", &text("")));
    assert_eq!(read_back(&no_seal), Err(KitRefusal::Forged));
}

#[test]
fn an_altered_frame_is_refused() {
    let kit = plain();
    let bytes = write(&kit, &key()).unwrap();
    let frame = |sheet: &str| Err(KitRefusal::Frame { sheet: sheet.to_owned() });
    let label = edited(&bytes, STRINGS, |strings| strings.replacen("<t>추진실적</t>", "<t>추진 실적!</t>", 1));
    assert_eq!(read_back(&label), frame("작성"));
    let cover = edited(&bytes, STRINGS, |strings| strings.replacen("김하나", "김둘", 1));
    assert_eq!(read_back(&cover), frame("표지"));
    // A row taken out: what follows moves up.
    let row = edited(&bytes, "xl/worksheets/sheet2.xml", |sheet| {
        let (from, until) = (sheet.find("<row r=\"8\"").unwrap(), sheet.find("<row r=\"9\"").unwrap());
        format!("{}{}", &sheet[..from], &sheet[until..])
    });
    assert_eq!(read_back(&row), frame("작성"));
    // Something written beside the frame.
    let beside = edited(&bytes, "xl/worksheets/sheet2.xml", |sheet| {
        sheet.replacen("</row>", &format!("<c r=\"G3\" {}</c></row>", text("메모")), 3)
    });
    assert_eq!(read_back(&beside), frame("작성"));
    let formula = edited(&bytes, "xl/worksheets/sheet2.xml", |sheet| {
        with_cell(&sheet, &place_of(&kit, 3, "done").replace('C', "A"), "t=\"str\"><f>\"추진실적\"</f><v>추진실적</v>")
    });
    assert_eq!(read_back(&formula), frame("작성"));
}

#[test]
fn a_renamed_or_missing_sheet_is_named() {
    let bytes = write(&plain(), &key()).unwrap();
    let renamed = edited(&bytes, "xl/workbook.xml", |book| book.replace("name=\"표지\"", "name=\"Sheet1\""));
    let expected = KitRefusal::Sheets { added: vec!["Sheet1".into()], missing: vec!["표지".into()] };
    assert_eq!(read_back(&renamed), Err(expected));
    let no_token = edited(&bytes, "xl/workbook.xml", |book| book.replace("name=\"_ihaeng\"", "name=\"x\""));
    assert_eq!(read_back(&no_token), Err(KitRefusal::NotAKit));
}

#[test]
fn other_files_are_no_workbooks() {
    let bytes = write(&plain(), &key()).unwrap();
    for (what, file) in [
        ("empty", vec![]),
        ("text", b"hello".to_vec()),
        ("cut", bytes[..bytes.len() / 2].to_vec()),
        ("guarded", b"SCDSA002\0\0".to_vec()),
    ] {
        assert_eq!(read_back(&file), Err(KitRefusal::NotAWorkbook), "{what}");
    }
    let large = vec![0; KIT_BYTES + 1];
    assert_eq!(read_back(&large), Err(KitRefusal::TooLarge { max: KIT_BYTES }));
}

#[test]
fn a_file_that_would_fill_the_memory_is_refused() {
    let bytes = write(&plain(), &key()).unwrap();
    let bomb = edited(&bytes, "xl/theme/theme1.xml", |_| " ".repeat(70 * 1024 * 1024));
    let mut small = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    small.start_file("xl/bomb.xml", deflated).unwrap();
    for _ in 0..70 {
        small.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let small = small.finish().unwrap().into_inner();
    assert!(small.len() < KIT_BYTES);
    assert!(matches!(read_back(&small), Err(KitRefusal::NotAWorkbook)));
    assert!(read_back(&bomb).is_err());
    for claim in ["uniqueCount=\"99999999999\"", "uniqueCount = '184467440737095516150'"] {
        let claims = edited(&bytes, STRINGS, |strings| {
            let from = strings.find("uniqueCount").unwrap();
            let until = strings[from..].find('>').unwrap() + from;
            format!("{}{claim}{}", &strings[..from], &strings[until..])
        });
        assert_eq!(read_back(&claims), Err(KitRefusal::NotAWorkbook), "{claim}");
    }
    let far = edited(&bytes, "xl/worksheets/sheet2.xml", |sheet| {
        sheet.replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>")
    });
    assert_eq!(read_back(&far), Err(KitRefusal::Frame { sheet: "작성".into() }));
}

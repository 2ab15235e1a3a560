//! A document with everything in it, for the tests of the writers.

use super::{Block, Cell, Column, Document, Level, Part, Row, Table, Text};

/// Two sections and an annex that runs over pages, with texts nobody should type.
pub fn document() -> Document {
    Document {
        title: "2024년 1분기 이행점검 결과".into(),
        kind: "이행점검 결과 보고".into(),
        institution: "행정안전부".into(),
        made_at: "2024-03-27T18:30:00+09:00".parse().unwrap(),
        base_date: Some("2024-03-15".parse().unwrap()),
        number: Some("2024-Q1".into()),
        seal: Some("3f2a9c01".into()),
        draft: false,
        demonstration: Some("시연 자료 · 기관별 수치는 지어낸 것입니다"),
        about: vec![("대상", "47개 기관 · 12개 과제".into())],
        summary: summary(),
        parts: vec![
            Part::section("추진 현황", vec![Block::Table(figures())]),
            Part::section(
                "조치 필요 사항",
                vec![Block::Table(Table::list("없는 표", vec![Column::words("내용", 1)], vec![]))],
            ),
            Part::annex("소관과제별 실적", vec![Block::Table(long_list())]),
        ],
    }
}

fn summary() -> Vec<Block> {
    vec![
        Block::line(Level::Square, "총괄"),
        Block::line(Level::Circle, Text::strong("(일정)").and(" 소관과제 120건 가운데 지연 3건, 임박 12건임")),
        Block::line(
            Level::Dash,
            "지연 과제는 정보시스템 등급 재산정에 몰려 있으며 이달 안에 모두 계약을 마칠 예정이라고 함",
        ),
        Block::line(Level::Note, "일정 신호는 날짜로만 정하며 잘되고 있다는 평가가 아님"),
        Block::line(Level::Square, "특이 문자"),
        Block::line(Level::Circle, "<hp:t> & \"인용\"\u{1} #set page() \\ $x$ =HYPERLINK(1)"),
        Block::line(Level::Circle, "글꼴에 없는 글자: ✕ 😀 ㆎ, 한자: 行政安全部 民願"),
        Block::Paragraph("맺음말입니다.\n둘째 줄입니다.".into()),
    ]
}

fn figures() -> Table {
    let columns = vec![Column::words("구분", 3), Column::number("건수", 1), Column::mark("신호", 1)];
    let row = |name: &str, count: &str, mark: &str| Row::Cells(vec![Cell::head(name), count.into(), mark.into()]);
    let rows = vec![Row::Group("전략 1".into()), row("과제 1", "12", "■ 지연"), row("과제 2", "3", "□ 정상")];
    Table::list("전략별 현황", columns, rows).in_units("(단위: 건)")
}

/// 200 rows, one of them longer than a page.
fn long_list() -> Table {
    let columns =
        vec![Column::mark("번호", 1), Column::words("기관", 3), Column::words("추진실적", 12), Column::mark("판정", 3)];
    let long = "등급 재산정 기준을 확정하고 소관 정보시스템의 목록을 새로 작성하여 현장 점검을 마침. ".repeat(120);
    let row = |number: usize| {
        let done =
            if number == 7 { long.clone() } else { format!("{number}차 점검을 마치고 결과를 통보함") };
        Row::Cells(vec![number.to_string().into(), "과학기술정보통신부".into(), done.into(), "○ 정상추진".into()])
    };
    Table::list("소관과제별 실적", columns, (1..=200).map(row).collect())
}

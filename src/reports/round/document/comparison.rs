//! What changed since the round before.

use crate::domain::comparison::Turn;
use crate::reports::labels;
use crate::reports::official::{Block, Cell, Column, Level, Row, Table, marks};
use crate::reports::round::{ComparisonRow, RoundReport};

/// 완료 3 · 악화 2 · 밀림 5 · 호전 1
pub fn counts(report: &RoundReport) -> String {
    let told = Turn::ALL.map(|turn| {
        let count = report.comparison.iter().filter(|row| row.turn == turn).count();
        format!("{} {count}", labels::turn(turn))
    });
    told.join(" · ")
}

pub fn comparison(report: &RoundReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(before) = &report.compared_with {
        let words =
            format!("{}, 기준일 {}", labels::round(&before.slug, before.ordinal), labels::day(before.base_date));
        blocks.push(Block::line(Level::Circle, format!("비교 대상: {words}")));
        blocks.push(Block::line(Level::Circle, format!("소관과제 변화: {}", counts(report))));
    }
    blocks.push(Block::Table(table(report)));
    blocks.push(Block::line(
        Level::Note,
        "완료확인을 받으면 완료, 새로 지연되거나 판정(없으면 자체평가)이 나빠지면 악화, 예상완료일이 늦춰지면 밀림, 지연이 \
         풀리거나 판정이 좋아지면 호전. 변화가 없는 소관과제는 싣지 않음",
    ));
    blocks
}

fn table(report: &RoundReport) -> Table {
    let columns = vec![
        Column::mark("과제", 3),
        Column::words("기관", 10),
        Column::mark("일정 신호", 10),
        Column::mark("자체평가", 10),
        Column::mark("총괄 판정", 10),
        Column::mark("진척률", 7),
        Column::number("밀린 날", 4),
    ];
    let (mut rows, mut turn) = (Vec::new(), None);
    for row in &report.comparison {
        if turn.replace(row.turn) != Some(row.turn) {
            rows.push(Row::Group(labels::turn(row.turn).into()));
        }
        rows.push(Row::Cells(cells(row)));
    }
    Table::list("지난 점검과 비교", columns, rows)
}

fn cells(row: &ComparisonRow) -> Vec<Cell> {
    let slipped = if row.slip_days > 0 { format!("{:+}", row.slip_days) } else { String::new() };
    vec![
        row.task_no.0.to_string().into(),
        Cell::head(row.institution.name.as_str()),
        both(marks::light(row.light_before), marks::light(row.light)).into(),
        both(marks::self_rating(row.self_rating_before), marks::self_rating(row.self_rating)).into(),
        both(marks::verdict(row.verdict_before), marks::verdict(row.verdict)).into(),
        both(marks::per_cent(row.progress_before), marks::per_cent(row.progress)).into(),
        slipped.into(),
    ]
}

/// Then and now, once where nothing changed.
fn both(then: String, now: String) -> String {
    if then == now { now } else { format!("{then}\n→ {now}") }
}

//! 회의자료: what the meeting is to deal with, and what it finds on its table.

use super::{Kind, Paper, minutes};
use crate::domain::council::follow::FollowUp;
use crate::reports::official::{Block, Column, Document, Level, Part, Row, Table, long_day};

pub fn document(paper: &Paper<'_>) -> Document {
    let parts = vec![
        Part::section("회의 개요", vec![Block::Table(minutes::about(paper))]),
        Part::section("안건", items(paper)),
        Part::section("지난 회의에서 넘어온 것", carried(paper)),
    ];
    Document { parts, ..paper.blank(Kind::Agenda) }
}

fn items(paper: &Paper<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Table(minutes::agenda(paper))];
    for (no, one) in (1..).zip(&paper.minutes.items) {
        let papers: Vec<&str> = paper.council.papers_of(one.id).map(|paper| paper.body.name.as_str()).collect();
        if one.body.summary.is_empty() && papers.is_empty() {
            continue;
        }
        blocks.push(Block::line(Level::Square, format!("안건 {no}. {}", one.body.title)));
        let lines = one.body.summary.lines().map(str::trim).filter(|line| !line.is_empty());
        blocks.extend(lines.map(|line| Block::line(Level::Circle, line)));
        if !papers.is_empty() {
            blocks.push(Block::line(Level::Note, format!("붙임: {}", papers.join(", "))));
        }
    }
    blocks
}

fn carried(paper: &Paper<'_>) -> Vec<Block> {
    let due = paper.carried.directives.iter().chain(&paper.carried.requests);
    let rows: Vec<Row> = due.map(|one| follow_row(paper, one)).collect();
    let columns = vec![
        Column::mark("번호", 3),
        Column::words("내용", 9),
        Column::words("담당", 5),
        Column::mark("기한", 4),
        Column::words("추진상황", 6),
    ];
    let table = Table::list("지시사항·협조요청", columns, rows);
    let difficulties = paper.carried.difficulties.iter().map(|one| {
        let answerer = one.body.asked.as_ref().map(|asked| paper.institution(&asked.answerer)).unwrap_or_default();
        Row::Cells(vec![
            one.body.no.to_string().into(),
            paper.institution(&one.body.institution).into(),
            one.body.title.clone().into(),
            answerer.into(),
        ])
    });
    let columns = vec![
        Column::mark("번호", 2),
        Column::words("낸 곳", 4),
        Column::words("내용", 11),
        Column::words("답할 곳", 4),
    ];
    let difficulties = Table::list("답변 없는 애로사항", columns, difficulties.collect());
    vec![Block::Table(table), Block::Table(difficulties)]
}

fn follow_row(paper: &Paper<'_>, one: &FollowUp<'_>) -> Row {
    let outcome = &one.outcome.body;
    let last = one.last_word().map(|note| note.body.text.clone()).unwrap_or_default();
    let age = if one.age > 0 { format!("\n({}차례 이월)", one.age) } else { String::new() };
    Row::Cells(vec![
        one.code().into(),
        outcome.text.clone().into(),
        paper.institutions(&outcome.owners).into(),
        format!("{}{age}", long_day(one.due())).into(),
        last.into(),
    ])
}

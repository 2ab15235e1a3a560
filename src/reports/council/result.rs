//! 회의결과: one page for those who were not there.

use super::{Kind, Paper, minutes, words};
use crate::domain::council::Entry;
use crate::domain::council::attendance::Attended;
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::outcome::OutcomeKind;
use crate::reports::official::{Block, Document, Level, Part, Text};

pub fn document(paper: &Paper<'_>) -> Document {
    let blocks = [overview(paper), decisions(paper), asked(paper), raised(paper)].concat();
    let blank = paper.blank(Kind::Result);
    Document { draft: paper.is_draft(), parts: vec![Part::plain("회의결과", blocks)], about: vec![], ..blank }
}

fn overview(paper: &Paper<'_>) -> Vec<Block> {
    let meeting = &paper.minutes.meeting.body;
    let counts = Attended::of(&paper.minutes.attendance);
    let way = meeting.way.map(|way| format!(" ({})", words::way(way))).unwrap_or_default();
    let line = |name: &str, value: String| {
        Block::line(Level::Circle, Text::strong(format!("({name})")).and(format!(" {value}")))
    };
    let titles: Vec<&str> = paper.minutes.items.iter().map(|one| one.body.title.as_str()).collect();
    let mut blocks = vec![
        Block::line(Level::Square, "개요"),
        line("일시·장소", format!("{} · {}{way}", paper.when(), meeting.place)),
    ];
    if !meeting.chair.is_empty() {
        blocks.push(line("주재", meeting.chair.clone()));
    }
    if counts.invited > 0 {
        let others = format!("대리 {}, 불참 {}, 배석 {}", counts.proxy, counts.absent, counts.observing);
        blocks.push(line("참석", format!("{}곳 ({others})", counts.took_part())));
    }
    if !titles.is_empty() {
        blocks.push(line("안건", titles.join(", ")));
    }
    blocks
}

fn decisions(paper: &Paper<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::line(Level::Square, "결정사항")];
    let decided = paper.minutes.outcomes.iter().filter(|one| one.body.kind == OutcomeKind::Decision);
    let lines = decided.map(|one| {
        let vote = one.body.vote.map(|vote| format!(" ({})", words::vote(vote))).unwrap_or_default();
        Block::line(Level::Circle, format!("{}{vote}", one.body.text))
    });
    blocks.extend(minutes::or_none(lines.collect()));
    blocks
}

/// Who has to do what by when.
fn asked(paper: &Paper<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::line(Level::Square, "지시사항·협조요청")];
    let followed = paper.minutes.outcomes.iter().filter(|one| one.body.kind.is_followed_up()).count();
    if followed == 0 {
        blocks.push(Block::line(Level::Circle, "해당 없음"));
    } else {
        let mut tables = minutes::decided(paper);
        for block in &mut tables {
            if let Block::Table(table) = block {
                keep_followed_up(table);
            }
        }
        blocks.extend(tables);
    }
    blocks
}

/// What the field raised; nothing where it raised nothing.
fn raised(paper: &Paper<'_>) -> Vec<Block> {
    if paper.minutes.difficulties.is_empty() {
        return vec![];
    }
    let line = |one: &&Entry<Difficulty>| {
        let who = format!("({})", paper.institution(&one.body.institution));
        Block::line(Level::Circle, Text::strong(who).and(format!(" {}", one.body.title)))
    };
    let mut blocks = vec![Block::line(Level::Square, "현장 애로사항")];
    blocks.extend(paper.minutes.difficulties.iter().map(line));
    blocks
}

/// Leaves the groups of directives and requests.
fn keep_followed_up(table: &mut crate::reports::official::Table) {
    use crate::reports::official::Row;
    let mut kept = false;
    table.rows.retain(|row| {
        if let Row::Group(name) = row {
            kept = [OutcomeKind::Directive, OutcomeKind::Request].iter().any(|kind| name == words::outcome(*kind));
        }
        kept
    });
}

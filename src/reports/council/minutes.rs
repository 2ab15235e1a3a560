//! 회의록: everything that the official form asks for, in its order.

use super::{Kind, Paper, words};
use crate::domain::council::Entry;
use crate::domain::council::attendance::{Attendance, Presence};
use crate::domain::council::difficulty::Difficulty;
use crate::domain::council::minutes::Remark;
use crate::domain::council::outcome::{Outcome, OutcomeKind};
use crate::domain::ids::RecordId;
use crate::reports::official::{Block, Cell, Column, Document, Level, Part, Row, Table, Text, long_day};

pub fn document(paper: &Paper<'_>) -> Document {
    let meeting = &paper.minutes.meeting.body;
    let mut parts = vec![
        Part::section("회의 개요", vec![Block::Table(about(paper))]),
        Part::section("참석자·배석자", vec![Block::Table(attendance(paper))]),
        Part::section("진행순서", proceedings(paper)),
        Part::section("안건", vec![Block::Table(agenda(paper))]),
        Part::section("발언요지", remarks(paper)),
        Part::section("결정사항·표결", decided(paper)),
    ];
    if !paper.minutes.addenda.is_empty() {
        parts.push(Part::section("정정 기록", addenda(paper)));
    }
    let number = meeting.minutes.as_ref().map(|closed| format!("회의록 {}", closed.number));
    let mut document = paper.blank(Kind::Minutes);
    if let Some(closed) = &meeting.minutes {
        let short: String = closed.sha256.chars().take(12).collect();
        document.about.push(("확정", format!("{} · 지문 {short}", long_day(closed.closed_on))));
    }
    Document { number, draft: paper.is_draft(), parts, ..document }
}

/// Name, time, place and people of the meeting.
pub fn about(paper: &Paper<'_>) -> Table {
    let meeting = &paper.minutes.meeting.body;
    let way = meeting.way.map(words::way).unwrap_or_default();
    let pair = |first: &str, value: String, second: &str, other: String| {
        Row::Cells(vec![Cell::head(first), Cell::new(value), Cell::head(second), Cell::new(other)])
    };
    let rows = vec![
        Row::Cells(vec![Cell::head("회의명"), Cell::new(words::title(meeting)).spanning(3)]),
        pair("일시", paper.when(), "방식", way.to_owned()),
        pair("장소", meeting.place.clone(), "주재", meeting.chair.clone()),
        Row::Cells(vec![Cell::head("주관"), Cell::new(meeting.host.clone()).spanning(3)]),
    ];
    Table::form("", &[3, 8, 3, 8], rows)
}

fn attendance(paper: &Paper<'_>) -> Table {
    let line = |one: &Entry<Attendance>| {
        let mut told = paper.institution(&one.body.institution);
        for more in [&one.body.person, &one.body.note].into_iter().filter(|text| !text.is_empty()) {
            told = format!("{told} {more}");
        }
        told
    };
    let rows = Presence::ALL.into_iter().filter_map(|presence| {
        let those: Vec<String> = paper.minutes.those(presence).map(line).collect();
        let count = those.len().to_string();
        (!those.is_empty())
            .then(|| Row::Cells(vec![Cell::head(words::presence(presence)), count.into(), those.join("\n").into()]))
    });
    let columns = vec![Column::mark("구분", 2), Column::number("기관 수", 2), Column::words("명단", 14)];
    Table::list("", columns, rows.collect())
}

fn proceedings(paper: &Paper<'_>) -> Vec<Block> {
    let lines = paper.minutes.meeting.body.proceedings.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<Block> = lines.map(|line| Block::line(Level::Circle, line.trim())).collect();
    or_none(lines)
}

/// What stands where nothing is.
pub fn or_none(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.is_empty() { vec![Block::line(Level::Circle, "해당 없음")] } else { blocks }
}

/// The agenda as a table.
pub fn agenda(paper: &Paper<'_>) -> Table {
    let rows = (1..).zip(&paper.minutes.items).map(|(no, one)| {
        let item = &one.body;
        let institution = item.institution.as_ref().map(|slug| paper.institution(slug)).unwrap_or_default();
        let who = format!("{institution} {}", item.presenter);
        Row::Cells(vec![
            no.to_string().into(),
            words::item(item.kind).into(),
            item.title.clone().into(),
            who.trim().to_owned().into(),
            Paper::tasks(&item.tasks).into(),
        ])
    });
    let columns = vec![
        Column::mark("번호", 2),
        Column::mark("구분", 2),
        Column::words("안건", 9),
        Column::words("발제", 6),
        Column::words("관련 과제", 4),
    ];
    Table::list("", columns, rows.collect())
}

fn remarks(paper: &Paper<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (no, item) in (1..).zip(&paper.minutes.items) {
        blocks.push(Block::line(Level::Square, format!("안건 {no}. {}", item.body.title)));
        let said = said(paper, Some(item.id));
        let none = said.is_empty().then(|| Block::line(Level::Circle, "발언 없음"));
        blocks.extend(said.into_iter().chain(none));
    }
    let loose = said(paper, None);
    if !loose.is_empty() {
        blocks.push(Block::line(Level::Square, "안건 밖"));
        blocks.extend(loose);
    }
    or_none(blocks)
}

fn said(paper: &Paper<'_>, item: Option<RecordId>) -> Vec<Block> {
    let shown = paper.minutes.remarks_on(item).filter(|one| paper.full || !one.body.private);
    let line = |one: &Entry<Remark>| {
        let institution = one.body.institution.as_ref().map(|slug| paper.institution(slug)).unwrap_or_default();
        let who = format!("{institution} {}", one.body.speaker);
        let private = if one.body.private { " [비공개]" } else { "" };
        Block::line(
            Level::Circle,
            Text::strong(format!("({}){private}", who.trim())).and(format!(" {}", one.body.text)),
        )
    };
    shown.map(line).collect()
}

/// Decisions with their votes, then directives and requests, then what was shared.
pub fn decided(paper: &Paper<'_>) -> Vec<Block> {
    if paper.minutes.outcomes.is_empty() && paper.minutes.difficulties.is_empty() {
        let said = if paper.minutes.meeting.body.nothing_decided { "결정사항 없음" } else { "해당 없음" };
        return vec![Block::line(Level::Circle, said)];
    }
    let mut rows = Vec::new();
    for kind in OutcomeKind::ALL {
        let of: Vec<_> = paper.minutes.outcomes.iter().filter(|one| one.body.kind == kind).collect();
        if !of.is_empty() {
            rows.push(Row::Group(words::outcome(kind).to_owned()));
            rows.extend(of.into_iter().map(|one| row(paper, one)));
        }
    }
    if !paper.minutes.difficulties.is_empty() {
        rows.push(Row::Group("애로사항".to_owned()));
        rows.extend(paper.minutes.difficulties.iter().map(|one| raised(paper, one)));
    }
    let columns = vec![
        Column::mark("번호", 3),
        Column::words("내용", 10),
        Column::words("담당", 5),
        Column::mark("기한", 4),
        Column::words("표결·관련 과제", 5),
    ];
    vec![Block::Table(Table::list("", columns, rows))]
}

fn row(paper: &Paper<'_>, one: &Entry<Outcome>) -> Row {
    let outcome = &one.body;
    let code = if outcome.no > 0 { paper.minutes.meeting.body.outcome_code(outcome.no) } else { String::new() };
    let owners = paper.institutions(&outcome.owners);
    let owners = match &outcome.from {
        Some(from) => format!("{} → {owners}", paper.institution(from)),
        None => owners,
    };
    let more = [outcome.vote.map(words::vote).unwrap_or_default(), Paper::tasks(&outcome.tasks)];
    let more: Vec<String> = more.into_iter().filter(|text| !text.is_empty()).collect();
    Row::Cells(vec![
        code.into(),
        outcome.text.clone().into(),
        owners.into(),
        outcome.due.map(long_day).unwrap_or_default().into(),
        more.join("\n").into(),
    ])
}

/// What was raised, in the words of the meeting; who answers and what stands in the register.
fn raised(paper: &Paper<'_>, one: &Entry<Difficulty>) -> Row {
    let body = &one.body;
    Row::Cells(vec![
        format!("애로 {}", body.no).into(),
        body.title.clone().into(),
        paper.institution(&body.institution).into(),
        String::new().into(),
        Paper::tasks(&body.tasks).into(),
    ])
}

fn addenda(paper: &Paper<'_>) -> Vec<Block> {
    let line = |one: &Entry<crate::domain::council::minutes::Addendum>| {
        let day = long_day(crate::domain::calendar::day_of(one.first_at));
        Block::line(Level::Circle, Text::strong(format!("({day})")).and(format!(" {}", one.body.text)))
    };
    paper.minutes.addenda.iter().map(|one| line(one)).collect()
}

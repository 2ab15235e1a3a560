//! A quarter in the middle of its window, over the small plan of [`crate::reports::fixture`]: one return approved, one
//! with a query, one not started.

use super::{Extra, ExtraColumn, ExtraTable, Inputs, RoundReport, RoundView, SealMark};
use crate::domain::calendar::{Calendar, KST, start_of};
use crate::domain::ids::{AssignmentId, QueryId, ReportId, ReturnId, RoundId, Slug, TaskNo, UserId};
use crate::domain::ledger::{Ledger, ReturnFact, ReviewTail};
use crate::domain::narrative::EvidenceRow;
use crate::domain::query::{Answer, Query};
use crate::domain::returns::{ReturnEvent, ReturnEventKind};
use crate::domain::round::{Round, RoundEvent, RoundEventKind, RoundSettings, RoundSlug};
use crate::domain::systems::InformationSystem;
use crate::domain::systems::register::tests::{register, version};
use crate::domain::systems::statement::Statement;
use crate::domain::systems::system::Grading;
use crate::domain::systems::system::tests::plain;
use crate::domain::systems::words::Grade;
use crate::reports::fixture::{self, day, slug};
use crate::reports::official::{Align, Level};
use crate::reports::tables::Cell;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;

/// Noon.
pub fn at(on: &str) -> DateTime<Utc> {
    start_of(day(on)) + TimeDelta::hours(12)
}

pub fn settings(tasks: &[i64]) -> RoundSettings {
    RoundSettings {
        base_date: day("2024-03-15"),
        window_from: day("2024-03-11"),
        due: day("2024-03-18"),
        meeting_on: Some(day("2024-03-27")),
        meeting_place: "정부세종청사".into(),
        tasks: tasks.iter().map(|no| TaskNo(*no)).collect(),
        two_steps: false,
    }
}

pub fn round(tasks: &[i64]) -> Round {
    let event = |kind, on| RoundEvent {
        kind,
        settings: settings(tasks),
        reason: String::new(),
        by: None,
        by_name: "이총괄".into(),
        recorded_at: at(on),
    };
    let events = vec![event(RoundEventKind::Planned, "2024-03-04"), event(RoundEventKind::Opened, "2024-03-11")];
    Round::of(RoundId(2), RoundSlug::parse("2024-Q1").unwrap(), 2, events).unwrap()
}

/// The round before, of February.
fn before() -> Round {
    let settings = RoundSettings {
        base_date: day("2024-02-29"),
        window_from: day("2024-02-26"),
        due: day("2024-03-05"),
        ..settings(&[])
    };
    let opened = RoundEvent { settings, recorded_at: at("2024-02-26"), ..round(&[]).events[1].clone() };
    Round::of(RoundId(1), RoundSlug::parse("2024-A1").unwrap(), 1, vec![opened]).unwrap()
}

pub fn ledger(tasks: &[i64]) -> Ledger {
    use ReturnEventKind::{Approved, Drafted, Opened, Submitted};
    let mut ledger = fixture::ledger();
    let fact = |id, institution: &str, kind, on| ReturnFact {
        id: ReturnId(id),
        round: RoundId(2),
        institution: slug(institution),
        event: ReturnEvent {
            kind,
            reason: String::new(),
            way: None,
            nil: false,
            by: Some(UserId(1)),
            by_name: "김하나".into(),
            on_behalf_of: None,
            recorded_at: at(on),
        },
    };
    let returns = vec![
        fact(1, "moef", Opened, "2024-03-11"),
        fact(2, "mois", Opened, "2024-03-11"),
        fact(3, "kostat", Opened, "2024-03-11"),
        fact(1, "moef", Submitted, "2024-03-12"),
        fact(1, "moef", Approved, "2024-03-18"),
        fact(2, "mois", Drafted, "2024-03-14"),
        fact(2, "mois", Submitted, "2024-03-20"),
    ];
    ledger.add_reviews(ReviewTail { rounds: vec![before(), round(tasks)], returns, seals: vec![] });
    ledger
}

pub fn queries() -> Vec<Query> {
    let query = |no, of: (i64, i64), question: &str, answer: Option<&str>| Query {
        id: QueryId(no),
        return_id: ReturnId(of.0),
        assignment: AssignmentId(of.1),
        no,
        field: "progress".into(),
        question: question.into(),
        due: day("2024-03-21"),
        asked_by: UserId(3),
        asked_by_name: "이총괄".into(),
        asked_at: at("2024-03-13"),
        answer: answer.map(|text| Answer { text: text.into(), by_name: "김하나".into(), at: at("2024-03-14") }),
        closed: None,
    };
    vec![
        query(1, (1, 5), "진척률의 근거를 알려 주십시오.", Some("붙임 자료에 있습니다.")),
        query(2, (2, 1), "예상완료일이 달라진 까닭을 알려 주십시오.", None),
    ]
}

pub fn extra() -> Extra {
    let column = |code, title, width, align| ExtraColumn { code, title, width, align };
    Extra {
        code: "directives",
        title: "지시사항 이행현황",
        lines: vec![(Level::Circle, "지시사항 1건 가운데 완료 0건".into())],
        summary: "1건 가운데 완료 0건".into(),
        tables: vec![ExtraTable {
            code: "directives",
            name: "지시사항",
            columns: vec![
                column("no", "번호", 1, Align::Center),
                column("light", "일정 신호", 2, Align::Center),
                column("due", "기한", 2, Align::Center),
                column("text", "내용", 6, Align::Left),
            ],
            rows: vec![vec![
                Cell::Number(1),
                Cell::Coded { code: "due_soon", label: "임박" },
                Cell::Day(day("2024-03-29")),
                Cell::Text("재산정 일정을 앞당길 것".into()),
            ]],
        }],
    }
}

pub fn seal() -> SealMark {
    SealMark { hash: "3f2a9c01".repeat(8), short: "3f2a9c01".into(), sealed_at: at("2024-03-27").with_timezone(&KST) }
}

/// 기획재정부 has three systems, one of them graded anew; nobody else has any.
pub fn counted() -> Statement {
    let graded = |code: &str, on: &str| InformationSystem {
        grading: Some(Grading { grade: Grade::Two, on: Some(day(on)), basis: String::new() }),
        ..plain(code, "moef")
    };
    let systems = [graded("moef-1", "2024-03-04"), graded("moef-2", "2021-06-30"), plain("moef-3", "moef")];
    let added = (1..).zip(&systems).map(|(id, system)| version(id, "2024-02-05", system)).collect();
    Statement::of(&register(added), day("2024-03-15"), at("2024-03-27"), day("2024-01-31"))
}

/// What a test may turn.
#[derive(Default)]
pub struct Asked {
    pub scope: Option<&'static str>,
    pub tasks: &'static [i64],
    pub cutoff: Option<&'static str>,
    pub seal: Option<SealMark>,
    /// Whose queries may be read; empty: everybody's.
    pub reader: Option<&'static str>,
}

pub fn report(asked: Asked) -> RoundReport {
    let ledger = ledger(asked.tasks);
    let view = RoundView::open(&ledger, &round(asked.tasks), at(asked.cutoff.unwrap_or("2024-03-27"))).unwrap();
    let evidence = HashMap::from([(
        ReportId(5),
        vec![EvidenceRow {
            id: 1, name: "교체 기준.hwpx".into(), link: None, bytes: 20_480, sha256: "ab".repeat(32)
        }],
    )]);
    let scope = asked.scope.map(slug);
    let readable = |institution: &Slug| asked.reader.is_none_or(|reader| institution.as_str() == reader);
    let inputs = Inputs {
        calendar: &Calendar::default(),
        texts: &fixture::texts(),
        evidence: &evidence,
        queries: &queries(),
        readable: &readable,
        scope: scope.as_ref(),
        seal: asked.seal,
        demonstration: true,
        counted: &counted(),
        sections: vec![extra()],
    };
    RoundReport::build(&view, inputs)
}

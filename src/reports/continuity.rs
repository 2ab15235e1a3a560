//! A continuity plan (서비스 연속성 계획) as an official document in the standard form, to lie on the counter when the system
//! is down.

use crate::domain::systems::continuity::{ContinuityPlan, Service};
use crate::domain::systems::standard::{Part as FormPart, Standard};
use crate::domain::systems::words::{DrillResult, Grade, PlanState};
use crate::reports::labels::DEMO_NOTE;
use crate::reports::official::{Block, Cell, Column, Document, Level, Part, Row, Table};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

/// What the document says beside the plan itself.
#[derive(Clone, Debug)]
pub struct PlanSheet<'a> {
    pub plan: &'a ContinuityPlan,
    /// The standard form that the plan follows.
    pub standard: &'a Standard,
    pub system: &'a str,
    pub institution: &'a str,
    pub grade: Option<Grade>,
    /// When the version shown was recorded last.
    pub recorded_at: DateTime<FixedOffset>,
    pub demonstration: bool,
}

/// The document; a plan that is not in force says 초안 on every page.
#[must_use]
pub fn document(sheet: &PlanSheet<'_>) -> Document {
    let plan = sheet.plan;
    let parts = (1..).zip(&plan.content.services).map(|(n, service)| of_service(n, service, sheet.standard));
    Document {
        title: format!("{} 서비스 연속성 계획", sheet.system),
        kind: sheet.standard.title.clone(),
        institution: sheet.institution.to_owned(),
        made_at: sheet.recorded_at,
        base_date: None,
        number: Some(format!("{} 제{}판", plan.system, plan.version)),
        seal: None,
        draft: !plan.state.is_in_force(),
        demonstration: sheet.demonstration.then_some(DEMO_NOTE),
        about: about(sheet),
        summary: vec![
            Block::Table(contacts(plan)),
            Block::line(Level::Note, "전산이 멈추면 이 차례로 연락하고, 업무별 계획에 따라 처리합니다."),
        ],
        parts: parts.collect(),
    }
}

fn about(sheet: &PlanSheet<'_>) -> Vec<(&'static str, String)> {
    let plan = sheet.plan;
    let grade = sheet.grade.map_or_else(|| "등급 없음".to_owned(), |grade| format!("{}등급", grade.code()));
    let standard = if plan.standard == 0 { "기본 서식".to_owned() } else { format!("제{}판", plan.standard) };
    let mut lines = vec![
        ("관리번호", plan.system.to_string()),
        ("등급", grade),
        ("승인 상태", state_word(plan.state).to_owned()),
        ("표준안", standard),
    ];
    lines.extend(plan.next_review.map(|on| ("다음 검토일", long_day(on))));
    let drill = plan.drill.as_ref();
    lines.extend(drill.map(|drill| ("마지막 훈련", format!("{} {}", long_day(drill.on), result_word(drill.result)))));
    lines
}

fn of_service(n: usize, service: &Service, standard: &Standard) -> Part {
    let mut rows = Vec::new();
    for questions in standard.questions.chunk_by(|a, b| a.part == b.part) {
        rows.extend(questions.first().map(|question| Row::Group(part_word(question.part).to_owned())));
        rows.extend(questions.iter().map(|question| {
            let answer = service.answers.get(&question.key).map_or("", String::as_str);
            Row::Cells(vec![Cell::head(question.title.as_str()), Cell::new(answer)])
        }));
    }
    Part::plain(format!("{n}. {}", service.name), vec![Block::Table(Table::form("", &[2, 7], rows))])
}

fn contacts(plan: &ContinuityPlan) -> Table {
    let columns =
        vec![Column::mark("차례", 1), Column::words("직위", 4), Column::words("성명", 3), Column::words("전화", 4)];
    let rows = (1..).zip(&plan.content.contacts).map(|(n, one): (usize, _)| {
        Row::Cells(vec![
            n.to_string().into(),
            one.role.as_str().into(),
            one.name.as_str().into(),
            one.phone.as_str().into(),
        ])
    });
    Table::list("비상연락망", columns, rows.collect())
}

const fn part_word(part: FormPart) -> &'static str {
    match part {
        FormPart::Manual => "수기 처리",
        FormPart::Counter => "대체 창구",
        FormPart::Retroactive => "소급 적용",
        FormPart::Extension => "처리기한 연장",
        FormPart::Notice => "대국민 안내",
        FormPart::Extra => "추가 항목",
    }
}

const fn state_word(state: PlanState) -> &'static str {
    match state {
        PlanState::Drafting => "작성",
        PlanState::Review => "부서 검토",
        PlanState::Approved => "승인",
        PlanState::Drilled => "훈련 완료",
    }
}

const fn result_word(result: DrillResult) -> &'static str {
    match result {
        DrillResult::Passed => "목표 달성",
        DrillResult::Partly => "일부 달성",
        DrillResult::Failed => "미달성",
    }
}

fn long_day(day: NaiveDate) -> String {
    format!("{}. {}. {}.", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::SystemCode;
    use crate::domain::systems::continuity::{Contact, PlanContent};
    use crate::reports::official::{hwpx, pdf};

    fn sheet(state: PlanState) -> (ContinuityPlan, Standard) {
        let standard = Standard { version: 1, ..Standard::built_in() };
        let answers =
            standard.questions.iter().map(|one| (one.key.clone(), format!("- {} 답 <&>", one.title))).collect();
        let services = vec![Service { name: "민원 접수".into(), answers }];
        let contacts = vec![Contact { role: "과장".into(), name: "김○○".into(), phone: "044-000-0000".into() }];
        let code = SystemCode::parse("mois-0001").unwrap();
        let first = ContinuityPlan::begin(code, &standard, PlanContent { services, contacts });
        (ContinuityPlan { state, next_review: "2025-03-14".parse().ok(), ..first }, standard)
    }

    fn made(state: PlanState) -> Document {
        let (plan, standard) = sheet(state);
        document(&PlanSheet {
            plan: &plan,
            standard: &standard,
            system: "민원24",
            institution: "행정안전부",
            grade: Some(Grade::One),
            recorded_at: "2024-03-15T14:00:00+09:00".parse().unwrap(),
            demonstration: true,
        })
    }

    #[test]
    fn every_question_stands_in_the_document_and_a_draft_says_so() {
        let document = made(PlanState::Drafting);
        assert!(document.draft && !made(PlanState::Approved).draft);
        let Block::Table(table) = &document.parts[0].blocks[0] else { panic!("a form") };
        let answered = table.rows.iter().filter(|row| matches!(row, Row::Cells(_))).count();
        assert_eq!(answered, Standard::built_in().questions.len());
        assert!(document.about.contains(&("다음 검토일", "2025. 3. 14.".to_owned())));
    }

    #[test]
    fn the_same_plan_gives_the_same_bytes() {
        let (one, two) = (made(PlanState::Approved), made(PlanState::Approved));
        assert_eq!(hwpx::hwpx(&one).unwrap(), hwpx::hwpx(&two).unwrap());
        assert!(pdf::pdf(&one).unwrap().starts_with(b"%PDF"));
        assert_eq!(pdf::pdf(&one).unwrap(), pdf::pdf(&two).unwrap());
    }
}

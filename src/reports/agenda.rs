//! 이행점검회의 안건: the agenda of a round's meeting as an official document, its list first, then each item on a page of
//! its own. The words come ready in Korean; the signals are told here, as in every document.

use crate::domain::rating::{SelfRating, Verdict};
use crate::domain::schedule::Light;
use crate::reports::labels::DEMO_NOTE;
use crate::reports::official::{Block, Column, Document, Level, Part, Row, Table, Text, marks};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// What the document is made from.
#[derive(Clone, Debug)]
pub struct AgendaPaper {
    /// `2024년 1분기 점검(제2차)`
    pub round: String,
    /// `2024-Q1`
    pub number: String,
    pub plan_title: String,
    pub institution: String,
    pub base_date: NaiveDate,
    /// `2024. 3. 27.(수) 정부서울청사`, where the meeting is fixed.
    pub meeting: Option<String>,
    /// When the agenda, or anything that it tells of, was last recorded.
    pub made_at: DateTime<FixedOffset>,
    pub seal: Option<String>,
    pub demonstration: bool,
    pub items: Vec<AgendaPage>,
}

/// One item, which has a page.
#[derive(Clone, Debug)]
pub struct AgendaPage {
    pub title: String,
    /// The rule that brought it up, and what it says.
    pub rule: String,
    pub about_rule: String,
    /// `주관 기관 · 기한 12일 넘김`
    pub facts: String,
    /// Where the rule finds it no more: what is shown is of the day on which it was taken in.
    pub note: Option<String>,
    pub findings: Vec<FindingRow>,
    /// What institutions wrote of it: who and about what, then their words.
    pub said: Vec<(String, String)>,
    /// 결정이 필요한 사항; empty where nobody wrote it.
    pub wanted: String,
}

/// What the rule found about one institution.
#[derive(Clone, Debug)]
pub struct FindingRow {
    pub institution: String,
    /// The milestone or task, or what somebody called it.
    pub subject: String,
    pub due: String,
    pub forecast: String,
    /// `None` where it is about no assignment.
    pub signals: Option<Signals>,
    /// `기한 12일 넘김`
    pub counted: String,
}

/// The three signals of an assignment.
#[derive(Clone, Copy, Debug)]
pub struct Signals {
    pub light: Light,
    pub self_rating: Option<SelfRating>,
    pub verdict: Option<Verdict>,
}

/// The agenda as a document.
#[must_use]
pub fn document(paper: &AgendaPaper) -> Document {
    Document {
        title: format!("{} 점검회의 안건", paper.round),
        kind: format!("「{}」", paper.plan_title),
        institution: paper.institution.clone(),
        made_at: paper.made_at,
        base_date: Some(paper.base_date),
        number: Some(paper.number.clone()),
        seal: paper.seal.clone(),
        draft: false,
        demonstration: paper.demonstration.then_some(DEMO_NOTE),
        about: paper.meeting.iter().map(|meeting| ("점검회의", meeting.clone())).collect(),
        summary: vec![Block::Table(list(paper))],
        parts: paper.items.iter().map(|item| Part::item(item.title.clone(), blocks(item))).collect(),
    }
}

fn list(paper: &AgendaPaper) -> Table {
    let columns = vec![
        Column::mark("번호", 2),
        Column::words("안건", 9),
        Column::words("내용", 7),
        Column::words("결정이 필요한 사항", 9),
    ];
    let row = |(no, item): (usize, &AgendaPage)| {
        Row::Cells(vec![
            no.to_string().into(),
            item.title.clone().into(),
            item.facts.clone().into(),
            wanted(item).to_owned().into(),
        ])
    };
    Table::list("안건 목록", columns, (1..).zip(&paper.items).map(row).collect())
}

fn wanted(item: &AgendaPage) -> &str {
    if item.wanted.is_empty() { "보고" } else { &item.wanted }
}

fn blocks(item: &AgendaPage) -> Vec<Block> {
    let mut blocks = vec![
        Block::line(Level::Square, "결정이 필요한 사항"),
        Block::line(Level::Circle, Text::strong(wanted(item))),
        Block::line(Level::Square, "안건이 된 까닭"),
        Block::line(Level::Circle, Text::strong(item.rule.clone()).and(format!(": {}", item.about_rule))),
    ];
    blocks.extend(item.note.clone().map(|note| Block::line(Level::Note, note)));
    if !item.findings.is_empty() {
        blocks.push(Block::Table(findings(item)));
    }
    if !item.said.is_empty() {
        blocks.push(Block::line(Level::Square, "기관이 적은 내용"));
        for (who, words) in &item.said {
            blocks.push(Block::line(Level::Circle, Text::strong(who.clone())));
            let lines = words.lines().map(|line| line.trim().trim_start_matches("- ")).filter(|line| !line.is_empty());
            blocks.extend(lines.map(|line| Block::line(Level::Dash, line)));
        }
    }
    blocks
}

fn findings(item: &AgendaPage) -> Table {
    let columns = vec![
        Column::words("기관", 5),
        Column::words("이행단계·내용", 8),
        Column::mark("승인 기한\n(예상)", 6),
        Column::mark("일정 신호", 4),
        Column::mark("자체평가", 5),
        Column::mark("총괄 판정", 5),
        Column::mark("걸린 것", 5),
    ];
    let row = |one: &FindingRow| {
        let signals = one.signals;
        let told = |word: &dyn Fn(Signals) -> String| signals.map_or_else(|| "-".to_owned(), word);
        let forecast = if one.forecast.is_empty() { String::new() } else { format!("\n({})", one.forecast) };
        Row::Cells(vec![
            one.institution.clone().into(),
            one.subject.clone().into(),
            format!("{}{forecast}", one.due).into(),
            told(&|all| marks::light(all.light)).into(),
            told(&|all| marks::self_rating(all.self_rating)).into(),
            told(&|all| marks::verdict(all.verdict)).into(),
            one.counted.clone().into(),
        ])
    };
    Table::list("", columns, item.findings.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::official::{hwpx, pdf};

    fn paper() -> AgendaPaper {
        let finding = FindingRow {
            institution: "외교부".into(),
            subject: "4-1 등급 재산정".into(),
            due: "2024. 3. 8.".into(),
            forecast: "2024. 4. 5.".into(),
            signals: Some(Signals { light: Light::Late, self_rating: Some(SelfRating::OnTrack), verdict: None }),
            counted: "기한 12일 넘김".into(),
        };
        let item = |title: &str, wanted: &str| AgendaPage {
            title: title.into(),
            rule: "새로 지연".into(),
            about_rule: "승인 기한이 지났습니다.".into(),
            facts: "기한 12일 넘김 · 외교부".into(),
            note: None,
            findings: vec![finding.clone()],
            said: vec![("외교부 · 애로사항".into(), "- <예산> 부족\n- 인력 부족".into())],
            wanted: wanted.into(),
        };
        AgendaPaper {
            round: "2024년 1분기 점검(제2차)".into(),
            number: "2024-Q1".into(),
            plan_title: "대책".into(),
            institution: "행정안전부".into(),
            base_date: "2024-03-15".parse().unwrap(),
            meeting: Some("2024. 3. 27.(수)".into()),
            made_at: DateTime::parse_from_rfc3339("2024-03-20T09:00:00+09:00").unwrap(),
            seal: None,
            demonstration: true,
            items: vec![item("과제 4 · 새로 지연", "만회 계획을 4월까지 냄"), item("과제 7 · 협조요청", "")],
        }
    }

    #[test]
    fn each_item_has_a_numbered_page_and_an_item_without_a_decision_is_for_information() {
        let document = document(&paper());
        let headings: Vec<_> = document.headed_parts().map(|(heading, _)| heading).collect();
        assert_eq!(headings, ["안건 1. 과제 4 · 새로 지연", "안건 2. 과제 7 · 협조요청"]);
        assert!(document.parts.iter().all(|part| part.kind.begins_a_page()));
        let second = format!("{:?}", document.parts[1].blocks);
        assert!(second.contains("보고") && second.contains("<예산> 부족"), "{second}");
    }

    #[test]
    fn the_same_agenda_gives_the_same_bytes_in_both_forms() {
        let document = document(&paper());
        assert_eq!(hwpx::hwpx(&document).unwrap(), hwpx::hwpx(&document).unwrap());
        assert_eq!(pdf::pdf(&document).unwrap(), pdf::pdf(&document).unwrap());
    }

    #[test]
    fn an_agenda_without_items_says_so() {
        let document = document(&AgendaPaper { items: vec![], ..paper() });
        assert!(format!("{:?}", document.summary).contains("해당 없음"));
    }
}

//! A check on the spot as a workbook and as one table: what it says by grade, and what was found of the systems that the
//! reader may see by name.

use super::words;
use crate::domain::systems::coverage::Item;
use crate::domain::systems::sample::{Finding, Seen, Share};
use crate::domain::systems::spot_check::Stratum;
use crate::domain::systems::spot_check::result::Group;
use crate::domain::systems::words::Grade;
use crate::reports::labels::DEMO_TAG;
use crate::reports::tables::{Cell, Table};
use crate::reports::xlsx::{Cover, workbook};
use crate::reports::{ExportError, csv};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// A system that was drawn, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLine {
    pub place: i64,
    pub code: String,
    pub name: String,
    pub institution: String,
    pub grade: Option<Grade>,
    /// Claims, with findings where it was checked.
    pub seen: Vec<Seen>,
    pub note: String,
    pub checked_by: String,
    pub checked_at: Option<DateTime<FixedOffset>>,
}

/// What is written.
#[derive(Clone, Debug)]
pub struct CheckReport {
    pub number: i64,
    pub day: NaiveDate,
    /// When the last of it was recorded.
    pub made_at: DateTime<FixedOffset>,
    pub demonstration: bool,
    pub seed: i64,
    /// The institution drawn from; empty: all.
    pub institution: String,
    pub drawn_by: String,
    pub note: String,
    pub strata: Vec<Stratum>,
    pub groups: Vec<Group>,
    pub lines: Vec<NamedLine>,
}

impl CheckReport {
    /// What was drawn from what: enough to repeat the draw.
    fn draw(&self) -> Table {
        let line = |item: &'static str, value: Cell| vec![Cell::Label("점검"), Cell::Label(item), value];
        let institution = if self.institution.is_empty() { "모든 기관" } else { &self.institution };
        let mut rows = vec![
            line("차수", Cell::Number(self.number)),
            line("뽑은 날", Cell::Day(self.day)),
            line("씨앗수", Cell::Text(self.seed.to_string())),
            line("범위", Cell::text(institution)),
            line("뽑은 사람", Cell::text(&self.drawn_by)),
            line("메모", Cell::text(&self.note)),
        ];
        for one in &self.strata {
            let line = |item, value| vec![Cell::Label(words::grade(one.grade)), Cell::Label(item), value];
            rows.push(line("뽑으려 한 수", Cell::Number(one.asked)));
            rows.push(line("대장 수", Cell::Number(one.frame_size)));
            rows.push(line("바탕의 해시(SHA-256)", Cell::text(&one.frame_hash)));
        }
        rows.push(vec![Cell::Label("산출"), Cell::Label("신뢰구간"), Cell::Label(RULE)]);
        Table { name: "점검", titles: vec!["구분", "항목", "값"], rows }
    }

    fn results(&self) -> Table {
        let titles = vec![
            "등급",
            "항목",
            "확인",
            "대장 충족",
            "대장(%)",
            "현장 충족",
            "현장(%)",
            "하한(%)",
            "상한(%)",
            "대장만 충족",
            "현장만 충족",
        ];
        let rows = self.groups.iter().flat_map(|group| {
            let name = group.grade.map_or("뽑은 전체", words::grade);
            group.findings.iter().map(move |one| result(name, one))
        });
        Table { name: "결과", titles, rows: rows.collect() }
    }

    fn named(&self) -> Table {
        let mut titles = vec!["순서", "기관", "관리번호", "정보시스템", "등급"];
        titles.extend(Item::ALL.iter().flat_map(|item| [claimed_title(*item), found_title(*item)]));
        titles.extend(["메모", "확인한 사람", "확인 시각(KST)"]);
        let row = |one: &NamedLine| {
            let mut row = vec![
                Cell::Number(one.place),
                Cell::Text(one.institution.clone()),
                Cell::Text(one.code.clone()),
                Cell::Text(one.name.clone()),
                Cell::Label(words::grade(one.grade)),
            ];
            for item in Item::ALL {
                let seen = one.seen.iter().find(|seen| seen.item == item);
                row.push(seen.map_or(Cell::Empty, |seen| met(seen.claimed, "미확인")));
                row.push(seen.map_or(Cell::Empty, |seen| met(seen.found, "")));
            }
            row.extend([Cell::text(&one.note), Cell::text(&one.checked_by), Cell::maybe(one.checked_at, Cell::Moment)]);
            row
        };
        Table { name: "뽑은 시스템", titles, rows: self.lines.iter().map(row).collect() }
    }

    /// The workbook.
    ///
    /// # Errors
    /// As the writer answers.
    pub fn xlsx(&self) -> Result<Vec<u8>, ExportError> {
        let name = format!("제{}차 표본점검", self.number);
        let cover = Cover {
            title: name.clone(),
            heading: name,
            marks: vec![],
            base_date: self.day,
            made_at: self.made_at,
            demonstration: self.demonstration,
        };
        let mut sheets = vec![self.draw(), self.results()];
        if !self.lines.is_empty() {
            sheets.push(self.named());
        }
        workbook(&cover, &sheets)
    }

    /// The systems by name as one table.
    ///
    /// # Errors
    /// As the writer answers.
    pub fn csv(&self) -> Result<Vec<u8>, ExportError> {
        let note = if self.demonstration { DEMO_TAG } else { "" };
        let before =
            [("점검", self.number.to_string()), ("뽑은 날", self.day.to_string()), ("씨앗수", self.seed.to_string())];
        csv::write(&self.named(), &before, note)
    }
}

const RULE: &str = "현장 비율의 95% 신뢰구간은 윌슨 점수 구간임(z=1.96). 확인한 시스템만 세고, 대장이 미확인인 것은 충족하지 않은 것으로 셈. \
     등급마다 따로 뽑으므로 대장 전체를 말할 때는 등급별 값을 봄";

fn met(met: Option<bool>, unknown: &'static str) -> Cell {
    Cell::Label(match met {
        Some(true) => "충족",
        Some(false) => "미충족",
        None => unknown,
    })
}

const fn claimed_title(item: Item) -> &'static str {
    match item {
        Item::Graded => "등급 재산정(대장)",
        Item::PlanApproved => "연속성 계획 승인(대장)",
        Item::PlanDrilled => "연속성 계획 훈련(대장)",
        Item::Redundant => "이중화(대장)",
        Item::DisasterRecovery => "재해복구(대장)",
        Item::WithinLife => "내용연수 이내(대장)",
    }
}

const fn found_title(item: Item) -> &'static str {
    match item {
        Item::Graded => "등급 재산정(현장)",
        Item::PlanApproved => "연속성 계획 승인(현장)",
        Item::PlanDrilled => "연속성 계획 훈련(현장)",
        Item::Redundant => "이중화(현장)",
        Item::DisasterRecovery => "재해복구(현장)",
        Item::WithinLife => "내용연수 이내(현장)",
    }
}

fn result(name: &'static str, one: &Finding) -> Vec<Cell> {
    let tenths = |share: Share| Cell::maybe(share.tenths(), Cell::Tenths);
    let (low, high) = one.found.interval().unzip();
    vec![
        Cell::Label(name),
        Cell::Label(words::item(one.item)),
        Cell::Number(one.found.of),
        Cell::Number(one.claimed.yes),
        tenths(one.claimed),
        Cell::Number(one.found.yes),
        tenths(one.found),
        Cell::maybe(low, Cell::Tenths),
        Cell::maybe(high, Cell::Tenths),
        Cell::Number(one.overstated),
        Cell::Number(one.understated),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::spot_check::result::groups;

    fn report(lines: bool) -> CheckReport {
        let seen = vec![Seen { item: Item::Redundant, claimed: Some(true), found: Some(false) }];
        let line = NamedLine {
            place: 1,
            code: "mois-1".into(),
            name: "=민원".into(),
            institution: "행정안전부".into(),
            grade: Some(Grade::One),
            seen: seen.clone(),
            note: "전원 한 계통".into(),
            checked_by: "이서연".into(),
            checked_at: None,
        };
        CheckReport {
            number: 1,
            day: "2024-03-20".parse().unwrap(),
            made_at: "2024-03-20T09:00:00+09:00".parse().unwrap(),
            demonstration: true,
            seed: 7,
            institution: String::new(),
            drawn_by: "이서연".into(),
            note: String::new(),
            strata: vec![Stratum { grade: Some(Grade::One), asked: 1, frame_size: 26, frame_hash: "ab".into() }],
            groups: groups(&[(Some(Grade::One), Some(&seen))]),
            lines: if lines { vec![line] } else { vec![] },
        }
    }

    #[test]
    fn the_table_names_systems_and_is_no_formula() {
        let text = String::from_utf8(report(true).csv().unwrap()).unwrap();
        let line = text.lines().nth(1).unwrap();
        assert!(line.starts_with("1,2024-03-20,7,1,행정안전부,mois-1,'=민원,1등급,"), "{line}");
        assert!(line.contains("충족,미충족") && line.contains("전원 한 계통"), "{line}");
    }

    #[test]
    fn the_results_are_told_for_the_whole_and_by_grade_without_names() {
        let results = report(false).results().rows;
        assert_eq!(results.len(), 2);
        assert_eq!(results[1][0], Cell::Label("1등급"));
        assert_eq!(results[0][7..9], [Cell::Tenths(0), Cell::Tenths(793)], "one of one was not found");
        assert_eq!(report(false).xlsx().unwrap(), report(false).xlsx().unwrap());
    }
}

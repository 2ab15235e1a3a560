//! What must be bought (교체·이중화 소요) as a workbook and as one table: by institution, grade, purpose and year, and of those
//! institutions whose systems the reader may see by name, system by system.

use super::words;
use crate::domain::ids::Slug;
use crate::domain::systems::budget::{Budget, Need, Purpose, When};
use crate::domain::systems::coverage::GRADES;
use crate::domain::systems::search::GradeFilter;
use crate::domain::systems::words::Grade;
use crate::reports::labels::DEMO_TAG;
use crate::reports::tables::{Cell, Table};
use crate::reports::xlsx::{Cover, workbook};
use crate::reports::{ExportError, csv};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// An institution of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub slug: Slug,
    pub name: String,
    /// Whether the reader may see what its systems cost; else its lines are only counted.
    pub priced: bool,
}

/// One thing to be bought for a system that the reader may see by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedNeed {
    pub institution: String,
    pub code: String,
    pub name: String,
    pub grade: Option<Grade>,
    pub need: Need,
}

/// What is written.
#[derive(Clone, Debug)]
pub struct BudgetReport {
    pub plan_title: String,
    pub day: NaiveDate,
    pub made_at: DateTime<FixedOffset>,
    pub demonstration: bool,
    pub owners: Vec<Owner>,
    pub grade: Option<GradeFilter>,
    pub purpose: Option<Purpose>,
    pub budget: Budget,
    pub lines: Vec<NamedNeed>,
}

/// The column of a year in words.
#[must_use]
pub fn when_words(when: When, day: NaiveDate) -> String {
    use chrono::Datelike;
    match when {
        When::Overdue => "지난 연도".to_owned(),
        When::Year(year) => year.to_string(),
        When::Later => format!("{} 이후", i64::from(day.year()) + crate::domain::systems::budget::YEARS_AHEAD + 1),
        When::Undecided => "연도 미정".to_owned(),
    }
}

const fn purpose_words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Replace => "노후장비 교체",
        Purpose::Double => "이중화",
    }
}

impl BudgetReport {
    fn sums(&self) -> Table {
        let titles = vec!["기관", "등급", "구분", "연도", "건수", "계획된 건수", "금액(백만원)", "금액 미정(건)"];
        let rows = self.owners.iter().flat_map(|owner| self.rows_of(owner)).collect();
        Table { name: "기관·연도별 소요", titles, rows }
    }

    fn rows_of(&self, owner: &Owner) -> Vec<Vec<Cell>> {
        let grades = GRADES.into_iter().filter(|grade| self.grade.is_none_or(|filter| filter.fits(*grade)));
        let purposes = Purpose::ALL.into_iter().filter(|purpose| self.purpose.is_none_or(|asked| asked == *purpose));
        let purposes: Vec<Purpose> = purposes.collect();
        let mut rows = Vec::new();
        for grade in grades {
            for (purpose, when) in
                purposes.iter().flat_map(|one| When::columns(self.day).into_iter().map(|when| (*one, when)))
            {
                let sum = self.budget.sum(Some(&owner.slug), |own| own == grade, Some(purpose), Some(when));
                if sum.lines > 0 {
                    let priced = |number: i64| if owner.priced { Cell::Number(number) } else { Cell::Empty };
                    rows.push(vec![
                        Cell::Text(owner.name.clone()),
                        Cell::Label(words::grade(grade)),
                        Cell::Label(purpose_words(purpose)),
                        Cell::Text(when_words(when, self.day)),
                        Cell::Number(sum.lines),
                        priced(sum.planned),
                        priced(sum.cost),
                        priced(sum.unpriced),
                    ]);
                }
            }
        }
        rows
    }

    fn named(&self) -> Table {
        let titles = vec!["기관", "관리번호", "정보시스템", "등급", "구분", "연도", "연도의 근거", "금액(백만원)"];
        let row = |one: &NamedNeed| {
            vec![
                Cell::Text(one.institution.clone()),
                Cell::Text(one.code.clone()),
                Cell::Text(one.name.clone()),
                Cell::Label(words::grade(one.grade)),
                Cell::Label(purpose_words(one.need.purpose)),
                Cell::maybe(one.need.year, Cell::Number),
                Cell::Label(if one.need.planned { "계획" } else { "내용연수 끝" }),
                Cell::maybe(one.need.cost, Cell::Number),
            ]
        };
        Table { name: "시스템별 소요", titles, rows: self.lines.iter().map(row).collect() }
    }

    /// The workbook.
    ///
    /// # Errors
    /// As the writer answers.
    pub fn xlsx(&self) -> Result<Vec<u8>, ExportError> {
        let cover = Cover {
            title: format!("{} 교체·이중화 소요", self.plan_title),
            heading: "교체·이중화 소요".to_owned(),
            marks: vec![],
            base_date: self.day,
            made_at: self.made_at,
            demonstration: self.demonstration,
        };
        let mut sheets = vec![self.sums()];
        if !self.lines.is_empty() {
            sheets.push(self.named());
        }
        workbook(&cover, &sheets)
    }

    /// The sums as one table.
    ///
    /// # Errors
    /// As the writer answers.
    pub fn csv(&self) -> Result<Vec<u8>, ExportError> {
        let note = if self.demonstration { DEMO_TAG } else { "" };
        csv::write(&self.sums(), &[("기준일", self.day.to_string())], note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::InformationSystem;
    use crate::domain::systems::equipment::Equipment;
    use crate::domain::systems::equipment::tests::line;
    use crate::domain::systems::register::tests::{register, version};
    use crate::domain::systems::system::tests::plain;

    fn report(priced: bool) -> BudgetReport {
        let day = "2024-03-20".parse().unwrap();
        let equipment =
            vec![Equipment { budget_year: Some(2025), cost: Some(350), ..line("2017", 7) }, line("2010", 7)];
        let system = InformationSystem { equipment, ..plain("mois-1", "mois") };
        let register = register(vec![version(1, "2024-02-05", &system)]);
        let budget = Budget::of(register.at(day).rows(), day);
        let owner = Owner { slug: Slug::parse("mois").unwrap(), name: "행정안전부".into(), priced };
        let made_at = "2024-03-20T09:00:00+09:00".parse().unwrap();
        BudgetReport {
            plan_title: "대책".into(),
            day,
            made_at,
            demonstration: false,
            owners: vec![owner],
            grade: None,
            purpose: None,
            budget,
            lines: vec![],
        }
    }

    #[test]
    fn the_cost_of_others_is_left_out_and_their_lines_are_counted() {
        let rows = |priced| report(priced).sums().rows;
        let own = rows(true);
        assert_eq!(own.len(), 2);
        assert_eq!(
            own[0][3..],
            [Cell::Text("지난 연도".into()), Cell::Number(1), Cell::Number(0), Cell::Number(0), Cell::Number(1)]
        );
        assert_eq!(
            own[1][3..],
            [Cell::Text("2025".into()), Cell::Number(1), Cell::Number(1), Cell::Number(350), Cell::Number(0)]
        );
        assert_eq!(rows(false)[1][4..], [Cell::Number(1), Cell::Empty, Cell::Empty, Cell::Empty]);
    }

    #[test]
    fn a_filter_leaves_lines_out() {
        let filtered = BudgetReport { purpose: Some(Purpose::Double), ..report(true) };
        assert_eq!(filtered.sums().rows, Vec::<Vec<Cell>>::new());
        let high = BudgetReport { grade: Some(GradeFilter::High), ..report(true) };
        assert_eq!(high.sums().rows, Vec::<Vec<Cell>>::new());
    }
}

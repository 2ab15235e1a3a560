//! The section of a round on what is counted over information systems (정보시스템 기준 이행): k of N by task, item and grade on
//! the base date, by institution, and where the ministries report more than is counted.

use super::{Extra, ExtraColumn, ExtraTable, RoundView};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::standing::name_of;
use crate::domain::systems::claims::{Overstated, overstated};
use crate::domain::systems::coverage::{Coverage, GRADES, Item, Tally};
use crate::domain::systems::search::GradeFilter;
use crate::domain::systems::statement::{Statement, measured};
use crate::domain::systems::words::Grade;
use crate::reports::labels;
use crate::reports::official::{Align, Level};
use crate::reports::systems::words;
use crate::reports::tables::Cell;

/// The tasks measured, each with its items.
type Measured = Vec<(TaskNo, &'static [Item])>;

/// What the section is drawn from.
struct Source<'a> {
    view: &'a RoundView<'a>,
    counted: &'a Statement,
    scope: Option<&'a Slug>,
    measured: Measured,
    /// Of the scope.
    whole: Coverage,
}

/// The section; `None` where the round is about no task that is measured over systems.
#[must_use]
pub fn section(view: &RoundView<'_>, counted: &Statement, scope: Option<&Slug>) -> Option<Extra> {
    let measured = measured(&view.ledger);
    if measured.is_empty() {
        return None;
    }
    let whole = match scope {
        Some(slug) => counted.parts.get(slug).copied().unwrap_or_default(),
        None => counted.whole(),
    };
    let source = Source { view, counted, scope, measured, whole };
    let over = source.overstated();
    Some(Extra {
        code: "coverage",
        title: "정보시스템 기준 이행",
        lines: source.lines(&over),
        summary: source.summary(),
        tables: vec![source.items(), source.institutions(), source.differences(&over)],
    })
}

fn column(code: &'static str, title: &'static str, width: u16, align: Align) -> ExtraColumn {
    ExtraColumn { code, title, width, align }
}

/// To whom an item is promised first.
fn promised(item: Item) -> Option<GradeFilter> {
    (item != Item::Graded).then_some(GradeFilter::High)
}

/// `33/85(38.8%)`
fn share(tally: Tally) -> String {
    format!("{}/{}({})", tally.yes, tally.all(), words::percent(tally.tenths()))
}

impl Source<'_> {
    fn high(&self) -> i64 {
        self.whole.systems_of(Some(Grade::One)) + self.whole.systems_of(Some(Grade::Two))
    }

    fn overstated(&self) -> Vec<Overstated> {
        let all = overstated(&self.view.ledger, &self.view.standing, &self.counted.parts);
        all.into_iter().filter(|one| self.scope.is_none_or(|scope| *scope == one.institution)).collect()
    }

    fn lines(&self, over: &[Overstated]) -> Vec<(Level, String)> {
        let day = labels::day(self.counted.day);
        if self.whole.systems() == 0 {
            return vec![(Level::Circle, format!("{day} 현재 대장에 등록된 정보시스템이 없음"))];
        }
        let (systems, high) = (self.whole.systems(), self.high());
        let mut lines =
            vec![(Level::Circle, format!("{day} 현재 대장의 정보시스템 {systems}개(1·2등급 {high}개)를 셈"))];
        for (no, items) in &self.measured {
            lines.extend(items.iter().map(|item| (Level::Dash, self.line(*no, *item))));
        }
        lines.push((Level::Dash, "확인되지 않은 것은 이행하지 않은 것으로 세고, 그 수를 따로 적음".to_owned()));
        lines.push((Level::Circle, format!("보고한 진척률이 대장보다 10%p 넘게 높은 곳 {}건", over.len())));
        if self.scope.is_none() {
            lines.push((Level::Circle, format!("대장 상태 해시(SHA-256) {}", self.counted.state_hash)));
        }
        lines
    }

    fn line(&self, no: TaskNo, item: Item) -> String {
        let (name, grades) = (words::item(item), words::grades(promised(item)));
        let first = share(self.whole.of_promised(item));
        match promised(item) {
            Some(_) => format!("과제 {no} {name}: {grades} {first}, 전체 {}", share(self.whole.of_all(item))),
            None => format!("과제 {no} {name}: {grades} {first}"),
        }
    }

    /// The item of each task that its progress is held against.
    fn summary(&self) -> String {
        if self.whole.systems() == 0 {
            return String::new();
        }
        let first = self.measured.iter().filter_map(|(_, items)| items.first());
        let told = first.map(|item| format!("{} {}", words::item(*item), share(self.whole.of_promised(*item))));
        told.collect::<Vec<_>>().join(", ")
    }

    fn items(&self) -> ExtraTable {
        let mut rows = Vec::new();
        for (no, item) in self.measured.iter().flat_map(|(no, items)| items.iter().map(move |item| (*no, *item))) {
            let graded = GRADES.into_iter().filter(|grade| self.whole.systems_of(*grade) > 0);
            let of_grade = graded.map(|grade| {
                (grade.map_or("none", Grade::code), words::grade(grade), self.whole.of_grade(item, grade))
            });
            let all = [("all", words::grades(None), self.whole.of_all(item))];
            rows.extend(of_grade.chain(all).map(|(code, label, tally)| item_row(no, item, (code, label), tally)));
        }
        let columns = vec![
            column("task_no", "과제", 1, Align::Right),
            column("item", "항목", 4, Align::Left),
            column("grade", "등급", 2, Align::Center),
            column("systems", "대상", 2, Align::Right),
            column("met", "이행", 2, Align::Right),
            column("unknown", "미확인", 2, Align::Right),
            column("share_tenths", "이행률(%)", 2, Align::Right),
        ];
        ExtraTable { code: "coverage_items", name: "기준 이행률", columns, rows }
    }

    /// Two lines an institution: all its systems, and those of grades 1 and 2.
    fn institutions(&self) -> ExtraTable {
        let items: Vec<Item> = self.measured.iter().flat_map(|(_, items)| items.iter().copied()).collect();
        let known = self
            .view
            .ledger
            .institutions
            .iter()
            .filter_map(|one| Some((&one.slug, self.counted.parts.get(&one.slug)?)));
        let shown = known.filter(|(slug, _)| self.scope.is_none_or(|scope| scope == *slug));
        let rows = shown.flat_map(|(slug, coverage)| {
            let name = name_of(&self.view.ledger, slug).to_owned();
            [None, Some(GradeFilter::High)].map(|filter| institution_row(&name, coverage, filter, &items))
        });
        let mut columns = vec![
            column("institution", "기관", 5, Align::Left),
            column("grade", "등급", 2, Align::Center),
            column("systems", "대상", 2, Align::Right),
        ];
        columns.extend(items.iter().map(|item| column(item.code(), words::item(*item), 2, Align::Right)));
        let rows = rows.filter(|row| row.get(2) != Some(&Cell::Number(0))).collect();
        ExtraTable { code: "coverage_institutions", name: "기관별 기준 이행", columns, rows }
    }

    fn differences(&self, over: &[Overstated]) -> ExtraTable {
        let columns = vec![
            column("task_no", "과제", 1, Align::Right),
            column("institution", "기관", 5, Align::Left),
            column("item", "견준 항목", 4, Align::Left),
            column("says_tenths", "보고(%)", 2, Align::Right),
            column("counted_tenths", "대장(%)", 2, Align::Right),
            column("excess_tenths", "차이(%p)", 2, Align::Right),
        ];
        let row = |one: &Overstated| {
            vec![
                Cell::Number(one.task_no.0),
                Cell::Text(name_of(&self.view.ledger, &one.institution).to_owned()),
                Cell::Coded { code: one.item.code(), label: words::item(one.item) },
                Cell::Tenths(one.says),
                Cell::Tenths(one.counted),
                Cell::Tenths(one.excess()),
            ]
        };
        ExtraTable {
            code: "overstated", name: "보고와 대장의 차이", columns, rows: over.iter().map(row).collect()
        }
    }
}

fn item_row(no: TaskNo, item: Item, (code, label): (&'static str, &'static str), tally: Tally) -> Vec<Cell> {
    vec![
        Cell::Number(no.0),
        Cell::Coded { code: item.code(), label: words::item(item) },
        Cell::Coded { code, label },
        Cell::Number(tally.all()),
        Cell::Number(tally.yes),
        Cell::Number(tally.unknown),
        Cell::maybe(tally.tenths(), Cell::Tenths),
    ]
}

fn institution_row(name: &str, coverage: &Coverage, filter: Option<GradeFilter>, items: &[Item]) -> Vec<Cell> {
    let fits = |grade: &Option<Grade>| filter.is_none_or(|filter| filter.fits(*grade));
    let of = |item| {
        GRADES.into_iter().filter(fits).fold(Tally::default(), |sum, grade| sum.plus(coverage.of_grade(item, grade)))
    };
    let code = filter.map_or("all", GradeFilter::code);
    let mut row = vec![
        Cell::Text(name.to_owned()),
        Cell::Coded { code, label: words::grades(filter) },
        Cell::Number(of(Item::Graded).all()),
    ];
    row.extend(items.iter().map(|item| Cell::Number(of(*item).yes)));
    row
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{at, counted, ledger};
    use super::*;
    use crate::domain::round::RoundSlug;

    fn told(tasks: &[i64], scope: Option<&str>) -> Option<Extra> {
        let mut ledger = ledger(tasks);
        let mut registry = crate::domain::ledger::Registry::clone(&ledger);
        registry.tasks[0].coverage = Some("graded".into());
        ledger = ledger.with_registry(registry);
        let round = ledger.reviews.round(&RoundSlug::parse("2024-Q1").unwrap()).unwrap();
        let view = RoundView::open(&ledger, round, at("2024-03-15")).unwrap();
        let scope = scope.map(|text| Slug::parse(text).unwrap());
        section(&view, &counted(), scope.as_ref())
    }

    #[test]
    fn the_counts_are_told_by_grade_and_by_institution() {
        let all = told(&[], None).unwrap();
        let row = |at: usize| all.tables[0].rows[at][2..].to_vec();
        let grade = |code, label| Cell::Coded { code, label };
        let numbers =
            |systems, met, tenths| [Cell::Number(systems), Cell::Number(met), Cell::Number(0), Cell::Tenths(tenths)];
        assert_eq!(row(0), [vec![grade("2", "2등급")], numbers(2, 1, 500).to_vec()].concat());
        assert_eq!(row(1), [vec![grade("none", "등급 없음")], numbers(1, 0, 0).to_vec()].concat());
        assert_eq!(row(2), [vec![grade("all", "전체")], numbers(3, 1, 333).to_vec()].concat());
        let of: Vec<_> = all.tables[1].rows.iter().map(|row| (row[2].clone(), row[3].clone())).collect();
        assert_eq!(of, [(Cell::Number(3), Cell::Number(1)), (Cell::Number(2), Cell::Number(1))]);
        assert_eq!(all.summary, "등급 재산정 1/3(33.3%)");
        assert!(all.lines.iter().any(|(_, line)| line.contains(&counted().state_hash)));
    }

    #[test]
    fn an_institution_reads_of_itself_and_not_the_hash_of_all() {
        let own = told(&[], Some("moef")).unwrap();
        assert_eq!(own.tables[1].rows.len(), 2);
        assert!(!own.lines.iter().any(|(_, line)| line.contains("SHA-256")));
        let other = told(&[], Some("mois")).unwrap();
        assert!(other.lines[0].1.contains("없음") && other.tables[1].rows.is_empty());
    }

    #[test]
    fn a_round_without_a_measured_task_says_nothing() {
        let other = ledger(&[]).tasks[1].no.0;
        assert_eq!(told(&[other], None), None);
    }
}

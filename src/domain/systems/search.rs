//! Finding systems: filters, an order, a page. Totals follow the filter, because they are counted over what it lets through.

use super::coverage::Item;
use super::register::{Row, Snapshot};
use super::words::{Grade, PlanState, RunnerKind, Site};
use crate::domain::ids::Slug;
use chrono::NaiveDate;
use std::cmp::Ordering;

/// Rows a page.
pub const PAGE: usize = 50;

/// Which grade is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradeFilter {
    Of(Grade),
    /// Grades 1 and 2.
    High,
    /// Without a grade.
    Missing,
}

impl GradeFilter {
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "high" => Some(Self::High),
            "none" => Some(Self::Missing),
            code => Grade::parse(code).map(Self::Of),
        }
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Of(grade) => grade.code(),
            Self::High => "high",
            Self::Missing => "none",
        }
    }

    #[must_use]
    pub fn fits(self, grade: Option<Grade>) -> bool {
        match self {
            Self::Of(asked) => grade == Some(asked),
            Self::High => grade.is_some_and(Grade::is_high),
            Self::Missing => grade.is_none(),
        }
    }
}

/// Which state of the continuity plan is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFilter {
    In(PlanState),
    /// No plan was begun.
    Missing,
    /// The day of the next review is over.
    ReviewDue,
}

impl PlanFilter {
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "none" => Some(Self::Missing),
            "review_due" => Some(Self::ReviewDue),
            code => PlanState::parse(code).map(Self::In),
        }
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::In(state) => state.code(),
            Self::Missing => "none",
            Self::ReviewDue => "review_due",
        }
    }

    fn fits(self, row: &Row<'_>, day: NaiveDate) -> bool {
        match self {
            Self::In(state) => row.plan_state() == Some(state),
            Self::Missing => row.plan_state().is_none(),
            Self::ReviewDue => row.in_force.and_then(|plan| plan.next_review).is_some_and(|on| on < day),
        }
    }
}

/// What is asked for; empty: every system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a name or number, as typed.
    pub text: String,
    /// `None`: any of those the reader may see by name.
    pub institution: Option<Slug>,
    pub runner: Option<RunnerKind>,
    pub grade: Option<GradeFilter>,
    pub site: Option<Site>,
    pub plan: Option<PlanFilter>,
    /// Those that are not, or not known to be, what the item asks.
    pub missing: Option<Item>,
}

impl Filter {
    #[must_use]
    pub fn fits(&self, row: &Row<'_>, needle: &str, day: NaiveDate, since: NaiveDate) -> bool {
        let fact = row.fact;
        self.institution.as_ref().is_none_or(|slug| fact.institution == *slug)
            && self.grade.is_none_or(|grade| grade.fits(fact.grade))
            && self.runner.is_none_or(|runner| fact.runner == runner)
            && self.site.is_none_or(|site| fact.site == Some(site))
            && self.plan.is_none_or(|plan| plan.fits(row, day))
            && self.missing.is_none_or(|item| item.is_met(row, day, since) != Some(true))
            && (needle.is_empty() || contains(&fact.name, needle) || row.code().as_str().contains(needle))
    }

    /// What is looked for in names and numbers: small letters, composed Hangul.
    #[must_use]
    pub fn needle(&self) -> String {
        use unicode_normalization::UnicodeNormalization;
        self.text.trim().nfc().collect::<String>().to_lowercase()
    }
}

/// Whether a name holds the needle; only names with capitals are turned small first.
fn contains(name: &str, needle: &str) -> bool {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        name.to_lowercase().contains(needle)
    } else {
        name.contains(needle)
    }
}

/// By what the list is sorted. Ties stand by institution, grade and name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Grade,
    Name,
    Institution,
    Users,
    /// How far its continuity plan is.
    Plan,
    /// When the first of its equipment leaves its service life.
    ServiceLife,
}

impl Order {
    pub const ALL: [Self; 6] = [Self::Grade, Self::Name, Self::Institution, Self::Users, Self::Plan, Self::ServiceLife];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grade => "grade",
            Self::Name => "name",
            Self::Institution => "institution",
            Self::Users => "users",
            Self::Plan => "plan",
            Self::ServiceLife => "life",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }

    /// Whether the greatest stands first unless asked otherwise.
    #[must_use]
    pub const fn descends(self) -> bool {
        matches!(self, Self::Users)
    }

    /// What is not known stands last, whichever way the rest goes.
    fn compare(self, a: &Row<'_>, b: &Row<'_>, descending: bool) -> Ordering {
        let turn = |ordering: Ordering| if descending { ordering.reverse() } else { ordering };
        match self {
            Self::Name => turn(a.fact.name.cmp(&b.fact.name)),
            Self::Institution => turn(a.fact.institution.cmp(&b.fact.institution)),
            Self::Grade => known_first(a.fact.grade, b.fact.grade, turn),
            Self::Users => known_first(a.fact.users, b.fact.users, turn),
            Self::Plan => turn(a.plan_state().cmp(&b.plan_state())),
            Self::ServiceLife => known_first(a.fact.serves_until, b.fact.serves_until, turn),
        }
    }
}

fn known_first<T: Ord>(a: Option<T>, b: Option<T>, turn: impl Fn(Ordering) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turn(a.cmp(&b)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// The systems that fit, and those of the page asked for.
pub struct Found<'a> {
    /// In the order of the register.
    pub all: Vec<Row<'a>>,
    pub page: Vec<Row<'a>>,
    /// From 1; a page beyond the last is the last.
    pub number: usize,
    pub pages: usize,
}

/// Finds systems among those that `visible` lets through.
pub fn find<'a>(
    snapshot: &'a Snapshot,
    filter: &Filter,
    since: NaiveDate,
    visible: impl Fn(&Slug) -> bool,
    (order, descending): (Order, bool),
    page: usize,
) -> Found<'a> {
    let needle = filter.needle();
    let fits = |row: &Row<'_>| visible(&row.fact.institution) && filter.fits(row, &needle, snapshot.day, since);
    let all: Vec<Row<'a>> = snapshot.rows().filter(fits).collect();
    let pages = all.len().div_ceil(PAGE).max(1);
    let number = page.clamp(1, pages);
    // Only the rows up to the page's end are put in order; the place in the register settles ties.
    let mut places: Vec<usize> = (0..all.len()).collect();
    let compare = |a: &usize, b: &usize| order.compare(&all[*a], &all[*b], descending).then(a.cmp(b));
    let end = (number * PAGE).min(places.len());
    if end < places.len() {
        places.select_nth_unstable_by(end, compare);
        places.truncate(end);
    }
    places.sort_unstable_by(compare);
    let page = places.iter().skip((number - 1) * PAGE).map(|place| all[*place]).collect();
    Found { page, number, pages, all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::systems::register::tests::{plan, register, version};
    use crate::domain::systems::system::tests::plain;
    use crate::domain::systems::system::{Grading, InformationSystem};
    use proptest::prelude::*;

    fn day() -> NaiveDate {
        "2024-03-20".parse().unwrap()
    }

    fn since() -> NaiveDate {
        "2024-01-31".parse().unwrap()
    }

    fn systems(n: usize) -> Vec<InformationSystem> {
        let one = |n: usize| {
            let mut system = plain(&format!("x-{n}"), ["mois", "msit", "moe"][n % 3]);
            system.grading =
                Grade::ALL.get(n % 5).map(|grade| Grading { grade: *grade, on: None, basis: String::new() });
            system.users = (!n.is_multiple_of(4)).then(|| i64::try_from(n * 37 % 101).unwrap());
            system
        };
        (1..=n).map(one).collect()
    }

    fn snapshot(systems: &[InformationSystem]) -> Snapshot {
        let added = (1..).zip(systems).map(|(id, system)| version(id, "2024-02-05", system)).collect();
        register(added).at(day())
    }

    fn names(found: &Found<'_>) -> Vec<String> {
        found.page.iter().map(|row| row.code().to_string()).collect()
    }

    #[test]
    fn only_what_the_reader_may_see_is_found() {
        let snapshot = snapshot(&systems(30));
        let mois = Slug::parse("mois").unwrap();
        let found = find(&snapshot, &Filter::default(), since(), |slug| *slug == mois, (Order::Name, false), 1);
        assert_eq!(found.all.len(), 10);
        let asked = Filter { institution: Slug::parse("msit"), ..Filter::default() };
        assert_eq!(find(&snapshot, &asked, since(), |slug| *slug == mois, (Order::Name, false), 1).all.len(), 0);
    }

    #[test]
    fn a_name_is_found_by_two_syllables_and_by_capitals() {
        let mut one = plain("mois-1", "mois");
        one.name = "장애 상황전파(SMS)".into();
        let snapshot = snapshot(&[one, plain("mois-2", "mois")]);
        let count = |text: &str| {
            let filter = Filter { text: text.into(), ..Filter::default() };
            find(&snapshot, &filter, since(), |_| true, (Order::Name, false), 1).all.len()
        };
        assert_eq!([count("장애"), count("sms"), count("MOIS-2"), count(" "), count("없음")], [1, 1, 1, 2, 0]);
    }

    #[test]
    fn what_is_missing_includes_what_nobody_has_looked_at() {
        let snapshot = snapshot(&[plain("mois-1", "mois")]);
        for item in Item::ALL {
            let filter = Filter { missing: Some(item), ..Filter::default() };
            assert_eq!(find(&snapshot, &filter, since(), |_| true, (Order::Grade, false), 1).all.len(), 1, "{item:?}");
        }
    }

    #[test]
    fn a_plan_whose_review_is_over_is_found() {
        let mut added = vec![version(1, "2024-02-05", &plain("mois-1", "mois"))];
        let mut approved = plan(1, "2024-02-20", 1, PlanState::Approved);
        if let crate::domain::systems::register::Added::Plan { fact, .. } = &mut approved {
            fact.next_review = "2024-03-19".parse().ok();
        }
        added.push(approved);
        let snapshot = register(added).at(day());
        let filter = Filter { plan: PlanFilter::parse("review_due"), ..Filter::default() };
        assert_eq!(find(&snapshot, &filter, since(), |_| true, (Order::Plan, false), 1).all.len(), 1);
    }

    #[test]
    fn what_is_not_known_stands_last_both_ways() {
        let snapshot = snapshot(&systems(12));
        for descending in [false, true] {
            let found = find(&snapshot, &Filter::default(), since(), |_| true, (Order::Users, descending), 1);
            let known: Vec<bool> = found.page.iter().map(|row| row.fact.users.is_some()).collect();
            assert!(known.is_sorted_by(|a, b| a >= b), "{known:?}");
        }
    }

    proptest! {
        #[test]
        fn the_pages_hold_every_system_once_and_in_one_order(n in 0usize..180, order in 0usize..6, descending: bool) {
            let snapshot = snapshot(&systems(n));
            let asked = (Order::ALL[order], descending);
            let page = |number| find(&snapshot, &Filter::default(), since(), |_| true, asked, number);
            let pages = page(1).pages;
            let turned: Vec<String> = (1..=pages).flat_map(|number| names(&page(number))).collect();
            let mut once = turned.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!((turned.len(), once.len()), (n, n));
            prop_assert_eq!(names(&page(pages + 5)), names(&page(pages)));
        }
    }
}

//! What the address of the list asks for; what it does not understand is not there.

use crate::domain::ids::Slug;
use crate::domain::systems::coverage::Item;
use crate::domain::systems::search::{Filter, GradeFilter, Order, PlanFilter};
use crate::domain::systems::words::{RunnerKind, Site};
use crate::pages::admin::typed_address;
use crate::pages::record::query::{page_number, value};

/// Filters, order and page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemsQuery {
    pub filter: Filter,
    pub order: Order,
    pub descending: bool,
    pub page: usize,
}

impl SystemsQuery {
    #[must_use]
    pub fn parse(pairs: &[(String, String)]) -> Self {
        let order = value(pairs, "sort").and_then(Order::parse).unwrap_or_default();
        let descending = match value(pairs, "dir") {
            Some("asc") => false,
            Some("desc") => true,
            _ => order.descends(),
        };
        let filter = Filter {
            text: value(pairs, "q").unwrap_or_default().chars().take(100).collect(),
            institution: value(pairs, "institution").and_then(Slug::parse),
            runner: value(pairs, "runner").and_then(RunnerKind::parse),
            grade: value(pairs, "grade").and_then(GradeFilter::parse),
            site: value(pairs, "site").and_then(Site::parse),
            plan: value(pairs, "plan_state").and_then(PlanFilter::parse),
            missing: value(pairs, "missing").and_then(Item::parse),
        };
        Self { filter, order, descending, page: usize::try_from(page_number(pairs)).unwrap_or(1) }
    }

    /// The same filters and order under a path, on a page.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        let filter = &self.filter;
        let turned = self.descending != self.order.descends();
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let institution = filter.institution.as_ref().map_or("", |slug| slug.as_str());
        typed_address(
            path,
            &[
                ("q", &filter.text),
                ("institution", institution),
                ("runner", filter.runner.map_or("", RunnerKind::code)),
                ("grade", filter.grade.map_or("", GradeFilter::code)),
                ("site", filter.site.map_or("", Site::code)),
                ("plan_state", filter.plan.map_or("", PlanFilter::code)),
                ("missing", filter.missing.map_or("", Item::code)),
                ("sort", if self.order == Order::default() { "" } else { self.order.code() }),
                ("dir", if turned { if self.descending { "desc" } else { "asc" } } else { "" }),
                ("page", &page),
            ],
        )
    }

    #[must_use]
    pub fn on_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }

    /// Sorted by a column, or the other way round if it already is; from the first page.
    #[must_use]
    pub fn sorted(&self, order: Order) -> Self {
        let descending = if self.order == order { !self.descending } else { order.descends() };
        Self { order, descending, page: 1, ..self.clone() }
    }

    /// Only what lacks an item, of a grade if one is given; from the first page.
    #[must_use]
    pub fn lacking(&self, item: Item, grade: Option<GradeFilter>) -> Self {
        let filter = Filter { missing: Some(item), grade: grade.or(self.filter.grade), ..self.filter.clone() };
        Self { filter, page: 1, ..self.clone() }
    }

    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[(&str, &str)]) -> SystemsQuery {
        let pairs: Vec<_> = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        SystemsQuery::parse(&pairs)
    }

    #[test]
    fn what_is_not_understood_is_not_there() {
        let nonsense = [
            ("institution", "행안부"),
            ("grade", "9"),
            ("site", "moon"),
            ("missing", "x"),
            ("sort", "luck"),
            ("page", "-2"),
        ];
        assert_eq!(parse(&nonsense), parse(&[]));
        assert_eq!(parse(&[]).address("/systems"), "/systems");
    }

    #[test]
    fn the_address_says_what_was_asked() {
        let asked = parse(&[
            ("q", "민원&x=1"),
            ("grade", "high"),
            ("missing", "redundant"),
            ("sort", "users"),
            ("dir", "asc"),
            ("page", "3"),
        ]);
        let address = asked.address("/systems");
        let query = address.split_once('?').unwrap().1.as_bytes();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query).into_owned().collect();
        assert_eq!(SystemsQuery::parse(&pairs), asked);
    }

    #[test]
    fn a_column_sorted_again_is_turned_and_begins_anew() {
        let once = parse(&[("page", "4")]).sorted(Order::Users);
        assert_eq!((once.descending, once.page), (true, 1));
        assert!(!once.sorted(Order::Users).descending);
    }
}

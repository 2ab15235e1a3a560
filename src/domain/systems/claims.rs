//! Where the ministries say more than the register shows: reported progress against coverage.

use super::coverage::{ByInstitution, Item};
use crate::domain::ids::{AssignmentId, Slug, TaskNo};
use crate::domain::ledger::Ledger;
use crate::domain::rating::SelfRating;
use crate::domain::standing::{AssignmentStanding, Standing};

/// By how many tenths of a per cent a report may exceed coverage before it is told; by less than one system it may always.
pub const TOLERANCE: i64 = 100;

/// An institution that reports more than is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overstated {
    pub task_no: TaskNo,
    pub institution: Slug,
    pub assignment: AssignmentId,
    /// What progress is held against.
    pub item: Item,
    /// In tenths of a per cent; a claim of completion says all.
    pub says: i64,
    pub counted: i64,
}

impl Overstated {
    /// In tenths of a percentage point.
    #[must_use]
    pub const fn excess(&self) -> i64 {
        self.says - self.counted
    }
}

/// All of them: the greatest excess first, then by task and institution. Unknown progress says nothing, and an institution
/// without systems is not measured.
#[must_use]
pub fn overstated(ledger: &Ledger, standing: &Standing, counted: &ByInstitution) -> Vec<Overstated> {
    let measured = ledger.tasks.iter().filter_map(|task| {
        let item = Item::of_task(task.coverage.as_deref()?).first()?;
        Some((task.no, *item))
    });
    let mut found: Vec<Overstated> = measured
        .flat_map(|(no, item)| {
            let of_task = standing.assignments.iter().filter(move |one| one.task_no == no);
            of_task.filter_map(move |one| of_assignment(one, item, counted))
        })
        .collect();
    found.sort_by(|a, b| {
        let key = |one: &Overstated| (std::cmp::Reverse(one.excess()), one.task_no);
        key(a).cmp(&key(b)).then_with(|| a.institution.cmp(&b.institution))
    });
    found
}

fn of_assignment(one: &AssignmentStanding, item: Item, counted: &ByInstitution) -> Option<Overstated> {
    let tally = counted.get(&one.institution)?.of_promised(item);
    let counted = tally.tenths()?;
    let says = match one.self_rating()? {
        SelfRating::Claimed => 1000,
        _ => one.progress()? * 10,
    };
    // Of few systems one is many points: less than one is no difference.
    let is_whole = says * tally.all() - tally.yes * 1000 >= 1000;
    (is_whole && says > counted + TOLERANCE).then(|| Overstated {
        task_no: one.task_no,
        institution: one.institution.clone(),
        assignment: one.id,
        item,
        says,
        counted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::{ledger, report};
    use crate::domain::ledger::{Fact, Registry, ReportFact};
    use crate::domain::systems::coverage::by_institution;
    use crate::domain::systems::register::tests::{register, version};
    use crate::domain::systems::system::tests::plain;
    use crate::domain::systems::system::{Grading, InformationSystem};
    use crate::domain::systems::words::Grade;

    /// 기획재정부 has `n` systems, half of them graded anew; it reported `progress`, or claimed.
    fn found(n: i64, progress: i64, claimed: bool) -> Vec<i64> {
        let day = "2024-03-20".parse().unwrap();
        let on = "2024-03-04".parse().ok();
        let grading = Some(Grading { grade: Grade::Two, on, basis: String::new() });
        let system = |id: i64| {
            let grading = grading.clone().filter(|_| id % 2 == 0);
            version(id, "2024-02-05", &InformationSystem { grading, ..plain(&format!("moef-{id}"), "moef") })
        };
        let added = (1..=n).map(system).collect();
        let counted = by_institution(&register(added), day, "2024-01-31".parse().unwrap());
        let plain = ledger();
        let mut registry = Registry::clone(&plain);
        registry.tasks[0].coverage = Some("graded".into());
        let told = ReportFact { progress: Some(progress), ..report(2, "2024-03-18", None, claimed) };
        let ledger = plain.with_registry(registry).with([Fact::Report(told)]);
        let standing = Standing::derive(&ledger, day);
        overstated(&ledger, &standing, &counted).iter().map(Overstated::excess).collect()
    }

    #[test]
    fn a_report_may_exceed_coverage_by_ten_points_and_no_more() {
        assert_eq!(found(20, 60, false), Vec::<i64>::new());
        assert_eq!(found(20, 61, false), [110]);
    }

    #[test]
    fn a_claim_of_completion_says_all() {
        assert_eq!(found(20, 40, true), [500]);
    }

    #[test]
    fn less_than_one_system_is_no_difference() {
        assert_eq!(found(2, 99, false), Vec::<i64>::new());
        assert_eq!(found(2, 100, false), [500]);
    }
}

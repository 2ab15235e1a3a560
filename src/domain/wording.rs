//! How the parts of a plan were worded on an earlier day.
//!
//! The wording in force stands with the part itself; beside it are the wordings that were superseded, each with the instant
//! at which it ended. A plan read as of a day is worded as it was then.

use crate::domain::ids::TaskNo;
use crate::domain::ledger::Registry;
use crate::domain::plan_file::PlanFile;
use chrono::{DateTime, Utc};

/// A part of a plan whose wording may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Plan,
    Strategy(i64),
    Task(TaskNo),
    /// By task and number within it.
    Milestone(TaskNo, i64),
    Source(String),
}

impl Place {
    /// As it is stored: `plan`, `strategy.1`, `task.4`, `milestone.4.1`, `source.KEY`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Plan => "plan".to_owned(),
            Self::Strategy(no) => format!("strategy.{no}"),
            Self::Task(no) => format!("task.{no}"),
            Self::Milestone(task, no) => format!("milestone.{task}.{no}"),
            Self::Source(key) => format!("source.{key}"),
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let Some((kind, rest)) = code.split_once('.') else { return (code == "plan").then_some(Self::Plan) };
        match kind {
            "strategy" => rest.parse().ok().map(Self::Strategy),
            "task" => TaskNo::parse(rest).map(Self::Task),
            "milestone" => {
                let (task, no) = rest.split_once('.')?;
                Some(Self::Milestone(TaskNo::parse(task)?, no.parse().ok()?))
            }
            "source" => Some(Self::Source(rest.to_owned())),
            _ => None,
        }
    }

    /// As an import names it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Plan => "대책 이름".to_owned(),
            Self::Strategy(no) => format!("전략 {no}"),
            Self::Task(no) => format!("과제 {no}"),
            Self::Milestone(task, no) => format!("과제 {task} 마일스톤 {no}"),
            Self::Source(key) => format!("출처 {key}"),
        }
    }
}

/// How something is worded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    pub title: String,
    /// The English title; of a source, where it was published; empty where there is neither.
    pub other: String,
}

/// A wording that no longer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastWording {
    pub place: Place,
    pub wording: Wording,
    pub superseded_at: DateTime<Utc>,
}

/// A wording that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewording {
    pub place: Place,
    pub from: Wording,
    pub to: Wording,
}

impl Registry {
    /// The wording in force of a part; `None` where the plan has no such part.
    #[must_use]
    pub fn wording(&self, place: &Place) -> Option<Wording> {
        let of = |title: &str, other: &str| Wording { title: title.to_owned(), other: other.to_owned() };
        match place {
            Place::Plan => Some(of(&self.plan.title, &self.plan.title_en)),
            Place::Strategy(no) => {
                self.strategies.iter().find(|one| one.no == *no).map(|one| of(&one.title, &one.title_en))
            }
            Place::Task(no) => self.tasks.iter().find(|one| one.no == *no).map(|one| of(&one.title, &one.title_en)),
            Place::Milestone(task, no) => {
                let found = self.milestones.iter().find(|one| one.task_no == *task && one.no == *no);
                found.map(|one| of(&one.title, ""))
            }
            Place::Source(key) => {
                self.sources.iter().find(|one| one.key == *key).map(|one| of(&one.title, &one.location))
            }
        }
    }

    fn put_wording(&mut self, place: &Place, wording: Wording) {
        let Wording { title, other } = wording;
        match place {
            Place::Plan => (self.plan.title, self.plan.title_en) = (title, other),
            Place::Strategy(no) => {
                if let Some(one) = self.strategies.iter_mut().find(|one| one.no == *no) {
                    (one.title, one.title_en) = (title, other);
                }
            }
            Place::Task(no) => {
                if let Some(one) = self.tasks.iter_mut().find(|one| one.no == *no) {
                    (one.title, one.title_en) = (title, other);
                }
            }
            Place::Milestone(task, no) => {
                if let Some(one) = self.milestones.iter_mut().find(|one| one.task_no == *task && one.no == *no) {
                    one.title = title;
                }
            }
            Place::Source(key) => {
                if let Some(one) = self.sources.iter_mut().find(|one| one.key == *key) {
                    (one.title, one.location) = (title, other);
                }
            }
        }
    }

    /// Whether any wording in force now was another just before `cutoff`.
    #[must_use]
    pub fn was_worded_otherwise(&self, cutoff: DateTime<Utc>) -> bool {
        self.past_wordings.iter().any(|past| past.superseded_at >= cutoff)
    }

    /// The same registry with the wordings in force just before `cutoff`.
    #[must_use]
    pub fn worded_before(&self, cutoff: DateTime<Utc>) -> Self {
        let mut registry = self.clone();
        // Newest first, so that of several later changes the earliest has the last word.
        let mut undone: Vec<&PastWording> =
            self.past_wordings.iter().filter(|past| past.superseded_at >= cutoff).collect();
        undone.reverse();
        undone.sort_by_key(|past| std::cmp::Reverse(past.superseded_at));
        for past in undone {
            registry.put_wording(&past.place, past.wording.clone());
        }
        registry
    }

    /// The wordings that `file` puts differently.
    #[must_use]
    pub fn rewordings(&self, file: &PlanFile) -> Vec<Rewording> {
        let mut wanted = vec![(Place::Plan, file.title.clone(), file.title_en.clone())];
        wanted.extend(
            file.strategies.iter().map(|one| (Place::Strategy(one.no), one.title.clone(), one.title_en.clone())),
        );
        wanted.extend(
            file.sources.iter().map(|one| (Place::Source(one.key.clone()), one.title.clone(), one.location.clone())),
        );
        for entry in &file.tasks {
            let task = &entry.task;
            wanted.push((Place::Task(task.no), task.title.clone(), task.title_en.clone()));
            let milestones = entry.milestones.iter();
            wanted.extend(milestones.map(|one| (Place::Milestone(task.no, one.no), one.title.clone(), String::new())));
        }
        let changed = wanted.into_iter().filter_map(|(place, title, other)| {
            let (from, to) = (self.wording(&place)?, Wording { title, other });
            (from != to).then_some(Rewording { place, from, to })
        });
        changed.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::exceptions::tests::ledger;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn past(place: Place, title: &str, until: &str) -> PastWording {
        let wording = Wording { title: title.to_owned(), other: String::new() };
        PastWording { place, wording, superseded_at: at(until) }
    }

    #[test]
    fn a_part_is_worded_as_it_was_on_the_day() {
        let task = Place::Task(ledger().tasks[0].no);
        let mut registry: Registry = (*ledger()).clone();
        let now = registry.wording(&task).unwrap().title;
        registry.past_wordings = vec![
            past(task.clone(), "첫 이름", "2024-03-05T00:00:00Z"),
            past(task.clone(), "둘째 이름", "2024-03-10T00:00:00Z"),
        ];
        let on = |cutoff: &str| registry.worded_before(at(cutoff)).wording(&task).unwrap().title;
        assert_eq!(on("2024-03-05T00:00:00Z"), "첫 이름");
        assert_eq!(on("2024-03-05T00:00:01Z"), "둘째 이름");
        assert_eq!(on("2024-03-10T00:00:00Z"), "둘째 이름");
        assert_eq!(on("2024-03-10T00:00:01Z"), now);
        assert!(registry.was_worded_otherwise(at("2024-03-10T00:00:00Z")));
        assert!(!registry.was_worded_otherwise(at("2024-03-10T00:00:01Z")));
    }

    #[test]
    fn of_two_changes_at_one_instant_the_first_wording_was_there_before() {
        let task = Place::Task(ledger().tasks[0].no);
        let mut registry: Registry = (*ledger()).clone();
        let until = "2024-03-05T00:00:00Z";
        registry.past_wordings = vec![past(task.clone(), "첫 이름", until), past(task.clone(), "둘째 이름", until)];
        assert_eq!(registry.worded_before(at(until)).wording(&task).unwrap().title, "첫 이름");
    }

    proptest! {
        #[test]
        fn a_place_is_read_back_as_it_was_stored(task in 1i64..100, no in 1i64..20, key in "[a-z_]{1,12}") {
            let task = TaskNo(task);
            for place in [Place::Plan, Place::Strategy(no), Place::Task(task), Place::Milestone(task, no), Place::Source(key)] {
                prop_assert_eq!(Place::parse(&place.code()), Some(place));
            }
        }
    }
}

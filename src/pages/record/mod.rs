//! What the ministry, task and assignment pages share: words for the domain's values, the cells of their tables, the
//! three signals ([`trio`]), the slip ledger ([`slips`]) and the stream ([`feed`]).
//!
//! To show a new value in all of them, add its cell in [`cells`].

pub mod cells;
pub mod chips;
pub mod feed;
pub mod fields;
pub mod query;
pub mod slips;
pub mod sorting;
pub mod trio;

use crate::domain::calendar::Calendar;
use crate::domain::council::Council;
use crate::domain::due::{Due, Precision};
use crate::domain::ids::{MilestoneId, ReportId, Slug};
use crate::domain::institution::Institution;
use crate::domain::ledger::Ledger;
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::plan::{Milestone, Strategy, Task};
use crate::domain::standing::Standing;
use crate::pages::PageInfo;
use crate::pages::lang::Lang;
use std::collections::HashMap;

/// What every page about the plan's progress is drawn from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub info: &'a PageInfo,
    pub ledger: &'a Ledger,
    pub standing: &'a Standing,
    pub calendar: &'a Calendar,
}

/// The texts and the evidence of the reports that a page shows.
#[derive(Clone, Copy)]
pub struct Narratives<'a> {
    pub texts: &'a HashMap<ReportId, ReportText>,
    pub evidence: &'a HashMap<ReportId, Vec<EvidenceRow>>,
    /// Where what they find hard is looked up.
    pub council: &'a Council,
}

impl<'a> Scene<'a> {
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.info.lang
    }

    /// The name of an institution in the reader's language.
    #[must_use]
    pub fn institution(&self, slug: &Slug) -> String {
        let named = |institution| institution_name(self.lang(), institution).to_owned();
        self.ledger.institution(slug).map_or_else(|| slug.to_string(), named)
    }

    #[must_use]
    pub fn task(&self, no: crate::domain::ids::TaskNo) -> Option<&'a Task> {
        self.ledger.tasks.iter().find(|task| task.no == no)
    }

    /// `4-3`: the number of a milestone within the plan.
    #[must_use]
    pub fn milestone_no(&self, id: MilestoneId) -> String {
        self.ledger.milestone(id).map(milestone_no).unwrap_or_default()
    }

    /// `4-3 등급 재산정`
    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> String {
        self.ledger.milestone(id).map(milestone_label).unwrap_or_default()
    }
}

/// The name of an institution in `lang`.
#[must_use]
pub fn institution_name(lang: Lang, institution: &Institution) -> &str {
    in_language(lang, &institution.name_ko, &institution.name_en)
}

/// The title of a task in `lang`.
#[must_use]
pub fn task_title(lang: Lang, task: &Task) -> &str {
    in_language(lang, &task.title, &task.title_en)
}

/// The title of a strategy in `lang`.
#[must_use]
pub fn strategy_title(lang: Lang, strategy: &Strategy) -> &str {
    in_language(lang, &strategy.title, &strategy.title_en)
}

fn in_language<'a>(lang: Lang, ko: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.is_empty() { en } else { ko }
}

/// `4-3`
#[must_use]
pub fn milestone_no(milestone: &Milestone) -> String {
    format!("{}-{}", milestone.task_no, milestone.no)
}

/// `4-3 등급 재산정`
#[must_use]
pub fn milestone_label(milestone: &Milestone) -> String {
    format!("{} {}", milestone_no(milestone), milestone.title)
}

/// The `lang` of what people wrote in Korean, where the page is in another language.
#[must_use]
pub fn korean(lang: Lang) -> Option<&'static str> {
    (lang != Lang::Ko).then_some("ko")
}

/// Whether a due needs its last day written out, because it was promised as a period.
#[must_use]
pub fn is_coarse(due: Due) -> bool {
    due.precision != Precision::Day
}

//! The stream of an assignment, a task or an institution: what was reported, judged and decided, newest first.
//!
//! Nothing is stored for it: it is the ledger read from its end. To show another kind of fact, add a variant here with
//! its instant and its assignment, and its words in `pages::record::feed`.

use crate::domain::ids::{AssignmentId, ReportId};
use crate::domain::ledger::{
    DateChangeFact, Decision, EndingFact, Ledger, ReportFact, ReportKind, VerdictFact, VerificationFact,
};
use chrono::{DateTime, Utc};
use std::cmp::Reverse;

/// Items shown on one page of a stream.
pub const ITEMS_A_PAGE: i64 = 20;

/// One entry of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StreamItem<'a> {
    Report(&'a ReportFact),
    Verdict(&'a VerdictFact),
    Verification(&'a VerificationFact),
    Ending(&'a EndingFact),
    /// A proposal to move an approved due, on the day it was made.
    DateChange(&'a DateChangeFact),
    /// The decision on a proposal, on the day it was decided.
    DateDecision(&'a DateChangeFact, &'a Decision),
}

impl<'a> StreamItem<'a> {
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Report(fact) => fact.recorded_at,
            Self::Verdict(fact) => fact.recorded_at,
            Self::Verification(fact) => fact.recorded_at,
            Self::Ending(fact) => fact.recorded_at,
            Self::DateChange(fact) => fact.recorded_at,
            Self::DateDecision(_, decision) => decision.at,
        }
    }

    #[must_use]
    pub fn assignment(&self) -> AssignmentId {
        match self {
            Self::Report(fact) => fact.assignment,
            Self::Verdict(fact) => fact.assignment,
            Self::Verification(fact) => fact.assignment,
            Self::Ending(fact) => fact.assignment,
            Self::DateChange(fact) | Self::DateDecision(fact, _) => fact.assignment,
        }
    }

    /// Of two entries of the same instant the answer stands above what it answers.
    fn rank(&self) -> (u8, i64) {
        match self {
            Self::Report(fact) => (0, fact.id.0),
            Self::DateChange(fact) => (1, fact.id.0),
            Self::Verdict(fact) => (2, fact.report.0),
            Self::Verification(fact) => (3, fact.milestone.0),
            Self::Ending(fact) => (4, fact.milestone.0),
            Self::DateDecision(fact, _) => (5, fact.id.0),
        }
    }

    /// The report whose texts and evidence the entry shows.
    #[must_use]
    pub fn report(&self) -> Option<&'a ReportFact> {
        match self {
            Self::Report(fact) if fact.kind != ReportKind::Withdrawal => Some(fact),
            _ => None,
        }
    }
}

/// What was recorded before `cutoff` about these assignments, newest first.
#[must_use]
pub fn stream(
    ledger: &Ledger,
    cutoff: DateTime<Utc>,
    of: impl IntoIterator<Item = AssignmentId>,
) -> Vec<StreamItem<'_>> {
    let mut items = Vec::new();
    for assignment in of {
        let record = ledger.record(assignment);
        items.extend(record.reports.iter().map(|fact| StreamItem::Report(fact)));
        items.extend(record.verdicts.iter().map(|fact| StreamItem::Verdict(fact)));
        items.extend(record.verifications.iter().map(|fact| StreamItem::Verification(fact)));
        items.extend(record.endings.iter().map(|fact| StreamItem::Ending(fact)));
        for fact in &record.date_changes {
            items.push(StreamItem::DateChange(fact));
            items.extend(fact.decision.as_ref().map(|decision| StreamItem::DateDecision(fact, decision)));
        }
    }
    items.retain(|item| item.at() < cutoff);
    items.sort_unstable_by_key(|item| Reverse((item.at(), item.rank(), item.assignment())));
    items
}

/// One page of a stream, and how many pages there are.
#[derive(Clone, Debug)]
pub struct StreamPage<'a> {
    pub items: Vec<StreamItem<'a>>,
    /// From 1.
    pub page: i64,
    /// At least 1.
    pub pages: i64,
    /// Items on all pages.
    pub total: i64,
}

impl<'a> StreamPage<'a> {
    /// The `page`-th page of `items`; a page that does not exist becomes the nearest that does.
    #[must_use]
    pub fn of(items: &[StreamItem<'a>], page: i64) -> Self {
        let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let pages = total.div_euclid(ITEMS_A_PAGE) + i64::from(total % ITEMS_A_PAGE > 0);
        let pages = pages.max(1);
        let page = page.clamp(1, pages);
        let size = usize::try_from(ITEMS_A_PAGE).unwrap_or(1);
        let skipped = usize::try_from(page - 1).unwrap_or(0).saturating_mul(size);
        Self { items: items.iter().skip(skipped).take(size).copied().collect(), page, pages, total }
    }

    /// The reports whose texts and evidence this page shows.
    #[must_use]
    pub fn reports(&self) -> Vec<ReportId> {
        self.items.iter().filter_map(|item| item.report().map(|report| report.id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::end_of;
    use crate::domain::due::Due;
    use crate::domain::ids::{DateChangeId, MilestoneId, PlanId, Slug, UserId};
    use crate::domain::ledger::{Fact, Registry};
    use crate::domain::plan::Plan;
    use crate::domain::rating::{SelfRating, Verdict};
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn noon(text: &str) -> DateTime<Utc> {
        format!("{text}T03:00:00Z").parse().unwrap()
    }

    fn report(id: i64, assignment: i64, on: &str) -> ReportFact {
        ReportFact {
            id: ReportId(id),
            assignment: AssignmentId(assignment),
            kind: ReportKind::Statement,
            self_rating: SelfRating::OnTrack,
            progress: None,
            recorded_at: noon(on),
            by: UserId(1),
            by_name: "김○○".into(),
            has_obstacle: false,
            has_request: false,
            evidence_count: 0,
            return_id: None,
            previous: None,
            steps: Vec::new(),
        }
    }

    fn verdict(report: i64, assignment: i64, on: &str) -> VerdictFact {
        VerdictFact {
            report: ReportId(report),
            assignment: AssignmentId(assignment),
            verdict: Verdict::OnTrack,
            reason: "확인함".into(),
            condition: String::new(),
            by_name: "이○○".into(),
            recorded_at: noon(on),
        }
    }

    fn date_change(on: &str, decided: &str) -> DateChangeFact {
        DateChangeFact {
            id: DateChangeId(1),
            assignment: AssignmentId(1),
            milestone: MilestoneId(1),
            from: Due::on(day("2024-03-31")),
            to: Due::on(day("2024-04-12")),
            reason: "앞 단계 지연".into(),
            by_name: "김○○".into(),
            recorded_at: noon(on),
            decision: Some(Decision {
                approved: true,
                reason: "받아들임".into(),
                by_name: "이○○".into(),
                at: noon(decided),
            }),
        }
    }

    fn ledger() -> Ledger {
        let slug = Slug::parse("mois").unwrap();
        Ledger::new(Registry {
            plan: Plan {
                id: PlanId(1),
                slug: slug.clone(),
                title: "대책".into(),
                title_en: "Plan".into(),
                announced_on: day("2024-01-31"),
                lead: slug,
                contact_unit: String::new(),
                contact_phone: String::new(),
            },
            sources: Vec::new(),
            strategies: Vec::new(),
            tasks: Vec::new(),
            milestones: Vec::new(),
            institutions: Vec::new(),
            assignments: Vec::new(),
            subtasks: vec![],
            past_wordings: vec![],
        })
    }

    fn words(items: &[StreamItem<'_>]) -> Vec<&'static str> {
        let word = |item: &StreamItem<'_>| match item {
            StreamItem::Report(_) => "report",
            StreamItem::Verdict(_) => "verdict",
            StreamItem::Verification(_) => "verification",
            StreamItem::Ending(_) => "ending",
            StreamItem::DateChange(_) => "proposal",
            StreamItem::DateDecision(..) => "decision",
        };
        items.iter().map(word).collect()
    }

    #[test]
    fn the_newest_stands_first_and_an_answer_above_what_it_answers() {
        let ledger = ledger().with([
            Fact::Report(report(1, 1, "2024-03-01")),
            Fact::Report(report(2, 1, "2024-03-18")),
            Fact::Verdict(verdict(1, 1, "2024-03-01")),
            Fact::DateChange(date_change("2024-03-15", "2024-03-19")),
        ]);
        let items = stream(&ledger, end_of(day("2024-03-20")), [AssignmentId(1)]);
        assert_eq!(words(&items), ["decision", "report", "proposal", "verdict", "report"]);
    }

    #[test]
    fn what_came_after_the_day_is_not_in() {
        let ledger = ledger().with([Fact::DateChange(date_change("2024-03-15", "2024-03-19"))]);
        let items = stream(&ledger, end_of(day("2024-03-18")), [AssignmentId(1)]);
        assert_eq!(words(&items), ["proposal"]);
    }

    #[test]
    fn only_the_assignments_asked_for_are_in() {
        let reports = [report(1, 1, "2024-03-01"), report(2, 2, "2024-03-02")];
        let ledger = ledger().with(reports.map(Fact::Report));
        let items = stream(&ledger, end_of(day("2024-03-20")), [AssignmentId(2)]);
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].assignment(), AssignmentId(2));
    }

    #[test]
    fn a_page_past_the_end_is_the_last_page() {
        let ledger = ledger().with((1..=45).map(|id| Fact::Report(report(id, 1, "2024-03-01"))));
        let items = stream(&ledger, end_of(day("2024-03-20")), [AssignmentId(1)]);
        let page = StreamPage::of(&items, 99);
        assert_eq!((page.page, page.pages, page.total, page.items.len()), (3, 3, 45, 5));
        assert_eq!(page.reports().last(), Some(&ReportId(1)));
    }

    #[test]
    fn a_withdrawal_has_no_texts_to_show() {
        let withdrawal = ReportFact { kind: ReportKind::Withdrawal, ..report(1, 1, "2024-03-01") };
        let ledger = ledger().with([Fact::Report(withdrawal)]);
        let items = stream(&ledger, end_of(day("2024-03-20")), [AssignmentId(1)]);
        assert_eq!(StreamPage::of(&items, 1).reports(), []);
    }
}

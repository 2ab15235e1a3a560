//! The rows of returns, queries, verdicts, exceptions and what institutions say.

use super::{
    Before, ComparisonRow, EvidenceLine, ExceptionRow, ExtensionRow, Inputs, MeasuredItem, MeasuredRow, QueryRow,
    ReturnCounts, ReturnRow, RoundHead, RoundView, VerdictRow, VoiceRow, in_korea,
};
use crate::domain::calendar::day_of;
use crate::domain::comparison::compare;
use crate::domain::exceptions::{ExceptionKind, coverage_exceptions, exceptions};
use crate::domain::ids::{Slug, TaskNo};
use crate::domain::narrative::ReportText;
use crate::domain::query::{Query, QueryState};
use crate::domain::returns::{Return, ReturnEventKind, ReturnState};
use crate::domain::round::RoundEventKind;
use crate::domain::standing::AssignmentStanding;
use crate::domain::systems::claims::overstated;
use crate::domain::systems::coverage::Item;
use crate::domain::systems::statement::measured;
use crate::reports::state::{Party, StateReport};
use serde::Serializer;
use std::collections::HashMap;

pub struct Rows<'a> {
    view: &'a RoundView<'a>,
    inputs: &'a Inputs<'a>,
    state: &'a StateReport,
    titles: HashMap<TaskNo, &'a str>,
    /// The place of each institution in the register.
    register: HashMap<&'a Slug, usize>,
    /// The round's queries at the cutoff, by number.
    queries: Vec<Query>,
}

impl<'a> Rows<'a> {
    pub fn new(view: &'a RoundView<'a>, inputs: &'a Inputs<'a>, state: &'a StateReport) -> Self {
        let mut queries: Vec<_> = inputs.queries.iter().filter_map(|query| query.before(view.cutoff)).collect();
        queries.sort_by_key(|query| query.no);
        Self {
            view,
            inputs,
            state,
            titles: view.ledger.tasks.iter().map(|task| (task.no, task.title.as_str())).collect(),
            register: view.ledger.institutions.iter().enumerate().map(|(at, one)| (&one.slug, at)).collect(),
            queries,
        }
    }

    pub fn head(&self) -> RoundHead {
        let (round, settings) = (&self.view.round, &self.view.round.settings);
        let extended = round.events.iter().filter(|event| event.kind == RoundEventKind::Extended);
        RoundHead {
            slug: round.slug.clone(),
            ordinal: round.ordinal,
            quarterly: round.slug.is_quarterly(),
            state: round.state,
            base_date: settings.base_date,
            window_from: settings.window_from,
            due: settings.due,
            meeting_on: settings.meeting_on,
            meeting_place: settings.meeting_place.clone(),
            tasks: settings.tasks.clone(),
            two_steps: settings.two_steps,
            extensions: extended
                .map(|event| ExtensionRow {
                    due: event.settings.due,
                    reason: event.reason.clone(),
                    recorded_on: day_of(event.recorded_at),
                })
                .collect(),
        }
    }

    fn takes(&self, institution: &Slug) -> bool {
        self.inputs.scope.is_none_or(|scope| scope == institution)
    }

    fn party(&self, slug: &Slug) -> Party {
        let name = self.view.ledger.institution(slug).map_or_else(|| slug.to_string(), |one| one.name_ko.clone());
        Party { slug: slug.clone(), name }
    }

    fn title(&self, no: TaskNo) -> String {
        self.titles.get(&no).map_or_else(String::new, |title| (*title).to_owned())
    }

    pub fn returns(&self) -> Vec<ReturnRow> {
        let mut returns: Vec<_> = self.view.returns().filter(|one| self.takes(&one.institution)).collect();
        returns.sort_by_key(|one| self.register.get(&one.institution).copied());
        returns.iter().map(|one| self.return_row(one)).collect()
    }

    fn return_row(&self, one: &Return) -> ReturnRow {
        let (submission, approval) = (one.submission(), one.approval());
        let first = one.first_submitted_on();
        let back = [ReturnEventKind::SentBack, ReturnEventKind::Reopened];
        let queries = || self.queries.iter().filter(|query| query.return_id == one.id);
        ReturnRow {
            institution: self.party(&one.institution),
            state: one.state,
            nil: one.is_nil(),
            first_submitted_on: first,
            working_days_late: first
                .map_or(0, |day| self.view.round.working_days_late(day, self.inputs.calendar))
                .max(0),
            submitted_at: submission.map(|event| in_korea(event.recorded_at)),
            submitted_by: submission.map(|event| event.by_name.clone()),
            on_behalf_of: submission.and_then(|event| event.on_behalf_of.clone()),
            way: submission.and_then(|event| event.way),
            checked_by: one.checked().map(|event| event.by_name.clone()),
            approved_at: approval.map(|event| in_korea(event.recorded_at)),
            approved_by: approval.map(|event| event.by_name.clone()),
            sent_back: count(one.events.iter().filter(|event| back.contains(&event.kind))),
            queries: count(queries()),
            open_queries: count(queries().filter(|query| query.state() == QueryState::Open)),
        }
    }

    pub fn queries(&self) -> Vec<QueryRow> {
        let mine =
            self.queries.iter().filter(|query| self.asked(query).is_some_and(|asked| (self.inputs.readable)(asked)));
        mine.filter_map(|query| self.query_row(query)).collect()
    }

    pub fn queries_left_out(&self) -> i64 {
        count(self.queries.iter().filter(|query| self.asked(query).is_some_and(|asked| !(self.inputs.readable)(asked))))
    }

    /// Whom a query asks, where the report is about them: its return's institution, whoever holds the assignment since.
    fn asked(&self, query: &Query) -> Option<&Slug> {
        let one = self.view.ledger.reviews.return_by_id(query.return_id)?;
        Some(&one.institution).filter(|institution| self.takes(institution))
    }

    fn query_row(&self, query: &Query) -> Option<QueryRow> {
        let institution = self.asked(query)?;
        Some(QueryRow {
            label: query.label(&self.view.round.slug),
            no: query.no,
            state: query.state(),
            task_no: self.view.ledger.assignment(query.assignment)?.task_no,
            institution: self.party(institution),
            field: query.field.clone(),
            question: query.question.clone(),
            due: query.due,
            asked_by: query.asked_by_name.clone(),
            asked_at: in_korea(query.asked_at),
            answer: query.answer.as_ref().map_or_else(String::new, |answer| answer.text.clone()),
            answered_by: query.answer.as_ref().map(|answer| answer.by_name.clone()),
            answered_at: query.answer.as_ref().map(|answer| in_korea(answer.at)),
            closed_by: query.closed.as_ref().map(|(by, _)| by.clone()),
            closed_at: query.closed.as_ref().map(|(_, at)| in_korea(*at)),
        })
    }

    /// The assignments in the order of the report's rows.
    fn assignments(&self) -> Vec<&'a AssignmentStanding> {
        let all = self.view.standing.assignments.iter().filter(|one| self.takes(&one.institution));
        let mut mine: Vec<_> = all.collect();
        mine.sort_by_key(|one| (one.task_no, one.role, self.register.get(&one.institution).copied(), one.id));
        mine
    }

    pub fn verdicts(&self) -> Vec<VerdictRow> {
        let rows = self.assignments().into_iter().filter_map(|one| {
            let fact = one.verdict.as_ref()?;
            Some(VerdictRow {
                task_no: one.task_no,
                task_title: self.title(one.task_no),
                institution: self.party(&one.institution),
                role: one.role,
                self_rating: one.self_rating(),
                verdict: fact.verdict,
                disputed: one.is_disputed(),
                reason: fact.reason.clone(),
                condition: fact.condition.clone(),
                by: fact.by_name.clone(),
                recorded_on: day_of(fact.recorded_at),
            })
        });
        rows.collect()
    }

    /// What the register counts beside what is reported.
    pub fn measured(&self) -> Vec<MeasuredRow> {
        let tasks: HashMap<TaskNo, &'static [Item]> = measured(&self.view.ledger).into_iter().collect();
        let rows = self.state.reports.iter().filter_map(|row| {
            let coverage = self.inputs.counted.parts.get(&row.institution.slug)?;
            let item = |item: &Item| {
                let tally = coverage.of_promised(*item);
                MeasuredItem {
                    item: *item,
                    systems: tally.all(),
                    met: tally.yes,
                    unknown: tally.unknown,
                    share_tenths: tally.tenths(),
                }
            };
            let items = tasks.get(&row.task_no)?.iter().map(item).collect();
            Some(MeasuredRow { task_no: row.task_no, institution: row.institution.slug.clone(), items })
        });
        rows.collect()
    }

    pub fn exceptions(&self) -> Vec<ExceptionRow> {
        let mut overstated = overstated(&self.view.ledger, &self.view.standing, &self.inputs.counted.parts);
        overstated.retain(|one| self.inputs.scope.is_none_or(|scope| *scope == one.institution));
        let found = exceptions(&self.view.standing).into_iter().chain(coverage_exceptions(&overstated));
        let mine = found.filter(|one| self.inputs.scope.is_none() || one.institution.as_ref() == self.inputs.scope);
        mine.map(|one| ExceptionRow {
            kind: one.kind,
            task_no: one.task_no,
            task_title: self.title(one.task_no),
            institution: one.institution.as_ref().map(|slug| self.party(slug)),
            institutions: one.institutions,
            milestone: one
                .milestone
                .and_then(|id| self.view.ledger.milestone(id))
                .map_or_else(String::new, |milestone| milestone.title.clone()),
            days: one.days.max(0),
        })
        .collect()
    }

    pub fn before(&self) -> Option<Before> {
        let (round, _) = self.view.before.as_ref()?;
        Some(Before { slug: round.slug.clone(), ordinal: round.ordinal, base_date: round.base_date() })
    }

    /// What went somewhere, by which way it went.
    pub fn comparison(&self) -> Vec<ComparisonRow> {
        let Some((_, before)) = &self.view.before else { return Vec::new() };
        let turned: HashMap<_, _> =
            compare(before, &self.view.standing).into_iter().map(|one| (one.assignment, one)).collect();
        let rows = self.assignments().into_iter().filter_map(|now| {
            let (turned, then) = (turned.get(&now.id)?, before.by_id(now.id)?);
            Some(ComparisonRow {
                turn: turned.turn,
                task_no: now.task_no,
                task_title: self.title(now.task_no),
                institution: self.party(&now.institution),
                light_before: then.light,
                light: now.light,
                self_rating_before: then.self_rating(),
                self_rating: now.self_rating(),
                verdict_before: then.verdict.as_ref().map(|fact| fact.verdict),
                verdict: now.verdict.as_ref().map(|fact| fact.verdict),
                progress_before: then.progress(),
                progress: now.progress(),
                slip_days: turned.slip_days,
            })
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|row| row.turn);
        rows
    }

    /// What the institutions say in one field, where they say anything.
    pub fn voices(&self, field: impl Fn(&ReportText) -> &String) -> Vec<VoiceRow> {
        let told = self.state.reports.iter().filter(|row| !field(&row.text).trim().is_empty());
        told.map(|row| VoiceRow {
            task_no: row.task_no,
            task_title: row.task_title.clone(),
            institution: row.institution.clone(),
            text: field(&row.text).clone(),
        })
        .collect()
    }

    pub fn evidence(&self) -> Vec<EvidenceLine> {
        let mut lines = Vec::new();
        for one in self.assignments() {
            let given = one.last_report.as_ref().and_then(|report| self.inputs.evidence.get(&report.id));
            lines.extend(given.into_iter().flatten().map(|row| EvidenceLine {
                task_no: one.task_no,
                institution: self.party(&one.institution),
                name: row.name.clone(),
                link: row.link.clone(),
                bytes: row.bytes,
                sha256: row.sha256.clone(),
            }));
        }
        lines
    }
}

pub fn count_returns(returns: &[ReturnRow]) -> ReturnCounts {
    let of = |state: ReturnState| count(returns.iter().filter(|row| row.state == state));
    ReturnCounts {
        total: count(returns),
        not_started: of(ReturnState::NotStarted),
        draft: of(ReturnState::Draft),
        submitted: of(ReturnState::Submitted),
        returned: of(ReturnState::Returned),
        approved: of(ReturnState::Approved),
        nil: count(returns.iter().filter(|row| row.nil)),
        late: count(returns.iter().filter(|row| row.working_days_late > 0)),
    }
}

fn count<T>(things: impl IntoIterator<Item = T>) -> i64 {
    i64::try_from(things.into_iter().count()).unwrap_or(i64::MAX)
}

/// The code word of a rule.
pub const fn code(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::LeadLate => "lead_late",
        ExceptionKind::DateChangeWaiting => "date_change_waiting",
        ExceptionKind::ClaimWaiting => "claim_waiting",
        ExceptionKind::AtRisk => "at_risk",
        ExceptionKind::ForecastBeyondDue => "forecast_beyond_due",
        ExceptionKind::LeadSilent => "lead_silent",
        ExceptionKind::CoverageBelow => "coverage_below",
    }
}

pub fn exception_code<S: Serializer>(kind: &ExceptionKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(code(*kind))
}

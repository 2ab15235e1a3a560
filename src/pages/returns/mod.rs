//! A return: the form in which an institution writes it, the page that shows the differences before it is handed in, and
//! the page on which it is read and reviewed.

mod checklist;
mod form;
mod heading;
mod line;
mod query;
mod reading;
mod review;
mod submitting;

pub use form::page as form_page;
pub use reading::page as reading_page;
pub use submitting::page as submitting_page;

use crate::domain::chase::Chase;
use crate::domain::entry::{Entry, EntryState, Missing};
use crate::domain::ids::{AssignmentId, TaskNo};
use crate::domain::narrative::EvidenceRow;
use crate::domain::query::Query;
use crate::domain::report::{Change, changes, fingerprint};
use crate::domain::returns::{Return, ReturnState};
use crate::domain::round::{Round, RoundSlug};
use crate::domain::standing::AssignmentStanding;
use crate::pages::difficulties::field::Registered;
use crate::pages::lang::Lang;
use crate::pages::texts::returns as texts;

/// One assignment of a return, with all that its part of the page shows.
#[derive(Clone)]
pub struct Line {
    pub assignment: AssignmentStanding,
    pub entry: Entry,
    pub state: EntryState,
    /// The fingerprint of what is stored of it: what a form is drawn from, whatever was typed over it since.
    pub stored: String,
    /// The form as typed.
    pub fields: Vec<(String, String)>,
    /// What was said before this return, as a form.
    pub base: Vec<(String, String)>,
    /// When and by whom that was said; `None` where nothing was.
    pub base_from: Option<String>,
    /// By field, in words.
    pub faults: Vec<(String, String)>,
    /// Files and links not handed in yet.
    pub evidence: Vec<EvidenceRow>,
    /// Files and links handed in with this return.
    pub handed_in: Vec<EvidenceRow>,
    pub queries: Vec<Query>,
    /// What somebody else saved meanwhile: their fields, and who.
    pub theirs: Option<(Vec<(String, String)>, String)>,
    /// How what it finds hard stands in the register of difficulties.
    pub registered: Registered,
}

impl Line {
    #[must_use]
    pub fn no(&self) -> TaskNo {
        self.assignment.task_no
    }

    /// `a4.`: before the name of each of its fields.
    #[must_use]
    pub fn prefix(&self) -> String {
        format!("a{}.", self.assignment.task_no)
    }

    /// `4:3:5f0c…`: number, revision and the fingerprint of what is stored, as the form carries them.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{}:{}:{}", self.assignment.task_no, self.entry.revision, self.stored)
    }

    /// Notes that what stands in the fields is what is stored.
    pub fn note_stored(&mut self) {
        self.stored = fingerprint(&self.fields, self.entry.no_change);
    }

    /// What differs from what was said before this return.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        changes(&self.base, &self.fields)
    }

    #[must_use]
    pub fn open_queries(&self) -> i64 {
        crate::domain::query::open_queries(&self.queries)
    }
}

/// What the reader may do with the return now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub write: bool,
    /// The PMO writes for the institution.
    pub on_behalf: bool,
    pub submit: bool,
    pub call_back: bool,
    pub answer: bool,
    /// The PMO's room: it may review what others handed in.
    pub review: bool,
    pub reopen: bool,
    pub offer_on_behalf: bool,
}

#[derive(Clone)]
pub struct ReturnModel {
    pub round: Round,
    pub one: Return,
    /// By task.
    pub lines: Vec<Line>,
    pub rights: Rights,
    /// What keeps it from being handed in.
    pub missing: Vec<(AssignmentId, Missing)>,
    /// Whether the page answers a hand-in that was refused.
    pub refused: bool,
    /// A sentence above the form: what somebody else did meanwhile, or why something was refused.
    pub conflict: Option<String>,
    /// For the PMO: the last contact with the institution about it.
    pub contact: Option<Chase>,
    /// Only the assignments in which something was changed.
    pub changed_only: bool,
    /// Other fields posted to the page (reasons, answers), with their faults.
    pub typed: Vec<(String, String)>,
    pub typed_faults: Vec<(String, String)>,
}

impl ReturnModel {
    /// `/reviews/2024-Q1/returns/mois`
    #[must_use]
    pub fn path(&self) -> String {
        format!("/reviews/{}/returns/{}", self.round.slug, self.one.institution)
    }

    #[must_use]
    pub fn line(&self, assignment: AssignmentId) -> Option<&Line> {
        self.lines.iter().find(|line| line.assignment.id == assignment)
    }

    fn typed(&self, name: &str) -> String {
        crate::domain::report::value(&self.typed, name).to_owned()
    }

    fn typed_fault(&self, name: &str) -> Option<String> {
        self.typed_faults.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone())
    }
}

/// `2024년 1분기`, `2024년 수시 1차`
#[must_use]
pub fn round_name(lang: Lang, round: &RoundSlug) -> String {
    let (year, number) = (round.year(), round.number());
    if round.is_quarterly() { texts::quarter(lang, number, year) } else { texts::ad_hoc(lang, number, year) }
}

#[must_use]
pub const fn state_word(lang: Lang, state: ReturnState) -> &'static str {
    match state {
        ReturnState::NotStarted => texts::state_not_started(lang),
        ReturnState::Draft => texts::state_draft(lang),
        ReturnState::Submitted => texts::state_submitted(lang),
        ReturnState::Returned => texts::state_returned(lang),
        ReturnState::Approved => texts::state_approved(lang),
    }
}

/// The symbol, and class, of a return's state.
#[must_use]
pub const fn state_symbol(state: ReturnState) -> &'static str {
    match state {
        ReturnState::NotStarted => "d-none",
        ReturnState::Draft => "d-draft",
        ReturnState::Submitted => "d-sent",
        ReturnState::Returned => "d-back",
        ReturnState::Approved => "d-ok",
    }
}

/// The state with its mark.
#[must_use]
pub fn state_mark(lang: Lang, state: ReturnState) -> leptos::prelude::AnyView {
    use leptos::prelude::*;
    let (symbol, word) = (state_symbol(state), state_word(lang, state));
    view! { <span class=format!("mk {symbol}")>{crate::pages::components::icon(symbol)}{word}</span> }.into_any()
}

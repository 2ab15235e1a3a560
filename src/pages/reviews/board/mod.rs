//! `/reviews/{round}`: the board. Two sentences and the days left; the returns by state, or as a table; for the PMO those to
//! chase, what the meeting should hear of, the returns to review and the open queries.

mod agenda;
pub mod chasing;
mod head;
mod links;
mod queries;
mod queue;
mod states;
mod table;

pub use agenda::rules as agenda_rules;
pub use table::BoardQuery;

use super::{crumbs, round_full, round_path};
use crate::domain::chase::{Chase, NextStep};
use crate::domain::exceptions::round::{Candidate, RoundException};
use crate::domain::ids::Slug;
use crate::domain::permission::{Action, may};
use crate::domain::query::{Query, open_queries};
use crate::domain::returns::{Return, ReturnState};
use crate::domain::round::planning::Asked;
use crate::domain::round::{Round, RoundState};
use crate::pages::PageInfo;
use crate::pages::record::Scene;
use leptos::prelude::*;

/// The return of one institution, with what the board says of it.
#[derive(Clone, Debug)]
pub struct BoardRow {
    pub one: Return,
    /// How many of its entries are asked, and how many somebody has written in; known of today alone.
    pub entries: Option<(i64, i64)>,
    /// Working days by which it is late: handed in late, or not yet and overdue.
    pub late: i64,
    /// For the PMO: queries about it, contacts with its institution, oldest first, and what is proposed next.
    pub queries: Vec<Query>,
    pub contacts: Vec<Chase>,
    pub next: Option<NextStep>,
    /// What the rules found about it.
    pub findings: Vec<RoundException>,
}

impl BoardRow {
    #[must_use]
    pub fn open_queries(&self) -> i64 {
        open_queries(&self.queries)
    }

    /// The last contact made by people; else the last notice.
    #[must_use]
    pub fn last_contact(&self) -> Option<&Chase> {
        let by_people = self.contacts.iter().rev().find(|one| one.way != crate::domain::chase::Way::System);
        by_people.or(self.contacts.last())
    }

    /// Contacts made by people.
    #[must_use]
    pub fn contacted(&self) -> usize {
        self.contacts.iter().filter(|one| one.way != crate::domain::chase::Way::System).count()
    }
}

/// What the board is drawn from.
#[derive(Clone, Debug)]
pub struct BoardModel {
    pub round: Round,
    /// In the register's order.
    pub rows: Vec<BoardRow>,
    pub query: BoardQuery,
    /// What opening a planned round would ask.
    pub asked: Vec<Asked>,
    /// What the rules bring up for the meeting.
    pub candidates: Vec<Candidate>,
}

impl BoardModel {
    fn count(&self, state: ReturnState) -> usize {
        self.rows.iter().filter(|row| row.one.state == state).count()
    }

    /// Those who have handed in nothing that stands.
    fn missing(&self) -> usize {
        self.count(ReturnState::NotStarted) + self.count(ReturnState::Draft)
    }
}

/// Whether the reader has the PMO's view: contacts, queries, what is being written.
#[must_use]
pub fn is_managing(info: &PageInfo) -> bool {
    info.reader.as_ref().is_some_and(|reader| may(reader, Action::ManageRounds))
}

/// Whether the reader may see what is in a return: approved ones all, others the institution itself and the PMO.
fn may_read(info: &PageInfo, one: &Return) -> bool {
    let own = info.reader.as_ref().is_some_and(|reader| may(reader, Action::ReadReturn(&one.institution)));
    own || one.state == ReturnState::Approved
}

/// The name of an institution in few letters, leading to its return, or to its page where the return is not to be read.
fn short_link(scene: &Scene, round: &Round, one: &Return) -> AnyView {
    let slug = &one.institution;
    let known = scene.ledger.institution(slug);
    let short = known.map_or_else(|| slug.to_string(), |known| known.short_ko.clone());
    let name = if scene.lang() == crate::pages::lang::Lang::Ko { short } else { scene.institution(slug) };
    let title = known.map(|known| known.name_ko.clone());
    view! { <a href=address(scene, round, one) title=title>{name}</a> }.into_any()
}

fn address(scene: &Scene, round: &Round, one: &Return) -> String {
    let slug: &Slug = &one.institution;
    if may_read(scene.info, one) {
        scene.info.link(&round_path(round, &format!("/returns/{slug}")))
    } else {
        scene.info.link(&format!("/ministries/{slug}"))
    }
}

/// The page.
#[must_use]
pub fn page(scene: &Scene, model: &BoardModel) -> AnyView {
    let managing = is_managing(scene.info);
    let body = if model.round.state == RoundState::Planned {
        head::planned(scene, model)
    } else {
        contents(scene, model, managing)
    };
    view! { {crumbs(scene.info, &model.round, None)}{head::lead(scene, model, managing)}{body} }.into_any()
}

fn contents(scene: &Scene, model: &BoardModel, managing: bool) -> AnyView {
    let states = if model.query.table {
        table::section(scene, model, managing)
    } else {
        states::section(scene, model, managing)
    };
    let rest = managing.then(|| {
        view! {
            {chasing::section(scene, model)}
            <div class="cols">{agenda::section(scene, model)}{queries::section(scene, model)}</div>
            {queue::section(scene, model)}
        }
    });
    view! { {states}{rest} }.into_any()
}

/// What the page is called.
#[must_use]
pub fn title(info: &PageInfo, round: &Round) -> String {
    round_full(info.lang, round)
}

//! What one's institutions owe, each assignment as its form stands and with the place to which a file writes.

use crate::domain::entry::Entry;
use crate::domain::ids::{AssignmentId, ReportId};
use crate::domain::institution::Institution;
use crate::domain::kit::form_of;
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::permission::{Action, may};
use crate::domain::report::prefilled;
use crate::domain::returns::Return;
use crate::domain::round::Round;
use crate::domain::standing::AssignmentStanding;
use crate::pages::record::Scene;
use crate::pages::texts::work_sheet as texts;
use crate::pages::work_sheet::{UploadModel, upload};
use crate::pages::{PageInfo, Section};
use crate::reports::work::Owed;
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Actor, Draft};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use leptos::prelude::AnyView;
use std::collections::HashMap;
use std::sync::Arc;

/// Where what a file says about an assignment is written.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// The writer's draft, outside any return.
    Draft,
    /// The entry of the return at this position of the desk.
    Entry(usize),
    /// A return that was handed in: nothing may be written.
    Waiting,
}

/// An assignment that is owed.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) assignment: AssignmentStanding,
    pub(super) place: Place,
    /// The form as it stands.
    pub(super) fields: Vec<(String, String)>,
    /// The revision of the draft or entry.
    pub(super) seen: i64,
    /// Files and links put with it.
    pub(super) evidence: Vec<i64>,
}

impl Target {
    pub(super) fn last_report(&self) -> Option<ReportId> {
        self.assignment.last_report.as_ref().map(|report| report.id)
    }
}

pub(super) struct WorkDesk {
    pub(super) app: Shared,
    pub(super) reading: Arc<Reading>,
    pub(super) actor: Actor,
    pub(super) visitor: Visitor,
    pub(super) own: Vec<Institution>,
    /// The returns that take reports now.
    pub(super) returns: Vec<(Round, Return)>,
    pub(super) targets: Vec<Target>,
}

/// What is kept beside the assignments' own records.
struct Kept {
    drafts: HashMap<AssignmentId, Draft>,
    /// The ids of the evidence with drafts.
    evidence: HashMap<AssignmentId, Vec<i64>>,
    /// The evidence with the entries of each return, in their order.
    in_returns: Vec<HashMap<AssignmentId, Vec<EvidenceRow>>>,
}

impl WorkDesk {
    /// # Errors
    /// Not logged in, or of no institution.
    pub(super) async fn open(app: &Shared, visitor: &Visitor, uri: &Uri) -> Result<Self, PageError> {
        let reader = visitor.reader()?;
        if !may(reader, Action::ReadOwnWork) {
            return Err(PageError::Forbidden);
        }
        let reading = Reading::open(app, visitor, uri, Section::Work, false).await?;
        let may_report = |one: &&Institution| may(reader, Action::Report(&one.slug));
        let ledger = &reading.plan.ledger;
        let own: Vec<Institution> = ledger.institutions.iter().filter(may_report).cloned().collect();
        let of_round = |round: &Round| {
            let returns = own.iter().filter_map(|one| ledger.reviews.return_of(round.id, &one.slug));
            let taking = returns.filter(|one| one.takes_reports(round.state));
            taking.map(|one| (round.clone(), one.clone())).collect::<Vec<_>>()
        };
        let returns: Vec<(Round, Return)> = ledger.reviews.rounds().iter().rev().flat_map(of_round).collect();
        let mut desk = Self {
            app: Arc::clone(app),
            actor: visitor.actor(own.first().map(|one| &one.slug).filter(|_| own.len() == 1))?,
            visitor: visitor.clone(),
            reading: Arc::new(reading),
            own,
            returns,
            targets: Vec::new(),
        };
        desk.targets = desk.read_targets().await?;
        Ok(desk)
    }

    async fn read_targets(&self) -> Result<Vec<Target>, PageError> {
        let is_owed =
            |one: &&AssignmentStanding| one.light.is_open() && self.own.iter().any(|own| own.slug == one.institution);
        let mut owed: Vec<AssignmentStanding> =
            self.reading.standing.assignments.iter().filter(is_owed).cloned().collect();
        owed.sort_by(|a, b| (&a.institution, a.task_no).cmp(&(&b.institution, b.task_no)));
        let ids: Vec<ReportId> = owed.iter().filter_map(|one| one.last_report.as_ref().map(|last| last.id)).collect();
        let texts = self.app.store.report_texts(&ids).await?;
        let entries = self.entries().await?;
        let kept = self.kept().await?;
        let target = |one: AssignmentStanding| match entries.get(&one.id) {
            Some((at, entry)) => self.in_return(one, *at, entry, &texts, &kept),
            None => self.in_draft(one, &texts, &kept),
        };
        Ok(owed.into_iter().map(target).collect())
    }

    /// What is kept with drafts and entries, read once for all.
    async fn kept(&self) -> Result<Kept, PageError> {
        let (store, person) = (&self.app.store, self.actor.id);
        let mut in_returns = Vec::with_capacity(self.returns.len());
        for (_, one) in &self.returns {
            in_returns.push(store.entry_evidence(one.id).await?);
        }
        Ok(Kept { drafts: store.drafts(person).await?, evidence: store.evidence_of_drafts(person).await?, in_returns })
    }

    /// The entries of returns that ask about an assignment; the latest round's where there are several.
    async fn entries(&self) -> Result<HashMap<AssignmentId, (usize, Entry)>, PageError> {
        let mut found = HashMap::new();
        for (at, (_, one)) in self.returns.iter().enumerate() {
            let asked = self.app.store.entries(one.id).await?.into_iter().filter(|(_, entry)| entry.asked);
            for (id, entry) in asked {
                found.entry(id).or_insert((at, entry));
            }
        }
        Ok(found)
    }

    fn in_return(
        &self,
        assignment: AssignmentStanding,
        at: usize,
        entry: &Entry,
        texts: &HashMap<ReportId, ReportText>,
        kept: &Kept,
    ) -> Target {
        let (round, one) = &self.returns[at];
        let place = if one.edit(round.state).is_ok() { Place::Entry(at) } else { Place::Waiting };
        let fields = form_of(entry, &assignment, texts);
        let evidence = kept.in_returns[at].get(&assignment.id);
        let evidence = evidence.map_or_else(Vec::new, |own| own.iter().map(|one| one.id).collect());
        Target { place, fields, seen: entry.revision, evidence, assignment }
    }

    fn in_draft(&self, assignment: AssignmentStanding, texts: &HashMap<ReportId, ReportText>, kept: &Kept) -> Target {
        let draft = kept.drafts.get(&assignment.id);
        let seen = draft.map_or(0, |draft| draft.revision);
        let prefilled = || prefilled(&assignment, &text_of(&assignment, texts));
        let fields = draft.map_or_else(prefilled, |draft| draft.fields.clone());
        let evidence = kept.evidence.get(&assignment.id).cloned().unwrap_or_default();
        Target { place: Place::Draft, fields, seen, evidence, assignment }
    }

    /// What is owed, as a file shows it.
    pub(super) fn owed(&self) -> Vec<Owed> {
        let scene = self.scene();
        let one = |target: &Target| {
            let assignment = &target.assignment;
            let open = assignment.steps.iter().filter(|step| step.light.is_open());
            let institution = self.own.iter().find(|one| one.slug == assignment.institution);
            Owed {
                task: assignment.task_no,
                institution: institution.map_or_else(String::new, |one| one.name_ko.clone()),
                title: scene.task(assignment.task_no).map_or_else(String::new, |task| task.title.clone()),
                steps: open.map(|step| (step.milestone, scene.milestone(step.milestone))).collect(),
                fields: target.fields.clone(),
            }
        };
        self.targets.iter().map(one).collect()
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        let (info, plan) = (&self.reading.info, &self.reading.plan);
        Scene { info, ledger: &plan.ledger, standing: &self.reading.standing, calendar: &plan.calendar }
    }

    pub(super) async fn show_upload(&self, status: StatusCode, model: UploadModel) -> Response {
        let title = texts::title(self.reading.info.lang);
        self.draw(status, title, move |scene| upload(scene.info, &model)).await
    }

    pub(super) async fn draw<F>(&self, status: StatusCode, title: &str, body: F) -> Response
    where
        F: Fn(&Scene) -> AnyView + Send + Sync + 'static,
    {
        let (reading, info, body) = (Arc::clone(&self.reading), self.reading.info.clone(), Arc::new(body));
        let body = move |info: &PageInfo| {
            let plan = &reading.plan;
            body(&Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar })
        };
        draw(status, Sheet { info, title: title.to_owned(), wide: false, body }).await
    }
}

fn text_of(assignment: &AssignmentStanding, texts: &HashMap<ReportId, ReportText>) -> ReportText {
    let last = assignment.last_report.as_ref().and_then(|report| texts.get(&report.id));
    last.cloned().unwrap_or_default()
}

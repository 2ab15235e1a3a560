//! The desk at which a report is written: one assignment of the visitor's own, with what its form needs.

use crate::domain::council::Council;
use crate::domain::council::source::Source;
use crate::domain::ids::{ReportId, Slug, TaskNo};
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::permission::{Action, may};
use crate::domain::report::{prefilled, value};
use crate::domain::standing::AssignmentStanding;
use crate::pages::council::CouncilScene;
use crate::pages::difficulties::field::Registered;
use crate::pages::record::Scene;
use crate::pages::report::{ReportForm, page};
use crate::pages::texts::report as texts;
use crate::pages::{PageInfo, Section};
use crate::server::council::parts;
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::{Actor, Draft};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

/// One assignment of the visitor's own, with what its form needs.
pub(super) struct Desk {
    pub(super) app: Shared,
    pub(super) reading: Arc<Reading>,
    pub(super) assignment: Arc<AssignmentStanding>,
    pub(super) actor: Actor,
    pub(super) path: String,
    pub(super) last_text: ReportText,
    pub(super) draft: Option<Draft>,
    pub(super) evidence: Vec<EvidenceRow>,
    /// Where the assignment is reported on now, while a return takes it.
    pub(super) in_return: Option<String>,
    council: Arc<Council>,
}

impl Desk {
    pub(super) async fn open(
        app: &Shared,
        visitor: &Visitor,
        uri: &Uri,
        slug: &str,
        no: &str,
    ) -> Result<Self, PageError> {
        let slug = Slug::parse(slug).ok_or(PageError::NotFound)?;
        let no = TaskNo::parse(no).ok_or(PageError::NotFound)?;
        let reading = Reading::open(app, visitor, uri, Section::Work, false).await?;
        if !may(visitor.reader()?, Action::Report(&slug)) {
            return Err(PageError::Forbidden);
        }
        let assignment = reading.standing.assignment(no, &slug).cloned().ok_or(PageError::NotFound)?;
        let actor = visitor.actor(Some(&slug))?;
        let last = assignment.last_report.as_ref().map(|report| report.id);
        let texts = app.store.report_texts(&last.into_iter().collect::<Vec<_>>()).await?;
        let last_text = last.and_then(|id| texts.get(&id).cloned()).unwrap_or_default();
        let draft = app.store.draft(actor.id, assignment.id).await?;
        let evidence = app.store.draft_evidence(actor.id, assignment.id).await?;
        let path = reading.info.link(&format!("/work/{slug}/{no}"));
        let in_return = in_return(app, &reading, &assignment).await?;
        let council = parts::council(app, visitor, &reading).await?;
        let (app, assignment) = (Arc::clone(app), Arc::new(assignment));
        Ok(Self {
            app,
            reading: Arc::new(reading),
            assignment,
            actor,
            path,
            last_text,
            draft,
            evidence,
            in_return,
            council,
        })
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        let reading = &self.reading;
        Scene {
            info: &reading.info,
            ledger: &reading.plan.ledger,
            standing: &reading.standing,
            calendar: &reading.plan.calendar,
        }
    }

    pub(super) fn last_report(&self) -> Option<ReportId> {
        self.assignment.last_report.as_ref().map(|report| report.id)
    }

    /// The 애로사항 field of this form.
    pub(super) fn source(&self) -> Source {
        Source::Draft { task: self.assignment.task_no }
    }

    pub(super) fn before(&self) -> Vec<(String, String)> {
        prefilled(&self.assignment, &self.last_text)
    }

    /// The form with these fields: prefilled values stand where nothing was typed yet.
    pub(super) fn form(&self, fields: Vec<(String, String)>) -> ReportForm {
        let revision = self.draft.as_ref().map_or(0, |draft| draft.revision);
        let (hall, source) = (CouncilScene { scene: self.scene(), council: &self.council }, self.source());
        let registered = Registered::of(&hall, &self.assignment.institution, &source, value(&fields, "obstacle"));
        ReportForm {
            fields,
            before: self.before(),
            evidence: self.evidence.clone(),
            revision,
            based_on: self.last_report().map_or(0, |id| id.0),
            has_draft: self.draft.is_some(),
            on_behalf_of: self.actor.on_behalf_of.clone(),
            registered,
            raise: "raise".to_owned(),
            ..ReportForm::default()
        }
    }

    pub(super) async fn show(&self, status: StatusCode, form: ReportForm) -> Response {
        let (reading, assignment) = (Arc::clone(&self.reading), Arc::clone(&self.assignment));
        let info = reading.info.clone();
        let title = texts::title(info.lang, assignment.task_no);
        let body = move |info: &PageInfo| {
            let plan = &reading.plan;
            let scene = Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar };
            page(&scene, &assignment, &form)
        };
        draw(status, Sheet { info, title, wide: false, body }).await
    }
}

/// The place in the return that takes reports on an assignment now, if there is one: the same draft is edited there.
async fn in_return(
    app: &Shared,
    reading: &Reading,
    assignment: &AssignmentStanding,
) -> Result<Option<String>, PageError> {
    let reviews = &reading.plan.ledger.reviews;
    for round in reviews.rounds().iter().rev().filter(|round| round.settings.covers(assignment.task_no)) {
        let one = reviews.return_of(round.id, &assignment.institution).filter(|one| one.takes_reports(round.state));
        let Some(one) = one else { continue };
        let entries = app.store.entries(one.id).await?;
        if entries.get(&assignment.id).is_some_and(|entry| entry.asked) {
            let path = format!("/reviews/{}/returns/{}#a-{}", round.slug, one.institution, assignment.task_no);
            return Ok(Some(reading.info.link(&path)));
        }
    }
    Ok(None)
}

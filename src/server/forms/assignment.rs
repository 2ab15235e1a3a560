//! The page of one assignment, with its forms.

use crate::domain::council::Council;
use crate::domain::ids::{ReportId, Slug, TaskNo, UserId};
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::permission::{Action, may};
use crate::domain::plan::Duty;
use crate::domain::standing::AssignmentStanding;
use crate::domain::stream::{StreamPage, stream};
use crate::pages::assignment::{AssignmentForms, AssignmentModel, page};
use crate::pages::record::query::page_number;
use crate::pages::record::{Narratives, Scene};
use crate::pages::{PageInfo, Section};
use crate::server::council::parts;
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::collections::HashMap;
use std::sync::Arc;

/// An assignment opened for reading and for its forms.
pub struct Opened {
    pub reading: Arc<Reading>,
    pub assignment: Arc<AssignmentStanding>,
    pub slug: Slug,
    pub path: String,
}

impl Opened {
    /// # Errors
    /// Not logged in, not permitted, or no such assignment on that day.
    pub async fn open(app: &Shared, visitor: &Visitor, uri: &Uri, no: &str, slug: &str) -> Result<Self, PageError> {
        let slug = Slug::parse(slug).ok_or(PageError::NotFound)?;
        let no = TaskNo::parse(no).ok_or(PageError::NotFound)?;
        let reading = Reading::open(app, visitor, uri, Section::Tasks, true).await?;
        let assignment = reading.standing.assignment(no, &slug).cloned().ok_or(PageError::NotFound)?;
        let path = reading.info.link(&format!("/tasks/{no}/{slug}"));
        Ok(Self { reading: Arc::new(reading), assignment: Arc::new(assignment), slug, path })
    }

    /// Draws the page with its forms as typed.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn show(
        &self,
        app: &Shared,
        visitor: &Visitor,
        status: StatusCode,
        forms: AssignmentForms,
    ) -> Result<Response, PageError> {
        let told = self.told(app, visitor).await?;
        let duty = app.store.duty(self.assignment.id).await?;
        let people: Vec<(UserId, String)> = match may(visitor.reader()?, Action::AssignDuty(&self.slug)) {
            true => app.store.people_of(&self.slug).await?,
            false => vec![],
        };
        let (reading, assignment) = (Arc::clone(&self.reading), Arc::clone(&self.assignment));
        let mut info = reading.info.clone();
        // A form that was refused is still the page it belongs to.
        info.path = format!("/tasks/{}/{}", assignment.task_no, assignment.institution);
        let task = reading.plan.ledger.tasks.iter().find(|task| task.no == assignment.task_no);
        let institution = crate::domain::standing::name_of(&reading.plan.ledger, &assignment.institution);
        let title = format!("{} · {institution}", task.map_or("", |task| task.title.as_str()));
        let body = move |info: &PageInfo| draw_body(info, &reading, &assignment, &duty, &told, &people, &forms);
        Ok(draw(status, Sheet { info, title, wide: false, body }).await)
    }

    async fn told(&self, app: &Shared, visitor: &Visitor) -> Result<Told, PageError> {
        let shown = {
            let all = stream(&self.reading.plan.ledger, self.reading.standing.cutoff, [self.assignment.id]);
            let mut shown = StreamPage::of(&all, page_number(&self.reading.query)).reports();
            shown.extend(self.assignment.last_report.as_ref().map(|report| report.id));
            shown
        };
        Ok(Told {
            texts: app.store.report_texts(&shown).await?,
            evidence: app.store.report_evidence(&shown).await?,
            council: parts::council(app, visitor, &self.reading).await?,
        })
    }
}

#[derive(Clone)]
struct Told {
    texts: HashMap<ReportId, ReportText>,
    evidence: HashMap<ReportId, Vec<EvidenceRow>>,
    council: Arc<Council>,
}

fn draw_body(
    info: &PageInfo,
    reading: &Reading,
    assignment: &AssignmentStanding,
    duty: &Duty,
    told: &Told,
    people: &[(UserId, String)],
    forms: &AssignmentForms,
) -> leptos::prelude::AnyView {
    use leptos::prelude::IntoAny;
    let plan = &reading.plan;
    let scene = Scene { info, ledger: &plan.ledger, standing: &reading.standing, calendar: &plan.calendar };
    let Some(task) = scene.task(assignment.task_no) else { return ().into_any() };
    let all = stream(&plan.ledger, reading.standing.cutoff, [assignment.id]);
    let shown = StreamPage::of(&all, page_number(&reading.query));
    let told = Narratives { texts: &told.texts, evidence: &told.evidence, council: &told.council };
    page(&AssignmentModel { scene, task, assignment, duty, stream: &shown, told, people, forms })
}

/// GET /tasks/{no}/{slug}
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path((no, slug)): Path<(String, String)>,
) -> Answer {
    let opened = Opened::open(&app, &visitor, &uri, &no, &slug).await?;
    opened.show(&app, &visitor, StatusCode::OK, AssignmentForms::default()).await
}

//! The pages that only read: load, then draw or find drawn.

use crate::domain::ids::{AssignmentId, ReportId, Slug, TaskNo};
use crate::domain::narrative::{EvidenceRow, ReportText};
use crate::domain::permission::{Action, may};
use crate::domain::round::RoundState;
use crate::domain::stream::{StreamPage, stream};
use crate::pages::deadlines::DeadlinesQuery;
use crate::pages::ministries::MinistriesQuery;
use crate::pages::ministry::{DeputyLine, MinistryModel};
use crate::pages::overview::Found;
use crate::pages::record::query::page_number;
use crate::pages::record::{Narratives, Scene};
use crate::pages::task::TaskModel;
use crate::pages::tasks::TasksQuery;
use crate::pages::texts::common;
use crate::pages::{PageInfo, Section};
use crate::server::council;
use crate::server::errors::PageError;
use crate::server::reading::{Reading, page_info};
use crate::server::render::{Sheet, draw, draw_kept};
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::server::systems::coverage_view;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// GET /
pub async fn overview(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    if visitor
        .reader
        .as_ref()
        .is_some_and(|reader| !may(reader, Action::ReadDashboards) && may(reader, Action::Administer))
    {
        return Ok(see_other("/admin"));
    }
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Overview, true).await?;
        let previous = previous_round(&reading).map(|base_date| reading.plan.standing(base_date));
        let optimism = crate::server::reviews::optimism(&reading);
        let title = common::nav_overview(visitor.lang).to_owned();
        let register = app.systems.state(&app.store, reading.plan.version).await?;
        let body = move |scene: &Scene| {
            let coverage = coverage_view(scene, &register);
            let mut exceptions = crate::domain::exceptions::exceptions(scene.standing);
            exceptions.extend(crate::domain::exceptions::coverage_exceptions(&coverage.overstated));
            let found = Found { exceptions: &exceptions, optimism: &optimism };
            crate::pages::overview::page(scene, previous.as_deref(), found, Some(&coverage))
        };
        Ok(Layout { reading, title, wide: true, body })
    })
    .await
}

/// The base date of the round before the day that is read, as it was known then.
fn previous_round(reading: &Reading) -> Option<NaiveDate> {
    let (day, cutoff) = (reading.info.day(), reading.standing.cutoff);
    let known = reading.plan.ledger.reviews.rounds().iter().filter_map(|round| round.before(cutoff));
    known
        .filter(|round| round.state != RoundState::Planned)
        .map(|round| round.settings.base_date)
        .filter(|on| *on < day)
        .max()
}

/// GET /ministries
pub async fn ministries(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Ministries, true).await?;
        let query = MinistriesQuery::parse(&reading.query);
        let title = common::nav_ministries(visitor.lang).to_owned();
        let body = move |scene: &Scene| crate::pages::ministries::page(scene, &query);
        Ok(Layout { reading, title, wide: false, body })
    })
    .await
}

/// GET /tasks
pub async fn tasks(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Tasks, true).await?;
        let query = TasksQuery::parse(&reading.query);
        let title = common::nav_tasks(visitor.lang).to_owned();
        let body = move |scene: &Scene| crate::pages::tasks::page(scene, &query);
        Ok(Layout { reading, title, wide: false, body })
    })
    .await
}

/// GET /deadlines
pub async fn deadlines(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Deadlines, true).await?;
        let query = DeadlinesQuery::parse(&reading.query);
        let title = common::nav_deadlines(visitor.lang).to_owned();
        let body = move |scene: &Scene| crate::pages::deadlines::page(scene, &query);
        Ok(Layout { reading, title, wide: false, body })
    })
    .await
}

/// GET /ministries/{slug}; an institution keeps its page after its end.
pub async fn ministry(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Answer {
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Ministries, true).await?;
        let slug = Slug::parse(&slug).ok_or(PageError::NotFound)?;
        let institution = reading.plan.ledger.institution(&slug).cloned().ok_or(PageError::NotFound)?;
        let of = reading.standing.institution(&slug).map(|one| one.assignments.clone()).unwrap_or_default();
        let mine: Vec<AssignmentId> = of.iter().map(|index| reading.standing.assignments[*index].id).collect();
        let told = told(&app, &reading, &mine, None).await?;
        let deputies = app.store.deputies_in_force(&slug, reading.info.today).await?;
        let line = |(head, deputy, from, until)| DeputyLine { head, deputy, from, until };
        let deputies: Vec<DeputyLine> = deputies.into_iter().map(line).collect();
        let council = council::parts::council(&app, &visitor, &reading).await?;
        let page = page_number(&reading.query);
        let title = institution.name_ko.clone();
        let register = app.systems.state(&app.store, reading.plan.version).await?;
        let body = move |scene: &Scene| {
            let all = stream(scene.ledger, scene.standing.cutoff, mine.iter().copied());
            let shown = StreamPage::of(&all, page);
            let told = Narratives { texts: &told.texts, evidence: &told.evidence, council: &council };
            let scene = *scene;
            let page = crate::pages::ministry::page(&MinistryModel {
                scene,
                institution: &institution,
                stream: &shown,
                told,
                deputies: &deputies,
                coverage: &coverage_view(&scene, &register),
            });
            let council = council::parts::of_institution(&scene, &council, &institution.slug);
            view! { {page}{council} }.into_any()
        };
        Ok(Layout { reading, title, wide: false, body })
    })
    .await
}

/// GET /tasks/{no}
pub async fn task(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Path(no): Path<String>,
) -> Answer {
    answer(&app, &visitor, (&uri, &headers), async {
        let reading = Reading::open(&app, &visitor, &uri, Section::Tasks, true).await?;
        let no = TaskNo::parse(&no).ok_or(PageError::NotFound)?;
        let task = reading.plan.ledger.tasks.iter().find(|task| task.no == no).cloned().ok_or(PageError::NotFound)?;
        let standing = reading.standing.task(no).cloned().ok_or(PageError::NotFound)?;
        let mine: Vec<AssignmentId> =
            standing.assignments.iter().map(|index| reading.standing.assignments[*index].id).collect();
        let lead =
            reading.standing.lead_of(&standing).and_then(|lead| lead.last_report.as_ref()).map(|report| report.id);
        let told = told(&app, &reading, &mine, lead).await?;
        let council = council::parts::council(&app, &visitor, &reading).await?;
        let page = page_number(&reading.query);
        let title = task.title.clone();
        let register = app.systems.state(&app.store, reading.plan.version).await?;
        let body = move |scene: &Scene| {
            let all = stream(scene.ledger, scene.standing.cutoff, mine.iter().copied());
            let shown = StreamPage::of(&all, page);
            let told = Narratives { texts: &told.texts, evidence: &told.evidence, council: &council };
            let page = crate::pages::task::page(&TaskModel {
                scene: *scene,
                task: &task,
                standing: &standing,
                stream: &shown,
                told,
                coverage: &coverage_view(scene, &register),
            });
            let council = council::parts::of_task(scene, &council, no);
            view! { {page}{council} }.into_any()
        };
        Ok(Layout { reading, title, wide: false, body })
    })
    .await
}

/// GET /legend
pub async fn legend(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    visitor.reader()?;
    let info = page_info(&app, &visitor, &uri, Section::None);
    let title = crate::pages::texts::legend::title(visitor.lang).to_owned();
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body: crate::pages::legend::page }).await)
}

/// The texts and evidence that a page of a stream shows.
#[derive(Default)]
struct Told {
    texts: HashMap<ReportId, ReportText>,
    evidence: HashMap<ReportId, Vec<EvidenceRow>>,
}

async fn told(app: &App, reading: &Reading, mine: &[AssignmentId], also: Option<ReportId>) -> Result<Told, PageError> {
    let shown: Vec<ReportId> = {
        let all = stream(&reading.plan.ledger, reading.standing.cutoff, mine.iter().copied());
        StreamPage::of(&all, page_number(&reading.query)).reports().into_iter().chain(also).collect()
    };
    Ok(Told { texts: app.store.report_texts(&shown).await?, evidence: app.store.report_evidence(&shown).await? })
}

/// A page that was read, to be laid out by `body`.
pub(super) struct Layout<F> {
    pub reading: Reading,
    pub title: String,
    /// Printed in landscape.
    pub wide: bool,
    pub body: F,
}

/// The page where it is kept; else read by `reading` and drawn.
pub(super) async fn answer<F>(
    app: &Shared,
    visitor: &Visitor,
    request: (&Uri, &HeaderMap),
    reading: impl Future<Output = Result<Layout<F>, PageError>>,
) -> Answer
where
    F: Fn(&Scene) -> AnyView + Send + Sync + 'static,
{
    let making = async {
        let Layout { reading, title, wide, body } = reading.await?;
        let (plan, standing, body) = (Arc::clone(&reading.plan), Arc::clone(&reading.standing), Arc::new(body));
        let version = reading.plan.version;
        let drawn = move |info: &PageInfo| {
            body(&Scene { info, ledger: &plan.ledger, standing: &standing, calendar: &plan.calendar }).into_any()
        };
        Ok((version, Sheet { info: reading.info, title, wide, body: drawn }))
    };
    draw_kept(app, visitor, request, making).await
}

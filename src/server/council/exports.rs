//! Files of a meeting: the calendar entry, the agenda paper, the minutes, the result.

use crate::domain::council::carry::carry_over;
use crate::domain::council::meeting::MeetingState;
use crate::domain::permission::{Action, may};
use crate::reports::ExportError;
use crate::reports::council::{Kind, Paper, document, title};
use crate::reports::labels::DEMO_NOTE;
use crate::reports::meeting_ics::meeting_ics;
use crate::reports::official::{hwpx, pdf};
use crate::server::council::hall::Hall;
use crate::server::council::meeting::Table;
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::routing::{get, post};

/// The forms in which papers leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Hwpx,
    Pdf,
}

impl Format {
    const fn extension(self) -> &'static str {
        match self {
            Self::Hwpx => "hwpx",
            Self::Pdf => "pdf",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Hwpx => "application/hwp+zip",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The addresses of the files.
pub fn routes() -> Router<Shared> {
    let names = [("agenda", Kind::Agenda), ("minutes", Kind::Minutes), ("result", Kind::Result)];
    let formats = [Format::Hwpx, Format::Pdf];
    let all = names.into_iter().flat_map(|(name, kind)| formats.map(|format| (name, kind, format)));
    let papers = all.fold(Router::new(), |router, (name, kind, format)| {
        let address = format!("/council/{{id}}/{name}.{}", format.extension());
        router.route(&address, get(move |state, visitor, uri, id| paper(state, visitor, uri, id, kind, format)))
    });
    papers.route("/council/{id}/meeting.ics", get(ics)).route("/council/{id}/minutes-full", post(full))
}

/// `GET /council/{id}/{agenda,minutes,result}.{hwpx,pdf}`
async fn paper(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    kind: Kind,
    format: Format,
) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    let meeting = &hall.meeting(&id)?.body;
    let sight = hall.council.sight;
    let shown = meeting.state != MeetingState::Published
        && match kind {
            Kind::Agenda => true,
            Kind::Minutes => sight.sees_remarks(meeting),
            Kind::Result => sight.sees_outcomes(meeting),
        };
    if !shown {
        return Err(PageError::NotFound);
    }
    write(&hall, &id, kind, format, false).await
}

/// `POST /council/{id}/minutes-full`: with private remarks, for the PMO; the audit log notes it.
async fn full(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let hall = Hall::pmo(&app, &visitor, &uri).await?;
    if !may(visitor.reader()?, Action::ReadPrivateRemarks) {
        return Err(PageError::Forbidden);
    }
    let format = [Format::Hwpx, Format::Pdf].into_iter().find(|format| format.extension() == posted.get("format"));
    let format = format.ok_or(PageError::Unprocessable("no such format"))?;
    let meeting = hall.meeting(&id)?.id;
    let mut tx = hall.write(None).await?;
    tx.audit_full_minutes(meeting, format.extension()).await?;
    tx.commit().await?;
    write(&hall, &id, Kind::Minutes, format, true).await
}

async fn write(hall: &Hall, id: &str, kind: Kind, format: Format, full: bool) -> Answer {
    let (table, hall) = (Table::set(hall, id)?, hall.clone());
    let name = {
        let meeting = &hall.meeting(id)?.body;
        let whole = if full { "_비공개포함" } else { "" };
        format!("{}_{}_{}{whole}.{}", kind.word(), title(meeting), meeting.held_on, format.extension())
    };
    let work = move || -> Result<Vec<u8>, ExportError> {
        let Some(minutes) = hall.council.minutes(table.id) else { return Ok(Vec::new()) };
        let carried = carry_over(&table.before, &table.exceptions, &minutes.meeting.body);
        let paper = Paper {
            ledger: &hall.reading.plan.ledger,
            council: &hall.council,
            minutes: &minutes,
            carried: &carried,
            demonstration: hall.app.demo.then_some(DEMO_NOTE),
            full,
        };
        let document = document(&paper, kind);
        match format {
            Format::Hwpx => hwpx::hwpx(&document),
            Format::Pdf => pdf::pdf(&document),
        }
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, format.media_type(), bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

/// `GET /council/{id}/meeting.ics`
async fn ics(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let hall = Hall::open(&app, &visitor, &uri).await?;
    let meeting = hall.meeting(&id)?;
    let title = title(&meeting.body);
    let items: Vec<_> = hall.council.minutes(meeting.id).map(|minutes| minutes.items).unwrap_or_default();
    let agenda: Vec<&str> = items.iter().map(|item| item.body.title.as_str()).collect();
    let text = meeting_ics(&hall.reading.plan.ledger.plan.slug, meeting, &title, &agenda);
    let name = format!("{title}_{}.ics", meeting.body.held_on);
    Ok(download(&name, "text/calendar; charset=utf-8", text.into_bytes()))
}

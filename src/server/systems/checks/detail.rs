//! The checks, and one of them.

use super::super::Desk;
use crate::domain::permission::{Action, may};
use crate::domain::systems::register::SystemFact;
use crate::domain::systems::spot_check::result::groups;
use crate::domain::systems::spot_check::{Wish, draw_by_grade};
use crate::pages::PageInfo;
use crate::pages::record::query::value;
use crate::pages::systems::checks::detail::{CheckModel, DrawnLine, Repeated};
use crate::pages::systems::checks::list::ListModel;
use crate::pages::systems::words;
use crate::pages::texts::checks as texts;
use crate::server::errors::PageError;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{SampleRow, SampledSystem};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{StatusCode, Uri};
use std::sync::Arc;

/// `GET /systems/checks`
///
/// # Errors
/// Not logged in, or not permitted.
pub async fn list(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = Arc::new(Desk::open_form(&app, &visitor, &uri).await?);
    let samples = app.store.samples(0).await?;
    let info = desk.reading.info.clone();
    let title = texts::title(info.lang).to_owned();
    let body = move |info: &PageInfo| {
        crate::pages::systems::checks::list::page(&ListModel {
            info,
            institutions: &desk.reading.plan.ledger.institutions,
            samples: &samples,
            may_draw: may(&desk.reader, Action::CheckSystems),
        })
    };
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await)
}

/// A check with the systems drawn.
pub(super) struct Opened {
    pub desk: Desk,
    pub sample: SampleRow,
    pub systems: Vec<SampledSystem>,
}

pub(super) async fn open(app: &App, visitor: &Visitor, uri: &Uri, id: &str) -> Result<Opened, PageError> {
    let desk = Desk::open_form(app, visitor, uri).await?;
    let id: i64 = id.parse().ok().filter(|id| *id > 0).ok_or(PageError::NotFound)?;
    let sample = app.store.samples(id).await?.pop().ok_or(PageError::NotFound)?;
    let systems = app.store.sampled_systems(id).await?;
    Ok(Opened { desk, sample, systems })
}

impl Opened {
    /// A system as the draw knew it, and whether the reader may see it by name: that is to whom it belongs now.
    pub fn known(&self, one: &SampledSystem) -> Option<(&SystemFact, bool)> {
        let history = self.desk.register.register().system(&one.code)?;
        let then = history.versions.iter().rfind(|fact| fact.id <= self.sample.last_version)?;
        let now = history.versions.last()?;
        Some((then, self.desk.may_name(&now.institution)))
    }

    /// Those drawn that the reader may see by name.
    pub fn lines(&self) -> Vec<DrawnLine> {
        let info = &self.desk.reading.info;
        let institutions = &self.desk.reading.plan.ledger.institutions;
        let line = |one: &SampledSystem| {
            let (fact, named) = self.known(one)?;
            named.then(|| DrawnLine {
                place: one.place,
                code: one.code.clone(),
                name: fact.name.to_string(),
                institution: words::institution(info.lang, institutions, &fact.institution),
                grade: one.grade,
                finding: one.finding.clone(),
            })
        };
        self.systems.iter().filter_map(line).collect()
    }

    pub fn groups(&self) -> Vec<crate::domain::systems::spot_check::result::Group> {
        let seen = self.systems.iter().map(|one| (one.grade, one.finding.as_ref().map(|found| found.seen.as_slice())));
        groups(&seen.collect::<Vec<_>>())
    }

    /// The draw made again from the record.
    fn repeat(&self) -> Repeated {
        let sample = &self.sample;
        let size = |asked: i64| usize::try_from(asked).unwrap_or(0);
        let wish = Wish {
            seed: sample.seed,
            day: sample.day,
            last_version: sample.last_version,
            institution: sample.institution.clone(),
            sizes: sample.strata.iter().map(|one| (one.grade, size(one.asked))).collect(),
        };
        let drawn = draw_by_grade(self.desk.register.register(), &wish);
        let of_grade = |grade| drawn.systems.iter().filter(move |(own, _)| *own == grade).map(|(_, code)| code);
        let recorded = |grade| self.systems.iter().filter(move |one| one.grade == grade).map(|one| &one.code);
        let same = sample.strata.iter().map(|one| of_grade(one.grade).eq(recorded(one.grade))).collect();
        Repeated { drawn, same }
    }
}

/// `GET /systems/checks/{id}`
///
/// # Errors
/// No such check, or not permitted.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
) -> Answer {
    let opened = Arc::new(open(&app, &visitor, &uri, &id).await?);
    let again = value(&opened.desk.reading.query, "again").map(|_| opened.repeat());
    let info = opened.desk.reading.info.clone();
    let title = texts::name(info.lang, opened.sample.id);
    let body = move |info: &PageInfo| {
        crate::pages::systems::checks::detail::page(&CheckModel {
            info,
            institutions: &opened.desk.reading.plan.ledger.institutions,
            sample: &opened.sample,
            groups: &opened.groups(),
            lines: &opened.lines(),
            names_all: opened.desk.names_all(),
            may_record: may(&opened.desk.reader, Action::CheckSystems),
            again: again.as_ref(),
        })
    };
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await)
}

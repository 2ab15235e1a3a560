//! The pages on systems that only read.

use super::{Desk, names_any};
use crate::domain::calendar::end_of;
use crate::domain::ids::Slug;
use crate::domain::permission::{Action, may};
use crate::domain::systems::coverage::Coverage;
use crate::domain::systems::register::Row;
use crate::domain::systems::search::{GradeFilter, find};
use crate::domain::systems::system::SystemCode;
use crate::pages::PageInfo;
use crate::pages::record::Scene;
use crate::pages::record::query::value;
use crate::pages::systems::detail::{DetailModel, Other};
use crate::pages::systems::list::ListModel;
use crate::pages::systems::query::SystemsQuery;
use crate::pages::systems::words;
use crate::pages::texts::systems as texts;
use crate::server::errors::PageError;
use crate::server::render::{Sheet, draw, draw_kept};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use leptos::prelude::AnyView;
use std::sync::Arc;

/// `GET /systems`: the list, to those who may see names; else the counts.
///
/// # Errors
/// Not logged in, not permitted, or a day that makes no sense.
pub async fn list(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    if !names_any(visitor.reader()?) {
        return counts(&app, &visitor, (&uri, &headers)).await;
    }
    let body = |info: &PageInfo, desk: &Desk| draw_list(info, desk, &SystemsQuery::parse(&desk.reading.query));
    kept(&app, &visitor, (&uri, &headers), texts::title(visitor.lang), body).await
}

fn draw_list(info: &PageInfo, desk: &Desk, query: &SystemsQuery) -> AnyView {
    let asked = (query.order, query.descending);
    let found = find(&desk.snapshot, &query.filter, desk.since(), |slug| desk.may_name(slug), asked, query.page);
    let totals = Coverage::of(found.all.iter().copied(), info.day(), desk.since());
    let parts = desk.register.coverage(info.day(), desk.since());
    let visible = parts.iter().filter(|(slug, _)| desk.may_name(slug));
    let (systems, owners) = visible.fold((0, 0), |(systems, owners), (_, part)| (systems + part.systems(), owners + 1));
    let named = |slug: &Slug| desk.may_name(slug) && parts.contains_key(slug);
    let institutions: Vec<_> =
        desk.reading.plan.ledger.institutions.iter().filter(|one| named(&one.slug)).cloned().collect();
    crate::pages::systems::list::page(&ListModel {
        info,
        institutions: &institutions,
        query,
        found: &found,
        totals: &totals,
        visible: (usize::try_from(systems).unwrap_or(0), owners),
        all: desk.names_all(),
        may_add: !desk.editable().is_empty(),
        since: desk.since(),
    })
}

/// `GET /systems/coverage`
///
/// # Errors
/// Not logged in, not permitted, or a day that makes no sense.
pub async fn coverage(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    counts(&app, &visitor, (&uri, &headers)).await
}

async fn counts(app: &App, visitor: &Visitor, request: (&Uri, &HeaderMap)) -> Answer {
    let body = |info: &PageInfo, desk: &Desk| {
        let grade = value(&desk.reading.query, "grade").and_then(GradeFilter::parse);
        let scene = Scene { info, ..desk.scene() };
        crate::pages::systems::coverage::page(&scene, &desk.coverage(), grade)
    };
    kept(app, visitor, request, texts::cov_title(visitor.lang), body).await
}

/// `GET /systems/{code}`
///
/// # Errors
/// No such system, or another institution's.
pub async fn detail(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, true).await?;
    let (code, _) = desk.named(&code)?;
    let cutoff = end_of(desk.reading.info.day());
    let record = app.store.system(&code, cutoff).await?.ok_or(PageError::NotFound)?;
    let history = app.store.system_history(record.system_id, cutoff).await?;
    let standard = app.store.standard().await?.version;
    let title = record.system.name.clone();
    let info = desk.reading.info.clone();
    let (desk, record) = (Arc::new(desk), Arc::new(record));
    let body = move |info: &PageInfo| {
        let row = desk.snapshot.system(&code);
        let institutions = &desk.reading.plan.ledger.institutions;
        let (needs, hidden_needs) = needs(info, &desk, &record.system.needs);
        let (needed_by, hidden_by) = named(info, &desk, desk.snapshot.needing(&code));
        crate::pages::systems::detail::page(&DetailModel {
            info,
            institutions,
            system: &record.system,
            row,
            needs: &needs,
            needed_by: &needed_by,
            hidden: (hidden_needs, hidden_by),
            history: &history,
            standard,
            may_edit: may(&desk.reader, Action::EditSystems(&record.system.institution)),
            since: desk.since(),
        })
    };
    Ok(draw(StatusCode::OK, Sheet { info, title, wide: false, body }).await)
}

/// The systems at the other end that may be seen by name, and how many others there are.
fn named<'a>(info: &PageInfo, desk: &Desk, rows: impl Iterator<Item = Row<'a>>) -> (Vec<Other>, usize) {
    let (mut seen, mut hidden) = (Vec::new(), 0);
    for row in rows {
        if desk.may_name(&row.fact.institution) {
            let institution =
                words::institution(info.lang, &desk.reading.plan.ledger.institutions, &row.fact.institution);
            seen.push(Other { code: row.code().clone(), name: Some(row.fact.name.to_string()), institution });
        } else {
            hidden += 1;
        }
    }
    (seen, hidden)
}

/// The systems that one needs; those no longer in use are told by their number.
fn needs(info: &PageInfo, desk: &Desk, codes: &[SystemCode]) -> (Vec<Other>, usize) {
    let (present, gone): (Vec<_>, Vec<_>) = codes.iter().partition(|code| desk.snapshot.system(code).is_some());
    let (mut seen, mut hidden) = named(info, desk, present.iter().filter_map(|code| desk.snapshot.system(code)));
    for code in gone {
        let owner = desk.register.register().system(code).and_then(|history| history.versions.last());
        if owner.is_some_and(|fact| desk.may_name(&fact.institution)) {
            seen.push(Other { code: code.clone(), name: None, institution: String::new() });
        } else {
            hidden += 1;
        }
    }
    (seen, hidden)
}

/// A page that depends on recorded facts, day and rights alone: where it is kept, else drawn.
pub(super) async fn kept<F>(app: &App, visitor: &Visitor, request: (&Uri, &HeaderMap), title: &str, body: F) -> Answer
where
    F: Fn(&PageInfo, &Desk) -> AnyView + Clone + Send + Sync + 'static,
{
    let making = async {
        let desk = Desk::open(app, visitor, request.0, true).await?;
        let (info, version) = (desk.reading.info.clone(), desk.reading.plan.version);
        let desk = Arc::new(desk);
        let body = move |info: &PageInfo| body(info, &desk);
        Ok((version, Sheet { info, title: title.to_owned(), wide: true, body }))
    };
    draw_kept(app, visitor, request, making).await
}

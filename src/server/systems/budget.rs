//! What must be bought: the page, and its files.

use super::Desk;
use super::reading::kept;
use crate::domain::calendar::KST;
use crate::domain::institution::Institution;
use crate::domain::systems::budget::{Budget, Need};
use crate::domain::systems::register::Row;
use crate::pages::PageInfo;
use crate::pages::systems::budget::{BudgetModel, BudgetQuery, NeedLine, PAGE};
use crate::pages::texts::budget as texts;
use crate::reports::ExportError;
use crate::reports::systems::budget::{BudgetReport, NamedNeed, Owner};
use crate::server::errors::PageError;
use crate::server::files::download;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, State};
use axum::http::HeaderMap;
use leptos::prelude::AnyView;

/// `GET /systems/budget`
///
/// # Errors
/// Not logged in, not permitted, or a day that makes no sense.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Answer {
    kept(&app, &visitor, (&uri, &headers), texts::title(visitor.lang), page).await
}

fn page(info: &PageInfo, desk: &Desk) -> AnyView {
    let query = BudgetQuery::parse(&desk.reading.query);
    let owners = owners(desk);
    let named = query.institution.as_ref().is_some_and(|slug| desk.may_name(slug));
    let lines: Vec<NeedLine> =
        if named { lines(desk, &query).map(|(row, need)| line(&row, need)).collect() } else { vec![] };
    let number = query.page.clamp(1, lines.len().div_ceil(PAGE).max(1));
    let shown: Vec<NeedLine> = lines.iter().skip((number - 1) * PAGE).take(PAGE).cloned().collect();
    crate::pages::systems::budget::page(&BudgetModel {
        info,
        owners: &owners,
        query: &query,
        budget: &Budget::of(desk.snapshot.rows(), info.day()),
        lines: &shown,
        all_lines: lines.len(),
    })
}

/// The institutions that have systems, and whether the reader may see what theirs cost.
fn owners(desk: &Desk) -> Vec<(Institution, bool)> {
    let parts = desk.register.coverage(desk.reading.info.day(), desk.since());
    let known = desk.reading.plan.ledger.institutions.iter().filter(|one| parts.contains_key(&one.slug));
    known.map(|one| (one.clone(), desk.may_name(&one.slug))).collect()
}

/// What the systems that the reader may see by name need, within the filters: by year, then in the order of the register.
fn lines<'a>(desk: &'a Desk, query: &BudgetQuery) -> impl Iterator<Item = (Row<'a>, Need)> {
    let asked = query.institution.clone();
    let fits = |row: &Row<'_>| {
        desk.may_name(&row.fact.institution)
            && query.fits(row.fact.grade)
            && asked.as_ref().is_none_or(|slug| *slug == row.fact.institution)
    };
    let rows = desk.snapshot.rows().filter(fits);
    let needs = rows.flat_map(|row| row.fact.to_buy.iter().map(move |need| (row, *need)));
    let mut needs: Vec<_> =
        needs.filter(|(_, need)| query.purpose.is_none_or(|purpose| purpose == need.purpose)).collect();
    needs.sort_by_key(|(_, need)| (need.year.is_none(), need.year));
    needs.into_iter()
}

fn line(row: &Row<'_>, need: Need) -> NeedLine {
    NeedLine { code: row.code().clone(), name: row.fact.name.to_string(), grade: row.fact.grade, need }
}

/// `GET /systems/budget/export.xlsx`
///
/// # Errors
/// As the page.
pub async fn as_xlsx(state: State<Shared>, visitor: Visitor, uri: OriginalUri) -> Answer {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    file(state, visitor, uri, ("xlsx", kind), BudgetReport::xlsx).await
}

/// `GET /systems/budget/export.csv`
///
/// # Errors
/// As the page.
pub async fn as_csv(state: State<Shared>, visitor: Visitor, uri: OriginalUri) -> Answer {
    file(state, visitor, uri, ("csv", "text/csv; charset=utf-8"), BudgetReport::csv).await
}

async fn file(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    (extension, media_type): (&str, &str),
    write: impl FnOnce(&BudgetReport) -> Result<Vec<u8>, ExportError> + Send + 'static,
) -> Answer {
    let desk = Desk::open(&app, &visitor, &uri, true).await?;
    let report = report(&desk, app.clock.now().with_timezone(&KST), app.demo);
    let name = format!("교체이중화소요_{}.{extension}", report.day);
    let bytes = tokio::task::spawn_blocking(move || write(&report)).await;
    let bytes = bytes.map_err(|error| PageError::Failed(error.to_string()))?;
    Ok(download(&name, media_type, bytes.map_err(|error| PageError::Failed(error.to_string()))?))
}

fn report(desk: &Desk, made_at: chrono::DateTime<chrono::FixedOffset>, demonstration: bool) -> BudgetReport {
    let day = desk.reading.info.day();
    let query = BudgetQuery::parse(&desk.reading.query);
    let shown =
        owners(desk).into_iter().filter(|(one, _)| query.institution.as_ref().is_none_or(|slug| *slug == one.slug));
    let owners: Vec<Owner> = shown.map(|(one, priced)| Owner { name: one.name_ko, slug: one.slug, priced }).collect();
    let institution = |row: &Row<'_>| {
        let owner = owners.iter().find(|one| one.slug == row.fact.institution);
        owner.map_or_else(|| row.fact.institution.to_string(), |one| one.name.clone())
    };
    let named = |(row, need): (Row<'_>, Need)| NamedNeed {
        institution: institution(&row),
        code: row.code().to_string(),
        name: row.fact.name.to_string(),
        grade: row.fact.grade,
        need,
    };
    let lines = lines(desk, &query).map(named).collect();
    BudgetReport {
        plan_title: desk.reading.plan.ledger.plan.title.clone(),
        day,
        made_at,
        demonstration,
        owners,
        grade: query.grade,
        purpose: query.purpose,
        budget: Budget::of(desk.snapshot.rows(), day),
        lines,
    }
}

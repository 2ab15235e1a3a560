//! What a page reads: the plan asked for, the day asked for, and what every page says about the request.

use crate::domain::ids::{PlanId, Slug};
use crate::domain::ledger::Ledger;
use crate::domain::permission::{Action, may};
use crate::domain::round::RoundSlug;
use crate::domain::standing::Standing;
use crate::pages::seal::SealedBand;
use crate::pages::{PageInfo, Section};
use crate::server::assets::BUILD;
use crate::server::errors::PageError;
use crate::server::plans::PlanState;
use crate::server::posted::pairs;
use crate::server::session::Visitor;
use crate::server::state::App;
use axum::http::Uri;
use chrono::{DateTime, NaiveDate, Utc};
use std::sync::Arc;

/// A request for a page, understood.
pub struct Reading {
    pub info: PageInfo,
    pub plan: Arc<PlanState>,
    pub standing: Arc<Standing>,
    pub query: Vec<(String, String)>,
}

impl Reading {
    /// Opens a page that shows a plan. `asof` is taken only where `dated`; elsewhere it makes no sense.
    ///
    /// # Errors
    /// Not logged in, not permitted, no such plan, or a day that is malformed, in the future or out of place.
    pub async fn open(
        app: &App,
        visitor: &Visitor,
        uri: &Uri,
        section: Section,
        dated: bool,
    ) -> Result<Self, PageError> {
        let reader = visitor.reader()?;
        if !may(reader, Action::ReadDashboards) {
            return Err(PageError::Forbidden);
        }
        let query = pairs(uri.query().unwrap_or_default().as_bytes());
        let asof = read_asof(&query, app.clock.today(), dated)?;
        let plan = open_plan(app, &query).await?;
        let mut info = page_info(app, visitor, uri, section);
        info.plan_slug = first(&query, "plan").map(ToOwned::to_owned);
        (info.dated, info.asof) = (dated, asof);
        let standing = plan.standing(info.day());
        let plan = if asof.is_some() { plan.worded_before(standing.cutoff) } else { plan };
        info.plan_title = plan.ledger.plan.title.clone();
        info.last_recorded_at = standing.last_recorded_at;
        info.plans = choices(app, plan.version.registry).await?;
        info.sealed = sealed_band(&plan.ledger, standing.cutoff, uri.path());
        Ok(Self { info, plan, standing, query })
    }
}

/// The plans to choose from; none where there is one only.
async fn choices(app: &App, registry: i64) -> Result<Vec<(String, String)>, PageError> {
    let plans = app.plans.list(&app.store, registry).await?;
    let several = plans.iter().filter(|_| plans.len() > 1);
    Ok(several.map(|plan| (plan.slug.to_string(), plan.title.clone())).collect())
}

/// The seal of the round whose pages stand under `path`, as it was known by `cutoff`.
fn sealed_band(ledger: &Ledger, cutoff: DateTime<Utc>, path: &str) -> Option<SealedBand> {
    let slug = path.strip_prefix("/reviews/")?.split('/').next().and_then(RoundSlug::parse)?;
    let round = ledger.reviews.round(&slug)?;
    let seal = ledger.reviews.seal_of(round.id)?.before(cutoff)?;
    let (short, addenda) = (seal.hash.short().to_owned(), seal.addenda.len());
    Some(SealedBand { round: slug.to_string(), short, sealed_at: seal.sealed_at, addenda })
}

/// A query parameter's first value.
#[must_use]
pub fn first<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

fn read_asof(query: &[(String, String)], today: NaiveDate, dated: bool) -> Result<Option<NaiveDate>, PageError> {
    let Some(typed) = first(query, "asof") else { return Ok(None) };
    if !dated {
        return Err(PageError::Unprocessable("this page has no past"));
    }
    let day = crate::domain::due::parse_typed_day(typed).ok_or(PageError::Unprocessable("asof is not a day"))?;
    if day > today {
        return Err(PageError::Unprocessable("asof is in the future"));
    }
    Ok((day < today).then_some(day))
}

/// The plan that a query asks for; the first one without.
///
/// # Errors
/// No such plan, or the database fails.
pub async fn open_plan(app: &App, query: &[(String, String)]) -> Result<Arc<PlanState>, PageError> {
    let version = app.store.data_version().await?;
    let plans = app.plans.list(&app.store, version.registry).await?;
    let plan = match first(query, "plan") {
        Some(slug) => plans.iter().find(|plan| Slug::parse(slug).as_ref() == Some(&plan.slug)),
        None => plans.iter().min_by_key(|plan| PlanId(plan.id.0)),
    };
    let plan = plan.ok_or(PageError::NotFound)?;
    Ok(app.plans.state(&app.store, plan, version).await?)
}

/// What every page knows, before any plan was looked at.
#[must_use]
pub fn page_info(app: &App, visitor: &Visitor, uri: &Uri, section: Section) -> PageInfo {
    PageInfo {
        lang: visitor.lang,
        high_contrast: visitor.high_contrast,
        reader: visitor.reader.clone(),
        section,
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        plan_slug: None,
        plan_title: String::new(),
        plans: vec![],
        demo: app.demo,
        today: app.clock.today(),
        dated: false,
        asof: None,
        last_recorded_at: None,
        now: app.clock.now(),
        nonce: String::new(),
        build: BUILD.clone(),
        unread: visitor.arrival.unread,
        sealed: None,
        flash: visitor.note.as_deref().and_then(|key| crate::pages::notes::sentence(visitor.lang, key)),
    }
}

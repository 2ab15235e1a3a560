//! Deputies (직무대리): a head appoints one of the institution for some days, and may withdraw it.

use crate::domain::due::parse_typed_day;
use crate::domain::ids::{Slug, UserId};
use crate::domain::permission::{Action, Reader, may};
use crate::pages::admin::Filled;
use crate::pages::deputies::{DeputiesModel, Headed};
use crate::pages::lang::Lang;
use crate::pages::texts::deputies as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::{noted, sheet, status_of};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, Path, State};
use axum::http::Uri;
use chrono::{Months, NaiveDate};
use std::sync::Arc;

const PATH: &str = "/account/deputies";

/// `GET /account/deputies`
///
/// # Errors
/// Not a head, or the database fails.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let headed = headed(&app, visitor.reader()?).await?;
    answer(&app, &visitor, &uri, headed, Filled::default()).await
}

async fn answer(app: &App, visitor: &Visitor, uri: &Uri, headed: Vec<Headed>, form: Filled) -> Answer {
    let entries = app.store.deputies_of(visitor.reader()?.id).await?;
    let status = status_of(&form.faults);
    let model = Arc::new(DeputiesModel { headed, entries, form });
    let body = move |info: &PageInfo| crate::pages::deputies::page(info, &model);
    Ok(draw(status, sheet(app, visitor, uri, Section::None, texts::title(visitor.lang), body)).await)
}

/// The institutions that the reader heads, each with the people who may stand in.
async fn headed(app: &App, reader: &Reader) -> Result<Vec<Headed>, PageError> {
    let mut slugs: Vec<Slug> = reader.grants.iter().filter_map(|grant| grant.institution.clone()).collect();
    slugs.retain(|slug| may(reader, Action::AppointDeputy(slug)));
    slugs.sort();
    slugs.dedup();
    if slugs.is_empty() {
        return Err(PageError::Forbidden);
    }
    let institutions = app.store.institutions().await?;
    let mut headed = Vec::new();
    for institution in institutions.into_iter().filter(|one| slugs.contains(&one.slug)) {
        let mut people = app.store.people_of(&institution.slug).await?;
        people.retain(|(id, _)| *id != reader.id);
        headed.push(Headed { institution, people });
    }
    Ok(headed)
}

/// `POST /account/deputies`
///
/// # Errors
/// Not a head, or the database fails.
pub async fn appoint(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let headed = headed(&app, visitor.reader()?).await?;
    let typed = posted.fields;
    if posted.show_only {
        return answer(&app, &visitor, &uri, headed, Filled { typed, faults: vec![] }).await;
    }
    let mut form = Filled { typed, faults: vec![] };
    match read(visitor.lang, app.clock.today(), &headed, &form) {
        Ok(one) => {
            let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
            tx.appoint_deputy(&one.institution, one.deputy, one.from, one.until).await?;
            tx.commit().await?;
            Ok(noted(&app, PATH, "deputy_appointed"))
        }
        Err(faults) => {
            form.faults = faults;
            answer(&app, &visitor, &uri, headed, form).await
        }
    }
}

struct Appointment {
    institution: Slug,
    deputy: UserId,
    from: NaiveDate,
    until: NaiveDate,
}

type Faults = Vec<(&'static str, String)>;

fn read(lang: Lang, today: NaiveDate, headed: &[Headed], form: &Filled) -> Result<Appointment, Faults> {
    let mut faults = Faults::new();
    let place = headed.iter().find(|one| one.institution.slug.as_str() == form.get("institution"));
    if place.is_none() {
        faults.push(("institution", texts::institution_missing(lang).to_owned()));
    }
    let deputy = form.get("deputy").parse().ok().map(UserId);
    let deputy = deputy.filter(|id| place.is_none_or(|place| place.people.iter().any(|(one, _)| one == id)));
    if deputy.is_none() {
        faults.push(("deputy", texts::deputy_missing(lang).to_owned()));
    }
    let (from, until) = (parse_typed_day(form.get("from")), parse_typed_day(form.get("until")));
    if from.is_none() {
        faults.push(("from", texts::day_unreadable(lang).to_owned()));
    }
    match (from, until) {
        (_, None) => faults.push(("until", texts::day_unreadable(lang).to_owned())),
        (from, Some(until)) => faults.extend(span_fault(lang, today, from, until).map(|text| ("until", text))),
    }
    match (place, deputy, from, until) {
        (Some(place), Some(deputy), Some(from), Some(until)) if faults.is_empty() => {
            Ok(Appointment { institution: place.institution.slug.clone(), deputy, from, until })
        }
        _ => Err(faults),
    }
}

/// What is wrong with the last day: before the first, already over, or more than a year away from the first.
fn span_fault(lang: Lang, today: NaiveDate, from: Option<NaiveDate>, until: NaiveDate) -> Option<String> {
    let text = match from {
        Some(from) if until < from => texts::until_before(lang),
        _ if until < today => texts::until_past(lang),
        Some(from) if from.checked_add_months(Months::new(12)).is_some_and(|end| until >= end) => {
            texts::until_far(lang)
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// `POST /account/deputies/{id}/withdrawal`
///
/// # Errors
/// Not a head, no such deputy of one's own, or the database fails.
pub async fn withdraw(State(app): State<Shared>, visitor: Visitor, Path(id): Path<String>, posted: Posted) -> Answer {
    headed(&app, visitor.reader()?).await?;
    let id: i64 = id.parse().map_err(|_| PageError::NotFound)?;
    if posted.show_only {
        return Ok(see_other(PATH));
    }
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    if !tx.withdraw_deputy(id).await? {
        return Err(PageError::NotFound);
    }
    tx.commit().await?;
    Ok(noted(&app, PATH, "deputy_withdrawn"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_deputy_stands_in_for_a_year_at_most_and_not_in_the_past() {
        let fault = |from, until| span_fault(Lang::Ko, day("2024-03-20"), Some(day(from)), day(until));
        assert_eq!(fault("2024-03-20", "2025-03-19"), None);
        assert_eq!(fault("2024-03-20", "2024-03-20"), None);
        assert_eq!(fault("2024-03-20", "2025-03-20").as_deref(), Some(texts::until_far(Lang::Ko)));
        assert_eq!(fault("2024-03-20", "2024-03-19").as_deref(), Some(texts::until_before(Lang::Ko)));
        assert_eq!(fault("2024-03-01", "2024-03-19").as_deref(), Some(texts::until_past(Lang::Ko)));
    }
}

//! Contacts with one institution about its return: looked at and logged, by the PMO alone.

use super::desk::{Managed, RoundDesk};
use crate::domain::chase::{Chase, Level, NextStep, Way, next_step};
use crate::domain::due::parse_typed_day;
use crate::domain::ids::Slug;
use crate::domain::notice::letter::{Letter, RoundWords, chase};
use crate::domain::returns::Return;
use crate::domain::round::RoundState;
use crate::domain::text::{NARRATIVE_MAX, TextFault, required_text};
use crate::pages::admin::Filled;
use crate::pages::lang::Lang;
use crate::pages::record::Scene;
use crate::pages::reviews::contacts::{ContactsModel, page};
use crate::pages::texts::reviews as texts;
use crate::server::errors::PageError;
use crate::server::forms::status_of;
use crate::server::posted::Posted;
use crate::server::reminders::missing_of;
use crate::server::router::Answer;
use crate::store::NewChase;
use axum::extract::Path;
use chrono::NaiveDate;
use std::sync::Arc;

/// A round and the return of one institution.
struct Place {
    desk: RoundDesk,
    one: Return,
    contacts: Vec<Chase>,
    next: Option<NextStep>,
}

impl Place {
    async fn of(desk: RoundDesk, slug: &str) -> Result<Self, PageError> {
        let slug = Slug::parse(slug).ok_or(PageError::NotFound)?;
        let one = desk.returns().into_iter().find(|one| one.institution == slug).ok_or(PageError::NotFound)?;
        let mut contacts = desk.app.store.chases(desk.round.id).await?;
        contacts.retain(|chase| chase.institution == slug);
        let owed = one.state.is_owed() && desk.round.state == RoundState::Open;
        let (due, today, calendar) = (desk.round.due(), desk.reading.info.today, &desk.reading.plan.calendar);
        let next = owed.then(|| next_step(due, today, &contacts, calendar));
        Ok(Self { desk, one, contacts, next })
    }

    /// What could be sent to whom is next: it names what is missing.
    async fn letter(&self) -> Result<Option<Letter>, PageError> {
        let Some(next) = self.next else { return Ok(None) };
        let (desk, plan) = (&self.desk, &self.desk.reading.plan);
        let today = desk.reading.info.today;
        let queries = desk.app.store.queries(desk.round.id).await?;
        let missing = missing_of(&desk.app.store, plan, today, &self.one, &queries).await?;
        let slug = &self.one.institution;
        let name = plan.ledger.institution(slug).map_or_else(|| slug.to_string(), |one| one.name_ko.clone());
        let words = RoundWords::of(&desk.round);
        let whom = (next.level, self.contacts.len(), "");
        Ok(Some(chase(&name, &words, &missing, &plan.calendar, today, whom)))
    }

    async fn show(self, form: Filled) -> Answer {
        let letter = self.letter().await?;
        let status = status_of(&form.faults);
        let lang = self.desk.reading.info.lang;
        let Self { desk, one, contacts, next } = self;
        let model = Arc::new(ContactsModel { round: desk.round.clone(), one, contacts, next, letter, form });
        let title = texts::chasing(lang).to_owned();
        Ok(desk.show(status, title, false, move |scene: &Scene| page(scene, &model)).await)
    }
}

/// GET /reviews/{round}/contacts/{slug}
pub(super) async fn show(Managed(desk): Managed, Path((_, slug)): Path<(String, String)>) -> Answer {
    let place = Place::of(desk, &slug).await?;
    let level = place.next.map_or(Level::Officer, |next| next.level);
    let typed = vec![("level".to_owned(), level.code().to_owned())];
    place.show(Filled { typed, faults: vec![] }).await
}

/// POST /reviews/{round}/contacts/{slug}
pub(super) async fn add(Managed(desk): Managed, Path((_, slug)): Path<(String, String)>, posted: Posted) -> Answer {
    let place = Place::of(desk, &slug).await?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return place.show(form).await;
    }
    let read = match read(place.desk.visitor.lang, place.desk.reading.info.today, &form) {
        Ok(read) => read,
        Err(faults) => {
            form.faults = faults;
            return place.show(form).await;
        }
    };
    let desk = &place.desk;
    let new = NewChase {
        plan: desk.reading.plan.ledger.plan.id,
        round: desk.round.id,
        institution: place.one.institution.clone(),
        level: read.level,
        way: read.way,
        note: read.note,
        promised_on: read.promised_on,
    };
    let mut tx = desk.write().await?;
    tx.add_chase(&new).await?;
    tx.commit().await?;
    Ok(desk.done(&format!("/contacts/{}", place.one.institution), "contact_logged"))
}

struct Contact {
    level: Level,
    way: Way,
    note: String,
    promised_on: Option<NaiveDate>,
}

fn read(lang: Lang, today: NaiveDate, form: &Filled) -> Result<Contact, Vec<(&'static str, String)>> {
    let mut faults = Vec::new();
    let level = Level::parse(form.get("level"));
    if level.is_none() {
        faults.push(("level", texts::contact_level_missing(lang).to_owned()));
    }
    // What the program does by itself is not logged by hand.
    let way = Way::parse(form.get("way")).filter(|way| *way != Way::System);
    if way.is_none() {
        faults.push(("way", texts::contact_way_missing(lang).to_owned()));
    }
    let note = required_text(form.get("note"), NARRATIVE_MAX).map_err(|fault| match fault {
        TextFault::Empty => texts::contact_note_missing(lang).to_owned(),
        TextFault::TooLong { max, .. } => texts::text_too_long(lang, max),
    });
    let promised_on = match parse_typed_day(form.get("promised_on")) {
        None if form.get("promised_on").is_empty() => Ok(None),
        None => Err(texts::day_unreadable(lang)),
        Some(on) if on < today => Err(texts::contact_promised_past(lang)),
        Some(on) => Ok(Some(on)),
    };
    faults.extend(note.as_ref().err().map(|text| ("note", text.clone())));
    faults.extend(promised_on.err().map(|text| ("promised_on", text.to_owned())));
    match (level, way, note, promised_on) {
        (Some(level), Some(way), Ok(note), Ok(promised_on)) => Ok(Contact { level, way, note, promised_on }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(fields: &[(&str, &str)]) -> Vec<&'static str> {
        let typed = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let read = read(Lang::Ko, "2024-03-20".parse().unwrap(), &Filled { typed, faults: vec![] });
        read.err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn a_contact_needs_whom_how_and_what_was_said() {
        assert_eq!(faults(&[]), ["level", "way", "note"]);
        let said = [("level", "head"), ("way", "phone"), ("note", "부재")];
        assert!(faults(&said).is_empty());
        assert_eq!(faults(&[("level", "head"), ("way", "system"), ("note", "x")]), ["way"]);
    }

    #[test]
    fn a_promise_is_a_day_to_come() {
        let promised = |on| faults(&[("level", "head"), ("way", "phone"), ("note", "x"), ("promised_on", on)]);
        assert_eq!(promised("2024. 3. 20."), [] as [&str; 0]);
        assert_eq!(promised("2024-03-19"), ["promised_on"]);
        assert_eq!(promised("모레"), ["promised_on"]);
    }
}

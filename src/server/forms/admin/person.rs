//! One person: name, state, roles, a new password.

use super::{Faults, draw_secret, gate, new_password, parse_name, read_grant};
use crate::domain::institution::Institution;
use crate::domain::notice::MailAddress;
use crate::domain::permission::{Grant, Reader, Role};
use crate::pages::admin::Filled;
use crate::pages::admin::person::{PersonModel, grant_value};
use crate::pages::lang::Lang;
use crate::pages::texts::admin as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::{noted, sheet, status_of};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::{Answer, see_other};
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::Person;
use axum::extract::{OriginalUri, Path, State};
use axum::http::Uri;
use std::sync::Arc;

/// `GET /admin/people/{login}`
///
/// # Errors
/// Not an administrator, nobody of that log-in name, or the database fails.
pub async fn person(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(login): Path<String>,
) -> Answer {
    gate(&visitor)?;
    let (person, _) = find(&app, &login).await?;
    answer(&app, &visitor, &uri, person, None, None).await
}

/// The person of a log-in name, and everybody.
pub async fn find(app: &App, login: &str) -> Result<(Person, Vec<Person>), PageError> {
    let people = app.store.people().await?;
    let person = people.iter().find(|person| person.login == login).cloned().ok_or(PageError::NotFound)?;
    Ok((person, people))
}

/// The form as it stands before anything is typed.
fn filled(person: &Person) -> Filled {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    let mut typed = vec![pair("name", person.name.clone())];
    typed.extend(person.active.then(|| pair("active", "on".to_owned())));
    typed.extend(person.grants.iter().map(|grant| pair("keep", grant_value(grant))));
    Filled { typed, faults: vec![] }
}

fn filled_mail(address: Option<MailAddress>) -> Filled {
    let typed = address.map(|address| ("address".to_owned(), address.as_str().to_owned()));
    Filled { typed: typed.into_iter().collect(), faults: vec![] }
}

/// The page, with its two forms as typed or as they stand.
pub async fn answer(
    app: &App,
    visitor: &Visitor,
    uri: &Uri,
    person: Person,
    form: Option<Filled>,
    mail: Option<Filled>,
) -> Answer {
    let institutions = app.store.institutions().await?;
    let form = form.unwrap_or_else(|| filled(&person));
    let mail = match mail {
        Some(mail) => mail,
        None => filled_mail(app.store.mail_address(person.id).await?),
    };
    let status = if form.is_faulty() { status_of(&form.faults) } else { status_of(&mail.faults) };
    let title = person.name.clone();
    let model = Arc::new(PersonModel { person, institutions, form, mail });
    let body = move |info: &PageInfo| crate::pages::admin::person::page(info, &model);
    Ok(draw(status, sheet(app, visitor, uri, Section::Admin, &title, body)).await)
}

/// `POST /admin/people/{login}`
///
/// # Errors
/// Not an administrator, nobody of that log-in name, or the database fails.
pub async fn edit_person(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(login): Path<String>,
    posted: Posted,
) -> Answer {
    let reader = gate(&visitor)?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        let (person, _) = find(&app, &login).await?;
        return answer(&app, &visitor, &uri, person, Some(form), None).await;
    }
    let institutions = app.store.institutions().await?;
    // Opened before reading: writers queue here, so two administrators cannot each take away the other's last right.
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    let (person, people) = find(&app, &login).await?;
    match read(visitor.lang, reader, &institutions, (&person, &people), &form) {
        Ok(edit) => {
            tx.edit_person(&person, &edit.name, edit.active, &edit.grants).await?;
            if !edit.active {
                tx.end_sessions_of(person.id, "", app.system.now()).await?;
            }
            tx.commit().await?;
            Ok(noted(&app, &format!("/admin/people/{login}"), "person_edited"))
        }
        Err(faults) => {
            drop(tx);
            form.faults = faults;
            answer(&app, &visitor, &uri, person, Some(form), None).await
        }
    }
}

struct Edit {
    name: String,
    active: bool,
    grants: Vec<Grant>,
}

fn read(
    lang: Lang,
    reader: &Reader,
    institutions: &[Institution],
    (person, people): (&Person, &[Person]),
    form: &Filled,
) -> Result<Edit, Faults> {
    let mut faults = Faults::new();
    let name = parse_name(form.get("name"));
    if name.is_none() {
        faults.push(("name", texts::name_unfit(lang).to_owned()));
    }
    let mut grants = kept(person, form);
    match read_grant(lang, institutions, form) {
        Ok(Some(grant)) if !grants.contains(&grant) => grants.push(grant),
        Ok(_) => {}
        Err(fault) => faults.push(fault),
    }
    let active = form.get("active") == "on";
    faults.extend(state_fault(lang, reader, person, active, form));
    if !has_admin_after(person, people, active, &grants) {
        faults.push(("keep", texts::last_admin(lang).to_owned()));
    }
    match name {
        Some(name) if faults.is_empty() => Ok(Edit { name, active, grants }),
        _ => Err(faults),
    }
}

/// The roles that stay: all but those that were shown and not left ticked. What somebody else added meanwhile stays.
fn kept(person: &Person, form: &Filled) -> Vec<Grant> {
    let stays = |grant: &&Grant| {
        let value = grant_value(grant);
        form.all("keep").any(|kept| kept == value) || !form.all("shown").any(|shown| shown == value)
    };
    person.grants.iter().filter(stays).cloned().collect()
}

fn state_fault(
    lang: Lang,
    reader: &Reader,
    person: &Person,
    active: bool,
    form: &Filled,
) -> Option<(&'static str, String)> {
    if active || !person.active {
        return None;
    }
    if person.id == reader.id {
        return Some(("active", texts::not_oneself(lang).to_owned()));
    }
    (form.get("confirm") != "on").then(|| ("confirm", texts::confirm_missing(lang).to_owned()))
}

/// Whether an active administrator is left.
fn has_admin_after(person: &Person, people: &[Person], active: bool, grants: &[Grant]) -> bool {
    let is_admin = |active: bool, grants: &[Grant]| active && grants.iter().any(|grant| grant.role == Role::Admin);
    let others = people.iter().filter(|one| one.id != person.id);
    is_admin(active, grants) || others.into_iter().any(|one| is_admin(one.active, &one.grants))
}

/// `POST /admin/people/{login}/password`: a new one is made and shown once; all sessions of the person end.
///
/// # Errors
/// Not an administrator, nobody of that log-in name, or the database fails.
pub async fn reset_password(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(login): Path<String>,
    posted: Posted,
) -> Answer {
    let reader = gate(&visitor)?;
    let (person, _) = find(&app, &login).await?;
    if person.id == reader.id {
        return Ok(see_other("/account/password"));
    }
    if posted.show_only {
        return Ok(see_other(&format!("/admin/people/{login}")));
    }
    let password = new_password();
    let hash = app.hash_password(password.clone()).await?;
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    tx.set_password(person.id, &person.login, &hash, true).await?;
    tx.end_sessions_of(person.id, "", app.system.now()).await?;
    tx.commit().await?;
    app.store.forget_guesses(&format!("person:{}", person.login)).await?;
    Ok(draw_secret(&app, &visitor, &uri, &person.login, password, false).await)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;

    fn person(id: i64, active: bool, roles: &[Role]) -> Person {
        let grants = roles.iter().map(|role| Grant { role: *role, institution: None }).collect();
        Person { id: UserId(id), login: format!("p{id}"), name: "김○○".into(), must_change: false, active, grants }
    }

    fn form(pairs: &[(&str, &str)]) -> Filled {
        let typed = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Filled { typed, faults: vec![] }
    }

    fn faults_of(by: i64, person: &Person, people: &[Person], pairs: &[(&str, &str)]) -> Vec<&'static str> {
        let reader =
            Reader { id: UserId(by), login: "a".into(), name: "a".into(), grants: vec![], deputyships: vec![] };
        let read = read(Lang::Ko, &reader, &[], (person, people), &form(pairs));
        read.err().unwrap_or_default().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn the_last_administrator_stays() {
        let people = [person(1, true, &[Role::Admin]), person(2, false, &[Role::Admin])];
        let all = [("name", "가"), ("active", "on"), ("shown", "admin:")];
        assert_eq!(faults_of(9, &people[0], &people, &all), ["keep"]);
        assert_eq!(
            faults_of(9, &people[0], &people, &[("name", "가"), ("confirm", "on"), ("keep", "admin:")]),
            ["keep"]
        );
    }

    #[test]
    fn nobody_deactivates_themselves_and_others_only_on_purpose() {
        let people = [person(1, true, &[Role::Admin]), person(2, true, &[Role::Admin])];
        let typed = [("name", "가"), ("keep", "admin:"), ("shown", "admin:")];
        assert_eq!(faults_of(1, &people[0], &people, &typed), ["active"]);
        assert_eq!(faults_of(2, &people[0], &people, &typed), ["confirm"]);
    }

    #[test]
    fn a_role_added_meanwhile_is_not_lost() {
        let one = person(1, true, &[Role::Pmo, Role::Viewer]);
        let kept = kept(&one, &form(&[("shown", "viewer:")]));
        assert_eq!(kept, [Grant { role: Role::Pmo, institution: None }]);
    }
}

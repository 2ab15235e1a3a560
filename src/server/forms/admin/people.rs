//! The list of people, and adding one.

use super::{Faults, draw_secret, gate, new_password, parse_name, read_grant};
use crate::domain::account::parse_login;
use crate::domain::institution::Institution;
use crate::domain::permission::{Grant, Role};
use crate::pages::admin::Filled;
use crate::pages::admin::people::{PeopleModel, PeopleQuery};
use crate::pages::lang::Lang;
use crate::pages::texts::admin as texts;
use crate::pages::{PageInfo, Section};
use crate::server::forms::{sheet, status_of};
use crate::server::posted::{Posted, pairs};
use crate::server::render::draw;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{NewPerson, Person};
use axum::extract::{OriginalUri, State};
use axum::http::Uri;
use std::sync::Arc;

/// How many people stand on a page.
const PER_PAGE: usize = 50;

/// `GET /admin/people`
///
/// # Errors
/// Not an administrator, or the database fails.
pub async fn people(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    gate(&visitor)?;
    answer(&app, &visitor, &uri, Filled::default()).await
}

async fn answer(app: &App, visitor: &Visitor, uri: &Uri, form: Filled) -> Answer {
    let query = PeopleQuery::parse(&pairs(uri.query().unwrap_or_default().as_bytes()));
    let mut found = app.store.people().await?;
    found.retain(|person| fits(&query, person));
    let total = found.len();
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = usize::try_from(query.page).unwrap_or(1).clamp(1, pages);
    let people = found.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
    let institutions = app.store.institutions().await?;
    let status = status_of(&form.faults);
    let page = i64::try_from(page).unwrap_or(1);
    let pages = i64::try_from(pages).unwrap_or(1);
    let model = Arc::new(PeopleModel { query, people, total, page, pages, institutions, form });
    let body = move |info: &PageInfo| crate::pages::admin::people::page(info, &model);
    Ok(draw(status, sheet(app, visitor, uri, Section::Admin, texts::people(visitor.lang), body)).await)
}

fn fits(query: &PeopleQuery, person: &Person) -> bool {
    let wanted = query.text.to_lowercase();
    let named = person.login.contains(&wanted) || person.name.to_lowercase().contains(&wanted);
    let roled = query.role.is_none_or(|role: Role| person.grants.iter().any(|grant| grant.role == role));
    named && roled && query.active.is_none_or(|active| person.active == active)
}

/// `POST /admin/people`: the initial password is made here and shown once.
///
/// # Errors
/// Not an administrator, or the database fails.
pub async fn add_person(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    gate(&visitor)?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    if posted.show_only {
        return answer(&app, &visitor, &uri, form).await;
    }
    let institutions = app.store.institutions().await?;
    let (login, name, grants) = match read(visitor.lang, &institutions, &form) {
        Ok(read) => read,
        Err(faults) => {
            form.faults = faults;
            return answer(&app, &visitor, &uri, form).await;
        }
    };
    let password = new_password();
    let password_hash = app.hash_password(password.clone()).await?;
    let person = NewPerson { login: login.clone(), name, password_hash, must_change: true, grants };
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    if tx.add_person(&person).await?.is_none() {
        drop(tx);
        form.faults.push(("login", texts::login_taken(visitor.lang).to_owned()));
        return answer(&app, &visitor, &uri, form).await;
    }
    tx.commit().await?;
    Ok(draw_secret(&app, &visitor, &uri, &login, password, true).await)
}

fn read(lang: Lang, institutions: &[Institution], form: &Filled) -> Result<(String, String, Vec<Grant>), Faults> {
    let mut faults = Faults::new();
    let login = parse_login(form.get("login"));
    if login.is_none() {
        faults.push(("login", texts::login_unfit(lang).to_owned()));
    }
    let name = parse_name(form.get("name"));
    if name.is_none() {
        faults.push(("name", texts::name_unfit(lang).to_owned()));
    }
    let grant = match read_grant(lang, institutions, form) {
        Ok(Some(grant)) => Some(grant),
        Ok(None) => {
            faults.push(("role", texts::role_missing(lang).to_owned()));
            None
        }
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    match (login, name, grant) {
        (Some(login), Some(name), Some(grant)) => Ok((login, name, vec![grant])),
        _ => Err(faults),
    }
}

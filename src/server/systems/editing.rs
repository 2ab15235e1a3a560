//! Registering and editing a system.

use super::Desk;
use crate::domain::calendar::end_of;
use crate::domain::ids::Slug;
use crate::domain::permission::{Action, may};
use crate::domain::systems::InformationSystem;
use crate::domain::systems::fields::{Fault, FieldFault, Fields, Known, read, write};
use crate::domain::systems::system::SystemCode;
use crate::pages::PageInfo;
use crate::pages::record::institution_name;
use crate::pages::systems::form::FormModel;
use crate::pages::texts::systems as texts;
use crate::server::errors::PageError;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use crate::store::{StoreError, SystemChange, SystemRecord};
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use std::sync::Arc;

/// `GET /systems/new`
///
/// # Errors
/// Nobody's officer or head.
pub async fn new(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let desk = Desk::open_form(&app, &visitor, &uri).await?;
    show_form(desk, FormModel::default(), StatusCode::OK).await
}

/// `GET /systems/{code}/edit`
///
/// # Errors
/// No such system, or not one's own.
pub async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
) -> Answer {
    let desk = Desk::open_form(&app, &visitor, &uri).await?;
    let record = own(&app, &desk, &code).await?;
    let model = FormModel {
        code: Some(record.system.code.clone()),
        fields: write(&record.system),
        seen: record.id,
        ..FormModel::default()
    };
    show_form(desk, model, StatusCode::OK).await
}

/// A system as it is now, if one may edit it.
async fn own(app: &App, desk: &Desk, code: &str) -> Result<SystemRecord, PageError> {
    let (code, _) = desk.named(code)?;
    let record = app.store.system(&code, end_of(desk.reading.info.today)).await?.ok_or(PageError::NotFound)?;
    if !may(&desk.reader, Action::EditSystems(&record.system.institution)) {
        return Err(PageError::Forbidden);
    }
    Ok(record)
}

async fn show_form(desk: Desk, model: FormModel, status: StatusCode) -> Answer {
    let editable = desk.editable();
    if editable.is_empty() {
        return Err(PageError::Forbidden);
    }
    let info = desk.reading.info;
    let institutions =
        editable.iter().map(|one| (one.slug.to_string(), institution_name(info.lang, one).to_owned())).collect();
    let title = if model.code.is_some() { texts::form_edit(info.lang) } else { texts::form_add(info.lang) };
    let model = Arc::new(FormModel { institutions, ..model });
    let body = move |info: &PageInfo| crate::pages::systems::form::page(info, &model);
    Ok(draw(status, Sheet { info, title: title.to_owned(), wide: false, body }).await)
}

/// `POST /systems/new`
///
/// # Errors
/// Nobody's officer or head, or the database fails.
pub async fn add(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri, posted: Posted) -> Answer {
    let desk = Desk::open_form(&app, &visitor, &uri).await?;
    if desk.editable().is_empty() {
        return Err(PageError::Forbidden);
    }
    let model = FormModel { fields: posted.fields.clone(), ..FormModel::default() };
    if posted.show_only {
        return show_form(desk, model, StatusCode::OK).await;
    }
    record(&app, &visitor, desk, model, None).await
}

/// `POST /systems/{code}/edit`
///
/// # Errors
/// No such system, not one's own, or the database fails.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    let desk = Desk::open_form(&app, &visitor, &uri).await?;
    let old = own(&app, &desk, &code).await?;
    let seen = posted.get("seen").parse().unwrap_or(0);
    let model = FormModel {
        code: Some(old.system.code.clone()),
        fields: posted.fields.clone(),
        seen,
        conflict: seen != old.id && !posted.show_only,
        ..FormModel::default()
    };
    if posted.show_only {
        return show_form(desk, model, StatusCode::OK).await;
    }
    if model.conflict {
        // Saved again after looking, it is an edit of what is there now.
        let model = FormModel { seen: old.id, ..model };
        return show_form(desk, model, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    record(&app, &visitor, desk, model, Some(old)).await
}

async fn record(app: &App, visitor: &Visitor, desk: Desk, model: FormModel, old: Option<SystemRecord>) -> Answer {
    let fields = completed(&desk, &model, old.as_ref());
    let system = match read_own(&desk, &fields, old.as_ref().map(|old| &old.system)) {
        Ok(system) => system,
        Err(faults) => return show_form(desk, FormModel { faults, ..model }, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let path = format!("/systems/{}", system.code);
    if old.as_ref().is_some_and(|old| old.system == system) {
        return Ok(noted(app, &path, "system_unchanged"));
    }
    let change = SystemChange { seen: old.as_ref().map(|old| (old.system_id, old.id)), system };
    let mut tx = app.store.write(&visitor.actor(Some(&change.system.institution))?, app.clock.now()).await?;
    match tx.put_system(change, old.as_ref().map(|old| &old.system)).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            drop(tx);
            return show_form(desk, FormModel { conflict: true, ..model }, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(noted(app, &path, "system_saved"))
}

/// The fields with the number that the program gives, where none was typed.
fn completed(desk: &Desk, model: &FormModel, old: Option<&SystemRecord>) -> Fields {
    let mut fields = model.fields.clone();
    let typed = crate::domain::report::value(&fields, "code").trim().to_owned();
    let code = match old {
        Some(old) => old.system.code.to_string(),
        None if typed.is_empty() => {
            let institution = Slug::parse(crate::domain::report::value(&fields, "institution").trim());
            institution.map_or(typed, |slug| {
                SystemCode::numbered(&slug, desk.register.register().next_number(&slug)).to_string()
            })
        }
        None => typed,
    };
    fields.retain(|(name, _)| name != "code");
    fields.push(("code".to_owned(), code));
    fields
}

/// Reads the form as one's own business: of one's institutions, with a number and a name that nobody else has.
fn read_own(desk: &Desk, fields: &Fields, old: Option<&InformationSystem>) -> Result<InformationSystem, Vec<Fault>> {
    let register = desk.register.register();
    let known = Known {
        today: desk.reading.info.today,
        institution: &|text| Slug::parse(text).filter(|slug| may(&desk.reader, Action::EditSystems(slug))),
        system: &|text, _| SystemCode::parse(text).filter(|code| register.system(code).is_some()),
    };
    let system = read(fields, &known)?;
    let mut faults = Vec::new();
    if old.is_none() && register.system(&system.code).is_some() {
        faults.push(("code".to_owned(), FieldFault::CodeTaken));
    }
    let has_name = |row: crate::domain::systems::register::Row<'_>| {
        *row.fact.name == *system.name && row.fact.institution == system.institution && *row.code() != system.code
    };
    if desk.snapshot.rows().any(has_name) {
        faults.push(("name".to_owned(), FieldFault::NameTaken));
    }
    if faults.is_empty() { Ok(system) } else { Err(faults) }
}

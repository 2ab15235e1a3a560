//! One's own account: what one may do here, and the password.

use crate::domain::account::{PasswordFault, check_password, next_guess_at};
use crate::domain::permission::Reader;
use crate::domain::report::value;
use crate::pages::lang::Lang;
use crate::pages::texts::account as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::forms::{noted, sheet, status_of};
use crate::server::posted::Posted;
use crate::server::render::draw;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::extract::{OriginalUri, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

type Faults = Vec<(&'static str, String)>;

/// `GET /account`
///
/// # Errors
/// Not logged in, or the database fails.
pub async fn show(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    let reader = visitor.reader()?;
    let address = app.store.mail_address(reader.id).await?;
    let institutions = Arc::new(app.store.institutions().await?);
    let body = move |info: &PageInfo| crate::pages::account::page(info, &institutions, address.as_ref());
    let sheet = sheet(&app, &visitor, &uri, Section::None, texts::title(visitor.lang), body);
    Ok(draw(StatusCode::OK, sheet).await)
}

/// `GET /account/password`
///
/// # Errors
/// Not logged in.
pub async fn show_password(State(app): State<Shared>, visitor: Visitor, OriginalUri(uri): OriginalUri) -> Answer {
    visitor.reader()?;
    Ok(draw_password(&app, &visitor, &uri, vec![]).await)
}

async fn draw_password(app: &App, visitor: &Visitor, uri: &Uri, faults: Faults) -> Response {
    let (status, must_change) = (status_of(&faults), visitor.must_change);
    let body = move |info: &PageInfo| crate::pages::account::password_page(info, must_change, &faults);
    draw(status, sheet(app, visitor, uri, Section::None, texts::password_title(visitor.lang), body)).await
}

/// `POST /account/password`: every other session of the person ends.
///
/// # Errors
/// Not logged in, or the database fails.
pub async fn change_password(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    posted: Posted,
) -> Answer {
    let reader = visitor.reader()?;
    if posted.show_only {
        return Ok(draw_password(&app, &visitor, &uri, vec![]).await);
    }
    let mut faults: Faults = current_fault(&app, reader, visitor.lang, &posted).await?.into_iter().collect();
    faults.extend(new_faults(reader, visitor.lang, &posted));
    if !faults.is_empty() {
        return Ok(draw_password(&app, &visitor, &uri, faults).await);
    }
    let hash = app.hash_password(value(&posted.fields, "new").to_owned()).await?;
    let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
    tx.set_password(reader.id, &reader.login, &hash, false).await?;
    tx.end_sessions_of(reader.id, visitor.session.as_deref().unwrap_or_default(), app.system.now()).await?;
    tx.commit().await?;
    Ok(noted(&app, "/account", "password_changed"))
}

/// What is wrong with the present password as typed; wrong ones are counted as at log-in, and make the next one wait.
async fn current_fault(
    app: &App,
    reader: &Reader,
    lang: Lang,
    posted: &Posted,
) -> Result<Option<(&'static str, String)>, PageError> {
    let fault = |text: &str| Ok(Some(("current", text.to_owned())));
    let typed = value(&posted.fields, "current");
    if typed.is_empty() {
        return fault(texts::current_missing(lang));
    }
    let account = format!("person:{}", reader.login);
    let (failures, last) = app.store.guesses(&account).await?;
    let (now, next) = (app.system.now(), next_guess_at(failures, last));
    if now < next {
        return fault(&texts::current_wait(lang, (next - now).num_seconds() + 1));
    }
    let stored = app.store.credentials(&reader.login).await?.map(|(_, hash)| hash);
    if !app.fits_password(typed.to_owned(), stored).await? {
        app.store.note_wrong_guess(&account, now).await?;
        return fault(texts::current_wrong(lang));
    }
    app.store.forget_guesses(&account).await?;
    Ok(None)
}

fn new_faults(reader: &Reader, lang: Lang, posted: &Posted) -> Faults {
    let (new, again) = (value(&posted.fields, "new"), value(&posted.fields, "again"));
    let mut faults = Faults::new();
    let own = check_password(new, &reader.login).err().map(|fault| match fault {
        PasswordFault::TooShort => texts::new_short(lang),
        PasswordFault::TooLong => texts::new_long(lang),
        PasswordFault::HoldsLogin => texts::new_holds_login(lang),
        PasswordFault::OneCharacter => texts::new_one_character(lang),
    });
    let same = (new == value(&posted.fields, "current")).then(|| texts::new_same(lang));
    if let Some(text) = own.or(same) {
        faults.push(("new", text.to_owned()));
    }
    if new != again {
        faults.push(("again", texts::again_other(lang).to_owned()));
    }
    faults
}

//! `/admin/people/{login}/mail`: where a person's mail goes, as the administration sets it.

use super::settings::read_address;
use crate::pages::admin::Filled;
use crate::server::forms::admin::{find_person, gate, show_person};
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use axum::extract::{OriginalUri, Path, State};

/// `POST /admin/people/{login}/mail`
///
/// # Errors
/// Not an administrator, nobody of that log-in name, or the database fails.
pub async fn set(
    State(app): State<Shared>,
    visitor: Visitor,
    OriginalUri(uri): OriginalUri,
    Path(login): Path<String>,
    posted: Posted,
) -> Answer {
    gate(&visitor)?;
    let (person, _) = find_person(&app, &login).await?;
    let mut form = Filled { typed: posted.fields, faults: vec![] };
    let address = read_address(visitor.lang, &form);
    match address {
        Ok(address) if !posted.show_only => {
            let mut tx = app.store.write(&visitor.actor(None)?, app.clock.now()).await?;
            let old = app.store.mail_address(person.id).await?;
            if old != address {
                tx.set_mail_address((person.id, &person.login), old.as_ref(), address.as_ref()).await?;
                tx.commit().await?;
            }
            Ok(noted(&app, &format!("/admin/people/{login}"), "mail_address_saved"))
        }
        Ok(_) => show_person(&app, &visitor, &uri, person, None, Some(form)).await,
        Err(fault) => {
            form.faults.extend((!posted.show_only).then_some(fault));
            show_person(&app, &visitor, &uri, person, None, Some(form)).await
        }
    }
}

//! The shape that every decision shares: open the page, ask for permission, read the form, record, 303; or the page again
//! with the faults beside their fields.

use super::act::Act;
use super::form::Form;
use crate::domain::permission::{Action, may};
use crate::pages::assignment::{AssignmentForms, TypedForm};
use crate::server::errors::PageError;
use crate::server::forms::assignment::Opened;
use crate::server::forms::login::safe_path;
use crate::server::forms::noted;
use crate::server::posted::Posted;
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::Shared;
use crate::store::StoreError;
use axum::http::{StatusCode, Uri};

/// A form posted to an assignment's page.
pub(super) struct Desk {
    pub app: Shared,
    pub visitor: Visitor,
    pub opened: Opened,
    pub posted: Posted,
}

impl Desk {
    pub async fn open(
        app: Shared,
        visitor: Visitor,
        uri: &Uri,
        (no, slug): (&str, &str),
        posted: Posted,
    ) -> Result<Self, PageError> {
        let opened = Opened::open(&app, &visitor, uri, no, slug).await?;
        if opened.reading.info.asof.is_some() {
            return Err(PageError::Unprocessable("nothing is recorded in the past"));
        }
        Ok(Self { app, visitor, opened, posted })
    }

    pub fn demand(&self, action: Action<'_>) -> Result<(), PageError> {
        if may(self.visitor.reader()?, action) { Ok(()) } else { Err(PageError::Forbidden) }
    }

    /// Records what `read` finds in the form. `slot` is the form's place on the page.
    pub async fn settle(
        &self,
        slot: impl Fn(TypedForm) -> AssignmentForms + Send,
        read: impl FnOnce(&mut Form<'_>) -> Option<Act> + Send,
    ) -> Answer {
        let mut form = Form::new(&self.posted);
        if self.posted.show_only {
            return self.show(StatusCode::OK, slot(form.typed())).await;
        }
        let Some(act) = read(&mut form).filter(|_| form.is_sound()) else {
            return self.show(StatusCode::UNPROCESSABLE_ENTITY, slot(form.typed())).await;
        };
        let actor = self.visitor.actor(Some(&self.opened.slug))?;
        let mut tx = self.app.store.write(&actor, self.app.clock.now()).await?;
        match (act.record(&mut tx, &self.opened).await, act.overtaken()) {
            (Ok(()), _) => tx.commit().await?,
            (Err(StoreError::Conflict), Some((field, fault))) => {
                form.fault(field, fault);
                return self.show(StatusCode::UNPROCESSABLE_ENTITY, slot(form.typed())).await;
            }
            (Err(error), _) => return Err(error.into()),
        }
        // A page that holds the form of another may ask to be shown again.
        let back = Some(safe_path(self.posted.get("back"))).filter(|back| back.starts_with("/reviews/"));
        Ok(noted(&self.app, back.as_deref().unwrap_or(&self.opened.path), act.note()))
    }

    async fn show(&self, status: StatusCode, forms: AssignmentForms) -> Answer {
        self.opened.show(&self.app, &self.visitor, status, forms).await
    }
}

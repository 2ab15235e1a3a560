//! What the PMO edits of a plan: the wording of a task and its milestones, its subtasks. Each edit keeps what was there
//! before with its days, and says why in the audit log.

mod subtasks;
mod wording;

use crate::domain::ids::TaskNo;
use crate::domain::permission::{Action, may};
use crate::domain::plan::Task;
use crate::domain::text::{LINE_MAX, TextFault, required_text};
use crate::pages::lang::Lang;
use crate::pages::plan_edit::Typed;
use crate::pages::record::Scene;
use crate::pages::texts::plan_edit as texts;
use crate::pages::{PageInfo, Section};
use crate::server::errors::PageError;
use crate::server::reading::Reading;
use crate::server::render::{Sheet, draw};
use crate::server::router::Answer;
use crate::server::session::Visitor;
use crate::server::state::{App, Shared};
use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use leptos::prelude::AnyView;

/// The addresses of this area.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/tasks/{no}/wording", get(wording::show).post(wording::save))
        .route("/tasks/{no}/subtasks", get(subtasks::show).post(subtasks::add))
        .route("/tasks/{no}/subtasks/{sub}", get(subtasks::one).post(subtasks::edit))
        .route("/tasks/{no}/subtasks/{sub}/retirement", post(subtasks::retire))
}

/// A task of a plan, before somebody who may edit it.
struct Desk {
    reading: Reading,
    task: Task,
}

impl Desk {
    async fn open(app: &App, visitor: &Visitor, uri: &Uri, no: &str) -> Result<Self, PageError> {
        let reading = Reading::open(app, visitor, uri, Section::Tasks, false).await?;
        if !may(visitor.reader()?, Action::EditPlan) {
            return Err(PageError::Forbidden);
        }
        let no = TaskNo::parse(no).ok_or(PageError::NotFound)?;
        let task = reading.plan.ledger.tasks.iter().find(|task| task.no == no).cloned().ok_or(PageError::NotFound)?;
        Ok(Self { reading, task })
    }

    fn lang(&self) -> Lang {
        self.reading.info.lang
    }

    /// The page, with 422 where something is wrong with what was typed.
    async fn draw<F>(self, title: String, is_faulty: bool, body: F) -> Answer
    where
        F: Fn(&Scene) -> AnyView + Clone + Send + Sync + 'static,
    {
        let status = if is_faulty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let Reading { info, plan, standing, .. } = self.reading;
        let drawn = move |info: &PageInfo| {
            body(&Scene { info, ledger: &plan.ledger, standing: &standing, calendar: &plan.calendar })
        };
        Ok(draw(status, Sheet { info, title, wide: false, body: drawn }).await)
    }
}

/// One line that must be there; empty where it cannot stand, which `typed` then says.
fn line(typed: &mut Typed, lang: Lang, name: &str) -> String {
    match required_text(typed.get(name), LINE_MAX) {
        Ok(line) if line.contains('\n') => typed.fault(name, texts::fault_line(lang)),
        Ok(line) => return line,
        Err(TextFault::Empty) => typed.fault(name, texts::fault_missing(lang)),
        Err(TextFault::TooLong { max, actual }) => typed.fault(name, texts::fault_long(lang, actual, max)),
    }
    String::new()
}

//! The handlers of `/systems`. Every one asks [`crate::domain::permission::may`]: names and weaknesses are for the PMO and
//! the institution, counts for all who read dashboards.
//!
//! To add a page: a handler in a file here, its path in [`routes`], its view in [`crate::pages::systems`], its row in
//! `tests/permissions.rs`.

mod budget;
mod checks;
mod continuity;
mod desk;
mod editing;
mod exporting;
pub mod importing;
mod reading;
mod standard;

pub use desk::{Desk, coverage_view, names_any};

use crate::server::state::Shared;
use axum::Router;
use axum::routing::{get, post};

/// Every address below `/systems`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/systems", get(reading::list))
        .route("/systems/export.xlsx", get(exporting::xlsx))
        .route("/systems/export.csv", get(exporting::csv))
        .route("/systems/import", get(importing::start).post(importing::bring))
        .route("/systems/import/{id}", get(importing::show).post(importing::confirm))
        .route("/systems/import/{id}/faults.xlsx", get(importing::faults_xlsx))
        .route("/systems/import/{id}/faults.csv", get(importing::faults_csv))
        .route("/systems/coverage", get(reading::coverage))
        .route("/systems/budget", get(budget::show))
        .route("/systems/budget/export.xlsx", get(budget::as_xlsx))
        .route("/systems/budget/export.csv", get(budget::as_csv))
        .route("/systems/checks", get(checks::list))
        .route("/systems/checks/new", get(checks::new).post(checks::draw))
        .route("/systems/checks/{id}", get(checks::show))
        .route("/systems/checks/{id}/export.xlsx", get(checks::as_xlsx))
        .route("/systems/checks/{id}/export.csv", get(checks::as_csv))
        .route("/systems/checks/{id}/{code}", get(checks::show_finding).post(checks::record_finding))
        .route("/systems/new", get(editing::new).post(editing::add))
        .route("/systems/{code}", get(reading::detail))
        .route("/systems/standard", get(standard::show).post(standard::edit))
        .route("/systems/{code}/edit", get(editing::show).post(editing::edit))
        .route("/systems/{code}/continuity", get(continuity::show))
        .route("/systems/{code}/continuity.hwpx", get(continuity::as_hwpx))
        .route("/systems/{code}/continuity.pdf", get(continuity::as_pdf))
        .route("/systems/{code}/continuity/edit", get(continuity::show_edit).post(continuity::edit))
        .route("/systems/{code}/continuity/{noun}", post(continuity::act))
}

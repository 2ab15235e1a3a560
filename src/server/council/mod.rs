//! Meetings and what comes of them. Each file takes one thing: reads, asks [`crate::domain::permission::may`], writes
//! through the register, answers 303, or 422 with the page as it was typed.

mod cios;
mod difficulties;
mod directives;
mod exports;
mod fields;
mod form;
mod hall;
mod heard;
mod items;
mod lines;
mod list;
mod meeting;
mod minutes;
mod papers;
pub mod parts;
mod search;
mod session;
mod supports;
mod waiting;

use crate::server::state::Shared;
use axum::Router;
use axum::routing::{get, post};

pub use search::index_some;

/// Every address of the councils and of search.
pub fn routes() -> Router<Shared> {
    meetings().merge(registers()).merge(exports::routes())
}

fn meetings() -> Router<Shared> {
    Router::new()
        .route("/council", get(list::show).post(list::add))
        .route("/council/cios", get(cios::show).post(cios::add))
        .route("/council/cios/{id}", get(cios::one).post(cios::edit))
        .route("/council/{id}", get(meeting::show))
        .route("/council/{id}/details", get(meeting::details).post(meeting::edit))
        .route("/council/{id}/state", post(meeting::state))
        .route("/council/{id}/carried", post(meeting::raise))
        .route("/council/{id}/invitations", post(meeting::invite))
        .route("/council/{id}/items", post(items::add))
        .route("/council/{id}/items/{item}", get(items::show).post(items::edit))
        .route("/council/{id}/items/{item}/papers", post(items::papers))
        .route("/council/{id}/session", get(session::show))
        .route("/council/{id}/session/lines", get(session::lines))
        .route("/council/{id}/attendance", post(session::attendance))
        .route("/council/{id}/handlings", post(session::handlings))
        .route("/council/{id}/remarks", post(lines::remark))
        .route("/council/{id}/outcomes", post(lines::outcome))
        .route("/council/{id}/lines/{line}", get(lines::show).post(lines::edit))
        .route("/council/{id}/lines/{line}/corrections", post(minutes::correct))
        .route("/council/{id}/corrections/{correction}/decision", post(minutes::decide))
        .route("/council/{id}/addenda", post(minutes::amend))
}

fn registers() -> Router<Shared> {
    Router::new()
        .route("/directives", get(directives::show))
        .route("/directives/{id}", get(directives::one))
        .route("/directives/{id}/notes", post(directives::note))
        .route("/directives/{id}/decision", post(directives::decide))
        .route("/difficulties", get(difficulties::show).post(difficulties::add))
        .route("/difficulties/new", get(difficulties::new))
        .route("/difficulties/{id}", get(difficulties::one))
        .route("/difficulties/{id}/asking", post(difficulties::ask))
        .route("/difficulties/{id}/answer", post(difficulties::answer))
        .route("/difficulties/{id}/same-here", post(difficulties::same_here))
        .route("/difficulties/{id}/merge", post(difficulties::merge))
        .route("/difficulties/{id}/reopening", post(difficulties::reopen))
        .route("/supports", get(supports::show).post(supports::add))
        .route("/supports/{id}", get(supports::one).post(supports::edit))
        .route("/waiting", get(waiting::show).post(waiting::add))
        .route("/waiting/{id}/end", post(waiting::end))
        .route("/papers/{id}", get(papers::show))
        .route("/search", get(search::show))
}
